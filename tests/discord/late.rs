//! Answers that come late: promised in time, private, and given where they were promised.

use crate::discord::trouble::{Harm, Trouble};
use crate::held::Held;
use crate::party::{Party, WAYS, Way};

#[tokio::test]
async fn whoever_waits_for_a_slow_house_is_told_in_time_and_answered_later() {
    for way in WAYS {
        let party = Party::running(way).await;
        let held = Held::hold(&party.database.url).await;
        let deed = party.acme.types("ana", "general", "/progress 3km").await;
        let acked = deed.acked.as_ref().expect("it is answered in time");
        assert_eq!(acked.body["type"], 5, "{}", acked.body);
        assert_eq!(acked.body["data"]["flags"], 64, "it is promised privately");
        assert!(
            (1_400..2_500).contains(&acked.took.as_millis()),
            "{:?}",
            acked.took
        );
        assert_eq!(party.acme.n_thinking(), 1);
        held.release().await;
        let answer = party.reads(&deed).await;
        assert!(answer.contains("ana logged 3 km in Run"), "{answer}");
        assert_eq!(party.acme.n_thinking(), 0, "no promise is left open");
        assert_eq!(party.acme.history("general").len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_discord_no_longer_takes_costs_nobody_an_entry() {
    for code in [10_062, 40_060] {
        let party = Party::running(Way::Gateway).await;
        let status = if code == 10_062 { 404 } else { 400 };
        let refuse = Harm::Refuse { status, code };
        party
            .discord
            .trouble(Trouble::on("interaction.callback", refuse).times(1));
        let deed = party.acme.types("ana", "general", "/progress 3km").await;
        assert!(deed.acked.is_none());
        party.settles().await;
        let board = party.says("ben", "/leaderboard").await;
        assert!(board.contains("ana  3 km"), "{board}");
    }
}

#[tokio::test]
async fn an_answer_that_comes_after_a_quarter_of_an_hour_goes_nowhere_and_the_entry_stays() {
    for way in WAYS {
        let party = Party::running(way).await;
        let held = Held::hold(&party.database.url).await;
        let deed = party.acme.types("ana", "general", "/progress 3km").await;
        assert!(deed.acked.is_some(), "it is answered in time");
        party.clock.advance_ms(900_001);
        held.release().await;
        party.settles().await;
        let late = party.discord.calls("reply.edit");
        assert!(late.iter().all(|call| call.code == 50_027), "{late:?}");
        assert!(late.len() <= 2, "{} tries", late.len());
        let board = party.says("ben", "/leaderboard").await;
        assert!(board.contains("ana  3 km"), "{board}");
    }
}
