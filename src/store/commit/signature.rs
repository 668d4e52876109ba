//! [`Signature`]: who made a commit, and when.

use std::fmt;

/// Ends of a name that git cuts off, besides control characters and spaces.
const CRUD: [char; 7] = ['.', ',', ':', ';', '"', '\\', '\''];
/// The farthest that a clock can be from UTC, in minutes, by what git can write.
const MOST_OFFSET: i32 = 24 * 60;

/// The author or the committer of a commit, with the time.
///
/// Always what git can read again: a name that is not empty, no line ends, no angle brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: String,
    email: String,
    time: i64,
    offset: i32,
}

/// The reason why there is no such signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Nothing is left of the name.
    #[error("a commit needs a name")]
    NoName,
    /// The time is before 1970, or the clock is more than a day from UTC.
    #[error("git has no such time: {time} s, {offset} min from UTC")]
    Time {
        /// Seconds since 1970.
        time: i64,
        /// Minutes from UTC.
        offset: i32,
    },
}

impl Signature {
    /// Makes a signature of a name, an address, which may be empty, the seconds since 1970 and the
    /// minutes by which the clock is before UTC's.
    ///
    /// Characters that git cannot have in a name or an address are left out.
    pub fn new(name: &str, email: &str, time: i64, offset: i32) -> Result<Self, SignatureError> {
        let name = clean(name);
        if name.is_empty() {
            return Err(SignatureError::NoName);
        }
        if time < 0 || !(-MOST_OFFSET < offset && offset < MOST_OFFSET) {
            return Err(SignatureError::Time { time, offset });
        }
        Ok(Self {
            name,
            email: clean(email),
            time,
            offset,
        })
    }
}

/// Writes it as a commit has it: `Ada <ada@example.org> 1700000000 +0100`.
impl fmt::Display for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (self.offset.abs() / 60, self.offset.abs() % 60);
        write!(
            formatter,
            "{} <{}> {} {sign}{hours:02}{minutes:02}",
            self.name, self.email, self.time
        )
    }
}

fn clean(text: &str) -> String {
    let allowed = |character: &char| !character.is_control() && !matches!(character, '<' | '>');
    let kept: String = text.chars().filter(allowed).collect();
    let is_crud = |character: char| character.is_whitespace() || CRUD.contains(&character);
    kept.trim_matches(is_crud).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_are_cleaned_as_git_does() {
        let written = |name, email, time, offset| {
            Signature::new(name, email, time, offset).map(|signature| signature.to_string())
        };
        let plain = written("Ada Lovelace", "ada@example.org", 1_700_000_000, 90);
        let plain = plain.unwrap();
        assert_eq!(plain, "Ada Lovelace <ada@example.org> 1700000000 +0130");
        let odd = written(" \"A<d>a\n\0, ", "<a\n@b>", 0, -330).unwrap();
        assert_eq!(odd, "Ada <a@b> 0 -0530");
        assert_eq!(written("José 🦀", "", 1, 0).unwrap(), "José 🦀 <> 1 +0000");
        assert_eq!(written("<\n>", "a@b", 1, 0), Err(SignatureError::NoName));
        for (time, offset) in [(-1, 0), (0, 1440), (0, -1440), (0, i32::MIN)] {
            let error = SignatureError::Time { time, offset };
            assert_eq!(written("Ada", "a@b", time, offset), Err(error));
        }
    }
}
