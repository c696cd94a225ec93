//! Winner posts: what a close decided, told to everybody.

mod podium;
mod tale;

use crate::cards::card::CardKind;
use crate::cards::example;
use crate::cards::phrase::{self, command, fitted};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::domain::act::entry::Judgement;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::event::{ChallengeEnded, ChallengeFinal, DrawRedone, Outcome, RoundClosed};
use crate::domain::rules::Scoring;
use podium::{headline, leaders, mentioning, person, podium};
use tale::{drawn, judged, prize, sealed, stories, together, waiting};

/// How many judgements a post names at most.
pub const JUDGED_LISTED: usize = 8;

/// What a moderator who competes judged, as far as that is known: in the order in which an outcome has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What became of the entry.
    pub judgement: Option<Judgement>,
    /// Why, in her words.
    pub reason: Option<String>,
}

/// The winners of a round.
#[must_use]
pub fn round_closed(view: &View<'_>, event: &RoundClosed, listed: &[Judged]) -> Sheet {
    let view = phrase::public(view);
    let Some(challenge) = view.community.challenge(event.challenge) else {
        return lost();
    };
    let title = phrase::title(challenge);
    let name = say(
        "post-round",
        &[("title", title.into()), ("round", event.round.into())],
    );
    let next = event
        .next_close_ms
        .map(|at_ms| say("post-next", &[("time", view.time(at_ms).into())]))
        .unwrap_or_default();
    if is_empty(&event.outcome) {
        return quiet(challenge, &late(name, event.late), next, event, listed);
    }
    let heading = late(
        headline(&view, challenge, &event.outcome, &name),
        event.late,
    );
    let mut sections = podium(&view, challenge, &event.outcome);
    sections.extend(stories(&view, challenge, &event.outcome));
    sections.push((0, prize(challenge.rules(), &event.outcome)));
    sections.push((0, next));
    sections.push((1, waiting(&event.outcome, true)));
    sections.push((1, judged(&event.outcome, listed)));
    sections.extend(drawn(&event.outcome, event.challenge, event.round));
    sections.push((0, sealed(event.commitment.as_deref())));
    let sheet = fitted(Sheet::new(CardKind::Winners, heading), sections);
    mentioning(&view, challenge, &event.outcome.winners, sheet)
}

/// How a challenge stands at its end, while late entries and judgements still count.
#[must_use]
pub fn provisional(view: &View<'_>, event: &ChallengeEnded, listed: &[Judged]) -> Sheet {
    let view = phrase::public(view);
    let Some(challenge) = view.community.challenge(event.challenge) else {
        return lost();
    };
    let title = phrase::title(challenge);
    let drawn = challenge.rules().scoring == Scoring::Draw;
    let heading = if event.outcome.winners.is_empty() || drawn {
        say("post-ended", &[("title", title.into())])
    } else {
        let (names, n) = leaders(challenge, &event.outcome);
        say(
            "post-ended-leading",
            &[
                ("title", title.into()),
                ("names", names.into()),
                ("n", n.into()),
            ],
        )
    };
    let until = view.time(event.final_ms);
    let mut sections = Vec::new();
    if event.by.is_some() {
        sections.push((0, say("post-ended-early", &[])));
    }
    if drawn {
        sections.push((
            0,
            say(
                "post-drawn-later",
                &[("time", until.into()), ("n", event.outcome.n_ranked.into())],
            ),
        ));
    } else {
        sections.push((0, say("post-provisional", &[("time", until.into())])));
        sections.extend(podium(&view, challenge, &event.outcome));
    }
    sections.push((2, together(&view, challenge, &event.outcome)));
    sections.push((1, waiting(&event.outcome, false)));
    // Where there are rounds, the post of the last one tells of them.
    if challenge.rules().rounds.is_none() {
        sections.push((1, judged(&event.outcome, listed)));
    }
    fitted(
        Sheet::new(CardKind::Winners, late(heading, event.late)),
        sections,
    )
}

/// The winners of a challenge, for good.
#[must_use]
pub fn finished(view: &View<'_>, event: &ChallengeFinal, listed: &[Judged]) -> Sheet {
    let view = phrase::public(view);
    let Some(challenge) = view.community.challenge(event.challenge) else {
        return lost();
    };
    let name = say("post-final", &[("title", phrase::title(challenge).into())]);
    if is_empty(&event.outcome) {
        return Sheet::new(CardKind::Winners, late(name, event.late))
            .line(say("post-final-quiet", &[]))
            .line(judged(&event.outcome, listed));
    }
    let heading = late(
        headline(&view, challenge, &event.outcome, &name),
        event.late,
    );
    let mut sections = podium(&view, challenge, &event.outcome);
    sections.extend(stories(&view, challenge, &event.outcome));
    sections.push((0, prize(challenge.rules(), &event.outcome)));
    sections.push((1, judged(&event.outcome, listed)));
    sections.extend(drawn(&event.outcome, event.challenge, 0));
    sections.push((3, say("post-thanks", &[])));
    let sheet = fitted(Sheet::new(CardKind::Winners, heading), sections);
    mentioning(&view, challenge, &event.outcome.winners, sheet)
}

/// The winners who take the place of earlier ones.
#[must_use]
pub fn redrawn(view: &View<'_>, event: &DrawRedone) -> Sheet {
    let view = phrase::public(view);
    let Some(challenge) = view.community.challenge(event.challenge) else {
        return lost();
    };
    let title = phrase::title(challenge);
    let name = match event.round {
        0 => title,
        round => say(
            "post-round",
            &[("title", title.into()), ("round", round.into())],
        ),
    };
    let names: Vec<String> = event
        .winners
        .iter()
        .map(|winner| person(challenge, winner.identity))
        .collect();
    let puts = [
        ("name", name.into()),
        ("names", phrase::list(&names).into()),
        ("n", names.len().into()),
    ];
    let sheet = Sheet::new(CardKind::Winners, say("post-redrawn", &puts))
        .line(say("post-redrawn-how", &[]));
    let won = Outcome {
        winners: event.winners.clone(),
        n_winners: 1,
        ..Outcome::default()
    };
    mentioning(
        &view,
        challenge,
        &event.winners,
        sheet.line(prize(challenge.rules(), &won)),
    )
}

fn is_empty(outcome: &Outcome) -> bool {
    outcome.winners.is_empty() && outcome.n_ranked == 0 && outcome.n_started == 0
}

/// A round without entries: one friendly line.
fn quiet(
    challenge: &Challenge,
    name: &str,
    next: String,
    event: &RoundClosed,
    listed: &[Judged],
) -> Sheet {
    let n_held = event.outcome.n_held;
    let line = if next.is_empty() {
        say("post-quiet-last", &[("held", n_held.into())])
    } else if challenge.phase() == Phase::Paused {
        say(
            "post-quiet-paused",
            &[("held", n_held.into()), ("next", next.into())],
        )
    } else {
        let log = command(&example::report(challenge.rules()));
        say(
            "post-quiet",
            &[
                ("held", n_held.into()),
                ("log", log.into()),
                ("next", next.into()),
            ],
        )
    };
    let sheet = Sheet::new(
        CardKind::Winners,
        say("post-quiet-title", &[("name", name.into())]),
    )
    .line(line);
    sheet
        .line(waiting(&event.outcome, true))
        .line(judged(&event.outcome, listed))
        .line(sealed(event.commitment.as_deref()))
}

fn late(heading: String, is_late: bool) -> String {
    if is_late {
        say("post-late", &[("heading", heading.into())])
    } else {
        heading
    }
}

fn lost() -> Sheet {
    Sheet::new(CardKind::Winners, say("board-gone", &[]))
}
