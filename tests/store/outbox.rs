//! Deliveries: claimed once, never lost, never silently repeated.

use huzzah::store::{Delivery, DeliveryKey, DeliveryOutcome, DeliveryState};

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

    assert_eq!(store.next_delivery_due().await.expect("reads"), Some(100));
    assert_eq!(
        store
            .claim_due_deliveries(99, "a", 50, 9)
            .await
            .expect("claims"),
        []
    );
    let claimed = store
        .claim_due_deliveries(100, "a", 50, 9)
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
            .claim_due_deliveries(150, "b", 50, 9)
            .await
            .expect("claims"),
        []
    );
    assert_eq!(store.next_delivery_due().await.expect("reads"), Some(151));
    assert_eq!(
        store
            .claim_due_deliveries(151, "b", 50, 9)
            .await
            .expect("claims"),
        []
    );
    let unknown = store.unknown_deliveries(9).await.expect("reads");
    assert_eq!(
        unknown.iter().map(|row| row.key.seq).collect::<Vec<_>>(),
        [1]
    );
    let listed = store
        .deliveries_in_state(id, DeliveryState::Unknown, 9)
        .await
        .expect("reads");
    assert_eq!(listed, unknown);

    let mut tx = store.begin().await.expect("begins");
    let late = tx
        .report_delivery(&ours.key, "a", DeliveryOutcome::Sent(Some("m1")))
        .await;
    assert!(!late.expect("reports"), "the lease had run out");
    assert!(
        tx.settle_unknown_delivery(&ours.key, DeliveryOutcome::Sent(Some("m1")))
            .await
            .expect("settles")
    );
    tx.commit().await.expect("saves");
    let settled = store.deliveries_of(id, 1).await.expect("reads");
    assert_eq!(settled[0].state, DeliveryState::Sent);
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
    assert_eq!(store.next_delivery_due().await.expect("reads"), Some(10));
    let claimed = store
        .claim_due_deliveries(10, "a", 50, 9)
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
            .claim_due_deliveries(20, "b", 50, 9)
            .await
            .expect("claims")[0]
            .attempts,
        2
    );
    store.renew_leases("b", 500).await.expect("renews");
    let mut tx = store.begin().await.expect("begins");
    assert!(
        tx.report_delivery(&parent.key, "b", DeliveryOutcome::Sent(Some("m9")))
            .await
            .expect("reports")
    );
    tx.commit().await.expect("saves");
    let claimed = store
        .claim_due_deliveries(20, "c", 50, 9)
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
    assert!(
        tx.retry_failed_delivery(&child.key, 90)
            .await
            .expect("retries")
    );
    tx.commit().await.expect("saves");
    assert_eq!(store.next_delivery_due().await.expect("reads"), Some(90));
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
                    .claim_due_deliveries(1, &owner, 50, 7)
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
