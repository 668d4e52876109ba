//! The text that the index keeps of a page, so that a hit can be named and shown without git and
//! without a parser.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use tantivy::schema::OwnedValue;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};

use crate::domain::{PagePath, PageText};
use crate::search::request::ReasonKind;
use crate::search::words::head;

/// Text beyond this is searched but not shown in snippets; no honest page is as long.
const LONGEST: usize = 1 << 20;

/// The text of a page with its sections, borrowed from what the index stores.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredText<'a> {
    /// The page's path, with a slash before it: nothing that cannot be read is the home page.
    pub(crate) path: &'a str,
    /// The code of the page's language.
    pub(crate) language: &'a str,
    /// The summary.
    pub(crate) summary: &'a str,
    /// The sections, in the order of their starts.
    #[serde(borrow)]
    pub(crate) sections: Vec<StoredSection<'a>>,
    /// The words that are not in the text but belong to the page: works it cites, its other names.
    #[serde(borrow)]
    pub(crate) notes: Vec<(ReasonKind, &'a str)>,
    /// The text, which is stored beside the rest.
    #[serde(skip)]
    pub(crate) text: &'a str,
}

/// A section of the text: see [`crate::domain::Section`].
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredSection<'a> {
    pub(crate) start: usize,
    pub(crate) body: usize,
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
}

impl<'a> StoredText<'a> {
    /// Takes what is kept of a text. Sections whose offsets are not in the text are left out.
    pub(crate) fn new(
        path: &'a str,
        language: &'a str,
        summary: &'a str,
        page: &'a PageText,
    ) -> Self {
        let text = head(&page.text, LONGEST);
        let mut sections: Vec<_> = page
            .sections
            .iter()
            .filter(|section| {
                section.start <= section.body
                    && text.is_char_boundary(section.start)
                    && text.is_char_boundary(section.body)
            })
            .map(|section| StoredSection {
                start: section.start,
                body: section.body,
                id: &section.id,
                title: &section.title,
            })
            .collect();
        sections.sort_by_key(|section| section.start);
        Self {
            path,
            language,
            summary: head(summary, 2_000),
            sections,
            notes: Vec::new(),
            text,
        }
    }

    /// Writes all but the text as bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        // Writing strings and numbers to memory does not fail.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`Self::encode`] wrote, for its text; anything else is a text without sections.
    pub(crate) fn decode(about: &'a [u8], text: &'a str) -> Self {
        let mut stored: Self = postcard::from_bytes(about).unwrap_or_default();
        stored.text = text;
        let fits = stored.sections.iter().all(|section| {
            section.start <= section.body
                && text.is_char_boundary(section.start)
                && text.is_char_boundary(section.body)
        });
        if !fits {
            stored.sections.clear();
        }
        stored
    }

    /// Returns the page's path.
    pub(crate) fn path(&self) -> Option<PagePath> {
        PagePath::parse(self.path.strip_prefix('/')?).ok()
    }

    /// Returns where the section begins and ends that has a byte of the text.
    pub(crate) fn section_range_at(&self, at: usize) -> Range<usize> {
        let next = self.sections.partition_point(|section| section.start <= at);
        let end = self.sections.get(next);
        let end = end.map_or(self.text.len(), |section| section.start);
        let own = next.checked_sub(1).and_then(|own| self.sections.get(own));
        let start = own.map_or(0, |section| {
            if section.body <= at {
                section.body
            } else {
                section.start
            }
        });
        start..end
    }

    /// Returns the byte where a section ends.
    pub(crate) fn end_of(&self, section: usize) -> usize {
        self.sections
            .get(section + 1)
            .map_or(self.text.len(), |next| next.start)
    }
}

/// The stored fields of a page, as [`StoredText`] reads them.
#[derive(Debug, Default)]
pub(crate) struct StoredDocument {
    about: Vec<u8>,
    text: String,
}

impl StoredDocument {
    /// Returns the text with its sections.
    pub(crate) fn read(&self) -> StoredText<'_> {
        StoredText::decode(&self.about, &self.text)
    }
}

impl DocumentDeserialize for StoredDocument {
    fn deserialize<'de, D>(mut document: D) -> Result<Self, DeserializeError>
    where
        D: DocumentDeserializer<'de>,
    {
        // The schema stores one field of bytes and one of text.
        let mut stored = Self::default();
        while let Some((_, value)) = document.next_field::<OwnedValue>()? {
            match value {
                OwnedValue::Bytes(about) => stored.about = about,
                OwnedValue::Str(text) => stored.text = text,
                _ => {}
            }
        }
        Ok(stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Section;

    #[test]
    fn what_is_stored_comes_back() {
        let page = PageText {
            text: "Début\nOne\nfirst\n".to_owned(),
            sections: vec![
                Section {
                    start: 7,
                    body: 11,
                    id: "one".to_owned(),
                    title: "One".to_owned(),
                },
                Section {
                    start: 2,
                    body: 400,
                    id: "wrong".to_owned(),
                    title: "Beyond the text".to_owned(),
                },
            ],
        };
        let stored = StoredText::new("/cases/one", "en", "What it is", &page);
        assert_eq!(stored.sections.len(), 1);
        let bytes = stored.encode();
        assert_eq!(StoredText::decode(&bytes, stored.text), stored);
        assert_eq!(StoredText::decode(&bytes, "x").sections, []);
        assert_eq!(StoredText::decode(&bytes[..5], "x").sections, []);
        assert_eq!(StoredText::decode(b"\xff\xff\xff\xff", "x").text, "x");
    }
}
