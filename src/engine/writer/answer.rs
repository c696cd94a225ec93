//! Answering those who wait for a batch.

use crate::engine::EngineError;
use crate::engine::order::Task;
use crate::engine::writer::Group;
use crate::engine::writer::decide::Answer;

/// Answers a batch that was saved.
pub(super) fn reply(groups: Vec<Group>, answers: Vec<Vec<Answer>>) {
    for (group, answers) in groups.into_iter().zip(answers) {
        for (command, answer) in group.commands.into_iter().zip(answers) {
            let result = match answer {
                Answer::Done(done) => Ok(done),
                Answer::Refused(refusal) => Err(EngineError::Refused(refusal)),
                Answer::Later => Err(EngineError::Unavailable(
                    "she was forgotten a moment ago".to_owned(),
                )),
                Answer::Away(away) => Err(EngineError::Away(away)),
                Answer::Panicked => Err(EngineError::Panicked),
            };
            // The caller may be gone; what was decided stays decided.
            drop(command.reply.send(result));
        }
        for due in group.due {
            drop(due.send(Ok(())));
        }
    }
}

/// Answers a batch that was not saved; `unknown` where it can't be told.
pub(super) fn give_up(groups: Vec<Group>, error: &EngineError, unknown: bool) {
    for group in groups {
        let tasks = group
            .commands
            .into_iter()
            .map(Task::Command)
            .chain(group.due.into_iter().map(Task::Due));
        for task in tasks {
            if unknown {
                fail(task, &EngineError::Unknown(error.to_string()));
            } else {
                fail(task, error);
            }
        }
    }
}

/// Answers one order that failed.
pub(super) fn fail(task: Task, error: &EngineError) {
    let copy = match error {
        EngineError::Unavailable(reason) => EngineError::Unavailable(reason.clone()),
        EngineError::Panicked => EngineError::Panicked,
        EngineError::Unknown(reason) => EngineError::Unknown(reason.clone()),
        other => EngineError::Broken(other.to_string()),
    };
    match task {
        Task::Command(command) => drop(command.reply.send(Err(copy))),
        Task::Due(reply) => drop(reply.send(Err(copy))),
    }
}
