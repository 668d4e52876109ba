//! The fields of an entry as the variables of the Citation Style Language.

use hayagriva::citationberg::taxonomy::{
    DateVariable, Kind, NameVariable, NumberVariable as N, PageVariable, StandardVariable as S,
    Variable,
};
use serde_json::Value;

use super::entry::BibtexEntry;
use super::types;
use super::{latex, names};
use crate::domain::suggestion::distance;
use crate::render::citations::dates;
use crate::render::citations::item::{Item, WorkDate};

/// Fields that become one variable each, text with TeX in it.
const TEXTS: [(&str, S); 24] = [
    ("shorttitle", S::TitleShort),
    ("shortjournal", S::ContainerTitleShort),
    ("eventtitle", S::EventTitle),
    ("venue", S::EventPlace),
    ("location", S::PublisherPlace),
    ("address", S::PublisherPlace),
    ("origtitle", S::OriginalTitle),
    ("origpublisher", S::OriginalPublisher),
    ("origlocation", S::OriginalPublisherPlace),
    ("abstract", S::Abstract),
    ("annote", S::Annote),
    ("annotation", S::Annote),
    ("keywords", S::Keyword),
    ("keyword", S::Keyword),
    ("note", S::Note),
    ("library", S::CallNumber),
    ("archive", S::Archive),
    ("archive_location", S::ArchiveLocation),
    ("archivelocation", S::ArchiveLocation),
    ("rights", S::License),
    ("license", S::License),
    ("medium", S::Medium),
    ("parttitle", S::PartTitle),
    ("authority", S::Authority),
];
/// Fields that become one number each.
const NUMBERS: [(&str, N); 7] = [
    ("volume", N::Volume),
    ("volumes", N::NumberOfVolumes),
    ("part", N::PartNumber),
    ("chapter", N::ChapterNumber),
    ("pagetotal", N::NumberOfPages),
    ("version", N::Version),
    ("section", N::Section),
];
/// Fields that become one identifier each.
const CODES: [(&str, S); 4] = [
    ("isbn", S::ISBN),
    ("issn", S::ISSN),
    ("pmid", S::PMID),
    ("pmcid", S::PMCID),
];
const PEOPLE: [(&str, NameVariable); 10] = [
    ("author", NameVariable::Author),
    ("editor", NameVariable::Editor),
    ("translator", NameVariable::Translator),
    ("bookauthor", NameVariable::ContainerAuthor),
    ("director", NameVariable::Director),
    ("illustrator", NameVariable::Illustrator),
    ("compiler", NameVariable::Compiler),
    ("serieseditor", NameVariable::CollectionEditor),
    ("origauthor", NameVariable::OriginalAuthor),
    ("interviewer", NameVariable::Interviewer),
];

/// Fields that a slip of the pen is taken for: those that most works need.
const COMMON: [&str; 18] = [
    "address",
    "author",
    "booktitle",
    "date",
    "editor",
    "howpublished",
    "institution",
    "journal",
    "journaltitle",
    "month",
    "number",
    "organization",
    "pages",
    "publisher",
    "school",
    "title",
    "volume",
    "year",
];

/// Words for a work that has not appeared.
const STATES: [(&str, &str); 12] = [
    ("inpreparation", "in preparation"),
    ("in preparation", "in preparation"),
    ("submitted", "submitted"),
    ("under review", "under review"),
    ("forthcoming", "forthcoming"),
    ("to appear", "forthcoming"),
    ("inpress", "in press"),
    ("in press", "in press"),
    ("in-press", "in press"),
    ("accepted", "accepted"),
    ("prepublished", "prepublished"),
    ("advance online publication", "advance online publication"),
];

/// A problem of a field: its name, and what is wrong with it and what to do.
pub(in crate::render::citations) type FieldProblem = (String, String);

pub(super) struct Mapping<'a> {
    pub(super) entry: &'a BibtexEntry,
    pub(super) item: Item,
    pub(super) complaints: Vec<FieldProblem>,
    /// The fields that have found their place.
    pub(super) used: Vec<&'a str>,
}

/// Reads an entry as a work, and says what is wrong with its fields.
pub(in crate::render::citations) fn item(entry: &BibtexEntry) -> (Item, Vec<FieldProblem>) {
    let mut mapping = Mapping {
        entry,
        item: Item::new(&entry.key, types::kind(entry)),
        complaints: Vec::new(),
        used: vec!["entrysubtype"],
    };
    mapping.kind();
    mapping.titles();
    mapping.people();
    mapping.dates();
    mapping.numbers();
    mapping.publishers();
    mapping.places();
    mapping.genre();
    for (name, variable) in TEXTS {
        if let Some(text) = mapping.take(name) {
            mapping.item.put(variable, latex::text(text, false));
        }
    }
    mapping.rest();
    (mapping.item, mapping.complaints)
}

