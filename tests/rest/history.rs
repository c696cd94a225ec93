//! Histories of a small community, made of the domain's own decisions.

use huzzah::domain::act::draft::Wishes;
use huzzah::domain::act::entry::{Judgement, Pick};
use huzzah::domain::act::join::Joining;
use huzzah::domain::act::progress::{Again, Choice, Report};
use huzzah::domain::act::{self, Decided, Moment, Secrets, Who};
use huzzah::domain::community::Community;
use huzzah::domain::event::{Event, IdentityArrived, Record};
use proptest::prelude::*;

/// Monday 4 January 2027, 09:00 UTC.
const MONDAY_MS: i64 = 1_799_053_200_000;
const HOUR_MS: i64 = 3_600_000;
pub(crate) const MEMBERS: u32 = 6;
const SCORINGS: [&str; 9] = [
    "total",
    "best",
    "latest",
    "change",
    "goal",
    "active_days",
    "streak",
    "draw",
    "percent_change",
];

/// What happens next in a history.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Create { scoring: usize, flags: u8 },
    Report { who: u32, amount: u32 },
    Undo { who: u32 },
    Judge { entry: usize, how: u8 },
    Add { who: u32, amount: u32 },
    Join { who: u32, challenge: u32 },
    Leave { who: u32 },
    End { challenge: u32 },
    Cancel { challenge: u32 },
    Forget { who: u32 },
    Wait { hours: i64 },
}

impl Step {
    /// Who does it, or for whom it is done.
    fn who(&self) -> u32 {
        match self {
            Self::Report { who, .. }
            | Self::Undo { who }
            | Self::Add { who, .. }
            | Self::Join { who, .. }
            | Self::Leave { who }
            | Self::Forget { who } => *who,
            _ => 0,
        }
    }
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let who = 1..=MEMBERS;
    let challenge = 1..6_u32;
    prop_oneof![
        2 => (0..SCORINGS.len(), any::<u8>()).prop_map(|(scoring, flags)| Step::Create { scoring, flags }),
        16 => (who.clone(), 1..90_u32).prop_map(|(who, amount)| Step::Report { who, amount }),
        2 => who.clone().prop_map(|who| Step::Undo { who }),
        8 => (any::<usize>(), any::<u8>()).prop_map(|(entry, how)| Step::Judge { entry, how }),
        2 => (who.clone(), 1..90_u32).prop_map(|(who, amount)| Step::Add { who, amount }),
        4 => (who.clone(), challenge.clone()).prop_map(|(who, challenge)| Step::Join { who, challenge }),
        1 => who.clone().prop_map(|who| Step::Leave { who }),
        3 => challenge.clone().prop_map(|challenge| Step::End { challenge }),
        1 => challenge.prop_map(|challenge| Step::Cancel { challenge }),
        1 => who.prop_map(|who| Step::Forget { who }),
        4 => (1..40_i64).prop_map(|hours| Step::Wait { hours }),
    ]
}

/// A stream in the making: what is decided is folded by a community that is never put away.
pub(crate) struct Stream {
    pub(crate) community: Community,
    secrets: Secrets,
    now_ms: i64,
    pub(crate) records: Vec<Record>,
}

impl Stream {
    pub(crate) fn of(steps: &[Step]) -> Self {
        let mut stream = Self {
            community: Community::default(),
            secrets: Secrets::new(),
            now_ms: MONDAY_MS,
            records: Vec::new(),
        };
        for identity in 1..=MEMBERS {
            let arrived = IdentityArrived {
                identity,
                zone: None,
            };
            stream.take(Ok(act::Decision::of(arrived)));
        }
        for step in steps {
            stream.advance(0);
            let who = step.who();
            // Whoever was forgotten comes back as someone new.
            if !stream
                .community
                .person(who)
                .is_some_and(|person| person.forgotten)
            {
                stream.step(step);
            }
            stream.advance(0);
        }
        stream
    }

    /// Folds what was decided; what is refused changes nothing.
    fn take(&mut self, decided: Decided) {
        let Ok(decision) = decided else { return };
        for event in decision.events {
            let seq = self.community.seq() + 1;
            let record = Record {
                seq,
                at_ms: self.now_ms,
                cause: None,
                event,
            };
            self.community
                .apply(&record)
                .expect("it was decided on this fold");
            self.records.push(record);
        }
        for seed in decision.seeds {
            self.secrets.insert((seed.challenge, seed.round), seed.seed);
        }
    }

