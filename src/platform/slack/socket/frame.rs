//! Frames: what Slack says on a socket, and acknowledgements.

use serde_json::{Value, json};

use crate::platform::slack::carry::Ack;
use crate::platform::slack::envelope::Shape;

/// A frame of Slack's.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// It greets us: from now on payloads come.
    Hello,
    /// It will close this socket soon.
    Refresh,
    /// Socket Mode was switched off.
    Disabled,
    /// It closes this socket now, with its word for why.
    Closes(String),
    /// A payload to be taken and acknowledged.
    Payload {
        /// What it is acknowledged by.
        envelope_id: String,
        /// In which shape it is.
        shape: Shape,
        /// Whether the acknowledgement may say something.
        answerable: bool,
        /// The payload.
        payload: Value,
    },
    /// Something else that wants to be acknowledged, so that it is not sent again.
    Other(String),
    /// Nothing that we know.
    Unknown,
}

impl Frame {
    /// Reads a frame.
    pub(super) fn read(text: &str) -> Self {
        let Ok(mut frame) = serde_json::from_str::<Value>(text) else {
            return Self::Unknown;
        };
        let shape = match frame["type"].as_str() {
            Some("hello") => return Self::Hello,
            Some("disconnect") => {
                return match frame["reason"].as_str().unwrap_or_default() {
                    "warning" | "refresh_requested" => Self::Refresh,
                    "link_disabled" => Self::Disabled,
                    word => Self::Closes(word.to_owned()),
                };
            }
            Some("slash_commands") => Some(Shape::Command),
            Some("interactive") => Some(Shape::Interactive),
            Some("events_api") => Some(Shape::Event),
            _ => None,
        };
        let Some(envelope_id) = frame["envelope_id"].as_str().map(str::to_owned) else {
            return Self::Unknown;
        };
        let Some(shape) = shape else {
            return Self::Other(envelope_id);
        };
        Self::Payload {
            envelope_id,
            shape,
            answerable: frame["accepts_response_payload"] == true,
            payload: frame["payload"].take(),
        }
    }
}

/// The acknowledgement of a payload.
pub(super) fn acknowledgement(envelope_id: &str, ack: Ack) -> String {
    match ack {
        Ack::Empty => json!({"envelope_id": envelope_id}),
        Ack::Body(payload) => json!({"envelope_id": envelope_id, "payload": payload}),
    }
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of <https://docs.slack.dev/apis/events-api/using-socket-mode>.
    #[test]
    fn frames_are_read() {
        let hello = r#"{"type": "hello", "connection_info": {"app_id": "A1234"}, "num_connections": 1,
            "debug_info": {"host": "applink-7fc4fdbb64-4x5xq", "build_number": 10,
            "approximate_connection_time": 18060}}"#;
        assert_eq!(Frame::read(hello), Frame::Hello);
        let disconnect = |reason: &str| {
            Frame::read(&format!(
                r#"{{"type": "disconnect", "reason": "{reason}", "debug_info": {{"host": "wss-111.slack.com"}}}}"#
            ))
        };
        assert_eq!(disconnect("warning"), Frame::Refresh);
        assert_eq!(disconnect("refresh_requested"), Frame::Refresh);
        assert_eq!(disconnect("link_disabled"), Frame::Disabled);
        let many = Frame::Closes("too_many_websockets".to_owned());
        assert_eq!(disconnect("too_many_websockets"), many);
        let command = r#"{"payload": {"command": "/huzzah"}, "envelope_id": "dbdd0ef3-1543-4f94-bfb4-133d0e6c1545",
            "type": "slash_commands", "accepts_response_payload": true, "retry_attempt": 0}"#;
        let expected = Frame::Payload {
            envelope_id: "dbdd0ef3-1543-4f94-bfb4-133d0e6c1545".to_owned(),
            shape: Shape::Command,
            answerable: true,
            payload: json!({"command": "/huzzah"}),
        };
        assert_eq!(Frame::read(command), expected);
        let later = r#"{"type": "something_new", "envelope_id": "e1"}"#;
        assert_eq!(Frame::read(later), Frame::Other("e1".to_owned()));
        for unknown in [
            "",
            "ping",
            "[]",
            r#"{"type": "events_api"}"#,
            r#"{"type": 7}"#,
        ] {
            assert_eq!(Frame::read(unknown), Frame::Unknown, "{unknown}");
        }
    }

    #[test]
    fn an_acknowledgement_names_its_envelope() {
        assert_eq!(acknowledgement("e1", Ack::Empty), r#"{"envelope_id":"e1"}"#);
        let body = Ack::Body(json!({"response_action": "clear"}));
        let with_body = r#"{"envelope_id":"e1","payload":{"response_action":"clear"}}"#;
        assert_eq!(acknowledgement("e1", body), with_body);
    }
}
