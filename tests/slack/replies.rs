//! Replies do not wait for news: they go out while the courier is held back, or stuck.

use std::time::Duration;

use crate::crew::{Crew, WAYS, read};
use crate::slack::trouble::{Harm, Trouble};

/// By our own promise a command is acknowledged within a second.
const PROMISE: Duration = Duration::from_secs(1);

#[tokio::test]
async fn replies_go_out_while_the_courier_is_held_back_or_stuck() {
    for way in WAYS {
        for harm in [
            Harm::Busy { retry_after_s: 30 },
            Harm::Status(503),
            Harm::Hang,
        ] {
            let crew = Crew::running(way).await;
            let feed = crew.acme.channel("feed");
            let trouble = Trouble::on("chat.postMessage", harm.clone()).in_channel(&feed);
            crew.slack.trouble(trouble);
            let courier = crew.bot().courier.clone();
            let under_way = tokio::spawn(async move { courier.deliver_due().await });
            let tried = crew.slack.until("the courier's try", |world| {
                let mut calls = world.calls.iter();
                let news = calls.find(|call| call.args["channel"] == feed && call.outcome != "ok");
                news.map(|call| call.outcome.clone())
            });
            let outcome = tried.await;
            let n_calls = crew.slack.calls("chat.postMessage").len();

            let typed = crew.acme.types("ana", "general", "/progress 3km").await;
            let acked = typed.acked.as_ref().expect("it is acknowledged");
            assert!(acked.took < PROMISE, "{harm:?}: {:?}", acked.took);
            let said = read(&crew.answers(&typed).await);
            assert!(said.contains("ana logged 3 km"), "{harm:?}: {said}");
            let board = crew.says("ben", "/leaderboard").await;
            assert!(board.contains("1.  ana  3 km"), "{harm:?}: {board}");
            let mention = crew.hears("ana", None, "4km").await;
            assert!(read(&mention).contains("ana logged 4 km"), "{harm:?}");

            let news = crew.acme.history("feed");
            assert!(
                news.iter().all(|seen| !seen.text.contains("Run")),
                "{harm:?}: {news:#?}"
            );
            if harm == Harm::Hang {
                assert!(!under_way.is_finished(), "{outcome}: the courier waits");
            }
            let replies = crew.slack.calls("chat.postMessage");
            let to_general = crew.acme.channel("general");
            let n_replies = replies[n_calls..]
                .iter()
                .filter(|call| call.args["channel"] == to_general && call.outcome == "ok");
            assert_eq!(n_replies.count(), 2, "{harm:?}");
            under_way.abort();
        }
    }
}
