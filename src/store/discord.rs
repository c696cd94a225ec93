//! Discord's tables: commands registered, long lines of buttons, servers. Read by `platform::discord` alone.

use crate::store::value::{Row, values};
use crate::store::{Store, StoreError, Tx};

/// The commands registered for an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordCommands {
    /// The application's id.
    pub application_id: String,
    /// The one server they are registered for; empty for all.
    pub scope: String,
    /// What they are, hashed.
    pub command_hash: String,
    /// Discord's ids of them by name, as JSON.
    pub command_ids: String,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordGuild {
    /// Its id.
    pub guild_id: String,
    /// What it is called.
    pub name: String,
    /// Whether Huzzah is in it.
    pub here: bool,
    /// Since when.
    pub state_ms: i64,
}

macro_rules! select_guild {
    ($rest:literal) => {
        concat!(
            "select guild_id, name, state, state_ms
             from discord_guild
             ",
            $rest
        )
    };
}

impl Store {
    /// The commands registered for an application in a scope.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_commands(
        &self,
        application_id: &str,
        scope: &str,
    ) -> Result<Option<DiscordCommands>, StoreError> {
        let sql = "select application_id, scope, command_hash, command_ids
             from discord_app
             where application_id = $1 and scope = $2";
        let rows = self.fetch(sql, values![application_id, scope]).await?;
        let read = |row: &Row| {
            Ok(DiscordCommands {
                application_id: row.text(0)?,
                scope: row.text(1)?,
                command_hash: row.text(2)?,
                command_ids: row.text(3)?,
            })
        };
        rows.first().map(read).transpose()
    }

    /// The line that a button stands for.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_line(&self, button_id: &str) -> Result<Option<String>, StoreError> {
        let sql = "select line from discord_button where button_id = $1";
        let rows = self.fetch(sql, values![button_id]).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    /// A server, gone or here.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_guild(&self, guild_id: &str) -> Result<Option<DiscordGuild>, StoreError> {
        let sql = select_guild!("where guild_id = $1");
        let rows = self.fetch(sql, values![guild_id]).await?;
        rows.first().map(guild).transpose()
    }

    /// Servers that are here, after one of these ids, in order of their ids, at most `limit`; begin with "".
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_guilds_here(
        &self,
        after_guild_id: &str,
        limit: u32,
    ) -> Result<Vec<DiscordGuild>, StoreError> {
        let sql = select_guild!(
            "where state = 'here' and guild_id > $1
             order by guild_id
             limit $2"
        );
        let rows = self.fetch(sql, values![after_guild_id, limit]).await?;
        rows.iter().map(guild).collect()
    }

    /// Servers that went before an instant and are not purged yet, those that went first first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_gone_before(
        &self,
        before_ms: i64,
    ) -> Result<Vec<DiscordGuild>, StoreError> {
        let sql = select_guild!(
            "where state = 'gone' and state_ms < $1
             order by state_ms, guild_id"
        );
        let rows = self.fetch(sql, values![before_ms]).await?;
        rows.iter().map(guild).collect()
    }
}

fn guild(row: &Row) -> Result<DiscordGuild, StoreError> {
    Ok(DiscordGuild {
        guild_id: row.text(0)?,
        name: row.text(1)?,
        here: row.text(2)? == "here",
        state_ms: row.int(3)?,
    })
}

impl Tx {
    /// Writes which commands are registered.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_registered(
        &mut self,
        commands: &DiscordCommands,
    ) -> Result<(), StoreError> {
        self.execute(
            "insert into discord_app (application_id, scope, command_hash, command_ids)
             values ($1, $2, $3, $4)
             on conflict (application_id, scope) do update
             set command_hash = excluded.command_hash, command_ids = excluded.command_ids",
            values![
                &commands.application_id,
                &commands.scope,
                &commands.command_hash,
                &commands.command_ids
            ],
        )
        .await
        .map(drop)
    }

    /// Keeps a button's line, or keeps it longer where it is kept already; `user_id` is whom its card answers. Drops lines
    /// kept before `drop_before_ms`.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_keep_line(
        &mut self,
        button_id: &str,
        line: &str,
        user_id: Option<&str>,
        now_ms: i64,
        drop_before_ms: i64,
    ) -> Result<(), StoreError> {
        self.execute(
            "delete from discord_button where made_ms < $1",
            values![drop_before_ms],
        )
        .await?;
        self.execute(
            "insert into discord_button (button_id, line, user_id, made_ms)
             values ($1, $2, $3, $4)
             on conflict (button_id) do update
             set user_id = excluded.user_id, made_ms = excluded.made_ms",
            values![button_id, line, user_id, now_ms],
        )
        .await
        .map(drop)
    }

    /// Drops the lines of buttons on cards that answered somebody: they may hold what she wrote.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_forget_lines(&mut self, user_id: &str) -> Result<(), StoreError> {
        self.execute(
            "delete from discord_button where user_id = $1",
            values![user_id],
        )
        .await
        .map(drop)
    }

    /// Notes that Huzzah is in a server, and what that is called; says whether that is news: it was not known, or gone.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_come(
        &mut self,
        guild_id: &str,
        name: &str,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let n_known = self
            .execute(
                "update discord_guild set name = $2 where guild_id = $1 and state = 'here'",
                values![guild_id, name],
            )
            .await?;
        if n_known > 0 {
            return Ok(false);
        }
        self.execute(
            "insert into discord_guild (guild_id, name, state, state_ms)
             values ($1, $2, 'here', $3)
             on conflict (guild_id) do update
             set name = excluded.name, state = excluded.state, state_ms = excluded.state_ms",
            values![guild_id, name, now_ms],
        )
        .await?;
        Ok(true)
    }

    /// Marks a server as gone; repeating changes nothing. Says whether it was here.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_go(&mut self, guild_id: &str, now_ms: i64) -> Result<bool, StoreError> {
        let n_gone = self
            .execute(
                "update discord_guild
                 set state = 'gone', state_ms = $2
                 where guild_id = $1 and state = 'here'",
                values![guild_id, now_ms],
            )
            .await?;
        Ok(n_gone == 1)
    }

    /// Drops everything of a server that went before an instant; false where it did not, or came back.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn discord_purge(
        &mut self,
        guild_id: &str,
        gone_before_ms: i64,
    ) -> Result<bool, StoreError> {
        let n_purged = self
            .execute(
                "delete from discord_guild
                 where guild_id = $1 and state = 'gone' and state_ms < $2",
                values![guild_id, gone_before_ms],
            )
            .await?;
        if n_purged == 0 {
            return Ok(false);
        }
        self.purge_messages("discord", guild_id).await?;
        Ok(true)
    }
}
