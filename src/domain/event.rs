//! Everything that can have happened in a community. The stream of these is the truth; all else is a fold of it.
//!
//! A shipped kind and version never changes its meaning: a new meaning is a new version. No event holds a name or a word
//! by or about a person; those are notes, kept apart and deletable.

mod about;
mod outcome;
mod record;

use serde::{Deserialize, Serialize};

use crate::domain::rules::Rules;

pub use outcome::{Outcome, Reveal, Rise, Run, Winner};
pub use record::{Cause, Record, Unreadable};

/// The version that every kind has today.
pub const VERSION: u32 = 1;

/// Declares the events: the enum, the kind's name on the wire, and reading a body back.
macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $kind:literal { $($(#[$field_doc:meta])* $field:ident : $type:ty,)* })*) => {
        /// What can have happened.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event { $($(#[$doc])* $variant($variant),)* }

        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $variant { $($(#[$field_doc])* pub $field: $type,)* }

        impl From<$variant> for Event {
            fn from(body: $variant) -> Self { Self::$variant(body) }
        })*

        impl Event {
            /// The kind's name on the wire.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind,)* }
            }

            /// Writes the body as JSON after what is in `out`.
            ///
            /// # Errors
            /// None in practice: the bodies are plain data.
            pub fn write_body(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
                match self { $(Self::$variant(body) => serde_json::to_writer(out, body),)* }
            }

            /// Reads a body of `kind`.
            ///
            /// # Errors
            /// When the kind is unknown to this release or the body does not fit it.
            pub fn read(kind: &str, body: &str) -> Result<Self, Unreadable> {
                match kind {
                    $($kind => serde_json::from_str(body).map(Self::$variant).map_err(|error| Unreadable::Body(error.to_string())),)*
                    _ => Err(Unreadable::Kind(kind.to_owned())),
                }
            }
        }
    };
}

events! {
    /// Somebody was seen for the first time.
    IdentityArrived = "identity_arrived" {
        /// Her number in the community, from 1 without gaps.
        identity: u32,
        /// The zone her platform gave, if any; works at once.
        zone: Option<String>,
    }
    /// A member's own settings changed; absent fields stay as they are.
    IdentitySet = "identity_set" {
        /// Whose.
        identity: u32,
        /// The new zone.
        zone: Option<String>,
        /// From when the zone works: the end of the local day that was running.
        from_ms: i64,
        /// Whether winner posts may mention her.
        mentions: Option<bool>,
        /// Whether notes typed after an amount are kept.
        notes: Option<bool>,
        /// In which units she likes to read amounts: `metric` or `imperial`.
        units: Option<String>,
        /// Her language and number format.
        locale: Option<String>,
    }
    /// A member was forgotten: hidden, never a winner, her words deleted.
    IdentityForgotten = "identity_forgotten" {
        /// Who.
        identity: u32,
    }
    /// A member chose where her entries go when several challenges fit.
    DefaultChosen = "default_chosen" {
        /// Who.
        identity: u32,
        /// Where.
        challenge: u32,
    }
    /// The community's settings changed; absent fields stay as they are.
    CommunitySet = "community_set" {
        /// The moderator.
        by: u32,
        /// The new zone.
        zone: Option<String>,
        /// Minutes after midnight at which local days end.
        day_ends_min: Option<u16>,
        /// From when zone and day end work for local days.
        from_ms: i64,
        /// Language and number format.
        locale: Option<String>,
        /// When weekly rounds close unless a challenge says otherwise, as in `closes:`.
        closes: Option<String>,
        /// Quiet hours as `22-08`.
        quiet: Option<String>,
    }
    /// A moderator wrote a challenge down.
    ChallengeDrafted = "challenge_drafted" {
        /// Its number in the community, from 1 without gaps.
        challenge: u32,
        /// The moderator.
        by: u32,
        /// Its rules.
        rules: Rules,
    }
    /// A moderator changed a challenge's rules.
    ChallengeEdited = "challenge_edited" {
        /// Which.
        challenge: u32,
        /// The moderator.
        by: u32,
        /// The rules from now on.
        rules: Rules,
        /// When the running round closes from now on, if one runs.
        round_close_ms: Option<i64>,
        /// Which rules changed, by the names of their options.
        changed: Vec<String>,
    }
    /// A moderator opened a challenge: from now on it can be joined.
    ChallengeOpened = "challenge_opened" {
        /// Which.
        challenge: u32,
        /// The moderator.
        by: u32,
        /// When it starts.
        starts_ms: i64,
        /// SHA-256 of the seed that will draw the challenge's own winners, in hex.
        commitment: Option<String>,
    }
    /// A challenge started: from now on entries count.
    ChallengeStarted = "challenge_started" {
        /// Which.
        challenge: u32,
        /// When it was due.
        due_ms: i64,
        /// When its first round closes, if it has rounds.
        round_close_ms: Option<i64>,
        /// SHA-256 of the seed that will draw the first round's winners, in hex.
        commitment: Option<String>,
    }
    /// Entries are refused until it resumes.
    ChallengePaused = "challenge_paused" {
        /// Which.
        challenge: u32,
        /// The moderator.
        by: u32,
    }
    /// Entries count again.
    ChallengeResumed = "challenge_resumed" {
        /// Which.
        challenge: u32,
        /// The moderator.
        by: u32,
    }
    /// A challenge was called off, without winners.
    ChallengeCancelled = "challenge_cancelled" {
        /// Which.
        challenge: u32,
        /// The moderator.
        by: u32,
    }
    /// A round closed: its winners and the digest of its whole table, once and for all.
    RoundClosed = "round_closed" {
        /// Which challenge.
        challenge: u32,
        /// Which round, from 1.
        round: u32,
        /// When it was due.
        due_ms: i64,
        /// Whether it was carried out ten minutes or more after that.
        late: bool,
        /// What it decided.
        outcome: Outcome,
        /// When the next round closes; none when this was the last.
        next_close_ms: Option<i64>,
        /// SHA-256 of the seed that will draw the next round's winners, in hex.
        commitment: Option<String>,
    }
    /// A challenge ended; with grace, its table is provisional until it is final.
    ChallengeEnded = "challenge_ended" {
        /// Which.
        challenge: u32,
        /// The moderator who ended it early, if one did.
        by: Option<u32>,
        /// When it was due.
        due_ms: i64,
        /// Whether it was carried out ten minutes or more after that.
        late: bool,
        /// When it becomes final.
        final_ms: i64,
        /// How it stands.
        outcome: Outcome,
    }
    /// A challenge's table is final.
    ChallengeFinal = "challenge_final" {
        /// Which.
        challenge: u32,
        /// When it was due.
        due_ms: i64,
        /// Whether it was carried out ten minutes or more after that.
        late: bool,
        /// What it decided.
        outcome: Outcome,
    }
    /// A moderator had a draw's winners replaced by the next of the same order.
    DrawRedone = "draw_redone" {
        /// Which challenge.
        challenge: u32,
        /// Which round; 0 for the challenge's own draw.
        round: u32,
        /// The moderator.
        by: u32,
        /// The new winners.
        winners: Vec<Winner>,
    }
    /// Somebody joined a challenge, or came back.
    MemberJoined = "member_joined" {
        /// Which challenge.
        challenge: u32,
        /// Who.
        identity: u32,
        /// The target she set herself, in micro units.
        goal_micro: Option<i64>,
        /// Her first reading, in micro units.
        start_micro: Option<i64>,
        /// Whether an alias for her is in the notes of this event.
        alias: bool,
    }
    /// Somebody left a challenge.
    MemberLeft = "member_left" {
        /// Which challenge.
        challenge: u32,
        /// Who.
        identity: u32,
    }
    /// Somebody set or changed her goal.
    GoalSet = "goal_set" {
        /// Which challenge.
        challenge: u32,
        /// Who.
        identity: u32,
        /// The target, in micro units.
        goal_micro: i64,
        /// Her first reading, in micro units, if she gave it anew.
        start_micro: Option<i64>,
    }
    /// One report. Its number in the stream is the entry's id.
    EntryRecorded = "entry_recorded" {
        /// For which challenge.
        challenge: u32,
        /// By whom.
        identity: u32,
        /// The exact amount, in micro units of the metric's base unit.
        amount_micro: i64,
        /// The number as typed.
        number: String,
        /// The unit as it was understood.
        unit: String,
        /// When it happened.
        effective_ms: i64,
        /// The local day it belongs to, in days since 1970-01-01.
        day: u16,
        /// The round it counts for; 0 for none.
        round: u32,
        /// The checklist item, from 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<u16>,
        /// Whether a moderator must accept it first.
        held: bool,
        /// The moderator who added it for her.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<u32>,
    }
    /// An entry was taken back by its member or voided by a moderator.
    EntryVoided = "entry_voided" {
        /// Its number in the stream.
        entry: u64,
        /// Its challenge.
        challenge: u32,
        /// Whose it was.
        identity: u32,
        /// Who did it.
        by: u32,
        /// The closed round whose frozen table it is named in; 0 for none.
        amends: u32,
    }
    /// A held entry counts.
    EntryAccepted = "entry_accepted" {
        /// Its number in the stream.
        entry: u64,
        /// Its challenge.
        challenge: u32,
        /// Whose it is.
        identity: u32,
        /// The moderator.
        by: u32,
        /// The round it counts for; 0 for none.
        round: u32,
    }
    /// A held entry does not count.
    EntryRejected = "entry_rejected" {
        /// Its number in the stream.
        entry: u64,
        /// Its challenge.
        challenge: u32,
        /// Whose it is.
        identity: u32,
        /// The moderator.
        by: u32,
    }
}