impl<'a> Mapping<'a> {
    /// Returns the value of a field and notes that it has found its place.
    pub(super) fn take(&mut self, name: &'a str) -> Option<&'a str> {
        let value = self.entry.field(name)?;
        self.used.push(name);
        Some(value)
    }

    pub(super) fn first(&mut self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.take(name))
    }

    /// Says that the type of the entry is a slip of the pen.
    fn kind(&mut self) {
        if let Some(meant) = types::meant(&self.entry.kind) {
            let kind = &self.entry.kind;
            let message =
                format!("has the type “@{kind}”, which is none: did you mean “@{meant}”?");
            self.complaints.push(("@".to_owned(), message));
        }
    }

    fn title(&mut self, main: &'a str, sub: &'a str) -> Option<String> {
        let title = latex::text(self.take(main)?, true);
        let Some(sub) = self.take(sub) else {
            return Some(title);
        };
        let colon = if title.ends_with(['?', '!', ':']) {
            " "
        } else {
            ": "
        };
        Some(format!("{title}{colon}{}", latex::text(sub, true)))
    }

    /// Takes what follows the title: that of a page names the site, that of a work translates it.
    fn title_addon(&mut self) {
        let Some(addon) = self.take("titleaddon") else {
            return;
        };
        let addon = latex::text(addon, true);
        if matches!(
            self.item.kind,
            Kind::Webpage | Kind::PostWeblog | Kind::Post
        ) {
            self.item.put(S::ContainerTitle, addon);
            return;
        }
        let mut texts = self.item.texts.iter_mut();
        let title = texts.find(|(name, _)| *name == Variable::Standard(S::Title));
        let upright = matches!(
            self.entry.kind.as_str(),
            "article" | "incollection" | "inbook" | "inproceedings" | "conference"
        );
        if let Some((_, title)) = title {
            *title = match upright {
                true => format!("{title} [{addon}]"),
                // Markup within italics turns them off.
                false => format!("{title} <i>[{addon}]</i>"),
            };
        }
    }

    fn titles(&mut self) {
        let own = self.title("title", "subtitle").unwrap_or_default();
        let main = self.title("maintitle", "mainsubtitle");
        let book = self.title("booktitle", "booksubtitle");
        let journal = if self.entry.field("journaltitle").is_some() {
            self.title("journaltitle", "journalsubtitle")
        } else {
            self.title("journal", "journalsubtitle")
        };
        let part = matches!(
            self.item.kind,
            Kind::Chapter | Kind::PaperConference | Kind::EntryEncyclopedia
        );
        match main {
            Some(main) if !part && own != main && !own.is_empty() => {
                self.item.put(S::Title, main);
                self.item.put(S::VolumeTitle, own);
            }
            Some(main) => {
                self.item.put(S::Title, own);
                self.item.put(S::ContainerTitle, main);
                self.item
                    .put(S::VolumeTitle, book.clone().unwrap_or_default());
            }
            None => {
                self.item.put(S::Title, own);
            }
        }
        let container = journal.or(book.filter(|_| part || self.item.kind != Kind::Book));
        self.item
            .put(S::ContainerTitle, container.unwrap_or_default());
        if let Some(series) = self.take("series") {
            self.item.put(S::CollectionTitle, latex::text(series, true));
        }
        self.title_addon();
        if self.item.text(S::Title).is_none() {
            self.complaints.push((
                "title".to_owned(),
                "has no title: add title = {…}".to_owned(),
            ));
        }
    }

    fn people(&mut self) {
        for (name, role) in PEOPLE {
            let Some(source) = self.take(name) else {
                continue;
            };
            let role = match (name, self.entry.field("editortype")) {
                ("editor", Some("director")) => NameVariable::Director,
                ("editor", Some("compiler")) => NameVariable::Compiler,
                ("editor", Some("organizer")) => NameVariable::Organizer,
                _ => role,
            };
            let people = names::read(source);
            if !people.list.is_empty() {
                self.item.names.push((role, people));
            }
        }
        if self.item.kind == Kind::MotionPicture {
            // Who made a film stands where its author would.
            for (role, _) in &mut self.item.names {
                if *role == NameVariable::Author {
                    *role = NameVariable::Director;
                }
            }
        }
    }

