//! Pressed buttons, and menus in which something was chosen (`components/reference`).

use serde_json::Value;

use crate::platform::discord::buttons::{self, is_snowflake};
use crate::platform::discord::envelope::{On, What, text};
use crate::platform::discord::render::PRIVATE;

/// Kinds of menus.
const USER_MENU: u64 = 5;
const ROLE_MENU: u64 = 6;
const MENTION_MENU: u64 = 7;
const CHANNEL_MENU: u64 = 8;

/// What a press wants; none where it is on nothing.
pub(super) fn read(interaction: &Value, data: &Value) -> Option<What> {
    let id = text(data, "/custom_id")?;
    let flags = interaction
        .pointer("/message/flags")
        .and_then(Value::as_u64);
    let private = flags.unwrap_or_default() & PRIVATE != 0;
    let on = On {
        message: text(interaction, "/message/id")?,
        private,
        spent: private && buttons::is_spent(&id),
    };
    Some(What::Press {
        press: buttons::pressed(&id),
        chosen: chosen(data),
        on,
    })
}

/// What was chosen in a menu, as it is typed: people as `<@id>`, roles as `<@&id>`, channels as `<#id>`.
fn chosen(data: &Value) -> Vec<String> {
    let kind = data.get("component_type").and_then(Value::as_u64);
    let values = data.get("values").and_then(Value::as_array);
    let values = values.into_iter().flatten().filter_map(Value::as_str);
    let typed = values.map(|value| {
        let is_role = || !data["resolved"]["roles"][value].is_null();
        match kind {
            _ if !is_snowflake(value) => value.to_owned(),
            Some(MENTION_MENU) if is_role() => format!("<@&{value}>"),
            Some(USER_MENU | MENTION_MENU) => format!("<@{value}>"),
            Some(ROLE_MENU) => format!("<@&{value}>"),
            Some(CHANNEL_MENU) => format!("<#{value}>"),
            _ => value.to_owned(),
        }
    });
    typed.collect()
}
