//! Posts that went astray: what a moderator sees of them, and what her word does.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use huzzah::commands::Said;
use huzzah::engine::{Courier, DeliveryRow, Posted};
use insta::assert_snapshot;

use crate::town::Town;
use crate::town::desk::{invocation, read};

async fn town() -> Option<Town> {
    Town::at_the_desk("it has platforms of its own").await
}

/// A courier whose platform answers so, and what it posted.
fn courier(town: &Town, answer: Posted) -> (Courier, Arc<Mutex<Vec<u64>>>) {
    let posted = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&posted);
    let post = Arc::new(move |delivery: DeliveryRow| {
        noted
            .lock()
            .expect("no test panicked here")
            .push(delivery.key.seq);
        let posted: Pin<Box<dyn Future<Output = Posted> + Send>> =
            Box::pin(std::future::ready(answer.clone()));
        posted
    });
    (Courier::new(town.engine.clone(), post, "astray"), posted)
}

async fn open(town: &Town, title: &str) {
    town.says("mo", &format!("/challenge create {title} unit:km"))
        .await;
    let opened = town.says("mo", &format!("/challenge open {title}")).await;
    assert!(opened.starts_with("(private)"), "{opened}");
}

#[tokio::test]
async fn a_moderator_sees_to_posts_that_went_astray() {
    let Some(town) = town().await else { return };
    assert_snapshot!(town.says("mo", "/posts").await, @"(private) Every post went out.");
    open(&town, "Run").await;
    let (unknown, _) = courier(&town, Posted::Unknown);
    unknown.deliver_due().await.expect("it delivers");
    open(&town, "Walk").await;
    let (nowhere, _) = courier(&town, Posted::Nowhere);
    nowhere.deliver_due().await.expect("it delivers");
    let listed = town.says("mo", "/posts").await;
    assert_snapshot!(listed, @r"
    (private) 2 posts did not surely go out.
    Look into #feed: say which are there, and let those that are missing be posted again.
    1. May be there or not: New challenge: Run (Mon 4 Jan 2027, 09:00 (UTC))
    2. Is not there: New challenge: Walk (Mon 4 Jan 2027, 09:00 (UTC))
    [Post 1 again] /posts again:3-challenge_opened-1
    [1 is there] /posts there:3-challenge_opened-1
    [Post 2 again] /posts again:6-challenge_opened-1
    [Leave 2 out] /posts there:6-challenge_opened-1
    [Leave all as they are] /posts there:all
    ");
    assert_snapshot!(town.says("mo", "/doctor").await, @r"
    (private) 1 thing needs a hand.
    Checked Mon 4 Jan 2027, 09:00 (UTC)
    Every post went out: needs a hand. 2 posts did not surely go out. See to them with /posts.
    The database takes writes: OK
    There is a channel for news and winners: OK
    [Check again] /doctor
    ");

    let again = button(&listed, "Post 1 again");
    assert_snapshot!(town.says("mo", &again).await, @r"
    (private) One post did not surely go out.
    It is on its way again.
    Look into #feed: say which are there, and let those that are missing be posted again.
    1. Is not there: New challenge: Walk (Mon 4 Jan 2027, 09:00 (UTC))
    [Post 1 again] /posts again:6-challenge_opened-1
    [Leave 1 out] /posts there:6-challenge_opened-1
    ");
    assert_snapshot!(town.says("mo", &again).await, @r"
    (private) One post did not surely go out.
    Somebody has seen to that already: it is on its way, or it went out.
    Look into #feed: say which are there, and let those that are missing be posted again.
    1. Is not there: New challenge: Walk (Mon 4 Jan 2027, 09:00 (UTC))
    [Post 1 again] /posts again:6-challenge_opened-1
    [Leave 1 out] /posts there:6-challenge_opened-1
    ");
    let (working, posted) = courier(&town, Posted::Sent("m".to_owned()));
    working.deliver_due().await.expect("it delivers");
    assert_eq!(posted.lock().expect("no test panicked here").len(), 1);
    town.says("mo", &again).await;
    working.deliver_due().await.expect("it delivers");
    let n_posted = posted.lock().expect("no test panicked here").len();
    assert_eq!(n_posted, 1, "never twice");

    let leave = button(&listed, "Leave 2 out");
    assert_snapshot!(town.says("mo", &leave).await, @r"
    (private) Noted: it will not be posted again.
    Every post went out.
    ");
    working.deliver_due().await.expect("it delivers");
    let n_posted = posted.lock().expect("no test panicked here").len();
    assert_eq!(n_posted, 1, "what was left out stays out");
}

#[tokio::test]
async fn many_lost_posts_can_be_left_as_they_are_at_once() {
    let Some(town) = town().await else { return };
    for title in ["A", "B", "C", "D", "E", "F"] {
        open(&town, title).await;
    }
    let (nowhere, _) = courier(&town, Posted::Nowhere);
    nowhere.deliver_due().await.expect("it delivers");
    let listed = town.says("mo", "/posts").await;
    assert!(
        listed.contains("6 posts") && listed.contains("And one more"),
        "{listed}"
    );
    let all = button(&listed, "Leave all as they are");
    assert_snapshot!(town.says("mo", &all).await, @r"
    (private) Noted: it will not be posted again.
    Every post went out.
    ");
}

#[tokio::test]
async fn one_space_does_not_see_to_the_posts_of_another() {
    let Some(town) = town().await else { return };
    open(&town, "Run").await;
    let (unknown, _) = courier(&town, Posted::Unknown);
    unknown.deliver_due().await.expect("it delivers");
    let again = button(&town.says("mo", "/posts").await, "Post 1 again");
    for line in [
        "/posts",
        "/doctor",
        "/posts there:all",
        &again,
        "/posts again:x",
        "/posts there:1-a-b",
    ] {
        let said = Said::Line(line.to_owned());
        let reply = town
            .desk()
            .desk
            .answer(invocation("elsewhere", line, "mo", said))
            .await;
        let text = read(&reply);
        assert!(!text.contains("Run"), "{line}: {text}");
        assert_eq!(
            reply.refused,
            line.contains("again") || line.contains("a-b"),
            "{text}"
        );
    }
    assert!(
        town.says("mo", "/posts")
            .await
            .contains("May be there or not: New challenge: Run")
    );
    assert!(town.says("ana", "/posts").await.starts_with("(refused)"));
}

/// The line that a button of a read card runs.
fn button(read: &str, label: &str) -> String {
    let found = read
        .lines()
        .find_map(|line| line.strip_prefix(&format!("[{label}] ")));
    found
        .unwrap_or_else(|| panic!("no {label} in {read}"))
        .to_owned()
}
