//! What is said in the demo, and the moments that every community has: a slip, a late entry, a doubtful one.

use crate::app::demo::people::{
    AURELIE, AYSE, DANA, HANNAH, JONAS, KOFI, MARTA, MEI, NOOR, PRIYA, SIONE, TOMAS,
};
use crate::app::demo::plan::{Act, Deed};
use crate::platform::lounge::{ARENA, REPLY};

const CHAT: &str = "chat";
const WINNERS: &str = "round_closed";
const MINUTE: i64 = 60_000;

/// Day, hour and minute (UTC), who, and what.
type Moment = (i64, i64, i64, usize, Deed);

/// The story from its first midnight on.
pub(super) fn story(midnight_ms: i64) -> Vec<Act> {
    let moments = first_weeks().into_iter().chain(later_weeks());
    moments
        .map(|(day, hour, minute, who, deed)| Act {
            at_ms: midnight_ms + ((day * 24 + hour) * 60 + minute) * MINUTE,
            who,
            deed,
        })
        .collect()
}

const fn say(said: &'static str) -> Deed {
    Deed::Say(ARENA, said)
}

const fn chat(said: &'static str) -> Deed {
    Deed::Say(CHAT, said)
}

const fn below(kind: &'static str, said: &'static str) -> Deed {
    Deed::Answer(ARENA, kind, said)
}

fn types(line: &str) -> Deed {
    Deed::Type(ARENA, line.to_owned())
}

fn first_weeks() -> Vec<Moment> {
    vec![
        (
            0,
            7,
            15,
            MARTA,
            say(
                "Good morning! We walk to the sea together. Whatever you walk counts, also the way to the shop.",
            ),
        ),
        (0, 7, 40, TOMAS, say("I am in. My knees say hello 👋")),
        (
            0,
            12,
            30,
            NOOR,
            chat("Does anybody else take the stairs now just because of this?"),
        ),
        (
            0,
            12,
            41,
            AYSE,
            chat("Nine floors today. Tomorrow the lift, I promise nothing."),
        ),
        (2, 18, 50, KOFI, types("/progress 61 km")),
        (2, 18, 51, KOFI, types("/undo")),
        (2, 18, 52, KOFI, types("/progress 6.1 km")),
        (
            2,
            18,
            54,
            KOFI,
            below(
                REPLY,
                "61 would have been a nice evening stroll. Six it is!",
            ),
        ),
        (
            3,
            9,
            5,
            PRIYA,
            types("/progress 7.4 km when:yesterday forgot to log"),
        ),
        (
            5,
            16,
            20,
            HANNAH,
            chat("Trail advice please: flat, shady, near water?"),
        ),
        (
            5,
            16,
            42,
            JONAS,
            chat("The old railway line. Flat as a table, and ice cream at the end."),
        ),
        (
            6,
            20,
            4,
            PRIYA,
            below(WINNERS, "Congratulations! Sunday's trail is yours 🎉"),
        ),
        (
            6,
            20,
            9,
            MARTA,
            below(
                WINNERS,
                "Well walked, everybody. The sea is a little closer.",
            ),
        ),
        (
            7,
            6,
            40,
            SIONE,
            say("New week, empty board. My favourite kind of Monday."),
        ),
    ]
}

fn later_weeks() -> Vec<Moment> {
    vec![
        (
            9,
            17,
            30,
            JONAS,
            types("/progress 43,5km two days on the ridge path"),
        ),
        (
            9,
            17,
            34,
            JONAS,
            say("Mine waits for Marta, it was a long one. Photos exist!"),
        ),
        (
            9,
            19,
            20,
            MARTA,
            types("/entry accept @Jonas last reason:\"Saw the photos\""),
        ),
        (9, 19, 22, MARTA, say("Seen and counted. What a view!")),
        (
            13,
            20,
            6,
            TOMAS,
            below(WINNERS, "Two weeks, and my knees have stopped complaining."),
        ),
        (
            13,
            20,
            15,
            DANA,
            below(WINNERS, "כל הכבוד! Well done you three"),
        ),
        (
            16,
            11,
            10,
            MEI,
            chat("Scales are boring until suddenly they are not. 20 minutes turned into 50."),
        ),
        (
            16,
            11,
            31,
            MARTA,
            chat("That is the whole secret, Mei-Lin."),
        ),
        (
            18,
            14,
            0,
            AURELIE,
            types("/progress 11.2 km when:yesterday the long way home"),
        ),
        (
            20,
            20,
            3,
            AYSE,
            below(WINNERS, "So close! Next week I take the dog twice."),
        ),
        (
            20,
            20,
            21,
            KOFI,
            below(
                WINNERS,
                "Lovely week. Thank you for the trail, it was worth the mud.",
            ),
        ),
        (
            24,
            7,
            5,
            HANNAH,
            say("Rained all night and I still went. Who am I?"),
        ),
        (24, 7, 12, SIONE, say("A walker, Hannah. Welcome.")),
        (
            27,
            20,
            5,
            NOOR,
            below(
                WINNERS,
                "Four weeks already! Where do we meet for the coffee?",
            ),
        ),
        (
            27,
            20,
            12,
            MARTA,
            below(WINNERS, "At the pier, when we get there ☕"),
        ),
    ]
}

/// The last hours before the visitor comes.
pub(super) fn today(now_ms: i64) -> Vec<Act> {
    let moments = [
        (191, AURELIE, types("/progress 5.6 km along the river")),
        (
            188,
            DANA,
            below(REPLY, "The river path is dry again? Then I go too."),
        ),
        (142, KOFI, types("/progress 8.2 km")),
        (96, MEI, types("/progress 4.7 km with the dog")),
        (
            71,
            MEI,
            chat("Anybody up for a slow one on Saturday? Cake afterwards."),
        ),
        (64, AYSE, chat("Cake? I am already there.")),
        (
            52,
            TOMAS,
            say("Who is out today? It is perfect: cold air, warm sun."),
        ),
        (38, PRIYA, types("/progress 9.3 km before work")),
        (
            33,
            NOOR,
            below(
                REPLY,
                "Before work! Some of us had not found their socks by then.",
            ),
        ),
        (19, DANA, types("/progress 6.8 km it was dry")),
        (
            9,
            MARTA,
            say("If you are new here: have a look round, then type /progress and what you walked."),
        ),
    ];
    moments
        .into_iter()
        .map(|(ago, who, deed)| Act {
            at_ms: now_ms - ago * MINUTE,
            who,
            deed,
        })
        .collect()
}
