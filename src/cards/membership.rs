//! Cards: membership.
