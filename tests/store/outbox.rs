//! Deliveries: claimed once, never lost, never silently repeated.

use huzzah::store::{Delivery, DeliveryKey, DeliveryOutcome, DeliveryState, Store};

use crate::database::fresh_database;
use crate::{new_community, open};

#[tokio::test]
async fn a_delivery_whose_courier_is_silent_becomes_unknown_and_never_waits_again() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let mut tx = store.begin().await.expect("begins");
    let ours = delivery(id, 1, 100, None);
    tx.add_deliveries(&[ours.clone(), delivery(id, 2, 300, None)])
        .await
        .expect("adds");
    tx.add_deliveries(&[delivery(id, 1, 0, None)])
        .await
        .expect("keeps the first");
    tx.commit().await.expect("saves");

    assert_eq!(next_due(&store, 0).await, Some(100));
    assert_eq!(
        store
            .claim_due_deliveries(99, "a", 50, 9, &[])
            .await
            .expect("claims"),
        []
    );
    let claimed = store
        .claim_due_deliveries(100, "a", 50, 9, &[])
        .await
        .expect("claims");
    assert_eq!(claimed.len(), 1);
    assert_eq!(
        (claimed[0].state, claimed[0].attempts),
        (DeliveryState::Sending, 1)
    );
    assert_eq!(store.deliveries_held_by("a").await.expect("reads"), claimed);
    assert_eq!(
        store
            .claim_due_deliveries(150, "b", 50, 9, &[])
            .await
            .expect("claims"),
        []
    );
    assert_eq!(next_due(&store, 150).await, Some(151));
    assert_eq!(
        store
            .claim_due_deliveries(151, "b", 50, 9, &[])
            .await
            .expect("claims"),
        []
    );
    let unknown = store.unknown_deliveries(151, 9).await.expect("reads");
    assert_eq!(
        unknown.iter().map(|row| row.key.seq).collect::<Vec<_>>(),
        [1]
    );
    let listed = store.stuck_deliveries(1, 9).await.expect("reads");
    assert_eq!(listed, unknown);

    let mut tx = store.begin().await.expect("begins");
    let late = tx
        .report_delivery(&ours.key, "a", DeliveryOutcome::Sent(Some("m1")))
        .await;
    assert!(late.expect("reports"), "what is known is not thrown away");
    let other = DeliveryOutcome::Failed;
    let settled = tx.settle_unknown_delivery(&ours.key, other).await;
    assert!(!settled.expect("looks"), "it is known by now");
    let stranger = tx.report_delivery(&ours.key, "b", other).await;
    assert!(!stranger.expect("looks"), "somebody else's");
    tx.commit().await.expect("saves");
    let settled = store.deliveries_of(id, 1).await.expect("reads");
    assert_eq!(settled[0].state, DeliveryState::Sent);
    assert_eq!(settled[0].message_ref.as_deref(), Some("m1"));
}

#[tokio::test]
async fn a_lost_post_that_is_found_does_not_wait_again() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let post = delivery(id, 1, 0, None);
    add(&store, std::slice::from_ref(&post)).await;
    for (now_ms, owner) in [(1, "a"), (52, "b")] {
        let claimed = store.claim_due_deliveries(now_ms, owner, 50, 9, &[]).await;
        assert_eq!(claimed.expect("claims").len(), usize::from(owner == "a"));
    }
    // Its courier hands it back as not tried, while another one asks and has it posted.
    report(&store, &post.key, "a", DeliveryOutcome::Back).await;
    let mut tx = store.begin().await.expect("begins");
    let nobody_knows = tx
        .settle_unknown_delivery(&post.key, DeliveryOutcome::Unknown)
        .await;
    assert!(!nobody_knows.expect("looks"), "it waits by now");
    let found = DeliveryOutcome::Sent(Some("m1"));
    let found = tx.settle_unknown_delivery(&post.key, found).await;
    assert!(found.expect("settles"));
    tx.commit().await.expect("saves");
    let claimed = store.claim_due_deliveries(200, "c", 50, 9, &[]).await;
    assert_eq!(claimed.expect("claims"), []);
    let settled = store.deliveries_of(id, 1).await.expect("reads");
    assert_eq!(settled[0].message_ref.as_deref(), Some("m1"));
}

