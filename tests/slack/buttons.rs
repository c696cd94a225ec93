//! Buttons: what they do, and what those do that are stale, another's, or of nobody.

use serde_json::json;

use crate::crew::{Crew, WAYS, read};

#[tokio::test]
async fn undo_takes_the_entry_back_and_the_post_says_so() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let entry = crew.acme.history("general").pop().expect("a confirmation");
        let pressed = crew.acme.presses("ben", &entry, "Undo").await;
        let seen = crew.answers(&pressed).await;
        assert!(seen.iter().all(|seen| !seen.public), "{}", read(&seen));
        assert!(!seen.is_empty(), "ben is told why not");
        assert!(crew.acme.again(&entry).text.contains("logged 3 km"));
        crew.acme.presses("ana", &entry, "Undo").await;
        crew.settles().await;
        let after = crew.acme.again(&entry);
        assert!(
            after.text.to_lowercase().contains("taken back"),
            "{}",
            after.text
        );
        assert!(after.buttons.is_empty(), "nothing is left to press");
        let board = crew.says("ben", "/leaderboard").await;
        assert!(board.contains("Nothing logged yet"), "{board}");
    }
}

#[tokio::test]
async fn join_by_the_button_below_the_news() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.ticks().await;
        let news = crew
            .acme
            .history("feed")
            .pop()
            .expect("the challenge's post");
        assert!(news.text.starts_with("New challenge: Run"), "{}", news.text);
        let pressed = crew.acme.presses("ana", &news, "Join").await;
        let seen = crew.answers(&pressed).await;
        assert!(
            read(&seen).starts_with("(private) You are in Run. Welcome!"),
            "{}",
            read(&seen)
        );
        assert_eq!(crew.acme.again(&news), news, "the news stay as they are");
    }
}

#[tokio::test]
async fn a_question_goes_once_it_is_answered() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let typed = crew.acme.types("ana", "general", "/progress 3km").await;
        let question = crew.answers(&typed).await.pop().expect("she is asked");
        let pressed = crew.acme.presses("ana", &question, "Count it again").await;
        let seen = crew.answers(&pressed).await;
        assert!(
            read(&seen).contains("(public) ana logged 3 km"),
            "{}",
            read(&seen)
        );
        let left = crew.acme.sees("ana");
        assert!(
            left.iter().all(|seen| seen.ts != question.ts),
            "the question is gone"
        );
    }
}

#[tokio::test]
async fn pages_are_turned_in_their_place() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        for n in 0..25 {
            crew.says(&format!("member {n}"), &format!("/progress {}km", n + 1))
                .await;
        }
        let typed = crew.acme.types("ana", "general", "/leaderboard").await;
        let board = crew.answers(&typed).await.pop().expect("a board");
        let next = board
            .buttons
            .iter()
            .find(|button| button.line.contains("page:2"));
        let next = next.unwrap_or_else(|| panic!("a next page: {}", board.read()));
        let label = next.label.clone();
        crew.acme.presses("ana", &board, &label).await;
        crew.settles().await;
        let turned = crew.acme.again(&board);
        assert!(
            turned.text.contains("11.  member 14  15 km"),
            "{}",
            turned.text
        );
        let typed = crew.acme.types("member 3", "general", "/leaderboard").await;
        let board = crew.answers(&typed).await.pop().expect("a board");
        let shared = crew.acme.presses("member 3", &board, "Show to all").await;
        let seen = crew.answers(&shared).await;
        assert!(seen.iter().any(|seen| seen.public), "{}", read(&seen));
    }
}

#[tokio::test]
async fn stale_and_foreign_buttons_are_answered_politely() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let entry = crew.acme.history("general").pop().expect("a confirmation");
        let button = entry.buttons.first().expect("a button").clone();
        for (action_id, value) in [
            ("v0:0", r#"{"l":"undo 7"}"#),
            ("v1:0", "confetti"),
            ("v1:0", r#"{"l":""}"#),
            ("elsewhere", "x"),
            ("v1:0", r#"{"l":"forget-me confirm:yes","f":"U0ANA"}"#),
        ] {
            let mut press = crew.acme.press("ben", &entry, &button);
            press.payload["actions"][0]["action_id"] = json!(action_id);
            press.payload["actions"][0]["value"] = json!(value);
            let deed = crew.slack.deliver(press).await;
            assert!(deed.acked.as_ref().is_some_and(|acked| acked.status == 200));
            let seen = crew.answers(&deed).await;
            assert!(seen.iter().all(|seen| !seen.public), "{}", read(&seen));
            assert!(!seen.is_empty(), "{action_id} {value} is answered");
        }
        // What is on no message of ours any more, or holds no action at all, harms nobody.
        for broken in [
            "actions",
            "message",
            "container",
            "channel",
            "response_url",
            "team",
        ] {
            let mut press = crew.acme.press("ben", &entry, &button);
            press
                .payload
                .as_object_mut()
                .expect("an object")
                .remove(broken);
            let deed = crew.slack.deliver(press).await;
            assert!(
                deed.acked.is_some_and(|acked| acked.status == 200),
                "{broken}"
            );
        }
        crew.settles().await;
        assert!(crew.says("ana", "/leaderboard").await.contains("3 km"));
    }
}

#[tokio::test]
async fn what_cannot_be_taken_back_is_asked_about_first() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let typed = crew.acme.types("ana", "general", "/huzzah forget-me").await;
        let preview = crew.answers(&typed).await.pop().expect("a preview");
        let forget = preview
            .buttons
            .iter()
            .find(|button| button.label == "Forget me");
        assert!(
            forget.expect("a button").asks.is_some(),
            "Slack asks once more"
        );
        let pressed = crew.acme.presses("ana", &preview, "Forget me").await;
        let seen = crew.answers(&pressed).await;
        assert!(
            read(&seen).contains("you are forgotten here"),
            "{}",
            read(&seen)
        );
    }
}
