//! Winner posts: what a close decided, told to everybody.

use crate::cards::card::CardKind;
use crate::cards::phrase::{self, Section, command, fitted};
use crate::cards::say::say;
use crate::cards::sheet::{Sheet, View};
use crate::cards::{amounts, mark, parts};
use crate::domain::challenge::Challenge;
use crate::domain::event::{
    ChallengeEnded, ChallengeFinal, DrawRedone, Outcome, RoundClosed, Winner,
};
use crate::domain::rules::{Rules, Scoring};
use crate::domain::score::Score;

/// Names in a headline.
const HEADLINE_NAMES: usize = 3;
/// Entries listed by number.
const LISTED: usize = 8;
/// Winners that are named beside a draw's file.
const IN_DRAW_FILE: usize = 50;

/// The winners of a round.
#[must_use]
pub fn round_closed(view: &View<'_>, event: &RoundClosed) -> Sheet {
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
        return quiet(challenge, &late(name, event.late), next, event);
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
    sections.push((2, judged(&event.outcome)));
    sections.extend(drawn(&event.outcome, event.challenge, event.round));
    sections.push((0, sealed(event.commitment.as_deref())));
    let sheet = fitted(Sheet::new(CardKind::Winners, heading), sections);
    mentioning(&view, challenge, &event.outcome.winners, sheet)
}

/// How a challenge stands at its end, while late entries and judgements still count.
#[must_use]
pub fn provisional(view: &View<'_>, event: &ChallengeEnded) -> Sheet {
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
    fitted(
        Sheet::new(CardKind::Winners, late(heading, event.late)),
        sections,
    )
}

