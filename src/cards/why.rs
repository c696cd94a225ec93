//! `why`: a score entry by entry, the arithmetic, and how the place follows from it.

use std::collections::HashMap;

use crate::cards::card::CardKind;
use crate::cards::phrase::decimal;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::sums::{Sums, key};
use crate::cards::{amounts, example, mark, parts};
use crate::domain::challenge::{Board, Challenge, Standing};
use crate::domain::entry::{Entry, State};
use crate::domain::participant::Participant;
use crate::domain::rules::{Kind, Scoring, Tie};
use crate::domain::scoring::{self, Counted, Window};

/// Entries a page.
const PAGE: usize = 15;

/// Explains a member's score and place in a challenge; pages count from 0, newest entries first.
///
/// In a sensitive challenge amounts are shown to the member herself alone. Who left is hidden from the other members, and
/// so is what an entry says that does not count.
#[must_use]
pub fn why(view: &View, challenge: u32, identity: u32, page: usize) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let Some(participant) = challenge.participant(identity) else {
        return not_in(challenge);
    };
    if !participant.takes_part() && identity != view.reader && !view.moderator {
        return away(challenge, identity);
    }
    let counted = challenge.counted(identity);
    let tale = Tale {
        view,
        challenge,
        participant,
        counted: &counted,
        shown: parts::shows_amounts(view, challenge.rules(), identity),
    };
    let mut sheet = Sheet::new(CardKind::Profile, tale.title());
    for line in tale.arithmetic().into_iter().chain(tale.rank()) {
        sheet = sheet.line(line);
    }
    if !tale.shown {
        sheet = sheet.line(say("why-sensitive", &[]));
    }
    tale.with_entries(sheet, page.saturating_add(1))
}

/// The same page of a challenge that is final: its frozen table says the place that stays, whatever was taken back since.
/// Where winners were drawn, the table is not the result.
#[must_use]
pub fn with_final(
    mut sheet: Sheet,
    view: &View<'_>,
    challenge: u32,
    identity: u32,
    rows: &[Standing],
) -> Sheet {
    let challenge = view.community.challenge(challenge);
    let row = rows.iter().find(|row| row.identity == identity);
    let Some((challenge, row)) = challenge.zip(row) else {
        return sheet;
    };
    let (rules, rank, n) = (challenge.rules(), row.rank, rows.len());
    let seen = challenge.has_member(identity) || identity == view.reader || view.moderator;
    if !seen || rules.scoring == Scoring::Draw {
        return sheet;
    }
    let mut puts = vec![("rank", rank.into()), ("n", n.into())];
    let line = if amounts::is_hidden(view, challenge, identity) {
        say("why-final-hidden", &puts)
    } else {
        let score = amounts::score(rules, row.score, decimal(view));
        puts.push(("score", score.into()));
        say("why-final", &puts)
    };
    sheet.lines.insert(0, line);
    sheet
}

struct Tale<'a> {
    view: &'a View<'a>,
    challenge: &'a Challenge,
    participant: &'a Participant,
    counted: &'a [Counted],
    shown: bool,
}

