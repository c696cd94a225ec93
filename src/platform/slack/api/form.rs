//! Bodies as forms. Slack's reading methods take no JSON: `users.info` answers it with `user_not_found`
//! (docs.slack.dev/apis/web-api lists the methods that take JSON; all of them take forms).

use serde_json::Value;

/// Methods that read forms only.
pub(super) const READS: &[&str] = &[
    "auth.test",
    "bots.info",
    "conversations.info",
    "conversations.list",
    "conversations.members",
    "files.getUploadURLExternal",
    "team.info",
    "usergroups.list",
    "usergroups.users.list",
    "users.conversations",
    "users.info",
    "users.list",
];

/// An object as a form: texts as they are, everything else as JSON, nothing for `null`.
pub(super) fn encode(body: &Value) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in body.as_object().into_iter().flatten() {
        match value {
            Value::Null => {}
            Value::String(text) => drop(form.append_pair(name, text)),
            other => drop(form.append_pair(name, &other.to_string())),
        }
    }
    form.finish()
}

/// Pairs as a form.
pub(super) fn pairs(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    form.finish()
}
