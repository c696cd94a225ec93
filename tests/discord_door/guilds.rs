//! Servers that come and go, and the commands that Discord is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use huzzah::clock::Clock;
use huzzah::engine::Engine;
use huzzah::platform::discord::api::Api;
use huzzah::platform::discord::guilds::{Guilds, shard_of};
use huzzah::platform::discord::register;
use huzzah::store::Store;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::database::{TestDatabase, fresh_database};
use crate::host::{Answer, Asked, Host};

const DAY_MS: i64 = 24 * 3_600_000;
const GUILD: &str = "197038439483310086";
const OTHER: &str = "290926798626357999";

/// A house's servers, and the host that stands for Discord.
struct Street {
    guilds: Guilds,
    api: Api,
    store: Store,
    clock: Clock,
    host: Host,
    _database: TestDatabase,
}

impl Street {
    async fn open(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let database = fresh_database();
        let store = Store::open(&database.url).await.expect("it opens");
        let clock = Clock::moved(1_700_000_000_000);
        let engine = Engine::new(store.clone(), clock.clone());
        let host = Host::plain(answer).await;
        let url = format!("http://{}", host.address);
        let api = Api::new(&SecretString::from("a.b.c"), Some(&url)).expect("an API");
        Self {
            guilds: Guilds::new(engine, api.clone()),
            api,
            store,
            clock,
            host,
            _database: database,
        }
    }

    async fn space(&self, guild: &str) -> Option<String> {
        let space = self.store.space_by_platform("discord", guild).await;
        space.expect("reads").map(|space| space.name)
    }
}

fn said(status: u16, body: &Value) -> Answer {
    (status, Vec::new(), body.to_string())
}

#[tokio::test]
async fn the_first_that_is_seen_of_a_server_makes_its_space_with_its_name() {
    let street = Street::open(|_| said(200, &json!({"id": GUILD, "name": "The runners"}))).await;
    street.guilds.meet(GUILD).await;
    assert_eq!(street.space(GUILD).await.as_deref(), Some("The runners"));
    street.guilds.meet(GUILD).await;
    let asked: Vec<String> = street
        .host
        .asked()
        .into_iter()
        .map(|one| one.line)
        .collect();
    assert_eq!(asked, [format!("GET /api/v10/guilds/{GUILD}")], "once");
    street.guilds.came(OTHER, "The choir").await.expect("notes");
    assert_eq!(street.space(OTHER).await.as_deref(), Some("The choir"));
    assert!(!street.guilds.is_gone(GUILD).await.expect("reads"));
}

#[tokio::test]
async fn a_server_whose_name_nobody_says_is_served_all_the_same() {
    let street = Street::open(|_| said(500, &Value::Null)).await;
    street.guilds.meet(GUILD).await;
    assert_eq!(street.space(GUILD).await.as_deref(), Some(GUILD));
}

#[tokio::test]
async fn what_is_kept_of_a_server_goes_thirty_days_after_the_bot() {
    let street = Street::open(|_| said(500, &Value::Null)).await;
    let guilds = &street.guilds;
    for (id, name) in [(GUILD, "The runners"), (OTHER, "The choir")] {
        guilds.came(id, name).await.expect("notes");
    }
    guilds.went(GUILD).await.expect("notes");
    assert!(guilds.is_gone(GUILD).await.expect("reads"));
    street.clock.advance_ms(30 * DAY_MS);
    assert_eq!(guilds.purge_due().await.expect("looks"), 0);
    street.clock.advance_ms(1);
    assert_eq!(guilds.purge_due().await.expect("purges"), 1);
    assert_eq!(street.space(GUILD).await, None);
    assert_eq!(street.space(OTHER).await.as_deref(), Some("The choir"));
    assert!(
        !guilds.is_gone(GUILD).await.expect("reads"),
        "nothing is known"
    );
}

#[tokio::test]
async fn a_server_that_comes_back_in_time_finds_everything() {
    let street = Street::open(|_| said(500, &Value::Null)).await;
    let guilds = &street.guilds;
    guilds.came(GUILD, "The runners").await.expect("notes");
    guilds.went(GUILD).await.expect("notes");
    guilds.went(GUILD).await.expect("notes again");
    street.clock.advance_ms(29 * DAY_MS);
    guilds.came(GUILD, "The runners").await.expect("is back");
    street.clock.advance_ms(60 * DAY_MS);
    assert_eq!(guilds.purge_due().await.expect("looks"), 0);
    assert_eq!(street.space(GUILD).await.as_deref(), Some("The runners"));
}

