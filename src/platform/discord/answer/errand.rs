//! From an errand to a conversation: which server, who, and what is asked.

use std::sync::Arc;

use crate::cards::say::say;
use crate::commands::{Said, read, registry};
use crate::platform::discord::PLATFORM;
use crate::platform::discord::answer::{About, Talk, body};
use crate::platform::discord::buttons::{Manner, Press, keep, sure};
use crate::platform::discord::carry::{Carrier, First};
use crate::platform::discord::envelope::{Errand, On, What};
use crate::platform::discord::render::{self, PRIVATE};

impl Carrier {
    /// Runs an errand to its end.
    pub(in crate::platform::discord) async fn run(&self, errand: Errand, first: Arc<First>) {
        if errand.guild.is_empty() {
            return self.turn_away(&errand.what, &first, "discord-servers-only");
        }
        let talk = self.talk(&errand, first).await;
        match errand.what {
            What::Command { path, fields } => {
                let said = Said::Fields {
                    command: path,
                    fields,
                };
                talk.answer(talk.ask(said).await).await;
            }
            What::Typing(typing) => talk.suggest(&typing).await,
            What::Press { press, chosen, on } => talk.pressed(press, &chosen, on).await,
            What::Form { command, fields } => {
                let about = About::Sent(command.clone(), fields.clone());
                let talk = Talk { about, ..talk };
                let reply = talk.ask(Said::Fields { command, fields }).await;
                talk.answer(reply).await;
            }
            What::Stale => {
                talk.tell(&body::notice(&say("discord-stale", &[]))).await;
            }
            What::Nothing => {}
        }
    }

    /// Says a sentence as the first answer, where that is a message and can still be given.
    pub(in crate::platform::discord) fn turn_away(
        &self,
        what: &What,
        first: &First,
        name: &'static str,
    ) {
        if matches!(what, What::Typing(_)) {
            return;
        }
        let commands = self.0.api.commands();
        let card = body::notice(&say(name, &[]));
        let message = render::message(&card, &|name| commands.get(name).cloned());
        first.say(&message.json(PRIVATE));
    }

    async fn talk(&self, errand: &Errand, first: Arc<First>) -> Talk {
        let guild = errand.guild.clone();
        // Where the store fails, the desk will say so.
        let space = self.0.desk.engine().space(PLATFORM, &guild, &guild).await;
        let named = space.ok().and_then(|space| space.moderators);
        Talk {
            carrier: self.clone(),
            guild,
            who: self.0.people.asker(&errand.who, named.as_deref()),
            spot: errand.spot.clone(),
            delivery: errand.delivery.clone(),
            reply: errand.reply.clone(),
            first,
            about: About::Given,
        }
    }
}

impl Talk {
    async fn pressed(mut self, press: Press, chosen: &[String], on: On) {
        let (line, only_for, manner) = match press {
            Press::Run {
                line,
                only_for,
                manner,
            } => (line, only_for, manner),
            Press::Kept {
                id,
                only_for,
                manner,
            } => match self.carrier.0.store.discord_line(&id).await {
                Ok(Some(line)) => (line, only_for, manner),
                Ok(None) => return self.politely("discord-stale").await,
                Err(error) => {
                    tracing::error!(%error, guild = self.guild, "a button's line can't be read");
                    return self.politely("try-again").await;
                }
            },
            Press::Stale => return self.politely("discord-stale").await,
        };
        if only_for.is_some_and(|user| user != self.who.user) {
            return self.politely("discord-not-yours").await;
        }
        let line = with_chosen(line, chosen);
        if manner == Manner::AtOnce && on.private && is_progress(&line) {
            // The answer to a question counts once, however often and over whichever process it is pressed.
            let channel = self.spot.channel.as_str();
            self.delivery = format!("press:{channel}:{}:{}", on.message, keep(&line).id);
        }
        self.about = About::Pressed(on);
        match manner {
            Manner::Form => self.reopen(&line).await,
            Manner::Sure => self.make_sure(&line).await,
            Manner::AtOnce => {
                let reply = self.ask(Said::Line(line)).await;
                self.answer(reply).await;
            }
        }
    }

    /// Asks whether she means what can't be taken back.
    async fn make_sure(&self, line: &str) {
        let path = read::command(line).map_or(line, |(command, _)| command.path);
        let user = self.who.user.as_str();
        let card = sure(&format!("/{path}"), line, Some(user));
        if matches!(&self.about, About::Pressed(On { spent: true, .. })) {
            self.change(&card).await;
        } else {
            self.tell(&card).await;
        }
    }

    /// Says why a press does nothing, and leaves everything as it is.
    async fn politely(&self, name: &'static str) {
        self.tell(&body::notice(&say(name, &[]))).await;
    }
}

/// A line with what was chosen in a menu at its end.
fn with_chosen(line: String, chosen: &[String]) -> String {
    let chosen = chosen.join(" ");
    if chosen.is_empty() {
        return line;
    }
    let gap = if line.ends_with(':') { "" } else { " " };
    let mark = if chosen.contains(' ') { "\"" } else { "" };
    format!("{line}{gap}{mark}{chosen}{mark}")
}

fn is_progress(line: &str) -> bool {
    read::command(line).is_ok_and(|(command, _)| command.path == registry::PROGRESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_ends_the_line() {
        let line = |line: &str, chosen: &[&str]| {
            let chosen: Vec<String> = chosen.iter().map(|one| (*one).to_owned()).collect();
            with_chosen(line.to_owned(), &chosen)
        };
        assert_eq!(line("undo 12", &[]), "undo 12");
        assert_eq!(line("setup feed:", &["<#1>"]), "setup feed:<#1>");
        assert_eq!(
            line("setup moderators:", &["<@&1>", "<@2>"]),
            "setup moderators:\"<@&1> <@2>\""
        );
        assert_eq!(line("help", &["progress"]), "help progress");
    }
}
