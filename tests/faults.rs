//! Faults: killed processes, repeated deliveries, clocks that jump, rivals, and a database that goes away.

#[path = "common/database.rs"]
mod database;

#[path = "faults/ahead.rs"]
mod ahead;
#[path = "faults/chance.rs"]
mod chance;
#[path = "faults/clocks.rs"]
mod clocks;
#[path = "faults/cuts.rs"]
mod cuts;
#[path = "faults/house.rs"]
mod house;
#[path = "faults/kills.rs"]
mod kills;
#[path = "faults/posts.rs"]
mod posts;
#[path = "faults/process.rs"]
mod process;
#[path = "faults/repeats.rs"]
mod repeats;
#[path = "faults/rest.rs"]
mod rest;
#[path = "faults/rivals.rs"]
mod rivals;
#[path = "faults/stops.rs"]
mod stops;
#[path = "faults/writer.rs"]
mod writer;
