//! Shortcuts: the form of `progress`, and the form that voids the entry which a message shows.

use crate::cards::say::say;
use crate::cards::{Field, Form, mark};
use crate::commands::registry;
use crate::platform::slack::PLATFORM;
use crate::platform::slack::answer::{Talk, body};

impl Talk {
    /// Opens the form of `progress`. Where nothing can be logged, the command itself says why.
    pub(super) async fn log_progress(&self) {
        let form = self
            .carrier
            .0
            .desk
            .progress_form(&self.place(), &self.who)
            .await;
        if let Some(form) = form
            && self.open(&form, Vec::new()).await
        {
            return;
        }
        self.answer(self.ask_line(registry::PROGRESS).await).await;
    }

    /// Asks a moderator for the reason to void the entry that a message shows; everybody else reads who may.
    pub(super) async fn void_entry(&self, ts: &str) {
        let space = self.workspace.key.space();
        let store = self.carrier.store();
        let seq = match store
            .entry_shown(PLATFORM, &space, &self.spot.channel, ts)
            .await
        {
            Ok(seq) => seq,
            Err(error) => {
                tracing::error!(%error, space, "which entry a message shows can't be looked up");
                None
            }
        };
        let Some(seq) = seq else {
            self.acknowledge();
            let puts = [("command", mark::command("why").into())];
            let text = say("slack-no-entry-there", &puts);
            self.tell(&body::notice(&text)).await;
            return;
        };
        let entry = seq.to_string();
        let line = format!("entry void {entry}");
        if self.who.moderator {
            let kept = vec![("member".to_owned(), entry.clone())];
            if !self.open(&void_form(&entry), kept).await {
                let puts = [("command", mark::command(&line).into())];
                let text = say("slack-void-by-command", &puts);
                self.tell(&body::notice(&text)).await;
            }
            return;
        }
        self.answer(self.ask_line(&line).await).await;
    }
}

/// The form of `entry void`, with the entry known.
fn void_form(entry: &str) -> Form {
    let reason = Field {
        name: "reason".to_owned(),
        label: say("slack-void-reason", &[]),
        hint: say("slack-void-hint", &[("entry", entry.into())]),
        ..Field::default()
    };
    Form {
        title: say("slack-void-title", &[]),
        command: "entry void".to_owned(),
        fields: vec![reason],
        submit: say("slack-void-submit", &[]),
    }
}
