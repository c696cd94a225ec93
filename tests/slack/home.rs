//! App Home: somebody's own page.

use crate::crew::{Crew, WAYS};

/// What somebody reads who opens her Home tab now.
async fn home(crew: &Crew, who: &str) -> String {
    crew.acme.person_with(who, |person| person.home = None);
    crew.clock.advance_ms(60_000);
    crew.acme.opens_home(who).await;
    published(crew, who).await
}

/// What is published next for somebody.
async fn published(crew: &Crew, who: &str) -> String {
    let user = crew.acme.person(who);
    let page = crew.slack.until("a Home tab", |world| {
        world.person("T1", &user)?.home.clone()
    });
    crew.acme.read_view(&page.await)
}

#[tokio::test]
async fn home_shows_my_challenges_and_is_published_for_me_alone() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        crew.says("ben", "/progress 4km").await;
        let page = home(&crew, "ana").await;
        assert!(page.contains("Run") && page.contains("3 km"), "{page}");
        assert!(page.contains("[Log progress] /progress"), "{page}");
        assert!(!page.contains("4 km"), "her own page: {page}");
        assert_eq!(crew.acme.home("mo"), None, "nobody else's is published");
        // Nobody who has done nothing yet is turned away.
        let page = home(&crew, "cem").await;
        assert!(page.contains("not in a challenge yet"), "{page}");
    }
}

#[tokio::test]
async fn home_follows_my_entries_and_logs_them() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/huzzah join Run").await;
        home(&crew, "ana").await;
        crew.acme.presses_in_view("ana", "Log progress").await;
        crew.settles().await;
        crew.clock.advance_ms(60_000);
        crew.acme.person_with("ana", |person| person.home = None);
        crew.acme.submits("ana", &[("How much", "7 km")]).await;
        crew.settles().await;
        crew.clock.advance_ms(60_000);
        let page = published(&crew, "ana").await;
        assert!(page.contains("7 km"), "{page}");
    }
}
