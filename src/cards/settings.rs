//! Settings of a member and of the community, before and after a change, and the check-up.

use crate::cards::card::CardKind;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{forms, mark, parts};
use crate::domain::amount::Decimal;
use crate::domain::settings::{Person, QUIET_HOURS, Units};

/// A member's own settings, and how to change them.
#[must_use]
pub fn mine(view: &View, identity: u32) -> Sheet {
    let person = view
        .community
        .person(identity)
        .copied()
        .unwrap_or_else(|| Person::arrived(None));
    let mut sheet = Sheet::new(CardKind::Notice, say("settings-mine", &[]))
        .fact(say("settings-zone", &[]), own_zone(view, &person))
        .fact(say("settings-numbers", &[]), numbers(person.decimal))
        .fact(say("settings-units", &[]), units(person.units))
        .fact(say("settings-mentions", &[]), mentions(person.mentions))
        .fact(say("settings-notes", &[]), notes(person.notes));
    if let Some(default) = view.community.challenge(person.default_challenge) {
        sheet = sheet.fact(say("settings-default", &[]), default.rules().title.clone());
    }
    let zone = mark::command("settings zone:Europe/Berlin");
    let mentions = mark::command("settings mentions:on");
    sheet.form = Some(forms::settings(view, identity));
    sheet.line(say(
        "settings-how",
        &[("zone", zone.into()), ("mentions", mentions.into())],
    ))
}

/// The community's settings, and how to change them; `feed` is the channel in which the bot announces, `moderators` are
/// mentions of those who moderate beside the platform's own.
#[must_use]
pub fn community(view: &View, feed: Option<&str>, moderators: Option<&str>) -> Sheet {
    let settings = view.community.settings();
    let waits = view.now_ms < settings.from_ms;
    let zone = if waits && settings.zone != settings.zone_before {
        let puts = [
            ("zone", settings.zone.as_str().into()),
            ("time", view.time(settings.from_ms).into()),
            ("before", settings.zone_before.as_str().into()),
        ];
        say("settings-zone-from", &puts)
    } else {
        settings.zone.clone()
    };
    let ends = clock(settings.day_ends_min);
    let day_ends = if waits && settings.day_ends_min != settings.day_ends_before {
        let puts = [
            ("clock", ends.into()),
            ("time", view.time(settings.from_ms).into()),
            ("before", clock(settings.day_ends_before).into()),
        ];
        say("settings-day-ends-from", &puts)
    } else {
        say("settings-day-ends-at", &[("clock", ends.into())])
    };
    let feed = feed.map_or_else(
        || {
            say(
                "settings-no-feed",
                &[("command", mark::command("setup feed:#announcements").into())],
            )
        },
        mark::channel,
    );
    let quiet = match (settings.quiet_hours(), &settings.quiet) {
        (Some(hours), _) => hours.to_string().replace('-', "–"),
        (None, Some(_)) => say("settings-quiet-off", &[]),
        (None, None) => {
            let hours = QUIET_HOURS.replace('-', "–");
            say("settings-quiet-later", &[("hours", hours.into())])
        }
    };
    let how = mark::command("setup zone:Europe/Berlin closes:\"sun 20:00\"");
    let doctor = mark::command("doctor");
    let mut sheet = Sheet::new(CardKind::Notice, say("settings-community", &[]))
        .line(say(
            "settings-setup-how",
            &[("command", how.into()), ("doctor", doctor.into())],
        ))
        .fact(say("settings-feed", &[]), feed)
        .fact(say("settings-zone", &[]), zone)
        .fact(
            say("settings-closes", &[]),
            settings
                .closes
                .clone()
                .unwrap_or_else(|| "sun 20:00".to_owned()),
        )
        .fact(say("settings-day-ends", &[]), day_ends)
        .fact(say("settings-locale", &[]), settings.locale.clone())
        .fact(say("settings-quiet", &[]), quiet)
        .fact(
            say("settings-moderators", &[]),
            mentioned(moderators.unwrap_or_default()),
        )
        .action(parts::button(say("settings-check", &[]), "doctor"));
    sheet.form = Some(forms::setup(view));
    sheet
}

