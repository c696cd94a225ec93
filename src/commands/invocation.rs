//! What a platform hands in, and what it gets back: the seam between platforms and the house.

use serde::{Deserialize, Serialize};

use crate::cards::Card;

/// One command from one person, checked by its platform (who, where, how old) but not yet understood.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// Where it was typed.
    pub place: Place,
    /// Who typed it.
    pub who: Asker,
    /// The platform's id of this delivery; the same id twice is the same command. At most 200 bytes count.
    pub delivery: String,
    /// What was typed or chosen.
    pub said: Said,
}

/// A space on a platform, and the channel in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// `lounge`, `slack`, `discord`, `simulate`.
    pub platform: &'static str,
    /// The platform's id of the space.
    pub space: String,
    /// The platform's id of the channel; empty where there is none, as in a platform's own home page.
    pub channel: String,
    /// Whether the channel is a conversation with the bot alone, or of a few: nothing for everybody belongs there.
    pub direct: bool,
}

impl Place {
    /// Whether the house itself keeps what people say here, as in the lounge; elsewhere their platform does.
    #[must_use]
    pub fn keeps_words(&self) -> bool {
        self.platform == "lounge"
    }
}

/// The person who asks, as the platform knows her.
#[derive(Debug, Clone, Default)]
pub struct Asker {
    /// The platform's id of the person.
    pub user: String,
    /// The name the platform shows; kept for boards, replaced when it changes.
    pub name: String,
    /// IANA name of her zone, where the platform knows it.
    pub zone: Option<String>,
    /// Her locale, where the platform knows it.
    pub locale: Option<String>,
    /// Whether the platform or the configuration gives her a moderator's rights.
    pub moderator: bool,
}

/// What was typed or chosen.
#[derive(Debug, Clone)]
pub enum Said {
    /// A line as typed, with or without the leading slash: `/progress 3kg`.
    Line(String),
    /// A command with named arguments, from a form or from a platform's typed options.
    Fields {
        /// The command's path: `challenge create`.
        command: String,
        /// Argument names and values; empty values count as not given.
        fields: Vec<(String, String)>,
    },
}

/// Who sees a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// The asker alone.
    Private,
    /// Everybody in the channel.
    Public,
}

/// The answer to an [`Invocation`].
#[derive(Debug)]
pub struct Reply {
    /// What is read.
    pub card: Card,
    /// By whom.
    pub visibility: Visibility,
    /// Whether the rules said no (then nothing was changed).
    pub refused: bool,
    /// A file to hand over privately, for `export`.
    pub file: Option<ReplyFile>,
    /// A field of a form to the trouble with it, where a form was refused.
    pub field_errors: Vec<(String, String)>,
    /// The entry (its number in the community's stream) that this reply shows, so that a platform can find the message again.
    pub about: Option<u64>,
    /// An earlier message about that entry that should now read as this card ("taken back").
    pub replaces: Option<(u64, Card)>,
    /// Whether the asker was forgotten by it, so that her platform forgets her too.
    pub forgotten: bool,
    /// Others who are to be told something privately: a member whose entry was judged.
    pub tells: Vec<Told>,
    /// Something to be posted for everybody in a channel of the same space: the test post of a new feed.
    pub also: Option<Also>,
    /// Whether the message whose button was pressed is to be deleted; nothing where none was.
    pub removes: bool,
    /// The real answer, where this one only says that it is not known yet.
    pub later: Option<crate::engine::Later<Reply>>,
}

/// Something to be told to one person privately.
#[derive(Debug)]
pub struct Told {
    /// The platform's id of the person, in the same space.
    pub user: String,
    /// What is read.
    pub card: Card,
}

/// Something to be posted beside the reply.
#[derive(Debug, Clone)]
pub struct Also {
    /// The platform's id of the channel.
    pub channel: String,
    /// What is read there.
    pub card: Card,
}

/// A file in a reply.
#[derive(Debug, Clone)]
pub struct ReplyFile {
    /// Its name, with ending.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub content: String,
    /// Whether it is a JSON object of everything about the asker, to which her platform adds what it keeps itself.
    pub is_export: bool,
}

/// One way to go on typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// The whole line as it would be.
    pub line: String,
    /// What is shown in the list: the part that is added.
    pub label: String,
    /// What it means, in a few words.
    pub about: String,
}

/// How a half-typed line is understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// For example "3.5 kg in Spring cut, today".
    pub text: String,
    /// Whether sending it as it is would be refused.
    pub trouble: bool,
}
