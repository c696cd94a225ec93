//! Registering the commands: all at once, and only when they are not as Discord has them.

use std::collections::BTreeMap;

use serde_json::Value;
use serenity::model::id::{ApplicationId, GuildId};

use crate::platform::discord::api::{Api, CallError, Method, Route};
use crate::platform::discord::register::{definitions, fingerprint, ids};
use crate::store::discord::DiscordCommands;
use crate::store::{Store, StoreError};

/// Why commands are not registered.
#[derive(Debug, thiserror::Error)]
pub enum NotRegistered {
    /// Discord said no, or was not reached.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes Discord know the commands, for one server where `dev_guild` names it and for all otherwise; whether they had to be
/// sent. From then on their ids are known to the API.
///
/// # Errors
/// See [`NotRegistered`]; trying again does no harm.
pub async fn ensure(
    api: &Api,
    store: &Store,
    dev_guild: Option<&str>,
) -> Result<bool, NotRegistered> {
    let application_id = api.application_id().await?;
    let scope = dev_guild.unwrap_or_default();
    let definitions = definitions();
    let hash = fingerprint(&definitions);
    if let Some(known) = store.discord_commands(&application_id, scope).await?
        && known.command_hash == hash
    {
        let ids = serde_json::from_str(&known.command_ids);
        api.know_commands(ids.unwrap_or_default());
        return Ok(false);
    }
    let route = route(&application_id, dev_guild)?;
    let body = Value::from(definitions);
    let registered = ids(&api.call(Method::Put, route, Some(&body)).await?);
    let commands = DiscordCommands {
        application_id,
        scope: scope.to_owned(),
        command_hash: hash,
        command_ids: json(&registered),
    };
    api.know_commands(registered);
    let mut tx = store.begin().await?;
    tx.discord_registered(&commands).await?;
    tx.commit().await?;
    Ok(true)
}

fn route(application_id: &str, dev_guild: Option<&str>) -> Result<Route<'static>, CallError> {
    let number = |id: &str| {
        let number = id.parse().ok().filter(|number| *number > 0);
        number.ok_or_else(|| CallError::NotSent("an id that is no number".to_owned()))
    };
    let application_id = ApplicationId::new(number(application_id)?);
    Ok(match dev_guild {
        None => Route::Commands { application_id },
        Some(guild) => Route::GuildCommands {
            application_id,
            guild_id: GuildId::new(number(guild)?),
        },
    })
}

fn json(ids: &BTreeMap<String, String>) -> String {
    serde_json::to_string(ids).expect("a map of texts is JSON")
}
