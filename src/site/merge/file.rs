//! The parts of a file that are neither a key nor a line of text: its mark, its line ends, its two fences.

use std::borrow::Cow;

use crate::domain::front_matter::split;

/// Returns what the side has that has changed something; mine where both have.
pub(super) fn chosen<T: PartialEq>(base: &T, theirs: T, mine: T) -> T {
    if mine == *base { theirs } else { mine }
}

/// The ends of the lines of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnding {
    /// There is one line at most, so that nothing says it.
    None,
    /// With line feeds, as on Unix.
    Lf,
    /// With carriage returns and line feeds, as on Windows.
    CrLf,
    /// In several ways, or with carriage returns alone.
    Mixed,
}

impl LineEnding {
    fn of(text: &str) -> Self {
        let count = |sign: u8| text.bytes().filter(|byte| *byte == sign).count();
        let (feeds, returns) = (count(b'\n'), count(b'\r'));
        match (feeds, returns, text.matches("\r\n").count()) {
            (0, 0, _) => Self::None,
            (_, 0, _) => Self::Lf,
            (feeds, returns, both) if feeds == both && returns == both => Self::CrLf,
            _ => Self::Mixed,
        }
    }
}

/// The marks that are put around a merged text to make it a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wrapping {
    mark: bool,
    ends: LineEnding,
}

const MARK: char = '\u{FEFF}';

impl Wrapping {
    /// Takes three files out of their wrapping. Their lines then end in line feeds, unless one of them
    /// has lines that end in several ways; that one way became another is no change of every line.
    pub(super) fn remove<'a>(files: [&'a str; 3]) -> (Self, [Cow<'a, str>; 3]) {
        let [base, theirs, mine] = files.map(|file| file.starts_with(MARK));
        let mark = chosen(&base, theirs, mine);
        let texts = files.map(|file| file.strip_prefix(MARK).unwrap_or(file));
        let ends = texts.map(LineEnding::of);
        if ends.contains(&LineEnding::Mixed) {
            let ends = LineEnding::Mixed;
            return (Self { mark, ends }, texts.map(Cow::Borrowed));
        }
        let known =
            |ends: LineEnding, or: LineEnding| if ends == LineEnding::None { or } else { ends };
        let base = known(ends[0], known(ends[1], ends[2]));
        let (theirs, mine) = (known(ends[1], base), known(ends[2], base));
        let ends = chosen(&base, theirs, mine);
        let texts = texts.map(|text| match text.contains('\r') {
            true => Cow::Owned(text.replace("\r\n", "\n")),
            false => Cow::Borrowed(text),
        });
        (Self { mark, ends }, texts)
    }

    /// Makes a file of a text.
    pub(super) fn wrap(self, text: &str) -> String {
        let mut file = String::with_capacity(text.len() + MARK.len_utf8());
        if self.mark {
            file.push(MARK);
        }
        match self.ends {
            LineEnding::CrLf => file.push_str(&text.replace('\n', "\r\n")),
            LineEnding::None | LineEnding::Lf | LineEnding::Mixed => file.push_str(text),
        }
        file
    }
}

/// A text of a file, divided.
#[derive(Clone, Copy, Debug)]
pub(super) struct DividedText<'a> {
    /// The front matter with the lines of hyphens, if there is any.
    pub(super) front: Option<FrontBlock<'a>>,
    pub(super) body: &'a str,
}

/// Front matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct FrontBlock<'a> {
    /// All of it.
    pub(super) whole: &'a str,
    pub(super) open: &'a str,
    pub(super) yaml: &'a str,
    pub(super) close: &'a str,
}

impl<'a> DividedText<'a> {
    /// Divides a text without a byte order mark. Nothing where its front matter is not closed.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let mut problems = Vec::new();
        let parts = split(text, &mut problems);
        if !problems.is_empty() {
            return None;
        }
        let Some(yaml) = parts.yaml else {
            return Some(Self {
                front: None,
                body: text,
            });
        };
        let whole = text.strip_suffix(parts.body)?;
        let open = whole.find('\n').map_or(whole.len(), |at| at + 1);
        let front = FrontBlock {
            whole,
            open: &whole[..open],
            yaml,
            close: whole.get(open + yaml.len()..)?,
        };
        Some(Self {
            front: Some(front),
            body: parts.body,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_divided_into_what_it_is_made_of() {
        for (text, open, yaml, close, body) in [
            ("---\na: b\n---\nc\n", "---\n", "a: b\n", "---\n", "c\n"),
            ("--- \n---", "--- \n", "", "---", ""),
            ("---\n-\n---\n---\n", "---\n", "-\n", "---\n", "---\n"),
        ] {
            let divided = DividedText::of(text).unwrap();
            let front = divided.front.unwrap();
            assert_eq!((front.open, front.yaml, front.close), (open, yaml, close));
            assert_eq!(divided.body, body);
        }
        assert!(DividedText::of("a\n---\n").unwrap().front.is_none());
        assert!(DividedText::of("---\na: b\n").is_none());
    }

    #[test]
    fn a_change_of_all_line_ends_is_one_change() {
        for (base, theirs, mine, merged) in [
            ("a\nb\n", "a\nb\n", "a\r\nb\r\n", "x\r\n"),
            ("a\r\nb\r\n", "a\nb\n", "a\r\nb\r\n", "x\n"),
            ("a", "a", "a\r\n", "x\r\n"),
            ("", "a\n", "b\r\n", "x\r\n"),
            ("\u{FEFF}a\n", "\u{FEFF}a\n", "a\n", "x\n"),
            ("a\n", "\u{FEFF}a\n", "b\n", "\u{FEFF}x\n"),
        ] {
            let (wrapping, texts) = Wrapping::remove([base, theirs, mine]);
            assert!(texts.iter().all(|text| !text.contains(['\r', MARK])));
            assert_eq!(wrapping.wrap("x\n"), merged, "{base:?} {theirs:?} {mine:?}");
        }
        let (wrapping, texts) = Wrapping::remove(["a\nb\r\n", "a\r\n", "b\r\n"]);
        assert_eq!(texts[1], "a\r\n");
        assert_eq!(wrapping.wrap("a\nb\r\n"), "a\nb\r\n");
    }
}
