//! Cards: entry.
