//! Every sentence that the sources ask for is in the wording files, with the places it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cards::say::ENGLISH;

/// The sentences by name, each with the places in it.
fn sentences() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut sentences: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut name = "";
    for line in ENGLISH
        .iter()
        .flat_map(|file| file.lines())
        .filter(|line| !line.starts_with('#'))
    {
        if let Some((begun, _)) = line
            .split_once(" =")
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            name = begun;
            assert!(
                sentences.insert(name, BTreeSet::new()).is_none(),
                "`{name}` has two sentences"
            );
        }
        let places = line.split('$').skip(1).map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next()
        });
        sentences.entry(name).or_default().extend(places.flatten());
    }
    sentences
}

/// Calls `found` with the arguments of every `say(…)` in the sources.
fn each_call(folder: &Path, found: &mut impl FnMut(&str)) {
    for file in std::fs::read_dir(folder).expect("the sources are there") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            each_call(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).expect("text");
            for (at, _) in text.match_indices("say(") {
                // Only the function of that name, no method and no longer name.
                if text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.')) {
                    continue;
                }
                let mut depth = 1;
                let arguments = &text[at + 4..];
                let end = arguments.find(|c: char| {
                    depth += match c {
                        '(' => 1,
                        ')' => -1,
                        _ => 0,
                    };
                    depth == 0
                });
                found(&arguments[..end.unwrap_or(0)]);
            }
        }
    }
}

#[test]
fn every_sentence_is_there_and_gets_what_it_needs() {
    let sentences = sentences();
    let mut asked = BTreeSet::new();
    each_call(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut |arguments| {
            let Some(rest) = arguments.trim_start().strip_prefix('"') else {
                return;
            };
            let Some((name, puts)) = rest.split_once('"') else {
                return;
            };
            if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
                return;
            }
            let places = sentences
                .get(name)
                .unwrap_or_else(|| panic!("`{name}` has no sentence"));
            asked.insert(name.to_owned());
            let puts: String = puts.trim_start_matches(',').split_whitespace().collect();
            // Only what is written out in the call can be read here.
            if let Some(inline) = puts.strip_prefix("&[")
                && !places
                    .iter()
                    .all(|place| inline.contains(&format!("(\"{place}\"")))
                && !inline.contains("()]")
                && !inline.contains("(),")
                && !inline.starts_with("name,")
            {
                panic!("`{name}` needs {places:?}, not {inline}");
            }
        },
    );
    let core: BTreeSet<&str> = include_str!("../wording/en/core.ftl")
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name)
        .collect();
    let core = core
        .into_iter()
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    let unused: Vec<&str> = core.filter(|name| !asked.contains(*name)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn the_wording_is_read_without_error() {
    for file in ENGLISH {
        let read = fluent_bundle::FluentResource::try_new(file.to_owned());
        assert!(read.is_ok(), "{:?}", read.err().map(|(_, errors)| errors));
    }
}
