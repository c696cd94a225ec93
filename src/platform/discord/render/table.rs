//! Tables as lines, one a row.
//!
//! Discord has no tables. A block of code keeps columns apart only where all letters are of one width: on a phone it has
//! room for some thirty letters and wraps the rest, emoji and many scripts stand askew in it, and a screen reader reads
//! every space that fills it. A line a row (`1. ana · 3 kg`) wraps where it must and is read as it is spoken.

use super::line::{Line, Look};
use crate::cards::say::say;
use crate::cards::{Row, Table};

/// What stands between cells.
const BETWEEN: &str = " · ";

/// Caption, headings, and a line for each row.
pub(super) fn lines(table: &Table) -> Vec<Line> {
    let mut caption = Line::new(Look::Bold);
    caption.typed(&table.caption);
    let mut lines = vec![caption, headings(table)];
    for row in &table.rows {
        if row.gap_before {
            let mut gap = Line::new(Look::Small);
            gap.typed(&say("discord-gap", &[]));
            lines.push(gap);
        }
        lines.push(line(table, row));
    }
    lines
}

fn headings(table: &Table) -> Line {
    let mut line = Line::new(Look::Small);
    let headings = table.columns.iter().map(|column| column.heading.trim());
    let headings: Vec<&str> = headings.filter(|heading| !heading.is_empty()).collect();
    line.typed(&headings.join(", "));
    line
}

/// A row as it is spoken: what comes before its name, its name, then everything else; empty cells say nothing. The reader's
/// own row stands out, and says so in words.
fn line(table: &Table, row: &Row) -> Line {
    let mut line = Line::new(if row.mine { Look::Bold } else { Look::Plain });
    let you = say("board-me", &[("who", "".into())]);
    let says_so = row.cells.iter().any(|cell| cell.contains(you.trim()));
    for (at, cell) in row.cells.iter().enumerate() {
        if cell.trim().is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.typed(if at <= table.row_header { " " } else { BETWEEN });
        }
        if at == table.row_header && row.mine && !says_so {
            line.typed(&say("board-me", &[("who", cell.into())]));
        } else {
            line.typed(cell);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cards::Column;

    fn table(row_header: usize, rows: &[&[&str]]) -> Table {
        let column = |heading: &str| Column {
            heading: heading.to_owned(),
            numeric: false,
        };
        let row = |cells: &&[&str]| Row {
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            ..Row::default()
        };
        Table {
            caption: "Score: kg".to_owned(),
            columns: ["Place", "Name", "", "Score"].map(column).to_vec(),
            rows: rows.iter().map(row).collect(),
            row_header,
        }
    }

    fn read(table: &Table) -> Vec<String> {
        lines(table).iter().map(Line::whole).collect()
    }

    #[test]
    fn a_row_reads_as_it_is_spoken() {
        let mut table = table(
            1,
            &[
                &["1.", "ana", "3 kg"],
                &["1.", "ben", "3 kg"],
                &["12.", "cem", "1 kg"],
            ],
        );
        table.rows[1].mine = true;
        table.rows[2].gap_before = true;
        assert_eq!(
            read(&table),
            [
                "**Score: kg**",
                "-# Place, Name, Score",
                r"1\. ana · 3 kg",
                r"**1\. ben (you) · 3 kg**",
                "-# … (some rows left out)",
                r"12\. cem · 1 kg",
            ]
        );
    }

    #[test]
    fn cells_may_be_empty_or_missing() {
        let table = table(
            0,
            &[&["Feed", "", "choose one", ""], &["", ""], &[], &["a"]],
        );
        assert_eq!(read(&table)[2..], ["Feed · choose one", "", "", "a"]);
    }
}
