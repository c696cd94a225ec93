//! `setup`: the community's settings, the channel for news, and who moderates.

use crate::cards::{self, Sheet, View};
use crate::commands::declare::{Command, Kind, opt};
use crate::commands::desk::{Ask, Desk, name_of};
use crate::commands::feed;
use crate::commands::invocation::{Also, Reply};
use crate::domain::act;
use crate::domain::refusal::{Problem, Refusal};
use crate::engine::EngineError;

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
        opt("feed", Kind::Channel, "The channel for news and winners"),
        opt(
            "quiet",
            Kind::Text,
            "Hours without news, such as 22-08; winners are told all the same",
        ),
        opt(
            "moderators",
            Kind::Text,
            "Who moderates too: people or groups as mentions, or none",
        ),
        opt(
            "remove",
            Kind::Choice(&["test"]),
            "test: takes away the test post whose button is pressed",
        ),
    ],
    examples: &["setup zone:Europe/Berlin closes:\"sun 20:00\"", "setup"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    match ask.arguments.get("remove") {
        None => {}
        Some("test") => return removed(desk, ask).await,
        Some(other) => {
            return Err(Refusal::Option {
                name: "remove",
                typed: other.to_owned(),
                problem: Problem::OneOf(vec!["test".to_owned()]),
            }
            .into());
        }
    }
    let moderators = ask.arguments.get("moderators");
    let moderators = moderators
        .map(|typed| read_moderators(ask.place.platform, typed))
        .transpose()?;
    let feed = ask.arguments.get("feed").map(feed::read).transpose()?;
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
    let asked = !told && feed.is_none() && moderators.is_none();
    if let Some(moderators) = moderators {
        desk.engine()
            .set_moderators(&ask.space, moderators.as_deref())
            .await?;
    }
    let mut also = None;
    if let Some(channel) = feed {
        let by = Some(ask.who.user.as_str());
        desk.engine()
            .set_feed(&ask.space, Some(&channel), by)
            .await?;
        let test = cards::feed::test_post(&name_of(&ask.who));
        let card = desk.named(&ask.space, test).await?;
        also = Some(Also { channel, card });
    }
    let card = settled(desk, ask, asked).await?;
    Ok(Reply {
        also,
        ..Reply::private(card)
    })
}

/// How everything is set now, with a form to change it where nothing was changed.
async fn settled(desk: &Desk, ask: &Ask, with_form: bool) -> Result<cards::Card, EngineError> {
    let feed = feed::of(desk, ask).await?;
    let space = desk.engine().space_of_number(ask.space.space_id).await?;
    let moderators = space.and_then(|space| space.moderators);
    let make = |view: &View<'_>| Sheet {
        form: with_form.then(|| cards::forms::setup(view)),
        ..cards::settings::community(view, feed.as_deref(), moderators.as_deref())
    };
    desk.card(ask, make).await
}

/// The answer below a test post that goes.
async fn removed(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let feed = feed::of(desk, ask).await?;
    let make = |_: &View<'_>| cards::feed::removed(feed.as_deref());
    Ok(Reply {
        removes: true,
        ..Reply::private(desk.card(ask, make).await?)
    })
}

/// Reads people and groups as a platform mentions them (`<@U1>`, `<@U1|ana>`, `<@&S1>`); `none` is nobody.
fn read_moderators(platform: &str, typed: &str) -> Result<Option<String>, Refusal> {
    let refused = |problem| Refusal::Option {
        name: "moderators",
        typed: typed.to_owned(),
        problem,
    };
    if feed::has_its_own(platform) {
        // A lounge has no groups, and its people come and go by their names alone.
        return Err(refused(Problem::ModeratorsInSettings));
    }
    if typed.trim().eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    let mut mentions: Vec<String> = Vec::new();
    for piece in typed.split("<@").skip(1) {
        let (inner, _) = piece
            .split_once('>')
            .ok_or_else(|| refused(Problem::Mentions))?;
        let id = inner.split('|').next().unwrap_or_default();
        let bare = id.trim_start_matches(['&', '!']);
        if bare.is_empty() || !bare.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(refused(Problem::Mentions));
        }
        let mention = format!("<@{}>", id.trim_start_matches('!'));
        if !mentions.contains(&mention) {
            mentions.push(mention);
        }
    }
    // An `@` that did not become a mention is somebody who would be left out.
    let left_out = typed.replace("<@", "").contains('@');
    if mentions.is_empty() || left_out {
        return Err(refused(Problem::Mentions));
    }
    Ok(Some(mentions.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, read_as: Result<Option<&str>, Problem>) {
        let read = read_moderators("slack", typed).map_err(|refusal| match refusal {
            Refusal::Option { problem, .. } => problem,
            other => panic!("{other:?}"),
        });
        let read_as = read_as.map(|mentions| mentions.map(str::to_owned));
        assert_eq!(read, read_as, "{typed}");
    }

    #[test]
    fn moderators_are_mentions() {
        check("<@&S1> <@U1|ana>", Ok(Some("<@&S1> <@U1>")));
        check("<@U1>, <@U1> and <@W2>", Ok(Some("<@U1> <@W2>")));
        check("<@!9>", Ok(Some("<@9>")));
        check("none", Ok(None));
        for typed in ["ana", "@ana", "<@U1> @ben", "<@U1", "<@>", "<@a b>", "<@&>"] {
            check(typed, Err(Problem::Mentions));
        }
        let lounge = read_moderators("lounge", "<@U1>");
        assert!(matches!(
            lounge,
            Err(Refusal::Option {
                problem: Problem::ModeratorsInSettings,
                ..
            })
        ));
    }
}
