//! Posts that did not go out, or may not have, for a moderator to say what is to happen.

use crate::cards::card::{Action, CardKind};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};

/// A post that needs a moderator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    /// How a command names it.
    pub id: String,
    /// What it tells: its title; empty where that is gone.
    pub title: String,
    /// Whether it may be visible; else it surely is not.
    pub may_be_there: bool,
    /// When it was due.
    pub due_ms: i64,
}

/// What became of a moderator's word about a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// It is posted again.
    Again,
    /// It is taken as posted.
    There,
    /// Somebody has seen to it already.
    Settled,
}

/// The posts that need a hand, longest due first, of `n` in all; `feed` is where they belong, `word` what was just said.
#[must_use]
pub fn stuck(
    view: &View,
    posts: &[Stuck],
    n: usize,
    feed: Option<&str>,
    word: Option<Word>,
) -> Sheet {
    let said = word.map(|word| match word {
        Word::Again => say("posts-again", &[]),
        Word::There => say("posts-there", &[]),
        Word::Settled => say("posts-settled", &[]),
    });
    if n == 0 {
        let fine = say("posts-none", &[]);
        return match said {
            Some(said) => Sheet::new(CardKind::Notice, said).line(fine),
            None => Sheet::new(CardKind::Notice, fine),
        };
    }
    let title = say("posts-title", &[("n", n.into())]);
    let mut sheet = Sheet::new(CardKind::Notice, title).line(said.unwrap_or_default());
    sheet = if let Some(feed) = feed {
        sheet.line(say("posts-how", &[("feed", mark::channel(feed).into())]))
    } else {
        let choose = mark::command("setup feed:#announcements");
        sheet.line(say("posts-no-feed", &[("command", choose.into())]))
    };
    for (number, post) in (1..).zip(posts) {
        sheet = listed(view, sheet, number, post);
    }
    let more = n.saturating_sub(posts.len());
    if more > 0 {
        sheet = sheet.line(say("posts-more", &[("n", more.into())]));
    }
    if n > 1 {
        let confirm = say("posts-all-confirm", &[("n", n.into())]);
        sheet = sheet.action(Action {
            confirm: Some(confirm),
            ..parts::button(say("posts-all", &[]), "posts there:all")
        });
    }
    sheet
}

fn listed(view: &View, sheet: Sheet, number: usize, post: &Stuck) -> Sheet {
    let title = if post.title.is_empty() {
        say("posts-gone", &[])
    } else {
        post.title.clone()
    };
    let puts = [
        ("number", number.into()),
        ("title", title.into()),
        ("time", view.time(post.due_ms).into()),
    ];
    let named = [("number", number.into())];
    let (line, there) = if post.may_be_there {
        (
            say("posts-unknown", &puts),
            say("posts-button-there", &named),
        )
    } else {
        (
            say("posts-failed", &puts),
            say("posts-button-leave", &named),
        )
    };
    sheet
        .line(line)
        .action(parts::button(
            say("posts-button-again", &named),
            format!("posts again:{}", post.id),
        ))
        .action(parts::button(there, format!("posts there:{}", post.id)))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};

    #[test]
    fn what_is_stuck_is_told_with_what_can_be_done() {
        let stage = Stage::new();
        let view = stage.view(1);
        let posts = [
            Stuck {
                id: "7-round_closed-1".to_owned(),
                title: "Walk, round 1: Ana wins".to_owned(),
                may_be_there: true,
                due_ms: stage.now_ms,
            },
            Stuck {
                id: "9-challenge_opened-1".to_owned(),
                title: String::new(),
                may_be_there: false,
                due_ms: stage.now_ms + 3_600_000,
            },
        ];
        assert_snapshot!(text(stuck(&view, &posts, 4, Some("wins"), None)), @r"
        4 posts did not surely go out.
        Look into #wins: say which are there, and let those that are missing be posted again.
        1. May be there or not: Walk, round 1: Ana wins (Mon 4 Jan 2027, 09:00 (UTC))
        2. Is not there: something that is gone by now (Mon 4 Jan 2027, 10:00 (UTC))
        And 2 more, which come up here once these are settled.
        [Post 1 again] /posts again:7-round_closed-1
        [1 is there] /posts there:7-round_closed-1
        [Post 2 again] /posts again:9-challenge_opened-1
        [Leave 2 out] /posts there:9-challenge_opened-1
        [Leave all as they are] /posts there:all
        ");
        assert_snapshot!(text(stuck(&view, &posts[1..], 1, None, Some(Word::Again))), @r"
        One post did not surely go out.
        It is on its way again.
        No channel is chosen for news. Choose one with /setup feed:#announcements first, then let them be posted again.
        1. Is not there: something that is gone by now (Mon 4 Jan 2027, 10:00 (UTC))
        [Post 1 again] /posts again:9-challenge_opened-1
        [Leave 1 out] /posts there:9-challenge_opened-1
        ");
        assert_snapshot!(text(stuck(&view, &[], 0, None, None)), @"Every post went out.");
        assert_snapshot!(text(stuck(&view, &[], 0, None, Some(Word::There))), @r"
        Noted: it will not be posted again.
        Every post went out.
        ");
    }
}
