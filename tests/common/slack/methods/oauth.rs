//! `oauth.v2.access`: a code, or a refresh token, for a bot token. Each is good once.

use serde_json::{Value, json};

use super::{Asked, Done};
use crate::slack::world::{Grant, TOKEN_LIFE_S, World};

pub(crate) fn access(world: &mut World, asked: &Asked) -> Done {
    let args = &asked.args;
    if !is_ours(world, asked) {
        return Err("bad_client_secret".into());
    }
    if args["grant_type"] == "refresh_token" {
        return refresh(world, args["refresh_token"].as_str().unwrap_or_default());
    }
    let code = args["code"].as_str().unwrap_or_default();
    let code = world.codes.remove(code).ok_or("invalid_code")?;
    if code.until_ms <= world.clock.now_ms() {
        return Err("code_expired".into());
    }
    let redirect = args["redirect_uri"].as_str();
    if code.redirect.is_some() && code.redirect.as_deref() != redirect {
        return Err("bad_redirect_uri".into());
    }
    let mut answer = fresh(world, &code.team);
    answer["authed_user"] = json!({ "id": code.installer });
    if code.org_wide {
        answer["is_enterprise_install"] = json!(true);
        answer["enterprise"] = json!({ "id": "E1", "name": "Org" });
        answer["team"] = Value::Null;
    }
    Ok(answer)
}

/// `auth.revoke`: a token is no good any more.
pub(crate) fn revoke(world: &mut World, grant: &Grant) -> Done {
    let mut grants = world.grants.iter_mut();
    let found = grants.find(|one| one.token == grant.token);
    found.ok_or("invalid_auth")?.revoked = true;
    Ok(json!({ "revoked": true }))
}

fn refresh(world: &mut World, refresh: &str) -> Done {
    let now_ms = world.clock.now_ms();
    let mut grants = world.grants.iter_mut();
    let old = grants.find(|grant| grant.refresh.as_deref() == Some(refresh));
    let old = old.filter(|grant| !grant.revoked);
    let old = old.ok_or("invalid_refresh_token")?;
    old.refresh = None;
    let team = old.team.clone();
    // Two tokens live at a time: the one before the last dies now.
    let mut live: Vec<_> = world
        .grants
        .iter_mut()
        .filter(|grant| grant.team == team && grant.expires_ms.is_some_and(|at_ms| at_ms > now_ms))
        .collect();
    let n_spare = live.len().saturating_sub(1);
    for grant in live.iter_mut().take(n_spare) {
        grant.expires_ms = Some(now_ms);
    }
    Ok(fresh(world, &team))
}

fn fresh(world: &mut World, team: &str) -> Value {
    let grant = world.grant(team);
    let team = world.team(team);
    let scopes: Vec<&str> = grant.scopes.iter().map(String::as_str).collect();
    let enterprise = team
        .enterprise
        .as_ref()
        .map(|id| json!({ "id": id, "name": "Org" }));
    let mut answer = json!({
        "access_token": grant.token, "token_type": "bot", "scope": scopes.join(","),
        "bot_user_id": team.bot_user, "app_id": world.app.id,
        "team": { "id": team.id, "name": team.name }, "enterprise": enterprise,
        "authed_user": { "id": "" }, "is_enterprise_install": false,
    });
    if let Some(refresh) = grant.refresh {
        answer["refresh_token"] = json!(refresh);
        answer["expires_in"] = json!(TOKEN_LIFE_S);
    }
    answer
}

/// Whether the client id and secret are the app's, in the arguments or as `Basic` authorization.
fn is_ours(world: &World, asked: &Asked) -> bool {
    let (id, secret) = (&world.app.client_id, &world.app.client_secret);
    if let Some(basic) = &asked.basic {
        return *basic == base64(&format!("{id}:{secret}"));
    }
    asked.args["client_id"] == id.as_str() && asked.args["client_secret"] == secret.as_str()
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in text.as_bytes().chunks(3) {
        let mut bits = [0; 3];
        bits[..three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes([0, bits[0], bits[1], bits[2]]);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place > three.len() {
                '='
            } else {
                char::from(digit)
            });
        }
    }
    out
}
