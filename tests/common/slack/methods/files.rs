//! Files: an address to send the content to, the content, and where it is shown.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::Done;
use crate::slack::team::Message;
use crate::slack::world::{Grant, Upload, World};

pub(crate) fn begin(world: &mut World, grant: &Grant, args: &Value, web: SocketAddr) -> Done {
    let name = args["filename"].as_str().ok_or("invalid_arguments")?;
    let length = args["length"].as_u64().ok_or("invalid_arguments")?;
    if length == 0 {
        return Err("file_upload_size_restricted".into());
    }
    let id = format!("F{:08}", world.number());
    let upload = Upload {
        team: grant.team.clone(),
        name: name.to_owned(),
        length: usize::try_from(length).unwrap_or(usize::MAX),
        content: None,
    };
    world.uploads.insert(id.clone(), upload);
    Ok(json!({ "file_id": id, "upload_url": format!("http://{web}/upload/{id}") }))
}

/// Takes the bytes of a file; whether it was waited for.
pub(crate) fn receive(world: &mut World, id: &str, content: String) -> bool {
    let Some(upload) = world.uploads.get_mut(id) else {
        return false;
    };
    if upload.length != content.len() {
        let (told, came) = (upload.length, content.len());
        world.fault(format!(
            "a file of {told} bytes was announced, and {came} came"
        ));
        return false;
    }
    upload.content = Some(content);
    true
}

pub(crate) fn complete(world: &mut World, grant: &Grant, args: &Value) -> Done {
    let channel = args["channel_id"].as_str().unwrap_or_default().to_owned();
    let place = world.team(&grant.team).channels.get(&channel);
    let place = place.ok_or("channel_not_found")?;
    if !place.bot_is_in {
        return Err("not_in_channel".into());
    }
    let mut files = Vec::new();
    for file in args["files"].as_array().into_iter().flatten() {
        let id = file["id"].as_str().unwrap_or_default();
        let upload = world.uploads.get(id).ok_or("file_not_found")?;
        let content = upload.content.clone().ok_or("file_not_found")?;
        if upload.team != grant.team {
            return Err("file_not_found".into());
        }
        files.push((upload.name.clone(), content));
    }
    let message = Message {
        by_bot: true,
        author: world.team(&grant.team).bot_user.clone(),
        text: args["initial_comment"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        thread_ts: args["thread_ts"].as_str().map(str::to_owned),
        files,
        ..Message::default()
    };
    world.say(&grant.team, &channel, message);
    Ok(json!({ "files": args["files"] }))
}
