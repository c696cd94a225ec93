//! Cards: profile.
