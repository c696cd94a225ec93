//! The door of a Discord server: lines are typed there, and what people then see is read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;

use huzzah::commands::{Asker, Desk, Features, Invocation, Place, Said};
use huzzah::domain::calendar::show_local;

use super::desk;
use super::kinds::kinds;
use super::refusals::Refusals;
use crate::discord::act::Server;
use crate::discord::deliver::Deed;
use crate::discord::lock;
use crate::discord::plain::line;
use crate::discord::see::Seen;
use crate::party::{Party, Way};

/// What the asker is told where the answer is for everybody.
const POSTED: &str = "The answer goes to everybody in this channel.";

/// What the button says that opens a form.
const OPENS_FORM: &str = "Open the form";

/// What was done, what was seen of it, and whether it was refused.
type Heard = (Deed, Vec<Seen>, bool);

/// A server whose people talk to the house.
pub(crate) struct Members {
    party: Party,
    refusals: Refusals,
    /// What was delivered, and what was seen first, by delivery and person.
    deeds: Mutex<BTreeMap<(String, String), Heard>>,
    /// Posts up to this were read.
    read_to: Mutex<u64>,
    told: Mutex<Vec<String>>,
    other: Mutex<Option<Server>>,
}

impl Members {
    pub(super) async fn new(way: Way) -> Self {
        let party = Party::new(way).await;
        // Its moderators let everybody see every command: the house asks again who may run it.
        party.discord.with(|world| {
            world.guild_mut(&party.acme.guild).all_commands = true;
        });
        let read_to = Mutex::new(party.discord.with(|world| world.mark()));
        Self {
            party,
            refusals: Refusals::new(),
            deeds: Mutex::default(),
            read_to,
            told: Mutex::default(),
            other: Mutex::default(),
        }
    }

    pub(super) fn party(&self) -> &Party {
        &self.party
    }

    /// What somebody reads who types a line; the same delivery again is read again.
    pub(super) async fn hears(&self, delivery: &str, user: &str, line: &str) -> String {
        let key = (delivery.to_owned(), user.to_owned());
        let before = lock(&self.deeds).get(&key).cloned();
        if let Some((deed, seen, refused)) = before {
            let again = self.party.discord.redeliver(&deed).await;
            assert!(again.acked.is_some(), "{line} failed when it came again");
            let fresh = self.party.answers(&again).await;
            let kept = seen.iter().map(|seen| self.party.acme.again(seen));
            let seen = if fresh.is_empty() {
                kept.collect()
            } else {
                fresh
            };
            return self.read(&seen, refused).await;
        }
        let n_refused = self.refusals.count();
        let typed = match self.party.acme.command(user, "general", line) {
            Ok(typed) => typed,
            Err(_) => return self.asks_desk(&self.party.acme, delivery, user, line).await,
        };
        let deed = self.party.discord.deliver(typed).await;
        assert!(deed.acked.is_some(), "{line} failed: no answer in time");
        let mut seen = self.party.answers(&deed).await;
        if self.party.acme.closes_modal(user) {
            // A form opened; the words that stand for it elsewhere are the desk's.
            return self.asks_desk(&self.party.acme, delivery, user, line).await;
        }
        // Before everybody is shown something the asker is told so; elsewhere nobody is.
        seen.retain(|seen| seen.text != POSTED);
        self.overhear(&deed).await;
        let refused = self.refusals.count() > n_refused;
        let text = self.read(&seen, refused).await;
        lock(&self.deeds).insert(key, (deed, seen, refused));
        text
    }

    /// What the house says to a line that Discord's text box does not send: no such command, no such choice.
    async fn asks_desk(&self, at: &Server, delivery: &str, user: &str, line: &str) -> String {
        let engine = self.party.bot().engine.clone();
        let desk = Desk::new(engine, Features::default());
        let id = at.person(user);
        let mut names = at.names().into_iter();
        let name = names.find(|(one, _)| *one == id);
        let asked = Invocation {
            place: Place {
                platform: "discord",
                space: at.guild.clone(),
                channel: at.channel("general"),
                direct: false,
            },
            who: Asker {
                user: id,
                name: name.map(|(_, name)| name).unwrap_or_default(),
                moderator: user == "mo",
                ..Asker::default()
            },
            delivery: delivery.to_owned(),
            said: Said::Line(at.alive(line)),
        };
        let reply = desk.answer(asked).await;
        self.in_words(&desk::read(&reply)).await
    }

