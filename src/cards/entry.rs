//! What a member reads after reporting, and after taking a report back.

mod beside;

use crate::cards::card::CardKind;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{amounts, mark, phrase};
use crate::domain::amount::{self, Unit};
use crate::domain::challenge::{Board, Challenge};
use crate::domain::entry::{Entry, State};
use crate::domain::rules::Scoring;
use beside::beside;

/// One entry as it was recorded, and what the fold no longer knows about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// Its number in the stream.
    pub entry: u64,
    /// Its challenge.
    pub challenge: u32,
    /// Whose it is.
    pub identity: u32,
    /// Her rank before it, on [`board_of`] the entry.
    pub rank_before: Option<u32>,
    /// Whether she joined with it.
    pub enrolled: bool,
    /// The unit in which it was typed.
    pub typed_unit: Unit,
    /// Whether she said when it happened.
    pub when_typed: bool,
    /// What she typed after the amount.
    pub note: Option<String>,
    /// Whether she alone reads the reply.
    pub alone: bool,
}

/// The board on which an entry's effect is told: the running round's where it counts for that, else the challenge's.
#[must_use]
pub fn board_of(challenge: &Challenge, round: u32) -> Board {
    if round != 0 && round == challenge.head.round {
        Board::Round
    } else {
        Board::Whole
    }
}

/// One or more entries of one report, as they were understood.
#[must_use]
pub fn recorded(view: &View<'_>, entries: &[EntryFacts]) -> Sheet {
    let found: Vec<(&EntryFacts, &Challenge, &Entry)> = entries
        .iter()
        .filter_map(|facts| {
            let challenge = view.community.challenge(facts.challenge)?;
            Some((facts, challenge, challenge.entry(facts.entry)?.1))
        })
        .collect();
    let Some((first, ..)) = found.first() else {
        return Sheet::new(CardKind::Entry, say("entry-saved", &[]));
    };
    let view = View {
        reader: if first.alone { first.identity } else { 0 },
        ..*view
    };
    let mut sheet = Sheet::new(CardKind::Entry, headline(&view, &found));
    for (facts, challenge, entry) in &found {
        sheet = told(&view, facts, challenge, entry, found.len() > 1, sheet);
    }
    for (facts, challenge, _) in &found {
        let label = match found.len() {
            1 => say("button-undo", &[]),
            _ => say(
                "button-undo-in",
                &[("title", phrase::title(challenge).into())],
            ),
        };
        sheet = sheet.action(phrase::button(&label, format!("undo {}", facts.entry)));
    }
    sheet
}

/// What the public message of an entry becomes once the entry is taken back or voided.
#[must_use]
pub fn taken_back(view: &View<'_>, challenge: u32, identity: u32, entry: u64) -> Sheet {
    let title = view
        .community
        .challenge(challenge)
        .map(phrase::title)
        .unwrap_or_default();
    let who = mark::person(identity, challenge);
    Sheet::new(
        CardKind::Entry,
        say(
            "entry-taken-back",
            &[
                ("who", who.into()),
                ("title", title.into()),
                ("entry", entry.into()),
            ],
        ),
    )
}

/// The private confirmation of an undo: what was taken back, and how the member stands now.
#[must_use]
pub fn undone(view: &View<'_>, challenge: u32, identity: u32, entry: u64, amends: u32) -> Sheet {
    let view = View {
        reader: identity,
        ..*view
    };
    let Some(challenge) = view.community.challenge(challenge) else {
        return Sheet::new(CardKind::Entry, say("undone-plain", &[]));
    };
    let what = match challenge.entry(entry) {
        Some((_, entry)) => understood(&view, challenge, entry, &challenge.rules().unit, true),
        None => say("entry-something", &[]),
    };
    let title = phrase::title(challenge);
    let mut sheet = Sheet::new(
        CardKind::Entry,
        say("undone", &[("what", what.into()), ("title", title.into())]),
    );
    if challenge.head.round != 0 {
        sheet = sheet.line(standing(
            &view,
            challenge,
            identity,
            Board::Round,
            None,
            true,
        ));
    }
    // In the first round both boards say the same.
    if challenge.head.round != 1 {
        sheet = sheet.line(standing(
            &view,
            challenge,
            identity,
            Board::Whole,
            None,
            true,
        ));
    }
    if challenge.standing(identity, Board::Whole).is_none() {
        sheet = sheet.line(say("undone-nothing-left", &[]));
    }
    if amends != 0 {
        sheet = sheet.line(say("undone-amends", &[("round", amends.into())]));
    }
    sheet
}

