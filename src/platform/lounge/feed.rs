//! What was said before, and what is said now: history by page, news by server-sent events.
//!
//! An event's id is the number of the change it shows, so a page that lost its connection asks for what came after the
//! last one it has: nothing is lost; and since a message is shown under its own id, nothing is doubled. Messages that
//! changed together share a number; until the last of them, an event's id is the number before.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::platform::lounge::person::Visitor;
use crate::platform::lounge::trouble::Trouble;
use crate::platform::lounge::view::{View, view};
use crate::platform::lounge::{ARENA, CHANNELS, Lounge};

const PAGE: i64 = 60;
const THREAD: i64 = 500;
const BATCH: i64 = 200;

/// Which messages: a channel's newest before a number, or a thread's.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    channel: Option<String>,
    before: Option<i64>,
    parent: Option<i64>,
}

/// Where a page's knowledge ends.
#[derive(Debug, Deserialize)]
pub(crate) struct Known {
    after: Option<i64>,
}

/// A page of history, oldest first.
pub(crate) async fn messages(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    Query(which): Query<Which>,
) -> Result<Json<Value>, Trouble> {
    let (store, viewer) = (&lounge.0.store, visitor.session.user_id.as_str());
    if let Some(parent_id) = which.parent {
        let found = store
            .lounge_thread(parent_id, viewer, THREAD)
            .await
            .map_err(anyhow::Error::from)?;
        let messages: Vec<View> = found
            .into_iter()
            .map(|message| view(message, viewer))
            .collect();
        return Ok(Json(json!({ "messages": messages, "more": false })));
    }
    let channel = which
        .channel
        .filter(|channel| CHANNELS.iter().any(|(id, _)| id == channel));
    let channel = channel.unwrap_or_else(|| ARENA.to_owned());
    let before = which.before.unwrap_or(i64::MAX);
    let found = store
        .lounge_channel(&channel, viewer, before, PAGE)
        .await
        .map_err(anyhow::Error::from)?;
    let more = i64::try_from(found.len()).is_ok_and(|n_found| n_found == PAGE);
    let messages: Vec<View> = found
        .into_iter()
        .map(|message| view(message, viewer))
        .collect();
    Ok(Json(json!({ "messages": messages, "more": more })))
}

/// The news, from the last event that the page has, until the page goes or the house stops.
pub(crate) async fn stream(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    Query(known): Query<Known>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let resumed = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .and_then(|id| id.parse().ok());
    let news = News {
        known: (resumed.or(known.after).unwrap_or(i64::MAX), i64::MAX),
        viewer: visitor.session.user_id,
        last_change: lounge.0.last_change.subscribe(),
        boards: Some(lounge.0.desk.changes(&Lounge::place(ARENA)).await),
        stop: lounge.0.stop.clone(),
        waiting: VecDeque::new(),
        greeted: false,
        lounge,
    };
    let events = unfold(news, |mut news| async move {
        news.next().await.map(|event| (Ok(event), news))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

struct News {
    lounge: Lounge,
    viewer: String,
    /// The last change that is known, and the last message of it.
    known: (i64, i64),
    last_change: watch::Receiver<i64>,
    boards: Option<watch::Receiver<u64>>,
    stop: watch::Receiver<bool>,
    waiting: VecDeque<Event>,
    greeted: bool,
}

impl News {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.stop.borrow() {
                return None;
            }
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            self.last_change.mark_unchanged();
            if let Err(error) = self.catch_up().await {
                tracing::warn!(%error, "a stream of the lounge ends: the database failed");
                return None;
            }
            if self.waiting.is_empty() {
                self.wait().await;
            }
        }
    }

    /// Queues what is new, and once a greeting when there is nothing more to catch up with.
    async fn catch_up(&mut self) -> anyhow::Result<()> {
        let store = &self.lounge.0.store;
        if !self.greeted {
            // A page that knows more than there is has seen another database: it is told where this one stands.
            let last_change = store.lounge_last_change().await?;
            self.known.0 = self.known.0.min(last_change);
        }
        let changes = store
            .lounge_changes(self.known, &self.viewer, BATCH)
            .await?;
        let full = i64::try_from(changes.len()).is_ok_and(|n_changes| n_changes == BATCH);
        let mut changes = changes.into_iter().peekable();
        while let Some(message) = changes.next() {
            let change = message.last_change;
            self.known = (change, message.message_id);
            // Where the batch ends, the next one may go on with the same change.
            let is_last = match changes.peek() {
                Some(next) => next.last_change > change,
                None => !full,
            };
            let id = if is_last { change } else { change - 1 };
            let event = Event::default().event("message").id(id.to_string());
            self.waiting
                .push_back(event.json_data(view(message, &self.viewer))?);
        }
        if !full && !self.greeted {
            self.greeted = true;
            let data = json!({ "last_change": self.known.0 });
            self.waiting.push_back(
                Event::default()
                    .event("ready")
                    .retry(RETRY)
                    .json_data(data)?,
            );
        }
        Ok(())
    }

    async fn wait(&mut self) {
        let boards = async {
            match &mut self.boards {
                Some(boards) => boards.changed().await.is_ok(),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            // Errors mean that the sender is gone; for these two it lives as long as the lounge and the process.
            _ = self.last_change.changed() => {}
            _ = self.stop.wait_for(|stop| *stop) => {}
            alive = boards => {
                if alive {
                    self.waiting.push_back(Event::default().event("boards").data("{}"));
                } else {
                    self.boards = None;
                }
            }
        }
    }
}

const RETRY: Duration = Duration::from_secs(1);
