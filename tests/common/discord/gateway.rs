//! The gateway (`events/gateway`): sessions that are identified once and resumed for nothing, events in their order, and
//! the ways in which a connection ends.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use super::world::World;
use super::{Discord, Shared, shape};

/// `GUILDS`; nothing else is needed.
const INTENTS: u64 = 1;

/// The intents that somebody would have to approve: members, presences, message content.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;

/// What a client may send: payloads a minute, and the size of one.
const SENDS: usize = 120;
const MINUTE: Duration = Duration::from_secs(60);
const PAYLOAD_MAX: usize = 4_096;

/// Connections and sessions.
pub(crate) struct Sessions {
    /// By session id; those whose connection broke wait to be resumed.
    pub(crate) known: BTreeMap<String, Session>,
    links: BTreeMap<u64, Link>,
    /// How many shards are recommended, and may identify at once.
    pub(crate) n_shards: u64,
    pub(crate) max_concurrency: u64,
    /// What is left of the day's identifies.
    pub(crate) n_identifies: u64,
    pub(crate) heartbeat_ms: u64,
    /// Whether a resumed session hears every interaction again, as if it had heard of none.
    pub(crate) repeats: bool,
    /// Whether heartbeats are answered.
    pub(crate) acks: bool,
    /// Whether identifies of one kind must be five seconds apart, in real time.
    pub(crate) spaced: bool,
    identified: Vec<(Instant, u64)>,
    pub(crate) n_heartbeats: u64,
    pub(crate) n_resumes: u64,
}

/// A session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    pub(crate) shard: (u64, u64),
    pub(crate) seq: u64,
    events: Vec<(u64, String)>,
    /// The connection it lives by; none while it is broken.
    pub(crate) link: Option<u64>,
}

/// An open connection.
struct Link {
    frames: mpsc::UnboundedSender<Frame>,
    session: Option<String>,
    sent: Vec<Instant>,
}

/// What a connection is told to do.
enum Frame {
    Text(String),
    /// A close frame with a code, and then the end.
    Close(u16),
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            known: BTreeMap::new(),
            links: BTreeMap::new(),
            n_shards: 1,
            max_concurrency: 1,
            n_identifies: 1_000,
            heartbeat_ms: 41_250,
            repeats: false,
            acks: true,
            spaced: false,
            identified: Vec::new(),
            n_heartbeats: 0,
            n_resumes: 0,
        }
    }
}

impl Sessions {
    /// All connections are gone; sessions wait to be resumed.
    pub(crate) fn drop_all(&mut self) {
        self.links.clear();
        for session in self.known.values_mut() {
            session.link = None;
        }
    }

    /// The shards that are connected, each by its session.
    pub(crate) fn live(&self) -> Vec<(String, (u64, u64))> {
        let live = self
            .known
            .iter()
            .filter(|(_, session)| session.link.is_some());
        live.map(|(id, session)| (id.clone(), session.shard))
            .collect()
    }

    fn send(&self, link: u64, frame: Frame) {
        if let Some(link) = self.links.get(&link) {
            // A connection that has just ended hears nothing.
            let _ = link.frames.send(frame);
        }
    }
}

impl World {
    /// What `GET /gateway/bot` answers.
    pub(crate) fn gateway_bot(&self) -> Value {
        json!({
            "url": format!("ws://{}", self.address), "shards": self.sessions.n_shards,
            "session_start_limit": {
                "total": 1_000, "remaining": self.sessions.n_identifies, "reset_after": 14_400_000,
                "max_concurrency": self.sessions.max_concurrency,
            },
        })
    }

    /// Something happens in a guild: every session of its shard is told, now or when it resumes. How many are told now.
    pub(crate) fn happens(&mut self, guild: Option<&str>, name: &str, data: &Value) -> usize {
        let sessions: Vec<String> = self.sessions.known.keys().cloned().collect();
        let mut n_told = 0;
        for id in &sessions {
            if is_of(guild, self.sessions.known[id].shard) && self.sends(id, name, data) {
                n_told += 1;
            }
        }
        n_told
    }

