//! What a winner post tells beside the places; what has no facts is left out.

use crate::cards::phrase::{self, Section};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::cards::winners::podium::person;
use crate::cards::winners::{JUDGED_LISTED, Judged};
use crate::cards::{amounts, mark};
use crate::domain::act::entry::Judgement;
use crate::domain::challenge::Challenge;
use crate::domain::event::Outcome;
use crate::domain::rules::{Direction, Rules, Scoring};

/// Longest reason that is told, in characters.
const REASON_MAX: usize = 80;

/// Most improved, best streak, first-timers, and what all made together; what has no facts is left out.
pub(super) fn stories(view: &View<'_>, challenge: &Challenge, outcome: &Outcome) -> Vec<Section> {
    let rules = challenge.rules();
    let mut sections = Vec::new();
    if let Some(rise) = &outcome.most_improved {
        let who = person(challenge, rise.identity);
        let line = if amounts::is_hidden(view, challenge, rise.identity) {
            say("post-improved-hidden", &[("who", who.into())])
        } else {
            let by = amounts::rise(rules, rise.num, rise.den, phrase::decimal(view));
            improved(rules, who, by)
        };
        sections.push((3, line));
    }
    if let Some(run) = &outcome.best_streak {
        let who = person(challenge, run.identity);
        sections.push((
            4,
            say(
                "post-streak",
                &[("who", who.into()), ("n", run.days.into())],
            ),
        ));
    }
    let new: Vec<String> = outcome
        .first_timers
        .iter()
        .map(|identity| person(challenge, *identity))
        .collect();
    if !new.is_empty() {
        let n = usize::try_from(outcome.n_first_timers).unwrap_or(usize::MAX);
        let names = phrase::list_and_more(&new, n.saturating_sub(new.len()));
        sections.push((5, say("post-first-timers", &[("names", names.into())])));
    }
    sections.push((2, together(view, challenge, outcome)));
    sections
}

/// A greater score than in the round before.
fn improved(rules: &Rules, who: String, by: String) -> String {
    let puts = [("who", who.into()), ("by", by.into())];
    match (rules.direction, rules.scoring) {
        (Direction::Less, Scoring::Best | Scoring::Latest) => say("post-improved-down", &puts),
        // There the score is how far it went down.
        (Direction::Less, Scoring::Change | Scoring::PercentChange) => {
            say("post-improved-further", &puts)
        }
        _ => say("post-improved", &puts),
    }
}

pub(super) fn together(view: &View<'_>, challenge: &Challenge, outcome: &Outcome) -> String {
    let rules = challenge.rules();
    let Some(sum) = outcome.together_micro.filter(|_| !rules.sensitive) else {
        return String::new();
    };
    let sum = amounts::amount(sum, rules, phrase::decimal(view));
    match &rules.purpose {
        Some(purpose) => say(
            "post-together-purpose",
            &[("sum", sum.into()), ("purpose", within(purpose).into())],
        ),
        None => say("together", &[("sum", sum.into())]),
    }
}

/// What a moderator wrote, inside a sentence of ours: its own full stop would end that too early.
pub(super) fn within(written: &str) -> String {
    let bare = written.trim_end().strip_suffix('.');
    let bare = bare.filter(|bare| !bare.ends_with('.'));
    phrase::cut(bare.unwrap_or(written), 160)
}

pub(super) fn prize(rules: &Rules, outcome: &Outcome) -> String {
    match &rules.prize {
        Some(prize) if outcome.n_winners > 0 => {
            say("post-prize", &[("prize", within(prize).into())])
        }
        _ => String::new(),
    }
}

pub(super) fn waiting(outcome: &Outcome, of_round: bool) -> String {
    match (outcome.n_held, of_round) {
        (0, _) => String::new(),
        (n, true) => say("post-waiting", &[("n", n.into())]),
        (n, false) => say("post-waiting-grace", &[("n", n.into())]),
    }
}

/// Entries judged by moderators who compete, by number: what became of each, and why.
pub(super) fn judged(outcome: &Outcome, known: &[Judged]) -> String {
    let own = &outcome.own_judgements;
    if own.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = own
        .iter()
        .take(JUDGED_LISTED)
        .enumerate()
        .map(|(n, entry)| judgement(*entry, known.get(n)))
        .collect();
    let listed = phrase::list_and_more(&listed, own.len().saturating_sub(listed.len()));
    say("post-judged", &[("entries", listed.into())])
}

fn judgement(entry: u64, known: Option<&Judged>) -> String {
    let number = [("entry", entry.into())];
    let what = match known.and_then(|known| known.judgement) {
        Some(Judgement::Void) => say("judged-voided", &number),
        Some(Judgement::Accept) => say("judged-accepted", &number),
        Some(Judgement::Reject) | None => say("judged-entry", &number),
    };
    match known.map(|known| &known.reason) {
        Some(Some(reason)) => say(
            "post-judged-why",
            &[
                ("what", what.into()),
                ("reason", phrase::cut(reason, REASON_MAX).into()),
            ],
        ),
        Some(None) => say("post-judged-no-why", &[("what", what.into())]),
        None => what,
    }
}

pub(super) fn drawn(outcome: &Outcome, challenge: u32, round: u32) -> Vec<Section> {
    let Some(draw) = &outcome.draw else {
        return Vec::new();
    };
    let list = mark::command(&format!("export draw:#{challenge} round:{round}"));
    vec![
        (
            0,
            say(
                "post-tickets",
                &[
                    ("n", draw.n_tickets.into()),
                    ("digest", draw.tickets_digest.clone().into()),
                ],
            ),
        ),
        (
            0,
            say(
                "post-seed",
                &[("seed", draw.seed.clone().into()), ("list", list.into())],
            ),
        ),
    ]
}

pub(super) fn sealed(commitment: Option<&str>) -> String {
    commitment
        .map(|seal| say("post-sealed", &[("seal", seal.into())]))
        .unwrap_or_default()
}
