//! Forms: what can be typed, as fields to fill in. Their answers are the command's named arguments.

mod moderator;

use crate::cards::card::{Field, Form};
use crate::cards::say::say;
use crate::cards::sheet::View;
use crate::domain::challenge::{Challenge, Phase};
use crate::domain::rules::Scoring;
use crate::domain::settings::Units;

pub use moderator::{create, setup};

/// Longest list of choices that every platform shows.
const CHOICES: usize = 25;

/// The form of `progress`: what was done, where it counts, when.
#[must_use]
pub fn progress(view: &View, identity: u32) -> Form {
    let running = || {
        view.community
            .challenges()
            .iter()
            .filter(|one| one.phase() == Phase::Running)
    };
    let mut mine: Vec<&Challenge> = running().filter(|one| one.has_member(identity)).collect();
    if mine.is_empty() {
        mine = running().collect();
    }
    let checklist: Vec<&str> = match mine
        .iter()
        .find(|one| one.rules().scoring == Scoring::Completion)
    {
        Some(one) => one.rules().items.iter().map(String::as_str).collect(),
        None => Vec::new(),
    };
    let needs_amount = !mine.is_empty() && mine.iter().all(|one| one.rules().measured);
    let unit = mine
        .iter()
        .find(|one| one.rules().measured)
        .map_or("kg", |one| one.rules().unit.symbol());
    let amount = Ask::new(
        "amount",
        say("ask-amount", &[]),
        say("ask-amount-hint", &[("unit", unit.into())]),
    );
    let mut fields = vec![if needs_amount {
        amount.required()
    } else {
        amount
    }];
    if mine.len() > 1 {
        let titles: Vec<&str> = mine.iter().map(|one| one.rules().title.as_str()).collect();
        let default = view
            .community
            .person(identity)
            .map_or(0, |person| person.default_challenge);
        let value = mine
            .iter()
            .find(|one| one.number() == default)
            .map_or("", |one| one.rules().title.as_str());
        let ask = Ask::new(
            "challenge",
            say("ask-challenge", &[]),
            say("ask-challenge-hint", &[]),
        );
        fields.push(ask.choices(&titles).value(value));
    }
    if !checklist.is_empty() {
        fields.push(
            Ask::new("item", say("ask-item", &[]), say("ask-item-hint", &[])).choices(&checklist),
        );
    }
    fields.push(Ask::new(
        "when",
        say("ask-when", &[]),
        say("ask-when-hint", &[]),
    ));
    fields.push(Ask::new(
        "note",
        say("ask-note", &[]),
        say("ask-note-hint", &[]),
    ));
    form(
        say("ask-progress", &[]),
        "progress",
        say("ask-progress-submit", &[]),
        fields,
    )
}

/// The form of a goal in a challenge: for a member a new goal, for everybody else joining with one.
#[must_use]
pub fn goal(view: &View, challenge: u32) -> Form {
    let found = view.community.challenge(challenge);
    let is_in = found.is_some_and(|found| found.has_member(view.reader));
    let unit = found.map_or("kg", |found| found.rules().unit.symbol());
    let title = found
        .map(|found| found.rules().title.clone())
        .unwrap_or_default();
    let puts = [("unit", unit.into())];
    let mut fields =
        vec![Ask::new("goal", say("ask-goal", &[]), say("ask-goal-hint", &puts)).required()];
    if found.is_some_and(|found| found.rules().has_baseline()) {
        fields.push(Ask::new(
            "start",
            say("ask-start", &[]),
            say("ask-start-hint", &puts),
        ));
    }
    let into = Ask::new(
        "challenge",
        say("ask-challenge", &[]),
        say("ask-challenge-hint", &[]),
    );
    fields.push(into.choices(&[title.as_str()]).value(&title).required());
    let command = if is_in { "goal" } else { "join" };
    form(
        say("ask-goal-title", &[]),
        command,
        say("ask-goal-submit", &[]),
        fields,
    )
}

