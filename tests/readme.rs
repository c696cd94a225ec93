//! The README and the other pages say what is true: generated tables, names of commands and targets, and links.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use huzzah::{commands, config};

/// Pages whose links and names are checked; those of `docs/` besides.
const PAGES: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"];
/// How the tables are written anew.
const UPDATE: &str = "UPDATE_README=1 cargo test --test readme";

#[test]
fn the_tables_in_the_readme_are_those_of_the_program() {
    let path = root().join("README.md");
    let written = read(&path);
    let tables = [
        ("commands", commands::registry::table()),
        ("settings", config::table()),
    ];
    let right = tables.iter().fold(written.clone(), |text, (name, table)| {
        put(&text, name, table)
    });
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, right).expect("the README can be written");
        return;
    }
    for (name, table) in tables {
        assert!(
            written == put(&written, name, &table),
            "the {name} in README.md are not those of the program; write them with\n  {UPDATE}\nThey should read:\n{table}"
        );
    }
}

#[test]
fn every_make_target_that_is_named_exists() {
    let makefile = read(&root().join("Makefile"));
    let targets: BTreeSet<&str> = makefile
        .lines()
        .filter(|line| !line.starts_with(['\t', '#', '.']))
        .filter_map(|line| line.split_once(':'))
        .filter(|(_, rest)| !rest.starts_with('='))
        .map(|(target, _)| target)
        .collect();
    for (page, text) in pages() {
        for named in words_after(&text, "make ") {
            assert!(
                targets.contains(named.as_str()),
                "{page} names `make {named}`, which the Makefile does not have"
            );
        }
    }
}

#[test]
fn every_subcommand_that_is_named_exists() {
    let help = Command::new(env!("CARGO_BIN_EXE_huzzah"))
        .arg("help")
        .output()
        .expect("the program runs");
    let help = String::from_utf8(help.stdout).expect("text");
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let subcommands: BTreeSet<&str> = listed
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(
        subcommands.contains("run"),
        "help was not understood:\n{help}"
    );
    for (page, text) in pages() {
        for start in ["huzzah ", "cargo run -- "] {
            for named in words_after(&text, start) {
                assert!(
                    subcommands.contains(named.as_str()),
                    "{page} names `{start}{named}`, which the program does not have"
                );
            }
        }
    }
}

#[test]
fn every_slash_command_in_code_exists() {
    for (page, text) in pages() {
        for code in codes(&text) {
            let Some(line) = code.strip_prefix('/') else {
                continue;
            };
            let line = line.strip_prefix("huzzah ").unwrap_or(line);
            let words: Vec<&str> = line.split_whitespace().collect();
            let Some(first) = words.first() else { continue };
            // Addresses of the web server, and folders.
            if first.contains('/') || ["healthz", "readyz", "metrics"].contains(first) {
                continue;
            }
            let known = |n: usize| {
                let path = words.get(..n).map(|words| words.join(" "));
                path.is_some_and(|path| commands::registry::find(&path).is_some())
            };
            assert!(
                known(1) || known(2),
                "{page} names `/{line}`, which is no command"
            );
        }
    }
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    for (page, text) in pages() {
        let folder = root().join(&page);
        let folder = folder.parent().expect("a page lies in a folder");
        for target in links(&text) {
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let linked = if file.is_empty() {
                root().join(&page)
            } else {
                folder.join(file)
            };
            assert!(
                linked.exists(),
                "{page} links to {target}, which is not there"
            );
            if !anchor.is_empty() {
                let headings: Vec<String> = read(&linked).lines().filter_map(anchor_of).collect();
                assert!(
                    headings.iter().any(|heading| heading == anchor),
                    "{page} links to {target}, but there is no such heading: {headings:?}"
                );
            }
        }
    }
}

/// The text with `table` between the marks of that name.
fn put(text: &str, name: &str, table: &str) -> String {
    let end = format!("<!-- /{name} -->");
    let begun = text.find(&format!("<!-- {name}"));
    let begun = begun.and_then(|at| Some(at + text[at..].find("-->\n")? + 4));
    let (Some(begun), Some(ended)) = (begun, text.find(&end)) else {
        panic!("README.md has lost the marks <!-- {name} … --> and {end}")
    };
    format!("{}{table}{}", &text[..begun], &text[ended..])
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every page with its path as seen from the root.
fn pages() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = PAGES.iter().map(|page| root().join(page)).collect();
    for folder in ["docs", "docs/adr"] {
        let inside = fs::read_dir(root().join(folder)).expect("the folder can be read");
        let inside = inside.map(|entry| entry.expect("the entry can be read").path());
        paths.extend(inside.filter(|path| path.extension().is_some_and(|end| end == "md")));
    }
    paths.sort();
    let shown = |path: &Path| {
        let path = path.strip_prefix(root()).expect("it lies in the root");
        path.to_string_lossy().into_owned()
    };
    paths.iter().map(|path| (shown(path), read(path))).collect()
}

/// What stands in back quotes, and every line of a block of shell commands.
fn codes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block: Option<bool> = None;
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            block = block.is_none().then_some(language == "sh");
            continue;
        }
        match block {
            Some(true) => found.push(line.trim().to_owned()),
            Some(false) => {}
            None => found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned)),
        }
    }
    found
}

/// The first word after `start`, wherever code begins with it.
fn words_after(text: &str, start: &str) -> Vec<String> {
    let word = |code: &String| {
        let rest = code.strip_prefix(start)?;
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
        Some(rest[..end.unwrap_or(rest.len())].to_owned())
    };
    codes(text).iter().filter_map(word).collect()
}

/// The targets of links and pictures that lead to other files here.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
    targets.filter(|target| !target.contains("://")).collect()
}

/// A heading's anchor: lower case, spaces as dashes, other signs left out.
fn anchor_of(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').trim();
    let kept = heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .collect::<String>();
    Some(kept.replace(' ', "-"))
}
