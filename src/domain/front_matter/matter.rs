//! The front matter of a page as typed values.

use serde::{Deserialize, Serialize};

use crate::domain::agenda::{Agenda, Frame};
use crate::domain::date::{Date, Period};
use crate::domain::kind::{Kind, Status};
use crate::domain::name::Name;
use crate::domain::problem::Position;
use crate::domain::visibility::Visibility;
use crate::domain::vocabulary::Tag;

/// The statements of a page about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The title, when given.
    pub title: Option<String>,
    /// The kind.
    pub kind: Kind,
    /// One or two sentences for lists and search results.
    pub summary: Option<String>,
    /// Country codes, upper case, known ones only.
    pub countries: Vec<String>,
    /// The statistical organisations.
    pub organisations: Vec<String>,
    /// The others in the partnership.
    pub partners: Vec<Partner>,
    /// The time in which the partnership ran.
    pub period: Option<Period>,
    /// The stage that it has reached.
    pub status: Option<Status>,
    /// Keys of the bibliography, with their positions.
    pub sources: Vec<(String, Position)>,
    /// The language's code, as in BCP 47, lower case; empty for the site's own.
    pub lang: String,
    /// The circle that the page is for: the narrowest that anything in it asks for.
    pub visibility: Visibility,
    /// Old addresses and other names, with their positions.
    pub aliases: Vec<(String, Position)>,
    /// The authors of what the page tells, when not known from git.
    pub authors: Vec<String>,
    /// The bibliography key of the work that a literature note is about.
    pub citation: Option<(String, Position)>,
    /// The terms it carries.
    pub tags: Vec<Tag>,
    /// The values that only some kinds have.
    pub details: Option<Box<Details>>,
    /// Keys that Concord gives no meaning to, with their values as text.
    pub other: Vec<(String, String)>,
}

impl FrontMatter {
    /// Narrows the circle that the page is for.
    pub fn restrict(&mut self, circle: Visibility) {
        self.visibility = self.visibility.max(circle);
    }

    /// Returns the parts that only some kinds have; empty ones where there are none.
    pub fn details(&self) -> &Details {
        static NONE: std::sync::LazyLock<Details> = std::sync::LazyLock::new(Details::default);
        self.details.as_deref().unwrap_or(&NONE)
    }

    /// Returns the terms of one facet that the page carries.
    pub fn terms<'a>(&'a self, facet: &'a str) -> impl Iterator<Item = &'a str> {
        self.tags
            .iter()
            .filter(move |tag| tag.facet == facet)
            .map(|tag| tag.term.as_str())
    }
}

/// The front matter that only some kinds of page have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// A resource's address outside: http or https.
    pub url: Option<String>,
    /// The owner of a resource.
    pub owner: Option<String>,
    /// The first day of an event.
    pub starts: Option<Date>,
    /// The last day of an event.
    pub ends: Option<Date>,
    /// The place where an event is held.
    pub place: Option<String>,
    /// The date of a consultation or an answer.
    pub date: Option<Date>,
    /// Whom a consultation was held with.
    pub with: Option<String>,
    /// The agenda of an event.
    pub agenda: Agenda,
    /// The id of an event in calendars.
    pub uid: Option<String>,
    /// The people who decided.
    pub decided_by: Vec<String>,
    /// The questions of a survey.
    pub questions: Vec<Question>,
    /// The answers to a survey, by the question's id.
    pub answers: Vec<(String, String)>,
    /// The chapters of a publication.
    pub chapters: Vec<Chapter>,
}

impl Details {
    /// Returns the ids, on the page, of the sessions of the agenda, in their order.
    pub fn session_anchors(&self) -> impl Iterator<Item = String> {
        let keys = self.agenda.keys().into_iter();
        keys.map(|key| format!("c-session-{key}"))
    }

    /// Returns the id, on the page, of the session that a fragment names: by its key, or by this id.
    pub fn session_anchor(&self, fragment: &str) -> Option<String> {
        let keys = self.agenda.keys();
        let named = fragment.strip_prefix("c-session-").unwrap_or(fragment);
        let key = keys.into_iter().find(|key| key == named)?;
        Some(format!("c-session-{key}"))
    }

    /// Returns the days that an event takes.
    pub fn frame(&self) -> Frame {
        Frame::new(self.starts, self.ends)
    }

    /// Returns the ids, on the page, of the questions, in their order: by the id that answers use,
    /// or by number where that is none or not the only one.
    pub fn question_anchors(&self) -> impl Iterator<Item = String> {
        let slug = |id: &str| -> String {
            let letters = id.chars().map(|letter| match letter {
                letter if letter.is_alphanumeric() => letter,
                _ => '-',
            });
            letters.flat_map(char::to_lowercase).collect()
        };
        let slugs: Vec<String> = self.questions.iter().map(|one| slug(&one.id)).collect();
        let mut taken = std::collections::HashSet::new();
        let anchors: Vec<String> = (1..)
            .zip(slugs)
            .map(|(number, slug)| {
                let free = !slug.is_empty() && taken.insert(slug.clone());
                let name = if free { slug } else { format!("n{number}") };
                format!("c-question-{name}")
            })
            .collect();
        anchors.into_iter()
    }
}

/// Someone in a partnership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// The name.
    pub name: String,
    /// The sector, a term of the vocabulary.
    pub sector: Option<Name>,
}

/// One question of a survey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The id that answers use.
    pub id: String,
    /// The part of the questionnaire.
    pub part: String,
    /// The heading it stands under.
    pub heading: String,
    /// The question.
    pub text: String,
    /// The form of its answers: single, multiple, scale, text, table.
    pub form: String,
    /// The answers that can be chosen.
    pub options: Vec<String>,
    /// The topics it asks about: a challenge, or a term of another facet by that facet's key.
    pub topics: Vec<Topic>,
}

/// The topic of a question: a term of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Topic {
    /// The facet's key.
    pub facet: Name,
    /// The term's id.
    pub term: Name,
}

/// One chapter of a publication.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// The title.
    pub title: String,
    /// The summary of its text.
    pub summary: String,
    /// The pages it uses, as named.
    pub pages: Vec<String>,
}
