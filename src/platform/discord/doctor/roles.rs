//! Roles: those that moderate, and where the bot's own stands among them.

use serde_json::Value;

use crate::cards::mark;
use crate::cards::say::say;
use crate::cards::settings::Check;
use crate::platform::discord::rights::{WANTED, bits};

/// So many roles that moderate are looked at.
const MOST: usize = 5;

/// Whether the roles that moderate are there.
pub(super) fn moderating(guild: &Value, moderators: Option<&str>) -> Vec<Check> {
    let mentions = moderators.unwrap_or_default().split_whitespace();
    let ids = mentions.filter_map(|mention| mention.strip_prefix("<@&")?.strip_suffix('>'));
    let checks = ids.take(MOST).map(|id| {
        let name = say("discord-check-role", &[]);
        if roles(guild).any(|role| role["id"] == id) {
            let shown = mark::mention(&format!("&{id}"));
            let which = say("discord-remark-role", &[("role", shown.into())]);
            return Check::remarked(name, which);
        }
        let again = mark::command("setup moderators:\"@role\"");
        let puts = [("id", id.into()), ("command", again.into())];
        Check::new(name, false, say("discord-fix-role", &puts))
    });
    checks.collect()
}

/// Where the bot's highest role stands, and whether it may do more than it needs.
pub(super) fn place(guild: &Value, member: &Value) -> Option<Check> {
    let held = member["roles"].as_array()?;
    let is_held = |role: &&Value| held.contains(&role["id"]);
    let position = |role: &Value| role["position"].as_i64().unwrap_or_default();
    let highest = roles(guild)
        .filter(is_held)
        .max_by_key(|role| position(role));
    let n_above = roles(guild)
        .filter(|role| highest.is_none_or(|own| position(role) > position(own)))
        .filter(|role| role["id"] != guild["id"])
        .count();
    let everything = roles(guild)
        .filter(is_held)
        .fold(0, |all, role| all | bits(&role["permissions"]));
    let remark = if everything & !WANTED & POWERS == 0 {
        say("discord-remark-place", &[("n", n_above.into())])
    } else {
        say("discord-remark-power", &[("n", n_above.into())])
    };
    Some(Check::remarked(say("discord-check-place", &[]), remark))
}

/// Rights over others: kick, ban, administrate, manage channels, the server, messages, roles, webhooks, threads, and
/// mention everyone (`topics/permissions`).
const POWERS: u64 =
    1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 13 | 1 << 17 | 1 << 28 | 1 << 29 | 1 << 34;

fn roles(guild: &Value) -> impl Iterator<Item = &Value> {
    guild["roles"].as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_place_of_the_own_role_is_told() {
        let guild = json!({"id": "1", "roles": [
            {"id": "1", "position": 0, "permissions": "0"},
            {"id": "2", "position": 1, "permissions": "1024"},
            {"id": "3", "position": 2, "permissions": "8"},
        ]});
        let told = |roles: &[&str]| {
            let check = place(&guild, &json!({ "roles": roles })).expect("there are roles");
            assert!(check.ok);
            check.remark
        };
        assert!(
            told(&["2"]).starts_with("One role stands above mine."),
            "{}",
            told(&["2"])
        );
        assert!(
            told(&["3"]).contains("more than I need"),
            "{}",
            told(&["3"])
        );
        assert!(
            told(&[]).starts_with("2 roles stand above mine."),
            "{}",
            told(&[])
        );
    }

    #[test]
    fn a_role_that_moderates_must_be_there() {
        let guild = json!({"id": "1", "roles": [{"id": "2"}]});
        let checks = moderating(&guild, Some("<@&2> <@5> <@&9>"));
        let found: Vec<bool> = checks.iter().map(|check| check.ok).collect();
        assert_eq!(found, [true, false]);
    }
}
