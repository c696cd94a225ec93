//! Why the rules say no, or what they must ask first: facts only, worded elsewhere.

use crate::domain::amount;
use crate::domain::calendar::{When, WhenTrouble};
use crate::domain::challenge::Phase;

/// A command that changes nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Not refused: something must be answered first.
    Asked(Question),
    /// What was typed is not an amount.
    Amount {
        /// What is wrong with it.
        trouble: amount::Unreadable,
        /// The unit of the challenge it was read for.
        unit: String,
        /// The challenge it was read for.
        title: String,
    },
    /// The amount is of another kind than anything that runs.
    OtherMeasure {
        /// The unit that was typed.
        typed: String,
        /// The running challenges: titles and units.
        running: Vec<(String, String)>,
    },
    /// The challenge that was named measures something else.
    MeasuresOther {
        /// The unit that was typed.
        typed: String,
        /// The challenge.
        title: String,
        /// Its unit.
        unit: String,
    },
    /// Nothing runs that the member could report to.
    NothingRuns {
        /// Challenges that can be joined or start later.
        upcoming: Vec<String>,
    },
    /// No amount was given where one is needed.
    NoAmount {
        /// The challenge.
        title: String,
        /// Its unit.
        unit: String,
    },
    /// The checklist has no such item.
    NoSuchItem {
        /// What was typed.
        typed: String,
        /// The items there are.
        items: Vec<String>,
        /// The challenge.
        title: String,
    },
    /// The amount is too great to be kept exactly.
    TooMuch {
        /// The challenge.
        title: String,
        /// Its unit.
        unit: String,
    },
    /// A reading must be above zero here.
    NotAboveZero {
        /// The challenge.
        title: String,
        /// Its unit.
        unit: String,
    },
    /// No challenge has that name.
    NoSuchChallenge {
        /// What was typed.
        typed: String,
        /// Names that come near, or all there are when they are few.
        near: Vec<String>,
    },
    /// The challenge is not in a state for that.
    Phase {
        /// The challenge.
        title: String,
        /// Where it is.
        phase: Phase,
        /// What was wanted.
        wanted: Wanted,
        /// When it starts, where it has not.
        starts_ms: Option<i64>,
    },
    /// The time of the entry does not fit.
    When {
        /// What is wrong.
        trouble: WhenTrouble,
        /// The challenge.
        title: String,
        /// How far one may look back.
        look_back_ms: i64,
        /// When the challenge started.
        start_ms: i64,
        /// A time that would do, where one is easily said.
        works: Option<When>,
    },
    /// The challenge is in its grace: only what happened before its end counts.
    AfterEnd {
        /// The challenge.
        title: String,
        /// When it ended.
        end_ms: i64,
        /// How far one may look back.
        look_back_ms: i64,
        /// A time that would do; none once the look-back is over.
        works: Option<When>,
    },
    /// The challenge takes no new members any more.
    JoinClosed {
        /// The challenge.
        title: String,
        /// Since when.
        since_ms: i64,
    },
    /// The member must join first, with a goal.
    GoalNeeded {
        /// The challenge.
        title: String,
        /// Its unit.
        unit: String,
    },
    /// The member must join first and agree to how sensitive amounts are shown.
    ConsentNeeded {
        /// The challenge.
        title: String,
    },
    /// The member is in the challenge already.
    AlreadyIn {
        /// The challenge.
        title: String,
    },
    /// The member is not in the challenge.
    NotIn {
        /// The challenge.
        title: String,
    },
    /// Goals belong to another kind of challenge.
    NoGoals {
        /// The challenge.
        title: String,
    },
    /// The goal is locked since the first close after joining.
    GoalLocked {
        /// The challenge.
        title: String,
    },
    /// The start is locked since the first close after joining.
    StartLocked {
        /// The challenge.
        title: String,
    },
    /// The baseline is a reading that was recorded: `start:` does not replace it.
    StartRecorded {
        /// The challenge.
        title: String,
    },
    /// The first reading is what later ones are measured against, and must be above zero.
    ZeroBaseline {
        /// The challenge.
        title: String,
        /// Its unit.
        unit: String,
    },
    /// The first reading is where somebody starts, and this one is her goal already.
    AtGoalAlready {
        /// The challenge.
        title: String,
    },
    /// Said to a moderator: a first reading can't be zero, nor the member's goal.
    NoFirstReading {
        /// The challenge.
        title: String,
        /// The symbol of its unit.
        unit: String,
    },
    /// The goal must differ from the start (or be above zero where amounts are added up).
    GoalIsStart {
        /// The challenge.
        title: String,
        /// Its unit.
        unit: String,
    },
    /// There is no entry to undo.
    NothingToUndo,
    /// The entry is older than the look-back.
    UndoTooLate {
        /// The challenge.
        title: String,
        /// How far one may look back.
        look_back_ms: i64,
    },
    /// The entry is what later readings are measured against.
    UndoBaseline {
        /// The challenge.
        title: String,
    },
    /// No such entry.
    NoSuchEntry {
        /// What was typed.
        typed: String,
    },
    /// Said to a moderator: no such entry.
    NoEntryToJudge {
        /// What was typed.
        typed: String,
        /// The command.
        command: &'static str,
    },
    /// Said to a moderator: the entry is another member's than the one named.
    OthersEntry {
        /// The entry.
        entry: u64,
        /// Whose it is.
        owner: u32,
        /// The command.
        command: &'static str,
    },
    /// Said to a moderator: no entry of the member counts or waits.
    NothingToVoid {
        /// The member.
        member: u32,
    },
    /// The entry is somebody else's.
    NotYours,
    /// The entry is voided or rejected already.
    AlreadyVoid,
    /// The entry is not waiting for a moderator.
    NotHeld,
    /// A moderator may not do that for herself.
    OwnEntry,
    /// No such member.
    NoSuchMember {
        /// What was typed.
        typed: String,
    },
    /// Only moderators do that.
    ModeratorsOnly {
        /// The command.
        command: String,
    },
    /// An option's value can't be read or does not fit.
    Option {
        /// The option.
        name: &'static str,
        /// What was typed.
        typed: String,
        /// What is wrong.
        problem: Problem,
    },
    /// A title in use.
    TitleTaken {
        /// The title.
        title: String,
    },
    /// After the start only some rules change.
    TooLateToChange {
        /// The option.
        name: &'static str,
    },
    /// Nothing to change was named.
    NothingToChange,
    /// The challenge draws no winners.
    NoDraw {
        /// The challenge.
        title: String,
    },
    /// Nobody is left to be drawn.
    NobodyLeft,
    /// The word that confirms is missing.
    Unconfirmed {
        /// What to type.
        line: String,
    },
    /// The command is not known.
    NoSuchCommand {
        /// What was typed.
        typed: String,
        /// What comes near.
        near: Vec<String>,
    },
    /// The option is not known to the command.
    NoSuchOption {
        /// The command.
        command: String,
        /// What was typed.
        typed: String,
        /// What comes near.
        near: Option<String>,
        /// The options there are.
        options: Vec<String>,
    },
    /// An argument is missing.
    Missing {
        /// The command.
        command: String,
        /// The argument.
        name: String,
        /// A right example.
        example: String,
    },
    /// The command takes fewer words than were typed.
    TooManyWords {
        /// The command.
        command: String,
        /// The first word too many.
        word: String,
        /// A right example.
        example: String,
    },
    /// A quotation mark has no partner.
    OpenQuote,
    /// The text is too long to be a command.
    TooLong {
        /// The most characters that are taken.
        most: usize,
    },
    /// The delivery's id belongs to another command that came before: nothing was done.
    OtherDelivery,
    /// The delivery is too old to be carried out.
    Stale,
}