    /// What somebody reads who types a line in another server that has the bot.
    pub(super) async fn hears_elsewhere(&self, user: &str, line: &str) -> String {
        let other = {
            let mut other = lock(&self.other);
            let founded = other.get_or_insert_with(|| self.party.discord.server("Elsewhere"));
            founded.clone()
        };
        other.moderates("mo");
        self.party.discord.with(|world| {
            world.guild_mut(&other.guild).all_commands = true;
        });
        self.party.settles().await;
        let n_refused = self.refusals.count();
        let Ok(typed) = other.command(user, "general", line) else {
            return self.asks_desk(&other, line, user, line).await;
        };
        let deed = self.party.discord.deliver(typed).await;
        self.party.settles().await;
        let seen = other.seen_by(&deed.envelope.user, deed.envelope.mark);
        self.read(&seen, self.refusals.count() > n_refused).await
    }

    /// What people were told directly without asking, since the last look.
    pub(super) fn told(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.told))
    }

    /// Notes what others than the one who typed were told directly.
    async fn overhear(&self, deed: &Deed) {
        let bot = self.party.discord.with(|world| world.app.id.clone());
        for (id, name) in self.party.acme.names() {
            if id == deed.envelope.user || id == bot {
                continue;
            }
            let fresh = self.party.acme.seen_by(&id, deed.envelope.mark);
            for seen in fresh.iter().filter(|seen| !seen.public) {
                let told = format!("{name}: {}", self.words(seen).await);
                lock(&self.told).push(told);
            }
        }
    }

    pub(super) fn renames(&self, user: &str, name: &str) {
        let shown = name.to_owned();
        self.party
            .acme
            .person_with(user, |user, _| user.shown = Some(shown));
    }

    /// What was posted since the last look, as `kind: text`. What only moderators are told is seen by `mo`.
    pub(super) async fn posts(&self) -> Vec<String> {
        let now = self.party.discord.with(|world| world.mark());
        let from = std::mem::replace(&mut *lock(&self.read_to), now);
        let kinds = kinds(&self.party.bot().engine).await;
        let mut posts = Vec::new();
        for seen in self.party.acme.sees_since("mo", from) {
            let title = seen.text.lines().next().unwrap_or_default();
            let kind = kinds.iter().find(|(message, _)| {
                if seen.public {
                    message.contains(&seen.id)
                } else {
                    message == title
                }
            });
            let Some((_, kind)) = kind else { continue };
            let whom = if seen.public { "" } else { " (to moderators)" };
            posts.push(format!("{kind}{whom}: {}", self.words(&seen).await));
        }
        posts
    }

    /// What was seen because of one line, as the desk's replies are read.
    async fn read(&self, seen: &[Seen], refused: bool) -> String {
        let mut text = String::new();
        for seen in seen {
            if !text.is_empty() {
                text.push('\n');
            }
            if seen.text.is_empty() {
                text.push_str(&self.words(seen).await);
                continue;
            }
            let whom = match (refused, seen.public) {
                (true, _) => "(refused)",
                (false, true) => "(public)",
                (false, false) => "(private)",
            };
            text.push_str(whom);
            text.push(' ');
            text.push_str(&self.words(seen).await);
        }
        text
    }

    /// A message in the words of every platform.
    async fn words(&self, seen: &Seen) -> String {
        let mut seen = seen.clone();
        // Where a form was asked for, a button opens it; on other platforms it stands below the words.
        seen.buttons.retain(|button| button.label != OPENS_FORM);
        let store = self.party.bot().engine.store().clone();
        for button in &mut seen.buttons {
            button.line = line(&button.line);
            if let Some(id) = button.line.strip_prefix("kept:") {
                let line = store.discord_line(id).await.expect("the store answers");
                button.line = line.expect("the house keeps it");
            }
        }
        self.in_words(&seen.read()).await
    }

    /// People and channels by their names, and instants in the community's zone.
    async fn in_words(&self, text: &str) -> String {
        let names = self.party.acme.names();
        let text = names.iter().fold(text.to_owned(), |text, (id, name)| {
            text.replace(id.as_str(), name)
        });
        let engine = self.party.bot().engine.clone();
        let communities = engine.communities().await.expect("the store answers");
        let Some(&community_id) = communities.first() else {
            return text;
        };
        let zone = engine
            .view(community_id, |community| community.settings().tz())
            .await;
        let zone = zone.expect("an open community");
        let mut pieces = text.split("<t:");
        let mut words = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (seconds, rest) = piece.split_once('>').expect("an instant ends");
            let seconds: i64 = seconds.parse().expect("seconds");
            let shown = show_local(zone, seconds * 1_000);
            write!(words, "{shown} ({}){rest}", zone.name()).expect("strings take all text");
        }
        words
    }
}
