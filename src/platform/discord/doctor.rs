//! Discord's part of `/doctor`: how interactions reach us, the token, the commands, the channel for news and what the bot
//! may do there, where else it can't write, and the roles that moderate; each with the exact remedy.

mod channel;
mod roles;

use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;
use serenity::http::Route;

use crate::cards::mark;
use crate::cards::say::say;
use crate::cards::settings::Check;
use crate::commands::{self, DoctorAsk};
use crate::platform::discord::api::{Api, CallError, Method};
use crate::platform::discord::post::Circuits;
use crate::platform::discord::register;
use crate::platform::discord::rights::{self, Seen};
use crate::platform::discord::snowflake::known;
use crate::platform::discord::threads::Threads;

/// How interactions reach us now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Over the gateway.
    Gateway {
        /// Whether all shards of this process are connected.
        connected: bool,
        /// What went wrong last: Discord's word, or ours.
        last_error: Option<String>,
    },
    /// As signed requests.
    Http {
        /// When one last came whose signature was right, in milliseconds UTC; none since the start when absent.
        last_ms: Option<i64>,
    },
}

/// Tells how interactions reach us now; nothing while the process goes down.
pub type AskReach = Arc<dyn Fn() -> Option<Reach> + Send + Sync>;

/// Looks at Discord from inside; clones look at the same.
#[derive(Clone)]
pub struct Doctor {
    /// The REST API.
    pub api: Api,
    /// How interactions reach us.
    pub reach: AskReach,
    /// What interactions said about the bot's rights.
    pub seen: Seen,
    /// Channels in which nothing is posted for a while: one that is well is posted in at once.
    pub circuits: Circuits,
    /// Channels in which no threads are begun for a while; the same.
    pub threads: Threads,
    /// The one server that commands are registered for, while developing.
    pub dev_guild: Option<String>,
}

impl Doctor {
    /// The same, as [`commands::Desk::doctor_of`] takes it.
    #[must_use]
    pub fn for_desk(self) -> commands::Doctor {
        Arc::new(move |ask| {
            let doctor = self.clone();
            let checks: Pin<Box<dyn Future<Output = Vec<Check>> + Send>> =
                Box::pin(async move { doctor.checks(&ask).await });
            checks
        })
    }

    /// Everything that can be looked at from here. Takes about as long as Discord takes to answer twice, twenty seconds at
    /// most.
    pub async fn checks(&self, ask: &DoctorAsk) -> Vec<Check> {
        let guild_id = ask.place.space.as_str();
        let mut checks: Vec<Check> = (self.reach)().map(reached).into_iter().collect();
        let (me, guild, commands) = tokio::join!(
            self.api.call(Method::Get, Route::UserMe, None),
            self.guild(guild_id),
            self.commands()
        );
        checks.push(token(&me));
        checks.push(registered(&commands));
        let bot = me.as_ref().ok().and_then(|me| me["id"].as_str());
        let feed = ask.space.feed.as_deref();
        if let (Ok(guild), Some(bot)) = (&guild, bot) {
            let member = self.member(guild_id, bot).await;
            let member = member.unwrap_or(Value::Null);
            if let Some(feed) = feed {
                checks.extend(self.feed(guild, &member, feed).await);
            }
            let moderators = ask.space.moderators.as_deref();
            checks.extend(roles::moderating(guild, moderators));
            checks.extend(roles::place(guild, &member));
        } else if me.is_ok() {
            let fix = say("discord-fix-later", &[]);
            checks.push(Check::new(say("discord-check-server", &[]), false, fix));
        }
        let here = ask.place.channel.as_str();
        if feed != Some(here)
            && let Some(rights) = self.seen.of(here)
        {
            checks.push(channel::here(here, rights));
        }
        checks
    }

    async fn guild(&self, guild: &str) -> Result<Value, CallError> {
        let guild_id = known(guild)?.into();
        let route = Route::Guild { guild_id };
        self.api.call(Method::Get, route, None).await
    }

