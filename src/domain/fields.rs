//! The keys of front matter that mean something to Concord: one table for whoever reads or checks
//! them.

use crate::domain::kind::Kind;
use crate::domain::suggestion::distance;
use crate::domain::visibility::Visibility;

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
    /// When the partnership ran.
    Period,
    /// How far it has come.
    Status,
    /// When an event begins.
    Starts,
    /// When an event ends.
    Ends,
    /// The date of a consultation or an answer.
    Date,
    /// The time zone of an event.
    Timezone,
    /// Where an event is held.
    Place,
    /// Whom a consultation was held with.
    With,
    /// Who wrote what the page tells.
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
    /// Who decided.
    DecidedBy,
    /// The days of an event.
    Days,
    /// What goes on side by side at an event.
    Tracks,
    /// The rooms of an event.
    Rooms,
    /// The agenda of an event.
    Sessions,
    /// What calendars know an event by.
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
    /// Who keeps a resource.
    Owner,
    /// The language.
    Lang,
    /// The page in another language.
    TranslationOf,
    /// Old addresses and other names.
    Aliases,
    /// Who the page is for.
    Visibility,
    /// Whether the page is not finished.
    Draft,
}

/// The form that a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A line of text.
    Text,
    /// A list of texts.
    Texts,
    /// True or false.
    Flag,
    /// The name of a [`Kind`].
    Kind,
    /// The name of a [`crate::domain::Status`].
    Status,
    /// `public` or `members`.
    Visibility,
    /// Codes of countries (ISO 3166-1, two letters).
    Countries,
    /// A language's code (BCP 47).
    Language,
    /// A year, a month or a day.
    Date,
    /// Two dates with a slash between them, of which one may be missing.
    Period,
    /// An address on the web.
    Address,
    /// A key of the bibliography.
    Work,
    /// Keys of the bibliography.
    Works,
    /// A page: its path, title or alias.
    Page,
    /// Pages.
    Pages,
    /// Partners with their sectors.
    Partners,
    /// The name of a time zone (IANA).
    Zone,
    /// The days of an event.
    Days,
    /// The parts of an agenda.
    Sessions,
    /// Questions with their options.
    Questions,
    /// Answers by the ids of questions.
    Answers,
    /// Chapters with their pages.
    Chapters,
}

impl Form {
    /// Says in words what is expected, where a value can be told to be of another form.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Date => "a date such as 2018, 2018-04 or 2018-04-17",
            Self::Period => "2008/2019 or 2020-03/",
            Self::Address => "an address that begins with https://",
            Self::Language => "a language code such as en or fr",
            Self::Flag => "true or false",
            Self::Texts | Self::Works | Self::Pages | Self::Countries => "a list",
            _ => "a text",
        }
    }
}

/// The pages that a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinds {
    /// Pages of every kind.
    All,
    /// Pages of these kinds; on others it is read and shown all the same.
    Only(&'static [Kind]),
}

/// What there is to know of a key of front matter. What it is called and how it is filled in, in the
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

/// Returns the known key that a key was meant to be, if it is no more than an edit away from one or
/// only its case, its spacing or characters that cannot be seen differ.
pub fn meant<'k>(key: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let folded = fold(key);
    let near = |known: &&str| *known != key && is_near(&folded, known, 1);
    let mut best: Option<&'k str> = None;
    for known in known.into_iter().filter(near) {
        if known == folded {
            return Some(known);
        }
        best = best.or(Some(known));
    }
    best
}

/// Tells whether a folded word is at most so many edits away from a key.
fn is_near(word: &str, key: &str, most: usize) -> bool {
    let apart = word.chars().count().abs_diff(key.len());
    apart <= most && distance(word, key) <= most
}

/// Folds a key so that case, width, spacing and characters that cannot be seen make no difference.
pub fn fold(key: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    {
        return key.to_owned();
    }
    key.nfkc()
        .filter(|&character| !is_unseen(character) && !character.is_whitespace())
        .flat_map(char::to_lowercase)
        .map(|character| if character == '-' { '_' } else { character })
        .collect()
}

