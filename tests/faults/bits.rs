//! Flipped bits in the database file: noticed, or of no consequence; never a panic, never a wrong standing.

use std::env;
use std::fs;
use std::path::Path;

use huzzah::clock::Clock;
use huzzah::domain::challenge::Standing;
use huzzah::engine::{self, Engine};
use huzzah::store::Store;

use crate::chance::Chance;
use crate::house::{DAY_MS, House, MORNING_MS};

const FLIPS: u64 = 400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_is_noticed_or_changes_no_standing() {
    if env::var("TEST_DATABASE").is_ok_and(|name| name == "postgres") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("huzzah.db");
    let right = written(&file).await;
    let whole = fs::read(&file).expect("it is there");
    let (mut n_noticed, mut n_harmless) = (0, 0);
    for seed in 0..FLIPS {
        let mut chance = Chance(seed);
        let mut damaged = whole.clone();
        let place = chance.index(damaged.len());
        damaged[place] ^= 1 << chance.below(8);
        let copy = folder.path().join(format!("{seed}.db"));
        fs::write(&copy, damaged).expect("a copy");
        let url = url(&copy);
        let shown = tokio::spawn(async move { shown(&url).await }).await;
        match shown.unwrap_or_else(|error| panic!("seed {seed}, byte {place}: {error}")) {
            Err(_) => n_noticed += 1,
            Ok(shown) => {
                assert_eq!(shown, right, "seed {seed}, byte {place}");
                n_harmless += 1;
            }
        }
        for end in ["db", "db-wal", "db-shm", "db.lock"] {
            // Not every file was made.
            drop(fs::remove_file(folder.path().join(format!("{seed}.{end}"))));
        }
    }
    println!("{n_noticed} flips were noticed, {n_harmless} changed nothing");
    assert!(n_noticed > 0);
}

/// Fills a file with a community's weeks: its standings.
async fn written(file: &Path) -> Vec<Standing> {
    engine::snapshot_after(50);
    let clock = Clock::moved(MORNING_MS);
    let house = House::open(&url(file), &clock).await;
    house
        .run_challenge("town", "rounds:daily closes:20:00")
        .await;
    let mut amount = 0;
    for _ in 0..5 {
        for member in 0..20 {
            amount += 1;
            let (user, line) = (format!("u{member}"), format!("/progress {amount}"));
            let reply = house.says("town", &user, &line, &line).await;
            assert!(!reply.refused, "{}", reply.card.text());
        }
        clock.advance_ms(DAY_MS);
        house.engine.catch_up_with_clock().await.expect("goes on");
    }
    let standings = house.tables("town").await;
    house.close().await;
    standings
}

/// What a process shows that opens the file, or that something is wrong with it.
async fn shown(url: &str) -> anyhow::Result<Vec<Standing>> {
    let store = Store::open(url).await?;
    let engine = Engine::new(store.clone(), Clock::moved(MORNING_MS + 5 * DAY_MS));
    let shown = standings(&engine).await;
    store.close().await;
    shown
}

async fn standings(engine: &Engine) -> anyhow::Result<Vec<Standing>> {
    let mut all = Vec::new();
    for community_id in engine.communities().await? {
        let checked = engine.verify(community_id).await?;
        anyhow::ensure!(checked.differences.is_empty(), "{:?}", checked.differences);
        let tables = engine.view(community_id, House::all_tables);
        all.extend(tables.await?);
    }
    Ok(all)
}

fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}
