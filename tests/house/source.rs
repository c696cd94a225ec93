//! A Rust source read just far enough to know which paths it names.

use std::collections::BTreeSet;

use super::lex::{Token, lex};

/// How text begins that can only be SQL, and what must follow.
const SQL: &[(&str, &str)] = &[
    ("select ", " from "),
    ("insert into ", ""),
    ("update ", " set "),
    ("delete from ", ""),
    ("create table ", ""),
    ("create index ", ""),
    ("alter table ", ""),
    ("drop table ", ""),
    ("pragma ", ""),
    ("begin immediate", ""),
];

/// A path that the source names, from the root of the crate (`crate`, …) where it is one of ours.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) segments: Vec<String>,
    /// Written with a leading `::`, or as a `use`: no local name can stand in front of it.
    pub(crate) rooted: bool,
    pub(crate) in_test: bool,
}

/// A source as words and signs, without comments; texts are kept apart.
pub(crate) struct Source {
    tokens: Vec<(usize, Token)>,
    test_from: Option<usize>,
}

impl Source {
    pub(crate) fn read(text: &str) -> Source {
        let tokens = lex(text);
        // By custom a file's tests are its last item.
        let attribute: Vec<Token> = lex("#[cfg(test)] mod")
            .into_iter()
            .map(|(_, t)| t)
            .collect();
        let test_from = tokens.windows(attribute.len()).position(|window| {
            let found = window.iter().map(|(_, token)| token);
            found.eq(attribute.iter())
        });
        Source { tokens, test_from }
    }

