//! The vocabulary of a group: its facets and their terms, from `vocabulary.toml`.
//!
//! Nothing about a facet is written in code except the names of the map's two axes.

mod checks;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::kind::Kind;
use crate::domain::name::Name;
use crate::domain::problem::{LineIndex, Position, Problem, ProblemKind};
use crate::domain::suggestion::nearest;
use crate::domain::template::Template;

/// The facet in the rows of the map.
pub const ROWS: &str = "partnership_types";
/// The facet in the columns of the map.
pub const COLUMNS: &str = "challenges";

/// The facets of a group, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// The CSL style of citations, by name; APA without one.
    #[serde(default)]
    pub citation_style: Option<String>,
    /// The facets.
    #[serde(default, rename = "facet")]
    pub facets: Vec<Facet>,
    /// Words that search takes for one another: a word, and what means the same.
    #[serde(default)]
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// The files of templates by the name of their kind, as written.
    #[serde(default, rename = "templates")]
    named_templates: BTreeMap<String, String>,
    /// The templates that pages are begun from.
    #[serde(skip)]
    pub templates: Vec<Template>,
}

/// One way to sort pages, with the terms that it knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facet {
    /// The key in front matter, addresses and queries.
    pub key: String,
    /// The name that people read, in English.
    pub label: String,
    /// The meaning of the facet for a page.
    #[serde(default)]
    pub definition: String,
    /// The name in other languages, by language code.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The key of the terms in front matter when not under `key`: `partners.sector` is the `sector` of
    /// each of the `partners`.
    #[serde(default)]
    pub from: Option<String>,
    /// Whether its terms stand first on a page, beside the country and the period.
    #[serde(default)]
    pub in_brief: bool,
    /// The groups of terms that have something in common.
    #[serde(default, rename = "group")]
    pub groups: Vec<TermGroup>,
    /// The terms.
    #[serde(default, rename = "term")]
    pub terms: Vec<Term>,
}

/// A group of terms of a facet that have something in common; they stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermGroup {
    /// The id, by which terms say that they belong to it.
    pub id: String,
    /// The name that people read, in English.
    pub label: String,
    /// The meaning that the terms have in common.
    #[serde(default)]
    pub definition: String,
    /// The name in other languages, by language code.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The id in front matter, addresses and queries.
    pub id: String,
    /// The name that people read, in English.
    pub label: String,
    /// The group of the facet that it belongs to, if any.
    #[serde(default)]
    pub group: Option<String>,
    /// The meaning of the term.
    #[serde(default)]
    pub definition: String,
    /// A remark: borderline cases, where the term comes from.
    #[serde(default)]
    pub note: String,
    /// The name in other languages, by language code.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Other words for it, by which it is found.
    #[serde(default)]
    pub aliases: Aliases,
    /// Whether pages are no longer to be tagged with it; those that are stay readable.
    #[serde(default)]
    pub retired: bool,
    /// The term of the facet that took its place; one that has such a term is retired.
    #[serde(default)]
    pub replaced_by: Option<String>,
}

/// Other words for a term: a list, or a table of lists by language code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Aliases {
    /// In the language of the label.
    List(Vec<String>),
    /// By language code.
    ByLanguage(BTreeMap<String, Vec<String>>),
}

impl Default for Aliases {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Aliases {
    /// Returns the aliases with the codes of their languages: English in a plain list.
    pub fn all(&self) -> Vec<(&str, &str)> {
        match self {
            Self::List(list) => list.iter().map(|alias| ("en", alias.as_str())).collect(),
            Self::ByLanguage(table) => table
                .iter()
                .flat_map(|(language, list)| {
                    list.iter().map(|alias| (language.as_str(), alias.as_str()))
                })
                .collect(),
        }
    }
}

impl Vocabulary {
    /// Reads the text of `vocabulary.toml` as it stands, the order of terms included; nothing where it
    /// cannot be read.
    pub(in crate::domain) fn as_written(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// Reads the text of `vocabulary.toml`. What is wrong in it becomes problems; the rest holds.
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        let index = LineIndex::new(text);
        let mut vocabulary: Self = match toml::from_str(text) {
            Ok(vocabulary) => vocabulary,
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                let message = format!("the vocabulary cannot be read: {}", error.message().trim());
                let position = index.position(text, offset);
                let problem = Problem::new(ProblemKind::Vocabulary, position, message);
                return (Self::default(), vec![problem]);
            }
        };
        let position = |name: &str| {
            let quoted = text.find(&format!("\"{name}\""));
            let bare = || Some(text.find(&format!("\n{name} "))? + 1);
            index.position(text, quoted.or_else(bare).unwrap_or(0))
        };
        let mut problems = vocabulary.read_templates(&position);
        let mut wrong = vocabulary.keep_sound();
        wrong.extend(vocabulary.shared_aliases());
        wrong.extend(vocabulary.doubtful_synonyms());
        problems.extend(wrong.into_iter().map(|(name, message)| {
            Problem::new(ProblemKind::Vocabulary, position(&name), message)
        }));
        (vocabulary, problems)
    }

