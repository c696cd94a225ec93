//! One refusal of every kind.

use crate::domain::amount::Unreadable;
use crate::domain::calendar::{When, WhenTrouble};
use crate::domain::challenge::Phase;
use crate::domain::refusal::{Problem, Refusal, Wanted};

/// One refusal of every kind, with every trouble, problem and phase.
pub(super) fn refusals() -> Vec<Refusal> {
    let title = || "Spring cut".to_owned();
    let unit = || "kg".to_owned();
    let text = || "x".to_owned();
    let mut all = plain();
    let troubles = [
        Unreadable::NoNumber,
        Unreadable::Negative,
        Unreadable::Zero,
        Unreadable::TooManyDigits,
        Unreadable::TooBig,
        Unreadable::Superscript,
        Unreadable::NotANumber,
        Unreadable::TooLong,
        Unreadable::Rate,
        Unreadable::SeveralNumbers,
        Unreadable::UnknownUnit(text()),
    ];
    all.extend(troubles.map(|trouble| Refusal::Amount {
        trouble,
        unit: unit(),
        title: title(),
    }));
    let times = [
        WhenTrouble::Future,
        WhenTrouble::TooOld { earliest_ms: 0 },
        WhenTrouble::BeforeStart,
    ];
    all.extend(times.map(|trouble| Refusal::When {
        trouble,
        title: title(),
        look_back_ms: 0,
        start_ms: 0,
        works: None,
    }));
    let problems = [
        Problem::OneOf(vec![text()]),
        Problem::Unit,
        Problem::Zone(Vec::new()),
        Problem::Date,
        Problem::Clock,
        Problem::Closing("sun 20:00"),
        Problem::Span,
        Problem::Number {
            least: 1,
            most: 100,
        },
        Problem::Amount(unit()),
        Problem::Long(90),
        Problem::Empty,
        Problem::Past,
        Problem::BeforeStart,
        Problem::EarlierEnd,
        Problem::Promised,
        Problem::DrawOpened,
        Problem::DirectionNeeded,
        Problem::LessNotFor("total"),
        Problem::KindNotFor("total"),
        Problem::OnlyFor("total"),
        Problem::DayCap,
        Problem::ItemsNeeded,
        Problem::ModeratorsInSettings,
        Problem::Mentions,
        Problem::Post,
        Problem::VotesLater,
        Problem::Quiet,
    ];
    all.extend(problems.map(|problem| Refusal::Option {
        name: "unit",
        typed: text(),
        problem,
    }));
    all.extend(phases());
    all
}

/// A phase for everything that can be wanted.
fn phases() -> Vec<Refusal> {
    let mut all = Vec::new();
    let phases = [
        Phase::Draft,
        Phase::Open,
        Phase::Running,
        Phase::Paused,
        Phase::Ended,
        Phase::Final,
        Phase::Cancelled,
    ];
    let wanted = [
        Wanted::Entry,
        Wanted::Join,
        Wanted::Goal,
        Wanted::Open,
        Wanted::Pause,
        Wanted::Resume,
        Wanted::End,
        Wanted::Cancel,
        Wanted::Edit,
        Wanted::Judge,
        Wanted::Undo,
    ];
    for phase in phases {
        all.extend(wanted.map(|wanted| Refusal::Phase {
            title: "Spring cut".to_owned(),
            phase,
            wanted,
            starts_ms: Some(0),
        }));
    }
    all
}

