//! Help, computed from the commands' declarations: an overview, one command, and the README's table.

use crate::cards::card::CardKind;
use crate::cards::example;
use crate::cards::mark;
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};

/// What help knows of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandHelp {
    /// Its path, without the slash: `challenge create`.
    pub path: String,
    /// The path and its arguments.
    pub usage: String,
    /// What it does, in one sentence.
    pub about: String,
    /// Right examples, without the slash.
    pub examples: Vec<String>,
    /// Options and what they mean.
    pub options: Vec<(String, String)>,
    /// Whether it is for moderators alone.
    pub moderator: bool,
}

/// Three examples and one line a command; moderators read theirs too.
#[must_use]
pub fn overview(view: &View, commands: &[CommandHelp]) -> Sheet {
    let mut sheet = Sheet::new(CardKind::Help, say("help-title", &[]));
    let report = mark::command(&example::some_report(view));
    let board = mark::command("leaderboard");
    let undo = mark::command("undo");
    sheet = sheet.line(say(
        "help-examples",
        &[
            ("report", report.into()),
            ("board", board.into()),
            ("undo", undo.into()),
        ],
    ));
    for command in commands.iter().filter(|command| !command.moderator) {
        sheet = sheet.line(one_line(command));
    }
    if view.moderator && commands.iter().any(|command| command.moderator) {
        sheet = sheet.line(say("help-moderators", &[]));
        for command in commands.iter().filter(|command| command.moderator) {
            sheet = sheet.line(one_line(command));
        }
    }
    sheet.line(say(
        "help-more",
        &[("command", mark::command("help progress").into())],
    ))
}

/// All about one command.
#[must_use]
pub fn one(view: &View, command: &CommandHelp) -> Sheet {
    let title = say("help-one", &[("command", command.path.as_str().into())]);
    let mut sheet = Sheet::new(CardKind::Help, title).line(command.about.clone());
    if command.moderator && !view.moderator {
        sheet = sheet.line(say("help-moderators-only", &[]));
    }
    sheet = sheet.line(say(
        "help-usage",
        &[("usage", mark::command(&command.usage).into())],
    ));
    for example in &command.examples {
        sheet = sheet.line(say(
            "help-example",
            &[("example", mark::command(example).into())],
        ));
    }
    for (option, meaning) in &command.options {
        sheet = sheet.fact(option.clone(), meaning.clone());
    }
    sheet
}

/// The commands as a table in Markdown, for the README.
#[must_use]
pub fn markdown(commands: &[CommandHelp]) -> String {
    let cell = |text: &str| {
        text.replace('\\', "\\\\")
            .replace('|', "\\|")
            .replace('\n', " ")
    };
    let mut lines = vec![
        say("help-markdown", &[]),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    for command in commands {
        let who = if command.moderator {
            say("help-markdown-moderators", &[])
        } else {
            say("help-markdown-members", &[])
        };
        let example = command
            .examples
            .first()
            .map(|example| format!("`/{}`", cell(example)))
            .unwrap_or_default();
        lines.push(format!(
            "| `/{}` | {who} | {} | {example} |",
            cell(&command.usage),
            cell(&command.about)
        ));
    }
    lines.join("\n") + "\n"
}

fn one_line(command: &CommandHelp) -> String {
    say(
        "help-line",
        &[
            ("command", mark::command(&command.path).into()),
            ("about", command.about.as_str().into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};

    #[test]
    fn help_is_computed_from_the_commands() {
        let stage = Stage::new();
        let command = |path: &str, usage: &str, about: &str, moderator: bool| CommandHelp {
            path: path.to_owned(),
            usage: usage.to_owned(),
            about: about.to_owned(),
            examples: vec![format!("{path} now")],
            options: vec![("when".to_owned(), "yesterday, or a date".to_owned())],
            moderator,
        };
        let commands = [
            command(
                "undo",
                "undo [entry]",
                "Takes your newest entry back.",
                false,
            ),
            command(
                "challenge open",
                "challenge open <challenge>",
                "Opens a draft | or two.",
                true,
            ),
        ];
        assert_snapshot!(text(overview(&stage.view(2), &commands)), @r"
        What you can do
        Log with /progress 3km, see who leads with /leaderboard, take the last entry back with /undo.
        /undo: Takes your newest entry back.
        /help progress explains a command with examples.
        ");
        assert_snapshot!(text(overview(&stage.view(1), &commands)), @r"
        What you can do
        Log with /progress 3km, see who leads with /leaderboard, take the last entry back with /undo.
        /undo: Takes your newest entry back.
        For moderators:
        /challenge open: Opens a draft | or two.
        /help progress explains a command with examples.
        ");
        assert_snapshot!(text(one(&stage.view(2), &commands[1])), @r"
        Help: challenge open
        Opens a draft | or two.
        This command is for moderators.
        Type /challenge open <challenge>
        Example: /challenge open now
        when: yesterday, or a date
        ");
        assert_snapshot!(markdown(&commands), @r"
        | Command | Who | What it does | Example |
        | --- | --- | --- | --- |
        | `/undo [entry]` | everybody | Takes your newest entry back. | `/undo now` |
        | `/challenge open <challenge>` | moderators | Opens a draft \| or two. | `/challenge open now` |
        ");
    }
}
