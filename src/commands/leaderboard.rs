//! `leaderboard`: who stands where, for a round or the whole challenge.

use crate::cards;
use crate::cards::board::Round;
use crate::commands::declare::{Command, Kind, opt, word};
use crate::commands::desk::{Ask, Desk};
use crate::commands::invocation::Reply;
use crate::commands::pick;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::refusal::{Problem, Refusal};
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "leaderboard",
    about: "See who stands where",
    moderator: false,
    free_text: false,
    options: &[
        word(
            "challenge",
            Kind::Challenge,
            "Which challenge; yours when left out",
        ),
        opt(
            "round",
            Kind::Round,
            "this, last, all, or a round's number; this round when left out",
        ),
        opt("page", Kind::Number, "Which ten places"),
        opt("share", Kind::Choice(&["yes"]), "Show it to everybody here"),
    ],
    examples: &["leaderboard", "leaderboard \"Spring cut\" round:last"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let named = ask.arguments.get("challenge");
    let typed = ask.arguments.get("round").unwrap_or("this").to_lowercase();
    let page = page(ask.arguments.get("page"))? + 1;
    let share = ask.arguments.is_on("share");
    let (number, round) = desk
        .look(ask, |view| {
            let challenge = pick::challenge(view.community, view.reader, view.moderator, named)?;
            Ok((challenge.number(), wanted_round(challenge, &typed)?))
        })
        .await?;
    let card = match round {
        Round::Closed(closed) => {
            let table = desk
                .engine()
                .frozen(ask.community_id(), number, closed)
                .await?;
            let rows = table.map(|table| table.rows).unwrap_or_default();
            let make = |view: &crate::cards::View<'_>| {
                cards::board::closed(view, number, closed, &rows, page)
            };
            if share {
                desk.public_card(&ask.space, make).await?
            } else {
                desk.card(ask, make).await?
            }
        }
        round => {
            let make =
                |view: &crate::cards::View<'_>| cards::board::live(view, number, &round, page);
            if share {
                desk.public_card(&ask.space, make).await?
            } else {
                desk.card(ask, make).await?
            }
        }
    };
    Ok(if share {
        Reply::public(card)
    } else {
        Reply::private(card)
    })
}

fn wanted_round(challenge: &Challenge, typed: &str) -> Result<Round, Refusal> {
    let head = &challenge.head;
    let last = head
        .closed
        .iter()
        .rev()
        .map(|closed| closed.round)
        .find(|round| *round != 0);
    let most = if head.round == 0 {
        last.unwrap_or(0)
    } else {
        head.round
    };
    // A final result is the table as it was written down, whatever was taken back since.
    let whole = match challenge.phase() {
        Phase::Final => Round::Closed(0),
        _ => Round::Whole,
    };
    match typed {
        "all" => Ok(whole),
        "this" if head.round == 0 => Ok(whole),
        "this" => Ok(Round::Running),
        "last" => Ok(last.map_or(whole, Round::Closed)),
        number => match number.trim_start_matches('#').parse::<u32>() {
            Ok(round) if round != 0 && round == head.round => Ok(Round::Running),
            Ok(round) if round != 0 && head.closed.iter().any(|closed| closed.round == round) => {
                Ok(Round::Closed(round))
            }
            _ => {
                let mut words = vec!["this".to_owned(), "last".to_owned(), "all".to_owned()];
                words.extend((most > 0).then(|| format!("1 … {most}")));
                Err(Refusal::Option {
                    name: "round",
                    typed: typed.to_owned(),
                    problem: Problem::OneOf(words),
                })
            }
        },
    }
}

/// A page's number, from 1 as typed, from 0 as used.
///
/// # Errors
/// [`Refusal::Option`].
pub(super) fn page(typed: Option<&str>) -> Result<usize, Refusal> {
    let Some(typed) = typed else { return Ok(0) };
    let read = typed
        .parse::<usize>()
        .ok()
        .filter(|page| (1..=1_000_000).contains(page));
    let problem = Problem::Number {
        least: 1,
        most: 1_000_000,
    };
    read.map(|page| page - 1).ok_or_else(|| Refusal::Option {
        name: "page",
        typed: typed.to_owned(),
        problem,
    })
}
