//! The lounge's tables: who sits in it, and what was said there. Read by `platform::lounge` alone.
//!
//! Every write takes the next number of `lounge_counter` first, so writers queue and numbers become visible in order:
//! a reader who has seen change 7 will never find a change 6 that it missed.

mod read;
mod write;

/// Somebody who entered the lounge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoungeSession {
    /// Her random id; never her name.
    pub user_id: String,
    /// The name as shown.
    pub name: String,
    /// The name as compared: two names with one key are one name.
    pub name_key: String,
    /// SHA-256 of the cookie's token, in hexadecimal.
    pub token_hash: String,
    /// Whether she was the first ever to enter.
    pub came_first: bool,
    /// IANA name of the zone her browser told.
    pub zone: Option<String>,
    /// The locale her browser told.
    pub locale: Option<String>,
    /// When she entered.
    pub entered_ms: i64,
}

/// A message of the lounge as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoungeMessage {
    /// Its number: messages are ordered by it.
    pub message_id: i64,
    /// The number of its last change; equal to `message_id` until it is changed.
    pub last_change: i64,
    /// When it was said or was due.
    pub at_ms: i64,
    /// The channel it stands in.
    pub channel: String,
    /// The message whose thread it is in.
    pub parent_id: Option<i64>,
    /// Who wrote it, or whose command it answers.
    pub user_id: Option<String>,
    /// That person's name now; nothing when she was forgotten.
    pub name: Option<String>,
    /// The only person who may see it; everybody when absent.
    pub only_for: Option<String>,
    /// `chat` (then `body` is text); else `reply` or the announcement's kind (then `body` is a card as JSON).
    pub kind: String,
    /// The line that a private reply answers.
    pub line: Option<String>,
    /// Text or JSON, as `kind` says.
    pub body: String,
    /// How many messages its thread holds.
    pub n_replies: i64,
    /// Whether it was dismissed; then nothing else of it may be shown.
    pub gone: bool,
}

/// A message to be stored.
#[derive(Debug, Clone, Default)]
pub struct NewLoungeMessage {
    /// What makes it one message however often it is posted.
    pub key: String,
    /// When it was said or was due.
    pub at_ms: i64,
    /// The channel.
    pub channel: String,
    /// The message whose thread it belongs in.
    pub parent_id: Option<i64>,
    /// Who wrote it, or whose command it answers.
    pub user_id: Option<String>,
    /// The only person who may see it.
    pub only_for: Option<String>,
    /// The entry it shows.
    pub about_seq: Option<i64>,
    /// `chat`, `reply`, or the announcement's kind.
    pub kind: String,
    /// The line that a private reply answers.
    pub line: Option<String>,
    /// Text or a card as JSON.
    pub body: String,
}