fn headline(view: &View<'_>, entries: &[(&EntryFacts, &Challenge, &Entry)]) -> String {
    let [(facts, challenge, entry), ..] = entries else {
        return say("entry-saved", &[]);
    };
    let what = if shows_amount(facts, challenge) {
        understood(
            view,
            challenge,
            entry,
            &facts.typed_unit,
            entries.len() == 1,
        )
    } else {
        say("entry-something", &[])
    };
    let title = match entries.len() {
        1 => phrase::title(challenge),
        n => say("entry-challenges", &[("n", n.into())]),
    };
    if facts.alone {
        return say(
            "entry-mine",
            &[("what", what.into()), ("title", title.into())],
        );
    }
    let who = mark::person(facts.identity, facts.challenge);
    say(
        "entry-theirs",
        &[
            ("who", who.into()),
            ("what", what.into()),
            ("title", title.into()),
        ],
    )
}

/// Everything about one entry beside the headline.
fn told(
    view: &View<'_>,
    facts: &EntryFacts,
    challenge: &Challenge,
    entry: &Entry,
    several: bool,
    sheet: Sheet,
) -> Sheet {
    let mut lines = Vec::new();
    if facts.enrolled {
        lines.push(welcome(facts, challenge));
    }
    lines.push(late(view, facts, entry));
    let note = facts
        .note
        .as_deref()
        .map(phrase::typed)
        .filter(|note| !note.is_empty() && shows_amount(facts, challenge));
    lines.extend(note.map(|note| say("entry-note", &[("note", note.into())])));
    if entry.state() == State::Held {
        lines.push(held(view, facts, challenge));
    } else {
        let board = board_of(challenge, entry.round());
        lines.push(standing(
            view,
            challenge,
            facts.identity,
            board,
            facts.rank_before,
            facts.alone,
        ));
        lines.push(beside(view, facts, challenge, entry));
    }
    lines.retain(|line| !line.is_empty());
    if several {
        let text = lines.join(" ");
        return sheet.line(say(
            "entry-in",
            &[
                ("title", phrase::title(challenge).into()),
                ("text", text.into()),
            ],
        ));
    }
    lines.into_iter().fold(sheet, Sheet::line)
}

fn welcome(facts: &EntryFacts, challenge: &Challenge) -> String {
    let title = phrase::title(challenge);
    if facts.alone {
        return say("entry-welcome-mine", &[("title", title.into())]);
    }
    say(
        "entry-welcome",
        &[
            ("who", mark::person(facts.identity, facts.challenge).into()),
            ("title", title.into()),
        ],
    )
}

/// Which day it counts for, where the member named one.
fn late(view: &View<'_>, facts: &EntryFacts, entry: &Entry) -> String {
    if !facts.when_typed {
        return String::new();
    }
    let today = view
        .community
        .days_of(facts.identity, view.now_ms)
        .day_of(view.now_ms);
    match today.0.checked_sub(entry.day().0) {
        Some(0) | None => say(
            "entry-at",
            &[("time", view.time(entry.effective_ms()).into())],
        ),
        Some(1) => say("entry-yesterday", &[]),
        Some(_) => {
            let day = entry.day().date().format("%a %-d %b %Y").to_string();
            say("entry-late", &[("day", day.into())])
        }
    }
}

