//! What a browser reads on its way: small pages without scripts.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::cards::say::say;

const HTML: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Page {
    /// The app is installed; where Slack shows it, when that is known.
    Done {
        /// An address at Slack.
        app: Option<String>,
    },
    /// Somebody said no at Slack.
    Declined,
    /// The way back was used before, took too long or was not begun here.
    Stale,
    /// A whole organisation installed it.
    Organisation,
    /// Slack does not take our app for what it is.
    Refused,
    /// Too many are at it.
    Crowded,
    /// Slack or the database did not answer.
    Broken,
}

/// What a page says, and the one thing to do next.
struct Text {
    title: String,
    lines: Vec<String>,
    label: String,
    address: String,
}

impl Page {
    /// The page as an answer.
    pub(super) fn response(&self) -> Response {
        let status = match self {
            Self::Done { .. } | Self::Declined => StatusCode::OK,
            Self::Stale | Self::Organisation => StatusCode::BAD_REQUEST,
            Self::Refused => StatusCode::BAD_GATEWAY,
            Self::Crowded | Self::Broken => StatusCode::SERVICE_UNAVAILABLE,
        };
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (status, headers, self.html()).into_response()
    }

    fn html(&self) -> String {
        let Text {
            title,
            lines,
            label,
            address,
        } = self.text();
        let lines: Vec<String> = lines.iter().map(|line| paragraph(line)).collect();
        let mood = if matches!(self, Self::Done { .. }) {
            "good"
        } else {
            "odd"
        };
        HTML.replace("{mood}", mood)
            .replace("{label}", &escaped(&label))
            .replace("{address}", &escaped(&address))
            .replace("{title}", &escaped(&title))
            .replace("{lines}", &lines.join("\n"))
    }

    fn text(&self) -> Text {
        let again = || (say("slack-install-again", &[]), "/slack/install".to_owned());
        let (title, lines, (label, address)) = match self {
            Self::Done { app } => (
                say("slack-installed", &[]),
                vec![
                    say("slack-installed-next", &[]),
                    say("slack-installed-word", &[]),
                ],
                (
                    say("slack-installed-open", &[]),
                    app.clone()
                        .unwrap_or_else(|| "https://slack.com".to_owned()),
                ),
            ),
            Self::Declined => (
                say("slack-install-declined", &[]),
                vec![say("slack-install-declined-why", &[])],
                again(),
            ),
            Self::Stale => (
                say("slack-install-stale", &[]),
                vec![say("slack-install-stale-why", &[])],
                again(),
            ),
            Self::Organisation => (
                say("slack-install-organisation", &[]),
                vec![say("slack-install-organisation-why", &[])],
                again(),
            ),
            Self::Refused => (
                say("slack-install-refused", &[]),
                vec![say("slack-install-refused-why", &[])],
                again(),
            ),
            Self::Crowded => (
                say("slack-install-crowded", &[]),
                vec![say("slack-install-crowded-why", &[])],
                again(),
            ),
            Self::Broken => (
                say("slack-install-broken", &[]),
                vec![say("slack-install-broken-why", &[])],
                again(),
            ),
        };
        Text {
            title,
            lines,
            label,
            address,
        }
    }
}

/// The pages' look.
pub(super) async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
    ];
    (headers, STYLE).into_response()
}

/// A sentence with `commands` set apart.
fn paragraph(line: &str) -> String {
    let line = escaped(line);
    let parts = line.split('`').enumerate();
    let parts = parts.map(|(at, part)| {
        if at % 2 == 1 {
            format!("<code>{part}</code>")
        } else {
            part.to_owned()
        }
    });
    format!("<p>{}</p>", parts.collect::<String>())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
