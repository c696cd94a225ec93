//! How answers find their way: into the channel, to one person, into modals; and where they go when a way is closed.

use std::time::Duration;

use serde_json::Value;

use crate::crew::{Crew, WAYS, Way, read};
use crate::slack::deliver::Deed;
use crate::slack::trouble::{Harm, Trouble};

impl Crew {
    /// What somebody newly sees because of what she did, as text.
    async fn reads(&self, deed: &Deed) -> String {
        read(&self.answers(deed).await)
    }

    /// What somebody's topmost modal says.
    fn shows(&self, who: &str) -> String {
        let view = self.acme.modal(who).expect("a modal is open");
        self.acme.read_view(&view)
    }

    /// What somebody newly sees who types a command, in one line each.
    async fn first_lines(&self, who: &str, line: &str) -> Vec<String> {
        let deed = self.acme.types(who, "general", line).await;
        let seen = self.answers(&deed).await;
        let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        seen.iter()
            .map(|one| first(&read(std::slice::from_ref(one))))
            .collect()
    }
}

/// The errors at the fields of a form, by the fields' names.
fn errors(deed: &Deed) -> Value {
    let acked = deed.acked.as_ref().expect("it is acknowledged");
    acked.body["errors"].clone()
}

#[tokio::test]
async fn a_challenge_is_made_in_steps_and_nothing_typed_is_lost() {
    for way in WAYS {
        let crew = Crew::new(way).await;
        let acme = &crew.acme;
        assert_eq!(crew.says("mo", "/challenge create").await, "");
        assert!(!crew.shows("mo").contains("Checklist"));
        let more = acme.presses_in_view("mo", "More options").await;
        assert_eq!(crew.reads(&more).await, "");
        assert!(crew.shows("mo").contains("Checklist"));
        let wrong = [("Title", "Walk"), ("Unit", "km"), ("First day", "someday")];
        let sent = acme.submits("mo", &wrong).await;
        let starts = errors(&sent)["v1:starts"].clone();
        assert!(
            starts.as_str().is_some_and(|text| text.contains("someday")),
            "{starts}"
        );
        let sent = acme
            .submits("mo", &[("Title", "Walk"), ("Unit", "km")])
            .await;
        assert_eq!(crew.reads(&sent).await, "");
        assert!(crew.shows("mo").starts_with("Draft: Walk"));
        let opened = acme.presses_in_view("mo", "Open").await;
        assert_eq!(crew.reads(&opened).await, "");
        assert!(crew.shows("mo").starts_with("Walk is open."));
        let logged = crew.says("ana", "/progress 3 km").await;
        assert!(
            logged.starts_with("(public) ana logged 3 km in Walk"),
            "{logged}"
        );
    }
}

#[tokio::test]
async fn a_form_that_comes_too_late_is_told_in_words() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let expired = Harm::Refuse("expired_trigger_id");
        crew.slack
            .trouble(Trouble::on("views.open", expired).times(1));
        let told = crew.says("ana", "/progress").await;
        assert!(told.starts_with("(private) How much was it?"), "{told}");
        assert!(told.contains("/progress 5km"), "{told}");
    }
}

#[tokio::test]
async fn a_form_that_was_sent_is_answered_where_it_began() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let acme = &crew.acme;
        assert_eq!(crew.says("ana", "/progress").await, "");
        let sent = acme.submits("ana", &[("How much", "three")]).await;
        assert!(errors(&sent)["v1:amount"].is_string(), "{sent:?}");
        let sent = acme.submits("ana", &[("How much", "3 km")]).await;
        let seen = crew.answers(&sent).await;
        assert_eq!(acme.modal("ana"), None);
        assert_eq!((seen.len(), seen[0].public), (1, true));
        assert_eq!(seen[0].channel, acme.channel("general"));
    }
}

#[tokio::test]
async fn app_home_shows_how_one_stands_and_logs() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let acme = &crew.acme;
        let ana = acme.person("ana");
        let home = |before: Option<Value>| {
            let (slack, ana) = (crew.slack.clone(), ana.clone());
            async move {
                let fresh = |home: &Value| before.as_ref() != Some(home);
                slack
                    .until("a new home", |world| {
                        world.person("T1", &ana)?.home.clone().filter(fresh)
                    })
                    .await
            }
        };
        crew.says("ana", "/huzzah join Run").await;
        let opened = acme.opens_home("ana").await;
        assert_eq!(crew.reads(&opened).await, "");
        let first = home(None).await;
        acme.presses_in_view("ana", "Log progress").await;
        crew.settles().await;
        let sent = acme.submits("ana", &[("How much", "4 km")]).await;
        // There is no channel: she alone reads it, in the modal.
        assert_eq!(crew.reads(&sent).await, "");
        assert!(crew.shows("ana").starts_with("ana logged 4 km in Run"));
        // Not twice within ten seconds, and then the latest.
        assert_eq!(crew.slack.calls("views.publish").len(), 1);
        crew.says("ana", "/progress 5 km").await;
        crew.clock.advance_ms(10_000);
        let second = home(Some(first)).await;
        assert!(second.to_string().contains("9 km"), "{second}");
        assert_eq!(crew.slack.calls("views.publish").len(), 2);
    }
}

