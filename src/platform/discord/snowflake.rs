//! Discord's ids: numbers of 64 bits that say when they were made (`reference`, "Snowflakes").

use std::num::NonZeroU64;

use crate::platform::discord::api::CallError;

/// Milliseconds UTC at which Discord's ids begin.
const EPOCH_MS: i64 = 1_420_070_400_000;
/// Bits below the time.
const BITS: u32 = 22;

/// An id as serenity takes it; none where it is no id.
#[must_use]
pub fn snowflake(id: &str) -> Option<NonZeroU64> {
    let is_plain = !id.starts_with('+');
    id.parse().ok().filter(|_| is_plain)
}

/// An id for a route.
///
/// # Errors
/// What Discord would say: what is no id is not there.
pub fn known(id: &str) -> Result<NonZeroU64, CallError> {
    snowflake(id).ok_or(CallError::Refused {
        status: 404,
        code: 0,
    })
}

/// When what has an id was made, in milliseconds UTC; none where it is no id.
#[must_use]
pub fn made_ms(id: &str) -> Option<i64> {
    let made = snowflake(id)?.get() >> BITS;
    Some(i64::try_from(made).ok()? + EPOCH_MS)
}

/// The smallest id of what was made at an instant, milliseconds UTC, or later.
#[must_use]
pub fn since(at_ms: i64) -> u64 {
    let ms = at_ms.saturating_sub(EPOCH_MS).max(0).cast_unsigned();
    ms << BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbers_that_begin_with_their_time() {
        assert_eq!(
            snowflake("175928847299117063").map(NonZeroU64::get),
            Some(175_928_847_299_117_063)
        );
        for other in ["", "0", "-1", "+1", "wins", "18446744073709551616"] {
            assert_eq!(snowflake(other), None, "{other}");
        }
        // The example of Discord's page.
        let made_ms = 1_462_015_105_796;
        assert_eq!(super::made_ms("175928847299117063"), Some(made_ms));
        assert!(since(made_ms) <= 175_928_847_299_117_063);
        assert!(since(made_ms + 1) > 175_928_847_299_117_063);
        assert_eq!(since(0), 0);
    }
}
