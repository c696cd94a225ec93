//! The page: files compiled into the program, told apart by the digest of their content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::platform::lounge::person::hex;

struct Asset {
    name: &'static str,
    content: &'static str,
    etag: String,
}

macro_rules! assets {
    ($($name:literal),* $(,)?) => {
        LazyLock::new(|| vec![$(Asset::new($name, include_str!(concat!("page/", $name)))),*])
    };
}

static ASSETS: LazyLock<Vec<Asset>> = assets![
    "index.html",
    "base.css",
    "room.css",
    "card.css",
    "icon.svg",
    "main.js",
    "api.js",
    "dom.js",
    "state.js",
    "door.js",
    "time.js",
    "log.js",
    "message.js",
    "card.js",
    "composer.js",
    "suggest.js",
    "dialog.js",
    "form.js",
    "panel.js",
    "channels.js",
    "thread.js",
    "live.js",
    "lost.js",
    "look.js",
    "welcome.js",
];

/// The page itself.
pub(crate) async fn index(headers: HeaderMap) -> Response {
    serve("index.html", &headers)
}

/// A file of the page.
pub(crate) async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    serve(&file, &headers)
}

fn serve(name: &str, headers: &HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
    };
    let etag =
        HeaderValue::from_str(&asset.etag).expect("a digest in hexadecimal is a header value");
    let common = [
        (header::ETAG, etag.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| *known == etag)
    {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (
        common,
        [(header::CONTENT_TYPE, media_type(name))],
        asset.content,
    )
        .into_response()
}

impl Asset {
    fn new(name: &'static str, content: &'static str) -> Self {
        let etag = format!("\"{}\"", hex(&Sha256::digest(content.as_bytes())[..12]));
        Self {
            name,
            content,
            etag,
        }
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    }
}
