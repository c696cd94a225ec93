//! Setting a server up: what Discord lets people choose from lists, the test post, and the rest in a form.

use crate::discord::see::Seen;
use crate::party::{Party, WAYS, read};

const FEED: &str = "Channel for announcements";
const MODERATORS: &str = "Moderators";

/// What a moderator sees who types `/setup` alone.
async fn set_up(party: &Party) -> Seen {
    let typed = party.acme.types("mo", "general", "/setup").await;
    let seen = party.answers(&typed).await;
    assert_eq!(seen.len(), 1, "{}", read(&seen));
    assert!(!seen[0].public);
    seen[0].clone()
}

#[tokio::test]
async fn the_channel_for_news_is_chosen_from_a_menu_and_its_test_post_can_be_removed() {
    for way in WAYS {
        let party = Party::before_setup(way).await;
        let asked = set_up(&party).await;
        let chosen = party.acme.chooses("mo", &asked, FEED, &["feed"]).await;
        let said = party.reads(&chosen).await;
        assert!(said.contains("(private)"), "{said}");
        let news = party.acme.history("feed");
        assert_eq!(news.len(), 1, "{}", read(&news));
        assert!(news[0].text.contains("Set up by mo"), "{}", news[0].text);
        let engine = &party.bot().engine;
        let space = engine.space("discord", &party.acme.guild, "Acme").await;
        let space = space.expect("the store answers");
        assert_eq!(space.feed, Some(party.acme.channel("feed")));
        let label = news[0].buttons[0].label.clone();
        let removed = party.acme.presses("mo", &news[0], &label).await;
        let said = party.reads(&removed).await;
        assert!(party.acme.history("feed").is_empty(), "{said}");
    }
}

#[tokio::test]
async fn people_and_roles_that_moderate_are_chosen_together() {
    for way in WAYS {
        let party = Party::before_setup(way).await;
        let (role, ana) = (party.acme.role("Leaders", |_| ()), party.acme.person("ana"));
        let asked = set_up(&party).await;
        let values = [role.as_str(), ana.as_str()];
        let chosen = party.acme.chooses("mo", &asked, MODERATORS, &values).await;
        party.reads(&chosen).await;
        let engine = &party.bot().engine;
        let space = engine.space("discord", &party.acme.guild, "Acme").await;
        let space = space.expect("the store answers");
        assert_eq!(space.moderators, Some(format!("<@&{role}> <@{ana}>")));
        party
            .discord
            .with(|world| world.guild_mut(&party.acme.guild).all_commands = true);
        let said = party.says("ana", "/posts").await;
        assert!(said.contains("Every post went out"), "{said}");
        let said = party.says("ben", "/posts").await;
        assert!(said.contains("for moderators"), "{said}");
    }
}

#[tokio::test]
async fn the_rest_is_asked_in_a_form() {
    for way in WAYS {
        let party = Party::before_setup(way).await;
        let asked = set_up(&party).await;
        let opens = asked.buttons.iter().find(|button| button.line == "setup");
        let label = opens.expect("a button that opens the form").label.clone();
        party.acme.presses("mo", &asked, &label).await;
        let form = party.acme.reads_modal("mo");
        assert!(form.contains("UTC"), "{form}");
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
            role.permissions = 1 << 31 | 1 << 10 | 1 << 16
        });
        let ill = party.says("mo", "/doctor").await;
        assert!(ill.contains("Send Messages"), "{ill}");
    }
}
