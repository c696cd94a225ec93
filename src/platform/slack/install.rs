//! Installing by OAuth (docs.slack.dev/authentication/installing-with-oauth): `/slack/install` sends a browser to Slack,
//! which sends it back to `/slack/oauth` with a code.
//!
//! Whoever comes back must be the one who was sent: the `state` is random, kept hashed, good once and for ten minutes,
//! and bound to the browser by a cookie.

mod granted;
mod page;
mod welcome;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::platform::slack::api::CallError;
use crate::platform::slack::scopes;
use crate::platform::slack::workspaces::{NoWorkspace, Workspaces};
use crate::store::StoreError;
use granted::Outcome;
use page::Page;

/// For how long somebody may take at Slack; Slack's code is good for as long.
const UNDER_WAY_MS: i64 = 10 * 60_000;
/// How many may be at it at once.
const MOST_UNDER_WAY: u32 = 10_000;
/// The cookie that holds the `state`.
const COOKIE: &str = "huzzah_install";

/// The addresses of the installation; none with one workspace by configuration.
pub(super) fn routes(workspaces: &Workspaces) -> Router {
    if workspaces.several().is_none() {
        return Router::new();
    }
    Router::new()
        .route("/slack/install", get(begin))
        .route("/slack/oauth", get(come_back))
        .route("/slack/installed", get(done))
        .route("/slack/page.css", get(page::style))
        .with_state(workspaces.clone())
}

/// Sends a browser to Slack.
async fn begin(State(workspaces): State<Workspaces>) -> Response {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    let state = URL_SAFE_NO_PAD.encode(bytes);
    match keep(&workspaces, &state).await {
        Ok(true) => {}
        Ok(false) => return Page::Crowded.response(),
        Err(error) => {
            tracing::warn!(%error, "an installation could not be begun");
            return Page::Broken.response();
        }
    }
    let Some(several) = workspaces.several() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let scope: Vec<&str> = scopes::all().collect();
    let asked = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &several.client_id)
        .append_pair("scope", &scope.join(","))
        .append_pair("state", &state)
        .finish();
    let address = format!("{}/oauth/v2/authorize?{asked}", several.api.site());
    let age_s = UNDER_WAY_MS / 1_000;
    let cookie = format!(
        "{COOKIE}={state}; Path=/slack/oauth; Max-Age={age_s}; HttpOnly; Secure; SameSite=Lax"
    );
    moved(&address, Some(&cookie))
}

async fn keep(workspaces: &Workspaces, state: &str) -> Result<bool, StoreError> {
    let Some(several) = workspaces.several() else {
        return Ok(false);
    };
    let now_ms = several.clock.now_ms();
    let mut tx = several.store.begin().await?;
    let (hash, old_ms) = (hash(state), now_ms - UNDER_WAY_MS);
    let kept = tx.slack_keep_state(&hash, now_ms, old_ms, MOST_UNDER_WAY);
    match kept.await {
        Ok(kept) => tx.commit().await.map(|()| kept),
        Err(error) => {
            // It failed and keeps nothing; how it ends adds no news.
            tx.rollback().await.ok();
            Err(error)
        }
    }
}

/// What a browser brings back.
#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
}

async fn come_back(
    State(workspaces): State<Workspaces>,
    brought: Result<Query<Brought>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Query(brought)) = brought else {
        return Page::Stale.response();
    };
    if !brought.error.is_empty() {
        return declined(&brought.error).response();
    }
    match take(&workspaces, &brought.state, &headers).await {
        Ok(true) if !brought.code.is_empty() => {}
        Ok(_) => return Page::Stale.response(),
        Err(error) => {
            tracing::warn!(%error, "an installation could not be looked up");
            return Page::Broken.response();
        }
    }
    let code = brought.code;
    // A task of its own: the code is used up although the browser goes away.
    let installed = tokio::spawn(async move { install(&workspaces, &code).await });
    installed.await.unwrap_or_else(|_| Page::Broken.response())
}

/// What to tell when Slack sends somebody back without a code.
fn declined(word: &str) -> Page {
    if word == "access_denied" {
        return Page::Declined;
    }
    // Anybody can call this address with any text: only a word is logged.
    let plain = word.len() <= 40 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let word = if plain { word } else { "something unreadable" };
    tracing::warn!(
        word,
        "Slack sent somebody back who wanted to install the app"
    );
    Page::Refused
}