#[tokio::test]
async fn who_is_not_among_a_shards_servers_went_and_other_shards_say_nothing_of_it() {
    let street = Street::open(|_| said(500, &Value::Null)).await;
    let guilds = &street.guilds;
    for id in [GUILD, OTHER] {
        guilds.came(id, "A server").await.expect("notes");
    }
    let shard = shard_of(GUILD, 2).expect("an id");
    guilds
        .all_of(1 - shard, 2, &[OTHER.to_owned()].into())
        .await
        .expect("notes");
    assert!(!guilds.is_gone(GUILD).await.expect("reads"));
    guilds
        .all_of(shard, 2, &[OTHER.to_owned()].into())
        .await
        .expect("notes");
    assert!(guilds.is_gone(GUILD).await.expect("reads"));
    assert!(!guilds.is_gone(OTHER).await.expect("reads"));
}

#[tokio::test]
async fn over_http_a_server_is_gone_only_where_discord_says_so() {
    let status = Arc::new(AtomicU16::new(500));
    let code = Arc::clone(&status);
    let street = Street::open(move |_| match code.load(Ordering::Relaxed) {
        500 => said(500, &Value::Null),
        401 => said(401, &json!({"code": 0})),
        _ => said(403, &json!({"code": 50_001})),
    })
    .await;
    street
        .guilds
        .came(GUILD, "The runners")
        .await
        .expect("notes");
    for (said, n_gone) in [(500, 0), (401, 0), (403, 1), (403, 0)] {
        status.store(said, Ordering::Relaxed);
        let looked = street.guilds.look_after().await.expect("looks");
        assert_eq!(looked, n_gone, "{said}");
    }
    assert!(street.guilds.is_gone(GUILD).await.expect("reads"));
}

#[tokio::test]
async fn commands_are_sent_once_and_again_when_discord_knows_others() {
    let street = Street::open(|asked| {
        if asked.line.starts_with("GET ") {
            return said(200, &json!({"id": "42"}));
        }
        let sent: Value = serde_json::from_slice(&asked.body).expect("JSON");
        let commands = sent.as_array().expect("a list").iter().enumerate();
        let registered = commands.map(|(at, command)| {
            json!({"id": (at + 1).to_string(), "type": command["type"], "name": command["name"]})
        });
        said(200, &registered.collect())
    })
    .await;
    let Street { api, store, .. } = &street;
    assert!(register::ensure(api, store, None).await.expect("sends"));
    let id = api.commands().get("progress").cloned();
    assert!(id.is_some());
    assert!(!register::ensure(api, store, None).await.expect("knows"));

    // Another process, or the same one after a restart, knows the ids without asking.
    let url = format!("http://{}", street.host.address);
    let again = Api::new(&SecretString::from("a.b.c"), Some(&url)).expect("an API");
    assert!(!register::ensure(&again, store, None).await.expect("knows"));
    assert_eq!(again.commands().get("progress").cloned(), id);
    let sent = register::ensure(&again, store, Some(GUILD)).await;
    assert!(sent.expect("sends"), "one server's are others");

    // What is written down is of an older release.
    let known = store.discord_commands("42", "").await.expect("reads");
    let mut known = known.expect("is there");
    known.command_hash = "of an older release".to_owned();
    let mut tx = store.begin().await.expect("begins");
    tx.discord_registered(&known).await.expect("writes");
    tx.commit().await.expect("saves");
    assert!(register::ensure(api, store, None).await.expect("sends"));
    let puts: Vec<String> = street
        .host
        .asked()
        .into_iter()
        .map(|one| one.line)
        .filter(|line| line.starts_with("PUT"))
        .collect();
    let all = "PUT /api/v10/applications/42/commands";
    let one = format!("PUT /api/v10/applications/42/guilds/{GUILD}/commands");
    assert_eq!(puts, [all, &one, all]);
}
