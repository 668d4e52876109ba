//! The organisations and people that pages and works name, by the part of an address that stands for
//! each. Found when first asked for and kept with the edition.

use std::collections::HashMap;

use crate::domain::PagePath;
use crate::domain::slug::slug;
use crate::site::view::View;

/// An organisation or a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
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
pub(super) struct Subjects {
    organisations: HashMap<String, Subject>,
    people: HashMap<String, Subject>,
}

impl Subjects {
    fn of(view: &View<'_>) -> Self {
        let mut found = Self::default();
        let mut writers: HashMap<&str, Vec<String>> = HashMap::new();
        for key in view.works() {
            for author in view.bibliography().authors(key) {
                if let Some(person) = entry(&mut found.people, &author) {
                    person.works.push(key.to_owned());
                }
                writers.entry(key).or_default().push(author);
            }
        }
        for item in view.pages() {
            let (path, front) = (&item.page.path, &item.page.front);
            let partners = front.partners.iter().map(|partner| &partner.name);
            for name in front.organisations.iter().chain(partners) {
                note(&mut found.organisations, name, path);
            }
            let work = front.citation.as_ref().map(|(key, _)| key.as_str());
            let writers = work.and_then(|key| writers.get(key));
            for name in front.authors.iter().chain(writers.into_iter().flatten()) {
                note(&mut found.people, name, path);
            }
        }
        found
    }
}

/// Returns what is known under a name; nothing for one that no address can have.
fn entry<'s>(subjects: &'s mut HashMap<String, Subject>, name: &str) -> Option<&'s mut Subject> {
    let slug = Some(slug(name)).filter(|slug| !slug.is_empty())?;
    let subject = subjects.entry(slug).or_insert_with(|| Subject {
        name: name.to_owned(),
        pages: Vec::new(),
        works: Vec::new(),
    });
    Some(subject)
}

fn note(subjects: &mut HashMap<String, Subject>, name: &str, path: &PagePath) {
    if let Some(subject) = entry(subjects, name)
        && subject.pages.last() != Some(path)
    {
        subject.pages.push(path.clone());
    }
}

impl<'e> View<'e> {
    /// Returns the organisation of an address, if a page that this viewer sees names it.
    pub fn organisation(&self, slug: &str) -> Option<&'e Subject> {
        self.subjects().organisations.get(slug)
    }

    /// Returns the person of an address, if a page or a work that this viewer sees names them.
    pub fn person(&self, slug: &str) -> Option<&'e Subject> {
        self.subjects().people.get(slug)
    }

    fn subjects(&self) -> &'e Subjects {
        let kept = self.lists().subjects_for(self.viewer());
        kept.get_or_init(|| Subjects::of(self))
    }
}
