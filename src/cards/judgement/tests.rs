//! Tests: judgements and acts as moderators and members read them.

use insta::assert_snapshot;

use super::*;
use crate::cards::stage::{Stage, text, who};
use crate::domain::act;
use crate::domain::act::entry::Judgement;
use crate::domain::challenge::Challenge;

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
    assert_snapshot!(text(judged(&stage.view(1), &voided, Some("typed twice"))), @r"
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
    assert_snapshot!(text(judged(&stage.view(1), &accepted, None)), @r"
    Entry #11 of Ben counts now.
    Walk: 60 km, Mon 4 Jan
    Its round had closed, so it counts for the challenge only.
    Ben now: 60 km, place 1 of 1.
    The member is told privately. It is in the audit trail, without a reason.
    ");
    assert_snapshot!(text(told(&stage.view(2), &accepted, None)), @r"
    Your entry #11 in Walk counts now. Ana accepted it.
    Entry #11: 60 km, Mon 4 Jan
    Its round had closed, so it counts for the challenge only.
    [Show my entries] /why challenge:#1
    ");
    let rejected = stage.judges(odd, Judgement::Reject);
    assert_snapshot!(text(judged(&stage.view(1), &rejected, None)), @r#"
    Entry #13 of Cleo is not accepted.
    Walk: 70 km, Mon 4 Jan
    The member is told privately. Add reason:"…" next time: the audit trail and the member have none.
    "#);
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
    assert_snapshot!(text(added(&stage.view(1), recorded, stage.community.seq(), Some("by mail"))), @r"
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
    assert!(!text(judged(&stage.view(0), &event, None)).contains(amount));
}

#[test]
fn every_act_on_a_challenge_is_confirmed() {
    let mut stage = Stage::new();
    let draw = stage.drafted("Draw", &[("scoring", "draw"), ("starts", "2027-01-10")]);
    let mut texts = Vec::new();
    let mut on = |stage: &mut Stage, decide: &dyn Fn(&Challenge, &act::Moment) -> act::Decided| {
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
