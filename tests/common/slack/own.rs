//! Rules for what no schema describes: which arguments there are, of which kind, and which must be there.

use serde_json::Value;

/// A method's arguments: name, kind, whether it is needed.
pub(crate) struct Rule {
    method: &'static str,
    args: &'static [(&'static str, Is, bool)],
}

/// The kind of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    Word,
    Flag,
    Object,
    List,
}

use Is::{Flag, List, Object, Word};

const RULES: &[Rule] = &[
    Rule {
        method: "apps.connections.open",
        args: &[],
    },
    Rule {
        method: "auth.test",
        args: &[],
    },
    Rule {
        method: "chat.delete",
        args: &[
            ("channel", Word, true),
            ("ts", Word, true),
            ("as_user", Flag, false),
        ],
    },
    Rule {
        method: "conversations.info",
        args: &[
            ("channel", Word, true),
            ("include_locale", Flag, false),
            ("include_num_members", Flag, false),
        ],
    },
    Rule {
        method: "auth.revoke",
        args: &[("test", Flag, false)],
    },
    Rule {
        method: "oauth.v2.access",
        args: &[
            ("client_id", Word, false),
            ("client_secret", Word, false),
            ("code", Word, false),
            ("redirect_uri", Word, false),
            ("grant_type", Word, false),
            ("refresh_token", Word, false),
        ],
    },
    Rule {
        method: "response_url",
        args: &[
            ("text", Word, false),
            ("blocks", List, false),
            ("response_type", Word, false),
            ("replace_original", Flag, false),
            ("delete_original", Flag, false),
            ("thread_ts", Word, false),
            ("unfurl_links", Flag, false),
            ("unfurl_media", Flag, false),
            ("mrkdwn", Flag, false),
        ],
    },
    Rule {
        method: "acknowledgement",
        args: &[
            ("text", Word, false),
            ("blocks", List, false),
            ("response_type", Word, false),
            ("replace_original", Flag, false),
            ("unfurl_links", Flag, false),
            ("unfurl_media", Flag, false),
            ("mrkdwn", Flag, false),
        ],
    },
    Rule {
        method: "view_submission's answer",
        args: &[
            ("response_action", Word, true),
            ("errors", Object, false),
            ("view", Object, false),
        ],
    },
    Rule {
        method: "team.info",
        args: &[("team", Word, false)],
    },
    Rule {
        method: "usergroups.list",
        args: &[
            ("include_count", Flag, false),
            ("include_disabled", Flag, false),
            ("include_users", Flag, false),
            ("team_id", Word, false),
        ],
    },
    Rule {
        method: "usergroups.users.list",
        args: &[
            ("usergroup", Word, true),
            ("include_disabled", Flag, false),
            ("team_id", Word, false),
        ],
    },
    Rule {
        method: "views.push",
        args: &[("trigger_id", Word, true), ("view", Object, true)],
    },
    Rule {
        method: "views.update",
        args: &[
            ("view_id", Word, true),
            ("hash", Word, false),
            ("view", Object, true),
        ],
    },
];

/// Arguments that are one of a few words.
const CHOICES: &[(&str, &[&str])] = &[
    ("response_type", &["ephemeral", "in_channel"]),
    ("response_action", &["errors", "update", "push", "clear"]),
    ("grant_type", &["authorization_code", "refresh_token"]),
];

/// The rule of a method, if it has one of ours.
pub(crate) fn rule_of(method: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.method == method)
}

/// Adds what is wrong with arguments by a rule.
pub(crate) fn check(rule: &Rule, args: &Value, faults: &mut Vec<String>) {
    let Some(given) = args.as_object() else {
        faults.push("its arguments are no object".to_owned());
        return;
    };
    for (name, value) in given {
        // A token may always stand among the arguments.
        if name == "token" {
            continue;
        }
        let Some((_, is, _)) = rule.args.iter().find(|(known, ..)| known == name) else {
            faults.push(format!("it has no argument `{name}`"));
            continue;
        };
        let right = match is {
            Word => value.is_string(),
            Flag => value.is_boolean(),
            Object => value.is_object(),
            List => value.is_array(),
        };
        if !right {
            faults.push(format!("`{name}` is {value}, not of kind {is:?}"));
        }
        let choices = CHOICES.iter().find(|(known, _)| known == name);
        if let (Some((_, words)), Some(word)) = (choices, value.as_str())
            && !words.contains(&word)
        {
            faults.push(format!("`{name}` is {word}, not one of {words:?}"));
        }
    }
    for (name, _, needed) in rule.args {
        if *needed && !given.contains_key(*name) {
            faults.push(format!("it lacks `{name}`"));
        }
    }
}
