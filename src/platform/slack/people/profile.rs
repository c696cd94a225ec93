//! What `users.info` says of somebody: <https://docs.slack.dev/reference/objects/user-object>.

use serde_json::Value;

use crate::platform::slack::team::TeamKey;

/// Somebody, as far as Slack tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Profile {
    /// What she is called: the name she chose, else her full name, else her account's.
    pub(super) name: String,
    /// Her zone's IANA name.
    pub(super) zone: Option<String>,
    /// Her language, such as `de-DE`.
    pub(super) locale: Option<String>,
    /// Whether she is an owner or administrator of this workspace.
    pub(super) moderates: bool,
}

impl Profile {
    /// Reads the `user` of an answer, as seen from a workspace.
    pub(super) fn read(user: &Value, key: &TeamKey) -> Self {
        let name = [
            "/profile/display_name",
            "/profile/real_name",
            "/real_name",
            "/name",
        ];
        let is = |field: &str| user.get(field).and_then(Value::as_bool) == Some(true);
        let leads = is("is_admin") || is("is_owner") || is("is_primary_owner");
        Self {
            name: name
                .iter()
                .find_map(|pointer| text(user, pointer))
                .unwrap_or_default(),
            zone: text(user, "/tz"),
            locale: text(user, "/locale"),
            moderates: leads && !is("deleted") && is_ours(user, key),
        }
    }
}

/// Whether somebody belongs to the workspace, not to another one that shares a channel with it: there she may be an
/// administrator, here she is a guest.
fn is_ours(user: &Value, key: &TeamKey) -> bool {
    if user.get("is_stranger").and_then(Value::as_bool) == Some(true) {
        return false;
    }
    let Some(team) = text(user, "/team_id") else {
        return true;
    };
    let organisation = text(user, "/enterprise_user/enterprise_id");
    let teams = user
        .pointer("/enterprise_user/teams")
        .and_then(Value::as_array);
    team == key.team
        || (!key.enterprise.is_empty()
            && (team == key.enterprise || organisation.as_deref() == Some(&key.enterprise)))
        || teams.is_some_and(|teams| teams.iter().any(|team| team.as_str() == Some(&key.team)))
}

fn text(user: &Value, pointer: &str) -> Option<String> {
    let found = user.pointer(pointer)?.as_str()?.trim();
    (!found.is_empty()).then(|| found.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key(enterprise: &str, team: &str) -> TeamKey {
        TeamKey {
            enterprise: enterprise.to_owned(),
            team: team.to_owned(),
        }
    }

    /// The user of <https://docs.slack.dev/reference/methods/users.info>, with a locale.
    fn user() -> Value {
        json!({
            "id": "W012A3CDE", "team_id": "T012AB3C4", "name": "spengler", "deleted": false, "color": "9f69e7",
            "real_name": "Egon Spengler", "tz": "America/Los_Angeles", "tz_label": "Pacific Daylight Time",
            "tz_offset": -25200, "profile": {
                "avatar_hash": "ge3b51ca72de", "real_name": "Egon Spengler", "display_name": "spengler",
                "real_name_normalized": "Egon Spengler", "team": "T012AB3C4"
            },
            "is_admin": true, "is_owner": false, "is_primary_owner": false, "is_restricted": false,
            "is_ultra_restricted": false, "is_bot": false, "updated": 1_502_138_686, "is_app_user": false,
            "has_2fa": false, "locale": "en-US"
        })
    }

    #[test]
    fn a_profile_is_read() {
        let read = Profile::read(&user(), &key("", "T012AB3C4"));
        let expected = Profile {
            name: "spengler".to_owned(),
            zone: Some("America/Los_Angeles".to_owned()),
            locale: Some("en-US".to_owned()),
            moderates: true,
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn an_empty_display_name_gives_way_to_the_full_name() {
        let mut user = user();
        user["profile"]["display_name"] = "".into();
        assert_eq!(
            Profile::read(&user, &key("", "T012AB3C4")).name,
            "Egon Spengler"
        );
        user["profile"] = Value::Null;
        user["real_name"] = Value::Null;
        assert_eq!(Profile::read(&user, &key("", "T012AB3C4")).name, "spengler");
    }

    #[test]
    fn another_workspaces_administrator_moderates_there_only() {
        let moderates = |user: &Value, key: &TeamKey| Profile::read(user, key).moderates;
        let mut user = user();
        assert!(!moderates(&user, &key("", "T9")));
        assert!(moderates(&user, &key("E1", "T012AB3C4")));
        user["is_stranger"] = true.into();
        assert!(!moderates(&user, &key("", "T012AB3C4")));
        user["is_stranger"] = false.into();
        user["team_id"] = "E1".into();
        assert!(moderates(&user, &key("E1", "T9")));
        user["team_id"] = "T1".into();
        user["enterprise_user"] = json!({"id": "W1", "enterprise_id": "E2", "teams": ["T1", "T9"]});
        assert!(moderates(&user, &key("", "T9")));
        assert!(!moderates(&user, &key("E1", "T8")));
        user["deleted"] = true.into();
        assert!(!moderates(&user, &key("", "T9")));
    }
}
