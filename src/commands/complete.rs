//! While somebody types: how the line could go on.

use crate::commands::declare::{Command, Kind};
use crate::commands::desk::Desk;
use crate::commands::invocation::{Asker, Completion, Place};
use crate::commands::{pick, read, registry, write};
use crate::domain::act::find;
use crate::domain::amount::Unit;
use crate::domain::calendar::zones_like;
use crate::domain::community::Community;
use crate::engine::{EngineError, SpaceRow};

/// Suggestions at most.
const MOST: usize = 12;
/// Quotation marks that may stand before a value.
const MARKS: [char; 4] = ['"', '“', '„', '«'];

impl Desk {
    /// How a line could go on, best first: commands, then options, then values.
    pub async fn complete(&self, place: &Place, who: &Asker, line: &str) -> Vec<Completion> {
        let Some(typed) = line.strip_prefix('/') else {
            return Vec::new();
        };
        let Ok((space, identity)) = self.at(place, who).await else {
            return Vec::new();
        };
        let offer = |community: &Community| Typist::of(community, identity, who).go_on(typed);
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
            Typist::of(community, identity, who).fitting(&option.kind, command, typed)
        };
        self.engine()
            .view(space.community_id, offer)
            .await
            .unwrap_or_default()
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

/// Who types, and where.
struct Typist<'a> {
    community: &'a Community,
    identity: u32,
    moderator: bool,
}

impl<'a> Typist<'a> {
    fn of(community: &'a Community, identity: Option<u32>, who: &Asker) -> Self {
        Self {
            community,
            identity: identity.unwrap_or(0),
            moderator: who.moderator,
        }
    }

    fn go_on(&self, typed: &str) -> Vec<Completion> {
        let allowed = |command: &&&Command| self.moderator || !command.moderator;
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
        let mut offer = self.titles(command, typed);
        let (before, part) = typed.split_at(read::last_word(typed));
        match part
            .split_once(':')
            .and_then(|(name, value)| Some((command.option(name)?, value)))
        {
            Some((option, value)) => {
                let fitting = self.fitting(&option.kind, before, value);
                let start = format!("{before}{}:", option.name);
                offer.extend(fitting.into_iter().map(|value| with_value(&start, value)));
            }
            None => offer.extend(self.arguments(command, before, part)),
        }
        offer.truncate(MOST);
        offer
    }

    /// Challenges whose titles begin with several words that stand there without quotation marks.
    fn titles(&self, command: &Command, typed: &str) -> Vec<Completion> {
        let is_title = |kind: &Kind| matches!(kind, Kind::Challenge);
        let option = command.options.iter().find(|option| is_title(&option.kind));
        let Some(option) = option else {
            return Vec::new();
        };
        let name = format!(" {}:", option.name);
        let begin = match typed.rfind(&name) {
            Some(at) => at + name.len(),
            None if option.positional => command.path.len(),
            None => return Vec::new(),
        };
        let words = typed[begin..].trim_start();
        let start = &typed[..typed.len() - words.len()];
        if words.starts_with(MARKS) || !words.contains(char::is_whitespace) {
            return Vec::new();
        }
        let fitting = self.fitting(&option.kind, start, words);
        fitting
            .into_iter()
            .map(|value| with_value(start, value))
            .collect()
    }

    /// Values for the next place, then options that are not given yet.
    fn arguments(&self, command: &Command, before: &str, part: &str) -> Vec<Completion> {
        let wanted = part.trim_start_matches(MARKS).to_lowercase();
        let first = before.trim_end() == command.path;
        let place = command
            .options
            .iter()
            .find(|option| option.positional)
            .filter(|_| first);
        let fitting = place
            .map(|option| self.fitting(&option.kind, before, part))
            .unwrap_or_default();
        let mut offer: Vec<Completion> = fitting
            .into_iter()
            .map(|value| with_value(before, value))
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
        offer
    }

    /// Values that begin as it is `typed`, with or without a quotation mark, where `before` stands in the line before them.
    fn fitting(&self, kind: &Kind, before: &str, typed: &str) -> Vec<(String, String)> {
        let wanted = typed.trim_start_matches(MARKS).to_lowercase();
        if matches!(kind, Kind::Zone) {
            let near = zones_like(&wanted).into_iter();
            return near.map(|zone| (zone.to_owned(), String::new())).collect();
        }
        let values = self.values(kind, before).into_iter();
        values
            .filter(|(value, _)| value.to_lowercase().starts_with(&wanted))
            .collect()
    }

    fn values(&self, kind: &Kind, before: &str) -> Vec<(String, String)> {
        match kind {
            Kind::Choice(words) => words
                .iter()
                .map(|word| ((*word).to_owned(), String::new()))
                .collect(),
            Kind::Challenge => {
                let unfinished = find::visible(self.community, self.moderator)
                    .filter(|challenge| !challenge.phase().is_finished());
                let mut titles: Vec<(bool, String, String)> = unfinished
                    .map(|one| {
                        (
                            !one.has_member(self.identity),
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
            Kind::Round => {
                let words = ["this", "last", "all"].map(str::to_owned).into_iter();
                let rounds = self.rounds(before).into_iter();
                let numbers = rounds.map(|round| round.to_string());
                words
                    .chain(numbers)
                    .map(|value| (value, String::new()))
                    .collect()
            }
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

    /// The rounds that there are of the challenge which a line means so far, the newest first.
    fn rounds(&self, before: &str) -> Vec<u32> {
        let named = read::line(before).ok();
        let named = named.and_then(|(_, arguments)| arguments.owned("challenge"));
        let meant = pick::challenge(
            self.community,
            self.identity,
            self.moderator,
            named.as_deref(),
        );
        let Ok(challenge) = meant else {
            return Vec::new();
        };
        let head = &challenge.head;
        let closed = head.closed.iter().rev().map(|closed| closed.round);
        let rounds = std::iter::once(head.round).chain(closed);
        rounds.filter(|round| *round != 0).collect()
    }
}

/// A line that goes on with a value.
fn with_value(start: &str, (value, about): (String, String)) -> Completion {
    Completion {
        line: format!("/{start}{} ", write::value(&value)),
        label: value,
        about,
    }
}
