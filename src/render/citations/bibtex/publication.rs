//! The publisher of a work, the identifiers by which it can be found, and its genre.

use hayagriva::citationberg::taxonomy::{Kind, NumberVariable as N, StandardVariable as S};
use serde_json::Value;

use super::fields::Mapping;
use super::latex;
use super::types::is_web;

impl Mapping<'_> {
    pub(super) fn publishers(&mut self) {
        let names: &[&str] = match self.item.kind {
            Kind::Report | Kind::Thesis | Kind::LegalCase => {
                &["institution", "school", "publisher", "organization"]
            }
            _ => &["publisher", "institution", "school", "organization"],
        };
        let mut houses = Vec::new();
        for name in names {
            let Some(house) = self.take(name) else {
                continue;
            };
            let house = latex::text(
                house
                    .strip_prefix('{')
                    .and_then(|name| name.strip_suffix('}'))
                    .unwrap_or(house),
                false,
            );
            if !houses.contains(&house) {
                houses.push(house);
            }
        }
        // A thesis has a school, and perhaps a database that keeps it.
        if self.item.kind == Kind::Thesis && houses.len() > 1 {
            self.item.put(S::Archive, houses.remove(1));
        }
        // A court is the authority of its judgments.
        if self.item.kind == Kind::LegalCase && !houses.is_empty() {
            self.item.put(S::Authority, houses.remove(0));
        }
        if let Some(how) = self.take("howpublished") {
            if how.contains("\\url") || how.starts_with("http") {
                let address = how.find("\\url").map_or(how, |at| &how[at..]);
                self.item.put(S::URL, latex::verbatim(address));
            } else if is_web(how) {
                self.used.retain(|name| *name != "howpublished");
            } else if self.item.kind == Kind::Pamphlet {
                self.item.put(S::Genre, latex::text(how, false));
            } else {
                houses.push(latex::text(how, false));
            }
        }
        let mut houses = houses.into_iter();
        if let Some(house) = houses.next() {
            self.item.put(S::Publisher, house);
        }
        for house in houses {
            if !self.item.put(S::Publisher, house.as_str()) {
                self.item
                    .custom
                    .push(("organization".to_owned(), Value::String(house)));
            }
        }
    }

    /// Reads where the work can be found.
    pub(super) fn identifiers(&mut self) {
        self.doi();
        self.address();
        self.eprint();
    }

    fn doi(&mut self) {
        if let Some(doi) = self.take("doi") {
            let doi = clean_doi(&latex::verbatim(doi));
            if !doi.starts_with("10.") || !doi.contains('/') {
                self.problems.push((
                    "doi".to_owned(),
                    format!(
                        "has the DOI “{doi}”, which is none: it begins with 10. and has a slash"
                    ),
                ));
            }
            self.item.put(S::DOI, doi);
        }
    }

    fn address(&mut self) {
        let url = self.take("url").map(latex::verbatim);
        if let Some(url) = url {
            let web = ["http://", "https://", "ftp://"]
                .iter()
                .any(|scheme| url.starts_with(scheme));
            if !web {
                self.problems.push((
                    "url".to_owned(),
                    format!("has the address “{url}”, which leads nowhere: write it in full, with https://"),
                ));
            }
            self.item.put(S::URL, url);
        }
    }

    /// Reads the number of the work in an archive.
    fn eprint(&mut self) {
        if self.entry.field("eprint").is_none() {
            return;
        }
        let archive = self
            .first(&["eprinttype", "archiveprefix"])
            .map(|name| latex::text(name, false));
        let Some(eprint) = self.take("eprint").map(latex::verbatim) else {
            return;
        };
        match archive.as_deref().map(str::to_lowercase).as_deref() {
            Some("arxiv") => {
                let number = eprint.trim_start_matches("arXiv:").to_owned();
                self.item.put(S::Publisher, "arXiv");
                self.item.put(N::Number, format!("arXiv:{number}"));
                self.item
                    .put(S::URL, format!("https://arxiv.org/abs/{number}"));
            }
            Some("pubmed") => {
                self.item.put(S::PMID, eprint);
            }
            Some("hdl") => {
                self.item
                    .put(S::URL, format!("https://hdl.handle.net/{eprint}"));
            }
            Some("jstor") => {
                self.item
                    .put(S::URL, format!("https://www.jstor.org/stable/{eprint}"));
            }
            _ => {
                self.item.put(S::Archive, archive.unwrap_or_default());
                self.item.put(S::ArchiveLocation, eprint);
            }
        }
    }

    pub(super) fn genre(&mut self) {
        let given = self.take("type").map(|genre| latex::text(genre, false));
        let genre = match given.as_deref() {
            Some("phdthesis") => "Doctoral dissertation".to_owned(),
            Some("mathesis" | "mastersthesis") => "Master's thesis".to_owned(),
            Some("bathesis") => "Bachelor's thesis".to_owned(),
            Some("candthesis") => "Candidate thesis".to_owned(),
            Some("techreport") => "Technical report".to_owned(),
            Some("resreport") => "Research report".to_owned(),
            Some("software") => "Computer software".to_owned(),
            Some("patent") => "Patent".to_owned(),
            Some("patentus") => "U.S. Patent".to_owned(),
            Some("patenteu") => "European Patent".to_owned(),
            Some("patentde") => "German Patent".to_owned(),
            Some("patentfr") => "French Patent".to_owned(),
            Some("patentuk") => "British Patent".to_owned(),
            // The style writes the word itself.
            Some(genre) => genre
                .trim_end_matches(" No.")
                .trim_end_matches(" no.")
                .to_owned(),
            None => match self.entry.kind.as_str() {
                "phdthesis" => "Doctoral dissertation".to_owned(),
                "mastersthesis" | "masterthesis" => "Master's thesis".to_owned(),
                _ => String::new(),
            },
        };
        self.item.put(S::Genre, genre);
        if let Some(language) = self.first(&["language", "langid", "hyphenation"]) {
            self.item
                .put(S::Language, language_code(&latex::text(language, false)));
        }
    }
}

