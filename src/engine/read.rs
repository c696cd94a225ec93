//! Questions answered from what is saved.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::domain::challenge::Standing;
use crate::domain::community::Community;
use crate::domain::event::{Cause, Record};
use crate::domain::line;
use crate::domain::score::Score;
use crate::engine::home::Home;
use crate::engine::load::read_secrets;
use crate::engine::order::Done;
use crate::engine::{Engine, EngineError, filing, rest};
use crate::store::NoteRow;

/// A frozen table as it was filed, or as it waits to be.
#[derive(Debug, Clone)]
pub struct FrozenTable {
    /// The close's number in the stream.
    pub seq: u64,
    /// The rows, in order of rank.
    pub rows: Vec<Standing>,
    /// The tickets of a draw in stream order.
    pub tickets: Vec<u32>,
}

impl Engine {
    /// What a delivery caused the first time.
    pub(super) async fn recalled(
        &self,
        community_id: i64,
        cause: Cause,
        done: Done,
    ) -> Result<Done, EngineError> {
        let seq = self
            .view(community_id, |community| community.event_of(cause))
            .await?;
        let Some(seq) = seq else { return Ok(done) };
        let records = self.page_of(community_id, seq).await?;
        let records: Vec<Record> = records
            .into_iter()
            .filter(|record| record.cause == Some(cause))
            .collect();
        Ok(Done {
            records: records.into(),
            ..done
        })
    }

    async fn page_of(&self, community_id: i64, seq: u64) -> Result<Vec<Record>, EngineError> {
        match self.inner.store.page_holding(community_id, seq).await? {
            Some(page) => Ok(line::read_page(&page.body)?),
            None => Ok(Vec::new()),
        }
    }

    /// One event of the stream.
    ///
    /// # Errors
    /// If the store fails or the stream can't be read.
    pub async fn record(&self, community_id: i64, seq: u64) -> Result<Option<Record>, EngineError> {
        let records = self.page_of(community_id, seq).await?;
        Ok(records.into_iter().find(|record| record.seq == seq))
    }

    /// Events up to `seq`, newest first: about `pages` pages of them; empty at the beginning.
    ///
    /// # Errors
    /// If the store fails or the stream can't be read.
    pub async fn records_before(
        &self,
        community_id: i64,
        seq: u64,
        pages: u32,
    ) -> Result<Vec<Record>, EngineError> {
        let mut records = Vec::new();
        for page in self
            .inner
            .store
            .pages_back_from(community_id, seq, i64::MIN, pages)
            .await?
        {
            records.extend(
                line::read_page(&page.body)?
                    .into_iter()
                    .rev()
                    .filter(|record| record.seq <= seq),
            );
        }
        Ok(records)
    }

    /// Reads from a community, as far as it is saved.
    ///
    /// # Errors
    /// If the community can't be opened.
    pub async fn view<R>(
        &self,
        community_id: i64,
        read: impl Fn(&Community) -> R,
    ) -> Result<R, EngineError> {
        loop {
            let home = self.current(community_id).await?;
            let (answer, seq) = {
                let fold = home.fold();
                let answer = rest::listen(&home, &fold, self.now_ms(), || read(&fold));
                (answer, fold.seq())
            };
            let answer = match answer {
                Ok(answer) => answer,
                Err(away) => {
                    rest::recall(&self.inner.store, &home, &away).await?;
                    continue;
                }
            };
            // Mostly nothing is on its way to the disk just now.
            if home.is_saved(seq) && !home.is_dropped() {
                return Ok(answer);
            }
            if home.save_of(seq).await {
                return Ok(answer);
            }
        }
    }

    /// The community in memory, caught up with what other processes appended.
    pub(super) async fn current(&self, community_id: i64) -> Result<Arc<Home>, EngineError> {
        let home = self.inner.home(community_id).await?;
        if !self.is_shared() {
            return Ok(home);
        }
        let behind = home.fold().seq();
        let head = self.inner.store.head(community_id).await?;
        if head.is_some_and(|head| head.last_seq > behind) {
            let _writing = home.writing.lock().await;
            self.catch_up(&home).await?;
        }
        Ok(home)
    }

    async fn catch_up(&self, home: &Home) -> Result<(), EngineError> {
        loop {
            let behind = home.fold().seq();
            let pages = self
                .inner
                .store
                .pages_after(home.community_id, behind, 256)
                .await?;
            if pages.is_empty() {
                let secrets = self.inner.store.secrets(home.community_id).await?;
                home.know_secrets(read_secrets(&secrets));
                home.people().forget_all();
                home.saved(behind);
                self.inner.growth.grew(home.community_id, behind);
                return Ok(());
            }
            // Should the seeds not be read after this, whoever decides next reads them.
            home.secrets_stale.store(true, Ordering::Release);
            rest::catch_up(&self.inner.store, home, &pages).await?;
        }
    }

    /// The frozen table of a closed round (0 for the challenge as a whole).
    ///
    /// # Errors
    /// If the store fails.
    pub async fn frozen(
        &self,
        community_id: i64,
        challenge: u32,
        round: u32,
    ) -> Result<Option<FrozenTable>, EngineError> {
        let waiting = self
            .view(community_id, |community| {
                let frozen = community
                    .challenge(challenge)?
                    .frozen()
                    .iter()
                    .find(|frozen| frozen.round == round)?;
                Some(Arc::clone(frozen))
            })
            .await?;
        if let Some(frozen) = waiting {
            let (rows, tickets) = (frozen.rows.clone(), frozen.tickets.clone());
            return Ok(Some(FrozenTable {
                seq: frozen.seq,
                rows,
                tickets,
            }));
        }
        let store = &self.inner.store;
        let Some(header) = store.result_header(community_id, challenge, round).await? else {
            return Ok(None);
        };
        let mut table = FrozenTable {
            seq: header.close_seq,
            rows: Vec::new(),
            tickets: Vec::new(),
        };
        let mut next = 0;
        loop {
            let parts = store
                .result_parts(community_id, challenge, round, next, 64)
                .await?;
            let Some(last) = parts.last() else {
                return Ok(Some(table));
            };
            next = last.part_no + 1;
            for part in &parts {
                let part = filing::read(&part.body)?;
                let row = |(identity, rank, num, den)| {
                    Some(Standing {
                        identity,
                        rank,
                        score: Score::ratio(num, den)?,
                    })
                };
                table.rows.extend(part.rows.into_iter().filter_map(row));
                table.tickets.extend(part.tickets);
            }
        }
    }

    /// Words kept beside events.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn notes(
        &self,
        community_id: i64,
        seqs: &[u64],
        kind: &str,
    ) -> Result<Vec<NoteRow>, EngineError> {
        Ok(self.inner.store.notes(community_id, seqs, kind).await?)
    }

    /// Everything kept of a person's words.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn notes_of(
        &self,
        community_id: i64,
        identity: u32,
    ) -> Result<Vec<NoteRow>, EngineError> {
        Ok(self
            .inner
            .store
            .notes_of_person(community_id, identity)
            .await?)
    }
}
