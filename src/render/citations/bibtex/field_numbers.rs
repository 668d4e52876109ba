//! The numbers of an entry: volume, issue, pages, edition, identifiers.

use hayagriva::citationberg::taxonomy::{Kind, NumberVariable as N, PageVariable};

use super::field_names::{CODES, NUMBERS};
use super::fields::Mapping;
use super::latex;

impl Mapping<'_> {
    pub(super) fn numbers(&mut self) {
        for (name, variable) in NUMBERS {
            if let Some(value) = self.take(name) {
                self.item
                    .put(variable, latex::text(value, false).replace("--", "–"));
            }
        }
        if let Some(edition) = self.take("edition") {
            self.item
                .put(N::Edition, edition_number(&latex::text(edition, false)));
        }
        if let Some(pages) = self.take("pages") {
            let pages = latex::text(pages, false).replace('\u{A0}', " ");
            self.item
                .put(PageVariable::Page, pages.trim_matches(',').trim());
        }
        self.issue_and_number();
        for name in ["eid", "article-number", "articleno"] {
            if let Some(value) = self.take(name) {
                self.item.put(N::Number, latex::text(value, false));
            }
        }
        for (name, variable) in CODES {
            if let Some(code) = self.take(name) {
                self.item.put(variable, latex::text(code, false));
            }
        }
    }

    /// Puts the issue, and the number, which is that of an issue, of a series or of the work.
    fn issue_and_number(&mut self) {
        let issue = self.take("issue").map(|text| latex::text(text, false));
        let number = self.take("number").map(|text| latex::text(text, false));
        let serial = matches!(
            self.item.kind,
            Kind::ArticleJournal
                | Kind::ArticleMagazine
                | Kind::ArticleNewspaper
                | Kind::Periodical
                | Kind::Review
        );
        let book = matches!(
            self.item.kind,
            Kind::Book | Kind::Chapter | Kind::PaperConference | Kind::EntryEncyclopedia
        );
        if let Some(number) = number {
            if serial {
                self.item.put(N::Issue, number);
            } else if book && self.entry.field("series").is_some() {
                self.item.put(N::CollectionNumber, number);
            } else {
                // Styles write the words before the number of a thesis themselves.
                let bare = match self.item.kind {
                    Kind::Thesis => number
                        .trim_start_matches("Publication ")
                        .trim_start_matches("No. "),
                    _ => number.as_str(),
                };
                self.item.put(N::Number, bare);
            }
        }
        if let Some(issue) = issue {
            self.item.put(N::Issue, issue);
        }
    }
}

/// Returns the number of an edition that is given in words.
fn edition_number(text: &str) -> String {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth", "eleventh", "twelfth",
    ];
    let bare = text.trim().to_lowercase();
    let bare = bare
        .trim_end_matches(" ed.")
        .trim_end_matches(" edition")
        .trim();
    if let Some(at) = WORDS.iter().position(|word| *word == bare) {
        return (at + 1).to_string();
    }
    let digits = bare.trim_end_matches(|mark: char| mark.is_alphabetic());
    let ordinal = ["", "st", "nd", "rd", "th"].contains(&&bare[digits.len()..]);
    if ordinal && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    text.to_owned()
}
