//! [`Slide`] and [`Deck`]: what is shown, already decided and cut to what fits.

use crate::web::parts::slides::code::Code;

/// Longest title of a slide, in characters; what is longer would not fit on a page of paper.
pub(super) const LONGEST_TITLE: usize = 140;
/// Longest text of a fact.
pub(super) const LONGEST_TEXT: usize = 320;
/// Longest text of a line.
pub(super) const LONGEST_LINE: usize = 180;

/// One thing that is shown.
#[derive(Default)]
pub(super) struct Slide {
    /// The kind of thing, above the title.
    pub(super) kind: String,
    pub(super) title: String,
    /// Its time, its place and its people.
    pub(super) lines: Vec<String>,
    /// Questions, and the number of the first.
    pub(super) questions: Vec<String>,
    pub(super) first: usize,
    /// The texts under a word: what, who, outcome, lesson.
    pub(super) facts: Vec<(String, Vec<String>)>,
    /// The picture that it shows.
    pub(super) picture: Option<SlidePicture>,
    /// The address where one reads on.
    pub(super) code: Option<Code>,
    /// The notes that the speaker sees beside it: a word and a text.
    pub(super) notes: Vec<(String, String)>,
}

/// A picture on a slide.
pub(super) struct SlidePicture {
    /// Its file in the content folder.
    pub(super) file: String,
    /// Its address; in a file of its own, the picture itself.
    pub(super) address: String,
    /// A description of it, in words.
    pub(super) alt: String,
}

/// A sequence of slides.
pub(super) struct Deck {
    /// The title of what is shown.
    pub(super) title: String,
    /// The language of what is shown.
    pub(super) language: String,
    /// The address where it comes from, on this site.
    pub(super) back: String,
    /// The address of the slides themselves, without how they are asked for.
    pub(super) own: String,
    /// A sentence that says who can read the notes.
    pub(super) notes_are: String,
    /// The name of the file that it is saved as, without its ending.
    pub(super) name: String,
    pub(super) slides: Vec<Slide>,
}

/// Cuts a text to a number of characters, between words where there are any.
pub(super) fn cut(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    let whole = match start.rsplit_once(' ') {
        Some((whole, rest)) if rest.chars().count() < most / 2 => whole,
        _ => &start,
    };
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words_and_one_long_word_within() {
        assert_eq!(cut("one  two\nthree", 20), "one two three");
        assert_eq!(cut("one two, three", 10), "one two…");
        assert_eq!(cut(&"ы".repeat(30), 10), format!("{}…", "ы".repeat(9)));
    }
}
