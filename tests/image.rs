//! The container image and the compose file, which nothing here can run: what they name is there, and what the program
//! compiles in reaches the build.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).expect("it is there")
}

/// The variables that settings can be given by, from the file that explains every key.
fn variables() -> BTreeSet<String> {
    let mut section = String::new();
    let mut variables = BTreeSet::new();
    for line in text("config/default.toml").lines() {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            section = name.to_uppercase();
        } else if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            variables.insert(format!("HUZZAH_{section}__{}", key.to_uppercase()));
        }
    }
    variables
}

/// The names in a text that begin with `HUZZAH_`.
fn named(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let words = text.split(|c: char| !is_part(c));
    let names = words.filter(|word| word.starts_with("HUZZAH_"));
    names.map(str::to_owned).collect()
}

/// What compose gives a service, by name, where the variables that it asks for are set to `given`.
fn environment(service: &Yaml, given: &str) -> Vec<(String, String)> {
    let environment = service["environment"].as_hash().expect("an environment");
    let pairs = environment.iter().map(|(name, value)| {
        let (name, value) = (name.as_str().expect("a name"), value.as_str());
        (name.to_owned(), filled(value.expect("a value"), given))
    });
    pairs.collect()
}

/// `${NAME:-default}` is the default, `${NAME:?why}` what is given.
fn filled(value: &str, given: &str) -> String {
    let Some((before, rest)) = value.split_once("${") else {
        return value.to_owned();
    };
    let (inner, after) = rest.split_once('}').expect("it is closed");
    let put = match inner.split_once(":-") {
        Some((_, default)) => default,
        None => given,
    };
    format!("{before}{put}{}", filled(after, given))
}

#[test]
fn every_variable_that_is_named_exists() {
    let known = variables();
    assert!(known.contains("HUZZAH_DATABASE__URL") && known.len() > 15);
    for file in ["deploy/compose.yaml", "Dockerfile"] {
        let unknown: Vec<_> = named(&text(file)).difference(&known).cloned().collect();
        assert!(unknown.is_empty(), "{file} names {unknown:?}");
    }
}

#[test]
fn compose_passes_on_what_each_platform_needs_and_starts_with_nothing_more_than_it_asks_for() {
    let compose = YamlLoader::load_from_str(&text("deploy/compose.yaml")).expect("YAML");
    let services = &compose[0]["services"];
    let environment = environment(&services["bot"], "choose1");
    let passed: BTreeSet<&str> = environment.iter().map(|(name, _)| name.as_str()).collect();
    // What is for developing and for other addresses is not offered.
    let left_out = [
        "HUZZAH_SLACK__API_URL",
        "HUZZAH_DISCORD__API_URL",
        "HUZZAH_DISCORD__DEV_GUILD",
    ];
    for variable in variables() {
        let platforms = ["HUZZAH_SLACK__", "HUZZAH_DISCORD__"];
        if platforms.iter().any(|start| variable.starts_with(start)) {
            let left_out = left_out.contains(&variable.as_str());
            assert!(left_out != passed.contains(variable.as_str()), "{variable}");
        }
    }
    let checked = Command::new(env!("CARGO_BIN_EXE_huzzah"))
        .args(["config", "check"])
        .env("HUZZAH_HTTP__BIND", "0.0.0.0:8080")
        .envs(environment)
        .output()
        .expect("it ends");
    assert!(checked.status.success(), "{checked:?}");
    let database = &services["database"]["environment"];
    assert_eq!(database["POSTGRES_USER"].as_str(), Some("huzzah"));
    assert_eq!(database["POSTGRES_DB"].as_str(), Some("huzzah"));
    assert_eq!(
        services["bot"]["depends_on"]["database"]["condition"].as_str(),
        Some("service_healthy")
    );
}

/// Whether a path reaches the build: the last line of `.dockerignore` that fits decides.
fn reaches_the_build(path: &Path) -> bool {
    let mut reaches = true;
    for line in text(".dockerignore").lines() {
        let (pattern, lets_in) = match line.strip_prefix('!') {
            Some(pattern) => (pattern, true),
            None => (line, false),
        };
        if !pattern.is_empty() && !pattern.starts_with('#') && fits(pattern, path) {
            reaches = lets_in;
        }
    }
    reaches
}

