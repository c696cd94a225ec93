//! Which challenge an event is about.

use crate::domain::event::Event;

impl Event {
    /// The challenge that an event is about.
    #[must_use]
    pub fn challenge(&self) -> Option<u32> {
        Some(match self {
            Self::IdentityArrived(_)
            | Self::IdentitySet(_)
            | Self::IdentityForgotten(_)
            | Self::CommunitySet(_) => return None,
            Self::DefaultChosen(body) => body.challenge,
            Self::ChallengeDrafted(body) => body.challenge,
            Self::ChallengeEdited(body) => body.challenge,
            Self::ChallengeOpened(body) => body.challenge,
            Self::ChallengeStarted(body) => body.challenge,
            Self::ChallengePaused(body) => body.challenge,
            Self::ChallengeResumed(body) => body.challenge,
            Self::ChallengeCancelled(body) => body.challenge,
            Self::RoundClosed(body) => body.challenge,
            Self::ChallengeEnded(body) => body.challenge,
            Self::ChallengeFinal(body) => body.challenge,
            Self::DrawRedone(body) => body.challenge,
            Self::MemberJoined(body) => body.challenge,
            Self::MemberLeft(body) => body.challenge,
            Self::GoalSet(body) => body.challenge,
            Self::EntryRecorded(body) => body.challenge,
            Self::EntryVoided(body) => body.challenge,
            Self::EntryAccepted(body) => body.challenge,
            Self::EntryRejected(body) => body.challenge,
        })
    }
}
