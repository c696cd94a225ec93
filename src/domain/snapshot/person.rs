//! A person as the bytes of a snapshot; zones by their places in a list.

use chrono_tz::Tz;

use crate::domain::amount::Decimal;
use crate::domain::settings::{Person, Units};

/// Bytes of a person.
pub(super) const BYTES: usize = 20;
/// The place of no zone.
pub(super) const NO_ZONE: u16 = u16::MAX;

/// Her bytes, with the places of her zone and of the one before.
pub(super) fn to_bytes(person: &Person, zone: u16, before: u16) -> [u8; BYTES] {
    let units = match person.units {
        Units::Challenge => 0_u16,
        Units::Metric => 1,
        Units::Imperial => 2,
    };
    let decimal = match person.decimal {
        None => 0_u16,
        Some(Decimal::Point) => 1,
        Some(Decimal::Comma) => 2,
    };
    let flags = u16::from(person.mentions)
        | u16::from(person.notes) << 1
        | u16::from(person.forgotten) << 2;
    let bits = flags | units << 4 | decimal << 8;
    let mut bytes = [0; BYTES];
    bytes[..2].copy_from_slice(&zone.to_le_bytes());
    bytes[2..4].copy_from_slice(&before.to_le_bytes());
    bytes[4..12].copy_from_slice(&person.zone_from_ms.to_le_bytes());
    bytes[12..16].copy_from_slice(&person.default_challenge.to_le_bytes());
    bytes[16..18].copy_from_slice(&bits.to_le_bytes());
    bytes
}

/// Her from her bytes, which are as many as they must be.
pub(super) fn from_bytes(bytes: &[u8], zones: &[Option<Tz>]) -> Person {
    let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let zone = |place: u16| zones.get(usize::from(place)).copied().flatten();
    let bits = two(16);
    Person {
        zone: zone(two(0)),
        zone_before: zone(two(2)),
        zone_from_ms: i64::from_le_bytes(bytes[4..12].try_into().expect("eight bytes")),
        default_challenge: u32::from_le_bytes(bytes[12..16].try_into().expect("four bytes")),
        mentions: bits & 1 != 0,
        notes: bits & 2 != 0,
        forgotten: bits & 4 != 0,
        units: match bits >> 4 & 3 {
            1 => Units::Metric,
            2 => Units::Imperial,
            _ => Units::Challenge,
        },
        decimal: match bits >> 8 & 3 {
            1 => Some(Decimal::Point),
            2 => Some(Decimal::Comma),
            _ => None,
        },
    }
}
