//! The gateway: interactions come over it, and what becomes of servers; serenity keeps the connections.
//!
//! Which shards are served, and whether sessions may be begun, is asked of Discord at the start and every ten minutes: who
//! begins more sessions a day than allowed loses the token (`events/gateway`, "Session Start Limit").

mod ear;
mod hear;
mod plan;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use serenity::client::{Client, ClientBuilder};
use serenity::gateway::{ConnectionStage, GatewayError, ShardManager};
use serenity::model::gateway::GatewayIntents;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::platform::discord::Shards;
use crate::platform::discord::api::{Api, CallError};
use crate::platform::discord::carry::Take;
use crate::platform::discord::guilds::Guilds;
use crate::telemetry;
use ear::{Ear, Heard};
use hear::{News, keep_books};
use plan::{Look, Plan};

/// The longest pause between two tries to begin.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// How often Discord is asked whether the plan still holds.
const LOOK: Duration = Duration::from_mins(10);
/// How often serenity is asked which shards are connected.
const COUNT: Duration = Duration::from_secs(2);
/// How long serenity may take to get ready.
const READYING: Duration = Duration::from_secs(15);
/// How long connections may take to close.
const CLOSING: Duration = Duration::from_secs(3);
/// What to do about a token that Discord does not take.
const WRONG_TOKEN: &str = "Discord does not take the token: set HUZZAH_DISCORD__TOKEN to the one under Bot in the app's settings, and start again";

/// The gateway; clones are the same one.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    api: Api,
    shards: Shards,
    take: Take,
    guilds: Guilds,
    state: Mutex<State>,
    n_under_way: watch::Sender<usize>,
}

/// How the gateway is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The shards of this process that are connected.
    pub connected: BTreeSet<u32>,
    /// How many there should be; 0 before Discord said so.
    pub wanted: u32,
    /// What last went wrong.
    pub last_error: Option<String>,
}

/// Why connections ended.
enum End {
    /// We were told to stop.
    Told,
    /// Discord wants other shards than we have.
    Grown,
    /// Discord allows no more sessions for so long.
    Spent(Duration),
    /// They broke.
    Broke(String),
    /// They will never work; what to do.
    Hopeless(&'static str),
}

impl Gateway {
    /// A gateway that hands interactions to `take`. Nothing is asked of Discord yet.
    #[must_use]
    pub fn new(api: Api, shards: Shards, take: Take, guilds: Guilds) -> Self {
        Self(Arc::new(Inner {
            api,
            shards,
            take,
            guilds,
            state: Mutex::default(),
            n_under_way: watch::Sender::new(0),
        }))
    }

    /// How it is.
    #[must_use]
    pub fn state(&self) -> State {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    /// Keeps the connections until told to stop.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let (news, heard) = mpsc::unbounded_channel();
        let guilds = self.0.guilds.clone();
        self.go(keep_books(guilds, heard));
        let pauses = ExponentialBuilder::default()
            .with_max_delay(LONGEST_PAUSE)
            .with_jitter()
            .without_max_times();
        let mut pause = pauses.build();
        loop {
            let end = self.begin(&mut stop, &news).await;
            if !self.state().connected.is_empty() {
                pause = pauses.build();
            }
            self.change(|state| state.connected.clear());
            let wait = match end {
                End::Told => return,
                End::Grown => {
                    tracing::info!("Discord advises more shards: connections are begun anew");
                    Duration::ZERO
                }
                End::Spent(wait) => {
                    let word = "Discord allows no more sessions for now";
                    tracing::warn!(?wait, "{word}");
                    self.change(|state| state.last_error = Some(word.to_owned()));
                    wait
                }
                End::Hopeless(fix) => {
                    tracing::error!("{fix}");
                    return self.change(|state| state.last_error = Some(fix.to_owned()));
                }
                End::Broke(error) => {
                    tracing::warn!(error, "Discord's gateway is tried again");
                    self.change(|state| state.last_error = Some(error));
                    pause.next().unwrap_or(LONGEST_PAUSE)
                }
            };
            if timeout(wait, told(&mut stop)).await.is_ok() {
                return;
            }
        }
    }

    /// Waits until no answer is on its way to Discord any more.
    pub async fn quiet(&self) {
        let mut n_under_way = self.0.n_under_way.subscribe();
        let quiet = n_under_way.wait_for(|n| *n == 0).await.is_ok();
        debug_assert!(quiet, "the gateway holds the sender, so it is open");
    }

