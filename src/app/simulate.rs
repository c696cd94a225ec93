//! `huzzah simulate`: a dry run of lines with times, on a moved clock and a database of its own.

mod line;
mod standings;

use std::collections::BTreeSet;
use std::io::{BufRead, Write};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::cards::{Action, Card};
use crate::clock::Clock;
use crate::commands::announce::Announcement;
use crate::commands::{Asker, Desk, Features, Invocation, Place, Reply, Said, Visibility};
use crate::engine::Engine;
use crate::store::{DeliveryOutcome, Store};
use line::{Line, Wants};

/// The space of lines that name none.
const SPACE: &str = "simulation";
/// The platform that lines are typed on.
const PLATFORM: &str = "simulate";

/// Runs the lines of `input` and writes what everybody reads to `output`, one JSON object a line.
///
/// # Errors
/// A sentence that names the line which can't be read, or says that the database is not empty.
pub async fn run(
    input: impl BufRead,
    output: impl Write,
    database: &str,
    seed: u64,
) -> anyhow::Result<()> {
    let store = Store::open(database).await.context("open the database")?;
    let clock = Clock::moved(0);
    let engine = Engine::seeded(store, clock.clone(), seed);
    if !engine.communities().await?.is_empty() {
        bail!("the database {database} is not empty: name an empty one, or leave --database out");
    }
    let desk = Desk::new(
        engine.clone(),
        Features {
            lounge_feed: "feed".to_owned(),
        },
    );
    let mut run = Run {
        engine,
        desk,
        clock,
        output,
        spaces: Vec::new(),
        moderators: BTreeSet::new(),
        shown: Vec::new(),
        n_claims: 0,
    };
    let mut last_ms = i64::MIN;
    for (number, text) in (1_u64..).zip(input.lines()) {
        let text = text.with_context(|| format!("read line {number}"))?;
        if text.trim().is_empty() {
            continue;
        }
        let line = Line::read(&text).with_context(|| format!("line {number}"))?;
        if line.at_ms < last_ms {
            bail!(
                "line {number} is earlier than the line before it: put the lines in order of time"
            );
        }
        last_ms = line.at_ms;
        run.move_to(line.at_ms).await?;
        run.carry_out(number, &line).await?;
        run.announce().await?;
        run.write(&json!({ "at": shown_time(line.at_ms), "done": number }))?;
    }
    let standings = standings::all(&run.engine, &run.spaces).await?;
    run.write(&json!({ "standings": standings }))?;
    run.engine.finish().await;
    Ok(())
}

struct Run<W> {
    engine: Engine,
    desk: Desk,
    clock: Clock,
    output: W,
    /// Every space that was spoken in, in order.
    spaces: Vec<String>,
    /// Everybody who has acted as a moderator, by space.
    moderators: BTreeSet<(String, String)>,
    /// Every action that was shown: in which space, to whom (to all, when absent), and what it is.
    shown: Vec<(String, Option<String>, Action)>,
    n_claims: u64,
}

impl<W: Write> Run<W> {
    /// Lets the clock run to `at_ms`: whatever is due on the way happens at its own time.
    async fn move_to(&mut self, at_ms: i64) -> anyhow::Result<()> {
        while let Some(due_ms) = self
            .engine
            .next_happening()
            .await?
            .filter(|due_ms| *due_ms <= at_ms)
        {
            self.clock.set_ms(due_ms);
            self.engine.catch_up_with_clock().await?;
            self.announce().await?;
        }
        self.clock.set_ms(at_ms);
        Ok(())
    }

    async fn carry_out(&mut self, number: u64, line: &Line) -> anyhow::Result<()> {
        let space = line.space.clone().unwrap_or_else(|| SPACE.to_owned());
        let (user, said) = match &line.wants {
            Wants::Nothing => return Ok(()),
            Wants::Type { user, line } => (user, line.clone()),
            Wants::Press { user, label } => {
                if let Some(command) = self.find_action(&space, user, label) {
                    (user, format!("/{command}"))
                } else {
                    let there = match self.labels_for(&space, user) {
                        none if none.is_empty() => " none".to_owned(),
                        labels => format!(": {}", labels.join(", ")),
                    };
                    let text = format!("{user} sees no button {label} here; there are{there}.");
                    return self.write(&json!({
                    "at": shown_time(line.at_ms), "to": user, "visibility": "private", "text": text,
                    "actions": [], "refused": true,
                }));
                }
            }
        };
        if !self.spaces.contains(&space) {
            self.spaces.push(space.clone());
        }
        if line.moderator {
            self.moderators.insert((space.clone(), user.clone()));
        }
        let invocation = Invocation {
            place: Place {
                platform: PLATFORM,
                space: space.clone(),
                channel: "feed".to_owned(),
                direct: false,
            },
            who: Asker {
                user: user.clone(),
                name: user.clone(),
                moderator: line.moderator,
                ..Asker::default()
            },
            delivery: line.id.clone().unwrap_or_else(|| format!("line {number}")),
            said: Said::Line(said),
        };
        let reply = self.desk.answer_at_last(invocation).await;
        self.show(line.at_ms, &space, user, &reply)?;
        for told in reply.tells {
            self.show(line.at_ms, &space, &told.user, &Reply::private(told.card))?;
        }
        if let Some(also) = reply.also {
            self.show(line.at_ms, &space, user, &Reply::public(also.card))?;
        }
        Ok(())
    }

