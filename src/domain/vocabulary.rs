//! The vocabulary of a group: its facets and their terms, from `vocabulary.toml`.
//!
//! Nothing about a facet is written in code except the names of the map's two axes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::fields::reserved;
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
    /// What the facet tells of a page.
    #[serde(default)]
    pub definition: String,
    /// The name in other languages, by language code.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Where front matter has the terms when not under `key`: `partners.sector` is the `sector` of
    /// each of the `partners`.
    #[serde(default)]
    pub from: Option<String>,
    /// Whether its terms stand first on a page, beside the country and the period.
    #[serde(default)]
    pub in_brief: bool,
    /// What some of its terms have in common.
    #[serde(default, rename = "group")]
    pub groups: Vec<TermGroup>,
    /// The terms.
    #[serde(default, rename = "term")]
    pub terms: Vec<Term>,
}

/// What some terms of a facet have in common; they stand together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermGroup {
    /// The id, by which terms say that they belong to it.
    pub id: String,
    /// The name that people read, in English.
    pub label: String,
    /// What the terms have in common.
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
    /// What the term means.
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
        let place = |name: &str| {
            let quoted = text.find(&format!("\"{name}\""));
            let bare = || Some(text.find(&format!("\n{name} "))? + 1);
            index.position(text, quoted.or_else(bare).unwrap_or(0))
        };
        let mut problems = vocabulary.read_templates(&place);
        let mut wrong = vocabulary.keep_sound();
        wrong.extend(vocabulary.shared_aliases());
        wrong.extend(vocabulary.doubtful_synonyms());
        problems.extend(
            wrong.into_iter().map(|(name, message)| {
                Problem::new(ProblemKind::Vocabulary, place(&name), message)
            }),
        );
        (vocabulary, problems)
    }

    /// Reads what is said of templates; returns what is wrong with it.
    fn read_templates(&mut self, place: &dyn Fn(&str) -> Position) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, file) in &self.named_templates {
            match Template::of(name, file, place(file)) {
                Ok(template) => self.templates.push(template),
                Err(problem) => problems.push(problem),
            }
        }
        problems.sort();
        problems
    }

    /// Drops facets and terms that cannot be; returns each one's name and what is wrong with it.
    fn keep_sound(&mut self) -> Vec<(String, String)> {
        let mut wrong = Vec::new();
        let mut kept: Vec<Facet> = Vec::new();
        for mut facet in std::mem::take(&mut self.facets) {
            let key = &facet.key;
            let message = if !is_key(key) {
                format!("the facet key “{key}” has other characters than a-z, 0-9, - and _")
            } else if let Some(taken) = reserved(key) {
                format!("a facet cannot be called “{key}”, which is {taken}; choose another key")
            } else if kept.iter().any(|known| known.key == *key) {
                format!("the facet “{key}” is defined twice")
            } else {
                facet.keep_sound(&mut wrong);
                kept.push(facet);
                continue;
            };
            wrong.push((facet.key, message));
        }
        self.facets = kept;
        wrong
    }

    /// Finds aliases that name two terms of one facet: whoever types one would get either.
    fn shared_aliases(&self) -> Vec<(String, String)> {
        let mut shared = Vec::new();
        for facet in &self.facets {
            let mut known: BTreeMap<String, &str> = BTreeMap::new();
            for term in &facet.terms {
                let labels = term.labels.values().chain([&term.label]);
                for label in labels {
                    known.entry(label.to_lowercase()).or_insert(&term.id);
                }
            }
            for term in &facet.terms {
                for (_, alias) in term.aliases.all() {
                    let other = known.entry(alias.to_lowercase()).or_insert(&term.id);
                    if *other != term.id {
                        let message = format!(
                            "“{alias}” names two terms of “{}”: {other} and {}",
                            facet.key, term.id
                        );
                        shared.push((alias.to_owned(), message));
                    }
                }
            }
        }
        shared
    }

    /// Finds synonyms that lead back to themselves, and those that say nothing.
    fn doubtful_synonyms(&self) -> Vec<(String, String)> {
        let folded: BTreeMap<String, Vec<String>> = self
            .synonyms
            .iter()
            .map(|(word, others)| {
                let others = others.iter().map(|other| other.to_lowercase()).collect();
                (word.to_lowercase(), others)
            })
            .collect();
        let mut doubtful = Vec::new();
        let mut told: BTreeSet<String> = BTreeSet::new();
        for word in self.synonyms.keys() {
            let start = word.to_lowercase();
            if folded.get(&start).is_none_or(Vec::is_empty) {
                doubtful.push((
                    word.clone(),
                    format!("the synonym “{word}” has no other words"),
                ));
            }
            if told.contains(&start) {
                continue;
            }
            if let Some(circle) = circle_from(&start, &folded) {
                let way = circle.join("” → “");
                let message = format!("the synonyms go round in a circle: “{way}”");
                doubtful.push((word.clone(), message));
                told.extend(circle);
            }
        }
        doubtful
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

/// Returns the way from a word by its synonyms back to itself, if there is one.
fn circle_from(start: &str, synonyms: &BTreeMap<String, Vec<String>>) -> Option<Vec<String>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut ways: Vec<Vec<&str>> = vec![vec![start]];
    while let Some(way) = ways.pop() {
        let others = way.last().and_then(|last| synonyms.get(*last));
        for other in others.into_iter().flatten() {
            let longer = way.iter().copied().chain([other.as_str()]);
            if other == start {
                return Some(longer.map(str::to_owned).collect());
            }
            if seen.insert(other) {
                ways.push(longer.collect());
            }
        }
    }
    None
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}

