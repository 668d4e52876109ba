//! The fields of the index.
//!
//! | field | holds | for |
//! |---|---|---|
//! | `path` | the page's path | replacing a page |
//! | `title`, `summary`, `headings` | folded words, and stems with a mark | rank |
//! | `stem` | stems of everything that is the page's own, without positions | which pages match |
//! | `low` | stems of what stands beside it: lists of related pages, works cited, other names | which pages match, with less weight |
//! | `exact` | folded words of both, with positions | phrases, prefixes, typos, rank |
//! | `names` | words of path, title and aliases | the pages nearest to a wrong address |
//! | `short` | short forms with the long forms that the text gives them (`shorten.rs`) | one finds the other |
//! | `facet` | `key␟term` for every facet, and who may see the page | counts, filters, the gate |
//! | `from_year`, `to_year`, `updated`, `title_key` | fast values | periods, dates, order |
//! | `about`, `text` | path, sections, summary (see `stored.rs`), and the text | hits, snippets, related pages |
//!
//! The fields of words, from `title` to `short`, are there once for each visibility: a dictionary
//! with its statistics has the words of pages that are visible to the same circle, so nothing that
//! is asked of it can depend on pages that someone else may see. See [`TextField`].

use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::domain::Visibility;
use crate::search::analyser::{ExactTokenizer, StemTokenizer};

/// Changes whenever an index of before would give other answers.
pub(crate) const VERSION: u32 = 5;

/// Names of the fast fields, by which the engine's columns are opened.
pub(crate) const FACET: &str = "facet";
pub(crate) const FROM_YEAR: &str = "from_year";
pub(crate) const TO_YEAR: &str = "to_year";
pub(crate) const UPDATED: &str = "updated";
pub(crate) const TITLE_KEY: &str = "title_key";

const EXACT_ANALYSER: &str = "words";
const STEM_ANALYSER: &str = "stems";
const BOTH_ANALYSER: &str = "stems and words";
const RAW: &str = "raw";

/// The sorts of words of a page: there is a field of the index for each of them and each visibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextField {
    Title,
    Summary,
    Headings,
    Stem,
    Low,
    Exact,
    Names,
    Short,
}

impl TextField {
    /// Every text field, in the order of their numbers.
    pub(crate) const ALL: [Self; TEXT_FIELD_COUNT] = [
        Self::Title,
        Self::Summary,
        Self::Headings,
        Self::Stem,
        Self::Low,
        Self::Exact,
        Self::Names,
        Self::Short,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Headings => "headings",
            Self::Stem => "stem",
            Self::Low => "low",
            Self::Exact => "exact",
            Self::Names => "names",
            Self::Short => "short",
        }
    }
}

/// The number of these sorts.
pub(crate) const TEXT_FIELD_COUNT: usize = 8;

/// The fields of words of the pages of one visibility, by text field.
pub(crate) type TextFields = [Field; TEXT_FIELD_COUNT];

/// The fields, as handles of the engine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub(crate) path: Field,
    /// By visibility, from the widest circle.
    words: [TextFields; CIRCLES.len()],
    pub(crate) facet: Field,
    pub(crate) from_year: Field,
    pub(crate) to_year: Field,
    pub(crate) updated: Field,
    pub(crate) title_key: Field,
    pub(crate) about: Field,
    pub(crate) text: Field,
}

/// The visibilities, with what the names of their fields end in.
pub(crate) const CIRCLES: [(Visibility, &str); 3] = [
    (Visibility::Public, ""),
    (Visibility::Members, "_members"),
    (Visibility::Draft, "_draft"),
];

impl Fields {
    /// Returns the field for words in a text field of pages of a visibility.
    pub(crate) fn words(&self, text_field: TextField, visibility: Visibility) -> Field {
        self.words[visibility as usize][text_field as usize]
    }

    /// Returns the text field that a field of the engine is for.
    pub(crate) fn text_field(&self, field: Field) -> Option<TextField> {
        let in_circle = |words: &TextFields| words.iter().position(|known| *known == field);
        let number = self.words.iter().find_map(in_circle)?;
        TextField::ALL.get(number).copied()
    }
}

/// Builds the schema.
pub(crate) fn schema() -> (Schema, Fields) {
    let text = |analyser: &str, record: IndexRecordOption| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(analyser)
            .set_index_option(record);
        TextOptions::default().set_indexing_options(indexing)
    };
    let key = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(RAW)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let number = || NumericOptions::from(FAST);
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let frequencies = IndexRecordOption::WithFreqs;
    let mut builder = Schema::builder();
    let path = builder.add_text_field("path", key());
    let words = CIRCLES.map(|(_, ending)| {
        TextField::ALL.map(|text_field| {
            let options = match text_field {
                TextField::Title => text(BOTH_ANALYSER, positions),
                TextField::Summary | TextField::Headings => text(BOTH_ANALYSER, frequencies),
                TextField::Stem | TextField::Low => text(STEM_ANALYSER, frequencies),
                TextField::Exact => text(EXACT_ANALYSER, positions),
                TextField::Names => text(EXACT_ANALYSER, frequencies),
                TextField::Short => key(),
            };
            builder.add_text_field(&format!("{}{ending}", text_field.name()), options)
        })
    });
    let fields = Fields {
        path,
        words,
        facet: builder.add_text_field(FACET, key().set_fast(RAW)),
        from_year: builder.add_u64_field(FROM_YEAR, number()),
        to_year: builder.add_u64_field(TO_YEAR, number()),
        updated: builder.add_i64_field(UPDATED, number()),
        title_key: builder.add_text_field(TITLE_KEY, TextOptions::default().set_fast(RAW)),
        about: builder.add_bytes_field("about", BytesOptions::from(STORED)),
        // As text and not among the bytes, which the engine reads one at a time.
        text: builder.add_text_field("text", TextOptions::from(STORED)),
    };
    (builder.build(), fields)
}

/// Returns the analysers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(
        EXACT_ANALYSER,
        TextAnalyzer::from(ExactTokenizer::default()),
    );
    manager.register(STEM_ANALYSER, TextAnalyzer::from(StemTokenizer::stems()));
    let both = StemTokenizer::stems_and_words();
    manager.register(BOTH_ANALYSER, TextAnalyzer::from(both));
    manager
}

/// The term of pages that stand below what they list: tables of contents, and guides and templates
/// for those who write.
pub(crate) const BELOW: &str = "rank\u{1f}below";

/// Returns the term of pages of a visibility.
pub(crate) fn marker(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "visibility\u{1f}public",
        Visibility::Members => "visibility\u{1f}members",
        Visibility::Draft => "visibility\u{1f}draft",
    }
}
