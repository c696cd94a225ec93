//! News in Slack: at its pace, once, and with a word to a moderator where something is in the way.

use huzzah::commands::{Asker, Invocation, Place, Reply, Said};
use huzzah::engine::{DeliveryRow, DeliveryState};

use crate::office::{HOUR_MS, MINUTE_MS, Office};
use crate::slack::act::{Workspace, id_of};
use crate::slack::see::Seen;
use crate::slack::team::Kind;
use crate::slack::trouble::{Harm, Trouble};

const POST: &str = "chat.postMessage";

/// A workspace in which Ana has installed the app and chosen the channel for news.
async fn workspace(office: &Office, team: &str) -> Workspace {
    let founded = office.slack.workspace(team);
    founded.person("Ana");
    office.installs(team).await;
    let feed = founded.channel("feed");
    done(&says(office, team, &format!("/setup feed:<#{feed}>")).await);
    founded
}

/// What Ana is answered in a direct message.
async fn says(office: &Office, team: &str, line: &str) -> Reply {
    let invocation = Invocation {
        place: Place {
            platform: "slack",
            space: team.to_owned(),
            channel: "D1".to_owned(),
            direct: true,
        },
        who: Asker {
            user: id_of("Ana"),
            name: "Ana".to_owned(),
            moderator: true,
            ..Asker::default()
        },
        delivery: format!("{line} at {}", office.clock.now_ms()),
        said: Said::Line(line.to_owned()),
    };
    office.house.desk.answer(invocation).await
}

#[track_caller]
fn done(reply: &Reply) {
    assert!(!reply.refused, "{}", reply.card.text());
}

/// Ana opens challenges, each of which is news.
async fn opens(office: &Office, team: &str, titles: &[&str]) {
    for title in titles {
        done(&says(office, team, &format!("/challenge create {title} unit:km")).await);
        done(&says(office, team, &format!("/challenge open {title}")).await);
    }
}

async fn delivers(office: &Office) {
    let delivered = office.house.courier.deliver_due().await;
    delivered.expect("the courier goes on");
    let settled = office.house.courier.settle_unknown().await;
    settled.expect("the courier finds out");
}

/// The first lines of what everybody reads in the channel for news.
fn news(workspace: &Workspace) -> Vec<String> {
    titles(workspace.history("feed"))
}

fn titles(seen: Vec<Seen>) -> Vec<String> {
    let first = |seen: Seen| seen.text.lines().next().unwrap_or_default().to_owned();
    seen.into_iter().map(first).collect()
}

/// What somebody was told directly because a post did not go out.
fn warned(workspace: &Workspace, who: &str) -> Vec<String> {
    let seen = workspace.sees(who).into_iter();
    let direct = seen.filter(|seen| !seen.public && seen.text.contains("did not go out"));
    direct.map(|seen| seen.read()).collect()
}

/// How often Slack was asked to post in the channel for news.
fn n_asked(office: &Office, workspace: &Workspace) -> usize {
    let feed = workspace.channel("feed");
    let calls = office.slack.calls(POST).into_iter();
    calls
        .filter(|call| call.args["channel"] == feed.as_str())
        .count()
}

async fn stuck(office: &Office, team: &str) -> Vec<DeliveryRow> {
    let engine = &office.house.engine;
    let space = engine.space("slack", team, team).await;
    let space_id = space.expect("the store answers").space_id;
    let stuck = engine.stuck_posts(space_id, 99).await;
    stuck.expect("the store answers")
}

#[tokio::test]
async fn news_comes_in_order_and_no_faster_than_one_a_second() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    office.slack.with(|world| world.strict = true);
    opens(&office, "T1", &["Run", "Walk", "Swim"]).await;
    for n_posted in 1..=3 {
        delivers(&office).await;
        assert_eq!(news(&acme).len(), n_posted);
        delivers(&office).await;
        assert_eq!(news(&acme).len(), n_posted, "not yet");
        office.clock.advance_ms(1_100);
    }
    delivers(&office).await;
    let expected = ["Run", "Walk", "Swim"].map(|title| format!("New challenge: {title}"));
    assert_eq!(news(&acme), expected);
    let outcomes = office.slack.calls(POST).into_iter();
    assert!(
        outcomes.into_iter().all(|call| call.outcome == "ok"),
        "never too fast"
    );
    assert_eq!(stuck(&office, "T1").await, []);
}

