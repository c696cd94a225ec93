//! Records as lines of JSON: how a page of the stream is written and read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::event::{Cause, Event, Record, Unreadable, VERSION};

/// Appends one record as a line.
pub fn write(record: &Record, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"seq\":");
    number(out, record.seq);
    out.extend_from_slice(b",\"at\":");
    if record.at_ms < 0 {
        out.push(b'-');
    }
    number(out, record.at_ms.unsigned_abs());
    if let Some(cause) = record.cause {
        out.extend_from_slice(b",\"cause\":\"");
        hex(out, cause.0);
        out.push(b'"');
    }
    out.extend_from_slice(b",\"kind\":\"");
    out.extend_from_slice(record.event.kind().as_bytes());
    out.extend_from_slice(b"\",\"version\":");
    number(out, VERSION.into());
    out.extend_from_slice(b",\"body\":");
    record
        .event
        .write_body(out)
        .expect("events are plain data, and memory takes every byte");
    out.extend_from_slice(b"}\n");
}

/// Reads a page: one record a line.
///
/// # Errors
/// When a line is not an event that this release knows.
pub fn read_page(body: &str) -> Result<Vec<Record>, Unreadable> {
    body.lines()
        .filter(|line| !line.is_empty())
        .map(read)
        .collect()
}

#[derive(Deserialize)]
struct Line<'a> {
    seq: u64,
    at: i64,
    #[serde(default, borrow)]
    cause: Option<&'a str>,
    kind: &'a str,
    version: u32,
    #[serde(borrow)]
    body: &'a RawValue,
}

fn read(text: &str) -> Result<Record, Unreadable> {
    let line: Line<'_> =
        serde_json::from_str(text).map_err(|error| Unreadable::Body(error.to_string()))?;
    if line.version != VERSION {
        return Err(Unreadable::Version(line.version));
    }
    let cause = match line.cause {
        None => None,
        Some(hex) => Some(Cause(
            u128::from_str_radix(hex, 16).map_err(|error| Unreadable::Body(error.to_string()))?,
        )),
    };
    Ok(Record {
        seq: line.seq,
        at_ms: line.at,
        cause,
        event: Event::read(line.kind, line.body.get())?,
    })
}

fn number(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(number % 10).expect("a remainder of ten is one digit");
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

fn hex(out: &mut Vec<u8>, value: u128) {
    for shift in (0..32).rev() {
        let nibble = usize::try_from((value >> (shift * 4)) & 15).expect("four bits");
        out.push(b"0123456789abcdef"[nibble]);
    }
}
