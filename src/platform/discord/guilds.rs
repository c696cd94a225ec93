//! Servers that add the bot or take it out.
//!
//! The first that is seen of a server makes its space. One that takes the bot out is left alone from that moment, its data
//! waits for a month, and then nothing of it is left. A server that is only out of order (`unavailable`) is still here.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use serenity::model::id::GuildId;
use tokio::sync::watch;

use crate::engine::{Claim, Engine, EngineError};
use crate::platform::discord::PLATFORM;
use crate::platform::discord::api::{Api, CallError, Method, Route};
use crate::platform::discord::snowflake::snowflake;
use crate::platform::gone::{self, Gone, KEPT_MS};
use crate::store::StoreError;

/// How many servers are read at a time.
const PAGE: u32 = 100;
/// How long an interaction waits for the name of a server that was never seen before.
const NAMING: Duration = Duration::from_millis(600);
/// The longest name that is kept; Discord's have 2 to 100 characters.
const NAME_CHARS: usize = 100;
/// What Discord says of a server that the bot is not in: no access, or unknown (`topics/opcodes-and-status-codes`).
const NOT_THERE: [u64; 2] = [50_001, 10_004];

/// The servers; clones share everything.
#[derive(Clone)]
pub struct Guilds(Arc<Inner>);

struct Inner {
    engine: Engine,
    api: Api,
    /// Those known to be here, so that an interaction costs no look into the store.
    here: Mutex<HashSet<String>>,
}

impl Guilds {
    /// The servers that a house knows.
    #[must_use]
    pub fn new(engine: Engine, api: Api) -> Self {
        Self(Arc::new(Inner {
            engine,
            api,
            here: Mutex::default(),
        }))
    }

