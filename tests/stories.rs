//! Stories told from outside: what members type, and what everybody reads. They hold on both databases.

#[path = "common/bot.rs"]
mod bot;
#[path = "common/crew.rs"]
#[expect(dead_code, reason = "the stories about Slack alone use the rest")]
mod crew;
#[path = "common/database.rs"]
mod database;
#[path = "common/discord/mod.rs"]
#[expect(dead_code, reason = "the stories about Discord alone use the rest")]
mod discord;
#[path = "common/party.rs"]
#[expect(dead_code, reason = "the stories about Discord alone use the rest")]
mod party;
#[path = "common/slack/mod.rs"]
#[expect(dead_code, reason = "the stories about Slack alone use the rest")]
mod slack;
#[path = "common/town/mod.rs"]
mod town;

#[path = "stories/challenges.rs"]
mod challenges;
#[path = "stories/couriers.rs"]
mod couriers;
#[path = "stories/draws.rs"]
mod draws;
#[path = "stories/edits.rs"]
mod edits;
#[path = "stories/entries.rs"]
mod entries;
#[path = "stories/houses.rs"]
mod houses;
#[path = "stories/judging.rs"]
mod judging;
#[path = "stories/members.rs"]
mod members;
#[path = "stories/posts.rs"]
mod posts;
#[path = "stories/privacy.rs"]
mod privacy;
#[path = "stories/quiet.rs"]
mod quiet;
#[path = "stories/readings.rs"]
mod readings;
#[path = "stories/rest.rs"]
mod rest;
#[path = "stories/rounds.rs"]
mod rounds;
#[path = "stories/slow.rs"]
mod slow;
#[path = "stories/terms.rs"]
mod terms;
#[path = "stories/typing.rs"]
mod typing;
#[path = "stories/ways.rs"]
mod ways;
