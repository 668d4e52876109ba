//! The rendering elements of a style: texts, numbers, labels, groups and choices.

use hayagriva::citationberg::taxonomy::{
    Locator, NumberOrPageVariable, NumberVariable, PageVariable, StandardVariable, Term, Variable,
};
use hayagriva::citationberg::{
    Group, Label, LabelPluralize, LayoutRenderingElement as Element, LongShortForm, Number,
    NumberForm, TermForm, Text, TextTarget, ToAffixes, ToFormatting,
};

use super::casing;
use super::context::{Context, ElementOutput, Mode};
use super::numbers;
use super::rich::rich;
use super::runs::Runs;

/// Deepest nesting of a style's elements and macros.
const MAX_DEPTH: usize = 60;

impl Context<'_> {
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
        self.place.in_text
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
            Variable::Standard(S::YearSuffix) => match self.place.year_suffix {
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

    /// Returns the value of a number as it is written.
    pub(super) fn number_text(&self, variable: Variable) -> Option<String> {
        match variable {
            Variable::Number(NumberVariable::CitationNumber) => {
                Some(self.place.citation_number.to_string())
            }
            Variable::Number(NumberVariable::Locator) => {
                let (kind, place) = self.place.locator?;
                Some(match kind {
                    Locator::Page => self.pages(place),
                    _ => numbers::ranges(place, self.page_delimiter()),
                })
            }
            Variable::Number(NumberVariable::PageFirst) => {
                let pages = self.item.text(PageVariable::Page)?;
                let first = pages.split(['-', '–', ',']).next().unwrap_or(pages);
                Some(first.trim().to_owned())
            }
            Variable::Page(_) => self.item.text(variable).map(|pages| self.pages(pages)),
            // A number that tells one report from others is no range.
            Variable::Number(NumberVariable::Number | NumberVariable::Version) => {
                self.item.text(variable).map(str::to_owned)
            }
            _ => {
                let text = self.item.text(variable)?;
                Some(numbers::ranges(text, self.page_delimiter()))
            }
        }
    }

    fn page_delimiter(&self) -> &str {
        let term = hayagriva::citationberg::taxonomy::OtherTerm::PageRangeDelimiter;
        self.terms
            .other(term)
            .filter(|mark| !mark.is_empty())
            .unwrap_or("–")
    }

    fn pages(&self, pages: &str) -> String {
        numbers::pages(
            pages,
            self.style.csl.settings.page_range_format,
            self.page_delimiter(),
        )
    }

    fn number(&self, number: &Number) -> ElementOutput {
        let variable = Variable::from(number.variable);
        if self.spent.borrow().contains(&variable) {
            return ElementOutput::variable(Runs::default());
        }
        let Some(value) = self.number_text(variable) else {
            return ElementOutput::variable(Runs::default());
        };
        self.spend(variable);
        let gender = self.terms.gender(Term::from(number.variable));
        let text = match (number.form, numbers::single(&value)) {
            (NumberForm::Ordinal, Some(n)) => format!("{n}{}", self.terms.ordinal(n, gender)),
            (NumberForm::LongOrdinal, Some(n)) => match self.terms.long_ordinal(n) {
                Some(word) => word.to_owned(),
                None => format!("{n}{}", self.terms.ordinal(n, gender)),
            },
            (NumberForm::Roman, Some(n)) => numbers::roman(n),
            _ => value,
        };
        let runs = if self.mode == Mode::Sort {
            Runs::text(numbers::sortable(&text))
        } else {
            Runs::text(text)
        };
        let runs = casing::apply(runs, number.text_case, self.terms.english);
        let affixes = number.to_affixes();
        let runs = runs.formatted(number.to_formatting()).affixed(
            affixes.prefix.as_deref(),
            affixes.suffix.as_deref(),
            &self.terms.quotes,
        );
        ElementOutput::variable(runs.displayed(number.display))
    }

    fn label(&self, label: &Label) -> ElementOutput {
        let variable = Variable::from(label.variable);
        let Some(value) = self.number_text(variable).filter(|value| !value.is_empty()) else {
            return ElementOutput::default();
        };
        let term = match (label.variable, self.place.locator) {
            (NumberOrPageVariable::Number(NumberVariable::Locator), Some((kind, _))) => {
                Term::Locator(kind)
            }
            _ => Term::from(label.variable),
        };
        let plural = match label.label.plural {
            LabelPluralize::Always => true,
            LabelPluralize::Never => false,
            LabelPluralize::Contextual => numbers::is_plural(variable, &value),
        };
        let word = self
            .terms
            .term(term, label.label.form, plural)
            .unwrap_or_default();
        ElementOutput::fixed(self.labelled(word, &label.label))
    }

    /// Formats the word for what a number or a name is.
    pub(super) fn labelled(
        &self,
        word: &str,
        label: &hayagriva::citationberg::VariablelessLabel,
    ) -> Runs {
        let mut runs = Runs::text(word);
        if label.strip_periods {
            runs = runs.without_periods();
        }
        runs = casing::apply(runs, label.text_case, self.terms.english);
        let affixes = label.to_affixes();
        runs.formatted(label.to_formatting()).affixed(
            affixes.prefix.as_deref(),
            affixes.suffix.as_deref(),
            &self.terms.quotes,
        )
    }

    pub(super) fn term_of(&self, term: Term, form: TermForm, plural: bool) -> &str {
        self.terms.term(term, form, plural).unwrap_or_default()
    }
}
