//! Reads `story.txt`: what is said in the demo beside everybody's daily reports.

use anyhow::Context as _;

use crate::app::demo::people::PEOPLE;
use crate::app::demo::plan::{Act, Deed, MINUTE};
use crate::platform::lounge::{ARENA, CHANNELS};

const STORY: &str = include_str!("story.txt");

/// The story from its first midnight on, until now.
///
/// # Errors
/// Names the line that can't be read.
pub(super) fn story(midnight_ms: i64, now_ms: i64) -> anyhow::Result<Vec<Act>> {
    let lines = STORY
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            act(line, midnight_ms, now_ms).with_context(|| format!("the demo's story: {line}"))
        })
        .collect()
}

fn act(line: &'static str, midnight_ms: i64, now_ms: i64) -> Option<Act> {
    let mut parts = line.splitn(4, " | ");
    let (when, name, place, what) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let at_ms = match when.strip_prefix("ago ") {
        Some(minutes) => now_ms - minutes.parse::<i64>().ok()? * MINUTE,
        None => midnight_ms + minutes_in(when)? * MINUTE,
    };
    let who = PEOPLE.iter().position(|person| person.name == name)?;
    let channel = CHANNELS
        .into_iter()
        .map(|(channel, _)| channel)
        .find(|channel| *channel == place);
    let deed = match channel {
        Some(channel) if what.starts_with('/') => Deed::Type(channel, what.to_owned()),
        Some(channel) => Deed::Say(channel, what),
        None => {
            let (kind, word) = place.strip_prefix("below ")?.split_once(' ')?;
            Deed::Answer(ARENA, kind, word, what)
        }
    };
    Some(Act { at_ms, who, deed })
}

/// `2 18:50` as minutes since the story's first midnight.
fn minutes_in(when: &str) -> Option<i64> {
    let (day, time) = when.split_once(' ')?;
    let (hour, minute) = time.split_once(':')?;
    let (day, hour, minute): (i64, i64, i64) =
        (day.parse().ok()?, hour.parse().ok()?, minute.parse().ok()?);
    Some((day * 24 + hour) * 60 + minute)
}
