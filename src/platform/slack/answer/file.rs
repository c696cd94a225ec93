//! A file for one person: put into her conversation with the bot, else its beginning as text.

use crate::cards::Card;
use crate::cards::say::say;
use crate::commands::ReplyFile;
use crate::platform::slack::answer::Talk;

/// So many characters of a file are shown as text.
const SHOWN: usize = 2_500;

impl Talk {
    /// Hands a file over.
    pub(super) async fn hand_over(&self, file: &ReplyFile) {
        let (api, token) = (&self.carrier.0.api, &self.workspace.token);
        let uploaded = api
            .upload(token, &self.who.user, &file.name, &file.content, "")
            .await;
        let Err(error) = uploaded else { return };
        let space = self.workspace.key.space();
        tracing::warn!(%error, space, "a file is shown as text, since it could not be uploaded");
        let mut shown: String = file.content.chars().take(SHOWN).collect();
        let is_whole = shown.len() == file.content.len();
        let title = if is_whole {
            say("slack-file-as-text", &[])
        } else {
            shown.push('…');
            say("slack-file-cut", &[])
        };
        let card = Card {
            title: title.into(),
            lines: vec![shown.into()],
            ..Card::default()
        };
        self.tell(&card).await;
    }
}
