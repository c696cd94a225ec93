//! Communities of any size, made fast: the stream's pages are written straight into the store.

use std::path::Path;
use std::sync::Arc;

use huzzah::clock::Clock;
use huzzah::domain::act::{self, draft};
use huzzah::domain::event::{Cause, EntryRecorded, Event, IdentityArrived, MemberJoined, Record};
use huzzah::domain::line;
use huzzah::engine::{Asking, Decide, Engine, IdentityRow, cause};
use huzzah::store::{Head, Page, Store};

/// Events in one page, as many as loggers wait.
const PAGE_EVENTS: usize = 256;
/// Pages written in one transaction.
const TX_PAGES: usize = 64;

/// A community with one running challenge.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) community_id: i64,
    pub(crate) space_id: i64,
}

/// Where communities are, and what becomes of what is logged there.
#[derive(Clone, Copy)]
pub(crate) struct Site {
    pub(crate) platform: &'static str,
    /// Whether entries are confirmed to whoever logs alone.
    pub(crate) quiet: bool,
}

/// Communities that are asked by the engine's own door.
const NOWHERE: Site = Site {
    platform: "bench",
    quiet: false,
};

/// A database with communities of equal size.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) places: Vec<Place>,
    /// Members of each community: users `u2` on.
    pub(crate) members: u32,
}

/// A platform user's id; identity 1 is the moderator who opened the challenge.
pub(crate) fn user(identity: u32) -> String {
    format!("u{identity}")
}

/// How that user asks.
pub(crate) fn asking(space_id: i64, identity: u32) -> Asking {
    let user: Arc<str> = user(identity).into();
    Asking {
        space_id,
        name: Arc::clone(&user),
        user,
        locale: None,
        zone: None,
        moderator: identity == 1,
    }
}

/// Opens the database at that path.
pub(crate) async fn open(path: &Path) -> Store {
    Store::open(&format!("sqlite:{}", path.display()))
        .await
        .expect("the database can be opened")
}

impl World {
    /// `n` communities of `members` members, each with one entry.
    pub(crate) async fn build(path: &Path, n: u32, members: u32) -> Self {
        Self::build_at(NOWHERE, path, n, members).await
    }

    /// The same somewhere: the spaces are called `s0` on.
    pub(crate) async fn build_at(site: Site, path: &Path, n: u32, members: u32) -> Self {
        let store = open(path).await;
        let engine = Engine::new(store.clone(), Clock::wall());
        let mut places = Vec::new();
        for number in 0..n {
            let space = engine
                .space(site.platform, &format!("s{number}"), "Bench")
                .await
                .expect("a space can be made");
            places.push(Place {
                community_id: space.community_id,
                space_id: space.space_id,
            });
        }
        let begun: Vec<_> = places
            .iter()
            .map(|place| tokio::spawn(begin(engine.clone(), *place, site.quiet)))
            .collect();
        for begun in begun {
            begun.await.expect("a challenge can be opened");
        }
        let now_ms = engine.now_ms();
        drop(engine);
        let world = Self {
            store,
            places,
            members,
        };
        for place in &world.places {
            world.settle(*place, now_ms).await;
        }
        world
    }

    /// An engine that has read all of it.
    pub(crate) async fn engine(&self, clock: Clock) -> Engine {
        let engine = Engine::new(self.store.clone(), clock);
        for place in &self.places {
            engine
                .view(place.community_id, |_| ())
                .await
                .expect("the community can be opened");
        }
        engine
    }

    /// Everybody arrives, joins and reports once.
    async fn settle(&self, place: Place, now_ms: i64) {
        let rows: Vec<IdentityRow> = (2..=self.members + 1)
            .map(|identity| identity_row(place, identity))
            .collect();
        for rows in rows.chunks(PAGE_EVENTS * TX_PAGES) {
            let mut tx = self.store.begin().await.expect("a transaction begins");
            tx.add_identities(rows)
                .await
                .expect("identities can be added");
            tx.commit().await.expect("identities are saved");
        }
        drop(rows);
        let events = (2..=self.members + 1).flat_map(|identity| {
            let arrived = IdentityArrived {
                identity,
                zone: None,
            };
            let joined = MemberJoined {
                challenge: 1,
                identity,
                goal_micro: None,
                start_micro: None,
                alias: false,
            };
            [
                arrived.into(),
                joined.into(),
                entry(identity, identity.into(), 1, now_ms),
            ]
        });
        self.append(place, now_ms, events).await;
    }

