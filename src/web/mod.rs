//! The HTTP house: health, metrics, and what each platform mounts. It knows no platform by name.

mod serve;

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::set_header::SetResponseHeaderLayer;

pub use serve::serve;

/// Whether this process can do its work now; the reason, when it can't.
pub type Readiness = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// What the house is made of.
pub struct Parts {
    /// Whether this process can do its work now; the reason, when it can't.
    pub ready: Arc<dyn Fn() -> Readiness + Send + Sync>,
    /// The figures, in the text format of Prometheus.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// What the platforms mount.
    pub mounts: Vec<Router>,
}

/// Assembles the whole site: `/healthz`, `/readyz`, `/metrics`, the mounts, and a plain 404; with headers that keep
/// browsers from running, framing or guessing anything that is not ours.
pub fn router(parts: Parts) -> Router {
    let Parts {
        ready,
        metrics,
        mounts,
    } = parts;
    let mut router = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route(
            "/readyz",
            get(move || {
                let ready = ready();
                async move {
                    match ready.await {
                        Ok(()) => (StatusCode::OK, "ready".to_owned()),
                        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, reason),
                    }
                }
            }),
        )
        .route(
            "/metrics",
            get(move || async move { ([(header::CONTENT_TYPE, METRICS)], metrics()) }),
        );
    for mount in mounts {
        router = router.merge(mount);
    }
    let mut router = router.fallback(nothing_here);
    for (name, value) in HEADERS {
        let layer = SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        router = router.layer(layer);
    }
    router
}

const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

async fn nothing_here() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}
