//! The fields of an entry as the variables of the Citation Style Language.

use hayagriva::citationberg::taxonomy::{Kind, NameVariable, StandardVariable as S, Variable};
use serde_json::Value;

use super::entry::BibtexEntry;
use super::field_names::{COMMON, PEOPLE, TEXTS};
use super::{latex, names, types};
use crate::domain::suggestion::distance;
use crate::render::citations::item::Item;

/// A problem of a field: its name, and what is wrong with it and what to do.
pub(in crate::render::citations) type FieldProblem = (String, String);

pub(super) struct Mapping<'a> {
    pub(super) entry: &'a BibtexEntry,
    pub(super) item: Item,
    pub(super) problems: Vec<FieldProblem>,
    /// The fields that have been used.
    pub(super) used: Vec<&'a str>,
}

/// Reads an entry as a work, and says what is wrong with its fields.
pub(in crate::render::citations) fn item(entry: &BibtexEntry) -> (Item, Vec<FieldProblem>) {
    let mut mapping = Mapping {
        entry,
        item: Item::new(&entry.key, types::kind(entry)),
        problems: Vec::new(),
        used: vec!["entrysubtype"],
    };
    mapping.kind();
    mapping.titles();
    mapping.people();
    mapping.dates();
    mapping.numbers();
    mapping.publishers();
    mapping.identifiers();
    mapping.genre();
    for (name, variable) in TEXTS {
        if let Some(text) = mapping.take(name) {
            mapping.item.put(variable, latex::text(text, false));
        }
    }
    mapping.rest();
    (mapping.item, mapping.problems)
}

impl<'a> Mapping<'a> {
    /// Returns the value of a field and notes that it has been used.
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
            self.problems.push(("@".to_owned(), message));
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
            self.problems.push((
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

    /// Keeps the fields that have not been used, as they are.
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
                    self.problems.push((name.clone(), message));
                }
                self.item
                    .custom
                    .push((name.clone(), Value::String(value.clone())));
            }
        }
    }
}
