//! The Web API's door: reads a request, checks who asks, hands it to its method, and breaks what a test wants broken.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, Uri, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::methods::{self, Asked, hook};
use super::trouble::Harm;
use super::world::{Call, World};
use super::{Shared, rules};

/// The largest body that is read; Slack's own limit is not told.
const BODY_MAX: usize = 8 * 1024 * 1024;

/// The connection is broken instead of answered.
#[derive(Debug, thiserror::Error)]
#[error("the connection breaks")]
pub(crate) struct Broken;

type Answer = Result<Response<Body>, Broken>;

/// Methods that read no JSON: their arguments come as a query or a form. A JSON body is ignored by the real one too, which
/// then answers as if nothing had been said.
const NO_JSON: &[&str] = &[
    "bots.info",
    "conversations.info",
    "conversations.list",
    "conversations.members",
    "files.getUploadURLExternal",
    "oauth.v2.access",
    "team.info",
    "usergroups.list",
    "usergroups.users.list",
    "users.info",
    "users.list",
];

pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        while connections.try_join_next().is_some() {}
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let service = service_fn(move |request| answer(Arc::clone(&shared), request));
            // A connection that breaks is the bot's affair.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> Answer {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(Body::new(body), BODY_MAX).await else {
        return Err(Broken);
    };
    let path = head.uri.path().to_owned();
    if let Some(method) = path.strip_prefix("/api/") {
        return call(
            &shared,
            method,
            &head.method,
            &head.uri,
            &head.headers,
            &body,
        )
        .await;
    }
    if let Some(hook) = path.strip_prefix("/hook/") {
        return respond(&shared, hook, &body).await;
    }
    if let Some(upload) = path.strip_prefix("/upload/") {
        let content = String::from_utf8_lossy(&body).into_owned();
        let kept = shared.with(|world| methods::files::receive(world, upload, content));
        return Ok(plain(if kept { 200 } else { 404 }, "OK"));
    }
    shared.with(|world| world.fault(format!("{} {path} is nothing of Slack's", head.method)));
    Ok(plain(404, "not found"))
}

