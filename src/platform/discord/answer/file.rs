//! A file for one person: beside the answer, else its beginning as text.

use crate::cards::Card;
use crate::cards::say::say;
use crate::commands::ReplyFile;
use crate::platform::discord::answer::Talk;
use crate::platform::discord::answer::calls::Own;
use crate::platform::discord::api::Method;
use crate::platform::discord::render::{self, PRIVATE};

/// So many characters of a file are shown as text.
const SHOWN: usize = 2_500;

impl Talk {
    /// Hands a file over.
    pub(super) async fn hand_over(&self, file: &ReplyFile) {
        let mut message = render::bare();
        let name = message.attach(&file.name, "");
        let bytes = file.content.clone().into_bytes();
        let body = message.json(PRIVATE);
        let sent = self.own(Method::Post, Own::New, Some(&body), Some((name, bytes)));
        let Err(error) = sent.await else { return };
        tracing::warn!(%error, guild = self.guild, "a file is shown as text, since it could not be sent");
        let mut shown: String = file.content.chars().take(SHOWN).collect();
        let is_whole = shown.len() == file.content.len();
        let title = if is_whole {
            say("discord-file-as-text", &[])
        } else {
            shown.push('…');
            say("discord-file-cut", &[])
        };
        let card = Card {
            title: title.into(),
            lines: vec![shown.into()],
            ..Card::default()
        };
        self.tell(&card).await;
    }
}
