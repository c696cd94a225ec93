//! Cards: rules.
