//! The tests' Discord keeps Discord's rules: what a careless bot does is refused, and told.

use axum::body::Body;
use axum::http::{Method, Request, Response, header};
use huzzah::clock::Clock;
use huzzah::platform::discord::register::definitions;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::discord::Discord;
use crate::discord::act::Server;
use crate::discord::contract;
use crate::discord::deliver::Deed;
use crate::discord::guild::Overwrite;
use crate::discord::pace::Limits;
use crate::discord::permits::{ASKED, SEND_MESSAGES, VIEW_CHANNEL};
use crate::discord::trouble::{Harm, Trouble};
use crate::discord::world::made_ms;

const START_MS: i64 = 1_800_000_000_000;

/// A guild, and a bot that calls without care.
pub(crate) struct Careless {
    pub(crate) discord: Discord,
    pub(crate) acme: Server,
}

impl Careless {
    pub(crate) async fn new() -> Self {
        let discord = Discord::open(Clock::moved(START_MS)).await;
        let acme = discord.server("Acme");
        Self { discord, acme }
    }

    /// The answer's status and Discord's code, and everything it says.
    async fn calls(&self, method: &str, path: &str, body: &Value) -> (u16, u64, Value) {
        let answer = self.answered(method, path, body).await;
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 22).await;
        let body = body.expect("a body");
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        (status, body["code"].as_u64().unwrap_or(0), body)
    }

    async fn answered(&self, method: &str, path: &str, body: &Value) -> Response<Body> {
        let token = self.discord.with(|world| world.app.token.clone());
        let request = Request::builder()
            .method(method.parse::<Method>().expect("a method"))
            .uri(format!("{}/api/v10{path}", self.discord.api_url()))
            .header(header::AUTHORIZATION, format!("Bot {token}"))
            .header(header::USER_AGENT, "DiscordBot (careless, 1)")
            .header(header::CONTENT_TYPE, "application/json");
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = request.body(Body::from(text)).expect("a right request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        client
            .request(request)
            .await
            .expect("an answer")
            .map(Body::new)
    }

    async fn code(&self, method: &str, path: &str, body: &Value) -> (u16, u64) {
        let (status, code, _) = self.calls(method, path, body).await;
        (status, code)
    }

    async fn posts(&self, channel: &str) -> (u16, u64) {
        let path = format!("/channels/{}/messages", self.acme.channel(channel));
        self.code("POST", &path, &message("Hello")).await
    }

    /// Registers what the house would.
    async fn registers(&self) {
        let app = self.discord.with(|world| world.app.id.clone());
        let path = format!("/applications/{app}/commands");
        let put = self.code("PUT", &path, &json!(definitions())).await;
        assert_eq!(put, (200, 0), "{:?}", self.discord.faults());
    }

    /// Somebody types, and the bot answers by a request.
    async fn types(&self, line: &str, answer: &Value) -> (Deed, (u16, u64)) {
        let typed = self.acme.command("ana", "general", line);
        let typed = typed.expect("it can be typed");
        let (id, token) = (typed.payload["id"].clone(), typed.token.clone());
        let path = format!(
            "/interactions/{}/{token}/callback",
            id.as_str().expect("an id")
        );
        let (deed, code) = tokio::join!(
            self.discord.deliver(typed),
            self.code("POST", &path, answer)
        );
        (deed, code)
    }

    fn hook(&self, deed: &Deed) -> String {
        let app = self.discord.with(|world| world.app.id.clone());
        format!("/webhooks/{app}/{}", deed.envelope.token)
    }
}

fn message(text: &str) -> Value {
    json!({
        "flags": 1 << 15, "allowed_mentions": { "parse": [] },
        "components": [{ "type": 10, "content": text }],
    })
}

fn private(text: &str) -> Value {
    let mut message = message(text);
    message["flags"] = json!(1 << 15 | 1 << 6);
    message
}

