//! People who log without a pause, and what they were told was saved.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;

use crate::process::Person;

/// One who logs: her number's multiples are her amounts, and her deliveries go out until they are acknowledged.
pub(crate) struct Logger {
    person: Person,
    number: usize,
    n_loggers: usize,
    next: usize,
    acknowledged: Vec<i64>,
    n_answered: Answered,
}

/// How many entries were acknowledged so far to those who entered together.
pub(crate) type Answered = Arc<AtomicUsize>;

impl Logger {
    /// People of these numbers, of so many, who enter at an address.
    pub(crate) async fn enter(
        address: &str,
        numbers: Range<usize>,
        n_loggers: usize,
    ) -> (Vec<Self>, Answered) {
        let n_answered = Answered::default();
        let entered = numbers.map(|number| {
            let n_answered = Arc::clone(&n_answered);
            async move {
                Self {
                    person: Person::enter(address, &format!("Logger {number}")).await,
                    number,
                    n_loggers,
                    next: 0,
                    acknowledged: Vec::new(),
                    n_answered,
                }
            }
        });
        (join_all(entered).await, n_answered)
    }

    /// Every amount is logged by one logger only, and once.
    fn amount(&self) -> usize {
        self.next * self.n_loggers + self.number + 1
    }

    /// Logs until the connection breaks.
    pub(crate) async fn log(&mut self, address: &str) {
        while self.log_one(address).await {}
    }

    /// Sends the next amount until it is acknowledged.
    pub(crate) async fn log_until_saved(&mut self, address: &str) {
        let before = self.next;
        while self.next == before {
            self.log_one(address).await;
            // Whoever was not answered tries again, and not too fast.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Logs the next amount; false where nobody answered.
    pub(crate) async fn log_one(&mut self, address: &str) -> bool {
        let amount = self.amount();
        let (delivery, line) = (
            format!("delivery-{amount}"),
            format!("/progress {amount} steps"),
        );
        let Some(answer) = self.person.say(address, &delivery, &line).await else {
            return false;
        };
        if is_saved(&answer) {
            self.acknowledged
                .push(i64::try_from(amount).expect("small"));
            self.next += 1;
            self.n_answered.fetch_add(1, Ordering::Relaxed);
        }
        true
    }
}

pub(crate) fn is_saved(answer: &Value) -> bool {
    answer["refused"] == false && answer["card"].to_string().contains("logged")
}

/// How many entries were acknowledged: each of them was recorded once, and none was recorded besides.
#[track_caller]
pub(crate) fn acknowledged_once(loggers: &[Logger], recorded: &BTreeMap<i64, usize>) -> usize {
    let acknowledged = loggers.iter().flat_map(|logger| &logger.acknowledged);
    for amount in acknowledged.clone() {
        assert_eq!(recorded.get(amount), Some(&1), "{amount} was acknowledged");
    }
    let is_once = recorded.values().all(|n_recorded| *n_recorded == 1);
    assert!(is_once, "none is doubled");
    let n_acknowledged = acknowledged.count();
    assert_eq!(
        recorded.len(),
        n_acknowledged,
        "all were acknowledged in the end"
    );
    n_acknowledged
}

/// Waits until so many more have been acknowledged.
pub(crate) async fn more_answered(answered: &Answered, n_more: usize) {
    let enough = answered.load(Ordering::Relaxed) + n_more;
    let waited = async {
        while answered.load(Ordering::Relaxed) < enough {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_mins(1), waited).await;
    in_time.expect("they are answered");
}
