//! `progress`: what one report does.

use crate::domain::act::{
    Decided, Decision, ENTRY_MAX_MICRO, Moment, NoteKind, SUM_MAX_MICRO, Who, find, join,
};
use crate::domain::amount::{self, Decimal, Reading, Typed, TypedAmount};
use crate::domain::calendar::{Effective, When, effective};
use crate::domain::challenge::{Board, Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::entry::{self, State};
use crate::domain::event::{DefaultChosen, EntryRecorded};
use crate::domain::refusal::{Question, Refusal, Wanted};
use crate::domain::rules::{Kind, Scoring};

/// The same report again within this time is asked about.
const NEAR_DUPLICATE_MS: i64 = 60_000;

/// One report, as typed.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Amount and note.
    pub typed: String,
    /// Where it should count, if the member says so.
    pub challenge: Choice,
    /// When it happened.
    pub when: When,
    /// The checklist item.
    pub item: Option<String>,
    /// Whether a near-duplicate is meant.
    pub again: bool,
    /// Whether the chosen challenge becomes the member's default.
    pub remember: bool,
    /// A note given apart from the amount.
    pub note: Option<String>,
}

/// Where a report should count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// Not said.
    #[default]
    Unsaid,
    /// The challenge of that name.
    Named(String),
    /// Every one that fits.
    All,
}

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

/// Decides what one report does.
///
/// # Errors
/// A refusal, or the question that must be answered first.
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, report: &Report) -> Decided {
    let chosen = choose(community, who, report)?;
    let mut decision = Decision::default();
    if let (true, [(challenge, _)]) = (report.remember, chosen.as_slice()) {
        decision.push(DefaultChosen {
            identity: who.identity,
            challenge: challenge.number(),
        });
    }
    for (challenge, read) in chosen {
        if !challenge.has_member(who.identity) {
            join::enrol(moment, who.identity, challenge, &mut decision)?;
        }
        let days = community.days_of(who.identity, moment.now_ms);
        let entry = entry(challenge, moment.now_ms, days, who.identity, &read, report)?;
        decision.push(entry);
        if community
            .person(who.identity)
            .is_none_or(|person| person.notes)
        {
            let note = report.note.as_deref().unwrap_or(&read.note);
            decision.note(NoteKind::Note, who.identity, note);
        }
    }
    Ok(decision)
}

/// How a half-typed report would be understood: where it would count and as what.
///
/// # Errors
/// As [`decide`], before any check of time.
pub fn understand<'a>(
    community: &'a Community,
    who: Who,
    report: &Report,
) -> Result<Vec<(&'a Challenge, Read)>, Refusal> {
    choose(community, who, report)
}

/// Which challenges a report counts for, and what it is read as in each.
fn choose<'a>(
    community: &'a Community,
    who: Who,
    report: &Report,
) -> Result<Vec<(&'a Challenge, Read)>, Refusal> {
    if let Choice::Named(name) = &report.challenge {
        let challenge = find::challenge(community, name, who.moderator)?;
        takes_entries(challenge)?;
        return Ok(vec![(challenge, read(community, who, challenge, report)?)]);
    }
    let all = || community.challenges().iter();
    let running = || all().filter(|challenge| challenge.phase() == Phase::Running);
    let mine: Vec<&Challenge> = running()
        .filter(|challenge| challenge.has_member(who.identity))
        .collect();
    if let Some(fitting) = fitting(community, who, mine, report)? {
        return pick(community, who, fitting, report);
    }
    let others: Vec<&Challenge> = running()
        .filter(|challenge| !challenge.has_member(who.identity))
        .collect();
    if let Some(fitting) = fitting(community, who, others, report)? {
        return pick(community, who, fitting, report);
    }
    let resting = |phase| {
        all().filter(move |challenge| {
            challenge.phase() == phase && challenge.has_member(who.identity)
        })
    };
    let ended: Vec<&Challenge> = resting(Phase::Ended).collect();
    if let Some(fitting) = fitting(community, who, ended, report)? {
        return pick(community, who, fitting, report);
    }
    if running().next().is_none() {
        if let Some(challenge) = resting(Phase::Paused).next() {
            takes_entries(challenge)?;
        }
        let upcoming = all().filter(|challenge| challenge.phase() == Phase::Open);
        return Err(Refusal::NothingRuns {
            upcoming: upcoming
                .map(|challenge| challenge.rules().title.clone())
                .collect(),
        });
    }
    Err(unfit(
        community,
        who,
        report,
        &running().collect::<Vec<_>>(),
    ))
}

