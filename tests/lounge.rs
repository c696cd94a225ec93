//! The lounge from outside: a real port, plain HTTP, and what its people may and may not do.

#[path = "lounge/door.rs"]
mod door;
#[path = "lounge/forget.rs"]
mod forget;
#[path = "lounge/house.rs"]
mod house;
#[path = "lounge/posts.rs"]
mod posts;
#[path = "lounge/talk.rs"]
mod talk;
