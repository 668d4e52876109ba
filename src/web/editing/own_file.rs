//! [`OwnFile`]: what is to become of a file that a page has.
//!
//! The form says with which object of each file its writer began. A file that somebody else has changed
//! since is not touched; whoever wrote is told, and asked whether they want it all the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{FileRole, ObjectId};
use crate::web::http::query::Query;

/// Most files of which a form says something.
const MOST: usize = 200;
/// The value of a form in place of an object where the file is gone.
pub(super) const GONE: &str = "gone";

/// The choices for a file that a page has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OwnFile {
    /// The object with which its writer began; nothing where the file was gone.
    pub(super) object: Option<ObjectId>,
    /// Whether another waits to take its place.
    pub(super) is_replaced: bool,
    pub(super) is_deleted: bool,
}

/// The choices for the files of a page, by their paths.
pub(super) type OwnFiles = BTreeMap<String, OwnFile>;

/// The files that others changed, with what they are now.
pub(super) type StaleFiles = BTreeMap<String, Option<ObjectId>>;

impl OwnFile {
    /// Tells whether it is not to stay as it is.
    pub(super) fn is_chosen(&self) -> bool {
        self.is_replaced || self.is_deleted
    }

    /// Returns the object as a form has it.
    pub(super) fn object(&self) -> String {
        self.object
            .map_or_else(|| GONE.to_owned(), |id| id.to_string())
    }
}

/// Reads what a form says of the files of its page.
pub(super) fn read(sent: &Query) -> OwnFiles {
    let numbered = sent.pairs().iter().filter_map(|(name, file)| {
        let number = name.strip_prefix("own.")?.strip_suffix(".file")?;
        (FileRole::of(file) == FileRole::Attachment).then_some((number, file))
    });
    let own = numbered.take(MOST).map(|(number, file)| {
        let field = |name: &str| sent.get(&format!("own.{number}.{name}"));
        let object = match field("anyway") {
            "" => field("object"),
            anyway => anyway,
        };
        let own = OwnFile {
            object: object.parse().ok(),
            is_replaced: field("waits") == "yes",
            is_deleted: field("delete") == "yes",
        };
        (file.clone(), own)
    });
    own.collect()
}

/// Returns the path of the file that an upload is to replace, if that is what it is for.
pub(super) fn replaced_by<'f>(form: &'f Query, field: &str) -> Option<&'f str> {
    let number = field.strip_prefix("own.")?.strip_suffix(".new")?;
    Some(form.get(&format!("own.{number}.file")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Query {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Query::of(pairs.iter().map(own).collect())
    }

    #[test]
    fn a_form_says_what_becomes_of_files_and_of_nothing_else() {
        let (old, new) = ("1".repeat(40), "2".repeat(40));
        let own = read(&query(&[
            ("own.0.file", "a/b.png"),
            ("own.0.object", &old),
            ("own.0.waits", "yes"),
            ("own.1.file", "a/c.png"),
            ("own.1.object", &old),
            ("own.1.anyway", &new),
            ("own.1.delete", "yes"),
            ("own.2.file", "a/d.png"),
            ("own.2.object", GONE),
            ("own.3.file", "references.bib"),
            ("own.3.delete", "yes"),
            ("own.4.file", "a/page.md"),
            ("own.4.delete", "yes"),
            ("own.5.file", "../x.png"),
            ("own.5.delete", "yes"),
        ]));
        let files: Vec<&str> = own.keys().map(String::as_str).collect();
        assert_eq!(files, ["a/b.png", "a/c.png", "a/d.png"]);
        assert_eq!(own["a/b.png"].object(), old);
        assert!(own["a/b.png"].is_replaced && !own["a/b.png"].is_deleted);
        assert_eq!(own["a/c.png"].object(), new);
        assert!(own["a/c.png"].is_deleted);
        assert_eq!(own["a/d.png"].object(), GONE);
        assert!(!own["a/d.png"].is_chosen());
    }

    #[test]
    fn an_upload_is_for_the_file_of_its_row() {
        let form = query(&[("own.3.file", "a/b.png")]);
        assert_eq!(replaced_by(&form, "own.3.new"), Some("a/b.png"));
        assert_eq!(replaced_by(&form, "file-chosen"), None);
    }
}
