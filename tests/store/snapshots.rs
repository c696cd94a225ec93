//! Snapshots: valid whole or not at all.

use huzzah::store::{SnapshotBase, SnapshotHeader, SnapshotPart, Store, StoreError};

use crate::database::fresh_database;
use crate::{count, new_community, open};

#[tokio::test]
async fn a_header_never_points_to_a_half_written_generation() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    assert_eq!(store.snapshot_header(id).await.expect("reads"), None);
    store
        .write_snapshot_parts(
            id,
            base(0),
            10,
            &[part(0, "a10"), part(1, "b10"), part(2, "c10")],
        )
        .await
        .expect("writes");
    assert_eq!(store.snapshot_header(id).await.expect("reads"), None);
    store
        .finish_snapshot(id, base(0), &generation(10))
        .await
        .expect("flips");
    let first = (10, vec![part(0, "a10"), part(1, "b10"), part(2, "c10")]);
    assert_eq!(snapshot(&store, id).await, first);

    // A writer dies between its parts and its header.
    store
        .write_snapshot_parts(id, base(10), 20, &[part(0, "a20"), part(1, "b20")])
        .await
        .expect("writes");
    assert_eq!(snapshot(&store, id).await, first);
    // The next one changes another part, and one has ceased to be.
    store
        .write_snapshot_parts(id, base(10), 30, &[part(1, "b30"), part(2, "")])
        .await
        .expect("writes");
    store
        .finish_snapshot(id, base(10), &generation(30))
        .await
        .expect("flips");
    let second = (30, vec![part(0, "a10"), part(1, "b30")]);
    assert_eq!(snapshot(&store, id).await, second);
    store.clean_snapshot(id).await.expect("cleans");
    assert_eq!(snapshot(&store, id).await, second);

    // Somebody who still builds on the first generation has lost.
    let late = store
        .write_snapshot_parts(id, base(10), 40, &[part(0, "a40")])
        .await;
    assert!(matches!(late, Err(StoreError::Rival)), "{late:?}");
    let late = store.finish_snapshot(id, base(10), &generation(40)).await;
    assert!(matches!(late, Err(StoreError::Rival)), "{late:?}");
    let late = store.snapshot_parts(id, 10, "member", 0, 9).await;
    assert!(matches!(late, Err(StoreError::Rival)), "{late:?}");
    assert_eq!(snapshot(&store, id).await, second);
    store.drop_snapshot(id).await.expect("drops");
    assert_eq!(store.snapshot_header(id).await.expect("reads"), None);
}

#[tokio::test]
async fn a_large_snapshot_is_written_read_and_cleaned_in_pieces() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    for (before, seq) in [(0, 1), (1, 2)] {
        let body = seq.to_string().repeat(5_000);
        let parts: Vec<_> = (0..700).map(|part_no| part(part_no, &body)).collect();
        store
            .write_snapshot_parts(id, base(before), seq, &parts)
            .await
            .expect("writes");
        store
            .finish_snapshot(id, base(before), &generation(seq))
            .await
            .expect("flips");
        store.clean_snapshot(id).await.expect("cleans");
        let mut read = Vec::new();
        loop {
            let from = u32::try_from(read.len()).expect("is small");
            let some = store
                .snapshot_parts(id, seq, "member", from, 256)
                .await
                .expect("reads");
            let last = some.len() < 256;
            read.extend(some);
            if last {
                break;
            }
        }
        assert!(read == parts, "generation {seq} came back otherwise");
    }
    let kept = count(&store, &database.url, "select count(*) from snapshot_part").await;
    assert_eq!(kept, 700, "superseded parts are swept away");
}

#[tokio::test]
async fn what_was_taken_before_a_snapshot_was_dropped_is_never_finished() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    for n_dropped in 0..3 {
        let base = store.snapshot_base(id).await.expect("reads");
        assert_eq!((base.seq, base.epoch), (0, n_dropped));
        store
            .write_snapshot_parts(id, base, 10, &[part(0, "a10")])
            .await
            .expect("writes");
        // Somebody is forgotten, and with her what is half written.
        store.drop_snapshot(id).await.expect("drops");
        let late = store
            .write_snapshot_parts(id, base, 10, &[part(1, "b10")])
            .await;
        assert!(matches!(late, Err(StoreError::Rival)), "{late:?}");
        let late = store.finish_snapshot(id, base, &generation(10)).await;
        assert!(matches!(late, Err(StoreError::Rival)), "{late:?}");
        assert_eq!(store.snapshot_header(id).await.expect("reads"), None);
    }
}

/// The valid generation and its parts.
async fn snapshot(store: &Store, community_id: i64) -> (u64, Vec<SnapshotPart>) {
    let header = store
        .snapshot_header(community_id)
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!(header, generation(header.seq));
    let parts = store
        .snapshot_parts(community_id, header.seq, "member", 0, 99)
        .await
        .expect("reads");
    (header.seq, parts)
}

/// A generation to build on, where nothing was dropped.
fn base(seq: u64) -> SnapshotBase {
    SnapshotBase { seq, epoch: 0 }
}

fn part(part_no: u32, body: &str) -> SnapshotPart {
    SnapshotPart {
        kind: "member".into(),
        part_no,
        body: body.into(),
    }
}

fn generation(seq: u64) -> SnapshotHeader {
    SnapshotHeader {
        seq,
        format: 1,
        head: format!("head {seq}").into(),
    }
}
