//! Threads for cheers below news.

use crate::discord::permits::{ASKED, CREATE_PUBLIC_THREADS};
use crate::discord::trouble::{Harm, Trouble};
use crate::office::{Office, POST, done, news};

#[tokio::test]
async fn a_thread_hangs_on_the_post_that_opens_a_challenge_and_on_no_entry() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    office.opens(&acme, &["Run"]).await;
    office.delivers().await;
    let threads = acme.threads();
    assert_eq!(threads.len(), 1);
    let (id, name) = &threads[0];
    assert_eq!(name, "New challenge: Run");
    assert_eq!(*id, acme.history("feed")[0].id);
    let minutes = office.discord.with(|world| {
        let thread = world.channel(id).thread.clone();
        thread.expect("it is one").auto_archive
    });
    assert_eq!(minutes, 1_440);
    for _ in 0..3 {
        done(&office.hears(&acme, "Bea", "/progress 3").await);
        office.clock.advance_ms(1_000);
    }
    office.delivers().await;
    assert_eq!(acme.threads().len(), 1);
}

#[tokio::test]
async fn a_long_title_is_cut_to_ninety_characters() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let title = "Łąka ".repeat(14);
    let line = format!("/challenge create title:\"{}\" unit:km", title.trim());
    done(&office.says(&acme, &line).await);
    let line = format!("/challenge open \"{}\"", title.trim());
    done(&office.says(&acme, &line).await);
    office.delivers().await;
    let threads = acme.threads();
    assert_eq!(threads.len(), 1);
    assert!(threads[0].1.chars().count() <= 90, "{}", threads[0].1);
}

#[tokio::test]
async fn without_the_right_posts_stand_without_threads_and_it_is_not_tried_each_time() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    acme.bot_may(ASKED & !CREATE_PUBLIC_THREADS);
    let guild = acme.guild.clone();
    office.discord.with(|world| {
        let everyone = world.guild_mut(&guild).roles.get_mut(&guild);
        everyone.expect("a role").permissions &= !CREATE_PUBLIC_THREADS;
    });
    office.opens(&acme, &["Run", "Walk", "Swim"]).await;
    office.delivers_often(6, 2_000).await;
    assert_eq!(news(&acme).len(), 3);
    assert_eq!(acme.threads(), []);
    assert_eq!(office.discord.calls("thread.start").len(), 1);
    assert_eq!(office.stuck(&acme).await, []);
}

#[tokio::test]
async fn a_thread_that_is_there_already_is_taken_as_begun() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    // The post arrives, its answer does not; the thread is begun when the post is found.
    office
        .discord
        .trouble(Trouble::on(POST, Harm::DropAfter).times(1));
    office
        .discord
        .trouble(Trouble::on("thread.start", Harm::DropAfter).times(1));
    office.opens(&acme, &["Run"]).await;
    office.delivers_often(4, 10_000).await;
    assert_eq!(acme.threads().len(), 1);
    assert_eq!(news(&acme).len(), 1);
    assert_eq!(office.stuck(&acme).await, []);
}
