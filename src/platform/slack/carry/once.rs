//! Each errand once: what Slack delivers again, or somebody presses twice, is recognised while it is fresh.
//!
//! This spares the asker a second answer. That nothing is *counted* twice, also after a restart or by two processes, is
//! the engine's promise, by the same delivery id.

use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use crate::platform::slack::carry::Slot;
use crate::platform::slack::envelope::{Errand, On, What};

/// Slack tries an event again after a minute and after five (<https://docs.slack.dev/apis/events-api>).
const KEEP_MS: i64 = 10 * 60_000;
/// So many are remembered at most.
const MOST: usize = 100_000;

/// What is under way or was done lately.
#[derive(Default)]
pub(super) struct Once(Mutex<HashMap<String, Seen>>);

enum Seen {
    /// Its word comes, or is, here.
    UnderWay(Arc<Slot>),
    /// It ended then. Its word was heard; it may be long, and is not kept.
    Done(i64),
}

/// Whose turn it is.
pub(super) enum Turn {
    /// The errand is to be run, and its word left here.
    First(Arc<Slot>),
    /// It is under way; its word is here.
    Again(Arc<Slot>),
    /// It was done before.
    Done,
}

/// What an errand is recognised by.
pub(super) struct Keys {
    delivery: Option<String>,
    /// The button and what it is on, while the press is under way: a double click has two delivery ids.
    press: Option<String>,
}

impl Once {
    /// What an errand is recognised by.
    pub(super) fn keys(errand: &Errand) -> Keys {
        let Errand {
            who,
            team,
            delivery,
            spot,
            ..
        } = errand;
        let key = |kind: &str, id: &str| format!("{}/{}/{kind}/{id}", team.space(), who.user);
        let on = match &errand.what {
            What::Press(press, On::Message { ts, .. }) => {
                Some(format!("{}:{ts}:{press:?}", spot.channel))
            }
            What::Press(press, On::Modal(modal)) => Some(format!("{}:{press:?}", modal.id)),
            What::Press(press, On::Home) => Some(format!("home:{press:?}")),
            What::Form(filled) => Some(format!("{}:{:?}", filled.modal.id, filled.fields)),
            _ => None,
        };
        Keys {
            delivery: (!delivery.is_empty()).then(|| key("delivery", delivery)),
            press: on.map(|on| key("press", &on)),
        }
    }

    /// Begins an errand, unless the same one is under way or was done lately.
    pub(super) fn begin(&self, errand: &Errand, now_ms: i64) -> Turn {
        let Keys { delivery, press } = Self::keys(errand);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = [delivery, press];
        for key in keys.iter().flatten() {
            match seen.get(key) {
                Some(Seen::UnderWay(slot)) => return Turn::Again(Arc::clone(slot)),
                Some(Seen::Done(done_ms)) if now_ms - done_ms < KEEP_MS => return Turn::Done,
                Some(Seen::Done(_)) | None => {}
            }
        }
        if seen.len() >= MOST {
            let is_fresh = |seen: &Seen, keep_ms| match seen {
                Seen::UnderWay(_) => true,
                Seen::Done(done_ms) => now_ms - done_ms < keep_ms,
            };
            seen.retain(|_, seen| is_fresh(seen, KEEP_MS));
            if seen.len() >= MOST {
                seen.retain(|_, seen| is_fresh(seen, KEEP_MS / 10));
            }
        }
        let slot = Arc::new(Slot::new());
        for key in keys.into_iter().flatten() {
            seen.insert(key, Seen::UnderWay(Arc::clone(&slot)));
        }
        Turn::First(slot)
    }

    /// Ends an errand. Its delivery is remembered, unless it broke: then it may be tried again.
    pub(super) fn end(&self, keys: &Keys, done: bool, now_ms: i64) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(press) = &keys.press {
            seen.remove(press);
        }
        let Some(delivery) = &keys.delivery else {
            return;
        };
        if !done {
            seen.remove(delivery);
        } else if let Some(seen) = seen.get_mut(delivery) {
            *seen = Seen::Done(now_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::slack::blocks::Press;
    use crate::platform::slack::envelope::{Sender, Spot};
    use crate::platform::slack::team::TeamKey;

    fn errand(delivery: &str, what: What) -> Errand {
        Errand {
            who: Sender {
                user: "U1".to_owned(),
                ..Sender::default()
            },
            team: TeamKey {
                enterprise: String::new(),
                team: "T1".to_owned(),
            },
            spot: Spot::default(),
            delivery: delivery.to_owned(),
            sent_ms: None,
            hook: None,
            trigger: None,
            what,
        }
    }

    fn press(delivery: &str, ts: &str) -> Errand {
        let press = Press::Run {
            line: "progress 3kg again:yes".to_owned(),
            only_for: None,
        };
        let on = On::Message {
            ts: ts.to_owned(),
            ephemeral: true,
            spent: true,
        };
        errand(delivery, What::Press(press, on))
    }

    fn is_first(once: &Once, errand: &Errand, now_ms: i64) -> bool {
        matches!(once.begin(errand, now_ms), Turn::First(_))
    }

    #[test]
    fn a_delivery_is_recognised_until_slack_no_longer_repeats_it() {
        let once = Once::default();
        let line = errand("1.2.3", What::Line("progress 3kg".to_owned()));
        assert!(is_first(&once, &line, 0));
        assert!(!is_first(&once, &line, 0));
        once.end(&Once::keys(&line), true, 10);
        assert!(!is_first(&once, &line, KEEP_MS));
        assert!(is_first(&once, &line, KEEP_MS + 10));
        let mut hers = line.clone();
        hers.who.user = "U2".to_owned();
        assert!(is_first(&once, &hers, 0));
        let mut there = line.clone();
        there.team.team = "T2".to_owned();
        assert!(is_first(&once, &there, 0));
    }

    #[test]
    fn what_broke_may_be_tried_again_and_what_has_no_id_always() {
        let once = Once::default();
        let line = errand("1.2.3", What::Line("undo".to_owned()));
        assert!(is_first(&once, &line, 0));
        once.end(&Once::keys(&line), false, 0);
        assert!(is_first(&once, &line, 0));
        let nameless = errand("", What::HomeOpened);
        assert!(is_first(&once, &nameless, 0));
        assert!(is_first(&once, &nameless, 0));
    }

    #[test]
    fn a_double_click_is_one_press_and_a_later_one_is_another() {
        let once = Once::default();
        assert!(is_first(&once, &press("1", "5.1"), 0));
        assert!(!is_first(&once, &press("2", "5.1"), 0));
        assert!(is_first(&once, &press("3", "5.2"), 0));
        once.end(&Once::keys(&press("1", "5.1")), true, 0);
        assert!(is_first(&once, &press("4", "5.1"), 0));
        assert!(!is_first(&once, &press("1", "5.1"), 0));
    }
}