    fn show(&mut self, at_ms: i64, space: &str, user: &str, reply: &Reply) -> anyhow::Result<()> {
        let public = reply.visibility == Visibility::Public;
        self.remember(space, (!public).then_some(user), &reply.card);
        let mut text = reply.card.text();
        if let Some(file) = &reply.file {
            text = format!("{text}\n{}:\n{}", file.name, file.content);
        }
        let mut shown = json!({
            "at": shown_time(at_ms), "to": user, "visibility": if public { "public" } else { "private" },
            "text": text, "actions": labels(&reply.card),
        });
        if reply.refused {
            shown["refused"] = Value::Bool(true);
        }
        self.write(&shown)
    }

    /// Writes every post that is due now, in order.
    async fn announce(&mut self) -> anyhow::Result<()> {
        loop {
            self.n_claims += 1;
            let owner = format!("simulate-{}", self.n_claims);
            let store = self.engine.store().clone();
            let mut due = store
                .claim_due_deliveries(self.engine.now_ms(), &owner, i64::MAX / 4, 64, &[])
                .await?;
            if due.is_empty() {
                return Ok(());
            }
            due.sort_by_key(|delivery| {
                (delivery.due_ms, delivery.key.community_id, delivery.key.seq)
            });
            for delivery in due {
                let announcement = self.desk.announcement(&delivery).await?;
                if let Some(announcement) = announcement {
                    if announcement.moderators_only {
                        self.tell_moderators(&announcement)?;
                    } else {
                        self.post(&announcement)?;
                    }
                }
                let mut tx = store.begin().await?;
                tx.report_delivery(&delivery.key, &owner, DeliveryOutcome::Sent(None))
                    .await?;
                tx.commit().await?;
            }
        }
    }

    fn post(&mut self, announcement: &Announcement) -> anyhow::Result<()> {
        let space = announcement.space.platform_space.clone();
        self.remember(&space, None, &announcement.card);
        self.write(&json!({
                        "at": shown_time(announcement.due_ms), "space": space, "announcement": announcement.kind,
                        "text": announcement.card.text(), "actions": labels(&announcement.card),
                    }))
    }

    /// Shows something to everybody who has acted as a moderator in the space.
    fn tell_moderators(&mut self, announcement: &Announcement) -> anyhow::Result<()> {
        let space = announcement.space.platform_space.clone();
        let told: Vec<String> = self
            .moderators
            .iter()
            .filter(|(at, _)| *at == space)
            .map(|(_, user)| user.clone())
            .collect();
        for user in told {
            self.remember(&space, Some(&user), &announcement.card);
            self.write(&json!({
                "at": shown_time(announcement.due_ms), "to": user, "visibility": "private",
                "text": announcement.card.text(), "actions": labels(&announcement.card),
            }))?;
        }
        Ok(())
    }

    fn remember(&mut self, space: &str, to: Option<&str>, card: &Card) {
        let shown = card
            .actions
            .iter()
            .map(|action| (space.to_owned(), to.map(str::to_owned), action.clone()));
        self.shown.extend(shown);
    }

    /// The command of the newest action with that label that this user was shown and may press.
    fn find_action(&self, space: &str, user: &str, label: &str) -> Option<String> {
        let mut actions = self.actions_for(space, user);
        let found = actions.find(|action| action.label.eq_ignore_ascii_case(label));
        found.map(|action| action.command.clone())
    }

    /// The labels that this user may press, the newest first.
    fn labels_for(&self, space: &str, user: &str) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for action in self.actions_for(space, user) {
            if !labels.contains(&action.label) {
                labels.push(action.label.clone());
            }
        }
        labels
    }

    /// Everything that this user was shown and may press, the newest first.
    fn actions_for<'a>(
        &'a self,
        space: &'a str,
        user: &'a str,
    ) -> impl Iterator<Item = &'a Action> {
        let shown = self.shown.iter().rev().filter(move |(at, to, action)| {
            at == space
                && to.as_deref().is_none_or(|to| to == user)
                && action.only_for.as_deref().is_none_or(|only| only == user)
        });
        shown.map(|(_, _, action)| action)
    }

    fn write(&mut self, value: &Value) -> anyhow::Result<()> {
        writeln!(self.output, "{value}").context("write")?;
        self.output.flush().context("write")
    }
}

fn labels(card: &Card) -> Vec<&str> {
    card.actions
        .iter()
        .map(|action| action.label.as_str())
        .collect()
}

/// An instant as in the input: RFC 3339 in UTC, milliseconds only where there are any.
fn shown_time(at_ms: i64) -> String {
    let format = chrono::SecondsFormat::AutoSi;
    chrono::DateTime::from_timestamp_millis(at_ms)
        .map_or_else(String::new, |at| at.to_rfc3339_opts(format, true))
}