impl Tale<'_> {
    fn identity(&self) -> u32 {
        self.participant.identity
    }

    fn mine(&self) -> bool {
        self.view.reader == self.identity()
    }

    fn sums(&self, window: Window) -> Sums<'_> {
        Sums {
            rules: self.challenge.rules(),
            terms: self.participant.terms(),
            counted: self.counted,
            window,
            decimal: decimal(self.view),
        }
    }

    fn title(&self) -> String {
        let standing = self.challenge.standing(self.identity(), Board::Whole);
        let how = standing.map_or_else(
            || say("why-no-place", &[]),
            |standing| self.placed(standing),
        );
        let title = self.challenge.rules().title.as_str();
        if self.mine() {
            return say(
                "why-title",
                &[("challenge", title.into()), ("how", how.into())],
            );
        }
        let member = mark::person(self.identity(), self.challenge.number());
        say(
            "why-title-of",
            &[
                ("member", member.into()),
                ("challenge", title.into()),
                ("how", how.into()),
            ],
        )
    }

    /// Score and place, in the unit of the challenge as all of this page.
    fn placed(&self, standing: Standing) -> String {
        let hidden = amounts::is_hidden(self.view, self.challenge, self.identity());
        let score = if hidden {
            String::new()
        } else {
            amounts::score(self.challenge.rules(), standing.score, decimal(self.view))
        };
        parts::placed(self.challenge, standing, Board::Whole, score)
    }

    fn arithmetic(&self) -> Vec<String> {
        let entry = |place| {
            self.challenge
                .entry_at(place)
                .map(|entry| parts::id(entry.seq()))
                .unwrap_or_default()
        };
        let rules = self.challenge.rules();
        let mut lines = Vec::new();
        if self.shown || rules.scoring.is_counted() {
            let whole = self.sums(Window::Whole).arithmetic(&entry);
            let round = match self.challenge.head.round {
                0 => None,
                _ => self.sums(self.challenge.round_window()).arithmetic(&entry),
            };
            let round = round.filter(|round| whole.as_ref() != Some(round));
            let whole = self.days_so_far().or(whole);
            lines.extend(whole.map(|sum| say("why-whole", &[("sum", sum.into())])));
            lines.extend(round.map(|sum| say("why-round", &[("sum", sum.into())])));
        }
        lines.extend(self.no_score());
        lines
    }

    /// Days with an entry out of the local days there were, where days are counted.
    fn days_so_far(&self) -> Option<String> {
        let head = &self.challenge.head;
        if head.rules.scoring != Scoring::ActiveDays || self.counted.is_empty() {
            return None;
        }
        // Each day in the zone that was in force on it.
        let day_at = |at_ms| {
            let days = self.view.community.days_of(self.identity(), at_ms);
            days.day_of(at_ms)
        };
        let until_ms = head
            .ended_ms
            .map_or(self.view.now_ms, |ended_ms| ended_ms.saturating_sub(1));
        let credited = || self.counted.iter().map(|entry| entry.day);
        let first = credited().chain([day_at(head.starts_ms?)]).min()?;
        let last = credited().chain([day_at(until_ms)]).max()?;
        let n = self.sums(Window::Whole).keys().len();
        let n_days = u32::from(last.0.saturating_sub(first.0)) + 1;
        Some(say(
            "why-days-of",
            &[("n", n.into()), ("days", n_days.into())],
        ))
    }

    /// Why there is no score yet, where there is none.
    fn no_score(&self) -> Option<String> {
        if self.sums(Window::Whole).mark().is_some() {
            return None;
        }
        let rules = self.challenge.rules();
        Some(if rules.needs_goal() && self.participant.goal().is_none() {
            say("why-no-goal", &[("command", mark::command("goal").into())])
        } else if self.counted.is_empty() && self.challenge.phase().is_finished() {
            say("why-nothing-counts", &[])
        } else if self.counted.is_empty() {
            say(
                "why-no-entry",
                &[("command", mark::command(&example::report(rules)).into())],
            )
        } else if rules.has_baseline() {
            say("why-one-reading", &[])
        } else {
            say("why-nothing-counts", &[])
        })
    }

    fn rank(&self) -> Vec<String> {
        if !self.participant.takes_part() {
            return vec![say("why-left", &[])];
        }
        let Some(standing) = self.challenge.standing(self.identity(), Board::Whole) else {
            return Vec::new();
        };
        let board = self.challenge.board(Board::Whole);
        let better = board.count_while(|other| other.score > standing.score);
        let same = board
            .count_while(|other| other.score >= standing.score)
            .saturating_sub(better + 1);
        let mut lines = vec![say(
            "why-rank",
            &[("rank", standing.rank.into()), ("better", better.into())],
        )];
        if same > 0 {
            lines.push(match self.challenge.rules().tie {
                Tie::Shared => say("why-tie-shared", &[("n", same.into())]),
                Tie::Earliest => say("why-tie-earliest", &[("n", same.into())]),
            });
        }
        lines
    }

    fn with_entries(&self, mut sheet: Sheet, page: usize) -> Sheet {
        let rules = self.challenge.rules();
        let n = self.challenge.entries_of(self.identity()).count();
        let pages = n.div_ceil(PAGE).max(1);
        let page = page.min(pages);
        let effects = self.effects();
        let has_amounts = self.shown && (rules.measured || rules.scoring == Scoring::Completion);
        let mut headings = vec![say("why-column-entry", &[]), say("why-column-day", &[])];
        if has_amounts {
            headings.push(say("why-column-amount", &[]));
        }
        headings.push(say("why-column-effect", &[]));
        let newest_first = self
            .challenge
            .entries_of(self.identity())
            .skip((page - 1) * PAGE)
            .take(PAGE);
        let rows: Vec<Vec<String>> = newest_first
            .map(|(place, entry)| {
                let mut cells = vec![parts::id(entry.seq()), parts::day(self.view, entry.day())];
                if has_amounts {
                    cells.push(self.amount(entry));
                }
                cells.push(self.effect(place, entry, &effects));
                cells
            })
            .collect();
        if !rows.is_empty() {
            let caption = say(
                "why-caption",
                &[
                    ("n", n.into()),
                    ("page", page.into()),
                    ("pages", pages.into()),
                ],
            );
            sheet.table = Some(parts::table(
                caption,
                headings,
                if has_amounts { &[2] } else { &[] },
                rows,
            ));
        }
        let turn = |page: usize| format!("why {} page:{page}", parts::numbered(self.challenge));
        if self.mine() && page > 1 {
            sheet = sheet.action(parts::button(say("page-newer", &[]), turn(page - 1)));
        }
        if self.mine() && page < pages {
            sheet = sheet.action(parts::button(say("page-older", &[]), turn(page + 1)));
        }
        let board = format!("leaderboard {}", parts::numbered(self.challenge));
        sheet.action(parts::button(say("page-leaderboard", &[]), board))
    }

    /// What an entry says, exactly.
    fn amount(&self, entry: &Entry) -> String {
        let rules = self.challenge.rules();
        let is_public = entry.state() == State::Accepted;
        if !is_public && !self.mine() && !self.view.moderator {
            return String::new();
        }
        if rules.measured && !rules.is_check_in(entry.amount()) {
            self.sums(Window::Whole).amount(entry.amount())
        } else {
            parts::entry_amount(self.view, rules, entry)
        }
    }

    fn effect(&self, place: u32, entry: &Entry, effects: &HashMap<u32, String>) -> String {
        let effect = match entry.state() {
            State::Voided => return say("why-taken-back", &[]),
            State::Held => return say("why-held", &[]),
            State::Rejected => return say("why-rejected", &[]),
            State::Accepted => effects.get(&place).cloned().unwrap_or_default(),
        };
        if entry.round() == 0 && self.challenge.rules().rounds.is_some() {
            return say("why-challenge-only", &[("effect", effect.into())]);
        }
        effect
    }

    /// What each accepted entry did, by its place.
    fn effects(&self) -> HashMap<u32, String> {
        let rules = self.challenge.rules();
        let texts = match rules.scoring {
            Scoring::Total => self.added(),
            Scoring::Goal if rules.kind == Kind::Increments => self.added(),
            Scoring::Best | Scoring::Latest => self.chosen(),
            Scoring::Change | Scoring::PercentChange | Scoring::Goal => self.readings(),
            Scoring::ActiveDays | Scoring::Streak | Scoring::Completion | Scoring::Draw => {
                self.firsts()
            }
        };
        self.counted
            .iter()
            .map(|entry| entry.place)
            .zip(texts)
            .collect()
    }

    fn added(&self) -> Vec<String> {
        let sums = self.sums(Window::Whole);
        let adds = scoring::contributions(self.challenge.rules(), self.counted);
        let told = self.counted.iter().zip(adds).map(|(entry, add)| match add {
            0 => say("why-cap-reached", &[]),
            _ if !self.shown => say("why-counts", &[]),
            add if add == entry.amount => say("why-adds", &[("amount", sums.amount(add).into())]),
            add => say("why-adds-capped", &[("amount", sums.amount(add).into())]),
        });
        told.collect()
    }

    fn chosen(&self) -> Vec<String> {
        let made_by = self.sums(Window::Whole).mark().map(|mark| mark.made_by);
        let best = self.challenge.rules().scoring == Scoring::Best;
        let told = self
            .counted
            .iter()
            .map(|entry| match (made_by == Some(entry.place), best) {
                (true, true) => say("why-the-best", &[]),
                (false, true) => say("why-not-best", &[("entry", self.named(made_by).into())]),
                (true, false) => say("why-newest", &[]),
                (false, false) => say("why-earlier", &[]),
            });
        told.collect()
    }

    fn readings(&self) -> Vec<String> {
        let baseline = match self.participant.start() {
            Some(_) => None,
            None => self.counted.first().map(|first| first.place),
        };
        let newest = self
            .counted
            .iter()
            .max_by_key(|entry| (entry.effective_ms, entry.place))
            .map(|entry| entry.place);
        let told = self.counted.iter().map(|entry| {
            match (Some(entry.place) == baseline, Some(entry.place) == newest) {
                (true, true) if self.counted.len() > 1 => say("why-baseline-and-newest", &[]),
                (true, _) => say("why-baseline", &[]),
                (false, true) => say("why-newest", &[]),
                (false, false) => say("why-earlier", &[]),
            }
        });
        told.collect()
    }

    fn firsts(&self) -> Vec<String> {
        let rules = self.challenge.rules();
        let run = self.sums(Window::Whole).longest();
        let mut seen: HashMap<i64, u32> = HashMap::new();
        let mut seen_in_round: HashMap<(i64, u32), u32> = HashMap::new();
        let told = self.counted.iter().map(|entry| {
            let Some(key) = key(rules, entry) else {
                return String::new();
            };
            let in_round = seen_in_round.get(&(key, entry.round)).copied();
            seen_in_round
                .entry((key, entry.round))
                .or_insert(entry.place);
            if let Some(before) = seen.get(&key) {
                let before = self.named(in_round.or(Some(*before)));
                let anew = in_round.is_none() && entry.round != 0;
                return match rules.scoring {
                    Scoring::Completion if anew => say(
                        "why-same-item-anew",
                        &[("entry", before.into()), ("round", entry.round.into())],
                    ),
                    Scoring::Completion => say("why-same-item", &[("entry", before.into())]),
                    Scoring::Streak if rules.weeks => {
                        say("why-same-week", &[("entry", before.into())])
                    }
                    _ => say("why-same-day", &[("entry", before.into())]),
                };
            }
            seen.insert(key, entry.place);
            match rules.scoring {
                Scoring::ActiveDays => say("why-one-day", &[]),
                Scoring::Draw => say("why-one-ticket", &[]),
                Scoring::Completion => say("why-one-item", &[]),
                _ if run.is_some_and(|run| (run.first..=run.last).contains(&key)) => {
                    say("why-in-run", &[])
                }
                _ => say("why-outside-run", &[]),
            }
        });
        told.collect()
    }

    fn named(&self, place: Option<u32>) -> String {
        let entry = place.and_then(|place| self.challenge.entry_at(place));
        entry
            .map(|entry| parts::id(entry.seq()))
            .unwrap_or_default()
    }
}

/// What others read of a member who left.
fn away(challenge: &Challenge, identity: u32) -> Sheet {
    let member = mark::person(identity, challenge.number());
    let title = challenge.rules().title.as_str();
    let puts = [("member", member.into()), ("challenge", title.into())];
    Sheet::new(CardKind::Notice, say("why-away", &puts))
}

fn not_in(challenge: &Challenge) -> Sheet {
    let title = challenge.rules().title.as_str();
    let join = format!("join {}", parts::numbered(challenge));
    Sheet::new(
        CardKind::Notice,
        say("why-not-in", &[("challenge", title.into())]),
    )
    .line(say(
        "why-not-in-hint",
        &[("command", mark::command(&join).into())],
    ))
    .action(parts::button(say("page-join", &[]), join))
}

#[cfg(test)]
mod tests;
