//! Hands over what happened, by the gateway or by signed request, and waits for the first answer.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::envelope::Envelope;
use super::routes::interactions::{FIRST, take};
use super::{Discord, contract, rules, signed};

/// Where the app takes interactions, as the portal would say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Door {
    /// By the gateway.
    #[default]
    Gateway,
    /// By signed requests to that address.
    Http(SocketAddr),
}

/// How an interaction was first answered.
#[derive(Debug, Clone)]
pub(crate) struct Acked {
    /// In real time.
    pub(crate) took: Duration,
    /// 200 by the gateway.
    pub(crate) status: u16,
    /// The answer with its `type`.
    pub(crate) body: Value,
}

/// Something somebody did, as it was delivered.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) envelope: Envelope,
    /// Nothing, where nobody answered in time.
    pub(crate) acked: Option<Acked>,
}

impl Discord {
    /// Chooses the door by which deliveries go from now on.
    pub(crate) fn reaches(&self, door: Door) {
        self.with(|world| world.door = door);
    }

    /// Delivers by the app's door.
    pub(crate) async fn deliver(&self, envelope: Envelope) -> Deed {
        let door = self.with(|world| {
            if let Some(found) = world.interactions.get_mut(&envelope.token)
                && found.answered.is_none()
            {
                found.sent = Instant::now();
            }
            world.door
        });
        let started = Instant::now();
        let answered = match door {
            Door::Gateway => self.by_gateway(&envelope).await.map(|body| (200, body)),
            Door::Http(address) => self.by_request(address, &envelope).await,
        };
        let acked = answered.map(|(status, body)| Acked {
            took: started.elapsed(),
            status,
            body,
        });
        Deed { envelope, acked }
    }

    /// Delivers the same once more, as a resumed session does.
    pub(crate) async fn redeliver(&self, deed: &Deed) -> Deed {
        let mark = self.with(|world| world.mark());
        let envelope = Envelope {
            mark,
            ..deed.envelope.clone()
        };
        self.deliver(envelope).await
    }

    /// Tells the guild's shard, and waits until the interaction is answered by a request.
    async fn by_gateway(&self, envelope: &Envelope) -> Option<Value> {
        let guild = envelope.guild.as_deref();
        let token = envelope.token.as_str();
        let (n_told, before) = self.with(|world| {
            let n_told = world.happens(guild, "INTERACTION_CREATE", &envelope.payload);
            (n_told, world.interactions[token].answered.clone())
        });
        if before.is_some() && n_told > 0 {
            // Whoever answered before has no need to say anything: only that it was heard can be known.
            self.heard().await;
            return before;
        }
        let answered = self
            .0
            .shared
            .found(|world| world.interactions[token].answered.clone());
        tokio::time::timeout(FIRST, answered).await.ok()
    }

    /// Posts to the house; its answer is the first one, unless it gave that by a request before.
    async fn by_request(&self, address: SocketAddr, envelope: &Envelope) -> Option<(u16, Value)> {
        let shared = &self.0.shared;
        let (status, body) = signed::deliver(shared, address, &envelope.payload).await?;
        let token = envelope.token.as_str();
        let before = self.with(|world| world.interactions[token].answered.clone());
        match (status, before) {
            // The same again: the person sees nothing of it.
            (200 | 202, Some(before)) => Some((status, before)),
            (200, None) => {
                self.takes(token, &body);
                Some((200, body))
            }
            (202, None) => {
                self.with(|world| world.fault("202, but nothing was answered".to_owned()));
                None
            }
            (status, _) => Some((status, body)),
        }
    }

    fn takes(&self, token: &str, body: &Value) {
        let path = format!("/interactions/1/{token}/callback");
        self.with(|world| {
            let mut faults = contract::faults("POST", &path, body);
            faults.extend(rules::answer(body));
            for fault in faults {
                world.fault(format!("an interaction's answer: {fault}\n    in {body}"));
            }
            if let Err(no) = take(world, token, body, &[]) {
                world.fault(format!(
                    "an answer that Discord does not take: {}",
                    no.body()
                ));
            }
        });
    }
}
