//! Who is forgotten.

use huzzah::platform::lounge::{ARENA, Options};

use crate::house::House;

#[tokio::test]
async fn who_is_forgotten_leaves_no_word_and_no_name() {
    let house = House::open(Options::default()).await;
    let ana = house.enter("Ana").await;
    let ben = house
        .lounge
        .seat("Ben")
        .await
        .expect("a database")
        .expect("a free name");
    house
        .lounge
        .tell(&ben, ARENA, "k1", 5, "I was here")
        .await
        .expect("told");
    ana.say("delivery-2", "So was I").await;
    assert_eq!(ana.reads().await.len(), 2);
    house.lounge.forget(&ben.user).await.expect("forgotten");
    let read = ana.reads().await;
    assert_eq!(read.len(), 1);
    assert_eq!(read[0]["text"], "So was I");
    house.enter("Ben").await;
}

#[tokio::test]
async fn who_asks_to_be_forgotten_is_a_stranger_afterwards() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (house.enter("Ana").await, house.enter("Ben").await);
    ana.say("delivery-1", "I was here").await;
    ana.say("delivery-2", "/setup zone:Europe/Berlin").await;
    let card = huzzah::cards::Card {
        title: "Ana wins with 3 kg, before Anabel".into(),
        ..Default::default()
    };
    let posted = house
        .lounge
        .post("arena", "round_closed", "post-1", 0, &card);
    posted.await.expect("it is posted");
    ana.say("delivery-3", "/forget-me").await;
    assert_eq!(ben.reads().await.len(), 2);
    let answer = ana.say("delivery-4", "/forget-me confirm:yes").await.json();
    assert_eq!(answer["forgotten"], true, "{answer}");
    let left = ben.reads().await;
    assert_eq!(left.len(), 1);
    let post = left[0].to_string();
    assert!(
        post.contains("a former member wins with 3 kg, before Anabel"),
        "{post}"
    );
    assert_eq!(ana.say("delivery-5", "Hello?").await.status, 401);
    let stranger = house.enter("Ana").await;
    assert_eq!(
        stranger.me["moderator"], false,
        "the first one's rights go with her"
    );
}
