//! Which zone a member's days are in, and since when.

use std::collections::BTreeMap;

use chrono::{Days, NaiveTime};
use chrono_tz::Tz;

use super::civil;

/// The zones of a community and of its members, each with the instant from which it works.
#[derive(Debug)]
pub(crate) struct Zones {
    community: Vec<(i64, Tz)>,
    members: BTreeMap<String, Vec<(i64, Tz)>>,
    pub(crate) latest: Tz,
    pub(crate) day_ends: NaiveTime,
}

impl Zones {
    pub(crate) fn new() -> Self {
        Self {
            community: vec![(i64::MIN, Tz::UTC)],
            members: BTreeMap::new(),
            latest: Tz::UTC,
            day_ends: NaiveTime::from_hms_opt(4, 0, 0).expect("a time"),
        }
    }

    /// The zone of a member's local days at that instant.
    pub(crate) fn of(&self, user: &str, at: i64) -> Tz {
        let own = self.members.get(user).and_then(|list| in_force(list, at));
        own.or_else(|| in_force(&self.community, at))
            .expect("UTC from the beginning")
    }

    /// Whether no change touches the member's days from `since` on.
    pub(crate) fn are_settled(&self, user: &str, since: i64) -> bool {
        let own = self.members.get(user).map_or(&[][..], Vec::as_slice);
        own.iter()
            .chain(&self.community)
            .all(|(from, _)| *from < since)
    }

    /// Gives the community a zone, from the end of its running day.
    pub(crate) fn set_up(&mut self, now: i64, zone: Tz, day_ends: Option<NaiveTime>) {
        let old = in_force(&self.community, now).expect("UTC from the beginning");
        let from = self.end_of_day(old, now);
        self.community.retain(|(since, _)| *since <= now);
        self.community.push((from, zone));
        self.latest = zone;
        // Histories set the day end before anything else, days before the first entry.
        self.day_ends = day_ends.unwrap_or(self.day_ends);
    }

    /// Gives a member a zone, from the end of her running day.
    pub(crate) fn settle(&mut self, user: &str, now: i64, zone: Tz) {
        let from = self.end_of_day(self.of(user, now), now);
        let own = self.members.entry(user.to_owned()).or_default();
        own.retain(|(since, _)| *since <= now);
        own.push((from, zone));
    }

    fn end_of_day(&self, zone: Tz, now: i64) -> i64 {
        let today = civil::local_day(zone, now, self.day_ends);
        civil::day_start(zone, today + Days::new(1), self.day_ends)
    }
}

fn in_force(list: &[(i64, Tz)], at: i64) -> Option<Tz> {
    list.iter()
        .rfind(|(from, _)| *from <= at)
        .map(|(_, zone)| *zone)
}
