//! Carrying an invocation to the commands and its reply back to those who may read it.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::cards::{self, Card, CardKind};
use crate::commands::{Asker, Invocation, Reply, Said, Told, Visibility};
use crate::platform::lounge::Lounge;
use crate::platform::lounge::announce::house_message;
use crate::platform::lounge::person::Visitor;
use crate::platform::lounge::text::neutral;
use crate::platform::lounge::trouble::Trouble;
use crate::platform::lounge::view::{REPLY, card_view, view};
use crate::store::Tx;
use crate::store::lounge::{LoungeMessage, NewLoungeMessage};

/// Where in the lounge something is said.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// The channel.
    pub(crate) channel: String,
    /// The message whose thread it is said in.
    pub(crate) parent_id: Option<i64>,
}

/// One command on its way.
pub(crate) struct Errand {
    /// Who sends it.
    pub(crate) visitor: Visitor,
    /// From where.
    pub(crate) spot: Spot,
    /// The page's id of this sending.
    pub(crate) delivery: String,
    /// What was said.
    pub(crate) said: Said,
    /// The message whose button was pressed.
    pub(crate) pressed: Option<LoungeMessage>,
}

/// A command whose answer is still to come.
struct Awaited {
    asker: Asker,
    spot: Spot,
    delivery: String,
    typed: Option<String>,
    line: Option<String>,
    pressed: Option<LoungeMessage>,
}

impl Lounge {
    /// Runs a command and puts its reply where it belongs, to the end even when the page is gone meanwhile.
    pub(crate) async fn carry(&self, errand: Errand) -> Result<Value, Trouble> {
        let lounge = self.clone();
        let done = tokio::spawn(async move { lounge.carry_out(errand).await }).await;
        match done {
            Ok(answer) => answer,
            Err(error) => Err(anyhow::Error::from(error).into()),
        }
    }

    async fn carry_out(&self, errand: Errand) -> Result<Value, Trouble> {
        let Errand {
            visitor,
            spot,
            delivery,
            said,
            pressed,
        } = errand;
        let asker = visitor.asker();
        let typed = match &said {
            Said::Line(line) => Some(neutral(line).chars().take(200).collect::<String>()),
            Said::Fields { .. } => None,
        };
        let line = typed.clone().filter(|_| pressed.is_none());
        let is_form = matches!(said, Said::Fields { .. });
        let invocation = Invocation {
            place: Self::place(&spot.channel),
            who: asker.clone(),
            delivery: delivery.clone(),
            said,
        };
        let mut reply = self.0.desk.answer(invocation).await;
        let later = reply.later.take();
        let mut answer = answer_of(&reply, &asker.user);
        if reply.forgotten {
            self.forget(&asker.user).await?;
            answer.insert("forgotten".into(), json!(true));
            return Ok(Value::Object(answer));
        }
        if let Some(later) = later {
            let awaited = Awaited {
                asker: asker.clone(),
                spot: spot.clone(),
                delivery: delivery.clone(),
                typed,
                line: line.clone(),
                pressed,
            };
            // The word that it is not known yet has a key of its own: the real answer comes under the delivery's.
            let key = format!("{delivery}.wait");
            let note = self
                .show_reply(&asker, &spot, &key, line, &reply, None)
                .await?;
            let note_id = note.as_ref().map(|note| note.message_id);
            let lounge = self.clone();
            tokio::spawn(async move {
                if let Ok(reply) = later.await
                    && let Err(error) = lounge.show_later(awaited, note_id, reply).await
                {
                    tracing::error!(%error, "a late answer could not be shown");
                }
            });
            if let Some(note) = note {
                answer.insert("message".into(), json!(view(note, &asker.user)));
            }
            return Ok(Value::Object(answer));
        }
        if let Some(file) = reply.file.clone() {
            let file = self.with_words_of(&visitor.session, file).await?;
            let name = file.name.clone();
            let token = self.0.files.keep(&asker.user, self.0.clock.now_ms(), file);
            answer.insert(
                "file".into(),
                json!({ "name": name, "url": format!("/lounge/file/{token}") }),
            );
        }
        // A form is shown at once and a refused form keeps its dialog open: neither is a message.
        if reply.card.form.is_none() && !(is_form && reply.refused) {
            let shown = self
                .show_reply(&asker, &spot, &delivery, line, &reply, pressed)
                .await?;
            if let Some(message) = shown {
                answer.insert("message".into(), json!(view(message, &asker.user)));
            }
        }
        Ok(Value::Object(answer))
    }

    /// Shows the answer that came late, in the place of the word that it was not known yet.
    async fn show_later(
        &self,
        awaited: Awaited,
        note_id: Option<i64>,
        mut reply: Reply,
    ) -> anyhow::Result<()> {
        let Awaited {
            asker,
            spot,
            delivery,
            typed,
            line,
            pressed,
        } = awaited;
        if reply.forgotten {
            return self.forget(&asker.user).await;
        }
        // A file goes with the answer to its request, and that has been answered.
        if let (Some(_), Some(typed)) = (&reply.file, &typed) {
            reply.card.actions.push(cards::privacy::file_again(typed));
        }
        self.show_reply(&asker, &spot, &delivery, line, &reply, pressed)
            .await?;
        match note_id {
            Some(note_id) => self.dismiss(note_id, &asker.user).await,
            None => Ok(()),
        }
    }

