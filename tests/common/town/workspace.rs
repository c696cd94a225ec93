//! The door of a Slack workspace: lines are typed there, and what people then see is read.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::kinds::kinds;
use super::refusals::Refusals;
use crate::crew::{Crew, Way};
use crate::slack::act::Workspace;
use crate::slack::deliver::Deed;
use crate::slack::lock;
use crate::slack::see::Seen;
use crate::slack::trouble::{Harm, Trouble};
use crate::slack::world::World;

/// The command that shows the help.
const HELP: &str = "/help";

/// What the button says that opens a form.
const OPENS_FORM: &str = "Open the form";

/// What was done, what was seen of it, and whether it was refused.
type Heard = (Deed, Vec<Seen>, bool);

/// A workspace whose people talk to the house.
pub(crate) struct Members {
    crew: Crew,
    refusals: Refusals,
    /// What was delivered, and what was seen first, by delivery and person.
    deeds: Mutex<BTreeMap<(String, String), Heard>>,
    /// Posts up to this were read.
    read_to: Mutex<u64>,
    told: Mutex<Vec<String>>,
    other: Mutex<Option<Workspace>>,
}

impl Members {
    pub(super) async fn new(way: Way) -> Self {
        let crew = Crew::several(way).await;
        // A form that comes too late is told in words; what forms do is told elsewhere.
        let late = Harm::Refuse("expired_trigger_id");
        crew.slack.trouble(Trouble::on("views.open", late));
        let read_to = Mutex::new(crew.slack.with(|world| world.mark()));
        Self {
            crew,
            refusals: Refusals::new(),
            deeds: Mutex::default(),
            read_to,
            told: Mutex::default(),
            other: Mutex::default(),
        }
    }

    pub(super) fn crew(&self) -> &Crew {
        &self.crew
    }

    /// What somebody reads who types a line; the same delivery again is read again.
    pub(super) async fn hears(&self, delivery: &str, user: &str, line: &str) -> String {
        let key = (delivery.to_owned(), user.to_owned());
        let before = lock(&self.deeds).get(&key).cloned();
        if let Some((deed, seen, refused)) = before {
            let again = self.crew.slack.redeliver(&deed).await;
            assert!(again.acked.is_some(), "{line} failed when it came again");
            let fresh = self.crew.answers(&again).await;
            let kept = seen.iter().map(|seen| self.crew.acme.again(seen));
            let seen = if fresh.is_empty() {
                kept.collect()
            } else {
                fresh
            };
            return self.read(&seen, refused);
        }
        let n_refused = self.refusals.count();
        let deed = self.crew.acme.types(user, "general", line).await;
        assert!(deed.acked.is_some(), "{line} failed: operation_timeout");
        let mut seen = self.crew.answers(&deed).await;
        // Where a form could not be opened, a button opens it; on other platforms it stands below the words.
        for seen in &mut seen {
            seen.buttons.retain(|button| button.label != OPENS_FORM);
        }
        self.overhear(&deed);
        let refused = self.refusals.count() > n_refused;
        let text = self.read(&seen, refused);
        lock(&self.deeds).insert(key, (deed, seen, refused));
        if refused && line != HELP {
            return self.fold_help(user, text).await;
        }
        text
    }

    /// Where a line is no command at all, Slack's members read the help below; elsewhere a button leads there.
    async fn fold_help(&self, user: &str, text: String) -> String {
        let n_help = self.crew.slack.with(World::number);
        let delivery = format!("help-{n_help}");
        let asked = Box::pin(self.hears(&delivery, user, HELP));
        let help = asked.await.replacen("(private) ", "\n", 1);
        match text.strip_suffix(&help) {
            Some(text) => format!("{text}\n[Show help] {HELP}"),
            None => text,
        }
    }

    /// What somebody reads who types a line in another workspace that has the app.
    pub(super) async fn hears_elsewhere(&self, user: &str, line: &str) -> String {
        let other = {
            let mut other = lock(&self.other);
            let founded = other.get_or_insert_with(|| self.crew.slack.workspace("T2"));
            founded.clone()
        };
        let is_installed = self.crew.slack.with(|world| {
            let mut grants = world.grants.iter();
            grants.any(|grant| grant.team == other.team && !grant.revoked)
        });
        if !is_installed {
            self.crew.installs(&other).await;
        }
        let n_refused = self.refusals.count();
        let deed = other.types(user, "general", line).await;
        self.crew.settles().await;
        let seen = other.seen_by(&deed.envelope.user, deed.envelope.mark);
        self.read(&seen, self.refusals.count() > n_refused)
    }

    /// What people were told directly without asking, since the last look.
    pub(super) fn told(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.told))
    }

    /// Notes what others than the one who typed were told directly.
    fn overhear(&self, deed: &Deed) {
        for (id, name) in self.crew.acme.names() {
            if id == deed.envelope.user {
                continue;
            }
            let fresh = self.crew.acme.seen_by(&id, deed.envelope.mark);
            let direct = fresh.iter().filter(|seen| !seen.public);
            let told = direct.map(|seen| format!("{name}: {}", self.words(seen)));
            lock(&self.told).extend(told);
        }
    }

    pub(super) fn renames(&self, user: &str, name: &str) {
        let id = self.crew.acme.person(user);
        self.crew.slack.with(|world| {
            let people = &mut world.team_mut(&self.crew.acme.team).people;
            let person = people.get_mut(&id).expect("she is here");
            name.clone_into(&mut person.shown);
        });
    }

    /// What was posted since the last look, as `kind: text`. What only moderators are told is seen by `mo`.
    pub(super) async fn posts(&self) -> Vec<String> {
        let from = std::mem::replace(
            &mut *lock(&self.read_to),
            self.crew.slack.with(|world| world.mark()),
        );
        let kinds = kinds(&self.crew.bot().engine).await;
        let mut posts = Vec::new();
        for seen in self.crew.acme.sees_since("mo", from) {
            let title = seen.text.lines().next().unwrap_or_default();
            let kind = kinds.iter().find(|(message, _)| {
                if seen.public {
                    message.contains(&seen.ts)
                } else {
                    message == title
                }
            });
            let Some((_, kind)) = kind else { continue };
            let whom = if seen.public { "" } else { " (to moderators)" };
            posts.push(format!("{kind}{whom}: {}", self.words(&seen)));
        }
        posts
    }

    /// What was seen because of one line, as the desk's replies are read.
    fn read(&self, seen: &[Seen], refused: bool) -> String {
        let mut text = String::new();
        for seen in seen {
            if !text.is_empty() {
                text.push('\n');
            }
            if seen.text.is_empty() {
                text.push_str(&self.words(seen));
                continue;
            }
            let whom = match (refused, seen.public) {
                (true, _) => "(refused)",
                (false, true) => "(public)",
                (false, false) => "(private)",
            };
            text.push_str(whom);
            text.push(' ');
            text.push_str(&self.words(seen));
        }
        text
    }

    /// A message in the words of every platform: commands without the word that Slack needs before most of them, people
    /// by their names, and a table without its headings.
    fn words(&self, seen: &Seen) -> String {
        let mut text = seen.read();
        if let Some(headings) = &seen.headings {
            text = text.replacen(&format!("\n{headings}\n"), "\n", 1);
        }
        let text = text.replace("/huzzah ", "/");
        let people = self.crew.acme.names();
        people
            .iter()
            .fold(text, |text, (id, name)| text.replace(id.as_str(), name))
    }
}
