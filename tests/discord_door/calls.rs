//! Our own requests: where they go, what is known afterwards, and how limits are kept.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use huzzah::platform::discord::api::{Api, CallError, Method, Route};
use secrecy::SecretString;
use serde_json::{Value, json};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId};

use crate::host::{Answer, Asked, CERTIFICATE, Host};

const TOKEN: &str = "MTA5.Gabc.hunter2";

fn token() -> SecretString {
    SecretString::from(TOKEN)
}

/// A client for which discord.com is at an address of ours.
fn resolving(host: &Host) -> reqwest::Client {
    let certificate = reqwest::Certificate::from_der(CERTIFICATE).expect("a certificate");
    reqwest::Client::builder()
        .add_root_certificate(certificate)
        .resolve("discord.com", host.address)
        .no_proxy()
        .build()
        .expect("a client")
}

fn yes(_: &Asked) -> Answer {
    (200, Vec::new(), r#"{"id":"42"}"#.to_owned())
}

/// Every kind of route that we use.
fn routes(interaction: &str) -> Vec<(Method, Route<'_>)> {
    let application_id = ApplicationId::new(1);
    let (guild_id, channel_id) = (GuildId::new(2), ChannelId::new(3));
    let (message_id, interaction_id) = (MessageId::new(4), InteractionId::new(5));
    let token = interaction;
    vec![
        (Method::Get, Route::GatewayBot),
        (Method::Get, Route::Oauth2ApplicationCurrent),
        (Method::Put, Route::Commands { application_id }),
        (
            Method::Put,
            Route::GuildCommands {
                application_id,
                guild_id,
            },
        ),
        (Method::Get, Route::Guild { guild_id }),
        (Method::Get, Route::GuildRoles { guild_id }),
        (Method::Get, Route::Channel { channel_id }),
        (Method::Post, Route::ChannelMessages { channel_id }),
        (
            Method::Patch,
            Route::ChannelMessage {
                channel_id,
                message_id,
            },
        ),
        (
            Method::Delete,
            Route::ChannelMessage {
                channel_id,
                message_id,
            },
        ),
        (
            Method::Post,
            Route::ChannelMessageThreads {
                channel_id,
                message_id,
            },
        ),
        (Method::Post, Route::UserMeDmChannels),
        (
            Method::Post,
            Route::InteractionResponse {
                interaction_id,
                token,
            },
        ),
        (
            Method::Patch,
            Route::WebhookOriginalInteractionResponse {
                application_id,
                token,
            },
        ),
        (
            Method::Post,
            Route::WebhookFollowupMessages {
                application_id,
                token,
            },
        ),
    ]
}

#[tokio::test]
async fn with_another_address_nothing_ever_goes_to_discord() {
    let (here, real) = (Host::plain(yes).await, Host::tls(yes).await);
    let url = format!("http://{}", here.address);
    // Whatever went to discord.com would arrive at `real`.
    let api = Api::with_client(&token(), Some(&url), resolving(&real));
    assert_eq!(format!("{api:?}"), format!("Api({url})"));
    let body = json!({"content": "hello"});
    let routes = routes("secret");
    for (method, route) in &routes {
        let answer = api.call(*method, *route, Some(&body)).await;
        assert_eq!(answer.expect("it is answered"), json!({"id": "42"}));
    }
    let channel_id = ChannelId::new(3);
    let route = Route::ChannelMessages { channel_id };
    let files = vec![("board.csv".to_owned(), b"a,b".to_vec())];
    let sent = api.send_files(Method::Post, route, &body, files).await;
    sent.expect("it is answered");
    api.get(route, vec![("limit", "5".to_owned())])
        .await
        .expect("it is answered");
    assert_eq!(api.application_id().await.expect("it is answered"), "42");

    let asked = here.asked();
    assert_eq!(asked.len(), routes.len() + 3);
    for one in &asked {
        let (_, path) = one.line.split_once(' ').expect("method and path");
        assert!(path.starts_with("/api/v10/"), "{path}");
        let bot = format!("Bot {TOKEN}");
        assert_eq!(one.header("authorization"), Some(&*bot), "{path}");
        let agent = one.header("user-agent").unwrap_or_default();
        assert!(agent.starts_with("DiscordBot ("), "{agent}");
    }
    let posted: Value = serde_json::from_slice(&asked[7].body).expect("JSON");
    assert_eq!(posted, body);
    let upload = String::from_utf8_lossy(&asked[routes.len()].body).into_owned();
    for part in [
        "payload_json",
        r#"{"content":"hello"}"#,
        "files[0]",
        "board.csv",
        "a,b",
    ] {
        assert!(upload.contains(part), "{part} is missing: {upload}");
    }
    let read = &asked[routes.len() + 1].line;
    assert_eq!(read, "GET /api/v10/channels/3/messages?&limit=5");
    assert_eq!(real.asked().len(), 0, "something went to discord.com");
}

#[tokio::test]
async fn without_another_address_everything_goes_to_discord() {
    let real = Host::tls(yes).await;
    let api = Api::with_client(&token(), None, resolving(&real));
    assert_eq!(format!("{api:?}"), "Api(https://discord.com)");
    let routes = routes("secret");
    for (method, route) in &routes {
        let answer = api.call(*method, *route, None).await;
        answer.expect("it is answered");
    }
    assert_eq!(real.asked().len(), routes.len());
}

#[tokio::test]
async fn what_became_of_a_call_is_said_honestly() {
    let say = |status, headers: &[(&'static str, &str)], body: &'static str| -> Answer {
        let headers = headers.iter();
        let headers = headers.map(|(name, value)| (*name, (*value).to_owned()));
        (status, headers.collect(), body.to_owned())
    };
    let answers = Mutex::new(vec![
        say(204, &[], ""),
        say(200, &[], "a page"),
        say(400, &[], r#"{"code":50035,"message":"a member's words"}"#),
        say(404, &[], "a page"),
        say(429, &[("retry-after", "1.5")], r#"{"retry_after":9}"#),
        say(502, &[], "a page"),
    ]);
    let host = Host::plain(move |_| answers.lock().expect("nobody panicked").remove(0)).await;
    let url = format!("http://{}", host.address);
    let api = Api::new(&token(), Some(&url)).expect("an API");
    let channel_id = ChannelId::new(3);
    let mut outcomes = Vec::new();
    for _ in 0..6 {
        let route = Route::Channel { channel_id };
        outcomes.push(api.call(Method::Get, route, None).await);
    }
    let unknown = |what: &str| Err(CallError::Unknown(what.to_owned()));
    let refused = |status, code| Err(CallError::Refused { status, code });
    assert_eq!(
        outcomes,
        [
            Ok(Value::Null),
            unknown("it could not be read"),
            refused(400, 50_035),
            refused(404, 0),
            Err(CallError::Busy(Duration::from_millis(1_500))),
            unknown("HTTP status 502"),
        ]
    );
    let shown = format!("{outcomes:?}");
    assert!(
        !shown.contains("words") && !shown.contains("page"),
        "{shown}"
    );

    // Nobody is there.
    let api = Api::new(&token(), Some("http://127.0.0.1:9")).expect("an API");
    let route = Route::Channel { channel_id };
    let outcome = api.call(Method::Get, route, None).await;
    let not_sent = CallError::NotSent("connection refused".to_owned());
    assert_eq!(outcome, Err(not_sent));
}

#[tokio::test]
async fn a_limit_for_everything_holds_everything_but_answers_to_interactions() {
    let n_asked = Arc::new(AtomicU32::new(0));
    let n = Arc::clone(&n_asked);
    let host = Host::plain(move |_| {
        if n.fetch_add(1, Ordering::Relaxed) > 0 {
            return (204, Vec::new(), String::new());
        }
        let headers = [
            ("retry-after", "60"),
            ("x-ratelimit-global", "true"),
            ("x-ratelimit-scope", "global"),
        ];
        let headers = headers.map(|(name, value)| (name, value.to_owned()));
        (429, headers.to_vec(), "{}".to_owned())
    })
    .await;
    let url = format!("http://{}", host.address);
    let api = Api::new(&token(), Some(&url)).expect("an API");
    for (method, route) in routes("secret") {
        let outcome = api.call(method, route, None).await;
        let path = route.path();
        if path.contains("/interactions/") || path.contains("/webhooks/") {
            assert_eq!(outcome, Ok(Value::Null), "{path}");
        } else {
            assert!(matches!(outcome, Err(CallError::Busy(_))), "{path}");
        }
    }
    assert_eq!(
        n_asked.load(Ordering::Relaxed),
        4,
        "one word, three answers"
    );
}

#[tokio::test]
async fn a_flood_of_refusals_is_cut_off_long_before_discord_bans_us() {
    let host = Host::plain(|_| (403, Vec::new(), r#"{"code":50013}"#.to_owned())).await;
    let url = format!("http://{}", host.address);
    let api = Api::new(&token(), Some(&url)).expect("an API");
    let mut n_busy = 0;
    for _ in 0..120 {
        let channel_id = ChannelId::new(3);
        let route = Route::ChannelMessages { channel_id };
        match api.call(Method::Post, route, None).await {
            Err(CallError::Busy(wait)) if wait > Duration::from_mins(9) => n_busy += 1,
            other => assert_eq!(other.expect_err("refused").code(), 50_013),
        }
    }
    assert_eq!((host.asked().len(), n_busy), (90, 30));
}

/// A bucket of two in half a second, as Discord keeps one: it says how many are left, and refuses what is too much.
struct Bucket {
    began: Instant,
    n_taken: u32,
}

const PERIOD: Duration = Duration::from_millis(500);

impl Bucket {
    fn take(&mut self) -> Answer {
        if self.began.elapsed() >= PERIOD {
            *self = Self {
                began: Instant::now(),
                n_taken: 0,
            };
        }
        let left = PERIOD.saturating_sub(self.began.elapsed()).as_secs_f64();
        self.n_taken += 1;
        let mut headers = vec![
            ("x-ratelimit-limit", "2".to_owned()),
            (
                "x-ratelimit-remaining",
                2_u32.saturating_sub(self.n_taken).to_string(),
            ),
            ("x-ratelimit-reset-after", format!("{left:.3}")),
            ("x-ratelimit-bucket", "b".to_owned()),
        ];
        if self.n_taken <= 2 {
            return (200, headers, r#"{"id":"1"}"#.to_owned());
        }
        headers.push(("retry-after", format!("{left:.3}")));
        headers.push(("x-ratelimit-scope", "user".to_owned()));
        (
            429,
            headers,
            format!(r#"{{"retry_after":{left:.3},"code":0}}"#),
        )
    }
}

#[tokio::test]
async fn serenitys_limiter_waits_instead_of_being_refused() {
    let bucket = Mutex::new(Bucket {
        began: Instant::now(),
        n_taken: 0,
    });
    let real = Host::tls(move |_| bucket.lock().expect("nobody panicked").take()).await;
    let api = Api::with_client(&token(), None, resolving(&real));
    let began = Instant::now();
    for n in 0..7 {
        let channel_id = ChannelId::new(3);
        let route = Route::ChannelMessages { channel_id };
        let body = json!({"content": n.to_string()});
        let sent = api.call(Method::Post, route, Some(&body)).await;
        assert_eq!(sent, Ok(json!({"id": "1"})), "{n}");
    }
    assert!(began.elapsed() >= 3 * PERIOD - Duration::from_millis(100));
    // Clocks differ by moments: one or two may be refused and sent again, no more.
    let n_asked = real.asked().len();
    assert!((7..=9).contains(&n_asked), "{n_asked} requests for 7 posts");
}
