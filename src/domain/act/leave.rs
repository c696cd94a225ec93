//! `leave`: no longer taking part; hidden, not deleted, and restored on return.

use crate::domain::act::{Decided, Decision, Who, find};
use crate::domain::challenge::Phase;
use crate::domain::community::Community;
use crate::domain::event::MemberLeft;
use crate::domain::refusal::{Refusal, Wanted};

/// Decides what leaving does; without a name, the only challenge she is in.
///
/// # Errors
/// [`Refusal::NotIn`], or the challenge is over.
pub fn decide(community: &Community, who: Who, named: Option<&str>) -> Decided {
    let challenge = if let Some(named) = named {
        find::challenge(community, named, who.moderator)?
    } else {
        let mut mine = community
            .challenges()
            .iter()
            .filter(|one| !one.phase().is_finished() && one.has_member(who.identity));
        match (mine.next(), mine.next()) {
            (Some(only), None) => only,
            (None, _) => {
                return Err(Refusal::NotIn {
                    title: String::new(),
                });
            }
            (Some(one), Some(other)) => {
                let near = [one, other]
                    .into_iter()
                    .chain(mine)
                    .map(|one| one.rules().title.clone());
                return Err(Refusal::NoSuchChallenge {
                    typed: String::new(),
                    near: near.take(5).collect(),
                });
            }
        }
    };
    let title = challenge.rules().title.clone();
    if !challenge.has_member(who.identity) {
        return Err(Refusal::NotIn { title });
    }
    match challenge.phase() {
        phase @ (Phase::Final | Phase::Cancelled | Phase::Draft) => Err(Refusal::Phase {
            title,
            phase,
            wanted: Wanted::Join,
            starts_ms: None,
        }),
        _ => Ok(Decision::of(MemberLeft {
            challenge: challenge.number(),
            identity: who.identity,
        })),
    }
}