    /// One session is told of an event; whether it is connected.
    fn sends(&mut self, session: &str, name: &str, data: &Value) -> bool {
        let Some(session) = self.sessions.known.get_mut(session) else {
            return false;
        };
        session.seq += 1;
        let event = json!({ "op": 0, "s": session.seq, "t": name, "d": data }).to_string();
        session.events.push((session.seq, event.clone()));
        let Some(link) = session.link else {
            return false;
        };
        self.sessions.send(link, Frame::Text(event));
        true
    }

    /// The bot is taken out of a guild.
    pub(crate) fn loses_bot(&mut self, guild: &str) {
        let bot = self.app.id.clone();
        let left = self.guild_mut(guild);
        left.bot_is_in = false;
        left.members.remove(&bot);
        self.happens(Some(guild), "GUILD_DELETE", &json!({ "id": guild }));
    }

    /// Whether a token is the app's; the real gateway takes it with and without the word that REST wants before it.
    fn knows(&self, token: &Value) -> bool {
        let token = token.as_str().unwrap_or_default();
        token.strip_prefix("Bot ").unwrap_or(token) == self.app.token
    }

    fn hears(&mut self, link: u64, text: &str) {
        if text.len() > PAYLOAD_MAX {
            self.fault(format!("{} bytes to the gateway", text.len()));
            return self.sessions.send(link, Frame::Close(4_002));
        }
        let Ok(heard) = serde_json::from_str::<Value>(text) else {
            self.fault(format!("no JSON to the gateway: {text}"));
            return self.sessions.send(link, Frame::Close(4_002));
        };
        self.counts(link);
        match heard["op"].as_u64() {
            Some(1) => {
                self.sessions.n_heartbeats += 1;
                if self.sessions.acks {
                    let ack = json!({ "op": 11, "d": null }).to_string();
                    self.sessions.send(link, Frame::Text(ack));
                }
            }
            Some(2) => self.identifies(link, &heard["d"]),
            Some(3) => {}
            Some(6) => self.resumes(link, &heard["d"]),
            op => self.fault(format!("an opcode {op:?} to the gateway")),
        }
    }

    /// Counts what a connection sends; too much ends it.
    fn counts(&mut self, link: u64) {
        let Some(found) = self.sessions.links.get_mut(&link) else {
            return;
        };
        found.sent.retain(|at| at.elapsed() < MINUTE);
        found.sent.push(Instant::now());
        if found.sent.len() > SENDS {
            self.fault(format!(
                "more than {SENDS} payloads a minute to the gateway"
            ));
            self.sessions.send(link, Frame::Close(4_008));
        }
    }

    fn identifies(&mut self, link: u64, asked: &Value) {
        let shard = &asked["shard"];
        let shard = (
            shard[0].as_u64().unwrap_or(0),
            shard[1].as_u64().unwrap_or(1),
        );
        let has_session = |link: &Link| link.session.is_some();
        if self.sessions.links.get(&link).is_some_and(has_session) {
            self.fault("a session identifies twice".to_owned());
            return self.sessions.send(link, Frame::Close(4_005));
        }
        if !self.knows(&asked["token"]) {
            return self.sessions.send(link, Frame::Close(4_004));
        }
        if shard.1 == 0 || shard.0 >= shard.1 {
            self.fault(format!("shard {shard:?}"));
            return self.sessions.send(link, Frame::Close(4_010));
        }
        let intents = asked["intents"].as_u64().unwrap_or(0);
        if intents != INTENTS {
            self.fault(format!("intents {intents}: `GUILDS` is all that is needed"));
        }
        if intents & PRIVILEGED != 0 {
            return self.sessions.send(link, Frame::Close(4_014));
        }
        if self.sessions.n_identifies == 0 {
            self.fault("the day's identifies are used up: the token would be reset".to_owned());
            return self.sessions.send(link, Frame::Close(4_004));
        }
        self.sessions.n_identifies -= 1;
        if !self.is_spaced(shard.0) {
            return self.invalid(link, false);
        }
        self.begins(link, shard);
    }

