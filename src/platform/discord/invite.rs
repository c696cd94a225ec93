//! The link that adds the bot to a server, with the least that it needs.

use crate::platform::discord::rights::WANTED;

/// Where somebody who manages a server adds the bot (`topics/oauth2`).
#[must_use]
pub fn link(application_id: &str) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application_id}&scope=bot+applications.commands&permissions={WANTED}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_asks_for_the_least() {
        assert_eq!(
            link("42"),
            "https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions=309237763072"
        );
    }
}
