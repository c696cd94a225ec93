//! What an operator meets in the section `[discord]`.

use secrecy::ExposeSecret;

use super::{Shards, Transport, load, refused};

const TOKEN: &str = "MTA5.Gabc.x-y_z";
const PUBLIC_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

#[test]
fn discord_is_off_until_a_token_is_set() {
    let settings = load("", &[("HUZZAH_DISCORD__API_URL", "http://127.0.0.1:4000/")]);
    let settings = settings.expect("it loads");
    assert!(!settings.discord.is_on());
    assert_eq!(settings.discord.api_url(), Some("http://127.0.0.1:4000"));
    let gateway = [
        ("HUZZAH_DISCORD__TOKEN", " Bot MTA5.Gabc.x-y_z "),
        (
            "HUZZAH_DISCORD__MODERATORS",
            "80351110224678912, 1234567890123456789",
        ),
        ("HUZZAH_DISCORD__SHARDS", " 4-7/16 "),
        ("HUZZAH_DISCORD__DEV_GUILD", "197038439483310086"),
    ];
    let discord = load("", &gateway).expect("it loads").discord;
    assert!(discord.is_on());
    assert_eq!(discord.api_url(), None);
    assert_eq!(discord.transport, Transport::Gateway);
    assert_eq!(
        discord.moderators,
        ["80351110224678912", "1234567890123456789"]
    );
    let shards = Shards::Range {
        from: 4,
        to: 7,
        total: 16,
    };
    assert_eq!(discord.shards, shards);
    assert_eq!(discord.dev_guild, "197038439483310086");
    let token = discord.token.as_ref().expect("a token");
    assert_eq!(token.expose_secret(), TOKEN);
    let http = [
        ("HUZZAH_DISCORD__TOKEN", TOKEN),
        ("HUZZAH_DISCORD__TRANSPORT", "http"),
        ("HUZZAH_DISCORD__PUBLIC_KEY", PUBLIC_KEY),
    ];
    let discord = load("", &http).expect("it loads").discord;
    assert_eq!(discord.transport, Transport::Http);
    assert_eq!(discord.public_key, PUBLIC_KEY);
    assert_eq!(discord.shards, Shards::Auto);
}

#[test]
fn a_value_that_discord_cannot_have_handed_out_is_refused() {
    for wrong in ["hunter2", "hunter2.a", "hunter2.a.b.c", "a..b", "a.b.c d"] {
        refused(
            "",
            &[("HUZZAH_DISCORD__TOKEN", wrong)],
            "HUZZAH_DISCORD__TOKEN must be three parts with dots between them: press Reset Token under Bot in the app's settings and copy what it shows",
        );
    }
    refused(
        "",
        &[("HUZZAH_DISCORD__TRANSPORT", "socket")],
        "HUZZAH_DISCORD__TRANSPORT is `socket`, but must be gateway or http",
    );
    for wrong in ["x", &PUBLIC_KEY[1..], &PUBLIC_KEY.replace('d', "g")] {
        refused(
            "",
            &[("HUZZAH_DISCORD__PUBLIC_KEY", wrong)],
            "HUZZAH_DISCORD__PUBLIC_KEY must be the Public Key under General Information in the app's settings: 64 digits and letters from a to f",
        );
    }
    for wrong in ["discord.com", "ftp://x", "https://", "https://u:hunter2@h"] {
        refused(
            "",
            &[("HUZZAH_DISCORD__API_URL", wrong)],
            "HUZZAH_DISCORD__API_URL must be empty for Discord itself, or an address such as http://127.0.0.1:4000",
        );
    }
    for wrong in ["@ana", "1234", "99999999999999999999", "01234567890123456"] {
        let fix = "but must be user ids such as 80351110224678912: switch on Developer Mode in Discord's settings, then right-click the person and Copy User ID";
        refused(
            "",
            &[("HUZZAH_DISCORD__MODERATORS", wrong)],
            &format!("HUZZAH_DISCORD__MODERATORS has `{wrong}`, {fix}"),
        );
    }
    for wrong in [
        "",
        "3",
        "0-3",
        "3-0/4",
        "0-4/4",
        "-1/4",
        "0-+3/4",
        "0-3/900000",
    ] {
        let fix = "but must be auto, or this process's shards and how many there are in all, such as 0-3/16";
        refused(
            "",
            &[("HUZZAH_DISCORD__SHARDS", wrong)],
            &format!("HUZZAH_DISCORD__SHARDS is `{wrong}`, {fix}"),
        );
    }
    refused(
        "",
        &[("HUZZAH_DISCORD__DEV_GUILD", "my server")],
        "HUZZAH_DISCORD__DEV_GUILD is `my server`, but must be a server's id such as 197038439483310086: switch on Developer Mode in Discord's settings, then right-click the server and Copy Server ID",
    );
}

#[test]
fn what_discord_needs_beside_a_setting_is_named() {
    refused(
        "[discord]\ntransport = 'http'",
        &[],
        "discord.transport in settings.toml needs the bot's token beside it: set HUZZAH_DISCORD__TOKEN to the one under Bot in the app's settings",
    );
    refused(
        "[discord]\ntransport = 'http'",
        &[("HUZZAH_DISCORD__TOKEN", TOKEN)],
        "discord.transport in settings.toml is http, and needs the app's public key beside it: set HUZZAH_DISCORD__PUBLIC_KEY to the one under General Information in the app's settings",
    );
    refused(
        "",
        &[
            ("HUZZAH_DISCORD__TOKEN", TOKEN),
            ("HUZZAH_DISCORD__PUBLIC_KEY", PUBLIC_KEY),
        ],
        "HUZZAH_DISCORD__PUBLIC_KEY is for signed requests: set HUZZAH_DISCORD__TRANSPORT=http beside it, or leave it out for the gateway",
    );
    refused(
        "",
        &[
            ("HUZZAH_DISCORD__TOKEN", TOKEN),
            ("HUZZAH_DISCORD__TRANSPORT", "http"),
            ("HUZZAH_DISCORD__PUBLIC_KEY", PUBLIC_KEY),
            ("HUZZAH_DISCORD__SHARDS", "0-1/2"),
        ],
        "HUZZAH_DISCORD__SHARDS is for the gateway: leave it out where HUZZAH_DISCORD__TRANSPORT is http",
    );
}
