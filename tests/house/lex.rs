//! Cuts a Rust source into words, texts and signs.

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Word(String),
    Text(String),
    Colons,
    Sign(char),
}

/// Cuts a source into tokens with their lines. Comments are left out.
pub(crate) fn lex(text: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let start = at;
        let here = line;
        let next = |n: usize| chars.get(at + n).copied().unwrap_or('\0');
        match chars[at] {
            '/' if next(1) == '/' => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            '/' if next(1) == '*' => at = block_end(&chars, at),
            '"' => {
                at = text_end(&chars, at + 1);
                let end = at.saturating_sub(1).max(start + 1);
                tokens.push((here, Token::Text(chars[start + 1..end].iter().collect())));
            }
            '\'' => at = quote_end(&chars, at),
            ':' if next(1) == ':' => {
                tokens.push((here, Token::Colons));
                at += 2;
            }
            c if c == '_' || c.is_alphanumeric() => {
                let name = |c: &&char| **c == '_' || c.is_alphanumeric();
                let word: String = chars[at..].iter().take_while(name).collect();
                at += word.chars().count();
                let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
                let raw = ["r", "br", "cr"].contains(&word.as_str());
                if raw && chars.get(at + hashes) == Some(&'"') {
                    let body = at + hashes + 1;
                    at = raw_end(&chars, body, hashes);
                    let end = at.saturating_sub(hashes + 1).clamp(body.min(at), at);
                    tokens.push((
                        here,
                        Token::Text(chars[body.min(end)..end].iter().collect()),
                    ));
                } else if raw && hashes == 1 {
                    at += 1; // `r#type` is the word `type`
                } else {
                    tokens.push((here, Token::Word(word)));
                }
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push((here, Token::Sign(c)));
                }
                at += 1;
            }
        }
        at = at.min(chars.len());
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

/// Where the comment ends that opens at `at`; comments nest.
fn block_end(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Where the text ends whose first character is at `at`.
fn text_end(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// Where the raw text ends whose first character is at `at` and which has so many hashes.
fn raw_end(chars: &[char], at: usize, hashes: usize) -> usize {
    let ends = |from: usize| {
        let tail = chars[from + 1..].iter().take_while(|c| **c == '#').count();
        chars[from] == '"' && tail >= hashes
    };
    let end = (at..chars.len()).find(|&from| ends(from));
    end.map_or(chars.len(), |from| from + 1 + hashes)
}

/// Where the character or the lifetime ends whose quote is at `at`.
fn quote_end(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let close = chars.iter().skip(at + 3).position(|c| *c == '\'');
            close.map_or(chars.len(), |more| at + 3 + more + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}
