//! Forms: what is shown, typed, sent and refused, with Slack's part played by the test.

use proptest::prelude::*;
use serde_json::{Value, json};

use huzzah::cards::{Field, Form};
use huzzah::platform::slack::blocks::{
    Context, Press, all_fields, context, field_errors, filled, form_view, press,
};

use crate::{any, contracts, rules};

proptest! {
    #![proptest_config(any::cases(96))]

    #[test]
    fn a_form_keeps_to_what_slack_takes_and_its_answers_come_back(form in any::form(), typed in any::typed()) {
        let folded = form_view(&form, &Context::default());
        let open = all_fields(&form, &state(&folded, |_| None));
        for view in [&folded, &open] {
            contracts::check_view(view);
            rules::check_view(view);
        }
        // Everybody leaves the menus as they are and types the same everywhere else.
        let sent = state(&open, |_| Some(typed.clone()));
        let (command, answers) = filled(&sent).expect("a form of ours");
        prop_assert_eq!(&command, &form.command);
        for (name, answer) in answers.iter().filter(|(name, _)| name != "items") {
            let field = form.fields.iter().find(|field| field.name == *name).expect("its field");
            let is_menu = inputs(&open).any(|input| {
                input["block_id"] == format!("v1:{name}") && input["element"]["type"] == "static_select"
            });
            prop_assert_eq!(answer, if is_menu { &field.value } else { &typed });
        }
    }
}

