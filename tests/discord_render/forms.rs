//! Forms: what is shown, typed and sent, with Discord's part played by the test.

use proptest::prelude::*;
use serde_json::{Value, json};

use huzzah::cards::{Field, Form};
use huzzah::platform::discord::render::{filled, modal};

use crate::{any, rules};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_form_keeps_to_what_discord_takes_and_its_answers_come_back(form in any::form(), typed in any::typed()) {
        let Some(data) = modal(&form, &[]) else {
            return Ok(());
        };
        rules::check_modal(&data);
        let (command, answers) = filled(&sent(&data, |_, _| typed.clone())).expect("a form of ours");
        prop_assert_eq!(&command, &form.command);
        prop_assert!(answers.len() <= 5);
        for (name, answer) in answers.iter().filter(|(name, _)| name != "items") {
            prop_assert!(form.fields.iter().any(|field| field.name == *name));
            prop_assert_eq!(answer, &typed);
        }
    }

    #[test]
    fn what_was_given_before_is_not_lost(form in any::form(), typed in any::short()) {
        let given: Vec<(String, String)> = form.fields.iter().map(|field| (field.name.clone(), typed.clone())).collect();
        let Some(data) = modal(&form, &given) else {
            return Ok(());
        };
        rules::check_modal(&data);
        let (_, answers) = filled(&sent(&data, |_, value| value.to_owned())).expect("a form of ours");
        for field in form.fields.iter().filter(|field| !field.name.is_empty() && !typed.trim().is_empty()) {
            let answer = answers.iter().find(|(name, _)| *name == field.name);
            prop_assert!(answer.is_some_and(|(_, answer)| answer.chars().count() <= typed.chars().count()));
        }
    }
}

#[test]
fn five_fields_have_a_place_and_the_title_says_where_the_others_are() {
    let data = modal(&create(), &[]).expect("a modal");
    assert_eq!(names(&data), ["title", "unit", "scoring", "ends", "tie"]);
    assert_eq!(data["title"], "New challenge – more: /challenge create");
    assert_eq!(data["custom_id"], "1m:challenge create");
    let scoring = &data["components"][2]["components"][0];
    assert_eq!(scoring["placeholder"], "Empty: total. Or: best, latest, …");
    assert!(
        scoring.get("value").is_none(),
        "a value would hide the choices"
    );
    let tie = &data["components"][4]["components"][0];
    assert_eq!(tie["value"], "shared", "what is needed is filled in");
}

#[test]
fn a_form_comes_again_with_what_was_typed() {
    let given = [
        ("prize", "A mug = 5€ & more?"),
        ("scoring", "bset"),
        ("title", "Walk"),
        ("tie", "shared"),
    ];
    let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let data = modal(&create(), &given).expect("a modal");
    assert_eq!(names(&data), ["title", "unit", "scoring", "prize", "tie"]);
    let mut full = create();
    full.fields
        .iter_mut()
        .for_each(|field| field.required = field.name != "prize");
    let data = modal(&full, &given).expect("a modal");
    assert_eq!(names(&data), ["title", "unit", "scoring", "ends", "rounds"]);
    let (command, answers) =
        filled(&sent(&data, |_, value| value.to_owned())).expect("a form of ours");
    assert_eq!(command, "challenge create");
    let answer = |wanted: &str| {
        answers
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(answer("prize"), Some("A mug = 5€ & more?"));
    assert_eq!(answer("scoring"), Some("bset"));
    assert_eq!(answer("tie"), Some("shared"));
}

#[test]
fn answers_of_newer_components_are_read_too() {
    let sent = json!({ "custom_id": "1m:setup", "components": [
        { "type": 18, "component": { "type": 8, "custom_id": "feed", "values": ["41771983423143937"] } },
        { "type": 18, "component": { "type": 4, "custom_id": "zone", "value": "Europe/Berlin" } },
        { "type": 1, "components": [{ "type": 4, "custom_id": "items", "value": "Intro\nModule 1" }] },
    ] });
    let (command, answers) = filled(&sent).expect("a form of ours");
    assert_eq!(command, "setup");
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        answers,
        [
            pair("feed", "41771983423143937"),
            pair("zone", "Europe/Berlin"),
            pair("items", "Intro; Module 1")
        ]
    );
    for id in ["", "1:-:help", "2m:setup", "v1:form"] {
        assert_eq!(
            filled(&json!({ "custom_id": id, "components": [] })),
            None,
            "{id}"
        );
    }
}

/// The modal as Discord sends it back, each input with what was typed into it.
fn sent(data: &Value, typed: impl Fn(&str, &str) -> String) -> Value {
    let rows = rules::list(&data["components"]).iter().map(|row| {
        let input = &row["components"][0];
        let name = input["custom_id"].as_str().expect("a name");
        let value = typed(name, input["value"].as_str().unwrap_or_default());
        json!({ "type": 1, "components": [{ "type": 4, "custom_id": name, "value": value }] })
    });
    json!({ "custom_id": data["custom_id"], "components": rows.collect::<Vec<_>>() })
}

fn names(data: &Value) -> Vec<&str> {
    let rows = rules::list(&data["components"]).iter();
    rows.filter_map(|row| row["components"][0]["custom_id"].as_str())
        .collect()
}

pub(crate) fn create() -> Form {
    let field = |name: &str, value: &str, choices: &[&str], required, advanced| Field {
        name: name.to_owned(),
        label: format!("What is its {name}?"),
        hint: format!("Something about the {name}"),
        value: value.to_owned(),
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        required,
        advanced,
        ..Field::default()
    };
    let scorings = ["total", "best", "latest", &"long ".repeat(30)];
    Form {
        title: "New challenge".to_owned(),
        command: "challenge create".to_owned(),
        fields: vec![
            field("title", "", &[], true, false),
            field("unit", "", &[], false, false),
            field("scoring", "total", &scorings, false, false),
            field("ends", "", &[], false, false),
            field("rounds", "weekly", &["none", "weekly"], false, false),
            field("prize", "", &[], false, false),
            field("winners", "3", &[], false, true),
            field("tie", "shared", &["shared", "earliest"], true, true),
        ],
        submit: "Show the rules".to_owned(),
    }
}
