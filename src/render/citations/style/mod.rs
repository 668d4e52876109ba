//! A processor of the Citation Style Language 1.0.2: citations and lists of works in a style.
//!
//! The styles and the words of languages come from the archive of `hayagriva`, which also has a
//! processor of its own. That one was measured on the corpus in `tests/references` beside
//! `citeproc-js` and could not be brought to the right texts by what it is given: its trait for works
//! is private, a period of years makes it panic, and the rules that tell works apart change the list
//! of works. The figures are in `tests/references/README.md`.

mod casing;
mod cite_history;
mod cites;
mod conditions;
mod context;
mod dates;
mod distinct;
mod elements;
mod in_text;
mod initials;
mod joining;
mod names;
mod number_elements;
mod numbers;
mod order;
mod people;
mod rich;
mod runs;
mod terms;
mod work_list;

use std::collections::HashMap;

use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    IndependentStyle, LayoutRenderingElement as Element, NamesChild, TextTarget,
};

pub(super) use cites::{CitationWorks, CitedWork, RenderedCitations, render};
pub(super) use in_text::in_text;
pub(super) use runs::{Line, Run, Runs};
pub(super) use terms::Terms;

/// A citation style, ready to render with.
pub(super) struct Style {
    pub(super) csl: IndependentStyle,
    /// The index of each macro.
    macros: HashMap<String, usize>,
    /// Whether the style itself shows the letter after the year.
    shows_suffix: bool,
}

impl Style {
    pub(super) fn new(csl: IndependentStyle) -> Self {
        let macros = csl.macros.iter().enumerate();
        let macros = macros.map(|(at, found)| (found.name.clone(), at)).collect();
        let shows_suffix = csl
            .macros
            .iter()
            .flat_map(|found| &found.children)
            .chain(&csl.citation.layout.elements)
            .any(has_suffix);
        Self {
            csl,
            macros,
            shows_suffix,
        }
    }
}

/// Tells whether an element shows the letter after the year.
fn has_suffix(element: &Element) -> bool {
    match element {
        Element::Text(text) => matches!(
            text.target,
            TextTarget::Variable {
                var: Variable::Standard(StandardVariable::YearSuffix),
                ..
            }
        ),
        Element::Group(group) => group.children.iter().any(has_suffix),
        Element::Choose(choose) => {
            let otherwise = choose.otherwise.iter().flat_map(|branch| &branch.children);
            let branches = choose.branches().flat_map(|branch| &branch.children);
            branches.chain(otherwise).any(has_suffix)
        }
        Element::Names(names) => names.children.iter().any(|child| match child {
            NamesChild::Substitute(substitute) => substitute.children.iter().any(has_suffix),
            _ => false,
        }),
        Element::Date(_) | Element::Number(_) | Element::Label(_) => false,
    }
}
