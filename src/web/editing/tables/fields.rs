//! [`FieldValues`]: a term, a facet or a group as the fields of a form, and what is somebody's own change of
//! them.

use std::collections::BTreeMap;

use crate::domain::vocabulary::{Facet, Term, TermGroup};
use crate::domain::vocabulary_edit::aliases;
use crate::web::http::query::Query;
use crate::web::parts::messages::Locale;

/// Longest value of a field, in characters.
pub(super) const LONGEST: usize = 4_000;
/// The value of the field [`FATE`] for a term that is retired and has nothing in its place.
pub(super) const RETIRED: &str = "-";
/// The field that says what becomes of a term: nothing while it is in use, [`RETIRED`], or the id of the
/// term in its place.
pub(super) const FATE: &str = "fate";

/// The field that says whether the terms of a facet stand first on a page: [`YES`] where they do.
pub(super) const IN_BRIEF: &str = "brief";
pub(super) const YES: &str = "yes";

/// Values by the names of their fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldValues(BTreeMap<String, String>);

/// A field that two people have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldConflict {
    pub(super) field: String,
    /// The value that it has now.
    pub(super) now: String,
}

fn codes() -> impl Iterator<Item = &'static str> {
    Locale::ALL.into_iter().map(Locale::code)
}

/// Returns the field of the name in a language.
pub(super) fn label_field(code: &str) -> String {
    match code {
        "en" => "label".to_owned(),
        code => format!("label-{code}"),
    }
}

/// Returns the names of the fields of a term.
fn names() -> Vec<String> {
    let mut names: Vec<String> = codes().map(label_field).collect();
    names.extend(["group", "definition", "note", FATE].map(str::to_owned));
    names.extend(codes().map(|code| format!("aliases-{code}")));
    names
}

/// Returns the fields of what has names and a definition.
fn named(
    name: &str,
    others: &BTreeMap<String, String>,
    definition: &str,
) -> BTreeMap<String, String> {
    let label = |code: &str| match code {
        "en" => name,
        code => others.get(code).map_or("", String::as_str),
    };
    let labels = codes().map(|code| (label_field(code), label(code).to_owned()));
    let definition = ("definition".to_owned(), definition.to_owned());
    labels.chain([definition]).collect()
}

impl FieldValues {
    /// Returns a term as fields.
    pub(super) fn of(term: &Term) -> Self {
        let mut fields = named(&term.label, &term.labels, &term.definition);
        for code in codes() {
            let own = term.aliases.all().into_iter();
            let own = own.filter(|(language, _)| *language == code);
            let own: Vec<&str> = own.map(|(_, alias)| alias).collect();
            fields.insert(format!("aliases-{code}"), own.join("\n"));
        }
        let fate = match (&term.replaced_by, term.retired) {
            (Some(by), _) => by.clone(),
            (None, true) => RETIRED.to_owned(),
            (None, false) => String::new(),
        };
        fields.insert("group".to_owned(), term.group.clone().unwrap_or_default());
        fields.insert("note".to_owned(), term.note.clone());
        fields.insert(FATE.to_owned(), fate);
        Self(fields)
    }

    /// Returns a facet as fields.
    pub(super) fn of_facet(facet: &Facet) -> Self {
        let mut fields = named(&facet.label, &facet.labels, &facet.definition);
        let in_brief = if facet.in_brief { YES } else { "" };
        fields.insert(IN_BRIEF.to_owned(), in_brief.to_owned());
        Self(fields)
    }

    /// Returns a group as fields.
    pub(super) fn of_group(group: &TermGroup) -> Self {
        Self(named(&group.label, &group.labels, &group.definition))
    }

    /// Reads what was typed into the same fields.
    pub(super) fn read_again(&self, form: &Query) -> Self {
        let names = self.0.keys().cloned();
        let value = |name: String| {
            let value = line(form.raw(&name));
            (name, value)
        };
        Self(names.map(value).collect())
    }