/// The winners of a challenge, for good.
#[must_use]
pub fn finished(view: &View<'_>, event: &ChallengeFinal) -> Sheet {
    let view = phrase::public(view);
    let Some(challenge) = view.community.challenge(event.challenge) else {
        return lost();
    };
    let name = say("post-final", &[("title", phrase::title(challenge).into())]);
    if is_empty(&event.outcome) {
        return Sheet::new(CardKind::Winners, late(name, event.late))
            .line(say("post-final-quiet", &[]));
    }
    let heading = late(
        headline(&view, challenge, &event.outcome, &name),
        event.late,
    );
    let mut sections = podium(&view, challenge, &event.outcome);
    sections.extend(stories(&view, challenge, &event.outcome));
    sections.push((0, prize(challenge.rules(), &event.outcome)));
    sections.push((2, judged(&event.outcome)));
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
fn quiet(challenge: &Challenge, name: &str, next: String, event: &RoundClosed) -> Sheet {
    let example = phrase::example(challenge.rules().unit.symbol());
    let line = match (
        next.is_empty(),
        challenge.rules().takes_check_ins() && !challenge.rules().measured,
    ) {
        (true, _) => say("post-quiet-last", &[]),
        (false, true) => say(
            "post-quiet",
            &[("log", command("progress").into()), ("next", next.into())],
        ),
        (false, false) => say(
            "post-quiet",
            &[
                ("log", command(&format!("progress {example}")).into()),
                ("next", next.into()),
            ],
        ),
    };
    let sheet = Sheet::new(
        CardKind::Winners,
        say("post-quiet-title", &[("name", name.into())]),
    )
    .line(line);
    sheet
        .line(waiting(&event.outcome, true))
        .line(sealed(event.commitment.as_deref()))
}

/// Who won, in a line that stands alone.
fn headline(view: &View<'_>, challenge: &Challenge, outcome: &Outcome, name: &str) -> String {
    if outcome.winners.is_empty() {
        return say("post-nobody-ranked", &[("name", name.into())]);
    }
    let (names, n) = leaders(challenge, outcome);
    let Some(first) = outcome.winners.first().filter(|_| n > 0) else {
        return name.to_owned();
    };
    let (name, names) = (("name", name.into()), ("names", names.into()));
    if challenge.rules().scoring == Scoring::Draw {
        return say("post-drawn", &[name, names, ("n", n.into())]);
    }
    if n > 1 {
        return say("post-shared", &[name, names]);
    }
    match score(view, challenge, first) {
        Some(score) => say("post-won-with", &[name, names, ("score", score.into())]),
        None => say("post-won", &[name, names]),
    }
}

/// Those in first place (everybody drawn, where winners are drawn), and how many they are.
fn leaders(challenge: &Challenge, outcome: &Outcome) -> (String, usize) {
    let drawn = challenge.rules().scoring == Scoring::Draw;
    let first: Vec<&Winner> = outcome
        .winners
        .iter()
        .filter(|winner| drawn || winner.rank == 1)
        .collect();
    // Where everybody who is named shares the first place, those who are not named are counted as well.
    let n = match usize::try_from(outcome.n_winners) {
        Ok(n) if first.len() == outcome.winners.len() => n.max(first.len()),
        _ => first.len(),
    };
    let names: Vec<String> = first
        .iter()
        .take(HEADLINE_NAMES)
        .map(|winner| person(challenge, winner.identity))
        .collect();
    (
        phrase::list_and_more(&names, n.saturating_sub(names.len())),
        n,
    )
}

/// At most ten places, and how many more there are.
fn podium(view: &View<'_>, challenge: &Challenge, outcome: &Outcome) -> Vec<Section> {
    let mut sections: Vec<Section> = outcome
        .winners
        .iter()
        .map(|winner| {
            let who = person(challenge, winner.identity);
            let line = match score(view, challenge, winner) {
                Some(score) => say(
                    "post-place",
                    &[
                        ("rank", winner.rank.into()),
                        ("who", who.into()),
                        ("score", score.into()),
                    ],
                ),
                None => say(
                    "post-place-hidden",
                    &[("rank", winner.rank.into()), ("who", who.into())],
                ),
            };
            (0, line)
        })
        .collect();
    let named = u32::try_from(outcome.winners.len()).unwrap_or(u32::MAX);
    match outcome.n_winners.saturating_sub(named) {
        0 => {}
        more => sections.push((0, say("post-more", &[("n", more.into())]))),
    }
    let line = match (outcome.n_ranked, outcome.n_started) {
        (0, 0) => String::new(),
        (ranked, 0) => say("post-ranked", &[("n", ranked.into())]),
        (0, started) => say("post-started", &[("n", started.into())]),
        (ranked, started) => say(
            "post-ranked-started",
            &[("n", ranked.into()), ("started", started.into())],
        ),
    };
    sections.push((4, line));
    sections
}

/// Most improved, best streak, first-timers, and what all made together; what has no facts is left out.
fn stories(view: &View<'_>, challenge: &Challenge, outcome: &Outcome) -> Vec<Section> {
    let rules = challenge.rules();
    let mut sections = Vec::new();
    if let Some(rise) = &outcome.most_improved {
        let who = person(challenge, rise.identity);
        let line = if amounts::is_hidden(view, challenge, rise.identity) {
            say("post-improved-hidden", &[("who", who.into())])
        } else {
            let by = amounts::rise(rules, rise.num, rise.den, phrase::decimal(view));
            say("post-improved", &[("who", who.into()), ("by", by.into())])
        };
        sections.push((3, line));
    }
    if let Some(run) = &outcome.best_streak {
        let who = person(challenge, run.identity);
        sections.push((
            4,
            say(
                "post-streak",
                &[("who", who.into()), ("n", run.days.into())],
            ),
        ));
    }
    let new: Vec<String> = outcome
        .first_timers
        .iter()
        .map(|identity| person(challenge, *identity))
        .collect();
    if !new.is_empty() {
        let n = usize::try_from(outcome.n_first_timers).unwrap_or(usize::MAX);
        let names = phrase::list_and_more(&new, n.saturating_sub(new.len()));
        sections.push((5, say("post-first-timers", &[("names", names.into())])));
    }
    sections.push((2, together(view, challenge, outcome)));
    sections
}

fn together(view: &View<'_>, challenge: &Challenge, outcome: &Outcome) -> String {
    let rules = challenge.rules();
    let Some(sum) = outcome.together_micro.filter(|_| !rules.sensitive) else {
        return String::new();
    };
    let sum = amounts::amount(sum, rules, phrase::decimal(view));
    match &rules.purpose {
        Some(purpose) => say(
            "post-together-purpose",
            &[("sum", sum.into()), ("purpose", within(purpose).into())],
        ),
        None => say("together", &[("sum", sum.into())]),
    }
}

/// What a moderator wrote, inside a sentence of ours: its own full stop would end that too early.
fn within(written: &str) -> String {
    let bare = written.trim_end().strip_suffix('.');
    let bare = bare.filter(|bare| !bare.ends_with('.'));
    phrase::cut(bare.unwrap_or(written), 160)
}

fn prize(rules: &Rules, outcome: &Outcome) -> String {
    match &rules.prize {
        Some(prize) if outcome.n_winners > 0 => {
            say("post-prize", &[("prize", within(prize).into())])
        }
        _ => String::new(),
    }
}

fn waiting(outcome: &Outcome, of_round: bool) -> String {
    match (outcome.n_held, of_round) {
        (0, _) => String::new(),
        (n, true) => say("post-waiting", &[("n", n.into())]),
        (n, false) => say("post-waiting-grace", &[("n", n.into())]),
    }
}

/// The words beside a draw's file: what is in it, and which numbers the winners have in it.
#[must_use]
pub fn draw_file(view: &View<'_>, number: u32, round: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(number) else {
        return parts::no_challenge();
    };
    let title = challenge.rules().title.as_str();
    let sheet = Sheet::new(
        CardKind::Notice,
        say("draw-file", &[("title", title.into())]),
    )
    .line(say("draw-file-what", &[]));
    let closed = challenge.head.closed.iter().find(|one| one.round == round);
    let drawn = closed.map_or(&[][..], |closed| &closed.drawn);
    drawn
        .iter()
        .take(IN_DRAW_FILE)
        .zip(1_u32..)
        .fold(sheet, |sheet, (&identity, place)| {
            let puts = [
                ("place", place.into()),
                ("name", mark::person(identity, number).into()),
                ("number", identity.into()),
            ];
            sheet.line(say("draw-file-winner", &puts))
        })
}

