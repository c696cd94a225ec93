//! While somebody types: how the line could go on, and how it would be understood.

use crate::cards::{self, Card};
use crate::commands::declare::{Command, Kind};
use crate::commands::desk::{Desk, Reader};
use crate::commands::invocation::{Asker, Completion, Place, Preview};
use crate::commands::{progress, read, registry};
use crate::domain::act::progress::understand;
use crate::domain::act::{Who, find};
use crate::domain::amount::{Unit, show};
use crate::domain::calendar::zones_like;
use crate::domain::challenge::Phase;
use crate::domain::community::Community;
use crate::domain::refusal::Refusal;
use crate::engine::{EngineError, SpaceRow};

/// Suggestions at most.
const MOST: usize = 12;
/// Challenges in a panel at most.
const PANELS: usize = 4;

impl Desk {
    /// How a line could go on, best first: commands, then options, then values.
    pub async fn complete(&self, place: &Place, who: &Asker, line: &str) -> Vec<Completion> {
        let Some(typed) = line.strip_prefix('/') else {
            return Vec::new();
        };
        let Ok((space, identity)) = self.at(place, who).await else {
            return Vec::new();
        };
        let offer = |community: &Community| {
            completions(community, identity.unwrap_or(0), who.moderator, typed)
        };
        self.engine()
            .view(space.community_id, offer)
            .await
            .unwrap_or_default()
    }

    /// What an option of a command could be that begins as it is `typed`: values, best first, each with a word about it.
    pub async fn suggest(
        &self,
        place: &Place,
        who: &Asker,
        command: &str,
        option: &str,
        typed: &str,
    ) -> Vec<(String, String)> {
        let found = registry::find(command).and_then(|command| command.option(option));
        let Some(option) = found else {
            return Vec::new();
        };
        let Ok((space, identity)) = self.at(place, who).await else {
            return Vec::new();
        };
        let offer = |community: &Community| {
            let identity = identity.unwrap_or(0);
            fitting(community, identity, who.moderator, &option.kind, typed)
        };
        self.engine()
            .view(space.community_id, offer)
            .await
            .unwrap_or_default()
    }

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
                                cards::question::question(&view, question, "")
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

    /// The boards of what runs, for a panel beside the conversation.
    pub async fn boards(&self, place: &Place, who: &Asker) -> Vec<Card> {
        self.boards_or(place, who).await.unwrap_or_default()
    }

    async fn boards_or(&self, place: &Place, who: &Asker) -> Result<Vec<Card>, EngineError> {
        let (space, identity) = self.at(place, who).await?;
        let now_ms = self.engine().now_ms();
        let reader = Reader {
            identity,
            moderator: who.moderator,
        };
        let sheets = self
            .engine()
            .view(space.community_id, |community| {
                let view = reader.view(community, now_ms);
                let live = community.challenges().iter().filter(|one| {
                    matches!(
                        one.phase(),
                        Phase::Open | Phase::Running | Phase::Paused | Phase::Ended
                    )
                });
                live.take(PANELS)
                    .map(|one| cards::board::panel(&view, one.number()))
                    .collect::<Vec<_>>()
            })
            .await?;
        let mut cards = Vec::with_capacity(sheets.len());
        for sheet in sheets {
            cards.push(self.named(&space, sheet).await?);
        }
        Ok(cards)
    }

    /// The space of a place, and somebody's number there.
    pub(super) async fn at(
        &self,
        place: &Place,
        who: &Asker,
    ) -> Result<(SpaceRow, Option<u32>), EngineError> {
        let space = self
            .engine()
            .space(place.platform, &place.space, &place.space)
            .await?;
        let identity = self.engine().identity_of(space.space_id, &who.user).await?;
        Ok((space, identity))
    }
}