#[tokio::test]
async fn a_workspace_that_is_asked_to_wait_holds_up_no_other() {
    let office = Office::new().await;
    let (acme, other) = (
        workspace(&office, "T1").await,
        workspace(&office, "T2").await,
    );
    let busy = Harm::Busy { retry_after_s: 30 };
    office
        .slack
        .trouble(Trouble::on(POST, busy).in_team("T1").times(1));
    opens(&office, "T1", &["Run"]).await;
    opens(&office, "T2", &["Walk"]).await;
    delivers(&office).await;
    assert_eq!((news(&acme).len(), news(&other).len()), (0, 1));
    opens(&office, "T1", &["Swim"]).await;
    office.clock.advance_ms(29_999);
    delivers(&office).await;
    assert_eq!(
        n_asked(&office, &acme),
        1,
        "Slack is left alone as long as it asked"
    );
    office.clock.advance_ms(1);
    delivers(&office).await;
    office.clock.advance_ms(2_000);
    delivers(&office).await;
    assert_eq!(news(&acme), ["New challenge: Run", "New challenge: Swim"]);
}

#[tokio::test]
async fn what_may_have_been_posted_is_never_posted_again_by_itself() {
    for harm in [
        Harm::DropAfter,
        Harm::StatusAfter(500),
        Harm::DropBefore,
        Harm::Status(503),
    ] {
        let office = Office::new().await;
        let acme = workspace(&office, "T1").await;
        let is_there = matches!(harm, Harm::DropAfter | Harm::StatusAfter(_));
        office
            .slack
            .trouble(Trouble::on(POST, harm.clone()).times(1));
        opens(&office, "T1", &["Run"]).await;
        for _ in 0..50 {
            delivers(&office).await;
            office.clock.advance_ms(HOUR_MS);
        }
        assert_eq!(n_asked(&office, &acme), 1, "{harm:?}");
        let states: Vec<_> = stuck(&office, "T1")
            .await
            .iter()
            .map(|row| row.state)
            .collect();
        assert_eq!(states, [DeliveryState::Unknown], "{harm:?}");
        let listed = says(&office, "T1", "/posts").await.card;
        assert!(
            listed
                .text()
                .contains("May be there or not: New challenge: Run")
        );
        let label = if is_there {
            "1 is there"
        } else {
            "Post 1 again"
        };
        let pressed = listed.actions.iter().find(|action| action.label == label);
        let line = format!("/{}", pressed.expect("a button").command);
        done(&says(&office, "T1", &line).await);
        done(&says(&office, "T1", &line).await);
        delivers(&office).await;
        assert_eq!(news(&acme), ["New challenge: Run"], "{harm:?}");
        assert_eq!(stuck(&office, "T1").await, []);
    }
}

#[tokio::test]
async fn a_slack_that_is_away_is_asked_ever_more_rarely_and_news_comes_when_it_is_back() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    opens(&office, "T1", &["Run"]).await;
    office.slack.goes_down().await;
    let mut attempts = Vec::new();
    for _ in 0..3_600 {
        delivers(&office).await;
        office.clock.advance_ms(1_000);
        let rows = office.store.deliveries_of(1, 3).await.expect("a database");
        attempts.push(rows[0].attempts);
    }
    let n_tried = attempts.last().copied().unwrap_or_default();
    assert!((10..=30).contains(&n_tried), "{n_tried} times in an hour");
    office.slack.comes_back().await;
    office.clock.advance_ms(5 * MINUTE_MS);
    delivers(&office).await;
    assert_eq!(news(&acme), ["New challenge: Run"]);
}

