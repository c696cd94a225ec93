//! What moderators do with entries and challenges: their confirmations, and what the member concerned is told.

use crate::cards::card::{CardKind, Style};
use crate::cards::say::{Put, say};
use crate::cards::sheet::{Sheet, View};
use crate::cards::{mark, parts};
use crate::domain::challenge::{Board, Challenge};
use crate::domain::entry::{Entry, State};
use crate::domain::event::{
    ChallengeEdited, ChallengeEnded, ChallengeOpened, DrawRedone, EntryAccepted, EntryRecorded,
    EntryRejected, EntryVoided, Event,
};
use crate::domain::rules::Scoring;

/// So many waiting entries are listed, and as many have buttons.
const WAITING: usize = 20;
const WITH_BUTTONS: usize = 4;

/// An entry that an event is about.
struct About<'a> {
    challenge: &'a Challenge,
    seq: u64,
    identity: u32,
    entry: Entry,
}

impl<'a> About<'a> {
    fn of(view: &View<'a>, challenge: u32, seq: u64, identity: u32) -> Option<Self> {
        let challenge = view.community.challenge(challenge)?;
        let (_, entry) = challenge.entry(seq)?;
        Some(Self {
            challenge,
            seq,
            identity,
            entry: *entry,
        })
    }

    /// What can be put into a sentence about it.
    fn puts(&self) -> [(&'static str, Put); 3] {
        [
            ("entry", parts::id(self.seq).into()),
            (
                "member",
                mark::person(self.identity, self.challenge.number()).into(),
            ),
            ("challenge", self.challenge.rules().title.as_str().into()),
        ]
    }

    /// Its amount and day, as far as the reader may see them.
    fn what(&self, view: &View, judging: bool) -> String {
        let rules = self.challenge.rules();
        let day = parts::day(view, self.entry.day());
        if judging || parts::shows_amounts(view, rules, self.identity) {
            let amount = parts::entry_amount(view, rules, &self.entry);
            say(
                "judgement-what",
                &[("amount", amount.into()), ("day", day.into())],
            )
        } else {
            day
        }
    }
}

/// What a moderator reads after a judgement.
#[must_use]
pub fn judged(view: &View, event: &Event) -> Sheet {
    let Some(about) = entry_of(view, event) else {
        return parts::no_challenge();
    };
    let puts = about.puts();
    let title = match event {
        Event::EntryAccepted(_) => say("judgement-accepted", &puts),
        Event::EntryRejected(_) => say("judgement-rejected", &puts),
        _ => say("judgement-voided", &puts),
    };
    let judging = view.moderator && view.reader != 0;
    let what = about.what(view, judging);
    let mut sheet = Sheet::new(CardKind::Notice, title)
        .line(say(
            "judgement-about",
            &[
                ("challenge", about.challenge.rules().title.as_str().into()),
                ("what", what.into()),
            ],
        ))
        .line(consequence(&about, event));
    if let Some(standing) = about.challenge.standing(about.identity, Board::Whole) {
        let member = mark::person(about.identity, about.challenge.number());
        let standing = parts::standing(view, about.challenge, standing, Board::Whole);
        sheet = sheet.line(say(
            "judgement-now",
            &[("member", member.into()), ("standing", standing.into())],
        ));
    }
    sheet.line(say("judgement-told", &[]))
}

/// What a moderator reads after adding an entry for a member.
#[must_use]
pub fn added(view: &View, entry: &EntryRecorded, seq: u64) -> Sheet {
    let Some(about) = About::of(view, entry.challenge, seq, entry.identity) else {
        return parts::no_challenge();
    };
    let puts = about.puts();
    let mut sheet = Sheet::new(CardKind::Entry, say("judgement-added", &puts)).line(say(
        "judgement-about",
        &[
            ("challenge", about.challenge.rules().title.as_str().into()),
            (
                "what",
                about.what(view, view.moderator && view.reader != 0).into(),
            ),
        ],
    ));
    if entry.held {
        sheet = sheet.line(say(
            "judgement-added-held",
            &[(
                "command",
                mark::command(&format!("entry accept {seq}")).into(),
            )],
        ));
    }
    if let Some(standing) = about.challenge.standing(about.identity, Board::Whole) {
        let member = mark::person(about.identity, about.challenge.number());
        let standing = parts::standing(view, about.challenge, standing, Board::Whole);
        sheet = sheet.line(say(
            "judgement-now",
            &[("member", member.into()), ("standing", standing.into())],
        ));
    }
    sheet.line(say("judgement-told", &[]))
}

/// What the member concerned is told in private, and what she can do.
#[must_use]
pub fn told(view: &View, event: &Event, reason: Option<&str>) -> Sheet {
    let Some(about) = entry_of(view, event) else {
        return parts::no_challenge();
    };
    let by = mark::person(judge_of(event), about.challenge.number());
    let puts = [
        ("entry", parts::id(about.seq).into()),
        ("challenge", about.challenge.rules().title.as_str().into()),
        ("moderator", by.into()),
    ];
    let title = match event {
        Event::EntryAccepted(_) => say("told-accepted", &puts),
        Event::EntryRejected(_) => say("told-rejected", &puts),
        Event::EntryRecorded(_) => say("told-added", &puts),
        _ => say("told-voided", &puts),
    };
    let mut sheet = Sheet::new(CardKind::Notice, title).line(say(
        "told-entry",
        &[
            ("entry", parts::id(about.seq).into()),
            ("what", about.what(view, false).into()),
        ],
    ));
    if let Some(reason) = reason.filter(|reason| !reason.trim().is_empty()) {
        sheet = sheet.line(say("told-reason", &[("reason", reason.into())]));
    }
    sheet = sheet.line(consequence(&about, event));
    let why = format!("why {}", parts::numbered(about.challenge));
    if !matches!(event, Event::EntryAccepted(_)) {
        sheet = sheet.line(say(
            "told-disagree",
            &[("moderator", mark::person(judge_of(event), 0).into())],
        ));
    }
    sheet.action(parts::button(say("told-why", &[]), why))
}

/// The entries of a challenge that wait for a moderator, oldest first, with buttons to judge them.
#[must_use]
pub fn held(view: &View, challenge: u32) -> Sheet {
    let Some(challenge) = view.community.challenge(challenge) else {
        return parts::no_challenge();
    };
    let waiting = waiting(challenge);
    let title = challenge.rules().title.as_str();
    let puts = [("n", waiting.len().into()), ("challenge", title.into())];
    let mut sheet = Sheet::new(CardKind::Notice, say("held-title", &puts));
    if waiting.is_empty() {
        return sheet.line(say("held-none", &[]));
    }
    let judging = view.moderator && view.reader != 0;
    let row = |(seq, identity, entry): &(u64, u32, Entry)| {
        let shown = judging || parts::shows_amounts(view, challenge.rules(), *identity);
        vec![
            parts::id(*seq),
            mark::person(*identity, challenge.number()),
            if shown {
                parts::entry_amount(view, challenge.rules(), entry)
            } else {
                String::new()
            },
            parts::day(view, entry.day()),
        ]
    };
    let rows = waiting.iter().take(WAITING).map(row).collect();
    let headings = vec![
        say("why-column-entry", &[]),
        say("held-column-member", &[]),
        say("why-column-amount", &[]),
        say("why-column-day", &[]),
    ];
    sheet.table = Some(parts::table(
        say("held-caption", &puts),
        headings,
        &[2],
        rows,
    ));
    let own = |identity: u32| identity == view.reader;
    if waiting.iter().any(|(_, identity, _)| own(*identity)) {
        sheet = sheet.line(say("held-own", &[]));
    }
    let seq = waiting.first().map_or(0, |(seq, ..)| *seq);
    let accept = mark::command(&format!("entry accept {seq}"));
    let reject = mark::command(&format!("entry reject {seq} reason:\"…\""));
    sheet = sheet.line(say(
        "held-how",
        &[("accept", accept.into()), ("reject", reject.into())],
    ));
    let reason = say("held-reason", &[]).replace('"', "'");
    for (seq, ..) in waiting
        .iter()
        .filter(|(_, identity, _)| !own(*identity))
        .take(WITH_BUTTONS)
    {
        let id = || parts::id(*seq).into();
        let mut accept = parts::button(
            say("held-accept", &[("entry", id())]),
            format!("entry accept {seq}"),
        );
        accept.style = Style::Primary;
        let reject = format!("entry reject {seq} reason:\"{reason}\"");
        sheet = sheet.action(accept).action(parts::button(
            say("held-reject", &[("entry", id())]),
            reject,
        ));
    }
    sheet
}

/// What a moderator reads after an act on a challenge.
#[must_use]
pub fn act(view: &View, event: &Event) -> Sheet {
    let Some(challenge) = event
        .challenge()
        .and_then(|number| view.community.challenge(number))
    else {
        return parts::no_challenge();
    };
    let title = challenge.rules().title.as_str();
    let named = [("challenge", title.into())];
    let by_number = parts::numbered(challenge);
    let command = |line: &str| mark::command(&format!("challenge {line} {by_number}"));
    match event {
        Event::ChallengeOpened(opened) => opened_act(view, challenge, opened),
        Event::ChallengePaused(_) => Sheet::new(CardKind::Notice, say("act-paused", &named))
            .line(say(
                "act-paused-what",
                &[("command", command("resume").into())],
            ))
            .action(parts::button(
                say("act-resume", &[]),
                format!("challenge resume {by_number}"),
            )),
        Event::ChallengeResumed(_) => Sheet::new(CardKind::Notice, say("act-resumed", &named))
            .line(say("act-resumed-what", &[])),
        Event::ChallengeCancelled(_) => Sheet::new(CardKind::Notice, say("act-cancelled", &named))
            .line(say("act-cancelled-what", &[])),
        Event::ChallengeEnded(ended) => ended_act(view, challenge, ended),
        Event::ChallengeFinal(_) => Sheet::new(CardKind::Notice, say("act-final", &named)),
        Event::ChallengeEdited(edited) => edited_act(challenge, edited),
        Event::DrawRedone(redone) => redrawn_act(challenge, redone),
        _ => Sheet::new(CardKind::Notice, say("act-done", &named)),
    }
}

fn opened_act(view: &View, challenge: &Challenge, opened: &ChallengeOpened) -> Sheet {
    let named = [("challenge", challenge.rules().title.as_str().into())];
    let sheet = Sheet::new(CardKind::Notice, say("act-opened", &named));
    let join = mark::command(&format!("join {}", parts::numbered(challenge)));
    let sheet = if opened.starts_ms > view.now_ms {
        sheet.line(say(
            "act-opened-later",
            &[
                ("time", view.time(opened.starts_ms).into()),
                ("command", join.into()),
            ],
        ))
    } else {
        let report = mark::command(&parts::example(challenge.rules()));
        sheet.line(say(
            "act-opened-now",
            &[("command", join.into()), ("report", report.into())],
        ))
    };
    match &opened.commitment {
        Some(commitment) => {
            sheet.line(say("act-opened-draw", &[("commitment", commitment.into())]))
        }
        None => sheet,
    }
}

fn ended_act(view: &View, challenge: &Challenge, ended: &ChallengeEnded) -> Sheet {
    let named = [("challenge", challenge.rules().title.as_str().into())];
    let sheet = Sheet::new(CardKind::Notice, say("act-ended", &named)).line(say(
        "act-ended-what",
        &[("time", view.time(ended.final_ms).into())],
    ));
    match ended.outcome.n_held {
        0 => sheet,
        n => sheet.line(say("act-ended-held", &[("n", n.into())])),
    }
}

fn edited_act(challenge: &Challenge, edited: &ChallengeEdited) -> Sheet {
    let named = [("challenge", challenge.rules().title.as_str().into())];
    Sheet::new(CardKind::Notice, say("act-edited", &named)).line(say(
        "act-edited-what",
        &[
            ("n", edited.changed.len().into()),
            ("rules", edited.changed.join(", ").into()),
        ],
    ))
}

fn redrawn_act(challenge: &Challenge, redone: &DrawRedone) -> Sheet {
    let names: Vec<String> = redone
        .winners
        .iter()
        .map(|winner| mark::person(winner.identity, challenge.number()))
        .collect();
    let puts = [
        ("challenge", challenge.rules().title.as_str().into()),
        ("round", redone.round.into()),
    ];
    let title = if redone.round == 0 {
        say("act-redrawn", &puts)
    } else {
        say("act-redrawn-round", &puts)
    };
    Sheet::new(CardKind::Winners, title).line(say(
        "act-redrawn-what",
        &[
            ("n", names.len().into()),
            ("winners", names.join(", ").into()),
        ],
    ))
}

fn entry_of<'a>(view: &View<'a>, event: &Event) -> Option<About<'a>> {
    match event {
        Event::EntryVoided(EntryVoided {
            entry,
            challenge,
            identity,
            ..
        })
        | Event::EntryAccepted(EntryAccepted {
            entry,
            challenge,
            identity,
            ..
        })
        | Event::EntryRejected(EntryRejected {
            entry,
            challenge,
            identity,
            ..
        }) => About::of(view, *challenge, *entry, *identity),
        Event::EntryRecorded(recorded) => {
            let challenge = view.community.challenge(recorded.challenge)?;
            let mut own = challenge
                .entries_of(recorded.identity)
                .map(|(_, entry)| entry);
            let same = |entry: &&Entry| {
                let amount = recorded.item.map_or(recorded.amount_micro, i64::from);
                entry.amount() == amount && entry.effective_ms() == recorded.effective_ms
            };
            let seq = own.find(same)?.seq();
            About::of(view, recorded.challenge, seq, recorded.identity)
        }
        _ => None,
    }
}

