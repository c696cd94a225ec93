//! The desk: takes an invocation, finds its command, runs it, and turns whatever comes of it into a reply.

mod show;

use std::sync::Arc;
use std::time::Duration;

use crate::cards::{self, Card, CardKind};
use crate::commands::declare::Command;
use crate::commands::doctor::Doctors;
use crate::commands::invocation::{Asker, Invocation, Place, Reply, Said};
use crate::commands::read::{self, Arguments};
use crate::commands::{progress, write};
use crate::domain::act::{self, Decided, Moment, Who};
use crate::domain::community::Community;
use crate::domain::refusal::{Question, Refusal};
use crate::engine::{
    Asking, Done, Engine, EngineError, Growing, SpaceRow, Waited, cause, patiently, reference,
    still,
};
use crate::telemetry;

pub(super) use show::Reader;
use show::{broken, outage, plain, shown_name};

/// A command that takes longer is answered with what is known, and again when it is done.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// Answers invocations; clones share one engine.
#[derive(Clone)]
pub struct Desk {
    engine: Engine,
    features: Arc<Features>,
    doctors: Doctors,
}

/// What the process around the desk tells about itself, for `/doctor`.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// The channel in which a lounge is told news, where nobody chose another.
    pub lounge_feed: String,
}

/// An invocation that is understood.
pub struct Ask {
    /// The command.
    pub command: &'static Command,
    /// What was given.
    pub arguments: Arguments,
    /// The command line without the slash, to be asked again with an answer added.
    pub line: String,
    /// Who asks.
    pub who: Asker,
    /// Where.
    pub place: Place,
    /// The space there.
    pub space: SpaceRow,
    /// Her number in the community, if she was ever seen.
    pub identity: Option<u32>,
    /// The platform's id of the delivery.
    pub delivery: String,
}

impl Ask {
    /// The community of the space.
    #[must_use]
    pub fn community_id(&self) -> i64 {
        self.space.community_id
    }
}

