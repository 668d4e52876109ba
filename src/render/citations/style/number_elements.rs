//! The numbers of a work, and the words for them.

use hayagriva::citationberg::taxonomy::{
    Locator, NumberOrPageVariable, NumberVariable, PageVariable, Term, Variable,
};
use hayagriva::citationberg::{Label, LabelPluralize, Number, NumberForm, ToAffixes, ToFormatting};

use super::context::{ElementOutput, Mode, WorkContext};
use super::runs::Runs;
use super::{casing, numbers};

impl WorkContext<'_> {
    /// Returns the value of a number as it is written.
    pub(super) fn number_text(&self, variable: Variable) -> Option<String> {
        match variable {
            Variable::Number(NumberVariable::CitationNumber) => {
                Some(self.occurrence.citation_number.to_string())
            }
            Variable::Number(NumberVariable::Locator) => {
                let (kind, locator) = self.occurrence.locator?;
                Some(match kind {
                    Locator::Page => self.pages(locator),
                    _ => numbers::ranges(locator, self.page_delimiter()),
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

    pub(super) fn number(&self, number: &Number) -> ElementOutput {
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

    pub(super) fn label(&self, label: &Label) -> ElementOutput {
        let variable = Variable::from(label.variable);
        let Some(value) = self.number_text(variable).filter(|value| !value.is_empty()) else {
            return ElementOutput::default();
        };
        let term = match (label.variable, self.occurrence.locator) {
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
}
