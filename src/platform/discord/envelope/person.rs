//! Who did something: the member of a server with what she may do there, elsewhere the user alone.

use serde_json::Value;

use crate::platform::discord::envelope::{Sender, bits, first, text};

/// Who did it.
pub(super) fn sender(interaction: &Value) -> Sender {
    let user = first(interaction, &["/member/user/id", "/user/id"]);
    let name = first(
        interaction,
        &[
            "/member/nick",
            "/member/user/global_name",
            "/member/user/username",
            "/user/global_name",
            "/user/username",
        ],
    );
    let roles = interaction
        .pointer("/member/roles")
        .and_then(Value::as_array);
    let roles = roles.into_iter().flatten().filter_map(Value::as_str);
    Sender {
        user: user.unwrap_or_default(),
        name: name.unwrap_or_default(),
        locale: text(interaction, "/locale"),
        permissions: bits(interaction, "/member/permissions").unwrap_or_default(),
        roles: roles.map(str::to_owned).collect(),
    }
}
