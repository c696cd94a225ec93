//! What a report says, read for one challenge.

use crate::domain::act::progress::Report;
use crate::domain::act::{ENTRY_MAX_MICRO, Who, find};
use crate::domain::amount::{self, Decimal, Reading, Typed, TypedAmount};
use crate::domain::challenge::Challenge;
use crate::domain::community::Community;
use crate::domain::refusal::{Question, Refusal};
use crate::domain::rules::{Kind, Scoring};

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

/// What the report says, read for one challenge.
pub(super) fn read(
    community: &Community,
    who: Who,
    challenge: &Challenge,
    report: &Report,
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
    let (yesterday, typed) = match without_yesterday(&report.typed) {
        Some(rest) => (true, rest),
        None => (false, report.typed.as_str()),
    };
    let typed = amount::read(typed, &reading(community, who, challenge)).map_err(|trouble| {
        Refusal::Amount {
            trouble,
            unit: unit.clone(),
            title: title(),
        }
    });
    let check_in = |note: &str| Read {
        // Where an amount is measured, coming in without one counts the day and adds nothing.
        amount_micro: if rules.measured { 0 } else { 1_000_000 },
        number: "1".to_owned(),
        unit: unit.clone(),
        item: None,
        note: note.to_owned(),
        yesterday,
    };
    match typed {
        Ok(Typed::Nothing) if rules.takes_check_ins() => Ok(check_in("")),
        Ok(Typed::Nothing) => Err(Refusal::NoAmount {
            title: title(),
            unit,
        }),
        Ok(Typed::Amount(amount)) => {
            let mut read = take(challenge, amount)?;
            read.yesterday = yesterday;
            if let Some(rest) = without_yesterday(&read.note) {
                read.yesterday = true;
                read.note = rest.to_owned();
            }
            Ok(read)
        }
        Ok(Typed::Either(ways)) => {
            let [one, other] = *ways;
            take(challenge, one.clone())?;
            let way = |amount: TypedAmount| {
                let line = format!("{} {}", amount.again, amount.note);
                (
                    amount::show(amount.amount.micro().into(), &amount.unit, Decimal::Point),
                    line.trim().to_owned(),
                )
            };
            let ways = [way(one), way(other)];
            Err(Refusal::Asked(Question::WhichAmount {
                ways,
                challenge: challenge.number(),
            }))
        }
        // A check-in with a few words and no number is a note.
        Err(Refusal::Amount {
            trouble: amount::Unreadable::NoNumber,
            ..
        }) if !rules.measured && rules.takes_check_ins() => Ok(check_in(&report.typed)),
        Err(refusal) => Err(refusal),
    }
}

/// What follows `yesterday` at the beginning of a text, where it stands there as a word of its own.
fn without_yesterday(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let word = text.split(|c: char| c.is_whitespace() || c == ',').next()?;
    word.eq_ignore_ascii_case("yesterday")
        .then(|| text[word.len()..].trim_start_matches([',', ' ']))
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

fn take(challenge: &Challenge, typed: TypedAmount) -> Result<Read, Refusal> {
    let rules = challenge.rules();
    let unit = rules.unit.symbol().to_owned();
    if !typed.fits(&rules.unit) {
        let running = vec![(rules.title.clone(), unit)];
        return Err(Refusal::OtherMeasure {
            typed: typed.unit.symbol().to_owned(),
            running,
        });
    }
    let amount_micro = typed.amount.micro();
    if amount_micro.abs() > ENTRY_MAX_MICRO {
        return Err(Refusal::TooMuch { unit });
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
