//! A member's home page, where a platform has one: how she stands everywhere, what ends next, and what most people do.

use crate::cards::card::CardKind;
use crate::cards::example;
use crate::cards::phrase::primary;
use crate::cards::profile::{self, Coming};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::challenge::Challenge;

/// The home page of the reader; a welcome where she is not in a challenge yet.
#[must_use]
pub fn home(view: &View) -> Sheet {
    let mine = profile::challenges(view, view.reader);
    if mine.is_empty() {
        return welcome(view, profile::past(view, view.reader));
    }
    let mut sheet = Sheet::new(CardKind::Profile, say("home-title", &[]))
        .line(ends_next(view, &mine).unwrap_or_default());
    for challenge in mine.iter().take(profile::CHALLENGES) {
        sheet = sheet.fact(
            challenge.rules().title.clone(),
            profile::in_challenge(view, challenge, view.reader),
        );
    }
    let more = mine.len().saturating_sub(profile::CHALLENGES);
    if more > 0 {
        let all = mark::command("challenges");
        sheet = sheet.line(say(
            "home-more",
            &[("n", more.into()), ("command", all.into())],
        ));
    }
    sheet
        .action(primary(&say("home-log", &[]), "progress"))
        .action(parts::button(say("page-leaderboard", &[]), "leaderboard"))
}

/// The welcome of somebody who took part in so many challenges that are over.
fn welcome(view: &View, n_past: usize) -> Sheet {
    let report = mark::command(&example::some_report(view));
    let title = if n_past > 0 {
        say("home-welcome-back", &[])
    } else {
        say("home-welcome", &[])
    };
    Sheet::new(CardKind::Profile, title)
        .line(say("home-nothing", &[]))
        .line(say("home-how", &[("report", report.into())]))
        .action(primary(&say("home-challenges", &[]), "challenges"))
        .action(parts::button(say("home-help", &[]), "help"))
}

/// What happens first in all of her challenges.
fn ends_next(view: &View, mine: &[&Challenge]) -> Option<String> {
    let coming = mine
        .iter()
        .filter_map(|challenge| Some((Coming::of(challenge)?, challenge)));
    let (first, challenge) = coming.min_by_key(|(coming, _)| coming.at_ms())?;
    let puts = [
        ("challenge", challenge.rules().title.as_str().into()),
        ("time", view.time(first.at_ms()).into()),
    ];
    Some(match first {
        Coming::Start(_) => say("home-starts", &puts),
        Coming::RoundClose(_) => say("home-round-closes", &puts),
        Coming::End(_) => say("home-ends", &puts),
        Coming::Result(_) => say("home-result", &puts),
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text, who};

    #[test]
    fn a_member_sees_how_she_stands_and_what_ends_next() {
        let mut stage = Stage::new();
        assert_snapshot!(text(home(&stage.view(2))), @r"
        Welcome! You are not in a challenge yet.
        Pick one that you like. To join is optional: your first entry brings you in.
        Then just say what you did, for example /progress 3km.
        [Show challenges] /challenges
        [What can I type?] /help
        ");
        let walk = stage.runs("Walk", &[("unit", "km"), ("ends", "2027-02-28")]);
        let weight = stage.runs(
            "Spring cut",
            &[
                ("unit", "kg"),
                ("scoring", "percent_change"),
                ("direction", "less"),
                ("rounds", "none"),
                ("sensitive", "on"),
                ("ends", "2027-01-08"),
            ],
        );
        for _ in 0..3 {
            stage.reports(3, walk, "4km", "now");
            stage.reports(2, walk, "2.5km", "now");
            stage.later(24);
        }
        assert_snapshot!(text(home(&stage.view(2))), @r"
        Your challenges
        Next: the round of Walk closes Sun 10 Jan 2027, 20:00 (UTC).
        Walk: So far: 7.5 km, place 2 of 2. This round: 7.5 km, place 2 of 2. 3 days in a row (best: 3). The round closes Sun 10 Jan 2027, 20:00 (UTC).
        [Log progress] /progress
        [Show leaderboard] /leaderboard
        ");
        stage.joins(2, weight, None, None);
        stage.reports(2, weight, "80 kg", "now");
        stage.reports(2, weight, "79 kg", "now");
        assert_snapshot!(text(home(&stage.view(2))), @r"
        Your challenges
        Next: Spring cut ends Sat 9 Jan 2027, 00:00 (UTC).
        Walk: So far: 7.5 km, place 2 of 2. This round: 7.5 km, place 2 of 2. 3 days in a row (best: 3). The round closes Sun 10 Jan 2027, 20:00 (UTC).
        Spring cut: So far: 1.3 %, place 1 of 1. Ends Sat 9 Jan 2027, 00:00 (UTC).
        [Log progress] /progress
        [Show leaderboard] /leaderboard
        ");
        stage.later(48);
        assert_snapshot!(text(home(&stage.view(2))), @r"
        Your challenges
        Next: the result of Spring cut is final Sun 10 Jan 2027, 00:00 (UTC).
        Walk: So far: 7.5 km, place 2 of 2. This round: 7.5 km, place 2 of 2. Best run: 3 days in a row. The round closes Sun 10 Jan 2027, 20:00 (UTC).
        Spring cut: So far: 1.3 %, place 1 of 1. Results are final Sun 10 Jan 2027, 00:00 (UTC).
        [Log progress] /progress
        [Show leaderboard] /leaderboard
        ");
        assert_snapshot!(text(home(&stage.view(4))), @r"
        Welcome! You are not in a challenge yet.
        Pick one that you like. To join is optional: your first entry brings you in.
        Then just say what you did, for example /progress 5km.
        [Show challenges] /challenges
        [What can I type?] /help
        ");
    }

    #[test]
    fn who_took_part_before_is_welcomed_back() {
        let mut stage = Stage::new();
        let walk = stage.runs("Walk", &[("unit", "km"), ("ends", "2027-01-05")]);
        stage.reports(2, walk, "3km", "now");
        stage.decide(|community, _| {
            let challenge = community.challenge(walk).expect("it runs");
            crate::domain::act::challenge::cancel(who(1), challenge, "rain")
        });
        assert!(text(home(&stage.view(2))).starts_with("Welcome back!"));
        assert!(text(home(&stage.view(3))).starts_with("Welcome! You are not"));
    }
}