fn held(view: &View<'_>, facts: &EntryFacts, challenge: &Challenge) -> String {
    let rules = challenge.rules();
    match rules.entry_max_micro {
        Some(most) if shows_amount(facts, challenge) => {
            let most = amounts::amount(most, rules, phrase::decimal(view));
            say("entry-held-above", &[("most", most.into())])
        }
        _ => say("entry-held", &[]),
    }
}

/// How the member stands on a board, and how far that moved her up. Nobody is told in public to be the last.
fn standing(
    view: &View<'_>,
    challenge: &Challenge,
    identity: u32,
    board: Board,
    before: Option<u32>,
    alone: bool,
) -> String {
    let rules = challenge.rules();
    let Some(standing) = challenge.standing(identity, board) else {
        let started = rules.has_baseline() && !challenge.counted(identity).is_empty();
        return if started {
            say("entry-started", &[])
        } else {
            String::new()
        };
    };
    let n = challenge.board(board).len();
    let window = match board {
        Board::Round => say("window-round", &[]),
        Board::Whole => say("window-whole", &[]),
    };
    let mut parts = Vec::new();
    if !amounts::is_hidden(view, challenge, identity) {
        let score = amounts::shown_score(view, challenge, identity, standing.score);
        let grade = amounts::grade(rules, standing.score).filter(|_| board == Board::Whole);
        parts.push(match grade {
            Some(grade) => say(
                "score-graded",
                &[("score", score.into()), ("grade", grade.into())],
            ),
            None => score,
        });
    }
    let is_last = challenge
        .position(identity, board)
        .is_some_and(|at| at > 0 && at + 1 == n);
    if alone || !is_last {
        parts.push(say(
            "entry-place",
            &[("rank", standing.rank.into()), ("n", n.into())],
        ));
    }
    if let Some(up) = before
        .and_then(|before| before.checked_sub(standing.rank))
        .filter(|up| *up > 0)
    {
        parts.push(say("entry-up", &[("n", up.into())]));
    }
    if parts.is_empty() {
        return String::new();
    }
    say(
        "entry-standing",
        &[
            ("window", window.into()),
            ("standing", parts.join(", ").into()),
        ],
    )
}

/// What was understood: the amount in the unit typed, and in the challenge's where that is another.
fn understood(
    view: &View<'_>,
    challenge: &Challenge,
    entry: &Entry,
    typed: &Unit,
    both: bool,
) -> String {
    let rules = challenge.rules();
    if rules.scoring == Scoring::Completion {
        let item = usize::try_from(entry.amount())
            .ok()
            .and_then(|item| rules.items.get(item));
        return item.map_or_else(
            || say("entry-item", &[]),
            |item| say("entry-note", &[("note", phrase::cut(item, 90).into())]),
        );
    }
    if rules.is_check_in(entry.amount()) {
        return say("entry-check-in", &[]);
    }
    let decimal = phrase::decimal(view);
    let shown = amount::show(entry.amount().into(), typed, decimal);
    // Two decimals are for reading; what was typed with more is repeated as it was.
    let shown = if has_third_decimal(entry.amount(), typed) {
        amount::show_whole(entry.amount(), typed, decimal)
    } else {
        shown
    };
    if both && *typed != rules.unit && typed.fits(&rules.unit) {
        let own = amounts::amount(entry.amount(), rules, decimal);
        if own != shown {
            return say(
                "entry-both",
                &[("typed", shown.into()), ("own", own.into())],
            );
        }
    }
    shown
}

/// Whether an amount has three to six decimals: typed so, not made by a conversion; or two would make nothing of it.
fn has_third_decimal(micro: i64, unit: &Unit) -> bool {
    let exact = amount::show_exact(micro, unit);
    let number = exact.split(' ').next().unwrap_or_default();
    let is_small = || number.trim_start_matches('-').starts_with("0.00");
    number
        .split_once('.')
        .is_some_and(|(_, part)| (3..=6).contains(&part.len()) || part.len() > 6 && is_small())
}

fn shows_amount(facts: &EntryFacts, challenge: &Challenge) -> bool {
    facts.alone || !challenge.rules().sensitive
}
