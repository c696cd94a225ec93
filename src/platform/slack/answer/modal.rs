//! Modals: forms are opened, answered and unfolded; cards take the place of a modal whose button was pressed.

use serde_json::{Value, json};

use crate::cards::{CardKind, Form};
use crate::commands::{Reply, Said, Visibility};
use crate::platform::slack::answer::{About, Talk};
use crate::platform::slack::api::CallError;
use crate::platform::slack::blocks::{self, Context};
use crate::platform::slack::carry::Ack;
use crate::platform::slack::envelope::{Modal, On};

impl Talk {
    /// Shows a form, with answers that are already known; whether Slack took it. What opens a modal is good for three
    /// seconds: after that the form's words must do.
    pub(super) async fn open(&self, form: &Form, kept: Vec<(String, String)>) -> bool {
        let context = Context {
            command: form.command.clone(),
            kept,
            ..self.context()
        };
        let view = blocks::form_view(form, &context);
        if let About::Sent(_) = &self.about
            && self.give_view(json!({"response_action": "update", "view": view}))
        {
            return true;
        }
        self.acknowledge();
        match &self.about {
            About::Pressed(On::Modal(modal), _) => self.update(modal, &view).await,
            _ => self.open_view(&view).await,
        }
    }

    /// Answers a form that was sent: errors at their fields, what goes on in its place, all else outside.
    pub(super) async fn answer_form(&self, modal: &Modal, reply: &Reply) {
        let again = reply
            .card
            .form
            .as_ref()
            .is_some_and(|form| self.asks_again(form));
        if reply.refused || again {
            let errors = if reply.field_errors.is_empty() {
                vec![(String::new(), reply.card.text())]
            } else {
                reply.field_errors.clone()
            };
            let errors = blocks::field_errors(&modal.view, &errors);
            if errors.is_null() || !self.give_view(errors) {
                self.tell(&reply.card).await;
            }
            return;
        }
        let goes_on = matches!(reply.card.kind, CardKind::Question | CardKind::Rules)
            && reply.visibility == Visibility::Private
            && !reply.card.actions.is_empty();
        let is_nowhere = self.spot.channel.is_empty() && self.hook.is_none();
        if goes_on || is_nowhere {
            let view = blocks::card_view(&reply.card, &self.context());
            if !self.give_view(json!({"response_action": "update", "view": view})) {
                self.tell(&reply.card).await;
            }
            return;
        }
        self.give_view(json!({"response_action": "clear"}));
        self.say(reply).await;
    }

    /// Answers a button on a modal, in its place.
    pub(super) async fn answer_in(&self, modal: &Modal, reply: &Reply) {
        self.acknowledge();
        if reply.visibility == Visibility::Public && !self.spot.channel.is_empty() {
            self.post(reply).await;
        }
        let view = blocks::card_view(&reply.card, &self.context());
        if !self.update(modal, &view).await {
            self.tell(&reply.card).await;
        }
    }

    /// Answers a button on App Home: there is no channel, so a modal shows it.
    pub(super) async fn answer_at_home(&self, reply: &Reply) {
        self.acknowledge();
        let view = blocks::card_view(&reply.card, &self.context());
        if !self.open_view(&view).await {
            self.tell_directly(&reply.card).await;
        }
    }

    /// Shows all fields of a form that was opened with most of them folded away.
    pub(super) async fn unfold(&self, modal: Modal) {
        self.acknowledge();
        let line = modal.context.command.clone();
        let reply = self.ask(Said::Line(line)).await;
        let view = match &reply.card.form {
            Some(form) => blocks::all_fields(form, &modal.view),
            None => blocks::card_view(&reply.card, &self.context()),
        };
        self.update(&modal, &view).await;
    }

    /// Says what becomes of the modal, where the acknowledgement still can.
    fn give_view(&self, body: Value) -> bool {
        self.carries_view && self.slot.give(Ack::Body(body))
    }

    /// Opens a modal; whether Slack did.
    async fn open_view(&self, view: &Value) -> bool {
        let Some(trigger) = &self.trigger else {
            return false;
        };
        let body = json!({"trigger_id": trigger, "view": view});
        self.view_call("views.open", &body).await
    }

    /// Shows something else in a modal. A modal that has changed meanwhile keeps what it shows: a second press was
    /// quicker.
    async fn update(&self, modal: &Modal, view: &Value) -> bool {
        let mut body = json!({"view_id": modal.id, "view": view});
        if let Some(hash) = &modal.hash {
            body["hash"] = json!(hash);
        }
        self.view_call("views.update", &body).await
    }

    async fn view_call(&self, method: &'static str, body: &Value) -> bool {
        // Not patiently: in three seconds it is over.
        let called = self
            .carrier
            .0
            .api
            .call(&self.workspace.token, method, body)
            .await;
        match called {
            Ok(_) => true,
            Err(CallError::Refused(word)) if word == "hash_conflict" => true,
            Err(error) => {
                tracing::warn!(%error, method, "Slack did not show a modal");
                false
            }
        }
    }

    /// What a modal has to remember of this conversation.
    fn context(&self) -> Context {
        let now_ms = self.carrier.clock().now_ms();
        Context {
            channel: self.spot.channel.clone(),
            thread: self.spot.thread.clone(),
            hook: self.hook.as_ref().and_then(|hook| hook.remembered(now_ms)),
            command: String::new(),
            kept: Vec::new(),
        }
    }
}
