//! What is stored about a member, who sees it, and how to take it along or have it deleted.

use crate::cards::card::{Action, CardKind, Style};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::act::forget::CONFIRMATION;

/// What is stored about a member, for how long, and who sees it; `keeps_words` where what she says is kept as well.
#[must_use]
pub fn privacy(view: &View, identity: u32, keeps_words: bool) -> Sheet {
    let (n_entries, n_challenges) = counts(view, identity);
    let puts = [
        ("entries", n_entries.into()),
        ("challenges", n_challenges.into()),
    ];
    let sheet = Sheet::new(CardKind::Notice, say("privacy-title", &[]))
        .fact(say("privacy-stored", &[]), say("privacy-stored-is", &puts));
    let (words, not_stored) = if keeps_words {
        (say("privacy-words-is", &[]), "privacy-not-stored-lounge")
    } else {
        (String::new(), "privacy-not-stored-is")
    };
    sheet
        .fact(say("privacy-words", &[]), words)
        .fact(say("privacy-not-stored", &[]), say(not_stored, &[]))
        .fact(say("privacy-seen", &[]), say("privacy-seen-is", &[]))
        .fact(
            say("privacy-sensitive", &[]),
            say("privacy-sensitive-is", &[]),
        )
        .fact(say("privacy-kept", &[]), say("privacy-kept-is", &[]))
        .fact(
            say("privacy-take", &[]),
            say(
                "privacy-take-is",
                &[("command", mark::command("export").into())],
            ),
        )
        .fact(
            say("privacy-delete", &[]),
            say(
                "privacy-delete-is",
                &[("command", mark::command("forget-me").into())],
            ),
        )
        .action(parts::button(say("privacy-export", &[]), "export"))
        .action(parts::button(say("privacy-forget", &[]), "forget-me"))
}

/// What being forgotten would do, with counts, and the button that does it; `keeps_words` where what she says is kept
/// as well.
#[must_use]
pub fn forget_preview(view: &View, identity: u32, keeps_words: bool) -> Sheet {
    let (n_entries, n_challenges) = counts(view, identity);
    let mut forget = parts::button(say("privacy-forget-now", &[]), CONFIRMATION);
    forget.style = Style::Danger;
    forget.confirm = Some(say("privacy-forget-sure", &[]));
    Sheet::new(CardKind::Question, say("privacy-forget-title", &[]))
        .line(say(
            "privacy-forget-what",
            &[
                ("entries", n_entries.into()),
                ("challenges", n_challenges.into()),
            ],
        ))
        .line(if keeps_words {
            say("privacy-forget-words", &[])
        } else {
            String::new()
        })
        .line(say("privacy-forget-stays", &[]))
        .line(say(
            "privacy-forget-how",
            &[("command", mark::command(CONFIRMATION).into())],
        ))
        .action(forget)
        .action(parts::button(say("privacy-export-first", &[]), "export"))
}

/// That a member was forgotten.
#[must_use]
pub fn forgotten(_view: &View) -> Sheet {
    Sheet::new(CardKind::Notice, say("privacy-forgotten", &[]))
        .line(say("privacy-forgotten-what", &[]))
}

/// That the export is handed over; `keeps_words` where it holds what she said as well.
#[must_use]
pub fn exported(_view: &View, n_entries: usize, keeps_words: bool) -> Sheet {
    Sheet::new(
        CardKind::Notice,
        say("privacy-exported", &[("n", n_entries.into())]),
    )
    .line(say(
        if keeps_words {
            "privacy-exported-lounge"
        } else {
            "privacy-exported-what"
        },
        &[],
    ))
}

/// How many entries there are, in how many challenges.
fn counts(view: &View, identity: u32) -> (usize, usize) {
    let taking_part = view
        .community
        .challenges()
        .iter()
        .filter(|one| one.had_member(identity));
    taking_part.fold((0, 0), |(n_entries, n), one| {
        (n_entries + one.n_entries_of(identity), n + 1)
    })
}

/// Asks again for a file that came too late to be handed over with its answer.
#[must_use]
pub fn file_again(line: &str) -> Action {
    let label = say("privacy-file-again", &[]);
    parts::button(label, line.trim().trim_start_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text};

    #[test]
    fn privacy_counts_what_there_is() {
        let mut stage = Stage::new();
        let walk = stage.runs("Walk", &[("unit", "km")]);
        stage.reports(2, walk, "3km", "now");
        let view = stage.view(2);
        assert_snapshot!(text(privacy(&view, 2, false)), @r"
        What is stored about you
        Stored: 1 entry in 1 challenge, with amount, unit, time and your note; your goals, settings, platform id and shown name.
        Not stored: What you write elsewhere. Messages are never read.
        Who sees it: Members of this community see your accepted entries, score and place. Settings and exports are for you alone.
        Sensitive challenges: Only percent and rank are shown. A raw number goes to you, and to a moderator who has to judge that entry.
        How long: As long as the community uses this bot, or until you ask to be forgotten.
        Take it along: /export hands you everything as a file.
        Have it deleted: /forget-me shows first what would happen.
        [Export my data] /export
        [Forget me…] /forget-me
        ");
        assert_snapshot!(text(forget_preview(&view, 2, false)), @r#"
        Do you want to be forgotten here?
        Your name, aliases and notes are deleted, your numbers in sensitive challenges blanked, and you leave the running boards: 1 entry in 1 challenge.
        Sums that everybody made together stay, and closed results keep your place as "a former member". If you come back, you start as someone new.
        This can't be taken back. Press the button or type /forget-me confirm:yes.
        [Forget me] /forget-me confirm:yes
        [Export my data first] /export
        "#);
        assert_snapshot!(text(forgotten(&view)), @r"
        Done: you are forgotten here.
        Your name, aliases and notes are deleted. Thank you for having been part of it!
        ");
        assert_snapshot!(text(exported(&view, 1, false)), @r"
        Your export is ready: 1 entry.
        The file is for you alone; it holds everything that is stored about you.
        ");
        // Where the house itself keeps what people say, it says so.
        let kept = text(privacy(&view, 2, true));
        assert!(
            kept.contains("What you write in this lounge is stored"),
            "{kept}"
        );
        assert!(!kept.contains("Messages are never read"), "{kept}");
        assert_eq!(file_again("/export draw:#1").command, "export draw:#1");
    }
}
