//! Cards: why.