#[tokio::test]
async fn whoever_may_not_post_is_told_why() {
    let town = Careless::new().await;
    let acme = &town.acme;
    assert_eq!(town.posts("general").await, (200, 0));
    assert_eq!(town.posts("123").await, (404, 10_003));
    let everyone = acme.guild.clone();
    let deny = |deny: u64| Overwrite {
        id: everyone.clone(),
        is_role: true,
        allow: 0,
        deny,
    };
    acme.channel_with("hidden", |channel| {
        channel.overwrites.push(deny(VIEW_CHANNEL));
    });
    assert_eq!(town.posts("hidden").await, (403, 50_001));
    acme.channel_with("silent", |channel| {
        channel.overwrites.push(deny(SEND_MESSAGES));
    });
    assert_eq!(town.posts("silent").await, (403, 50_013));
    let bot = town.discord.with(|world| world.app.id.clone());
    acme.channel_with("silent", |channel| {
        channel.overwrites.push(Overwrite {
            id: bot.clone(),
            is_role: false,
            allow: SEND_MESSAGES,
            deny: 0,
        });
    });
    assert_eq!(town.posts("silent").await, (200, 0));
    acme.removes_bot();
    assert_eq!(town.posts("general").await, (403, 50_001));
    let n_invalid = town.discord.with(|world| {
        let now_ms = world.clock.now_ms();
        world.pace.n_invalid(now_ms)
    });
    assert_eq!(n_invalid, 3);
    assert_eq!(made_ms(&acme.guild), START_MS);
}

