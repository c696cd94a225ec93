//! What an errand is recognised by when it comes again.

use crate::platform::once::Keys;
use crate::platform::slack::envelope::{Errand, On, What};

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

    #[test]
    fn a_delivery_is_one_persons_in_one_workspace() {
        let line = errand("1.2.3", What::Line("progress 3kg".to_owned()));
        let mut hers = line.clone();
        hers.who.user = "U2".to_owned();
        let mut there = line.clone();
        there.team.team = "T2".to_owned();
        assert_eq!(keys(&line), keys(&line.clone()));
        assert_ne!(keys(&line), keys(&hers));
        assert_ne!(keys(&line), keys(&there));
        assert_eq!(keys(&errand("", What::HomeOpened)).delivery, None);
    }

    #[test]
    fn two_clicks_on_one_message_are_known_by_the_press() {
        let (one, other) = (keys(&press("1", "5.1")), keys(&press("2", "5.1")));
        assert_eq!(one.press, other.press);
        assert_ne!(one.delivery, other.delivery);
        assert_ne!(one.press, keys(&press("3", "5.2")).press);
    }
}
