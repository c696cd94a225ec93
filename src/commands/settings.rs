//! `settings`: a member's own zone, language, units and switches.

use crate::cards::{self, Sheet};
use crate::commands::declare::{Command, Kind, opt};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::domain::act;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "settings",
    about: "Your own zone, language, units and switches",
    moderator: false,
    free_text: false,
    options: &[
        opt(
            "zone",
            Kind::Zone,
            "Your zone, such as Europe/Berlin: your days end by its clocks",
        ),
        opt(
            "locale",
            Kind::Text,
            "Your language and how you write numbers, such as en or de",
        ),
        opt(
            "units",
            Kind::Choice(&["challenge", "metric", "imperial"]),
            "The units you like to read",
        ),
        opt(
            "mentions",
            Kind::Choice(&["on", "off"]),
            "Whether winner posts may ping you",
        ),
        opt(
            "notes",
            Kind::Choice(&["on", "off"]),
            "Whether words after an amount are kept",
        ),
    ],
    examples: &[
        "settings",
        "settings zone:Europe/Berlin",
        "settings mentions:on",
    ],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    if ask.arguments.iter().next().is_none() {
        let identity = ask.identity.unwrap_or(0);
        let make = |view: &crate::cards::View<'_>| Sheet {
            form: Some(cards::forms::settings(view, identity)),
            ..cards::settings::mine(view, identity)
        };
        return Ok(Reply::private(desk.card(ask, make).await?));
    }
    let wishes = act::settings::Wishes {
        zone: ask.arguments.owned("zone"),
        locale: ask.arguments.owned("locale"),
        units: ask.arguments.owned("units"),
        mentions: ask.arguments.owned("mentions"),
        notes: ask.arguments.owned("notes"),
    };
    let decided = desk.submit(ask, move |community, moment, who| {
        act::settings::decide(community, moment, who, &wishes)
    });
    let identity = decided.await?.identity;
    // What was typed is confirmed; a form in its place would look as if it still had to be sent.
    let make = |view: &crate::cards::View<'_>| Sheet {
        form: None,
        ..cards::settings::mine(view, identity)
    };
    Ok(Reply::private(
        desk.card_for(ask, Some(identity), make).await?,
    ))
}
