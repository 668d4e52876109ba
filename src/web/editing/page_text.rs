//! The text of a page's file: what it is at a commit, what it says of itself, and what a save puts into it
//! beside what was typed.

use crate::domain::form::{self, Entries, Entry};
use crate::domain::yaml_edit::{self, EditError};
use crate::domain::{Field, FileRole, Kind, ObjectId, Vocabulary};
use crate::render::PastedWorks;
use crate::site::{MergeOutcome, View, merge};
use crate::store::StoreError;
use crate::web::http::error::Error;

/// Returns the text of a file at a commit; nothing where it is not there, hidden, or no text.
pub(super) fn text(
    view: &View<'_>,
    commit: ObjectId,
    file: &str,
) -> Result<Option<String>, StoreError> {
    let bytes = view.text_at(commit, file)?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Takes the links out of a text that were taken out of the one it was made of. Where its writer
/// changed the same, theirs stays: the check says whether something is wrong with it.
pub(super) fn with_links_out(theirs: &str, without: Option<&str>, mine: String) -> String {
    let merged = without.map(|without| merge(theirs, without, &mine));
    match merged {
        Some(MergeOutcome::Clean { text, .. }) => text,
        Some(MergeOutcome::Conflict(_)) | None => mine,
    }
}

/// Adds works that were pasted to the sources of a text.
pub(super) fn with_sources(
    text: &str,
    works: &PastedWorks,
    vocabulary: &Vocabulary,
) -> Result<String, EditError> {
    if works.keys.is_empty() {
        return Ok(text.to_owned());
    }
    let before = Entries::read(text, vocabulary)?;
    let key = Field::Sources.key();
    let Entry::List(sources) = before.get(key) else {
        return Ok(text.to_owned());
    };
    let mut after = Entries::default();
    let new = works.keys.iter().filter(|key| !sources.contains(key));
    let all = sources.iter().chain(new).cloned().collect();
    after.0.insert(key.to_owned(), Entry::List(all));
    yaml_edit::edit(text, &form::edits(&before, &after))
}

/// Returns the title that a text gives itself.
pub(super) fn title(text: &str) -> Option<String> {
    let title = yaml_edit::text_of(text, Field::Title.key())?;
    let title = title.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Returns the kind that a text gives itself.
pub(super) fn kind(text: &str) -> Kind {
    let entries = Entries::read(text, &Vocabulary::default()).ok();
    let name = entries.map(|entries| entries.text(Field::Kind.key()).to_owned());
    name.and_then(|name| Kind::from_name(&name))
        .unwrap_or_default()
}

/// Tells whether a file may be one of a page.
pub(super) fn page_file(file: &str) -> Result<(), Error> {
    match FileRole::of(file) {
        FileRole::Page(_) | FileRole::Readme(_) => Ok(()),
        _ => Err(Error::BadRequest("this is no file of a page".to_owned())),
    }
}
