//! What a person wrote in the lounge, for the file of everything that is kept about her.

use serde_json::{Map, Value, json};

use crate::commands::ReplyFile;
use crate::platform::lounge::Lounge;
use crate::platform::lounge::view::CHAT;
use crate::store::lounge::{LoungeMessage, LoungeSession};

impl Lounge {
    /// Adds to an export what the lounge itself keeps about its owner; any other file stays as it is.
    pub(crate) async fn with_words_of(
        &self,
        session: &LoungeSession,
        file: ReplyFile,
    ) -> anyhow::Result<ReplyFile> {
        if !file.is_export {
            return Ok(file);
        }
        let written = self.0.store.lounge_words_of(&session.user_id).await?;
        let mut all: Map<String, Value> = serde_json::from_str(&file.content)?;
        let seat = json!({
            "entered_ms": session.entered_ms, "zone": session.zone, "locale": session.locale,
            "came_first": session.came_first,
        });
        all.insert("lounge".to_owned(), seat);
        all.insert(
            "messages".to_owned(),
            written.into_iter().map(as_json).collect(),
        );
        let content = serde_json::to_string_pretty(&all)?;
        Ok(ReplyFile { content, ..file })
    }
}

fn as_json(message: LoungeMessage) -> Value {
    let text = if message.kind == CHAT {
        Some(message.body)
    } else {
        message.line
    };
    json!({
        "message": message.message_id, "at_ms": message.at_ms, "channel": message.channel,
        "below": message.parent_id, "text": text,
    })
}
