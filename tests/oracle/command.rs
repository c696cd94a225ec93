//! How the lines of a history are typed.

use chrono::Weekday;
use serde_json::json;

use super::act::{Act, Line, MODERATOR, Report, Rules, Scoring, When};
use super::civil::{self, Rounds};
use super::typed::Typed;

impl Line {
    /// The line as `simulate` reads it.
    pub(crate) fn json(&self) -> String {
        let at = civil::show(self.at);
        let Some(command) = self.act.command() else {
            return json!({ "at": at }).to_string();
        };
        let mut line = json!({ "at": at, "user": self.user, "line": command });
        if self.user == MODERATOR {
            line["moderator"] = json!(true);
        }
        if let Some(id) = &self.id {
            line["id"] = json!(id);
        }
        line.to_string()
    }
}

impl Act {
    /// The command as typed; none for the clock alone.
    fn command(&self) -> Option<String> {
        Some(match self {
            Self::Clock => return None,
            Self::Setup { zone, day_ends } => match day_ends {
                Some(time) => format!("/setup zone:{zone} day_ends:{}", time.format("%H:%M")),
                None => format!("/setup zone:{zone}"),
            },
            Self::Zone(zone) => format!("/settings zone:{zone}"),
            Self::Create(rules) => rules.command(),
            Self::Open(title) => format!("/challenge open \"{title}\""),
            Self::Pause(title) => format!("/challenge pause \"{title}\""),
            Self::Resume(title) => format!("/challenge resume \"{title}\""),
            Self::End(title) => format!("/challenge end \"{title}\""),
            Self::Extend(title, date) => format!("/challenge edit \"{title}\" ends:{date}"),
            Self::Join { title, goal, start } => {
                let mut words = vec![format!("/join \"{title}\"")];
                words.extend(option("goal", goal.as_ref()));
                words.extend(option("start", start.as_ref()));
                words.join(" ")
            }
            Self::Leave(title) => format!("/leave \"{title}\""),
            Self::Report(report) => report.command(),
            Self::Undo => "/undo".to_owned(),
            Self::Void(user) => format!("/entry void @{user} last reason:\"typed twice\""),
            Self::Accept(user) => format!("/entry accept @{user} last"),
            Self::Reject(user) => format!("/entry reject @{user} last reason:\"a slip\""),
        })
    }
}

impl Report {
    fn command(&self) -> String {
        let mut words = vec!["/progress".to_owned()];
        words.extend(self.amount.as_ref().map(|amount| amount.text.clone()));
        words.extend(self.note.map(str::to_owned));
        if self.when == When::YesterdayInWords {
            words.push("yesterday".to_owned());
        }
        words.extend(self.item.map(|item| format!("item:\"{item}\"")));
        words.push(format!("challenge:\"{}\"", self.title));
        words.extend(match self.when {
            When::Now | When::YesterdayInWords => None,
            When::Today => Some("when:today".to_owned()),
            When::Yesterday => Some("when:yesterday".to_owned()),
            When::Date(date) => Some(format!("when:{date}")),
            When::Civil(time) => Some(format!("when:\"{}\"", time.format("%Y-%m-%d %H:%M"))),
        });
        if self.again {
            words.push("again:yes".to_owned());
        }
        words.join(" ")
    }
}

impl Rules {
    fn command(&self) -> String {
        let scoring = match self.scoring {
            Scoring::Total => "total",
            Scoring::Best => "best",
            Scoring::Latest => "latest",
            Scoring::Change => "change",
            Scoring::PercentChange => "percent_change",
            Scoring::GoalByReadings => "goal",
            Scoring::GoalByIncrements => "goal kind:increments",
            Scoring::ActiveDays => "active_days",
            Scoring::StreakOfDays => "streak",
            Scoring::StreakOfWeeks => "streak unit:weeks",
            Scoring::Completion => "completion",
            Scoring::Draw => "draw",
        };
        let mut words = vec![format!("/challenge create \"{}\"", self.title)];
        words.extend(self.unit.map(|unit| format!("unit:{}", unit.name())));
        words.push(format!("scoring:{scoring}"));
        match self.scoring {
            _ if self.less => words.push("direction:less".to_owned()),
            Scoring::Change | Scoring::PercentChange => words.push("direction:more".to_owned()),
            _ => {}
        }
        if !self.items.is_empty() {
            words.push(format!("items:\"{}\"", self.items.join("; ")));
        }
        words.push(rounds_options(self.rounds));
        words.extend(self.starts.map(|date| format!("starts:{date}")));
        words.extend(self.ends.map(|date| format!("ends:{date}")));
        words.push(format!(
            "look_back:{}h grace:{}h",
            self.look_back_h, self.grace_h
        ));
        words.extend(option("day_cap", self.day_cap.as_ref()));
        words.extend(option("entry_max", self.entry_max.as_ref()));
        if self.earliest {
            words.push("tie:earliest".to_owned());
        }
        words.join(" ")
    }
}

fn option(name: &str, amount: Option<&Typed>) -> Option<String> {
    amount.map(|amount| format!("{name}:{}", amount.text))
}

fn rounds_options(rounds: Rounds) -> String {
    match rounds {
        Rounds::Never => "rounds:none".to_owned(),
        Rounds::Daily(time) => format!("rounds:daily closes:\"{}\"", time.format("%H:%M")),
        Rounds::Weekly(day, time) => {
            let day = match day {
                Weekday::Mon => "mon",
                Weekday::Tue => "tue",
                Weekday::Wed => "wed",
                Weekday::Thu => "thu",
                Weekday::Fri => "fri",
                Weekday::Sat => "sat",
                Weekday::Sun => "sun",
            };
            format!("rounds:weekly closes:\"{day} {}\"", time.format("%H:%M"))
        }
        Rounds::Monthly(day, time) => {
            let day = if day == 31 {
                "last".to_owned()
            } else {
                day.to_string()
            };
            format!("rounds:monthly closes:\"{day} {}\"", time.format("%H:%M"))
        }
    }
}
