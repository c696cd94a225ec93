//! Workspaces go, come back in time, or are forgotten.

use huzzah::platform::slack::team::TeamKey;
use huzzah::platform::slack::workspaces::NoWorkspace;
use huzzah::store::NewSpace;
use serde_json::json;

use crate::office::{DAY_MS, HOUR_MS, Office};

/// A workspace with a challenge in which two people are.
async fn busy(office: &Office, team: &str) -> TeamKey {
    office.slack.workspace(team).person("Ana");
    let key = office.installs(team).await;
    for (who, line) in [
        ("Ana", "/challenge create Run unit:km"),
        ("Ana", "/challenge open Run"),
        ("Ana", "/progress 5km"),
        ("Bea", "/progress 7km note:\"in the rain\""),
    ] {
        let reply = office.says(team, who, line).await;
        assert!(!reply.refused, "{line}: {}", reply.card.text());
    }
    key
}

async fn board(office: &Office, team: &str) -> String {
    office.says(team, "Ana", "/leaderboard").await.card.text()
}

async fn goes(office: &Office, key: &TeamKey) {
    let now_ms = office.clock.now_ms();
    let went = office.door().workspaces().went(key, Some(now_ms)).await;
    went.expect("is noted");
}

async fn is_gone(office: &Office, key: &TeamKey) -> bool {
    let found = office.door().workspaces().of(key).await;
    matches!(found, Err(NoWorkspace::NotHere))
}

#[tokio::test]
async fn a_workspace_that_takes_the_app_out_finds_everything_again_within_a_month() {
    let office = Office::new().await;
    let key = busy(&office, "T1").await;
    let before = board(&office, "T1").await;
    assert!(before.contains("Bea"), "{before}");
    // Both events, in either order, again and again.
    for _ in 0..3 {
        goes(&office, &key).await;
        assert!(is_gone(&office, &key).await);
        office.clock.advance_ms(HOUR_MS);
    }
    let kept = office.store.slack_installation("", "T1").await;
    let kept = kept.expect("a database").expect("a row");
    assert_eq!((kept.token, kept.refresh, kept.here), (None, None, false));
    office.clock.advance_ms(29 * DAY_MS);
    assert_eq!(office.door().purge_due().await.expect("looks"), 0);

    office.installs("T1").await;
    assert!(!is_gone(&office, &key).await);
    office.clock.advance_ms(60 * DAY_MS);
    assert_eq!(office.door().purge_due().await.expect("looks"), 0);
    let after = board(&office, "T1").await;
    assert!(after.contains("Bea"), "{after}");
}

#[tokio::test]
async fn slack_tells_over_its_signed_door_that_the_app_was_taken_out() {
    for event in [
        json!({ "type": "app_uninstalled" }),
        json!({ "type": "tokens_revoked", "tokens": { "oauth": [], "bot": ["U0BOTT1"] } }),
    ] {
        let office = Office::new().await;
        let acme = office.slack.workspace("T1");
        let key = office.installs("T1").await;
        let of_a_person = json!({ "type": "tokens_revoked", "tokens": { "oauth": ["U0ANA"] } });
        acme.befalls(of_a_person).await;
        assert!(!is_gone(&office, &key).await);
        let deed = acme.befalls(event.clone()).await;
        assert!(deed.acked.is_some(), "{event}");
        office.door().finish().await;
        assert!(is_gone(&office, &key).await, "{event}");
    }
}

#[tokio::test]
async fn a_workspace_that_went_while_the_house_was_down_is_found_out() {
    let office = Office::new().await;
    office.slack.workspace("T1");
    office.slack.workspace("T2");
    let (went, stays) = (office.installs("T1").await, office.installs("T2").await);
    assert_eq!(office.door().look_after().await.expect("looks"), 0);
    office.slack.with(|world| {
        let mut grants = world.grants.iter_mut();
        grants
            .find(|grant| grant.team == "T1")
            .expect("a token")
            .revoked = true;
    });
    office.clock.advance_ms(HOUR_MS);
    assert_eq!(office.door().look_after().await.expect("looks"), 1);
    assert!(is_gone(&office, &went).await && !is_gone(&office, &stays).await);
    assert_eq!(office.door().look_after().await.expect("looks"), 0);
}

