//! `setup` and `doctor`: the community's settings, and whether everything works.

use crate::cards::settings::Check;
use crate::cards::{self, Sheet};
use crate::commands::declare::{Command, Kind, opt};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::domain::act::{self, draft};
use crate::domain::refusal::{Problem, Refusal};
use crate::engine::{DeliveryState, EngineError};

/// The longest name of a channel, in characters.
const FEED_MAX: usize = 80;

pub(super) const COMMAND: Command = Command {
    path: "setup",
    about: "The community's zone, usual close, day end, language and quiet hours",
    moderator: true,
    free_text: false,
    options: &[
        opt(
            "zone",
            Kind::Zone,
            "The community's zone, such as Europe/Berlin: rounds close by its clocks",
        ),
        opt(
            "closes",
            Kind::Text,
            "When weekly rounds close, such as \"sun 20:00\"",
        ),
        opt(
            "day_ends",
            Kind::Text,
            "When a day ends, such as 04:00, so that a late run is still today",
        ),
        opt(
            "locale",
            Kind::Text,
            "Language and how numbers are written, such as en or de",
        ),
        opt("feed", Kind::Text, "The channel for news and winners"),
        opt(
            "quiet",
            Kind::Text,
            "Hours without news, such as 22-08; winners are told all the same",
        ),
        opt("moderators", Kind::Text, "Where moderators come from"),
    ],
    examples: &["setup zone:Europe/Berlin closes:\"sun 20:00\"", "setup"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

pub(super) const DOCTOR: Command = Command {
    path: "doctor",
    about: "Check that everything works, with the fix where it does not",
    moderator: true,
    free_text: false,
    options: &[],
    examples: &["doctor"],
    run: |desk, ask| Box::pin(doctor(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    if let Some(typed) = ask.arguments.owned("moderators") {
        // A role or a group can be named where a platform has them; no platform of today does.
        let (name, problem) = ("moderators", Problem::ModeratorsInSettings);
        return Err(Refusal::Option {
            name,
            typed,
            problem,
        }
        .into());
    }
    let feed = ask.arguments.get("feed").map(read_feed).transpose()?;
    let wishes = act::setup::Wishes {
        zone: ask.arguments.owned("zone"),
        closes: ask.arguments.owned("closes"),
        day_ends: ask.arguments.owned("day_ends"),
        locale: ask.arguments.owned("locale"),
        quiet: ask.arguments.owned("quiet"),
    };
    let told = [
        &wishes.zone,
        &wishes.closes,
        &wishes.day_ends,
        &wishes.locale,
        &wishes.quiet,
    ]
    .into_iter()
    .any(Option::is_some);
    if told {
        desk.submit(ask, move |community, moment, who| {
            act::setup::decide(community, moment, who, &wishes)
        })
        .await?;
    }
    let asked = !told && feed.is_none();
    if let Some(feed) = feed {
        desk.engine()
            .set_feed(&ask.space, Some(&feed), Some(&ask.who.user))
            .await?;
    }
    let feed = feed_of(desk, ask).await?;
    let make = |view: &crate::cards::View<'_>| Sheet {
        form: asked.then(|| cards::forms::setup(view)),
        ..cards::settings::community(view, feed.as_deref())
    };
    Ok(Reply::private(desk.card(ask, make).await?))
}

/// A channel's name as a platform may know it: one short word, with or without `#`.
fn read_feed(typed: &str) -> Result<String, Refusal> {
    let name = draft::clean(typed.trim().trim_start_matches('#'));
    if name.is_empty() || name.chars().count() > FEED_MAX || name.contains(' ') {
        return Err(Refusal::Option {
            name: "feed",
            typed: typed.to_owned(),
            problem: Problem::Empty,
        });
    }
    Ok(name)
}

async fn doctor(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let probe = desk.engine().probe().await;
    let feed = feed_of(desk, ask).await?;
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

/// The channel in which a space is told news: the chosen one, in a lounge its own.
async fn feed_of(desk: &Desk, ask: &Ask) -> Result<Option<String>, EngineError> {
    let space = desk.engine().space_of_number(ask.space.space_id).await?;
    let chosen = space.and_then(|space| space.feed);
    let own = matches!(ask.place.platform, "lounge" | "simulate")
        .then(|| desk.features().lounge_feed.clone());
    Ok(chosen.or(own).filter(|feed| !feed.is_empty()))
}