#[test]
fn what_most_people_leave_is_behind_a_button_and_what_was_typed_stays() {
    let form = create();
    let here = Context {
        channel: "C1".to_owned(),
        ..Context::default()
    };
    let folded = form_view(&form, &here);
    assert_eq!(names(&folded), ["title", "scoring"]);
    let last = folded["blocks"].as_array().and_then(|blocks| blocks.last());
    let button = &last.expect("blocks")["elements"][0];
    assert_eq!(button["text"]["text"], "More options");
    assert_eq!(press(button), Press::More);

    let typed = state(&folded, |name| {
        (name == "title").then(|| "R&D <run>".to_owned())
    });
    let open = all_fields(&form, &typed);
    assert_eq!(names(&open), ["title", "scoring", "items", "grace"]);
    assert_eq!(open["blocks"][0]["element"]["initial_value"], "R&D <run>");
    assert_eq!(context(&open).expect("ours").channel, "C1");
    assert!(!open["blocks"].to_string().contains("More options"));

    let items = "Intro;\nModule 1\n\n Module 2; Module 3";
    let sent = state(&open, |name| match name {
        "items" => Some(items.to_owned()),
        "title" => Some("R&D <run>".to_owned()),
        _ => None,
    });
    let (command, mut answers) = filled(&sent).expect("ours");
    answers.sort();
    assert_eq!(command, "challenge create");
    let expected = [
        ("grace", ""),
        ("items", "Intro; Module 1; Module 2; Module 3"),
        ("scoring", "total & more"),
        ("title", "R&D <run>"),
    ];
    assert_eq!(
        answers,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn a_choice_comes_back_whole_although_its_text_is_cut() {
    let long = "A challenge with a name that is a good deal longer than a menu of Slack's can show at once";
    let mut form = create();
    form.fields[1].choices = vec!["Walk".to_owned(), long.to_owned()];
    form.fields[1].value = long.to_owned();
    let view = form_view(&form, &Context::default());
    let chosen = &view["blocks"][1]["element"]["initial_option"]["text"]["text"];
    assert_eq!(
        chosen,
        "A challenge with a name that is a good deal longer than a menu of Slack's…"
    );
    let (_, answers) = filled(&state(&view, |_| None)).expect("ours");
    assert!(answers.contains(&("scoring".to_owned(), long.to_owned())));
}

#[test]
fn choices_that_no_menu_holds_are_typed() {
    let mut form = create();
    for choices in [
        vec!["x".repeat(200)],
        (0..101).map(|n| n.to_string()).collect(),
    ] {
        form.fields[1].choices = choices;
        let view = form_view(&form, &Context::default());
        assert_eq!(view["blocks"][1]["element"]["type"], "plain_text_input");
    }
}

#[test]
fn a_channel_is_chosen_from_slacks_own_menu() {
    let mut form = create();
    form.fields[0].channel = true;
    for (value, chosen) in [("<#C1>", json!("C1")), ("#wins", Value::Null)] {
        value.clone_into(&mut form.fields[0].value);
        let mut view = form_view(&form, &Context::default());
        let element = &view["blocks"][0]["element"];
        assert_eq!(element["type"], "conversations_select");
        assert_eq!(element["initial_conversation"], chosen);
        for (selected, answer) in [(json!("C2"), "<#C2>"), (Value::Null, "")] {
            let selected =
                json!({ "type": "conversations_select", "selected_conversation": selected });
            view["state"] = json!({ "values": { "v1:title": { "v1:title": selected } } });
            let (_, answers) = filled(&view).expect("ours");
            assert_eq!(answers, [("title".to_owned(), answer.to_owned())]);
        }
    }
}

#[test]
fn errors_stand_at_their_fields() {
    let view = form_view(&create(), &Context::default());
    let said = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let errors = [
        said("scoring", "I can't read <that>."),
        said("grace", "Not so long."),
        said("title", "It is taken."),
    ];
    assert_eq!(
        field_errors(&view, &errors),
        json!({
            "response_action": "errors",
            "errors": {
                "v1:scoring": "I can't read <that>.",
                "v1:title": "Not so long.\nIt is taken.",
            },
        })
    );
    assert_eq!(field_errors(&json!({ "blocks": [] }), &errors), Value::Null);
}

#[test]
fn answers_of_earlier_steps_come_along_unless_they_are_asked_again() {
    let before = Context {
        kept: vec![
            ("title".to_owned(), "Old".to_owned()),
            ("unit".to_owned(), "km".to_owned()),
        ],
        ..Context::default()
    };
    let view = form_view(&create(), &before);
    let sent = state(&view, |name| (name == "title").then(|| "New".to_owned()));
    let (_, answers) = filled(&sent).expect("ours");
    let of = |name: &str| -> Vec<&str> {
        let found = answers.iter().filter(|(asked, _)| asked == name);
        found.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(of("title"), ["New"]);
    assert_eq!(of("unit"), ["km"]);
}

#[test]
fn what_is_not_ours_is_no_answer_and_no_command() {
    assert_eq!(filled(&json!({ "private_metadata": "not ours" })), None);
    assert_eq!(filled(&json!({})), None);
    let button =
        |id: &str, value: &str| json!({ "type": "button", "action_id": id, "value": value });
    assert_eq!(press(&button("v0:1", "{\"l\":\"undo\"}")), Press::Stale);
    assert_eq!(press(&button("v1:1", "undo")), Press::Stale);
    assert_eq!(press(&json!({ "type": "static_select" })), Press::Nothing);
    let link = json!({ "type": "button", "action_id": "v1:1", "url": "https://example.com" });
    assert_eq!(press(&link), Press::Nothing);
}

/// A form with two fields that everybody fills, and two that few do.
fn create() -> Form {
    let field = |name: &str, choices: &[&str], advanced| Field {
        name: name.to_owned(),
        label: format!("The {name}"),
        hint: "As you like".to_owned(),
        value: choices.first().copied().unwrap_or_default().to_owned(),
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        required: name == "title",
        advanced,
        ..Field::default()
    };
    Form {
        title: "New challenge".to_owned(),
        command: "challenge create".to_owned(),
        fields: vec![
            field("title", &[], false),
            field("scoring", &["total & more", "best"], false),
            field("items", &[], true),
            field("grace", &[], true),
        ],
        submit: "Show the rules".to_owned(),
    }
}

/// The view as a payload brings it when it is sent: first values, where nothing else is typed.
fn state(view: &Value, typed: impl Fn(&str) -> Option<String>) -> Value {
    let mut values = serde_json::Map::new();
    for input in inputs(view) {
        let (id, element) = (
            input["block_id"].as_str().expect("an id"),
            &input["element"],
        );
        let name = id.strip_prefix("v1:").expect("our own");
        let answer = if element["type"] == "static_select" {
            let chosen = element.get("initial_option").cloned();
            json!({ "type": "static_select", "selected_option": chosen })
        } else {
            let value =
                typed(name).or_else(|| element["initial_value"].as_str().map(str::to_owned));
            json!({ "type": "plain_text_input", "value": value })
        };
        let action_id = element["action_id"].as_str().expect("an id");
        values.insert(id.to_owned(), json!({ action_id: answer }));
    }
    let mut sent = view.clone();
    sent["state"] = json!({ "values": values });
    sent
}

fn inputs(view: &Value) -> impl Iterator<Item = &Value> {
    let blocks = view["blocks"].as_array().expect("blocks");
    blocks.iter().filter(|block| block["type"] == "input")
}

fn names(view: &Value) -> Vec<&str> {
    let ids = inputs(view).filter_map(|input| input["block_id"].as_str());
    ids.map(|id| id.trim_start_matches("v1:")).collect()
}
