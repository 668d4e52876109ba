//! The names of people and offices.

use hayagriva::citationberg::taxonomy::{NameVariable, Term, Variable};
use hayagriva::citationberg::{
    Formatting, LabelPluralize, NameLabelPosition, Names as Element, Substitute, ToAffixes,
    ToFormatting,
};

use super::context::{ElementOutput, Mode, WorkContext};
use super::runs::Runs;
use crate::render::citations::item::Names;

impl WorkContext<'_> {
    pub(super) fn names(&self, element: &Element) -> ElementOutput {
        // Names that stand in for others look like them, unless they say how they look.
        let inherited = self
            .parents
            .borrow()
            .last()
            .map(|parent| parent.from_names_substitute(element));
        let element = inherited
            .as_ref()
            .filter(|_| element.children.is_empty())
            .unwrap_or(element);
        let lists = self.lists(element);
        let first = self.spending.borrow().is_none() && self.names_shown.get() == 0;
        if lists.is_empty() {
            return match element.substitute() {
                Some(substitute) => self.substitute(element, substitute, first),
                None => ElementOutput::variable(Runs::default()),
            };
        }
        let options = self.options.apply(&element.options());
        if self.names_shown.get() == 0 {
            let people = lists
                .iter()
                .flat_map(|(_, names)| names.list.iter().cloned());
            *self.first_people.borrow_mut() = people.collect();
        }
        let between = element.delimiter(&self.options).to_owned();
        let mut runs = Runs::default();
        for (role, names) in &lists {
            self.spend(Variable::Name(*role));
            let next = self.list(element, *role, names, &options);
            if !runs.is_empty() && !next.is_empty() {
                runs.append(Runs::text(between.as_str()), &self.terms.quotes);
            }
            runs.append(next, &self.terms.quotes);
        }
        self.names_shown.set(self.names_shown.get() + 1);
        if first {
            runs = self.first(runs, element.to_formatting());
        }
        let affixes = element.to_affixes();
        let runs = runs.formatted(element.to_formatting()).affixed(
            affixes.prefix.as_deref(),
            affixes.suffix.as_deref(),
            &self.terms.quotes,
        );
        // Names that are left out count as shown, or the words around them would say that there
        // are none.
        ElementOutput {
            runs: runs.displayed(element.display),
            called: true,
            filled: true,
        }
    }

    /// Notes the first names, and leaves them out or replaces them where that is wanted.
    fn first(&self, runs: Runs, format: Formatting) -> Runs {
        let replaced = match self.occurrence.substitute {
            Some((before, mark)) if before == runs.plain() => Some(mark),
            _ => None,
        };
        *self.first_names.borrow_mut() = Some(runs.clone().formatted(format));
        match replaced {
            Some(mark) => Runs::text(mark),
            None if self.occurrence.without_names => Runs::default(),
            None => runs,
        }
    }

    /// Returns the people of the roles, those of editors who translate together.
    fn lists(&self, element: &Element) -> Vec<(NameVariable, &Names)> {
        let spent = self.spent.borrow();
        let roles = element.variable.iter().copied();
        let mut lists: Vec<(NameVariable, &Names)> = roles
            .filter(|role| !spent.contains(&Variable::Name(*role)))
            .filter_map(|role| Some((role, self.item.names(role)?)))
            .collect();
        if let [
            (NameVariable::Editor, editors),
            (NameVariable::Translator, translators),
        ] = lists[..]
            && editors == translators
        {
            lists = vec![(NameVariable::EditorTranslator, editors)];
        }
        lists
    }

    /// Shows what stands in for names that are not there.
    fn substitute(&self, element: &Element, substitute: &Substitute, first: bool) -> ElementOutput {
        let outer = self.spending.borrow_mut().replace(Vec::new());
        self.parents.borrow_mut().push(element.clone());
        let mut given = ElementOutput::variable(Runs::default());
        for child in &substitute.children {
            let next = self.one(child, "");
            if !next.runs.is_empty() {
                given = next;
                break;
            }
        }
        self.parents.borrow_mut().pop();
        let shown = self.spending.borrow_mut().take().unwrap_or_default();
        let filled = !given.runs.is_empty();
        if filled {
            self.spent.borrow_mut().extend(shown.iter().copied());
        }
        if let Some(mut outer) = outer {
            outer.extend(shown);
            *self.spending.borrow_mut() = Some(outer);
        }
        if filled && first {
            self.names_shown.set(self.names_shown.get().max(1));
            given.runs = self.first(given.runs, Formatting::default());
        }
        given.called = true;
        given.filled = filled;
        given
    }

    /// Shows the people of one role, with the word for what they did.
    fn list(
        &self,
        element: &Element,
        role: NameVariable,
        names: &Names,
        options: &hayagriva::citationberg::InheritableNameOptions,
    ) -> Runs {
        let default = hayagriva::citationberg::Name::default();
        let style = element.name().unwrap_or(&default);
        let options = style.options(options);
        let runs = self.people(element, style, names, &options);
        let affixes = style.to_affixes();
        let quotes = &self.terms.quotes;
        let mut runs = runs.formatted(style.to_formatting()).affixed(
            affixes.prefix.as_deref(),
            affixes.suffix.as_deref(),
            quotes,
        );
        if let Some((label, position)) = element.label().filter(|_| self.mode != Mode::Sort) {
            let plural = match label.plural {
                LabelPluralize::Contextual => names.list.len() > 1 || names.others,
                LabelPluralize::Always => true,
                LabelPluralize::Never => false,
            };
            let word = self.term_of(Term::NameVariable(role), label.form, plural);
            let mut label = self.labelled(word, label);
            if position == NameLabelPosition::BeforeName {
                label.append(runs, quotes);
                runs = label;
            } else {
                runs.append(label, quotes);
            }
        }
        runs
    }
}
