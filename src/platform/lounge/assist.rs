//! Help while typing, and the standings beside the log.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::platform::lounge::person::Visitor;
use crate::platform::lounge::trouble::Trouble;
use crate::platform::lounge::view::card_view;
use crate::platform::lounge::{ARENA, CHANNELS, Lounge, text};

/// A half-typed line.
#[derive(Debug, Deserialize)]
pub(crate) struct Typing {
    channel: String,
    line: String,
}

/// How the line may go on, and how it is understood so far.
pub(crate) async fn assist(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    body: Result<Json<Typing>, JsonRejection>,
) -> Result<Json<Value>, Trouble> {
    let Json(Typing { channel, line }) = body?;
    if !line.starts_with('/')
        || !text::fits(&line)
        || !CHANNELS.iter().any(|(id, _)| *id == channel)
    {
        return Ok(Json(json!({ "completions": [], "preview": null })));
    }
    let (place, asker) = (Lounge::place(&channel), visitor.asker());
    let completions = lounge.0.desk.complete(&place, &asker, &line).await;
    let preview = lounge.0.desk.preview(&place, &asker, &line).await;
    Ok(Json(
        json!({ "completions": completions, "preview": preview }),
    ))
}

/// The running challenges as this person sees them.
pub(crate) async fn boards(State(lounge): State<Lounge>, visitor: Visitor) -> Json<Value> {
    let asker = visitor.asker();
    let cards = lounge.0.desk.boards(&Lounge::place(ARENA), &asker).await;
    let cards: Vec<Value> = cards
        .iter()
        .map(|card| card_view(card, &asker.user))
        .collect();
    Json(json!({ "boards": cards }))
}
