//! The terms that a page carries, and terms that are unknown or retired.

use crate::domain::front_matter::reader::Reader;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::vocabulary::{Facet, Tag, Term, Vocabulary};
use crate::domain::yaml::Node;

/// Of a facet with so many terms at most, all are named where one is not known.
const NAMED_TERMS: usize = 10;

impl Reader<'_> {
    /// Says that the vocabulary lacks a term, and which one may be meant.
    pub(super) fn unknown_term(&mut self, facet: &Facet, term: &str, position: Position) {
        let message = format!("unknown {} “{term}”", facet.label.to_lowercase());
        let ids = || facet.terms.iter().map(|term| term.id.as_str());
        let help = match facet.meant(term) {
            Some(meant) => format!("did you mean “{meant}”?"),
            None if (1..=NAMED_TERMS).contains(&ids().count()) => {
                format!("the terms are {}", ids().collect::<Vec<_>>().join(", "))
            }
            None => format!("the vocabulary defines the terms of {}", facet.key),
        };
        let problem = Problem::new(ProblemKind::UnknownTerm, position, message);
        self.problems.push(problem.with_help(help));
    }

    /// Says that pages are no longer to be tagged with a term, and what took its place.
    fn retired_term(&mut self, facet: &Facet, term: &Term, position: Position) {
        let message = format!(
            "the {} “{}” is retired",
            facet.label.to_lowercase(),
            term.id
        );
        let help = match &term.replaced_by {
            Some(by) => format!("write “{by}” in its place"),
            None => "take it out, or choose another".to_owned(),
        };
        let problem = Problem::new(ProblemKind::RetiredTerm, position, message);
        self.problems.push(problem.with_help(help));
    }

    /// Reads the terms of every facet of the vocabulary.
    pub(super) fn tags(&mut self, root: &Node, vocabulary: &Vocabulary) {
        for facet in &vocabulary.facets {
            let mut nodes = Vec::new();
            match facet.from.as_deref().unwrap_or(&facet.key).split_once('.') {
                None => nodes.extend(root.get(facet.from.as_deref().unwrap_or(&facet.key))),
                Some((list, key)) => {
                    let items = root.get(list).map(Node::items).unwrap_or_default();
                    nodes.extend(items.iter().filter_map(|item| item.get(key)));
                }
            }
            for node in nodes {
                for (term, position) in self.with_positions(&facet.key, node) {
                    match facet.term(&term) {
                        None => self.unknown_term(facet, &term, position),
                        Some(known) if known.is_retired() => {
                            self.retired_term(facet, known, position);
                        }
                        Some(_) => {}
                    }
                    let known = self.front.tags.iter();
                    if !known
                        .clone()
                        .any(|tag| tag.facet == facet.key && tag.term == term)
                    {
                        self.front.tags.push(Tag {
                            facet: facet.key.as_str().into(),
                            term: term.into(),
                            position,
                        });
                    }
                }
            }
        }
    }
}
