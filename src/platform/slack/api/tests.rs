//! Each way a call can end, against a small server on this machine; and that no error tells a secret.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;

use super::*;

const TOKEN: &str = "xoxb-hunter2";
/// Stands in every answer that is no success; no error may repeat it.
const PRIVATE: &str = "Ana lost 3 kg";

/// What the server was asked: path, content type, whose token, body.
type Asked = Arc<Mutex<Vec<[String; 4]>>>;

/// What the server answers to everything.
type Script = Arc<dyn Fn(&str) -> Response + Send + Sync>;

struct Slack {
    api: Api,
    url: String,
    asked: Asked,
}

impl Slack {
    /// A server that answers with `answer`, and an API on it that waits for half a second.
    async fn new(answer: impl Fn(&str) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("has an address"));
        let asked = Asked::default();
        let state: (Asked, Script) = (asked.clone(), Arc::new(answer));
        let router = Router::new().fallback(answer_all).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            api: api(&format!("{url}/api")),
            url,
            asked,
        }
    }

    async fn call(&self, method: &'static str) -> Result<Value, CallError> {
        let body = serde_json::json!({ "text": PRIVATE, "user": "U1", "deep": [1], "no": null });
        let ended = self.api.call(&TOKEN.into(), method, &body).await;
        tells_no_secret(&ended);
        ended
    }

    fn asked(&self) -> Vec<[String; 4]> {
        std::mem::take(&mut *self.asked.lock().expect("nobody panicked"))
    }
}

async fn answer_all(State((asked, answer)): State<(Asked, Script)>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.expect("is sent");
    let text = |name| {
        let value = head.headers.get(name).map(|value| value.to_str());
        value.and_then(Result::ok).unwrap_or_default().to_owned()
    };
    let seen = [
        head.uri.path().to_owned(),
        text(header::CONTENT_TYPE),
        text(header::AUTHORIZATION),
        String::from_utf8_lossy(&body).into_owned(),
    ];
    asked.lock().expect("nobody panicked").push(seen);
    answer(head.uri.path())
}

fn api(url: &str) -> Api {
    let api = Api::new(url).expect("an API");
    Api {
        patience: Duration::from_millis(500),
        ..api
    }
}

fn json(status: u16, body: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, kind, body.to_owned()).into_response()
}

/// No error shows the token, the address or what was written.
#[track_caller]
fn tells_no_secret<T>(ended: &Result<T, CallError>) {
    if let Err(error) = ended {
        for shown in [format!("{error}"), format!("{error:?}")] {
            for secret in [TOKEN, PRIVATE, "hunter2", "Ana", "http:", "/hooks/"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }
}

fn refused(word: &str) -> CallError {
    CallError::Refused(word.to_owned())
}

fn busy(seconds: u64) -> CallError {
    CallError::Busy(Duration::from_secs(seconds))
}

/// The same answer by JSON (slack-morphism), by form and by `response_url` (the plain client).
#[track_caller]
fn check(what: &str, status: u16, retry_after: Option<&str>, body: &str, expected: &CallError) {
    let retry_after = retry_after.map(str::to_owned);
    let body = body.to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let slack = Slack::new(move |_| {
            let mut answer = json(status, &body);
            if let Some(wait) = &retry_after {
                let wait = wait.parse().expect("a header");
                answer.headers_mut().insert(header::RETRY_AFTER, wait);
            }
            answer
        })
        .await;
        for method in ["chat.postMessage", "users.info"] {
            assert_eq!(
                slack.call(method).await.as_ref(),
                Err(expected),
                "{what}: {method}"
            );
        }
        let hook = format!("{}/hooks/1", slack.url);
        let ended = slack.api.respond(&hook, &Value::Null).await;
        tells_no_secret(&ended);
        // A 200 is enough there, readable or not.
        if status != 200 || expected.word().is_some() {
            assert_eq!(ended.as_ref(), Err(expected), "{what}: respond");
        }
    });
}

