//! One file per slash command: its declaration and its run. The registry lists them; everything else is computed from it.

pub mod announce;
mod audit;
mod boards;
mod challenge_acts;
mod challenge_create;
mod challenge_edit;
mod challenges;
mod complete;
mod declare;
mod desk;
mod doctor;
mod drawn;
mod entry_acts;
mod entry_add;
mod export;
mod feed;
mod forget_me;
mod goal;
mod help;
mod home;
mod invocation;
mod join;
mod leaderboard;
mod leave;
mod pick;
mod posts;
mod preview;
mod privacy;
mod profile;
mod progress;
pub mod read;
pub mod registry;
mod settings;
mod setup;
mod undo;
mod why;
pub mod write;

pub use declare::{Command, Kind, Opt, Run};
pub use desk::{Ask, Desk, Features};
pub use doctor::{Doctor, DoctorAsk};
pub use invocation::{
    Also, Asker, Completion, Invocation, Place, Preview, Reply, ReplyFile, Said, Told, Visibility,
};
