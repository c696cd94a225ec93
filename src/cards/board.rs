//! Leaderboards: ten places a page, the reader's own neighbourhood, never a mark for the last.

use crate::cards::card::{Action, CardKind, Column, Row, Table};
use crate::cards::phrase::{self, button};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{amounts, example, mark};
use crate::domain::challenge::{Board, Challenge, Phase, Standing};

/// Rows of a page.
pub const PAGE: usize = 10;
/// Neighbours shown on each side of the reader's own row.
const NEIGHBOURS: usize = 2;
/// Rows of the panel beside the chat.
const PANEL: usize = 5;

/// Which table of a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// The round that runs; the whole challenge where none does.
    Running,
    /// The challenge as a whole.
    Whole,
    /// A closed round.
    Closed(u32),
}

/// A live board, `page` counted from 1. A closed round has its table elsewhere: here it reads as the whole challenge.
#[must_use]
pub fn live(view: &View<'_>, challenge: u32, round: &Round, page: usize) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return gone();
    };
    let round = match round {
        Round::Running if challenge.head.round != 0 => Round::Running,
        _ => Round::Whole,
    };
    let board = board_of(round);
    let window = match round {
        Round::Running => say("board-round", &[("round", challenge.head.round.into())]),
        _ if challenge.phase() == Phase::Cancelled => say("board-called-off", &[]),
        _ if challenge.phase() == Phase::Final => say("board-final", &[]),
        _ => say("board-whole", &[]),
    };
    let shown = Shown {
        view,
        challenge,
        round,
        window,
        n: challenge.board(board).len(),
        mine: challenge
            .position(view.reader, board)
            .filter(|_| challenge.has_member(view.reader)),
        rows: &|from, n| challenge.standings(board, from, n).collect(),
    };
    let sheet = shown.sheet(page).line(until(view, challenge, round));
    let sheet = if shown.n == 0 {
        let empty = || {
            let example = phrase::command(&example::report(challenge.rules()));
            let empty = say("board-empty", &[("example", example.into())]);
            (challenge.phase() == Phase::Running).then_some(empty)
        };
        sheet.line(begun(challenge, board).or_else(empty).unwrap_or_default())
    } else if challenge.rules().has_baseline() {
        sheet.line(ranked(shown.n, challenge.n_started(board)))
    } else {
        sheet.line(ranked(shown.n, 0))
    };
    shown.buttons(sheet, page)
}

/// The frozen table of a closed round, or of a final challenge (round 0), `page` counted from 1.
#[must_use]
pub fn closed(
    view: &View<'_>,
    challenge: u32,
    round: u32,
    rows: &[Standing],
    page: usize,
) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return gone();
    };
    let window = match round {
        0 => say("board-final", &[]),
        round => say("board-round", &[("round", round.into())]),
    };
    let shown = Shown {
        view,
        challenge,
        round: Round::Closed(round),
        window,
        n: rows.len(),
        mine: rows.iter().position(|row| row.identity == view.reader),
        rows: &|from, n| rows.iter().skip(from).take(n).copied().collect(),
    };
    let closed = challenge
        .head
        .closed
        .iter()
        .find(|closed| closed.round == round);
    let when =
        closed.map(|closed| say("board-closed", &[("time", view.time(closed.due_ms).into())]));
    let sheet = shown.sheet(page).line(when.unwrap_or_default());
    let sheet = if rows.is_empty() {
        sheet.line(say("board-quiet", &[]))
    } else {
        sheet.line(ranked(shown.n, 0))
    };
    shown.buttons(sheet, page)
}

/// The top of the running board and the reader's own place, for a narrow column beside the chat.
#[must_use]
pub fn panel(view: &View<'_>, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return gone();
    };
    let round = if challenge.head.round == 0 {
        Round::Whole
    } else {
        Round::Running
    };
    let board = board_of(round);
    let n = challenge.board(board).len();
    let mine = challenge
        .position(view.reader, board)
        .filter(|_| challenge.has_member(view.reader));
    let mut rows: Vec<Row> = challenge
        .standings(board, 0, PANEL)
        .map(|row| shown_row(view, challenge, &row))
        .collect();
    if let Some(mine) = mine.filter(|mine| *mine >= PANEL) {
        let own = challenge.standings(board, mine, 1).map(|row| Row {
            gap_before: mine > PANEL,
            ..shown_row(view, challenge, &row)
        });
        rows.extend(own);
    }
    let mut sheet =
        Sheet::new(CardKind::Board, phrase::title(challenge)).line(closes_in(view, challenge));
    if n > 0 {
        sheet.table = Some(table(say("panel-caption", &[("n", n.into())]), rows));
    } else {
        let empty = || say("panel-empty", &[]);
        sheet = sheet.line(begun(challenge, board).unwrap_or_else(empty));
    }
    sheet.line(together(view, challenge, board))
}

