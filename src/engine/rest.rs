//! Finished challenges at rest: put away when nobody has asked for them for a while, recalled when somebody does.
//!
//! A reading or a decision that reaches for what is away is not used: the challenge is folded from the stream again,
//! beside the fold and without holding it up, and then the same is run once more.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use crate::domain::away;
use crate::domain::challenge::{Challenge, Recalling};
use crate::domain::community::Community;
use crate::domain::event::{Record, Unreadable};
use crate::domain::line;
use crate::engine::home::Home;
use crate::engine::load::{fold_pages, fold_records};
use crate::engine::{EngineError, Inner};
use crate::store::{Page, Store};

/// A finished challenge that nobody has asked for in this time is put away.
const REST_MS: i64 = 10 * 60_000;
/// Pages read at a time.
const PAGES: u32 = 256;

/// When each finished challenge was last asked for.
pub(super) type LastAsked = BTreeMap<u32, i64>;

/// Runs something that reads a community's fold; where it reached for what is away, answers those challenges instead.
pub(super) fn listen<R>(
    home: &Home,
    community: &Community,
    now_ms: i64,
    run: impl FnOnce() -> R,
) -> Result<R, Vec<u32>> {
    let (answer, reached) = away::listen(run);
    if reached.is_empty() {
        return Ok(answer);
    }
    let mut last_asked = last_asked(home);
    last_asked.extend(reached.iter().map(|number| (*number, now_ms)));
    let is_away = |number: &u32| community.challenge(*number).is_some_and(Challenge::is_away);
    let missing: Vec<u32> = reached.into_iter().filter(is_away).collect();
    if missing.is_empty() {
        Ok(answer)
    } else {
        Err(missing)
    }
}

fn last_asked(home: &Home) -> MutexGuard<'_, LastAsked> {
    home.last_asked
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

/// Folds those challenges from the stream again, and puts back what was away.
pub(super) async fn recall(
    store: &Store,
    home: &Home,
    challenges: &[u32],
) -> Result<(), EngineError> {
    // Whoever wants the same meanwhile finds it here.
    let _recalling = home.recalling.lock().await;
    let mut recalling = begin(&home.fold(), challenges);
    fold_anew(store, home.community_id, &mut recalling).await?;
    let mut fold = home.fold_mut();
    recalling
        .into_iter()
        .try_for_each(|recalled| put_back(&mut fold, recalled))
}

/// Folds pages in; recalls first what their events are about.
pub(super) async fn catch_up(
    store: &Store,
    home: &Home,
    pages: &[Page],
) -> Result<(), EngineError> {
    loop {
        let folded = fold_pages(&mut home.fold_mut(), pages);
        match folded {
            Err(Unreadable::Away(number)) => recall(store, home, &[number]).await?,
            other => return Ok(other?),
        }
    }
}

/// The same for a community that is being opened.
pub(super) async fn catch_up_alone(
    store: &Store,
    community_id: i64,
    community: &mut Community,
    records: &[Record],
) -> Result<(), EngineError> {
    loop {
        match fold_records(community, records) {
            Err(Unreadable::Away(number)) => {
                let mut recalling = begin(community, &[number]);
                fold_anew(store, community_id, &mut recalling).await?;
                for recalled in recalling {
                    put_back(community, recalled)?;
                }
            }
            other => return Ok(other?),
        }
    }
}

fn begin(community: &Community, challenges: &[u32]) -> Vec<Recalling> {
    let wanted = challenges
        .iter()
        .filter_map(|number| community.challenge(*number));
    wanted.filter_map(Challenge::recall).collect()
}

fn put_back(community: &mut Community, recalled: Recalling) -> Result<(), EngineError> {
    let number = recalled.number();
    let back = community.challenge_mut(number).is_some_and(|challenge| {
        challenge.recalled(recalled);
        !challenge.is_away()
    });
    if back {
        Ok(())
    } else {
        let lost = format!("the stream does not hold challenge {number}");
        Err(EngineError::Broken(lost))
    }
}

/// Reads the parts of the stream that tell of those challenges, in one pass.
async fn fold_anew(
    store: &Store,
    community_id: i64,
    recalling: &mut [Recalling],
) -> Result<(), EngineError> {
    let mut read_to = 0;
    loop {
        let spans = recalling.iter().map(Recalling::span);
        let unread = spans.filter(|(_, last)| *last > read_to);
        let Some((first, last)) = unread.min() else {
            return Ok(());
        };
        let after = if first <= read_to + 1 {
            read_to
        } else {
            // The page that holds the event may begin before it.
            let holding = store.page_holding(community_id, first).await?;
            holding.map_or(first, |page| page.first_seq) - 1
        };
        let limit = u32::try_from(last - after).map_or(PAGES, |n_events| n_events.min(PAGES));
        let pages = store.pages_after(community_id, after, limit).await?;
        let Some(last) = pages.last() else {
            return Ok(());
        };
        let n_events = last.body.lines().filter(|line| !line.is_empty()).count();
        read_to = last.first_seq + u64::try_from(n_events).unwrap_or(u64::MAX) - 1;
        for page in &pages {
            let wanted = |number| recalling.iter().any(|one| one.number() == number);
            for record in line::read_about(&page.body, wanted)? {
                for one in recalling.iter_mut() {
                    one.take(&record)?;
                }
            }
        }
    }
}

impl Inner {
    /// Puts finished challenges away that nobody has asked for in the last ten minutes, once their tables are filed.
    pub(super) fn put_resting_away(&self) {
        let now_ms = self.now_ms();
        for home in self.homes.open() {
            // What another process closed, this one may have to file as well.
            self.store_soon(&home);
            let resting = resting(&home, now_ms);
            if resting.is_empty() {
                continue;
            }
            let mut fold = home.fold_mut();
            for number in &resting {
                if let Some(challenge) = fold.challenge_mut(*number) {
                    challenge.put_away();
                }
            }
        }
    }
}

fn resting(home: &Home, now_ms: i64) -> Vec<u32> {
    let fold = home.fold();
    let last_asked = last_asked(home);
    let rests = |challenge: &&Challenge| {
        let head = &challenge.head;
        let finished_ms = head.final_ms.max(head.ended_ms).unwrap_or(0);
        let asked_ms = last_asked.get(&head.challenge).copied();
        challenge.can_rest()
            && now_ms.saturating_sub(asked_ms.unwrap_or(finished_ms)) >= REST_MS
            && home.is_saved(head.last_seq)
    };
    let resting = fold.challenges().iter().filter(rests);
    resting.map(Challenge::number).collect()
}
