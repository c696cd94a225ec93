//! Slack: Slack's payloads become invocations, cards become Block Kit; nothing is decided here.

mod answer;
pub mod api;
pub mod blocks;
pub mod carry;
pub mod envelope;
pub mod gone;
pub mod home;
pub mod http;
mod install;
pub mod manifest;
pub mod people;
pub mod scopes;
pub mod seal;
pub mod socket;
pub mod team;
pub mod workspaces;

use secrecy::SecretString;

use crate::config::TokenKey;

/// Slack's id as a platform.
pub const PLATFORM: &str = "slack";

/// What an operator decides about Slack, checked.
#[derive(Debug, Clone)]
pub struct Options {
    /// The Web API's base address, without a slash at its end.
    pub api_url: String,
    /// How payloads reach us.
    pub door: Door,
    /// Which workspaces are served.
    pub app: App,
    /// Slack user ids (`U…`) who moderate everywhere.
    pub moderators: Vec<String>,
}

/// How payloads reach us.
#[derive(Debug, Clone)]
pub enum Door {
    /// Socket Mode, with the app-level token.
    Socket {
        /// `xapp-…`
        app_token: SecretString,
    },
    /// Signed requests to `/slack/events`.
    Http {
        /// What Slack signs with.
        signing_secret: SecretString,
    },
}

/// Which workspaces are served.
#[derive(Debug, Clone)]
pub enum App {
    /// One, by its bot token.
    One {
        /// `xoxb-…`
        bot_token: SecretString,
    },
    /// All that install the app.
    Several {
        /// The app's client id.
        client_id: String,
        /// The app's client secret.
        client_secret: SecretString,
        /// The key that seals tokens at rest.
        token_key: TokenKey,
    },
}