#[tokio::test]
async fn shortcuts_log_into_a_thread_and_void_with_a_reason() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let acme = &crew.acme;
        acme.uses_shortcut("ben", "log_progress", None).await;
        crew.settles().await;
        assert!(crew.shows("ben").starts_with("Log progress"));
        crew.says("ana", "/progress 3 km").await;
        let post = acme.history("general").remove(0);
        acme.uses_shortcut("ben", "log_here", Some(&post)).await;
        crew.settles().await;
        let sent = acme.submits("ben", &[("How much", "2 km")]).await;
        let seen = crew.answers(&sent).await;
        assert_eq!(seen[0].thread.as_ref(), Some(&post.ts));

        let used = acme.uses_shortcut("ben", "void_entry", Some(&post)).await;
        let refused = crew.reads(&used).await;
        assert!(refused.contains("for moderators"), "{refused}");
        let used = acme.uses_shortcut("mo", "void_entry", Some(&post)).await;
        assert_eq!(crew.reads(&used).await, "");
        let mark = used.envelope.mark;
        let sent = acme.submits("mo", &[("Why", "Logged twice")]).await;
        let voided = crew.reads(&sent).await;
        assert!(voided.contains("of ana no longer counts"), "{voided}");
        assert!(acme.again(&post).text.starts_with("Taken back"));
        let told = read(&acme.sees_since("ana", mark));
        assert!(told.contains("Logged twice"), "{told}");

        let help = acme.history("feed").remove(0);
        let used = acme.uses_shortcut("mo", "void_entry", Some(&help)).await;
        let nothing = crew.reads(&used).await;
        assert!(nothing.contains("shows no entry"), "{nothing}");
    }
}

#[tokio::test]
async fn where_the_bot_may_not_write_the_answer_finds_another_way() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let acme = &crew.acme;
        acme.channel_with("general", |channel| channel.bot_is_in = false);
        let said = crew.first_lines("ana", "/progress 1 km").await;
        assert_eq!(said, ["(public) ana logged 1 km in Run"]);
        // Its response_url is broken too: then she alone reads it, and that nobody else may have.
        crew.slack
            .trouble(Trouble::on("response_url", Harm::Status(500)));
        let told = crew.says("ana", "/progress 2 km").await;
        assert!(
            told.starts_with("(private) ana logged 2 km in Run"),
            "{told}"
        );
        assert!(told.contains("I can't tell whether"), "{told}");
        // It is over: then she is told how it would work.
        crew.slack.no_more_trouble();
        crew.slack
            .trouble(Trouble::on("response_url", Harm::Refuse("expired_url")));
        let told = crew.says("ana", "/progress 3 km").await;
        assert!(told.contains("type /invite"), "{told}");
        assert_eq!(crew.differences().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_answer_that_may_have_been_lost_is_told_honestly_and_posted_once() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        for harm in [Harm::DropAfter, Harm::StatusAfter(502)] {
            crew.slack
                .trouble(Trouble::on("chat.postMessage", harm).times(1));
            let deed = crew
                .acme
                .types("ana", "general", "/progress 2 km again:yes")
                .await;
            let seen = crew.answers(&deed).await;
            let publicly: Vec<bool> = seen.iter().map(|one| one.public).collect();
            assert_eq!(publicly, [true, false], "{}", read(&seen));
            assert!(
                seen[1].text.contains("I can't tell whether"),
                "{}",
                read(&seen)
            );
            crew.slack.redeliver(&deed).await;
            crew.settles().await;
            let posts = crew.slack.calls("chat.postMessage").len();
            crew.settles().await;
            assert_eq!(crew.slack.calls("chat.postMessage").len(), posts);
        }
        let n_posts = crew.acme.history("general").len();
        assert_eq!(n_posts, 2);
    }
}

#[tokio::test]
async fn slack_that_asks_to_wait_is_waited_for() {
    let crew = Crew::running(Way::Http).await;
    let busy = Harm::Busy { retry_after_s: 1 };
    crew.slack
        .trouble(Trouble::on("chat.postMessage", busy).times(1));
    let said = crew.first_lines("ana", "/progress 6 km").await;
    assert_eq!(said, ["(public) ana logged 6 km in Run"]);
}

