//! Setting a server up: a channel for news and those who moderate, chosen from Discord's own menus.

use crate::discord::see::Seen;
use crate::party::{Party, WAYS};

/// What the menu of that kind says before anything is chosen.
fn menu(seen: &Seen, kind: u64) -> String {
    let found = seen.menus.iter().find(|menu| menu["type"] == kind);
    let found = found.unwrap_or_else(|| panic!("no menu of kind {kind}: {}", seen.read()));
    found["placeholder"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_channel_for_news_and_moderators_are_chosen_from_menus() {
    for way in WAYS {
        let party = Party::before_setup(way).await;
        let acme = &party.acme;
        let asked = acme.types("mo", "general", "/setup").await;
        let asked = party.answers(&asked).await;
        let form = asked.iter().find(|seen| !seen.menus.is_empty());
        let form = form.expect("it offers menus");
        let chosen = acme.chooses("mo", form, &menu(form, 8), &["feed"]).await;
        let told = party.reads(&chosen).await;
        assert!(told.contains("feed") || told.contains("Set up"), "{told}");
        let news = acme.history("feed");
        assert_eq!(news.len(), 1, "the channel is tried");
        let helpers = acme.role("Helpers", |_| ());
        acme.person_with("ana", |_, member| {
            member.roles.insert(helpers.clone());
        });
        let asked = acme.types("mo", "general", "/setup").await;
        let asked = party.answers(&asked).await;
        let form = asked.iter().find(|seen| !seen.menus.is_empty());
        let form = form.expect("it offers menus");
        acme.chooses("mo", form, &menu(form, 7), &[&helpers]).await;
        party.settles().await;
        party
            .discord
            .with(|world| world.guild_mut(&acme.guild).all_commands = true);
        let audit = party.says("ana", "/audit").await;
        assert!(!audit.contains("moderators can"), "{audit}");
        let refused = party.says("ben", "/audit").await;
        assert_ne!(audit, refused, "others may not");
    }
}

#[tokio::test]
async fn whoever_manages_the_server_finds_what_is_in_the_way() {
    for way in WAYS {
        let party = Party::new(way).await;
        let well = party.says("mo", "/doctor").await;
        assert!(well.starts_with("(private)"), "{well}");
        party.acme.bot_may(0);
        party.acme.role("@everyone", |role| {
            role.permissions = 1 << 31 | 1 << 10 | 1 << 16;
        });
        let ill = party.says("mo", "/doctor").await;
        assert!(ill.contains("Send Messages"), "{ill}");
    }
}
