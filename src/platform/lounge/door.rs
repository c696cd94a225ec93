//! Whether the lounge may open at all, and what stands there when it may not.

use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

/// Whether the lounge opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// It is served.
    Open,
    /// It is not, and why: a sentence for the log and for whoever looks.
    Closed(String),
}

/// Decides whether a lounge may be served: without an access code only where nobody but this machine can reach it.
#[must_use]
pub fn lounge_door(enabled: bool, has_access_code: bool, bind: SocketAddr) -> Door {
    if !enabled {
        return Door::Closed("The lounge is switched off (lounge.enabled).".to_owned());
    }
    if !has_access_code && !bind.ip().is_loopback() {
        return Door::Closed(format!(
            "The lounge stays closed: {bind} can be reached from other machines and no access code is set. \
             Set lounge.access_code (HUZZAH_LOUNGE__ACCESS_CODE), or bind to 127.0.0.1."
        ));
    }
    Door::Open
}

/// What is mounted where a lounge stays closed: one plain sentence, without the reason, since anybody may read it.
pub fn closed() -> Router {
    let sentence = (
        StatusCode::SERVICE_UNAVAILABLE,
        "The lounge is closed. Its owner finds the reason in the log.\n",
    );
    Router::new().route("/", get(move || async move { sentence }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lounge_without_a_code_opens_on_loopback_only() {
        let here = "127.0.0.1:8080".parse().expect("an address");
        let everywhere = "0.0.0.0:8080".parse().expect("an address");
        assert_eq!(lounge_door(true, false, here), Door::Open);
        assert_eq!(lounge_door(true, true, everywhere), Door::Open);
        assert!(matches!(
            lounge_door(true, false, everywhere),
            Door::Closed(_)
        ));
        assert!(matches!(lounge_door(false, true, here), Door::Closed(_)));
    }
}
