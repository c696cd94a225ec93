//! The manifests in `deploy/slack` are what the program makes, and what Slack takes.
//!
//! `UPDATE_GOLDEN=1 cargo test --test slack_manifest` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use yaml_rust2::{Yaml, YamlLoader};

use huzzah::platform::slack::manifest::{SHORT_FORMS, Variant, yaml};
use huzzah::platform::slack::scopes;

const VARIANTS: [Variant; 2] = [Variant::Socket, Variant::Http];

#[test]
fn the_manifests_are_those_of_the_program() {
    for variant in VARIANTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(variant.path());
        let right = yaml(variant);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(&path, &right).expect("it can be written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == right,
            "{} is stale; UPDATE_GOLDEN=1 cargo test --test slack_manifest writes it anew:\n{right}",
            variant.path()
        );
    }
}

#[test]
fn the_manifests_keep_to_what_slack_takes() {
    for variant in VARIANTS {
        let manifest = read(variant);
        let about = &manifest["display_information"];
        within(&about["name"], 1, 35);
        within(&about["description"], 1, 140);
        within(&about["long_description"], 175, 4_000);
        within(&manifest["features"]["bot_user"]["display_name"], 1, 80);
        let shortcuts = list(&manifest["features"]["shortcuts"]);
        assert!((1..=10).contains(&shortcuts.len()));
        for shortcut in shortcuts {
            within(&shortcut["name"], 1, 24);
            within(&shortcut["callback_id"], 1, 255);
            within(&shortcut["description"], 1, 150);
            assert!(["global", "message"].contains(&text(&shortcut["type"])));
        }
        let commands = list(&manifest["features"]["slash_commands"]);
        let names: BTreeSet<&str> = commands.iter().map(|one| text(&one["command"])).collect();
        assert_eq!(names.len(), commands.len(), "a command is there twice");
        assert!((1..=50).contains(&commands.len()));
        assert!(names.contains("/huzzah"));
        assert!(
            SHORT_FORMS
                .iter()
                .all(|name| names.contains(format!("/{name}").as_str()))
        );
        for command in commands {
            within(&command["command"], 2, 32);
            within(&command["description"], 1, 2_000);
            within(&command["usage_hint"], 1, 1_000);
            assert_eq!(command["should_escape"], Yaml::Boolean(true));
        }
    }
}

#[test]
fn addresses_are_there_where_slack_calls_us_and_nowhere_else() {
    let socket = yaml(Variant::Socket);
    assert!(
        !socket.contains("http") && !socket.contains("redirect_urls"),
        "{socket}"
    );
    assert_eq!(
        read(Variant::Socket)["settings"]["socket_mode_enabled"],
        Yaml::Boolean(true)
    );

    let http = read(Variant::Http);
    let door = "https://YOUR-HOST/slack/events";
    let settings = &http["settings"];
    assert_eq!(text(&settings["event_subscriptions"]["request_url"]), door);
    assert_eq!(text(&settings["interactivity"]["request_url"]), door);
    assert_eq!(settings["socket_mode_enabled"], Yaml::Boolean(false));
    for command in list(&http["features"]["slash_commands"]) {
        assert_eq!(text(&command["url"]), door);
    }
    let redirect = text(&list(&http["oauth_config"]["redirect_urls"])[0]);
    assert_eq!(redirect, "https://YOUR-HOST/slack/oauth");
}

#[test]
fn no_more_scopes_are_asked_for_than_are_used() {
    let history = |scope: &&str| scope.contains("history") || scope.contains("email");
    assert!(
        !scopes::all().any(|scope| history(&scope)),
        "messages are not read"
    );
    for variant in VARIANTS {
        let manifest = read(variant);
        let asked = &manifest["oauth_config"]["scopes"];
        let of = |name: &str| -> BTreeSet<&str> { list(&asked[name]).iter().map(text).collect() };
        let optional = scopes::OPTIONAL.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(of("bot_optional"), optional);
        assert_eq!(of("bot"), scopes::all().collect());
        assert!(
            asked["user"].is_badvalue(),
            "nobody's own rights are asked for"
        );
    }
}

fn read(variant: Variant) -> Yaml {
    let mut read = YamlLoader::load_from_str(&yaml(variant)).expect("YAML");
    assert_eq!(read.len(), 1);
    read.remove(0)
}

#[track_caller]
fn within(value: &Yaml, least: usize, most: usize) {
    let length = text(value).chars().count();
    assert!(
        (least..=most).contains(&length),
        "{length} characters: {value:?}"
    );
}

#[track_caller]
fn text(value: &Yaml) -> &str {
    value.as_str().expect("a text")
}

#[track_caller]
fn list(value: &Yaml) -> &Vec<Yaml> {
    value.as_vec().expect("a list")
}
