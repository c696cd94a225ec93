//! From an errand to a conversation: which workspace, who, and what is asked.

use std::sync::Arc;

use crate::cards::say::say;
use crate::commands::Said;
use crate::platform::slack::PLATFORM;
use crate::platform::slack::answer::hook::Hook;
use crate::platform::slack::answer::{About, Talk, body};
use crate::platform::slack::blocks::Press;
use crate::platform::slack::carry::{Ack, Carrier, Slot, Via};
use crate::platform::slack::envelope::{Errand, Modal, On, What, typed};
use crate::platform::slack::workspaces::{NoWorkspace, Workspace};

/// What happened longer ago is not carried out: who wrote it has long done something else about it.
const OLD_MS: i64 = 2 * 3_600_000;

impl Carrier {
    /// Runs an errand to its end.
    pub(in crate::platform::slack) async fn run(&self, errand: Errand, via: Via, slot: Arc<Slot>) {
        if errand.what == What::Gone {
            if let Err(error) = self.0.workspaces.went(&errand.team, errand.sent_ms).await {
                tracing::error!(%error, team = errand.team.space(), "a workspace that went counts as here");
            }
            return;
        }
        let workspace = match self.workspace(&errand).await {
            Ok(workspace) => workspace,
            Err(error) => return Box::pin(self.turn_away(&errand, via, &slot, &error)).await,
        };
        let talk = self.talk(&errand, workspace, via, slot).await;
        match errand.what {
            What::Line(line) => talk.answer(talk.ask_line(&line).await).await,
            What::Mention(said, bot) => {
                let age_ms = errand
                    .sent_ms
                    .map(|sent_ms| self.clock().now_ms() - sent_ms);
                if age_ms.is_some_and(|age_ms| age_ms > OLD_MS) {
                    talk.acknowledge();
                    talk.tell_directly(&body::notice(&say("slack-too-old", &[])))
                        .await;
                    return;
                }
                let bot = bot.unwrap_or_else(|| talk.workspace.bot_user.clone());
                let line = typed::mentioned(&said, &bot);
                talk.answer(talk.ask_line(&line).await).await;
            }
            What::Press(press, on) => Box::pin(talk.pressed(press, on)).await,
            What::Form(filled) => {
                let said = Said::Fields {
                    command: filled.command,
                    fields: filled.fields,
                };
                talk.answer(talk.ask(said).await).await;
            }
            What::LogProgress => Box::pin(talk.log_progress()).await,
            What::VoidEntry(ts) => Box::pin(talk.void_entry(&ts)).await,
            What::HomeOpened => {
                talk.acknowledge();
                self.0
                    .home
                    .publish(&talk.workspace, &talk.place(), &talk.who);
            }
            What::Gone | What::Nothing => {}
        }
    }

    /// The workspace of an errand. People of other workspaces who share a channel act in the one whose app they use:
    /// payloads name it. So where there is but one by configuration, another one is a stranger.
    async fn workspace(&self, errand: &Errand) -> Result<Workspace, NoWorkspace> {
        if errand.team.team.is_empty()
            && let Some(only) = self.0.workspaces.only().await?
        {
            return Ok(only);
        }
        self.0.workspaces.of(&errand.team).await
    }

    /// Says, where that needs no token, why nothing can be done.
    async fn turn_away(&self, errand: &Errand, via: Via, slot: &Slot, error: &NoWorkspace) {
        let text = match error {
            NoWorkspace::NotHere => say("slack-not-installed", &[]),
            NoWorkspace::Failed(_) => {
                tracing::error!(%error, team = errand.team.space(), "a workspace can't be served");
                say("try-again", &[])
            }
        };
        let message = body::private(&body::notice(&text), None);
        let carries = via == Via::Http && matches!(errand.what, What::Line(_));
        if carries && slot.give(Ack::Body(message.clone())) {
            return;
        }
        slot.give(Ack::Empty);
        if let Some(url) = &errand.hook
            && let Err(error) = self.0.api.respond(&url.0, &message).await
        {
            tracing::warn!(%error, "nobody could be told that a workspace can't be served");
        }
    }

    async fn talk(&self, errand: &Errand, workspace: Workspace, via: Via, slot: Arc<Slot>) -> Talk {
        let space = workspace.key.space();
        // Where the store fails, the desk will say so.
        let row = self
            .0
            .desk
            .engine()
            .space(PLATFORM, &space, &workspace.name)
            .await
            .ok();
        let named = row.and_then(|row| row.moderators);
        let who = self
            .0
            .people
            .asker(&workspace, &errand.who, named.as_deref())
            .await;
        let is_line = matches!(errand.what, What::Line(_));
        let about = match &errand.what {
            What::Form(filled) => About::Sent(Box::new(filled.modal.clone())),
            _ => About::Typed,
        };
        let remembered = match &errand.what {
            What::Form(filled) => Some(&filled.modal),
            What::Press(_, On::Modal(modal)) => Some(&**modal),
            _ => None,
        };
        let now_ms = self.clock().now_ms();
        let hook = errand.hook.as_ref().map(|url| {
            let until_ms = until_ms(remembered, &url.0);
            Hook::new(url, until_ms.unwrap_or_else(|| Hook::end_ms(now_ms)))
        });
        Talk {
            carrier: self.clone(),
            workspace,
            who,
            spot: errand.spot.clone(),
            delivery: errand.delivery.clone(),
            hook,
            trigger: errand.trigger.clone(),
            slot,
            carries_message: via == Via::Http && is_line,
            carries_view: via != Via::Socket { payload: false },
            about,
        }
    }
}

/// Until when the `response_url` that a modal remembers is good.
fn until_ms(modal: Option<&Modal>, url: &str) -> Option<i64> {
    let (remembered, until_ms) = modal?.context.hook.as_ref()?;
    (remembered == url).then_some(*until_ms)
}

impl Talk {
    async fn pressed(mut self, press: Press, on: On) {
        let unfolds = press == Press::More;
        let (line, only_for) = match press {
            Press::Run { line, only_for } => (line, only_for),
            Press::More => (String::new(), None),
            Press::Stale => return self.politely("slack-stale-button", on).await,
            Press::Nothing => return,
        };
        if only_for.is_some_and(|user| user != self.who.user) {
            return self.politely("slack-not-your-button", on).await;
        }
        if unfolds {
            if let On::Modal(modal) = on {
                self.unfold(*modal).await;
            }
            return;
        }
        if let On::Message {
            ts,
            ephemeral: true,
            ..
        } = &on
            && is_progress(&line)
        {
            // The answer to a question counts once, however often and over whichever process it is pressed.
            self.delivery = format!("press:{}:{ts}:{}", self.spot.channel, body::digest(&line));
        }
        self.about = About::Pressed(on, line.clone());
        let reply = self.ask(Said::Line(line)).await;
        self.answer(reply).await;
    }

    /// Says why a press does nothing, and leaves everything as it is.
    async fn politely(mut self, name: &'static str, on: On) {
        let card = body::notice(&say(name, &[]));
        self.about = About::Pressed(on, String::new());
        self.tell(&card).await;
    }
}

fn is_progress(line: &str) -> bool {
    let word = line
        .trim()
        .trim_start_matches('/')
        .split_whitespace()
        .next();
    word == Some(crate::commands::registry::PROGRESS)
}
