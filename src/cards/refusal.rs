//! Cards: refusal.