/// Tells whether a character leaves no mark on a page.
pub fn is_unseen(character: char) -> bool {
    (character.is_control() && !character.is_whitespace())
        || matches!(
            character,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFD}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// What a key that is none of Concord's asks for when it says who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisibilityHint {
    /// A slip of `visibility`.
    Visibility,
    /// A slip of `draft`.
    Draft,
    /// Another program's key that hides a page where it is true.
    Hides(Visibility),
    /// Another program's key that hides a page where it is false.
    Shows,
    /// Another program's key whose value names a circle of people or a stage.
    Names,
}

/// Words that are near to `visibility` and mean something else.
const OTHER_WORDS: [&str; 2] = ["viability", "divisibility"];
/// Keys by which other programs hide pages.
const HIDES: [&str; 19] = [
    "private",
    "is_private",
    "hidden",
    "is_hidden",
    "hide",
    "unlisted",
    "secret",
    "confidential",
    "internal",
    "restricted",
    "protected",
    "unpublished",
    "members",
    "members_only",
    "member_only",
    "membersonly",
    "for_members",
    "noindex",
    "nopublish",
];
const STAGES: [&str; 5] = ["is_draft", "isdraft", "wip", "in_progress", "unfinished"];
const SHOWS: [&str; 8] = [
    "public",
    "is_public",
    "published",
    "publish",
    "is_published",
    "visible",
    "listed",
    "show",
];
const NAMES: [&str; 10] = [
    "access",
    "access_level",
    "audience",
    "privacy",
    "visible_to",
    "viewers",
    "permission",
    "permissions",
    "state",
    "stage",
];

impl VisibilityHint {
    /// Tells what a key asks for, if it says who may see a page: `visibility` and `draft` however
    /// they are misspelt, and what other programs call it.
    pub fn of(key: &str) -> Option<Self> {
        let folded = fold(key);
        if folded.is_empty() || folded.len() > 60 {
            return None;
        }
        let is = |keys: &[&str]| keys.contains(&folded.as_str());
        // So long a word may be two edits away and still be no other.
        if is_near(&folded, Field::Visibility.key(), 2) && !is(&OTHER_WORDS) {
            Some(Self::Visibility)
        } else if is_near(&folded, Field::Draft.key(), 1) {
            Some(Self::Draft)
        } else if is(&HIDES) {
            Some(Self::Hides(Visibility::Members))
        } else if is(&STAGES) {
            Some(Self::Hides(Visibility::Draft))
        } else if is(&SHOWS) {
            Some(Self::Shows)
        } else if is(&NAMES) || folded == Field::Status.key() {
            Some(Self::Names)
        } else {
            None
        }
    }

    /// Tells whom the page is for by the value of the key. What is misspelt and cannot be read
    /// hides the page: the other way round a typing error would publish it.
    pub fn circle(self, value: &str) -> Visibility {
        let value = fold(value);
        let is = |values: &[&str]| values.contains(&value.as_str());
        let yes = is(&["true", "yes", "on", "y", "1"]);
        let no = is(&["false", "no", "off", "n", "0"]);
        match self {
            Self::Visibility => match named(&value) {
                _ if value == "public" => Visibility::Public,
                Visibility::Draft => Visibility::Draft,
                _ => Visibility::Members,
            },
            Self::Draft if no => Visibility::Public,
            Self::Draft => Visibility::Draft,
            Self::Hides(circle) if yes => circle,
            Self::Shows if no => Visibility::Members,
            // `visible: members` names a circle where a yes or a no was expected.
            Self::Hides(_) | Self::Shows | Self::Names => named(&value),
        }
    }

    /// Says what is to be written in place of the key.
    pub fn help(self, circle: Visibility) -> String {
        match (self, circle) {
            (Self::Visibility, Visibility::Public) => "did you mean “visibility”?".to_owned(),
            (Self::Visibility, Visibility::Members) => {
                "did you mean “visibility: members”?".to_owned()
            }
            (Self::Draft, _) => "did you mean “draft”?".to_owned(),
            (_, Visibility::Draft) => {
                "write “draft: true” to hide a page until it is finished".to_owned()
            }
            _ => "write “visibility: members” to hide a page from all but members".to_owned(),
        }
    }
}