#[tokio::test]
async fn word_of_an_earlier_departure_does_not_undo_a_new_installation() {
    let office = Office::new().await;
    office.slack.workspace("T1");
    let key = office.installs("T1").await;
    let went_ms = office.clock.now_ms();
    goes(&office, &key).await;
    office.clock.advance_ms(HOUR_MS);
    office.installs("T1").await;
    let workspaces = office.door().workspaces();
    workspaces
        .went(&key, Some(went_ms))
        .await
        .expect("is noted");
    assert!(!is_gone(&office, &key).await);
    workspaces.went(&key, None).await.expect("is noted");
    assert!(is_gone(&office, &key).await);
}

#[tokio::test]
async fn after_a_month_nothing_of_a_workspace_is_left_and_another_one_keeps_all() {
    let office = Office::new().await;
    let key = busy(&office, "T1").await;
    let other = busy(&office, "T2").await;
    let gone = office.store.space_by_platform("slack", "T1").await;
    let community_id = gone.expect("a database").expect("a space").community_id;
    goes(&office, &key).await;
    office.clock.advance_ms(30 * DAY_MS + 1);
    assert_eq!(office.door().purge_due().await.expect("purges"), 1);
    assert_eq!(office.door().purge_due().await.expect("looks"), 0);
    assert!(!is_gone(&office, &other).await);
    let kept = board(&office, "T2").await;
    assert!(kept.contains("Bea"), "{kept}");

    // Whoever comes later starts anew.
    office.installs("T1").await;
    let fresh = office.says("T1", "Ana", "/challenges").await;
    assert!(!fresh.card.text().contains("Run"), "{}", fresh.card.text());
    let space = office.store.space_by_platform("slack", "T1").await;
    let space = space.expect("a database").expect("a space");
    assert_ne!(space.community_id, community_id);
    let rows = crate::tables::rows_of(&office.store, &office.database.url, community_id).await;
    assert_eq!(rows, Vec::<String>::new());
}

#[tokio::test]
async fn a_community_that_is_elsewhere_too_only_forgets_the_people_of_that_workspace() {
    let office = Office::new().await;
    let key = busy(&office, "T1").await;
    let found = office.store.space_by_platform("slack", "T1").await;
    let community_id = found.expect("a database").expect("a space").community_id;
    let mut tx = office.store.begin().await.expect("begins");
    let twin = NewSpace {
        platform: "slack",
        platform_space: "T2",
        name: "The other half",
    };
    tx.create_space(community_id, twin).await.expect("joins");
    tx.commit().await.expect("saves");
    let said = office.says("T2", "Cleo", "/progress 3km").await;
    assert!(!said.refused, "{}", said.card.text());
    let before = board(&office, "T2").await;
    assert!(
        before.contains("Bea") && before.contains("Cleo"),
        "{before}"
    );

    goes(&office, &key).await;
    office.clock.advance_ms(30 * DAY_MS + 1);
    assert_eq!(office.door().purge_due().await.expect("purges"), 1);
    let said = office.says("T2", "Cleo", "/progress 4km").await;
    assert!(!said.refused, "{}", said.card.text());
    let after = board(&office, "T2").await;
    assert!(!after.contains("Bea") && after.contains("Cleo"), "{after}");
    let retired = office.store.space_by_platform("slack", "T1").await;
    assert_eq!(retired.expect("a database"), None);
    let people = office.store.identities_from(community_id, 0, 9).await;
    let names: Vec<_> = people
        .expect("a database")
        .into_iter()
        .map(|one| one.name)
        .collect();
    assert_eq!(
        names.iter().filter(|name| !name.is_empty()).count(),
        1,
        "{names:?}"
    );
}
