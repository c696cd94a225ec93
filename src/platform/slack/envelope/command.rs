//! Slash commands: <https://docs.slack.dev/interactivity/implementing-slash-commands>.

use serde_json::Value;

use crate::commands::read;
use crate::platform::slack::envelope::place::spot;
use crate::platform::slack::envelope::{Errand, What, text, typed};

/// Reads a slash command's fields.
pub(super) fn read(payload: &Value) -> Errand {
    let mut spot = spot(text(payload, "/channel_id"), None);
    let name = text(payload, "/channel_name");
    spot.direct |= matches!(name.as_deref(), Some("directmessage"));
    let command = text(payload, "/command").unwrap_or_default();
    let rest = text(payload, "/text").unwrap_or_default();
    Errand {
        what: What::Line(line(&command, &typed::plain(&rest))),
        ..Errand::from(payload, spot)
    }
}

/// The line that a slash command stands for: a short form such as `/progress` is the command of that name, and any other
/// (`/huzzah`, or what an operator called it) does everything.
fn line(command: &str, rest: &str) -> String {
    let command = command.trim().trim_start_matches('/');
    if read::is_command(command) {
        format!("{command} {rest}").trim().to_owned()
    } else {
        rest.trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_keep_their_name_and_all_others_do_everything() {
        assert_eq!(line("/progress", "3kg easy"), "progress 3kg easy");
        assert_eq!(line("/progress", ""), "progress");
        assert_eq!(line("/challenge", "create"), "challenge create");
        assert_eq!(
            line("/huzzah", "leaderboard round:all"),
            "leaderboard round:all"
        );
        assert_eq!(line("/huzzah-dev", "undo"), "undo");
        assert_eq!(line("/huzzah", "  "), "");
    }
}