/// What must be answered before anything is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Several challenges fit.
    WhichChallenge {
        /// Their numbers.
        challenges: Vec<u32>,
    },
    /// The amount can be read in two ways.
    WhichAmount {
        /// The two ways: what is shown and what to type for it.
        ways: [(String, String); 2],
        /// The challenge.
        challenge: u32,
    },
    /// The same was recorded a moment ago.
    CountAgain {
        /// The entry that is there.
        entry: u64,
        /// Its challenge.
        challenge: u32,
    },
}

impl Question {
    /// The challenge that is asked about; the first of several.
    #[must_use]
    pub fn challenge(&self) -> u32 {
        match self {
            Self::WhichChallenge { challenges } => challenges.first().copied().unwrap_or(0),
            Self::WhichAmount { challenge, .. } | Self::CountAgain { challenge, .. } => *challenge,
        }
    }
}

/// What a refused command wanted of a challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// To record an entry.
    Entry,
    /// To join.
    Join,
    /// To set a goal or a start.
    Goal,
    /// To open it.
    Open,
    /// To pause it.
    Pause,
    /// To resume it.
    Resume,
    /// To end it.
    End,
    /// To cancel it.
    Cancel,
    /// To change its rules.
    Edit,
    /// To judge an entry.
    Judge,
    /// To take an own entry back.
    Undo,
}

/// What is wrong with an option's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not one of these.
    OneOf(Vec<String>),
    /// Not a unit.
    Unit,
    /// Not a zone; these come near.
    Zone(Vec<&'static str>),
    /// Not a date.
    Date,
    /// Not a clock time.
    Clock,
    /// Not a close; such as `sun 20:00`.
    Closing(&'static str),
    /// Not a span of time, such as `48h`.
    Span,
    /// Not a whole number from `least` to `most`.
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// Not an amount of the challenge's unit.
    Amount(String),
    /// Too long: at most so many characters.
    Long(usize),
    /// Empty.
    Empty,
    /// In the past.
    Past,
    /// Before the start.
    BeforeStart,
    /// Members joined on it.
    Promised,
    /// A draw is sealed in the post that opens it.
    DrawOpened,
    /// Only a later end is possible after the start.
    EarlierEnd,
    /// The scoring needs to be told which way is better.
    DirectionNeeded,
    /// `less` does not go with the scoring.
    LessNotFor(&'static str),
    /// Readings or increments do not go with the scoring.
    KindNotFor(&'static str),
    /// The option belongs to another scoring.
    OnlyFor(&'static str),
    /// A cap of a day goes only where a day's amounts are added up.
    DayCap,
    /// A checklist is needed.
    ItemsNeeded,
    /// Moderators are named in the operator's settings here.
    ModeratorsInSettings,
    /// Names no post that is stuck here.
    Post,
    /// People and groups must be mentions.
    Mentions,
    /// Voting comes later.
    VotesLater,
    /// Not quiet hours, such as `22-08`.
    Quiet,
}