/// One of the fitting challenges: the only one, the member's default, or all of them where she says so; else a question.
fn pick<'a>(
    community: &Community,
    who: Who,
    fitting: Vec<(&'a Challenge, Read)>,
    report: &Report,
) -> Result<Vec<(&'a Challenge, Read)>, Refusal> {
    if fitting.len() == 1 || report.challenge == Choice::All {
        return Ok(fitting);
    }
    let default = community
        .person(who.identity)
        .map_or(0, |person| person.default_challenge);
    if let Some(default) = fitting
        .iter()
        .find(|(challenge, _)| challenge.number() == default)
    {
        return Ok(vec![default.clone()]);
    }
    let challenges = fitting
        .iter()
        .map(|(challenge, _)| challenge.number())
        .collect();
    Err(Refusal::Asked(Question::WhichChallenge { challenges }))
}

/// The challenges that the report can be read for; none when there are none, an error when the only one needs an answer.
fn fitting<'a>(
    community: &Community,
    who: Who,
    among: Vec<&'a Challenge>,
    report: &Report,
) -> Result<Option<Vec<(&'a Challenge, Read)>>, Refusal> {
    let mut fitting = Vec::new();
    let mut asked = None;
    for challenge in among {
        match read(community, who, challenge, report) {
            Ok(read) => fitting.push((challenge, read)),
            Err(refusal @ Refusal::Asked(_)) => asked = Some(refusal),
            Err(_) => {}
        }
    }
    match (fitting.is_empty(), asked) {
        (true, Some(asked)) => Err(asked),
        (true, None) => Ok(None),
        (false, _) => Ok(Some(fitting)),
    }
}

/// Why a report fits nothing that runs.
fn unfit(community: &Community, who: Who, report: &Report, running: &[&Challenge]) -> Refusal {
    let mine = running
        .iter()
        .find(|challenge| challenge.has_member(who.identity));
    let tried = mine.or_else(|| running.first());
    match tried.map(|challenge| read(community, who, challenge, report)) {
        Some(Err(Refusal::OtherMeasure { typed, .. })) => Refusal::OtherMeasure {
            typed,
            running: running
                .iter()
                .map(|one| {
                    (
                        one.rules().title.clone(),
                        one.rules().unit.symbol().to_owned(),
                    )
                })
                .collect(),
        },
        Some(Err(refusal)) => refusal,
        Some(Ok(_)) | None => Refusal::NothingRuns {
            upcoming: Vec::new(),
        },
    }
}

fn takes_entries(challenge: &Challenge) -> Result<(), Refusal> {
    match challenge.phase() {
        Phase::Running | Phase::Ended => Ok(()),
        phase => Err(Refusal::Phase {
            title: challenge.rules().title.clone(),
            phase,
            wanted: Wanted::Entry,
            starts_ms: challenge.head.starts_ms,
        }),
    }
}