/// One thing that the check-up looked at. Its remedy and its remark may hold marks, its name none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub name: String,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What to do about it, where it is not.
    pub fix: String,
    /// What is worth knowing although it is as it should be; may be empty.
    pub remark: String,
}

impl Check {
    /// Something that is as it should be, or else needs `fix`.
    #[must_use]
    pub fn new(name: String, ok: bool, fix: String) -> Self {
        Self {
            name,
            ok,
            fix,
            remark: String::new(),
        }
    }

    /// Something that is as it should be, with a remark.
    #[must_use]
    pub fn remarked(name: String, remark: String) -> Self {
        Self {
            name,
            ok: true,
            fix: String::new(),
            remark,
        }
    }
}

/// The check-up: each check, how it went, and the exact remedy. What needs a hand comes first.
#[must_use]
pub fn doctor(view: &View, checks: &[Check]) -> Sheet {
    let n_bad = checks.iter().filter(|check| !check.ok).count();
    let title = if n_bad == 0 {
        say("doctor-well", &[])
    } else {
        say("doctor-title", &[("n", n_bad.into())])
    };
    let mut sorted: Vec<&Check> = checks.iter().collect();
    sorted.sort_by_key(|check| check.ok);
    let mut sheet = Sheet::new(CardKind::Notice, title);
    if !checks.is_empty() {
        sheet = sheet.line(say(
            "doctor-checked",
            &[("time", view.time(view.now_ms).into())],
        ));
    }
    for check in sorted {
        let state = if !check.ok {
            say("doctor-fix", &[("fix", check.fix.as_str().into())])
        } else if check.remark.is_empty() {
            say("doctor-ok", &[])
        } else {
            say("doctor-ok-but", &[("remark", check.remark.as_str().into())])
        };
        sheet = sheet.fact(check.name.clone(), state);
    }
    sheet.action(parts::button(say("doctor-again", &[]), "doctor"))
}

/// Minutes after midnight as a clock shows them.
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Mentions as a platform writes them (`<@U1>`), as marks.
fn mentioned(moderators: &str) -> String {
    let ids = moderators
        .split_whitespace()
        .filter_map(|mention| mention.strip_prefix("<@")?.strip_suffix('>'));
    let marks: Vec<String> = ids.map(mark::mention).collect();
    marks.join(", ")
}

fn own_zone(view: &View, person: &Person) -> String {
    let community = view.community.settings().days(view.now_ms).zone;
    let Some(zone) = person.zone else {
        return say(
            "settings-zone-community",
            &[("zone", community.name().into())],
        );
    };
    let before = person.zone_before.unwrap_or(community);
    if view.now_ms >= person.zone_from_ms || zone == before {
        return zone.name().to_owned();
    }
    let puts = [
        ("zone", zone.name().into()),
        ("time", view.time(person.zone_from_ms).into()),
        ("before", before.name().into()),
    ];
    say("settings-zone-from", &puts)
}

fn numbers(decimal: Option<Decimal>) -> String {
    match decimal {
        None => say("settings-numbers-community", &[]),
        Some(Decimal::Point) => "1,234.5".to_owned(),
        Some(Decimal::Comma) => "1.234,5".to_owned(),
    }
}

fn units(units: Units) -> String {
    match units {
        Units::Challenge => say("settings-units-challenge", &[]),
        Units::Metric => say("settings-units-metric", &[]),
        Units::Imperial => say("settings-units-imperial", &[]),
    }
}

fn mentions(on: bool) -> String {
    if on {
        say("settings-mentions-on", &[])
    } else {
        say("settings-mentions-off", &[])
    }
}