async fn call(
    shared: &Arc<Shared>,
    method: &str,
    verb: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> Answer {
    let args = shared.with(|world| arguments(world, method, verb, uri, headers, body));
    let asked = Asked {
        method: method.to_owned(),
        token: token(headers, &args),
        basic: basic(headers),
        args,
        web: shared.web_address,
        socket: shared.socket_address,
    };
    let team = shared.with(|world| team_of(world, &asked.token));
    let harm = shared.with(|world| harm(world, method, &team, &asked.args));
    if let Some(harm) = before(shared, &asked, &team, harm.as_ref()).await {
        return harm;
    }
    let answer = shared.with(|world| {
        let answer = methods::carry_out(world, &asked);
        let outcome = answer.body["error"].as_str().unwrap_or("ok").to_owned();
        note(world, method, &team, &asked.args, &outcome);
        answer
    });
    if let Some(broken) = after(harm.as_ref()) {
        return broken;
    }
    let mut response = Response::builder()
        .status(answer.status)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8");
    if let Some(scopes) = answer.scopes {
        response = response.header("x-oauth-scopes", scopes);
    }
    if let Some(seconds) = answer.retry_after_s {
        response = response.header(header::RETRY_AFTER, seconds);
    }
    let body = Body::from(answer.body.to_string());
    Ok(response.body(body).expect("these headers are right"))
}

async fn respond(shared: &Arc<Shared>, path: &str, body: &Bytes) -> Answer {
    let args: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let team = path.split('/').next().unwrap_or_default().to_owned();
    let method = "response_url";
    let harm = shared.with(|world| harm(world, method, &team, &args));
    let asked = Asked {
        method: method.to_owned(),
        token: String::new(),
        basic: None,
        args,
        web: shared.web_address,
        socket: shared.socket_address,
    };
    if let Some(harm) = before(shared, &asked, &team, harm.as_ref()).await {
        return harm;
    }
    let done = shared.with(|world| {
        let done = hook::respond(world, path, &asked.args);
        note(
            world,
            method,
            &team,
            &asked.args,
            done.as_ref().err().unwrap_or(&"ok"),
        );
        done
    });
    if let Some(broken) = after(harm.as_ref()) {
        return broken;
    }
    Ok(match done {
        // The real one has answered both with `ok` and with nothing; nothing is harder.
        Ok(()) => plain(200, ""),
        Err(error) => plain(404, &json!({ "ok": false, "error": error }).to_string()),
    })
}

/// What a harm does instead of the request.
async fn before(
    shared: &Arc<Shared>,
    asked: &Asked,
    team: &str,
    harm: Option<&Harm>,
) -> Option<Answer> {
    let done = |outcome: &str| {
        shared.with(|world| note(world, &asked.method, team, &asked.args, outcome));
    };
    match harm? {
        Harm::Busy { retry_after_s } => {
            done("ratelimited");
            let body = json!({ "ok": false, "error": "ratelimited" }).to_string();
            let response = Response::builder()
                .status(StatusCode::TOO_MANY_REQUESTS)
                .header(header::RETRY_AFTER, *retry_after_s)
                .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
                .body(Body::from(body));
            Some(Ok(response.expect("these headers are right")))
        }
        Harm::Status(status) => {
            done(&status.to_string());
            Some(Ok(plain(*status, "<html>Server error</html>")))
        }
        Harm::DropBefore => {
            done("dropped");
            Some(Err(Broken))
        }
        Harm::Hang => {
            done("hangs");
            std::future::pending().await
        }
        Harm::Refuse(word) => {
            done(word);
            let body = json!({ "ok": false, "error": word }).to_string();
            let response = Response::builder()
                .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
                .body(Body::from(body));
            Some(Ok(response.expect("these headers are right")))
        }
        Harm::DropAfter | Harm::StatusAfter(_) => None,
    }
}

/// What a harm does to the answer of what was done.
fn after(harm: Option<&Harm>) -> Option<Answer> {
    match harm? {
        Harm::DropAfter => Some(Err(Broken)),
        Harm::StatusAfter(status) => Some(Ok(plain(*status, "<html>Server error</html>"))),
        _ => None,
    }
}

fn harm(world: &mut World, method: &str, team: &str, args: &Value) -> Option<Harm> {
    let now_ms = world.clock.now_ms();
    let mut troubles = world.troubles.iter_mut();
    troubles.find_map(|trouble| trouble.meets(now_ms, method, team, args))
}

fn note(world: &mut World, method: &str, team: &str, args: &Value, outcome: &str) {
    let call = Call {
        seq: world.number(),
        method: method.to_owned(),
        team: team.to_owned(),
        args: args.clone(),
        outcome: outcome.to_owned(),
    };
    world.calls.push(call);
}

fn team_of(world: &World, token: &str) -> String {
    let grant = world.grants.iter().find(|grant| grant.token == token);
    grant.map(|grant| grant.team.clone()).unwrap_or_default()
}

/// The arguments of a call, however they were sent.
fn arguments(
    world: &mut World,
    method: &str,
    verb: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> Value {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let mut args = pairs(uri);
    if verb == Method::POST && kind.starts_with("application/json") {
        let read = serde_json::from_slice::<Value>(body);
        let Ok(Value::Object(read)) = read else {
            world.fault(format!("{method} was sent with JSON that is no object"));
            return Value::Object(args);
        };
        if NO_JSON.contains(&method) && !read.is_empty() {
            world.fault(format!("{method} was sent as JSON, which Slack ignores"));
        } else {
            args.extend(read);
        }
    } else if verb == Method::POST && kind.starts_with("application/x-www-form-urlencoded") {
        let form = format!("/?{}", String::from_utf8_lossy(body));
        match form.parse::<Uri>() {
            Ok(form) => args.extend(pairs(&form)),
            Err(error) => world.fault(format!("{method} was sent with a bad form: {error}")),
        }
    } else if !body.is_empty() {
        world.fault(format!("{method} was sent as {kind}"));
    }
    rules::typed(method, &mut args);
    Value::Object(args)
}

fn pairs(uri: &Uri) -> Map<String, Value> {
    let read = Query::<Vec<(String, String)>>::try_from_uri(uri);
    let pairs = read.map(|Query(pairs)| pairs).unwrap_or_default();
    let valued = |(name, value): (String, String)| (name, Value::String(value));
    pairs.into_iter().map(valued).collect()
}

fn token(headers: &HeaderMap, args: &Value) -> String {
    let header = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let bearer = header.and_then(|value| value.strip_prefix("Bearer "));
    bearer
        .or(args["token"].as_str())
        .unwrap_or_default()
        .to_owned()
}

/// What stands in a `Basic` authorization, still in base64.
fn basic(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    header.strip_prefix("Basic ").map(str::to_owned)
}

pub(crate) fn plain(status: u16, text: &str) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/plain");
    let body = Body::from(text.to_owned());
    response.body(body).expect("this status is right")
}
