//! While somebody types a report: how it would be understood.

use crate::cards;
use crate::commands::desk::{Desk, Reader};
use crate::commands::invocation::{Asker, Place, Preview};
use crate::commands::{progress, read};
use crate::domain::act::Who;
use crate::domain::act::progress::understand;
use crate::domain::amount::{Unit, show};
use crate::domain::refusal::Refusal;

impl Desk {
    /// How a half-typed report would be understood; none for anything else.
    pub async fn preview(&self, place: &Place, who: &Asker, line: &str) -> Option<Preview> {
        let (command, arguments) = read::line(line).ok()?;
        if command.path != progress::COMMAND.path || !line.trim_start().starts_with('/') {
            return None;
        }
        let report = progress::report(&arguments).ok()?;
        if report.typed.is_empty() && report.item.is_none() {
            return None;
        }
        let (space, identity) = self.at(place, who).await.ok()?;
        let now_ms = self.engine().now_ms();
        let reader = Reader {
            identity,
            moderator: who.moderator,
        };
        let understood = self
            .engine()
            .view(space.community_id, |community| {
                let view = reader.view(community, now_ms);
                let who = Who {
                    identity: view.reader,
                    moderator: who.moderator,
                };
                match understand(community, who, now_ms, &report) {
                    Ok(read) => {
                        let decimal = community.settings().decimal();
                        let each = read.iter().map(|(challenge, read)| {
                            let rules = challenge.rules();
                            let amount = if let Some(item) = read
                                .item
                                .and_then(|item| rules.items.get(usize::from(item)))
                            {
                                item.clone()
                            } else {
                                let unit = Unit::from_word(&read.unit)
                                    .unwrap_or_else(|_| rules.unit.clone());
                                show(read.amount_micro.into(), &unit, decimal)
                            };
                            cards::say::say(
                                "preview",
                                &[("amount", amount.into()), ("title", (&rules.title).into())],
                            )
                        });
                        (each.collect::<Vec<_>>().join(", "), false)
                    }
                    Err(refusal) => {
                        let sheet = match &refusal {
                            Refusal::Asked(question) => {
                                cards::question::question(&view, question, "", false)
                            }
                            refusal => cards::refusal::refusal(&view, refusal),
                        };
                        (
                            cards::mark::plain(&sheet.title, &|_| String::new()),
                            !matches!(refusal, Refusal::Asked(_)),
                        )
                    }
                }
            })
            .await;
        let (text, trouble) = understood.ok()?;
        Some(Preview { text, trouble })
    }
}
