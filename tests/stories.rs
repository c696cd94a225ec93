//! Stories told from outside: what members type, and what everybody reads. They hold on both databases.

#[path = "common/database.rs"]
mod database;
#[path = "common/town.rs"]
mod town;

#[path = "stories/challenges.rs"]
mod challenges;
#[path = "stories/draws.rs"]
mod draws;
#[path = "stories/entries.rs"]
mod entries;
#[path = "stories/houses.rs"]
mod houses;
#[path = "stories/judging.rs"]
mod judging;
#[path = "stories/members.rs"]
mod members;
#[path = "stories/privacy.rs"]
mod privacy;
#[path = "stories/rest.rs"]
mod rest;
#[path = "stories/rounds.rs"]
mod rounds;
