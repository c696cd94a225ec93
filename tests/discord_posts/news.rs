//! What goes well, and who waits for whom.

use crate::discord::act::id_of;
use crate::discord::pace::Limits;
use crate::discord::trouble::{Harm, Trouble};
use crate::office::{HOUR_MS, Office, POST, done, news, titles};

#[tokio::test]
async fn news_comes_in_order_and_no_faster_than_one_a_second() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    office
        .discord
        .with(|world| world.pace.limits = Limits::ByClock);
    office.opens(&acme, &["Run", "Walk", "Swim"]).await;
    for n_posted in 1..=3 {
        office.delivers().await;
        assert_eq!(news(&acme).len(), n_posted);
        office.delivers().await;
        assert_eq!(news(&acme).len(), n_posted, "not yet");
        office.clock.advance_ms(1_100);
    }
    office.delivers().await;
    let expected = ["Run", "Walk", "Swim"].map(|title| format!("New challenge: {title}"));
    assert_eq!(news(&acme), expected);
    let calls = office.discord.calls(POST);
    assert!(calls.iter().all(|call| call.status == 200), "{calls:?}");
    assert_eq!(office.stuck(&acme).await, []);
}

#[tokio::test]
async fn every_post_says_whom_it_pings_and_is_taken_once() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    office.opens(&acme, &["Run"]).await;
    office.delivers().await;
    let calls = office.asked(&acme.channel("feed"));
    let [call] = calls.as_slice() else {
        panic!("one post: {calls:?}");
    };
    assert_eq!(
        call.body["allowed_mentions"],
        serde_json::json!({ "parse": [] })
    );
    assert_eq!(call.body["enforce_nonce"], true);
    let nonce = call.body["nonce"].as_str().expect("a nonce");
    assert!(nonce.len() <= 25, "{nonce}");
}

#[tokio::test]
async fn a_server_that_is_asked_to_wait_holds_up_no_other() {
    let office = Office::new().await;
    let (acme, other) = (office.server("Acme").await, office.server("Other").await);
    let feed = acme.channel("feed");
    let busy = Harm::Busy {
        retry_after_s: 30.0,
        global: false,
    };
    office
        .discord
        .trouble(Trouble::on(POST, busy).at(&feed).times(1));
    office.opens(&acme, &["Run"]).await;
    office.opens(&other, &["Walk"]).await;
    office.delivers().await;
    assert_eq!((news(&acme).len(), news(&other).len()), (0, 1));
    office.opens(&acme, &["Swim"]).await;
    office.clock.advance_ms(29_999);
    office.delivers().await;
    assert_eq!(
        office.asked(&feed).len(),
        1,
        "left alone as long as it asked"
    );
    office.clock.advance_ms(1);
    office.delivers_often(2, 2_000).await;
    assert_eq!(news(&acme), ["New challenge: Run", "New challenge: Swim"]);
}

#[tokio::test]
async fn a_channel_known_by_its_name_is_known_by_its_id_from_the_first_post_on() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    done(&office.says(&acme, "/setup feed:general").await);
    office.opens(&acme, &["Run"]).await;
    office.delivers().await;
    assert_eq!(titles(acme.history("general")), ["New challenge: Run"]);
    let space = office
        .house
        .engine
        .space("discord", &acme.guild, "Acme")
        .await;
    let space = space.expect("the store answers");
    assert_eq!(space.feed, Some(acme.channel("general")));
    assert_eq!(space.feed_by, Some(id_of("Ana")));
}

#[tokio::test]
async fn components_that_discord_does_not_take_are_left_out() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let feed = acme.channel("feed");
    let refuse = Harm::Refuse {
        status: 400,
        code: 50_035,
    };
    office
        .discord
        .trouble(Trouble::on(POST, refuse).at(&feed).times(1));
    office.opens(&acme, &["Run"]).await;
    office.delivers_often(2, 1_100).await;
    let posts = acme.history("feed");
    assert_eq!(posts.len(), 1);
    let text = &posts[0].text;
    assert!(text.contains("New challenge: Run"), "{text}");
    assert!(posts[0].buttons.is_empty());
}

#[tokio::test]
async fn a_server_that_took_the_bot_out_gets_no_news() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    office.opens(&acme, &["Run"]).await;
    let guilds = office
        .house
        .discord
        .as_ref()
        .expect("Discord is on")
        .guilds();
    guilds.came(&acme.guild, "Acme").await.expect("it is noted");
    guilds.went(&acme.guild).await.expect("it is noted");
    office.delivers().await;
    assert_eq!(office.asked(&acme.channel("feed")).len(), 0);
    assert_eq!(office.stuck(&acme).await.len(), 1);
}

#[tokio::test]
async fn what_is_for_moderators_reaches_each_of_them_once() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let mo = acme.person("Mo");
    done(
        &office
            .says(&acme, &format!("/setup moderators:<@{mo}>"))
            .await,
    );
    let line = "/challenge create Run unit:km entry_max:50km";
    done(&office.says(&acme, line).await);
    done(&office.says(&acme, "/challenge open Run").await);
    done(&office.hears(&acme, "Bea", "/progress 80").await);
    office.delivers().await;
    office.clock.advance_ms(7 * 24 * HOUR_MS);
    let busy = Harm::Busy {
        retry_after_s: 3.0,
        global: false,
    };
    office
        .discord
        .trouble(Trouble::on("direct.open", busy).times(1));
    office.delivers_often(6, 3_000).await;
    let reminded = |who: &str| {
        let seen = acme.sees(who).into_iter().filter(|seen| !seen.public);
        seen.filter(|seen| seen.text.contains("wait")).count()
    };
    assert_eq!(
        (reminded("Ana"), reminded("Mo"), reminded("Bea")),
        (1, 1, 0)
    );
}

/// A draw that is over, with its post, and whoever takes part.
async fn drawn(office: &Office) -> crate::discord::act::Server {
    let acme = office.server("Acme").await;
    let line = "/challenge create Raffle unit:times scoring:draw winners:1 rounds:none ends:2027-01-20 grace:0h";
    done(&office.says(&acme, line).await);
    done(&office.says(&acme, "/challenge open Raffle").await);
    for who in ["Bea", "Cem", "Dee"] {
        done(&office.hears(&acme, who, "/progress").await);
    }
    office.clock.advance_ms(30 * 24 * HOUR_MS);
    let caught_up = office.house.engine.catch_up_with_clock().await;
    caught_up.expect("the clock's loop goes on");
    office.delivers_often(4, 1_100).await;
    acme
}

#[tokio::test]
async fn a_draw_done_again_corrects_its_post() {
    let office = Office::new().await;
    let acme = drawn(&office).await;
    let last = |part: &str| {
        let posts = acme.history("feed").into_iter();
        let mut found = posts.filter(|seen| seen.text.contains(part));
        found.next().expect("the final post").text
    };
    assert!(!last("final result").contains("Drawn again"));
    let line = "/challenge redraw Raffle reason:\"Moved away\"";
    done(&office.says(&acme, line).await);
    let busy = Harm::Busy {
        retry_after_s: 3.0,
        global: false,
    };
    office
        .discord
        .trouble(Trouble::on("message.edit", busy).times(1));
    office.delivers().await;
    assert!(!last("final result").contains("Drawn again"));
    office.clock.advance_ms(3_000);
    office.delivers().await;
    assert!(last("final result").contains("Drawn again"));
    assert_eq!(news(&acme).len(), 3, "opened, final, drawn again");
}