    fn dates(&mut self) {
        let issued = match self.take("date") {
            Some(date) => Some(dates::read(&plain_date(date))),
            None => self.year(),
        };
        self.state(issued);
        for (name, variable) in [
            ("urldate", DateVariable::Accessed),
            ("origdate", DateVariable::OriginalDate),
            ("eventdate", DateVariable::EventDate),
        ] {
            let Some(value) = self.take(name) else {
                continue;
            };
            let date = dates::read(&plain_date(value));
            if date.start.is_none() {
                self.complaints.push((name.to_owned(), no_date(value)));
            }
            self.item.dates.push((variable, date));
        }
    }

    /// Reads `year`, `month` and `day`.
    fn year(&mut self) -> Option<WorkDate> {
        let year = self.take("year")?;
        let mut date = dates::read(&plain_date(year));
        let month = self.take("month");
        let day = self.take("day");
        let (Some(start), Some(month)) = (&mut date.start, month) else {
            return Some(date);
        };
        // BibTeX has the day with the month: `"1~" # jan`, `June 12`.
        let month = latex::text(month, false).replace('\u{A0}', " ");
        let mut number = None;
        for word in month.split([' ', ',']).filter(|word| !word.is_empty()) {
            match dates::month(word) {
                Some(found)
                    if start.month.is_none()
                        && !(month.contains(' ') && word.parse::<u8>().is_ok()) =>
                {
                    start.month = Some(found);
                }
                _ => number = word.parse::<u8>().ok().or(number),
            }
        }
        let season = ["spring", "summer", "autumn", "winter", "fall"]
            .iter()
            .position(|name| month.eq_ignore_ascii_case(name));
        if let Some(season) = season {
            start.season = u8::try_from(season + 1)
                .ok()
                .map(|season| if season == 5 { 3 } else { season });
        } else if start.month.is_none() {
            self.complaints.push((
                "month".to_owned(),
                format!("has the month “{month}”, which is none: write month = jan to dec, or a number from 1 to 12"),
            ));
        }
        let day = day.and_then(|day| day.trim().parse().ok()).or(number);
        if start.month.is_some() {
            start.day = day.filter(|day| (1..=31).contains(day));
        }
        Some(date)
    }

    /// Keeps a date, or the words that stand where it will be.
    fn state(&mut self, issued: Option<WorkDate>) {
        let pubstate = self.take("pubstate").map(|state| latex::text(state, false));
        if let Some(state) = &pubstate {
            let known = STATES
                .iter()
                .find(|(name, _)| state.eq_ignore_ascii_case(name));
            self.item
                .put(S::Status, known.map_or(state.as_str(), |(_, words)| words));
        }
        let Some(date) = issued else { return };
        if date.start.is_some() {
            self.item.dates.push((DateVariable::Issued, date));
            return;
        }
        let words = date.literal.to_lowercase();
        if matches!(
            words.trim_matches(['[', ']', '(', ')']),
            "n.d." | "nd" | "n.d" | "no date" | "undated" | "????"
        ) {
            return;
        }
        match STATES.iter().find(|(name, _)| words == *name) {
            Some((_, state)) => {
                self.item.put(S::Status, *state);
            }
            None => {
                let field = if self.entry.field("date").is_some() {
                    "date"
                } else {
                    "year"
                };
                self.complaints
                    .push((field.to_owned(), no_date(&date.literal)));
                self.item.dates.push((DateVariable::Issued, date));
            }
        }
    }

    fn numbers(&mut self) {
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

    /// Keeps the fields that have no place, as they are.
    fn rest(&mut self) {
        for (name, value) in &self.entry.fields {
            if !self.used.contains(&name.as_str()) && !value.trim().is_empty() {
                let mut common = COMMON.iter();
                let meant = common.find(|known| {
                    let is_near = name.len().abs_diff(known.len()) <= 1;
                    is_near && self.entry.field(known).is_none() && distance(name, known) == 1
                });
                if let Some(meant) = meant {
                    let message = format!(
                        "has the field “{name}”, which says nothing here: did you mean “{meant}”?"
                    );
                    self.complaints.push((name.clone(), message));
                }
                self.item
                    .custom
                    .push((name.clone(), Value::String(value.clone())));
            }
        }
    }
}

/// Returns a date without the braces of TeX; a tilde in it is no space but a doubt.
fn plain_date(value: &str) -> String {
    value.replace(['{', '}'], "").trim().to_owned()
}

fn no_date(value: &str) -> String {
    format!(
        "has the date “{value}”, which is none and is shown as it stands: write 2019, 2019-05 or 2019-05-03; for a work to appear, pubstate = {{forthcoming}}"
    )
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
