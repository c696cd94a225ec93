//! What an errand is recognised by when it comes again.

use crate::platform::discord::envelope::{Errand, What};
use crate::platform::once::Keys;

/// What an errand is recognised by.
pub(super) fn keys(errand: &Errand) -> Keys {
    let key = |kind: &str, id: &str| format!("{}/{}/{kind}/{id}", errand.guild, errand.who.user);
    let on = match &errand.what {
        What::Press { press, chosen, on } => Some(format!(
            "{}:{}:{press:?}:{chosen:?}",
            errand.spot.channel, on.message
        )),
        _ => None,
    };
    let delivery = errand.delivery.as_str();
    Keys {
        delivery: (!delivery.is_empty()).then(|| key("delivery", delivery)),
        press: on.map(|on| key("press", &on)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::platform::discord::envelope::read;

    fn press(id: &str, message: &str, guild: &str, user: &str) -> Errand {
        read(&json!({
            "type": 3, "id": id, "guild_id": guild, "channel_id": "4", "member": { "user": { "id": user } },
            "data": { "custom_id": "1:-:progress 3kg again:yes", "component_type": 2 },
            "message": { "id": message, "flags": 64 }
        }))
    }

    #[test]
    fn two_clicks_on_one_message_are_known_by_the_press() {
        let one = keys(&press("11", "5", "1", "2"));
        let other = keys(&press("12", "5", "1", "2"));
        assert_eq!(one.press, other.press);
        assert_ne!(one.delivery, other.delivery);
        let others = [("6", "1", "2"), ("5", "9", "2"), ("5", "1", "9")];
        for (message, guild, user) in others {
            assert_ne!(one.press, keys(&press("13", message, guild, user)).press);
        }
        assert_eq!(one, keys(&press("11", "5", "1", "2")));
        assert_eq!(keys(&read(&json!({ "type": 2 }))).delivery, None);
    }
}
