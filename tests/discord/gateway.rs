//! The tests' gateway keeps the gateway's rules: who may come in, what is told again, and how it ends.

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::fake::Careless;

/// One connection of a careless bot.
struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    async fn to(town: &Careless) -> Self {
        let url = town.discord.api_url().replacen("http", "ws", 1);
        let (socket, _) = connect_async(format!("{url}/?v=10&encoding=json"))
            .await
            .expect("the gateway answers");
        let mut line = Self(socket);
        assert_eq!(line.hears().await["op"], 10, "it greets first");
        line
    }

    async fn says(&mut self, payload: &Value) {
        let text = Message::text(payload.to_string());
        self.0.send(text).await.expect("it is open");
    }

    /// The next payload; the code of a close frame as a number.
    async fn hears(&mut self) -> Value {
        match self.0.next().await {
            Some(Ok(Message::Text(text))) => serde_json::from_str(&text).expect("JSON"),
            Some(Ok(Message::Close(frame))) => {
                json!(frame.map_or(0, |frame| u16::from(frame.code)))
            }
            other => panic!("{other:?}"),
        }
    }

    async fn identifies(&mut self, token: &str, intents: u64) {
        let identify = json!({ "op": 2, "d": {
            "token": token, "intents": intents, "shard": [0, 1],
            "properties": { "os": "linux", "browser": "careless", "device": "careless" },
        } });
        self.says(&identify).await;
    }
}

fn token(town: &Careless) -> String {
    town.discord.with(|world| world.app.token.clone())
}

#[tokio::test]
async fn who_is_not_let_in_is_told_by_a_code() {
    let town = Careless::new().await;
    let mut line = Line::to(&town).await;
    line.identifies("wrong", 1).await;
    assert_eq!(line.hears().await, 4_004);
    let mut line = Line::to(&town).await;
    line.identifies(&token(&town), 1 | 1 << 15).await;
    assert_eq!(line.hears().await, 4_014);
    assert!(town.discord.faults()[0].contains("intents"));
    let mut line = Line::to(&town).await;
    line.identifies(&token(&town), 1).await;
    assert_eq!(line.hears().await["t"], "READY");
    assert_eq!(line.hears().await["t"], "GUILD_CREATE");
    line.identifies(&token(&town), 1).await;
    assert_eq!(line.hears().await, 4_005);
    assert!(!town.discord.faults().is_empty());
}

#[tokio::test]
async fn what_was_missed_is_told_in_order_to_whoever_resumes() {
    let town = Careless::new().await;
    let mut line = Line::to(&town).await;
    line.identifies(&token(&town), 1).await;
    let ready = line.hears().await;
    let created = line.hears().await;
    assert_eq!(created["s"], 2);
    drop(line);
    town.discord.unlinked().await;
    town.acme.goes_out();
    town.acme.comes_in();
    let mut line = Line::to(&town).await;
    let resume = json!({ "op": 6, "d": {
        "token": token(&town), "session_id": ready["d"]["session_id"], "seq": 2,
    } });
    line.says(&resume).await;
    let told = [line.hears().await, line.hears().await, line.hears().await];
    let told = told.map(|told| (told["s"].clone(), told["t"].clone()));
    let expected = [(3, "GUILD_DELETE"), (4, "GUILD_CREATE"), (5, "RESUMED")];
    assert_eq!(told, expected.map(|(seq, name)| (json!(seq), json!(name))));
    line.says(&json!({ "op": 1, "d": 5 })).await;
    assert_eq!(line.hears().await["op"], 11, "a heartbeat is answered");
    let mut stranger = Line::to(&town).await;
    let resume = json!({ "op": 6, "d": {
        "token": token(&town), "session_id": "unknown", "seq": 2,
    } });
    stranger.says(&resume).await;
    let told = stranger.hears().await;
    assert_eq!((&told["op"], &told["d"]), (&json!(9), &json!(false)));
}

#[tokio::test]
async fn a_guild_is_told_of_by_its_own_shard() {
    let town = Careless::new().await;
    let guild: u64 = town.acme.guild.parse().expect("a number");
    let own = (guild >> 22) % 2;
    for shard in [own, 1 - own] {
        let mut line = Line::to(&town).await;
        let identify = json!({ "op": 2, "d": {
            "token": token(&town), "intents": 1, "shard": [shard, 2],
            "properties": { "os": "linux", "browser": "careless", "device": "careless" },
        } });
        line.says(&identify).await;
        let ready = line.hears().await;
        let n_guilds = ready["d"]["guilds"].as_array().map(Vec::len);
        assert_eq!(n_guilds, Some(usize::from(shard == own)));
    }
    let left = town.discord.with(|world| world.sessions.n_identifies);
    assert_eq!(left, 998);
}
