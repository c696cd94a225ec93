//! Calls to Discord's REST API: bounded, and honest about what is known afterwards.
//!
//! serenity builds the requests and keeps the buckets; what comes back is read here, since serenity's own reading drops
//! how long to wait and writes whole addresses into its errors, where those of interactions are secrets.

mod bounds;
mod error;

pub use error::CallError;
pub use serenity::http::{LightMethod as Method, Route};

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{Http, HttpBuilder, Multipart, MultipartUpload, Ratelimiter, Request};
use tokio::sync::OnceCell;
use tokio::time::Instant;

use bounds::Bounds;

/// How long a call may take in all, waiting for its turn included.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(5);
/// Discord itself.
const DISCORD: &str = "https://discord.com";

/// The REST API with the bot's token; clones share connections, buckets and bounds.
#[derive(Clone)]
pub struct Api(Arc<Inner>);

struct Inner {
    client: reqwest::Client,
    /// Token, base address, and the limiter where it is on.
    http: Http,
    bounds: Arc<Bounds>,
    application_id: OnceCell<String>,
    /// Discord's ids of our commands by name; empty before they are registered.
    commands: RwLock<Arc<BTreeMap<String, String>>>,
}

impl Api {
    /// The API at Discord, or at another base address such as `http://127.0.0.1:4000` (without a slash at its end).
    ///
    /// At Discord serenity's rate limiter is on. At another address it is off, and must be: serenity sends a limited
    /// request to Discord itself whatever address it was given, token and all. Limits are then kept there.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(token: &SecretString, api_url: Option<&str>) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECTING)
            // A redirect would carry the token elsewhere.
            .redirect(reqwest::redirect::Policy::none());
        let client = match api_url {
            Some(_) => client.no_proxy(),
            None => client,
        };
        let client = client.build().context("make a client for Discord")?;
        Ok(Self::with_client(token, api_url, client))
    }

    /// The same through a client of the caller's.
    #[must_use]
    pub fn with_client(
        token: &SecretString,
        api_url: Option<&str>,
        client: reqwest::Client,
    ) -> Self {
        let bounds = Arc::new(Bounds::default());
        let http = HttpBuilder::new(token.expose_secret()).client(client.clone());
        let http = match api_url {
            // Both or none: see above.
            Some(url) => http.proxy(url).ratelimiter_disabled(true),
            None => http.ratelimiter(limiter(token, client.clone(), &bounds)),
        };
        Self(Arc::new(Inner {
            client,
            http: http.build(),
            bounds,
            application_id: OnceCell::new(),
            commands: RwLock::default(),
        }))
    }

    /// A client of serenity's own for its gateway, at the same address.
    pub(super) fn for_gateway(&self) -> Http {
        let Inner { client, http, .. } = &*self.0;
        let new = HttpBuilder::new(http.token()).client(client.clone());
        match &http.proxy {
            Some(url) => new.proxy(url).ratelimiter_disabled(true),
            None => new,
        }
        .build()
    }

    /// Calls a route; the answer's JSON, null where it is empty. Takes at most ten seconds.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn call(
        &self,
        method: Method,
        route: Route<'_>,
        body: Option<&Value>,
    ) -> Result<Value, CallError> {
        let body = body.map(|body| body.to_string().into_bytes());
        self.send(Request::new(route, method).body(body)).await
    }

    /// Calls a route with a file beside the JSON, which the JSON names as attachment 0.
    ///
    /// # Errors
    /// See [`CallError`]; several files are not sent, since serenity gives all of them the same number.
    pub async fn send_files(
        &self,
        method: Method,
        route: Route<'_>,
        body: &Value,
        files: Vec<(String, Vec<u8>)>,
    ) -> Result<Value, CallError> {
        if files.len() > 1 {
            return Err(CallError::NotSent("more than one file".to_owned()));
        }
        let files = files.into_iter();
        let multipart = Multipart {
            upload: MultipartUpload::Attachments(
                files
                    .map(|(name, bytes)| CreateAttachment::bytes(bytes, name))
                    .collect(),
            ),
            fields: Vec::new(),
            payload_json: Some(body.to_string()),
        };
        self.send(Request::new(route, method).multipart(Some(multipart)))
            .await
    }

    /// Calls a route with parameters behind its path; their values must need no escaping.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn get(
        &self,
        route: Route<'_>,
        params: Vec<(&'static str, String)>,
    ) -> Result<Value, CallError> {
        self.send(Request::new(route, Method::Get).params(Some(params)))
            .await
    }

    /// The application's id, asked once and then remembered.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn application_id(&self) -> Result<String, CallError> {
        let asked = self.0.application_id.get_or_try_init(|| async {
            let me = self
                .call(Method::Get, Route::Oauth2ApplicationCurrent, None)
                .await?;
            me["id"]
                .as_str()
                .map(str::to_owned)
                .ok_or_else(CallError::unreadable)
        });
        asked.await.cloned()
    }

    /// Discord's ids of our commands by name, for commands that can be clicked; empty before they are registered.
    #[must_use]
    pub fn commands(&self) -> Arc<BTreeMap<String, String>> {
        let commands = self.0.commands.read();
        Arc::clone(&commands.unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes the ids of our commands.
    pub(super) fn know_commands(&self, ids: BTreeMap<String, String>) {
        let mut commands = self
            .0
            .commands
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *commands = Arc::new(ids);
    }

    /// Where Discord is: its own address or the one that was given.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.http.proxy.as_deref().unwrap_or(DISCORD)
    }

    async fn send(&self, request: Request<'_>) -> Result<Value, CallError> {
        let free = is_of_interaction(request.route_ref());
        if let Some(wait) = self.0.bounds.wait(Instant::now()).filter(|_| !free) {
            return Err(CallError::Busy(wait));
        }
        match tokio::time::timeout(PATIENCE, self.exchange(request)).await {
            Ok(answered) => answered,
            Err(_) => Err(CallError::late()),
        }
    }

    async fn exchange(&self, request: Request<'_>) -> Result<Value, CallError> {
        let Inner { client, http, .. } = &*self.0;
        let limiter = http.ratelimiter.as_ref();
        let limiter = limiter.filter(|_| !is_of_interaction(request.route_ref()));
        let sent = if let Some(limiter) = limiter {
            let performed = limiter.perform(request).await;
            performed.map_err(|error| CallError::of(&error))
        } else {
            let built = request.build(client, http.token(), http.proxy.as_deref());
            let sent = built.map_err(|error| CallError::of(&error))?.send().await;
            sent.map_err(|error| CallError::of_reqwest(&error))
        };
        let answer = sent?;
        let status = answer.status();
        let header = |name: &str| {
            let value = answer.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let (retry_after, scope) = (header("retry-after"), header("x-ratelimit-scope"));
        let retry_after = retry_after.and_then(|seconds| seconds.trim().parse().ok());
        let body = answer.bytes().await;
        let body = body.map_err(|error| CallError::of_reqwest(&error));
        if status.is_success() {
            let body = body?;
            if body.is_empty() {
                return Ok(Value::Null);
            }
            return serde_json::from_slice(&body).map_err(|_| CallError::unreadable());
        }
        // What a refusal says beside its status may be missing, or be a page of a proxy's.
        let body: Value = body
            .ok()
            .and_then(|body| serde_json::from_slice(&body).ok())
            .unwrap_or_default();
        let error = CallError::of_status(status.as_u16(), retry_after, &body);
        self.note(status.as_u16(), scope.as_deref(), &error);
        Err(error)
    }

    /// Counts what Discord counts against us.
    fn note(&self, status: u16, scope: Option<&str>, error: &CallError) {
        let now = Instant::now();
        // A shared limit was used up by others (`topics/rate-limits`).
        if matches!(status, 401 | 403) || (status == 429 && scope != Some("shared")) {
            self.0.bounds.invalid(now);
        }
        if let (CallError::Busy(wait), Some("global")) = (error, scope) {
            self.0.bounds.all_wait(now + *wait);
        }
    }
}

/// Whether a route answers an interaction. Those are not bound by the limit for everything (`topics/rate-limits`), and
/// their own limits go by the interaction's token: serenity's limiter, which knows only the application, would make all
/// answers wait for each other, and would remember every interaction for ever.
fn is_of_interaction(route: &Route<'_>) -> bool {
    matches!(
        route,
        Route::InteractionResponse { .. }
            | Route::WebhookOriginalInteractionResponse { .. }
            | Route::WebhookFollowupMessage { .. }
            | Route::WebhookFollowupMessages { .. }
    )
}

/// serenity's limiter, which waits and tries again by itself; what it meets is counted.
fn limiter(token: &SecretString, client: reqwest::Client, bounds: &Arc<Bounds>) -> Ratelimiter {
    let mut limiter = Ratelimiter::new(client, format!("Bot {}", token.expose_secret()));
    let bounds = Arc::clone(bounds);
    limiter.set_ratelimit_callback(Box::new(move |info| {
        // It is told of waits before a request too; those cost nothing but time.
        if info.global {
            bounds.invalid(Instant::now());
            bounds.all_wait(Instant::now() + info.timeout);
        }
    }));
    limiter
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Api({})", self.base())
    }
}
