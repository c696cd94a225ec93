//! Every kind of card that the house makes, as Slack gets it: one file a card in `tests/golden_slack`.
//!
//! `UPDATE_GOLDEN=1 cargo test --test slack_blocks` writes them anew; then read what changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use huzzah::cards::Card;
use huzzah::platform::slack::blocks::{
    Context, all_fields, card_view, form_view, home_view, message, plain_message,
};

use crate::story::{ANA, AWKWARD, BEN, EVERYONE, FAMILY, LONG, LONGEST, MO, NAJMA, Person, Story};
use crate::{contracts, rules};

/// The files that were written or compared.
struct Golden {
    folder: PathBuf,
    update: bool,
    names: BTreeSet<String>,
    differing: Vec<String>,
}

#[tokio::test]
async fn every_card_of_the_house_reads_in_slack_as_it_is_kept() {
    let story = Story::new().await;
    let mut golden = Golden::open();
    beginnings(&story, &mut golden).await;
    entries(&story, &mut golden).await;
    judgements(&story, &mut golden).await;
    pages(&story, &mut golden).await;
    own_matters(&story, &mut golden).await;
    moderators_matters(&story, &mut golden).await;
    ends(&story, &mut golden).await;
    golden.close();
}

async fn beginnings(story: &Story, golden: &mut Golden) {
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
    let goal =
        format!("/challenge create \"{LONGEST}\" unit:kg scoring:goal direction:less rounds:none");
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

async fn entries(story: &Story, golden: &mut Golden) {
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

async fn judgements(story: &Story, golden: &mut Golden) {
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

async fn pages(story: &Story, golden: &mut Golden) {
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

async fn own_matters(story: &Story, golden: &mut Golden) {
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

async fn moderators_matters(story: &Story, golden: &mut Golden) {
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

async fn ends(story: &Story, golden: &mut Golden) {
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

impl Golden {
    fn open() -> Self {
        Self {
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_slack"),
            update: std::env::var_os("UPDATE_GOLDEN").is_some(),
            names: BTreeSet::new(),
            differing: Vec::new(),
        }
    }

    /// Keeps the reply to a line.
    async fn keep(&mut self, story: &Story, name: &str, who: Person, line: &str) {
        let reply = story.says(who, line).await;
        self.card(name, &reply.card);
    }

    /// Keeps what was posted since the last look.
    async fn posts(&mut self, story: &Story, prefix: &str) {
        let posts = story.posted().await;
        assert!(!posts.is_empty(), "nothing was posted as {prefix}");
        for (kind, card) in posts {
            self.card(&format!("{prefix}-{}", kind.replace('_', "-")), &card);
        }
    }

    /// Checks a card on every surface, and compares it with the one that is kept.
    #[track_caller]
    fn card(&mut self, name: &str, card: &Card) {
        let message = message(card);
        contracts::check_blocks(&message.blocks);
        rules::check_message(&message.text, &message.blocks);
        let context = Context {
            channel: "C0TOWN".to_owned(),
            ..Context::default()
        };
        let modal = card_view(card, &context);
        for view in [&modal, &home_view(card)] {
            contracts::check_view(view);
            rules::check_view(view);
        }
        let mut kept = json!({
            "message": { "text": message.text, "blocks": message.blocks },
        });
        if let Some(form) = &card.form {
            let folded = form_view(form, &context);
            contracts::check_view(&folded);
            rules::check_view(&folded);
            contracts::check_view(&all_fields(form, &folded));
            kept["form"] = folded;
        }
        match name {
            "board" | "rules-running" => kept["modal"] = modal,
            "profile" => kept["home"] = home_view(card),
            "again-question" => kept["plain"] = json!(plain_message(card).text),
            _ => {}
        }
        self.compare(name, &kept);
    }

    fn compare(&mut self, name: &str, value: &Value) {
        assert!(self.names.insert(name.to_owned()), "{name} is kept twice");
        let path = self.folder.join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(value).expect("JSON") + "\n";
        if self.update {
            fs::create_dir_all(&self.folder).expect("the folder can be made");
            fs::write(&path, text).expect("it can be written");
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            self.differing
                .push(format!("{name}.json should be\n{text}"));
        }
    }

    /// Fails when something differs; a file that no card has any more goes, or is told.
    fn close(self) {
        for file in fs::read_dir(&self.folder).expect("the folder is there") {
            let path = file.expect("it can be listed").path();
            let name = path
                .file_stem()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if self.names.contains(name) {
                continue;
            }
            assert!(self.update, "{} is of no card any more", path.display());
            fs::remove_file(&path).expect("it can be removed");
        }
        assert!(
            self.differing.is_empty(),
            "{} cards differ from tests/golden_slack; UPDATE_GOLDEN=1 writes them anew\n{}",
            self.differing.len(),
            self.differing.join("\n")
        );
    }
}
