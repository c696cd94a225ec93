//! `huzzah verify` and `huzzah health`: whether what is kept is right, and whether a process is well.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::clock::Clock;
use crate::config::Settings;
use crate::engine::Engine;
use crate::store::Store;

/// How long a process may take to say that it is well.
const PATIENCE: Duration = Duration::from_secs(3);

/// Recomputes every standing of the database from nothing and prints what differs.
///
/// # Errors
/// When the database is not there or can't be read.
pub async fn verify(settings: &Settings) -> anyhow::Result<ExitCode> {
    let url = &settings.database.url;
    let store = Store::open_existing(url.expose())
        .await
        .with_context(|| format!("open the database {url}"))?;
    let engine = Engine::new(store, Clock::wall());
    let communities = engine.communities().await?;
    let (mut n_events, mut n_standings, mut n_differences) = (0, 0, 0);
    for community_id in &communities {
        let checked = engine
            .verify(*community_id)
            .await
            .with_context(|| format!("community {community_id}"))?;
        n_events += checked.n_events;
        n_standings += checked.n_standings;
        n_differences += checked.differences.len();
        for difference in checked.differences {
            println!("community {community_id}: {difference}");
        }
    }
    let n_communities = communities.len();
    let communities = if n_communities == 1 {
        "community"
    } else {
        "communities"
    };
    println!(
        "{n_communities} {communities}, {n_events} events, {n_standings} standings recomputed: {n_differences} differ"
    );
    Ok(if n_differences == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Asks the process on this machine whether it is well.
///
/// # Errors
/// When nobody answers.
pub async fn health(settings: &Settings) -> anyhow::Result<ExitCode> {
    let bind = settings.http.bind;
    let ip = if bind.ip().is_unspecified() {
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    } else {
        bind.ip()
    };
    let address = SocketAddr::new(ip, bind.port());
    let answer = tokio::time::timeout(PATIENCE, ask(address))
        .await
        .context("nobody answered in three seconds")??;
    let well = answer
        .lines()
        .next()
        .is_some_and(|status| status.contains(" 200 "));
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn ask(address: SocketAddr) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(address)
        .await
        .with_context(|| format!("reach {address}"))?;
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(4096).read_to_string(&mut answer).await?;
    Ok(answer)
}
