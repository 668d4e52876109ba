//! The keys of front matter that mean something to Concord: one table for whoever reads or checks
//! them.

mod form;
mod likeness;
#[cfg(test)]
mod tests;
mod visibility_hint;

use crate::domain::kind::Kind;

pub use crate::domain::fields::form::Form;
pub use crate::domain::fields::likeness::{fold, is_unseen, meant};
pub use crate::domain::fields::visibility_hint::VisibilityHint;

/// A key of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The title.
    Title,
    /// One or two sentences for lists.
    Summary,
    /// The kind of page.
    Kind,
    /// The others in the partnership.
    Partners,
    /// The statistical organisations.
    Organisations,
    /// Country codes.
    Countries,
    /// The time in which the partnership ran.
    Period,
    /// The stage that it has reached.
    Status,
    /// The first day of an event.
    Starts,
    /// The last day of an event.
    Ends,
    /// The date of a consultation or an answer.
    Date,
    /// The time zone of an event.
    Timezone,
    /// The place where an event is held.
    Place,
    /// Whom a consultation was held with.
    With,
    /// The authors of what the page tells.
    Authors,
    /// Keys of the bibliography.
    Sources,
    /// The work that a literature note is about.
    Citation,
    /// The examples that a lesson was drawn from.
    DrawnFrom,
    /// The session that a page tells of.
    Session,
    /// The pages that a decision is about.
    About,
    /// The people who decided.
    DecidedBy,
    /// The days of an event.
    Days,
    /// The tracks that run side by side at an event.
    Tracks,
    /// The rooms of an event.
    Rooms,
    /// The agenda of an event.
    Sessions,
    /// The id of an event in calendars.
    Uid,
    /// The questions of a survey.
    Questions,
    /// The survey that was answered.
    Survey,
    /// The answers to a survey.
    Answers,
    /// The chapters of a publication.
    Chapters,
    /// A resource's address.
    Url,
    /// The owner of a resource.
    Owner,
    /// The language.
    Lang,
    /// The page in another language.
    TranslationOf,
    /// Old addresses and other names.
    Aliases,
    /// The circle that the page is for.
    Visibility,
    /// Whether the page is not finished.
    Draft,
}

/// The pages that a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// Pages of every kind.
    All,
    /// Pages of these kinds; on others it is read and shown all the same.
    Only(&'static [Kind]),
}

/// The definition of a key of front matter. Its name and the help for filling it in, in the
/// interface's languages, are the messages `field-<key>` and `field-<key>-help`.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The field.
    pub field: Field,
    /// The key as front matter writes it.
    pub key: &'static str,
    /// The form of its value.
    pub form: Form,
    /// The pages it is for.
    pub kinds: Kinds,
}

