//! What the house posts by itself.

use huzzah::clock::Clock;
use huzzah::commands::{Asker, Invocation, Place, Said};
use huzzah::platform::lounge::{ARENA, Options};
use huzzah::store::Store;
use serde_json::Value;

use crate::house::{House, notice};

#[tokio::test]
async fn an_announcement_is_posted_once_and_can_be_edited() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    let first = house
        .lounge
        .post(ARENA, "round_closed", "k1", 5, &notice("Done"))
        .await
        .expect("posted");
    let again = house
        .lounge
        .post(ARENA, "round_closed", "k1", 5, &notice("Done"))
        .await
        .expect("posted");
    assert_eq!(first, again);
    assert!(
        house
            .lounge
            .edit(&first, &notice("Done, amended"))
            .await
            .expect("edited")
    );
    assert!(
        !house
            .lounge
            .edit("999", &notice("No"))
            .await
            .expect("not there")
    );
    let read = ana.reads().await;
    assert_eq!(read.len(), 1);
    assert_eq!(read[0]["card"]["title"][0]["text"], "Done, amended");
}

#[tokio::test]
async fn a_reminder_is_read_by_moderators_alone() {
    let store = Store::open("sqlite::memory:").await.expect("a database");
    let clock = Clock::moved(1_800_000_000_000);
    let options = Options {
        moderators: vec!["Mo".to_owned()],
        ..Options::default()
    };
    let house = huzzah::app::serve::House::build(store.clone(), clock.clone(), options);
    let seat = async |name: &str| {
        let seated = house.lounge.seat(name).await.expect("a database");
        seated.expect("a free name")
    };
    let (mo, ana) = (seat("Mo").await, seat("Ana").await);
    let says = async |who: &Asker, line: &str| {
        let invocation = Invocation {
            place: Place {
                platform: "lounge",
                space: "lounge".to_owned(),
                channel: ARENA.to_owned(),
                direct: false,
            },
            who: Asker {
                moderator: who.name == "Mo",
                ..who.clone()
            },
            delivery: line.to_owned(),
            said: Said::Line(line.to_owned()),
        };
        let reply = house.desk.answer(invocation).await;
        assert!(!reply.refused, "{}", reply.card.text());
    };
    says(&mo, "/challenge create Run unit:km entry_max:50km").await;
    says(&mo, "/challenge open Run").await;
    says(&ana, "/progress 80").await;
    clock.advance_ms(7 * 86_400_000);
    house.courier.deliver_due().await.expect("it is posted");
    let reads = async |who: &Asker| {
        let read = store.lounge_channel(ARENA, &who.user, i64::MAX, 60);
        let mut read = read.await.expect("a database");
        read.retain(|message| message.kind == "entries_waiting");
        read.iter()
            .map(|one| one.only_for.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(reads(&mo).await, [Some(mo.user.clone())]);
    assert!(reads(&ana).await.is_empty());
}

#[tokio::test]
async fn a_test_post_for_news_is_seen_by_all_and_removed_by_a_moderator() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (house.enter("Ana").await, house.enter("Ben").await);
    let first = ana.say("delivery-1", "/setup feed:arena").await;
    assert_eq!(first.json()["refused"], false, "{}", first.body);
    ana.say("delivery-1", "/setup feed:arena").await;
    let read = ben.reads().await;
    assert_eq!(read.len(), 1, "once, however often it is delivered");
    let test = &read[0];
    assert_eq!(
        test["card"]["title"][0]["text"],
        "Set up by Ana: news and winners will come here."
    );
    let refused = ben.press(test, 0, "Remove").await.json();
    assert_eq!(refused["refused"], true);
    let is_test = |message: &Value| message["id"] == test["id"];
    assert!(ben.reads().await.iter().any(is_test));
    let removed = ana.press(test, 0, "Remove").await;
    assert_eq!(removed.json()["refused"], false, "{}", removed.body);
    assert!(!ben.reads().await.iter().any(is_test));
    assert!(!ana.reads().await.iter().any(is_test));
}
