//! A house that serves one workspace of Slack, or one server of Discord, with one community in it.

use std::net::SocketAddr;

use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::platform::lounge;
use huzzah::platform::slack::Options;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::folder;
use crate::world::{Site, World};

/// The workspace's id: the first space of a [`World`].
pub(crate) const TEAM: &str = "s0";

/// The house, as one process runs it on a file that is synced at every commit.
pub(crate) struct Town {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
    _folder: TempDir,
}

impl Town {
    /// Opens a house for a community of so many members; `confirms_alone` where an entry is told to whoever logs it only.
    pub(crate) async fn open(options: Options, members: u32, confirms_alone: bool) -> Self {
        let folder = folder();
        let site = Site {
            platform: "slack",
            quiet: confirms_alone,
        };
        let path = folder.path().join("huzzah.db");
        let world = World::build_at(site, &path, 1, members).await;
        let engine = world.engine(Clock::wall()).await;
        let house = House::on(engine, lounge::Options::default());
        let house = house.with_slack(options).expect("a house");
        let slack = house.slack.as_ref().expect("Slack is on");
        slack.check().await.expect("the settings fit the database");
        Self::of(house, folder).await
    }

    /// Serves a house whose database is in that folder.
    pub(crate) async fn of(house: House, folder: TempDir) -> Self {
        house.start();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, told) = oneshot::channel();
        let served = tokio::spawn(async move {
            let closed = lounge::Door::Closed("nobody comes in by the lounge".to_owned());
            let told = async move { drop(told.await) };
            let served = house.serve(listener, &closed, told).await;
            served.expect("the port holds");
        });
        Self {
            address,
            stop,
            served,
            _folder: folder,
        }
    }

    /// Everything that was accepted is finished.
    pub(crate) async fn close(self) {
        self.stop.send(()).expect("it listens");
        self.served.await.expect("it ended well");
    }
}
