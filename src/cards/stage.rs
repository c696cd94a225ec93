//! A small community for the cards' tests: members act through the domain's own decisions.

use crate::cards::card::Card;
use crate::cards::mark::Mention;
use crate::cards::sheet::{Sheet, View};
use crate::domain::act::draft::Wishes;
use crate::domain::act::entry::{Judgement, Pick};
use crate::domain::act::join::Joining;
use crate::domain::act::progress::{Again, Choice, Report};
use crate::domain::act::{self, Decided, Moment, Secrets, Who};
use crate::domain::calendar::{When, read_when};
use crate::domain::community::Community;
use crate::domain::event::{Event, IdentityArrived, Record};

/// Monday 4 January 2027, 09:00 UTC.
const MONDAY_MS: i64 = 1_799_053_200_000;
const HOUR_MS: i64 = 3_600_000;
const NAMES: [&str; 6] = ["everybody", "Ana", "Ben", "Cleo", "Dev", "Eva"];

/// A community of five; Ana (1) is a moderator.
pub(crate) struct Stage {
    pub(crate) community: Community,
    pub(crate) now_ms: i64,
    secrets: Secrets,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let mut stage = Self {
            community: Community::default(),
            now_ms: MONDAY_MS,
            secrets: Secrets::new(),
        };
        for identity in 1..NAMES.len() {
            let identity = u32::try_from(identity).expect("five");
            stage.apply(
                IdentityArrived {
                    identity,
                    zone: None,
                }
                .into(),
            );
        }
        stage
    }

    /// A challenge that runs from now on, with these options.
    pub(crate) fn runs(&mut self, title: &str, options: &[(&str, &str)]) -> u32 {
        let number = self.drafted(title, options);
        self.decide(|community, moment| {
            let challenge = community.challenge(number).expect("just drafted");
            act::challenge::open(community, moment, who(1), challenge)
        });
        number
    }

    pub(crate) fn drafted(&mut self, title: &str, options: &[(&str, &str)]) -> u32 {
        let mut options: Vec<(String, String)> = options
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        options.push(("title".to_owned(), title.to_owned()));
        self.decide(|community, moment| {
            act::draft::decide(community, moment, who(1), &Wishes { options })
        });
        u32::try_from(self.community.challenges().len()).expect("few")
    }

    pub(crate) fn joins(
        &mut self,
        identity: u32,
        challenge: u32,
        goal: Option<&str>,
        start: Option<&str>,
    ) {
        let joining = Joining {
            challenge: Some(format!("#{challenge}")),
            goal: goal.map(str::to_owned),
            start: start.map(str::to_owned),
            alias: None,
        };
        self.decide(|community, moment| {
            act::join::decide(community, moment, who(identity), &joining)
        });
    }

    /// Reports at `when` (`now`, `yesterday`, a date); the entry's number.
    pub(crate) fn reports(
        &mut self,
        identity: u32,
        challenge: u32,
        typed: &str,
        when: &str,
    ) -> u64 {
        let report = Report {
            typed: typed.to_owned(),
            challenge: Choice::Named(format!("#{challenge}")),
            when: if when == "now" {
                When::Now
            } else {
                read_when(when).expect("a time")
            },
            again: Again::Yes,
            ..Report::default()
        };
        self.decide(|community, moment| {
            act::progress::decide(community, moment, who(identity), &report)
        });
        self.community.seq()
    }

    pub(crate) fn undoes(&mut self, identity: u32, entry: u64) {
        self.decide(|community, moment| {
            act::undo::decide(community, moment, who(identity), Some(entry))
        });
    }

    /// A judgement by Ana; the event.
    pub(crate) fn judges(&mut self, entry: u64, judgement: Judgement) -> Event {
        self.decide(|community, _| {
            act::entry::judge(
                community,
                who(1),
                None,
                Pick::Number(entry),
                judgement,
                "typed twice",
            )
        })
    }

    /// Lets time pass, and the clock do what is due.
    pub(crate) fn later(&mut self, hours: i64) {
        self.now_ms += hours * HOUR_MS;
        loop {
            let moment = Moment {
                now_ms: self.now_ms,
                chance: [7; 32],
                secrets: &self.secrets,
            };
            let Some(decision) = act::clock::decide(&self.community, &moment) else {
                break;
            };
            self.carry_out(Ok(decision));
        }
    }

    /// What a decision does; its last event.
    pub(crate) fn decide(
        &mut self,
        decide: impl FnOnce(&Community, &Moment<'_>) -> Decided,
    ) -> Event {
        let moment = Moment {
            now_ms: self.now_ms,
            chance: [7; 32],
            secrets: &self.secrets,
        };
        let decided = decide(&self.community, &moment);
        self.carry_out(decided)
    }

    pub(crate) fn apply(&mut self, event: Event) {
        let record = Record {
            seq: self.community.seq() + 1,
            at_ms: self.now_ms,
            cause: None,
            event,
        };
        self.community.apply(&record).expect("it fits");
    }

    fn carry_out(&mut self, decided: Decided) -> Event {
        let decision = decided.expect("it is allowed");
        for seed in decision.seeds {
            self.secrets.insert((seed.challenge, seed.round), seed.seed);
        }
        for event in &decision.events {
            self.apply(event.clone());
        }
        decision.events.last().expect("an event").clone()
    }

    /// What `reader` looks from; Ana is the moderator.
    pub(crate) fn view(&self, reader: u32) -> View<'_> {
        View {
            community: &self.community,
            now_ms: self.now_ms,
            reader,
            moderator: reader == 1,
        }
    }
}

pub(crate) fn who(identity: u32) -> Who {
    Who {
        identity,
        moderator: identity == 1,
    }
}

/// The card as it is sent, with everybody named.
pub(crate) fn card(sheet: Sheet) -> Card {
    let name = |(identity, _): Mention| {
        NAMES
            .get(identity as usize)
            .copied()
            .unwrap_or("somebody")
            .to_owned()
    };
    sheet.named(&name, &|_| None)
}

/// Everything that is read, buttons included; no sentence may miss a word.
#[track_caller]
pub(crate) fn text(sheet: Sheet) -> String {
    let card = card(sheet);
    let mut text = card.text();
    for action in &card.actions {
        assert!(
            action.label.chars().count() <= 30,
            "a short label: {}",
            action.label
        );
        text.extend(["\n[", &action.label, "] /", &action.command]);
    }
    assert!(!text.contains("{$"), "a word is missing: {text}");
    assert!(
        !text.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)),
        "a mark is left: {text}"
    );
    text
}
