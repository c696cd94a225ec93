//! Forms as modals: opened, filled in, corrected, previewed.

use crate::crew::{Crew, WAYS, Way, read};
use crate::slack::deliver::Deed;

/// A modal's text, or nothing where none is open.
fn modal(crew: &Crew, who: &str) -> String {
    let view = crew.acme.modal(who);
    view.map(|view| crew.acme.read_view(&view))
        .unwrap_or_default()
}

/// What is shown at a field that was not right.
fn error_at(crew: &Crew, who: &str, field: &str) -> String {
    let view = crew.acme.modal(who).expect("the form is still open");
    let error = &view["errors"][format!("v1:{field}")];
    error.as_str().unwrap_or_default().to_owned()
}

async fn does(crew: &Crew, deed: Deed) -> String {
    assert!(deed.acked.is_some(), "Slack shows an error");
    read(&crew.answers(&deed).await)
}

#[tokio::test]
async fn a_challenge_is_made_by_a_form_previewed_and_opened() {
    for way in WAYS {
        let crew = Crew::new(way).await;
        let deed = crew.acme.types("mo", "general", "/challenge create").await;
        assert_eq!(
            does(&crew, deed).await,
            "",
            "the form is all there is to see"
        );
        assert!(
            modal(&crew, "mo").starts_with("New challenge\n"),
            "{}",
            modal(&crew, "mo")
        );
        // What is missing or can't be read is told at its field.
        let deed = crew.acme.submits("mo", &[("Title", "Spring cut")]).await;
        assert_eq!(does(&crew, deed).await, "");
        let error = error_at(&crew, "mo", "unit");
        assert!(error.contains("What is measured?"), "{error}");
        let fields = [
            ("Title", "Spring cut"),
            ("Unit", "kg"),
            ("Last day", "yesterday-ish"),
        ];
        let deed = crew.acme.submits("mo", &fields).await;
        assert_eq!(does(&crew, deed).await, "");
        let error = error_at(&crew, "mo", "ends");
        assert!(error.contains("yesterday-ish"), "{error}");
        let fields = [
            ("Title", "Spring cut"),
            ("Unit", "kg"),
            ("Last day", "2027-02-28"),
        ];
        let deed = crew.acme.submits("mo", &fields).await;
        assert_eq!(does(&crew, deed).await, "");
        let preview = modal(&crew, "mo");
        assert!(preview.contains("Draft: Spring cut"), "{preview}");
        assert!(preview.contains("Measures: mass in kg"), "{preview}");
        let deed = crew.acme.presses_in_view("mo", "Open").await;
        does(&crew, deed).await;
        let opened = modal(&crew, "mo");
        assert!(opened.contains("Spring cut is open."), "{opened}");
        crew.ticks().await;
        let news = crew.acme.history("feed").pop().expect("news");
        assert!(
            news.text.starts_with("New challenge: Spring cut"),
            "{}",
            news.text
        );
    }
}

#[tokio::test]
async fn a_title_in_use_is_told_at_the_title() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.acme.types("mo", "general", "/challenge create").await;
        crew.settles().await;
        let deed = crew
            .acme
            .submits("mo", &[("Title", "run"), ("Unit", "km")])
            .await;
        assert_eq!(does(&crew, deed).await, "");
        let error = error_at(&crew, "mo", "title");
        assert!(error.contains("unfinished challenge called run"), "{error}");
    }
}

#[tokio::test]
async fn folded_fields_unfold_and_keep_what_was_typed() {
    for way in WAYS {
        let crew = Crew::new(way).await;
        crew.acme.types("mo", "general", "/challenge create").await;
        crew.settles().await;
        let before = modal(&crew, "mo");
        let typed = [("Title", "Spring & <cut>"), ("How is it", "best")];
        crew.acme.presses_with("mo", "More options", &typed).await;
        crew.settles().await;
        let after = modal(&crew, "mo");
        assert!(after.lines().count() > before.lines().count(), "{after}");
        assert!(after.contains(": Spring & <cut>"), "{after}");
        let deed = crew.acme.submits("mo", &[("Unit", "kg")]).await;
        does(&crew, deed).await;
        let preview = modal(&crew, "mo");
        assert!(preview.contains("Draft: Spring & <cut>"), "{preview}");
        assert!(preview.contains("best"), "{preview}");
    }
}

