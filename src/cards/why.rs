//! `why`: a score entry by entry, the arithmetic, and how the place follows from it.

use hashbrown::HashMap;

use crate::cards::card::CardKind;
use crate::cards::mark;
use crate::cards::parts;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::sums::{Sums, key};
use crate::domain::challenge::{Board, Challenge};
use crate::domain::entry::{Entry, State};
use crate::domain::participant::Participant;
use crate::domain::rules::{Kind, Scoring, Tie};
use crate::domain::scoring::{self, Counted, Window};

/// Entries a page.
const PAGE: usize = 15;

/// Explains a member's score and place in a challenge; pages count from 1, newest entries first.
///
/// In a sensitive challenge amounts are shown to the member herself alone.
#[must_use]
pub fn why(view: &View, challenge: u32, identity: u32, page: usize) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let Some(participant) = challenge.participant(identity) else {
        return not_in(challenge);
    };
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
    tale.with_entries(sheet, page.max(1))
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
            decimal: parts::decimal(self.view),
        }
    }

    fn title(&self) -> String {
        let standing = self.challenge.standing(self.identity(), Board::Whole);
        let how = standing.map_or_else(
            || say("why-no-place", &[]),
            |standing| parts::standing(self.view, self.challenge, standing, Board::Whole),
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
            let sum = self.sums(Window::Whole).arithmetic(&entry);
            lines.extend(sum.map(|sum| say("why-whole", &[("sum", sum.into())])));
            if self.challenge.head.round != 0 {
                let sum = self.sums(self.challenge.round_window()).arithmetic(&entry);
                lines.extend(sum.map(|sum| say("why-round", &[("sum", sum.into())])));
            }
        }
        lines.extend(self.no_score());
        lines
    }

    /// Why there is no score yet, where there is none.
    fn no_score(&self) -> Option<String> {
        if self.sums(Window::Whole).mark().is_some() {
            return None;
        }
        let rules = self.challenge.rules();
        Some(if rules.needs_goal() && self.participant.goal.is_none() {
            say("why-no-goal", &[("command", mark::command("goal").into())])
        } else if self.counted.is_empty() {
            say(
                "why-no-entry",
                &[("command", mark::command(&parts::example(rules)).into())],
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
                    cells.push(parts::entry_amount(self.view, rules, entry));
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
        let baseline = match self.participant.start {
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
        let told = self.counted.iter().map(|entry| {
            let Some(key) = key(rules, entry) else {
                return String::new();
            };
            if let Some(before) = seen.get(&key) {
                let before = self.named(Some(*before));
                return match rules.scoring {
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
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};
    use crate::domain::act::entry::Judgement;

    #[test]
    fn a_total_adds_up_with_what_was_capped_held_and_taken_back() {
        let mut stage = Stage::new();
        let walk = stage.runs(
            "Spring walk",
            &[("unit", "km"), ("day_cap", "5km"), ("entry_max", "50km")],
        );
        stage.reports(1, walk, "3km", "now");
        stage.reports(1, walk, "4 km", "now");
        stage.reports(1, walk, "1km", "now");
        stage.reports(1, walk, "60 km", "now");
        let wrong = stage.reports(1, walk, "2km", "now");
        stage.undoes(1, wrong);
        stage.later(24);
        stage.reports(1, walk, "2.25 km", "now");
        stage.reports(2, walk, "5 km", "now");
        stage.reports(2, walk, "2.25 km", "yesterday");
        stage.reports(3, walk, "1 km", "now");
        assert_snapshot!(text(why(&stage.view(1), walk, 1, 1)), @r"
        Spring walk: 7.25 km, place 1 of 3
        The arithmetic: 3 km + 2 km + 2.25 km = 7.25 km
        This round: 3 km + 2 km + 2.25 km = 7.25 km
        Place 1: no score is better.
        1 other has the same score: equal scores share a place.
        6 entries, newest first
        #16  Tue 5 Jan  2.25 km  adds 2.25 km
        #14  Mon 4 Jan  2 km  taken back
        #13  Mon 4 Jan  60 km  waits for a moderator
        #12  Mon 4 Jan  1 km  adds nothing: day's cap reached
        #11  Mon 4 Jan  4 km  adds 2 km, then the day's cap was reached
        #10  Mon 4 Jan  3 km  adds 3 km
        [Show leaderboard] /leaderboard challenge:#1
        ");
        assert_snapshot!(text(why(&stage.view(3), walk, 3, 9)), @r"
        Spring walk: 1 km, place 3 of 3
        The arithmetic: 1 km
        This round: 1 km
        Place 3: 2 scores are better.
        1 entry
        #21  Tue 5 Jan  1 km  adds 1 km
        [Show leaderboard] /leaderboard challenge:#1
        ");
    }

    #[test]
    fn amounts_typed_in_pounds_still_add_up() {
        let mut stage = Stage::new();
        let lift = stage.runs("Lift", &[("unit", "kg"), ("sensitive", "off")]);
        stage.reports(2, lift, "6.6lb", "now");
        stage.reports(2, lift, "6.6lb", "now");
        assert_snapshot!(text(why(&stage.view(2), lift, 2, 1)), @r"
        Lift: 5.99 kg, place 1 of 1
        The arithmetic: 2.993709642 kg + 2.993709642 kg = 5.987419284 kg
        This round: 2.993709642 kg + 2.993709642 kg = 5.987419284 kg
        Place 1: no score is better.
        2 entries, newest first
        #11  Mon 4 Jan  2.99 kg  adds 2.993709642 kg
        #10  Mon 4 Jan  2.99 kg  adds 2.993709642 kg
        [Show leaderboard] /leaderboard challenge:#1
        ");
    }

    #[test]
    fn the_best_and_the_newest_are_named() {
        let mut stage = Stage::new();
        let run = stage.runs(
            "5 km run",
            &[("unit", "min"), ("scoring", "best"), ("direction", "less")],
        );
        stage.reports(2, run, "30 min", "now");
        stage.reports(2, run, "28:30 min", "now");
        stage.reports(3, run, "29 min", "now");
        assert_snapshot!(text(why(&stage.view(2), run, 2, 1)), @r"
        5 km run: 28 min 30 s, place 1 of 2
        The arithmetic: best entry #11 = 28 min 30 s
        This round: best entry #11 = 28 min 30 s
        Place 1: no score is better.
        2 entries, newest first
        #11  Mon 4 Jan  28 min 30 s  the best
        #10  Mon 4 Jan  30 min  not better than #11
        [Show leaderboard] /leaderboard challenge:#1
        ");
        let steps = stage.runs("Level", &[("unit", "points"), ("scoring", "latest")]);
        stage.reports(2, steps, "12", "now");
        stage.later(1);
        stage.reports(2, steps, "15", "now");
        assert_snapshot!(text(why(&stage.view(2), steps, 2, 1)), @r"
        Level: 15 points, place 1 of 1
        The arithmetic: newest reading #19 = 15 points
        This round: newest reading #19 = 15 points
        Place 1: no score is better.
        2 entries, newest first
        #19  Mon 4 Jan  15 points  the newest reading
        #18  Mon 4 Jan  12 points  an earlier reading
        [Show leaderboard] /leaderboard challenge:#2
        ");
    }

    #[test]
    fn a_change_is_measured_from_the_baseline_and_hidden_from_others() {
        let mut stage = Stage::new();
        let options = [("unit", "kg"), ("scoring", "change"), ("direction", "less")];
        let cut = stage.runs("Spring cut", &options);
        stage.joins(2, cut, None, None);
        stage.reports(2, cut, "80kg", "now");
        assert_snapshot!(text(why(&stage.view(2), cut, 2, 1)), @r"
        Spring cut: no place yet
        The first reading is there: later ones are measured against it. One more makes a score.
        1 entry
        #10  Mon 4 Jan  80 kg  the baseline
        [Show leaderboard] /leaderboard challenge:#1
        ");
        stage.later(24);
        stage.reports(2, cut, "78.5kg", "now");
        stage.later(24 * 7);
        stage.reports(2, cut, "77.5kg", "now");
        assert_snapshot!(text(why(&stage.view(2), cut, 2, 1)), @r"
        Spring cut: 2.5 kg, place 1 of 1
        The arithmetic: 80 kg − 77.5 kg = 2.5 kg
        This round: 78.5 kg − 77.5 kg = 1 kg
        Place 1: no score is better.
        3 entries, newest first
        #13  Tue 12 Jan  77.5 kg  the newest reading
        #11  Tue 5 Jan  78.5 kg  an earlier reading
        #10  Mon 4 Jan  80 kg  the baseline
        [Show leaderboard] /leaderboard challenge:#1
        ");
        assert_snapshot!(text(why(&stage.view(1), cut, 2, 1)), @r"
        Ben in Spring cut: place 1 of 1
        Place 1: no score is better.
        Numbers in this challenge are shown to their member alone.
        3 entries, newest first
        #13  Tue 12 Jan  the newest reading
        #11  Tue 5 Jan  an earlier reading
        #10  Mon 4 Jan  the baseline
        [Show leaderboard] /leaderboard challenge:#1
        ");
    }

    #[test]
    fn percent_and_goal_are_fractions_of_the_way() {
        let mut stage = Stage::new();
        let percent = stage.runs(
            "Percent",
            &[
                ("unit", "kg"),
                ("scoring", "percent_change"),
                ("direction", "less"),
            ],
        );
        stage.joins(2, percent, None, Some("80kg"));
        stage.reports(2, percent, "78kg", "now");
        assert_snapshot!(text(why(&stage.view(2), percent, 2, 1)), @r"
        Percent: 2.5 %, place 1 of 1
        The arithmetic: (80 kg − 78 kg) ÷ 80 kg = 2.5 %
        This round: (80 kg − 78 kg) ÷ 80 kg = 2.5 %
        Place 1: no score is better.
        1 entry
        #10  Mon 4 Jan  78 kg  the newest reading
        [Show leaderboard] /leaderboard challenge:#1
        ");
        let goal = stage.runs("Own goal", &[("unit", "kg"), ("scoring", "goal")]);
        stage.joins(2, goal, Some("70kg"), Some("80kg"));
        stage.reports(2, goal, "78kg", "now");
        assert_snapshot!(text(why(&stage.view(2), goal, 2, 1)), @r"
        Own goal: 20 %, place 1 of 1
        The arithmetic: (80 kg − 78 kg) ÷ (80 kg − 70 kg) = 20 %
        This round: (80 kg − 78 kg) ÷ (80 kg − 70 kg) = 20 %
        Place 1: no score is better.
        1 entry
        #15  Mon 4 Jan  78 kg  the newest reading
        [Show leaderboard] /leaderboard challenge:#2
        ");
        let pages = stage.runs(
            "Reading",
            &[
                ("unit", "pages"),
                ("scoring", "goal"),
                ("kind", "increments"),
            ],
        );
        stage.joins(2, pages, Some("100"), None);
        stage.reports(2, pages, "70", "now");
        stage.reports(2, pages, "50", "now");
        assert_snapshot!(text(why(&stage.view(2), pages, 2, 1)), @r"
        Reading: 100 %, place 1 of 1
        The arithmetic: (70 pages + 50 pages) ÷ 100 pages = 100 % (capped at 100 %: the goal is reached!)
        This round: (70 pages + 50 pages) ÷ 100 pages = 120 %
        Place 1: no score is better.
        2 entries, newest first
        #21  Mon 4 Jan  50 pages  adds 50 pages
        #20  Mon 4 Jan  70 pages  adds 70 pages
        [Show leaderboard] /leaderboard challenge:#3
        ");
        stage.joins(3, pages, Some("100"), None);
        assert_snapshot!(text(why(&stage.view(3), pages, 3, 1)), @r"
        Reading: no place yet
        Nothing counts yet. Try /progress 3 pages for a start!
        [Show leaderboard] /leaderboard challenge:#3
        ");
    }

    #[test]
    fn days_runs_items_and_tickets_are_counted() {
        let mut stage = Stage::new();
        let days = stage.runs("Days", &[("scoring", "active_days")]);
        let streak = stage.runs("Streak", &[("scoring", "streak")]);
        let weeks = stage.runs("Weeks", &[("scoring", "streak"), ("unit", "weeks")]);
        let draw = stage.runs("Draw", &[("scoring", "draw"), ("tie", "earliest")]);
        let course = stage.runs(
            "Course",
            &[
                ("scoring", "completion"),
                ("items", "Intro; Module 1; Module 2"),
            ],
        );
        for hours in [0, 0, 24, 48] {
            stage.later(hours);
            for challenge in [days, streak, weeks, draw] {
                stage.reports(2, challenge, "", "now");
            }
        }
        stage.reports(3, draw, "", "now");
        stage.reports(4, draw, "", "now");
        stage.reports(2, course, "Intro", "now");
        stage.reports(2, course, "Module 2", "now");
        stage.reports(2, course, "Intro", "now");
        assert_snapshot!(text(why(&stage.view(2), days, 2, 1)), @r"
        Days: 3 days, place 1 of 1
        The arithmetic: 3 different days with an entry
        This round: 3 different days with an entry
        Place 1: no score is better.
        4 entries, newest first
        #37  Thu 7 Jan  adds a day
        #33  Tue 5 Jan  adds a day
        #29  Mon 4 Jan  same day as #22
        #22  Mon 4 Jan  adds a day
        [Show leaderboard] /leaderboard challenge:#1
        ");
        assert_snapshot!(text(why(&stage.view(2), streak, 2, 1)), @r"
        Streak: 2 days, place 1 of 1
        The arithmetic: longest run: 2 days in a row (4 Jan to 5 Jan)
        This round: longest run: 2 days in a row (4 Jan to 5 Jan)
        Place 1: no score is better.
        4 entries, newest first
        #38  Thu 7 Jan  outside the longest run
        #34  Tue 5 Jan  in the longest run
        #30  Mon 4 Jan  same day as #24
        #24  Mon 4 Jan  in the longest run
        [Show leaderboard] /leaderboard challenge:#2
        ");
        assert_snapshot!(text(why(&stage.view(2), weeks, 2, 1)), @r"
        Weeks: 1 week, place 1 of 1
        The arithmetic: longest run: 1 week
        This round: longest run: 1 week
        Place 1: no score is better.
        4 entries, newest first
        #39  Thu 7 Jan  same week as #26
        #35  Tue 5 Jan  same week as #26
        #31  Mon 4 Jan  same week as #26
        #26  Mon 4 Jan  in the longest run
        [Show leaderboard] /leaderboard challenge:#3
        ");
        assert_snapshot!(text(why(&stage.view(4), draw, 4, 1)), @r"
        Draw: 1 ticket, place 3 of 3
        The arithmetic: 1 ticket for 1 day with an entry
        This round: 1 ticket for 1 day with an entry
        Place 3: 1 score is better.
        1 other has the same score: whoever reached it first has the better place.
        1 entry
        #44  Thu 7 Jan  adds a ticket
        [Show leaderboard] /leaderboard challenge:#4
        ");
        assert_snapshot!(text(why(&stage.view(2), course, 2, 1)), @r"
        Course: 2 items, place 1 of 1
        The arithmetic: 2 of 3 items done
        This round: 2 of 3 items done
        Place 1: no score is better.
        3 entries, newest first
        #48  Thu 7 Jan  Intro  same item as #46
        #47  Thu 7 Jan  Module 2  adds an item
        #46  Thu 7 Jan  Intro  adds an item
        [Show leaderboard] /leaderboard challenge:#5
        ");
    }

    #[test]
    fn rounds_pages_and_strangers() {
        let mut stage = Stage::new();
        let walk = stage.runs("Walk", &[("unit", "km"), ("rounds", "daily")]);
        let first = stage.reports(2, walk, "3km", "now");
        stage.later(48);
        stage.reports(2, walk, "2km", "yesterday");
        for _ in 0..16 {
            stage.reports(2, walk, "1km", "now");
        }
        stage.judges(first, Judgement::Void);
        assert_snapshot!(text(why(&stage.view(2), walk, 2, 2)), @r"
        Walk: 18 km, place 1 of 1
        The arithmetic: 17 amounts add up to 18 km
        This round: 16 amounts add up to 16 km
        Place 1: no score is better.
        18 entries, newest first (page 2 of 2)
        #13  Wed 6 Jan  1 km  adds 1 km
        #12  Tue 5 Jan  2 km  adds 2 km (counts for the challenge only, its round had closed)
        #10  Mon 4 Jan  3 km  taken back
        [Show newer] /why challenge:#1 page:1
        [Show leaderboard] /leaderboard challenge:#1
        ");
        assert_snapshot!(text(why(&stage.view(3), walk, 3, 1)), @r"
        You are not in Walk.
        Join in with /join challenge:#1 and your score will be explained here.
        [Join] /join challenge:#1
        ");
        assert_snapshot!(text(why(&stage.view(3), 99, 3, 1)), @r"
        I can't find that challenge.
        /challenges shows all there are.
        ");
    }
}
