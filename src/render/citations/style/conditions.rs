//! The choices of a style and their conditions.

use hayagriva::citationberg::taxonomy::{NumberVariable, PageVariable, StandardVariable, Variable};
use hayagriva::citationberg::{Choose, ChooseBranch};

use super::context::{ElementOutput, Mode, WorkContext};
use super::numbers;

impl WorkContext<'_> {
    pub(super) fn choose(&self, choose: &Choose, delimiter: &str) -> ElementOutput {
        for branch in choose.branches() {
            if self.holds(branch) {
                return self.all(&branch.children, delimiter);
            }
        }
        match &choose.otherwise {
            Some(otherwise) => self.all(&otherwise.children, delimiter),
            None => ElementOutput::default(),
        }
    }

    /// Tells whether the conditions of a branch hold, all of its kinds together.
    fn holds(&self, branch: &ChooseBranch) -> bool {
        let mut tests: Vec<bool> = Vec::new();
        if let Some(wanted) = branch.disambiguate {
            self.tests_disambiguate.set(true);
            tests.push(wanted == self.occurrence.disambiguate);
        }
        for variable in branch.is_numeric.iter().flatten() {
            let value = match variable {
                Variable::Standard(_) => self.item.text(*variable).map(str::to_owned),
                _ => self.number_text(*variable),
            };
            tests.push(value.is_some_and(|value| numbers::is_numeric(&value)));
        }
        for variable in branch.is_uncertain_date.iter().flatten() {
            tests.push(self.item.date(*variable).is_some_and(|date| date.circa));
        }
        for kind in branch.locator.iter().flatten() {
            tests.push(
                self.occurrence
                    .locator
                    .is_some_and(|(found, _)| found == *kind),
            );
        }
        for position in branch.position.iter().flatten() {
            tests.push(
                self.mode != Mode::Bibliography && self.occurrence.positions.contains(position),
            );
        }
        for kind in branch.type_.iter().flatten() {
            tests.push(self.item.kind == *kind);
        }
        for variable in branch.variable.iter().flatten() {
            tests.push(self.has(*variable));
        }
        branch.match_.test(tests.into_iter())
    }

    fn has(&self, variable: Variable) -> bool {
        match variable {
            Variable::Name(role) => self.item.names(role).is_some(),
            Variable::Date(date) => self.item.date(date).is_some(),
            Variable::Number(NumberVariable::Locator) => self.occurrence.locator.is_some(),
            Variable::Number(NumberVariable::CitationNumber) => true,
            Variable::Number(NumberVariable::PageFirst) => {
                self.item.text(PageVariable::Page).is_some()
            }
            Variable::Standard(StandardVariable::YearSuffix) => {
                self.occurrence.year_suffix.is_some()
            }
            Variable::Standard(standard) => self.standard(standard).is_some(),
            _ => self.item.text(variable).is_some(),
        }
    }
}
