//! How long a member waits for the reply to `/progress` while a hundred members ask each second.
//!
//! The reply is what she reads: the message in the channel, or what stands in the acknowledgement. Everybody has asked
//! before, so that the house knows her.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use huzzah::clock::Clock;
use huzzah::platform::slack::{self as platform, App, Options};

use crate::guild;
use crate::note;
use crate::slack::Slack;
use crate::slack::deliver::Door;
use crate::slack::envelope::Spot;
use crate::slack::team::{Channel, Person};
use crate::table::{Line, Unit};
use crate::town::{TEAM, Town};
use crate::world;

/// Between two requests: a hundred a second.
const PAUSE: Duration = Duration::from_millis(10);
/// How long a round takes.
const ROUND: Duration = Duration::from_secs(5);
/// What a reply may take by our own promise; the platforms wait three seconds.
const PROMISE: Duration = Duration::from_secs(1);
const MEMBERS: u32 = 10_000;
/// Members who ask, each in turn.
const ASKERS: u32 = 500;
/// Channels in which they ask, each in turn: Slack takes one message a second and channel.
const CHANNELS: u32 = 200;

/// The nth question; how long its reply took.
type Ask = Arc<dyn Fn(u32) -> Pin<Box<dyn Future<Output = Duration> + Send>> + Send + Sync>;

/// A door by which members ask.
struct Candidate {
    name: &'static str,
    ask: Ask,
    town: Town,
}

/// Every door that is measured.
async fn candidates() -> Vec<Candidate> {
    vec![
        slack(Way::Socket).await,
        slack(Way::Http).await,
        discord(guild::Way::Gateway).await,
        discord(guild::Way::Http).await,
    ]
}

/// Adds a line for each door.
pub(crate) async fn measure(rounds: usize, lines: &mut Vec<Line>) {
    note(&format!(
        "replies at {} requests a second",
        1_000 / PAUSE.as_millis()
    ));
    let candidates = candidates().await;
    for candidate in &candidates {
        for n in 0..ASKERS {
            (candidate.ask)(n).await;
        }
    }
    let mut figures = vec![Vec::new(); candidates.len()];
    let mut asked = ASKERS;
    for round in 0..rounds {
        for turn in 0..candidates.len() {
            let which = (turn + round) % candidates.len();
            let waited = ask_on(&candidates[which].ask, asked).await;
            let slowest = percentile(waited, 99);
            note(&format!("  {}: {slowest:?}", candidates[which].name));
            figures[which].push((slowest.as_secs_f64(), PROMISE.as_secs_f64()));
        }
        asked += n_asked();
    }
    for (candidate, rounds) in candidates.into_iter().zip(figures) {
        lines.push(Line {
            measure: format!("99th reply of 100 at 100/s, {}", candidate.name),
            against: "our promise",
            unit: Unit::Seconds,
            rounds,
            floor: Some(1.0),
        });
        candidate.town.close().await;
    }
}

/// Questions in one round.
fn n_asked() -> u32 {
    u32::try_from(ROUND.as_millis() / PAUSE.as_millis()).expect("few questions")
}

/// Asks for a round, from the nth question on, whether the ones before are answered or not; how long each waited.
async fn ask_on(ask: &Ask, first: u32) -> Vec<Duration> {
    let mut ticks = tokio::time::interval(PAUSE);
    let mut asked = Vec::new();
    for n in first..first + n_asked() {
        ticks.tick().await;
        asked.push(tokio::spawn(ask(n)));
    }
    let mut waited = Vec::new();
    for asked in asked {
        waited.push(asked.await.expect("everybody is answered"));
    }
    waited
}

/// What so many of a hundred do not exceed.
fn percentile(mut waited: Vec<Duration>, of_hundred: usize) -> Duration {
    waited.sort_unstable();
    let at = (waited.len() * of_hundred).div_ceil(100).max(1) - 1;
    waited.get(at).copied().unwrap_or_default()
}

/// How Slack hands over what is typed.
#[derive(Clone, Copy)]
enum Way {
    Socket,
    Http,
}

