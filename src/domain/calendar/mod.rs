//! Zones, local days, closes: where instants meet the clocks on people's walls.
//!
//! Instants are milliseconds since 1970-01-01 UTC and are named `…_ms`. A civil time that a zone
//! skips is read with the offset before the gap (02:30 becomes 03:30); one that comes twice is the
//! first. Nothing here panics: dates outside the years 1 to 9999 are moved to the nearest one.

mod closing;
mod day;
mod quiet;
mod span;
mod text;
mod when;
mod zone;

pub use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
pub use chrono_tz::Tz;
pub use closing::{Closing, Rhythm};
pub use day::{Day, Days};
pub use quiet::Quiet;
pub use span::{read_span_ms, show_span};
pub use text::read_clock;
pub use when::{
    Effective, When, WhenTrouble, effective, period_end_ms, period_start_ms, read_when,
};
pub use zone::{instant_ms, show_local, zone_named, zones_like};
