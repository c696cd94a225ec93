//! A house for many workspaces, its door on loopback, and a browser that keeps cookies.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use huzzah::app::serve::House;
use huzzah::clock::Clock;
use huzzah::commands::{Asker, Invocation, Place, Reply, Said};
use huzzah::config::TokenKey;
use huzzah::platform::lounge;
use huzzah::platform::slack::team::TeamKey;
use huzzah::platform::slack::{App, Door, Options};
use huzzah::store::{Kind, Store};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;

use crate::database::{TestDatabase, fresh_database};
use crate::slack::Slack;
use crate::slack::act::id_of;
use crate::slack::deliver;
use crate::slack::world::Code;

pub(crate) const START_MS: i64 = 1_800_000_000_000;
pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const HOUR_MS: i64 = 60 * MINUTE_MS;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

/// A house for many workspaces beside a Slack.
pub(crate) struct Office {
    pub(crate) slack: Slack,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    pub(crate) house: House,
    pub(crate) database: TestDatabase,
    address: String,
    n_said: std::cell::Cell<u32>,
}

impl Office {
    pub(crate) async fn new() -> Self {
        let clock = Clock::moved(START_MS);
        let slack = Slack::open(clock.clone()).await;
        let database = fresh_database();
        let store = Store::open(&database.url).await.expect("a database");
        let house = house(&store, &clock, options(&slack, "0f"));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        slack.reaches(deliver::Door::Http(address));
        let address = format!("http://{address}");
        let routes = house.slack.as_ref().expect("Slack is on").routes();
        let routes = routes.expect("the settings are whole");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self {
            slack,
            clock,
            store,
            house,
            database,
            address,
            n_said: std::cell::Cell::new(0),
        }
    }

    /// The handle.
    pub(crate) fn door(&self) -> &huzzah::platform::slack::Slack {
        self.house.slack.as_ref().expect("Slack is on")
    }

    /// Another process on the same database. On SQLite there is none, and it only remembers nothing of the first.
    pub(crate) async fn another(&self) -> House {
        let store = if self.store.kind() == Kind::Postgres {
            Store::open(&self.database.url).await.expect("a database")
        } else {
            self.store.clone()
        };
        house(&store, &self.clock, options(&self.slack, "0f"))
    }

    /// Ana installs the app in a workspace, all the way; the key.
    pub(crate) async fn installs(&self, team: &str) -> TeamKey {
        let mut browser = self.browser();
        let sent = browser.gets("/slack/install").await;
        let state = sent.state();
        let back = self.approves(team, &state, |_| ());
        let done = browser.gets(&back).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let enterprise = self.slack.with(|world| world.team(team).enterprise.clone());
        TeamKey {
            enterprise: enterprise.unwrap_or_default(),
            team: team.to_owned(),
        }
    }

    /// Ana says yes at Slack, which sends her to this address.
    pub(crate) fn approves(
        &self,
        team: &str,
        state: &str,
        change: impl FnOnce(&mut Code),
    ) -> String {
        let ana = id_of("Ana");
        self.slack.with(|world| {
            let mut code = Code {
                team: team.to_owned(),
                installer: ana,
                until_ms: world.clock.now_ms() + 10 * MINUTE_MS,
                redirect: None,
                org_wide: false,
            };
            change(&mut code);
            let name = format!("code-{}", world.number());
            world.codes.insert(name.clone(), code);
            format!("/slack/oauth?code={name}&state={state}")
        })
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser {
            address: self.address.clone(),
            cookie: None,
        }
    }

    /// Somebody types a line in a workspace.
    pub(crate) async fn says(&self, space: &str, who: &str, line: &str) -> Reply {
        self.n_said.set(self.n_said.get() + 1);
        let invocation = Invocation {
            place: Place {
                platform: "slack",
                space: space.to_owned(),
                channel: "C1".to_owned(),
                direct: false,
            },
            who: Asker {
                user: id_of(who),
                name: who.to_owned(),
                moderator: who == "Ana",
                ..Asker::default()
            },
            delivery: format!("d{}", self.n_said.get()),
            said: Said::Line(line.to_owned()),
        };
        self.house.desk.answer(invocation).await
    }
}

fn house(store: &Store, clock: &Clock, options: Options) -> House {
    let house = House::build(store.clone(), clock.clone(), lounge::Options::default());
    house.with_slack(options).expect("a house")
}

/// What an operator of a Slack app for many workspaces sets.
pub(crate) fn options(slack: &Slack, key: &str) -> Options {
    slack.with(|world| Options {
        api_url: slack.api_url(),
        door: Door::Http {
            signing_secret: world.app.signing_secret.as_str().into(),
        },
        app: App::Several {
            client_id: world.app.client_id.clone(),
            client_secret: world.app.client_secret.as_str().into(),
            token_key: TokenKey::read(&key.repeat(32)).expect("a key"),
        },
        moderators: Vec::new(),
    })
}

/// A browser with room for one cookie.
pub(crate) struct Browser {
    address: String,
    pub(crate) cookie: Option<String>,
}

/// What a browser was answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    pub(crate) async fn gets(&mut self, path: &str) -> Answer {
        let mut request = Request::get(format!("{}{path}", self.address));
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("other=1; {cookie}"));
        }
        let request = request.body(Body::empty()).expect("a right request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let answer = client.request(request).await.expect("an answer");
        let (head, body) = answer.into_parts();
        let body = axum::body::to_bytes(Body::new(body), 1 << 20).await;
        let body = String::from_utf8(body.expect("a body").to_vec()).expect("text");
        let answer = Answer {
            status: head.status,
            headers: head.headers,
            body,
        };
        if let Some(set) = answer.header("set-cookie") {
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        answer
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where it sends the browser.
    pub(crate) fn location(&self) -> &str {
        self.header("location").expect("it sends elsewhere")
    }

    /// The `state` in the address it sends the browser to.
    pub(crate) fn state(&self) -> String {
        let (_, query) = self.location().split_once('?').expect("a query");
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let state = pairs.find(|(name, _)| name == "state");
        state.expect("a state").1.into_owned()
    }

    /// The page's headline.
    pub(crate) fn title(&self) -> &str {
        let title = self.body.split("<h1>").nth(1);
        let title = title.and_then(|rest| rest.split("</h1>").next());
        title.unwrap_or_else(|| panic!("a page: {} {}", self.status, self.body))
    }
}
