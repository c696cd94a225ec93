//! Who takes part in a challenge, whether its entries are here or away.

use crate::domain::challenge::Challenge;
use crate::domain::participant::Participant;
use crate::domain::roll::Enrolled;

impl Challenge {
    /// Whether that identity takes part now, or did when the challenge was finished.
    #[must_use]
    pub fn has_member(&self, identity: u32) -> bool {
        if self.phase().is_finished() {
            return self.roll.member(identity).is_some_and(Enrolled::takes_part);
        }
        self.participant(identity)
            .is_some_and(Participant::takes_part)
    }

    /// Whether that identity takes part or took part.
    #[must_use]
    pub fn had_member(&self, identity: u32) -> bool {
        if self.phase().is_finished() {
            self.roll.member(identity).is_some()
        } else {
            self.index.get(identity).is_some()
        }
    }

    /// How many take part.
    #[must_use]
    pub fn n_members(&self) -> usize {
        if self.phase().is_finished() {
            self.roll.iter().filter(|one| one.takes_part()).count()
        } else {
            self.participants().filter(|one| one.takes_part()).count()
        }
    }

    /// The event that has a member's alias beside it, where she goes by one here.
    #[must_use]
    pub fn alias_seq(&self, identity: u32) -> Option<u64> {
        if self.phase().is_finished() {
            return self.roll.member(identity)?.alias_seq();
        }
        let participant = self.participant(identity)?;
        (participant.alias && !participant.forgotten).then_some(participant.joined_seq)
    }

    /// How many entries a member recorded, whatever became of them.
    #[must_use]
    pub fn n_entries_of(&self, identity: u32) -> usize {
        if self.phase().is_finished() {
            let member = self.roll.member(identity);
            return member.map_or(0, |one| one.n_entries() as usize);
        }
        self.entries_of(identity).count()
    }

    /// Those who took part and were forgotten.
    #[must_use]
    pub fn forgotten(&self) -> Vec<u32> {
        if self.phase().is_finished() {
            let gone = self.roll.iter().filter(|one| one.is_forgotten());
            return gone.map(Enrolled::identity).collect();
        }
        let gone = self.participants().filter(|one| one.forgotten);
        gone.map(|one| one.identity).collect()
    }
}
