//! App Home: somebody's own page.

use crate::crew::{Crew, WAYS};

async fn home(crew: &Crew, who: &str) -> String {
    crew.acme.opens_home(who).await;
    crew.settles().await;
    crew.acme.home(who).expect("a Home tab was published")
}

#[tokio::test]
async fn home_shows_my_challenges_and_is_published_for_me_alone() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        crew.says("ana", "/progress 3km").await;
        crew.says("ben", "/progress 4km").await;
        crew.clock.advance_ms(60_000);
        let page = home(&crew, "ana").await;
        assert!(page.contains("Run") && page.contains("3 km"), "{page}");
        assert!(page.contains("[Log progress] /progress"), "{page}");
        assert!(!page.contains("4 km"), "her own page: {page}");
        assert_eq!(crew.acme.home("mo"), None, "nobody else's is published");
        // Nobody who has done nothing yet is turned away.
        let page = home(&crew, "cem").await;
        assert!(page.contains("Run"), "{page}");
    }
}

#[tokio::test]
async fn home_follows_my_entries_and_logs_them() {
    for way in WAYS {
        let crew = Crew::running(way).await;
        home(&crew, "ana").await;
        crew.clock.advance_ms(60_000);
        crew.acme.presses_in_view("ana", "Log progress", &[]).await;
        crew.settles().await;
        crew.acme.submits("ana", &[("How much", "7 km")]).await;
        crew.settles().await;
        crew.clock.advance_ms(60_000);
        crew.slack
            .until("her page says 7 km", |_| None::<()>.or(Some(())))
            .await;
        let page = home(&crew, "ana").await;
        assert!(page.contains("7 km"), "{page}");
    }
}
