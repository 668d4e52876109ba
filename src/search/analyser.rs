//! Turns text into the terms of the index, for the engine.
//!
//! One set of fields serves all languages: text for a stemmed field begins with the code of its
//! language and a unit separator, and [`StemTokenizer`] reads it from there.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::search::language::{COUNT, Language};
use crate::search::words::{LONGEST_WORD, WordIterator, fold_into, lower_into, words};

/// Stands between the language and the text, and between a facet's key and its term.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// Stands before a stem in a field that holds words and stems.
pub(crate) const STEM_MARK: char = '\u{1}';

/// The terms of one word, each with [`END`] behind it.
type WordTerms = Box<str>;

/// Stands behind each term of a word. No word has it; it is one byte.
const END: char = '\0';

/// The number of words whose stems a tokenizer remembers, for each language.
const REMEMBERED: usize = 100_000;

/// Marks a text with its language, for a stemmed field.
pub(crate) fn in_language(language: Language, text: &str) -> String {
    let mut marked = String::with_capacity(text.len() + 3);
    marked.push_str(language.code());
    marked.push(SEPARATOR);
    marked.push_str(text);
    marked
}

/// Makes folded words.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExactTokenizer {
    token: Token,
}

/// The words of one text.
#[derive(Debug)]
pub(crate) struct ExactStream<'a> {
    text: &'a str,
    words: WordIterator<'a>,
    token: &'a mut Token,
}

impl Tokenizer for ExactTokenizer {
    type TokenStream<'a> = ExactStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ExactStream<'a> {
        self.token.reset();
        ExactStream {
            text,
            words: words(text),
            token: &mut self.token,
        }
    }
}

impl TokenStream for ExactStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            self.token.position = self.token.position.wrapping_add(1);
            if word.end - word.start > LONGEST_WORD {
                continue;
            }
            self.token.offset_from = word.start;
            self.token.offset_to = word.end;
            fold_into(&self.text[word.start..word.end], &mut self.token.text);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Makes stems, by the language that the text is marked with; with words beside them if wanted.
#[derive(Clone, Debug)]
pub(crate) struct StemTokenizer {
    /// Whether the folded words stand beside the stems, which are then marked.
    with_words: bool,
    token: Token,
    /// The terms of the word that was read last, and where those begin that are still to come.
    terms: String,
    next: usize,
    lower: String,
    /// By language, and then by word.
    remembered: Vec<HashMap<Box<str>, WordTerms, RandomState>>,
}

impl StemTokenizer {
    /// Makes stems only, and none for stop words.
    pub(crate) fn stems() -> Self {
        Self::new(false)
    }

    /// Makes folded words, and stems with a mark.
    pub(crate) fn stems_and_words() -> Self {
        Self::new(true)
    }

    fn new(with_words: bool) -> Self {
        Self {
            with_words,
            token: Token::default(),
            terms: String::new(),
            next: 0,
            lower: String::new(),
            remembered: vec![HashMap::default(); COUNT],
        }
    }

    /// Adds the terms of the word in `self.lower`.
    fn read_terms(&mut self, language: Language) {
        let remembered = &mut self.remembered[language.index()];
        if let Some(terms) = remembered.get(self.lower.as_str()) {
            self.terms.push_str(terms);
            return;
        }
        let terms = terms_of(&self.lower, language, self.with_words);
        self.terms.push_str(&terms);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(self.lower.as_str().into(), terms);
    }
}

/// Returns the terms under which a word, in lower case, is indexed.
fn terms_of(lower: &str, language: Language, with_words: bool) -> WordTerms {
    if with_words {
        let mut folded = String::new();
        fold_into(lower, &mut folded);
        let stems = language.stems(lower).into_iter();
        let terms = stems.map(|stem| format!("{STEM_MARK}{stem}{END}"));
        let terms: String = terms.chain([format!("{folded}{END}")]).collect();
        return terms.into();
    }
    // Only ASCII stop words are left out: those whose spelling a query cannot change by leaving
    // out accents. `plan.rs` looks for stop words among the exact words.
    if lower.is_ascii() && language.is_stop_word(lower) {
        return WordTerms::default();
    }
    let stems = language.stems(lower).into_iter();
    let terms: String = stems.map(|stem| format!("{stem}{END}")).collect();
    terms.into()
}

/// The stems of one text.
#[derive(Debug)]
pub(crate) struct StemStream<'a> {
    tokenizer: &'a mut StemTokenizer,
    language: Language,
    text: &'a str,
    words: WordIterator<'a>,
    /// The end of the word before, and its start with those that it is joined to.
    before: Option<(usize, usize)>,
}

/// Tells whether what stands between two words makes one word of them: `co-operation` is also
/// indexed as `cooperation`, `1,234` as `1234`.
fn joins(before: &str, between: &str, after: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match between {
        "-" | "\u{2010}" | "\u{2011}" | "\u{ad}" => true,
        "," | "." | "'" | "’" | "\u{a0}" | "\u{202f}" => {
            let before = before
                .rsplit(|letter: char| !letter.is_alphanumeric())
                .next();
            after.len() == 3 && digits(after) && before.is_some_and(digits)
        }
        _ => false,
    }
}

impl StemStream<'_> {
    /// Adds the terms of two parts of the text as one word.
    fn join(&mut self, from: usize, until: usize, start: usize, end: usize) {
        if end - from > LONGEST_WORD {
            return;
        }
        let letters = |text: &str| -> String {
            text.chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect()
        };
        let joined = letters(&self.text[from..until]) + &self.text[start..end];
        lower_into(&joined, &mut self.tokenizer.lower);
        self.tokenizer.read_terms(self.language);
    }
}

impl Tokenizer for StemTokenizer {
    type TokenStream<'a> = StemStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StemStream<'a> {
        self.token.reset();
        self.terms.clear();
        self.next = 0;
        let (code, text) = text.split_once(SEPARATOR).unwrap_or(("", text));
        StemStream {
            tokenizer: self,
            language: Language::from_code(code),
            text,
            words: words(text),
            before: None,
        }
    }
}

impl TokenStream for StemStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let rest = &self.tokenizer.terms[self.tokenizer.next..];
            // A term is short: looking for its end byte by byte is quicker than `find`.
            if let Some(end) = rest.bytes().position(|byte| byte == END as u8) {
                self.tokenizer.token.text.clear();
                self.tokenizer.token.text.push_str(&rest[..end]);
                self.tokenizer.next += end + 1;
                return true;
            }
            let Some(word) = self.words.next() else {
                return false;
            };
            let token = &mut self.tokenizer.token;
            token.position = token.position.wrapping_add(1);
            // Characters of scripts without spaces are looked for among the exact words only.
            let unwanted = word.single && !self.tokenizer.with_words;
            if unwanted || word.end - word.start > LONGEST_WORD {
                continue;
            }
            token.offset_from = word.start;
            token.offset_to = word.end;
            self.tokenizer.terms.clear();
            self.tokenizer.next = 0;
            lower_into(&self.text[word.start..word.end], &mut self.tokenizer.lower);
            self.tokenizer.read_terms(self.language);
            let mut start = word.start;
            if let Some((from, until)) = self.before
                && word.start - until <= 3
                && joins(
                    &self.text[from..until],
                    &self.text[until..word.start],
                    &self.text[word.start..word.end],
                )
            {
                self.join(from, until, word.start, word.end);
                // Groups of digits are all one number; words are joined two by two.
                if self.text[word.start..word.end]
                    .bytes()
                    .all(|byte| byte.is_ascii_digit())
                {
                    start = from;
                }
            }
            self.before = Some((start, word.end));
        }
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}
