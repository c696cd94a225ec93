//! Which rules are no longer what they were.

use crate::domain::rules::Rules;

/// Whether the rule that an option names differs.
pub(super) fn differs(old: &Rules, new: &Rules, name: &str) -> bool {
    let rhythm = |rules: &Rules| rules.rounds.as_ref().map(|rounds| rounds.rhythm);
    let closes = |rules: &Rules| rules.rounds.as_ref().map(|rounds| rounds.closes);
    match name {
        "title" => old.title != new.title,
        "purpose" => old.purpose != new.purpose,
        "prize" => old.prize != new.prize,
        "winners" => old.winners != new.winners,
        "ends" => old.ends_ms != new.ends_ms,
        "unit" => (&old.unit, old.weeks) != (&new.unit, new.weeks),
        "scoring" => old.scoring != new.scoring,
        "direction" => old.direction != new.direction,
        "kind" => old.kind != new.kind,
        "starts" => old.starts_ms != new.starts_ms,
        "rounds" => rhythm(old) != rhythm(new),
        "closes" => new.rounds.is_some() && closes(old) != closes(new),
        "tie" => old.tie != new.tie,
        "look_back" => old.look_back_ms != new.look_back_ms,
        "day_cap" => old.day_cap_micro != new.day_cap_micro,
        "entry_max" => old.entry_max_micro != new.entry_max_micro,
        "items" => old.items != new.items,
        "join_until" => old.join_until_ms != new.join_until_ms,
        "sensitive" => old.sensitive != new.sensitive,
        "quiet" => old.quiet != new.quiet,
        "grace" => old.grace_ms != new.grace_ms,
        _ => false,
    }
}