#[test]
fn a_refusal_is_slacks_word_and_nothing_else() {
    let said = |word: &str| format!(r#"{{"ok":false,"error":"{word}","note":"{PRIVATE}"}}"#);
    for word in ["not_in_channel", "msg_too_long", "invalid_auth"] {
        check("ok is false", 200, None, &said(word), &refused(word));
    }
    let odd = said(&format!("{PRIVATE} {TOKEN}"));
    check("no word", 200, None, &odd, &refused("an_unreadable_word"));
    check(
        "a status",
        404,
        None,
        &said("used_url"),
        &refused("used_url"),
    );
    check(
        "a bare word",
        410,
        None,
        "expired_url",
        &refused("expired_url"),
    );
    check("a page", 403, None, PRIVATE, &refused("http_403"));
    check("moved", 301, None, PRIVATE, &refused("http_301"));
}

#[test]
fn what_slack_may_have_done_is_unknown() {
    let lost = |fault: &str| CallError::Unknown(fault.to_owned());
    for status in [500, 502, 503, 504] {
        let fault = lost(&format!("HTTP status {status}"));
        check("5xx", status, None, PRIVATE, &fault);
    }
    check("408", 408, None, PRIVATE, &lost("HTTP status 408"));
    let unreadable = lost("it could not be read");
    for body in [
        PRIVATE,
        "",
        "[]",
        "{}",
        r#"{"ok":"yes"}"#,
        r#"{"ok":false}"#,
    ] {
        check("unreadable", 200, None, body, &unreadable);
    }
    for word in ["internal_error", "fatal_error", "service_unavailable"] {
        let body = format!(r#"{{"ok":false,"error":"{word}"}}"#);
        let error = CallError::said(word);
        assert_eq!(error, lost(&format!("Slack said {word}")));
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let slack = Slack::new(move |_| json(200, &body)).await;
            assert_eq!(slack.call("chat.postMessage").await, Err(error.clone()));
        });
    }
}

#[test]
fn a_wait_is_taken_as_asked_within_reason() {
    let body = r#"{"ok":false,"error":"ratelimited"}"#;
    for (asked, seconds) in [
        (Some("7"), 7),
        (Some("0"), 1),
        (Some("999999999"), 3_600),
        (Some("soon"), 30),
        (Some("-5"), 30),
        (None, 30),
    ] {
        check("429", 429, asked, body, &busy(seconds));
    }
    check("429 as a 200", 200, None, body, &busy(30));
    assert_eq!(error::retry_after(" 1.5 "), Some(Duration::from_secs(2)));
    assert_eq!(error::retry_after("NaN"), None);
    assert_eq!(error::retry_after("1e99"), None);
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let url = format!("http://{}", listener.local_addr().expect("has an address"));
    drop(listener);
    let api = api(&url);
    let not_sent = CallError::NotSent("connection refused".to_owned());
    for method in ["chat.postMessage", "users.info"] {
        let ended = api.call(&TOKEN.into(), method, &Value::Null).await;
        assert_eq!(ended, Err(not_sent.clone()), "{method}");
    }
    let ended = api.respond(&format!("{url}/hooks/1"), &Value::Null).await;
    assert_eq!(ended, Err(not_sent));
    let broken = format!("{TOKEN}\n");
    for method in ["chat.postMessage", "users.info"] {
        let ended = api
            .call(&broken.as_str().into(), method, &Value::Null)
            .await;
        assert!(matches!(ended, Err(CallError::NotSent(_))), "{ended:?}");
        tells_no_secret(&ended);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_or_stays_silent_leaves_it_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let url = format!("http://{}", listener.local_addr().expect("has an address"));
    let breaking = tokio::spawn(async move {
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().await.expect("accepts");
            let mut seen = [0; 64];
            tokio::io::AsyncReadExt::read(&mut stream, &mut seen)
                .await
                .expect("reads");
        }
        let (stream, _) = listener.accept().await.expect("accepts");
        let (other, _) = listener.accept().await.expect("accepts");
        std::future::pending::<()>().await;
        drop((stream, other));
    });
    let api = api(&url);
    for fault in ["the connection broke", "it did not come in time"] {
        for method in ["chat.postMessage", "users.info"] {
            let ended = api.call(&TOKEN.into(), method, &Value::Null).await;
            assert_eq!(ended, Err(CallError::Unknown(fault.to_owned())), "{method}");
            tells_no_secret(&ended);
        }
    }
    breaking.abort();
}

