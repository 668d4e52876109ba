//! [`FileConflict`]: the questions to the writer, and the file that the answers make.

use thiserror::Error;

use crate::site::merge::file::Wrapping;
use crate::site::merge::news::News;

/// Two files that exclude each other in places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileConflict {
    parts: Vec<ConflictPart>,
    wrapping: Wrapping,
    news: News,
}

/// A part of the file that results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConflictPart {
    /// Lines that need no choice.
    Settled {
        /// The lines.
        text: String,
        /// Whether something in them is of theirs alone.
        came_in: bool,
    },
    /// Lines that need one.
    Pair(Pair),
}

/// The versions of two people of the same lines, as each of them wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Their location in the file.
    pub location: ConflictLocation,
    /// The lines that both began with; empty where nothing stood there.
    pub base: String,
    /// Theirs; empty where they have taken it away.
    pub theirs: String,
    /// Mine; empty where I have taken it away.
    pub mine: String,
}

/// The location of a pair in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConflictLocation {
    /// It is all of the front matter, or the comments at its end.
    FrontMatter,
    /// It is one key of the front matter, or the way to a value in it, as `answers.context`.
    Key(String),
    /// It is a passage of the text: one block of Markdown or several.
    Text,
}

/// The choice of a version of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Theirs.
    Theirs,
    /// Mine.
    Mine,
    /// Theirs and below it mine, in the text only: no key can be there twice.
    Both,
    /// Another text.
    Edited(String),
}

/// Why choices make no file. Pairs are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ResolutionError {
    /// For these pairs nothing was chosen.
    #[error("nothing is chosen for {} of the places", .0.len())]
    Missing(Vec<usize>),
    /// Both were chosen where only one can be there.
    #[error("both cannot be there in place {}: choose one, or write what it should be", .0 + 1)]
    NotBoth(usize),
    /// There are more choices than pairs: they were made for another conflict.
    #[error("there are {choices} choices for {pairs} places; look at the places again")]
    TooMany {
        /// The number of choices.
        choices: usize,
        /// The number of pairs.
        pairs: usize,
    },
}

impl FileConflict {
    pub(super) fn new(parts: Vec<ConflictPart>, wrapping: Wrapping, news: News) -> Self {
        Self {
            parts,
            wrapping,
            news,
        }
    }

    /// Returns the parts, in the order of the file. Their lines end in line feeds where those of all
    /// three files end in one way each.
    pub fn parts(&self) -> &[ConflictPart] {
        &self.parts
    }

    /// Returns the pairs, in the order of the file.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.parts.iter().filter_map(|part| match part {
            ConflictPart::Pair(pair) => Some(pair),
            ConflictPart::Settled { .. } => None,
        })
    }

    /// Returns what is in the file of theirs without a choice.
    pub fn news(&self) -> &News {
        &self.news
    }

    /// Makes the file of a choice for each pair.
    ///
    /// # Errors
    /// When a choice is missing or does not fit.
    pub fn resolve(&self, choices: &[Option<Choice>]) -> Result<String, ResolutionError> {
        let pairs = self.pairs().count();
        if choices.len() > pairs {
            let choices = choices.len();
            return Err(ResolutionError::TooMany { choices, pairs });
        }
        let chosen = |number: usize| choices.get(number).and_then(Option::as_ref);
        let missing: Vec<usize> = (0..pairs)
            .filter(|number| chosen(*number).is_none())
            .collect();
        if !missing.is_empty() {
            return Err(ResolutionError::Missing(missing));
        }
        let mut number = 0;
        let mut texts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            texts.push(match part {
                ConflictPart::Settled { text, .. } => text.clone(),
                ConflictPart::Pair(pair) => {
                    let text = chosen(number).and_then(|choice| pair.take(choice));
                    number += 1;
                    text.ok_or(ResolutionError::NotBoth(number - 1))?
                }
            });
        }
        let text = join(texts.iter().map(String::as_str));
        Ok(self.wrapping.wrap(&text))
    }
}

impl Pair {
    /// Tells whether both can be chosen.
    pub fn may_be_both(&self) -> bool {
        self.location == ConflictLocation::Text
    }

    fn take(&self, choice: &Choice) -> Option<String> {
        match choice {
            Choice::Theirs => Some(self.theirs.clone()),
            Choice::Mine => Some(self.mine.clone()),
            Choice::Both => self.both(),
            Choice::Edited(text) => Some(self.edited(text)),
        }
    }

    /// Returns a text that was written in place of both. What stands below stays a block of its own.
    fn edited(&self, text: &str) -> String {
        // A browser sends the line ends of Windows, whatever it was given.
        let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
        let apart = |side: &str| side.ends_with("\n\n") || side.ends_with("\n\r\n");
        let is_apart =
            self.location == ConflictLocation::Text && (apart(&self.theirs) || apart(&self.mine));
        while is_apart && !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text
    }

    /// Returns theirs and below it mine, as blocks of their own.
    fn both(&self) -> Option<String> {
        if !self.may_be_both() {
            return None;
        }
        let (theirs, mine) = (&self.theirs, &self.mine);
        if theirs.is_empty() || mine.is_empty() {
            return Some(format!("{theirs}{mine}"));
        }
        let end = if theirs.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let lines = theirs.trim_end_matches(['\r', '\n']);
        Some(format!("{lines}{end}{end}{mine}"))
    }
}

impl ConflictPart {
    /// Returns the text of a part that needs no choice.
    pub(super) fn settled(&self) -> &str {
        match self {
            Self::Settled { text, .. } => text,
            Self::Pair(_) => "",
        }
    }
}

/// Makes one part of those beside each other that need no choice and came from the same side.
pub(super) fn tidy(parts: &mut Vec<ConflictPart>) {
    let mut tidied: Vec<ConflictPart> = Vec::with_capacity(parts.len());
    for part in parts.drain(..) {
        if part
            == (ConflictPart::Settled {
                text: String::new(),
                came_in: false,
            })
        {
            continue;
        }
        match (tidied.last_mut(), part) {
            (
                Some(ConflictPart::Settled { text, came_in }),
                ConflictPart::Settled {
                    text: next,
                    came_in: too,
                },
            ) if *came_in == too => *text = join([text.as_str(), &next]),
            (_, part) => tidied.push(part),
        }
    }
    *parts = tidied;
}

/// Puts texts below each other; each begins a line.
pub(super) fn join<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for text in texts {
        if !joined.is_empty() && !text.is_empty() && !joined.ends_with(['\r', '\n']) {
            joined.push('\n');
        }
        joined.push_str(text);
    }
    joined
}
