//! [`WorkContext`]: one work as it is rendered at one occurrence.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use hayagriva::citationberg::taxonomy::{Locator, Variable};
use hayagriva::citationberg::{InheritableNameOptions, TestPosition};

use super::Style;
use super::runs::Runs;
use super::terms::Terms;
use crate::render::citations::item::{Item, PersonName};

/// The part of each given name that is shown: 1 for the initials, 2 for all of it.
pub(super) type NameLevels = HashMap<PersonName, u8>;

/// An occurrence of a work, where it is rendered.
#[derive(Clone, Debug, Default)]
pub(super) struct Occurrence<'a> {
    /// The kind of part of the work, and which one.
    pub(super) locator: Option<(Locator, &'a str)>,
    pub(super) positions: Vec<TestPosition>,
    pub(super) citation_number: usize,
    /// The number of the letter after the year.
    pub(super) year_suffix: Option<usize>,
    /// The number of names that are shown beyond those that the style shows.
    pub(super) more_names: usize,
    /// Whether the style may write what tells the work from others.
    pub(super) disambiguate: bool,
    /// Names of this work that are shown with more than the family name.
    pub(super) levels: Option<&'a NameLevels>,
    /// Whether the first names are left out.
    pub(super) without_names: bool,
    /// Whether the first names go into a sentence: “and” between them is a word there, and the title
    /// of a work that the style gives no names goes with them.
    pub(super) in_text: bool,
    /// The names of the work before in a list, and the text that stands for them.
    pub(super) substitute: Option<(&'a str, &'a str)>,
}

/// The use of the rendered text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Citation,
    Bibliography,
    Sort,
}

/// One work as it is rendered at one occurrence.
pub(super) struct WorkContext<'a> {
    pub(super) style: &'a Style,
    pub(super) terms: &'a Terms,
    pub(super) item: &'a Item,
    pub(super) occurrence: &'a Occurrence<'a>,
    pub(super) mode: Mode,
    pub(super) options: InheritableNameOptions,
    /// Variables that stood in for names and are not shown again.
    pub(super) spent: RefCell<Vec<Variable>>,
    /// While something stands in for names: what it shows.
    pub(super) spending: RefCell<Option<Vec<Variable>>>,
    /// The names that others stand in for.
    pub(super) parents: RefCell<Vec<hayagriva::citationberg::Names>>,
    /// The first names, shown or not.
    pub(super) first_names: RefCell<Option<Runs>>,
    /// The people of the first names, shown or not.
    pub(super) first_people: RefCell<Vec<PersonName>>,
    /// The number of name elements that have been shown.
    pub(super) names_shown: Cell<usize>,
    /// Whether the style has tested whether it may write what tells the work from others.
    pub(super) tests_disambiguate: Cell<bool>,
    /// Whether the letter of the year has been shown.
    pub(super) suffix_shown: Cell<bool>,
    /// The depth of the element that is rendered within others.
    pub(super) depth: Cell<usize>,
}

/// The output of an element.
#[derive(Debug, Default)]
pub(super) struct ElementOutput {
    pub(super) runs: Runs,
    /// Whether it has variables, and whether one of them has a value.
    pub(super) called: bool,
    pub(super) filled: bool,
}

impl ElementOutput {
    pub(super) fn fixed(runs: Runs) -> Self {
        Self {
            runs,
            ..Self::default()
        }
    }

    pub(super) fn variable(runs: Runs) -> Self {
        Self {
            called: true,
            filled: !runs.is_empty(),
            runs,
        }
    }
}

impl<'a> WorkContext<'a> {
    pub(super) fn new(
        style: &'a Style,
        terms: &'a Terms,
        item: &'a Item,
        occurrence: &'a Occurrence<'a>,
        mode: Mode,
    ) -> Self {
        let settings = &style.csl.settings.options;
        let options = match (mode, &style.csl.bibliography) {
            (Mode::Bibliography, Some(list)) => settings.apply(&list.name_options),
            _ => settings.apply(&style.csl.citation.name_options),
        };
        Self {
            style,
            terms,
            item,
            occurrence,
            mode,
            options,
            spent: RefCell::default(),
            spending: RefCell::default(),
            parents: RefCell::default(),
            first_names: RefCell::default(),
            first_people: RefCell::default(),
            names_shown: Cell::default(),
            tests_disambiguate: Cell::default(),
            suffix_shown: Cell::default(),
            depth: Cell::default(),
        }
    }
}
