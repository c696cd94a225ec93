//! Cards: challenges.
