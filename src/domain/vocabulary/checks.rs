//! Checks a vocabulary that was read: what is not sound is left out and told.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::fields::reserved;
use crate::domain::problem::{Position, Problem};
use crate::domain::template::Template;
use crate::domain::vocabulary::{Facet, Term, Vocabulary};

impl Vocabulary {
    /// Reads what is said of templates; returns what is wrong with it.
    pub(super) fn read_templates(&mut self, position: &dyn Fn(&str) -> Position) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, file) in &self.named_templates {
            match Template::of(name, file, position(file)) {
                Ok(template) => self.templates.push(template),
                Err(problem) => problems.push(problem),
            }
        }
        problems.sort();
        problems
    }

    /// Drops facets and terms that cannot be; returns each one's name and what is wrong with it.
    pub(super) fn keep_sound(&mut self) -> Vec<(String, String)> {
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
    pub(super) fn shared_aliases(&self) -> Vec<(String, String)> {
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
                            "“{alias}” names two terms of “{}”: {other} and {}; leave it with one of them",
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
    pub(super) fn doubtful_synonyms(&self) -> Vec<(String, String)> {
        let folded: BTreeMap<String, Vec<String>> = self
            .synonyms
            .iter()
            .map(|(word, others)| {
                let others = others.iter().map(|other| other.to_lowercase()).collect();
                (word.to_lowercase(), others)
            })
            .collect();
        let mut doubtful = Vec::new();
        let mut reported: BTreeSet<String> = BTreeSet::new();
        for word in self.synonyms.keys() {
            let start = word.to_lowercase();
            if folded.get(&start).is_none_or(Vec::is_empty) {
                doubtful.push((
                    word.clone(),
                    format!(
                        "the synonym “{word}” has no other words; write some, or take the line out"
                    ),
                ));
            }
            if reported.contains(&start) {
                continue;
            }
            if let Some(circle) = circle_from(&start, &folded) {
                let way = circle.join("” → “");
                let message = format!(
                    "the synonyms go round in a circle: “{way}”; take one of these lines out, for \
                     each word finds the others anyway"
                );
                doubtful.push((word.clone(), message));
                reported.extend(circle);
            }
        }
        doubtful
    }
}

impl Facet {
    /// Drops terms that cannot be and puts those of a group together; adds what is wrong.
    pub(super) fn keep_sound(&mut self, wrong: &mut Vec<(String, String)>) {
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
                let index = kept.iter().rposition(last);
                kept.insert(index.map_or(kept.len(), |last| last + 1), term);
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
