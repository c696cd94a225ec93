//! The plainest door: lines are handed to the desk, and its replies are read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use huzzah::commands::{Asker, Desk, Features, Invocation, Place, Reply, Said, Visibility};
use huzzah::engine::{Courier, Engine, Posted};

/// Where lines are handed in, and what came of them.
pub(crate) struct Counter {
    pub(crate) desk: Desk,
    names: Mutex<BTreeMap<String, String>>,
    told: Mutex<Vec<String>>,
    posts: Arc<Mutex<Vec<String>>>,
}

impl Counter {
    /// A counter, and the courier whose posts it collects.
    pub(super) fn new(engine: &Engine) -> (Self, Courier) {
        let features = Features {
            lounge_feed: "feed".to_owned(),
        };
        let desk = Desk::new(engine.clone(), features);
        let posts = Arc::default();
        let courier = courier(engine, &desk, &posts);
        let counter = Self {
            desk,
            names: Mutex::default(),
            told: Mutex::default(),
            posts,
        };
        (counter, courier)
    }

    pub(super) async fn hears(
        &self,
        space: &str,
        delivery: &str,
        user: &str,
        line: &str,
    ) -> String {
        let reply = self.replies(space, delivery, user, line).await;
        let told = reply.tells.iter();
        let told = told.map(|told| format!("{}: {}", told.user, told.card.text()));
        held(&self.told).extend(told);
        read(&reply)
    }

    /// What the desk replies to somebody's line in a space.
    pub(crate) async fn replies(
        &self,
        space: &str,
        delivery: &str,
        user: &str,
        line: &str,
    ) -> Reply {
        let mut said = invocation(space, delivery, user, Said::Line(line.to_owned()));
        if let Some(name) = held(&self.names).get(user) {
            said.who.name.clone_from(name);
        }
        self.desk.answer(said).await
    }

    pub(super) fn told(&self) -> Vec<String> {
        std::mem::take(&mut held(&self.told))
    }

    pub(super) fn renames(&self, user: &str, name: &str) {
        held(&self.names).insert(user.to_owned(), name.to_owned());
    }

    pub(super) fn posts(&self) -> Vec<String> {
        std::mem::take(&mut held(&self.posts))
    }
}

/// A line or form of somebody in a space.
pub(crate) fn invocation(space: &str, delivery: &str, user: &str, said: Said) -> Invocation {
    Invocation {
        place: Place {
            platform: "simulate",
            space: space.to_owned(),
            channel: "feed".to_owned(),
            direct: false,
        },
        who: Asker {
            user: user.to_owned(),
            name: user.to_owned(),
            moderator: user == "mo",
            ..Asker::default()
        },
        delivery: delivery.to_owned(),
        said,
    }
}

/// A reply as it is read: who sees it, its text, its buttons, its file.
pub(crate) fn read(reply: &Reply) -> String {
    let seen = match (reply.visibility, reply.refused) {
        (_, true) => "(refused)",
        (Visibility::Private, _) => "(private)",
        (Visibility::Public, _) => "(public)",
    };
    let mut text = format!("{seen} {}", reply.card.text());
    for action in &reply.card.actions {
        write!(text, "\n[{}] /{}", action.label, action.command).expect("strings take all text");
    }
    if let Some(file) = &reply.file {
        write!(text, "\n{}:\n{}", file.name, file.content).expect("strings take all text");
    }
    text
}

fn courier(engine: &Engine, desk: &Desk, posts: &Arc<Mutex<Vec<String>>>) -> Courier {
    let (desk, posts) = (desk.clone(), Arc::clone(posts));
    let post = Arc::new(move |delivery| {
        let (desk, posts) = (desk.clone(), Arc::clone(&posts));
        let posted: Pin<Box<dyn Future<Output = Posted> + Send>> = Box::pin(async move {
            let made = desk.announcement(&delivery).await.expect("a card");
            let Some(made) = made else {
                return Posted::Nothing;
            };
            let to = if made.moderators_only {
                " (to moderators)"
            } else {
                ""
            };
            let mut text = format!("{}{to}: {}", made.kind, made.card.text());
            for action in &made.card.actions {
                write!(text, "\n[{}] /{}", action.label, action.command)
                    .expect("strings take all text");
            }
            held(&posts).push(text);
            Posted::Sent(made.key)
        });
        posted
    });
    Courier::new(engine.clone(), post, "town")
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().expect("no test panicked here")
}
