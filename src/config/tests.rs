//! What an operator meets: the layers, every refusal, and nothing that panics or tells a secret.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::keys::{DEFAULTS, entries};
use super::*;

mod discord;
mod slack;

/// 32 bytes, all 15.
const KEY: &str = "Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8=";

fn vars(list: &[(&str, &str)]) -> std::vec::IntoIter<(String, String)> {
    let owned = list
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect::<Vec<_>>().into_iter()
}

/// Loads with a file of this text, which lies at `settings.toml` in a folder that is kept out of messages.
fn load(toml: &str, env: &[(&str, &str)]) -> Result<Settings, String> {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let path: PathBuf = folder.path().join("settings.toml");
    fs::write(&path, toml).expect("the file is written");
    let prefix = format!("{}/", folder.path().display());
    Settings::load(Some(&path), vars(env)).map_err(|error| error.to_string().replace(&prefix, ""))
}

#[track_caller]
fn refused(toml: &str, env: &[(&str, &str)], expected: &str) {
    assert_eq!(load(toml, env).expect_err("this is refused"), expected);
}

#[test]
fn without_a_word_the_defaults_hold() {
    let settings =
        Settings::load(None, vars(&[("PATH", "/bin"), ("HUZZAHNT", "x")])).expect("it loads");
    assert_eq!(settings.database.url.expose(), "sqlite://data/huzzah.db");
    assert_eq!(settings.http.bind.to_string(), "127.0.0.1:8080");
    assert!(settings.lounge.enabled);
    assert!(settings.lounge.moderators.is_empty());
    assert!(settings.lounge.access_code.is_none());
    assert_eq!(settings.log.format, LogFormat::Human);
    assert_eq!(settings.place("http.bind"), "default");
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let toml = "[http]\nbind = '[::1]:90'\n[lounge]\nname = 'Gym'\nmoderators = ['Ana']\n";
    let env = [
        ("HUZZAH_LOUNGE__NAME", "Choir"),
        ("HUZZAH_LOUNGE__ENABLED", "false"),
        ("HUZZAH_LOUNGE__MODERATORS", " Ana , Ben,,"),
        ("HUZZAH_LOUNGE__ACCESS_CODE", "007"),
    ];
    let settings = load(toml, &env).expect("it loads");
    assert_eq!(settings.http.bind.to_string(), "[::1]:90");
    assert_eq!(settings.lounge.name, "Choir");
    assert!(!settings.lounge.enabled);
    assert_eq!(settings.lounge.moderators, ["Ana", "Ben"]);
    let code = settings.lounge.access_code.as_ref().expect("a code is set");
    assert_eq!(code.expose_secret(), "007");
    assert_eq!(settings.place("lounge.name"), "HUZZAH_LOUNGE__NAME");
    assert!(settings.place("http.bind").starts_with("http.bind in "));
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_one() {
    refused(
        "",
        &[("HUZZAH_HTTP__BNID", "x")],
        "HUZZAH_HTTP__BNID is not a setting: did you mean `HUZZAH_HTTP__BIND`?",
    );
    refused(
        "",
        &[("HUZZAH_HTTP_BIND", "x")],
        "HUZZAH_HTTP_BIND is not a setting: did you mean `HUZZAH_HTTP__BIND`?",
    );
    refused(
        "",
        &[("huzzah_http__bind", "x")],
        "huzzah_http__bind is not a setting: did you mean `HUZZAH_HTTP__BIND`?",
    );
    refused(
        "",
        &[("HUZZAH_XYZZY", "x")],
        "HUZZAH_XYZZY is not a setting: config/default.toml lists them all",
    );
    refused(
        "",
        &[("HUZZAH_", "x")],
        "HUZZAH_ is not a setting: config/default.toml lists them all",
    );
    refused(
        "",
        &[("HUZZAH_A\nB", "x")],
        "HUZZAH_A\\nB is not a setting: config/default.toml lists them all",
    );
    refused(
        "[http]\nbnid = 'x'",
        &[],
        "http.bnid in settings.toml is not a setting: did you mean `http.bind`?",
    );
    refused(
        "[htpp]\nbind = 'x'",
        &[],
        "htpp in settings.toml is not a setting: did you mean `http`?",
    );
    refused(
        "[xyzzy]",
        &[],
        "xyzzy in settings.toml is not a setting: config/default.toml lists them all",
    );
    refused(
        "bind = 'x'",
        &[],
        "bind in settings.toml is not a setting: did you mean `http.bind`?",
    );
    refused(
        "[http.deep]\nbind = 'x'",
        &[],
        "http.deep in settings.toml is not a setting: config/default.toml lists them all",
    );
    refused(
        "\"http.bind\" = 'x'",
        &[],
        "http.bind in settings.toml is not a setting: did you mean `http.bind`?",
    );
}

#[test]
fn what_a_container_host_sets_by_itself_is_passed_over() {
    let env = [
        ("HUZZAH_SERVICE_HOST", "10.0.0.7"),
        ("HUZZAH_SERVICE_PORT_HTTP", "8080"),
        ("HUZZAH_PORT", "tcp://10.0.0.7:8080"),
        ("HUZZAH_PORT_8080_TCP_ADDR", "10.0.0.7"),
    ];
    assert!(load("", &env).is_ok());
    refused(
        "",
        &[("HUZZAH_PORT", "8080")],
        "HUZZAH_PORT is not a setting: config/default.toml lists them all",
    );
}

#[test]
fn a_bad_value_is_refused_with_what_to_write() {
    let url = "must be sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME without spaces, such as sqlite://data/huzzah.db";
    for bad in [
        "",
        "mysql://u:hunter2@h/d",
        "postgres://",
        "sqlite://",
        "sqlite://a b",
        "sqlite://?mode=rw",
        "hunter2",
    ] {
        refused(
            "",
            &[("HUZZAH_DATABASE__URL", bad)],
            &format!("HUZZAH_DATABASE__URL {url}"),
        );
    }
    refused(
        "",
        &[("HUZZAH_HTTP__BIND", "8080")],
        "HUZZAH_HTTP__BIND is `8080`, but must be an address and a port, such as 127.0.0.1:8080",
    );
    refused(
        "[http]\nbind = 'localhost:1'",
        &[],
        "http.bind in settings.toml is `localhost:1`, but must be an address and a port, such as 127.0.0.1:8080",
    );
    refused(
        "[http]\nbind = 8080",
        &[],
        "http.bind in settings.toml must be one text in quotes, such as \"text\"",
    );
    refused(
        "",
        &[("HUZZAH_LOUNGE__ENABLED", "yes please")],
        "HUZZAH_LOUNGE__ENABLED must be true or false",
    );
    refused(
        "[lounge]\nenabled = 'true'",
        &[],
        "lounge.enabled in settings.toml must be true or false, without quotes",
    );
    refused(
        "[lounge]\nmoderators = 'Ana'",
        &[],
        "lounge.moderators in settings.toml must be a list of texts, such as [\"one\", \"two\"]",
    );
    refused(
        "[lounge]\nmoderators = [1]",
        &[],
        "lounge.moderators in settings.toml must be a list of texts, such as [\"one\", \"two\"]",
    );
    refused(
        "[lounge]\naccess_code = 123456",
        &[],
        "lounge.access_code in settings.toml must be one text in quotes, such as \"text\"",
    );
    refused(
        "",
        &[("HUZZAH_LOUNGE__ACCESS_CODE", "a\nb")],
        "HUZZAH_LOUNGE__ACCESS_CODE must be one line without control characters",
    );
    refused(
        "",
        &[("HUZZAH_LOUNGE__ACCESS_CODE", "a\u{FFFD}b")],
        "HUZZAH_LOUNGE__ACCESS_CODE is not readable text: write it in UTF-8",
    );
    refused(
        "",
        &[("HUZZAH_LOUNGE__NAME", " ")],
        "HUZZAH_LOUNGE__NAME must be one line of 1 to 80 characters, such as The lounge",
    );
    refused(
        "",
        &[("HUZZAH_LOG__FORMAT", "xml")],
        "HUZZAH_LOG__FORMAT is `xml`, but must be human or json",
    );
    refused(
        "http = 1",
        &[],
        "http in settings.toml is a section: write [http] on a line of its own",
    );
    let filter = "but must be error, warn, info, debug or trace, with others for parts of the program after commas, such as info,sqlx=warn";
    for (bad, shown) in [
        ("inof", "inof"),
        ("info,sqlx=loud", "sqlx=loud"),
        ("", ""),
        ("info,", ""),
        ("=info", "=info"),
    ] {
        refused(
            "",
            &[("HUZZAH_LOG__FILTER", bad)],
            &format!("HUZZAH_LOG__FILTER has `{shown}`, {filter}"),
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = Settings::load(Some(Path::new("no/such.toml")), vars(&[]))
        .expect_err("there is no such file");
    let expected = "no/such.toml can't be read (No such file or directory (os error 2)): check the path given with --config";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_file_that_is_not_toml_is_told_without_quoting_it() {
    let error = load("[lounge]\naccess_code = hunter2\n", &[]).expect_err("quotes are missing");
    assert!(
        error.starts_with("settings.toml is not TOML: at line 2, column "),
        "{error}"
    );
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn what_is_in_force_is_shown_without_secrets() {
    let env = [
        (
            "HUZZAH_DATABASE__URL",
            "postgres://ana:hun/t?er@2@db:5432/huzzah?sslpassword=hunter3",
        ),
        ("HUZZAH_LOUNGE__ACCESS_CODE", "hunter4"),
        ("HUZZAH_LOUNGE__MODERATORS", "Ana,\"Ben\""),
        ("HUZZAH_SLACK__CLIENT_ID", "1.2"),
        ("HUZZAH_SLACK__CLIENT_SECRET", "hunter5"),
        ("HUZZAH_SLACK__TOKEN_KEY", KEY),
        ("HUZZAH_SLACK__SIGNING_SECRET", "hunter6"),
        ("HUZZAH_SLACK__MODERATORS", "U1"),
        ("HUZZAH_DISCORD__TOKEN", "hunter7.a.b"),
        ("HUZZAH_DISCORD__SHARDS", "0-3/16"),
    ];
    let settings = load("", &env).expect("it loads");
    let expected = r#"[database]
url = "postgres://ana:(hidden)@db:5432/huzzah?(hidden)" # HUZZAH_DATABASE__URL

[http]
bind = "127.0.0.1:8080" # default

[lounge]
enabled = true # default
name = "The lounge" # default
moderators = ["Ana","\"Ben\""] # HUZZAH_LOUNGE__MODERATORS
access_code = "(hidden)" # HUZZAH_LOUNGE__ACCESS_CODE

[slack]
api_url = "" # default
bot_token = "(not set)" # default
app_token = "(not set)" # default
signing_secret = "(hidden)" # HUZZAH_SLACK__SIGNING_SECRET
client_id = "1.2" # HUZZAH_SLACK__CLIENT_ID
client_secret = "(hidden)" # HUZZAH_SLACK__CLIENT_SECRET
token_key = "(hidden)" # HUZZAH_SLACK__TOKEN_KEY
moderators = ["U1"] # HUZZAH_SLACK__MODERATORS

[discord]
api_url = "" # default
token = "(hidden)" # HUZZAH_DISCORD__TOKEN
transport = "gateway" # default
public_key = "" # default
moderators = [] # default
shards = "0-3/16" # HUZZAH_DISCORD__SHARDS
dev_guild = "" # default

[log]
format = "human" # default
filter = "info" # default
"#;
    assert_eq!(settings.show(), expected);
    let debug = format!("{settings:?}");
    assert!(!debug.contains("hunter") && !debug.contains(KEY) && !debug.contains("15, 15"));
    let tokens = [
        ("HUZZAH_SLACK__BOT_TOKEN", "xoxb-hunter7"),
        ("HUZZAH_SLACK__APP_TOKEN", "xapp-hunter8"),
    ];
    let settings = load("", &tokens).expect("it loads");
    let shown = format!("{}{settings:?}", settings.show());
    assert!(!shown.contains("hunter"), "{shown}");
    let bare = load("", &[]).expect("it loads");
    assert!(
        bare.show()
            .contains("access_code = \"(not set)\" # default")
    );
}

#[test]
fn what_is_shown_can_be_read_back() {
    let env = [
        ("HUZZAH_LOUNGE__NAME", "The \"\\ \u{7f}é"),
        ("HUZZAH_LOUNGE__MODERATORS", "a,b"),
    ];
    // A control character is refused at the door, so whatever is shown is valid TOML.
    assert!(load("", &env).is_err());
    let settings = load("", &[("HUZZAH_LOUNGE__NAME", "The \"\\ é\u{200b}")]).expect("it loads");
    let again = load(&settings.show().replace("(not set)", ""), &[]).expect("it is TOML");
    assert_eq!(again.lounge.name, settings.lounge.name);
}

#[test]
fn the_defaults_explain_every_setting_and_no_secret_is_unmarked() {
    let entries = entries();
    let tree = serde_json::to_value(load("", &[]).expect("it loads")).expect("it is a tree");
    let mut fields = 0;
    for (section, names) in tree.as_object().expect("sections") {
        for (name, value) in names.as_object().expect("names") {
            fields += 1;
            let entry = entries
                .iter()
                .find(|entry| entry.section == section && entry.name == name);
            let entry = entry.unwrap_or_else(|| panic!("{section}.{name} is not in default.toml"));
            assert!(
                entry.meaning.len() > 20 && entry.meaning.ends_with('.'),
                "{}",
                entry.key()
            );
            let secret = entry.meaning.starts_with("Secret. ");
            assert_eq!(secret, value == "(not set)", "{}", entry.key());
        }
    }
    assert_eq!(fields, entries.len());
}

#[test]
fn the_table_has_a_row_for_every_setting() {
    let table = table();
    assert_eq!(table.lines().count(), entries().len() + 2);
    assert!(table.contains(
        "| `http.bind` | `HUZZAH_HTTP__BIND` | `\"127.0.0.1:8080\"` | The address and port"
    ));
}

/// Loads, and holds the refusal to its promise: one line, not too long, without the secret.
fn one_line_or_settings(toml: &str, env: &[(&str, &str)]) {
    if let Err(line) = load(toml, env) {
        assert!(!line.is_empty() && line.chars().count() < 1_500, "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert!(!line.contains("hunter2"), "{line}");
    }
}

#[test]
fn every_truncation_of_the_file_loads_or_is_refused_in_one_line() {
    let full = DEFAULTS.replace("access_code = \"\"", "access_code = \"hunter2\"");
    let full = full.replace("sqlite://data/huzzah.db", "postgres://u:hunter2@h/d");
    let tail = &full[full.find("[database]").expect("the first section")..];
    for (end, _) in tail.char_indices() {
        one_line_or_settings(&tail[..end], &[]);
    }
}

proptest! {
    #[test]
    fn any_file_loads_or_is_refused_in_one_line(text in "\\PC{0,60}") {
        one_line_or_settings(&text, &[]);
    }

    #[test]
    fn any_value_in_a_file_is_kept_or_refused_in_one_line(
        key in "(http|lounge|slack|discord|log|database|x)\\.(bind|name|url|moderators|filter|[a-z\"\\[\\]0-9.]{1,8})",
        value in "(\"(\\PC|\\\\n){0,20}\"|[0-9]{1,30}|\\[[\"a,\\[\\]]{0,20}\\]|\\{\\}|true|1979-05-27|inf)",
    ) {
        one_line_or_settings(&format!("{key} = {value}\n"), &[]);
    }

    #[test]
    fn any_variable_is_kept_or_refused_in_one_line(name in "HUZZAH_[A-Z_]{0,20}|(?s).{0,20}|HUZZAH_(?s).{0,300}", value in "(?s).{0,40}") {
        one_line_or_settings("", &[(&name, &value)]);
    }

    #[test]
    fn any_value_of_a_known_variable_is_kept_or_refused_in_one_line(at in 0usize..24, value in "(?s).{0,400}") {
        let entries = entries();
        let entry = &entries[at % entries.len()];
        one_line_or_settings("", &[(&entry.variable(), &value)]);
    }
}
