//! Posts whose courier died: before they left, or before it was written down that they had.

use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::commands::{Asker, Invocation, Place, Said};
use huzzah::engine::DeliveryState;
use huzzah::platform::lounge::{ARENA, Options};
use huzzah::store::Store;

use crate::database::fresh_database;
use crate::house::{HOUR_MS, MORNING_MS};

#[tokio::test]
async fn a_post_whose_courier_died_is_in_the_lounge_once() {
    for has_left in [false, true] {
        let database = fresh_database();
        let clock = Clock::moved(MORNING_MS);
        let store = Store::open(&database.url).await.expect("a database");
        let house = House::build(store.clone(), clock.clone(), Options::default());
        say(&house, "1", "/challenge create Walk unit:steps").await;
        say(&house, "2", "/challenge open Walk").await;
        // Another courier takes the post, perhaps sends it, and is never heard of again.
        let claimed = store
            .claim_due_deliveries(clock.now_ms(), "the dead", 60_000, 9, &[])
            .await;
        let claimed = claimed.expect("the store answers");
        assert_eq!(claimed.len(), 1);
        if has_left {
            let made = house
                .desk
                .announcement(&claimed[0])
                .await
                .expect("a card")
                .expect("a post");
            let posted = house
                .lounge
                .post(ARENA, &made.kind, &made.key, made.due_ms, &made.card)
                .await;
            posted.expect("it is posted");
        }
        clock.advance_ms(HOUR_MS);
        house.courier.deliver_due().await.expect("delivers");
        house.courier.settle_unknown().await.expect("settles");
        let shown = store
            .lounge_channel(ARENA, "", i64::MAX, 60)
            .await
            .expect("reads");
        let posts = shown
            .iter()
            .filter(|message| message.kind == "challenge_opened");
        assert_eq!(posts.count(), 1, "had it left? {has_left}");
        let key = &claimed[0].key;
        let rows = store
            .deliveries_of(key.community_id, key.seq)
            .await
            .expect("reads");
        assert!(
            rows.iter().all(|row| row.state == DeliveryState::Sent),
            "had it left? {has_left}"
        );
    }
}

#[tokio::test]
async fn a_post_that_may_have_gone_out_stays_unknown_while_nobody_can_tell() {
    for (platform, is_readable) in [("lounge", false), ("slack", true)] {
        let database = fresh_database();
        let clock = Clock::moved(MORNING_MS);
        let store = Store::open(&database.url).await.expect("a database");
        // This process does not serve Slack; another one may.
        let house = House::build(store.clone(), clock.clone(), Options::default());
        say_on(&house, platform, "2", "/challenge create Walk unit:steps").await;
        say_on(&house, platform, "3", "/challenge open Walk").await;
        let claimed = store
            .claim_due_deliveries(clock.now_ms(), "the dead", 60_000, 9, &[])
            .await;
        let claimed = claimed.expect("the store answers");
        assert_eq!(claimed.len(), 1);
        let key = &claimed[0].key;
        if !is_readable {
            let mut tx = store.begin().await.expect("a transaction");
            let start = tx.page_start(key.community_id, key.seq).await;
            let start = start.expect("a page");
            let rewritten = tx.rewrite_page(key.community_id, start, "{").await;
            assert!(rewritten.expect("it is there"));
            tx.commit().await.expect("a commit");
        }
        clock.advance_ms(HOUR_MS);
        house.courier.deliver_due().await.expect("delivers");
        house.courier.settle_unknown().await.expect("asks");
        let rows = store.deliveries_of(key.community_id, key.seq).await;
        let states = rows.expect("reads").into_iter().map(|row| row.state);
        let states: Vec<_> = states.collect();
        assert_eq!(states, [DeliveryState::Unknown], "{platform}");
    }
}

async fn say(house: &House, delivery: &str, line: &str) {
    say_on(house, "lounge", delivery, line).await;
}

async fn say_on(house: &House, platform: &'static str, delivery: &str, line: &str) {
    let invocation = Invocation {
        place: Place {
            platform,
            space: platform.to_owned(),
            channel: ARENA.to_owned(),
            direct: false,
        },
        who: Asker {
            user: "mo".to_owned(),
            name: "mo".to_owned(),
            moderator: true,
            ..Asker::default()
        },
        delivery: delivery.to_owned(),
        said: Said::Line(line.to_owned()),
    };
    let reply = house.desk.answer(invocation).await;
    assert!(!reply.refused, "{}", reply.card.text());
}