/// The Slack of the tests, which keeps Slack's rules, and a house that it reaches that way.
async fn slack(way: Way) -> Candidate {
    let slack = Slack::open(Clock::wall()).await;
    let acme = slack.workspace(TEAM);
    populate(&slack);
    let options = Options {
        api_url: slack.api_url(),
        door: slack.with(|world| match way {
            Way::Socket => platform::Door::Socket {
                app_token: world.app.socket_token.as_str().into(),
            },
            Way::Http => platform::Door::Http {
                signing_secret: world.app.signing_secret.as_str().into(),
            },
        }),
        app: App::One {
            bot_token: acme.installs().into(),
        },
        moderators: Vec::new(),
    };
    let town = Town::open(options, MEMBERS, false).await;
    let name = match way {
        Way::Socket => {
            slack.linked(1).await;
            "Slack, socket"
        }
        Way::Http => {
            slack.reaches(Door::Http(town.address));
            "Slack, HTTP"
        }
    };
    let ask: Ask = Arc::new(move |n| Box::pin(ask_slack(slack.clone(), n)));
    Candidate { name, ask, town }
}

/// Lets in who asks, and makes the channels.
fn populate(slack: &Slack) {
    slack.with(|world| {
        world.strict = true;
        let team = world.team_mut(TEAM);
        for asker in 0..ASKERS {
            let id = world::user(asker + 2);
            let person = Person {
                id: id.clone(),
                shown: id.clone(),
                home_team: TEAM.to_owned(),
                ..Person::default()
            };
            team.people.insert(id, person);
        }
        for number in 0..CHANNELS {
            let id = channel(number);
            let channel = Channel {
                id: id.clone(),
                name: id.to_lowercase(),
                bot_is_in: true,
                ..Channel::default()
            };
            team.channels.insert(id, channel);
        }
    });
}

fn channel(number: u32) -> String {
    format!("C{number:05}")
}

/// A server of Discord, and a house that it reaches that way.
async fn discord(way: guild::Way) -> Candidate {
    let members: Vec<String> = (0..ASKERS).map(|asker| world::user(asker + 2)).collect();
    let channels: Vec<String> = (0..CHANNELS).map(channel).collect();
    let (server, town) = guild::open(way, &members, &channels).await;
    let name = match way {
        guild::Way::Gateway => "Discord, gateway",
        guild::Way::Http => "Discord, HTTP",
    };
    let ask: Ask = Arc::new(move |n| {
        let server = server.clone();
        Box::pin(async move {
            let (user, channel) = (world::user(2 + n % ASKERS), channel(n % CHANNELS));
            guild::says(&server, &user, &channel, &line(n)).await
        })
    });
    Candidate { name, ask, town }
}

/// What the nth question says.
fn line(n: u32) -> String {
    let metres = 1_000 + n % 90_000;
    format!("/progress {}.{:03} km", metres / 1_000, metres % 1_000)
}

/// One member types, and waits until Slack has the reply.
async fn ask_slack(slack: Slack, n: u32) -> Duration {
    let user = world::user(2 + n % ASKERS);
    let channel = channel(n % CHANNELS);
    let hooks = slack.api_url().replace("/api", "/hook/");
    let line = line(n);
    let (typed, n_calls) = slack.with(|world| {
        let spot = Spot {
            team: TEAM,
            channel: &channel,
            user: &user,
            hooks: &hooks,
        };
        (spot.command(world, &line), world.calls.len())
    });
    let began = Instant::now();
    let deed = slack.deliver(typed).await;
    let acked = deed.acked.expect("it is acknowledged in time");
    let logged = format!("{user} logged");
    if acked.body.to_string().contains(&logged) {
        return acked.took;
    }
    let posted = slack.until("the reply", |world| {
        let told = |call: &crate::slack::world::Call| {
            let text = call.args["text"].as_str().unwrap_or_default();
            call.outcome == "ok" && text.contains(&logged)
        };
        world.calls[n_calls..]
            .iter()
            .any(told)
            .then(|| began.elapsed())
    });
    posted.await
}
