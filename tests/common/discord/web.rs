//! The door of REST: reads a request, holds it against Discord's description and its limits, hands it to its route, and
//! breaks what a test wants broken. Whoever asks for the gateway on the same port is led there.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Query;
use axum::http::request::Parts;
use axum::http::{Request, Response, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::pace::{INVALID_MOST, Standing};
use super::routes::{self, Asked, Done, No};
use super::trouble::Harm;
use super::world::{Call, World};
use super::{Shared, contract, gateway, multipart};

/// The largest body that is read (`reference`: 25 MiB a request).
const BODY_MAX: usize = 25 * 1024 * 1024;

/// The connection is broken instead of answered.
#[derive(Debug, thiserror::Error)]
#[error("the connection breaks")]
pub(crate) struct Broken;

type Answer = Result<Response<Body>, Broken>;

pub(crate) async fn serve(shared: Arc<Shared>, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        while connections.try_join_next().is_some() {}
        connections.spawn(connection(Arc::clone(&shared), stream));
    }
}

async fn connection(shared: Arc<Shared>, stream: TcpStream) {
    let mut begins = [0; 6];
    // REST lives below `/api`, the gateway at the root.
    let n_read = stream.peek(&mut begins).await.unwrap_or(0);
    if n_read == begins.len() && begins.starts_with(b"GET /") && matches!(begins[5], b'?' | b' ') {
        return gateway::link(shared, stream).await;
    }
    let service = service_fn(move |request| answer(Arc::clone(&shared), request));
    // A connection that breaks is the bot's affair.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> Answer {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(Body::new(body), BODY_MAX).await else {
        return Err(Broken);
    };
    let asked = shared.with(|world| read(world, &head, &body));
    let Some(asked) = asked else {
        return Ok(written(
            404,
            &json!({ "message": "404: Not Found", "code": 0 }),
            None,
        ));
    };
    let route = routes::name(&asked);
    let call = shared.with(|world| noted(world, route, &asked, &head));
    let harm = shared.with(|world| {
        let mut troubles = world.troubles.iter_mut();
        troubles.find_map(|trouble| trouble.meets(&call))
    });
    let at = call.seq;
    if let Some(harm) = before(&shared, at, harm.as_ref()).await {
        return harm;
    }
    let (done, standing) = shared.with(|world| carry_out(world, route, &asked));
    let (status, body) = match done {
        Ok(done) => (done.status, done.body),
        Err(no) => (no.status, no.body()),
    };
    shared.with(|world| outcome(world, at, status, &body, false));
    match harm {
        Some(Harm::DropAfter) => return Err(Broken),
        Some(Harm::StatusAfter(status)) => return Ok(page(status)),
        _ => {}
    }
    shared.with(|world| {
        let faults = contract::answer_faults(&asked.method, &asked.path, status, &body);
        for fault in faults {
            world.fault(format!(
                "the tests' Discord itself: {route} {status}: {fault}\n    in {body}"
            ));
        }
    });
    Ok(written(status, &body, Some(&standing)))
}

