//! The arithmetic behind a score, in one line that can be checked by hand.

use crate::cards::amounts;
use crate::cards::say::say;
use crate::domain::amount::{Decimal, Unit, show_whole};
use crate::domain::calendar::Day;
use crate::domain::rules::{Direction, Kind, Rules, Scoring};
use crate::domain::scoring::{self, Counted, Mark, Terms, Window};

/// So many amounts are written out as a sum; more are counted.
const ADDENDS_MAX: usize = 8;

/// What a score is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums<'a> {
    pub(super) rules: &'a Rules,
    pub(super) terms: Terms,
    /// The accepted entries in order of recording.
    pub(super) counted: &'a [Counted],
    pub(super) window: Window,
    pub(super) decimal: Decimal,
}

/// A run of consecutive days or weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) first: i64,
    pub(super) last: i64,
    made_by: u32,
}

impl Stretch {
    pub(super) fn n(self) -> i64 {
        self.last - self.first + 1
    }
}

impl Sums<'_> {
    /// The score and the entry that made it.
    pub(super) fn mark(&self) -> Option<Mark> {
        scoring::score(self.rules, self.terms, self.counted, self.window)
    }

    /// How the score comes about; none where there is no score. `entry` names an entry by its place.
    pub(super) fn arithmetic(&self, entry: &impl Fn(u32) -> String) -> Option<String> {
        let mark = self.mark()?;
        let score = amounts::score(self.rules, mark.score, self.decimal);
        let made_by = || entry(mark.made_by);
        Some(match self.rules.scoring {
            Scoring::Total => self.total(),
            Scoring::Best => say(
                "why-best",
                &[("score", score.into()), ("entry", made_by().into())],
            ),
            Scoring::Latest => say(
                "why-latest",
                &[("score", score.into()), ("entry", made_by().into())],
            ),
            Scoring::Change => format!("{} = {score}", self.moved()?),
            Scoring::PercentChange => {
                let (_, reference) = scoring::moved(self.terms, self.counted, self.window)?;
                format!("({}) ÷ {} = {score}", self.moved()?, self.amount(reference))
            }
            Scoring::Goal if self.rules.kind == Kind::Increments => self.part_of_goal(&score)?,
            Scoring::Goal => self.way_to_goal(&score)?,
            Scoring::ActiveDays => say("why-days", &[("n", self.keys().len().into())]),
            Scoring::Draw => say("why-tickets", &[("n", self.keys().len().into())]),
            Scoring::Completion => {
                let items = self.rules.items.len();
                say(
                    "why-items",
                    &[("n", self.keys().len().into()), ("items", items.into())],
                )
            }
            Scoring::Streak => self.streak()?,
        })
    }

    /// The longest run in the window: the earliest recorded among equals.
    pub(super) fn longest(&self) -> Option<Stretch> {
        let mut best: Option<Stretch> = None;
        let mut run: Option<Stretch> = None;
        for (key, place) in self.keys() {
            let next = match run {
                Some(run) if run.last + 1 == key => Stretch {
                    last: key,
                    made_by: run.made_by.max(place),
                    ..run
                },
                _ => Stretch {
                    first: key,
                    last: key,
                    made_by: place,
                },
            };
            run = Some(next);
            let longer = best.is_none_or(|best| {
                next.n() > best.n() || (next.n() == best.n() && next.made_by < best.made_by)
            });
            if longer {
                best = Some(next);
            }
        }
        best
    }

    /// The days, weeks or items that count in the window, in order, each with the place of its first entry.
    pub(super) fn keys(&self) -> Vec<(i64, u32)> {
        // A day counts where its first entry does; an item once in each window.
        let of_window = |entry: &&Counted| {
            self.rules.scoring != Scoring::Completion || self.window.holds(entry)
        };
        let mut firsts: Vec<(i64, &Counted)> = self
            .counted
            .iter()
            .filter(of_window)
            .filter_map(|entry| Some((key(self.rules, entry)?, entry)))
            .collect();
        firsts.sort_by_key(|(key, entry)| (*key, entry.place));
        firsts.dedup_by_key(|(key, _)| *key);
        let inside = firsts
            .into_iter()
            .filter(|(_, entry)| self.window.holds(entry));
        inside.map(|(key, entry)| (key, entry.place)).collect()
    }

    /// An amount so that sums of such texts are exact: two decimals where that is all, else every one.
    pub(super) fn amount(&self, micro: i64) -> String {
        let unit = shown_in(&self.rules.unit);
        let (num, den) = unit.micro_ratio();
        let exact = i128::from(micro)
            .checked_mul(den * 100)
            .is_some_and(|hundredths| hundredths % num == 0);
        if exact {
            return amounts::amount(micro, self.rules, self.decimal);
        }
        show_whole(micro, &self.rules.unit, self.decimal)
    }

    fn total(&self) -> String {
        let (addends, sum) = self.addends();
        match addends.as_slice() {
            [only] => self.amount(*only),
            few if few.len() <= ADDENDS_MAX => {
                format!("{} = {}", self.written_out(few), self.amount(sum))
            }
            many => say(
                "why-many",
                &[("n", many.len().into()), ("sum", self.amount(sum).into())],
            ),
        }
    }

    fn part_of_goal(&self, score: &str) -> Option<String> {
        let goal = self.terms.goal?;
        let (addends, sum) = self.addends();
        let goal_shown = self.amount(goal);
        let part = match addends.as_slice() {
            [only] => format!("{} ÷ {goal_shown}", self.amount(*only)),
            few if few.len() <= ADDENDS_MAX => {
                format!("({}) ÷ {goal_shown}", self.written_out(few))
            }
            _ => format!("{} ÷ {goal_shown}", self.amount(sum)),
        };
        Some(self.capped(format!("{part} = {score}"), sum > goal))
    }

    fn way_to_goal(&self, score: &str) -> Option<String> {
        let goal = self.terms.goal?;
        let (newest, reference) = scoring::moved(self.terms, self.counted, self.window)?;
        let start = self
            .terms
            .start
            .or_else(|| self.counted.first().map(|first| first.amount))?;
        // Written so that the whole way is above zero, as one would on paper.
        let down = goal < start;
        let minus = |to: i64, from: i64| {
            let (greater, lesser) = if down { (from, to) } else { (to, from) };
            format!("({} − {})", self.amount(greater), self.amount(lesser))
        };
        let way = format!(
            "{} ÷ {} = {score}",
            minus(newest.amount, reference),
            minus(goal, start)
        );
        let beyond = if down {
            newest.amount < goal
        } else {
            newest.amount > goal
        };
        Some(self.capped(way, beyond))
    }

    fn capped(&self, sum: String, beyond: bool) -> String {
        if beyond && matches!(self.window, Window::Whole) {
            say("why-capped", &[("sum", sum.into())])
        } else {
            sum
        }
    }

    fn moved(&self) -> Option<String> {
        let (newest, reference) = scoring::moved(self.terms, self.counted, self.window)?;
        let (newest, reference) = (self.amount(newest.amount), self.amount(reference));
        Some(match self.rules.direction {
            Direction::More => format!("{newest} − {reference}"),
            Direction::Less => format!("{reference} − {newest}"),
        })
    }

    fn streak(&self) -> Option<String> {
        let run = self.longest()?;
        let n = u64::try_from(run.n()).unwrap_or_default();
        if self.rules.weeks {
            return Some(say("why-run-weeks", &[("n", n.into())]));
        }
        let date = |key: i64| {
            Day(u16::try_from(key).unwrap_or_default())
                .date()
                .format("%-d %b")
                .to_string()
        };
        Some(say(
            "why-run-days",
            &[
                ("n", n.into()),
                ("first", date(run.first).into()),
                ("last", date(run.last).into()),
            ],
        ))
    }

    /// What counts of each amount in the window, nothing left out but zeros, and the sum.
    fn addends(&self) -> (Vec<i64>, i64) {
        let adds = scoring::contributions(self.rules, self.counted);
        let inside = self
            .counted
            .iter()
            .zip(adds)
            .filter(|(entry, _)| self.window.holds(entry));
        let addends: Vec<i64> = inside.map(|(_, add)| add).filter(|add| *add != 0).collect();
        let sum = addends
            .iter()
            .fold(0_i64, |sum, add| sum.saturating_add(*add));
        (addends, sum)
    }

    fn written_out(&self, addends: &[i64]) -> String {
        addends
            .iter()
            .map(|add| self.amount(*add))
            .collect::<Vec<_>>()
            .join(" + ")
    }
}

