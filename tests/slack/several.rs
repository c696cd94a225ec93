//! Several workspaces in one house: nothing of one is ever shown in another.

use serde_json::json;

use crate::crew::{Crew, WAYS, read};
use crate::slack::act::Workspace;

async fn says(crew: &Crew, at: &Workspace, who: &str, line: &str) -> String {
    let deed = at.types(who, "general", line).await;
    crew.settles().await;
    read(&at.seen_by(&deed.envelope.user, deed.envelope.mark))
}

#[tokio::test]
async fn people_of_the_same_ids_in_two_workspaces_are_two_people() {
    for way in WAYS {
        let crew = Crew::several(way).await;
        let other = crew.slack.workspace("T2");
        crew.installs(&other).await;
        for (at, title, amount) in [(&crew.acme, "Run", "3km"), (&other, "Swim", "7km")] {
            says(&crew, at, "mo", "/huzzah setup feed:#feed").await;
            says(
                &crew,
                at,
                "mo",
                &format!("/challenge create {title} unit:km"),
            )
            .await;
            says(&crew, at, "mo", &format!("/challenge open {title}")).await;
            says(
                &crew,
                at,
                "ana",
                &format!("/progress {amount} on my own way"),
            )
            .await;
        }
        crew.ticks().await;
        for (at, own, foreign) in [
            (&crew.acme, ["Run", "3 km"], ["Swim", "7 km"]),
            (&other, ["Swim", "7 km"], ["Run", "3 km"]),
        ] {
            let mut all = String::new();
            for line in [
                "/leaderboard",
                "/huzzah challenges",
                "/huzzah profile",
                "/huzzah why",
                "/huzzah export",
                "/huzzah privacy",
            ] {
                all.push_str(&says(&crew, at, "ana", line).await);
            }
            for line in [
                "/huzzah audit",
                "/huzzah doctor",
                "/huzzah posts",
                "/huzzah setup",
            ] {
                all.push_str(&says(&crew, at, "mo", line).await);
            }
            at.opens_home("ana").await;
            crew.clock.advance_ms(60_000);
            crew.settles().await;
            all.push_str(&at.home("ana").unwrap_or_default());
            for channel in ["general", "feed"] {
                all.push_str(&read(&at.history(channel)));
            }
            for word in own {
                assert!(all.contains(word), "{}: {word} in {all}", at.team);
            }
            for word in foreign {
                assert!(!all.contains(word), "{}: {word} in {all}", at.team);
            }
        }
        // Each token was used in its own workspace alone.
        crew.slack.with(|world| {
            for call in &world.calls {
                let channel = call.args["channel"].as_str().unwrap_or_default();
                if channel.starts_with("C0") && !call.team.is_empty() {
                    assert!(channel.ends_with(&call.team), "{call:?}");
                }
            }
        });
    }
}

#[tokio::test]
async fn a_button_of_one_workspace_does_nothing_in_another() {
    for way in WAYS {
        let crew = Crew::several(way).await;
        let other = crew.slack.workspace("T2");
        crew.installs(&other).await;
        for at in [&crew.acme, &other] {
            says(&crew, at, "mo", "/challenge create Run unit:km").await;
            says(&crew, at, "mo", "/challenge open Run").await;
            says(&crew, at, "ana", "/progress 3km").await;
        }
        // The entries have the same numbers; she takes back her own here alone.
        let entry = crew.acme.history("general").pop().expect("an entry");
        crew.acme.presses("ana", &entry, "Undo").await;
        crew.settles().await;
        let board = says(&crew, &other, "ana", "/leaderboard").await;
        assert!(board.contains("1.  ana (you)  3 km"), "{board}");
        let board = says(&crew, &crew.acme, "ana", "/leaderboard").await;
        assert!(!board.contains("3 km"), "{board}");
    }
}

#[tokio::test]
async fn a_workspace_without_the_app_is_told_so_and_nothing_else() {
    for way in WAYS {
        let crew = Crew::several(way).await;
        says(&crew, &crew.acme, "mo", "/challenge create Run unit:km").await;
        let stranger = crew.slack.workspace("T9");
        let deed = stranger.types("ana", "general", "/huzzah challenges").await;
        assert!(deed.acked.is_some());
        crew.settles().await;
        let told = read(&stranger.seen_by(&deed.envelope.user, deed.envelope.mark));
        assert!(told.contains("not installed"), "{told}");
        assert!(!told.contains("Run"), "{told}");
    }
}

#[tokio::test]
async fn one_workspace_by_its_token_serves_no_other() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let stranger = crew.slack.workspace("T9");
        for line in [
            "/leaderboard",
            "/progress 5km",
            "/huzzah audit",
            "/huzzah export",
        ] {
            let deed = stranger.types("ana", "general", line).await;
            assert!(deed.acked.is_some());
            crew.settles().await;
            let told = read(&stranger.seen_by(&deed.envelope.user, deed.envelope.mark));
            assert!(
                !told.contains("3 km") && !told.contains("logged"),
                "{line}: {told}"
            );
        }
        let board = crew.says("ana", "/leaderboard").await;
        assert!(board.contains("1.  ana (you)  3 km"), "{board}");
    }
}

#[tokio::test]
async fn taken_out_in_either_order_nothing_is_posted_and_coming_back_restores() {
    for way in WAYS {
        let orders = [
            ["app_uninstalled", "tokens_revoked"],
            ["tokens_revoked", "app_uninstalled"],
        ];
        for order in orders {
            let crew = Crew::several(way).await;
            says(&crew, &crew.acme, "mo", "/challenge create Run unit:km").await;
            says(&crew, &crew.acme, "mo", "/challenge open Run").await;
            says(&crew, &crew.acme, "ana", "/progress 3km").await;
            crew.ticks().await;
            crew.slack.with(|world| {
                world
                    .grants
                    .iter_mut()
                    .for_each(|grant| grant.revoked = true);
            });
            for kind in order {
                let mut event = json!({ "type": kind });
                if kind == "tokens_revoked" {
                    event["tokens"] = json!({ "oauth": [], "bot": ["U0BOTT1"] });
                }
                let deed = crew.acme.befalls(event).await;
                assert!(deed.acked.is_some());
            }
            crew.settles().await;
            let n_calls = crew.slack.calls("chat.postMessage").len();
            crew.clock.advance_ms(7 * 24 * 3_600_000);
            crew.ticks().await;
            assert_eq!(crew.slack.calls("chat.postMessage").len(), n_calls);
            crew.installs(&crew.acme).await;
            let board = says(&crew, &crew.acme, "ana", "/leaderboard round:all").await;
            assert!(board.contains("1.  ana (you)  3 km"), "{board}");
        }
    }
}
