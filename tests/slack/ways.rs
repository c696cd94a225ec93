//! How answers find their way: into the channel, to one person, into modals; and what happens when a way is closed.

use crate::crew::{Crew, WAYS, Way, read};
use crate::slack::see::Seen;
use crate::slack::trouble::{Harm, Trouble};

/// What was said to one person and to all, one line each.
fn lines(seen: &[Seen]) -> Vec<String> {
    read(seen).lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn explore() {
    let crew = Crew::running(Way::Http).await;
    let acme = &crew.acme;
    // press an Undo on the public message
    let deed = acme.types("ana", "general", "/progress 3km").await;
    let seen = crew.answers(&deed).await;
    println!("1 {}", read(&seen));
    let foreign = acme.presses("ben", &seen[0], "Undo").await;
    println!("2 {}", read(&crew.answers(&foreign).await));
    let undo = acme.presses("ana", &seen[0], "Undo").await;
    println!("3 {}", read(&crew.answers(&undo).await));
    println!("3b {}", acme.again(&seen[0]).read());
    // mention
    println!("4 {}", read(&crew.hears("ana", None, "5km").await));
    println!("4b {:?}", crew.hears("ana", None, "5km").await.iter().map(|s| (s.public, s.thread.clone(), s.text.clone())).collect::<Vec<_>>());
    println!("5 {}", read(&crew.hears("ana", None, "blah blah").await));
    println!("6 {}", crew.says("ana", "/huzzah progess 3km").await);
    // forms
    let deed = acme.types("mo", "general", "/challenge create").await;
    println!("7 {}", read(&crew.answers(&deed).await));
    println!("7b {}", acme.read_view(&acme.modal("mo").expect("a modal")));
    let more = acme.presses_in_view("mo", "More options").await;
    println!("8 {}", read(&crew.answers(&more).await));
    println!("8b {}", acme.read_view(&acme.modal("mo").expect("a modal")));
    let sent = acme.submits("mo", &[("Title", "Walk"), ("Unit", "km"), ("First day", "someday"), ("Prize", "a cup")]).await;
    println!("9 {} {:?}", read(&crew.answers(&sent).await), sent.acked);
    let sent = acme.submits("mo", &[("Title", "Walk"), ("Unit", "km"), ("Prize", "a cup")]).await;
    println!("10 {}", read(&crew.answers(&sent).await));
    println!("10b {}", acme.read_view(&acme.modal("mo").expect("a modal")));
    let opened = acme.presses_in_view("mo", "Open").await;
    println!("11 {}", read(&crew.answers(&opened).await));
    println!("11b {}", acme.read_view(&acme.modal("mo").expect("a modal")));
    // which challenge
    let deed = acme.types("ana", "general", "/huzzah join Walk").await;
    println!("12 {}", read(&crew.answers(&deed).await));
    let deed = acme.types("ana", "general", "/progress 7km").await;
    let seen = crew.answers(&deed).await;
    println!("13 {}", read(&seen));
    let pressed = acme.presses("ana", &seen[0], "Walk").await;
    println!("14 {}", read(&crew.answers(&pressed).await));
    println!("14b gone: {}", acme.sees("ana").iter().all(|one| one.ts != seen[0].ts));
    // board pages
    let deed = acme.types("ana", "general", "/leaderboard Walk").await;
    let seen = crew.answers(&deed).await;
    println!("15 {}", read(&seen));
    let all = acme.presses("ana", &seen[0], "All rounds").await;
    println!("16 {}", read(&crew.answers(&all).await));
    println!("16b {}", acme.again(&seen[0]).read());
    let share = acme.presses("ana", &acme.again(&seen[0]), "Show to all").await;
    println!("17 {}", read(&crew.answers(&share).await));
    // home
    let home = acme.opens_home("ana").await;
    println!("18 {}", read(&crew.answers(&home).await));
    let ana = acme.person("ana");
    crew.slack.until("a home", |world| world.person("T1", &ana)?.home.clone()).await;
    println!("18b {:?}", acme.home("ana"));
    let log = acme.presses_in_view("ana", "Log progress").await;
    println!("19 {}", read(&crew.answers(&log).await));
    println!("19b {}", acme.read_view(&acme.modal("ana").expect("a modal")));
    let sent = acme.submits("ana", &[("How much", "9km"), ("Which", "Walk")]).await;
    println!("20 {}", read(&crew.answers(&sent).await));
    println!("20b {:?}", acme.modal("ana").map(|view| acme.read_view(&view)));
    // shortcut
    let used = acme.uses_shortcut("ben", "log_progress", None).await;
    println!("21 {}", read(&crew.answers(&used).await));
    println!("21b {:?}", acme.modal("ben").map(|view| acme.read_view(&view)));
    let message = acme.history("general").remove(0);
    let used = acme.uses_shortcut("ben", "log_here", Some(&message)).await;
    println!("22 {}", read(&crew.answers(&used).await));
    let sent = acme.submits("ben", &[("How much", "2km"), ("Which", "Run")]).await;
    let seen = crew.answers(&sent).await;
    println!("22b {} {:?}", read(&seen), seen[0].thread);
    let used = acme.uses_shortcut("ben", "void_entry", Some(&seen[0])).await;
    println!("23 {}", read(&crew.answers(&used).await));
    let used = acme.uses_shortcut("mo", "void_entry", Some(&seen[0])).await;
    println!("24 {}", read(&crew.answers(&used).await));
    println!("24b {:?}", acme.modal("mo").map(|view| acme.read_view(&view)));
    let sent = acme.submits("mo", &[("Why", "twice")]).await;
    println!("25 {}", read(&crew.answers(&sent).await));
    println!("25b {}", acme.again(&seen[0]).read());
    println!("25c {:?}", lines(&acme.sees("ben")).last());
    // barred
    acme.channel_with("general", |channel| channel.bot_is_in = false);
    println!("26 {}", crew.says("ana", "/progress 1km challenge:Run").await);
    acme.channel_with("general", |channel| channel.bot_is_in = true);
    crew.slack.trouble(Trouble::on("chat.postMessage", Harm::DropAfter).times(1));
    println!("27 {}", crew.says("ana", "/progress 2km challenge:Run").await);
    crew.slack.trouble(Trouble::on("chat.postMessage", Harm::DropBefore).times(1));
    println!("28 {}", crew.says("ana", "/progress 4km challenge:Run").await);
    crew.slack.trouble(Trouble::on("chat.postMessage", Harm::Busy { retry_after_s: 1 }).times(1));
    println!("29 {}", crew.says("ana", "/progress 6km challenge:Run").await);
    crew.slack.trouble(Trouble::on("views.open", Harm::Refuse("expired_trigger_id")).times(1));
    println!("30 {}", crew.says("ana", "/progress").await);
    crew.slack.trouble(Trouble::on("response_url", Harm::Status(500)));
    let seen = acme.history("general");
    let pressed = acme.presses("ana", seen.last().expect("a message"), "Undo").await;
    println!("31 {}", read(&crew.answers(&pressed).await));
    crew.slack.no_more_trouble();
    println!("faults {:?}", crew.slack.faults());
}