fn notes(on: bool) -> String {
    if on {
        say("settings-notes-on", &[])
    } else {
        say("settings-notes-off", &[])
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text, who};
    use crate::domain::act;

    #[test]
    fn settings_say_from_when_a_zone_works() {
        let mut stage = Stage::new();
        assert_snapshot!(text(mine(&stage.view(2), 2)), @r"
        Your settings
        Change one at a time, for example /settings zone:Europe/Berlin or /settings mentions:on.
        Time zone: UTC (the community's)
        Numbers: as the community writes them
        Units: those of the challenge
        Mentions: off: nothing pings you
        Notes: on: words after an amount are kept
        ");
        let wishes = act::settings::Wishes {
            zone: Some("Asia/Tokyo".to_owned()),
            locale: Some("de".to_owned()),
            mentions: Some("on".to_owned()),
            ..act::settings::Wishes::default()
        };
        stage.decide(|community, moment| act::settings::decide(community, moment, who(2), &wishes));
        assert_snapshot!(text(mine(&stage.view(2), 2)), @r"
        Your settings
        Change one at a time, for example /settings zone:Europe/Berlin or /settings mentions:on.
        Time zone: Asia/Tokyo, works from Tue 5 Jan 2027, 04:00 (UTC); until then UTC
        Numbers: 1.234,5
        Units: those of the challenge
        Mentions: on: winner posts may ping you
        Notes: on: words after an amount are kept
        ");
        let wishes = act::setup::Wishes {
            zone: Some("Europe/Berlin".to_owned()),
            day_ends: Some("3".to_owned()),
            ..act::setup::Wishes::default()
        };
        stage.decide(|community, moment| act::setup::decide(community, moment, who(1), &wishes));
        assert_snapshot!(text(community(&stage.view(1), None, None)), @r#"
        The community's settings
        Change one at a time, for example /setup zone:Europe/Berlin closes:"sun 20:00". /doctor checks that everything works.
        Announcements: nowhere yet: choose a channel with /setup feed:#announcements
        Time zone: Europe/Berlin, works from Tue 5 Jan 2027, 05:00 (Europe/Berlin); until then UTC
        Weekly rounds close: sun 20:00
        A day ends: at 03:00, works from Tue 5 Jan 2027, 05:00 (Europe/Berlin); until then at 04:00
        Language and numbers: en
        Quiet hours: 22–08
        [Check everything] /doctor
        "#);
        stage.later(24);
        assert_snapshot!(text(community(&stage.view(1), Some("wins"), Some("<@&S1> <@U1>"))), @r#"
        The community's settings
        Change one at a time, for example /setup zone:Europe/Berlin closes:"sun 20:00". /doctor checks that everything works.
        Announcements: #wins
        Time zone: Europe/Berlin
        Weekly rounds close: sun 20:00
        A day ends: at 03:00
        Language and numbers: en
        Quiet hours: 22–08
        Moderators too: @&S1, @U1
        [Check everything] /doctor
        "#);
    }

    #[test]
    fn the_check_up_puts_what_needs_a_hand_first() {
        let stage = Stage::new();
        let checks = [
            Check::new("Database".to_owned(), true, "Free the disk.".to_owned()),
            Check::new(
                "Feed".to_owned(),
                false,
                "Invite the bot to #wins.".to_owned(),
            ),
            Check::remarked("Files".to_owned(), "They come as text.".to_owned()),
        ];
        assert_snapshot!(text(doctor(&stage.view(1), &checks)), @r"
        1 thing needs a hand.
        Checked Mon 4 Jan 2027, 09:00 (UTC)
        Feed: needs a hand. Invite the bot to #wins.
        Database: OK
        Files: OK. They come as text.
        [Check again] /doctor
        ");
        assert_snapshot!(text(doctor(&stage.view(1), &checks[..1])), @r"
        Everything is as it should be.
        Checked Mon 4 Jan 2027, 09:00 (UTC)
        Database: OK
        [Check again] /doctor
        ");
    }
}
