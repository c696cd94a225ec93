//! What holds for every card, whatever is in it.

use proptest::prelude::*;

use huzzah::cards::{Action, Card, Span};
use huzzah::platform::slack::blocks::{
    Context, Press, card_view, home_view, message, plain_message, press, update_text,
};

use crate::seen::{
    buttons, lacks_form_button, letters, mrkdwn, opens, said, seen, shown, without_button,
};
use crate::{any, contracts, rules};

/// A word joiner, which takes the meaning of a sign.
const JOINER: char = '\u{2060}';

proptest! {
    #![proptest_config(any::cases(64))]

    #[test]
    fn a_message_keeps_to_what_slack_takes(card in any::card()) {
        let message = message(&card);
        contracts::check_blocks(&message.blocks);
        rules::check_message(&message.text, &message.blocks);
        for text in mrkdwn(&message.blocks).chain([message.text.as_str()]) {
            check_marks(text, &named(&card));
        }
    }

    #[test]
    fn the_text_says_everything(card in any::card()) {
        let message = message(&card);
        prop_assume!(!lacks_form_button(&card, &message.blocks));
        let without = without_button(&card, &message.blocks);
        check_complete(&message.text, &said(&card, &without, true));
        let plain = plain_message(&card);
        prop_assert!(plain.blocks.is_empty());
        let all: Vec<&Action> = card.actions.iter().collect();
        let opens_form = card.form.is_some();
        if !opens_form {
            check_complete(&plain.text, &said(&card, &all, true));
        }
        prop_assert!(update_text(&message.text).len() <= 4_000);
    }

    #[test]
    fn the_blocks_say_everything_unless_they_say_that_there_is_more(card in any::card()) {
        let message = message(&card);
        prop_assume!(!lacks_form_button(&card, &message.blocks));
        let without = without_button(&card, &message.blocks);
        let has_table = message.blocks.iter().any(|block| block["type"] == "data_table");
        let expected = letters(&said(&card, &without, has_table));
        let shown = letters(&message.blocks.iter().map(shown).collect::<String>());
        let more = message.blocks.iter().any(|block| block["elements"][0]["text"] == "…and more");
        if !more {
            prop_assert_eq!(shown, expected);
        }
    }

    #[test]
    fn a_button_brings_its_command_back(card in any::card()) {
        let message = message(&card);
        for button in buttons(&message.blocks) {
            let n = button["action_id"].as_str().and_then(|id| id.strip_prefix("v1:"));
            let mut n: usize = n.and_then(|n| n.parse().ok()).expect("a number");
            if opens(&card) {
                let Some(own) = n.checked_sub(1) else { continue };
                n = own;
            }
            let action = &card.actions[n];
            let expected = Press::Run { line: action.command.clone(), only_for: action.only_for.clone() };
            prop_assert_eq!(press(button), expected);
        }
    }

    #[test]
    fn a_view_keeps_to_what_slack_takes(card in any::card(), kept in any::typed(), thread in any::<bool>()) {
        let context = Context {
            channel: "C0123456789".to_owned(),
            thread: thread.then(|| "1799053200.000100".to_owned()),
            hook: Some(("https://hooks.slack.example/commands/T1/2/3".to_owned(), 1)),
            command: String::new(),
            kept: vec![("title".to_owned(), kept), ("unit".to_owned(), "kg".to_owned())],
        };
        let modal = card_view(&card, &context);
        let home = home_view(&card);
        for view in [&modal, &home] {
            contracts::check_view(view);
            rules::check_view(view);
            for text in mrkdwn(view["blocks"].as_array().expect("blocks")) {
                check_marks(text, &named(&card));
            }
        }
        let remembered = huzzah::platform::slack::blocks::context(&modal).expect("our own");
        prop_assert_eq!(remembered.channel, context.channel);
        prop_assert_eq!(remembered.thread, context.thread);
        prop_assert!(remembered.kept.contains(&context.kept[1]));
    }
}

/// The marks that a card itself asks for: whom it may ping, whom and what it names by an id.
fn named(card: &Card) -> Vec<String> {
    let facts = card.facts.iter().map(|fact| &fact.value);
    let words = std::iter::once(&card.title).chain(&card.lines).chain(facts);
    let spans = words.flat_map(|words| &words.0);
    let marks = spans.filter_map(|span| match span {
        Span::Channel { id } => Some(format!("#{id}")),
        Span::Mention { id } => Some(match id.strip_prefix('&') {
            Some(group) => format!("!subteam^{group}"),
            None => format!("@{id}"),
        }),
        _ => None,
    });
    let pings = card.mentions.iter().map(|user| format!("@{user}"));
    let is_plain = |mark: &String| {
        let (kind, id) = mark.split_at(mark.find(|c: char| c.is_ascii_uppercase()).unwrap_or(0));
        ["#", "@", "!subteam^"].contains(&kind) && id.chars().all(|c| c.is_ascii_alphanumeric())
    };
    pings.chain(marks).filter(is_plain).collect()
}

/// Fails where a text holds a mark that is none of ours, or a sign that could format.
#[track_caller]
fn check_marks(text: &str, named: &[String]) {
    for (at, _) in text.match_indices('<') {
        let mark = text[at + 1..].split_once('>').expect("a mark ends").0;
        let date = mark.starts_with("!date^") && mark.contains("^{date_short_pretty} {time}|");
        let own = date || named.iter().any(|known| known == mark);
        assert!(own, "<{mark}> is not ours");
    }
    let (mut before, mut in_code, mut in_mark) = (' ', false, false);
    let mut line_begins = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let joined = before == JOINER && chars.peek() == Some(&JOINER);
        match c {
            '<' => in_mark = true,
            '>' => in_mark = false,
            '`' if !joined => in_code = !in_code,
            '*' | '_' | '~' => assert!(
                joined || in_code || in_mark,
                "{c} could format: {text:.200}"
            ),
            '@' if !in_mark && !in_code => assert_eq!(chars.peek(), Some(&JOINER), "{text:.200}"),
            '&' if line_begins && !in_code => {
                let rest: String = chars.clone().take(3).collect();
                assert_ne!(rest, "gt;", "a line is quoted: {text:.200}");
            }
            _ => {}
        }
        line_begins = c == '\n' || line_begins && c.is_whitespace();
        before = c;
    }
    let end: String = text.chars().rev().take(200).collect();
    let end: String = end.chars().rev().collect();
    assert!(!in_code, "code has no end: {text:.200} … {end:?}");
}

/// Fails where a text lacks something, unless it was too long for Slack and says so.
#[track_caller]
fn check_complete(text: &str, expected: &str) {
    let seen = letters(&seen(text));
    let expected = letters(expected);
    if text.ends_with("…and more") && seen != expected {
        // A command is there as a whole or not at all, and may be ten thousand characters long.
        assert!(text.encode_utf16().count() > 29_000, "cut too early");
        let begun = seen.strip_suffix("andmore").expect("it says so");
        assert!(expected.starts_with(begun));
    } else {
        assert_eq!(seen, expected);
    }
}
