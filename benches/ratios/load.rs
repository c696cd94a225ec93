//! 256 loggers, each waiting for its entry to be durable before it sends the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use huzzah::domain::act::progress::{self, Report};
use huzzah::engine::{Decide, Engine, EngineError, cause};
use tokio::sync::{mpsc, oneshot};

use crate::redis::{self, Connection};
use crate::world::{self, Place, World};

/// People who log at the same time.
const LOGGERS: u64 = 256;
/// Entries that a client sends together at most.
const BATCH: usize = 512;

/// Who is picked, and what she reports.
pub(crate) struct Picks {
    state: u64,
    communities: u64,
    members: u64,
}

impl Picks {
    pub(crate) fn new(seed: u64, communities: usize, members: u32) -> Self {
        Self {
            state: seed,
            communities: communities as u64,
            members: members.into(),
        }
    }

    fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A community and one of its members.
    pub(crate) fn next(&mut self) -> (usize, u32) {
        let community = usize::try_from(self.draw() % self.communities).expect("few communities");
        (
            community,
            u32::try_from(2 + self.draw() % self.members).expect("few members"),
        )
    }

    /// An amount that nobody types twice within a minute.
    fn amount(&mut self) -> String {
        let metres = 100 + self.draw() % 99_900;
        format!("{}.{:03}", metres / 1000, metres % 1000)
    }
}

/// A number no run has used.
fn fresh() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Durable entries a second through the engine.
pub(crate) async fn engine(engine: &Engine, world: &World, time: Duration) -> f64 {
    let places: Arc<[Place]> = world.places.clone().into();
    let members = world.members;
    let loggers = (0..LOGGERS).map(|_| {
        let (engine, places) = (engine.clone(), Arc::clone(&places));
        move |until| engine_logger(engine, places, members, until)
    });
    rate(loggers.collect(), time).await
}

async fn engine_logger(engine: Engine, places: Arc<[Place]>, members: u32, until: Instant) -> u64 {
    let mut picks = Picks::new(fresh(), places.len(), members);
    let mut entries = 0;
    while Instant::now() < until {
        let (at, identity) = picks.next();
        let Place {
            community_id,
            space_id,
        } = places[at];
        let asking = world::asking(space_id, identity);
        let delivery = fresh().to_string();
        let cause = cause("bench", &space_id.to_string(), &asking.user, &delivery);
        let report = Report {
            typed: format!("{} km", picks.amount()),
            ..Report::default()
        };
        let decide: Decide = Arc::new(move |community, moment, who| {
            progress::decide(community, moment, who, &report)
        });
        match engine.submit(community_id, asking, cause, decide).await {
            Ok(_) => entries += 1,
            // By chance the same amount of the same member within a minute: asked back, nothing written.
            Err(EngineError::Refused(_)) => {}
            Err(error) => panic!("an entry failed: {error}"),
        }
    }
    entries
}

/// Durable entries a second through Redis, a connection for each logger.
pub(crate) async fn connections(port: u16, world: &World, time: Duration) -> f64 {
    let (n, members) = (world.places.len(), world.members);
    let mut loggers = Vec::new();
    for _ in 0..LOGGERS {
        let mut connection = Connection::open(port).await;
        loggers.push(move |until| async move {
            let mut picks = Picks::new(fresh(), n, members);
            let mut entries = 0;
            while Instant::now() < until {
                connection.exchange(&redis_entry(&mut picks), 4).await;
                entries += 1;
            }
            entries
        });
    }
    rate(loggers, time).await
}

/// The same over one connection: what waits is sent together, and answered together.
pub(crate) async fn coalesced(port: u16, world: &World, time: Duration) -> f64 {
    let (n, members) = (world.places.len(), world.members);
    let mut connection = Connection::open(port).await;
    let (queue, mut waiting) = mpsc::channel::<(Vec<u8>, oneshot::Sender<()>)>(4096);
    let client = tokio::spawn(async move {
        let mut batch = Vec::new();
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            let out: Vec<u8> = batch
                .iter()
                .flat_map(|(out, _)| out.iter().copied())
                .collect();
            connection.exchange(&out, 4 * batch.len()).await;
            for (_, reply) in batch.drain(..) {
                reply.send(()).expect("a logger waits");
            }
        }
    });
    let loggers = (0..LOGGERS).map(|_| {
        let queue = queue.clone();
        move |until| async move {
            let mut picks = Picks::new(fresh(), n, members);
            let mut entries = 0;
            while Instant::now() < until {
                let (reply, answer) = oneshot::channel();
                queue
                    .send((redis_entry(&mut picks), reply))
                    .await
                    .expect("the client takes an entry");
                answer.await.expect("the client answers");
                entries += 1;
            }
            entries
        }
    });
    let rate = rate(loggers.collect(), time).await;
    drop(queue);
    client.await.expect("the client ends");
    rate
}

fn redis_entry(picks: &mut Picks) -> Vec<u8> {
    let (community, identity) = picks.next();
    let mut out = Vec::with_capacity(256);
    let keys = (format!("board:{community}"), format!("stream:{community}"));
    redis::entry(
        &mut out,
        (&keys.0, &keys.1),
        "*",
        &world::user(identity),
        &picks.amount(),
    );
    out
}

/// Lets loggers run for that time; what they got done in a second.
async fn rate<F>(loggers: Vec<impl FnOnce(Instant) -> F>, time: Duration) -> f64
where
    F: Future<Output = u64> + Send + 'static,
{
    let started = Instant::now();
    let running: Vec<_> = loggers
        .into_iter()
        .map(|logger| tokio::spawn(logger(started + time)))
        .collect();
    let mut entries = 0;
    for logger in running {
        entries += logger.await.expect("a logger ends well");
    }
    f64::from(u32::try_from(entries).unwrap_or(u32::MAX)) / started.elapsed().as_secs_f64()
}
