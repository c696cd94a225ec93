//! What an option that is being typed could be (`interactions/application-commands`, autocomplete).

use serde_json::{Value, json};

use crate::platform::discord::answer::Talk;
use crate::platform::discord::register::Typing;
use crate::platform::discord::render;

/// Choices at most (same page).
const MOST: usize = 25;
/// The longest name and the longest value of a choice (same page).
const LONGEST: usize = 100;

impl Talk {
    /// Suggests values. Nothing but suggestions may answer this: whatever goes wrong, there are none.
    pub(super) async fn suggest(&self, typing: &Typing) {
        let desk = &self.carrier.0.desk;
        let found = desk
            .suggest(
                &self.place(),
                &self.who,
                &typing.command,
                &typing.option,
                &typing.typed,
            )
            .await;
        let choices = found
            .into_iter()
            .filter(|(value, _)| render::fits(value, LONGEST));
        let choices: Vec<Value> = choices
            .take(MOST)
            .map(|(value, about)| {
                let name = if about.is_empty() {
                    value.clone()
                } else {
                    format!("{value} · {about}")
                };
                json!({ "name": render::cut(&name, LONGEST), "value": value })
            })
            .collect();
        self.first
            .give(json!({ "type": 8, "data": { "choices": choices } }));
    }
}
