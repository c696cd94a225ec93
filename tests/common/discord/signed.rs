//! Requests to the app's address, signed as Discord does it (`interactions/overview`): Ed25519 over the time and the body.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use super::routes::interactions::FIRST;
use super::world::World;
use super::{Discord, Shared};

/// Where the app takes interactions.
const PATH: &str = "/discord/interactions";

/// The client that deliveries go by.
pub(crate) struct Mail(Client<HttpConnector, Body>);

impl Default for Mail {
    fn default() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }
}

/// The signature of a body at a time, in 128 hexadecimal digits.
pub(crate) fn sign(world: &World, at_s: i64, body: &str) -> String {
    let signature = world.app.key.sign(format!("{at_s}{body}").as_bytes());
    hex(signature.as_ref())
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("strings take all text");
        text
    })
}

/// Delivers one payload; the answer's status and body, unless there was none in time.
pub(crate) async fn deliver(
    shared: &Arc<Shared>,
    address: SocketAddr,
    payload: &Value,
) -> Option<(u16, Value)> {
    let body = payload.to_string();
    let (at_s, signature) = shared.with(|world| {
        let at_s = world.clock.now_ms() / 1_000;
        (at_s, sign(world, at_s, &body))
    });
    let headers = [
        ("x-signature-ed25519", signature),
        ("x-signature-timestamp", at_s.to_string()),
    ];
    let posted = post(shared, address, &headers, &body);
    let (status, kind, body) = tokio::time::timeout(FIRST, posted).await.ok()??;
    if status == 200 && !kind.starts_with("application/json") {
        shared.with(|world| world.fault(format!("an interaction was answered as {kind:?}")));
    }
    let read = serde_json::from_str(&body).unwrap_or(Value::String(body));
    let is_empty = read.as_str().is_some_and(str::is_empty);
    Some((status, if is_empty { Value::Null } else { read }))
}

async fn post(
    shared: &Arc<Shared>,
    address: SocketAddr,
    headers: &[(&str, String)],
    body: &str,
) -> Option<(u16, String, String)> {
    let mut request = Request::post(format!("http://{address}{PATH}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(
            header::USER_AGENT,
            "Discord-Interactions/1.0 (+https://discord.com)",
        );
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let request = request.body(Body::from(body.to_owned()));
    let answer = shared
        .mail
        .0
        .request(request.expect("a right request"))
        .await
        .ok()?;
    let status = answer.status().as_u16();
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let kind = kind
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let body = axum::body::to_bytes(Body::new(answer.into_body()), 1 << 22)
        .await
        .ok()?;
    Some((status, kind, String::from_utf8_lossy(&body).into_owned()))
}

impl Discord {
    /// Somebody posts a body to the house with these headers; the status, and what the answer says.
    pub(crate) async fn knocks(
        &self,
        house: SocketAddr,
        headers: &[(&str, String)],
        body: &str,
    ) -> (u16, String) {
        let answer = post(&self.0.shared, house, headers, body).await;
        let (status, _, body) = answer.expect("the house answers");
        (status, body)
    }
}
