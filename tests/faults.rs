//! Faults: killed processes, repeated deliveries, clocks that jump, rivals, full disks, and a database that goes away.

// A release can't be told to die.
#![cfg(debug_assertions)]

#[path = "common/database.rs"]
mod database;

#[path = "faults/ahead.rs"]
mod ahead;
#[path = "faults/bits.rs"]
mod bits;
#[path = "faults/chance.rs"]
mod chance;
#[path = "faults/clocks.rs"]
mod clocks;
#[path = "faults/comings.rs"]
mod comings;
#[path = "faults/crowd.rs"]
mod crowd;
#[path = "faults/cuts.rs"]
mod cuts;
#[path = "faults/full.rs"]
mod full;
#[path = "faults/house.rs"]
mod house;
#[path = "faults/kills.rs"]
mod kills;
#[path = "faults/locks.rs"]
mod locks;
#[path = "faults/loggers.rs"]
mod loggers;
#[path = "faults/moved.rs"]
mod moved;
#[path = "faults/order.rs"]
mod order;
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
#[path = "faults/stalls.rs"]
mod stalls;
#[path = "faults/steps.rs"]
mod steps;
#[path = "faults/stops.rs"]
mod stops;
#[path = "faults/syncs.rs"]
mod syncs;
#[path = "faults/twins.rs"]
mod twins;
#[path = "faults/writer.rs"]
mod writer;