#[tokio::test]
async fn a_child_waits_for_its_parent_and_is_told_its_message() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let mut tx = store.begin().await.expect("begins");
    let (parent, child) = (delivery(id, 5, 10, None), delivery(id, 6, 0, Some(5)));
    tx.add_deliveries(&[parent.clone(), child.clone()])
        .await
        .expect("adds");
    tx.commit().await.expect("saves");
    assert_eq!(next_due(&store, 0).await, Some(10));
    let claimed = store
        .claim_due_deliveries(10, "a", 50, 9, &[])
        .await
        .expect("claims");
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].key, parent.key);

    let mut tx = store.begin().await.expect("begins");
    assert!(
        tx.report_delivery(&parent.key, "a", DeliveryOutcome::Later(20))
            .await
            .expect("reports")
    );
    tx.commit().await.expect("saves");
    assert_eq!(
        store
            .claim_due_deliveries(20, "b", 50, 9, &[])
            .await
            .expect("claims")[0]
            .attempts,
        2
    );
    let mut tx = store.begin().await.expect("begins");
    assert!(
        tx.report_delivery(&parent.key, "b", DeliveryOutcome::Sent(Some("m9")))
            .await
            .expect("reports")
    );
    tx.commit().await.expect("saves");
    let claimed = store
        .claim_due_deliveries(20, "c", 50, 9, &[])
        .await
        .expect("claims");
    assert_eq!(
        (claimed[0].key.seq, claimed[0].parent_ref.as_deref()),
        (6, Some("m9"))
    );
    let mut tx = store.begin().await.expect("begins");
    assert!(
        tx.report_delivery(&child.key, "c", DeliveryOutcome::Failed)
            .await
            .expect("reports")
    );
    tx.commit().await.expect("saves");
    assert_eq!(next_due(&store, 20).await, None);
}

#[tokio::test]
async fn what_is_held_back_holds_back_its_space_and_no_other() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let of_space = |seq: u64, space_id: i64| {
        let mut delivery = delivery(id, seq, 10, None);
        delivery.key.space_id = space_id;
        delivery
    };
    let deliveries = [of_space(1, 1), of_space(2, 1), of_space(3, 2)];
    add(&store, &deliveries).await;
    let claimed = store.claim_due_deliveries(10, "a", 50, 1, &[]).await;
    assert_eq!(seqs(&claimed.expect("claims")), [1]);
    let later = DeliveryOutcome::Later(40);
    report(&store, &deliveries[0].key, "a", later).await;
    let claimed = store.claim_due_deliveries(39, "b", 50, 9, &[]).await;
    assert_eq!(seqs(&claimed.expect("claims")), [3]);
    report(&store, &deliveries[2].key, "b", DeliveryOutcome::Back).await;
    assert_eq!(next_due(&store, 39).await, Some(10), "it may go at once");
    let claimed = store.claim_due_deliveries(39, "c", 50, 9, &[2]).await;
    assert_eq!(claimed.expect("claims"), [], "2 is busy, 1 waits");
    let next = store.next_delivery_due(39, &[2]).await;
    assert_eq!(next.expect("reads"), Some(40));
    let claimed = store.claim_due_deliveries(40, "d", 50, 9, &[5, 6, 7]).await;
    let claimed = claimed.expect("claims");
    assert_eq!(seqs(&claimed), [1, 2, 3], "in their order");
    let tried: Vec<_> = claimed
        .iter()
        .map(|row| (row.attempts, row.due_ms))
        .collect();
    assert_eq!(tried, [(2, 10), (1, 10), (1, 10)]);
}

