//! `help`: every command in a line, or one in full; the README's table comes from the same list.

use crate::cards;
use crate::cards::help::CommandHelp;
use crate::commands::declare::{Command, Kind, word};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::commands::{read, registry};
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "help",
    about: "What you can type",
    moderator: false,
    free_text: true,
    options: &[word("command", Kind::Text, "Show one command in full")],
    examples: &["help", "help progress"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    if let Some(typed) = ask.arguments.get("command") {
        let (command, _) = read::command(typed)?;
        let help = help_of(command);
        return Ok(Reply::private(
            desk.card(ask, |view| cards::help::one(view, &help)).await?,
        ));
    }
    let all = all();
    Ok(Reply::private(
        desk.card(ask, |view| cards::help::overview(view, &all))
            .await?,
    ))
}

/// Every command as help shows it.
pub(super) fn all() -> Vec<CommandHelp> {
    registry::COMMANDS
        .iter()
        .map(|command| help_of(command))
        .collect()
}

fn help_of(command: &Command) -> CommandHelp {
    CommandHelp {
        path: command.path.to_owned(),
        usage: command.usage(),
        about: command.about.to_owned(),
        examples: command
            .examples
            .iter()
            .map(|example| (*example).to_owned())
            .collect(),
        options: command
            .options
            .iter()
            .map(|option| (option.name.to_owned(), option.about.to_owned()))
            .collect(),
        moderator: command.moderator,
    }
}
