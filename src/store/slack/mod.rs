//! Slack's tables: installations, messages that answer commands, troubles told. Read by `platform::slack` alone.
//!
//! Reading hangs on [`Store`], writing on [`Tx`], as everywhere in the store.

use crate::store::{Store, StoreError, Tx};

/// A workspace that installed the app. Tokens are sealed texts; nothing here can open them.
#[derive(Clone, PartialEq, Eq)]
pub struct SlackInstallation {
    /// The organisation's id, or empty.
    pub enterprise_id: String,
    /// The workspace's id.
    pub team_id: String,
    /// What it is called.
    pub name: String,
    /// The app's id.
    pub app_id: String,
    /// The bot's user id.
    pub bot_user: String,
    /// Who installed it.
    pub installer: Option<String>,
    /// The scopes granted, separated by commas.
    pub scopes: String,
    /// The sealed token; none once gone.
    pub token: Option<String>,
    /// The sealed refresh token, where tokens rotate.
    pub refresh: Option<String>,
    /// When the token ends, where tokens rotate.
    pub expires_ms: Option<i64>,
    /// Whether it is still installed.
    pub here: bool,
    /// When it came or went.
    pub state_ms: i64,
}

/// A public message that answers a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlackMessage {
    /// What makes it one message however often the command is delivered.
    pub message_key: String,
    /// The space.
    pub platform_space: String,
    /// The channel.
    pub channel: String,
    /// Slack's id of the message, once known.
    pub ts: Option<String>,
    /// Whose command it answers.
    pub user_id: Option<String>,
    /// The entry it shows.
    pub about_seq: Option<i64>,
    /// When it was begun.
    pub made_ms: i64,
}

impl Store {
    /// The installation of a workspace, gone or here.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_installation(
        &self,
        _enterprise_id: &str,
        _team_id: &str,
    ) -> Result<Option<SlackInstallation>, StoreError> {
        unimplemented!()
    }

    /// Messages about an entry that were sent, newest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_messages_about(
        &self,
        _platform_space: &str,
        _about_seq: i64,
    ) -> Result<Vec<SlackMessage>, StoreError> {
        unimplemented!()
    }

    /// Installations that went before an instant and are not purged yet.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_gone_before(
        &self,
        _before_ms: i64,
    ) -> Result<Vec<SlackInstallation>, StoreError> {
        unimplemented!()
    }
}

impl Tx {
    /// Writes an installation, over an earlier one of the same workspace.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_install(
        &mut self,
        _installation: &SlackInstallation,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Replaces rotated tokens, only where `refresh_before` is still the sealed refresh token; says whether it was.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_rotate(
        &mut self,
        _enterprise_id: &str,
        _team_id: &str,
        _refresh_before: &str,
        _token: &str,
        _refresh: &str,
        _expires_ms: i64,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }

    /// Marks a workspace as gone and drops its tokens; repeating changes nothing.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_go(
        &mut self,
        _enterprise_id: &str,
        _team_id: &str,
        _now_ms: i64,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Forgets a gone workspace's installation row and everything in Slack's tables about it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_purge(
        &mut self,
        _enterprise_id: &str,
        _team_id: &str,
        _platform_space: &str,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Keeps the hash of an OAuth `state`, and drops those made before `drop_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_keep_state(
        &mut self,
        _state_hash: &str,
        _made_ms: i64,
        _drop_before_ms: i64,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Takes an OAuth `state` out, once; says whether it was there and made after `made_after_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_take_state(
        &mut self,
        _state_hash: &str,
        _made_after_ms: i64,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }

    /// Begins a message (state `sending`); false when that key was begun before. Drops rows made before `drop_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_begin_message(
        &mut self,
        _message: &SlackMessage,
        _drop_before_ms: i64,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }

    /// Notes where a begun message went (`sent`), or that it can't be told (`unknown`, ts none).
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_message_sent(
        &mut self,
        _message_key: &str,
        _channel: &str,
        _ts: Option<&str>,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Drops a begun message that was surely not posted, so that a repeated delivery may post it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_drop_message(&mut self, _message_key: &str) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Forgets whose commands messages answered.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_forget_user(
        &mut self,
        _platform_space: &str,
        _user_id: &str,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Notes that a moderator is told of a trouble; false when she was told since `not_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_tell_once(
        &mut self,
        _platform_space: &str,
        _subject: &str,
        _now_ms: i64,
        _not_before_ms: i64,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }

    /// The troubles of a space that begin so are over.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn slack_untell(
        &mut self,
        _platform_space: &str,
        _subject_prefix: &str,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }
}
