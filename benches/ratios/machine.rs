//! The machine that the figures are from.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use crate::table;

/// Writes that are synced.
const SYNCS: usize = 300;

/// Cores, memory, and what one synced write costs on the disk of that folder.
pub(crate) fn describe(folder: &Path) -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let memory = std::fs::read_to_string("/proc/meminfo").ok();
    let total = memory.as_deref().and_then(|text| {
        text.lines()
            .next()?
            .split_whitespace()
            .nth(1)?
            .parse::<f64>()
            .ok()
    });
    let gibibytes = total.unwrap_or(0.0) / f64::from(1 << 20);
    let sync = fsync_seconds(folder) * 1e6;
    format!("{cores} cores, {gibibytes:.0} GiB of memory; one fsync of 4 KiB: {sync:.0} us")
}

fn fsync_seconds(folder: &Path) -> f64 {
    let path = folder.join("synced");
    let mut file = File::create(&path).expect("a file can be made");
    let times = (0..SYNCS).map(|_| {
        file.write_all(&[7; 4096]).expect("the disk takes it");
        let started = Instant::now();
        file.sync_data().expect("the disk syncs");
        started.elapsed().as_secs_f64()
    });
    let seconds = table::median(times.collect());
    // It lies in a folder that is removed at the end.
    let _ = std::fs::remove_file(path);
    seconds
}
