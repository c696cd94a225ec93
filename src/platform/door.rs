//! What the signed doors of platforms have in common: what is read of a request before it is believed, and how it is
//! refused.

use std::fmt::Write as _;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The most bytes that a request may have; the largest payloads, submitted forms, stay far below.
pub(crate) const MAX_BODY_BYTES: usize = 1024 * 1024;
/// A body that takes longer to arrive is given up.
const READING: Duration = Duration::from_secs(10);
/// How far a request's own time may be from ours, either way.
const TIMELY_S: i64 = 300;

/// The time that a request says it was signed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// As in the header: it is part of what is signed.
    pub(crate) text: String,
    seconds: i64,
}

impl Stamp {
    /// Reads a header; none where it is missing, stands there twice, or is no number of seconds.
    pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<Self> {
        let text = only(headers, name)?;
        let is_number =
            (1..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = text.parse().ok().filter(|_| is_number)?;
        Some(Self {
            text: text.to_owned(),
            seconds,
        })
    }

    /// Whether it is less than five minutes and a second ago, or ahead.
    pub(crate) fn is_timely(&self, now_ms: i64) -> bool {
        (now_ms.div_euclid(1_000) - self.seconds).abs() <= TIMELY_S
    }
}

/// The value of a header that stands there once.
pub(crate) fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Bytes as lowercase hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes any text");
        text
    })
}

/// So many bytes, from twice as many hexadecimal digits of either case.
pub(crate) fn unhex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if digits.len() != 2 * N {
        return None;
    }
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// How long a request says that its body is.
pub(crate) fn length(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Reads at most `most` bytes; a body that says it is longer is not read at all.
pub(crate) async fn read(
    headers: &HeaderMap,
    body: Body,
    most: usize,
) -> Result<Vec<u8>, StatusCode> {
    if length(headers).is_some_and(|length| length > most) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    match tokio::time::timeout(READING, to_bytes(body, most)).await {
        Ok(Ok(body)) => Ok(body.into()),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// No word on what was wrong, and no more of this connection: the rest of a body is not waited for.
pub(crate) fn refused(status: StatusCode) -> Response {
    (status, [(header::CONNECTION, "close")]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_minutes_either_way_are_timely_and_a_second_more_is_not() {
        let mut headers = HeaderMap::new();
        headers.insert("at", "1531420618".parse().expect("a header"));
        let stamp = Stamp::read(&headers, "at").expect("a stamp");
        for (offset_ms, timely) in [
            (0, true),
            (300_999, true),
            (301_000, false),
            (-300_000, true),
            (-300_001, false),
            (i64::from(u32::MAX), false),
        ] {
            assert_eq!(
                stamp.is_timely(1_531_420_618_000 + offset_ms),
                timely,
                "{offset_ms}"
            );
        }
    }

    #[test]
    fn digits_are_read_in_either_case_and_nothing_else_is() {
        assert_eq!(unhex("00fFa9"), Some([0, 255, 169]));
        assert_eq!(hex(&[0, 255, 169]), "00ffa9");
        for odd in ["", "00ff", "00fff", "00ffag", "00ffa9 ", "+0ffa9"] {
            assert_eq!(unhex::<3>(odd), None, "{odd}");
        }
    }
}
