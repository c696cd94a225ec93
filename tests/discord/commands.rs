//! Commands as Discord's members meet them: typed options, what is offered while typing, the menu of a name.

use crate::discord::shape::list;
use crate::party::{Party, WAYS};

#[tokio::test]
async fn typed_options_are_named_arguments() {
    for way in WAYS {
        let party = Party::running(way).await;
        let logged = party
            .says("ana", "/progress 5 km easy run when:yesterday")
            .await;
        assert!(logged.contains("before Run started"), "{logged}");
        let logged = party.says("ana", "/progress 5 km easy run").await;
        assert!(logged.contains("ana logged 5 km in Run"), "{logged}");
        assert!(logged.contains("easy run"), "{logged}");
    }
}

#[tokio::test]
async fn what_fits_is_offered_while_somebody_types() {
    for way in WAYS {
        let party = Party::running(way).await;
        party
            .says("mo", "/challenge create \"Spring cut\" unit:kg")
            .await;
        let acme = &party.acme;
        let offered = acme
            .completes("mo", ("challenge open", "challenge"), "spr", &[])
            .await;
        assert!(
            offered.iter().any(|one| one.contains("Spring cut")),
            "{offered:?}"
        );
        assert!(
            !offered.iter().any(|one| one.contains("Run")),
            "{offered:?}"
        );
        let zones = acme
            .completes("ana", ("settings", "zone"), "berlin", &[])
            .await;
        assert!(zones.contains(&"Europe/Berlin".to_owned()), "{zones:?}");
    }
}

#[tokio::test]
async fn somebody_s_page_is_in_the_menu_of_her_name() {
    for way in WAYS {
        let party = Party::running(way).await;
        party.says("ana", "/progress 5km").await;
        let looked = party.acme.looks_up("ben", "Profile", "ana").await;
        let page = party.reads(&looked).await;
        assert!(
            page.starts_with("(private)") && page.contains("ana"),
            "{page}"
        );
        assert!(page.contains("5 km"), "{page}");
    }
}

#[tokio::test]
async fn commands_of_moderators_are_asked_again_in_the_house() {
    for way in WAYS {
        let party = Party::running(way).await;
        let acme = &party.acme;
        assert!(acme.command("ana", "general", "/audit").is_err());
        party
            .discord
            .with(|world| world.guild_mut(&acme.guild).all_commands = true);
        let refused = party.says("ana", "/audit").await;
        assert!(refused.contains("moderator"), "{refused}");
    }
}

#[tokio::test]
async fn commands_are_registered_once_as_long_as_they_stay_the_same() {
    for way in WAYS {
        let party = Party::before_setup(way).await;
        party.restarts_by(way).await;
        party.restarts_by(way).await;
        assert_eq!(party.discord.calls("commands.put").len(), 1);
        let registered = party.discord.with(|world| world.commands[""].clone());
        let typed = registered.iter().filter(|one| one["type"] == 1);
        assert!(typed.count() > 10);
        assert!(registered.iter().all(|one| {
            one["contexts"]
                .as_array()
                .is_none_or(|contexts| contexts[0] == 0)
        }));
    }
}

#[tokio::test]
async fn what_comes_from_outside_a_server_gets_a_polite_word() {
    for way in WAYS {
        let party = Party::running(way).await;
        let direct = party.discord.with(|world| {
            let ana = crate::discord::act::id_of("ana");
            world.direct(&ana)
        });
        let mut typed = party
            .acme
            .command("ana", "general", "/help")
            .expect("a command");
        let data = typed.payload["data"].clone();
        typed = party
            .acme
            .envelope("ana", &direct, |spot, world| spot.command(world, data));
        let deed = party.discord.deliver(typed).await;
        let seen = party.answers(&deed).await;
        assert_eq!(seen.len(), 1);
        assert!(seen[0].text.contains("in servers"), "{}", seen[0].read());
        assert!(list(&deed.acked.expect("an answer").body["data"]["components"]).len() == 1);
    }
}