/// What makes two entries of a counting challenge the same: their day, week or item; none where amounts are scored.
pub(super) fn key(rules: &Rules, entry: &Counted) -> Option<i64> {
    match rules.scoring {
        Scoring::Streak if rules.weeks => Some(entry.day.week().into()),
        Scoring::ActiveDays | Scoring::Draw | Scoring::Streak => Some(entry.day.0.into()),
        Scoring::Completion => Some(entry.amount),
        _ => None,
    }
}

/// The unit whose hundredths are the finest that an amount is shown in.
fn shown_in(unit: &Unit) -> Unit {
    let finest = match unit.symbol() {
        "w" | "d" | "h" | "min" | "s" | "ms" => "s",
        "st" => "lb",
        _ => return unit.clone(),
    };
    Unit::from_word(finest).unwrap_or_else(|_| unit.clone())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cards::stage::Stage;

    fn entries() -> impl Strategy<Value = Vec<Counted>> {
        let entry = (
            1_i64..9_000_000_000,
            0_i64..900_000_000,
            20_000_u16..20_020,
            0_u32..3,
        );
        proptest::collection::vec(entry, 1..20).prop_map(|entries| {
            let counted =
                |(place, (amount, at, day, round)): (usize, (i64, i64, u16, u32))| Counted {
                    place: u32::try_from(place).expect("few"),
                    amount,
                    effective_ms: at,
                    day: Day(day),
                    round,
                };
            entries.into_iter().enumerate().map(counted).collect()
        })
    }

    fn rules(options: &[(&str, &str)]) -> Rules {
        let mut stage = Stage::new();
        let number = stage.drafted("Any", options);
        stage
            .community
            .challenge(number)
            .expect("just drafted")
            .rules()
            .clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn what_is_told_is_what_is_scored(counted in entries(), in_round: bool) {
            let window = if in_round { Window::Round { number: 1, open_ms: 400_000_000, first_place: 5 } } else { Window::Whole };
            let terms = Terms { start: None, goal: Some(7_000_000_000) };
            let of = |rules: &Rules| {
                let sums = Sums { rules, terms, counted: &counted, window, decimal: Decimal::Point };
                let told = sums.arithmetic(&|place| place.to_string());
                (sums.mark(), told, sums.addends().1, sums.keys().len(), sums.longest())
            };
            let total = rules(&[("unit", "kg"), ("day_cap", "5kg")]);
            let (mark, _, sum, ..) = of(&total);
            prop_assert_eq!(mark.map_or(0, |mark| mark.score.num()), sum);
            for options in [&[("scoring", "active_days")][..], &[("scoring", "draw")], &[("scoring", "completion"), ("items", "a;b")]] {
                let (mark, _, _, n, _) = of(&rules(options));
                prop_assert_eq!(mark.map(|mark| mark.score.num()), i64::try_from(n).ok().filter(|n| *n > 0));
            }
            for unit in ["days", "weeks"] {
                let (mark, _, _, _, run) = of(&rules(&[("scoring", "streak"), ("unit", unit)]));
                prop_assert_eq!(mark.map(|mark| mark.score.num()), run.map(Stretch::n));
            }
            for scoring in Scoring::WORDS.map(|(word, _)| word) {
                let rules = rules(&[("scoring", scoring), ("unit", "kg"), ("direction", "more"), ("items", "a;b")]
                    .into_iter()
                    .filter(|(name, _)| *name != "items" || scoring == "completion")
                    .collect::<Vec<_>>());
                let (mark, told, ..) = of(&rules);
                prop_assert_eq!(mark.is_some(), told.is_some(), "{}", scoring);
            }
        }

        #[test]
        fn an_amount_is_told_exactly(micro in 1_i64..90_000_000_000, unit in 0_usize..4) {
            use crate::domain::amount::{Reading, Typed, read};
            let rules = rules(&[("unit", ["kg", "lb", "st", "km"][unit]), ("sensitive", "off")]);
            let sums = Sums {
                rules: &rules,
                terms: Terms::default(),
                counted: &[],
                window: Window::Whole,
                decimal: Decimal::Point,
            };
            let reading = Reading {
                unit: &rules.unit,
                signed: false,
                zero_ok: false,
                community: Decimal::Point,
                member: Decimal::Point,
            };
            let told = sums.amount(micro);
            let Ok(Typed::Amount(back)) = read(&told, &reading) else { panic!("{told}") };
            prop_assert_eq!(back.amount.micro(), micro, "{}", told);
        }
    }
}
