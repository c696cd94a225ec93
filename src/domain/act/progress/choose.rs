//! Which challenges a report counts for.
//!
//! - Those that run, that she is in, and that the report can be read for. One: that one; several: her default, else she
//!   is asked.
//! - What they can't take because of when it was goes to one of hers that has ended and can.
//! - What measures something else than anything of hers is a check-in with those words in a check-in challenge of hers.
//! - Else it enrols her where it really fits: an amount, or an item by its name. Words alone enrol nobody. Nothing at all
//!   does where only one challenge runs, it counts days, and she is in none; otherwise it asks for the entry form.
//! - What fits nothing is refused with an example of a challenge that she is in, before any other.

use crate::domain::act::progress::{Choice, Read, Report, placed, read};
use crate::domain::act::{Who, find};
use crate::domain::calendar::When;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::refusal::{Question, Refusal, Wanted};

/// A challenge, and what the report is read as there.
type Fit<'a> = (&'a Challenge, Read);

/// Which challenges a report counts for, and what it is read as in each.
pub(super) fn choose<'a>(
    community: &'a Community,
    who: Who,
    now_ms: i64,
    report: &Report,
) -> Result<Vec<Fit<'a>>, Refusal> {
    let chooser = Chooser {
        community,
        who,
        now_ms,
        report,
    };
    match &report.challenge {
        Choice::Named(name) => chooser.named(name),
        Choice::Unsaid | Choice::All => chooser.unnamed(),
    }
}

struct Chooser<'a, 'r> {
    community: &'a Community,
    who: Who,
    now_ms: i64,
    report: &'r Report,
}