    fn in_test(&self, at: usize, module: &[String]) -> bool {
        self.test_from.is_some_and(|from| at >= from)
            || module.iter().skip(1).any(|name| name == "tests")
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some((_, Token::Word(word))) => Some(word),
            _ => None,
        }
    }

    fn is(&self, at: usize, token: &Token) -> bool {
        self.tokens.get(at).is_some_and(|(_, found)| found == token)
    }

    /// Modules declared in this file: a path that begins with one is not a crate's.
    fn declared(&self) -> impl Iterator<Item = &str> {
        (0..self.tokens.len())
            .filter(|&at| self.word(at) == Some("mod"))
            .filter_map(|at| self.word(at + 1))
    }

    /// Names that this file declares or imports from our own crate.
    pub(crate) fn own_names(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self.declared().map(str::to_owned).collect();
        for at in 0..self.tokens.len() {
            if self.word(at) == Some("use") {
                let mut leaves = Vec::new();
                self.tree(at + 1, &[], &mut leaves);
                for (_, path, name) in leaves {
                    let ours = ["crate", "super", "self", "huzzah"];
                    if path
                        .first()
                        .is_some_and(|first| ours.contains(&first.as_str()))
                    {
                        names.insert(name);
                    }
                }
            }
        }
        names
    }

    /// Every path in the file; `super` and `self` are resolved from `module`.
    pub(crate) fn paths(&self, module: &[String]) -> Vec<Named> {
        let mut found = Vec::new();
        let mut inline: Vec<(String, usize)> = Vec::new();
        let mut depth = 0;
        let mut at = 0;
        while at < self.tokens.len() {
            match &self.tokens[at].1 {
                Token::Sign('{') => {
                    depth += 1;
                    if at >= 2 && self.word(at - 2) == Some("mod") {
                        let name = self.word(at - 1).unwrap_or_default().to_owned();
                        inline.push((name, depth));
                    }
                }
                Token::Sign('}') => {
                    if inline.last().is_some_and(|(_, opened)| *opened == depth) {
                        inline.pop();
                    }
                    depth = depth.saturating_sub(1);
                }
                Token::Word(word) => {
                    let imports = word == "use";
                    let leading = at > 0 && self.is(at - 1, &Token::Colons);
                    if imports || self.is(at + 1, &Token::Colons) {
                        let mut leaves = Vec::new();
                        let start = if imports { at + 1 } else { at };
                        let next = self.tree(start, &[], &mut leaves);
                        let here: Vec<String> = module
                            .iter()
                            .cloned()
                            .chain(inline.iter().map(|(name, _)| name.clone()))
                            .collect();
                        for (leaf, path, _) in leaves {
                            found.push(Named {
                                line: self.tokens[leaf].0,
                                segments: resolve(path, &here),
                                rooted: imports || leading,
                                in_test: self.in_test(at, module),
                            });
                        }
                        at = next.max(at + 1);
                        continue;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// Reads one `use` tree or path from `at` on; returns where it ends. A leaf is the place of its
    /// first own word, its whole path and the name it brings in.
    fn tree(
        &self,
        at: usize,
        before: &[String],
        leaves: &mut Vec<(usize, Vec<String>, String)>,
    ) -> usize {
        let mut path = before.to_vec();
        let mut at = at + usize::from(self.is(at, &Token::Colons));
        let first = at;
        loop {
            if self.is(at, &Token::Sign('{')) {
                at += 1;
                while at < self.tokens.len() && !self.is(at, &Token::Sign('}')) {
                    at = self.tree(at, &path, leaves).max(at + 1);
                    at += usize::from(self.is(at, &Token::Sign(',')));
                }
                return at + 1;
            }
            if self.is(at, &Token::Sign('*')) {
                leaves.push((first, path, "*".to_owned()));
                return at + 1;
            }
            let Some(word) = self.word(at) else {
                // A generic argument, as in `Vec::<u8>`, ends the path.
                if path.len() > before.len() {
                    let name = path.last().cloned().unwrap_or_default();
                    leaves.push((first, path, name));
                }
                return at;
            };
            path.push(word.to_owned());
            at += 1;
            if self.is(at, &Token::Colons) {
                at += 1;
                continue;
            }
            let mut name = word.to_owned();
            if word == "self" && path.len() > 1 {
                path.pop();
                name = path.last().cloned().unwrap_or_default();
            }
            if self.word(at) == Some("as") {
                name = self.word(at + 1).unwrap_or_default().to_string();
                at += 2;
            }
            leaves.push((first, path, name));
            return at;
        }
    }

    /// Where these words stand outside tests.
    pub(crate) fn words(&self, wanted: &[&str]) -> Vec<(usize, String)> {
        let end = self.test_from.unwrap_or(self.tokens.len());
        let all = self.tokens[..end].iter();
        all.filter_map(|(line, token)| match token {
            Token::Word(word) if wanted.contains(&word.as_str()) => Some((*line, word.clone())),
            _ => None,
        })
        .collect()
    }

    /// Texts that are SQL, cut short.
    pub(crate) fn sql(&self) -> Vec<(usize, String)> {
        let texts = self.tokens.iter().filter_map(|(line, token)| match token {
            Token::Text(text) => Some((*line, text)),
            _ => None,
        });
        let is_sql = |text: &str| {
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ") + " ";
            SQL.iter()
                .any(|(head, then)| plain.starts_with(head) && plain.contains(then))
        };
        texts
            .filter(|(_, text)| is_sql(text))
            .map(|(line, text)| (line, text.trim().chars().take(40).collect()))
            .collect()
    }
}

/// A path with `super`, `self` and our crate's name replaced by the way from `crate`.
fn resolve(path: Vec<String>, here: &[String]) -> Vec<String> {
    let mut rest = path.as_slice();
    let mut base = match rest.first().map(String::as_str) {
        Some("self" | "super") => here.to_vec(),
        Some("huzzah" | "crate") => {
            rest = &rest[1..];
            Vec::new()
        }
        _ => return path,
    };
    if base
        .first()
        .is_some_and(|root| root == "lib" || root == "main")
    {
        base.remove(0);
    }
    while let Some(word @ ("self" | "super")) = rest.first().map(String::as_str) {
        if word == "super" {
            base.pop();
        }
        rest = &rest[1..];
    }
    let root = std::iter::once("crate".to_owned());
    root.chain(base).chain(rest.iter().cloned()).collect()
}
