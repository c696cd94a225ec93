//! Cards: winners.
