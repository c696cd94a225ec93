//! News in Discord: once, at its pace, and with a word to a moderator where something is in the way.

#[path = "common/database.rs"]
mod database;
#[expect(
    dead_code,
    reason = "interactions are told of in the other stories of Discord"
)]
#[path = "common/discord/mod.rs"]
mod discord;
#[path = "discord_posts/doctor.rs"]
mod doctor;
#[path = "discord_posts/lost.rs"]
mod lost;
#[path = "discord_posts/news.rs"]
mod news;
#[path = "discord_posts/office.rs"]
mod office;
#[path = "discord_posts/storms.rs"]
mod storms;
#[path = "discord_posts/threads.rs"]
mod threads;
#[path = "discord_posts/troubles.rs"]
mod troubles;
