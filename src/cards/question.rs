//! Questions: what must be answered before anything is recorded, each answer a button and a command.

use crate::cards::card::CardKind;
use crate::cards::phrase::{self, button, command};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::domain::challenge::Challenge;
use crate::domain::refusal::Question;

/// Longest line that is repeated as a command to type.
const LINE_MAX: usize = 120;
/// Most answers that are offered as buttons.
const ANSWERS_MOST: usize = 24;

/// A question about `line`, the command that was typed (without the slash); `remembers` where that command can make a
/// choice the default.
#[must_use]
pub fn question(view: &View<'_>, question: &Question, line: &str, remembers: bool) -> Sheet {
    match question {
        Question::WhichChallenge { challenges } => {
            which_challenge(view, challenges, line, remembers)
        }
        Question::WhichAmount { ways, challenge } => which_amount(view, ways, *challenge, line),
        Question::CountAgain { challenge, entry } => count_again(view, *challenge, *entry, line),
    }
}

fn which_challenge(view: &View<'_>, challenges: &[u32], line: &str, remembers: bool) -> Sheet {
    let line = line.trim();
    let mut sheet = Sheet::new(CardKind::Question, say("question-challenge", &[]));
    let found = challenges
        .iter()
        .filter_map(|number| view.community.challenge(*number))
        .take(ANSWERS_MOST);
    for challenge in found {
        let answer = format!("{line} challenge:#{}", challenge.number());
        sheet = sheet.line(way(&phrase::title(challenge), &answer));
        let pressed = if remembers {
            format!("{answer} remember:yes")
        } else {
            answer
        };
        sheet = sheet.action(button(&phrase::title(challenge), pressed));
    }
    let all = format!("{line} challenge:all");
    let label = say("button-all", &[]);
    sheet = sheet.line(way(&label, &all));
    if remembers {
        sheet = sheet.line(say("question-remember", &[]));
    }
    sheet.action(button(&label, all))
}

fn which_amount(
    view: &View<'_>,
    ways: &[(String, String); 2],
    challenge: u32,
    line: &str,
) -> Sheet {
    let title = view
        .community
        .challenge(challenge)
        .map(phrase::title)
        .unwrap_or_default();
    let [(one, _), (other, _)] = ways;
    let puts = [
        ("one", one.into()),
        ("other", other.into()),
        ("title", title.into()),
    ];
    let mut sheet = Sheet::new(CardKind::Question, say("question-amount", &puts));
    for (shown, again) in ways {
        let answer = format!("{} {again} challenge:#{challenge}", line.trim());
        sheet = sheet
            .line(way(shown, &answer))
            .action(button(shown, answer));
    }
    sheet
}

fn count_again(view: &View<'_>, challenge: u32, entry: u64, line: &str) -> Sheet {
    let title = view
        .community
        .challenge(challenge)
        .map(|challenge: &Challenge| phrase::title(challenge));
    let answer = format!("{} again:yes", line.trim());
    let label = say("button-again", &[]);
    Sheet::new(
        CardKind::Question,
        say(
            "question-again",
            &[("title", title.unwrap_or_default().into())],
        ),
    )
    .line(way(&label, &answer))
    .action(button(&label, format!("{} again:#{entry}", line.trim())))
}

/// An answer in words: what to type for it, where that is not too long to be typed again.
fn way(label: &str, line: &str) -> String {
    if line.chars().count() > LINE_MAX {
        return label.to_owned();
    }
    say(
        "question-way",
        &[("label", label.into()), ("line", command(line).into())],
    )
}