/// Those that are only said in one way or two.
#[expect(clippy::too_many_lines, reason = "a list of one value of each kind")]
fn plain() -> Vec<Refusal> {
    let title = || "Spring cut".to_owned();
    let unit = || "kg".to_owned();
    let text = || "x".to_owned();
    vec![
        Refusal::OtherMeasure {
            typed: text(),
            running: Vec::new(),
        },
        Refusal::NothingRuns {
            upcoming: Vec::new(),
        },
        Refusal::NothingRuns {
            upcoming: vec![title()],
        },
        Refusal::NoAmount {
            title: title(),
            unit: unit(),
        },
        Refusal::NoSuchItem {
            typed: text(),
            items: Vec::new(),
            title: title(),
        },
        Refusal::NoSuchItem {
            typed: text(),
            items: vec![text(), text()],
            title: title(),
        },
        Refusal::NoSuchItem {
            typed: String::new(),
            items: vec![text()],
            title: title(),
        },
        Refusal::TooMuch {
            title: title(),
            unit: unit(),
        },
        Refusal::MeasuresOther {
            typed: text(),
            title: title(),
            unit: unit(),
        },
        Refusal::NotAboveZero {
            title: title(),
            unit: unit(),
        },
        Refusal::NoSuchChallenge {
            typed: text(),
            near: Vec::new(),
        },
        Refusal::NoSuchChallenge {
            typed: String::new(),
            near: Vec::new(),
        },
        Refusal::NoSuchChallenge {
            typed: String::new(),
            near: vec![title(), title()],
        },
        Refusal::AfterEnd {
            title: title(),
            end_ms: 0,
            look_back_ms: 0,
            works: None,
        },
        Refusal::AfterEnd {
            title: title(),
            end_ms: 0,
            look_back_ms: 0,
            works: Some(When::Yesterday),
        },
        Refusal::JoinClosed {
            title: title(),
            since_ms: 0,
        },
        Refusal::GoalNeeded {
            title: title(),
            unit: unit(),
        },
        Refusal::ConsentNeeded { title: title() },
        Refusal::AlreadyIn { title: title() },
        Refusal::NotIn { title: title() },
        Refusal::NotIn {
            title: String::new(),
        },
        Refusal::NoGoals { title: title() },
        Refusal::NoGoals {
            title: String::new(),
        },
        Refusal::GoalLocked { title: title() },
        Refusal::StartLocked { title: title() },
        Refusal::AtGoalAlready { title: title() },
        Refusal::NoFirstReading {
            title: title(),
            unit: "kg".into(),
        },
        Refusal::StartRecorded { title: title() },
        Refusal::ZeroBaseline {
            title: title(),
            unit: unit(),
        },
        Refusal::GoalIsStart {
            title: title(),
            unit: unit(),
        },
        Refusal::NothingToUndo,
        Refusal::UndoTooLate {
            title: title(),
            look_back_ms: 0,
        },
        Refusal::UndoBaseline { title: title() },
        Refusal::NoSuchEntry { typed: text() },
        Refusal::NoEntryToJudge {
            typed: text(),
            command: "entry void",
        },
        Refusal::OthersEntry {
            entry: 7,
            owner: 2,
            command: "entry void",
        },
        Refusal::NothingToVoid { member: 2 },
        Refusal::NotYours,
        Refusal::AlreadyVoid,
        Refusal::NotHeld,
        Refusal::OwnEntry,
        Refusal::NoSuchMember { typed: text() },
        Refusal::NoSuchMember {
            typed: String::new(),
        },
        Refusal::ModeratorsOnly {
            command: "challenge open".to_owned(),
        },
        Refusal::TitleTaken { title: title() },
        Refusal::TooLateToChange { name: "unit" },
        Refusal::NothingToChange,
        Refusal::NoDraw { title: title() },
        Refusal::NobodyLeft,
        Refusal::Unconfirmed {
            line: "forget-me confirm:yes".to_owned(),
        },
        Refusal::NoSuchCommand {
            typed: text(),
            near: Vec::new(),
        },
        Refusal::NoSuchOption {
            command: text(),
            typed: text(),
            near: None,
            options: Vec::new(),
        },
        Refusal::NoSuchOption {
            command: text(),
            typed: text(),
            near: None,
            options: vec![text()],
        },
        Refusal::NoSuchOption {
            command: text(),
            typed: text(),
            near: Some(text()),
            options: vec![text()],
        },
        Refusal::Missing {
            command: text(),
            name: text(),
            example: text(),
        },
        Refusal::TooManyWords {
            command: text(),
            word: text(),
            example: text(),
        },
        Refusal::OpenQuote,
        Refusal::TooLong { most: 6000 },
        Refusal::Stale,
        Refusal::OtherDelivery,
    ]
}