/// Entries judged by moderators who compete, by number.
fn judged(outcome: &Outcome) -> String {
    if outcome.own_judgements.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = outcome
        .own_judgements
        .iter()
        .take(LISTED)
        .map(|entry| format!("#{entry}"))
        .collect();
    let listed = phrase::list_and_more(
        &listed,
        outcome.own_judgements.len().saturating_sub(listed.len()),
    );
    say("post-judged", &[("entries", listed.into())])
}

fn drawn(outcome: &Outcome, challenge: u32, round: u32) -> Vec<Section> {
    let Some(draw) = &outcome.draw else {
        return Vec::new();
    };
    let list = mark::command(&format!("export draw:#{challenge} round:{round}"));
    vec![
        (
            0,
            say(
                "post-tickets",
                &[
                    ("n", draw.n_tickets.into()),
                    ("digest", draw.tickets_digest.clone().into()),
                ],
            ),
        ),
        (
            0,
            say(
                "post-seed",
                &[("seed", draw.seed.clone().into()), ("list", list.into())],
            ),
        ),
    ]
}

fn sealed(commitment: Option<&str>) -> String {
    commitment
        .map(|seal| say("post-sealed", &[("seal", seal.into())]))
        .unwrap_or_default()
}

fn late(heading: String, is_late: bool) -> String {
    if is_late {
        say("post-late", &[("heading", heading.into())])
    } else {
        heading
    }
}

/// A winner's score, unless it is nobody else's business.
fn score(view: &View<'_>, challenge: &Challenge, winner: &Winner) -> Option<String> {
    let score = Score::ratio(winner.num, winner.den)?;
    let hidden = amounts::is_hidden(view, challenge, winner.identity);
    (!hidden).then(|| amounts::score(challenge.rules(), score, phrase::decimal(view)))
}

/// Pings the winners who let themselves be; never somebody who goes by an alias there.
fn mentioning(
    view: &View<'_>,
    challenge: &Challenge,
    winners: &[Winner],
    mut sheet: Sheet,
) -> Sheet {
    let willing = winners
        .iter()
        .map(|winner| winner.identity)
        .filter(|identity| {
            let alias = challenge.alias_seq(*identity).is_some();
            view.community
                .person(*identity)
                .is_some_and(|person| person.mentions && !person.forgotten)
                && !alias
        });
    sheet.mentions = willing.collect();
    sheet
}

fn person(challenge: &Challenge, identity: u32) -> String {
    mark::person(identity, challenge.number())
}

fn lost() -> Sheet {
    Sheet::new(CardKind::Winners, say("board-gone", &[]))
}
