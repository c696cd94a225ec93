//! The plain client: forms, files and `response_url`s, with the answer's status, headers and a bounded body.

use std::time::Duration;

use anyhow::Context as _;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::platform::slack::api::error::{retry_after, when_ok};
use crate::platform::slack::api::{Api, CallError, Connector};

/// How long a connection may take to come about. Shorter than a call, so that a call that never left is known as such.
const CONNECTING: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 4 << 20;

const FORM: &str = "application/x-www-form-urlencoded";

/// The client; clones share connections.
#[derive(Clone)]
pub(super) struct Plain(Client<Connector, Body>);

/// An answer with status 200 that is `ok`.
pub(super) struct Answer {
    /// The whole answer.
    pub(super) body: Value,
    /// The header `x-oauth-scopes`, or nothing.
    pub(super) scopes: String,
}

/// A connector to Slack: the system's root certificates, and plain http only where the base address says so.
pub(super) fn connector(api_url: &str) -> anyhow::Result<Connector> {
    let uri: Uri = api_url.parse().context("read the address of Slack's API")?;
    let plain_http = uri.scheme_str() == Some("http");
    let tls = rustls::ClientConfig::builder_with_provider(
        rustls::crypto::ring::default_provider().into(),
    )
    .with_safe_default_protocol_versions()
    .context("choose TLS versions")?;
    let tls = match tls.clone().with_native_roots() {
        Ok(tls) => tls.with_no_client_auth(),
        // A stand-in for Slack on plain http needs no certificates.
        Err(_) if plain_http => tls
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth(),
        Err(error) => {
            return Err(error).context(
                "find the system's root certificates: install them (the Debian package is called ca-certificates)",
            );
        }
    };
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_connect_timeout(Some(CONNECTING));
    http.set_nodelay(true);
    let builder = HttpsConnectorBuilder::new().with_tls_config(tls);
    let builder = if plain_http {
        builder.https_or_http()
    } else {
        builder.https_only()
    };
    Ok(builder.enable_http1().wrap_connector(http))
}

impl Plain {
    pub(super) fn new(connector: Connector) -> Self {
        Self(Client::builder(TokioExecutor::new()).build(connector))
    }

    async fn ask(&self, request: Request<Body>) -> Result<(HeaderMap, String), CallError> {
        let answer = self.0.request(request).await;
        let answer = answer.map_err(|error| CallError::of_hyper(&error))?;
        let (head, body) = answer.into_parts();
        if head.status == StatusCode::TOO_MANY_REQUESTS {
            let wait = head.headers.get(header::RETRY_AFTER);
            let wait = wait
                .and_then(|wait| wait.to_str().ok())
                .and_then(retry_after);
            return Err(CallError::busy(wait));
        }
        let body = axum::body::to_bytes(Body::new(body), LONGEST_ANSWER).await;
        let body = body.map(|body| String::from_utf8_lossy(&body).into_owned());
        match body {
            Ok(body) if head.status == StatusCode::OK => Ok((head.headers, body)),
            Ok(body) => Err(CallError::of_status(head.status.as_u16(), &body)),
            Err(_) if head.status == StatusCode::OK => Err(CallError::unreadable()),
            Err(_) => Err(CallError::of_status(head.status.as_u16(), "")),
        }
    }
}

impl Api {
    /// Posts a body; the answer's headers and text when its status is 200.
    pub(super) async fn post(
        &self,
        uri: &Uri,
        token: Option<&SecretString>,
        content_type: &'static str,
        body: Vec<u8>,
    ) -> Result<(HeaderMap, String), CallError> {
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri.clone();
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Some(token) = token {
            let bearer = format!("Bearer {}", token.expose_secret());
            let mut bearer = HeaderValue::try_from(bearer)
                .map_err(|_| CallError::NotSent("the token can't be sent".to_owned()))?;
            bearer.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, bearer);
        }
        match tokio::time::timeout(self.patience, self.plain.ask(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(CallError::late()),
        }
    }

    /// Calls a method with a form.
    pub(super) async fn send_form(
        &self,
        token: Option<&SecretString>,
        method: &'static str,
        form: &str,
    ) -> Result<Answer, CallError> {
        let uri = format!("{}/{method}", self.base).parse();
        let uri = uri.map_err(|_| CallError::NotSent("the address can't be read".to_owned()))?;
        let sent = self.post(&uri, token, FORM, form.into());
        let (headers, body) = sent.await?;
        let body = serde_json::from_str(&body).map_err(|_| CallError::unreadable())?;
        let scopes = headers.get("x-oauth-scopes");
        let scopes = scopes.and_then(|scopes| scopes.to_str().ok());
        Ok(Answer {
            body: when_ok(body)?,
            scopes: scopes.unwrap_or_default().to_owned(),
        })
    }
}
