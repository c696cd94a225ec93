//! Writing what was decided into the transaction, and what follows from its commit.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::domain::act::NoteKind;
use crate::domain::line;
use crate::engine::home::Home;
use crate::engine::writer::Group;
use crate::engine::writer::appended::Appended;
use crate::engine::{EngineError, Inner, forget};
use crate::store::{Append, Head, IdentityRow, NoteRow, Page, SecretRow, Tx};

impl Inner {
    /// What follows from a commit: readers may read, and loops wake. Answers the communities that grew: once everybody is
    /// answered, their pieces and results get stored.
    pub(super) fn saved(&self, groups: &[Group], appended: &[Appended]) -> Vec<Arc<Home>> {
        let mut homes = Vec::with_capacity(appended.len());
        let sleeps_until_ms = self.sleeps_until_ms.load(Ordering::Acquire);
        let mut wakes = false;
        for append in appended {
            let Some(group) = groups
                .iter()
                .find(|group| group.home.community_id == append.community_id)
            else {
                continue;
            };
            group.home.know(append.known.iter().copied());
            for identity in &append.forgotten {
                group.home.people().forget(*identity);
            }
            group.home.saved(append.seq);
            self.growth.grew(append.community_id, append.seq);
            if !append.forgotten.is_empty() {
                group.home.snapshot_seq.store(0, Ordering::Relaxed);
            }
            if !append.deliveries.is_empty() {
                self.post.notify_one();
            }
            wakes |= append
                .next_due_ms
                .is_some_and(|due_ms| due_ms < sleeps_until_ms);
            homes.push(Arc::clone(&group.home));
        }
        if wakes {
            self.due.notify_one();
        }
        homes
    }
}

/// Writes everything that was decided.
pub(super) async fn write(
    tx: &mut Tx,
    groups: &[Group],
    appended: &[Appended],
) -> Result<(), EngineError> {
    let mut pages: Vec<Append> = Vec::with_capacity(appended.len());
    for append in appended {
        let body = line::write_page(append.records());
        let (first_seq, at_ms) = append
            .records()
            .next()
            .map_or((0, 0), |first| (first.seq, first.at_ms));
        let page = Page {
            community_id: append.community_id,
            first_seq,
            at_ms,
            body,
        };
        let head = Head {
            last_seq: append.seq,
            next_due_ms: append.next_due_ms,
        };
        pages.push(Append { page, head });
    }
    match pages.as_slice() {
        [] => return Ok(()),
        [only] => {
            tx.append_page(&only.page).await?;
            tx.set_head(only.page.community_id, only.head).await?;
        }
        several => tx.append_pages(several).await?,
    }
    for append in appended {
        write_rest(tx, append).await?;
        for identity in &append.forgotten {
            let group = groups
                .iter()
                .find(|group| group.home.community_id == append.community_id);
            if let Some(group) = group {
                forget::forget(tx, &group.home, *identity).await?;
            }
        }
    }
    Ok(())
}

async fn write_rest(tx: &mut Tx, append: &Appended) -> Result<(), EngineError> {
    let community_id = append.community_id;
    if !append.arrived.is_empty() {
        tx.add_identities(&append.arrived).await?;
    }
    for IdentityRow {
        identity_no,
        name,
        locale,
        ..
    } in &append.renamed
    {
        tx.rename_identity(community_id, *identity_no, name, locale.as_deref())
            .await?;
    }
    if !append.notes.is_empty() {
        let row = |(seq, note): &(u64, crate::domain::act::NewNote)| NoteRow {
            community_id,
            seq: *seq,
            kind: NoteKind::word(note.kind).to_owned(),
            identity_no: note.identity,
            body: note.words.clone(),
        };
        tx.put_notes(&append.notes.iter().map(row).collect::<Vec<_>>())
            .await?;
    }
    if !append.deliveries.is_empty() {
        tx.add_deliveries(&append.deliveries).await?;
    }
    for seed in &append.seeds {
        let secret = SecretRow {
            challenge_no: seed.challenge,
            round_no: seed.round,
            seed: seed.seed.to_hex(),
        };
        tx.put_secret(community_id, &secret).await?;
    }
    for (challenge, round) in &append.revealed {
        tx.take_secret(community_id, *challenge, *round).await?;
    }
    Ok(())
}
