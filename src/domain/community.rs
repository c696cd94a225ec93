//! The fold: what a community is after the events of its stream, and how one more event changes it.

use chrono_tz::Tz;

use crate::domain::amount::Decimal;
use crate::domain::calendar::{Days, zone_named};
use crate::domain::causes::Causes;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::chunked::Chunked;
use crate::domain::event::{Cause, CommunitySet, Event, IdentitySet, Record, Unreadable};
use crate::domain::settings::{Person, Settings, Units};

/// A community, folded from its stream.
#[derive(Debug, Clone, Default)]
pub struct Community {
    pub(crate) seq: u64,
    pub(crate) last_ms: i64,
    pub(crate) settings: Settings,
    pub(crate) people: Chunked<Person>,
    pub(crate) challenges: Vec<Challenge>,
    pub(crate) causes: Causes,
}

impl Community {
    /// The number of the last event.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// When the last event was recorded.
    #[must_use]
    pub fn last_ms(&self) -> i64 {
        self.last_ms
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// All challenges, in order of creation.
    #[must_use]
    pub fn challenges(&self) -> &[Challenge] {
        &self.challenges
    }

    /// The challenge of that number.
    #[must_use]
    pub fn challenge(&self, number: u32) -> Option<&Challenge> {
        self.challenges
            .get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// How many identities have arrived: their numbers are 1 to this.
    #[must_use]
    pub fn n_identities(&self) -> u32 {
        u32::try_from(self.people.len()).unwrap_or(u32::MAX)
    }

    /// The person of that number.
    #[must_use]
    pub fn person(&self, identity: u32) -> Option<&Person> {
        self.people
            .get(usize::try_from(identity).ok()?.checked_sub(1)?)
    }

    /// How local days run for that person at `now_ms`; for somebody unknown, as for the community.
    #[must_use]
    pub fn days_of(&self, identity: u32, now_ms: i64) -> Days {
        self.person(identity).map_or_else(
            || self.settings.days(now_ms),
            |person| person.days(&self.settings, now_ms),
        )
    }

    /// The first event that this delivery caused, if it is remembered.
    #[must_use]
    pub fn event_of(&self, cause: Cause) -> Option<u64> {
        self.causes.event_of(cause)
    }

    /// When the clock next has something to do here.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        self.challenges
            .iter()
            .filter_map(Challenge::next_due_ms)
            .min()
    }

    /// The challenge that holds the entry of that number.
    #[must_use]
    pub fn challenge_of_entry(&self, seq: u64) -> Option<&Challenge> {
        let at = |away: bool| {
            let there = self
                .challenges
                .iter()
                .filter(move |one| one.is_away() == away);
            there.filter(|one| (one.head.first_seq..=one.head.last_seq).contains(&seq))
        };
        // What is away is reached for only where nothing that is here holds it.
        at(false)
            .chain(at(true))
            .find(|challenge| challenge.entry(seq).is_some())
    }

    /// The same, to be put away or recalled, or to have a table filed.
    pub fn challenge_mut(&mut self, number: u32) -> Option<&mut Challenge> {
        self.challenges
            .get_mut(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// Forgets a closed round's table that has been filed.
    pub fn filed(&mut self, challenge: u32, round: u32) {
        if let Some(challenge) = self.challenge_mut(challenge) {
            challenge.filed(round);
        }
    }

    /// The challenge that must be recalled before that event can be folded in, if one must.
    #[must_use]
    pub fn must_recall(&self, event: &Event) -> Option<u32> {
        let number = match event {
            Event::DefaultChosen(_) | Event::ChallengeDrafted(_) => None,
            event => event.challenge(),
        };
        number.filter(|number| {
            let challenge = self.challenge(*number);
            challenge.is_some_and(|one| one.is_away() && !Challenge::takes_at_rest(event))
        })
    }

    /// Puts away all finished challenges that can be.
    pub fn put_all_away(&mut self) {
        self.challenges.iter_mut().for_each(Challenge::put_away);
    }

    /// Remembers a delivery from before the events that are folded here.
    pub fn remember(&mut self, cause: Cause, seq: u64, at_ms: i64) {
        self.causes.remember(cause, seq, at_ms);
    }

    /// Folds the next event in.
    ///
    /// # Errors
    /// [`Unreadable::Away`] when the challenge that it is about must be recalled first; nothing has changed then.
    /// Otherwise the event does not follow on what is here: the stream is damaged, or newer than this release.
    pub fn apply(&mut self, record: &Record) -> Result<(), Unreadable> {
        let seq = record.seq;
        if seq != self.seq + 1 {
            return Err(Unreadable::Misfit(seq));
        }
        match &record.event {
            Event::IdentityArrived(arrived) => {
                if arrived.identity != self.n_identities() + 1 {
                    return Err(Unreadable::Misfit(seq));
                }
                self.people.push(
                    Person::arrived(arrived.zone.as_deref().and_then(zone_named)),
                    seq,
                );
            }
            Event::IdentitySet(set) => {
                self.set_identity(set, seq).ok_or(Unreadable::Misfit(seq))?;
            }
            Event::IdentityForgotten(gone) => {
                self.person_changed(gone.identity, seq)
                    .ok_or(Unreadable::Misfit(seq))?
                    .forgotten = true;
                for challenge in &mut self.challenges {
                    challenge.forget(gone.identity, seq);
                }
            }
            Event::DefaultChosen(chosen) => {
                let person = self
                    .person_changed(chosen.identity, seq)
                    .ok_or(Unreadable::Misfit(seq))?;
                person.default_challenge = chosen.challenge;
            }
            Event::CommunitySet(set) => self.set_community(set),
            Event::ChallengeDrafted(drafted) => {
                if usize::try_from(drafted.challenge) != Ok(self.challenges.len() + 1) {
                    return Err(Unreadable::Misfit(seq));
                }
                self.challenges.push(Challenge::drafted(drafted, seq));
            }
            event => {
                let number = event.challenge().ok_or(Unreadable::Misfit(seq))?;
                self.challenge_mut(number)
                    .ok_or(Unreadable::Misfit(seq))?
                    .fold(record)?;
            }
        }
        if let Some(cause) = record.cause {
            self.causes.remember(cause, seq, record.at_ms);
        }
        self.seq = seq;
        self.last_ms = self.last_ms.max(record.at_ms);
        Ok(())
    }

    fn person_changed(&mut self, identity: u32, seq: u64) -> Option<&mut Person> {
        self.people
            .change(usize::try_from(identity).ok()?.checked_sub(1)?, seq)
    }

    fn set_identity(&mut self, set: &IdentitySet, seq: u64) -> Option<()> {
        let community = self.settings.clone();
        let person = self.person_changed(set.identity, seq)?;
        if let Some(zone) = &set.zone {
            person.zone_before = zone_in_force(person, &community, set.from_ms);
            person.zone = zone_named(zone);
            person.zone_from_ms = set.from_ms;
        }
        if let Some(mentions) = set.mentions {
            person.mentions = mentions;
        }
        if let Some(notes) = set.notes {
            person.notes = notes;
        }
        if let Some(units) = &set.units {
            person.units = match units.as_str() {
                "metric" => Units::Metric,
                "imperial" => Units::Imperial,
                _ => Units::Challenge,
            };
        }
        if let Some(locale) = &set.locale {
            person.decimal = Some(Decimal::of_locale(locale));
        }
        Some(())
    }

    fn set_community(&mut self, set: &CommunitySet) {
        let settings = &mut self.settings;
        if set.zone.is_some() || set.day_ends_min.is_some() {
            // A change that has not begun to work is replaced; what works now goes on until the new one does.
            if set.from_ms > settings.from_ms {
                settings.zone_before.clone_from(&settings.zone);
                settings.day_ends_before = settings.day_ends_min;
            }
            settings.from_ms = set.from_ms;
            if let Some(zone) = &set.zone {
                settings.zone.clone_from(zone);
            }
            if let Some(minutes) = set.day_ends_min {
                settings.day_ends_min = minutes;
            }
        }
        if let Some(locale) = &set.locale {
            settings.locale.clone_from(locale);
        }
        if set.closes.is_some() {
            settings.closes.clone_from(&set.closes);
        }
        if set.quiet.is_some() {
            settings.quiet.clone_from(&set.quiet);
        }
    }
}

/// The zone that works for a person until a new one begins at `from_ms`: her own, else the community's of that time.
fn zone_in_force(person: &Person, community: &Settings, from_ms: i64) -> Option<Tz> {
    let own = if from_ms > person.zone_from_ms {
        person.zone
    } else {
        person.zone_before
    };
    own.or_else(|| Some(community.days(from_ms.saturating_sub(1)).zone))
}

impl Challenge {
    /// When the clock next has something to do here.
    #[must_use]
    pub fn next_due_ms(&self) -> Option<i64> {
        let head = &self.head;
        match head.phase {
            Phase::Open => head.starts_ms,
            Phase::Running | Phase::Paused => [head.round_close_ms, head.rules.ends_ms]
                .into_iter()
                .flatten()
                .min(),
            Phase::Ended => head.final_ms,
            Phase::Draft | Phase::Final | Phase::Cancelled => None,
        }
    }
}