/// Tells which circle or stage a folded value names; everyone where it names neither.
fn named(value: &str) -> Visibility {
    let words = value.split(|character: char| !character.is_alphanumeric());
    let mut circle = Visibility::Public;
    for word in words {
        circle = circle.max(match word {
            "draft" | "drafts" | "wip" | "unfinished" | "editors" | "contributors" => {
                Visibility::Draft
            }
            "member" | "members" | "membersonly" | "private" | "hidden" | "internal" | "secret"
            | "restricted" | "confidential" | "unlisted" | "unpublished" | "group" => {
                Visibility::Members
            }
            _ => Visibility::Public,
        });
    }
    circle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_no_two_are_alike() {
        for field in Field::all() {
            assert_eq!(field.definition().field, field, "the table is in order");
            assert_eq!(Field::from_key(field.key()), Some(field));
            let meant = meant(&field.key().to_uppercase(), Field::all().map(Field::key));
            assert_eq!(meant, Some(field.key()));
        }
        assert_eq!(Field::from_key("Title"), None);
    }

    #[test]
    fn a_key_is_meant_by_one_an_edit_away() {
        let known = || Field::all().map(Field::key);
        for (written, wanted) in [
            ("Title", Some("title")),
            ("tilte", Some("title")),
            ("sumary", Some("summary")),
            ("drawn-from", Some("drawn_from")),
            ("ti\u{200B}tle", Some("title")),
            ("ｔｉｔｌｅ", Some("title")),
            ("country", None),
            ("title", None),
            ("codename", None),
        ] {
            assert_eq!(meant(written, known()), wanted, "{written}");
        }
    }

    #[test]
    fn visibility_is_known_however_it_is_misspelt() {
        for key in [
            "Visibility",
            "VISIBILITY",
            "visiblity",
            "visibilty",
            "vsibility",
            "visibilitty",
            "visibiltiy",
            "vis\u{AD}ibility",
            "ｖisibility",
            "vіsibility",
            "visibility\u{A0}",
            "visi-bility",
            "visabilty",
        ] {
            assert_eq!(
                VisibilityHint::of(key),
                Some(VisibilityHint::Visibility),
                "{key}"
            );
        }
        for key in ["Draft", "DRAFT", "drafts", "darft", "drat", "d\u{200B}raft"] {
            assert_eq!(
                VisibilityHint::of(key),
                Some(VisibilityHint::Draft),
                "{key}"
            );
        }
        for key in [
            "title",
            "description",
            "stability",
            "usability",
            "viability",
            "data",
            "tags",
            "",
        ] {
            assert_eq!(VisibilityHint::of(key), None, "{key}");
        }
    }

    #[test]
    fn a_value_asks_for_the_circle_that_it_names() {
        use Visibility::{Draft, Members, Public};
        for (key, value, wanted) in [
            ("Visibility", "members", Members),
            ("Visibility", "public", Public),
            ("Visibility", "", Members),
            ("visibility", "draft", Draft),
            ("drafts", "true", Draft),
            ("drafts", "False", Public),
            ("Draft", "", Draft),
            ("private", "true", Members),
            ("private", "Yes", Members),
            ("private", "false", Public),
            ("private", "sector", Public),
            ("visible", "members", Members),
            ("visible", "true", Public),
            ("hidden", "group", Members),
            ("published", "false", Members),
            ("published", "2024-05-01", Public),
            ("access", "members only", Members),
            ("access", "everyone", Public),
            ("status", "draft", Draft),
            ("status", "ongoing", Public),
        ] {
            assert_eq!(
                VisibilityHint::of(key).unwrap().circle(value),
                wanted,
                "{key}: {value}"
            );
        }
    }
}
