//! A stream as every release has left it must fold to the same standings for ever.
//!
//! `tests/golden/RELEASE.jsonl` is a community's stream as that release wrote it, with every kind of event it knew;
//! `RELEASE.txt` is what it folded to. A release adds a pair and changes none. With `UPDATE_GOLDEN=1` a missing text is
//! written.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use huzzah::domain::challenge::Board;
use huzzah::domain::community::Community;
use huzzah::domain::line;

#[test]
fn the_streams_of_every_release_fold_to_the_same_standings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut n_streams = 0;
    for file in fs::read_dir(&folder).expect("the folder is there") {
        let path = file.expect("it can be listed").path();
        if path.extension().is_none_or(|ending| ending != "jsonl") {
            continue;
        }
        let stream = fs::read_to_string(&path).expect("it can be read");
        let found = fold(&stream);
        let kept = path.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() && !kept.exists() {
            fs::write(&kept, &found).expect("it can be written");
        }
        let expected = fs::read_to_string(&kept).expect("each stream has its standings");
        assert_eq!(found, expected, "{}", path.display());
        n_streams += 1;
    }
    assert!(n_streams > 0, "no stream was found");
}

/// Every live board and every frozen table of a stream, as text.
fn fold(stream: &str) -> String {
    let mut community = Community::default();
    for record in line::read_page(stream).expect("every event is known") {
        community
            .apply(&record)
            .expect("it follows on what was before");
    }
    let mut text = String::new();
    for challenge in community.challenges() {
        writeln!(text, "{} {:?}", challenge.rules().title, challenge.phase()).expect("text");
        let mut table = |name: String, rows: &[huzzah::domain::challenge::Standing]| {
            writeln!(text, "  {name}").expect("text");
            for row in rows {
                let (identity, rank, score) = (row.identity, row.rank, row.score);
                writeln!(
                    text,
                    "    {rank}. {identity}: {}/{}",
                    score.num(),
                    score.den()
                )
                .expect("text");
            }
        };
        table("all".to_owned(), &challenge.table(Board::Whole));
        table("this round".to_owned(), &challenge.table(Board::Round));
        for frozen in challenge.frozen() {
            table(
                format!(
                    "round {} as it closed, tickets {:?}",
                    frozen.round, frozen.tickets
                ),
                &frozen.rows,
            );
        }
    }
    text
}
