//! `export`: everything that is kept about a member, as a file for her alone; or a draw, for whoever wants to check it.

use serde_json::{Value, json};

use crate::cards;
use crate::commands::declare::{Command, Kind, opt};
use crate::commands::desk::{Ask, Desk};
use crate::commands::drawn;
use crate::commands::invocation::{Reply, ReplyFile};
use crate::domain::amount::show_exact;
use crate::domain::challenge::Challenge;
use crate::domain::community::Community;
use crate::domain::entry::State;
use crate::domain::refusal::Refusal;
use crate::engine::EngineError;

pub(super) const COMMAND: Command = Command {
    path: "export",
    about: "Everything that is kept about you, as a file for you alone; or a draw, to check it",
    moderator: false,
    free_text: false,
    options: &[
        opt(
            "draw",
            Kind::Challenge,
            "The seed and tickets of a draw instead, to check it",
        ),
        opt(
            "round",
            Kind::Number,
            "Which round's draw; the newest unless you say",
        ),
    ],
    examples: &["export", "export draw:\"Lucky steps\""],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    if let Some(named) = ask.arguments.get("draw") {
        return draw(desk, ask, named).await;
    }
    let identity = ask.identity.unwrap_or(0);
    let notes = if identity == 0 {
        Vec::new()
    } else {
        desk.engine().notes_of(ask.community_id(), identity).await?
    };
    let (challenges, person) = desk
        .look(ask, |view| Ok(about(view.community, identity)))
        .await?;
    let n_entries = challenges
        .iter()
        .filter_map(|one| one["entries"].as_array())
        .map(Vec::len)
        .sum();
    let words: Vec<Value> = notes
        .iter()
        .map(|note| json!({"event": note.seq, "kind": note.kind, "words": note.body}))
        .collect();
    let all = json!({
        "user": ask.who.user, "name": ask.who.name, "number": identity, "settings": person,
        "challenges": challenges, "words": words,
    });
    let content = serde_json::to_string_pretty(&all)
        .map_err(|error| EngineError::Broken(error.to_string()))?;
    let keeps_words = ask.place.keeps_words();
    let card = desk
        .card(ask, |view| {
            cards::privacy::exported(view, n_entries, keeps_words)
        })
        .await?;
    let file = ReplyFile {
        name: "huzzah-export.json".to_owned(),
        media_type: "application/json",
        content,
        is_export: true,
    };
    Ok(Reply {
        file: Some(file),
        ..Reply::private(card)
    })
}

/// A draw as `huzzah verify-draw` reads it: the seed, then the holder of each ticket by number, in order.
async fn draw(desk: &Desk, ask: &Ask, named: &str) -> Result<Reply, EngineError> {
    let typed = ask.arguments.get("round");
    let round = typed.and_then(|typed| typed.trim_start_matches('#').parse().ok());
    let (number, drawn) = drawn::of(desk, ask, named, round).await?;
    let Some(drawn) = drawn else {
        let title = desk
            .look(ask, |view| {
                let challenge = view.community.challenge(number);
                Ok(challenge.map_or_else(String::new, |one| one.rules().title.clone()))
            })
            .await?;
        return Err(Refusal::NoDraw { title }.into());
    };
    let mut content = drawn.seed.to_hex() + "\n";
    for ticket in &drawn.tickets {
        content.push_str(&ticket.to_string());
        content.push('\n');
    }
    let card = desk
        .card(ask, |view| cards::draws::file(view, number, drawn.round))
        .await?;
    let file = ReplyFile {
        name: format!("huzzah-draw-{number}-{}.txt", drawn.round),
        media_type: "text/plain; charset=utf-8",
        content,
        is_export: false,
    };
    Ok(Reply {
        file: Some(file),
        ..Reply::private(card)
    })
}

fn about(community: &Community, identity: u32) -> (Vec<Value>, Value) {
    let person = community.person(identity).map_or(Value::Null, |person| {
        json!({
            "zone": person.zone.as_ref().map(ToString::to_string), "mentions": person.mentions, "notes": person.notes,
            "default_challenge": person.default_challenge,
        })
    });
    let took_part = community
        .challenges()
        .iter()
        .filter(|challenge| challenge.had_member(identity));
    (
        took_part
            .map(|challenge| in_challenge(challenge, identity))
            .collect(),
        person,
    )
}

fn in_challenge(challenge: &Challenge, identity: u32) -> Value {
    let rules = challenge.rules();
    let entries: Vec<Value> = challenge
        .entries_of(identity)
        .map(|(_, entry)| {
            let item = usize::try_from(entry.amount()).ok().and_then(|item| rules.items.get(item));
            let amount = match item {
                Some(item) => item.clone(),
                None if !rules.measured => "1 check-in".to_owned(),
                None => show_exact(entry.amount(), &rules.unit),
            };
            let state = match entry.state() {
                State::Accepted => "accepted",
                State::Held => "held",
                State::Voided => "voided",
                State::Rejected => "rejected",
            };
            json!({
                "entry": entry.seq(), "amount": amount, "recorded_ms": entry.recorded_ms(),
                "effective_ms": entry.effective_ms(), "day": entry.day().date().to_string(), "round": entry.round(),
                "state": state,
            })
        })
        .collect();
    let terms = challenge.terms(identity);
    json!({
        "title": rules.title, "unit": rules.unit.symbol(), "scoring": rules.scoring.word(),
        "goal": terms.goal.map(|goal| show_exact(goal, &rules.unit)),
        "start": terms.start.map(|start| show_exact(start, &rules.unit)),
        "takes_part": challenge.has_member(identity), "entries": entries,
    })
}
