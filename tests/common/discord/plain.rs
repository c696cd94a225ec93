//! What a message in Discord's Markdown says in the words of every platform: as [`huzzah::cards::Card::text`] has it.

use huzzah::commands::{Command, Kind, read, registry};
use serde_json::Value;

/// A word joiner: it can't be seen.
const JOINER: char = '\u{2060}';
/// What stands where rows were left out, and in other words on Discord.
const GAP: &str = "-# … (some rows left out)";

/// The text of a message, title first; `time` tells how an instant (seconds) reads.
///
/// Left out is what only Discord shows: a table's headings, who is pinged, and what is asked before a press.
pub(crate) fn plain(message: &Value, time: &dyn Fn(i64) -> String) -> String {
    let mut displays = Vec::new();
    collect(&message["components"], "content", &mut displays);
    let mut ids = Vec::new();
    collect(&message["components"], "custom_id", &mut ids);
    let asked = labels_asked(&message["components"]);
    let mut lines: Vec<String> = Vec::new();
    for display in displays.iter().filter(|display| !is_pings(display)) {
        let own: Vec<&str> = display.lines().collect();
        let is_table = own.len() > 1 && own[1].starts_with("-# ") && own[0].starts_with("**");
        for (at, line) in own.iter().enumerate() {
            if is_table && at == 1 || asked.iter().any(|label| line.starts_with(label)) {
                continue;
            }
            lines.push(match *line {
                GAP => "…".to_owned(),
                line if is_table && at > 1 => row(&words(undressed(line), time)),
                line => words(undressed(line), time),
            });
        }
    }
    lines.join("\n")
}

/// Every value of that key among components, in reading order.
fn collect<'a>(components: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    for one in components.as_array().into_iter().flatten() {
        found.extend(one[key].as_str());
        collect(&one["components"], key, found);
    }
}

/// How lines begin that tell what is asked before a button is pressed.
fn labels_asked(components: &Value) -> Vec<String> {
    let mut labels = Vec::new();
    for one in components.as_array().into_iter().flatten() {
        if one["custom_id"]
            .as_str()
            .is_some_and(|id| id.starts_with("1c"))
        {
            labels.push(format!(
                "**{}:** ",
                one["label"].as_str().unwrap_or_default()
            ));
        }
        labels.extend(labels_asked(&one["components"]));
    }
    labels
}

fn is_pings(display: &str) -> bool {
    let is_ping = |word: &str| word.starts_with("<@") && word.ends_with('>');
    !display.is_empty() && display.split(' ').all(is_ping)
}

/// A line without its look.
fn undressed(line: &str) -> &str {
    let line = line
        .strip_prefix("### ")
        .or_else(|| line.strip_prefix("-# "))
        .unwrap_or(line);
    let bold = line
        .strip_prefix("**")
        .and_then(|line| line.strip_suffix("**"));
    bold.filter(|bold| !bold.contains("**")).unwrap_or(line)
}

/// A row with two spaces between its cells.
fn row(line: &str) -> String {
    let line = line.replace(" · ", "  ");
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match digits.strip_prefix(". ") {
        Some(rest) if digits.len() < line.len() => {
            format!("{}.  {rest}", &line[..line.len() - digits.len()])
        }
        _ => line,
    }
}

/// What a line says: signs without their escapes, commands as they are typed elsewhere.
fn words(line: &str, time: &dyn Fn(i64) -> String) -> String {
    let line = line.replace("**", "");
    let (mut said, mut rest) = (String::new(), line.as_str());
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            JOINER => after,
            '\\' => {
                let mut signs = after.chars();
                said.extend(signs.next());
                signs.as_str()
            }
            '`' => {
                let (code, after) = after.split_once('`').expect("code ends");
                said.push_str(&command(code));
                after
            }
            '<' => {
                let (mark, after) = after.split_once('>').expect("a mark ends");
                marked(mark, after, &mut said, time)
            }
            c => {
                said.push(c);
                after
            }
        };
    }
    said
}

