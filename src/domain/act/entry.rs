//! `entry void / accept / reject / add`: what moderators do with entries, each with a reason and in the audit trail.

use crate::domain::act::progress::{self, Report};
use crate::domain::act::{Decided, Decision, Moment, NoteKind, Who, join, terms, undo};
use crate::domain::calendar::{Days, Effective, When};
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::community::Community;
use crate::domain::entry::{Entry, State};
use crate::domain::event::{EntryAccepted, EntryRejected};
use crate::domain::refusal::{Refusal, Wanted};

/// Which entry a moderator means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The member's newest that fits: waiting ones for accept and reject, counting ones for void; where none runs, the
    /// newest that counted in a final result.
    Last,
    /// The entry of that number in the stream.
    Number(u64),
}

/// What a moderator does with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It does not count.
    Void,
    /// It was held, and counts.
    Accept,
    /// It was held, and does not count.
    Reject,
}

impl Judgement {
    /// The command that makes it.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Void => "entry void",
            Self::Accept => "entry accept",
            Self::Reject => "entry reject",
        }
    }
}

/// Decides what a judgement does. Nobody accepts her own entry.
///
/// # Errors
/// No such entry, not waiting, voided already, her own, [`Refusal::NoFirstReading`], or the challenge is over; of a final
/// one, what counted can still be voided.
pub fn judge(
    community: &Community,
    who: Who,
    member: Option<u32>,
    pick: Pick,
    judgement: Judgement,
    reason: &str,
) -> Decided {
    let (challenge, identity, entry) = picked(community, member, pick, judgement)?;
    let title = || challenge.rules().title.clone();
    if challenge.phase().is_finished() && !amends(challenge, &entry, judgement) {
        let phase = challenge.phase();
        return Err(Refusal::Phase {
            title: title(),
            phase,
            wanted: Wanted::Judge,
            starts_ms: None,
        });
    }
    let mut decision = match judgement {
        Judgement::Void if matches!(entry.state(), State::Voided | State::Rejected) => {
            return Err(Refusal::AlreadyVoid);
        }
        Judgement::Void => Decision::of(undo::voided(challenge, &entry, identity, who.identity)),
        Judgement::Accept | Judgement::Reject if entry.state() != State::Held => {
            return Err(Refusal::NotHeld);
        }
        Judgement::Accept if identity == who.identity => return Err(Refusal::OwnEntry),
        Judgement::Accept => {
            progress::check_sum(challenge, identity, entry.amount())?;
            check_first_reading(challenge, identity, entry.amount(), Some(entry.seq()))?;
            let open = entry.round() != 0 && entry.round() == challenge.head.round;
            Decision::of(EntryAccepted {
                entry: entry.seq(),
                challenge: challenge.number(),
                identity,
                by: who.identity,
                round: if open { entry.round() } else { 0 },
            })
        }
        Judgement::Reject => Decision::of(EntryRejected {
            entry: entry.seq(),
            challenge: challenge.number(),
            identity,
            by: who.identity,
        }),
    };
    decision.note(NoteKind::Reason, identity, reason);
    Ok(decision)
}

/// Decides what adding an entry for a member does; the moderator may look back to the challenge's start.
///
/// # Errors
/// As a report of the member's own, [`Refusal::NoFirstReading`] and [`Refusal::OwnEntry`].
pub fn add(
    community: &Community,
    moment: &Moment<'_>,
    who: Who,
    member: u32,
    report: &Report,
    reason: &str,
) -> Decided {
    if member == who.identity {
        return Err(Refusal::OwnEntry);
    }
    let person = Who {
        identity: member,
        moderator: who.moderator,
    };
    let understood = progress::understand(community, person, moment.now_ms, report)?;
    let mut decision = Decision::default();
    for (challenge, read) in understood {
        if !challenge.has_member(member) {
            join::enrol(moment, member, challenge, &mut decision)?;
        }
        let days = community.days_of(member, moment.now_ms);
        let start_ms = challenge.head.starts_ms.unwrap_or(moment.now_ms);
        let reach_ms = moment
            .now_ms
            .saturating_sub(start_ms)
            .max(challenge.rules().look_back_ms);
        let at = placed_within(challenge, &read.when(report), moment.now_ms, days, reach_ms)?;
        progress::check_sum(challenge, member, read.amount_micro)?;
        check_first_reading(challenge, member, read.amount_micro, None)?;
        progress::check_duplicate(challenge, member, &read, at, moment.now_ms, report.again)?;
        decision.push(progress::recorded(
            challenge,
            member,
            &read,
            at,
            Some(who.identity),
        ));
        decision.note(NoteKind::Reason, member, reason);
    }
    Ok(decision)
}