fn judge_of(event: &Event) -> u32 {
    match event {
        Event::EntryVoided(voided) => voided.by,
        Event::EntryAccepted(accepted) => accepted.by,
        Event::EntryRejected(rejected) => rejected.by,
        Event::EntryRecorded(recorded) => recorded.by.unwrap_or(recorded.identity),
        _ => 0,
    }
}

/// What a judgement means for rounds that are closed.
fn consequence(about: &About, event: &Event) -> String {
    match event {
        Event::EntryVoided(voided) if voided.amends != 0 => {
            say("judgement-amends", &[("round", voided.amends.into())])
        }
        Event::EntryAccepted(accepted)
            if accepted.round == 0 && about.challenge.rules().rounds.is_some() =>
        {
            say("judgement-challenge-only", &[])
        }
        _ if about.challenge.rules().scoring == Scoring::Draw
            && !matches!(event, Event::EntryRejected(_)) =>
        {
            say("judgement-tickets", &[])
        }
        _ => String::new(),
    }
}

/// The waiting entries with their members, oldest first.
fn waiting(challenge: &Challenge) -> Vec<(u64, u32, Entry)> {
    let Some(oldest) = challenge.head.held.iter().min().copied() else {
        return Vec::new();
    };
    let mut waiting: Vec<(u64, u32, Entry)> = Vec::new();
    for participant in challenge.participants() {
        let recent = challenge
            .entries_of(participant.identity)
            .take_while(|(place, _)| *place >= oldest);
        let held = recent.filter(|(_, entry)| entry.state() == State::Held);
        waiting.extend(held.map(|(_, entry)| (entry.seq(), participant.identity, *entry)));
    }
    waiting.sort_by_key(|(seq, ..)| *seq);
    waiting
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::{Stage, text, who};
    use crate::domain::act;
    use crate::domain::act::entry::Judgement;

    #[test]
    fn a_judgement_is_read_by_the_moderator_and_the_member() {
        let mut stage = Stage::new();
        let walk = stage.runs(
            "Walk",
            &[("unit", "km"), ("rounds", "daily"), ("entry_max", "50km")],
        );
        let first = stage.reports(2, walk, "3km", "now");
        let long = stage.reports(2, walk, "60km", "now");
        let odd = stage.reports(3, walk, "70km", "now");
        stage.reports(1, walk, "55km", "now");
        assert_snapshot!(text(held(&stage.view(1), walk)), @r#"
        3 entries are waiting in Walk
        Your own entries wait for another moderator.
        Accept or reject with the buttons, or type /entry accept 11 or /entry reject 11 reason:"…".
        Waiting entries in Walk, oldest first
        #11  Ben  60 km  Mon 4 Jan
        #13  Cleo  70 km  Mon 4 Jan
        #15  Ana  55 km  Mon 4 Jan
        [Accept #11] /entry accept 11
        [Reject #11] /entry reject 11 reason:"could not be confirmed"
        [Accept #13] /entry accept 13
        [Reject #13] /entry reject 13 reason:"could not be confirmed"
        "#);
        stage.later(48);
        let voided = stage.judges(first, Judgement::Void);
        assert_snapshot!(text(judged(&stage.view(1), &voided)), @r"
        Entry #10 of Ben no longer counts.
        Walk: 3 km, Mon 4 Jan
        Round 1 is closed and its table stays; the change is posted as an amendment.
        The member is told privately, with your reason. It is in the audit trail.
        ");
        assert_snapshot!(text(told(&stage.view(2), &voided, Some("typed twice"))), @r"
        Ana took your entry #10 in Walk out of the count.
        Entry #10: 3 km, Mon 4 Jan
        The reason: typed twice
        Round 1 is closed and its table stays; the change is posted as an amendment.
        If that looks wrong to you, just talk to Ana.
        [Show my entries] /why challenge:#1
        ");
        let accepted = stage.judges(long, Judgement::Accept);
        assert_snapshot!(text(judged(&stage.view(1), &accepted)), @r"
        Entry #11 of Ben counts now.
        Walk: 60 km, Mon 4 Jan
        Its round had closed, so it counts for the challenge only.
        Ben now: 60 km, place 1 of 1.
        The member is told privately, with your reason. It is in the audit trail.
        ");
        assert_snapshot!(text(told(&stage.view(2), &accepted, None)), @r"
        Your entry #11 in Walk counts now. Ana accepted it.
        Entry #11: 60 km, Mon 4 Jan
        Its round had closed, so it counts for the challenge only.
        [Show my entries] /why challenge:#1
        ");
        let rejected = stage.judges(odd, Judgement::Reject);
        assert_snapshot!(text(judged(&stage.view(1), &rejected)), @r"
        Entry #13 of Cleo is not accepted.
        Walk: 70 km, Mon 4 Jan
        The member is told privately, with your reason. It is in the audit trail.
        ");
        let report = act::progress::Report {
            typed: "4 km".to_owned(),
            ..act::progress::Report::default()
        };
        let event = stage.decide(|community, moment| {
            act::entry::add(community, moment, who(1), 4, &report, "by mail")
        });
        let Event::EntryRecorded(recorded) = &event else {
            panic!("an entry is added")
        };
        assert_snapshot!(text(added(&stage.view(1), recorded, stage.community.seq())), @r"
        Entry #21 is added for Dev.
        Walk: 4 km, Wed 6 Jan
        Dev now: 4 km, place 2 of 2.
        The member is told privately, with your reason. It is in the audit trail.
        ");
        assert_snapshot!(text(told(&stage.view(4), &event, Some("by mail"))), @r"
        Ana added an entry for you in Walk.
        Entry #21: 4 km, Wed 6 Jan
        The reason: by mail
        If that looks wrong to you, just talk to Ana.
        [Show my entries] /why challenge:#1
        ");
    }

    #[test]
    fn sensitive_numbers_reach_only_the_member_and_her_judge() {
        let mut stage = Stage::new();
        let cut = stage.runs(
            "Cut",
            &[
                ("unit", "kg"),
                ("scoring", "change"),
                ("direction", "less"),
                ("entry_max", "200kg"),
            ],
        );
        stage.joins(2, cut, None, None);
        let odd = stage.reports(2, cut, "800kg", "now");
        let amount = "800 kg";
        assert!(text(held(&stage.view(1), cut)).contains(amount));
        assert!(!text(held(&stage.view(3), cut)).contains(amount));
        let event = stage.judges(odd, Judgement::Reject);
        assert!(text(told(&stage.view(2), &event, None)).contains(amount));
        assert!(!text(told(&stage.view(3), &event, None)).contains(amount));
        assert!(!text(judged(&stage.view(0), &event)).contains(amount));
    }

    #[test]
    fn every_act_on_a_challenge_is_confirmed() {
        let mut stage = Stage::new();
        let draw = stage.drafted("Draw", &[("scoring", "draw"), ("starts", "2027-01-10")]);
        let mut texts = Vec::new();
        let mut on =
            |stage: &mut Stage, decide: &dyn Fn(&Challenge, &act::Moment) -> act::Decided| {
                let event = stage.decide(|community, moment| {
                    decide(community.challenge(draw).expect("drafted"), moment)
                });
                texts.push(text(act(&stage.view(1), &event)));
            };
        let community = stage.community.clone();
        on(&mut stage, &|challenge, moment| {
            act::challenge::open(&community, moment, who(1), challenge)
        });
        stage.later(24 * 7);
        on(&mut stage, &|challenge, _| {
            act::challenge::pause(who(1), challenge)
        });
        on(&mut stage, &|challenge, _| {
            act::challenge::resume(who(1), challenge)
        });
        let wishes = act::draft::Wishes {
            options: vec![("prize".to_owned(), "a cake".to_owned())],
        };
        let community = stage.community.clone();
        on(&mut stage, &|challenge, moment| {
            act::edit::decide(&community, moment, who(1), challenge, &wishes)
        });
        on(&mut stage, &|challenge, moment| {
            act::challenge::end(moment, who(1), challenge)
        });
        on(&mut stage, &|challenge, _| {
            act::challenge::cancel(who(1), challenge, "no one came")
        });
        assert_snapshot!(texts.join("\n---\n"), @r"
        Draw is open.
        It starts Sun 10 Jan 2027, 00:00 (UTC). Members can join now with /join challenge:#1.
        The draw's commitment is 2f02a7bc5951dccc7e03c08d7bec09c7629a0a494977a195a873b08b8bd58d58; the seed is published at the close.
        ---
        Draw is paused.
        Entries are refused until /challenge resume challenge:#1. Rounds close as usual.
        [Resume] /challenge resume challenge:#1
        ---
        Draw runs again.
        Entries count again.
        ---
        The rules of Draw are changed.
        Changed: prize. It works from now on.
        ---
        Draw is over.
        Late entries and corrections work until the result is final: Tue 12 Jan 2027, 09:00 (UTC).
        ---
        Draw is called off.
        There are no winners. All entries are kept.
        ");
    }
}
