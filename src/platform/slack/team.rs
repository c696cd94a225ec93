//! Which workspace: the key of an installation and of a space.

/// A workspace, inside its organisation where it belongs to one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TeamKey {
    /// The organisation's id (`E…`), empty where there is none.
    pub enterprise: String,
    /// The workspace's id (`T…`).
    pub team: String,
}

impl TeamKey {
    /// The id of the space that the workspace is: `T1`, or `E1/T1` inside an organisation.
    #[must_use]
    pub fn space(&self) -> String {
        if self.enterprise.is_empty() {
            self.team.clone()
        } else {
            format!("{}/{}", self.enterprise, self.team)
        }
    }

    /// Reads what [`TeamKey::space`] wrote.
    #[must_use]
    pub fn of_space(space: &str) -> Self {
        let (enterprise, team) = space.split_once('/').unwrap_or(("", space));
        Self {
            enterprise: enterprise.to_owned(),
            team: team.to_owned(),
        }
    }
}