/// One of Discord's marks, and what follows it.
fn marked<'a>(
    mark: &str,
    after: &'a str,
    said: &mut String,
    time: &dyn Fn(i64) -> String,
) -> &'a str {
    if let Some(at) = mark.strip_prefix("t:") {
        let seconds = at.split(':').next().and_then(|at| at.parse().ok());
        said.push_str(&time(seconds.expect("seconds")));
    } else if let Some((path, _)) = mark.strip_prefix('/').and_then(|it| it.rsplit_once(':')) {
        let arguments = after
            .strip_prefix(" `")
            .and_then(|after| after.split_once('`'));
        let line = match arguments {
            Some((arguments, _)) => format!("/{path} {arguments}"),
            None => format!("/{path}"),
        };
        said.push_str(&command(&line));
        return arguments.map_or(after, |(_, after)| after);
    } else {
        said.push_str(mark);
    }
    after
}

/// A command as it is typed elsewhere: what has a place stands there without its name, in marks where it holds spaces.
fn command(line: &str) -> String {
    let line = line.replace(JOINER, "");
    let known = registry::COMMANDS.iter().filter(|command| {
        let rest = line
            .strip_prefix('/')
            .and_then(|line| line.strip_prefix(command.path));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    let Some(command) = known.max_by_key(|command| command.path.len()) else {
        return line;
    };
    let arguments = line[1 + command.path.len()..].trim();
    let Some(given) = given(command, arguments) else {
        return line;
    };
    typed(command, &given)
}

/// A button's line in the words of every platform: arguments that are named without need stand in their places.
pub(crate) fn line(line: &str) -> String {
    match read::line(line) {
        Ok((command, arguments)) if line.contains("amount:") => {
            let given: Vec<(&'static str, &str)> = arguments.iter().collect();
            typed(command, &given).trim_start_matches('/').to_owned()
        }
        _ => line.to_owned(),
    }
}

/// A command as it is typed: what has a place comes first, without its name.
fn typed(command: &Command, given: &[(&'static str, &str)]) -> String {
    let place = command.options.iter().find(|option| option.positional);
    let (mut placed, mut named) = (None, Vec::new());
    for (name, value) in given {
        let option = command.option(name).expect("it was found");
        let is_challenge = matches!(option.kind, Kind::Challenge);
        // A challenge's title has a place; its number is named, but where a draft is opened: `challenge:#1`.
        let is_named = is_challenge && command.path != "challenge open";
        let is_number = is_named && (value.starts_with('#') || *value == "all");
        let is_placed = !is_number && place.is_some_and(|place| place.name == *name);
        let is_text = is_placed && command.free_text;
        let is_words = match option.kind {
            Kind::Challenge => is_placed,
            Kind::Text => !is_placed && matches!(*name, "item" | "reason"),
            _ => false,
        };
        let value = if !is_text && (is_words || value.contains(' ')) {
            format!("\"{value}\"")
        } else {
            (*value).to_owned()
        };
        if is_placed {
            placed = Some(value);
        } else {
            named.push(format!("{name}:{value}"));
        }
    }
    let words = [format!("/{}", command.path)].into_iter().chain(placed);
    words.chain(named).collect::<Vec<_>>().join(" ")
}

/// Arguments by name; none where they are not given so.
fn given<'a>(command: &Command, arguments: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut begins: Vec<(usize, &'static str)> = Vec::new();
    for option in command.options {
        let mark = format!("{}:", option.name);
        let found = arguments.match_indices(&mark).map(|(at, _)| at);
        let begin = found
            .into_iter()
            .find(|at| *at == 0 || arguments[..*at].ends_with(' '));
        begins.extend(begin.map(|at| (at, option.name)));
    }
    begins.sort_unstable();
    if begins.first().is_none_or(|(at, _)| *at != 0) {
        return arguments.is_empty().then(Vec::new);
    }
    let ends = begins
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([arguments.len()]);
    let given = begins
        .iter()
        .zip(ends)
        .map(|((at, name), end)| (*name, arguments[at + name.len() + 1..end].trim()));
    Some(given.collect())
}
