//! Lanes: what is under way, a task a space.

use hashbrown::HashMap;
use tokio::task::{Id, JoinSet};

use crate::store::DeliveryRow;

/// The lanes under way. Dropped, they end.
#[derive(Default)]
pub(super) struct Lanes {
    tasks: JoinSet<()>,
    spaces: HashMap<Id, i64>,
}

impl Lanes {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.tasks.len()
    }

    /// The spaces that have one.
    pub(super) fn spaces(&self) -> Vec<i64> {
        self.spaces.values().copied().collect()
    }

    /// Begins one for a space.
    pub(super) fn begin(&mut self, space_id: i64, lane: impl Future<Output = ()> + Send + 'static) {
        let task = self.tasks.spawn(lane);
        self.spaces.insert(task.id(), space_id);
    }

    /// Waits until one ends; false where there is none. May be given up at any time.
    pub(super) async fn one_ended(&mut self) -> bool {
        let id = match self.tasks.join_next_with_id().await {
            None => return false,
            Some(Ok((id, ()))) => id,
            Some(Err(error)) => {
                tracing::error!(%error, "a lane of the courier failed");
                error.id()
            }
        };
        self.spaces.remove(&id);
        true
    }

    /// Waits until all have ended.
    pub(super) async fn finish(&mut self) {
        while self.one_ended().await {}
    }
}

/// Deliveries by space; their order stays in each, and among the spaces by their first.
pub(super) fn by_space(deliveries: Vec<DeliveryRow>) -> Vec<(i64, Vec<DeliveryRow>)> {
    let mut spaces: Vec<(i64, Vec<DeliveryRow>)> = Vec::new();
    for delivery in deliveries {
        let space_id = delivery.key.space_id;
        match spaces.iter_mut().find(|(known, _)| *known == space_id) {
            Some((_, of_space)) => of_space.push(delivery),
            None => spaces.push((space_id, vec![delivery])),
        }
    }
    spaces
}