/// A request, read; what is wrong with its form is a fault.
fn read(world: &mut World, head: &Parts, body: &Bytes) -> Option<Asked> {
    let method = head.method.as_str().to_owned();
    let Some(path) = head.uri.path().strip_prefix("/api/v10") else {
        world.fault(format!(
            "{method} {} is no path of version 10",
            head.uri.path()
        ));
        return None;
    };
    let text = |name: header::HeaderName| {
        let value = head.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    if !text(header::USER_AGENT).starts_with("DiscordBot (") {
        world.fault(format!(
            "{method} {path}: User-Agent {:?}",
            text(header::USER_AGENT)
        ));
    }
    let query = Query::<BTreeMap<String, String>>::try_from_uri(&head.uri);
    let query = query.map(|Query(query)| query).unwrap_or_default();
    let kind = text(header::CONTENT_TYPE);
    let mut parts = multipart::Parts::default();
    if kind.starts_with("multipart/form-data") {
        match multipart::parts(&kind, body) {
            Ok(read) => parts = read,
            Err(error) => world.fault(format!("{method} {path}: {error}")),
        }
    } else if !body.is_empty() {
        if !kind.starts_with("application/json") {
            world.fault(format!("{method} {path} was sent as {kind:?}"));
        }
        match serde_json::from_slice(body) {
            Ok(read) => parts.json = read,
            Err(error) => world.fault(format!("{method} {path}: {error}")),
        }
    }
    Some(Asked {
        method,
        path: path.to_owned(),
        query,
        authorization: text(header::AUTHORIZATION),
        has_body: !parts.json.is_null(),
        body: parts.json,
        files: parts.files,
    })
}

/// Writes down that a request came.
fn noted(world: &mut World, route: &'static str, asked: &Asked, head: &Parts) -> Call {
    let text = |value: &header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let headers = head.headers.iter();
    let headers = headers
        .filter(|(name, _)| *name != header::AUTHORIZATION)
        .map(|(name, value)| (name.to_string(), text(value)));
    let call = Call {
        seq: world.number(),
        at_ms: world.clock.now_ms(),
        route,
        path: asked.path.clone(),
        body: asked.body.clone(),
        headers: headers.collect(),
        status: 0,
        code: 0,
    };
    world.calls.push(call.clone());
    call
}

/// Writes down what became of a request, and counts it where it is held against the bot.
fn outcome(world: &mut World, at: u64, status: u16, body: &Value, is_shared: bool) {
    let now_ms = world.clock.now_ms();
    let mut calls = world.calls.iter_mut().rev();
    if let Some(call) = calls.find(|call| call.seq == at) {
        call.status = status;
        call.code = body["code"].as_u64().unwrap_or(0);
    }
    if matches!(status, 401 | 403 | 429) && !is_shared && world.pace.refuses(now_ms) {
        world.fault(format!(
            "more than {INVALID_MOST} refused requests in ten minutes"
        ));
    }
}

fn carry_out(world: &mut World, route: &str, asked: &Asked) -> (Done, Standing) {
    let query: Vec<String> = asked.query.keys().cloned().collect();
    let mut faults = contract::request_faults(&asked.method, &asked.path, &query, asked.has_body);
    if asked.has_body {
        faults.extend(contract::faults(&asked.method, &asked.path, &asked.body));
    }
    faults.extend(routes::rules(route, asked));
    let (place, is_old) = routes::place(world, route, asked);
    let clock_ms = world.clock.now_ms();
    let standing = world.pace.asks(clock_ms, route, &place, is_old);
    if let Some((wait_ms, global)) = standing.busy {
        let code = if is_old { 30_046 } else { 0 };
        let body = busy(seconds(wait_ms), global, code);
        return (Err(No::whole(429, body)), standing);
    }
    if !faults.is_empty() {
        for fault in &faults {
            world.fault(format!("{route}: {fault}\n    in {}", asked.body));
        }
        return (Err(No::form(&faults[0])), standing);
    }
    (routes::carry_out(world, route, asked), standing)
}

/// What a harm does instead of the request.
async fn before(shared: &Arc<Shared>, at: u64, harm: Option<&Harm>) -> Option<Answer> {
    let done = |status: u16, body: &Value, is_shared: bool| {
        shared.with(|world| outcome(world, at, status, body, is_shared));
    };
    match harm? {
        Harm::Busy {
            retry_after_s,
            global,
        } => {
            let body = busy(*retry_after_s, *global, 0);
            done(429, &body, false);
            let scope = if *global { "global" } else { "user" };
            Some(Ok(told_to_wait(&body, *retry_after_s, *global, scope)))
        }
        Harm::Shared { retry_after_s } => {
            let body = busy(*retry_after_s, false, 0);
            done(429, &body, true);
            Some(Ok(told_to_wait(&body, *retry_after_s, false, "shared")))
        }
        Harm::Status(status) => {
            done(*status, &Value::Null, false);
            Some(Ok(page(*status)))
        }
        Harm::DropBefore => Some(Err(Broken)),
        Harm::Hang => std::future::pending().await,
        Harm::Refuse { status, code } => {
            let body = json!({ "message": "refused", "code": code });
            done(*status, &body, false);
            Some(Ok(written(*status, &body, None)))
        }
        Harm::DropAfter | Harm::StatusAfter(_) => None,
    }
}

fn busy(retry_after_s: f64, global: bool, code: u64) -> Value {
    let message = "You are being rate limited.";
    json!({ "message": message, "retry_after": retry_after_s, "global": global, "code": code })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds with three digits after the point"
)]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}

fn told_to_wait(body: &Value, retry_after_s: f64, global: bool, scope: &str) -> Response<Body> {
    let mut response = written(429, body, None);
    let headers = response.headers_mut();
    let value = |text: String| text.parse().expect("a right header");
    headers.insert("retry-after", value(retry_after_s.ceil().to_string()));
    headers.insert("x-ratelimit-reset-after", value(retry_after_s.to_string()));
    headers.insert("x-ratelimit-scope", value(scope.to_owned()));
    if global {
        headers.insert("x-ratelimit-global", value("true".to_owned()));
    }
    response
}

fn written(status: u16, body: &Value, standing: Option<&Standing>) -> Response<Body> {
    let mut response = Response::builder().status(status);
    if let Some(standing) = standing {
        response = response
            .header("x-ratelimit-limit", standing.limit)
            .header("x-ratelimit-remaining", standing.remaining)
            .header(
                "x-ratelimit-reset-after",
                seconds(standing.reset_after_ms).to_string(),
            )
            .header("x-ratelimit-reset", "4102444800.000")
            .header("x-ratelimit-bucket", standing.bucket.as_str());
        if let Some((wait_ms, global)) = standing.busy {
            let scope = if global { "global" } else { "user" };
            response = response
                .header("retry-after", seconds(wait_ms).ceil().to_string())
                .header("x-ratelimit-scope", scope);
            if global {
                response = response.header("x-ratelimit-global", "true");
            }
        }
    }
    let body = if body.is_null() {
        Body::empty()
    } else {
        response = response.header(header::CONTENT_TYPE, "application/json");
        Body::from(body.to_string())
    };
    response.body(body).expect("these headers are right")
}

/// An answer that is no JSON, as from a server before the API.
fn page(status: u16) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/html");
    let body = Body::from("<html>Server error</html>");
    response.body(body).expect("this status is right")
}
