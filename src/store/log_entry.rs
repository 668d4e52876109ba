//! [`LogEntry`]: a commit as the history tells of it, read from its object.

use git2::ObjectType;

use crate::domain::{Name, ObjectId};
use crate::store::ancestry;
use crate::store::error::StoreError;
use crate::store::object::Handle;

/// Files nested more deeply than this have no history.
const DEEPEST: usize = 40;
/// Most bytes of a message that are looked at.
const MESSAGE: usize = 64 << 10;
/// Most bytes that are kept of the first line of a message.
const SUBJECT: usize = 1_000;
/// Most bytes that are kept of a name or an address.
const NAME: usize = 200;
/// Most lines at the end of a message that are taken for keys and values.
const TRAILERS: usize = 2_000;

/// A commit with what it says of itself and the files that it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Its id.
    pub id: ObjectId,
    /// The commits before it.
    pub parents: Vec<ObjectId>,
    /// The time of the commit, in seconds since 1970.
    pub time: i64,
    /// The author's name.
    pub author: Name,
    /// The author's address.
    pub email: Name,
    /// The first line of its message.
    pub subject: String,
    /// The keys and values that its message ends with.
    pub trailers: Vec<(String, String)>,
    /// The files of the content folder that it changed, by path; of a merge, those that none of its
    /// parents has so.
    pub changes: Vec<FileVersions>,
}

/// A file before a commit and after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileVersions {
    /// Its path in the content folder.
    pub path: String,
    /// The object that it was; of a merge, in its first parent. `None` where there was no regular file.
    pub before: Option<ObjectId>,
    /// The object that it is; `None` where there is no regular file.
    pub after: Option<ObjectId>,
}

impl FileVersions {
    /// Tells whether there is anything to say of it.
    pub(super) fn counts(&self) -> bool {
        self.before != self.after && self.path.split('/').count() <= DEEPEST
    }
}

/// Reads what a commit says of itself.
pub(super) fn read_entry(handle: &Handle, id: ObjectId) -> Result<LogEntry, StoreError> {
    let bytes = handle.read(ObjectType::Commit, id, ancestry::MOST)?;
    let split = bytes.windows(2).position(|pair| pair == b"\n\n");
    let (fields, message) = match split {
        Some(at) => (&bytes[..at], &bytes[at + 2..]),
        None => (&bytes[..], &[][..]),
    };
    let mut logged = LogEntry {
        id,
        parents: Vec::new(),
        time: 0,
        author: "".into(),
        email: "".into(),
        subject: String::new(),
        trailers: Vec::new(),
        changes: Vec::new(),
    };
    for line in fields.split(|byte| *byte == b'\n') {
        if let Some(parent) = line.strip_prefix(b"parent ") {
            let parent = std::str::from_utf8(parent).ok();
            logged
                .parents
                .extend(parent.and_then(|id| id.parse::<ObjectId>().ok()));
        } else if let Some(author) = line.strip_prefix(b"author ") {
            (logged.author, logged.email) = person(author);
        } else if let Some(committer) = line.strip_prefix(b"committer ") {
            logged.time = ancestry::time(committer).unwrap_or(0);
        }
    }
    let message = String::from_utf8_lossy(&message[..message.len().min(MESSAGE)]);
    logged.subject = subject(&message);
    logged.trailers = trailers(&message);
    Ok(logged)
}

/// Returns the name and the address of a person, which may be any bytes.
fn person(line: &[u8]) -> (Name, Name) {
    let text = String::from_utf8_lossy(line);
    let (name, rest) = text.split_once('<').unwrap_or((&text, ""));
    let email = rest.split('>').next().unwrap_or("");
    let some = |text: &str| Name::from(text.trim().chars().take(NAME).collect::<String>());
    (some(name), some(email))
}

/// Returns the first paragraph of a message in one line.
fn subject(message: &str) -> String {
    let lines = message.lines().skip_while(|line| line.trim().is_empty());
    let lines = lines.take_while(|line| !line.trim().is_empty());
    let mut subject = lines.map(str::trim_end).collect::<Vec<_>>().join(" ");
    let end = (0..=subject.len().min(SUBJECT)).rev();
    let end = end.into_iter().find(|at| subject.is_char_boundary(*at));
    subject.truncate(end.unwrap_or(0));
    subject
}

/// Returns the keys and values of a message's last paragraph.
fn trailers(message: &str) -> Vec<(String, String)> {
    let last = message.trim_end().rsplit("\n\n").next().unwrap_or("");
    let pairs = last.lines().filter_map(|line| line.split_once(": "));
    let is_key = |key: &str| {
        let may = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        !key.is_empty() && key.chars().all(may)
    };
    let pairs = pairs.filter(|(key, _)| is_key(key)).take(TRAILERS);
    pairs
        .map(|(key, value)| (key.to_owned(), value.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_first_paragraph_and_keys_at_its_end() {
        let message = "\nMove A\nto B\n\nBecause.\n\nMoved-From: a\nMoved-To: b: c\nno key\n";
        assert_eq!(subject(message), "Move A to B");
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let expected = [pair("Moved-From", "a"), pair("Moved-To", "b: c")];
        assert_eq!(trailers(message), expected);
        assert_eq!(subject(&"é".repeat(SUBJECT)).len(), SUBJECT);
        assert_eq!(
            trailers("one: two words: x y"),
            [pair("one", "two words: x y")]
        );
    }

    #[test]
    fn a_person_is_a_name_and_an_address() {
        let read = |line: &[u8]| {
            let (name, email) = person(line);
            (name.to_string(), email.to_string())
        };
        assert_eq!(read(b"A B <a@b> 1 +0000"), ("A B".into(), "a@b".into()));
        assert_eq!(read(b"<> 1"), (String::new(), String::new()));
        assert_eq!(read(b"odd"), ("odd".into(), String::new()));
    }
}
