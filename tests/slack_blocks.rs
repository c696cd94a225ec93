//! Cards, forms and their answers as Slack shows and sends them: laws for any card, and kept examples of the house's own.

#[path = "common/database.rs"]
mod database;

#[path = "slack_blocks/any.rs"]
mod any;
#[path = "slack_blocks/contracts.rs"]
mod contracts;
#[path = "slack_blocks/forms.rs"]
mod forms;
#[path = "slack_blocks/golden.rs"]
mod golden;
#[path = "slack_blocks/laws.rs"]
mod laws;
#[path = "slack_blocks/rules.rs"]
mod rules;
#[path = "slack_blocks/seen.rs"]
mod seen;
#[path = "slack_blocks/story.rs"]
mod story;
#[path = "slack_blocks/tale.rs"]
mod tale;
