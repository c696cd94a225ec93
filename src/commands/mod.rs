//! One file per slash command: its declaration and its run.

mod invocation;

pub use invocation::{Asker, Completion, Invocation, Place, Preview, Reply, ReplyFile, Said, Visibility};
