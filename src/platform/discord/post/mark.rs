//! How a post is known again: by a nonce, which Discord takes once for some minutes, and by a number in the message
//! itself, which stays.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::platform::door::hex;

/// Bytes of a nonce's hash; in hexadecimal digits they are 24 of the 25 characters that Discord takes
/// (`resources/message`).
const NONCE_BYTES: usize = 12;
/// Ids of components have 32 bits with a sign (`components/reference`, "Anatomy of a Component").
const NUMBER_MASK: u32 = 0x7fff_ffff;

/// What tells one post in one channel from all others; the same for every try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Sent with the post: within some minutes the same nonce brings back the same message.
    pub(super) nonce: String,
    /// The id of the post's outermost component.
    number: u32,
}

impl Mark {
    /// The mark of the post of that key in a channel.
    pub(super) fn of(key: &str, channel: &str) -> Self {
        let digest = Sha256::digest(format!("{key}/{channel}"));
        let (nonce, rest) = digest.split_at(NONCE_BYTES);
        let number = rest
            .iter()
            .take(4)
            .fold(0, |number: u32, byte| (number << 8) | u32::from(*byte));
        // 0 would count as none.
        Self {
            nonce: hex(nonce),
            number: (number & NUMBER_MASK).max(1),
        }
    }

    /// Marks a message before it is sent.
    pub(super) fn set(&self, message: &mut Value) {
        message["nonce"] = self.nonce.as_str().into();
        message["enforce_nonce"] = true.into();
        if let Some(outermost) = message["components"].get_mut(0) {
            outermost["id"] = self.number.into();
        }
    }

    /// Whether a message of a channel is this post: one of a bot's, with our number or nonce in it.
    pub(super) fn is_on(&self, message: &Value) -> bool {
        let components = message["components"].as_array();
        let numbered = components
            .into_iter()
            .flatten()
            .any(|one| one["id"] == self.number);
        message["author"]["bot"] == true && (numbered || message["nonce"] == self.nonce.as_str())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_post_is_known_by_its_number_and_its_nonce() {
        let mark = Mark::of("1-7-round_closed", "42");
        assert_eq!(mark, Mark::of("1-7-round_closed", "42"));
        assert!(mark.nonce.len() <= 25, "{}", mark.nonce);
        let mut message = json!({"components": [{"type": 17}, {"type": 10}]});
        mark.set(&mut message);
        assert_eq!(message["enforce_nonce"], true);
        let id = message["components"][0]["id"].clone();
        assert!(id.as_i64().is_some_and(|id| id > 0 && id <= 0x7fff_ffff));
        let seen = |bot: bool, id: &Value| json!({"author": {"bot": bot}, "components": [{"type": 17, "id": id}]});
        assert!(mark.is_on(&seen(true, &id)));
        assert!(!mark.is_on(&seen(false, &id)), "a person's");
        assert!(!mark.is_on(&seen(true, &json!(1))));
        assert!(mark.is_on(&json!({"author": {"bot": true}, "nonce": mark.nonce})));
    }

    #[test]
    fn one_post_in_two_channels_is_two() {
        let (one, other) = (Mark::of("1-7-x", "42"), Mark::of("1-7-x", "43"));
        assert_ne!(one.nonce, other.nonce);
        assert_ne!(one.number, other.number);
    }
}
