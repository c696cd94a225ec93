//! Files: a place is asked for, the bytes are posted there, and the file is shown in a channel
//! (docs.slack.dev/messaging/working-with-files; scope `files:write`).

use axum::http::Uri;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::platform::slack::api::hook::same_origin;
use crate::platform::slack::api::{Api, CallError};

impl Api {
    /// Puts a file into a channel or a direct message (a user's id as channel is opened first). Nobody sees anything
    /// of it unless this succeeds or ends in [`CallError::Unknown`].
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn upload(
        &self,
        token: &SecretString,
        channel: &str,
        name: &str,
        content: &str,
        comment: &str,
    ) -> Result<(), CallError> {
        let channel = self.channel(token, channel).await.map_err(not_shown)?;
        let file = self.put(token, name, content).await.map_err(not_shown)?;
        let shown = json!({
            "files": [{ "id": file, "title": name }],
            "channel_id": channel,
            "initial_comment": comment,
        });
        self.call(token, "files.completeUploadExternal", &shown)
            .await
            .map(drop)
    }

    /// The channel's id; a user's direct message is opened.
    async fn channel(&self, token: &SecretString, channel: &str) -> Result<String, CallError> {
        // Users are `U…` or `W…`, channels `C…`, `G…` or `D…`.
        if !channel.starts_with(['U', 'W']) {
            return Ok(channel.to_owned());
        }
        let whom = json!({ "users": channel });
        let opened = self.call(token, "conversations.open", &whom).await?;
        text(&opened["channel"]["id"])
    }

    /// Puts a file where nobody sees it yet; its id.
    async fn put(
        &self,
        token: &SecretString,
        name: &str,
        content: &str,
    ) -> Result<String, CallError> {
        let asked = json!({ "filename": name, "length": content.len() });
        let place = self
            .call(token, "files.getUploadURLExternal", &asked)
            .await?;
        let (file, address) = (text(&place["file_id"])?, text(&place["upload_url"])?);
        let uri: Uri = address.parse().map_err(|_| CallError::unreadable())?;
        let api: Option<Uri> = self.base.parse().ok();
        let safe =
            uri.scheme_str() == Some("https") || api.is_some_and(|api| same_origin(&uri, &api));
        if !safe {
            let fault = "the address for the file is not Slack's";
            return Err(CallError::NotSent(fault.to_owned()));
        }
        // Whoever knows the address may put the file there: no token goes with it.
        let body = content.as_bytes().to_vec();
        let put = self.post(&uri, None, "application/octet-stream", body);
        put.await?;
        Ok(file)
    }
}

/// What was lost before the last step was seen by nobody.
fn not_shown(error: CallError) -> CallError {
    match error {
        CallError::Unknown(fault) => CallError::NotSent(fault),
        known => known,
    }
}

fn text(value: &Value) -> Result<String, CallError> {
    let text = value.as_str().map(str::to_owned);
    text.ok_or_else(CallError::unreadable)
}