/// The table, in the order in which fields are shown and asked for.
const DEFINITIONS: [Definition; 37] = [
    define(Field::Title, "title", Form::Text, Kinds::All),
    define(Field::Summary, "summary", Form::Text, Kinds::All),
    define(Field::Kind, "kind", Form::Kind, Kinds::All),
    define(
        Field::Partners,
        "partners",
        Form::Partners,
        Kinds::Only(&[Kind::CaseStudy]),
    ),
    define(
        Field::Organisations,
        "organisations",
        Form::Texts,
        Kinds::All,
    ),
    define(Field::Countries, "countries", Form::Countries, Kinds::All),
    define(
        Field::Period,
        "period",
        Form::Period,
        Kinds::Only(&[Kind::CaseStudy]),
    ),
    define(
        Field::Status,
        "status",
        Form::Status,
        Kinds::Only(&[Kind::CaseStudy]),
    ),
    define(
        Field::Starts,
        "starts",
        Form::Date,
        Kinds::Only(&[Kind::Event]),
    ),
    define(Field::Ends, "ends", Form::Date, Kinds::Only(&[Kind::Event])),
    define(Field::Date, "date", Form::Date, Kinds::All),
    define(
        Field::Timezone,
        "timezone",
        Form::Zone,
        Kinds::Only(&[Kind::Event]),
    ),
    define(
        Field::Place,
        "place",
        Form::Text,
        Kinds::Only(&[Kind::Event]),
    ),
    define(
        Field::With,
        "with",
        Form::Text,
        Kinds::Only(&[Kind::Consultation]),
    ),
    define(Field::Authors, "authors", Form::Texts, Kinds::All),
    define(Field::Sources, "sources", Form::Works, Kinds::All),
    define(
        Field::Citation,
        "citation",
        Form::Work,
        Kinds::Only(&[Kind::LiteratureNote]),
    ),
    define(
        Field::DrawnFrom,
        "drawn_from",
        Form::Pages,
        Kinds::Only(&[Kind::Lesson]),
    ),
    define(
        Field::Session,
        "session",
        Form::Page,
        Kinds::Only(&[Kind::Lesson, Kind::Minutes, Kind::Decision]),
    ),
    define(
        Field::About,
        "about",
        Form::Pages,
        Kinds::Only(&[Kind::Decision]),
    ),
    define(
        Field::DecidedBy,
        "decided_by",
        Form::Texts,
        Kinds::Only(&[Kind::Decision]),
    ),
    define(Field::Days, "days", Form::Days, Kinds::Only(&[Kind::Event])),
    define(
        Field::Tracks,
        "tracks",
        Form::Texts,
        Kinds::Only(&[Kind::Event]),
    ),
    define(
        Field::Rooms,
        "rooms",
        Form::Texts,
        Kinds::Only(&[Kind::Event]),
    ),
    define(
        Field::Sessions,
        "sessions",
        Form::Sessions,
        Kinds::Only(&[Kind::Event]),
    ),
    define(Field::Uid, "uid", Form::Text, Kinds::Only(&[Kind::Event])),
    define(
        Field::Questions,
        "questions",
        Form::Questions,
        Kinds::Only(&[Kind::Survey]),
    ),
    define(
        Field::Survey,
        "survey",
        Form::Page,
        Kinds::Only(&[Kind::SurveyResponse]),
    ),
    define(
        Field::Answers,
        "answers",
        Form::Answers,
        Kinds::Only(&[Kind::SurveyResponse]),
    ),
    define(
        Field::Chapters,
        "chapters",
        Form::Chapters,
        Kinds::Only(&[Kind::Guidance]),
    ),
    define(
        Field::Url,
        "url",
        Form::Address,
        Kinds::Only(&[Kind::Resource, Kind::Guidance]),
    ),
    define(
        Field::Owner,
        "owner",
        Form::Text,
        Kinds::Only(&[Kind::Resource, Kind::Guidance]),
    ),
    define(Field::Lang, "lang", Form::Language, Kinds::All),
    define(
        Field::TranslationOf,
        "translation_of",
        Form::Page,
        Kinds::All,
    ),
    define(Field::Aliases, "aliases", Form::Texts, Kinds::All),
    define(
        Field::Visibility,
        "visibility",
        Form::Visibility,
        Kinds::All,
    ),
    define(Field::Draft, "draft", Form::Flag, Kinds::All),
];

const fn define(field: Field, key: &'static str, form: Form, kinds: Kinds) -> Definition {
    Definition {
        field,
        key,
        form,
        kinds,
    }
}

impl Field {
    /// Every field.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        DEFINITIONS.iter().map(|definition| definition.field)
    }

    /// Returns what there is to know of it.
    pub fn definition(self) -> &'static Definition {
        &DEFINITIONS[self as usize]
    }

    /// Returns the key as front matter writes it.
    pub fn key(self) -> &'static str {
        self.definition().key
    }

    /// Returns the form of its value.
    pub fn form(self) -> Form {
        self.definition().form
    }

    /// Tells whether it is for pages of a kind.
    pub fn is_for(self, kind: Kind) -> bool {
        match self.definition().kinds {
            Kinds::All => true,
            Kinds::Only(kinds) => kinds.contains(&kind),
        }
    }

    /// Returns the field with exactly this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().find(|field| field.key() == key)
    }
}

/// The parameters of addresses that are no facets.
pub const PARAMETERS: [&str; 21] = [
    "q", "sort", "page", "limit", "view", "partial", "verbatim", "ui", "at", "before", "after",
    "path", "rows", "columns", "from", "to", "zone", "p", "note", "do", "of",
];
/// Keys of what every page has, in queries and addresses, beside its front matter.
const OF_EVERY_PAGE: [&str; 5] = ["language", "country", "organisation", "author", "updated"];

/// Tells what a key is in use for that a facet cannot have, if anything.
pub fn reserved(key: &str) -> Option<&'static str> {
    if Field::from_key(key).is_some() {
        Some("a key of front matter")
    } else if PARAMETERS.contains(&key) {
        Some("a parameter of addresses")
    } else if OF_EVERY_PAGE.contains(&key) {
        Some("a filter that every site has")
    } else {
        None
    }
}
