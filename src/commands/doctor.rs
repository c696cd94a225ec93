//! `doctor`: whether everything works, and the exact remedy where it does not.

use crate::cards::settings::Check;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cards::{self, mark};
use crate::commands::declare::Command;
use crate::commands::desk::{Ask, Desk};
use crate::commands::feed;
use crate::commands::invocation::{Asker, Place, Reply};
use crate::engine::{EngineError, SpaceRow};

/// Posts that are counted at most.
const MOST: u32 = 100;

pub(super) const COMMAND: Command = Command {
    path: "doctor",
    about: "Check that everything works, with the fix where it does not",
    moderator: true,
    free_text: false,
    options: &[],
    examples: &["doctor"],
    run: |desk, ask| Box::pin(run(desk, ask)),
};

/// A moderator who asks whether everything works, for a platform's own checks.
#[derive(Debug, Clone)]
pub struct DoctorAsk {
    /// Where she asks.
    pub place: Place,
    /// The space there, as it is kept now.
    pub space: SpaceRow,
    /// Who she is.
    pub who: Asker,
}

/// What a platform looks at in itself: checks that need no more than some seconds, with exact remedies.
pub type Doctor =
    Arc<dyn Fn(DoctorAsk) -> Pin<Box<dyn Future<Output = Vec<Check>> + Send>> + Send + Sync>;

/// The platforms' own checks; clones share them.
#[derive(Clone, Default)]
pub(super) struct Doctors(Arc<Mutex<Vec<(&'static str, Doctor)>>>);

impl Doctors {
    fn of(&self, platform: &str) -> Option<Doctor> {
        let doctors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut of_platform = doctors.iter().filter(|(known, _)| *known == platform);
        of_platform.next().map(|(_, doctor)| Arc::clone(doctor))
    }
}

impl Desk {
    /// Lets `/doctor` ask a platform for its own checks too; a later doctor of the same platform takes the place of an
    /// earlier one.
    pub fn doctor_of(&self, platform: &'static str, doctor: Doctor) {
        let doctors = &self.doctors().0;
        let mut doctors = doctors.lock().unwrap_or_else(PoisonError::into_inner);
        doctors.retain(|(known, _)| *known != platform);
        doctors.push((platform, doctor));
    }
}

async fn run(desk: &Desk, ask: &Ask) -> Result<Reply, EngineError> {
    let probe = desk.engine().probe().await;
    let feed = feed::of(desk, ask).await?;
    let stuck = desk.engine().stuck_posts(ask.space.space_id, MOST).await;
    let stuck = stuck.map_or(0, |rows| rows.len());
    let say = cards::say::say;
    let choose = mark::command("setup feed:#channel");
    let see_to = mark::command("posts");
    let mut checks = vec![
        Check::new(
            say("check-database", &[]),
            probe.is_ok(),
            say("fix-database", &[]),
        ),
        Check::new(
            say("check-feed", &[]),
            feed.is_some(),
            say("fix-feed", &[("command", choose.into())]),
        ),
        Check::new(
            say("check-posts", &[]),
            stuck == 0,
            say(
                "fix-posts",
                &[("n", stuck.into()), ("command", see_to.into())],
            ),
        ),
    ];
    let space = desk.engine().space_of_number(ask.space.space_id).await?;
    if let Some((doctor, space)) = desk.doctors().of(ask.place.platform).zip(space) {
        let (place, who) = (ask.place.clone(), ask.who.clone());
        checks.extend(doctor(DoctorAsk { place, space, who }).await);
    }
    Ok(Reply::private(
        desk.card(ask, |view| cards::settings::doctor(view, &checks))
            .await?,
    ))
}
