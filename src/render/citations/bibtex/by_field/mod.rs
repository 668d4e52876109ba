//! An entry changed field by field: every other byte of it stays.
//!
//! `spans` finds where the parts of an entry stand, `texts` divides and checks values, `writing` writes
//! them. Values are returned as they are written, with the TeX in them, so that one that nobody touches is the
//! same afterwards. What is changed is read again; where it is not what was meant, nothing is changed.

mod spans;
mod texts;
mod writing;

use spans::EntrySpans;
use texts::{bare, people};
pub use writing::with_work_field;

/// A part of a work that can be changed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkField {
    /// Its type: `article`, `book`.
    Kind,
    /// Its title.
    Title,
    /// Its authors, one on each line.
    Authors,
    /// The date at which it appeared.
    Year,
    /// The journal or the book that it is in.
    Container,
    /// Its address.
    Url,
    /// Its DOI.
    Doi,
}

/// The names by which fields of an entry hold a part; the first that is there counts.
const YEAR: [&str; 2] = ["date", "year"];
const CONTAINER: [&str; 3] = ["journaltitle", "journal", "booktitle"];

impl WorkField {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Kind,
        Self::Title,
        Self::Authors,
        Self::Year,
        Self::Container,
        Self::Url,
        Self::Doi,
    ];

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Year => "year",
            Self::Container => "container",
            Self::Url => "url",
            Self::Doi => "doi",
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Kind => &[],
            Self::Title => &["title"],
            Self::Authors => &["author"],
            Self::Year => &YEAR,
            Self::Container => &CONTAINER,
            Self::Url => &["url"],
            Self::Doi => &["doi"],
        }
    }

    /// Returns the name of the field that a new value gets, in an entry of a type.
    fn new_name(self, kind: &str) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Container if kind.starts_with("in") || kind == "conference" => "booktitle",
            Self::Container => "journal",
            _ => self.names().first().copied().unwrap_or_default(),
        }
    }
}

/// Returns the parts of an entry, in the order of [`WorkField::ALL`]; `None` where it cannot be read.
pub fn work_fields(entry: &str) -> Option<Vec<(WorkField, String)>> {
    let entry = entry.trim();
    let fields = WorkField::ALL.into_iter();
    fields
        .map(|field| Some((field, work_field(entry, field)?)))
        .collect()
}

fn work_field(entry: &str, field: WorkField) -> Option<String> {
    let (spans, found) = EntrySpans::of(entry, field)?;
    if field == WorkField::Kind {
        return Some(entry.get(spans.kind)?.to_ascii_lowercase());
    }
    let Some(span) = found.and_then(|found| spans.fields.get(found)) else {
        return Some(String::new());
    };
    let value = bare(entry.get(span.value.clone())?);
    let words: Vec<&str> = value.split_whitespace().collect();
    Some(match field {
        WorkField::Authors => people(&words).join("\n"),
        _ => words.join(" "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "@Article{k,\n  author = {Ahas, Rein and {Office and Co} AND Silm, S.},\n  title = \"The {GSM}\n    of it\", % so\n  journal = jts,\n  year = 2014\n}";

    fn fields(entry: &str) -> Vec<String> {
        let found = work_fields(entry).unwrap();
        found.into_iter().map(|(_, value)| value).collect()
    }

    fn with(field: WorkField, value: &str) -> Option<String> {
        with_work_field(ENTRY, field, value)
    }

    #[test]
    fn the_parts_of_an_entry_are_returned_as_they_are_written() {
        let people = "Ahas, Rein\n{Office and Co}\nSilm, S.";
        let expected = ["article", "The {GSM} of it", people, "2014", "jts", "", ""];
        assert_eq!(fields(ENTRY), expected);
        assert_eq!(work_fields("@book{k, title = {"), None);
        assert_eq!(work_fields("no entry"), None);
        assert_eq!(fields("@misc{k}")[0], "misc");
    }

    #[test]
    fn one_part_is_changed_and_every_other_byte_stays() {
        for (field, value, old, new) in [
            (WorkField::Kind, "book", "@Article", "@book"),
            (
                WorkField::Title,
                "Of  it",
                "\"The {GSM}\n    of it\"",
                "{Of it}",
            ),
            (
                WorkField::Authors,
                "Ahas, Rein\r\n\r\n{Office}",
                "{Ahas, Rein and {Office and Co} AND Silm, S.}",
                "{Ahas, Rein and {Office}}",
            ),
            (WorkField::Year, "2015", "2014", "{2015}"),
            (WorkField::Container, "", "  journal = jts,\n", ""),
            (WorkField::Year, "", "  year = 2014\n", ""),
            (
                WorkField::Doi,
                "10.1/x",
                "year = 2014",
                "year = 2014,\n  doi = {10.1/x}",
            ),
        ] {
            let wanted = ENTRY.replace(old, new);
            assert_eq!(with(field, value), Some(wanted), "{field:?}");
        }
        let short = |entry: &str, field, value| with_work_field(entry, field, value).unwrap();
        let paper = short("@inproceedings{k, title = {T},}", WorkField::Container, "P");
        assert_eq!(paper, "@inproceedings{k, title = {T}, booktitle = {P},}");
        let bare = short("@misc{k}", WorkField::Url, "https://a.example/");
        assert_eq!(bare, "@misc{k, url = {https://a.example/}}");
        assert_eq!(short(&bare, WorkField::Url, ""), "@misc{k, }");
        let dated = "@misc{k, date = {2014-05}, year = {2013}}";
        let later = short(dated, WorkField::Year, "2015-01");
        assert_eq!(later, "@misc{k, date = {2015-01}, year = {2013}}");
    }

    #[test]
    fn what_would_break_the_entry_is_not_written() {
        for value in ["a}", "{a", "}{", "a\\"] {
            assert_eq!(with(WorkField::Title, value), None, "{value}");
        }
        for kind in ["", "a b", "a{"] {
            assert_eq!(with(WorkField::Kind, kind), None, "{kind}");
        }
        assert_eq!(with(WorkField::Authors, "A and B"), None, "two on one line");
    }
}
