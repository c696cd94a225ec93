//! `challenge edit`: change a challenge's rules.

use crate::commands::challenge_acts::told;
use crate::commands::challenge_create::{wishes, with_rules};
use crate::commands::declare::{Command, Kind, Opt, need, opt};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::domain::act::{self, find};
use crate::engine::EngineError;

const OPTIONS: [Opt; 22] = with_rules(&[
    need("challenge", Kind::Challenge, "Which challenge"),
    opt("title", Kind::Text, "Its new name"),
]);

pub(super) const COMMAND: Command = Command {
    path: "challenge edit",
    about: "Change rules; after the start only title, purpose, prize, winners and a later end",
    moderator: true,
    free_text: false,
    options: &OPTIONS,
    examples: &["challenge edit \"Spring cut\" prize:\"A day off\" ends:2027-03-31"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let named = ask.arguments.owned("challenge").unwrap_or_default();
    let mut wishes = wishes(ask);
    wishes.options.retain(|(name, _)| name != "challenge");
    let decided = desk.submit(ask, move |community, moment, who| {
        let challenge = find::challenge(community, &named, true)?;
        act::edit::decide(community, moment, who, challenge, &wishes)
    });
    told(desk, ask, decided.await?, "").await
}
