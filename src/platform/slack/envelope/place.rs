//! Who sent a payload and which workspace it belongs to.

use serde_json::Value;

use crate::platform::slack::envelope::{Sender, Spot, first, text};
use crate::platform::slack::team::TeamKey;

/// The workspace in which the app is installed that a payload was sent to.
///
/// `authorizations` speak of the installation, while the outer ids of an event in a shared channel may be those of
/// whoever wrote (<https://docs.slack.dev/apis/slack-connect>). A modal that was opened from a shared channel is
/// submitted in the submitter's workspace, and `app_installed_team_id` says whose it is; on App Home that field names
/// the first of several installations, whichever is looked at (`slackapi/bolt-python#1229`).
pub(super) fn team_of(payload: &Value) -> TeamKey {
    if let Some(installed) = payload.pointer("/authorizations/0")
        && let Some(team) = text(installed, "/team_id")
    {
        let enterprise = text(installed, "/enterprise_id").unwrap_or_default();
        return TeamKey { enterprise, team };
    }
    let outer = first(payload, &["/team_id", "/team/id"]);
    let installed = text(payload, "/view/app_installed_team_id")
        .filter(|_| text(payload, "/view/type").as_deref() != Some("home"));
    let enterprise = first(
        payload,
        &[
            "/authorizations/0/enterprise_id",
            "/enterprise_id",
            "/enterprise/id",
            "/team/enterprise_id",
        ],
    );
    if let Some(team) = installed {
        // The organisation named beside it is that of the other workspace.
        let is_other = outer.is_some_and(|outer| outer != team);
        let enterprise = enterprise.filter(|_| !is_other).unwrap_or_default();
        return TeamKey { enterprise, team };
    }
    let team = outer.or_else(|| first(payload, &["/user/team_id", "/view/team_id"]));
    TeamKey {
        enterprise: enterprise.unwrap_or_default(),
        team: team.unwrap_or_default(),
    }
}

/// Who sent it.
pub(super) fn sender_of(payload: &Value) -> Sender {
    let user = first(payload, &["/user_id", "/user/id", "/event/user"]);
    let name = first(payload, &["/user_name", "/user/name", "/user/username"]);
    Sender {
        user: user.unwrap_or_default(),
        name: name.unwrap_or_default(),
    }
}

/// A channel, and the thread in it.
pub(super) fn spot(channel: Option<String>, thread: Option<String>) -> Spot {
    let channel = channel.unwrap_or_default();
    Spot {
        direct: channel.starts_with('D'),
        in_thread: thread.is_some(),
        channel,
        thread,
    }
}