    /// Whether a shard may identify now; those that may not are told that their session is invalid.
    fn is_spaced(&mut self, shard: u64) -> bool {
        let sessions = &mut self.sessions;
        let kind = shard % sessions.max_concurrency.max(1);
        sessions
            .identified
            .retain(|(at, _)| at.elapsed() < Duration::from_secs(5));
        let is_spaced = !sessions.spaced || sessions.identified.iter().all(|(_, one)| *one != kind);
        sessions.identified.push((Instant::now(), kind));
        is_spaced
    }

    fn begins(&mut self, link: u64, shard: (u64, u64)) {
        let id = format!("session-{}", self.number());
        let session = Session {
            shard,
            link: Some(link),
            ..Session::default()
        };
        self.sessions.known.insert(id.clone(), session);
        if let Some(link) = self.sessions.links.get_mut(&link) {
            link.session = Some(id.clone());
        }
        let guilds = self
            .guilds
            .values()
            .filter(|guild| guild.bot_is_in && is_of(Some(&guild.id), shard));
        let guilds: Vec<(String, bool)> = guilds
            .map(|guild| (guild.id.clone(), guild.unavailable))
            .collect();
        let listed = guilds
            .iter()
            .map(|(id, _)| json!({ "id": id, "unavailable": true }));
        let ready = json!({
            "v": 10, "user": shape::me(self), "guilds": listed.collect::<Vec<_>>(), "session_id": id,
            "resume_gateway_url": format!("ws://{}", self.address), "shard": [shard.0, shard.1],
            "application": { "id": self.app.id, "flags": 0 }, "session_type": "normal",
            "private_channels": [], "presences": [], "relationships": [], "user_settings": {},
            "guild_join_requests": [], "geo_ordered_rtc_regions": [],
        });
        self.sends(&id, "READY", &ready);
        for (guild, unavailable) in guilds {
            if !unavailable {
                let data = shape::guild_create(self, &guild);
                self.sends(&id, "GUILD_CREATE", &data);
            }
        }
    }

    fn resumes(&mut self, link: u64, asked: &Value) {
        if !self.knows(&asked["token"]) {
            return self.sessions.send(link, Frame::Close(4_004));
        }
        let id = asked["session_id"].as_str().unwrap_or_default().to_owned();
        let seq = asked["seq"].as_u64().unwrap_or(0);
        let repeats = self.sessions.repeats;
        let Some(session) = self.sessions.known.get_mut(&id) else {
            return self.invalid(link, false);
        };
        if seq > session.seq {
            return self.sessions.send(link, Frame::Close(4_007));
        }
        session.link = Some(link);
        let missed: Vec<String> = session
            .events
            .iter()
            .filter(|(at, event)| *at > seq || repeats && event.contains("INTERACTION_CREATE"))
            .map(|(_, event)| event.clone())
            .collect();
        if let Some(link) = self.sessions.links.get_mut(&link) {
            link.session = Some(id.clone());
        }
        self.sessions.n_resumes += 1;
        for event in missed {
            self.sessions.send(link, Frame::Text(event));
        }
        self.sends(&id, "RESUMED", &json!({}));
    }

    fn invalid(&mut self, link: u64, resumable: bool) {
        let told = json!({ "op": 9, "d": resumable }).to_string();
        self.sessions.send(link, Frame::Text(told));
    }

    /// A connection ended; its session goes with it when it was closed in good order (1000, 1001).
    fn ends(&mut self, link: u64, in_good_order: bool) {
        let Some(ended) = self.sessions.links.remove(&link) else {
            return;
        };
        let Some(session) = ended.session else { return };
        if in_good_order {
            self.sessions.known.remove(&session);
        } else if let Some(session) = self.sessions.known.get_mut(&session)
            && session.link == Some(link)
        {
            session.link = None;
        }
    }
}

/// Whether a guild's events go to that shard; what is in no guild goes to the first.
fn is_of(guild: Option<&str>, (shard, n_shards): (u64, u64)) -> bool {
    let number = guild
        .and_then(|guild| guild.parse::<u64>().ok())
        .unwrap_or(0);
    (number >> 22) % n_shards == shard
}

