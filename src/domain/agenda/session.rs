//! [`Session`]: one part of an agenda, as written.

use serde::{Deserialize, Serialize};

use crate::domain::agenda::clock::Clock;
use crate::domain::agenda::example::Example;
use crate::domain::problem::Position;

/// One part of an event's agenda. The links of its examples and its material are in the page's links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id, which stays for ever.
    pub id: String,
    /// The title.
    pub title: String,
    /// Its subject.
    pub summary: String,
    /// The day of the event, from 1, or a date.
    pub day: String,
    /// The time it begins, as written.
    pub starts: String,
    /// The time it ends, as written.
    pub ends: String,
    /// The track it belongs to; of all of them where there is none.
    pub track: String,
    /// The room it is in.
    pub room: String,
    /// Plenary, break-out, break and the like.
    pub format: String,
    /// The basis of the record: how well the session is documented.
    pub basis: String,
    /// The people who lead it.
    pub chair: Vec<String>,
    /// The people who speak.
    pub speakers: Vec<String>,
    /// The people who write down what is said.
    pub rapporteur: Vec<String>,
    /// Whom it is for.
    pub audience: String,
    /// The questions to be discussed.
    pub questions: Vec<String>,
    /// Slides, papers, recordings: pages and files as named, or addresses outside.
    pub material: Vec<String>,
    /// The examples.
    pub examples: Vec<Example>,
    /// Keys that Concord gives no meaning to, with their values as text.
    pub other: Vec<(String, String)>,
    /// Its position in the file.
    pub position: Position,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            summary: String::new(),
            day: String::new(),
            starts: String::new(),
            ends: String::new(),
            track: String::new(),
            room: String::new(),
            format: String::new(),
            basis: String::new(),
            chair: Vec::new(),
            speakers: Vec::new(),
            rapporteur: Vec::new(),
            audience: String::new(),
            questions: Vec::new(),
            material: Vec::new(),
            examples: Vec::new(),
            other: Vec::new(),
            position: Position::START,
        }
    }
}

/// The keys of a session, in the order in which a form has them.
pub const KEYS: [&str; 17] = [
    "title",
    "summary",
    "day",
    "starts",
    "ends",
    "track",
    "room",
    "format",
    "basis",
    "chair",
    "speakers",
    "rapporteur",
    "audience",
    "questions",
    "material",
    "examples",
    "id",
];

/// The names of pauses.
const BREAKS: [&str; 6] = ["break", "coffee", "lunch", "pause", "pausa", "перерыв"];
/// Longest id, in bytes.
const LONGEST: usize = 60;

impl Session {
    /// Tells whether nothing is said in it: coffee, lunch.
    pub fn is_break(&self) -> bool {
        BREAKS.contains(&self.format.trim().to_lowercase().as_str())
    }

    /// Returns when it begins on the wall.
    pub fn begins(&self) -> Option<Clock> {
        Clock::parse(&self.starts)
    }

    /// Returns when it ends on the wall, unless that is before it begins.
    pub fn closes(&self) -> Option<Clock> {
        let ends = Clock::parse(&self.ends)?;
        self.begins()
            .is_none_or(|begins| begins < ends)
            .then_some(ends)
    }

    /// Returns everybody who has to be there.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        let all = self
            .chair
            .iter()
            .chain(&self.speakers)
            .chain(&self.rapporteur);
        all.map(String::as_str)
    }
}

/// Tells whether a text can be an id: small letters, digits and hyphens, with a letter among them.
pub fn is_id(text: &str) -> bool {
    let mut signs = text.bytes();
    text.len() <= LONGEST
        && signs.all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-')
        && text.bytes().any(|sign| sign.is_ascii_lowercase())
        && !text.starts_with('-')
}

/// Returns an id that is always the same for the same text, to be offered where one is missing.
pub fn offered_id(text: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    id_of(hash)
}

/// Writes a number as an id: a letter, then nine letters and digits that are not taken for others.
pub fn id_of(mut number: u64) -> String {
    const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    const LETTERS: u64 = 23;
    let mut id = String::with_capacity(10);
    for index in 0..10 {
        let of = if index == 0 {
            LETTERS
        } else {
            SIGNS.len() as u64
        };
        let sign = usize::try_from(number % of).unwrap_or(0);
        id.push(char::from(SIGNS.get(sign).copied().unwrap_or(b'a')));
        number /= of;
    }
    id
}

/// Tells whether material is an address outside of the site.
pub fn is_outside(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("https://") || name.starts_with("http://")
}
