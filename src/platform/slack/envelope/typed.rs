//! What people typed, out of what Slack makes of it: <https://docs.slack.dev/messaging/formatting-message-text>.

use crate::commands::{read, registry};

/// The text as it was typed, with people as `<@U1>`, groups as `<@&S1>` and channels as `<#C1>`, whatever Slack put
/// beside them; links are their address.
#[must_use]
pub fn plain(sent: &str) -> String {
    let mut text = String::with_capacity(sent.len());
    let mut left = sent;
    while let Some((before, rest)) = left.split_once('<') {
        text.push_str(&unescaped(before));
        let Some((token, after)) = rest.split_once('>') else {
            text.push('<');
            left = rest;
            continue;
        };
        text.push_str(&meant(token));
        left = after;
    }
    text.push_str(&unescaped(left));
    text
}

/// The command line of a mention, without the slash: what follows the bot's name, or, where nothing does, what stands
/// before it. What begins with no command is progress; nothing at all asks for help.
#[must_use]
pub fn mentioned(sent: &str, bot_user: &str) -> String {
    let (before, after) = around(sent, bot_user);
    let said = if after.trim().is_empty() {
        before
    } else {
        after
    };
    let said = plain(said);
    let said = said.trim();
    let word = said.split_whitespace().next().unwrap_or_default();
    if said.is_empty() {
        "help".to_owned()
    } else if read::is_command(word.trim_start_matches('/')) {
        said.trim_start_matches('/').to_owned()
    } else {
        format!("{} {said}", registry::PROGRESS)
    }
}

/// What stands before and after the bot's name.
fn around<'a>(sent: &'a str, bot_user: &str) -> (&'a str, &'a str) {
    let open = format!("<@{bot_user}");
    let found = sent.match_indices(&open).find_map(|(at, _)| {
        let rest = &sent[at + open.len()..];
        let end = rest.find('>')?;
        let whole = end == 0 || rest.starts_with('|');
        whole.then(|| (&sent[..at], &rest[end + 1..]))
    });
    found.unwrap_or((sent, ""))
}

/// What a token between angle brackets means.
fn meant(token: &str) -> String {
    let (target, label) = token.split_once('|').unwrap_or((token, ""));
    if target.starts_with('@') || target.starts_with('#') {
        return format!("<{target}>");
    }
    if let Some(group) = target.strip_prefix("!subteam^") {
        return format!("<@&{group}>");
    }
    if let Some(special) = target.strip_prefix('!') {
        let name = special.split('^').next().unwrap_or_default();
        let shown = if label.is_empty() { name } else { label };
        return if matches!(name, "here" | "channel" | "everyone") {
            format!("@{name}")
        } else {
            unescaped(shown)
        };
    }
    // An address or number that Slack only recognised was typed as its label.
    let guessed = target.starts_with("mailto:") || target.starts_with("tel:");
    unescaped(if guessed && !label.is_empty() {
        label
    } else {
        target
    })
}

/// Exactly what Slack escapes, undone: the ampersand last.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: &str, typed: &str) {
        assert_eq!(plain(sent), typed);
    }

    #[test]
    fn what_slack_puts_beside_what_was_typed_is_taken_out() {
        check("3kg easy run", "3kg easy run");
        check("<@U012ABC|ana.k> 3kg", "<@U012ABC> 3kg");
        check("entry void <@W1> last", "entry void <@W1> last");
        check(
            "moderators:\"<!subteam^S1|@mods> <@U2>\"",
            "moderators:\"<@&S1> <@U2>\"",
        );
        check("setup feed:<#C024BE7LR|general>", "setup feed:<#C024BE7LR>");
        check("setup feed:<#C024BE7LR|>", "setup feed:<#C024BE7LR>");
        check(
            "see <https://x.org/a?b=1&amp;c=2|x.org> ok",
            "see https://x.org/a?b=1&c=2 ok",
        );
        check("<http://example.com>", "http://example.com");
        check(
            "mail <mailto:a@b.org|a@b.org>, call <tel:5551234|555 1234>",
            "mail a@b.org, call 555 1234",
        );
        check(
            "<!here> <!channel|channel> <!everyone|@everyone>",
            "@here @channel @everyone",
        );
        check("<!date^1392734382^{date}|Feb 18>", "Feb 18");
    }

    #[test]
    fn what_was_escaped_is_read_as_it_was_typed() {
        check("a &amp; b &lt;c&gt;", "a & b <c>");
        check("&amp;lt;", "&lt;");
        check("5 < 6 and an open <bracket", "5 < 6 and an open <bracket");
        check("", "");
        check("<>", "");
    }

    #[test]
    fn a_mention_is_a_command_or_progress() {
        let line = |sent| mentioned(sent, "UBOT");
        assert_eq!(line("<@UBOT> 3kg"), "progress 3kg");
        assert_eq!(
            line("<@UBOT|huzzah> 3,5 kg easy &amp; slow"),
            "progress 3,5 kg easy & slow"
        );
        assert_eq!(
            line("<@UBOT> leaderboard round:all"),
            "leaderboard round:all"
        );
        assert_eq!(line("<@UBOT> /undo"), "undo");
        assert_eq!(line("<@UBOT> Challenge create"), "Challenge create");
        assert_eq!(line("hey <@UBOT> 5 km"), "progress 5 km");
        assert_eq!(line("5 km <@UBOT>"), "progress 5 km");
        assert_eq!(line("<@UBOT>"), "help");
        assert_eq!(line(" <@UBOT>  \n"), "help");
        assert_eq!(line("<@UBOT> help"), "help");
        assert_eq!(line("<@UBOT> <@U2> 3kg"), "progress <@U2> 3kg");
        assert_eq!(line("<@UBOTTLE> <@UBOT> 3kg"), "progress 3kg");
    }
}
