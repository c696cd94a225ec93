//! The door of a Slack workspace: lines are typed there, and what people then see is read.

use std::collections::BTreeMap;
use std::sync::Mutex;

use huzzah::domain::community::Community;

use super::refusals::Refusals;
use crate::crew::{Crew, Way};
use crate::slack::deliver::Deed;
use crate::slack::lock;
use crate::slack::see::Seen;
use crate::slack::trouble::{Harm, Trouble};

/// The command that shows the help.
const HELP: &str = "/help";

/// A workspace whose people talk to the house.
pub(crate) struct Members {
    crew: Crew,
    refusals: Refusals,
    /// What was delivered, and what was seen first, by delivery and person.
    deeds: Mutex<BTreeMap<(String, String), (Deed, Vec<Seen>, bool)>>,
    /// Posts up to this were read.
    read_to: Mutex<u64>,
    told: Mutex<Vec<String>>,
}

impl Members {
    pub(super) async fn new(way: Way) -> Self {
        let crew = Crew::new(way).await;
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
        self.leave_forms_out(&deed, &mut seen);
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
        let n_help = self.crew.slack.with(|world| world.number());
        let delivery = format!("help-{n_help}");
        let asked = Box::pin(self.hears(&delivery, user, HELP));
        let help = asked.await.replacen("(private) ", "\n", 1);
        match text.strip_suffix(&help) {
            Some(text) => format!("{text}\n[Show help] {HELP}"),
            None => text,
        }
    }

    /// Where a form could not be opened, a button opens it; on other platforms the form stands below the words.
    fn leave_forms_out(&self, deed: &Deed, seen: &mut [Seen]) {
        for call in self.crew.slack.calls("views.open") {
            let title = call.args["view"]["title"]["text"].as_str();
            if call.seq <= deed.envelope.mark {
                continue;
            }
            for buttons in seen.iter_mut().map(|seen| &mut seen.buttons) {
                let found = buttons
                    .iter()
                    .rposition(|button| Some(button.label.as_str()) == title);
                if let Some(at) = found {
                    buttons.remove(at);
                }
            }
        }
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

    /// What was posted since the last look, as `kind: text`.
    pub(super) async fn posts(&self) -> Vec<String> {
        let from = std::mem::replace(
            &mut *lock(&self.read_to),
            self.crew.slack.with(|world| world.mark()),
        );
        let kinds = self.kinds().await;
        let moderator = self.crew.acme.sees_since("mo", from);
        let mut posts = Vec::new();
        for seen in moderator {
            let kind = kinds.iter().find(|(message, _)| message.contains(&seen.ts));
            let Some((_, kind)) = kind else { continue };
            let whom = if seen.public { "" } else { " (to moderators)" };
            posts.push(format!("{kind}{whom}: {}", self.words(&seen)));
        }
        posts
    }

    /// The platform's ids of what was posted, and what kind of post each is.
    async fn kinds(&self) -> Vec<(String, String)> {
        let engine = self.crew.bot().engine.clone();
        let mut kinds = Vec::new();
        for community_id in engine.communities().await.expect("the store answers") {
            let last = engine.view(community_id, Community::seq).await;
            for seq in 1..=last.expect("an open community") {
                let sent = engine.store().deliveries_of(community_id, seq).await;
                for row in sent.expect("the store answers") {
                    kinds.extend(row.message_ref.map(|message| (message, row.key.kind)));
                }
            }
        }
        kinds
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
