//! Moderators' forms.

use super::{Ask, form};
use crate::cards::card::Form;
use crate::cards::say::say;
use crate::cards::settings::clock;
use crate::cards::sheet::View;
use crate::domain::rules::Scoring;
use crate::domain::settings::QUIET_HOURS;

/// The form of `challenge create`: what most challenges need first, the rest folded away.
#[must_use]
pub fn create(view: &View) -> Form {
    let settings = view.community.settings();
    let closes = settings
        .closes
        .clone()
        .unwrap_or_else(|| "sun 20:00".to_owned());
    let scorings = Scoring::WORDS.map(|(word, _)| word);
    let mut fields = vec![
        Ask::new("title", say("ask-title", &[]), say("ask-title-hint", &[])).required(),
        Ask::new("unit", say("ask-unit", &[]), say("ask-unit-hint", &[])),
        Ask::new(
            "scoring",
            say("ask-scoring", &[]),
            say("ask-scoring-hint", &[]),
        )
        .choices(&scorings)
        .value("total"),
        Ask::new(
            "direction",
            say("ask-direction", &[]),
            say("ask-direction-hint", &[]),
        )
        .choices(&["more", "less"]),
        Ask::new("ends", say("ask-ends", &[]), say("ask-ends-hint", &[])),
        Ask::new(
            "rounds",
            say("ask-rounds", &[]),
            say("ask-rounds-hint", &[]),
        )
        .choices(&["none", "daily", "weekly", "monthly"])
        .value("weekly"),
        Ask::new("prize", say("ask-prize", &[]), say("ask-prize-hint", &[])),
        Ask::new(
            "purpose",
            say("ask-purpose", &[]),
            say("ask-purpose-hint", &[]),
        ),
    ];
    let advanced = [
        Ask::new("kind", say("ask-kind", &[]), say("ask-kind-hint", &[]))
            .choices(&["increments", "readings"]),
        Ask::new(
            "starts",
            say("ask-starts", &[]),
            say("ask-starts-hint", &[]),
        ),
        Ask::new(
            "closes",
            say("ask-closes", &[]),
            say("ask-closes-hint", &[("closes", closes.into())]),
        ),
        Ask::new(
            "winners",
            say("ask-winners", &[]),
            say("ask-winners-hint", &[]),
        ),
        Ask::new("tie", say("ask-tie", &[]), say("ask-tie-hint", &[]))
            .choices(&["shared", "earliest"]),
        Ask::new(
            "look_back",
            say("ask-look-back", &[]),
            say("ask-look-back-hint", &[]),
        ),
        Ask::new(
            "day_cap",
            say("ask-day-cap", &[]),
            say("ask-day-cap-hint", &[]),
        ),
        Ask::new(
            "entry_max",
            say("ask-entry-max", &[]),
            say("ask-entry-max-hint", &[]),
        ),
        Ask::new("items", say("ask-items", &[]), say("ask-items-hint", &[])),
        Ask::new(
            "join_until",
            say("ask-join-until", &[]),
            say("ask-join-until-hint", &[]),
        ),
        Ask::new(
            "sensitive",
            say("ask-sensitive", &[]),
            say("ask-sensitive-hint", &[]),
        )
        .choices(&["on", "off"]),
        Ask::new("quiet", say("ask-quiet", &[]), say("ask-quiet-hint", &[]))
            .choices(&["on", "off"]),
        Ask::new("grace", say("ask-grace", &[]), say("ask-grace-hint", &[])),
    ];
    fields.extend(advanced.map(Ask::advanced));
    form(
        say("ask-create", &[]),
        "challenge create",
        say("ask-create-submit", &[]),
        fields,
    )
}

/// The form of the community's settings.
#[must_use]
pub fn setup(view: &View) -> Form {
    let settings = view.community.settings();
    let closes = settings.closes.as_deref().unwrap_or("sun 20:00");
    let fields = vec![
        Ask::new(
            "zone",
            say("ask-community-zone", &[]),
            say("ask-zone-hint", &[]),
        )
        .value(&settings.zone),
        Ask::new("feed", say("ask-feed", &[]), say("ask-feed-hint", &[])).channel(),
        Ask::new(
            "closes",
            say("ask-community-closes", &[]),
            say("ask-community-closes-hint", &[]),
        )
        .value(closes),
        Ask::new(
            "quiet",
            say("ask-quiet-hours", &[]),
            say("ask-quiet-hours-hint", &[]),
        )
        .value(settings.quiet.as_deref().unwrap_or(QUIET_HOURS)),
        Ask::new(
            "day_ends",
            say("ask-day-ends", &[]),
            say("ask-day-ends-hint", &[]),
        )
        .value(&clock(settings.day_ends_min))
        .advanced(),
        Ask::new(
            "locale",
            say("ask-community-locale", &[]),
            say("ask-locale-hint", &[]),
        )
        .value(&settings.locale)
        .advanced(),
        Ask::new(
            "moderators",
            say("ask-moderators", &[]),
            say("ask-moderators-hint", &[]),
        )
        .advanced(),
    ];
    form(say("ask-setup", &[]), "setup", say("ask-save", &[]), fields)
}