/// Whether a pattern names a path or a folder above it; `*` stands for anything in one name.
fn fits(pattern: &str, path: &Path) -> bool {
    let names: Vec<_> = path.iter().filter_map(|name| name.to_str()).collect();
    let parts: Vec<_> = pattern.trim_end_matches('/').split('/').collect();
    parts.len() <= names.len()
        && parts
            .iter()
            .zip(names)
            .all(|(part, name)| match part.split_once('*') {
                Some((start, end)) => name.starts_with(start) && name.ends_with(end),
                None => *part == name,
            })
}

/// A path without `..`, from the top of the sources.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

/// Every source file under a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for file in fs::read_dir(root().join(folder)).expect("a folder") {
        let path = folder.join(file.expect("a file").file_name());
        if root().join(&path).is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The files that a source compiles into the program, tests left out.
fn compiled_in(source: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(root().join(source)).expect("text");
    let tests = text.find("#[cfg(test)]\nmod tests {");
    let tests = tests.or_else(|| text.find("#[cfg(test)]\npub(super) mod tests {"));
    let program = tests.map_or(text.as_str(), |at| &text[..at]);
    let folder = source.parent().expect("a folder");
    let mut files = Vec::new();
    for macro_name in [
        "include_str!(",
        "include_bytes!(",
        "include_dir!(",
        "include!(",
    ] {
        for (at, _) in program.match_indices(macro_name) {
            let arguments = program[at + macro_name.len()..].trim_start();
            // A whole folder, where the name is put together.
            let arguments = arguments.strip_prefix("concat!(").unwrap_or(arguments);
            let name = arguments
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next());
            let name = name.unwrap_or_else(|| panic!("{}: a name in quotes", source.display()));
            files.push(plain(&folder.join(name)));
        }
    }
    files
}

#[test]
fn what_the_program_compiles_in_reaches_the_build() {
    let mut found = Vec::new();
    sources(Path::new("src"), &mut found);
    let mut n_files = 0;
    for source in found
        .iter()
        .filter(|path| !path.iter().any(|name| name == "tests"))
    {
        for file in compiled_in(source) {
            assert!(root().join(&file).exists(), "{}", file.display());
            assert!(
                reaches_the_build(&file),
                "{} for {}",
                file.display(),
                source.display()
            );
            n_files += 1;
        }
    }
    assert!(n_files > 10, "only {n_files}");
    for file in [
        "README.md",
        "target/debug/huzzah",
        "tests/golden/0.1.0.jsonl",
        "data/huzzah.db",
    ] {
        assert!(!reaches_the_build(Path::new(file)), "{file}");
    }
}

#[test]
fn everything_that_the_manifest_names_reaches_the_build() {
    let manifest = text("Cargo.toml");
    let paths = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("path = "));
    let paths: Vec<_> = paths
        .map(|path| path.trim_matches('"').to_owned())
        .collect();
    assert!(!paths.is_empty());
    for path in paths
        .iter()
        .map(String::as_str)
        .chain(["Cargo.toml", "Cargo.lock", "src/main.rs"])
    {
        assert!(reaches_the_build(Path::new(path)), "{path}");
    }
}

#[test]
fn the_image_builds_with_the_release_that_the_manifest_asks_for_and_runs_what_it_built() {
    let (manifest, docker) = (text("Cargo.toml"), text("Dockerfile"));
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let version = version.expect("a version").trim_matches('"');
    assert!(
        docker.contains(&format!("FROM rust:{version}-")),
        "{version}"
    );
    assert!(
        docker.contains("\nCOPY . .\n"),
        "what .dockerignore lets in is built"
    );
    let built = "/usr/local/bin/huzzah";
    assert!(docker.contains(&format!("cp target/release/huzzah {built} ")));
    assert!(docker.contains(&format!("COPY --from=build {built} {built}")));
    for command in ["health", "run"] {
        let help = Command::new(env!("CARGO_BIN_EXE_huzzah"))
            .args([command, "--help"])
            .output()
            .expect("it ends");
        assert!(docker.contains(&format!("\"{command}\"]")) && help.status.success());
    }
}
