//! The app manifests that an operator gives to Slack, from the registry. Pure.
//!
//! Shape and lengths are those of Slack's `manifest.schema.2.0.0.json` (github.com/slackapi/manifest-schema).

use serde_json::Value;

use crate::cards::say::say;
use crate::commands::{Command, registry};
use crate::platform::slack::envelope::{LOG_HERE, LOG_PROGRESS, VOID_ENTRY};
use crate::platform::slack::scopes;

/// Commands that are slash commands of their own; everything else follows `/huzzah`.
///
/// Few, because Slack has no name spaces: the app that was installed last wins a name. `challenge` is the family of
/// `challenge create` and its sisters.
pub const SHORT_FORMS: [&str; 3] = ["progress", "leaderboard", "challenge"];

/// What the app hears of without being called.
const EVENTS: [&str; 4] = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "tokens_revoked",
];

/// How payloads reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Socket Mode: no public address.
    Socket,
    /// Signed requests to `https://YOUR-HOST/slack/events`.
    Http,
}

impl Variant {
    /// Where the manifest lies in the repository.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Socket => "deploy/slack/manifest.socket.yaml",
            Self::Http => "deploy/slack/manifest.http.yaml",
        }
    }
}

/// The manifest as YAML.
#[must_use]
pub fn yaml(variant: Variant) -> String {
    let mut yaml = Yaml::default();
    yaml.comment(&format!(
        "Huzzah as a Slack app, {}.",
        match variant {
            Variant::Socket => "for one workspace and without a public address (Socket Mode)",
            Variant::Http => "for signed requests: put your address where it says YOUR-HOST",
        }
    ));
    yaml.comment(
        "Written from the commands' registry by UPDATE_GOLDEN=1 cargo test --test slack_manifest",
    );
    yaml.open("_metadata");
    yaml.plain("major_version", "2");
    yaml.close();
    yaml.open("display_information");
    yaml.text("name", &say("slack-name", &[]));
    yaml.text("description", &say("slack-app-about", &[]));
    yaml.text("long_description", &say("slack-app-more", &[]));
    yaml.text("background_color", "#1d4e3a");
    yaml.close();
    features(variant, &mut yaml);
    oauth(variant, &mut yaml);
    settings(variant, &mut yaml);
    yaml.text
}

fn features(variant: Variant, yaml: &mut Yaml) {
    yaml.open("features");
    yaml.open("app_home");
    yaml.plain("home_tab_enabled", "true");
    yaml.plain("messages_tab_enabled", "true");
    yaml.plain("messages_tab_read_only_enabled", "true");
    yaml.close();
    yaml.open("bot_user");
    yaml.text("display_name", &say("slack-name", &[]));
    yaml.plain("always_online", "true");
    yaml.close();
    yaml.open("shortcuts");
    let shortcuts = [
        (
            LOG_PROGRESS,
            "global",
            say("slack-shortcut-log", &[]),
            say("slack-shortcut-log-about", &[]),
        ),
        (
            LOG_HERE,
            "message",
            say("slack-shortcut-here", &[]),
            say("slack-shortcut-here-about", &[]),
        ),
        (
            VOID_ENTRY,
            "message",
            say("slack-shortcut-void", &[]),
            say("slack-shortcut-void-about", &[]),
        ),
    ];
    for (callback_id, kind, name, about) in shortcuts {
        yaml.item("name", &name);
        yaml.text("type", kind);
        yaml.text("callback_id", callback_id);
        yaml.text("description", &about);
        yaml.close();
    }
    yaml.close();
    yaml.open("slash_commands");
    for slash in slash_commands() {
        yaml.item("command", &slash.name);
        if variant == Variant::Http {
            yaml.text("url", &address("events"));
        }
        yaml.text("description", &slash.about);
        yaml.text("usage_hint", &slash.hint);
        // Members and channels come as ids: what people call themselves can't be told apart.
        yaml.plain("should_escape", "true");
        yaml.close();
    }
    yaml.close();
    yaml.close();
}