/// What the community made together on a live board; nothing where single amounts are nobody else's business.
#[must_use]
pub fn together(view: &View<'_>, challenge: &Challenge, board: Board) -> String {
    let rules = challenge.rules();
    let sum = match board {
        Board::Whole => challenge.head.together,
        Board::Round => challenge.head.round_together,
    };
    match i64::try_from(sum) {
        Ok(sum) if sum > 0 && rules.is_collective() && !rules.sensitive => {
            let sum = amounts::amount(sum, rules, phrase::decimal(view));
            say("together", &[("sum", sum.into())])
        }
        _ => String::new(),
    }
}

/// A table about to be shown.
struct Shown<'a> {
    view: &'a View<'a>,
    challenge: &'a Challenge,
    round: Round,
    window: String,
    n: usize,
    mine: Option<usize>,
    rows: &'a dyn Fn(usize, usize) -> Vec<Standing>,
}

impl Shown<'_> {
    fn n_pages(&self) -> usize {
        self.n.div_ceil(PAGE).max(1)
    }

    fn page(&self, page: usize) -> usize {
        page.clamp(1, self.n_pages())
    }

    /// The card with its table, without buttons.
    fn sheet(&self, page: usize) -> Sheet {
        let title = phrase::title(self.challenge);
        let heading = say(
            "board-title",
            &[
                ("title", title.into()),
                ("window", self.window.clone().into()),
            ],
        );
        let mut sheet = Sheet::new(CardKind::Board, heading);
        if self.n == 0 {
            return sheet;
        }
        let page = self.page(page);
        let (from, to) = ((page - 1) * PAGE, (page * PAGE).min(self.n));
        let mut rows = self.shown(from, to);
        if let Some(mine) = self.mine.filter(|mine| !(from..to).contains(mine)) {
            let (first, past) = (
                mine.saturating_sub(NEIGHBOURS),
                (mine + NEIGHBOURS + 1).min(self.n),
            );
            if mine < from {
                let past = past.min(from);
                let mut own = self.shown(first, past);
                if let Some(row) = rows.first_mut() {
                    row.gap_before = past < from;
                }
                own.append(&mut rows);
                rows = own;
            } else {
                let first = first.max(to);
                let mut own = self.shown(first, past);
                if let Some(row) = own.first_mut() {
                    row.gap_before = first > to;
                }
                rows.append(&mut own);
            }
        }
        let caption = caption(self.view, self.challenge);
        let caption = match self.n_pages() {
            1 => caption,
            pages => say(
                "board-page",
                &[
                    ("caption", caption.into()),
                    ("page", page.into()),
                    ("pages", pages.into()),
                ],
            ),
        };
        sheet.table = Some(table(caption, rows));
        sheet
    }

    fn shown(&self, from: usize, to: usize) -> Vec<Row> {
        let rows = (self.rows)(from, to.saturating_sub(from));
        rows.iter()
            .map(|row| shown_row(self.view, self.challenge, row))
            .collect()
    }

    /// Pages, rounds, and showing to all what only the reader sees.
    fn buttons(&self, mut sheet: Sheet, page: usize) -> Sheet {
        let (page, number) = (self.page(page), self.challenge.number());
        let to = |round: &str, page: usize| {
            let page = if page > 1 {
                format!(" page:{page}")
            } else {
                String::new()
            };
            format!("leaderboard {}{round}{page}", phrase::reference(number))
        };
        let here = match self.round {
            Round::Running => String::new(),
            Round::Whole | Round::Closed(0) => " round:all".to_owned(),
            Round::Closed(round) => format!(" round:{round}"),
        };
        let mut buttons: Vec<Action> = Vec::new();
        if page > 1 {
            buttons.push(button(&say("button-previous", &[]), to(&here, page - 1)));
        }
        if page < self.n_pages() {
            buttons.push(button(&say("button-next", &[]), to(&here, page + 1)));
        }
        let last = self
            .challenge
            .head
            .closed
            .iter()
            .map(|closed| closed.round)
            .filter(|round| *round != 0)
            .max();
        if self.round != Round::Running && self.challenge.head.round != 0 {
            buttons.push(button(&say("button-this-round", &[]), to("", 1)));
        }
        if let Some(last) = last.filter(|last| self.round != Round::Closed(*last)) {
            buttons.push(button(
                &say("button-last-round", &[]),
                to(&format!(" round:{last}"), 1),
            ));
        }
        let has_rounds = last.is_some() || self.challenge.head.round != 0;
        if has_rounds && !matches!(self.round, Round::Whole | Round::Closed(0)) {
            buttons.push(button(&say("button-all-rounds", &[]), to(" round:all", 1)));
        }
        if self.view.reader != 0 && self.n > 0 {
            buttons.push(button(
                &say("button-share", &[]),
                format!("{} share:yes", to(&here, page)),
            ));
        }
        sheet.actions = buttons;
        sheet
    }
}

