//! A community's settings and its members' own, as the fold keeps them.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::amount::Decimal;
use crate::domain::calendar::{Days, Quiet, zone_named};

/// Minutes after midnight at which a local day ends where nobody says otherwise: four in the morning.
pub const DAY_ENDS_MIN: u16 = 240;

/// Quiet hours where nobody says otherwise.
pub const QUIET_HOURS: &str = "22-08";

/// The zone of a community that has not said where it lives.
const ZONE_UNSET: &str = "UTC";

/// What a community has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// IANA name of its zone, for rounds that open from now on.
    pub zone: String,
    /// The zone in which local days run until `from_ms`.
    pub zone_before: String,
    /// Minutes after midnight at which local days end.
    pub day_ends_min: u16,
    /// The same until `from_ms`.
    pub day_ends_before: u16,
    /// From when zone and day end work for local days.
    pub from_ms: i64,
    /// Language and number format.
    pub locale: String,
    /// When weekly rounds close, as in `closes:`.
    pub closes: Option<String>,
    /// Quiet hours that somebody has set, as in `22-08`, or `off`.
    pub quiet: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            zone: ZONE_UNSET.to_owned(),
            zone_before: ZONE_UNSET.to_owned(),
            day_ends_min: DAY_ENDS_MIN,
            day_ends_before: DAY_ENDS_MIN,
            from_ms: i64::MIN,
            locale: "en".to_owned(),
            closes: None,
            quiet: None,
        }
    }
}

impl Settings {
    /// The zone that rounds are cut in.
    #[must_use]
    pub fn tz(&self) -> Tz {
        zone_named(&self.zone).unwrap_or(Tz::UTC)
    }

    /// How local days run at `now_ms` for somebody without a zone of her own.
    #[must_use]
    pub fn days(&self, now_ms: i64) -> Days {
        let zone = if now_ms >= self.from_ms {
            &self.zone
        } else {
            &self.zone_before
        };
        Days {
            zone: zone_named(zone).unwrap_or(Tz::UTC),
            ends_min: self.day_ends(now_ms),
        }
    }

    /// When local days end at `now_ms`, in minutes after midnight.
    #[must_use]
    pub fn day_ends(&self, now_ms: i64) -> u16 {
        if now_ms >= self.from_ms {
            self.day_ends_min
        } else {
            self.day_ends_before
        }
    }

    /// The quiet hours in force: those that were set, else [`QUIET_HOURS`]. A community that has said neither them nor
    /// its zone has none: nobody knows when its night is.
    #[must_use]
    pub fn quiet_hours(&self) -> Option<Quiet> {
        match &self.quiet {
            Some(set) => Quiet::read(set),
            None if self.zone == ZONE_UNSET => None,
            None => Quiet::read(QUIET_HOURS),
        }
    }

    /// When news of an instant may be told: then, or at the end of the quiet hours it falls into, by the clocks of the
    /// zone in force.
    #[must_use]
    pub fn told_ms(&self, at_ms: i64) -> i64 {
        self.quiet_hours()
            .map_or(at_ms, |quiet| quiet.told_ms(self.days(at_ms).zone, at_ms))
    }

    /// How numbers are written here.
    #[must_use]
    pub fn decimal(&self) -> Decimal {
        Decimal::of_locale(&self.locale)
    }
}

/// A member as the community knows her, beside her challenges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Her own zone.
    pub zone: Option<Tz>,
    /// Her own zone until `zone_from_ms`.
    pub zone_before: Option<Tz>,
    /// From when `zone` works.
    pub zone_from_ms: i64,
    /// The challenge her entries go to where several fit; 0 for none.
    pub default_challenge: u32,
    /// Whether winner posts may mention her.
    pub mentions: bool,
    /// Whether notes she types are kept.
    pub notes: bool,
    /// Whether she was forgotten.
    pub forgotten: bool,
    /// In which units she likes to read amounts.
    pub units: Units,
    /// How she writes numbers, where she has said so.
    pub decimal: Option<Decimal>,
}

/// In which units somebody likes to read amounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Units {
    /// The challenge's.
    #[default]
    Challenge,
    /// Kilograms and kilometres.
    Metric,
    /// Pounds and miles.
    Imperial,
}

impl Person {
    /// Somebody just seen, with the zone her platform gave.
    #[must_use]
    pub fn arrived(zone: Option<Tz>) -> Self {
        Self {
            zone,
            zone_before: zone,
            zone_from_ms: i64::MIN,
            default_challenge: 0,
            mentions: false,
            notes: true,
            forgotten: false,
            units: Units::Challenge,
            decimal: None,
        }
    }

    /// How her local days run at `now_ms`.
    #[must_use]
    pub fn days(&self, community: &Settings, now_ms: i64) -> Days {
        let zone = if now_ms >= self.zone_from_ms {
            self.zone
        } else {
            self.zone_before
        };
        match zone {
            Some(zone) => Days {
                zone,
                ends_min: community.day_ends(now_ms),
            },
            None => community.days(now_ms),
        }
    }
}
