//! The fields of the index.
//!
//! | field | holds | for |
//! |---|---|---|
//! | `path` | the page's path | replacing a page |
//! | `title`, `summary`, `headings` | folded words, and stems with a mark | rank |
//! | `stem` | stems of everything, without positions | which pages match |
//! | `exact` | folded words of everything, with positions | phrases, prefixes, typos, rank |
//! | `names` | words of path, title and aliases | the pages nearest to a wrong address |
//! | `facet` | `key␟term` for every facet, and who may see the page | counts, filters, the gate |
//! | `from_year`, `to_year`, `updated`, `title_key` | fast values | periods, dates, order |
//! | `about`, `text` | path, sections, summary (see `stored.rs`), and the text | hits, snippets, related pages |

use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::search::analyser::{ExactTokenizer, StemTokenizer};

/// Changes whenever an index of before would give other answers.
pub(crate) const VERSION: u32 = 2;

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

/// The fields, as handles of the engine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub(crate) path: Field,
    pub(crate) title: Field,
    pub(crate) summary: Field,
    pub(crate) headings: Field,
    pub(crate) stem: Field,
    pub(crate) exact: Field,
    pub(crate) names: Field,
    pub(crate) facet: Field,
    pub(crate) from_year: Field,
    pub(crate) to_year: Field,
    pub(crate) updated: Field,
    pub(crate) title_key: Field,
    pub(crate) about: Field,
    pub(crate) text: Field,
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
    let fields = Fields {
        path: builder.add_text_field("path", key()),
        title: builder.add_text_field("title", text(BOTH_ANALYSER, positions)),
        summary: builder.add_text_field("summary", text(BOTH_ANALYSER, frequencies)),
        headings: builder.add_text_field("headings", text(BOTH_ANALYSER, frequencies)),
        stem: builder.add_text_field("stem", text(STEM_ANALYSER, frequencies)),
        exact: builder.add_text_field("exact", text(EXACT_ANALYSER, positions)),
        names: builder.add_text_field("names", text(EXACT_ANALYSER, frequencies)),
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
