//! Buttons and forms: pressed, pressed twice, pressed by others, filled in wrongly.

use crate::discord::see::Seen;
use crate::party::{Party, WAYS};

/// The newest message that everybody sees in `general`.
fn newest(party: &Party) -> Seen {
    party
        .acme
        .history("general")
        .pop()
        .expect("something is shown")
}

#[tokio::test]
async fn an_entry_is_taken_back_by_its_button_by_whom_it_belongs_to() {
    for way in WAYS {
        let party = Party::running(way).await;
        party.says("ana", "/progress 3km").await;
        let shown = newest(&party);
        assert!(
            shown.text.contains("ana logged 3 km in Run"),
            "{}",
            shown.read()
        );
        let foreign = party.acme.presses("ben", &shown, "Undo").await;
        let told = party.reads(&foreign).await;
        assert!(told.starts_with("(private)"), "{told}");
        assert!(
            told.contains("for the person whom the message answers"),
            "{told}"
        );
        let own = party.acme.presses("ana", &shown, "Undo").await;
        party.settles().await;
        assert!(own.acked.is_some());
        let after = party.acme.again(&shown);
        assert!(
            !after.text.contains("ana logged 3 km in Run"),
            "{}",
            after.read()
        );
        assert!(
            !after.buttons.iter().any(|button| button.label == "Undo"),
            "{}",
            after.read()
        );
        assert_eq!(party.acme.n_thinking(), 0);
    }
}

#[tokio::test]
async fn two_quick_presses_count_once() {
    for way in WAYS {
        let party = Party::running(way).await;
        party.says("ana", "/progress 3km").await;
        party.says("ana", "/progress 5km").await;
        let shown = newest(&party);
        let press = || party.acme.press("ana", &shown, "Undo");
        let (one, other) = (press(), press());
        let (one, other) = tokio::join!(party.discord.deliver(one), party.discord.deliver(other));
        party.settles().await;
        assert!(
            one.acked.is_some() && other.acked.is_some(),
            "both are answered"
        );
        let board = party.says("ben", "/leaderboard").await;
        assert!(board.contains("ana  3 km"), "{board}");
    }
}

#[tokio::test]
async fn a_button_of_another_version_is_answered_politely() {
    for way in WAYS {
        let party = Party::running(way).await;
        party.says("ana", "/progress 3km").await;
        let mut shown = newest(&party);
        shown.buttons[0].custom_id = "0:old".to_owned();
        let label = shown.buttons[0].label.clone();
        let pressed = party.acme.presses("ana", &shown, &label).await;
        let told = party.reads(&pressed).await;
        assert!(told.contains("from an older version"), "{told}");
    }
}

#[tokio::test]
async fn a_challenge_is_made_by_a_form_and_nothing_typed_is_lost() {
    for way in WAYS {
        let party = Party::new(way).await;
        let acme = &party.acme;
        assert_eq!(party.says("mo", "/challenge create").await, "");
        let form = acme.reads_modal("mo");
        assert!(form.contains("Title"), "{form}");
        let sent = acme
            .submits("mo", &[("Title", "Walk"), ("Unit", "km")])
            .await;
        let draft = party.answers(&sent).await;
        assert!(
            draft[0].text.starts_with("Draft: Walk"),
            "{}",
            draft[0].read()
        );
        let opened = acme.presses("mo", &draft[0], "Open").await;
        let told = party.reads(&opened).await;
        assert!(told.contains("Walk is open."), "{told}");
        let logged = party.says("ana", "/progress 3 km").await;
        assert!(logged.contains("ana logged 3 km in Walk"), "{logged}");
    }
}

#[tokio::test]
async fn a_form_that_is_refused_opens_again_as_it_was_filled() {
    for way in WAYS {
        let party = Party::new(way).await;
        let acme = &party.acme;
        party.says("mo", "/challenge create").await;
        let sent = acme
            .submits(
                "mo",
                &[("Title", "Walk"), ("Unit", "parsnips per fortnight?!")],
            )
            .await;
        let refused = party.answers(&sent).await;
        let Some(refused) = refused.iter().find(|seen| !seen.buttons.is_empty()) else {
            continue;
        };
        if !refused
            .buttons
            .iter()
            .any(|button| button.label == "Open the form")
        {
            continue;
        }
        acme.presses("mo", refused, "Open the form").await;
        party.settles().await;
        assert!(acme.reads_modal("mo").contains("Walk"));
    }
}
