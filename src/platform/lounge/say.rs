//! What a person does in the lounge: says something, presses a button, sends a form, puts a private reply away.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cards::Card;
use crate::commands::Said;
use crate::platform::lounge::Lounge;
use crate::platform::lounge::carry::{Errand, Spot};
use crate::platform::lounge::person::Visitor;
use crate::platform::lounge::text::{self, neutral};
use crate::platform::lounge::trouble::Trouble;
use crate::platform::lounge::view::{CHAT, view};
use crate::store::lounge::NewLoungeMessage;

type Body<T> = Result<Json<T>, JsonRejection>;

/// A line from the message box.
#[derive(Debug, Deserialize)]
pub(crate) struct Saying {
    channel: String,
    parent: Option<i64>,
    delivery: String,
    text: String,
}

/// A pressed button.
#[derive(Debug, Deserialize)]
pub(crate) struct Pressing {
    message: i64,
    action: usize,
    /// The label as the presser saw it, so that a card edited meanwhile is not pressed by mistake.
    label: String,
    delivery: String,
}

/// A form that was filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Filling {
    channel: String,
    parent: Option<i64>,
    delivery: String,
    command: String,
    fields: Vec<(String, String)>,
}

/// A private reply to be put away.
#[derive(Debug, Deserialize)]
pub(crate) struct Dismissing {
    message: i64,
}

/// Shows a text to the channel, or runs a line that begins with a slash.
pub(crate) async fn say(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    body: Body<Saying>,
) -> Result<Json<Value>, Trouble> {
    let Json(Saying {
        channel,
        parent,
        delivery,
        text: typed,
    }) = body?;
    check_delivery(&delivery)?;
    if !text::fits(&typed) {
        return Err(Trouble::refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "That is more than 4,000 characters: please send it in parts.",
        ));
    }
    let spot = Spot::read(&lounge, &visitor, channel, parent).await?;
    if typed.trim_start().starts_with('/') {
        let said = Said::Line(typed.trim_start().to_owned());
        return Ok(Json(
            lounge
                .carry(Errand {
                    visitor,
                    spot,
                    delivery,
                    said,
                    pressed: None,
                })
                .await?,
        ));
    }
    let said = neutral(&typed).trim().to_owned();
    if said.is_empty() {
        return Err(Trouble::refuse(
            StatusCode::BAD_REQUEST,
            "There is nothing to send yet.",
        ));
    }
    let viewer = visitor.session.user_id;
    if !lounge.0.pace.may_talk(&viewer, lounge.0.clock.now_ms()) {
        return Err(Trouble::refuse(
            StatusCode::TOO_MANY_REQUESTS,
            "That was a lot at once: please wait a moment and send it again.",
        ));
    }
    let message = NewLoungeMessage {
        key: format!("chat:{viewer}:{delivery}"),
        at_ms: lounge.0.clock.now_ms(),
        channel: spot.channel,
        parent_id: spot.parent_id,
        user_id: Some(viewer.clone()),
        kind: CHAT.to_owned(),
        body: said,
        ..NewLoungeMessage::default()
    };
    let message_id = lounge.store_message(&message).await?;
    let message = lounge
        .0
        .store
        .lounge_message(message_id, &viewer)
        .await
        .map_err(anyhow::Error::from)?;
    Ok(Json(
        json!({ "message": message.map(|message| view(message, &viewer)) }),
    ))
}

/// Runs the command of a button, if this person sees the card and may press it.
pub(crate) async fn press(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    body: Body<Pressing>,
) -> Result<Json<Value>, Trouble> {
    let Json(Pressing {
        message,
        action,
        label,
        delivery,
    }) = body?;
    check_delivery(&delivery)?;
    let viewer = &visitor.session.user_id;
    let found = lounge
        .0
        .store
        .lounge_message(message, viewer)
        .await
        .map_err(anyhow::Error::from)?;
    let message = found.ok_or_else(Trouble::gone)?;
    let card: Card = serde_json::from_str(&message.body).map_err(|_| Trouble::gone())?;
    let pressed = card
        .actions
        .into_iter()
        .nth(action)
        .filter(|action| action.label == label);
    let action = pressed.ok_or_else(|| {
        Trouble::refuse(
            StatusCode::CONFLICT,
            "This message has changed meanwhile; please look at it again.",
        )
    })?;
    if action.only_for.is_some_and(|user| user != *viewer) {
        return Err(Trouble::refuse(
            StatusCode::FORBIDDEN,
            "This button is for the person whom the message answers.",
        ));
    }
    let spot = Spot {
        channel: message.channel.clone(),
        parent_id: message.parent_id,
    };
    let said = Said::Line(format!("/{}", action.command));
    Ok(Json(
        lounge
            .carry(Errand {
                visitor,
                spot,
                delivery,
                said,
                pressed: Some(message),
            })
            .await?,
    ))
}

/// Runs the command of a form with its answers.
pub(crate) async fn form(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    body: Body<Filling>,
) -> Result<Json<Value>, Trouble> {
    let Json(Filling {
        channel,
        parent,
        delivery,
        command,
        fields,
    }) = body?;
    check_delivery(&delivery)?;
    let spot = Spot::read(&lounge, &visitor, channel, parent).await?;
    let said = Said::Fields { command, fields };
    Ok(Json(
        lounge
            .carry(Errand {
                visitor,
                spot,
                delivery,
                said,
                pressed: None,
            })
            .await?,
    ))
}

/// Puts a private reply away, in every tab of its reader.
pub(crate) async fn dismiss(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    body: Body<Dismissing>,
) -> Result<Json<Value>, Trouble> {
    let Json(Dismissing { message }) = body?;
    let viewer = &visitor.session.user_id;
    lounge.dismiss(message, viewer).await?;
    Ok(Json(json!({})))
}

fn check_delivery(delivery: &str) -> Result<(), Trouble> {
    if (8..=100).contains(&delivery.len()) && delivery.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Trouble::refuse(
        StatusCode::BAD_REQUEST,
        "The page sent something unreadable; please reload it.",
    ))
}