    async fn member(&self, guild: &str, user: &str) -> Result<Value, CallError> {
        let route = Route::GuildMember {
            guild_id: known(guild)?.into(),
            user_id: known(user)?.into(),
        };
        self.api.call(Method::Get, route, None).await
    }

    /// The commands that Discord knows.
    async fn commands(&self) -> Result<Value, CallError> {
        let application = self.api.application_id().await?;
        let application_id = known(&application)?.into();
        let route = match &self.dev_guild {
            Some(guild) => Route::GuildCommands {
                application_id,
                guild_id: known(guild)?.into(),
            },
            None => Route::Commands { application_id },
        };
        self.api.call(Method::Get, route, None).await
    }

    /// The channel for news. Where it is well, posts are tried there again at once.
    async fn feed(&self, guild: &Value, member: &Value, feed: &str) -> Vec<Check> {
        let checks = channel::checks(&self.api, &self.seen, guild, member, feed).await;
        if checks.iter().all(|check| check.ok) {
            self.circuits.mend(feed);
            self.threads.mend(feed);
        }
        checks
    }
}

/// Whether interactions reach us.
fn reached(reach: Reach) -> Check {
    match reach {
        Reach::Gateway {
            connected,
            last_error,
        } => {
            let word = last_error.unwrap_or_default();
            let fix = if word.is_empty() {
                say("discord-fix-gateway", &[])
            } else {
                say("discord-fix-gateway-word", &[("word", word.into())])
            };
            Check::new(say("discord-check-gateway", &[]), connected, fix)
        }
        Reach::Http {
            last_ms: Some(last_ms),
        } => {
            let name = say("discord-check-requests", &[]);
            let time = mark::instant(last_ms, &say("discord-just-now", &[]));
            Check::remarked(
                name,
                say("discord-remark-requests", &[("time", time.into())]),
            )
        }
        Reach::Http { last_ms: None } => Check::new(
            say("discord-check-requests", &[]),
            false,
            say("discord-fix-requests", &[]),
        ),
    }
}

/// Whether Discord takes the token.
fn token(me: &Result<Value, CallError>) -> Check {
    let name = say("discord-check-token", &[]);
    match me {
        Ok(_) => Check::new(name, true, String::new()),
        Err(CallError::Refused { .. }) => {
            Check::new(name, false, say("discord-trouble-token", &[]))
        }
        Err(_) => Check::new(name, false, say("discord-fix-later", &[])),
    }
}

/// Whether Discord knows our commands as they are.
fn registered(commands: &Result<Value, CallError>) -> Check {
    let name = say("discord-check-commands", &[]);
    let known = match commands {
        Ok(known) => known,
        Err(CallError::Refused { .. }) => {
            return Check::new(name, false, say("discord-fix-commands-unseen", &[]));
        }
        Err(_) => return Check::new(name, false, say("discord-fix-later", &[])),
    };
    let known: Vec<&str> = names(known).collect();
    let ours = register::definitions();
    let missing: Vec<&str> = ours
        .iter()
        .filter_map(|one| one["name"].as_str())
        .filter(|name| !known.contains(name))
        .collect();
    let fix = if missing.len() == ours.len() {
        say("discord-fix-commands-none", &[])
    } else {
        let names = missing.join(", ");
        say("discord-fix-commands", &[("names", names.into())])
    };
    Check::new(name, missing.is_empty(), fix)
}

fn names(commands: &Value) -> impl Iterator<Item = &str> {
    let commands = commands.as_array().into_iter().flatten();
    commands.filter_map(|one| one["name"].as_str())
}

/// What is less good without rights that nothing depends on.
fn without(lacking: u64) -> Vec<Check> {
    let optional = [
        (rights::HISTORY, "discord-without-history"),
        (rights::FILES, "discord-without-files"),
        (
            rights::THREADS | rights::SEND_IN_THREADS,
            "discord-without-threads",
        ),
    ];
    let lacked = optional
        .into_iter()
        .filter(|(right, _)| lacking & right != 0);
    lacked
        .map(|(right, remark)| {
            let puts = [("right", rights::named(lacking & right).into())];
            Check::remarked(say("discord-check-optional", &puts), say(remark, &[]))
        })
        .collect()
}
