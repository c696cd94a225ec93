//! `huzzah verify-draw`: anybody can check a draw from what was published.

use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::domain::draw::{Seed, commitment, winners};

/// Draws again from a published seed and ordered ticket list, and prints the winners.
///
/// The file has the seed in hex on its first line and then the holder of each ticket, one a line, in order.
///
/// # Errors
/// A sentence that says what is wrong with the file.
pub fn verify(file: &Path, n_winners: usize, committed: Option<&str>) -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    crate::app::open(file)?
        .read_to_string(&mut text)
        .context("read the draw")?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let seed = lines.next().and_then(Seed::from_hex);
    let Some(seed) = seed else {
        bail!("the first line must be the seed: 64 characters of 0–9 and a–f")
    };
    let found = commitment(&seed);
    println!("commitment: {found}");
    if committed.is_some_and(|committed| !committed.trim().eq_ignore_ascii_case(&found)) {
        println!(
            "That is NOT the commitment that was published: this seed was not the one that was promised."
        );
        return Ok(ExitCode::FAILURE);
    }
    let mut holders: Vec<&str> = Vec::new();
    let mut tickets = Vec::new();
    for holder in lines {
        let at = holders
            .iter()
            .position(|known| *known == holder)
            .unwrap_or_else(|| {
                holders.push(holder);
                holders.len() - 1
            });
        tickets.push(u32::try_from(at).context("too many people hold tickets")?);
    }
    println!("tickets: {}", tickets.len());
    for (place, winner) in (1..).zip(winners(&seed, &tickets, n_winners, &[])) {
        let name = usize::try_from(winner)
            .ok()
            .and_then(|at| holders.get(at))
            .unwrap_or(&"?");
        println!("{place}. {name}");
    }
    Ok(ExitCode::SUCCESS)
}
