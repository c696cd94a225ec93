//! The ways an answer takes where the first one is closed.

use crate::crew::{Crew, WAYS, Way, read};
use crate::slack::team::Kind;
use crate::slack::trouble::{Harm, Trouble};

#[tokio::test]
async fn where_the_bot_is_not_in_the_channel_its_answer_is_seen_all_the_same() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        for (name, kind) in [("outside", Kind::Public), ("secret", Kind::Private)] {
            crew.acme.channel_with(name, |channel| channel.kind = kind);
            let deed = crew
                .acme
                .types("ana", name, "/progress 3km again:yes")
                .await;
            let seen = crew.answers(&deed).await;
            let [answer] = seen.as_slice() else {
                panic!("one answer in {name}: {seen:#?}");
            };
            assert!(answer.public, "an entry is for everybody");
            assert_eq!(answer.channel, crew.acme.channel(name));
            let undone = crew.acme.presses("ana", answer, "Undo").await;
            crew.answers(&undone).await;
            let after = crew.acme.again(answer);
            assert!(
                after.text.to_lowercase().contains("taken back"),
                "{}",
                after.text
            );
        }
    }
}

#[tokio::test]
async fn in_a_direct_message_the_answer_is_there() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.acme.person("ana");
        let direct = crew.slack.with(|world| world.direct("T1", "U0ANA"));
        let deed = crew.acme.types("ana", &direct, "/progress 3km").await;
        let seen = crew.answers(&deed).await;
        assert!(read(&seen).contains("ana logged 3 km"), "{}", read(&seen));
        assert!(seen.iter().all(|seen| seen.channel == direct));
    }
}

#[tokio::test]
async fn an_answer_whose_fate_is_unknown_is_not_given_twice() {
    for way in WAYS {
        for harm in [Harm::DropAfter, Harm::StatusAfter(502)] {
            let crew = Crew::running(way).await;
            crew.slack
                .trouble(Trouble::on("chat.postMessage", harm.clone()).times(1));
            crew.acme.types("ana", "general", "/progress 3km").await;
            crew.settles().await;
            let public = crew.acme.history("general");
            assert_eq!(public.len(), 1, "{harm:?}: {public:#?}");
            let board = crew.says("ana", "/leaderboard").await;
            assert!(board.contains("3 km"), "{board}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_slack_refuses_for_now_comes_later_or_by_another_way() {
    for way in WAYS {
        for harm in [
            Harm::Busy { retry_after_s: 1 },
            Harm::DropBefore,
            Harm::Status(500),
        ] {
            let crew = Crew::running(way).await;
            crew.slack
                .trouble(Trouble::on("chat.postMessage", harm.clone()).times(1));
            let said = crew.says("ana", "/progress 3km").await;
            assert!(
                said.contains("3 km"),
                "{harm:?}: she reads it somewhere: {said}"
            );
            let board = crew.says("ben", "/leaderboard").await;
            assert!(board.contains("1.  ana  3 km"), "{board}");
        }
    }
}

#[tokio::test]
async fn a_response_url_is_used_five_times_at_most_and_not_after_half_an_hour() {
    let crew = Crew::running(Way::Socket).await;
    let typed = crew.acme.types("ana", "general", "/leaderboard").await;
    let board = crew.answers(&typed).await.pop().expect("a board");
    crew.clock.advance_ms(31 * 60_000);
    // An old message's button has a fresh address.
    let pressed = crew.acme.presses("ana", &board, "All rounds").await;
    crew.answers(&pressed).await;
    assert!(
        crew.acme.again(&board).text.contains("so far"),
        "{}",
        crew.acme.again(&board).text
    );
    // A form's address that has run out is not used: she is told directly.
    crew.acme.types("ana", "general", "/progress").await;
    crew.settles().await;
    crew.clock.advance_ms(31 * 60_000);
    let n_before = crew.slack.calls("response_url").len();
    let sent = crew.acme.submits("ana", &[("How much", "3 km")]).await;
    let said = read(&crew.answers(&sent).await);
    assert!(said.contains("ana logged 3 km"), "{said}");
    assert_eq!(crew.slack.calls("response_url").len(), n_before);
    let used = crew.slack.with(|world| {
        let uses = world.hooks.values().map(|hook| hook.n_uses);
        uses.max().unwrap_or_default()
    });
    assert!(used <= 5, "{used}");
}

#[tokio::test]
async fn an_export_is_a_file_in_the_direct_message_or_cut_where_it_cannot_be() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let deed = crew.acme.types("ana", "general", "/huzzah export").await;
        let seen = crew.answers(&deed).await;
        let with_file = seen.iter().find(|seen| !seen.files.is_empty());
        let with_file = with_file.unwrap_or_else(|| panic!("a file: {seen:#?}"));
        assert!(!with_file.public && with_file.channel.starts_with('D'));
        assert!(with_file.files[0].1.contains("\"amount\": \"3 km\""));
        crew.slack.with(|world| {
            for grant in &mut world.grants {
                grant.scopes.remove("files:write");
            }
        });
        let deed = crew.acme.types("ana", "general", "/huzzah export").await;
        let seen = crew.answers(&deed).await;
        assert!(
            seen.iter()
                .all(|seen| !seen.public && seen.files.is_empty())
        );
        assert!(
            read(&seen).contains("\"amount\": \"3 km\""),
            "{}",
            read(&seen)
        );
    }
}