    /// Reads what was typed of a term.
    pub(super) fn of_form(form: &Query) -> Self {
        let value = |name: String| {
            let raw = form.raw(&name);
            let value = match name.starts_with("aliases-") {
                true => raw.lines().map(line).filter(|one| !one.is_empty()).fold(
                    String::new(),
                    |all, one| match all.is_empty() {
                        true => one,
                        false => format!("{all}\n{one}"),
                    },
                ),
                false => line(raw),
            };
            (name, value)
        };
        Self(names().into_iter().map(value).collect())
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), value.to_owned());
    }

    /// Tells whether a value is longer than any may be.
    pub(super) fn is_too_long(&self) -> bool {
        self.0.values().any(|value| value.chars().count() > LONGEST)
    }

    /// Puts what was changed since `base` on top of what it says now; returns, of what was changed
    /// otherwise there, what it says.
    pub(super) fn onto(&self, base: &Self, now: &Self) -> (Self, Vec<FieldConflict>) {
        let (mut merged, mut clashes) = (now.clone(), Vec::new());
        for (name, value) in &self.0 {
            let (then, now) = (base.get(name), now.get(name));
            if value == then || value == now {
                continue;
            }
            if now != then {
                clashes.push(FieldConflict {
                    field: name.clone(),
                    now: now.to_owned(),
                });
            }
            merged.set(name, value);
        }
        (merged, clashes)
    }

    /// Writes the names and the definition; languages that the form does not have stay.
    pub(super) fn write_names(
        &self,
        name: &mut String,
        others: &mut BTreeMap<String, String>,
        definition: &mut String,
    ) {
        for code in codes() {
            let label = self.get(&label_field(code)).to_owned();
            match code {
                "en" => *name = label,
                code if label.is_empty() => drop(others.remove(code)),
                code => drop(others.insert(code.to_owned(), label)),
            }
        }
        self.get("definition").clone_into(definition);
    }

    /// Writes the fields into a term; languages that the form does not have stay.
    pub(super) fn write(&self, term: &mut Term) {
        let mut by_language: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (language, alias) in term.aliases.all() {
            let list = by_language.entry(language.to_owned()).or_default();
            list.push(alias.to_owned());
        }
        self.write_names(&mut term.label, &mut term.labels, &mut term.definition);
        for code in codes() {
            let own = self.get(&format!("aliases-{code}")).lines();
            by_language.insert(code.to_owned(), own.map(str::to_owned).collect());
        }
        let before = term.aliases.clone();
        term.aliases = aliases(by_language);
        if before.all() == term.aliases.all() {
            term.aliases = before;
        }
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        term.group = some(self.get("group"));
        self.get("note").clone_into(&mut term.note);
        let fate = self.get(FATE);
        term.replaced_by = some(fate).filter(|fate| fate != RETIRED);
        // What is replaced is retired, however it is written.
        term.retired = fate == RETIRED || term.retired && term.replaced_by.is_some();
    }
}

/// Returns text as one line.
pub(super) fn line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    let words = words.filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Vocabulary;

    fn term() -> Term {
        let text = "[[facet]]\nkey = \"a\"\nlabel = \"A\"\n[[facet.term]]\nid = \"x\"\nlabel = \"X\"\n\
                    labels = { de = \"Iks\", fr = \"Ix\" }\naliases = [\"ex\", \"a, b\"]\n";
        let (vocabulary, _) = Vocabulary::parse(text);
        vocabulary.facets[0].terms[0].clone()
    }

    #[test]
    fn a_term_comes_back_from_its_fields_as_it_was() {
        for retired in [false, true] {
            let mut before = term();
            before.retired = retired;
            let pairs = FieldValues::of(&before).0.into_iter().collect();
            let mut after = before.clone();
            FieldValues::of_form(&Query::of(pairs)).write(&mut after);
            assert_eq!(after, before);
        }
    }

    #[test]
    fn what_others_changed_meanwhile_stays_and_the_same_field_is_told() {
        let base = FieldValues::of(&term());
        let (mut mine, mut now) = (base.clone(), base.clone());
        mine.set("label", "Mine");
        mine.set("note", "Same");
        now.set("label", "Theirs");
        now.set("note", "Same");
        now.set("definition", "New");
        let (merged, clashes) = mine.onto(&base, &now);
        let values = ["label", "note", "definition"].map(|name| merged.get(name));
        assert_eq!(values, ["Mine", "Same", "New"]);
        let found: Vec<(&str, &str)> = (clashes.iter())
            .map(|one| (one.field.as_str(), one.now.as_str()))
            .collect();
        assert_eq!(found, [("label", "Theirs")]);
    }
}
