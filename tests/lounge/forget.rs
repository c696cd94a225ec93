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

#[tokio::test]
async fn who_only_talked_can_be_forgotten_too() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (house.enter("Ana").await, house.enter("Ben").await);
    ben.say("delivery-1", "I only talk").await;
    let asked = ben.say("delivery-2", "/forget-me").await.json();
    assert_eq!(asked["refused"], false, "{asked}");
    let asked = asked["card"].to_string();
    assert!(
        asked.contains("Everything you wrote in this lounge is deleted"),
        "{asked}"
    );
    assert_eq!(ana.reads().await.len(), 1);
    let answer = ben.say("delivery-3", "/forget-me confirm:yes").await.json();
    assert_eq!(answer["forgotten"], true, "{answer}");
    assert!(ana.reads().await.is_empty());
    assert_eq!(ben.say("delivery-4", "Hello?").await.status, 401);
    house.enter("Ben").await;
}

#[tokio::test]
async fn an_export_holds_what_its_owner_said_and_nobody_elses_words() {
    let house = House::open(Options::default()).await;
    let (ana, ben) = (house.enter("Ana").await, house.enter("Ben").await);
    ana.say("delivery-1", "Good morning").await;
    ben.say("delivery-2", "Good evening").await;
    ana.say("delivery-3", "/privacy").await;
    let told = ana.say("delivery-4", "/privacy").await.json()["card"].to_string();
    assert!(
        told.contains("What you write in this lounge is stored"),
        "{told}"
    );
    let answer = ana.say("delivery-5", "/export").await.json();
    let url = answer["file"]["url"].as_str().expect("a file");
    let file = house.get(url, &ana.headers).await.json();
    assert_eq!(file["name"], "Ana");
    let texts: Vec<_> = file["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .map(|message| message["text"].as_str().expect("a text"))
        .collect();
    assert_eq!(texts, ["Good morning", "/privacy", "/privacy"]);
}
