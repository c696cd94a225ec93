//! The only place that knows everybody: it wires store, engine, desk, platforms, web and loops together.

pub mod check;
pub mod demo;
pub mod draw;
mod house;
mod options;
mod post;
pub mod serve;
pub mod simulate;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context as _;

/// Opens a file for reading; `-` is standard input.
///
/// # Errors
/// A sentence that names the file.
pub fn open(file: &Path) -> anyhow::Result<Box<dyn Read + Send>> {
    if file.as_os_str() == "-" {
        return Ok(Box::new(std::io::stdin()));
    }
    let opened = File::open(file).with_context(|| format!("open {}", file.display()))?;
    Ok(Box::new(opened))
}