/// The form of a member's own settings.
#[must_use]
pub fn settings(view: &View, identity: u32) -> Form {
    let person = view.community.person(identity).copied();
    let zone = person
        .and_then(|person| person.zone)
        .map_or("", |zone| zone.name());
    let units = person.map_or("challenge", |person| match person.units {
        Units::Challenge => "challenge",
        Units::Metric => "metric",
        Units::Imperial => "imperial",
    });
    let switch = |on: bool| if on { "on" } else { "off" };
    let fields = vec![
        Ask::new("zone", say("ask-zone", &[]), say("ask-zone-hint", &[])).value(zone),
        Ask::new(
            "locale",
            say("ask-locale", &[]),
            say("ask-locale-hint", &[]),
        ),
        Ask::new("units", say("ask-units", &[]), say("ask-units-hint", &[]))
            .choices(&["challenge", "metric", "imperial"])
            .value(units),
        Ask::new(
            "mentions",
            say("ask-mentions", &[]),
            say("ask-mentions-hint", &[]),
        )
        .choices(&["on", "off"])
        .value(switch(person.is_some_and(|person| person.mentions))),
        Ask::new("notes", say("ask-notes", &[]), say("ask-notes-hint", &[]))
            .choices(&["on", "off"])
            .value(switch(person.is_none_or(|person| person.notes))),
    ];
    form(
        say("ask-settings", &[]),
        "settings",
        say("ask-save", &[]),
        fields,
    )
}

/// A field in the making.
struct Ask(Field);

impl Ask {
    fn new(name: &str, label: String, hint: String) -> Self {
        let name = name.to_owned();
        Self(Field {
            name,
            label,
            hint,
            ..Field::default()
        })
    }

    /// Only these may be chosen; where there are more than platforms show, any text is taken.
    fn choices(mut self, choices: &[&str]) -> Self {
        if choices.len() <= CHOICES {
            self.0.choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        }
        self
    }

    /// A channel is asked for.
    fn channel(mut self) -> Self {
        self.0.channel = true;
        self
    }

    fn value(mut self, value: &str) -> Self {
        value.clone_into(&mut self.0.value);
        self
    }

    fn required(mut self) -> Self {
        self.0.required = true;
        self
    }

    fn advanced(mut self) -> Self {
        self.0.advanced = true;
        self
    }
}

fn form(title: String, command: &str, submit: String, fields: Vec<Ask>) -> Form {
    let fields = fields.into_iter().map(|ask| ask.0).collect();
    Form {
        title,
        command: command.to_owned(),
        fields,
        submit,
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::cards::stage::Stage;

    #[test]
    fn forms_keep_to_what_platforms_show() {
        let mut stage = Stage::new();
        stage.runs("Walk", &[("unit", "km")]);
        let goal_in = stage.runs("Cut", &[("unit", "kg"), ("scoring", "goal")]);
        stage.runs(
            "Course",
            &[("scoring", "completion"), ("items", "Intro;Module 1")],
        );
        let view = stage.view(2);
        let forms = [
            create(&view),
            progress(&view, 2),
            goal(&view, goal_in),
            settings(&view, 2),
            setup(&view),
        ];
        let mut shown = Vec::new();
        for form in &forms {
            assert!(form.title.chars().count() <= 24, "{}", form.title);
            let names: Vec<&str> = form
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            shown.push(format!(
                "{}: /{} {} [{}]",
                form.title,
                form.command,
                names.join(" "),
                form.submit
            ));
            for field in &form.fields {
                assert!(field.label.chars().count() <= 45, "{}", field.label);
                assert!(field.hint.chars().count() <= 100, "{}", field.hint);
                assert!(
                    field.choices.is_empty() || field.choices.len() <= CHOICES,
                    "{}",
                    field.name
                );
                assert!(
                    field.value.is_empty()
                        || field.choices.is_empty()
                        || field.choices.contains(&field.value)
                );
                assert!(
                    !field.hint.contains('{') && field.label.contains(' ') || field.label.len() > 3
                );
            }
        }
        assert_snapshot!(shown.join("\n"), @r"
        New challenge: /challenge create title unit scoring direction ends rounds prize purpose kind starts closes winners tie look_back day_cap entry_max items join_until sensitive quiet grace [Show the rules]
        Log progress: /progress amount challenge item when note [Log it]
        Set your goal: /join goal start challenge [Set goal]
        Your settings: /settings zone locale units mentions notes [Save]
        Community settings: /setup zone feed closes quiet day_ends locale moderators [Save]
        ");
    }
}
