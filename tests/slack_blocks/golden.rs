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

use crate::story::{Person, Story};
use crate::tale;
use crate::{contracts, rules};

/// The files that were written or compared.
pub(crate) struct Golden {
    folder: PathBuf,
    update: bool,
    names: BTreeSet<String>,
    differing: Vec<String>,
}

#[tokio::test]
async fn every_card_of_the_house_reads_in_slack_as_it_is_kept() {
    let story = Story::new().await;
    let mut golden = Golden::open();
    tale::beginnings(&story, &mut golden).await;
    tale::entries(&story, &mut golden).await;
    tale::judgements(&story, &mut golden).await;
    tale::pages(&story, &mut golden).await;
    tale::own_matters(&story, &mut golden).await;
    tale::moderators_matters(&story, &mut golden).await;
    tale::ends(&story, &mut golden).await;
    golden.close();
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
    pub(crate) async fn keep(&mut self, story: &Story, name: &str, who: Person, line: &str) {
        let reply = story.says(who, line).await;
        self.card(name, &reply.card);
    }

    /// Keeps what was posted since the last look.
    pub(crate) async fn posts(&mut self, story: &Story, prefix: &str) {
        let posts = story.posted().await;
        assert!(!posts.is_empty(), "nothing was posted as {prefix}");
        for (kind, card) in posts {
            self.card(&format!("{prefix}-{}", kind.replace('_', "-")), &card);
        }
    }

    /// Checks a card on every surface, and compares it with the one that is kept.
    #[track_caller]
    pub(crate) fn card(&mut self, name: &str, card: &Card) {
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
