//! Cards: question.