fn board_of(round: Round) -> Board {
    if round == Round::Running {
        Board::Round
    } else {
        Board::Whole
    }
}

fn table(caption: String, rows: Vec<Row>) -> Table {
    let column = |heading: String, numeric| Column { heading, numeric };
    let columns = vec![
        column(say("column-place", &[]), true),
        column(say("column-name", &[]), false),
        column(say("column-score", &[]), true),
    ];
    Table {
        caption,
        columns,
        rows,
        row_header: 1,
    }
}

fn shown_row(view: &View<'_>, challenge: &Challenge, row: &Standing) -> Row {
    let mine = view.reader != 0 && row.identity == view.reader;
    let who = mark::person(row.identity, challenge.number());
    let who = if mine {
        say("board-me", &[("who", who.into())])
    } else {
        who
    };
    let score = amounts::shown_score(view, challenge, row.identity, row.score);
    Row {
        cells: vec![format!("{}.", row.rank), who, score],
        mine,
        gap_before: false,
    }
}

/// What the score column holds.
fn caption(view: &View<'_>, challenge: &Challenge) -> String {
    let rules = challenge.rules();
    let raw = !rules.scoring.is_percent() && !rules.scoring.is_counted();
    match (raw, rules.sensitive) {
        (true, true) => say("board-caption-hidden", &[]),
        (true, false) => say(
            "board-caption",
            &[("unit", amounts::liked_unit(view, rules).symbol().into())],
        ),
        (false, _) => say("board-caption", &[("unit", rules.score_unit().into())]),
    }
}

/// What was logged in the window of a board on which nobody has a place; none where that is nothing.
fn begun(challenge: &Challenge, board: Board) -> Option<String> {
    let n_waiting = challenge.n_waiting(board);
    match challenge.n_started(board) {
        0 if n_waiting > 0 => Some(say("board-waiting", &[("n", n_waiting.into())])),
        0 => None,
        n if challenge.rules().has_baseline() => Some(say("board-started", &[("n", n.into())])),
        n => Some(say("board-unranked", &[("n", n.into())])),
    }
}

fn ranked(n: usize, started: u32) -> String {
    match (n, started) {
        (0, 0) => String::new(),
        (n, 0) => say("board-ranked", &[("n", n.into())]),
        (n, started) => say(
            "board-ranked-started",
            &[("n", n.into()), ("started", started.into())],
        ),
    }
}

fn until(view: &View<'_>, challenge: &Challenge, round: Round) -> String {
    let head = &challenge.head;
    match challenge.phase() {
        Phase::Open => head
            .starts_ms
            .map(|at_ms| say("board-starts", &[("time", view.time(at_ms).into())])),
        Phase::Paused => Some(say("board-paused", &[])),
        Phase::Ended => head
            .final_ms
            .map(|at_ms| say("board-provisional", &[("time", view.time(at_ms).into())])),
        Phase::Running if round == Round::Running => head
            .round_close_ms
            .map(|at_ms| say("board-closes", &[("time", view.time(at_ms).into())])),
        Phase::Running => head
            .rules
            .ends_ms
            .map(|at_ms| say("board-ends", &[("time", view.time(at_ms).into())])),
        Phase::Cancelled => Some(say("board-no-winners", &[])),
        Phase::Draft | Phase::Final => None,
    }
    .unwrap_or_default()
}

/// How long the running window still is: days, hours or minutes.
fn closes_in(view: &View<'_>, challenge: &Challenge) -> String {
    const MINUTE_MS: i64 = 60_000;
    let head = &challenge.head;
    let end_ms = match challenge.phase() {
        Phase::Running | Phase::Paused => head.round_close_ms.or(head.rules.ends_ms),
        _ => None,
    };
    let Some(left_ms) = end_ms.map(|end_ms| end_ms.saturating_sub(view.now_ms).max(0)) else {
        return until(view, challenge, Round::Whole);
    };
    let minutes = u64::try_from(left_ms / MINUTE_MS).unwrap_or(0);
    match minutes {
        0 => say("closes-now", &[]),
        1..120 => say("closes-in-minutes", &[("n", minutes.into())]),
        120..2880 => say("closes-in-hours", &[("n", (minutes / 60).into())]),
        _ => say("closes-in-days", &[("n", (minutes / 1440).into())]),
    }
}

fn gone() -> Sheet {
    Sheet::new(CardKind::Board, say("board-gone", &[]))
}
