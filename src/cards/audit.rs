//! Cards: audit.
