//! The key that seals tokens at rest.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use secrecy::{ExposeSecret, SecretBox};

/// 32 bytes that nobody may see.
pub struct TokenKey(SecretBox<[u8; 32]>);

impl TokenKey {
    /// Reads 32 bytes in hexadecimal or base64, whose `=` at the end may be missing.
    #[must_use]
    pub fn read(text: &str) -> Option<TokenKey> {
        let lenient =
            GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let base64 = |alphabet| GeneralPurpose::new(alphabet, lenient).decode(text).ok();
        let bytes =
            hexadecimal(text).or_else(|| base64(&STANDARD).or_else(|| base64(&URL_SAFE)))?;
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        Some(TokenKey(SecretBox::new(Box::new(bytes))))
    }

    /// The bytes: for sealing only.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }
}

impl Clone for TokenKey {
    fn clone(&self) -> Self {
        TokenKey(SecretBox::new(Box::new(*self.expose())))
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(hidden)")
    }
}

/// 64 hexadecimal digits as bytes.
fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let hexadecimal = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let pairs = (0..text.len()).step_by(2);
    let read = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    hexadecimal.then(|| pairs.map(read).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<[u8; 32]>) {
        let read = TokenKey::read(text);
        assert_eq!(
            read.as_ref().map(TokenKey::expose),
            expected.as_ref(),
            "{text}"
        );
    }

    #[test]
    fn a_key_is_32_bytes_in_base64_or_hexadecimal() {
        check(&"0f".repeat(32), Some([15; 32]));
        check(&"0F".repeat(32), Some([15; 32]));
        check(
            "Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8=",
            Some([15; 32]),
        );
        check(
            "Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8",
            Some([15; 32]),
        );
        check(
            "//////////////////////////////////////////8=",
            Some([255; 32]),
        );
        check(
            "__________________________________________8",
            Some([255; 32]),
        );
        for wrong in [
            "",
            "0f",
            "hunter2",
            &"0g".repeat(32),
            &"0f".repeat(31),
            &"0f".repeat(33),
        ] {
            check(wrong, None);
        }
        // 31 and 33 bytes.
        check("Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw==", None);
        check("Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8P", None);
    }

    #[test]
    fn a_key_is_never_shown() {
        let key = TokenKey::read(&"0f".repeat(32)).expect("a key");
        assert_eq!(format!("{:?}", key.clone()), "TokenKey(hidden)");
    }
}
