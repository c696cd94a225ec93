//! Checks what the bot sends: against the schemas that `CONTRACTS_DIR` holds, own rules where there is none, and lengths.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::{env, fs};

use jsonschema::Validator;
use serde_json::{Map, Value};

use super::{limits, lock, own};

/// Which schema describes a method's arguments.
const SCHEMAS: &[(&str, &str)] = &[
    ("chat.postEphemeral", "ChatPostEphemeralArguments"),
    ("chat.postMessage", "ChatPostMessageArguments"),
    ("chat.update", "ChatUpdateArguments"),
    ("conversations.list", "ConversationsListArguments"),
    ("conversations.members", "ConversationsMembersArguments"),
    ("conversations.open", "ConversationsOpenArguments"),
    (
        "files.completeUploadExternal",
        "FilesCompleteUploadExternalArguments",
    ),
    (
        "files.getUploadURLExternal",
        "FilesGetUploadURLExternalArguments",
    ),
    ("users.info", "UsersInfoArguments"),
    ("views.open", "ViewsOpenArguments"),
    ("views.publish", "ViewsPublishArguments"),
];

/// Everything that is wrong with a method's arguments.
pub(crate) fn check(method: &str, args: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let described = SCHEMAS.iter().find(|(name, _)| *name == method);
    match (described, own::rule_of(method)) {
        (Some((_, schema)), _) => conforms(schema, args, &mut faults),
        (None, Some(rule)) => own::check(rule, args, &mut faults),
        (None, None) => faults.push("no schema and no rule of ours describes it".to_owned()),
    }
    if let Some(blocks) = args.get("blocks") {
        // The methods' own schemas let any block of two fields pass; this one knows them all.
        conforms("Blocks", blocks, &mut faults);
    }
    if let Some(view) = args.get("view") {
        conforms("TView", view, &mut faults);
        if let Some(blocks) = view.get("blocks") {
            conforms("Blocks", blocks, &mut faults);
        }
    }
    limits::check(method, args, &mut faults);
    faults
}

/// The values of a form's fields are words: those that stand for other things become these.
pub(crate) fn typed(method: &str, args: &mut Map<String, Value>) {
    for (name, value) in args {
        let Some(word) = value.as_str() else { continue };
        let number = matches!((method, name.as_str()), (_, "length" | "limit"));
        let read = match (name.as_str(), word) {
            (_, "true") => Some(Value::Bool(true)),
            (_, "false") => Some(Value::Bool(false)),
            ("blocks" | "view" | "files" | "metadata", _) => serde_json::from_str(word).ok(),
            _ if number => word.parse::<u64>().ok().map(Value::from),
            _ => None,
        };
        if let Some(read) = read {
            *value = read;
        }
    }
}

/// Adds what a schema finds wrong; nothing, where there are no schemas.
pub(crate) fn conforms(schema: &str, value: &Value, faults: &mut Vec<String>) {
    let Some(folder) = folder() else { return };
    let validator = validator(folder, schema);
    let errors = validator.iter_errors(value).take(3);
    faults.extend(errors.map(|error| {
        let place = error.instance_path().to_string();
        let mut what = error.to_string();
        if let Some((end, _)) = what.char_indices().nth(600) {
            what.truncate(end);
        }
        format!("{schema}{place}: {what}")
    }));
}

/// The folder of schemas; none where none is named.
///
/// # Panics
/// When one is named that is not there: the contracts would silently not be checked.
fn folder() -> Option<&'static Path> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = FOLDER.get_or_init(|| {
        let Some(named) = env::var_os("CONTRACTS_DIR").filter(|named| !named.is_empty()) else {
            println!("CONTRACTS_DIR is not set: requests are not checked against Slack's schemas");
            return None;
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(named)
            .join("slack");
        let shown = folder.display();
        assert!(folder.is_dir(), "CONTRACTS_DIR has no folder {shown}");
        Some(folder)
    });
    found.as_deref()
}

fn validator(folder: &Path, schema: &str) -> Arc<Validator> {
    static READ: Mutex<Option<HashMap<String, Arc<Validator>>>> = Mutex::new(None);
    let mut read = lock(&READ);
    let read = read.get_or_insert_default();
    if let Some(validator) = read.get(schema) {
        return Arc::clone(validator);
    }
    let path = folder.join(format!("{schema}.json"));
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("the contract {}: {error}", path.display()));
    let parsed: Value = serde_json::from_str(&text).expect("a schema is JSON");
    let validator = jsonschema::validator_for(&parsed).expect("a schema is one");
    let validator = Arc::new(validator);
    read.insert(schema.to_owned(), Arc::clone(&validator));
    validator
}
