//! Guests, and people of other workspaces in shared channels.

use crate::crew::{Crew, WAYS, read};

#[tokio::test]
async fn somebody_of_another_workspace_takes_part_in_a_shared_channel() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.acme
            .channel_with("general", |channel| channel.shared = true);
        crew.acme
            .person_with("elena", |person| person.home_team = "T9".to_owned());
        let seen = crew.hears("elena", None, "3km").await;
        assert!(
            read(&seen).contains("elena logged 3 km in Run"),
            "{}",
            read(&seen)
        );
        let entry = crew.acme.history("general").pop().expect("an entry");
        crew.acme.presses("elena", &entry, "Undo").await;
        crew.settles().await;
        assert!(
            crew.acme
                .again(&entry)
                .text
                .to_lowercase()
                .contains("taken back")
        );
        // A form that she sends comes from her own workspace, and belongs to this one.
        crew.acme
            .uses_shortcut("elena", "log_here", Some(&entry))
            .await;
        crew.settles().await;
        let sent = crew.acme.submits("elena", &[("How much", "5 km")]).await;
        let seen = crew.answers(&sent).await;
        assert!(read(&seen).contains("elena logged 5 km"), "{}", read(&seen));
        let board = crew.says("ana", "/leaderboard").await;
        assert!(board.contains("1.  elena  5 km"), "{board}");
    }
}

#[tokio::test]
async fn a_guest_logs_and_moderates_nothing() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.acme.person_with("gus", |person| person.guest = true);
        let said = crew.says("gus", "/progress 3km").await;
        assert!(said.contains("gus logged 3 km"), "{said}");
        let said = crew.says("gus", "/challenge end Run").await;
        assert!(said.contains("for moderators"), "{said}");
    }
}

#[tokio::test]
async fn zone_and_name_come_from_the_workspace() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.acme.person_with("ana", |person| {
            person.zone = Some("Asia/Tokyo".to_owned());
            person.locale = Some("en-GB".to_owned());
        });
        crew.says("ana", "/progress 3km").await;
        let said = crew.says("ana", "/huzzah profile").await;
        assert!(said.contains("Asia/Tokyo"), "{said}");
    }
}

#[tokio::test]
async fn who_cannot_be_looked_up_is_served_all_the_same() {
    use crate::slack::trouble::{Harm, Trouble};
    for harm in [
        Harm::Refuse("missing_scope"),
        Harm::Status(503),
        Harm::Busy { retry_after_s: 30 },
        Harm::DropBefore,
        Harm::Hang,
    ] {
        for way in WAYS {
            let crew = Crew::running(way).await;
            crew.slack.trouble(Trouble::on("users.info", harm.clone()));
            let said = crew.says("ana", "/progress 3km").await;
            assert!(said.contains("ana logged 3 km"), "{harm:?}: {said}");
        }
    }
}