    /// Discord says that the bot is in a server, and what that is called.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn came(&self, guild_id: &str, name: &str) -> Result<(), EngineError> {
        let name: String = name.chars().take(NAME_CHARS).collect();
        let Inner { engine, here, .. } = &*self.0;
        let known = engine.store().discord_guild(guild_id).await?;
        if known.is_some_and(|known| known.here && known.name == name) {
            let mut here = here.lock().unwrap_or_else(PoisonError::into_inner);
            here.insert(guild_id.to_owned());
            return Ok(());
        }
        // The space comes first: whoever finds the server here finds the space too.
        engine.space(PLATFORM, guild_id, &name).await?;
        let now_ms = engine.now_ms();
        let mut tx = engine.store().begin().await?;
        let news = tx.discord_come(guild_id, &name, now_ms).await?;
        tx.commit().await?;
        let mut here = here.lock().unwrap_or_else(PoisonError::into_inner);
        here.insert(guild_id.to_owned());
        if news {
            tracing::info!(guild_id, "Huzzah was added to a server");
        }
        Ok(())
    }

    /// Discord says that the bot was taken out of a server.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn went(&self, guild_id: &str) -> Result<(), StoreError> {
        let Inner { engine, here, .. } = &*self.0;
        let forget = || {
            let mut here = here.lock().unwrap_or_else(PoisonError::into_inner);
            here.remove(guild_id)
        };
        forget();
        let now_ms = engine.now_ms();
        let mut tx = engine.store().begin().await?;
        let news = tx.discord_go(guild_id, now_ms).await?;
        tx.commit().await?;
        if news {
            tracing::info!(
                guild_id,
                "Huzzah was taken out of a server: its data is deleted in 30 days"
            );
        }
        Ok(())
    }

    /// Makes sure, before an interaction of its is looked at, that a server is known.
    pub async fn meet(&self, guild_id: &str) {
        if self.is_known(guild_id) {
            return;
        }
        let store = self.0.engine.store();
        let met = match store.discord_guild(guild_id).await {
            Ok(Some(guild)) => self.came(guild_id, &guild.name).await,
            Ok(None) => {
                let named = tokio::time::timeout(NAMING, self.ask(guild_id)).await;
                let name = named.ok().and_then(Result::ok);
                let name = name.as_ref().and_then(|guild| guild["name"].as_str());
                self.came(guild_id, name.unwrap_or(guild_id)).await
            }
            Err(error) => Err(error.into()),
        };
        if let Err(error) = met {
            tracing::warn!(%error, guild_id, "a server is noted later");
        }
    }

    /// Whether the bot was taken out of a server.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn is_gone(&self, guild_id: &str) -> Result<bool, StoreError> {
        let guild = self.0.engine.store().discord_guild(guild_id).await?;
        Ok(guild.is_some_and(|guild| !guild.here))
    }

    /// Discord has told all servers of a shard: those of the shard that are not among them went while nobody could tell.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn all_of(
        &self,
        shard: u32,
        total: u32,
        guild_ids: &HashSet<String>,
    ) -> Result<(), StoreError> {
        let mut last = String::new();
        loop {
            let store = self.0.engine.store();
            let known = store.discord_guilds_here(&last, PAGE).await?;
            let Some(end) = known.last() else {
                return Ok(());
            };
            last.clone_from(&end.guild_id);
            for guild in known {
                let ours = shard_of(&guild.guild_id, total) == Some(shard);
                if ours && !guild_ids.contains(&guild.guild_id) {
                    self.went(&guild.guild_id).await?;
                }
            }
        }
    }

    /// Asks Discord about every server that is here; how many went. Over HTTP nobody tells.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn look_after(&self) -> Result<usize, StoreError> {
        let (mut n_gone, mut last) = (0, String::new());
        loop {
            let store = self.0.engine.store();
            let known = store.discord_guilds_here(&last, PAGE).await?;
            let Some(end) = known.last() else {
                return Ok(n_gone);
            };
            last.clone_from(&end.guild_id);
            for guild in known {
                let asked = self.ask(&guild.guild_id).await;
                let code = asked.err().map_or(0, |error| error.code());
                if NOT_THERE.contains(&code) {
                    self.went(&guild.guild_id).await?;
                    n_gone += 1;
                }
            }
        }
    }

    /// Deletes everything about servers that took the bot out 30 days ago; how many there were.
    ///
    /// # Errors
    /// If the store fails; what is left is deleted another time.
    pub async fn purge_due(&self) -> Result<usize, EngineError> {
        let engine = &self.0.engine;
        let before_ms = engine.now_ms().saturating_sub(KEPT_MS);
        let gone = engine.store().discord_gone_before(before_ms).await?;
        let gone = gone.into_iter().map(|guild| {
            let guild_id = guild.guild_id.clone();
            let claim: Claim = Box::new(move |tx| {
                Box::pin(async move { tx.discord_purge(&guild_id, before_ms).await })
            });
            Gone {
                space: guild.guild_id,
                claim,
            }
        });
        gone::purge(engine, PLATFORM, gone.collect()).await
    }

    /// Looks every hour for servers whose time is over, and every day, where `asks`, for those that went unseen.
    pub(super) async fn watch(self, asks: bool, stop: watch::Receiver<bool>) {
        let clock = self.0.engine.clock().clone();
        let guilds = self.clone();
        let look_after: gone::Job = Box::new(move || {
            let guilds = guilds.clone();
            Box::pin(async move {
                if !asks {
                    return true;
                }
                let looked = guilds.look_after().await;
                if let Err(error) = &looked {
                    tracing::warn!(%error, "servers are looked after later");
                }
                looked.is_ok()
            })
        });
        let purge_due: gone::Job = Box::new(move || {
            let guilds = self.clone();
            Box::pin(async move {
                let purged = guilds.purge_due().await;
                if let Err(error) = &purged {
                    tracing::warn!(%error, "a server's data is deleted later");
                }
                purged.is_ok()
            })
        });
        gone::watch(clock, look_after, purge_due, stop).await;
    }

    fn is_known(&self, guild_id: &str) -> bool {
        let here = self.0.here.lock().unwrap_or_else(PoisonError::into_inner);
        here.contains(guild_id)
    }

    async fn ask(&self, guild_id: &str) -> Result<Value, CallError> {
        let Some(number) = snowflake(guild_id) else {
            return Err(CallError::NotSent("no id of a server".to_owned()));
        };
        let guild_id = GuildId::new(number.get());
        let route = Route::Guild { guild_id };
        self.0.api.call(Method::Get, route, None).await
    }
}

/// The shard that a server is on (`events/gateway`, "Sharding").
#[must_use]
pub fn shard_of(guild_id: &str, total: u32) -> Option<u32> {
    let shard = (snowflake(guild_id)?.get() >> 22).checked_rem(u64::from(total))?;
    u32::try_from(shard).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_shared_among_shards_by_discords_formula() {
        // The guild of the documentation's examples.
        let (guild, number) = ("197038439483310086", 197_038_439_483_310_086_u64);
        for total in [1, 2, 16, 100] {
            let expected = u32::try_from((number >> 22) % u64::from(total)).expect("it is small");
            assert_eq!(shard_of(guild, total), Some(expected));
        }
        for (odd, total) in [("", 1), ("0", 1), ("x", 1), (guild, 0)] {
            assert_eq!(shard_of(odd, total), None, "{odd}");
        }
    }
}
