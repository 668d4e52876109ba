//! The keys of front matter that mean something to Concord: one table for whoever reads or checks
//! them.

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
    /// Country codes.
    Countries,
    /// The statistical organisations.
    Organisations,
    /// The others in the partnership.
    Partners,
    /// When the partnership ran.
    Period,
    /// How far it has come.
    Status,
    /// Keys of the bibliography.
    Sources,
    /// The language.
    Lang,
    /// Who the page is for.
    Visibility,
    /// Whether the page is not finished.
    Draft,
    /// Old addresses and other names.
    Aliases,
    /// Who wrote what the page tells.
    Authors,
    /// The work that a literature note is about.
    Citation,
    /// The examples that a lesson was drawn from.
    DrawnFrom,
    /// The page in another language.
    TranslationOf,
    /// The survey that was answered.
    Survey,
    /// A resource's address.
    Url,
    /// Who keeps a resource.
    Owner,
    /// When an event begins.
    Starts,
    /// When an event ends.
    Ends,
    /// Where an event is held.
    Place,
    /// The date of a consultation or an answer.
    Date,
    /// Whom a consultation was held with.
    With,
    /// The agenda of an event.
    Sessions,
    /// The questions of a survey.
    Questions,
    /// The answers to a survey.
    Answers,
    /// The chapters of a publication.
    Chapters,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 29] = [
        Self::Title,
        Self::Summary,
        Self::Kind,
        Self::Countries,
        Self::Organisations,
        Self::Partners,
        Self::Period,
        Self::Status,
        Self::Sources,
        Self::Lang,
        Self::Visibility,
        Self::Draft,
        Self::Aliases,
        Self::Authors,
        Self::Citation,
        Self::DrawnFrom,
        Self::TranslationOf,
        Self::Survey,
        Self::Url,
        Self::Owner,
        Self::Starts,
        Self::Ends,
        Self::Place,
        Self::Date,
        Self::With,
        Self::Sessions,
        Self::Questions,
        Self::Answers,
        Self::Chapters,
    ];

    /// Returns the key as front matter writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Kind => "kind",
            Self::Countries => "countries",
            Self::Organisations => "organisations",
            Self::Partners => "partners",
            Self::Period => "period",
            Self::Status => "status",
            Self::Sources => "sources",
            Self::Lang => "lang",
            Self::Visibility => "visibility",
            Self::Draft => "draft",
            Self::Aliases => "aliases",
            Self::Authors => "authors",
            Self::Citation => "citation",
            Self::DrawnFrom => "drawn_from",
            Self::TranslationOf => "translation_of",
            Self::Survey => "survey",
            Self::Url => "url",
            Self::Owner => "owner",
            Self::Starts => "starts",
            Self::Ends => "ends",
            Self::Place => "place",
            Self::Date => "date",
            Self::With => "with",
            Self::Sessions => "sessions",
            Self::Questions => "questions",
            Self::Answers => "answers",
            Self::Chapters => "chapters",
        }
    }

    /// Returns the field with exactly this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
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
pub enum Ask {
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

impl Ask {
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
        for field in Field::ALL {
            assert_eq!(Field::from_key(field.key()), Some(field));
            let meant = meant(&field.key().to_uppercase(), Field::ALL.map(Field::key));
            assert_eq!(meant, Some(field.key()));
        }
        assert_eq!(Field::from_key("Title"), None);
    }

    #[test]
    fn a_key_is_meant_by_one_an_edit_away() {
        let known = || Field::ALL.map(Field::key);
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
            assert_eq!(Ask::of(key), Some(Ask::Visibility), "{key}");
        }
        for key in ["Draft", "DRAFT", "drafts", "darft", "drat", "d\u{200B}raft"] {
            assert_eq!(Ask::of(key), Some(Ask::Draft), "{key}");
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
            assert_eq!(Ask::of(key), None, "{key}");
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
                Ask::of(key).unwrap().circle(value),
                wanted,
                "{key}: {value}"
            );
        }
    }
}
