//! `doctor`: whether everything works, and the exact remedy where it does not.

use crate::cards;
use crate::cards::settings::Check;
use crate::commands::declare::Command;
use crate::commands::desk::{Ask, Desk};
use crate::commands::feed;
use crate::commands::invocation::Reply;
use crate::engine::{DeliveryState, EngineError};

pub(super) const COMMAND: Command = Command {
    path: "doctor",
    about: "Check that everything works, with the fix where it does not",
    moderator: true,
    free_text: false,
    options: &[],
    examples: &["doctor"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let probe = desk.engine().probe().await;
    let feed = feed::of(desk, ask).await?;
    let mut stuck = 0;
    for state in [DeliveryState::Unknown, DeliveryState::Failed] {
        stuck += desk
            .engine()
            .store()
            .deliveries_in_state(ask.community_id(), state, 100)
            .await
            .map_or(0, |rows| rows.len());
    }
    let say = cards::say::say;
    let checks = vec![
        Check {
            name: say("check-database", &[]),
            ok: probe.is_ok(),
            fix: say("fix-database", &[]),
        },
        Check {
            name: say("check-feed", &[]),
            ok: feed.is_some(),
            fix: say("fix-feed", &[]),
        },
        Check {
            name: say("check-posts", &[]),
            ok: stuck == 0,
            fix: say("fix-posts", &[("n", stuck.into())]),
        },
    ];
    Ok(Reply::private(
        desk.card(ask, |view| cards::settings::doctor(view, &checks))
            .await?,
    ))
}
