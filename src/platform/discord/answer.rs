//! One conversation: what somebody wants is asked of the desk, and the answer finds its way to her.
//!
//! Nothing is decided here. What she alone reads goes by the interaction; what everybody may read, into the channel. Where
//! the interaction is over before its answer, what was done stays done and nobody is told twice.

mod aside;
mod body;
mod calls;
mod choices;
mod errand;
mod file;
mod form;
mod private;
mod public;

use std::sync::Arc;

use crate::commands::{Asker, Invocation, Place, Reply, Said, Visibility};
use crate::platform::discord::PLATFORM;
use crate::platform::discord::carry::{Carrier, First};
use crate::platform::discord::envelope::{On, ReplyTo, Spot};
use crate::platform::discord::render;

/// A conversation with one person about one thing she did.
#[derive(Clone)]
struct Talk {
    carrier: Carrier,
    guild: String,
    who: Asker,
    spot: Spot,
    delivery: String,
    reply: ReplyTo,
    first: Arc<First>,
    about: About,
}

/// What she did.
#[derive(Clone)]
enum About {
    /// She gave a command.
    Given,
    /// She pressed a button, on that.
    Pressed(On),
    /// She sent the form of a command, with these answers.
    Sent(String, Vec<(String, String)>),
}

impl Talk {
    fn place(&self) -> Place {
        Place {
            platform: PLATFORM,
            space: self.guild.clone(),
            channel: self.spot.channel.clone(),
            direct: false,
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

    /// Lets an answer find its way, and everything that comes with it. From here on everything is committed.
    async fn answer(&self, mut reply: Reply) {
        if let Some(later) = reply.later.take() {
            self.tell(&reply.card).await;
            let talk = self.clone();
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
        let is_opened = match (&reply.card.form, &self.about) {
            // What menus ask is not in the modal, so the card goes first, with a button for the rest.
            (Some(form), About::Given) if render::has_menus(form) => false,
            // A form can't be the answer to a form.
            (Some(form), About::Given | About::Pressed(_)) => self.open(form, &[]),
            _ => false,
        };
        if !is_opened {
            match &self.about {
                About::Sent(command, fields) if reply.refused || reply.card.form.is_some() => {
                    self.ask_again(reply, command, fields).await;
                }
                _ => self.say(reply).await,
            }
        }
        self.beside(reply).await;
    }

    /// Says an answer where it was asked for.
    async fn say(&self, reply: &Reply) {
        let spent = self.is_spent(reply);
        match reply.visibility {
            Visibility::Public => self.post(reply, spent).await,
            Visibility::Private if spent => {
                self.change(&reply.card).await;
            }
            Visibility::Private => {
                self.tell(&reply.card).await;
            }
        }
    }

    /// Whether an answer takes the place of the private message whose button was pressed.
    fn is_spent(&self, reply: &Reply) -> bool {
        let About::Pressed(on) = &self.about else {
            return false;
        };
        (on.spent && !reply.refused) || (on.private && reply.removes)
    }
}
