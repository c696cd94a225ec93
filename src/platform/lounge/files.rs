//! Files handed over privately: one download by one person, within an hour.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::commands::ReplyFile;
use crate::platform::lounge::Lounge;
use crate::platform::lounge::person::{Visitor, random_hex};
use crate::platform::lounge::trouble::Trouble;

const KEEP_MS: i64 = 3_600_000;
const MAX_FILES: usize = 256;
const MAX_BYTES: usize = 64 << 20;

/// The files that wait to be fetched.
#[derive(Default)]
pub(crate) struct Files(Mutex<HashMap<String, Waiting>>);

struct Waiting {
    user_id: String,
    until_ms: i64,
    file: ReplyFile,
}

impl Files {
    /// Keeps a file for one person; answers the token that fetches it. The oldest go when there are too many,
    /// or when they are too large together.
    pub(crate) fn keep(&self, user_id: &str, now_ms: i64, file: ReplyFile) -> String {
        let token = random_hex::<24>();
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|_, waiting| waiting.until_ms > now_ms);
        let mut n_bytes: usize = files
            .values()
            .map(|waiting| waiting.file.content.len())
            .sum();
        while files.len() >= MAX_FILES || n_bytes.saturating_add(file.content.len()) > MAX_BYTES {
            let oldest = files.iter().min_by_key(|(_, waiting)| waiting.until_ms);
            let Some(oldest) = oldest.map(|(token, _)| token.clone()) else {
                break;
            };
            let gone = files.remove(&oldest);
            n_bytes -= gone.map_or(0, |gone| gone.file.content.len());
        }
        let until_ms = now_ms.saturating_add(KEEP_MS);
        files.insert(
            token.clone(),
            Waiting {
                user_id: user_id.to_owned(),
                until_ms,
                file,
            },
        );
        token
    }

    fn fetch(&self, token: &str, user_id: &str, now_ms: i64) -> Option<ReplyFile> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !files
            .get(token)
            .is_some_and(|waiting| waiting.user_id == user_id && waiting.until_ms > now_ms)
        {
            return None;
        }
        files.remove(token).map(|waiting| waiting.file)
    }
}

/// Hands a file to the person it was made for, once.
pub(crate) async fn download(
    State(lounge): State<Lounge>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Trouble> {
    let now_ms = lounge.0.clock.now_ms();
    let file = lounge
        .0
        .files
        .fetch(&token, &visitor.session.user_id, now_ms)
        .ok_or_else(Trouble::gone)?;
    let name: String = file
        .name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
        .collect();
    let headers = [
        (header::CONTENT_TYPE, file.media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, file.content).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_fetched_once_by_its_owner() {
        let files = Files::default();
        let file = ReplyFile {
            name: "a.json".into(),
            media_type: "application/json",
            content: "{}".into(),
            is_export: false,
        };
        let token = files.keep("ana", 0, file.clone());
        assert!(files.fetch(&token, "ben", 0).is_none());
        assert!(files.fetch(&token, "ana", 0).is_some());
        assert!(files.fetch(&token, "ana", 0).is_none());
        let token = files.keep("ana", 0, file);
        assert!(files.fetch(&token, "ana", KEEP_MS).is_none());
    }

    #[test]
    fn files_that_are_too_large_together_push_out_the_oldest() {
        let files = Files::default();
        let file = |n_bytes: usize| ReplyFile {
            name: "a.json".into(),
            media_type: "application/json",
            content: " ".repeat(n_bytes),
            is_export: false,
        };
        let first = files.keep("ana", 0, file(MAX_BYTES / 2));
        let second = files.keep("ana", 1, file(MAX_BYTES / 2));
        let third = files.keep("ben", 2, file(1));
        assert!(files.fetch(&first, "ana", 2).is_none());
        assert!(files.fetch(&second, "ana", 2).is_some());
        assert!(files.fetch(&third, "ben", 2).is_some());
    }
}