/// What Ana reads where a channel is so, and that nothing goes on in a loop.
async fn trouble(change: impl FnOnce(&mut crate::slack::team::Channel)) -> String {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    acme.channel_with("feed", change);
    opens(&office, "T1", &["Run", "Walk"]).await;
    for _ in 0..50 {
        delivers(&office).await;
        office.clock.advance_ms(10 * MINUTE_MS);
    }
    assert_eq!(n_asked(&office, &acme), 2, "once for each post");
    assert_eq!(stuck(&office, "T1").await.len(), 2, "both are listed");
    let warned = warned(&acme, "Ana");
    assert_eq!(warned.len(), 1, "one clear word: {warned:?}");
    warned[0].clone()
}

#[tokio::test]
async fn what_is_in_the_way_ends_in_one_clear_word_to_whoever_chose_the_channel() {
    insta::assert_snapshot!(trouble(|feed| feed.bot_is_in = false).await, @r"
    A post did not go out: New challenge: Run
    I am not in #feed. Type /invite U0BOTT1 in that channel.
    Then let it be posted with /huzzah posts. As long as nothing changes I won't bother you again: /huzzah posts lists everything that is missing.
    [Show missing posts] /posts
    ");
    insta::assert_snapshot!(trouble(|feed| feed.archived = true).await, @r"
    A post did not go out: New challenge: Run
    #feed is archived. Choose another channel with /huzzah setup feed:#channel, or unarchive it.
    Then let it be posted with /huzzah posts. As long as nothing changes I won't bother you again: /huzzah posts lists everything that is missing.
    [Show missing posts] /posts
    ");
    let private = |feed: &mut crate::slack::team::Channel| {
        feed.kind = Kind::Private;
        feed.bot_is_in = false;
    };
    insta::assert_snapshot!(trouble(private).await, @r"
    A post did not go out: New challenge: Run
    #feed is gone, or it is private and I am not in it. Type /invite U0BOTT1 in that channel, or choose another one with /huzzah setup feed:#channel.
    Then let it be posted with /huzzah posts. As long as nothing changes I won't bother you again: /huzzah posts lists everything that is missing.
    [Show missing posts] /posts
    ");
}

#[tokio::test]
async fn slacks_other_words_are_told_as_well() {
    for (word, part) in [
        (
            "restricted_action_read_only_channel",
            "only some people may write",
        ),
        ("no_permission", "only some people may write"),
        ("msg_too_long", "its word for the reason is msg_too_long"),
        ("team_access_not_granted", "team_access_not_granted"),
    ] {
        let office = Office::new().await;
        let acme = workspace(&office, "T1").await;
        let feed = acme.channel("feed");
        let refuse = Trouble::on(POST, Harm::Refuse(word)).in_channel(&feed);
        office.slack.trouble(refuse);
        opens(&office, "T1", &["Run"]).await;
        for _ in 0..5 {
            delivers(&office).await;
            office.clock.advance_ms(HOUR_MS);
        }
        let warned = warned(&acme, "Ana");
        assert!(warned.len() == 1 && warned[0].contains(part), "{warned:?}");
        assert_eq!(n_asked(&office, &acme), 1);
    }
}

#[tokio::test]
async fn a_dead_token_ends_quietly_and_the_posts_are_listed() {
    for word in [
        "account_inactive",
        "token_revoked",
        "invalid_auth",
        "missing_scope",
    ] {
        let office = Office::new().await;
        let acme = workspace(&office, "T1").await;
        office.slack.trouble(Trouble::on(POST, Harm::Refuse(word)));
        opens(&office, "T1", &["Run"]).await;
        for _ in 0..10 {
            delivers(&office).await;
            office.clock.advance_ms(HOUR_MS);
        }
        assert_eq!(n_asked(&office, &acme), 1, "{word}");
        assert_eq!(stuck(&office, "T1").await.len(), 1, "{word}");
    }
}

#[tokio::test]
async fn once_the_trouble_is_over_a_new_one_is_told_again() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    let mut n_told = 0;
    for title in ["Run", "Walk"] {
        acme.channel_with("feed", |feed| feed.bot_is_in = false);
        opens(&office, "T1", &[title]).await;
        delivers(&office).await;
        n_told += 1;
        assert_eq!(warned(&acme, "Ana").len(), n_told);
        acme.channel_with("feed", |feed| feed.bot_is_in = true);
        let listed = says(&office, "T1", "/posts").await.card;
        let again = format!("/{}", listed.actions[0].command);
        done(&says(&office, "T1", &again).await);
        office.clock.advance_ms(MINUTE_MS);
        delivers(&office).await;
        assert_eq!(news(&acme).len(), n_told);
        office.clock.advance_ms(MINUTE_MS);
    }
}

#[tokio::test]
async fn where_no_channel_is_chosen_whoever_installed_the_app_hears_of_it() {
    let office = Office::new().await;
    let acme = office.slack.workspace("T1");
    acme.person("Ana");
    office.installs("T1").await;
    opens(&office, "T1", &["Run", "Walk"]).await;
    delivers(&office).await;
    let warned = warned(&acme, "Ana");
    assert_eq!(warned.len(), 1);
    insta::assert_snapshot!(warned[0], @r"
    A post did not go out: New challenge: Run
    No channel is chosen for news in this workspace. Choose one with /huzzah setup feed:#channel.
    Then let it be posted with /huzzah posts. As long as nothing changes I won't bother you again: /huzzah posts lists everything that is missing.
    [Show missing posts] /posts
    ");
    assert_eq!(office.slack.calls(POST).len(), 2, "a welcome and this");
}

#[tokio::test]
async fn a_word_goes_to_the_next_in_line_where_the_first_has_left() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    acme.person("Mo");
    let line = format!("/setup moderators:\"<@&S1> <@{}>\"", id_of("Mo"));
    done(&says(&office, "T1", &line).await);
    acme.person_with("Ana", |ana| ana.deactivated = true);
    acme.channel_with("feed", |feed| feed.archived = true);
    opens(&office, "T1", &["Run", "Walk"]).await;
    delivers(&office).await;
    delivers(&office).await;
    assert_eq!(warned(&acme, "Mo").len(), 1);
    assert_eq!(warned(&acme, "Ana").len(), 0);
}

#[tokio::test]
async fn a_workspace_that_took_the_app_out_gets_no_news() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    opens(&office, "T1", &["Run"]).await;
    let key = huzzah::platform::slack::team::TeamKey::of_space("T1");
    let went = office.door().workspaces().went(&key, None).await;
    went.expect("it is noted");
    delivers(&office).await;
    assert_eq!(n_asked(&office, &acme), 0);
    assert_eq!(stuck(&office, "T1").await.len(), 1);
}

#[tokio::test]
async fn a_channel_known_by_its_name_is_known_by_its_id_from_the_first_post_on() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    done(&says(&office, "T1", "/setup feed:general").await);
    opens(&office, "T1", &["Run"]).await;
    delivers(&office).await;
    assert_eq!(titles(acme.history("general")), ["New challenge: Run"]);
    let space = office.house.engine.space("slack", "T1", "T1").await;
    let space = space.expect("the store answers");
    assert_eq!(space.feed, Some(acme.channel("general")));
    assert_eq!(space.feed_by, Some(id_of("Ana")));
}

