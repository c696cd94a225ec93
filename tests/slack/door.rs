//! The signed door: who comes in, when, and with what.

use crate::crew::{Crew, Way};
use crate::slack::signed::{Sign, encoded, sign};

const FORM: &str = "application/x-www-form-urlencoded";

/// The headers of a request that was signed at a time.
fn headers(secret: &str, at_s: i64, body: &str) -> Vec<(&'static str, String)> {
    vec![
        ("content-type", FORM.to_owned()),
        ("x-slack-request-timestamp", at_s.to_string()),
        ("x-slack-signature", sign(&Sign { secret, at_s }, body)),
    ]
}

fn typed(crew: &Crew, line: &str) -> String {
    let envelope = crew
        .acme
        .envelope("ana", "general", |spot, world| spot.command(world, line));
    encoded(&envelope).0
}

async fn knocks(crew: &Crew, headers: &[(&str, String)], body: &str) -> u16 {
    let address = crew.bot().address;
    let (status, said) = crew
        .slack
        .knocks(address, "/slack/commands", headers, body)
        .await;
    if status == 401 {
        assert_eq!(said, "", "a refusal says nothing");
    }
    status
}

#[tokio::test]
async fn a_signature_is_good_for_five_minutes_either_way() {
    let crew = Crew::running(Way::Http).await;
    let secret = crew.slack.with(|world| world.app.signing_secret.clone());
    let now_s = crew.clock.now_ms() / 1_000;
    for (off_s, status) in [(0, 200), (300, 200), (-300, 200), (301, 401), (-301, 401)] {
        let body = typed(&crew, "/huzzah help");
        let signed = headers(&secret, now_s + off_s, &body);
        assert_eq!(knocks(&crew, &signed, &body).await, status, "{off_s}");
    }
    // The same request, five minutes and a second later by the house's clock.
    let body = typed(&crew, "/huzzah help");
    let signed = headers(&secret, now_s, &body);
    assert_eq!(knocks(&crew, &signed, &body).await, 200);
    crew.clock.advance_ms(301_000);
    assert_eq!(knocks(&crew, &signed, &body).await, 401);
}

#[tokio::test]
async fn what_is_not_signed_rightly_stays_outside_and_changes_nothing() {
    let crew = Crew::running(Way::Http).await;
    let secret = crew.slack.with(|world| world.app.signing_secret.clone());
    let now_s = crew.clock.now_ms() / 1_000;
    let body = typed(&crew, "/progress 3km");
    let good = headers(&secret, now_s, &body);
    let with = |at: usize, value: &str| {
        let mut headers = good.clone();
        value.clone_into(&mut headers[at].1);
        headers
    };
    let signature = good[2].1.clone();
    let cut = &signature[..signature.len() - 2];
    let long = format!("{signature}00");
    let bad = vec![
        good[..1].to_vec(),
        good[..2].to_vec(),
        vec![good[0].clone(), good[2].clone()],
        headers("another secret", now_s, &body),
        headers("", now_s, &body),
        with(1, &format!("{}", now_s + 1)),
        with(1, ""),
        with(1, "soon"),
        with(1, &format!("{now_s}.5")),
        with(1, "99999999999999999999"),
        with(2, ""),
        with(2, "v0="),
        with(2, cut),
        with(2, &long),
        with(2, &signature[3..]),
        with(2, &format!("v1={}", &signature[3..])),
    ];
    for headers in &bad {
        let status = knocks(&crew, headers, &body).await;
        assert_eq!(status, 401, "{headers:?}");
    }
    let tampered = body.replace("3km", "9km");
    assert_eq!(knocks(&crew, &good, &tampered).await, 401);
    crew.settles().await;
    assert!(
        crew.acme.history("general").is_empty(),
        "nothing was logged"
    );
    assert_eq!(knocks(&crew, &good, &body).await, 200);
    crew.settles().await;
    assert_eq!(crew.acme.history("general").len(), 1);
}

#[tokio::test]
async fn slacks_checks_of_the_address_are_answered() {
    let crew = Crew::running(Way::Http).await;
    let address = crew.bot().address;
    let form = [("content-type", FORM.to_owned())];
    for path in ["/slack/commands", "/slack/interactivity", "/slack/events"] {
        let (status, _) = crew
            .slack
            .knocks(address, path, &form, "ssl_check=1&token=x")
            .await;
        assert_eq!(status, 200, "{path}");
    }
    let secret = crew.slack.with(|world| world.app.signing_secret.clone());
    let body = r#"{"token":"x","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7","type":"url_verification"}"#;
    let mut signed = headers(&secret, crew.clock.now_ms() / 1_000, body);
    "application/json".clone_into(&mut signed[0].1);
    let (status, said) = crew
        .slack
        .knocks(address, "/slack/events", &signed, body)
        .await;
    assert_eq!(status, 200);
    assert!(
        said.contains("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7"),
        "{said}"
    );
    let (status, said) = crew.slack.knocks(address, "/slack/events", &[], body).await;
    assert_eq!((status, said.as_str()), (401, ""), "unsigned");
}

#[tokio::test]
async fn an_acknowledgement_is_there_within_a_second_and_holds_the_private_answer() {
    let crew = Crew::running(Way::Http).await;
    let deed = crew.acme.types("ana", "general", "/leaderboard").await;
    let acked = deed.acked.expect("it is acknowledged");
    assert_eq!(acked.body["response_type"], "ephemeral");
    assert!(acked.took.as_millis() < 1_500, "{:?}", acked.took);
    assert_eq!(crew.slack.calls("response_url").len(), 0);
    let deed = crew.acme.types("ana", "general", "/progress 3km").await;
    let acked = deed.acked.expect("it is acknowledged");
    assert!(
        acked.body.is_null(),
        "what all read is posted: {}",
        acked.body
    );
    crew.settles().await;
    assert_eq!(crew.acme.history("general").len(), 1);
}