fn completions(
    community: &Community,
    identity: u32,
    moderator: bool,
    typed: &str,
) -> Vec<Completion> {
    let allowed = |command: &&&Command| moderator || !command.moderator;
    let exact = registry::COMMANDS.iter().filter(allowed).find(|command| {
        typed
            .strip_prefix(command.path)
            .is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    let Some(command) = exact else {
        let wanted = typed.to_lowercase();
        let begun = registry::COMMANDS
            .iter()
            .filter(allowed)
            .filter(|command| command.path.starts_with(&wanted));
        let offer = begun.map(|command| Completion {
            line: format!("/{} ", command.path),
            label: format!("/{}", command.path),
            about: command.about.to_owned(),
        });
        return offer.take(MOST).collect();
    };
    let begin = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let (before, part) = typed.split_at(begin);
    match part
        .split_once(':')
        .and_then(|(name, value)| Some((command.option(name)?, value)))
    {
        Some((option, value)) => {
            let fitting = fitting(community, identity, moderator, &option.kind, value);
            let offer = fitting.into_iter().map(|(value, about)| Completion {
                line: format!("/{before}{}:{} ", option.name, quoted(&value)),
                label: value,
                about,
            });
            offer.take(MOST).collect()
        }
        None => arguments(community, identity, moderator, command, before, part),
    }
}

/// Values for the next place, then options that are not given yet.
fn arguments(
    community: &Community,
    identity: u32,
    moderator: bool,
    command: &Command,
    before: &str,
    part: &str,
) -> Vec<Completion> {
    let wanted = part.trim_start_matches(['"', '“', '„']).to_lowercase();
    let first = before.trim_end() == command.path;
    let place = command
        .options
        .iter()
        .find(|option| option.positional)
        .filter(|_| first);
    let fitting = place
        .map(|option| fitting(community, identity, moderator, &option.kind, part))
        .unwrap_or_default();
    let mut offer: Vec<Completion> = fitting
        .into_iter()
        .map(|(value, about)| Completion {
            line: format!("/{before}{} ", quoted(&value)),
            label: value,
            about,
        })
        .collect();
    let given = |name: &str| before.contains(&format!(" {name}:"));
    let options = command
        .options
        .iter()
        .filter(|option| !given(option.name) && option.name.starts_with(&wanted));
    let named = options
        .filter(|option| !option.positional || !wanted.is_empty())
        .filter(|option| option.name != "remember");
    offer.extend(named.map(|option| Completion {
        line: format!("/{before}{}:", option.name),
        label: format!("{}:", option.name),
        about: option.about.to_owned(),
    }));
    offer.truncate(MOST);
    offer
}

/// Values that begin as it is typed, with or without a quotation mark.
fn fitting(
    community: &Community,
    identity: u32,
    moderator: bool,
    kind: &Kind,
    typed: &str,
) -> Vec<(String, String)> {
    let wanted = typed.trim_start_matches(['"', '“', '„']).to_lowercase();
    if matches!(kind, Kind::Zone) {
        let near = zones_like(&wanted).into_iter();
        return near.map(|zone| (zone.to_owned(), String::new())).collect();
    }
    let values = values(community, identity, moderator, kind).into_iter();
    values
        .filter(|(value, _)| value.to_lowercase().starts_with(&wanted))
        .collect()
}

fn values(
    community: &Community,
    identity: u32,
    moderator: bool,
    kind: &Kind,
) -> Vec<(String, String)> {
    match kind {
        Kind::Choice(words) => words
            .iter()
            .map(|word| ((*word).to_owned(), String::new()))
            .collect(),
        Kind::Challenge => {
            let unfinished = find::visible(community, moderator)
                .filter(|challenge| !challenge.phase().is_finished());
            let mut titles: Vec<(bool, String, String)> = unfinished
                .map(|one| {
                    (
                        !one.has_member(identity),
                        one.rules().title.clone(),
                        one.rules().unit.symbol().to_owned(),
                    )
                })
                .collect();
            titles.sort();
            titles
                .into_iter()
                .map(|(_, title, unit)| (title, unit))
                .collect()
        }
        Kind::Round => ["this", "last", "all"]
            .map(|word| (word.to_owned(), String::new()))
            .to_vec(),
        Kind::When => vec![("yesterday".to_owned(), String::new())],
        Kind::Unit => Unit::symbols()
            .map(|unit| (unit.to_owned(), String::new()))
            .collect(),
        Kind::Text
        | Kind::Amount
        | Kind::Date
        | Kind::Number
        | Kind::Member
        | Kind::Channel
        | Kind::Zone => Vec::new(),
    }
}

fn quoted(value: &str) -> String {
    if value.contains(char::is_whitespace) {
        format!("\"{value}\"")
    } else {
        value.to_owned()
    }
}