/// One connection, until it ends.
#[expect(
    clippy::result_large_err,
    reason = "the library says what a refusal is"
)]
pub(crate) async fn link(shared: Arc<Shared>, stream: TcpStream) {
    let looked = |request: &Request, response: Response| looks(&shared, request, response);
    let Ok(mut socket) = tokio_tungstenite::accept_hdr_async(stream, looked).await else {
        return;
    };
    let (sender, mut frames) = mpsc::unbounded_channel();
    let number = shared.with(|world| {
        let number = world.number();
        let hello = json!({ "op": 10, "d": { "heartbeat_interval": world.sessions.heartbeat_ms } });
        let link = Link {
            frames: sender,
            session: None,
            sent: Vec::new(),
        };
        world.sessions.links.insert(number, link);
        world.sessions.send(number, Frame::Text(hello.to_string()));
        number
    });
    let mut in_good_order = false;
    loop {
        tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Text(text)) => {
                    if socket.send(Message::text(text)).await.is_err() {
                        break;
                    }
                }
                Some(Frame::Close(code)) => {
                    let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
                    let _ = socket.close(Some(frame)).await;
                    break;
                }
                None => break,
            },
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => shared.with(|world| world.hears(number, &text)),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map_or(1_005, |frame| u16::from(frame.code));
                    in_good_order = matches!(code, 1_000 | 1_001);
                    break;
                }
                _ => break,
            },
        }
    }
    shared.with(|world| world.ends(number, in_good_order));
}

/// Looks at how a connection was asked for.
#[expect(
    clippy::result_large_err,
    clippy::unnecessary_wraps,
    reason = "the handshake wants it so"
)]
fn looks(
    shared: &Shared,
    request: &Request,
    response: Response,
) -> Result<Response, ErrorResponse> {
    let query = request.uri().query().unwrap_or_default();
    if !query.split('&').any(|pair| pair == "v=10") {
        shared
            .with(|world| world.fault(format!("the gateway was asked for as {query:?}, not v=10")));
    }
    Ok(response)
}

impl Discord {
    /// Waits until that many shards are connected and told what they should know.
    pub(crate) async fn linked(&self, n: usize) -> Vec<(String, (u64, u64))> {
        let live = |world: &World| Some(world.sessions.live()).filter(|live| live.len() == n);
        self.until(&format!("{n} shards"), live).await
    }

    /// Waits until every session's connection is gone.
    pub(crate) async fn unlinked(&self) {
        self.until("no shard", |world| {
            world.sessions.live().is_empty().then_some(())
        })
        .await;
    }

    /// Waits until whoever is connected has heard everything: asked for a heartbeat, it sends one after that.
    pub(crate) async fn heard(&self) {
        let before = self.with(|world| world.sessions.n_heartbeats);
        self.tells_all(&json!({ "op": 1, "d": null }));
        let beats = |world: &World| (world.sessions.n_heartbeats > before).then_some(());
        self.until("a heartbeat that was asked for", beats).await;
    }

    /// Tells every connection to reconnect (opcode 7).
    pub(crate) fn asks_to_reconnect(&self) {
        self.tells_all(&json!({ "op": 7, "d": null }));
    }

    /// Tells every connection that its session is invalid (opcode 9); those that can't be resumed are forgotten.
    pub(crate) fn invalidates(&self, resumable: bool) {
        if !resumable {
            self.with(|world| {
                world.sessions.known.clear();
                for link in world.sessions.links.values_mut() {
                    link.session = None;
                }
            });
        }
        self.tells_all(&json!({ "op": 9, "d": resumable }));
    }

    /// Sends every connection an event as it is.
    pub(crate) fn tells_all(&self, payload: &Value) {
        self.with(|world| {
            for link in world.sessions.links.values() {
                let _ = link.frames.send(Frame::Text(payload.to_string()));
            }
        });
    }

    /// Ends every connection with a code; sessions wait to be resumed.
    pub(crate) fn closes_all(&self, code: u16) {
        self.with(|world| {
            for link in world.sessions.links.values() {
                let _ = link.frames.send(Frame::Close(code));
            }
        });
    }

    /// Connections break without a word.
    pub(crate) fn breaks_all(&self) {
        self.with(|world| world.sessions.drop_all());
    }
}