    /// Asks for a plan and keeps connections by it.
    async fn begin(
        &self,
        stop: &mut watch::Receiver<bool>,
        news: &mpsc::UnboundedSender<News>,
    ) -> End {
        let plan = match Plan::ask(&self.0.api, self.0.shards).await {
            Ok(plan) => plan,
            Err(CallError::Refused { status: 401, .. }) => return End::Hopeless(WRONG_TOKEN),
            Err(error) => return End::Broke(error.to_string()),
        };
        if let Some(wait) = plan.wait() {
            return End::Spent(wait);
        }
        let (send, heard) = mpsc::unbounded_channel();
        let builder =
            ClientBuilder::new_with_http(self.0.api.for_gateway(), GatewayIntents::GUILDS)
                .raw_event_handler(Ear(send));
        let Ok(Ok(client)) = timeout(READYING, builder).await else {
            return End::Broke("the gateway could not be made ready".to_owned());
        };
        // Where asking fails serenity silently takes Discord's own address.
        client.ws_url.lock().await.clone_from(&plan.url);
        self.change(|state| state.wanted = plan.n_shards());
        self.session(plan, client, heard, stop, news).await
    }

    /// Connections from their beginning to their end.
    async fn session(
        &self,
        mut plan: Plan,
        mut client: Client,
        mut heard: mpsc::UnboundedReceiver<Heard>,
        stop: &mut watch::Receiver<bool>,
        news: &mpsc::UnboundedSender<News>,
    ) -> End {
        let manager = Arc::clone(&client.shard_manager);
        let (mut looks, mut counts) = (tokio::time::interval(LOOK), tokio::time::interval(COUNT));
        looks.reset();
        counts.reset();
        // serenity means the range's end to be in it.
        let range = plan.from..plan.to;
        let total = plan.total;
        let mut started = Box::pin(async move { client.start_shard_range(range, total).await });
        let end = loop {
            tokio::select! {
                ended = &mut started => break ended_how(ended.err().as_ref()),
                Some(heard) = heard.recv() => self.hear(heard, news),
                _ = counts.tick() => self.count(&manager).await,
                _ = looks.tick() => match plan.look(&self.0.api, self.0.shards).await {
                    Look::Holds => {}
                    Look::Grown => break End::Grown,
                    Look::Spent(wait) => break End::Spent(wait),
                },
                () = told(stop) => break End::Told,
            }
        };
        if timeout(CLOSING, manager.shutdown_all()).await.is_err() {
            tracing::debug!("the gateway did not close in time");
        }
        // What was heard before the end is still carried out.
        while let Ok(heard) = heard.try_recv() {
            self.hear(heard, news);
        }
        end
    }

    /// Asks serenity which shards are connected.
    async fn count(&self, manager: &ShardManager) {
        let runners = manager.runners.lock().await;
        let connected = runners
            .iter()
            .filter(|(_, runner)| runner.stage == ConnectionStage::Connected)
            .map(|(shard, _)| shard.0)
            .collect();
        drop(runners);
        self.change(|state| state.connected = connected);
    }

    fn connected(&self, shard: u32) {
        self.change(|state| {
            state.connected.insert(shard);
            state.last_error = None;
        });
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        telemetry::discord_shards(state.connected.len());
    }

    /// Runs work that is waited for at the end.
    fn go(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.n_under_way.send_modify(|n| *n += 1);
        let gateway = self.clone();
        tokio::spawn(async move {
            if tokio::spawn(work).await.is_err() {
                tracing::error!("what Discord's gateway said broke something");
            }
            gateway.0.n_under_way.send_modify(|n| *n -= 1);
        });
    }
}

/// Waits until we are told to stop.
async fn told(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left who could say stop: the process is going down.
    drop(stop.wait_for(|stop| *stop).await);
}

/// Why serenity gave up.
fn ended_how(error: Option<&serenity::Error>) -> End {
    match error {
        Some(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => {
            End::Hopeless(WRONG_TOKEN)
        }
        Some(serenity::Error::Gateway(
            GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents,
        )) => End::Hopeless("Discord refuses the intent GUILDS, which every bot may have"),
        _ => End::Broke("the connections to Discord ended".to_owned()),
    }
}
