//! Stories about Slack alone: what only there can happen.

#[path = "common/bot.rs"]
mod bot;
#[path = "common/crew.rs"]
mod crew;
#[path = "common/database.rs"]
mod database;
#[path = "common/slack/mod.rs"]
#[expect(dead_code, reason = "not every test needs all of it")]
mod slack;

#[path = "slack/buttons.rs"]
mod buttons;
#[path = "slack/detours.rs"]
mod detours;
#[path = "slack/doctor.rs"]
mod doctor;
#[path = "slack/door.rs"]
mod door;
#[path = "slack/fake.rs"]
mod fake;
#[path = "slack/forms.rs"]
mod forms;
#[path = "slack/gone.rs"]
mod gone;
#[path = "slack/home.rs"]
mod home;
#[path = "slack/install.rs"]
mod install;
#[path = "slack/office.rs"]
mod office;
#[path = "slack/once.rs"]
mod once;
#[path = "slack/others.rs"]
mod others;
#[path = "slack/posts.rs"]
mod posts;
#[path = "slack/program.rs"]
mod program;
#[path = "slack/replies.rs"]
mod replies;
#[path = "slack/several.rs"]
mod several;
#[path = "slack/shared.rs"]
mod shared;
#[path = "slack/sockets.rs"]
mod sockets;
#[path = "slack/tables.rs"]
mod tables;
#[path = "slack/threads.rs"]
mod threads;
#[path = "slack/tokens.rs"]
mod tokens;
#[path = "slack/ways.rs"]
mod ways;
