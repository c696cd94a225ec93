//! What a moderator reads of a post that did not go out: which, why, and exactly what to do.

use crate::cards::say::say;
use crate::cards::{Action, CardKind, Sheet, mark};

/// How the names of all troubles of posting begin.
pub(crate) const SUBJECT: &str = "post:";

/// What a moderator is told of once: the same trouble of the same channel has the same name.
pub(crate) fn subject(feed: Option<&str>, name: &str) -> String {
    format!("{SUBJECT}{}:{name};", feed.unwrap_or_default())
}

/// The word about a post of that title; `why` says what is in the way and how it is put right.
pub(crate) fn card(title: &str, why: String) -> Sheet {
    let posts = mark::command("posts");
    Sheet::new(
        CardKind::Notice,
        say("trouble-title", &[("title", title.into())]),
    )
    .line(why)
    .line(say("trouble-then", &[("posts", posts.into())]))
    .action(Action {
        label: say("trouble-posts", &[]),
        command: "posts".to_owned(),
        ..Action::default()
    })
}
