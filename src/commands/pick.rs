//! Which challenge a command means when it names none.

use crate::domain::act::find;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::refusal::Refusal;

/// The named challenge; else the asker's default, the one she is in, the one that runs, the newest there was.
///
/// # Errors
/// [`Refusal::NoSuchChallenge`], or [`Refusal::NothingRuns`] where there is none.
pub(super) fn challenge<'a>(
    community: &'a Community,
    identity: u32,
    moderator: bool,
    named: Option<&str>,
) -> Result<&'a Challenge, Refusal> {
    if let Some(named) = named {
        return find::challenge(community, named, moderator);
    }
    let seen = || {
        find::visible(community, moderator).filter(|challenge| challenge.phase() != Phase::Draft)
    };
    let live = || seen().filter(|challenge| !challenge.phase().is_finished());
    let default = community
        .person(identity)
        .map_or(0, |person| person.default_challenge);
    let chosen = live().find(|challenge| challenge.number() == default);
    let mine = || {
        live()
            .filter(|one| one.has_member(identity))
            .max_by_key(|one| {
                one.entries_of(identity)
                    .next()
                    .map(|(_, entry)| entry.seq())
            })
    };
    let running = || live().find(|challenge| challenge.phase().is_live());
    let newest = || seen().last();
    let found = chosen
        .or_else(mine)
        .or_else(running)
        .or_else(|| live().last())
        .or_else(newest);
    found.ok_or(Refusal::NothingRuns {
        upcoming: Vec::new(),
    })
}
