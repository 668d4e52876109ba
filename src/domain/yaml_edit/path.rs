//! Where a value stands in front matter, written `sessions[3].examples[0]`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::domain::yaml::MAX_DEPTH;

/// One step down: into a map or into a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// The item of a list, from 0.
    Item(usize),
}

/// The way from the top of the front matter to a value.
///
/// A key that has a dot, a bracket, a quotation mark or a space in it is written in quotation marks,
/// with `\"` and `\\` inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// From the top: at least one step, and no more than front matter may be deep.
    steps: Vec<Step>,
}

/// Why a text is not a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum YamlPathError {
    /// There is no step in it.
    #[error("the path is empty")]
    Empty,
    /// Something else stands where a key, a dot or a bracket is needed.
    #[error("the path cannot be read from character {0}")]
    Unexpected(usize),
    /// It has more steps than front matter may be deep.
    #[error("the path has more than {MAX_DEPTH} steps")]
    TooLong,
}

impl Path {
    /// Returns the path with these steps.
    ///
    /// # Errors
    /// If there is none, or more than front matter may be deep.
    pub fn new(steps: Vec<Step>) -> Result<Self, YamlPathError> {
        match steps.len() {
            0 => Err(YamlPathError::Empty),
            1..=MAX_DEPTH => Ok(Self { steps }),
            _ => Err(YamlPathError::TooLong),
        }
    }

    /// Returns the steps from the top.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl FromStr for Path {
    type Err = YamlPathError;

    fn from_str(text: &str) -> Result<Self, YamlPathError> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let at = YamlPathError::Unexpected(text[..text.len() - rest.len()].chars().count() + 1);
            if let Some(inside) = rest.strip_prefix('[') {
                let (number, behind) = inside.split_once(']').ok_or(at)?;
                let digits = number.bytes().all(|byte| byte.is_ascii_digit());
                let number = number.parse().ok().filter(|_| digits).ok_or(at)?;
                steps.push(Step::Item(number));
                rest = behind;
                continue;
            }
            if !steps.is_empty() {
                rest = rest.strip_prefix('.').ok_or(at)?;
            }
            let (key, behind) = match rest.strip_prefix('"') {
                Some(inside) => quoted(inside).ok_or(at)?,
                None => {
                    let end = rest.find(special).unwrap_or(rest.len());
                    if end == 0 {
                        return Err(at);
                    }
                    (rest[..end].to_owned(), &rest[end..])
                }
            };
            steps.push(Step::Key(key));
            rest = behind;
            if steps.len() > MAX_DEPTH {
                return Err(YamlPathError::TooLong);
            }
        }
        Self::new(steps)
    }
}

/// Tells whether a key with this letter in it needs quotation marks.
fn special(letter: char) -> bool {
    matches!(letter, '.' | '[' | ']' | '"' | '\\') || letter.is_whitespace()
}

/// Reads a key up to its closing quotation mark, and returns what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut key = String::new();
    let mut letters = text.char_indices();
    while let Some((offset, letter)) = letters.next() {
        match letter {
            '"' => return Some((key, &text[offset + 1..])),
            '\\' => key.push(letters.next()?.1),
            _ => key.push(letter),
        }
    }
    None
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps.iter().enumerate() {
            match step {
                Step::Item(item) => write!(formatter, "[{item}]")?,
                Step::Key(key) => {
                    if number > 0 {
                        formatter.write_str(".")?;
                    }
                    if key.is_empty() || key.contains(special) {
                        let key = key.replace('\\', "\\\\").replace('"', "\\\"");
                        write!(formatter, "\"{key}\"")?;
                    } else {
                        formatter.write_str(key)?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_they_are_read() {
        for text in [
            "title",
            "sessions[3].examples[0]",
            "answers.\"a.b\"[0][1].\"\"",
            "\"a \\\"b\\\\\".é",
            "[0].a",
        ] {
            let path: Path = text.parse().unwrap();
            assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for (text, error) in [
            ("", YamlPathError::Empty),
            ("a..b", YamlPathError::Unexpected(2)),
            ("a[x]", YamlPathError::Unexpected(2)),
            ("a[+1]", YamlPathError::Unexpected(2)),
            ("a[99999999999999999999]", YamlPathError::Unexpected(2)),
            ("é b", YamlPathError::Unexpected(2)),
            ("\"a", YamlPathError::Unexpected(1)),
        ] {
            assert_eq!(text.parse::<Path>(), Err(error), "{text}");
        }
        assert_eq!("a.".repeat(40).parse::<Path>(), Err(YamlPathError::TooLong));
    }
}