#[tokio::test]
async fn a_hand_settles_what_is_stuck_once() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let deliveries: Vec<_> = (1..=4).map(|seq| delivery(id, seq, 0, None)).collect();
    add(&store, &deliveries).await;
    let claimed = store.claim_due_deliveries(1, "a", 50, 9, &[]).await;
    assert_eq!(claimed.expect("claims").len(), 4);
    for delivery in &deliveries[..3] {
        report(&store, &delivery.key, "a", DeliveryOutcome::Unknown).await;
    }
    report(&store, &deliveries[3].key, "a", DeliveryOutcome::Failed).await;
    let stuck = store.stuck_deliveries(1, 9).await.expect("reads");
    assert_eq!(seqs(&stuck), [1, 2, 3, 4]);
    assert_eq!(store.stuck_deliveries(2, 9).await.expect("reads"), []);

    let mut tx = store.begin().await.expect("begins");
    let key = &deliveries[0].key;
    assert!(tx.deliver_again(key).await.expect("lets it wait"));
    assert!(!tx.deliver_again(key).await.expect("once"));
    tx.ask_delivery_later(&deliveries[1].key, 77)
        .await
        .expect("puts off");
    let taken = tx
        .take_deliveries_as_sent(1, Some(&deliveries[2].key))
        .await;
    assert_eq!(taken.expect("takes"), 1);
    let taken = tx
        .take_deliveries_as_sent(2, Some(&deliveries[3].key))
        .await;
    assert_eq!(taken.expect("looks"), 0, "another space's");
    tx.commit().await.expect("saves");
    let unknown = store.unknown_deliveries(76, 9).await.expect("reads");
    assert_eq!(unknown, []);
    let unknown = store.unknown_deliveries(77, 9).await.expect("reads");
    assert_eq!(seqs(&unknown), [2]);
    let claimed = store.claim_due_deliveries(2, "b", 50, 9, &[]).await;
    let claimed = claimed.expect("claims");
    assert_eq!((seqs(&claimed), claimed[0].attempts), (vec![1], 1));
    let mut tx = store.begin().await.expect("begins");
    let taken = tx.take_deliveries_as_sent(1, None).await;
    assert_eq!(taken.expect("takes"), 2, "what is left, failed or unknown");
    tx.commit().await.expect("saves");
    assert_eq!(store.stuck_deliveries(1, 9).await.expect("reads"), []);
}

#[tokio::test]
async fn two_couriers_never_claim_the_same_delivery() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let mut tx = store.begin().await.expect("begins");
    let deliveries: Vec<_> = (1..=100).map(|seq| delivery(id, seq, 0, None)).collect();
    tx.add_deliveries(&deliveries).await.expect("adds");
    tx.commit().await.expect("saves");
    let couriers = (0..4).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut seqs = Vec::new();
            for call in 0..20 {
                let owner = format!("{n}/{call}");
                let claimed = store
                    .claim_due_deliveries(1, &owner, 50, 7, &[])
                    .await
                    .expect("claims");
                seqs.extend(claimed.iter().map(|row| row.key.seq));
            }
            seqs
        })
    });
    let mut claimed = Vec::new();
    for courier in couriers.collect::<Vec<_>>() {
        claimed.extend(courier.await.expect("ends"));
    }
    claimed.sort_unstable();
    assert_eq!(claimed, (1..=100).collect::<Vec<_>>());
}

async fn add(store: &Store, deliveries: &[Delivery]) {
    let mut tx = store.begin().await.expect("begins");
    tx.add_deliveries(deliveries).await.expect("adds");
    tx.commit().await.expect("saves");
}

async fn report(store: &Store, key: &DeliveryKey, owner: &str, outcome: DeliveryOutcome<'_>) {
    let mut tx = store.begin().await.expect("begins");
    let held = tx.report_delivery(key, owner, outcome).await;
    assert!(held.expect("reports"));
    tx.commit().await.expect("saves");
}

async fn next_due(store: &Store, now_ms: i64) -> Option<i64> {
    store.next_delivery_due(now_ms, &[]).await.expect("reads")
}

fn seqs(rows: &[huzzah::store::DeliveryRow]) -> Vec<u64> {
    rows.iter().map(|row| row.key.seq).collect()
}

fn delivery(community_id: i64, seq: u64, due_ms: i64, parent_seq: Option<u64>) -> Delivery {
    let key = DeliveryKey {
        community_id,
        seq,
        kind: "post".into(),
        space_id: 1,
    };
    Delivery {
        key,
        due_ms,
        parent_seq,
    }
}
