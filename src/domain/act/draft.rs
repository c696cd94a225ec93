//! `challenge create`: a moderator's words become rules, with every default filled in.

use crate::domain::act::settings::{one_of, read_switch};
use crate::domain::act::{Decided, Decision, ENTRY_MAX_MICRO, Moment, Who, find};
use crate::domain::amount::{self, Decimal, Reading, Typed, Unit};
use crate::domain::calendar::{Closing, Rhythm, Tz, period_end_ms, period_start_ms, read_span_ms};
use crate::domain::community::Community;
use crate::domain::event::ChallengeDrafted;
use crate::domain::refusal::{Problem, Refusal};
use crate::domain::rules::{
    Direction, GRACE_MS, Kind, LONGEST_SPAN_MS, LOOK_BACK_MS, Rounds, Rules, Scoring, TITLE_MAX,
    Tie,
};

/// Longest purpose and prize, in characters.
const WORDS_MAX: usize = 300;
/// Most items of a checklist.
const ITEMS_MAX: usize = 200;
/// Most winning places.
const WINNERS_MAX: u32 = 100;

/// What a moderator types; absent options take their defaults (on an edit: stay as they are).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The options by name, as typed.
    pub options: Vec<(String, String)>,
}

impl Wishes {
    /// An option as typed; none where it is absent or empty.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&str> {
        let found = self.options.iter().find(|(option, _)| option == name);
        found
            .map(|(_, typed)| typed.trim())
            .filter(|typed| !typed.is_empty())
    }
}

/// Decides what writing a challenge down does.
///
/// # Errors
/// [`Refusal::Option`] at the option that does not fit, [`Refusal::TitleTaken`].
pub fn decide(community: &Community, moment: &Moment<'_>, who: Who, wishes: &Wishes) -> Decided {
    let rules = read_rules(community, moment.now_ms, wishes)?;
    title_is_free(community, &rules.title, 0)?;
    let challenge = u32::try_from(community.challenges().len() + 1).unwrap_or(u32::MAX);
    Ok(Decision::of(ChallengeDrafted {
        challenge,
        by: who.identity,
        rules,
    }))
}

/// No other unfinished challenge may have the title.
///
/// # Errors
/// [`Refusal::TitleTaken`].
pub fn title_is_free(community: &Community, title: &str, except: u32) -> Result<(), Refusal> {
    let taken = community.challenges().iter().any(|other| {
        other.number() != except
            && !other.phase().is_finished()
            && find::fold(&other.rules().title) == find::fold(title)
    });
    if taken {
        Err(Refusal::TitleTaken {
            title: title.to_owned(),
        })
    } else {
        Ok(())
    }
}

