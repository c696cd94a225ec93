//! Discord's signature: Ed25519 over the timestamp and the body, as they came (`interactions/overview`).

use axum::http::HeaderMap;
use ring::signature::{ED25519, UnparsedPublicKey};

use crate::platform::door::{Stamp, only, unhex};

/// Points of small order, as they are written (RFC 8032 §5.1.2) without the sign: under such a key a signature fits many
/// messages, so that none of them is a key.
const WEAK: [&str; 7] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];
/// The sign, in the last byte.
const SIGN: u8 = 0x80;

/// The application's public key.
pub(super) struct Key(UnparsedPublicKey<[u8; 32]>);

/// What a request says of its signature.
pub(super) struct Claim {
    stamp: Stamp,
    signature: [u8; 64],
}

impl Key {
    /// Reads 64 hexadecimal digits; none where they can't be a key.
    pub(super) fn read(digits: &str) -> Option<Self> {
        let key = unhex::<32>(digits)?;
        let mut unsigned = key;
        unsigned[31] &= !SIGN;
        let weak = WEAK.iter().any(|weak| unhex(weak) == Some(unsigned));
        (!weak).then(|| Self(UnparsedPublicKey::new(&ED25519, key)))
    }

    /// Whether that body was signed so. ring takes a signature in one form alone (its `S` is below the group's order), so
    /// that none can be made into another.
    pub(super) fn signed(&self, claim: &Claim, body: &[u8]) -> bool {
        let message = [claim.stamp.text.as_bytes(), body].concat();
        self.0.verify(&message, &claim.signature).is_ok()
    }
}

impl Claim {
    /// Reads the headers; none where one is missing, stands there twice, or can't be what Discord sends.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        Some(Self {
            stamp: Stamp::read(headers, "x-signature-timestamp")?,
            signature: unhex(only(headers, "x-signature-ed25519")?)?,
        })
    }

    /// Whether it was signed about now.
    pub(super) fn is_timely(&self, now_ms: i64) -> bool {
        self.stamp.is_timely(now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_key_is_none() {
        for weak in WEAK {
            assert!(Key::read(weak).is_none(), "{weak}");
            let last = u8::from_str_radix(&weak[62..], 16).expect("digits");
            let signed = format!("{}{:02X}", &weak[..62], last | SIGN);
            assert!(Key::read(&signed).is_none(), "{signed}");
        }
        for odd in ["", "ab", &"g".repeat(64), &"a".repeat(63)] {
            assert!(Key::read(odd).is_none(), "{odd}");
        }
        let sound = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert!(Key::read(sound).is_some());
    }
}
