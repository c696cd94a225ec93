//! Shortcuts: the form of `progress`, and the form that voids the entry which a message shows.

use crate::cards::say::say;
use crate::cards::{Field, Form};
use crate::commands::registry;
use crate::platform::slack::answer::{Talk, body};

impl Talk {
    /// Opens the form of `progress`. Where nothing can be logged, the command itself says why.
    pub(super) async fn log_progress(&self) {
        let form = self.carrier.desk.progress_form(&self.place(), &self.who).await;
        if let Some(form) = form {
            self.acknowledge();
            if self.open(&form, Vec::new()).await {
                return;
            }
        }
        self.answer(self.ask_line(registry::PROGRESS).await).await;
    }

    /// Asks a moderator for the reason to void the entry that a message shows; everybody else reads who may.
    pub(super) async fn void_entry(&self, ts: &str) {
        let space = self.workspace.key.space();
        let store = self.carrier.store();
        let seq = match store.slack_entry_shown(&space, &self.spot.channel, ts).await {
            Ok(seq) => seq,
            Err(error) => {
                tracing::error!(%error, space, "which entry a message shows can't be looked up");
                None
            }
        };
        let Some(seq) = seq else {
            self.acknowledge();
            self.tell(&body::notice(say("slack-no-entry-there", &[]))).await;
            return;
        };
        let entry = seq.to_string();
        if self.who.moderator {
            self.acknowledge();
            let kept = vec![("member".to_owned(), entry.clone())];
            if self.open(&void_form(&entry), kept).await {
                return;
            }
        }
        self.answer(self.ask_line(&format!("entry void {entry}")).await).await;
    }
}

/// The form of `entry void`, with the entry known.
fn void_form(entry: &str) -> Form {
    let reason = Field {
        name: "reason".to_owned(),
        label: say("slack-void-reason", &[]),
        hint: say("slack-void-hint", &[("entry", entry.into())]),
        value: String::new(),
        choices: Vec::new(),
        required: false,
        advanced: false,
    };
    Form {
        title: say("slack-void-title", &[]),
        command: "entry void".to_owned(),
        fields: vec![reason],
        submit: say("slack-void-submit", &[]),
    }
}