#[tokio::test]
async fn the_same_nonce_is_the_same_message_for_some_minutes() {
    let town = Careless::new().await;
    let path = format!("/channels/{}/messages", town.acme.channel("general"));
    let mut post = message("Hello");
    post["nonce"] = json!("abc");
    post["enforce_nonce"] = json!(true);
    let (_, _, first) = town.calls("POST", &path, &post).await;
    let (_, _, again) = town.calls("POST", &path, &post).await;
    assert_eq!(first["id"], again["id"]);
    town.discord
        .with(|world| world.clock.clone())
        .advance_ms(200_000);
    let (_, _, late) = town.calls("POST", &path, &post).await;
    assert_ne!(first["id"], late["id"]);
    assert_eq!(town.acme.history("general").len(), 2);
    let (_, _, listed) = town
        .calls("GET", &format!("{path}?limit=1"), &Value::Null)
        .await;
    assert_eq!(listed[0]["id"], late["id"], "the newest first");
    let after = format!("{path}?after={}", first["id"].as_str().expect("an id"));
    let (_, _, listed) = town.calls("GET", &after, &Value::Null).await;
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn buckets_and_the_limit_of_all_hold_where_they_are_asked_to() {
    let town = Careless::new().await;
    town.discord
        .with(|world| world.pace.limits = Limits::ByClock);
    for _ in 0..5 {
        assert_eq!(town.posts("general").await, (200, 0));
    }
    let path = format!("/channels/{}/messages", town.acme.channel("general"));
    let refused = town.answered("POST", &path, &message("Hello")).await;
    assert_eq!(refused.status(), 429);
    let told = |name: &str| refused.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(
        (
            told("retry-after"),
            told("x-ratelimit-remaining"),
            told("x-ratelimit-scope")
        ),
        ("5".to_owned(), "0".to_owned(), "user".to_owned())
    );
    assert_eq!(town.posts("feed").await, (200, 0), "another bucket");
    let mut n_done = 0;
    while town.code("GET", "/users/@me", &Value::Null).await == (200, 0) {
        n_done += 1;
    }
    assert_eq!(n_done, 40, "its own bucket");
    town.discord
        .with(|world| world.clock.clone())
        .advance_ms(5_000);
    assert_eq!(town.posts("general").await, (200, 0));
}

#[tokio::test]
async fn an_answer_is_taken_once_and_in_time() {
    let town = Careless::new().await;
    town.registers().await;
    let answer = json!({ "type": 4, "data": private("Done") });
    let (deed, code) = town.types("/progress 3km", &answer).await;
    assert_eq!(code, (204, 0));
    assert!(deed.acked.is_some());
    let id = deed.envelope.payload["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/interactions/{id}/{}/callback", deed.envelope.token);
    assert_eq!(town.code("POST", &path, &answer).await, (400, 40_060));
    assert_eq!(town.acme.sees("ana")[0].read(), "Done");
    assert!(!town.acme.sees("ana")[0].public);
    assert!(town.acme.sees("ben").is_empty(), "it is private");
    let late = town
        .acme
        .command("ana", "general", "/help")
        .expect("a command");
    town.discord
        .with(|world| world.clock.clone())
        .advance_ms(3_001);
    let id = late.payload["id"].as_str().expect("an id").to_owned();
    let path = format!("/interactions/{id}/{}/callback", late.token);
    assert_eq!(town.code("POST", &path, &answer).await, (404, 10_062));
    let unknown = town
        .code("POST", "/interactions/1/2/callback", &answer)
        .await;
    assert_eq!(unknown, (404, 10_062));
}

#[tokio::test]
async fn a_deferral_is_private_for_good_and_its_token_lives_a_quarter_of_an_hour() {
    let town = Careless::new().await;
    town.registers().await;
    let deferral = json!({ "type": 5, "data": { "flags": 1 << 6 } });
    let (deed, code) = town.types("/help", &deferral).await;
    assert_eq!((code, town.acme.n_thinking()), ((204, 0), 1));
    let hook = town.hook(&deed);
    let original = format!("{hook}/messages/@original");
    let edited = town.code("PATCH", &original, &message("At last")).await;
    assert_eq!((edited, town.acme.n_thinking()), ((200, 0), 0));
    assert!(town.acme.sees("ben").is_empty(), "it stays private");
    assert_eq!(
        town.code("POST", &hook, &message("And more")).await,
        (200, 0)
    );
    assert_eq!(
        town.acme.sees("ben").len(),
        1,
        "a further one is as it says"
    );
    let clock = town.discord.with(|world| world.clock.clone());
    clock.advance_ms(900_001);
    let expired = town.code("PATCH", &original, &message("Late")).await;
    assert_eq!(expired, (401, 50_027));
    let (unanswered, _) = town.types("/help", &json!({ "type": 6 })).await;
    assert!(unanswered.acked.is_none());
    assert!(!town.discord.faults().is_empty(), "6 is for components");
    let early = town
        .code("POST", &town.hook(&unanswered), &message("Early"))
        .await;
    assert_eq!(early, (404, 10_015));
}

#[tokio::test]
async fn only_registered_commands_can_be_typed_and_only_by_those_who_may() {
    let town = Careless::new().await;
    let acme = &town.acme;
    let why = |who: &str, line: &str| match acme.command(who, "general", line) {
        Ok(_) => "can be typed".to_owned(),
        Err(why) => why,
    };
    assert_eq!(why("ana", "/progress 3km"), "/progress is not registered");
    town.registers().await;
    assert_eq!(why("ana", "/progress 3km"), "can be typed");
    assert_eq!(why("ana", "/entry void @ana last"), "it is for moderators");
    acme.moderates("mo");
    assert_eq!(why("mo", "/entry void @ana last"), "can be typed");
    assert_eq!(
        why("mo", "/entry void @nobody last"),
        "member takes members, not @nobody"
    );
    assert_eq!(
        why("ana", "/progress 3km again:maybe"),
        "\"maybe\" is no choice of again"
    );
    let typed = acme.command("mo", "general", "/entry void @ana last");
    let data = typed.expect("it can be typed").payload["data"].clone();
    let ana = acme.person("ana");
    assert_eq!(data["options"][0]["options"][0]["value"], ana.as_str());
    assert_eq!(data["resolved"]["users"][&ana]["username"], "ana");
}

#[tokio::test]
async fn a_message_has_one_thread_and_a_locked_one_takes_nothing() {
    let town = Careless::new().await;
    let general = town.acme.channel("general");
    let path = format!("/channels/{general}/messages");
    let (_, _, posted) = town.calls("POST", &path, &message("Hello")).await;
    let posted = posted["id"].as_str().expect("an id").to_owned();
    let start = format!("{path}/{posted}/threads");
    let thread = json!({ "name": "Cheers", "auto_archive_duration": 1_440 });
    let (status, _, made) = town.calls("POST", &start, &thread).await;
    assert_eq!((status, made["id"].as_str()), (201, Some(posted.as_str())));
    assert_eq!(town.code("POST", &start, &thread).await, (400, 160_004));
    assert_eq!(town.posts(&posted).await, (200, 0));
    town.acme.channel_with("Cheers", |channel| {
        let thread = channel.thread.as_mut().expect("a thread");
        (thread.archived, thread.locked) = (true, true);
    });
    assert_eq!(town.posts(&posted).await, (400, 50_083));
    town.acme.bot_may(ASKED & !(1 << 35));
    town.acme
        .role("@everyone", |role| role.permissions = VIEW_CHANNEL);
    assert_eq!(town.code("POST", &start, &thread).await, (403, 50_013));
}

#[tokio::test]
async fn what_harms_are_ordered_are_done() {
    let town = Careless::new().await;
    let busy = Harm::Busy {
        retry_after_s: 7.5,
        global: true,
    };
    town.discord
        .trouble(Trouble::on("message.post", busy).times(1));
    let path = format!("/channels/{}/messages", town.acme.channel("general"));
    let refused = town.answered("POST", &path, &message("Hello")).await;
    assert_eq!(refused.headers()["retry-after"], "8");
    assert_eq!(refused.headers()["x-ratelimit-global"], "true");
    assert_eq!(town.posts("general").await, (200, 0));
    let refuse = Harm::Refuse {
        status: 403,
        code: 50_013,
    };
    let feed = town.acme.channel("feed");
    town.discord.trouble(
        Trouble::on("message.post", refuse)
            .at(&feed)
            .until_ms(START_MS + 60_000),
    );
    assert_eq!(town.posts("feed").await, (403, 50_013));
    assert_eq!(town.posts("general").await, (200, 0));
    town.discord
        .with(|world| world.clock.clone())
        .advance_ms(60_000);
    assert_eq!(town.posts("feed").await, (200, 0));
    let outcomes: Vec<u16> = town
        .discord
        .calls("message.post")
        .iter()
        .map(|call| call.status)
        .collect();
    assert_eq!(outcomes, [429, 200, 403, 200, 200]);
}

#[tokio::test]
async fn more_than_a_hundred_refused_requests_in_ten_minutes_are_told() {
    let town = Careless::new().await;
    town.acme.removes_bot();
    for _ in 0..100 {
        assert_eq!(town.posts("general").await, (403, 50_001));
    }
    assert_eq!(town.discord.faults(), Vec::<String>::new());
    town.posts("general").await;
    assert_eq!(town.discord.faults().len(), 1);
}

/// Something against the rules, and a part of the words that say so.
async fn check(town: &Careless, method: &str, path: &str, body: &Value, part: &str) {
    let (status, code, _) = town.calls(method, path, body).await;
    let faults = town.discord.faults();
    assert!(
        faults.iter().any(|fault| fault.contains(part)),
        "{part} is not in {faults:#?}"
    );
    assert_eq!((status, code), (400, 50_035), "{part}");
}

#[tokio::test]
async fn what_is_against_discords_limits_or_our_promises_is_told() {
    let town = Careless::new().await;
    let path = format!("/channels/{}/messages", town.acme.channel("general"));
    let post = async |body: Value, part: &str| check(&town, "POST", &path, &body, part).await;
    post(message(&"x".repeat(4_001)), "4001 units of text").await;
    post(message(&"語".repeat(3_500)), "10512 bytes of text").await;
    post(message(" "), "an empty display").await;
    let mut pings = message("Hello");
    pings["allowed_mentions"] = Value::Null;
    post(pings, "not ruled out").await;
    let mut words = message("Hello");
    words["content"] = json!("Hello");
    post(words, "content in").await;
    let row = |button: &Value, n: usize| {
        let mut message = message("Hello");
        message["components"] = json!([
            { "type": 10, "content": "Hello" },
            { "type": 1, "components": vec![button; n] },
        ]);
        message
    };
    let button = json!({ "type": 2, "style": 2, "label": "y".repeat(81), "custom_id": "a" });
    post(row(&button, 1), "label has 81 characters").await;
    let button = json!({ "type": 2, "style": 2, "label": "y", "custom_id": "a".repeat(101) });
    post(row(&button, 1), "custom_id").await;
    let button = json!({ "type": 2, "style": 2, "label": "y", "custom_id": "a" });
    post(row(&button, 2), "a is there twice").await;
    let many = vec![json!({ "type": 10, "content": "x" }); 41];
    let mut full = message("");
    full["components"] = json!(many);
    post(full, "41 components").await;
    let app = town.discord.with(|world| world.app.id.clone());
    let commands = format!("/applications/{app}/commands");
    let shouts = json!([{ "name": "Progress", "description": "Log", "type": 1 }]);
    check(&town, "PUT", &commands, &shouts, "no name of a command").await;
}

#[tokio::test]
async fn what_discords_description_does_not_know_is_told() {
    if !contract::is_there() {
        return;
    }
    let town = Careless::new().await;
    let path = format!("/channels/{}/messages", town.acme.channel("general"));
    let misspelt = town
        .code("GET", &format!("{path}?limt=1"), &Value::Null)
        .await;
    assert_eq!(misspelt, (400, 50_035));
    assert!(town.discord.faults()[0].contains("knows no limt"));
    let unknown = town.code("GET", "/guilds/1/bananas", &Value::Null).await;
    assert_eq!(unknown.0, 400);
    assert!(town.discord.faults()[0].contains("is no path of Discord's"));
    let unnamed = json!({ "name": "" });
    let start = format!("{path}/1/threads");
    assert_eq!(town.code("POST", &start, &unnamed).await.0, 400);
    assert!(!town.discord.faults().is_empty());
}
