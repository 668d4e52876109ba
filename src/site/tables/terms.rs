//! The plan of a change to the vocabulary, and to the pages that carry a term of it.

use crate::domain::file_role::VOCABULARY_FILE;
use crate::domain::front_matter;
use crate::domain::vocabulary::{COLUMNS, Facet};
use crate::domain::vocabulary_edit::{self, VocabularyEdit};
use crate::domain::yaml::{self, Node, Value};
use crate::domain::yaml_edit::Step;
use crate::domain::{Page, Visibility, Vocabulary};
use crate::site::tables::replacing::{edited, edits_at};
use crate::site::tables::{MOST_PAGES, TableError, TablePlan};
use crate::site::view::View;

/// A term that pages are to carry in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermReplacement {
    /// The key of the facet.
    pub facet: String,
    /// The term that they carry.
    pub from: String,
    /// The term that they shall carry.
    pub to: String,
}

impl View<'_> {
    /// Plans edits of the vocabulary, and that pages carry another term. Nothing is written.
    ///
    /// # Errors
    ///
    /// Why that cannot be.
    pub fn plan_vocabulary(
        &self,
        edits: &[VocabularyEdit],
        retagging: Option<&TermReplacement>,
    ) -> Result<TablePlan, TableError> {
        if !self.viewer().may_see(Visibility::Draft) {
            return Err(TableError::Nothing);
        }
        let before = self.table_text(VOCABULARY_FILE)?;
        let after = vocabulary_edit::edit(&before, edits)?;
        check(&before, &after)?;
        let mut plan = TablePlan::of(self.revision().id, VOCABULARY_FILE, &before, after);
        if let Some(retagging) = retagging {
            self.retag(retagging, &mut plan)?;
        }
        match plan.changes.is_empty() && plan.left.is_empty() {
            true => Err(TableError::Nothing),
            false => Ok(plan),
        }
    }

    fn retag(&self, retagging: &TermReplacement, plan: &mut TablePlan) -> Result<(), TableError> {
        let vocabulary = &self.content().vocabulary;
        let Some(facet) = vocabulary.facet(&retagging.facet) else {
            return Ok(());
        };
        let carrying = self.pages().filter(|item| carries(&item.page, retagging));
        for (number, item) in carrying.enumerate() {
            if number == MOST_PAGES {
                return Err(TableError::TooMany(MOST_PAGES));
            }
            let source = self.store().read(item.page.blob)?;
            let Ok(text) = std::str::from_utf8(&source) else {
                plan.add(item, "", Err("the file is not UTF-8".to_owned()));
                continue;
            };
            plan.add(item, text, rewritten(text, facet, retagging));
        }
        Ok(())
    }
}

/// Refuses what would be wrong with the vocabulary and was not before.
fn check(before: &str, after: &str) -> Result<(), TableError> {
    let (_, known) = Vocabulary::parse(before);
    let (_, found) = Vocabulary::parse(after);
    let is_new = |message: &str| !known.iter().any(|one| one.message == message);
    let new = found.iter().filter(|one| is_new(&one.message));
    let new: Vec<String> = new.map(|one| one.message.clone()).collect();
    match new.is_empty() {
        true => Ok(()),
        false => Err(TableError::Wrong(new)),
    }
}

/// Tells whether a page carries a term, or asks about it.
fn carries(page: &Page, retagging: &TermReplacement) -> bool {
    let TermReplacement { facet, from, .. } = retagging;
    let mut topics = (page.front.details().questions.iter()).flat_map(|one| &one.topics);
    page.front.terms(facet).any(|term| term == from)
        || topics.any(|topic| topic.facet == **facet && topic.term == **from)
}

/// Returns the text of a page with the other term.
fn rewritten(text: &str, facet: &Facet, retagging: &TermReplacement) -> Result<String, String> {
    let unreadable = || "its front matter cannot be read".to_owned();
    let parts = front_matter::split(text, &mut Vec::new());
    let root = yaml::parse(parts.yaml.ok_or_else(unreadable)?).map_err(|error| error.message)?;
    let mut edits = Vec::new();
    for (steps, node) in term_nodes(&root, facet) {
        edits
            .extend(edits_at(&steps, node, &retagging.from, &retagging.to).ok_or_else(unreadable)?);
    }
    let new = edited(text, &edits)?;
    match new == text {
        true => Err(unreadable()),
        false => Ok(new),
    }
}

/// Returns where front matter has terms of a facet, with the way to each.
fn term_nodes<'n>(root: &'n Node, facet: &Facet) -> Vec<(Vec<Step>, &'n Node)> {
    let key = |key: &str| Step::Key(key.to_owned());
    let mut found = Vec::new();
    let below = |list: &str, name: &str, found: &mut Vec<(Vec<Step>, &'n Node)>| {
        let Some(Value::List(items)) = root.get(list).map(|node| &node.value) else {
            return;
        };
        let inside = items.iter().enumerate();
        found.extend(inside.filter_map(|(number, item)| {
            let steps = vec![key(list), Step::Item(number), key(name)];
            Some((steps, item.get(name)?))
        }));
    };
    match facet.from.as_deref().unwrap_or(&facet.key).split_once('.') {
        Some((list, name)) => below(list, name, &mut found),
        None => {
            let name = facet.from.as_deref().unwrap_or(&facet.key);
            found.extend(root.get(name).map(|node| (vec![key(name)], node)));
        }
    }
    if facet.key == COLUMNS {
        below("questions", "challenge", &mut found);
    }
    below("questions", &facet.key, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retagged(front: &str) -> Result<String, String> {
        let vocabulary = "[[facet]]\nkey = \"challenges\"\nlabel = \"C\"\n[[facet]]\nkey = \"sectors\"\n\
                          label = \"S\"\nfrom = \"partners.sector\"\n";
        let (vocabulary, _) = Vocabulary::parse(vocabulary);
        let mut text = format!("---\n{front}---\n\nold stays here\n");
        for facet in &vocabulary.facets {
            let retagging = TermReplacement {
                facet: facet.key.clone(),
                from: "old".to_owned(),
                to: "new".to_owned(),
            };
            match rewritten(&text, facet, &retagging) {
                Ok(new) => text = new,
                Err(why) if why.contains("cannot be read") => {}
                Err(why) => return Err(why),
            }
        }
        Ok(text
            .strip_prefix("---\n")
            .unwrap()
            .split("---")
            .next()
            .unwrap()
            .to_owned())
    }

    #[test]
    fn a_term_is_replaced_wherever_front_matter_carries_it_and_stands_once() {
        for (before, after) in [
            ("challenges: [a, old] # x\n", "challenges: [a, new] # x\n"),
            ("challenges: old\n", "challenges: new\n"),
            ("challenges: [old, new, b]\n", "challenges: [new, b]\n"),
            (
                "challenges:\n  - old\n  - b\n",
                "challenges:\n  - new\n  - b\n",
            ),
            ("challenges: [old, old]\n", "challenges: [new]\n"),
            (
                "partners:\n  - { name: A, sector: old }\n  - name: old\n",
                "partners:\n  - { name: A, sector: new }\n  - name: old\n",
            ),
            (
                "questions:\n  - text: old\n    challenge: old\n",
                "questions:\n  - text: old\n    challenge: new\n",
            ),
            ("title: old\n", "title: old\n"),
        ] {
            assert_eq!(retagged(before).as_deref(), Ok(after), "{before}");
        }
    }
}
