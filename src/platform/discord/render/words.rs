//! Words as Discord's Markdown: instants by each reader's own clock, commands to press, channels and people by name.

use super::limits::TIME_S;
use super::line::{Line, code};
use crate::cards::{Span, Words};
use crate::commands::{Command, read};
use crate::platform::discord::buttons::is_snowflake;

/// Discord's ids of the registered commands, by the name that comes first: `challenge` for `challenge create`.
///
/// None where they are not known yet, or the command is not registered.
pub type CommandIds<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Adds words to a line.
pub(super) fn add(line: &mut Line, words: &Words, ids: CommandIds<'_>) {
    for span in &words.0 {
        match span {
            Span::Text { text } => line.typed(text),
            Span::Time { at_ms, text } => match instant(*at_ms) {
                Some(markup) => line.markup(&markup),
                None => line.typed(text),
            },
            Span::Command { line: typed } => command(line, typed, ids),
            Span::Channel { id } if is_snowflake(id) => line.markup(&format!("<#{id}>")),
            Span::Channel { id } => line.typed(&format!("#{id}")),
            Span::Mention { id } if is_snowflake(id.strip_prefix('&').unwrap_or(id)) => {
                line.markup(&format!("<@{id}>"));
            }
            Span::Mention { id } => line.typed(&format!("@{id}")),
        }
    }
}

/// An instant with day and minute, in the reader's own zone and language.
fn instant(at_ms: i64) -> Option<String> {
    let seconds = at_ms.div_euclid(1_000);
    (-TIME_S..=TIME_S)
        .contains(&seconds)
        .then(|| format!("<t:{seconds}:f>"))
}

/// A command as one gives it on Discord: its name to press, where its id is known, and what to fill in by name.
///
/// Discord has no places for arguments, only names, and throws away what is typed after a command without one
/// (github.com/discord/discord-api-docs, issues 2626 and 3175): `progress 3kg` is shown as `amount:3kg`.
pub(super) fn command(line: &mut Line, typed: &str, ids: CommandIds<'_>) {
    let typed = typed.trim().trim_start_matches('/');
    let Some((command, rest)) = read::command(typed).ok().filter(|_| !typed.is_empty()) else {
        line.markup(&code(&format!("/{typed}")));
        return;
    };
    let path = command.path;
    let name = path.split(' ').next().unwrap_or(path);
    let arguments = named(command, typed, rest);
    match ids(name).filter(|id| is_snowflake(id)) {
        Some(id) => {
            line.markup(&format!("</{path}:{id}>"));
            if !arguments.is_empty() {
                line.markup(" ");
                line.markup(&code(&arguments));
            }
        }
        None => line.markup(&code(&format!("/{path} {arguments}"))),
    }
}

/// A command's arguments by name; as they stand, where they are no right ones (`<title> [unit:]`).
fn named(command: &Command, typed: &str, rest: &str) -> String {
    let is_usage = rest.contains('[')
        || command
            .options
            .iter()
            .any(|option| rest.contains(&format!("<{}>", option.name)));
    match read::line(typed) {
        Ok((_, arguments)) if !is_usage => {
            let each = arguments
                .iter()
                .map(|(name, value)| format!("{name}:{value}"));
            each.collect::<Vec<_>>().join(" ")
        }
        _ => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> Option<String> {
        matches!(name, "progress" | "challenge").then(|| "1234567890".to_owned())
    }

    #[track_caller]
    fn shows(span: Span, expected: &str) {
        let mut line = Line::default();
        add(&mut line, &Words(vec![span]), &id);
        assert_eq!(line.whole(), expected);
    }

    #[track_caller]
    fn gives(line: &str, expected: &str) {
        let line = line.to_owned();
        shows(Span::Command { line }, expected);
    }

    #[test]
    fn commands_are_pressed_and_filled_in_by_name() {
        gives("progress", "</progress:1234567890>");
        gives("progress 3 kg", "</progress:1234567890> `amount:3 kg`");
        gives(
            "challenge open \"Spring cut\"",
            "</challenge open:1234567890> `challenge:Spring cut`",
        );
        gives("leaderboard", "`/leaderboard`");
        gives("join \"#3\" goal:70kg", "`/join challenge:#3 goal:70kg`");
        gives(
            "profile <@80351110224678912>",
            "`/profile member:<@80351110224678912>`",
        );
    }

    #[test]
    fn what_is_no_right_command_stands_as_it_is() {
        gives(
            "progress [amount] [when:]",
            "</progress:1234567890> `[amount] [when:]`",
        );
        gives("entry add <member>", "`/entry add <member>`");
        gives("dance `now`", "`/dance 'now'`");
        gives(
            "entry void @ana last reason:\"open",
            "`/entry void @ana last reason:\"open`",
        );
    }

    #[test]
    fn instants_channels_and_people_are_discords_own() {
        let text = "Sun 20:00".to_owned();
        let at_ms = 1_799_956_800_999;
        shows(Span::Time { at_ms, text }, "<t:1799956800:f>");
        let (at_ms, text) = (i64::MAX, "never".to_owned());
        shows(Span::Time { at_ms, text }, "never");
        let id = |id: &str| id.to_owned();
        shows(
            Span::Channel {
                id: id("41771983423143937"),
            },
            "<#41771983423143937>",
        );
        shows(
            Span::Channel {
                id: id("general_1"),
            },
            r"\#general\_1",
        );
        shows(
            Span::Mention {
                id: id("80351110224678912"),
            },
            "<@80351110224678912>",
        );
        shows(
            Span::Mention {
                id: id("&165511591545143296"),
            },
            "<@&165511591545143296>",
        );
        shows(Span::Mention { id: id("everyone") }, "@\u{2060}everyone");
    }
}