/// What the report says, read for one challenge.
fn read(
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

/// The entry that a report makes in a challenge that its member is in (or is about to be).
fn entry(
    challenge: &Challenge,
    now_ms: i64,
    days: crate::domain::calendar::Days,
    identity: u32,
    read: &Read,
    report: &Report,
) -> Result<EntryRecorded, Refusal> {
    let when = if read.yesterday && report.when == When::Now {
        When::Yesterday
    } else {
        report.when
    };
    let at = placed(challenge, &when, now_ms, &days)?;
    check_sum(challenge, identity, read.amount_micro)?;
    if !report.again
        && let Some(entry) = near_duplicate(challenge, identity, read, at, now_ms)
    {
        return Err(Refusal::Asked(Question::CountAgain {
            entry,
            challenge: challenge.number(),
        }));
    }
    Ok(recorded(challenge, identity, read, at, None))
}

/// The event of an entry at a time that has been checked.
#[must_use]
pub fn recorded(
    challenge: &Challenge,
    identity: u32,
    read: &Read,
    at: Effective,
    by: Option<u32>,
) -> EntryRecorded {
    let rules = challenge.rules();
    let in_round = challenge.head.round != 0 && at.at_ms >= challenge.head.round_open_ms;
    EntryRecorded {
        challenge: challenge.number(),
        identity,
        amount_micro: read.amount_micro,
        number: read.number.clone(),
        unit: read.unit.clone(),
        effective_ms: at.at_ms,
        day: at.day.0,
        round: if in_round { challenge.head.round } else { 0 },
        item: read.item,
        held: by.is_none()
            && rules
                .entry_max_micro
                .is_some_and(|most| read.item.is_none() && read.amount_micro > most),
        by,
    }
}

/// When an entry counts, within the look-back, the start and (in grace) the end.
///
/// # Errors
/// [`Refusal::When`] or [`Refusal::AfterEnd`].
pub fn placed(
    challenge: &Challenge,
    when: &When,
    now_ms: i64,
    days: &crate::domain::calendar::Days,
) -> Result<Effective, Refusal> {
    let rules = challenge.rules();
    let start_ms = challenge.head.starts_ms.unwrap_or(now_ms);
    let title = || rules.title.clone();
    let at = effective(when, now_ms, days, rules.look_back_ms, start_ms).map_err(|trouble| {
        Refusal::When {
            trouble,
            title: title(),
            look_back_ms: rules.look_back_ms,
            start_ms,
        }
    })?;
    match challenge.head.ended_ms {
        Some(end_ms) if at.at_ms >= end_ms => Err(Refusal::AfterEnd {
            title: title(),
            end_ms,
        }),
        _ if !entry::can_keep(at.at_ms) => Err(Refusal::When {
            trouble: crate::domain::calendar::WhenTrouble::Future,
            title: title(),
            look_back_ms: rules.look_back_ms,
            start_ms,
        }),
        _ => Ok(at),
    }
}

/// A member's sum must stay exact.
///
/// # Errors
/// [`Refusal::TooMuch`].
pub fn check_sum(challenge: &Challenge, identity: u32, amount_micro: i64) -> Result<(), Refusal> {
    let rules = challenge.rules();
    if rules.kind == Kind::Readings || rules.scoring.is_counted() {
        return Ok(());
    }
    let sum = match rules.scoring {
        Scoring::Total => challenge
            .participant(identity)
            .and_then(|participant| participant.mark(Board::Whole))
            .map_or(0, |mark| mark.score.num()),
        _ => challenge
            .counted(identity)
            .iter()
            .fold(0_i64, |sum, entry| sum.saturating_add(entry.amount)),
    };
    match sum.checked_add(amount_micro) {
        Some(sum) if sum <= SUM_MAX_MICRO => Ok(()),
        _ => Err(Refusal::TooMuch {
            unit: rules.unit.symbol().to_owned(),
        }),
    }
}

/// The same member's entry of the same amount and day, recorded less than a minute ago.
fn near_duplicate(
    challenge: &Challenge,
    identity: u32,
    read: &Read,
    at: Effective,
    now_ms: i64,
) -> Option<u64> {
    let amount = read.item.map_or(read.amount_micro, i64::from);
    let recent = challenge
        .entries_of(identity)
        .take_while(|(_, entry)| now_ms - entry.recorded_ms() <= NEAR_DUPLICATE_MS);
    let mut same = recent.filter(|(_, entry)| {
        matches!(entry.state(), State::Accepted | State::Held)
            && entry.amount() == amount
            && entry.day() == at.day
    });
    same.next().map(|(_, entry)| entry.seq())
}
