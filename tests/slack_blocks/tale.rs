//! What is typed in the story, card after card, each under the name it is kept by.

use crate::golden::Golden;
use crate::story::{ANA, AWKWARD, BEN, EVERYONE, FAMILY, LONG, LONGEST, MO, NAJMA, Person, Story};

pub(crate) async fn beginnings(story: &Story, golden: &mut Golden) {
    let create = format!(
        "/challenge create \"{AWKWARD}\" unit:km prize:\"*Two* <mugs> & a `hug`\" purpose:\"> 62 meals _for_ @everyone\" entry_max:500km"
    );
    golden
        .keep(story, "create-form", MO, "/challenge create")
        .await;
    golden.keep(story, "rules-draft", MO, &create).await;
    golden
        .keep(story, "opened-reply", MO, "/challenge open #1")
        .await;
    golden.posts(story, "post").await;
    let goal = format!("/challenge create \"{LONGEST}\" unit:kg scoring:goal rounds:none");
    story.says(MO, &goal).await;
    story.says(MO, "/challenge open #2").await;
    golden.posts(story, "post-goal").await;
    golden
        .keep(story, "refused-unknown", ANA, "/progres <!here> *3*")
        .await;
    golden
        .keep(story, "refused-moderators", ANA, "/challenge open #1")
        .await;
    golden.keep(story, "joined", ANA, "/join #1").await;
    golden
        .keep(story, "goal-form", BEN, "/goal challenge:#2")
        .await;
    golden
        .keep(story, "goal-set", BEN, "/goal 70kg start:80kg challenge:#2")
        .await;
}

pub(crate) async fn entries(story: &Story, golden: &mut Golden) {
    golden.keep(story, "progress-form", ANA, "/progress").await;
    golden
        .keep(
            story,
            "entry",
            ANA,
            "/progress 3km round the <lake> & *back* challenge:#1",
        )
        .await;
    golden
        .keep(story, "again-question", ANA, "/progress 3km challenge:#1")
        .await;
    golden
        .keep(
            story,
            "refused-amount",
            ANA,
            "/progress `three` challenge:#1",
        )
        .await;
    golden.keep(story, "undone", ANA, "/undo").await;
    for (n, who) in [ANA, BEN, NAJMA, FAMILY, EVERYONE, LONG]
        .into_iter()
        .enumerate()
    {
        let line = format!("/progress {}.5km challenge:#1", 20 - 2 * n);
        story.says(who, &line).await;
    }
    for n in 1..=9 {
        let line = format!("/progress {}km challenge:#1", 40 - n);
        story.says(crowd(n), &line).await;
    }
    golden
        .keep(
            story,
            "entry-late",
            BEN,
            "/progress 1km when:yesterday challenge:#1",
        )
        .await;
    story.says(BEN, "/join #1").await;
    golden
        .keep(story, "which-challenge-question", BEN, "/progress 2")
        .await;
    golden
        .keep(
            story,
            "which-amount-question",
            NAJMA,
            "/progress 1:30 challenge:#1",
        )
        .await;
}

pub(crate) async fn judgements(story: &Story, golden: &mut Golden) {
    golden
        .keep(
            story,
            "entry-held",
            EVERYONE,
            "/progress 600km challenge:#1",
        )
        .await;
    golden
        .keep(story, "waiting-entries", MO, "/entry accept")
        .await;
    golden
        .keep(
            story,
            "rejected",
            MO,
            "/entry reject @everyone last reason:\"_really_?\"",
        )
        .await;
    let voided = story
        .says(MO, "/entry void @everyone last reason:\"<twice>\"")
        .await;
    golden.card("voided", &voided.card);
    for told in &voided.tells {
        golden.card("told-privately", &told.card);
    }
}

