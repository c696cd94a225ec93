//! Cards: help.