/// Whether the browser that comes back is the one that was sent, for the first time and in time.
async fn take(
    workspaces: &Workspaces,
    state: &str,
    headers: &HeaderMap,
) -> Result<bool, StoreError> {
    let ours = cookies(headers).any(|cookie| cookie.as_bytes().ct_eq(state.as_bytes()).into());
    let several = workspaces.several().filter(|_| ours && !state.is_empty());
    let Some(several) = several else {
        return Ok(false);
    };
    let after_ms = several.clock.now_ms() - UNDER_WAY_MS;
    let mut tx = several.store.begin().await?;
    match tx.slack_take_state(&hash(state), after_ms).await {
        Ok(taken) => tx.commit().await.map(|()| taken),
        Err(error) => {
            // As in `keep`.
            tx.rollback().await.ok();
            Err(error)
        }
    }
}

async fn install(workspaces: &Workspaces, code: &str) -> Response {
    let Some(several) = workspaces.several() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let fields = [
        ("client_id", several.client_id.as_str()),
        ("client_secret", several.client_secret.expose_secret()),
        ("code", code),
    ];
    let answer = match several.api.exchange(&fields).await {
        Ok(answer) => answer,
        Err(error) => return unanswered(&error).response(),
    };
    let granted = match granted::read(&answer, several.clock.now_ms()) {
        Outcome::Granted(granted) => granted,
        Outcome::Organisation => {
            granted::give_back(several, &answer).await;
            return Page::Organisation.response();
        }
        Outcome::Unreadable => {
            tracing::error!("Slack's answer to an installation could not be read");
            return Page::Broken.response();
        }
    };
    match several.install(*granted).await {
        Ok(workspace) => {
            let (team_id, app_id) = (&workspace.key.team, &workspace.app_id);
            tracing::info!(team_id, "the app was installed in a workspace");
            let address = format!("/slack/installed?team={team_id}&app={app_id}");
            let (api, clock) = (several.api.clone(), several.clock.clone());
            tokio::spawn(async move { welcome::greet(&api, &clock, &workspace).await });
            moved(&address, None)
        }
        Err(NoWorkspace::NotHere) => Page::Broken.response(),
        Err(error) => {
            tracing::error!(%error, "an installation could not be kept");
            Page::Broken.response()
        }
    }
}

/// What to tell when Slack gives no tokens.
fn unanswered(error: &CallError) -> Page {
    match error {
        CallError::Refused(word) if word.contains("code") => Page::Stale,
        CallError::Refused(word) => {
            tracing::error!(
                word,
                "Slack refuses installations: look at HUZZAH_SLACK__CLIENT_ID, HUZZAH_SLACK__CLIENT_SECRET and the \
                 redirect URL in the app's settings"
            );
            Page::Refused
        }
        other => {
            tracing::warn!(error = %other, "Slack gave no answer to an installation");
            Page::Broken
        }
    }
}

/// What a browser is shown at the end; it may be loaded again.
#[derive(Deserialize)]
struct Installed {
    #[serde(default)]
    team: String,
    #[serde(default)]
    app: String,
}

async fn done(
    State(workspaces): State<Workspaces>,
    installed: Result<Query<Installed>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let id = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let app = match (installed, workspaces.several()) {
        (Ok(Query(Installed { team, app })), Some(several)) if id(&team) && id(&app) => {
            let site = several.api.site();
            Some(format!("{site}/app_redirect?app={app}&team={team}"))
        }
        _ => None,
    };
    Page::Done { app }.response()
}

fn moved(address: &str, cookie: Option<&str>) -> Response {
    let mut headers = HeaderMap::new();
    let value = |text: &str| HeaderValue::try_from(text).expect("what is encoded is plain ASCII");
    headers.insert(header::LOCATION, value(address));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(cookie) = cookie {
        headers.insert(header::SET_COOKIE, value(cookie));
    }
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The values of our cookie.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let all = headers.get_all(header::COOKIE).into_iter();
    let pairs = all
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs.filter_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

fn hash(state: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(state.as_bytes()))
}