pub(crate) async fn pages(story: &Story, golden: &mut Golden) {
    golden.keep(story, "board", ANA, "/leaderboard #1").await;
    golden
        .keep(story, "board-of-the-last", LONG, "/leaderboard #1")
        .await;
    golden
        .keep(story, "board-shared", ANA, "/leaderboard #1 share:yes")
        .await;
    golden
        .keep(story, "board-second-page", ANA, "/leaderboard #1 page:2")
        .await;
    golden
        .keep(story, "board-of-goals", BEN, "/leaderboard #2")
        .await;
    golden.keep(story, "profile", ANA, "/profile").await;
    golden.keep(story, "why", ANA, "/why #1").await;
    golden.keep(story, "challenges", ANA, "/challenges").await;
    golden
        .keep(story, "rules-running", ANA, "/challenges #1")
        .await;
    golden.keep(story, "help", MO, "/help").await;
    golden
        .keep(story, "help-progress", ANA, "/help progress")
        .await;
    golden
        .keep(story, "help-create", MO, "/help challenge create")
        .await;
}

pub(crate) async fn own_matters(story: &Story, golden: &mut Golden) {
    golden.keep(story, "settings", ANA, "/settings").await;
    golden
        .keep(
            story,
            "settings-saved",
            ANA,
            "/settings mentions:on zone:Asia/Kathmandu",
        )
        .await;
    golden.keep(story, "privacy", ANA, "/privacy").await;
    golden.keep(story, "export", ANA, "/export").await;
    golden.keep(story, "forget-me", LONG, "/forget-me").await;
    golden.keep(story, "left", FAMILY, "/leave #1").await;
}

pub(crate) async fn moderators_matters(story: &Story, golden: &mut Golden) {
    golden.keep(story, "setup", MO, "/setup").await;
    golden.keep(story, "doctor", MO, "/doctor").await;
    golden.keep(story, "audit", MO, "/audit").await;
    golden
        .keep(
            story,
            "edited",
            MO,
            "/challenge edit #1 prize:\"~Three~ mugs\"",
        )
        .await;
    golden
        .keep(story, "paused", MO, "/challenge pause #1")
        .await;
    golden
        .keep(story, "resumed", MO, "/challenge resume #1")
        .await;
    golden.posts(story, "post").await;
}

pub(crate) async fn ends(story: &Story, golden: &mut Golden) {
    story.until("2027-01-10T20:00:00Z").await;
    golden.posts(story, "post").await;
    golden
        .keep(story, "board-closed", ANA, "/leaderboard #1 round:1")
        .await;
    story
        .says(
            MO,
            "/challenge create \"Lucky steps\" scoring:draw winners:2",
        )
        .await;
    story.says(MO, "/challenge open #3").await;
    for who in [ANA, BEN, NAJMA, LONG] {
        story.says(who, "/progress challenge:#3").await;
    }
    golden.posts(story, "post-draw").await;
    golden.keep(story, "ended", MO, "/challenge end #1").await;
    golden.posts(story, "post-early").await;
    golden
        .keep(
            story,
            "cancelled",
            MO,
            "/challenge cancel #2 reason:\"*nobody* came\"",
        )
        .await;
    golden.posts(story, "post").await;
    story.until("2027-01-17T20:00:00Z").await;
    golden.posts(story, "post-draw").await;
    golden
        .keep(
            story,
            "redrawn",
            MO,
            "/challenge redraw #3 reason:\"on <holiday>\"",
        )
        .await;
    golden.posts(story, "post-draw").await;
}

/// Somebody of the crowd.
fn crowd(n: usize) -> Person {
    const CROWD: [Person; 9] = [
        ("U0M1", "Mira"),
        ("U0M2", "Tom & Jerry"),
        ("U0M3", "a*b*c"),
        ("U0M4", "李小龍"),
        ("U0M5", "O'Neill"),
        ("U0M6", "x|y"),
        ("U0M7", "#general"),
        ("U0M8", "Zoë"),
        ("U0M9", "_"),
    ];
    CROWD[(n - 1) % CROWD.len()]
}
