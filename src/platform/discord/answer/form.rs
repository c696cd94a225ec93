//! Forms: opened as modals while that is the first answer, and opened again with what was typed where it was refused.

use serde_json::json;

use crate::cards::Form;
use crate::commands::{Reply, Said, registry};
use crate::platform::discord::answer::Talk;
use crate::platform::discord::render;

/// The command whose form is about a challenge.
const GOAL: &str = "goal";
const CHALLENGE: &str = "challenge";

impl Talk {
    /// Shows a form, with answers that are already known; whether that was still possible. Nothing but the first answer
    /// can be a modal: after that the form's words must do, with a button that opens it.
    pub(super) fn open(&self, form: &Form, given: &[(String, String)]) -> bool {
        render::modal(form, given)
            .is_some_and(|modal| self.first.give(json!({ "type": 9, "data": modal })))
    }

    /// Answers a form that was refused: with a button that opens it again as it was filled.
    pub(super) async fn ask_again(
        &self,
        reply: &Reply,
        command: &str,
        fields: &[(String, String)],
    ) {
        let filled = json!([command, fields]).to_string();
        let commands = self.carrier.0.api.commands();
        let user = self.who.user.as_str();
        let message = render::asking_again(&reply.card, &filled, user, &|name| {
            commands.get(name).cloned()
        });
        self.keep(&message.kept).await;
        self.tell_message(&message).await;
    }

    /// Opens a form again, as it was filled.
    pub(super) async fn reopen(&self, filled: &str) {
        let (command, fields): (String, Vec<(String, String)>) =
            serde_json::from_str(filled).unwrap_or_default();
        if command == registry::PROGRESS {
            let desk = &self.carrier.0.desk;
            let form = desk.progress_form(&self.place(), &self.who).await;
            if form.is_some_and(|form| self.open(&form, &fields)) {
                return;
            }
        }
        let about = fields
            .iter()
            .filter(|(name, _)| command == GOAL && name == CHALLENGE);
        let said = Said::Fields {
            command: command.clone(),
            fields: about.cloned().collect(),
        };
        let reply = self.ask(said).await;
        if let Some(form) = &reply.card.form
            && self.open(form, &fields)
        {
            return;
        }
        self.answer(reply).await;
    }
}
