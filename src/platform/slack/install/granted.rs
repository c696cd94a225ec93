//! What Slack answers to an installation.

use serde_json::{Value, json};

use crate::platform::slack::team::TeamKey;
use crate::platform::slack::workspaces::{Granted, Several, tokens};

/// What came of asking.
pub(super) enum Outcome {
    /// A workspace installed the app.
    Granted(Box<Granted>),
    /// A whole organisation did, which is not offered yet.
    Organisation,
    /// Something is missing.
    Unreadable,
}

/// Reads the answer of `oauth.v2.access` (docs.slack.dev/reference/methods/oauth.v2.access).
pub(super) fn read(answer: &Value, now_ms: i64) -> Outcome {
    let text = |pointer: &str| {
        let text = answer.pointer(pointer)?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let team = match text("/team/id") {
        Some(team) if answer["is_enterprise_install"] != true => team,
        _ if answer["is_enterprise_install"] == true => return Outcome::Organisation,
        _ => return Outcome::Unreadable,
    };
    let (Some(token), Some(bot_user)) = (text("/access_token"), text("/bot_user_id")) else {
        return Outcome::Unreadable;
    };
    // The key goes into addresses and the store: nothing but an id may be in it.
    let id = |text: &String| text.bytes().all(|b| b.is_ascii_alphanumeric());
    let key = TeamKey {
        enterprise: text("/enterprise/id").unwrap_or_default(),
        team,
    };
    let app_id = text("/app_id").unwrap_or_default();
    if ![&key.enterprise, &key.team, &app_id].into_iter().all(id) {
        return Outcome::Unreadable;
    }
    Outcome::Granted(Box::new(Granted {
        name: text("/team/name").unwrap_or_else(|| key.team.clone()),
        key,
        app_id,
        bot_user,
        installer: text("/authed_user/id"),
        scopes: text("/scope").unwrap_or_default(),
        token: token.into(),
        rotates: tokens(answer, now_ms).map(|(_, refresh, ends_ms)| (refresh, ends_ms)),
    }))
}

/// Gives a token back that is not kept, so that none is about which nobody knows.
pub(super) async fn give_back(several: &Several, answer: &Value) {
    let Some(token) = answer["access_token"].as_str() else {
        return;
    };
    let (token, nothing) = (token.into(), json!({}));
    match several.api.call(&token, "auth.revoke", &nothing).await {
        Ok(_) => tracing::info!("an installation for a whole organisation was given back"),
        Err(error) => tracing::warn!(%error, "a token for a whole organisation was not given back"),
    }
}