fn oauth(variant: Variant, yaml: &mut Yaml) {
    yaml.open("oauth_config");
    if variant == Variant::Http {
        yaml.list("redirect_urls", &[&address("oauth")]);
    }
    yaml.open("scopes");
    // What may be left out is asked for all the same, and then named again.
    yaml.list("bot", &scopes::all().collect::<Vec<_>>());
    yaml.list("bot_optional", scopes::OPTIONAL);
    yaml.close();
    yaml.close();
}

fn settings(variant: Variant, yaml: &mut Yaml) {
    let is_http = variant == Variant::Http;
    yaml.open("settings");
    yaml.open("event_subscriptions");
    if is_http {
        yaml.text("request_url", &address("events"));
    }
    yaml.list("bot_events", &EVENTS);
    yaml.close();
    yaml.open("interactivity");
    yaml.plain("is_enabled", "true");
    if is_http {
        yaml.text("request_url", &address("events"));
    }
    yaml.close();
    yaml.plain(
        "socket_mode_enabled",
        if is_http { "false" } else { "true" },
    );
    yaml.plain("org_deploy_enabled", "false");
    // Rotation can't be switched off again, and ends a bot token from the configuration after twelve hours: an operator
    // who serves several workspaces may switch it on.
    yaml.plain("token_rotation_enabled", "false");
    yaml.close();
}

fn address(path: &str) -> String {
    format!("https://YOUR-HOST/slack/{path}")
}

/// A slash command as Slack lists it while somebody types.
struct Slash {
    name: String,
    about: String,
    hint: String,
}

fn slash_commands() -> Vec<Slash> {
    let everything = Slash {
        name: "/huzzah".to_owned(),
        about: say("slack-app-command", &[]),
        hint: paths(|command| !command.moderator).join(" | "),
    };
    let short = SHORT_FORMS.iter().map(|name| match registry::find(name) {
        Some(command) => Slash {
            name: format!("/{name}"),
            about: command.about.to_owned(),
            hint: after(name, command.examples).join(" | "),
        },
        None => Slash {
            name: format!("/{name}"),
            about: say("slack-app-challenge", &[]),
            hint: after(name, &paths(|_| true)).join(" | "),
        },
    });
    std::iter::once(everything).chain(short).collect()
}

fn paths(wanted: impl Fn(&Command) -> bool) -> Vec<&'static str> {
    let commands = registry::COMMANDS.iter().filter(|command| wanted(command));
    commands.map(|command| command.path).collect()
}

/// What follows a first word in the lines that begin with it.
fn after<'a>(first: &str, lines: &[&'a str]) -> Vec<&'a str> {
    let rest = lines.iter().filter_map(|line| line.strip_prefix(first));
    rest.filter_map(|rest| rest.strip_prefix(' ')).collect()
}

/// YAML in the making. Texts stand in double quotes, in which JSON's escapes mean the same.
#[derive(Default)]
struct Yaml {
    text: String,
    depth: usize,
}

impl Yaml {
    fn comment(&mut self, text: &str) {
        self.line(&format!("# {text}"));
    }

    fn open(&mut self, key: &str) {
        self.line(&format!("{key}:"));
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth -= 1;
    }

    /// Opens an item of a list, which begins with that key.
    fn item(&mut self, key: &str, value: &str) {
        self.line(&format!("- {key}: {}", Value::from(value)));
        self.depth += 1;
    }

    fn text(&mut self, key: &str, value: &str) {
        self.line(&format!("{key}: {}", Value::from(value)));
    }

    fn plain(&mut self, key: &str, value: &str) {
        self.line(&format!("{key}: {value}"));
    }

    fn list(&mut self, key: &str, values: &[&str]) {
        self.open(key);
        for value in values {
            self.line(&format!("- {}", Value::from(*value)));
        }
        self.close();
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }
}
