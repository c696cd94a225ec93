//! The registry: every command, in the order in which help shows them. A new command is one file and one line here.

use crate::commands::declare::Command;
use crate::commands::{
    audit, challenge_acts, challenge_create, challenge_edit, challenges, doctor, entry_acts,
    entry_add, export, forget_me, goal, help, join, leaderboard, leave, posts, privacy, profile,
    progress, settings, setup, undo, why,
};

/// The path of the command that logs progress.
pub const PROGRESS: &str = progress::COMMAND.path;

/// All commands.
pub static COMMANDS: &[&Command] = &[
    &progress::COMMAND,
    &undo::COMMAND,
    &leaderboard::COMMAND,
    &profile::COMMAND,
    &why::COMMAND,
    &challenges::COMMAND,
    &join::COMMAND,
    &leave::COMMAND,
    &goal::COMMAND,
    &settings::COMMAND,
    &privacy::COMMAND,
    &export::COMMAND,
    &forget_me::COMMAND,
    &help::COMMAND,
    &challenge_create::COMMAND,
    &challenge_edit::COMMAND,
    &challenge_acts::OPEN,
    &challenge_acts::PAUSE,
    &challenge_acts::RESUME,
    &challenge_acts::END,
    &challenge_acts::CANCEL,
    &challenge_acts::REDRAW,
    &entry_acts::VOID,
    &entry_acts::ACCEPT,
    &entry_acts::REJECT,
    &entry_add::COMMAND,
    &setup::COMMAND,
    &doctor::COMMAND,
    &posts::COMMAND,
    &audit::COMMAND,
];

/// The command of that path.
#[must_use]
pub fn find(path: &str) -> Option<&'static Command> {
    COMMANDS
        .iter()
        .find(|command| command.path == path)
        .copied()
}

/// The commands as a table in Markdown, for the README.
#[must_use]
pub fn table() -> String {
    crate::cards::help::markdown(&help::all())
}

/// The help command.
#[must_use]
pub fn help() -> &'static Command {
    &help::COMMAND
}

/// Whether a command's path begins with that word and goes on.
#[must_use]
pub fn begins(word: &str) -> bool {
    COMMANDS.iter().any(|command| {
        command
            .path
            .split_once(' ')
            .is_some_and(|(first, _)| first == word)
    })
}

/// Paths that come near what was typed, at most three.
#[must_use]
pub fn near(typed: &str) -> Vec<String> {
    let mut near: Vec<(f64, &str)> = COMMANDS
        .iter()
        .map(|command| {
            let family =
                command.path.split(' ').next() == Some(typed.split(' ').next().unwrap_or_default());
            let likeness = strsim::jaro_winkler(command.path, typed);
            (if family { likeness + 1.0 } else { likeness }, command.path)
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    near.into_iter()
        .take(3)
        .map(|(_, path)| path.to_owned())
        .collect()
}
