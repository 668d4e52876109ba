//! The rendering elements of a style: texts, numbers, labels, groups and choices.

use hayagriva::citationberg::taxonomy::{StandardVariable, Term, Variable};
use hayagriva::citationberg::{
    Group, LayoutRenderingElement as Element, LongShortForm, TermForm, Text, TextTarget, ToAffixes,
    ToFormatting,
};

use super::context::{ElementOutput, Mode, WorkContext};
use super::rich::rich;
use super::runs::Runs;
use super::{casing, numbers};

/// Deepest nesting of a style's elements and macros.
const MAX_DEPTH: usize = 60;

impl WorkContext<'_> {
    /// Renders elements that follow each other with what stands between them.
    pub(super) fn all(&self, elements: &[Element], delimiter: &str) -> ElementOutput {
        let mut given = ElementOutput::default();
        let between = Runs::text(delimiter);
        for element in elements {
            let next = self.one(element, delimiter);
            given.called |= next.called;
            given.filled |= next.filled;
            if next.runs.is_empty() {
                continue;
            }
            if !given.runs.is_empty() && !between.is_empty() {
                given.runs.append(between.clone(), &self.terms.quotes);
            }
            given.runs.append(next.runs, &self.terms.quotes);
        }
        given
    }

    /// Renders an element; what a choice gives is joined as its surroundings are.
    pub(super) fn one(&self, element: &Element, delimiter: &str) -> ElementOutput {
        if self.depth.get() >= MAX_DEPTH {
            return ElementOutput::default();
        }
        self.depth.set(self.depth.get() + 1);
        let given = match element {
            Element::Text(text) => self.text(text),
            Element::Date(date) => self.date(date),
            Element::Number(number) => self.number(number),
            Element::Names(names) => self.names(names),
            Element::Label(label) => self.label(label),
            Element::Group(group) => self.group(group),
            Element::Choose(choose) => self.choose(choose, delimiter),
        };
        self.depth.set(self.depth.get() - 1);
        given
    }

    fn group(&self, group: &Group) -> ElementOutput {
        let mut given = self.all(&group.children, group.delimiter.as_deref().unwrap_or(""));
        // A group whose variables have no values says nothing, not even its words.
        if given.called && !given.filled {
            given.runs = Runs::default();
            return given;
        }
        given.runs = given
            .runs
            .formatted(group.to_formatting())
            .affixed(
                group.prefix.as_deref(),
                group.suffix.as_deref(),
                &self.terms.quotes,
            )
            .displayed(group.display);
        given
    }

    fn text(&self, text: &Text) -> ElementOutput {
        let mut given = match &text.target {
            TextTarget::Macro { name } => match self.style.macros.get(name.as_str()) {
                Some(&at) => self.all(&self.style.csl.macros[at].children, ""),
                None => ElementOutput::default(),
            },
            TextTarget::Term { term, form, plural } => {
                let word = self.terms.term(*term, *form, *plural).unwrap_or_default();
                ElementOutput::fixed(Runs::text(word))
            }
            TextTarget::Value { val } => ElementOutput::fixed(Runs::text(val.as_str())),
            // The letter of the year is no value of the work.
            TextTarget::Variable {
                var: var @ Variable::Standard(StandardVariable::YearSuffix),
                form,
            } => ElementOutput::fixed(self.variable(*var, *form)),
            TextTarget::Variable { var, form } => {
                ElementOutput::variable(self.variable(*var, *form))
            }
        };
        if given.runs.is_empty() {
            return given;
        }
        let english = self.english(text);
        let mut runs = given.runs;
        if text.strip_periods {
            runs = runs.without_periods();
        }
        runs = casing::apply(runs, text.text_case, english);
        runs = runs.formatted(text.to_formatting());
        if text.quotes {
            runs = runs.quoted(&self.terms.quotes);
        }
        if self.stands_for_names(text) {
            *self.first_names.borrow_mut() = Some(runs);
            given.runs = Runs::default();
            return given;
        }
        let affixes = text.to_affixes();
        runs = runs.affixed(
            affixes.prefix.as_deref(),
            affixes.suffix.as_deref(),
            &self.terms.quotes,
        );
        if let TextTarget::Variable {
            var: Variable::Standard(variable),
            ..
        } = &text.target
        {
            runs = self.linked(runs, *variable);
        }
        given.runs = runs.displayed(text.display);
        given
    }

    /// Tells whether a text is the title by which a sentence names a work such as a law, which has no
    /// names in the style.
    fn stands_for_names(&self, text: &Text) -> bool {
        let is_title = matches!(
            text.target,
            TextTarget::Variable {
                var: Variable::Standard(StandardVariable::Title),
                ..
            }
        );
        self.occurrence.in_text
            && is_title
            && self.mode == Mode::Citation
            && self.names_shown.get() == 0
            && self.spending.borrow().is_none()
            && self.first_names.borrow().is_none()
    }

    /// Tells whether the capitals of a text follow English rules.
    fn english(&self, text: &Text) -> bool {
        if let Some(language) = self.item.text(StandardVariable::Language) {
            return language.to_ascii_lowercase().starts_with("en");
        }
        let named = matches!(
            text.target,
            TextTarget::Variable {
                var: Variable::Standard(
                    StandardVariable::ContainerTitle
                        | StandardVariable::CollectionTitle
                        | StandardVariable::ContainerTitleShort
                ),
                ..
            }
        );
        match &text.target {
            TextTarget::Variable { var, .. } if named => {
                let title = self.item.plain(*var).unwrap_or_default();
                self.terms.english && casing::is_english_title(&title)
            }
            _ => self.terms.english,
        }
    }

    /// Makes an identifier lead to the work; the prefix that the style gives it belongs to it.
    fn linked(&self, runs: Runs, variable: StandardVariable) -> Runs {
        let Some(value) = self.item.text(variable) else {
            return runs;
        };
        match variable {
            StandardVariable::DOI => runs.linked(&format!("https://doi.org/{value}")),
            StandardVariable::URL => runs.linked(value),
            _ => runs,
        }
    }

    /// Returns the value of a variable, and notes that it was shown.
    fn variable(&self, variable: Variable, form: LongShortForm) -> Runs {
        if self.spent.borrow().contains(&variable) {
            return Runs::default();
        }
        let runs = self.value(variable, form);
        if !runs.is_empty() {
            self.spend(variable);
        }
        runs
    }

    pub(super) fn spend(&self, variable: Variable) {
        if let Some(spending) = &mut *self.spending.borrow_mut() {
            spending.push(variable);
        }
    }

    fn value(&self, variable: Variable, form: LongShortForm) -> Runs {
        use StandardVariable as S;
        match variable {
            Variable::Standard(S::YearSuffix) => match self.occurrence.year_suffix {
                Some(number) => {
                    self.suffix_shown.set(true);
                    Runs::text(numbers::letters(number))
                }
                None => Runs::default(),
            },
            Variable::Standard(S::CitationLabel) => Runs::text(numbers::label(self.item)),
            Variable::Standard(S::URL | S::DOI | S::ISBN | S::ISSN | S::PMID | S::PMCID) => {
                Runs::text(self.item.text(variable).unwrap_or_default())
            }
            Variable::Standard(standard) => {
                let short = match (standard, form) {
                    (S::Title, LongShortForm::Short) => self.item.text(S::TitleShort),
                    (S::ContainerTitle, LongShortForm::Short) => {
                        self.item.text(S::ContainerTitleShort)
                    }
                    _ => None,
                };
                let value = short
                    .or_else(|| self.standard(standard))
                    .unwrap_or_default();
                rich(value, &self.terms.quotes)
            }
            Variable::Page(_) | Variable::Number(_) => {
                Runs::text(self.number_text(variable).unwrap_or_default())
            }
            Variable::Date(_) | Variable::Name(_) => Runs::default(),
        }
    }

    /// Returns the value of a variable, under its older or newer name where it has one.
    pub(super) fn standard(&self, variable: StandardVariable) -> Option<&str> {
        let other = match variable {
            StandardVariable::Event => StandardVariable::EventTitle,
            StandardVariable::EventTitle => StandardVariable::Event,
            _ => variable,
        };
        self.item.text(variable).or_else(|| self.item.text(other))
    }

    pub(super) fn term_of(&self, term: Term, form: TermForm, plural: bool) -> &str {
        self.terms.term(term, form, plural).unwrap_or_default()
    }
}
