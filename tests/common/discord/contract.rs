//! Discord's own description of its API: `discord-openapi.json` in the folder that `CONTRACTS_DIR` names.
//!
//! Where the variable is not set these checks say so and find nothing; where it is set, a missing file is a failure.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Value, json};

static DESCRIPTION: LazyLock<Option<Value>> = LazyLock::new(read);
static VALIDATORS: Mutex<Option<HashMap<String, Arc<Validator>>>> = Mutex::new(None);

/// Whether Discord's description is there to check against.
pub(crate) fn is_there() -> bool {
    DESCRIPTION.is_some()
}

/// What is wrong with the JSON body of a request to that path, below the version: `/channels/1/messages`.
pub(crate) fn faults(method: &str, path: &str, body: &Value) -> Vec<String> {
    let Some(description) = &*DESCRIPTION else {
        return Vec::new();
    };
    let Some(template) = template(description, path) else {
        return vec![format!("{path} is no path of Discord's")];
    };
    let operation = &description["paths"][template][method.to_lowercase()];
    let content = &operation["requestBody"]["content"]["application/json"]["schema"];
    if content.is_null() {
        return vec![format!("{method} {path} takes no JSON")];
    }
    let name = format!("{method} {template}");
    wrong(&validator(description, &name, content), body)
}

/// What is wrong with a request beside its JSON: its path, and what is asked behind the question mark.
pub(crate) fn request_faults(
    method: &str,
    path: &str,
    query: &[String],
    has_body: bool,
) -> Vec<String> {
    let Some(description) = &*DESCRIPTION else {
        return Vec::new();
    };
    let Some(template) = template(description, path) else {
        return vec![format!("{path} is no path of Discord's")];
    };
    let operation = &description["paths"][template][method.to_lowercase()];
    if operation.is_null() {
        return vec![format!("{path} knows no {method}")];
    }
    let mut faults = Vec::new();
    if operation["requestBody"]["required"] == true && !has_body {
        faults.push(format!("{method} {path} wants a body"));
    }
    let known = operation["parameters"].as_array().into_iter().flatten();
    let known: Vec<&str> = known
        .filter(|one| one["in"] == "query")
        .filter_map(|one| one["name"].as_str())
        .collect();
    let unknown = query.iter().filter(|name| !known.contains(&name.as_str()));
    faults.extend(unknown.map(|name| format!("{method} {path} knows no {name}")));
    faults
}

/// What is wrong with an answer to a request to that path.
pub(crate) fn answer_faults(method: &str, path: &str, status: u16, body: &Value) -> Vec<String> {
    let Some(description) = &*DESCRIPTION else {
        return Vec::new();
    };
    let Some(template) = template(description, path) else {
        return Vec::new();
    };
    if status >= 400 {
        let schema = if status == 429 {
            "RatelimitedResponse"
        } else {
            "ErrorResponse"
        };
        return unlike(schema, body);
    }
    let operation = &description["paths"][template][method.to_lowercase()];
    let answer = &operation["responses"][status.to_string()];
    if answer.is_null() {
        return vec![format!("{method} {path} never answers {status}")];
    }
    let content = &answer["content"]["application/json"]["schema"];
    if content.is_null() {
        let is_empty = body.is_null();
        return if is_empty {
            Vec::new()
        } else {
            vec![format!("{status} has no body")]
        };
    }
    let name = format!("{method} {template} {status}");
    wrong(&validator(description, &name, content), body)
}

/// What is wrong with a value that should be of one of Discord's named schemas.
pub(crate) fn unlike(schema: &str, value: &Value) -> Vec<String> {
    let Some(description) = &*DESCRIPTION else {
        return Vec::new();
    };
    let content = json!({ "$ref": format!("#/components/schemas/{schema}") });
    wrong(&validator(description, schema, &content), value)
}

fn wrong(validator: &Validator, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value).take(3);
    let shown = errors.map(|error| {
        let what: String = error.to_string().chars().take(600).collect();
        format!("{}: {what}", error.instance_path())
    });
    shown.collect()
}

/// The path in the description that a path is an instance of; words go before places.
fn template<'a>(description: &'a Value, path: &str) -> Option<&'a str> {
    let paths = description["paths"].as_object()?;
    let n_places = |template: &str| template.matches('{').count();
    let fits = |template: &&String| {
        let mut asked = path.split('/');
        let fits = template.split('/').all(|part| {
            let asked = asked.next();
            asked == Some(part)
                || part.starts_with('{') && asked.is_some_and(|part| !part.is_empty())
        });
        fits && asked.next().is_none()
    };
    let found = paths.keys().filter(fits);
    found
        .min_by_key(|template| n_places(template))
        .map(String::as_str)
}

fn validator(description: &Value, name: &str, content: &Value) -> Arc<Validator> {
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let validators = validators.get_or_insert_default();
    if let Some(known) = validators.get(name) {
        return Arc::clone(known);
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [content],
        "components": description["components"],
    });
    let made = jsonschema::validator_for(&schema).expect("the description is sound");
    let made = Arc::new(made);
    validators.insert(name.to_owned(), Arc::clone(&made));
    made
}

#[expect(clippy::print_stderr, reason = "what is not checked must be said")]
fn read() -> Option<Value> {
    let Some(folder) = std::env::var_os("CONTRACTS_DIR").filter(|named| !named.is_empty()) else {
        eprintln!("CONTRACTS_DIR is not set: nothing is checked against Discord's description");
        return None;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let path = path.join("discord-openapi.json");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{} can't be read: {error}", path.display()));
    Some(serde_json::from_str(&text).expect("the description is JSON"))
}
