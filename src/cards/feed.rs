//! The channel for news: the post that tries it out, and a word about where news will come.

use crate::cards::card::CardKind;
use crate::cards::say::say;
use crate::cards::sheet::Sheet;
use crate::cards::{mark, parts};

/// The post that tries a channel out: it names who chose it, and can be removed.
#[must_use]
pub fn test_post(who: &str) -> Sheet {
    let title = say("feed-test", &[("who", who.into())]);
    let change = mark::command("setup");
    Sheet::new(CardKind::Notice, title)
        .line(say("feed-test-change", &[("command", change.into())]))
        .action(parts::button(say("feed-remove", &[]), "setup remove:test"))
}

/// What a moderator reads who pressed Remove.
#[must_use]
pub fn removed(feed: Option<&str>) -> Sheet {
    let sheet = Sheet::new(CardKind::Notice, say("feed-removed", &[]));
    match feed {
        Some(feed) => sheet.line(say(
            "feed-removed-feed",
            &[("feed", mark::channel(feed).into())],
        )),
        None => sheet,
    }
}

/// The sentence that a channel has become the one for news, because a challenge was opened in it.
#[must_use]
pub fn here(channel: &str) -> String {
    let change = mark::command("setup feed:#other");
    let puts = [
        ("feed", mark::channel(channel).into()),
        ("command", change.into()),
    ];
    say("feed-here", &puts)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::text;

    #[test]
    fn a_channel_for_news_is_tried_out_aloud() {
        assert_snapshot!(text(test_post("mo")), @r"
        Set up by mo: news and winners will come here.
        Change it with /setup.
        [Remove] /setup remove:test
        ");
        assert_snapshot!(text(removed(Some("C1"))), @r"
        Pressing Remove below a test post takes it away.
        News and winners still come to #C1.
        ");
        assert_snapshot!(text(removed(None)), @"Pressing Remove below a test post takes it away.");
        assert_snapshot!(text(Sheet::default().line(here("C1"))), @"Nobody had chosen a channel for news yet, so news and winners will come to #C1. Change it with /setup feed:#other.");
    }
}
