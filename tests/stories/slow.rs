//! A database that is slow to answer: whoever plays lines waits for what really came of each.

use huzzah::commands::Said;

use crate::town::{Town, desk};

#[tokio::test]
async fn a_slow_line_of_a_dry_run_is_answered_with_what_came_of_it() {
    let why = "the promise of a later answer is looked at itself";
    let Some(town) = Town::at_the_desk(why).await else {
        return;
    };
    town.says("mo", "/challenge create Run unit:km").await;
    town.says("mo", "/challenge open Run").await;
    let line = |user: &str| {
        let said = Said::Line("/progress 3km".to_owned());
        desk::invocation("town", &format!("d-{user}"), user, said)
    };
    let (counter, store) = (&town.desk().desk, town.engine.store());
    let communities = town.engine.communities().await.expect("the store answers");
    let mut held = store.begin().await.expect("begins");
    let locked = held.lock_community(communities[0]).await;
    locked.expect("nobody else writes");
    let played = {
        let (desk, said) = (counter.clone(), line("ana"));
        tokio::spawn(async move { desk.answer_at_last(said).await })
    };
    let promised = counter.answer(line("ben")).await;
    let promise = promised.card.text();
    assert!(promise.starts_with("I don't know yet"), "{promise}");
    held.rollback().await.expect("it is let go of");
    let played = played.await.expect("it is answered");
    let text = played.card.text();
    assert!(text.starts_with("ana logged 3 km in Run"), "{text}");
    assert!(played.later.is_none() && promised.later.is_some());
}
