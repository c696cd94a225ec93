//! What limits or widens the effect of an entry, beside the standing.

use crate::cards::entry::{EntryFacts, shows_amount};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::cards::{amounts, phrase};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::entry::Entry;
use crate::domain::scoring;

/// What limits or widens the effect of an entry that counts.
pub(super) fn beside(
    view: &View<'_>,
    facts: &EntryFacts,
    challenge: &Challenge,
    entry: &Entry,
) -> String {
    let rules = challenge.rules();
    let mut lines = Vec::new();
    if let Some(round) = counted_before(challenge, facts, entry) {
        lines.push(say("entry-day-counted", &[("round", round.into())]));
    } else if rules.rounds.is_some() && entry.round() == 0 {
        lines.push(match challenge.phase() {
            Phase::Ended => say("entry-in-grace", &[]),
            _ => say("entry-challenge-only", &[]),
        });
    }
    if let (Some(cap), true) = (rules.day_cap_micro, shows_amount(facts, challenge)) {
        let counted = challenge.counted(facts.identity);
        let adds = scoring::contributions(rules, &counted);
        let place = challenge.entry(facts.entry).map(|(place, _)| place);
        let add = counted
            .iter()
            .zip(adds)
            .find(|(counted, _)| Some(counted.place) == place)
            .map(|(_, add)| add);
        if let Some(add) = add.filter(|add| *add < entry.amount()) {
            let decimal = phrase::decimal(view);
            let full = if add == 0 { "yes" } else { "no" };
            let puts = [
                ("cap", amounts::amount(cap, rules, decimal).into()),
                ("add", amounts::amount(add, rules, decimal).into()),
                ("full", full.into()),
            ];
            lines.push(say("entry-capped", &puts));
        }
    }
    lines.join(" ")
}

/// The round in which the day of an entry counts already, where that is another than the entry's; 0 for none.
fn counted_before(challenge: &Challenge, facts: &EntryFacts, entry: &Entry) -> Option<u32> {
    let rules = challenge.rules();
    if !rules.takes_check_ins() || rules.weeks {
        return None;
    }
    let (place, _) = challenge.entry(facts.entry)?;
    let counted = challenge.counted(facts.identity);
    let first = counted.iter().find(|one| one.day == entry.day())?;
    (first.place < place && first.round != entry.round()).then_some(first.round)
}
