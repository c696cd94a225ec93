//! One conversation: what somebody wants is asked of the desk, and the answer finds its way to her.
//!
//! Nothing is decided here. Where an answer goes, in the order of preference: into the acknowledgement, to the
//! `response_url`, into the channel for her alone, into a direct message; what everybody may read, into the channel.

mod aside;
mod body;
mod errand;
mod file;
pub(super) mod hook;
mod modal;
mod patience;
mod private;
mod public;
mod shortcut;

use std::sync::Arc;

use crate::cards::{Card, CardKind, Form};
use crate::commands::{Asker, Invocation, Place, Reply, Said, Visibility, read};
use crate::platform::slack::PLATFORM;
use crate::platform::slack::answer::hook::Hook;
use crate::platform::slack::carry::{Ack, Carrier, Slot};
use crate::platform::slack::envelope::{Modal, On, Spot};
use crate::platform::slack::workspaces::Workspace;

/// A conversation with one person about one thing she did.
#[derive(Clone)]
struct Talk {
    carrier: Carrier,
    workspace: Workspace,
    who: Asker,
    spot: Spot,
    delivery: String,
    hook: Option<Hook>,
    /// What a modal can be opened with; it is good for three seconds, once.
    trigger: Option<String>,
    slot: Arc<Slot>,
    /// Whether the acknowledgement may hold a message for her alone.
    carries_message: bool,
    /// Whether the acknowledgement may say what becomes of the modal.
    carries_view: bool,
    about: About,
}

/// What she did.
#[derive(Clone)]
enum About {
    /// She typed something, or chose a shortcut.
    Typed,
    /// She pressed a button, on that, with that command line.
    Pressed(On, String),
    /// She sent a form.
    Sent(Box<Modal>),
}

impl Talk {
    fn place(&self) -> Place {
        Place {
            platform: PLATFORM,
            space: self.workspace.key.space(),
            channel: self.spot.channel.clone(),
            direct: self.spot.direct,
        }
    }

    /// Asks the desk.
    async fn ask(&self, said: Said) -> Reply {
        let invocation = Invocation {
            place: self.place(),
            who: self.who.clone(),
            delivery: self.delivery.clone(),
            said,
        };
        self.carrier.0.desk.answer(invocation).await
    }

    /// Asks the desk with a line. What is no command at all gets help beside the word that it is none.
    async fn ask_line(&self, line: &str) -> Reply {
        let reply = self.ask(Said::Line(line.to_owned())).await;
        if read::command(line).is_ok() {
            return reply;
        }
        let help = self.ask(Said::Line("help".to_owned())).await;
        Reply {
            card: with_help(reply.card.clone(), help.card),
            ..reply
        }
    }

    /// Lets an answer find its way, and everything that comes with it. From here on everything is committed.
    async fn answer(&self, mut reply: Reply) {
        if let Some(later) = reply.later.take() {
            self.tell(&reply.card).await;
            let talk = Talk {
                trigger: None,
                ..self.clone()
            };
            self.carrier.go(async move {
                if let Ok(reply) = later.await {
                    talk.show(&reply).await;
                }
            });
            return;
        }
        self.show(&reply).await;
    }

    async fn show(&self, reply: &Reply) {
        let shown = match &reply.card.form {
            // A form that asks again what was just sent is told at its fields.
            Some(form) if self.asks_again(form) => false,
            Some(form) => Box::pin(self.open(form, Vec::new())).await,
            None => false,
        };
        if !shown {
            match &self.about {
                About::Sent(modal) => Box::pin(self.answer_form(modal, reply)).await,
                About::Pressed(On::Modal(modal), _) => Box::pin(self.answer_in(modal, reply)).await,
                About::Pressed(On::Home, _) => Box::pin(self.answer_at_home(reply)).await,
                About::Typed | About::Pressed(On::Message { .. }, _) => self.say(reply).await,
            }
        }
        self.beside(reply).await;
    }

    /// Says an answer where it was asked for.
    async fn say(&self, reply: &Reply) {
        let spent = self.is_spent() && !reply.refused;
        match reply.visibility {
            Visibility::Public => {
                self.acknowledge();
                Box::pin(self.post(reply)).await;
                if spent {
                    Box::pin(self.delete_original()).await;
                }
            }
            Visibility::Private if spent => {
                self.acknowledge();
                Box::pin(self.replace_original(&reply.card)).await;
            }
            Visibility::Private => {
                self.tell(&reply.card).await;
            }
        }
    }

    /// Whether a form is the one that was just sent.
    fn asks_again(&self, form: &Form) -> bool {
        matches!(&self.about, About::Sent(modal) if modal.context.command == form.command)
    }

    /// Tells Slack that it arrived, where it was not told yet.
    fn acknowledge(&self) {
        self.slot.give(Ack::Empty);
    }

    /// Whether the message whose button was pressed has done its work.
    fn is_spent(&self) -> bool {
        matches!(
            &self.about,
            About::Pressed(On::Message { spent: true, .. }, _)
        )
    }
}

/// Help under the word that something is no command.
fn with_help(word: Card, help: Card) -> Card {
    let mut lines = word.lines;
    lines.push(help.title);
    lines.extend(help.lines);
    let mut actions = word.actions;
    actions.retain(|action| action.command != "help");
    actions.extend(help.actions);
    Card {
        kind: CardKind::Help,
        title: word.title,
        lines,
        actions,
        table: help.table,
        facts: help.facts,
        ..Card::default()
    }
}
