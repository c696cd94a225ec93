//! Threads: where slash commands can't go, the bot is mentioned.

use crate::crew::{Crew, WAYS};

#[tokio::test]
async fn a_mention_logs_and_is_answered_in_its_thread() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let entry = crew.acme.history("general").pop().expect("a confirmation");
        let seen = crew
            .hears("ben", Some(&entry.ts), "4 km easy &run <3")
            .await;
        let [answer] = seen.as_slice() else {
            panic!("one answer: {seen:#?}");
        };
        assert!(answer.public);
        assert_eq!(answer.thread.as_deref(), Some(entry.ts.as_str()));
        assert!(
            answer.text.contains("ben logged 4 km in Run"),
            "{}",
            answer.text
        );
        assert!(answer.text.contains("“easy &run <3”"), "{}", answer.text);
        // What is for her alone is seen in the thread by her alone.
        let seen = crew.hears("ben", Some(&entry.ts), "leaderboard").await;
        let [board] = seen.as_slice() else {
            panic!("one answer: {seen:#?}");
        };
        assert!(!board.public && board.text.contains("1.  ben (you)  4 km"));
        assert_eq!(board.thread.as_deref(), Some(entry.ts.as_str()));
    }
}

#[tokio::test]
async fn a_mention_outside_a_thread_begins_one() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let mention = crew.acme.mention("ana", "general", None, "3km");
        let ts = mention.payload["event"]["ts"].clone();
        let deed = crew.slack.deliver(mention).await;
        let seen = crew.answers(&deed).await;
        assert_eq!(seen.len(), 1, "{seen:#?}");
        assert_eq!(seen[0].thread.as_deref(), ts.as_str());
    }
}

#[tokio::test]
async fn a_mention_that_comes_hours_late_is_not_carried_out_and_says_so() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let mention = crew.acme.mention("ana", "general", None, "3km");
        crew.clock.advance_ms(2 * 3_600_000 + 1_000);
        let deed = crew.slack.deliver(mention).await;
        let seen = crew.answers(&deed).await;
        let [word] = seen.as_slice() else {
            panic!("she is told: {seen:#?}");
        };
        assert!(
            !word.public && !word.text.contains("logged"),
            "{}",
            word.text
        );
        let board = crew.says("ben", "/leaderboard").await;
        assert!(board.contains("Nothing logged yet"), "{board}");
    }
}

#[tokio::test]
async fn an_empty_mention_and_one_of_unknown_words_get_help() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        for text in ["", "help", "what can you do"] {
            let seen = crew.hears("ana", None, text).await;
            let read: Vec<&str> = seen.iter().map(|seen| seen.text.as_str()).collect();
            let read = read.join("\n");
            assert!(read.contains("/progress"), "{text}: {read}");
        }
    }
}
