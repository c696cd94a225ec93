//! Reads the sources and fails, with file and line, where a module names what it may not.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "house/lex.rs"]
mod lex;
#[path = "house/planted.rs"]
mod planted;
#[path = "house/rules.rs"]
mod rules;
#[path = "house/source.rs"]
mod source;

use rules::{EVERYBODY, IMPURE_STD, PURE, Rule, TESTS, rule_of};
use source::{Named, Source};

#[test]
fn every_module_names_only_what_it_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = dependencies(&read(&root.join("Cargo.toml")));
    assert!(crates.contains("serde"), "Cargo.toml was not understood");
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    assert!(!files.is_empty(), "there are no sources");
    let mut faults = Vec::new();
    for file in files {
        let path = file.strip_prefix(root).expect("it lies in the root");
        let path = path.to_string_lossy().replace('\\', "/");
        faults.extend(check(&path, &read(&file), &crates));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Checks one file under its path as seen from the root, and returns its faults as `path:line: …`.
fn check(path: &str, text: &str, crates: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, what: String| faults.push(format!("{path}:{line}: {what}"));
    if !text.starts_with("//!") {
        fault(1, "a file opens with `//!` and says what it is".to_owned());
    }
    let module = module_of(path);
    let Some(rule) = rule_of(&module) else {
        fault(
            1,
            format!(
                "`{}` is in no rule of tests/house/rules.rs",
                module.join("::")
            ),
        );
        return faults;
    };
    let source = Source::read(text);
    let own = source.own_names();
    for named in source.paths(&module) {
        let segments: Vec<&str> = named.segments.iter().map(String::as_str).collect();
        if let Some(what) = verdict(rule, &named, &segments, &own, crates) {
            fault(named.line, what);
        }
    }
    if PURE.contains(&rule.module) {
        for (line, word) in source.words(&["async", "await"]) {
            fault(
                line,
                format!("`{}` is pure and has no `{word}`", rule.module),
            );
        }
    }
    if rule.module != "store" {
        for (line, sql) in source.sql() {
            fault(line, format!("SQL is written in `store` alone: \"{sql}\""));
        }
    }
    faults
}

/// What is wrong with naming this path, if anything is.
fn verdict(
    rule: &Rule,
    named: &Named,
    segments: &[&str],
    own: &BTreeSet<String>,
    crates: &BTreeSet<String>,
) -> Option<String> {
    let module = rule.module;
    let shown = segments.join("::");
    let wall = [["Utc", "now"], ["Local", "now"], ["SystemTime", "now"]];
    if module != "clock" && wall.iter().any(|name| segments.ends_with(name)) {
        return Some(format!("`{shown}` reads the wall clock: ask `Clock`"));
    }
    let first = *segments.first()?;
    if first == "crate" {
        let target = &segments[1..];
        let allowed = rule.ours.contains(&"*") || target.is_empty() || may_name(rule, target);
        // What the root of the crate re-exports is a name, not a module.
        let is_module = target
            .first()
            .is_some_and(|name| rule_of(&[(*name).to_owned()]).is_some());
        return (!allowed && is_module).then(|| format!("`{module}` may not name `{shown}`"));
    }
    if first == "std" && PURE.contains(&module) && !named.in_test {
        let impure = segments
            .get(1)
            .is_some_and(|name| IMPURE_STD.contains(name));
        return impure.then(|| format!("`{module}` is pure and may not name `{shown}`"));
    }
    let foreign = crates.contains(first) && (named.rooted || !own.contains(first));
    let allowed = named.in_test
        || EVERYBODY.contains(&first)
        || TESTS.contains(&first)
        || rule.theirs.contains(&"*")
        || rule.theirs.contains(&first);
    (foreign && !allowed).then(|| format!("`{module}` may not name the crate `{first}`"))
}

/// Whether `target`, a path from the root of the crate, begins with something the rule allows.
fn may_name(rule: &Rule, target: &[&str]) -> bool {
    let begins = |allowed: &&str| target.starts_with(&allowed.split("::").collect::<Vec<_>>());
    // A platform may use what all platforms share, but no other platform; and the tables of a
    // platform belong to it alone.
    let other_platform = target.len() > 1
        && target[0] == "platform"
        && rule_of(&[target[0].to_owned(), target[1].to_owned()]).is_some_and(|found| {
            let shared = found.module == "platform" || rule.ours.contains(&found.module);
            !shared && found.module != rule.module
        });
    let shared = rule.module.starts_with("platform::") && target[0] == "platform";
    !other_platform && (shared || rule.ours.iter().any(begins))
}

/// `src/platform/lounge/page.rs` is `platform::lounge::page`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    inner.split('/').map(str::to_owned).collect()
}

/// The names of the crates in `Cargo.toml`, as code names them.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(head) = line.strip_prefix('[') {
            let head = head.trim_end().trim_end_matches(']');
            inside = head.ends_with("dependencies");
            if let Some((_, name)) = head.split_once("dependencies.") {
                names.insert(name.replace('-', "_"));
            }
        } else if let Some((name, _)) = line.split_once('=').filter(|_| inside) {
            names.insert(name.trim().trim_matches('"').replace('-', "_"));
        }
    }
    names
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
