//! Records as lines of JSON: how a page of the stream is written and read.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::event::{Cause, Event, Record, Unreadable, VERSION};
use crate::domain::number;

/// Appends one record as a line.
pub fn write(record: &Record, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"seq\":");
    number::push_unsigned(out, record.seq);
    out.extend_from_slice(b",\"at\":");
    number::push(out, record.at_ms);
    if let Some(cause) = record.cause {
        out.extend_from_slice(b",\"cause\":\"");
        hex(out, cause.0);
        out.push(b'"');
    }
    out.extend_from_slice(b",\"kind\":\"");
    out.extend_from_slice(record.event.kind().as_bytes());
    out.extend_from_slice(b"\",\"version\":");
    number::push_unsigned(out, VERSION.into());
    out.extend_from_slice(b",\"body\":");
    record
        .event
        .write_body(out)
        .expect("events are plain data, and memory takes every byte");
    out.extend_from_slice(b"}\n");
}

/// A page: one record a line.
#[must_use]
pub fn write_page<'a>(records: impl IntoIterator<Item = &'a Record>) -> String {
    let mut body = Vec::with_capacity(64 * 1024);
    for record in records {
        write(record, &mut body);
    }
    String::from_utf8(body).expect("JSON is UTF-8")
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

/// Reads those events of a page that may be about one of some challenges, or about everybody; the others' bodies are
/// not read.
///
/// # Errors
/// When a line is not an event that this release knows.
pub fn read_about(body: &str, wanted: impl Fn(u32) -> bool) -> Result<Vec<Record>, Unreadable> {
    let mut records = Vec::new();
    for text in body.lines().filter(|line| !line.is_empty()) {
        let line = parse(text)?;
        if line.challenge().is_none_or(&wanted) {
            records.push(line.read()?);
        }
    }
    Ok(records)
}

/// The deliveries that caused a page's events: number and time of each event that has one, and its cause.
///
/// # Errors
/// When a line is not one of ours.
pub fn read_causes(body: &str) -> Result<Vec<(u64, i64, Cause)>, Unreadable> {
    let mut causes = Vec::new();
    for text in body.lines().filter(|line| !line.is_empty()) {
        let line = parse(text)?;
        causes.extend(line.cause()?.map(|cause| (line.seq, line.at, cause)));
    }
    Ok(causes)
}

/// A line before its body is read.
#[derive(Deserialize)]
struct Line<'a> {
    seq: u64,
    at: i64,
    #[serde(default, borrow)]
    cause: Option<&'a str>,
    kind: &'a str,
    version: u32,
    #[serde(borrow, deserialize_with = "as_text")]
    body: &'a str,
}

impl<'a> Line<'a> {
    /// A line exactly as [`write()`] makes it; `None` if it is any other JSON.
    fn as_written(text: &'a str) -> Option<Self> {
        let (seq, rest) = text.strip_prefix("{\"seq\":")?.split_once(',')?;
        let (at, rest) = rest.strip_prefix("\"at\":")?.split_once(',')?;
        let (cause, rest) = match rest.strip_prefix("\"cause\":\"") {
            Some(rest) => {
                let (hex, rest) = rest.split_once('"')?;
                (Some(hex), rest.strip_prefix(',')?)
            }
            None => (None, rest),
        };
        let (kind, rest) = rest.strip_prefix("\"kind\":\"")?.split_once('"')?;
        let (version, rest) = rest.strip_prefix(",\"version\":")?.split_once(',')?;
        let body = rest.strip_prefix("\"body\":")?.strip_suffix('}')?;
        Some(Self {
            seq: seq.parse().ok()?,
            at: at.parse().ok()?,
            cause,
            kind,
            version: version.parse().ok()?,
            body,
        })
    }

    /// The challenge that the body names, where it can be seen at a glance. Within words of a moderator the quotation
    /// marks have backslashes before them.
    fn challenge(&self) -> Option<u32> {
        let (_, rest) = self.body.split_once("\"challenge\":")?;
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        rest[..end].parse().ok()
    }

    fn read(&self) -> Result<Record, Unreadable> {
        Ok(Record {
            seq: self.seq,
            at_ms: self.at,
            cause: self.cause()?,
            event: Event::read(self.kind, self.body)?,
        })
    }

    fn cause(&self) -> Result<Option<Cause>, Unreadable> {
        let read = self.cause.map(|hex| u128::from_str_radix(hex, 16));
        let read = read
            .transpose()
            .map_err(|error| Unreadable::Body(error.to_string()))?;
        Ok(read.map(Cause))
    }
}

fn as_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<&'de str, D::Error> {
    <&RawValue>::deserialize(deserializer).map(RawValue::get)
}

fn parse(text: &str) -> Result<Line<'_>, Unreadable> {
    let line = Line::as_written(text).map_or_else(|| serde_json::from_str(text), Ok);
    let line = line.map_err(|error| Unreadable::Body(error.to_string()))?;
    if line.version == VERSION {
        Ok(line)
    } else {
        Err(Unreadable::Version(line.version))
    }
}

fn read(text: &str) -> Result<Record, Unreadable> {
    parse(text)?.read()
}

fn hex(out: &mut Vec<u8>, value: u128) {
    for shift in (0..32).rev() {
        let nibble = usize::try_from((value >> (shift * 4)) & 15).expect("four bits");
        out.push(b"0123456789abcdef"[nibble]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::IdentityArrived;

    #[test]
    fn what_is_about_a_challenge_is_found_whatever_a_moderator_wrote() {
        let golden = include_str!("../../tests/golden/0.1.0.jsonl");
        let mut all = read_page(golden).expect("every event is known");
        for record in &mut all {
            if let Event::ChallengeDrafted(drafted) = &mut record.event {
                drafted.rules.title = "\"challenge\":9, {\"challenge\":9}".to_owned();
            }
        }
        let page = write_page(&all);
        for wanted in 1..=9 {
            let about = |record: &&Record| {
                let number = record.event.challenge();
                number.is_none_or(|number| number == wanted)
            };
            let expected: Vec<Record> = all.iter().filter(about).cloned().collect();
            assert_eq!(read_about(&page, |number| number == wanted), Ok(expected));
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written_and_also_as_any_other_json() {
        for cause in [None, Some(Cause(7))] {
            let event = IdentityArrived {
                identity: 3,
                zone: Some("Europe/Berlin".to_owned()),
            }
            .into();
            let record = Record {
                seq: 9,
                at_ms: -5,
                cause,
                event,
            };
            let mut text = Vec::new();
            write(&record, &mut text);
            let text = String::from_utf8(text).expect("lines are text");
            assert!(Line::as_written(text.trim_end()).is_some());
            let spaced = text.replace(':', " : ");
            assert!(Line::as_written(spaced.trim_end()).is_none());
            for text in [text, spaced] {
                assert_eq!(read_page(&text), Ok(vec![record.clone()]));
                let causes: Vec<_> = cause.map(|cause| (9, -5, cause)).into_iter().collect();
                assert_eq!(read_causes(&text), Ok(causes));
            }
        }
    }
}
