//! What the settings say to each platform.

use crate::config::{Settings, Shards, Transport};
use crate::platform::{discord, lounge, slack};

/// What the settings say about the lounge.
#[must_use]
pub fn lounge_options(settings: &Settings) -> lounge::Options {
    lounge::Options {
        name: settings.lounge.name.clone(),
        access_code: settings.lounge.access_code.clone(),
        moderators: settings.lounge.moderators.clone(),
        visitor_moderates: false,
    }
}

/// What the settings say about Slack; none where it is off.
#[must_use]
pub(super) fn slack_options(settings: &Settings) -> Option<slack::Options> {
    let set = &settings.slack;
    let door = match (&set.app_token, &set.signing_secret) {
        (Some(app_token), _) => slack::Door::Socket {
            app_token: app_token.clone(),
        },
        (None, Some(signing_secret)) => slack::Door::Http {
            signing_secret: signing_secret.clone(),
        },
        (None, None) => return None,
    };
    let app = match (&set.bot_token, &set.client_secret, &set.token_key) {
        (Some(bot_token), ..) => slack::App::One {
            bot_token: bot_token.clone(),
        },
        (None, Some(client_secret), Some(token_key)) => slack::App::Several {
            client_id: set.client_id.clone(),
            client_secret: client_secret.clone(),
            token_key: token_key.clone(),
        },
        _ => return None,
    };
    Some(slack::Options {
        api_url: set.api_url().to_owned(),
        door,
        app,
        moderators: set.moderators.clone(),
    })
}

/// What the settings say about Discord; none where it is off.
#[must_use]
pub(super) fn discord_options(settings: &Settings) -> Option<discord::Options> {
    let set = &settings.discord;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(discord::Options {
        token: set.token.clone()?,
        api_url: set.api_url().map(str::to_owned),
        door: match set.transport {
            Transport::Gateway => discord::Door::Gateway,
            Transport::Http => discord::Door::Http {
                public_key: set.public_key.clone(),
            },
        },
        moderators: set.moderators.clone(),
        shards: match set.shards {
            Shards::Auto => discord::Shards::Auto,
            Shards::Range { from, to, total } => discord::Shards::Range { from, to, total },
        },
        dev_guild: some(&set.dev_guild),
    })
}
