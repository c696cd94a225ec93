//! Cards, forms and commands as Discord shows and takes them: laws for any card, and kept examples.

#[path = "common/discord/contract.rs"]
#[expect(dead_code, reason = "the tests' Discord uses the rest")]
mod contract;
#[path = "common/database.rs"]
mod database;
#[path = "common/discord/plain.rs"]
#[expect(dead_code, reason = "the tests' Discord uses the rest")]
mod plain;
#[path = "common/discord/rules.rs"]
#[expect(dead_code, reason = "the tests' Discord uses the rest")]
mod rules;

#[path = "discord_render/any.rs"]
mod any;
#[path = "discord_render/commands.rs"]
mod commands;
#[path = "discord_render/forms.rs"]
mod forms;
#[path = "discord_render/golden.rs"]
mod golden;
#[path = "discord_render/house.rs"]
mod house;
#[path = "discord_render/laws.rs"]
mod laws;
#[path = "discord_render/markdown.rs"]
mod markdown;
