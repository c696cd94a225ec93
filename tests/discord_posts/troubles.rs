//! Channels that take no posts: one clear word, and nothing goes on in a loop.

use insta::assert_snapshot;

use crate::discord::act::{Server, id_of};
use crate::discord::guild::{Channel, Overwrite, Thread};
use crate::discord::permits::{SEND_MESSAGES, VIEW_CHANNEL};
use crate::discord::trouble::{Harm, Trouble};
use crate::office::{HOUR_MS, MINUTE_MS, Office, POST, done, news, warned};

/// The bot may not do something in the channel for news.
fn denies(server: &Server, deny: u64) {
    let bot = server.discord.with(|world| world.app.id.clone());
    server.channel_with("feed", |feed| {
        feed.overwrites = vec![Overwrite {
            id: bot,
            is_role: false,
            allow: 0,
            deny,
        }];
    });
}

/// What Ana reads where a channel is so: one word, although there are three posts; and Discord was asked once.
async fn trouble(change: impl FnOnce(&Server)) -> String {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let feed = acme.channel("feed");
    change(&acme);
    office.opens(&acme, &["Run", "Walk", "Swim"]).await;
    office.delivers_often(10, 20_000).await;
    assert_eq!(
        office.asked(&feed).len(),
        1,
        "the first refusal is the last"
    );
    assert_eq!(office.stuck(&acme).await.len(), 3, "all are listed");
    office.delivers_often(20, HOUR_MS).await;
    assert_eq!(office.asked(&feed).len(), 1, "nothing is tried by itself");
    let warned = warned(&acme, "Ana");
    assert_eq!(warned.len(), 1, "one clear word: {warned:?}");
    warned[0].clone()
}

#[tokio::test]
async fn what_is_in_the_way_ends_in_one_clear_word_to_whoever_chose_the_channel() {
    assert_snapshot!(trouble(|acme| denies(acme, SEND_MESSAGES)).await, @r"
    A post did not go out: New challenge: Run
    I may not write in #feed. Open that channel's settings, go to Permissions, add me and allow Send Messages (in a thread: Send Messages in Threads). Or choose another channel with /setup feed:#channel.
    Then let it be posted with /posts. As long as nothing changes I won't bother you again: /posts lists everything that is missing.
    [Show missing posts] /posts
    ");
    assert_snapshot!(trouble(|acme| denies(acme, VIEW_CHANNEL)).await, @r"
    A post did not go out: New challenge: Run
    I can't see #feed. Open that channel's settings, go to Permissions, add me and allow View Channel and Send Messages. Or choose another channel with /setup feed:#channel.
    Then let it be posted with /posts. As long as nothing changes I won't bother you again: /posts lists everything that is missing.
    [Show missing posts] /posts
    ");
    assert_snapshot!(trouble(|acme| acme.deletes_channel("feed")).await, @r"
    A post did not go out: New challenge: Run
    The channel for news is gone. Choose another one with /setup feed:#channel.
    Then let it be posted with /posts. As long as nothing changes I won't bother you again: /posts lists everything that is missing.
    [Show missing posts] /posts
    ");
    let forum = |acme: &Server| drop(acme.channel_with("feed", |feed| feed.kind = 15));
    assert_snapshot!(trouble(forum).await, @r"
    A post did not go out: New challenge: Run
    #feed takes no messages of its own, as a forum or a category. Choose a text channel with /setup feed:#channel.
    Then let it be posted with /posts. As long as nothing changes I won't bother you again: /posts lists everything that is missing.
    [Show missing posts] /posts
    ");
    let locked = |acme: &Server| {
        let parent = acme.channel("general");
        let lock = |feed: &mut Channel| {
            feed.kind = 11;
            feed.parent = Some(parent);
            feed.thread = Some(Thread {
                locked: true,
                ..Thread::default()
            });
        };
        acme.channel_with("feed", lock);
    };
    assert_snapshot!(trouble(locked).await, @r"
    A post did not go out: New challenge: Run
    #feed is a thread that is locked or put away. Open it again and unlock it, or choose another channel with /setup feed:#channel.
    Then let it be posted with /posts. As long as nothing changes I won't bother you again: /posts lists everything that is missing.
    [Show missing posts] /posts
    ");
}

#[tokio::test]
async fn discords_other_numbers_are_told_as_well() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let feed = acme.channel("feed");
    let refuse = Harm::Refuse {
        status: 400,
        code: 200_000,
    };
    office.discord.trouble(Trouble::on(POST, refuse).at(&feed));
    office.opens(&acme, &["Run"]).await;
    office.delivers_often(5, HOUR_MS).await;
    let warned = warned(&acme, "Ana");
    let part = "its number for the reason is 200000";
    assert!(warned.len() == 1 && warned[0].contains(part), "{warned:?}");
    assert_eq!(office.asked(&feed).len(), 1);
}

#[tokio::test]
async fn a_dead_token_ends_quietly_and_the_posts_are_listed() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let refuse = Harm::Refuse {
        status: 401,
        code: 0,
    };
    office.discord.trouble(Trouble::on("", refuse));
    office.opens(&acme, &["Run"]).await;
    office.delivers_often(10, HOUR_MS).await;
    let n_calls = office.discord.with(|world| world.calls.len());
    assert_eq!(n_calls, 1);
    assert_eq!(office.stuck(&acme).await.len(), 1);
}

#[tokio::test]
async fn once_the_trouble_is_over_the_post_goes_out_and_a_new_one_is_told_again() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    for (n_told, title) in (1..).zip(["Run", "Walk"]) {
        denies(&acme, SEND_MESSAGES);
        office.opens(&acme, &[title]).await;
        office.delivers_often(2, 2_000).await;
        assert_eq!(warned(&acme, "Ana").len(), n_told);
        denies(&acme, 0);
        let listed = office.says(&acme, "/posts").await.card;
        let again = format!("/{}", listed.actions[0].command);
        done(&office.says(&acme, &again).await);
        office.delivers_often(2, 2_000).await;
        assert_eq!(news(&acme).len(), n_told, "asked for, it is tried at once");
        office.clock.advance_ms(MINUTE_MS);
    }
}

#[tokio::test]
async fn a_word_goes_to_the_next_in_line_where_the_first_takes_none() {
    let office = Office::new().await;
    let acme = office.server("Acme").await;
    let mo = acme.person("Mo");
    let line = format!("/setup moderators:\"<@&5> <@{mo}>\"");
    done(&office.says(&acme, &line).await);
    acme.person_with("Ana", |ana, _| ana.closed = true);
    denies(&acme, SEND_MESSAGES);
    office.opens(&acme, &["Run", "Walk"]).await;
    office.delivers_often(3, 10_000).await;
    assert_eq!(warned(&acme, "Mo").len(), 1);
    assert_eq!(warned(&acme, "Ana").len(), 0);
}

#[tokio::test]
async fn where_no_channel_is_chosen_the_servers_owner_hears_of_it() {
    let office = Office::new().await;
    let acme = office.discord.server("Acme");
    office.opens(&acme, &["Run", "Walk"]).await;
    let engine = &office.house.engine;
    let space = engine.space("discord", &acme.guild, "Acme").await;
    let space = space.expect("the store answers");
    // Whoever opens the first challenge chooses the channel by that; here nobody has.
    let unset = engine.set_feed(&space, None, None).await;
    unset.expect("the store takes it");
    office.delivers_often(3, 10_000).await;
    let warned = warned(&acme, "owner of Acme");
    assert_eq!(warned.len(), 1, "{:?} {}", warned, id_of("owner of Acme"));
    assert!(warned[0].contains("No channel is chosen"), "{warned:?}");
}
