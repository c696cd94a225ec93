//! A finished challenge at rest: who took part stays, entries, marks and boards are put away and come back from the
//! stream.

use crate::domain::challenge::Challenge;
use crate::domain::event::{Event, Record, Unreadable};
use crate::domain::roll::{Enrolled, Facts, Roll};

impl Challenge {
    /// Whether its entries, marks and boards are away: who reaches for them is heard by [`crate::domain::away::listen`].
    #[must_use]
    pub fn is_away(&self) -> bool {
        self.entries.is_away()
    }

    /// Whether its entries, marks and boards are here and can be put away: it is finished, and its tables are filed.
    #[must_use]
    pub fn can_rest(&self) -> bool {
        self.phase().is_finished() && self.frozen.is_empty() && !self.is_away()
    }

    /// Whether an event of that number came after the one that finished it.
    #[must_use]
    pub fn was_finished_before(&self, seq: u64) -> bool {
        self.head.finished_seq != 0 && self.head.finished_seq < seq
    }

    /// Puts entries, marks and boards away, where it can.
    pub fn put_away(&mut self) {
        if self.can_rest() {
            self.participants.put_away();
            self.index.put_away();
            self.entries.put_away();
            self.board.put_away();
            self.round_board.put_away();
        }
    }

    /// Begins to recall what is away; `None` when it is here.
    #[must_use]
    pub fn recall(&self) -> Option<Recalling> {
        self.is_away().then(|| Recalling {
            number: self.number(),
            first_seq: self.head.first_seq,
            last_seq: self.head.last_seq,
            folded: None,
        })
    }

    /// Puts back what was recalled; nothing happens when it is here already. The head and the roll stay as they are:
    /// they know what happened meanwhile, since nothing else can happen to a challenge at rest.
    pub fn recalled(&mut self, recalling: Recalling) {
        let Some(mut folded) = recalling.folded.filter(|_| self.is_away()) else {
            return;
        };
        for member in self.roll.iter().filter(|member| member.is_forgotten()) {
            folded.forget(member.identity(), self.head.last_seq);
        }
        self.participants.put_back(folded.participants);
        self.index.put_back(folded.index);
        self.entries.put_back(folded.entries);
        self.board.put_back(folded.board);
        self.round_board.put_back(folded.round_board);
    }

    /// A finished challenge from a snapshot: its parts are away, its roll is still to come.
    pub(crate) fn restored_at_rest(&mut self) {
        self.listen_for_reaching();
        self.put_away();
    }

    /// Folds an event about it in.
    ///
    /// # Errors
    /// [`Unreadable::Away`] when it must be recalled first; otherwise the event does not fit.
    pub(crate) fn fold(&mut self, record: &Record) -> Result<(), Unreadable> {
        let (seq, event) = (record.seq, &record.event);
        if self.is_away() && !Self::takes_at_rest(event) {
            return Err(Unreadable::Away(self.number()));
        }
        let before = self.phase();
        self.apply(seq, record.at_ms, event)
            .ok_or(Unreadable::Misfit(seq))?;
        self.head.last_seq = seq;
        if !self.phase().is_finished() {
            return Ok(());
        }
        if !before.is_finished() {
            self.head.finished_seq = seq;
            self.listen_for_reaching();
        }
        if !before.is_finished() || changes_roll(event) {
            self.roll = Roll::of(self.enrolled(), seq);
        }
        Ok(())
    }

    /// Whether an event changes the head alone, so that it can be folded in while the rest is away.
    #[must_use]
    pub fn takes_at_rest(event: &Event) -> bool {
        matches!(event, Event::DrawRedone(_))
    }

    fn listen_for_reaching(&mut self) {
        let number = self.number();
        self.participants.finish(number);
        self.index.finish(number);
        self.entries.finish(number);
        self.board.finish(number);
        self.round_board.finish(number);
    }

    /// Everybody who takes part or took part, as the roll has them.
    fn enrolled(&self) -> Vec<Enrolled> {
        let each = self.participants.iter().map(|participant| {
            let n_entries = self.entries_of(participant.identity).count();
            let facts = Facts {
                joined_seq: participant.joined_seq,
                n_entries: u32::try_from(n_entries).unwrap_or(u32::MAX),
                left: participant.left,
                forgotten: participant.forgotten,
                alias: participant.alias,
            };
            Enrolled::new(participant.identity, &facts)
        });
        each.collect()
    }
}

/// Whether an event changes who took part, or how many entries they have.
fn changes_roll(event: &Event) -> bool {
    matches!(
        event,
        Event::MemberJoined(_) | Event::MemberLeft(_) | Event::EntryRecorded(_)
    )
}

/// A finished challenge that is folded from its own events again, to get back what is away.
#[derive(Debug)]
pub struct Recalling {
    number: u32,
    first_seq: u64,
    last_seq: u64,
    folded: Option<Challenge>,
}

impl Recalling {
    /// The challenge.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The first and the last of the events about it.
    #[must_use]
    pub fn span(&self) -> (u64, u64) {
        (self.first_seq, self.last_seq)
    }

    /// Folds an event in, if it is about this challenge; events come in their order.
    ///
    /// # Errors
    /// When it does not fit: the stream is damaged.
    pub fn take(&mut self, record: &Record) -> Result<(), Unreadable> {
        if !(self.first_seq..=self.last_seq).contains(&record.seq) {
            return Ok(());
        }
        match (&record.event, &mut self.folded) {
            (Event::DefaultChosen(_), _) => {}
            (Event::ChallengeDrafted(drafted), none) if drafted.challenge == self.number => {
                *none = Some(Challenge::drafted(drafted, record.seq));
            }
            (Event::IdentityForgotten(gone), Some(folded)) => {
                folded.forget(gone.identity, record.seq);
            }
            (event, folded) if event.challenge() == Some(self.number) => {
                let folded = folded.as_mut().ok_or(Unreadable::Misfit(record.seq))?;
                folded.fold(record)?;
                // Its tables are filed long since.
                folded.frozen.clear();
            }
            _ => {}
        }
        Ok(())
    }
}
