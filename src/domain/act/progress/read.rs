//! What a report says, read for one challenge.
//!
//! - `yesterday` directly before or after the amount, or as the first word, is when it was.
//! - A bare number before the word that another challenge of the community counts (`20 pushups` where mass is lifted) is
//!   an amount of that, and no note here.
//! - Words alone are a check-in where days are counted, for who takes part or names the challenge; signs and pictures
//!   alone are not.

use crate::domain::act::progress::Report;
use crate::domain::act::progress::yesterday::{
    YESTERDAY, read_amount, without_first, without_last, words_around,
};
use crate::domain::act::{ENTRY_MAX_MICRO, Who, find};
use crate::domain::amount::{self, Decimal, Reading, Typed, TypedAmount, Unit, Unreadable};
use crate::domain::calendar::When;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::refusal::{Question, Refusal};
use crate::domain::rules::{Kind, Rules, Scoring};

/// What a report was read as, for one challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Micro units.
    pub amount_micro: i64,
    /// The number as typed.
    pub number: String,
    /// The unit as understood.
    pub unit: String,
    /// The checklist item, from 0.
    pub item: Option<u16>,
    /// What was typed after the amount.
    pub note: String,
    /// Whether `yesterday` stood directly before or after the amount.
    pub yesterday: bool,
}

impl Read {
    /// When it was, by what the report says.
    #[must_use]
    pub fn when(&self, report: &Report) -> When {
        match report.when {
            When::Now if self.yesterday => When::Yesterday,
            when => when,
        }
    }
}

/// What the report says, read for one challenge; `is_hers` where she takes part in it or names it.
pub(super) fn read(
    community: &Community,
    who: Who,
    challenge: &Challenge,
    report: &Report,
    is_hers: bool,
) -> Result<Read, Refusal> {
    let rules = challenge.rules();
    let title = || rules.title.clone();
    if rules.scoring == Scoring::Completion {
        return read_item(challenge, report);
    }
    if report.item.is_some() {
        return Err(Refusal::NoSuchItem {
            typed: report.item.clone().unwrap_or_default(),
            items: Vec::new(),
            title: title(),
        });
    }
    let unit = rules.unit.symbol().to_owned();
    let reading = reading(community, who, challenge);
    let (yesterday, typed) = read_amount(&report.typed, &reading);
    let typed = typed.map_err(|trouble| Refusal::Amount {
        trouble,
        unit: unit.clone(),
        title: title(),
    });
    match typed {
        Ok(Typed::Nothing) if rules.takes_check_ins() => {
            let mut read = check_in(rules, "");
            read.yesterday = yesterday;
            Ok(read)
        }
        Ok(Typed::Nothing) => Err(Refusal::NoAmount {
            title: title(),
            unit,
        }),
        Ok(Typed::Amount(amount)) => {
            refuse_what_others_count(community, challenge, &amount)?;
            let (stood_there, note) = words_around(&amount);
            let read = take(challenge, amount)?;
            Ok(Read {
                yesterday: yesterday || stood_there,
                note,
                ..read
            })
        }
        Ok(Typed::Either(ways)) => {
            let [one, other] = *ways;
            take(challenge, one.clone())?;
            let ways = [way(&one, yesterday), way(&other, yesterday)];
            Err(Refusal::Asked(Question::WhichAmount {
                ways,
                challenge: challenge.number(),
            }))
        }
        Err(Refusal::Amount {
            trouble: Unreadable::NoNumber,
            ..
        }) if is_hers && !rules.measured && has_words(report) => Ok(check_in_of(rules, report)),
        Err(refusal) => Err(refusal),
    }
}

/// Whether a report says `yesterday`, read for one challenge.
pub(super) fn says_yesterday(
    community: &Community,
    who: Who,
    challenge: &Challenge,
    report: &Report,
) -> bool {
    let (apart, typed) = read_amount(&report.typed, &reading(community, who, challenge));
    apart
        || match typed {
            Ok(Typed::Amount(amount)) => words_around(&amount).0,
            Ok(Typed::Either(ways)) => ways.iter().any(|way| words_around(way).0),
            Ok(Typed::Nothing) | Err(_) => false,
        }
}

/// A check-in with what was typed as its note, where days are counted and the report measures something else.
///
/// # Errors
/// The refusal that it was read with.
pub(super) fn check_in_with_words(
    challenge: &Challenge,
    report: &Report,
    refusal: Refusal,
) -> Result<Read, Refusal> {
    let rules = challenge.rules();
    match refusal {
        Refusal::OtherMeasure { .. } if !rules.measured && rules.takes_check_ins() => {
            Ok(check_in_of(rules, report))
        }
        refusal => Err(refusal),
    }
}
/// How amounts are read in a challenge by that person.
fn reading<'a>(community: &Community, who: Who, challenge: &'a Challenge) -> Reading<'a> {
    let decimal = community.settings().decimal();
    Reading {
        unit: &challenge.rules().unit,
        signed: false,
        zero_ok: challenge.rules().kind == Kind::Readings,
        community: decimal,
        member: community
            .person(who.identity)
            .and_then(|person| person.decimal)
            .unwrap_or(decimal),
    }
}

