//! The organisations and people that pages and works name, by the part of an address that stands for
//! each. Found when first asked for and kept with the edition.

use std::collections::HashMap;

use crate::domain::PagePath;
use crate::domain::slug::slug;

/// An organisation or a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEntity {
    /// The name, as it was met first.
    pub name: String,
    /// The pages: those that name the organisation; those that the person wrote, and notes on their
    /// works.
    pub pages: Vec<PagePath>,
    /// The keys of the works that the person wrote.
    pub works: Vec<String>,
}

/// All that one viewer may know of.
#[derive(Default)]
pub(super) struct NamedEntities {
    pub(super) organisations: HashMap<String, NamedEntity>,
    pub(super) people: HashMap<String, NamedEntity>,
}

/// Returns what is known under a name; nothing for one that no address can have.
pub(super) fn entry<'s>(
    subjects: &'s mut HashMap<String, NamedEntity>,
    name: &str,
) -> Option<&'s mut NamedEntity> {
    let slug = Some(slug(name)).filter(|slug| !slug.is_empty())?;
    let subject = subjects.entry(slug).or_insert_with(|| NamedEntity {
        name: name.to_owned(),
        pages: Vec::new(),
        works: Vec::new(),
    });
    Some(subject)
}

/// Notes that a page names a subject.
pub(super) fn note(subjects: &mut HashMap<String, NamedEntity>, name: &str, path: &PagePath) {
    if let Some(subject) = entry(subjects, name)
        && subject.pages.last() != Some(path)
    {
        subject.pages.push(path.clone());
    }
}
