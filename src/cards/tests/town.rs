//! A community of twenty for the cards' tests, folded from what its members do.

use crate::cards::card::Card;
use crate::cards::sheet::{Sheet, View};
use crate::domain::act::draft::Wishes;
use crate::domain::act::entry::{Judgement, Pick};
use crate::domain::act::join::Joining;
use crate::domain::act::progress::{Again, Choice, Report};
use crate::domain::act::{self, Decision, Moment, Secrets, Who};
use crate::domain::calendar::{When, read_when};
use crate::domain::challenge::Challenge;
use crate::domain::community::Community;
use crate::domain::event::{ChallengeEdited, Event, IdentityArrived, IdentitySet, Record};

const MODERATOR: Who = Who {
    identity: 1,
    moderator: true,
};
const HOUR_MS: i64 = 3_600_000;

/// A community, its clock and its secrets.
pub(super) struct Town {
    pub(super) community: Community,
    pub(super) now_ms: i64,
    secrets: Secrets,
}

impl Town {
    /// Wednesday, 6 January 2027, noon: twenty people and nothing else.
    pub(super) fn new() -> Self {
        let mut town = Self {
            community: Community::default(),
            now_ms: at(2027, 1, 6) + 12 * HOUR_MS,
            secrets: Secrets::new(),
        };
        for identity in 1..=20 {
            town.apply(
                IdentityArrived {
                    identity,
                    zone: None,
                }
                .into(),
            );
        }
        town
    }

