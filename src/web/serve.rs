//! Serves the house on a port until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long a stop waits for requests that were accepted: whoever sends half of one must not hold it up.
const DRAIN_MOST: Duration = Duration::from_secs(10);

/// Serves until `stop` turns true (or its sender is gone), then finishes the requests that were accepted, for ten seconds
/// at most.
///
/// Open streams must end by themselves when `stop` turns; the lounge's do.
///
/// # Errors
/// When the port fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut stopping = stop.clone();
    let served = axum::serve(listener, service).with_graceful_shutdown(async move {
        // An error means that nobody is left who could say stop: the process is going down.
        let _ = stop.wait_for(|stop| *stop).await;
    });
    let drained = async move {
        let _ = stopping.wait_for(|stop| *stop).await;
        tokio::time::sleep(DRAIN_MOST).await;
    };
    tokio::select! {
        served = served.into_future() => served,
        () = drained => Ok(()),
    }
}