/// Reads all rules from what was typed.
///
/// # Errors
/// [`Refusal::Option`] at the option that does not fit.
pub fn read_rules(community: &Community, now_ms: i64, wishes: &Wishes) -> Result<Rules, Refusal> {
    let zone = community.settings().tz();
    let scoring = read_scoring(wishes)?;
    let unit = read_unit(wishes, scoring)?;
    let kind = read_kind(wishes, scoring)?;
    let starts_ms = date(wishes, "starts", |typed| period_start_ms(zone, typed))?;
    let ends_ms = read_end(zone, wishes, starts_ms.unwrap_or(now_ms).max(now_ms))?;
    let measured = wishes.option("unit").is_some()
        && !weeks_or_days(wishes, scoring)
        && scoring != Scoring::Completion;
    let amount = |name| read_amount(community, wishes, &unit, name);
    let day_cap_micro = amount("day_cap")?;
    if day_cap_micro.is_some()
        && (kind == Kind::Readings || !matches!(scoring, Scoring::Total | Scoring::Goal))
    {
        return Err(refused("day_cap", wishes, Problem::OnlyFor("total")));
    }
    Ok(Rules {
        title: title(wishes.option("title").unwrap_or_default())?,
        purpose: words(wishes, "purpose")?,
        prize: words(wishes, "prize")?,
        direction: read_direction(wishes, scoring, kind)?,
        starts_ms,
        ends_ms,
        rounds: read_rounds(community, wishes)?,
        winners: number(wishes, "winners", 3, 1, WINNERS_MAX)?,
        tie: match wishes.option("tie") {
            Some(typed) if one_of("tie", typed, &["shared", "earliest"])? == "earliest" => {
                Tie::Earliest
            }
            _ => Tie::Shared,
        },
        look_back_ms: span(wishes, "look_back", LOOK_BACK_MS)?,
        day_cap_micro,
        entry_max_micro: amount("entry_max")?,
        items: read_items(wishes, scoring)?,
        join_until_ms: date(wishes, "join_until", |typed| period_end_ms(zone, typed))?,
        sensitive: match wishes.option("sensitive") {
            Some(typed) => read_switch("sensitive", typed)?,
            None => measured && is_sensitive(&unit, kind),
        },
        quiet: wishes
            .option("quiet")
            .map_or(Ok(false), |typed| read_switch("quiet", typed))?,
        grace_ms: span(wishes, "grace", GRACE_MS)?,
        weeks: scoring == Scoring::Streak
            && wishes
                .option("unit")
                .is_some_and(|unit| unit.to_lowercase().starts_with("week")),
        measured,
        unit,
        scoring,
        kind,
    })
}

/// Weight on the scale and money are nobody else's business unless a moderator says so.
fn is_sensitive(unit: &Unit, kind: Kind) -> bool {
    use crate::domain::amount::Dimension;
    match unit.dimension() {
        Dimension::Money => true,
        Dimension::Mass => kind == Kind::Readings,
        _ => false,
    }
}

/// A title: one line, not too long.
///
/// # Errors
/// [`Refusal::Option`].
pub fn title(typed: &str) -> Result<String, Refusal> {
    let clean = clean(typed);
    let refused = |problem| {
        Err(Refusal::Option {
            name: "title",
            typed: clean.clone(),
            problem,
        })
    };
    match unicode_segmentation::UnicodeSegmentation::graphemes(clean.as_str(), true).count() {
        0 => refused(Problem::Empty),
        n if n > TITLE_MAX || clean.len() > TITLE_MAX * 8 => refused(Problem::Long(TITLE_MAX)),
        _ => Ok(clean),
    }
}

/// Without control characters, direction overrides and invisible marks; spaces folded.
#[must_use]
pub fn clean(typed: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
    };
    let visible: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !hidden(*c))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Free words of a moderator, cleaned and bounded.
///
/// # Errors
/// [`Refusal::Option`].
pub fn words(wishes: &Wishes, name: &'static str) -> Result<Option<String>, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(None);
    };
    let clean = clean(typed);
    if clean.chars().count() > WORDS_MAX {
        return Err(refused(name, wishes, Problem::Long(WORDS_MAX)));
    }
    Ok(Some(clean).filter(|clean| !clean.is_empty()))
}

/// A whole number within bounds.
///
/// # Errors
/// [`Refusal::Option`].
pub fn number(
    wishes: &Wishes,
    name: &'static str,
    default: u32,
    least: u32,
    most: u32,
) -> Result<u32, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(default);
    };
    let read = typed
        .parse()
        .ok()
        .filter(|number| (least..=most).contains(number));
    read.ok_or_else(|| refused(name, wishes, Problem::Number { least, most }))
}

/// The end of a challenge: a date's last midnight, after `from_ms`.
///
/// # Errors
/// [`Refusal::Option`].
pub fn read_end(zone: Tz, wishes: &Wishes, from_ms: i64) -> Result<Option<i64>, Refusal> {
    if wishes
        .option("ends")
        .is_some_and(|typed| typed.eq_ignore_ascii_case("none"))
    {
        return Ok(None);
    }
    match date(wishes, "ends", |typed| period_end_ms(zone, typed))? {
        Some(end_ms) if end_ms <= from_ms => Err(refused("ends", wishes, Problem::Past)),
        end_ms => Ok(end_ms),
    }
}

