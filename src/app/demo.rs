//! `huzzah demo`: a lounge that is already alive. Four weeks are played through the real house on a moved clock, in
//! memory, and then the door opens on the present.

mod chance;
mod people;
mod plan;
mod talk;

use anyhow::{Context as _, bail};

use crate::app::serve::{self, House};
use crate::clock::Clock;
use crate::commands::{Asker, Desk, Invocation, Place, Said};
use crate::config::{LogFormat, Settings};
use crate::engine::{Courier, Engine};
use crate::platform::lounge::{Lounge, Options, PLATFORM, SPACE};
use crate::store::Store;
use crate::telemetry;
use people::PEOPLE;
use plan::{Act, Deed};

/// The name over the demo's door.
const NAME: &str = "Trailmates";
/// Decides every draw, so that two demos started together tell the same story.
const SEED: u64 = 7;

/// Fills a lounge in memory with four weeks that end now, and serves it until SIGTERM or Ctrl-C.
///
/// The configured database is not touched. Whoever comes in moderates.
///
/// # Errors
/// A sentence that says what is in the way of the start.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    telemetry::init(settings.log.format == LogFormat::Json, &settings.log.filter)
        .context("start the log")?;
    let listener = serve::bind(settings).await?;
    let store = Store::open("sqlite::memory:")
        .await
        .context("open a database in memory")?;
    fill(&store, Clock::wall().now_ms()).await?;
    let options = Options {
        visitor_moderates: true,
        ..named(serve::lounge_options(settings))
    };
    let house = House::build(store, Clock::wall(), options);
    let door = serve::door(settings);
    serve::announce_door(settings, &door, &listener);
    house.start();
    house.serve(listener, &door, serve::told_to_stop()).await
}

/// Plays the demo's four weeks on an empty store; they end a few minutes before `now_ms`.
///
/// # Errors
/// When the database fails, or a line of the story is refused.
pub async fn fill(store: &Store, now_ms: i64) -> anyhow::Result<()> {
    let acts = plan::acts(now_ms)?;
    let clock = Clock::moved(acts.first().map_or(now_ms, |act| act.at_ms));
    let engine = Engine::seeded(store.clone(), clock.clone(), SEED);
    let house = House::on(engine, named(Options::default()));
    let mut people = Vec::new();
    for person in &PEOPLE {
        let seated = house.lounge.seat(person.name).await?;
        let seated = seated.with_context(|| format!("{} sits here already", person.name))?;
        people.push(Asker {
            zone: Some(person.zone.to_owned()),
            moderator: person.moderates,
            ..seated
        });
    }
    let play = Play {
        clock,
        engine: &house.engine,
        desk: &house.desk,
        lounge: &house.lounge,
        courier: &house.courier,
        people,
    };
    for (number, act) in acts.iter().enumerate() {
        play.move_to(act.at_ms).await?;
        play.perform(number, act).await?;
    }
    play.move_to(now_ms).await?;
    house.engine.finish().await;
    Ok(())
}

fn named(options: Options) -> Options {
    Options {
        name: NAME.to_owned(),
        ..options
    }
}

/// The house while the four weeks pass in it.
struct Play<'h> {
    clock: Clock,
    engine: &'h Engine,
    desk: &'h Desk,
    lounge: &'h Lounge,
    courier: &'h Courier,
    people: Vec<Asker>,
}

impl Play<'_> {
    /// Lets the clock run to `at_ms`: what is due on the way happens, and is told, at its own time.
    async fn move_to(&self, at_ms: i64) -> anyhow::Result<()> {
        let next = || self.engine.next_happening();
        while let Some(due_ms) = next().await?.filter(|due_ms| *due_ms <= at_ms) {
            self.clock.set_ms(due_ms);
            self.engine.catch_up_with_clock().await?;
            self.courier.deliver_due().await?;
        }
        self.clock.set_ms(at_ms);
        Ok(())
    }

    async fn perform(&self, number: usize, act: &Act) -> anyhow::Result<()> {
        let who = &self.people[act.who];
        let key = format!("demo-{number}");
        match &act.deed {
            Deed::Say(channel, said) => self.lounge.tell(who, channel, &key, act.at_ms, said).await,
            Deed::Answer(channel, kind, word, said) => {
                self.lounge
                    .tell_below(who, (channel, kind, word), &key, act.at_ms, said)
                    .await
            }
            Deed::Type(channel, line) => self.type_line(who, channel, key, line).await,
        }
    }

    async fn type_line(
        &self,
        who: &Asker,
        channel: &str,
        delivery: String,
        line: &str,
    ) -> anyhow::Result<()> {
        let invocation = Invocation {
            place: Place {
                platform: PLATFORM,
                space: SPACE.to_owned(),
                channel: channel.to_owned(),
                direct: false,
            },
            who: who.clone(),
            delivery: delivery.clone(),
            said: Said::Line(line.to_owned()),
        };
        let reply = self.desk.answer_at_last(invocation).await;
        if reply.refused {
            bail!("the demo's {line} was refused: {}", reply.card.text());
        }
        let at_ms = self.clock.now_ms();
        self.lounge
            .show(who, channel, &delivery, at_ms, &reply)
            .await?;
        self.courier.deliver_due().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::lounge::ARENA;

    /// The kinds and bodies of everything in the arena of a demo that began to be served then.
    async fn arena(now: &str) -> Vec<(String, String)> {
        let now_ms = chrono::DateTime::parse_from_rfc3339(now)
            .expect("an instant")
            .timestamp_millis();
        let store = Store::open("sqlite::memory:").await.expect("a database");
        fill(&store, now_ms).await.expect("the story is played");
        let engine = Engine::new(store.clone(), Clock::moved(now_ms));
        for community in engine.communities().await.expect("communities") {
            let checked = engine.verify(community).await.expect("verified");
            assert!(checked.differences.is_empty(), "{:?}", checked.differences);
        }
        let messages = store
            .lounge_channel(ARENA, "a visitor", i64::MAX, 10_000)
            .await
            .expect("messages");
        let times: Vec<i64> = messages.iter().map(|message| message.at_ms).collect();
        assert!(times.is_sorted() && times.last().is_some_and(|last_ms| *last_ms < now_ms));
        // The ids of people are random.
        let body = |body: String| body.split("\"only_for\"").next().map(str::to_owned);
        messages
            .into_iter()
            .map(|message| (message.kind, body(message.body).unwrap_or_default()))
            .collect()
    }

    #[track_caller]
    fn check(messages: &[(String, String)]) {
        let n_of = |kind: &str| messages.iter().filter(|(found, _)| found == kind).count();
        assert_eq!(n_of("challenge_opened"), 3);
        assert!((8..=10).contains(&n_of("round_closed")));
        let has = |word: &str| messages.iter().any(|(_, body)| body.contains(word));
        assert!(has("draw"));
        assert!(has("Taken back: entry"), "an undone entry reads so");
        assert!(has("Judged by moderators"));
    }

    #[tokio::test]
    async fn whenever_a_visitor_comes_the_place_is_alive() {
        for now in [
            "2027-01-04T00:04:00Z",
            "2027-04-11T19:06:00Z",
            "2028-02-29T12:00:00Z",
        ] {
            check(&arena(now).await);
        }
    }

    #[tokio::test]
    async fn the_same_instant_tells_the_same_story() {
        let now = "2027-06-16T09:30:00Z";
        assert!(arena(now).await == arena(now).await);
    }
}
