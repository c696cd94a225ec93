//! Cards: privacy.