#[tokio::test]
async fn nobody_waits_for_a_slow_profile() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.slack.trouble(Trouble::on("users.info", Harm::Hang));
        let deed = crew.acme.types("cleo", "general", "/progress 6 km").await;
        let acked = deed.acked.as_ref().expect("it is acknowledged");
        assert!(
            acked.took < Duration::from_millis(1_500),
            "{:?}",
            acked.took
        );
        crew.settles().await;
        let differences = crew.differences().await;
        assert_eq!(differences, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_group_named_in_setup_moderates() {
    for way in WAYS {
        let crew = Crew::new(way).await;
        crew.acme.group("S0MODS", "mods", &["cleo"]);
        let refused = crew.says("cleo", "/challenge create Walk unit:km").await;
        assert!(refused.contains("for moderators"), "{refused}");
        crew.acme.person("dana");
        crew.says("mo", "/huzzah setup moderators:\"@mods @dana\"")
            .await;
        for (who, title) in [("cleo", "Walk"), ("dana", "Run")] {
            let made = crew
                .says(who, &format!("/challenge create {title} unit:km"))
                .await;
            assert!(made.contains(&format!("Draft: {title}")), "{made}");
        }
    }
}

#[tokio::test]
async fn a_file_comes_into_the_conversation_with_the_bot_or_as_text() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3 km").await;
        let deed = crew.acme.types("ana", "general", "/huzzah export").await;
        let seen = crew.answers(&deed).await;
        let files: Vec<&str> = seen
            .iter()
            .flat_map(|one| &one.files)
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(files, ["huzzah-export.json"]);
        let refuse = Harm::Refuse("missing_scope");
        crew.slack
            .trouble(Trouble::on("files.getUploadURLExternal", refuse));
        let told = crew.says("ana", "/huzzah export").await;
        assert!(told.contains("\"challenges\""), "{told}");
    }
}

#[tokio::test]
async fn whoever_is_forgotten_reads_an_empty_home() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 7.25 km").await;
        let deed = crew.acme.types("ana", "general", "/huzzah forget-me").await;
        let seen = crew.answers(&deed).await;
        let button = seen[0].buttons[0].clone();
        assert!(button.asks.is_some(), "{button:?}");
        crew.clock.advance_ms(20_000);
        let pressed = crew.acme.presses("ana", &seen[0], &button.label).await;
        let told = crew.reads(&pressed).await;
        assert!(told.starts_with("(private)"), "{told}");
        let ana = crew.acme.person("ana");
        let emptied = |home: &Value| !home.to_string().contains("7.25");
        crew.slack
            .until("an empty home", |world| {
                world.person("T1", &ana)?.home.clone().filter(emptied)
            })
            .await;
    }
}

#[tokio::test]
async fn slack_is_told_in_time_though_nothing_is_saved_yet() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        let engine = crew.bot().engine.clone();
        let communities = engine.communities().await.expect("the store answers");
        let mut tx = engine.store().begin().await.expect("the store is there");
        let locked = tx.lock_community(communities[0]).await;
        assert!(locked.expect("nobody else holds it").is_some());

        // What is not saved is not answered; Slack waits a second, and no longer.
        let deed = crew.acme.types("ana", "general", "/progress 3 km").await;
        let acked = deed.acked.clone().expect("it is acknowledged");
        assert_eq!(acked.body, Value::Null);
        let in_time = Duration::from_millis(900)..Duration::from_millis(2_500);
        assert!(in_time.contains(&acked.took), "{:?}", acked.took);
        assert_eq!(
            crew.acme.seen_by(&deed.envelope.user, deed.envelope.mark),
            []
        );

        // Then she is told that it is not known yet, and when it is, what came of it.
        let (user, mark) = (deed.envelope.user.clone(), deed.envelope.mark);

        let n_before = crew.slack.calls("response_url").len();

        while crew.slack.calls("response_url").len() == n_before {
            tokio::task::yield_now().await;
        }
        let waiting = read(&crew.acme.seen_by(&user, mark));
        assert!(
            waiting.starts_with("(private) I don't know yet"),
            "{waiting}"
        );
        tx.rollback().await.expect("the lock is given back");
        crew.settles().await;
        let known = read(&crew.acme.seen_by(&user, mark));
        assert!(known.contains("(public) ana logged 3 km in Run"), "{known}");
        assert_eq!(known.matches("logged 3 km").count(), 1, "{known}");
        assert_eq!(crew.differences().await, Vec::<String>::new());
    }
}
