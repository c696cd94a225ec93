//! Tables: a data table in messages, lines where Slack has no tables.
//!
//! `data_table` has a caption, names its rows for screen readers and keeps its columns apart on a phone; `table` has
//! neither caption nor row names, and stands below everything else. Slack shows both in messages and on Home tabs, but
//! not in modals, and refuses a view as a whole: views have lines.

use serde_json::{Value, json};

use super::limits::{TABLE_COLUMNS, TABLE_ROWS, TABLE_TEXT, length};
use super::rich::{self, Look, Paragraphs};
use crate::cards::{Row, Table};
use crate::platform::neutral::neutral;

/// What a row that stands for left out ones has in its cells.
const GAP: &str = "…";
/// What an empty cell shows; Slack refuses empty ones.
const EMPTY: &str = "–";

/// The table as Slack's own; none where it has no row, or is larger than Slack allows.
pub(super) fn data_table(table: &Table) -> Option<Value> {
    let n_columns = table.columns.len();
    let n_gaps = table.rows.iter().filter(|row| row.gap_before).count();
    if table.rows.is_empty()
        || table.rows.len() + n_gaps > TABLE_ROWS
        || !(1..=TABLE_COLUMNS).contains(&n_columns)
    {
        return None;
    }
    let numeric: Vec<bool> = (0..n_columns).map(|at| is_numeric(table, at)).collect();
    let headings = table.columns.iter();
    let mut rows: Vec<Vec<Value>> = vec![headings.map(|column| raw(&column.heading)).collect()];
    for row in &table.rows {
        if row.gap_before {
            rows.push(vec![raw(GAP); n_columns]);
        }
        rows.push(cells(row, &numeric));
    }
    let texts = rows.iter().flatten().map(text_length).sum::<usize>();
    let row_header = Some(table.row_header).filter(|at| *at < n_columns);
    let n_rows = rows.len() - 1;
    (texts <= TABLE_TEXT).then(|| {
        json!({
            "type": "data_table",
            "caption": shown(&table.caption),
            "rows": rows,
            "row_header_column_index": row_header.unwrap_or(0),
            // All at once: our pages are the leaderboard's own.
            "page_size": n_rows,
        })
    })
}

/// The table as lines, a row each, below its caption.
pub(super) fn lines(table: &Table, paragraphs: &mut Paragraphs) {
    if !table.caption.trim().is_empty() {
        paragraphs.line();
        paragraphs.text(&neutral(&table.caption), Look::Bold);
    }
    for row in &table.rows {
        if row.gap_before {
            paragraphs.line();
            paragraphs.text(GAP, Look::Plain);
        }
        let cells = row.cells.iter().map(|cell| neutral(cell));
        let cells: Vec<_> = cells.filter(|cell| !cell.trim().is_empty()).collect();
        paragraphs.line();
        paragraphs.text(&cells.join("  "), look(row));
    }
}

/// The row's cells, as many as there are columns.
fn cells(row: &Row, numeric: &[bool]) -> Vec<Value> {
    let cell = |(at, numeric): (usize, &bool)| {
        let text = shown(row.cells.get(at).map_or("", String::as_str));
        match number(&text).filter(|_| *numeric) {
            Some((value, _)) => json!({ "type": "raw_number", "value": value, "text": text }),
            // Raw text is not said to be escaped or not; rich text is known to be shown as it is.
            None if row.mine || text.contains(['&', '<', '>']) => rich::cell(&text, look(row)),
            None => raw(&text),
        }
    };
    numeric.iter().enumerate().map(cell).collect()
}

/// The reader's own row stands out; the card says so in words besides.
fn look(row: &Row) -> Look {
    if row.mine { Look::Bold } else { Look::Plain }
}

fn raw(text: &str) -> Value {
    json!({ "type": "raw_text", "text": shown(text) })
}

fn shown(text: &str) -> String {
    let text = neutral(text).replace(['\n', '\t'], " ");
    match text.trim() {
        "" => EMPTY.to_owned(),
        text => text.to_owned(),
    }
}

fn text_length(cell: &Value) -> usize {
    let text = cell["text"].as_str();
    let text = text.or_else(|| cell["elements"][0]["elements"][0]["text"].as_str());
    text.map_or(0, length)
}

/// Whether all cells of a column are figures of one unit, so that sorting by their number sorts by what they mean.
fn is_numeric(table: &Table, at: usize) -> bool {
    let cells = table.rows.iter().map(|row| row.cells.get(at));
    let mut units = cells.map(|cell| number(&shown(cell?)).map(|(_, unit)| unit));
    let Some(Some(first)) = units.next() else {
        return false;
    };
    table.columns[at].numeric && units.all(|unit| unit.as_deref() == Some(first.as_str()))
}

/// The number that a figure begins with, and the unit after it: `1,240 kg`, `12,5 km`, `3.`, `40%`.
///
/// Figures have at most two decimals and groups of three digits, as `domain::amount` writes them, so that point and comma
/// are told apart by what follows. A figure with several numbers (`1 h 30 min`) is none.
fn number(text: &str) -> Option<(f64, String)> {
    let begins_unit = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    let (figure, unit) = text.split_at(text.find(begins_unit).unwrap_or(text.len()));
    let figure = figure.strip_suffix('.').unwrap_or(figure);
    let unit = unit.trim();
    if !figure
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if unit.contains(|c: char| c.is_numeric()) || unit.split_whitespace().count() > 1 {
        return None;
    }
    let (whole, decimals) = match figure.rsplit_once(['.', ',']) {
        Some((whole, decimals)) if decimals.len() <= 2 => (whole, decimals),
        _ => (figure, ""),
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let groups: Vec<&str> = groups.collect();
    if groups.iter().any(|group| group.len() != 3) {
        return None;
    }
    let value = format!("{first}{}.{decimals}0", groups.concat())
        .parse()
        .ok()?;
    // `1 day` and `3 days` are of one unit.
    let singular = unit.strip_suffix('s').filter(|unit| unit.len() > 2);
    Some((value, singular.unwrap_or(unit).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_are_written() {
        let cases = [
            ("1.", Some((1.0, ""))),
            ("12.", Some((12.0, ""))),
            ("3 kg", Some((3.0, "kg"))),
            ("1,240 kg", Some((1240.0, "kg"))),
            ("1.240 kg", Some((1240.0, "kg"))),
            ("1,240.5 kg", Some((1240.5, "kg"))),
            ("1.240,75 kg", Some((1240.75, "kg"))),
            ("7,5 km", Some((7.5, "km"))),
            ("-2.5 kg", Some((-2.5, "kg"))),
            ("40%", Some((40.0, "%"))),
            ("1 day", Some((1.0, "day"))),
            ("3 days", Some((3.0, "day"))),
            ("5 s", Some((5.0, "s"))),
            ("1 h 30 min", None),
            ("11 st 4 lb", None),
            ("ana", None),
            ("–", None),
            ("1,2,3", None),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|(value, unit)| (value, unit.to_owned()));
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
