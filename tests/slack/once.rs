//! What is delivered more than once, or over several sockets, or to a house that was restarted, counts once.

use crate::crew::{Crew, WAYS, Way};

/// How many messages everybody sees in `general`.
fn n_public(crew: &Crew) -> usize {
    crew.acme.history("general").len()
}

async fn is_first_with(crew: &Crew, amount: &str) {
    let board = crew.says("ben", "/leaderboard").await;
    assert!(board.contains(&format!("1.  ana  {amount}")), "{board}");
}

#[tokio::test]
async fn a_delivery_counts_once_over_either_transport_and_across_restarts() {
    for (first, second) in [(Way::Http, Way::Socket), (Way::Socket, Way::Http)] {
        let crew = Crew::running(first).await;
        let typed = crew.acme.types("ana", "general", "/progress 3km").await;
        crew.settles().await;
        let pressed_on = crew.acme.history("general").pop().expect("it is confirmed");
        for way in [first, second, first] {
            crew.restarts_by(way).await;
            crew.slack.redeliver(&typed).await;
            crew.slack.redeliver(&typed).await;
            crew.settles().await;
        }
        assert_eq!(n_public(&crew), 1, "it is confirmed once");
        is_first_with(&crew, "3 km").await;
        // A press that takes it back is delivered again after another entry: that one stays.
        let undone = crew.acme.presses("ana", &pressed_on, "Undo").await;
        crew.settles().await;
        crew.says("ana", "/progress 5km").await;
        crew.restarts_by(second).await;
        crew.slack.redeliver(&undone).await;
        crew.settles().await;
        is_first_with(&crew, "5 km").await;
    }
}

#[tokio::test]
async fn a_mention_that_is_retried_counts_once_and_is_answered_once() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let mention = crew.acme.mention("ana", "general", None, "3km");
        let deed = crew.slack.deliver(mention).await;
        crew.settles().await;
        crew.restarts_by(way).await;
        for n_tries in 1..=3 {
            let door = crew.slack.with(|world| world.door);
            let again = deed.envelope.clone();
            let again = crew.slack.try_again(door, again, n_tries).await;
            assert!(again.acked.is_some_and(|acked| acked.status == 200));
            crew.clock.advance_ms(60_000);
        }
        crew.settles().await;
        assert_eq!(n_public(&crew), 1);
        is_first_with(&crew, "3 km").await;
    }
}

#[tokio::test]
async fn the_same_event_over_two_sockets_counts_once() {
    let crew = Crew::running(Way::Socket).await;
    let [old] = crew.slack.links()[..] else {
        panic!("one socket is open");
    };
    crew.slack.says_goodbye(old, "refresh_requested");
    let links = crew.slack.linked(2).await;
    let typed = crew.acme.envelope("ana", "general", |spot, world| {
        spot.command(world, "/progress 3km")
    });
    assert_eq!(crew.slack.broadcast(&typed).await, 2, "both acknowledge");
    let mention = crew.acme.mention("ana", "general", None, "4km");
    assert_eq!(crew.slack.broadcast(&mention).await, 2, "both acknowledge");
    crew.settles().await;
    assert_eq!(n_public(&crew), 2);
    is_first_with(&crew, "7 km").await;
    crew.slack.closes(links[0]);
    crew.slack.linked(1).await;
    crew.says("ana", "/progress 5km").await;
    is_first_with(&crew, "12 km").await;
}

#[tokio::test]
async fn deliveries_that_come_in_another_order_all_count() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let typed: Vec<_> = (1..=6)
            .map(|km| {
                crew.acme.envelope("ana", "general", |spot, world| {
                    spot.command(world, &format!("/progress {km}km"))
                })
            })
            .collect();
        for at in [5, 0, 3, 1, 4, 2, 3, 0] {
            crew.slack.deliver(typed[at].clone()).await;
        }
        crew.settles().await;
        assert_eq!(n_public(&crew), 6);
        is_first_with(&crew, "21 km").await;
    }
}

#[tokio::test]
async fn a_double_click_is_one_press() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let asked = crew.acme.types("ana", "general", "/progress 3km").await;
        let asked = crew.answers(&asked).await.pop().expect("she is asked");
        let button = asked.buttons.first().expect("a button").clone();
        let click = || crew.acme.press("ana", &asked, &button);
        let (one, two) = (click(), click());
        futures_util::join!(crew.slack.deliver(one), crew.slack.deliver(two));
        crew.settles().await;
        is_first_with(&crew, "6 km").await;
    }
}

#[tokio::test]
async fn slack_going_down_and_coming_back_loses_and_doubles_nothing() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        // This one is on its way when everything breaks.
        let typed = crew.acme.envelope("ana", "general", |spot, world| {
            spot.command(world, "/progress 4km")
        });
        let (deed, ()) = futures_util::join!(crew.slack.deliver(typed), async {
            tokio::task::yield_now().await;
            crew.slack.goes_down().await;
        });
        crew.slack.comes_back().await;
        if way == Way::Socket {
            crew.slack.linked(1).await;
        }
        crew.slack.redeliver(&deed).await;
        crew.settles().await;
        is_first_with(&crew, "7 km").await;
        crew.says("ana", "/progress 5km").await;
        is_first_with(&crew, "12 km").await;
        let confirmed = crew.acme.history("general");
        let of = |km: &str| {
            let texts = confirmed.iter().map(|seen| seen.text.as_str());
            texts.filter(|text| text.contains(km)).count()
        };
        assert_eq!((of("logged 3 km"), of("logged 5 km")), (1, 1));
        assert!(of("logged 4 km") <= 1, "{confirmed:#?}");
        assert_eq!(crew.differences().await, Vec::<String>::new());
    }
}