#[tokio::test]
async fn an_entry_is_logged_by_its_form() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let deed = crew.acme.types("ana", "general", "/progress").await;
        assert_eq!(does(&crew, deed).await, "");
        let deed = crew.acme.submits("ana", &[("How much", "three")]).await;
        assert_eq!(does(&crew, deed).await, "");
        assert!(
            !error_at(&crew, "ana", "amount").is_empty(),
            "{}",
            modal(&crew, "ana")
        );
        let fields = [
            ("How much", "3 km"),
            ("A note", "*along* <!here> the river"),
        ];
        let deed = crew.acme.submits("ana", &fields).await;
        let said = does(&crew, deed).await;
        assert!(
            said.starts_with("(public) ana logged 3 km in Run"),
            "{said}"
        );
        assert!(said.contains("“*along* <!here> the river”"), "{said}");
        assert_eq!(modal(&crew, "ana"), "", "the form is closed");
        let entry = crew
            .acme
            .history("general")
            .pop()
            .expect("it is in the channel");
        assert_eq!(entry.thread, None);
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_counts_once() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.acme.types("ana", "general", "/progress").await;
        crew.settles().await;
        let sent = crew.acme.submits("ana", &[("How much", "3 km")]).await;
        crew.slack.redeliver(&sent).await;
        crew.settles().await;
        assert_eq!(crew.acme.history("general").len(), 1);
        let board = crew.says("ben", "/leaderboard").await;
        assert!(board.contains("1.  ana  3 km"), "{board}");
    }
}

#[tokio::test]
async fn the_shortcut_logs_from_anywhere_and_into_a_thread() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.acme.uses_shortcut("ana", "log_progress", None).await;
        crew.settles().await;
        let deed = crew.acme.submits("ana", &[("How much", "3 km")]).await;
        does(&crew, deed).await;
        let board = crew.says("ben", "/leaderboard").await;
        assert!(board.contains("1.  ana  3 km"), "{board}");
        let told = modal(&crew, "ana");
        assert!(
            told.contains("logged 3 km in Run"),
            "she reads it where she is: {told}"
        );
        crew.says("ben", "/progress 2km").await;
        let entry = crew.acme.history("general").pop().expect("an entry");
        crew.acme
            .uses_shortcut("cem", "log_here", Some(&entry))
            .await;
        crew.settles().await;
        let deed = crew.acme.submits("cem", &[("How much", "4 km")]).await;
        let seen = crew.answers(&deed).await;
        let [answer] = seen.as_slice() else {
            panic!("one answer: {seen:#?}");
        };
        assert_eq!(answer.thread.as_deref(), Some(entry.ts.as_str()));
    }
}

#[tokio::test]
async fn a_moderator_voids_the_entry_that_a_message_shows() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        let entry = crew.acme.history("general").pop().expect("an entry");
        let deed = crew
            .acme
            .uses_shortcut("ben", "void_entry", Some(&entry))
            .await;
        let told = does(&crew, deed).await;
        assert!(told.contains("for moderators"), "{told}");
        crew.acme
            .uses_shortcut("mo", "void_entry", Some(&entry))
            .await;
        crew.settles().await;
        let deed = crew.acme.submits("mo", &[("", "by car")]).await;
        let mark = deed.envelope.mark;
        does(&crew, deed).await;
        let told = crew.acme.sees_since("ana", mark);
        assert!(
            told.iter()
                .any(|seen| !seen.public && seen.text.contains("by car")),
            "{told:#?}"
        );
        let board = crew.says("ben", "/leaderboard").await;
        assert!(board.contains("Nothing logged yet"), "{board}");
    }
}

#[tokio::test]
async fn a_goal_and_settings_have_forms() {
    for way in WAYS {
        let crew = Crew::new(way).await;
        crew.says(
            "mo",
            "/challenge create Books unit:pages scoring:goal kind:increments",
        )
        .await;
        crew.says("mo", "/challenge open Books").await;
        crew.acme
            .types("ana", "general", "/huzzah join Books")
            .await;
        crew.settles().await;
        let deed = crew.acme.submits("ana", &[("", "400 pages")]).await;
        let said = does(&crew, deed).await;
        assert!(said.contains("You are in Books"), "{said}");
        crew.acme.types("ana", "general", "/huzzah settings").await;
        crew.settles().await;
        let form = modal(&crew, "ana");
        assert!(form.contains("zone"), "{form}");
        let deed = crew
            .acme
            .submits("ana", &[("Your time zone", "Mars/Olympus")])
            .await;
        assert_eq!(does(&crew, deed).await, "");
        assert!(error_at(&crew, "ana", "zone").contains("Mars/Olympus"));
    }
}

#[tokio::test]
async fn a_form_that_slack_does_not_open_is_told_in_words() {
    let crew = Crew::running(Way::Http).await;
    let typed = crew.acme.envelope("ana", "general", |spot, world| {
        spot.command(world, "/progress")
    });
    crew.clock.advance_ms(3_500);
    let deed = crew.slack.deliver(typed).await;
    let said = does(&crew, deed).await;
    assert!(said.starts_with("(private) How much was it?"), "{said}");
    assert!(said.contains("[Open the form] /progress"), "{said}");
}