impl Facet {
    /// Drops terms that cannot be and puts those of a group together; adds what is wrong.
    fn keep_sound(&mut self, wrong: &mut Vec<(String, String)>) {
        let mut kept: Vec<Term> = Vec::new();
        for mut term in std::mem::take(&mut self.terms) {
            let id = &term.id;
            let message = if !is_key(id) {
                format!("the term “{id}” has other characters than a-z, 0-9, - and _")
            } else if kept.iter().any(|known| known.id == *id) {
                format!("the term “{id}” is defined twice")
            } else {
                if let Some(group) = term.group.take_if(|group| self.group(group).is_none()) {
                    let message = format!(
                        "the term “{id}” is in a group “{group}” that the facet “{}” does not have",
                        self.key
                    );
                    wrong.push((group, message));
                }
                // Beside the last of its group, at the end where it is the first.
                let last = |known: &Term| known.group.is_some() && known.group == term.group;
                let place = kept.iter().rposition(last);
                kept.insert(place.map_or(kept.len(), |last| last + 1), term);
                continue;
            };
            wrong.push((term.id, message));
        }
        self.terms = kept;
        self.keep_sound_replacements(wrong);
    }

    /// Drops what terms say they are replaced by where no page could be tagged with that.
    fn keep_sound_replacements(&mut self, wrong: &mut Vec<(String, String)>) {
        let usable: BTreeSet<String> = self
            .terms
            .iter()
            .filter(|term| !term.is_retired())
            .map(|term| term.id.clone())
            .collect();
        for term in &mut self.terms {
            let unusable = |by: &mut String| !usable.contains(by.as_str());
            if let Some(by) = term.replaced_by.take_if(unusable) {
                term.retired = true;
                let message = format!(
                    "the term “{}” is replaced by “{by}”, which is no term of “{}” that is in use",
                    term.id, self.key
                );
                wrong.push((by, message));
            }
        }
    }

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
    /// Where the page says so.
    pub position: Position,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_costs_itself() {
        let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n[[facet.term]]\nid = \"x\"\nlabel = \"X\"\n\
                    [[facet.term]]\nid = \"x\"\nlabel = \"Y\"\n[[facet]]\nkey = \"q\"\nlabel = \"Q\"\n";
        let (vocabulary, problems) = Vocabulary::parse(text);
        assert_eq!(vocabulary.facets.len(), 1);
        assert_eq!(vocabulary.term_label("a", "x", "fr"), "X");
        assert_eq!(problems.len(), 2, "{problems:?}");
        let (empty, problems) = Vocabulary::parse("[[facet]\n");
        assert!(empty.facets.is_empty());
        assert_eq!(problems[0].position.line, 1);
    }

    #[test]
    fn a_facet_cannot_have_a_key_that_is_in_use() {
        for (key, why) in [
            ("date", "a key of front matter"),
            ("view", "a parameter of addresses"),
            ("country", "a filter that every site has"),
            ("Über", "other characters"),
        ] {
            let text = format!("[[facet]]\nkey = \"{key}\"\nlabel = \"L\"\n");
            let (vocabulary, problems) = Vocabulary::parse(&text);
            assert!(vocabulary.facets.is_empty(), "{key}");
            assert_eq!(problems.len(), 1, "{key}");
            assert!(problems[0].message.contains(why), "{problems:?}");
            assert_eq!(problems[0].position.line, 2, "{problems:?}");
        }
    }