impl Desk {
    /// A desk on an engine.
    #[must_use]
    pub fn new(engine: Engine, features: Features) -> Self {
        Self {
            engine,
            features: Arc::new(features),
            doctors: Doctors::default(),
        }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// What the process tells about itself.
    #[must_use]
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// What platforms look at in themselves.
    pub(super) fn doctors(&self) -> &Doctors {
        &self.doctors
    }

    /// Answers one invocation. The command runs to its end even when nobody waits for the answer.
    ///
    /// A command that takes longer than two and a half seconds is answered with the honest word that it is not known
    /// yet whether it was saved; [`Reply::later`] then brings the real answer.
    pub async fn answer(&self, invocation: Invocation) -> Reply {
        let desk = self.clone();
        let work = async move { desk.carry_out(invocation).await };
        match patiently(work, PATIENCE).await {
            Waited::Done(reply) => reply,
            Waited::Failed => broken(&reference()),
            Waited::GoesOn(later) => {
                let text = cards::say::say("not-known-yet", &[]);
                let reply = Reply::private(plain(CardKind::Notice, text));
                Reply {
                    later: Some(later),
                    ..reply
                }
            }
        }
    }

    /// Answers one invocation once it is done, however long that takes: for whoever plays lines on a moved clock, where
    /// nobody waits and the same lines must read the same.
    pub async fn answer_at_last(&self, invocation: Invocation) -> Reply {
        let mut reply = self.answer(invocation).await;
        while let Some(later) = reply.later.take() {
            reply = later.await.unwrap_or_else(|_| broken(&reference()));
        }
        reply
    }

    async fn carry_out(&self, invocation: Invocation) -> Reply {
        let platform = invocation.place.platform;
        let (reply, command) = match self.understand(invocation).await {
            Ok(ask) => {
                let reply = match self.run(&ask).await {
                    Ok(reply) => reply,
                    Err(error) => Box::pin(self.explain(&ask, error)).await,
                };
                (reply, ask.command.path)
            }
            Err(reply) => (*reply, "unknown"),
        };
        telemetry::command_ran(command, platform);
        if reply.refused {
            telemetry::command_refused(command);
        }
        reply
    }

    async fn run(&self, ask: &Ask) -> Result<Reply, EngineError> {
        if ask.command.moderator && !ask.who.moderator {
            return Err(Refusal::ModeratorsOnly {
                command: ask.command.path.to_owned(),
            }
            .into());
        }
        (ask.command.run)(self, ask).await
    }

    /// Reads an invocation; the reply that says why not, where it can't be.
    async fn understand(&self, invocation: Invocation) -> Result<Ask, Box<Reply>> {
        let Invocation {
            place,
            who,
            delivery,
            said,
        } = invocation;
        let space = match self
            .engine
            .space(place.platform, &place.space, &place.space)
            .await
        {
            Ok(space) => space,
            Err(error) => return Err(Box::new(outage(&error))),
        };
        let identity = match self.engine.identity_in(&space, &who.user).await {
            Ok(identity) => identity,
            Err(error) => return Err(Box::new(outage(&error))),
        };
        let (read, line) = match &said {
            Said::Line(line) => (
                read::line(line),
                line.trim().trim_start_matches('/').to_owned(),
            ),
            Said::Fields { command, fields } => {
                let named = fields
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()));
                (read::fields(command, fields), write::line(command, named))
            }
        };
        match read {
            Ok((command, arguments)) => Ok(Ask {
                command,
                arguments,
                line,
                who,
                place,
                space,
                identity,
                delivery,
            }),
            Err(refusal) => {
                let reader = Reader {
                    identity,
                    moderator: who.moderator,
                };
                let card =
                    Box::pin(self.refusal(&space, reader, &refusal, &AskedLine::default())).await;
                Err(Box::new(Reply {
                    refused: true,
                    ..Reply::private(card)
                }))
            }
        }
    }

    /// The reply to a command that was refused, asked back or broke.
    async fn explain(&self, ask: &Ask, error: EngineError) -> Reply {
        match error {
            EngineError::Refused(refusal) => {
                let reader = Reader {
                    identity: ask.identity,
                    moderator: ask.who.moderator,
                };
                let line = AskedLine {
                    words: self.dated_line(ask, &refusal).await,
                    remembers: ask.command.option("remember").is_some(),
                };
                let mut card = self.refusal(&ask.space, reader, &refusal, &line).await;
                for action in &mut card.actions {
                    action.only_for = Some(ask.who.user.clone());
                }
                let refused = !matches!(*refusal, Refusal::Asked(_));
                let mut reply = Reply {
                    refused,
                    ..Reply::private(card)
                };
                if let Refusal::Option { name, .. } = &*refusal {
                    reply
                        .field_errors
                        .push(((*name).to_owned(), reply.card.text()));
                }
                if let Refusal::TitleTaken { .. } = &*refusal {
                    reply
                        .field_errors
                        .push(("title".to_owned(), reply.card.text()));
                }
                reply
            }
            error => outage(&error),
        }
    }

    /// The line that an answer is added to, in which the asker's own `yesterday` is a date that stays the same when it is
    /// answered later. Somebody else's is left as it is: her days are not the asker's.
    async fn dated_line(&self, ask: &Ask, refusal: &Refusal) -> String {
        let line = line_to_ask_again(ask, refusal);
        let Refusal::Asked(question) = refusal else {
            return line;
        };
        if ask.command.option("member").is_some() {
            return line;
        }
        let Ok(report) = progress::report(&ask.arguments) else {
            return line;
        };
        let who = Who {
            identity: ask.identity.unwrap_or(0),
            moderator: ask.who.moderator,
        };
        let (now_ms, challenge) = (self.engine.now_ms(), question.challenge());
        let meant = |community: &Community| {
            act::progress::yesterday_meant(community, who, now_ms, &report, challenge)
        };
        match self.engine.view(ask.community_id(), meant).await {
            Ok(Some(day)) => format!("{} when:{}", line.trim(), day.date()),
            Ok(None) | Err(_) => line,
        }
    }

    async fn refusal(
        &self,
        space: &SpaceRow,
        reader: Reader,
        refusal: &Refusal,
        line: &AskedLine,
    ) -> Card {
        let sheet = self
            .sheet(space.community_id, reader, |view| match refusal {
                Refusal::Asked(question) => {
                    cards::question::question(view, question, &line.words, line.remembers)
                }
                refusal => cards::refusal::refusal(view, refusal),
            })
            .await;
        match sheet {
            Ok(sheet) => self
                .named(space, sheet)
                .await
                .unwrap_or_else(|error| outage(&error).card),
            Err(error) => outage(&error).card,
        }
    }

    /// Hands a decision to the engine.
    ///
    /// # Errors
    /// The refusal, or what broke.
    pub async fn submit<D>(&self, ask: &Ask, decide: D) -> Result<Done, EngineError>
    where
        D: Fn(&Community, &Moment<'_>, Who) -> Decided + Send + Sync + 'static,
    {
        let place = &ask.place;
        let cause = cause(place.platform, &place.space, &ask.who.user, &ask.delivery);
        let asking = Asking {
            space_id: ask.space.space_id,
            user: ask.who.user.as_str().into(),
            name: name_of(&ask.who).as_str().into(),
            locale: ask.who.locale.as_deref().map(Into::into),
            zone: ask.who.zone.as_deref().map(Into::into),
            moderator: ask.who.moderator,
        };
        self.engine
            .submit(ask.community_id(), asking, cause, Arc::new(decide))
            .await
    }

    /// Follows what happens in a place's community: ticks when its stream grows, also by another process's hand.
    pub async fn changes(&self, place: &Place) -> Growing {
        match self
            .engine
            .space(place.platform, &place.space, &place.space)
            .await
        {
            Ok(space) => self.engine.follow(space.community_id),
            Err(error) => {
                tracing::warn!(%error, "a community can't be followed");
                still()
            }
        }
    }
}

/// Why what a command should have left in the stream is not there: its delivery's id had been used by another command, or
/// something broke.
pub(super) fn left_nothing(done: &Done, what: &str) -> EngineError {
    if done.repeated {
        Refusal::OtherDelivery.into()
    } else {
        EngineError::Broken(format!("{what} left no event"))
    }
}

/// The line that an answer to a question is added to.
#[derive(Default)]
struct AskedLine {
    words: String,
    /// Whether its command can make a choice the default.
    remembers: bool,
}

/// What somebody is called, as it may be shown.
pub(super) fn name_of(who: &Asker) -> String {
    shown_name(if who.name.trim().is_empty() {
        &who.user
    } else {
        &who.name
    })
}

/// The line that an answer is added to. Where the amount itself is asked for, the answer brings the amount and the
/// challenge, and the other options stay as they were; what was said of a near-duplicate is left out.
fn line_to_ask_again(ask: &Ask, refusal: &Refusal) -> String {
    let answered: &[&str] = match refusal {
        Refusal::Asked(Question::WhichAmount { .. }) => &["amount", "challenge"],
        Refusal::Asked(Question::CountAgain { .. }) if ask.arguments.get("again").is_some() => {
            &["again"]
        }
        _ => return ask.line.clone(),
    };
    let kept = ask
        .arguments
        .iter()
        .filter(|(name, _)| !answered.contains(name));
    let kept: Vec<(&str, &str)> = kept.collect();
    write::line(ask.command.path, kept)
}
