//! A Discord of the tests' own, on loopback, which keeps Discord's rules and remembers what it was asked.
//!
//! It has the three sides of the real one: REST ([`web`]), the gateway ([`gateway`]) and signed requests ([`signed`]), the
//! first two on one port. Its time is the clock that the test moves; only how fast an interaction is answered is measured
//! on a real one too. Whatever a bot does against the rules is written down, and fails the test when the Discord goes away.

pub(crate) mod act;
pub(crate) mod contract;
pub(crate) mod deliver;
pub(crate) mod envelope;
pub(crate) mod gateway;
pub(crate) mod guild;
mod multipart;
pub(crate) mod pace;
pub(crate) mod permits;
pub(crate) mod plain;
mod routes;
pub(crate) mod rules;
pub(crate) mod see;
pub(crate) mod shape;
pub(crate) mod signed;
pub(crate) mod trouble;
mod typed;
mod unheard;
mod web;
pub(crate) mod world;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use huzzah::clock::Clock;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use trouble::Trouble;
use world::{Call, World};

/// How long a test waits, in real time, for something that must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A Discord; clones are the same one. When the last is gone, so is the Discord, and its verdict is given.
#[derive(Clone)]
pub(crate) struct Discord(Arc<Open>);

struct Open {
    shared: Arc<Shared>,
    running: Mutex<Vec<JoinHandle<()>>>,
}

pub(crate) struct Shared {
    pub(crate) clock: Clock,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
    address: SocketAddr,
    mail: signed::Mail,
}

impl Discord {
    /// Opens for business, empty, on a free port.
    pub(crate) async fn open(clock: Clock) -> Self {
        unheard::watch();
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            world: Mutex::new(World::new(clock.clone(), address)),
            clock,
            changed: watch::channel(0).0,
            address,
            mail: signed::Mail::default(),
        });
        let running = Mutex::default();
        let discord = Self(Arc::new(Open { shared, running }));
        discord.serve(listener);
        discord
    }

    /// What the bot is told as the base address of REST, without the version.
    pub(crate) fn api_url(&self) -> String {
        format!("http://{}", self.0.shared.address)
    }

    /// Goes away at once: connections break, the port is free. What is known is kept, the gateway's sessions too.
    pub(crate) async fn goes_down(&self) {
        let running: Vec<_> = std::mem::take(&mut *lock(&self.0.running));
        for task in running {
            task.abort();
            // It was told to end; that it did is all that matters.
            let _ = task.await;
        }
        self.with(|world| world.sessions.drop_all());
    }

    /// Comes back on the same port, with everything as it was.
    pub(crate) async fn comes_back(&self) {
        let listener = TcpListener::bind(self.0.shared.address).await;
        self.serve(listener.expect("the port is free"));
    }

    fn serve(&self, listener: TcpListener) {
        let served = tokio::spawn(web::serve(self.0.shared.clone(), listener));
        lock(&self.0.running).push(served);
    }

    /// Looks at the world, or changes it.
    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        self.0.shared.with(act)
    }

    /// Waits until there is what `find` finds.
    pub(crate) async fn until<R>(&self, what: &str, find: impl Fn(&World) -> Option<R>) -> R {
        self.0.shared.until(what, find).await
    }

    /// The calls of a route so far, those that were refused too.
    pub(crate) fn calls(&self, route: &str) -> Vec<Call> {
        self.with(|world| {
            let calls = world.calls.iter().filter(|call| call.route == route);
            calls.cloned().collect()
        })
    }

    /// Breaks something from now on.
    pub(crate) fn trouble(&self, trouble: Trouble) {
        self.with(|world| world.troubles.push(trouble));
    }

    /// All is well again.
    pub(crate) fn no_more_trouble(&self) {
        self.with(|world| world.troubles.clear());
    }

    /// What the bot did against the rules; a test that means it takes it away.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.with(|world| std::mem::take(&mut world.faults))
    }
}

impl Shared {
    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        let done = act(&mut lock(&self.world));
        self.changed.send_modify(|n| *n += 1);
        done
    }

    pub(crate) async fn until<R>(&self, what: &str, find: impl Fn(&World) -> Option<R>) -> R {
        let found = tokio::time::timeout(PATIENCE, self.found(find)).await;
        let Ok(found) = found else {
            let world = lock(&self.world);
            panic!("this never came: {what}\n{}", world.recent());
        };
        found
    }

    /// The same without an end.
    pub(crate) async fn found<R>(&self, find: impl Fn(&World) -> Option<R>) -> R {
        let mut changed = self.changed.subscribe();
        loop {
            changed.mark_unchanged();
            if let Some(found) = find(&lock(&self.world)) {
                return found;
            }
            changed.changed().await.expect("the sender is held here");
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        for task in lock(&self.running).drain(..) {
            task.abort();
        }
        let mut faults = std::mem::take(&mut lock(&self.shared.world).faults);
        faults.extend(unheard::since_last());
        assert!(
            std::thread::panicking() || faults.is_empty(),
            "Discord's rules were broken:\n- {}",
            faults.join("\n- ")
        );
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A test that panicked while it looked has failed already; its Discord is only taken down.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