/// As [`terms::check_first_reading`], said to a moderator.
fn check_first_reading(
    challenge: &Challenge,
    member: u32,
    amount_micro: i64,
    seq: Option<u64>,
) -> Result<(), Refusal> {
    let checked = terms::check_first_reading(challenge, member, amount_micro, seq);
    checked.map_err(|_| Refusal::NoFirstReading {
        title: challenge.rules().title.clone(),
        unit: challenge.rules().unit.symbol().to_owned(),
    })
}

fn placed_within(
    challenge: &Challenge,
    when: &When,
    now_ms: i64,
    days: Days,
    reach_ms: i64,
) -> Result<Effective, Refusal> {
    let mut wide = challenge.head.clone();
    wide.rules.look_back_ms = reach_ms;
    progress::placed(&Challenge::restored(wide), when, now_ms, &days)
}

fn picked(
    community: &Community,
    member: Option<u32>,
    pick: Pick,
    judgement: Judgement,
) -> Result<(&Challenge, u32, Entry), Refusal> {
    match pick {
        Pick::Number(seq) => {
            let missing = || Refusal::NoEntryToJudge {
                typed: seq.to_string(),
                command: judgement.command(),
            };
            let challenge = community.challenge_of_entry(seq).ok_or_else(missing)?;
            let (_, entry) = challenge.entry(seq).ok_or_else(missing)?;
            let mut everybody = challenge
                .participants()
                .map(|participant| participant.identity);
            let owner = member
                .filter(|member| owns(challenge, *member, seq))
                .or_else(|| everybody.find(|identity| owns(challenge, *identity, seq)))
                .ok_or_else(missing)?;
            if member.is_some_and(|member| member != owner) {
                return Err(Refusal::OthersEntry {
                    entry: seq,
                    owner,
                    command: judgement.command(),
                });
            }
            Ok((challenge, owner, *entry))
        }
        Pick::Last => {
            let identity = member.ok_or(Refusal::NoSuchMember {
                typed: String::new(),
            })?;
            let live = community
                .challenges()
                .iter()
                .filter(|one| !one.phase().is_finished() && one.phase() != Phase::Draft);
            let newest = live.filter_map(|challenge| {
                let mut entries = challenge.entries_of(identity).map(|(_, entry)| *entry);
                Some((
                    challenge,
                    entries.find(|entry| suits(entry.state(), judgement))?,
                ))
            });
            let found = newest.max_by_key(|(_, entry)| entry.seq());
            let missing = || match judgement {
                Judgement::Void => Refusal::NothingToVoid { member: identity },
                Judgement::Accept | Judgement::Reject => Refusal::NotHeld,
            };
            let counted = || match judgement {
                Judgement::Void => undo::newest_final(community, identity),
                Judgement::Accept | Judgement::Reject => None,
            };
            found
                .or_else(counted)
                .map(|(challenge, entry)| (challenge, identity, entry))
                .ok_or_else(missing)
        }
    }
}

/// Whether a judgement is made in spite of a final result: what counted in it can be voided, and a note beside the result
/// tells of it. What waited until then counts no more.
fn amends(challenge: &Challenge, entry: &Entry, judgement: Judgement) -> bool {
    challenge.phase() == Phase::Final
        && judgement == Judgement::Void
        && entry.state() != State::Held
}

fn suits(state: State, judgement: Judgement) -> bool {
    match judgement {
        Judgement::Void => matches!(state, State::Accepted | State::Held),
        Judgement::Accept | Judgement::Reject => state == State::Held,
    }
}

fn owns(challenge: &Challenge, identity: u32, seq: u64) -> bool {
    challenge
        .entries_of(identity)
        .any(|(_, entry)| entry.seq() == seq)
}
