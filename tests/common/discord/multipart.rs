//! Bodies of several parts (`reference`, uploading files): `payload_json`, and files as `files[n]`.

use serde_json::Value;

/// A body, taken apart.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) json: Value,
    /// The number in `files[n]`, the file's name, its content.
    pub(crate) files: Vec<(usize, String, Vec<u8>)>,
}

/// Takes a body apart by the boundary that its type names.
pub(crate) fn parts(kind: &str, body: &[u8]) -> Result<Parts, String> {
    let (_, boundary) = kind.split_once("boundary=").ok_or("no boundary is named")?;
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let mut parts = Parts::default();
    let mut rest = body;
    while let Some(at) = find(rest, boundary.as_bytes()) {
        rest = &rest[at + boundary.len()..];
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        let end = find(rest, boundary.as_bytes()).ok_or("a part does not end")?;
        part(&rest[..end], &mut parts)?;
    }
    Err("the last boundary is missing".to_owned())
}

fn part(part: &[u8], parts: &mut Parts) -> Result<(), String> {
    let head = find(part, b"\r\n\r\n").ok_or("a part without its head")?;
    let content = &part[head + 4..part.len().saturating_sub(2)];
    let head = String::from_utf8_lossy(&part[..head]).into_owned();
    let named = |what: &str| {
        let (_, after) = head.split_once(&format!("{what}=\""))?;
        Some(after.split('"').next().unwrap_or_default().to_owned())
    };
    let name = named(" name").ok_or("a part without a name")?;
    if name == "payload_json" {
        let read = serde_json::from_slice(content);
        parts.json = read.map_err(|error| format!("payload_json is no JSON: {error}"))?;
        return Ok(());
    }
    let number = name
        .strip_prefix("files[")
        .and_then(|name| name.strip_suffix(']'));
    let number = number.and_then(|number| number.parse().ok());
    let number = number.ok_or_else(|| format!("a part called {name}"))?;
    let file = named("filename").ok_or("a file without a name")?;
    parts.files.push((number, file, content.to_vec()));
    Ok(())
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    within.windows(what.len()).position(|window| window == what)
}
