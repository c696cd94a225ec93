//! What people read, card by card, in a small community.

mod boards;
mod posts;
mod refusals;
mod replies;
mod town;
mod wording;

use self::town::Town;

/// A challenge with everything a post can tell.
fn spring_cut(town: &mut Town) -> u32 {
    town.runs(
        "Spring cut",
        &[
            ("unit", "kg"),
            ("purpose", "62 meals"),
            ("prize", "A cookbook"),
        ],
    )
}