    /// `n` more entries of members in turn.
    pub(crate) async fn add_entries(&self, place: Place, n: u32, round: u32, now_ms: i64) {
        let entries = (0..n).map(|at| {
            entry(
                2 + (at.wrapping_mul(7919)) % self.members,
                (at + 13).into(),
                round,
                now_ms,
            )
        });
        self.append(place, now_ms, entries).await;
    }

    /// Writes events into a community's stream as pages.
    pub(crate) async fn append(
        &self,
        place: Place,
        now_ms: i64,
        events: impl Iterator<Item = Event>,
    ) {
        let community_id = place.community_id;
        let head = self
            .store
            .head(community_id)
            .await
            .expect("the store answers")
            .expect("the community is there");
        let mut seq = head.last_seq;
        let mut events = events.peekable();
        while events.peek().is_some() {
            let mut tx = self.store.begin().await.expect("a transaction begins");
            for _ in 0..TX_PAGES {
                let first_seq = seq + 1;
                let mut body = Vec::with_capacity(PAGE_EVENTS * 300);
                for event in events.by_ref().take(PAGE_EVENTS) {
                    seq += 1;
                    let delivery = Cause(
                        u128::from(seq).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
                            % (1 << 120),
                    );
                    line::write(
                        &Record {
                            seq,
                            at_ms: now_ms,
                            cause: Some(delivery),
                            event,
                        },
                        &mut body,
                    );
                }
                if body.is_empty() {
                    break;
                }
                let body = String::from_utf8(body).expect("events are text");
                tx.append_page(&Page {
                    community_id,
                    first_seq,
                    at_ms: now_ms,
                    body,
                })
                .await
                .expect("a page is appended");
            }
            tx.set_head(
                community_id,
                Head {
                    last_seq: seq,
                    ..head
                },
            )
            .await
            .expect("the head is set");
            tx.commit().await.expect("pages are saved");
        }
    }
}

/// A moderator writes a challenge down and opens it.
async fn begin(engine: Engine, place: Place, quiet: bool) {
    let options = [
        ("title", "Kilometres"),
        ("unit", "km"),
        ("scoring", "total"),
        ("rounds", "weekly"),
        ("quiet", if quiet { "yes" } else { "no" }),
    ];
    let options = options
        .map(|(name, typed)| (name.to_owned(), typed.to_owned()))
        .to_vec();
    let create: Decide = Arc::new(move |community, moment, who| {
        draft::decide(
            community,
            moment,
            who,
            &draft::Wishes {
                options: options.clone(),
            },
        )
    });
    let open: Decide = Arc::new(|community, moment, who| {
        act::challenge::open(
            community,
            moment,
            who,
            community.challenge(1).expect("it was just written down"),
        )
    });
    for (delivery, decide) in [("create", create), ("open", open)] {
        let cause = cause("bench", &place.space_id.to_string(), "u1", delivery);
        engine
            .submit(place.community_id, asking(place.space_id, 1), cause, decide)
            .await
            .expect("a moderator is obeyed");
    }
}

fn identity_row(place: Place, identity: u32) -> IdentityRow {
    IdentityRow {
        community_id: place.community_id,
        identity_no: identity,
        space_id: place.space_id,
        platform_user: Some(user(identity)),
        name: user(identity),
        locale: None,
    }
}

fn entry(identity: u32, salt: u64, round: u32, now_ms: i64) -> Event {
    let metres = salt.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    let metres = i64::try_from(100 + metres % 99_900).expect("below a hundred thousand");
    EntryRecorded {
        challenge: 1,
        identity,
        amount_micro: metres * 1_000_000,
        number: format!("{}.{:03}", metres / 1000, metres % 1000),
        unit: "km".to_owned(),
        effective_ms: now_ms,
        day: u16::try_from((now_ms - 4 * 3_600_000) / 86_400_000).unwrap_or(u16::MAX),
        round,
        item: None,
        held: false,
        by: None,
    }
    .into()
}
