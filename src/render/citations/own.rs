//! A page of the site as a work that others cite.

use std::sync::LazyLock;

use hayagriva::citationberg::taxonomy::{DateVariable, Kind, NameVariable, StandardVariable};

use super::bibliography::Bibliography;
use super::bibtex;
use super::export::{self, Format};
use super::import::Work;
use super::item::{Item, Names, PartialDate, PersonName, WorkDate};
use crate::domain;
use crate::render::gate::Html;

/// A page as a work for whoever cites it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageWork {
    /// The page's address on the site.
    pub address: String,
    /// The title.
    pub title: String,
    /// The people who wrote it; where nobody is named, the site did.
    pub authors: Vec<String>,
    /// The organisations of the page: an author of that name is no person.
    pub organisations: Vec<String>,
    /// The date of its last change.
    pub date: Option<domain::date::Date>,
    /// The site's name.
    pub site: String,
    /// The permanent address, absolute.
    pub url: String,
    /// The language's code.
    pub language: String,
    /// Its summary.
    pub summary: String,
}

/// APA style, whatever the site's own is: read once.
static APA: LazyLock<Bibliography> = LazyLock::new(Bibliography::default);

impl PageWork {
    /// Returns the work as it stands in a list of references in APA style.
    pub fn apa(&self) -> Option<Html> {
        let mut item = self.item();
        // The style leaves out a site that is its own author.
        if self.authors.is_empty() {
            let site = StandardVariable::ContainerTitle.into();
            item.texts.retain(|(name, _)| *name != site);
        }
        let key = item.key.clone();
        let reference = APA.with_only(work(item)).reference(&key, &self.language)?;
        Some(reference.html)
    }

    /// Writes the work in a format.
    pub fn export(&self, format: Format) -> String {
        export::write(std::iter::once(&work(self.item())), format)
    }

    fn item(&self) -> Item {
        let mut item = Item::new(&self.key(), Kind::Webpage);
        let mut list: Vec<PersonName> = self.authors.iter().map(|name| self.person(name)).collect();
        if list.is_empty() {
            list.push(PersonName::office(&self.site));
        }
        let names = Names {
            list,
            others: false,
        };
        item.names.push((NameVariable::Author, names));
        if let Some(date) = self.date {
            let day = PartialDate {
                year: i32::from(date.year),
                month: date.month,
                day: date.day,
                season: None,
            };
            let date = WorkDate {
                start: Some(day),
                ..WorkDate::default()
            };
            item.dates.push((DateVariable::Issued, date));
        }
        for (variable, text) in [
            (StandardVariable::Title, &self.title),
            (StandardVariable::ContainerTitle, &self.site),
            (StandardVariable::URL, &self.url),
            (StandardVariable::Language, &self.language),
            (StandardVariable::Abstract, &self.summary),
        ] {
            item.put(variable, text.as_str());
        }
        item
    }

    /// Reads an author: an organisation of the page stands undivided, anybody else has a family name.
    fn person(&self, name: &str) -> PersonName {
        let people = match self.organisations.iter().any(|known| known == name) {
            true => Vec::new(),
            false => bibtex::people(name).list,
        };
        match <[PersonName; 1]>::try_from(people) {
            Ok([person]) => person,
            Err(_) => PersonName::office(name),
        }
    }

    /// Returns the key: the address in letters that every program takes.
    pub fn key(&self) -> String {
        let sign = |sign: char| match sign {
            sign if sign.is_ascii_alphanumeric() => sign.to_ascii_lowercase(),
            _ => '-',
        };
        let key: String = self.address.chars().map(sign).collect();
        match key.trim_matches('-') {
            "" => "page".to_owned(),
            key => key.to_owned(),
        }
    }
}

fn work(item: Item) -> Work {
    Work {
        item,
        entry: None,
        source: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(authors: &[&str]) -> PageWork {
        PageWork {
            address: "/cases/été".to_owned(),
            title: "Phones & tourism".to_owned(),
            authors: authors.iter().map(|name| (*name).to_owned()).collect(),
            organisations: vec!["Statistics Estonia".to_owned()],
            date: domain::date::Date::parse("2026-04-01"),
            site: "The group".to_owned(),
            url: "https://test.example/cases/x?at=abc".to_owned(),
            language: "en".to_owned(),
            summary: "About phones.".to_owned(),
        }
    }

    #[test]
    fn a_page_is_cited_as_apa_wants_it() {
        let text = |page: &PageWork| page.apa().unwrap().to_string();
        let known = text(&page(&["Ada van Writer", "Statistics Estonia"]));
        let rest = "(2026, April 1). <em>Phones &amp; tourism</em>.";
        let start = format!("van Writer, A., &amp; Statistics Estonia. {rest} The Group. <a ");
        assert!(known.starts_with(&start), "{known}");
        assert!(
            known.contains("href=\"https://test.example/cases/x?at=abc\""),
            "{known}"
        );
        let unknown = text(&page(&[]));
        assert!(
            unknown.starts_with(&format!("The group. {rest} <a ")),
            "{unknown}"
        );
    }

    #[test]
    fn a_page_is_written_in_every_format() {
        let page = page(&["Ada van Writer", "Statistics Estonia"]);
        let bib = page.export(Format::Bibtex);
        assert!(bib.starts_with("@misc{"), "{bib}");
        assert!(
            bib.contains("author = {van Writer, Ada and {Statistics Estonia}}"),
            "{bib}"
        );
        let ris = page.export(Format::Ris);
        for line in [
            "TI  - Phones & tourism",
            "UR  - https://test.example/cases/x?at=abc",
            "T2  - The group",
        ] {
            assert!(ris.contains(line), "{line}: {ris}");
        }
        let json: serde_json::Value = serde_json::from_str(&page.export(Format::CslJson)).unwrap();
        assert_eq!(json[0]["type"], "webpage");
        assert_eq!(json[0]["container-title"], "The group");
        assert_eq!(json[0]["issued"]["date-parts"][0][0], 2026);
    }
}
