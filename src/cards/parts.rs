//! Small parts that several pages share.

use crate::cards::card::{Action, CardKind, Column, Row, Table};
use crate::cards::phrase::decimal;
use crate::cards::say::{Put, say};
use crate::cards::sheet::{Sheet, View};
use crate::cards::{amounts, mark};
use crate::domain::amount::show;
use crate::domain::calendar::Day;
use crate::domain::challenge::{Board, Challenge, Standing};
use crate::domain::entry::Entry;
use crate::domain::rules::{Rules, Scoring};
use crate::domain::score::Score;

/// The argument that names a challenge in a button's command.
pub(super) fn numbered(challenge: &Challenge) -> String {
    format!("challenge:#{}", challenge.number())
}

/// A plain button.
pub(super) fn button(label: String, command: impl Into<String>) -> Action {
    Action {
        label,
        command: command.into(),
        ..Action::default()
    }
}

/// What to answer where a challenge is gone.
pub(super) fn no_challenge() -> Sheet {
    let list = mark::command("challenges");
    Sheet::new(CardKind::Notice, say("page-no-challenge", &[]))
        .line(say("page-see-challenges", &[("command", list.into())]))
}

/// A local day, with its year where that is not the present one.
pub(super) fn day(view: &View, day: Day) -> String {
    let today = view
        .community
        .settings()
        .days(view.now_ms)
        .day_of(view.now_ms);
    let year = |day: Day| day.date().format("%Y").to_string();
    let pattern = if year(day) == year(today) {
        "%a %-d %b"
    } else {
        "%a %-d %b %Y"
    };
    day.date().format(pattern).to_string()
}

/// Whether the reader may see that member's raw amounts.
pub(super) fn shows_amounts(view: &View, rules: &Rules, identity: u32) -> bool {
    !rules.sensitive || (identity != 0 && view.reader == identity)
}

/// A member's score as the reader may see it, in the units she likes: empty where it would tell a sensitive amount.
pub(super) fn score(view: &View, challenge: &Challenge, identity: u32, score: Score) -> String {
    if amounts::is_hidden(view, challenge, identity) {
        String::new()
    } else {
        amounts::shown_score(view, challenge, identity, score)
    }
}

/// Score and place: `6.5 kg, place 2 of 5`.
pub(super) fn standing(
    view: &View,
    challenge: &Challenge,
    standing: Standing,
    board: Board,
) -> String {
    let score = score(view, challenge, standing.identity, standing.score);
    placed(challenge, standing, board, score)
}

/// The same with the score in words of one's own; a score that is empty is left out.
pub(super) fn placed(
    challenge: &Challenge,
    standing: Standing,
    board: Board,
    score: String,
) -> String {
    let hidden = score.is_empty();
    let n = challenge.board(board).len();
    let puts = [
        ("score", score.into()),
        ("rank", Put::from(standing.rank)),
        ("n", n.into()),
    ];
    if hidden {
        say("page-place", &puts)
    } else {
        say("page-score-and-place", &puts)
    }
}

/// What an entry says: an amount, a checklist item, or a check-in.
pub(super) fn entry_amount(view: &View, rules: &Rules, entry: &Entry) -> String {
    amount_or_item(view, rules, entry.amount())
}

/// The same of an amount as entries keep it: the item's number where the challenge is a checklist.
pub(super) fn amount_or_item(view: &View, rules: &Rules, amount: i64) -> String {
    if rules.scoring == Scoring::Completion {
        let item = usize::try_from(amount)
            .ok()
            .and_then(|item| rules.items.get(item));
        return item.cloned().unwrap_or_default();
    }
    if !rules.measured || rules.is_check_in(amount) {
        return say("page-check-in", &[]);
    }
    let unit = amounts::liked_unit(view, rules);
    show(amount.into(), &unit, decimal(view))
}

/// An entry's short id.
pub(super) fn id(seq: u64) -> String {
    format!("#{seq}")
}

/// A table of text columns; those named in `numeric` hold figures.
pub(super) fn table(
    caption: String,
    headings: Vec<String>,
    numeric: &[usize],
    rows: Vec<Vec<String>>,
) -> Table {
    let column = |(n, heading)| Column {
        heading,
        numeric: numeric.contains(&n),
    };
    Table {
        caption,
        columns: headings.into_iter().enumerate().map(column).collect(),
        rows: rows
            .into_iter()
            .map(|cells| Row {
                cells,
                ..Row::default()
            })
            .collect(),
        row_header: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pages whose wording is looked up.
    const PAGES: [(&str, &str); 19] = [
        ("audit", include_str!("audit.rs")),
        ("challenges", include_str!("challenges.rs")),
        ("feed", include_str!("feed.rs")),
        ("forms", include_str!("forms.rs")),
        ("forms/moderator", include_str!("forms/moderator.rs")),
        ("help", include_str!("help.rs")),
        ("home", include_str!("home.rs")),
        ("judgement", include_str!("judgement.rs")),
        ("judgement/acts", include_str!("judgement/acts.rs")),
        ("judgement/held", include_str!("judgement/held.rs")),
        ("membership", include_str!("membership.rs")),
        ("parts", include_str!("parts.rs")),
        ("posts", include_str!("posts.rs")),
        ("privacy", include_str!("privacy.rs")),
        ("profile", include_str!("profile.rs")),
        ("settings", include_str!("settings.rs")),
        ("sums", include_str!("sums.rs")),
        ("why", include_str!("why.rs")),
        ("say", include_str!("say.rs")),
    ];
    const WORDING: [&str; 2] = [
        include_str!("wording/en/member.ftl"),
        include_str!("wording/en/moderator.ftl"),
    ];

    #[test]
    fn every_sentence_exists_and_is_said() {
        let mut code = String::new();
        for (page, source) in PAGES {
            let source = source
                .split("mod tests {")
                .next()
                .expect("the part before the tests");
            let asked = source
                .split("say(")
                .skip(1)
                .filter_map(|rest| rest.trim_start().strip_prefix('"'));
            for name in asked.filter_map(|rest| rest.split('"').next()) {
                assert_ne!(
                    say(name, &[]),
                    name,
                    "{page} says a sentence that does not exist"
                );
            }
            code.push_str(source);
        }
        let lines = WORDING.iter().flat_map(|file| file.lines());
        for name in lines
            .filter(|line| line.starts_with(char::is_lowercase))
            .filter_map(|line| line.split(" =").next())
        {
            assert!(code.contains(&format!("\"{name}\"")), "nobody says {name}");
        }
    }
}