#[tokio::test]
async fn writing_methods_get_json_and_reading_methods_a_form_each_with_the_token() {
    let slack = Slack::new(|_| json(200, r#"{"ok":true,"ts":"1.2"}"#)).await;
    let answer = slack.call("chat.postMessage").await.expect("is ok");
    assert_eq!(answer["ts"], "1.2");
    slack.call("users.info").await.expect("is ok");
    let bearer = format!("Bearer {TOKEN}");
    let [first, second] = &slack.asked()[..] else {
        panic!("two calls were made");
    };
    assert_eq!(
        first[..3],
        [
            "/api/chat.postMessage".to_owned(),
            "application/json; charset=utf-8".to_owned(),
            bearer.clone()
        ]
    );
    assert!(first[3].contains(PRIVATE));
    assert_eq!(
        *second,
        [
            "/api/users.info".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
            bearer,
            "deep=%5B1%5D&text=Ana+lost+3+kg&user=U1".to_owned()
        ]
    );
    assert_eq!(
        format!("{:?}", slack.api),
        format!("Api({}/api)", slack.url)
    );
}

#[tokio::test]
async fn an_answer_by_response_url_is_done_whatever_its_body() {
    for body in ["", "ok", r#"{"ok":true}"#, "<p>fine</p>"] {
        let slack = Slack::new(move |_| json(200, body)).await;
        let hook = format!("{}/hooks/1", slack.url);
        let card = serde_json::json!({ "a": 1 });
        let ended = slack.api.respond(&hook, &card).await;
        assert_eq!(ended, Ok(()), "{body}");
        let asked = &slack.asked()[0];
        assert_eq!(asked[2..], [String::new(), r#"{"a":1}"#.to_owned()]);
    }
    let slack = Slack::new(|_| json(200, "")).await;
    let elsewhere = format!("https://evil.example/{PRIVATE}");
    let ended = slack.api.respond(&elsewhere, &Value::Null).await;
    assert!(matches!(ended, Err(CallError::NotSent(_))), "{ended:?}");
    tells_no_secret(&ended);
}

#[tokio::test]
async fn the_scopes_held_come_from_the_header() {
    let slack = Slack::new(|_| {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-oauth-scopes",
            "chat:write, commands,,im:write".parse().expect("fits"),
        );
        (headers, json(200, r#"{"ok":true}"#)).into_response()
    })
    .await;
    let scopes = slack.api.scopes(&TOKEN.into()).await.expect("are told");
    assert_eq!(scopes, ["chat:write", "commands", "im:write"]);
    let refusing = Slack::new(|_| json(200, r#"{"ok":false,"error":"invalid_auth"}"#)).await;
    let ended = refusing.api.scopes(&TOKEN.into()).await;
    assert_eq!(ended, Err(refused("invalid_auth")));
}

/// A Slack with a place for files at this address.
async fn with_files(upload_url: Arc<Mutex<String>>) -> Slack {
    Slack::new(move |path| {
        let url = upload_url.lock().expect("nobody panicked").clone();
        json(
            200,
            &match path {
                "/api/conversations.open" => r#"{"ok":true,"channel":{"id":"D1"}}"#.to_owned(),
                "/api/files.getUploadURLExternal" => {
                    format!(r#"{{"ok":true,"file_id":"F1","upload_url":"{url}"}}"#)
                }
                "/api/files.completeUploadExternal" => r#"{"ok":true,"files":[]}"#.to_owned(),
                _ => "OK - 5".to_owned(),
            },
        )
    })
    .await
}

#[tokio::test]
async fn a_file_is_put_where_slack_says_and_shown_in_the_direct_message() {
    let place = Arc::new(Mutex::new(String::new()));
    let slack = with_files(place.clone()).await;
    *place.lock().expect("nobody panicked") = format!("{}/upload/1", slack.url);
    let token = TOKEN.into();
    let sent = slack.api.upload(&token, "U1", "mine.csv", "a,é\n", "Yours");
    sent.await.expect("is shown");
    let asked = slack.asked();
    let steps: Vec<_> = asked
        .iter()
        .map(|one| (one[0].as_str(), one[3].as_str()))
        .collect();
    assert_eq!(
        steps,
        [
            ("/api/conversations.open", r#"{"users":"U1"}"#),
            (
                "/api/files.getUploadURLExternal",
                "filename=mine.csv&length=5"
            ),
            ("/upload/1", "a,é\n"),
            (
                "/api/files.completeUploadExternal",
                r#"{"channel_id":"D1","files":[{"id":"F1","title":"mine.csv"}],"initial_comment":"Yours"}"#
            ),
        ]
    );
    assert_eq!(asked[2][2], "", "the token stays with the API");
    let sent = slack.api.upload(&token, "C1", "a.csv", "a", "");
    sent.await.expect("is shown");
    assert_eq!(slack.asked().len(), 3, "a channel is not opened");
}

#[tokio::test]
async fn a_file_goes_nowhere_but_to_slack() {
    for elsewhere in [
        "http://evil.example/x",
        "nowhere",
        "ftp://files.slack.com/x",
    ] {
        let slack = with_files(Arc::new(Mutex::new(elsewhere.to_owned()))).await;
        let ended = slack
            .api
            .upload(&TOKEN.into(), "C1", "a.csv", "a", "")
            .await;
        assert!(matches!(ended, Err(CallError::NotSent(_))), "{ended:?}");
        assert_eq!(slack.asked().len(), 1);
    }
}