/// A refusal of an option as it was typed.
#[must_use]
pub fn refused(name: &'static str, wishes: &Wishes, problem: Problem) -> Refusal {
    Refusal::Option {
        name,
        typed: wishes.option(name).unwrap_or_default().to_owned(),
        problem,
    }
}

/// A date or date and time.
///
/// # Errors
/// [`Refusal::Option`].
pub fn date(
    wishes: &Wishes,
    name: &'static str,
    read: impl Fn(&str) -> Option<i64>,
) -> Result<Option<i64>, Refusal> {
    match wishes.option(name) {
        None => Ok(None),
        Some("now") if name == "starts" => Ok(None),
        Some(typed) => read(typed)
            .map(Some)
            .ok_or_else(|| refused(name, wishes, Problem::Date)),
    }
}

fn span(wishes: &Wishes, name: &'static str, default_ms: i64) -> Result<i64, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(default_ms);
    };
    let read = read_span_ms(typed).filter(|span_ms| (0..=LONGEST_SPAN_MS).contains(span_ms));
    read.ok_or_else(|| refused(name, wishes, Problem::Span))
}

fn read_scoring(wishes: &Wishes) -> Result<Scoring, Refusal> {
    let Some(typed) = wishes.option("scoring") else {
        return Ok(Scoring::Total);
    };
    if typed.eq_ignore_ascii_case("votes") {
        return Err(refused("scoring", wishes, Problem::VotesLater));
    }
    let word = one_of("scoring", typed, &Scoring::WORDS.map(|(word, _)| word))?;
    Ok(Scoring::WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map_or(Scoring::Total, |(_, scoring)| *scoring))
}

fn weeks_or_days(wishes: &Wishes, scoring: Scoring) -> bool {
    let unit = wishes.option("unit").map(str::to_lowercase);
    scoring.is_counted()
        && unit.is_some_and(|unit| matches!(unit.as_str(), "week" | "weeks" | "day" | "days"))
}

fn read_unit(wishes: &Wishes, scoring: Scoring) -> Result<Unit, Refusal> {
    let default = match scoring {
        Scoring::Completion => Some("items"),
        Scoring::ActiveDays | Scoring::Streak | Scoring::Draw => Some("check-ins"),
        _ => None,
    };
    let typed = wishes
        .option("unit")
        .filter(|_| !weeks_or_days(wishes, scoring) && scoring != Scoring::Completion);
    let word = typed
        .or(default)
        .ok_or_else(|| refused("unit", wishes, Problem::Empty))?;
    Unit::from_word(word).map_err(|_| refused("unit", wishes, Problem::Unit))
}

fn read_kind(wishes: &Wishes, scoring: Scoring) -> Result<Kind, Refusal> {
    let usual = match scoring {
        Scoring::Latest | Scoring::Change | Scoring::PercentChange | Scoring::Goal => {
            Kind::Readings
        }
        _ => Kind::Increments,
    };
    let Some(typed) = wishes.option("kind") else {
        return Ok(usual);
    };
    let kind = match one_of("kind", typed, &["increments", "readings"])?.as_str() {
        "readings" => Kind::Readings,
        _ => Kind::Increments,
    };
    let fits = match scoring {
        Scoring::Change | Scoring::PercentChange | Scoring::Latest => kind == Kind::Readings,
        Scoring::Total => kind == Kind::Increments,
        _ => true,
    };
    if fits {
        Ok(kind)
    } else {
        Err(refused("kind", wishes, Problem::KindNotFor(scoring.word())))
    }
}