    fn decide(&mut self, decide: impl Fn(&Community, &Moment<'_>) -> Decided) {
        let seq = self.community.seq().to_le_bytes();
        let mut chance = [0; 32];
        chance[..8].copy_from_slice(&seq);
        let moment = Moment {
            now_ms: self.now_ms,
            chance,
            secrets: &self.secrets,
        };
        let decided = decide(&self.community, &moment);
        self.take(decided);
    }

    fn advance(&mut self, hours: i64) {
        let until_ms = self.now_ms + hours * HOUR_MS;
        while let Some(due_ms) = self
            .community
            .next_due_ms()
            .filter(|due_ms| *due_ms <= until_ms)
        {
            self.now_ms = self.now_ms.max(due_ms);
            self.decide(|community, moment| {
                Ok(act::clock::decide(community, moment).expect("something is due"))
            });
        }
        self.now_ms = until_ms + 1_000;
    }

    fn step(&mut self, step: &Step) {
        let report = |amount: u32| Report {
            typed: format!("{amount} kg"),
            again: Again::Yes,
            challenge: Choice::All,
            ..Report::default()
        };
        match step.clone() {
            Step::Create { scoring, flags } => self.create(SCORINGS[scoring], flags),
            Step::Report { who, amount } => self.decide(|community, moment| {
                act::progress::decide(community, moment, person(who), &report(amount))
            }),
            Step::Undo { who } => self.decide(|community, moment| {
                act::undo::decide(community, moment, person(who), None)
            }),
            Step::Judge { entry, how } => {
                let recorded = self.records.iter().filter_map(|record| match record.event {
                    Event::EntryRecorded(_) => Some(record.seq),
                    _ => None,
                });
                let recorded: Vec<u64> = recorded.collect();
                if recorded.is_empty() {
                    return;
                }
                let pick = Pick::Number(recorded[entry % recorded.len()]);
                let judgement = [Judgement::Void, Judgement::Accept, Judgement::Reject];
                let judgement = judgement[usize::from(how % 3)];
                self.decide(|community, _| {
                    act::entry::judge(community, person(1), None, pick, judgement, "")
                });
            }
            Step::Add { who, amount } => self.decide(|community, moment| {
                act::entry::add(community, moment, person(1), who, &report(amount), "")
            }),
            Step::Join { who, challenge } => self.decide(|community, moment| {
                let joining = Joining {
                    challenge: Some(format!("#{challenge}")),
                    goal: (who % 2 == 0).then(|| "20kg".to_owned()),
                    start: (who % 2 == 0).then(|| "50kg".to_owned()),
                    alias: (who % 3 == 0).then(|| "A".to_owned()),
                };
                act::join::decide(community, moment, person(who), &joining)
            }),
            Step::Leave { who } => {
                self.decide(|community, _| act::leave::decide(community, person(who), None));
            }
            Step::End { challenge } => self.decide(|community, moment| {
                let Some(challenge) = community.challenge(challenge) else {
                    return Ok(act::Decision::default());
                };
                act::challenge::end(moment, person(1), challenge)
            }),
            Step::Cancel { challenge } => self.decide(|community, _| {
                let Some(challenge) = community.challenge(challenge) else {
                    return Ok(act::Decision::default());
                };
                act::challenge::cancel(person(1), challenge, "")
            }),
            Step::Forget { who } => {
                self.decide(|community, _| act::forget::decide(community, person(who), true));
            }
            Step::Wait { hours } => self.advance(hours),
        }
    }

    fn create(&mut self, scoring: &str, flags: u8) {
        let number = self.community.challenges().len() + 1;
        let mut options = vec![
            ("title", format!("C{number}")),
            ("unit", "kg".to_owned()),
            ("scoring", scoring.to_owned()),
            (
                "grace",
                if flags & 1 == 0 { "0h" } else { "20h" }.to_owned(),
            ),
            (
                "sensitive",
                if flags & 2 == 0 { "no" } else { "yes" }.to_owned(),
            ),
        ];
        if flags & 4 == 0 {
            options.push(("rounds", "daily".to_owned()));
            options.push(("closes", "20:00".to_owned()));
        } else {
            options.push(("rounds", "none".to_owned()));
        }
        if matches!(scoring, "change" | "percent_change") {
            options.push(("direction", "less".to_owned()));
        }
        if flags & 8 == 0 && scoring == "total" {
            options.push(("entry_max", "60kg".to_owned()));
        }
        let options = options
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        let wishes = Wishes {
            options: options.collect(),
        };
        self.decide(|community, moment| act::draft::decide(community, moment, person(1), &wishes));
        self.decide(|community, moment| {
            let Some(challenge) = community.challenge(u32::try_from(number).expect("few")) else {
                return Ok(act::Decision::default());
            };
            act::challenge::open(community, moment, person(1), challenge)
        });
    }
}

pub(crate) fn person(identity: u32) -> Who {
    Who {
        identity,
        moderator: identity == 1,
    }
}