/// One of the two ways to read an amount: as it is shown, and what to type for it.
fn way(amount: &TypedAmount, is_yesterday: bool) -> (String, String) {
    let (stood_there, note) = words_around(amount);
    let shown = amount::show(amount.amount.micro().into(), &amount.unit, Decimal::Point);
    let when = if is_yesterday || stood_there {
        YESTERDAY
    } else {
        ""
    };
    let line = [when, &amount.again, &note].join(" ");
    (shown, line.trim().to_owned())
}

fn check_in(rules: &Rules, note: &str) -> Read {
    Read {
        // Where an amount is measured, coming in without one counts the day and adds nothing.
        amount_micro: if rules.measured { 0 } else { 1_000_000 },
        number: "1".to_owned(),
        unit: rules.unit.symbol().to_owned(),
        item: None,
        note: note.to_owned(),
        yesterday: false,
    }
}

/// A check-in with all that was typed as its note, but for a `yesterday` at either end.
fn check_in_of(rules: &Rules, report: &Report) -> Read {
    let typed = report.typed.trim();
    let rest = without_first(typed).or_else(|| without_last(typed));
    Read {
        yesterday: rest.is_some(),
        ..check_in(rules, rest.unwrap_or(typed))
    }
}

fn has_words(report: &Report) -> bool {
    report.typed.chars().any(char::is_alphabetic)
}

/// A bare number before another challenge's own word is an amount of that.
fn refuse_what_others_count(
    community: &Community,
    challenge: &Challenge,
    amount: &TypedAmount,
) -> Result<(), Refusal> {
    if amount.named || amount.note.is_empty() {
        return Ok(());
    }
    let mut others = community.challenges().iter().filter(|other| {
        other.number() != challenge.number()
            && other.phase() != Phase::Draft
            && !other.phase().is_finished()
            && other.rules().measured
    });
    match others.find(|other| other.rules().unit.begins(&amount.note)) {
        None => Ok(()),
        Some(other) => Err(other_measure(challenge, &other.rules().unit)),
    }
}

fn other_measure(challenge: &Challenge, typed: &Unit) -> Refusal {
    let rules = challenge.rules();
    Refusal::OtherMeasure {
        typed: typed.symbol().to_owned(),
        running: vec![(rules.title.clone(), rules.unit.symbol().to_owned())],
    }
}

fn take(challenge: &Challenge, typed: TypedAmount) -> Result<Read, Refusal> {
    let rules = challenge.rules();
    let unit = rules.unit.symbol().to_owned();
    let title = || rules.title.clone();
    if !typed.fits(&rules.unit) {
        return Err(other_measure(challenge, &typed.unit));
    }
    let amount_micro = typed.amount.micro();
    if amount_micro.abs() > ENTRY_MAX_MICRO {
        let title = title();
        return Err(Refusal::TooMuch { title, unit });
    }
    if rules.scoring == Scoring::PercentChange && amount_micro <= 0 {
        return Err(Refusal::NotAboveZero {
            title: rules.title.clone(),
            unit,
        });
    }
    Ok(Read {
        amount_micro,
        number: typed.number,
        unit: typed.unit.symbol().to_owned(),
        item: None,
        note: typed.note,
        yesterday: false,
    })
}

fn read_item(challenge: &Challenge, report: &Report) -> Result<Read, Refusal> {
    let rules = challenge.rules();
    let (typed, note) = match &report.item {
        Some(item) => (item.as_str(), report.typed.as_str()),
        None => (report.typed.as_str(), ""),
    };
    let wanted = find::fold(typed);
    let refused = || Refusal::NoSuchItem {
        typed: typed.to_owned(),
        items: rules.items.clone(),
        title: rules.title.clone(),
    };
    let numbered = wanted
        .parse::<usize>()
        .ok()
        .filter(|number| (1..=rules.items.len()).contains(number));
    let named = rules
        .items
        .iter()
        .position(|item| find::fold(item) == wanted);
    let begun = || {
        let mut begun = rules
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| find::fold(item).starts_with(&wanted));
        let first = begun.next().filter(|_| !wanted.is_empty())?.0;
        begun.next().is_none().then_some(first)
    };
    let item = named
        .or_else(|| numbered.map(|number| number - 1))
        .or_else(begun)
        .ok_or_else(refused)?;
    Ok(Read {
        amount_micro: 1_000_000,
        number: "1".to_owned(),
        unit: "items".to_owned(),
        item: Some(u16::try_from(item).map_err(|_| refused())?),
        note: note.to_owned(),
        yesterday: false,
    })
}