fn read_direction(wishes: &Wishes, scoring: Scoring, kind: Kind) -> Result<Direction, Refusal> {
    let Some(typed) = wishes.option("direction") else {
        return match scoring {
            Scoring::Change | Scoring::PercentChange => {
                Err(refused("direction", wishes, Problem::DirectionNeeded))
            }
            _ => Ok(Direction::More),
        };
    };
    let direction = one_of("direction", typed, &["more", "less"])?;
    let may_be_less = matches!(
        scoring,
        Scoring::Best | Scoring::Latest | Scoring::Change | Scoring::PercentChange
    );
    match direction.as_str() {
        "less" if may_be_less => Ok(Direction::Less),
        // A goal's direction follows from start and goal.
        "less" if scoring == Scoring::Goal && kind == Kind::Readings => Ok(Direction::More),
        "less" => Err(refused(
            "direction",
            wishes,
            Problem::LessNotFor(scoring.word()),
        )),
        _ => Ok(Direction::More),
    }
}

fn read_rounds(community: &Community, wishes: &Wishes) -> Result<Option<Rounds>, Refusal> {
    let word = match wishes.option("rounds") {
        None => "weekly".to_owned(),
        Some(typed) => one_of("rounds", typed, &["none", "daily", "weekly", "monthly"])?,
    };
    let Some(rhythm) = Rhythm::named(&word) else {
        return Ok(None);
    };
    let example = match rhythm {
        Rhythm::Daily => "20:00",
        Rhythm::Weekly => "sun 20:00",
        Rhythm::Monthly => "last 20:00",
    };
    let usual = community
        .settings()
        .closes
        .as_deref()
        .filter(|_| rhythm == Rhythm::Weekly);
    let closes = match wishes.option("closes") {
        Some(typed) => {
            let read = Closing::read(rhythm, typed);
            read.ok_or_else(|| refused("closes", wishes, Problem::Closing(example)))?
        }
        None => usual
            .and_then(|usual| Closing::read(rhythm, usual))
            .unwrap_or_else(|| Closing::usual(rhythm)),
    };
    Ok(Some(Rounds { rhythm, closes }))
}

fn read_amount(
    community: &Community,
    wishes: &Wishes,
    unit: &Unit,
    name: &'static str,
) -> Result<Option<i64>, Refusal> {
    let Some(typed) = wishes.option(name) else {
        return Ok(None);
    };
    let decimal: Decimal = community.settings().decimal();
    let reading = Reading {
        unit,
        signed: false,
        zero_ok: false,
        community: decimal,
        member: decimal,
    };
    match amount::read(typed, &reading) {
        Ok(Typed::Amount(amount))
            if amount.fits(unit)
                && amount.note.is_empty()
                && amount.amount.micro() <= ENTRY_MAX_MICRO =>
        {
            Ok(Some(amount.amount.micro()))
        }
        _ => Err(refused(
            name,
            wishes,
            Problem::Amount(unit.symbol().to_owned()),
        )),
    }
}

fn read_items(wishes: &Wishes, scoring: Scoring) -> Result<Vec<String>, Refusal> {
    match (wishes.option("items"), scoring) {
        (None, Scoring::Completion) => Err(refused("items", wishes, Problem::ItemsNeeded)),
        (None, _) => Ok(Vec::new()),
        (Some(_), other) if other != Scoring::Completion => {
            Err(refused("items", wishes, Problem::OnlyFor("completion")))
        }
        (Some(typed), _) => {
            let separator = if typed.contains(';') { ';' } else { ',' };
            let mut items: Vec<String> = Vec::new();
            for item in typed
                .split(separator)
                .map(clean)
                .filter(|item| !item.is_empty())
            {
                if !items
                    .iter()
                    .any(|known| find::fold(known) == find::fold(&item))
                {
                    items.push(item);
                }
            }
            match items.len() {
                0 => Err(refused("items", wishes, Problem::ItemsNeeded)),
                1..=ITEMS_MAX if items.iter().all(|item| item.chars().count() <= TITLE_MAX) => {
                    Ok(items)
                }
                _ => Err(refused("items", wishes, Problem::Long(ITEMS_MAX))),
            }
        }
    }
}
