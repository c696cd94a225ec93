//! What the bot may do in a workspace: the scopes that manifests declare and installations ask for, and no more
//! (docs.slack.dev/reference/scopes).

/// Without these nothing works: commands, answers, mentions in threads, and people's names, zones and rights.
pub const REQUIRED: &[&str] = &["commands", "chat:write", "app_mentions:read", "users:read"];

/// Without one of these something is less good, and `/huzzah doctor` says what: whether the bot is in the channel for
/// news, exported files in a direct message, and user groups as moderators.
pub const OPTIONAL: &[&str] = &[
    "channels:read",
    "groups:read",
    "files:write",
    "im:write",
    "usergroups:read",
];

/// All of them, those that are needed first.
pub fn all() -> impl Iterator<Item = &'static str> {
    REQUIRED.iter().chain(OPTIONAL).copied()
}
