//! The catalogue of wording: every sentence that people read has its place in a Fluent file, and is asked for by name.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;

/// The Fluent files of English.
pub(super) const ENGLISH: [&str; 6] = [
    include_str!("wording/en/house.ftl"),
    include_str!("wording/en/core.ftl"),
    include_str!("wording/en/member.ftl"),
    include_str!("wording/en/moderator.ftl"),
    include_str!("wording/en/slack.ftl"),
    include_str!("wording/en/discord.ftl"),
];

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::default()]);
    let english = "en".parse().expect("`en` is a language tag");
    bundle.locales = vec![english];
    // Platforms isolate what was typed; marks of direction in the text would show in plain terminals.
    bundle.set_use_isolating(false);
    for file in ENGLISH {
        let resource =
            FluentResource::try_new(file.to_owned()).expect("the wording files are read by a test");
        bundle
            .add_resource(resource)
            .expect("no sentence has two places, which a test checks");
    }
    bundle
});

/// Something to put into a sentence.
#[derive(Debug, Clone)]
pub enum Put {
    /// Text, marks included.
    Text(String),
    /// A count, which also chooses the plural.
    Count(u64),
}

impl From<&str> for Put {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Put {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Put {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<u32> for Put {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u64> for Put {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Put {
    fn from(count: usize) -> Self {
        Self::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

/// The sentence of that name with everything put into its places.
///
/// A name that has no sentence reads as itself; a test asks for every name in the sources.
#[must_use]
pub fn say(name: &str, puts: &[(&'static str, Put)]) -> String {
    let Some(pattern) = BUNDLE.get_message(name).and_then(|message| message.value()) else {
        return name.to_owned();
    };
    let mut args = FluentArgs::new();
    for (place, put) in puts {
        match put {
            Put::Text(text) => args.set(*place, text.clone()),
            Put::Count(count) => args.set(*place, FluentValue::from(*count)),
        }
    }
    let mut errors = Vec::new();
    BUNDLE
        .format_pattern(pattern, Some(&args), &mut errors)
        .into_owned()
}
