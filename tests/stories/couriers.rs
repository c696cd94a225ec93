//! The courier, where a platform hangs, makes it wait, or can't tell what became of a post.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use huzzah::commands::Said;
use huzzah::engine::{Courier, DeliveryRow, DeliveryState, Posted};
use tokio::sync::{mpsc, watch};

use crate::town::Town;
use crate::town::desk::invocation;

async fn town() -> Option<Town> {
    Town::at_the_desk("it has platforms of its own").await
}

/// Opens a challenge in a space, which is news there.
async fn open(town: &Town, space: &str, title: &str) {
    for line in [
        format!("/challenge create {title} unit:km"),
        format!("/challenge open {title}"),
    ] {
        let said = Said::Line(line.clone());
        let reply = town
            .desk()
            .desk
            .answer(invocation(space, &line, "mo", said))
            .await;
        assert!(!reply.refused, "{}", reply.card.text());
    }
}

async fn space(town: &Town, name: &str) -> i64 {
    let space = town.engine.space("simulate", name, name).await;
    space.expect("the store answers").space_id
}

fn courier<P>(town: &Town, post: impl Fn(DeliveryRow) -> P + Send + Sync + 'static) -> Courier
where
    P: Future<Output = Posted> + Send + 'static,
{
    let post = Arc::new(move |delivery| {
        let posted: Pin<Box<dyn Future<Output = Posted> + Send>> = Box::pin(post(delivery));
        posted
    });
    Courier::new(town.engine.clone(), post, "test")
}

/// What was posted: space and event, in order.
type Seen = Arc<Mutex<Vec<(i64, u64)>>>;

fn note(seen: &Seen, delivery: &DeliveryRow) -> usize {
    let mut seen = seen.lock().expect("no test panicked here");
    seen.push((delivery.key.space_id, delivery.key.seq));
    seen.len()
}

fn seen_of(seen: &Seen) -> Vec<(i64, u64)> {
    seen.lock().expect("no test panicked here").clone()
}

#[tokio::test]
async fn a_space_whose_platform_hangs_holds_up_nobody_else() {
    let Some(town) = town().await else { return };
    let (slow, quick) = (space(&town, "slow").await, space(&town, "quick").await);
    let (tell, mut told) = mpsc::unbounded_channel();
    let (release, gate) = watch::channel(false);
    let courier = courier(&town, move |delivery| {
        let (tell, mut gate) = (tell.clone(), gate.clone());
        async move {
            tell.send(delivery.key.space_id).expect("the test listens");
            if delivery.key.space_id == slow {
                gate.wait_for(|is_open| *is_open).await.expect("it opens");
            }
            Posted::Sent("m".to_owned())
        }
    });
    let mut next = async || {
        let next = tokio::time::timeout(Duration::from_secs(20), told.recv()).await;
        next.expect("somebody is posted to").expect("it goes on")
    };
    let running = tokio::spawn(courier.clone().run());
    open(&town, "slow", "One").await;
    assert_eq!(next().await, slow);
    open(&town, "slow", "Two").await;
    open(&town, "quick", "One").await;
    assert_eq!(next().await, quick);
    open(&town, "quick", "Two").await;
    assert_eq!(next().await, quick, "it still goes on");
    release.send(true).expect("the platform waits");
    assert_eq!(next().await, slow, "the second, after the first");
    courier.stop().await;
    let stuck = town.engine.stuck_posts(slow, 9).await;
    assert_eq!(stuck.expect("the store answers"), []);
    open(&town, "quick", "Three").await;
    assert_eq!(
        courier.deliver_due().await.expect("it answers"),
        0,
        "stopped"
    );
    running.abort();
}

#[tokio::test]
async fn posts_of_a_space_stay_in_order_while_one_has_to_wait() {
    let Some(town) = town().await else { return };
    let (held, free) = (space(&town, "held").await, space(&town, "free").await);
    for (space, title) in [("held", "One"), ("held", "Two"), ("free", "One")] {
        open(&town, space, title).await;
    }
    let seen = Seen::default();
    let (noted, now_ms) = (Arc::clone(&seen), town.engine.now_ms());
    let courier = courier(&town, move |delivery| {
        note(&noted, &delivery);
        let wait = delivery.key.space_id == held && delivery.attempts == 1;
        let busy = wait && delivery.due_ms == now_ms;
        let posted = if busy {
            Posted::Later(now_ms + 1_000)
        } else {
            Posted::Sent("m".to_owned())
        };
        std::future::ready(posted)
    });
    courier.deliver_due().await.expect("it delivers");
    let mut first = seen_of(&seen);
    first.sort_unstable();
    let tried: Vec<i64> = first.iter().map(|(space, _)| *space).collect();
    assert_eq!(tried, [held, free], "the second has not been tried");
    town.clock.advance_ms(999);
    courier.deliver_due().await.expect("it delivers");
    assert_eq!(seen_of(&seen).len(), 2);
    town.clock.advance_ms(1);
    courier.deliver_due().await.expect("it delivers");
    let later: Vec<u64> = seen_of(&seen)[2..].iter().map(|(_, seq)| *seq).collect();
    assert_eq!(
        later.len(),
        3,
        "the first, and the second twice: it waits too"
    );
    assert!(later[0] < later[1] && later[1] == later[2]);
}

#[tokio::test]
async fn what_is_not_begun_in_the_first_half_of_its_lease_is_handed_back_untried() {
    let Some(town) = town().await else { return };
    for title in ["One", "Two", "Three"] {
        open(&town, "town", title).await;
    }
    let attempts = Arc::new(Mutex::new(Vec::new()));
    let (noted, clock) = (Arc::clone(&attempts), town.clock.clone());
    let courier = courier(&town, move |delivery| {
        let mut noted = noted.lock().expect("no test panicked here");
        noted.push(delivery.attempts);
        // Each takes half a minute.
        clock.advance_ms(30_000);
        std::future::ready(Posted::Sent("m".to_owned()))
    });
    courier.deliver_due().await.expect("it delivers");
    let attempts = attempts.lock().expect("no test panicked here").clone();
    assert_eq!(attempts, [1, 1, 1], "each tried once, none given up");
    let town_id = space(&town, "town").await;
    let stuck = town.engine.stuck_posts(town_id, 9).await;
    assert_eq!(stuck.expect("the store answers"), []);
}

#[tokio::test]
async fn a_platform_that_can_not_tell_is_asked_ever_more_rarely() {
    let Some(town) = town().await else { return };
    open(&town, "town", "One").await;
    let seen = Seen::default();
    let noted = Arc::clone(&seen);
    let courier = courier(&town, move |delivery| {
        note(&noted, &delivery);
        std::future::ready(Posted::Unknown)
    });
    courier.deliver_due().await.expect("it delivers");
    let asked = async || {
        let before = seen_of(&seen).len();
        courier.settle_unknown().await.expect("it asks");
        seen_of(&seen).len() - before
    };
    assert_eq!(asked().await, 1, "once at first");
    assert_eq!(asked().await, 0, "and not again at once");
    let mut n_asked = 0;
    for _ in 0..3_600 {
        town.clock.advance_ms(1_000);
        n_asked += asked().await;
    }
    assert!((8..=11).contains(&n_asked), "{n_asked} times in an hour");
}

#[tokio::test]
async fn a_post_that_breaks_is_unknown_and_the_next_goes_out() {
    let Some(town) = town().await else { return };
    for title in ["One", "Two"] {
        open(&town, "town", title).await;
    }
    let seen = Seen::default();
    let noted = Arc::clone(&seen);
    let courier = courier(&town, move |delivery| {
        let n_seen = note(&noted, &delivery);
        async move {
            assert!(n_seen > 1, "the first breaks");
            Posted::Sent("m".to_owned())
        }
    });
    courier.deliver_due().await.expect("it delivers");
    assert_eq!(seen_of(&seen).len(), 2);
    let town_id = space(&town, "town").await;
    let stuck = town.engine.stuck_posts(town_id, 9).await;
    let states: Vec<_> = stuck
        .expect("the store answers")
        .into_iter()
        .map(|row| row.state)
        .collect();
    assert_eq!(states, [DeliveryState::Unknown]);
}
