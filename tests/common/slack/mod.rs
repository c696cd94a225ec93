//! A Slack of the tests' own, on loopback, which keeps Slack's rules and remembers what it was asked.
//!
//! It has the three sides of the real one: the Web API ([`web`]), Socket Mode ([`socket`]) and signed requests
//! ([`signed`]). Its time is the clock that the test moves; only how fast a payload is acknowledged is measured on a real
//! one. Whatever a bot does against the rules is written down, and fails the test when the Slack goes away.

pub(crate) mod act;
pub(crate) mod deliver;
pub(crate) mod envelope;
mod limits;
mod methods;
mod own;
mod plain;
mod rules;
pub(crate) mod see;
pub(crate) mod signed;
mod socket;
pub(crate) mod team;
pub(crate) mod trouble;
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

/// A Slack; clones are the same one. When the last is gone, so is the Slack, and its verdict is given.
#[derive(Clone)]
pub(crate) struct Slack(Arc<Open>);

struct Open {
    shared: Arc<Shared>,
    running: Mutex<Vec<JoinHandle<()>>>,
}

pub(crate) struct Shared {
    pub(crate) clock: Clock,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
    web_address: SocketAddr,
    socket_address: SocketAddr,
    links: socket::Links,
    mail: signed::Mail,
}

impl Slack {
    /// Opens for business, empty, on two free ports.
    pub(crate) async fn open(clock: Clock) -> Self {
        let free = "127.0.0.1:0";
        let web = TcpListener::bind(free).await.expect("a free port");
        let socket = TcpListener::bind(free).await.expect("a free port");
        let shared = Arc::new(Shared {
            world: Mutex::new(World::new(clock.clone())),
            clock,
            changed: watch::channel(0).0,
            web_address: web.local_addr().expect("an address"),
            socket_address: socket.local_addr().expect("an address"),
            links: socket::Links::default(),
            mail: signed::Mail::default(),
        });
        let running = Mutex::default();
        let slack = Self(Arc::new(Open { shared, running }));
        slack.serve(web, socket);
        slack
    }

    /// What the bot is told as the base address of the Web API.
    pub(crate) fn api_url(&self) -> String {
        format!("http://{}/api", self.0.shared.web_address)
    }

    /// Goes away at once: connections break, both ports are free. What is known is kept.
    pub(crate) async fn goes_down(&self) {
        let running: Vec<_> = std::mem::take(&mut *lock(&self.0.running));
        for task in running {
            task.abort();
            // It was told to end; that it did is all that matters.
            let _ = task.await;
        }
        self.0.shared.links.drop_all();
    }

    /// Comes back on the same ports, with everything as it was.
    pub(crate) async fn comes_back(&self) {
        let bind = async |address| TcpListener::bind(address).await.expect("the port is free");
        let web = bind(self.0.shared.web_address).await;
        let socket = bind(self.0.shared.socket_address).await;
        self.serve(web, socket);
    }

    fn serve(&self, web: TcpListener, socket: TcpListener) {
        let mut running = lock(&self.0.running);
        running.push(tokio::spawn(web::serve(self.0.shared.clone(), web)));
        running.push(tokio::spawn(socket::serve(self.0.shared.clone(), socket)));
    }

    /// Looks at the world, or changes it.
    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut World) -> R) -> R {
        self.0.shared.with(act)
    }

    /// Waits until there is what `find` finds.
    pub(crate) async fn until<R>(&self, what: &str, find: impl Fn(&World) -> Option<R>) -> R {
        self.0.shared.until(what, find).await
    }

    /// The calls of a method so far, those that were refused too.
    pub(crate) fn calls(&self, method: &str) -> Vec<Call> {
        self.with(|world| {
            let calls = world.calls.iter().filter(|call| call.method == method);
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
        self.0.shared.changed.send_modify(|n| *n += 1);
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
        let mut changed = self.changed.subscribe();
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                changed.mark_unchanged();
                if let Some(found) = find(&lock(&self.world)) {
                    return found;
                }
                changed.changed().await.expect("the sender is held here");
            }
        });
        let Ok(found) = found.await else {
            let world = lock(&self.world);
            panic!("this never came: {what}\n{}", world.recent());
        };
        found
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        for task in lock(&self.running).drain(..) {
            task.abort();
        }
        let faults = std::mem::take(&mut lock(&self.shared.world).faults);
        assert!(
            std::thread::panicking() || faults.is_empty(),
            "Slack's rules were broken:\n- {}",
            faults.join("\n- ")
        );
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A test that panicked while it looked has failed already; its Slack is only taken down.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is wrong with a method's arguments.
pub(crate) fn faults_of(method: &str, args: &serde_json::Value) -> Vec<String> {
    rules::check(method, args)
}
