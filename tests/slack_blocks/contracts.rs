//! Slack's own schemas: `slack/*.json` in the folder that `CONTRACTS_DIR` names.
//!
//! Where the variable is not set these checks say so and do nothing; where it is set, a missing folder is a failure.

use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

static BLOCKS: LazyLock<Option<Validator>> = LazyLock::new(|| schema("Blocks"));
static VIEW: LazyLock<Option<Validator>> = LazyLock::new(|| schema("TView"));

/// Fails where Slack would not know the blocks of a message.
#[track_caller]
pub(crate) fn check_blocks(blocks: &[Value]) {
    if let Some(schema) = &*BLOCKS {
        check(schema, &Value::from(blocks));
    }
}

/// Fails where Slack would not know a view.
#[track_caller]
pub(crate) fn check_view(view: &Value) {
    if let Some(schema) = &*VIEW {
        check(schema, view);
    }
    if let (Some(schema), Some(blocks)) = (&*BLOCKS, view.get("blocks")) {
        check(schema, blocks);
    }
}

#[track_caller]
fn check(schema: &Validator, value: &Value) {
    let faults: Vec<String> = schema
        .iter_errors(value)
        .map(|fault| format!("{}: {:.600}", fault.instance_path(), fault.to_string()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[expect(clippy::print_stderr, reason = "what is not checked must be said")]
fn schema(name: &str) -> Option<Validator> {
    let Some(folder) = std::env::var_os("CONTRACTS_DIR") else {
        eprintln!("CONTRACTS_DIR is not set: {name} is not checked against Slack's schema");
        return None;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let path = path.join("slack").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{} can't be read: {error}", path.display()));
    let schema = serde_json::from_str(&text).expect("a schema is JSON");
    Some(jsonschema::validator_for(&schema).expect("a schema of a known draft"))
}
