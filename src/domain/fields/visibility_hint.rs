//! Keys that are none of Concord's and say who may see a page.

use crate::domain::fields::Field;
use crate::domain::fields::likeness::{fold, is_near};
use crate::domain::visibility::Visibility;

/// The wish of a key that is none of Concord's and says who may see a page.
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
