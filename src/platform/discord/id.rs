//! Discord's ids as serenity's routes want them.

use std::num::NonZeroU64;

use crate::platform::discord::api::CallError;

/// An id of any kind.
///
/// # Errors
/// A refusal with status 0 for what is no id: such a call is never sent.
pub(super) fn id<T: From<NonZeroU64>>(text: &str) -> Result<T, CallError> {
    let number: Option<NonZeroU64> = text.parse().ok();
    let refused = CallError::Refused { status: 0, code: 0 };
    number.map(T::from).ok_or(refused)
}