impl<'a> Chooser<'a, '_> {
    fn named(&self, name: &str) -> Result<Vec<Fit<'a>>, Refusal> {
        let challenge = find::challenge(self.community, name, self.who.moderator)?;
        takes_entries(challenge)?;
        let read = self
            .read(challenge, true)
            .or_else(|refusal| read::check_in_with_words(challenge, self.report, refusal))
            .map_err(|refusal| match refusal {
                Refusal::OtherMeasure { typed, .. } => {
                    let (title, unit) = measure(challenge);
                    Refusal::MeasuresOther { typed, title, unit }
                }
                refusal => refusal,
            })?;
        Ok(vec![(challenge, read)])
    }

    fn unnamed(&self) -> Result<Vec<Fit<'a>>, Refusal> {
        let (mine, others) = self.running();
        let hers = self.fitting(&mine)?;
        let late = if self.all_in_time(&hers) {
            Vec::new()
        } else {
            self.in_time(
                self.fitting(&self.hers_that(Phase::Ended))
                    .unwrap_or_default(),
            )
        };
        if !late.is_empty() {
            return self.pick(late);
        }
        if !hers.is_empty() {
            let in_time = self.in_time(hers.clone());
            return self.pick(if in_time.is_empty() { hers } else { in_time });
        }
        let with_words = self.with_words(&mine);
        if !with_words.is_empty() {
            return self.pick(with_words);
        }
        if self.may_enrol(&mine, &others) {
            let fits = self.fitting(&others)?;
            if !fits.is_empty() {
                return self.pick(fits);
            }
        }
        let ended = self.fitting(&self.hers_that(Phase::Ended))?;
        if !ended.is_empty() {
            return self.pick(ended);
        }
        Err(self.refused(&mine, &others))
    }

    /// What runs: hers, and the others.
    fn running(&self) -> (Vec<&'a Challenge>, Vec<&'a Challenge>) {
        let all = self.community.challenges().iter();
        all.filter(|challenge| challenge.phase() == Phase::Running)
            .partition(|challenge| challenge.has_member(self.who.identity))
    }

    fn hers_that(&self, phase: Phase) -> Vec<&'a Challenge> {
        let all = self.community.challenges().iter();
        all.filter(|challenge| {
            challenge.phase() == phase && challenge.has_member(self.who.identity)
        })
        .collect()
    }

    fn read(&self, challenge: &Challenge, is_hers: bool) -> Result<Read, Refusal> {
        read::read(self.community, self.who, challenge, self.report, is_hers)
    }

    /// The challenges that the report can be read for; an error where the only one needs an answer.
    fn fitting(&self, among: &[&'a Challenge]) -> Result<Vec<Fit<'a>>, Refusal> {
        let mut fitting = Vec::new();
        let mut asked = None;
        for challenge in among {
            match self.read(challenge, challenge.has_member(self.who.identity)) {
                Ok(read) => fitting.push((*challenge, read)),
                Err(refusal @ Refusal::Asked(_)) => asked = Some(refusal),
                Err(_) => {}
            }
        }
        match asked {
            Some(asked) if fitting.is_empty() => Err(asked),
            _ => Ok(fitting),
        }
    }

    /// The check-in challenges of hers that take what was typed as a note, where no amount of hers was meant.
    fn with_words(&self, mine: &[&'a Challenge]) -> Vec<Fit<'a>> {
        let with_words = |challenge: &&'a Challenge| {
            let refusal = self.read(challenge, true).err()?;
            let read = read::check_in_with_words(challenge, self.report, refusal).ok()?;
            Some((*challenge, read))
        };
        mine.iter().filter_map(with_words).collect()
    }

    /// Whether there are some, and all can take the report at its time.
    fn all_in_time(&self, fits: &[Fit<'a>]) -> bool {
        !fits.is_empty() && fits.iter().all(|fit| self.is_in_time(fit))
    }

    fn in_time(&self, mut fits: Vec<Fit<'a>>) -> Vec<Fit<'a>> {
        fits.retain(|fit| self.is_in_time(fit));
        fits
    }

    fn is_in_time(&self, (challenge, read): &Fit<'a>) -> bool {
        // What happens now is in time wherever entries count, as nearly always.
        if read.when(self.report) == When::Now && challenge.phase() == Phase::Running {
            return true;
        }
        let days = self.community.days_of(self.who.identity, self.now_ms);
        placed(challenge, &read.when(self.report), self.now_ms, &days).is_ok()
    }

    /// Whether the report says enough to bring her into a challenge.
    fn may_enrol(&self, mine: &[&Challenge], others: &[&Challenge]) -> bool {
        !self.report.is_empty() || (mine.is_empty() && others.len() == 1)
    }

    /// One of the fitting challenges: the only one, the member's default, or all of them where she says so; else a question.
    fn pick(&self, fitting: Vec<Fit<'a>>) -> Result<Vec<Fit<'a>>, Refusal> {
        if fitting.len() == 1 || self.report.challenge == Choice::All {
            return Ok(fitting);
        }
        let person = self.community.person(self.who.identity);
        let default = person.map_or(0, |person| person.default_challenge);
        let is_default = |(challenge, _): &&Fit<'a>| challenge.number() == default;
        if let Some(default) = fitting.iter().find(is_default) {
            return Ok(vec![default.clone()]);
        }
        let challenges = fitting.iter().map(|(challenge, _)| challenge.number());
        Err(Refusal::Asked(Question::WhichChallenge {
            challenges: challenges.collect(),
        }))
    }

    /// Why a report fits nothing that takes entries.
    fn refused(&self, mine: &[&Challenge], others: &[&Challenge]) -> Refusal {
        let running: Vec<&Challenge> = mine.iter().chain(others).copied().collect();
        if running.is_empty() {
            return self.nothing_runs();
        }
        let measured = |challenge: &&&Challenge| challenge.rules().measured;
        let tried = match (mine.first(), self.report.is_empty()) {
            (Some(mine), _) => Some(mine),
            (None, true) => others.iter().find(measured).or(others.first()),
            (None, false) => others.first(),
        };
        let read = tried.map(|challenge| (challenge, self.read(challenge, false)));
        let paused = self.hers_that(Phase::Paused);
        if let (Some((_, Err(Refusal::OtherMeasure { .. }))), Some(resting)) = (
            &read,
            paused.iter().find(|one| self.read(one, false).is_ok()),
        ) && let Err(refusal) = takes_entries(resting)
        {
            return refusal;
        }
        match read {
            Some((_, Err(Refusal::OtherMeasure { typed, .. }))) => Refusal::OtherMeasure {
                typed,
                running: running.iter().map(|one| measure(one)).collect(),
            },
            Some((_, Err(refusal))) => refusal,
            Some((challenge, Ok(_))) => Refusal::NoAmount {
                title: challenge.rules().title.clone(),
                unit: challenge.rules().unit.symbol().to_owned(),
            },
            None => Refusal::NothingRuns {
                upcoming: Vec::new(),
            },
        }
    }

    fn nothing_runs(&self) -> Refusal {
        if let Some(paused) = self.hers_that(Phase::Paused).first()
            && let Err(refusal) = takes_entries(paused)
        {
            return refusal;
        }
        let that = |phase: Phase| {
            let all = self.community.challenges().iter();
            all.filter(move |challenge| challenge.phase() == phase)
        };
        let upcoming = that(Phase::Open).map(|challenge| challenge.rules().title.clone());
        let upcoming: Vec<String> = upcoming.collect();
        if upcoming.is_empty()
            && let Some(paused) = that(Phase::Paused).next()
            && let Err(refusal) = takes_entries(paused)
        {
            return refusal;
        }
        Refusal::NothingRuns { upcoming }
    }
}

fn measure(challenge: &Challenge) -> (String, String) {
    let rules = challenge.rules();
    (rules.title.clone(), rules.unit.symbol().to_owned())
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
