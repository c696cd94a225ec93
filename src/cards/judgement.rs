//! Cards: judgement.
