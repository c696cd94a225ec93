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
async fn a_post_whose_answer_was_lost_is_not_made_twice() {
    for harm in [
        Harm::DropAfter,
        Harm::StatusAfter(502),
        Harm::DropBefore,
        Harm::Status(500),
    ] {
        let party = Party::running(Way::Gateway).await;
        let channel = party.acme.channel("feed");
        party.discord.trouble(
            Trouble::on("message.post", harm.clone())
                .at(&channel)
                .times(2),
        );
        party.ticks().await;
        passes(&party).await;
        let posted = feed(&party);
        assert_eq!(
            posted.iter().filter(|text| text.contains("Run")).count(),
            1,
            "{harm:?}: {posted:?}"
        );
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

#[tokio::test]
async fn a_channel_that_bars_the_bot_is_tried_a_few_times_and_a_moderator_is_told_once() {
    for code in [50_001, 50_013] {
        let party = Party::new(Way::Gateway).await;
        party.ticks().await;
        let mark = party.discord.with(|world| world.mark());
        let channel = party.acme.channel("feed");
        let refuse = Harm::Refuse { status: 403, code };
        party
            .discord
            .trouble(Trouble::on("message.post", refuse).at(&channel));
        for title in ["Run", "Walk", "Swim", "Ride"] {
            party
                .says("mo", &format!("/challenge create {title} unit:km"))
                .await;
            party.says("mo", &format!("/challenge open {title}")).await;
        }
        passes(&party).await;
        let refused = party.discord.calls("message.post");
        let refused = refused.iter().filter(|call| call.status == 403).count();
        assert!(refused <= 8, "{refused} tries");
        let told = party.acme.sees_since("mo", mark);
        let told: Vec<String> = told
            .iter()
            .filter(|seen| !seen.public && seen.text.contains("doctor"))
            .map(crate::discord::see::Seen::read)
            .collect();
        assert!(told.len() <= 1, "{told:#?}");
    }
}