#[tokio::test]
async fn blocks_that_slack_does_not_take_are_left_out() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    let feed = acme.channel("feed");
    let refuse = Trouble::on(POST, Harm::Refuse("invalid_blocks"));
    office.slack.trouble(refuse.in_channel(&feed).times(1));
    opens(&office, "T1", &["Run"]).await;
    delivers(&office).await;
    office.clock.advance_ms(1_100);
    delivers(&office).await;
    let posts = acme.history("feed");
    assert_eq!(posts.len(), 1);
    assert!(
        posts[0].text.starts_with("New challenge: Run"),
        "{}",
        posts[0].text
    );
    assert!(posts[0].buttons.is_empty());
    assert!(
        posts[0].text.contains("join"),
        "its button is a command to type"
    );
}

/// A draw that is over, with its post, and whoever takes part.
async fn drawn(office: &Office) -> Workspace {
    let acme = workspace(office, "T1").await;
    let line = "/challenge create Raffle unit:times scoring:draw winners:1 rounds:none ends:2027-01-20 grace:0h";
    done(&says(office, "T1", line).await);
    done(&says(office, "T1", "/challenge open Raffle").await);
    for who in ["Bea", "Cem", "Dee"] {
        done(&office.says("T1", who, "/progress").await);
    }
    office.clock.advance_ms(30 * 24 * HOUR_MS);
    let caught_up = office.house.engine.catch_up_with_clock().await;
    caught_up.expect("the clock's loop goes on");
    for _ in 0..4 {
        delivers(office).await;
        office.clock.advance_ms(1_100);
    }
    acme
}

