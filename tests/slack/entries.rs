//! Entries as a workspace sees them.

use crate::crew::{Crew, WAYS};

#[tokio::test]
async fn an_entry_is_confirmed_in_the_channel_so_that_a_thread_can_hang_on_it() {
    for way in WAYS {
        let crew = Crew::new(way).await;
        for (who, line) in [
            ("mo", "/challenge create Run unit:km"),
            ("mo", "/challenge open Run"),
            ("ana", "/progress 3km"),
            ("ana", "/huzzah undo"),
            ("ana", "/leaderboard"),
            ("ana", "/huzzah help"),
            ("ana", "/huzzah export"),
            ("ana", "/progress"),
        ] {
            println!("> {line}\n{}\n", crew.says(who, line).await);
        }
        println!("{:#?}", crew.acme.modal("ana"));
        crew.ticks().await;
        println!("{:#?}", crew.acme.history("feed"));
    }
}
