//! `forget-me`: a member is hidden everywhere, and her words are deleted (by the store, in the same commit).

use crate::domain::act::{Decided, Decision, Who};
use crate::domain::community::Community;
use crate::domain::event::IdentityForgotten;
use crate::domain::refusal::Refusal;

/// What must be typed to confirm.
pub const CONFIRMATION: &str = "forget-me confirm:yes";

/// Decides what being forgotten does.
///
/// # Errors
/// [`Refusal::Unconfirmed`] until it is confirmed; [`Refusal::NoSuchMember`] for somebody never seen.
pub fn decide(community: &Community, who: Who, confirmed: bool) -> Decided {
    if community.person(who.identity).is_none() {
        return Err(Refusal::NoSuchMember {
            typed: String::new(),
        });
    }
    if !confirmed {
        return Err(Refusal::Unconfirmed {
            line: CONFIRMATION.to_owned(),
        });
    }
    Ok(Decision::of(IdentityForgotten {
        identity: who.identity,
    }))
}
