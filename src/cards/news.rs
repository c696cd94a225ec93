//! Cards: news.