    pub(super) fn view(&self, reader: u32) -> View<'_> {
        View {
            community: &self.community,
            now_ms: self.now_ms,
            reader,
            moderator: reader == MODERATOR.identity,
        }
    }

    pub(super) fn drafted(&mut self, title: &str, options: &[(&str, &str)]) -> u32 {
        let title = [("title", title)];
        let options = title
            .iter()
            .chain(options)
            .map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned()));
        let wishes = Wishes {
            options: options.collect(),
        };
        let decision = act::draft::decide(&self.community, &self.moment(), MODERATOR, &wishes)
            .expect("good options");
        self.carry_out(decision);
        u32::try_from(self.community.challenges().len()).expect("few")
    }

    pub(super) fn opens(&mut self, challenge: u32) {
        let decision = act::challenge::open(
            &self.community,
            &self.moment(),
            MODERATOR,
            self.challenge(challenge),
        );
        self.carry_out(decision.expect("a draft"));
    }

    pub(super) fn runs(&mut self, title: &str, options: &[(&str, &str)]) -> u32 {
        let challenge = self.drafted(title, options);
        self.opens(challenge);
        challenge
    }

    pub(super) fn edits(&mut self, challenge: u32, options: &[(&str, &str)]) -> ChallengeEdited {
        let options = options
            .iter()
            .map(|(name, typed)| ((*name).to_owned(), (*typed).to_owned()))
            .collect();
        let challenge = self.challenge(challenge);
        let decision = act::edit::decide(
            &self.community,
            &self.moment(),
            MODERATOR,
            challenge,
            &Wishes { options },
        );
        match self.carry_out(decision.expect("good options")).pop() {
            Some(Event::ChallengeEdited(edited)) => edited,
            other => panic!("an edit, not {other:?}"),
        }
    }

    pub(super) fn joins(&mut self, identity: u32, challenge: u32) {
        self.joins_as(identity, challenge, None);
    }

    pub(super) fn joins_as(&mut self, identity: u32, challenge: u32, alias: Option<&str>) {
        let joining = Joining {
            challenge: Some(format!("#{challenge}")),
            alias: alias.map(str::to_owned),
            ..Joining::default()
        };
        let who = Who {
            identity,
            moderator: false,
        };
        let decision = act::join::decide(&self.community, &self.moment(), who, &joining);
        self.carry_out(decision.expect("allowed to join"));
    }

    pub(super) fn reports(&mut self, identity: u32, challenge: u32, typed: &str) -> u64 {
        self.reports_at(identity, challenge, typed, "")
    }

    pub(super) fn reports_at(
        &mut self,
        identity: u32,
        challenge: u32,
        typed: &str,
        when: &str,
    ) -> u64 {
        let report = Report {
            typed: typed.to_owned(),
            challenge: Choice::Named(format!("#{challenge}")),
            when: read_when(when).unwrap_or(When::Now),
            again: Again::Yes,
            ..Report::default()
        };
        let who = Who {
            identity,
            moderator: false,
        };
        let decision = act::progress::decide(&self.community, &self.moment(), who, &report)
            .expect("a good report");
        self.carry_out(decision);
        self.community.seq()
    }

    pub(super) fn undoes(&mut self, identity: u32, entry: u64) {
        let who = Who {
            identity,
            moderator: false,
        };
        let decision =
            act::undo::decide(&self.community, &self.moment(), who, Some(entry)).expect("her own");
        self.carry_out(decision);
    }

    pub(super) fn judges(&mut self, pick: Pick, judgement: Judgement) -> Event {
        let decision =
            act::entry::judge(&self.community, MODERATOR, None, pick, judgement, "a typo");
        self.carry_out(decision.expect("an entry"))
            .pop()
            .expect("an event")
    }

    pub(super) fn mentions(&mut self, identity: u32) {
        let none = || None;
        let set = IdentitySet {
            identity,
            zone: None,
            from_ms: 0,
            mentions: Some(true),
            notes: None,
            units: none(),
            locale: none(),
        };
        self.apply(set.into());
    }

    /// Lets the clock do what is due until then; the last event.
    pub(super) fn until(&mut self, now_ms: i64) -> Option<Event> {
        self.events_until(now_ms).pop()
    }

    pub(super) fn events_until(&mut self, now_ms: i64) -> Vec<Event> {
        self.now_ms = now_ms;
        let mut events = Vec::new();
        while let Some(decision) = act::clock::decide(&self.community, &self.moment()) {
            events.extend(self.carry_out(decision));
        }
        events
    }

    fn challenge(&self, number: u32) -> &Challenge {
        self.community
            .challenge(number)
            .expect("it was written down")
    }

    fn moment(&self) -> Moment<'_> {
        Moment {
            now_ms: self.now_ms,
            chance: [7; 32],
            secrets: &self.secrets,
        }
    }

    fn carry_out(&mut self, decision: Decision) -> Vec<Event> {
        for seed in decision.seeds {
            self.secrets.insert((seed.challenge, seed.round), seed.seed);
        }
        for event in &decision.events {
            self.apply(event.clone());
        }
        decision.events
    }

    fn apply(&mut self, event: Event) {
        let record = Record {
            seq: self.community.seq() + 1,
            at_ms: self.now_ms,
            cause: None,
            event,
        };
        self.community.apply(&record).expect("it fits");
    }
}

/// Midnight of a date, UTC.
pub(super) fn at(year: i32, month: u32, day: u32) -> i64 {
    let date = chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    date.and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
}

/// The card with people named `ana`, `bob`, `m3`…
pub(super) fn sent(sheet: Sheet) -> Card {
    let name = |(identity, _): (u32, u32)| match identity {
        1 => "mod".to_owned(),
        2 => "ana".to_owned(),
        3 => "bob".to_owned(),
        n => format!("m{n}"),
    };
    sheet.named(&name, &|identity| Some(format!("u{identity}")))
}

/// Everything of a card that can be read, its buttons in brackets.
#[track_caller]
pub(super) fn read(sheet: Sheet) -> String {
    let card = sent(sheet);
    let mut text = card.text();
    assert!(
        !text.contains(['\u{e000}', '\u{e001}']) && !text.contains("{$"),
        "{text}"
    );
    for action in &card.actions {
        let n_graphemes =
            unicode_segmentation::UnicodeSegmentation::graphemes(action.label.as_str(), true)
                .count();
        assert!((1..=30).contains(&n_graphemes), "{}", action.label);
        text = format!("{text}\n[{}] {}", action.label, action.command);
    }
    text
}