    async fn show_reply(
        &self,
        asker: &Asker,
        spot: &Spot,
        delivery: &str,
        line: Option<String>,
        reply: &Reply,
        pressed: Option<LoungeMessage>,
    ) -> anyhow::Result<Option<LoungeMessage>> {
        let now_ms = self.0.clock.now_ms();
        let private = reply.visibility == Visibility::Private;
        let removed = pressed.as_ref().filter(|_| reply.removes);
        let removed_id = removed.map(|message| message.message_id);
        let superseded = pressed.filter(|message| !reply.refused && is_spent(message));
        let mut message = reply_message(asker, spot, delivery, now_ms, reply)?;
        message.line = line.filter(|_| private);
        let mut tx = self.0.store.begin().await?;
        replace_earlier(&mut tx, reply, &message.key).await?;
        let message_id = match superseded {
            Some(earlier) if private => {
                tx.lounge_edit(earlier.message_id, &message.body).await?;
                earlier.message_id
            }
            earlier => {
                if let Some(earlier) = earlier {
                    tx.lounge_dismiss(earlier.message_id, &asker.user).await?;
                }
                tx.lounge_post(&message).await?
            }
        };
        for told in &reply.tells {
            tx.lounge_post(&told_message(told, spot, delivery, now_ms)?)
                .await?;
        }
        if let Some(also) = &reply.also {
            let key = format!("also:{}:{delivery}", asker.user);
            tx.lounge_post(&house_message(
                &also.channel,
                REPLY,
                key,
                now_ms,
                &also.card,
            )?)
            .await?;
        }
        if let Some(removed_id) = removed_id {
            tx.lounge_remove(removed_id).await?;
        }
        tx.commit().await?;
        self.tell_streams().await?;
        Ok(self.0.store.lounge_message(message_id, &asker.user).await?)
    }
}

/// Makes the earlier message about an entry read as the reply wants it to read now.
pub(crate) async fn replace_earlier(
    tx: &mut Tx,
    reply: &Reply,
    except_key: &str,
) -> anyhow::Result<()> {
    if let Some((about, card)) = &reply.replaces
        && let Ok(about) = i64::try_from(*about)
    {
        let body = serde_json::to_string(card)?;
        tx.lounge_edit_about(about, &body, except_key).await?;
    }
    Ok(())
}

/// The message that tells somebody else something privately, once per delivery.
fn told_message(
    told: &Told,
    spot: &Spot,
    delivery: &str,
    at_ms: i64,
) -> anyhow::Result<NewLoungeMessage> {
    Ok(NewLoungeMessage {
        key: format!("told:{}:{delivery}", told.user),
        at_ms,
        channel: spot.channel.clone(),
        user_id: Some(told.user.clone()),
        only_for: Some(told.user.clone()),
        kind: REPLY.to_owned(),
        body: serde_json::to_string(&told.card)?,
        ..NewLoungeMessage::default()
    })
}

/// The message that shows a reply, once per delivery; a refusal is not remembered, so it does not stand in the way of
/// what the same delivery does later.
pub(crate) fn reply_message(
    who: &Asker,
    spot: &Spot,
    delivery: &str,
    at_ms: i64,
    reply: &Reply,
) -> anyhow::Result<NewLoungeMessage> {
    let private = reply.visibility == Visibility::Private;
    Ok(NewLoungeMessage {
        key: format!(
            "{}:{}:{delivery}",
            if reply.refused { "refusal" } else { "reply" },
            who.user
        ),
        at_ms,
        channel: spot.channel.clone(),
        parent_id: spot.parent_id,
        user_id: Some(who.user.clone()),
        only_for: private.then(|| who.user.clone()),
        about_seq: reply.about.and_then(|about| i64::try_from(about).ok()),
        kind: REPLY.to_owned(),
        line: None,
        body: serde_json::to_string(&reply.card)?,
    })
}

fn answer_of(reply: &Reply, viewer: &str) -> Map<String, Value> {
    let mut errors = Map::new();
    for (field, sentence) in &reply.field_errors {
        errors.insert(field.clone(), json!(neutral(sentence)));
    }
    let mut answer = Map::new();
    answer.insert("refused".into(), json!(reply.refused));
    answer.insert("field_errors".into(), Value::Object(errors));
    answer.insert("card".into(), card_view(&reply.card, viewer));
    answer.insert("form".into(), json!(reply.card.form));
    answer
}

/// Whether a pressed private card has done its work once a button of it was heard: a question, a preview, a page.
fn is_spent(message: &LoungeMessage) -> bool {
    message.only_for.is_some()
        && serde_json::from_str::<Card>(&message.body).is_ok_and(|card| {
            matches!(
                card.kind,
                CardKind::Question | CardKind::Rules | CardKind::Board
            )
        })
}

impl Spot {
    /// Reads where the page says it is; the thread must be one that this person sees.
    pub(crate) async fn read(
        lounge: &Lounge,
        visitor: &Visitor,
        channel: String,
        parent_id: Option<i64>,
    ) -> Result<Self, Trouble> {
        if !super::CHANNELS.iter().any(|(id, _)| *id == channel) {
            return Err(Trouble::refuse(
                StatusCode::NOT_FOUND,
                "There is no such channel here.",
            ));
        }
        if let Some(parent_id) = parent_id {
            let viewer = &visitor.session.user_id;
            let parent = lounge
                .0
                .store
                .lounge_message(parent_id, viewer)
                .await
                .map_err(anyhow::Error::from)?;
            let fits = parent.is_some_and(|parent| {
                parent.channel == channel && parent.parent_id.is_none() && parent.only_for.is_none()
            });
            if !fits {
                return Err(Trouble::gone());
            }
        }
        Ok(Self { channel, parent_id })
    }
}
