//! People as Discord knows them: name, language, and whether they moderate. An interaction says it all.

use std::collections::HashSet;
use std::sync::Arc;

use crate::commands::Asker;
use crate::platform::discord::envelope::Sender;

/// The permission Administrator (`topics/permissions`).
pub(super) const ADMINISTRATOR: u64 = 1 << 3;
/// The permission Manage Server (same page).
const MANAGE_GUILD: u64 = 1 << 5;

/// The people of all servers; clones share what is known of them.
#[derive(Clone)]
pub struct People {
    /// Who moderates everywhere, by the settings.
    moderators: Arc<HashSet<String>>,
}

impl People {
    /// `moderators` are the user ids that moderate everywhere.
    #[must_use]
    pub fn new(moderators: &[String]) -> Self {
        Self {
            moderators: Arc::new(moderators.iter().cloned().collect()),
        }
    }

    /// Who asks. `named` are the moderators that the server chose: mentions of people and roles, as
    /// [`SpaceRow::moderators`](crate::engine::SpaceRow::moderators) keeps them.
    #[must_use]
    pub fn asker(&self, sender: &Sender, named: Option<&str>) -> Asker {
        let moderator = sender.permissions & (ADMINISTRATOR | MANAGE_GUILD) != 0
            || self.moderators.contains(&sender.user)
            || is_named(sender, named);
        Asker {
            user: sender.user.clone(),
            name: sender.name.clone(),
            zone: None,
            locale: sender.locale.clone(),
            moderator,
        }
    }
}

/// Whether a server named somebody, by herself or by a role of hers.
fn is_named(sender: &Sender, named: Option<&str>) -> bool {
    named.unwrap_or_default().split_whitespace().any(|mention| {
        let id = mention
            .strip_prefix("<@")
            .and_then(|rest| rest.strip_suffix('>'))
            .unwrap_or_default();
        match id.strip_prefix('&') {
            Some(role) => sender.roles.iter().any(|hers| hers == role),
            None => !id.is_empty() && id == sender.user,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moderates(sender: &Sender, named: Option<&str>) -> bool {
        let people = People::new(&["9".to_owned()]);
        people.asker(sender, named).moderator
    }

    #[test]
    fn who_manages_the_server_or_is_named_moderates() {
        let ana = Sender {
            user: "1".to_owned(),
            roles: vec!["5".to_owned()],
            ..Sender::default()
        };
        assert!(!moderates(&ana, None));
        assert!(!moderates(&ana, Some("<@2> <@&1> <@&6>")));
        assert!(moderates(&ana, Some("<@2> <@1>")));
        assert!(moderates(&ana, Some("<@&5>")));
        for permissions in [ADMINISTRATOR, MANAGE_GUILD, u64::MAX] {
            let leads = Sender {
                permissions,
                ..ana.clone()
            };
            assert!(moderates(&leads, None));
        }
        let by_settings = Sender {
            user: "9".to_owned(),
            ..Sender::default()
        };
        assert!(moderates(&by_settings, None));
        let nobody = Sender::default();
        assert!(!moderates(&nobody, Some("<@> <@&> 1")));
    }
}
