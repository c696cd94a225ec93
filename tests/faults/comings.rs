//! People who come, leave, come back, change their names and are forgotten, in any order.

use std::collections::BTreeMap;

use huzzah::clock::Clock;
use huzzah::domain::challenge::{Board, Standing};
use huzzah::domain::event::Event;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::house::{DAY_MS, House, MORNING_MS};

const MEMBERS: usize = 5;

#[derive(Debug, Clone)]
enum Step {
    Log(usize, u32),
    Undo(usize),
    Leave(usize),
    Join(usize),
    Rename(usize, u32),
    Forget(usize),
    Day,
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..MEMBERS;
    prop_oneof![
        6 => (who.clone(), 1..9_u32).prop_map(|(who, amount)| Step::Log(who, amount)),
        1 => who.clone().prop_map(Step::Undo),
        2 => who.clone().prop_map(Step::Leave),
        2 => who.clone().prop_map(Step::Join),
        1 => (who.clone(), any::<u32>()).prop_map(|(who, n)| Step::Rename(who, n)),
        1 => who.prop_map(Step::Forget),
        2 => Just(Step::Day),
    ]
}

/// What is known besides: who left, what counts for whom, and the closed rounds as they were.
#[derive(Default)]
struct Model {
    /// By member: her number in the community, whether she has left, and her entries.
    members: BTreeMap<usize, (u32, bool, Vec<i64>)>,
    closed: Vec<Vec<Standing>>,
}

async fn play(steps: &[Step]) {
    let clock = Clock::moved(MORNING_MS);
    let house = House::open("sqlite::memory:", &clock).await;
    house
        .run_challenge("town", "rounds:daily closes:20:00 look_back:480h")
        .await;
    let mut names: BTreeMap<usize, String> =
        (0..MEMBERS).map(|who| (who, format!("u{who}"))).collect();
    let mut model = Model::default();
    for (n, step) in steps.iter().enumerate() {
        let (who, line) = match step {
            Step::Log(who, amount) => (*who, format!("/progress {amount} again:yes")),
            Step::Undo(who) => (*who, "/undo".to_owned()),
            Step::Leave(who) => (*who, "/leave Walk".to_owned()),
            Step::Join(who) => (*who, "/join Walk".to_owned()),
            Step::Rename(who, n) => {
                names.insert(*who, format!("name {n}"));
                (*who, "/help".to_owned())
            }
            Step::Forget(who) => (*who, "/forget-me confirm:yes".to_owned()),
            Step::Day => {
                clock.advance_ms(DAY_MS);
                house.engine.catch_up_with_clock().await.expect("goes on");
                model.check(&house).await;
                continue;
            }
        };
        let reply = house
            .calls(
                "town",
                (&format!("u{who}"), &names[&who]),
                &format!("d{n}"),
                &line,
            )
            .await;
        let identity =
            house
                .stream("town")
                .await
                .iter()
                .rev()
                .find_map(|record| match &record.event {
                    Event::EntryRecorded(entry) => Some(entry.identity),
                    Event::MemberJoined(joined) => Some(joined.identity),
                    _ => None,
                });
        model.follow(step, reply.refused, identity);
        model.check(&house).await;
    }
    assert_eq!(house.differences().await, Vec::<String>::new());
    house.close().await;
}

impl Model {
    /// Follows what was done, unless it was refused.
    fn follow(&mut self, step: &Step, refused: bool, newest: Option<u32>) {
        if refused {
            return;
        }
        match step {
            Step::Log(who, amount) => {
                // Whoever has left and logs is in it again.
                let member = self.member(*who, newest);
                member.1 = false;
                member.2.push(i64::from(*amount));
            }
            Step::Join(who) => self.member(*who, newest).1 = false,
            Step::Undo(who) => {
                if let Some(member) = self.members.get_mut(who) {
                    member.2.pop();
                }
            }
            Step::Leave(who) => {
                if let Some(member) = self.members.get_mut(who) {
                    member.1 = true;
                }
            }
            // Whoever comes back is somebody new.
            Step::Forget(who) => drop(self.members.remove(who)),
            Step::Rename(..) | Step::Day => {}
        }
    }

    fn member(&mut self, who: usize, newest: Option<u32>) -> &mut (u32, bool, Vec<i64>) {
        let number = newest.expect("she was recorded");
        self.members
            .entry(who)
            .or_insert((number, false, Vec::new()))
    }

    /// The ranks are dense, the totals right, and what was closed stays.
    async fn check(&mut self, house: &House) {
        let community_id = house.community("town").await;
        let table = house.engine.view(community_id, |community| {
            let walk = community.challenge(1).expect("it is there");
            walk.table(Board::Whole)
        });
        let table = table.await.expect("a fold");
        let here = self
            .members
            .values()
            .filter(|(_, has_left, entries)| !has_left && !entries.is_empty());
        let mut right: Vec<(i64, u32)> = here
            .map(|(number, _, entries)| (entries.iter().sum::<i64>(), *number))
            .collect();
        right.sort_unstable_by(|one, other| other.cmp(one));
        let ranked = right.iter().map(|(total, number)| {
            let rank = 1 + right.iter().filter(|(other, _)| other > total).count();
            (rank, total * 1_000_000, *number)
        });
        let mut shown: Vec<_> = table
            .iter()
            .map(|row| {
                (
                    usize::try_from(row.rank).expect("small"),
                    row.score.num() / row.score.den(),
                    row.identity,
                )
            })
            .collect();
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort_unstable();
        shown.sort_unstable();
        assert_eq!(shown, ranked);
        for round in 1.. {
            let frozen = house
                .engine
                .frozen(community_id, 1, round)
                .await
                .expect("reads");
            let Some(frozen) = frozen else { break };
            match self.closed.get(usize::try_from(round).expect("small") - 1) {
                Some(before) => assert_eq!(before, &frozen.rows, "round {round}"),
                None => self.closed.push(frozen.rows),
            }
        }
    }
}

#[test]
fn who_comes_and_goes_leaves_ranks_dense_totals_right_and_results_whole() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let config = Config {
        cases: 32,
        failure_persistence: None,
        ..Config::default()
    };
    let law = TestRunner::new(config).run(&prop::collection::vec(step(), 5..40), |steps| {
        runtime.block_on(play(&steps));
        Ok(())
    });
    law.expect("it holds");
}
