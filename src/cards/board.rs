//! Cards: board.
