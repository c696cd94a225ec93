//! Spaces, people and their words, results and seeds.

use huzzah::store::{
    IdentityRow, NewSpace, NoteRow, ResultHeader, ResultPart, SecretRow, StoreError,
};

use crate::database::fresh_database;
use crate::{new_community, open};

#[tokio::test]
async fn a_space_seen_by_several_at_once_is_one_space() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let settle = |n: u32| {
        let store = store.clone();
        tokio::spawn(async move {
            let name = format!("seen by {n}");
            let space = NewSpace {
                platform: "discord",
                platform_space: "42",
                name: &name,
            };
            let mut tx = store.begin().await.expect("begins");
            let (row, fresh) = tx.settle_space(space, 7).await.expect("settles");
            tx.commit().await.expect("saves");
            (row, fresh)
        })
    };
    let mut seen = Vec::new();
    for task in (0..6).map(settle).collect::<Vec<_>>() {
        seen.push(task.await.expect("ends"));
    }
    assert_eq!(seen.iter().filter(|(_, fresh)| *fresh).count(), 1);
    assert!(seen.iter().all(|(row, _)| row == &seen[0].0));
    let row = &seen[0].0;
    assert_eq!(
        store
            .space_by_platform("discord", "42")
            .await
            .expect("reads")
            .as_ref(),
        Some(row)
    );
    assert_eq!(
        store.space_by_platform("slack", "42").await.expect("reads"),
        None
    );
    let community = store
        .community(row.community_id)
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!(
        (community.name, community.created_ms),
        (row.name.clone(), 7)
    );

    let mut tx = store.begin().await.expect("begins");
    tx.set_feed(row.space_id, Some("c1"), Some("u1"))
        .await
        .expect("sets");
    tx.commit().await.expect("saves");
    let spaces = store.spaces_of(row.community_id).await.expect("reads");
    assert_eq!(
        spaces
            .iter()
            .map(|space| space.feed.as_deref())
            .collect::<Vec<_>>(),
        [Some("c1")]
    );
}

#[tokio::test]
async fn a_forgotten_person_leaves_no_words_and_returns_as_someone_new() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let mut tx = store.begin().await.expect("begins");
    let space = NewSpace {
        platform: "lounge",
        platform_space: "l",
        name: "Lounge",
    };
    let (space, _) = tx.settle_space(space, 0).await.expect("settles");
    let id = space.community_id;
    let person = |identity_no, user: &str| IdentityRow {
        community_id: id,
        identity_no,
        space_id: space.space_id,
        platform_user: Some(user.into()),
        name: user.to_uppercase(),
        locale: None,
    };
    tx.add_identities(&[person(0, "ana"), person(1, "bo")])
        .await
        .expect("adds");
    let note = |seq, identity_no| NoteRow {
        community_id: id,
        seq,
        kind: "note".into(),
        identity_no,
        body: "well done".into(),
    };
    tx.put_notes(&[note(1, 0), note(2, 1), note(3, 0)])
        .await
        .expect("notes");
    tx.commit().await.expect("saves");
    assert_eq!(
        store
            .notes(id, &[1, 2, 9], "note")
            .await
            .expect("reads")
            .len(),
        2
    );
    assert_eq!(
        store.notes_of_person(id, 0).await.expect("reads"),
        [note(1, 0), note(3, 0)]
    );

    let mut tx = store.begin().await.expect("begins");
    tx.forget_person(id, 0).await.expect("forgets");
    tx.rename_identity(id, 0, "Ana again", None)
        .await
        .expect("renames nobody");
    tx.commit().await.expect("saves");
    let gone = store.identity_by_platform(space.space_id, "ana").await;
    assert_eq!(gone.expect("reads"), None);
    let mut tx = store.begin().await.expect("begins");
    tx.add_identities(&[person(2, "ana")]).await.expect("adds");
    tx.commit().await.expect("saves");
    assert_eq!(store.notes_of_person(id, 0).await.expect("reads"), []);
    let known = store.identities(id, &[0, 2, 5]).await.expect("reads");
    let known: Vec<_> = known
        .iter()
        .map(|row| (row.identity_no, row.name.as_str()))
        .collect();
    assert_eq!(known, [(0, ""), (2, "ANA")]);
    assert_eq!(
        store.identities_from(id, 1, 9).await.expect("reads").len(),
        2
    );

    let mut tx = store.begin().await.expect("begins");
    let taken = tx.add_identities(&[person(3, "bo")]).await;
    assert!(matches!(taken, Err(StoreError::Rival)), "{taken:?}");
}

#[tokio::test]
async fn a_result_counts_as_filed_once_its_header_is_there() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let part = |part_no, body: &str| ResultPart {
        part_no,
        body: body.into(),
    };
    let header = ResultHeader {
        challenge_no: 1,
        round_no: 2,
        close_seq: 9,
        body: "two".into(),
    };
    let mut tx = store.begin().await.expect("begins");
    tx.add_result_parts(id, 1, 2, 9, &[part(0, "a"), part(1, "b")])
        .await
        .expect("files");
    tx.commit().await.expect("saves");
    assert_eq!(store.filed_results(id).await.expect("reads"), []);
    let mut tx = store.begin().await.expect("begins");
    tx.add_result_parts(id, 1, 2, 9, &[part(1, "rewritten")])
        .await
        .expect("keeps");
    tx.add_result_header(id, &header).await.expect("files");
    tx.commit().await.expect("saves");
    assert_eq!(store.filed_results(id).await.expect("reads"), [(1, 2)]);
    assert_eq!(
        store.result_header(id, 1, 2).await.expect("reads"),
        Some(header)
    );
    assert_eq!(
        store.result_parts(id, 1, 2, 0, 9).await.expect("reads"),
        [part(0, "a"), part(1, "b")]
    );
}

#[tokio::test]
async fn a_seed_is_kept_until_it_is_taken() {
    let database = fresh_database();
    let store = open(&database.url).await;
    let id = new_community(&store, "Runners").await;
    let secret = |seed: &str| SecretRow {
        challenge_no: 1,
        round_no: 0,
        seed: seed.into(),
    };
    let mut tx = store.begin().await.expect("begins");
    tx.put_secret(id, &secret("s")).await.expect("keeps");
    tx.put_secret(id, &secret("another"))
        .await
        .expect("keeps the first");
    tx.commit().await.expect("saves");
    assert_eq!(store.secrets(id).await.expect("reads"), [secret("s")]);
    assert_eq!(format!("{:?}", secret("s")), "SecretRow(1, 0)");
    let mut tx = store.begin().await.expect("begins");
    assert_eq!(
        tx.take_secret(id, 1, 0).await.expect("takes").as_deref(),
        Some("s")
    );
    assert_eq!(tx.take_secret(id, 1, 0).await.expect("takes"), None);
    tx.commit().await.expect("saves");
}
