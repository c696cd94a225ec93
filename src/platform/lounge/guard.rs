//! Who may talk to the lounge at all: the rules of peers, hosts, origins and proxies.
//!
//! Without an access code the lounge trusts this machine, so it must be sure that it is this machine: a page of another
//! site in a local browser (a foreign `Origin`, or a name that was pointed here: a foreign `Host`) and a proxy that
//! carries strangers in (a forwarding header) are refused.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::platform::lounge::Lounge;
use crate::platform::lounge::trouble::Trouble;

/// Lets a request through, or answers it with a plain sentence.
pub(crate) async fn guard(State(lounge): State<Lounge>, request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let knock = Knock {
        peer,
        method: request.method(),
        api: request.uri().path().starts_with("/lounge/"),
        headers: request.headers(),
    };
    let verdict = if lounge.0.options.access_code.is_some() {
        knock.with_code()
    } else {
        knock.without_code()
    };
    match verdict {
        Ok(()) => next.run(request).await,
        Err(sentence) => Trouble::refuse(StatusCode::FORBIDDEN, sentence).into_response(),
    }
}

struct Knock<'a> {
    peer: Option<IpAddr>,
    method: &'a Method,
    api: bool,
    headers: &'a HeaderMap,
}

impl Knock<'_> {
    fn without_code(&self) -> Result<(), &'static str> {
        if !self
            .peer
            .is_some_and(|peer| peer.to_canonical().is_loopback())
        {
            return Err("This lounge has no access code, so it is open to its own machine only.");
        }
        if self.headers.keys().any(|name| is_forwarding(name.as_str())) {
            return Err(
                "This lounge has no access code, so it can't be reached through a proxy: set an access code first.",
            );
        }
        let host = self.host().ok_or("The request names no host.")?;
        if !is_loopback_host(host) {
            return Err(
                "This lounge has no access code, so it answers to localhost, 127.0.0.1 and [::1] only.",
            );
        }
        self.same_site(host)
    }

    fn with_code(&self) -> Result<(), &'static str> {
        let host = self.host().ok_or("The request names no host.")?;
        if self.method == Method::POST && !self.headers.contains_key(header::ORIGIN) {
            return Err("The request does not say which page it comes from.");
        }
        self.same_site(host)
    }

    fn host(&self) -> Option<&str> {
        let mut hosts = self.headers.get_all(header::HOST).iter();
        let host = hosts.next()?.to_str().ok()?;
        hosts.next().is_none().then_some(host)
    }

    fn same_site(&self, host: &str) -> Result<(), &'static str> {
        const FOREIGN: &str =
            "The request comes from another site; please use the lounge's own page.";
        for origin in self.headers.get_all(header::ORIGIN) {
            let authority = origin.to_str().ok().and_then(|origin| {
                origin
                    .strip_prefix("http://")
                    .or_else(|| origin.strip_prefix("https://"))
            });
            if !authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host)) {
                return Err(FOREIGN);
            }
        }
        let from = self
            .headers
            .get("sec-fetch-site")
            .and_then(|from| from.to_str().ok());
        if self.api && from.is_some_and(|from| from != "same-origin" && from != "none") {
            return Err(FOREIGN);
        }
        Ok(())
    }
}

fn is_loopback_host(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

fn is_forwarding(name: &str) -> bool {
    const NAMES: [&str; 10] = [
        "via",
        "x-real-ip",
        "x-forward-for",
        "x-remote-ip",
        "x-remote-addr",
        "x-envoy-external-address",
        "x-original-host",
        "cf-ray",
        "cf-connecting-ip",
        "cdn-loop",
    ];
    NAMES.contains(&name) || name.contains("forwarded") || name.ends_with("client-ip")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knock(code: bool, peer: &str, method: &Method, headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a header value"));
        }
        let knock = Knock {
            peer: peer.parse().ok(),
            method,
            api: true,
            headers: &map,
        };
        if code {
            knock.with_code()
        } else {
            knock.without_code()
        }
        .is_ok()
    }

    #[test]
    fn without_a_code_only_this_machine_comes_in() {
        let get =
            |peer, headers: &[(&'static str, &str)]| knock(false, peer, &Method::GET, headers);
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:1",
            "[::1]:8080",
            "[::1]",
            "LOCALHOST:80",
        ] {
            assert!(get("127.0.0.1", &[("host", host)]), "{host}");
        }
        assert!(get("::1", &[("host", "[::1]:8080")]));
        assert!(get("::ffff:127.0.0.1", &[("host", "localhost")]));
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "192.168.0.1",
            "",
            "::1",
        ] {
            assert!(!get("127.0.0.1", &[("host", host)]), "{host}");
        }
        assert!(!get("192.168.0.7", &[("host", "localhost")]));
        assert!(!get("127.0.0.1", &[]));
        assert!(!get(
            "127.0.0.1",
            &[("host", "localhost"), ("host", "evil.example")]
        ));
    }

    #[test]
    fn without_a_code_no_proxy_and_no_foreign_page_comes_in() {
        let get = |name, value| {
            knock(
                false,
                "127.0.0.1",
                &Method::GET,
                &[("host", "localhost:8080"), (name, value)],
            )
        };
        for name in [
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded",
            "x-original-forwarded-for",
            "x-vercel-forwarded-for",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "fastly-client-ip",
            "x-forward-for",
            "x-remote-ip",
            "x-remote-addr",
            "x-envoy-external-address",
            "x-original-host",
            "cf-ray",
            "cf-connecting-ip",
            "cdn-loop",
        ] {
            assert!(!get(name, "1"), "{name}");
        }
        assert!(get("origin", "http://localhost:8080"));
        for origin in [
            "http://evil.example",
            "null",
            "http://localhost:9090",
            "http://127.0.0.1:8080",
            "localhost:8080",
        ] {
            assert!(!get("origin", origin), "{origin}");
        }
        assert!(!get("sec-fetch-site", "cross-site"));
        assert!(get("sec-fetch-site", "same-origin"));
    }

    #[test]
    fn with_a_code_a_post_must_come_from_our_own_page() {
        let host = ("host", "lounge.example");
        assert!(knock(
            true,
            "203.0.113.9",
            &Method::GET,
            &[host, ("x-forwarded-for", "1.2.3.4")]
        ));
        assert!(knock(
            true,
            "203.0.113.9",
            &Method::POST,
            &[host, ("origin", "https://lounge.example")]
        ));
        assert!(!knock(true, "203.0.113.9", &Method::POST, &[host]));
        assert!(!knock(
            true,
            "203.0.113.9",
            &Method::POST,
            &[host, ("origin", "https://evil.example")]
        ));
        assert!(!knock(
            true,
            "203.0.113.9",
            &Method::GET,
            &[host, ("origin", "https://evil.example")]
        ));
    }
}
