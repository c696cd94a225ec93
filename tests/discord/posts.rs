//! What is posted: once, in its channel, however Discord takes it; and answers go out meanwhile.

use crate::discord::trouble::{Harm, Trouble};
use crate::party::{Party, WAYS, Way};

/// How often the courier is stepped through trouble, and by how much.
const STEPS: usize = 40;
const STEP_MS: i64 = 15_000;

/// What everybody reads in the channel for news.
fn feed(party: &Party) -> Vec<String> {
    let history = party.acme.history("feed");
    history.iter().map(|seen| seen.text.clone()).collect()
}

/// Time passes, and what is due is tried.
async fn passes(party: &Party) {
    for _ in 0..STEPS {
        party.clock.advance_ms(STEP_MS);
        party.steps().await;
    }
}

fn busy(retry_after_s: f64) -> Harm {
    Harm::Busy {
        retry_after_s,
        global: false,
    }
}

#[tokio::test]
async fn what_is_opened_is_posted_once() {
    for way in WAYS {
        let party = Party::running(way).await;
        party.ticks().await;
        let posted = feed(&party);
        assert_eq!(
            posted.iter().filter(|text| text.contains("Run")).count(),
            1,
            "{posted:?}"
        );
        passes(&party).await;
        assert_eq!(feed(&party).len(), posted.len());
    }
}

#[tokio::test]
async fn a_storm_of_429_loses_no_post_and_stays_far_below_the_limit_of_refused_requests() {
    let party = Party::new(Way::Gateway).await;
    for title in ["Run", "Walk", "Swim"] {
        party
            .says("mo", &format!("/challenge create {title} unit:km"))
            .await;
        party.says("mo", &format!("/challenge open {title}")).await;
    }
    let until_ms = party.clock.now_ms() + 600_000;
    let channel = party.acme.channel("feed");
    party
        .discord
        .trouble(Trouble::on("", busy(1.5)).at(&channel).until_ms(until_ms));
    passes(&party).await;
    let refused = party.discord.with(|world| {
        let calls = world.calls.iter().filter(|call| call.status == 429);
        calls.count()
    });
    assert!((1..100).contains(&refused), "{refused} refused requests");
    passes(&party).await;
    let posted = feed(&party);
    for title in ["Run", "Walk", "Swim"] {
        let n_posts = posted.iter().filter(|text| text.contains(title)).count();
        assert_eq!(n_posts, 1, "{title}: {posted:?}");
    }
}

#[tokio::test]
async fn answers_go_out_while_the_courier_waits_or_hangs() {
    for harm in [busy(60.0), Harm::Hang] {
        let party = Party::running(Way::Gateway).await;
        let channel = party.acme.channel("feed");
        party
            .discord
            .trouble(Trouble::on("message.post", harm).at(&channel));
        let bot = party.bot();
        let courier = tokio::spawn(async move { bot.courier.deliver_due().await });
        party
            .discord
            .until("a post under way", |world| {
                let mut calls = world.calls.iter();
                calls.any(|call| call.path.contains(&channel)).then_some(())
            })
            .await;
        let deed = party.acme.types("ana", "general", "/progress 3km").await;
        let acked = deed.acked.expect("it is answered in time");
        assert!(acked.took.as_millis() < 1_500, "{:?}", acked.took);
        party.settles().await;
        let shown = party.acme.history("general");
        assert!(
            shown
                .iter()
                .any(|seen| seen.text.contains("ana logged 3 km"))
        );
        courier.abort();
    }
}
