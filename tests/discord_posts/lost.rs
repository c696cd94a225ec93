//! Answers that get lost, and processes that end half-way: every post becomes visible once.

use huzzah::engine::DeliveryState;

use crate::discord::permits::{ASKED, READ_MESSAGE_HISTORY};
use crate::discord::trouble::{Harm, Trouble};
use crate::office::{HOUR_MS, MINUTE_MS, Office, POST, done, news};

const LOSSES: [Harm; 4] = [
    Harm::DropAfter,
    Harm::StatusAfter(500),
    Harm::DropBefore,
    Harm::Status(503),
];

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_visible_once() {
    for harm in LOSSES {
        let office = Office::new().await;
        let acme = office.server("Acme").await;
        let lost = Trouble::on(POST, harm.clone()).times(1);
        office.discord.trouble(lost);
        office.opens(&acme, &["Run"]).await;
        office.delivers_often(5, 10_000).await;
        assert_eq!(news(&acme), ["New challenge: Run"], "{harm:?}");
        assert_eq!(office.stuck(&acme).await, [], "{harm:?}");
        let calls = office.asked(&acme.channel("feed"));
        let mut nonces = calls.iter().map(|call| &call.body["nonce"]);
        assert!(nonces.all(|nonce| *nonce == calls[0].body["nonce"]));
    }
}

#[tokio::test]
async fn a_post_that_stays_unknown_for_long_is_looked_for_in_the_channel() {
    for harm in LOSSES {
        let office = Office::new().await;
        let acme = office.server("Acme").await;
        office
            .discord
            .trouble(Trouble::on(POST, harm.clone()).times(1));
        office.opens(&acme, &["Run"]).await;
        let delivered = office.house.courier.deliver_due().await;
        delivered.expect("the courier goes on");
        // Others write meanwhile, and nonces are forgotten.
        office.clock.advance_ms(10 * MINUTE_MS);
        office.delivers_often(3, 2_000).await;
        assert_eq!(news(&acme), ["New challenge: Run"], "{harm:?}");
        assert_eq!(office.stuck(&acme).await, [], "{harm:?}");
    }
}

#[tokio::test]
async fn where_the_channel_cant_be_read_a_moderator_decides() {
    for harm in [Harm::DropAfter, Harm::DropBefore] {
        let office = Office::new().await;
        let acme = office.server("Acme").await;
        acme.bot_may(ASKED & !READ_MESSAGE_HISTORY);
        let guild = acme.guild.clone();
        office.discord.with(|world| {
            let everyone = world.guild_mut(&guild).roles.get_mut(&guild);
            everyone.expect("a role").permissions &= !READ_MESSAGE_HISTORY;
        });
        office
            .discord
            .trouble(Trouble::on(POST, harm.clone()).times(1));
        office.opens(&acme, &["Run"]).await;
        let delivered = office.house.courier.deliver_due().await;
        delivered.expect("the courier goes on");
        office.clock.advance_ms(10 * MINUTE_MS);
        office.delivers_often(20, HOUR_MS).await;
        let stuck = office.stuck(&acme).await;
        let states: Vec<_> = stuck.iter().map(|row| row.state).collect();
        assert_eq!(states, [DeliveryState::Unknown], "{harm:?}");
        assert_eq!(office.asked(&acme.channel("feed")).len(), 1, "{harm:?}");
        let listed = office.says(&acme, "/posts").await.card;
        let text = listed.text();
        assert!(
            text.contains("May be there or not: New challenge: Run"),
            "{text}"
        );
        let is_there = matches!(harm, Harm::DropAfter);
        let label = if is_there {
            "1 is there"
        } else {
            "Post 1 again"
        };
        let pressed = listed.actions.iter().find(|action| action.label == label);
        let line = format!("/{}", pressed.expect("a button").command);
        done(&office.says(&acme, &line).await);
        office.delivers().await;
        let feed = acme.channel("feed");
        let n_posts = office
            .discord
            .with(|world| world.channel(&feed).messages.len());
        assert_eq!(n_posts, 1, "{harm:?}");
        assert_eq!(office.stuck(&acme).await, []);
    }
}

/// A process takes a post, Discord takes it from there, and the process ends before it has written that down. It is
/// started again after a while.
async fn ends_after_posting(pause_ms: i64) {
    let mut office = Office::new().await;
    let acme = office.server("Acme").await;
    office.opens(&acme, &["Run"]).await;
    let now_ms = office.clock.now_ms();
    let claimed = office
        .store
        .claim_due_deliveries(now_ms, "gone", 60_000, 16, &[]);
    let claimed = claimed.await.expect("the store answers");
    let [delivery] = claimed.as_slice() else {
        panic!("one post is due: {claimed:?}");
    };
    let announcement = office.house.desk.announcement(delivery).await;
    let announcement = announcement.expect("the store answers").expect("news");
    let door = office.house.discord.as_ref().expect("Discord is on");
    door.post(&announcement, delivery).await;
    assert_eq!(news(&acme).len(), 1);
    office.clock.advance_ms(pause_ms);
    office.starts_again();
    office.delivers_often(40, 10_000).await;
    assert_eq!(news(&acme), ["New challenge: Run"]);
    assert_eq!(office.stuck(&acme).await, []);
}

#[tokio::test]
async fn a_process_that_ended_after_posting_and_starts_at_once_posts_nothing_twice() {
    ends_after_posting(0).await;
}

#[tokio::test]
async fn a_process_that_ended_after_posting_and_starts_ten_minutes_later_posts_nothing_twice() {
    ends_after_posting(10 * MINUTE_MS).await;
}

#[tokio::test]
async fn a_discord_that_is_away_is_asked_ever_more_rarely_and_news_comes_when_it_is_back() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    office.opens(&acme, &["Run"]).await;
    office.discord.goes_down().await;
    office.delivers_often(600, 6_000).await;
    let rows = office.store.deliveries_of(1, 3).await.expect("a database");
    let n_tried = rows[0].attempts;
    assert!((10..=30).contains(&n_tried), "{n_tried} times in an hour");
    office.discord.comes_back().await;
    office.clock.advance_ms(5 * MINUTE_MS);
    office.delivers_often(2, 6_000).await;
    assert_eq!(news(&acme), ["New challenge: Run"]);
}