    #[test]
    fn the_terms_of_a_group_stand_together() {
        let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n\
                    [[facet.group]]\nid = \"g\"\nlabel = \"G\"\nlabels = { fr = \"Groupe\" }\n\
                    [[facet.term]]\nid = \"x\"\nlabel = \"X\"\ngroup = \"g\"\n\
                    [[facet.term]]\nid = \"y\"\nlabel = \"Y\"\n\
                    [[facet.term]]\nid = \"z\"\nlabel = \"Z\"\ngroup = \"g\"\n\
                    [[facet.term]]\nid = \"u\"\nlabel = \"U\"\ngroup = \"h\"\n";
        let (vocabulary, problems) = Vocabulary::parse(text);
        let facet = &vocabulary.facets[0];
        let terms: Vec<&str> = facet.terms.iter().map(|term| term.id.as_str()).collect();
        assert_eq!(terms, ["x", "z", "y", "u"]);
        let group = facet.group_of("z").unwrap();
        assert_eq!(
            (group.label_in("fr"), group.label_in("ru")),
            ("Groupe", "G")
        );
        assert_eq!((facet.group_of("y"), facet.group_of("u")), (None, None));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("group “h”"), "{problems:?}");
        assert_eq!(problems[0].position.line, 22, "{problems:?}");
    }

    #[test]
    fn aliases_are_a_list_or_by_language() {
        let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n[[facet.term]]\nid = \"x\"\nlabel = \"X\"\n\
                    aliases = [\"ex\"]\n[[facet.term]]\nid = \"y\"\nlabel = \"Y\"\n\
                    aliases = { en = [\"why\"], fr = [\"i grec\"] }\n";
        let (vocabulary, problems) = Vocabulary::parse(text);
        assert_eq!(problems, []);
        let terms = &vocabulary.facets[0].terms;
        assert_eq!(terms[0].aliases.all(), [("en", "ex")]);
        assert_eq!(terms[1].aliases.all(), [("en", "why"), ("fr", "i grec")]);
        let shared = text.replace("\"why\"", "\"Ex\"");
        let (_, problems) = Vocabulary::parse(&shared);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].message.contains("two terms"), "{problems:?}");
        let label = text.replace("\"why\"", "\"x\"");
        assert_eq!(Vocabulary::parse(&label).1.len(), 1);
    }

    #[test]
    fn a_retired_term_leads_to_the_one_in_its_place() {
        let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n[[facet.term]]\nid = \"x\"\nlabel = \"X\"\n\
                    replaced_by = \"y\"\n[[facet.term]]\nid = \"y\"\nlabel = \"Y\"\n\
                    [[facet.term]]\nid = \"z\"\nlabel = \"Z\"\nretired = true\n";
        let (vocabulary, problems) = Vocabulary::parse(text);
        assert_eq!(problems, []);
        let facet = &vocabulary.facets[0];
        assert_eq!((facet.current("x"), facet.current("z")), ("y", "z"));
        assert_eq!((facet.meant("X"), facet.current("u")), (Some("y"), "u"));
        let used: Vec<&str> = facet.terms_in_use().map(|term| term.id.as_str()).collect();
        assert_eq!(used, ["y"]);
        // Neither a term that is not there nor one that is retired can take a place.
        for by in ["u", "x", "z"] {
            let text = text.replace("replaced_by = \"y\"", &format!("replaced_by = \"{by}\""));
            let (vocabulary, problems) = Vocabulary::parse(&text);
            assert_eq!(problems.len(), 1, "{by}: {problems:?}");
            let term = vocabulary.facets[0].term("x").unwrap();
            assert_eq!((term.is_retired(), &term.replaced_by), (true, &None));
        }
    }

    #[test]
    fn synonyms_do_not_go_round() {
        let (vocabulary, problems) =
            Vocabulary::parse("[synonyms]\nMNO = [\"mobile network operator\", \"telco\"]\n");
        assert_eq!(problems, []);
        assert_eq!(vocabulary.synonyms["MNO"].len(), 2);
        let round = "[synonyms]\na = [\"B\"]\nb = [\"c\"]\nc = [\"x\", \"A\"]\nd = []\n";
        let (_, problems) = Vocabulary::parse(round);
        let messages: Vec<&str> = problems.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "the synonyms go round in a circle: “a” → “b” → “c” → “a”",
                "the synonym “d” has no other words"
            ]
        );
    }
}
