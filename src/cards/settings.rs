//! Cards: settings.
