//! What went wrong, as one sentence for the person at the page.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::engine::reference;

/// A refusal of the lounge itself, or an apology.
#[derive(Debug)]
pub(crate) struct Trouble {
    status: StatusCode,
    sentence: String,
    here_as: Option<String>,
}

impl Trouble {
    /// A refusal: one friendly sentence that says what to do.
    pub(crate) fn refuse(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self {
            status,
            sentence: sentence.into(),
            here_as: None,
        }
    }

    /// This browser has a seat under another name than the one it wants to come in with.
    pub(crate) fn seated_as(name: &str) -> Self {
        let sentence = format!(
            "This browser is already in as \u{201C}{name}\u{201D}. For another name use another browser, or a private \
             window."
        );
        Self {
            here_as: Some(name.to_owned()),
            ..Self::refuse(StatusCode::CONFLICT, sentence)
        }
    }

    /// Nobody has entered with this browser.
    pub(crate) fn stranger() -> Self {
        Self::refuse(
            StatusCode::UNAUTHORIZED,
            "Please come in first: say your name at the door.",
        )
    }

    /// What was asked about is not there for this person.
    pub(crate) fn gone() -> Self {
        Self::refuse(StatusCode::NOT_FOUND, "That message is no longer here.")
    }
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        let reference = reference();
        tracing::error!(
            reference,
            error = format!("{error:#}"),
            "a request to the lounge failed"
        );
        let sentence = format!(
            "Something broke on our side, and nothing you typed is lost. Please try again in a moment; if it stays, \
             tell whoever runs this place the reference {reference}."
        );
        Self::refuse(StatusCode::INTERNAL_SERVER_ERROR, sentence)
    }
}

impl From<JsonRejection> for Trouble {
    fn from(rejection: JsonRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return Self::refuse(
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is more than one message can hold: please keep it under 4,000 characters.",
            );
        }
        Self::refuse(
            StatusCode::BAD_REQUEST,
            "The page sent something unreadable; please reload it.",
        )
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": self.sentence });
        if let Some(name) = self.here_as {
            body["here_as"] = name.into();
        }
        (self.status, Json(body)).into_response()
    }
}