fn final_post(acme: &Workspace) -> Seen {
    let posts = acme.history("feed").into_iter();
    let mut finals = posts.filter(|seen| seen.text.contains("final result"));
    finals.next().expect("the final post")
}

#[tokio::test]
async fn a_draw_done_again_corrects_its_post() {
    let office = Office::new().await;
    let acme = drawn(&office).await;
    assert!(!final_post(&acme).text.contains("Drawn again"));
    done(
        &says(
            &office,
            "T1",
            "/challenge redraw Raffle reason:\"Moved away\"",
        )
        .await,
    );
    let busy = Harm::Busy { retry_after_s: 3 };
    office
        .slack
        .trouble(Trouble::on("chat.update", busy).times(1));
    delivers(&office).await;
    assert!(!final_post(&acme).text.contains("Drawn again"));
    office.clock.advance_ms(3_000);
    delivers(&office).await;
    assert!(final_post(&acme).text.contains("Drawn again"));
    assert_eq!(
        titles(acme.history("feed")).len(),
        3,
        "opened, final, drawn again"
    );
}

#[tokio::test]
async fn a_post_that_somebody_deleted_does_not_stand_in_the_way_of_its_correction() {
    let office = Office::new().await;
    let acme = drawn(&office).await;
    let ts = final_post(&acme).ts;
    acme.channel_with("feed", |feed| {
        feed.messages.retain(|message| message.ts != ts);
    });
    done(
        &says(
            &office,
            "T1",
            "/challenge redraw Raffle reason:\"Moved away\"",
        )
        .await,
    );
    delivers(&office).await;
    assert!(
        news(&acme)
            .iter()
            .any(|title| title.contains("drawn again"))
    );
}

#[tokio::test]
async fn what_is_for_moderators_reaches_each_of_them_once() {
    let office = Office::new().await;
    let acme = workspace(&office, "T1").await;
    acme.person("Mo");
    let line = format!("/setup moderators:<@{}>", id_of("Mo"));
    done(&says(&office, "T1", &line).await);
    let line = "/challenge create Run unit:km entry_max:50km";
    done(&says(&office, "T1", line).await);
    done(&says(&office, "T1", "/challenge open Run").await);
    done(&office.says("T1", "Bea", "/progress 80").await);
    delivers(&office).await;
    office.clock.advance_ms(7 * 24 * HOUR_MS);
    let busy = Harm::Busy { retry_after_s: 3 };
    let mo = Trouble::on(POST, busy).in_channel(&id_of("Mo")).times(1);
    office.slack.trouble(mo);
    for _ in 0..5 {
        delivers(&office).await;
        office.clock.advance_ms(3_000);
    }
    let reminded = |who: &str| {
        let seen = acme.sees(who).into_iter().filter(|seen| !seen.public);
        seen.filter(|seen| seen.text.contains("wait")).count()
    };
    assert_eq!(
        (reminded("Ana"), reminded("Mo"), reminded("Bea")),
        (1, 1, 0)
    );
}