/// Removes what stands before a DOI.
fn clean_doi(doi: &str) -> String {
    let lower = doi.to_lowercase();
    let prefixes = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi.org/",
        "doi:",
    ];
    let found = prefixes.iter().find(|prefix| lower.starts_with(*prefix));
    found
        .map_or(doi, |prefix| doi[prefix.len()..].trim_start())
        .to_owned()
}

/// Returns the code of a language that is given by its name.
fn language_code(name: &str) -> String {
    const NAMES: [(&str, &str); 36] = [
        ("english", "en"),
        ("american", "en-US"),
        ("usenglish", "en-US"),
        ("british", "en-GB"),
        ("ukenglish", "en-GB"),
        ("french", "fr"),
        ("francais", "fr"),
        ("français", "fr"),
        ("german", "de"),
        ("ngerman", "de"),
        ("deutsch", "de"),
        ("austrian", "de-AT"),
        ("spanish", "es"),
        ("español", "es"),
        ("italian", "it"),
        ("portuguese", "pt"),
        ("brazilian", "pt-BR"),
        ("dutch", "nl"),
        ("russian", "ru"),
        ("polish", "pl"),
        ("czech", "cs"),
        ("danish", "da"),
        ("swedish", "sv"),
        ("norwegian", "nb"),
        ("finnish", "fi"),
        ("hungarian", "hu"),
        ("greek", "el"),
        ("turkish", "tr"),
        ("japanese", "ja"),
        ("chinese", "zh"),
        ("korean", "ko"),
        ("arabic", "ar"),
        ("hebrew", "he"),
        ("slovene", "sl"),
        ("croatian", "hr"),
        ("romanian", "ro"),
    ];
    let lower = name.trim().to_lowercase();
    let found = NAMES.iter().find(|(known, _)| *known == lower);
    found.map_or_else(|| name.trim().to_owned(), |(_, code)| (*code).to_owned())
}
