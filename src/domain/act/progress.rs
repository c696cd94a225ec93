//! `progress`: what one report does.

mod place;
mod read;

use crate::domain::act::{Decided, Decision, Moment, NoteKind, Who, find, join};
use crate::domain::calendar::When;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::event::DefaultChosen;
use crate::domain::refusal::{Question, Refusal, Wanted};

pub use place::{check_sum, placed, recorded};
pub use read::Read;

use place::entry;
use read::read;

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