    /// Returns the template that is this file.
    pub fn template_of_file(&self, file: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.file == file)
    }

    /// Returns the template of a kind.
    pub fn template(&self, kind: Kind) -> Option<&Template> {
        self.templates.iter().find(|template| template.kind == kind)
    }

    /// Tells whether a file is a template, and so no page.
    pub fn is_template(&self, file: &str) -> bool {
        self.template_of_file(file).is_some()
    }

    /// Returns the facet with that key.
    pub fn facet(&self, key: &str) -> Option<&Facet> {
        self.facets.iter().find(|facet| facet.key == key)
    }

    /// Returns the label of a term in a language; the id where the vocabulary lacks the term.
    pub fn term_label<'a>(&'a self, facet: &str, id: &'a str, language: &str) -> &'a str {
        self.facet(facet)
            .and_then(|facet| facet.term(id))
            .map_or(id, |term| term.label_in(language))
    }
}

impl Facet {
    /// Returns the id of the term that took the place of another; the same where none did.
    pub fn current<'a>(&'a self, id: &'a str) -> &'a str {
        let term = self.term(id);
        term.and_then(|term| term.replaced_by.as_deref())
            .unwrap_or(id)
    }

    /// Returns the terms that pages are to be tagged with.
    pub fn terms_in_use(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(|term| !term.is_retired())
    }

    /// Returns the id of the term that somebody means by a word: one misspelt, one of its other names,
    /// or the only one that has the word in a name.
    pub fn meant(&self, word: &str) -> Option<&str> {
        let folded = word.trim().to_lowercase();
        let names = |term: &Term| -> Vec<String> {
            let labels = term.labels.values().chain([&term.label, &term.id]);
            let aliases = term.aliases.all().into_iter().map(|(_, alias)| alias);
            let all = labels.map(String::as_str).chain(aliases);
            all.map(str::to_lowercase).collect()
        };
        let called = |term: &&Term| names(term).contains(&folded);
        let has_word = |term: &&Term| {
            let names = names(term);
            let mut words = names
                .iter()
                .flat_map(|name| name.split(|letter: char| !letter.is_alphanumeric()));
            words.any(|one| one == folded)
        };
        let with_word: Vec<&Term> = self.terms.iter().filter(has_word).collect();
        let called = self.terms.iter().find(called);
        let only = || match with_word[..] {
            [term] => Some(term),
            _ => None,
        };
        let meant = called.or_else(only).map(|term| term.id.as_str());
        let near = || nearest(word, self.terms.iter().map(|term| term.id.as_str()));
        meant.or_else(near).map(|id| self.current(id))
    }

    /// Returns the group with that id.
    pub fn group(&self, id: &str) -> Option<&TermGroup> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// Returns the group of a term, if it is in one.
    pub fn group_of(&self, term: &str) -> Option<&TermGroup> {
        self.group(self.term(term)?.group.as_deref()?)
    }

    /// Returns the term with that id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// Returns the label in a language, in English where there is none.
    pub fn label_in(&self, language: &str) -> &str {
        self.labels.get(language).unwrap_or(&self.label)
    }
}

impl TermGroup {
    /// Returns the label in a language, in English where there is none.
    pub fn label_in(&self, language: &str) -> &str {
        self.labels.get(language).unwrap_or(&self.label)
    }
}

impl Term {
    /// Tells whether pages are no longer to be tagged with it.
    pub fn is_retired(&self) -> bool {
        self.retired || self.replaced_by.is_some()
    }

    /// Returns the label in a language, in English where there is none.
    pub fn label_in(&self, language: &str) -> &str {
        self.labels.get(language).unwrap_or(&self.label)
    }
}

/// A term that a page carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The facet's key.
    pub facet: Name,
    /// The term's id, which the vocabulary may lack.
    pub term: Name,
    /// The position where the page says so.
    pub position: Position,
}
