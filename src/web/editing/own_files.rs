//! The files that a page has: listed with where they are used, replaced and deleted in the commit of
//! its text.
//!
//! The form says with which object of each file its writer began. A file that somebody else has changed
//! since is not touched; whoever wrote is told, and asked whether they want it all the same.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::path::encode_address;
use crate::domain::{FileRole, ObjectId, hex};
use crate::site::moving::Item;
use crate::site::{PageFile, View};
use crate::store::FileChange;
use crate::web::editing::draft::Draft;
use crate::web::editing::editor::FileView;
use crate::web::editing::files::{endings, size};
use crate::web::editing::moving::said;
use crate::web::editing::request::EditRequest;
use crate::web::editing::save::{Target, Unsaved};
use crate::web::http::error::Error;
use crate::web::http::query::Query;

/// Most files that a form lists.
const MOST: usize = 100;
/// How many pages that use a file are named.
const MOST_NAMED: usize = 5;
/// What a form says in place of an object where the file is gone.
const GONE: &str = "gone";

/// What is to become of a file that a page has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OwnFile {
    /// The object with which its writer began; nothing where the file was gone.
    object: Option<ObjectId>,
    /// Whether another waits to take its place.
    pub(super) is_replaced: bool,
    pub(super) is_deleted: bool,
}

/// What is to become of the files of a page, by their paths.
pub(super) type OwnFiles = BTreeMap<String, OwnFile>;

/// The files that others changed, with what they are now.
pub(super) type Stale = BTreeMap<String, Option<ObjectId>>;

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
    let own = numbered.take(MOST * 2).map(|(number, file)| {
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

/// Returns the name under which waits what is to take the place of a file: one that no new file has.
pub(super) fn waiting_name(file: &str) -> String {
    let hash = Sha256::digest(file.as_bytes());
    format!("={}", hex::hex(&hash))
}

/// Tells whether a file that waits is to take the place of another.
pub(super) fn is_waiting_name(name: &str) -> bool {
    name.starts_with('=')
}

/// Returns the path of the file that an upload is to replace, if that is what it is for.
pub(super) fn replaced_by<'f>(form: &'f Query, field: &str) -> Option<&'f str> {
    let number = field.strip_prefix("own.")?.strip_suffix(".new")?;
    Some(form.get(&format!("own.{number}.file")))
}

/// A file of the page, as its form shows it.
pub(super) struct OwnFileView {
    pub(super) number: usize,
    pub(super) file: String,
    pub(super) address: String,
    /// The object with which its writer began.
    pub(super) object: String,
    /// Its size; empty where it is gone.
    pub(super) size: String,
    /// The endings of what may take its place, as a browser asks for them.
    pub(super) accept: String,
    pub(super) is_linked: bool,
    /// The addresses and titles of other pages that use it.
    pub(super) linking: Vec<(String, String)>,
    /// How many others do, in words.
    pub(super) more: String,
    /// What becomes of the pages that use it if it is deleted, in words.
    pub(super) breaks: String,
    pub(super) is_deleted: bool,
    /// What waits to take its place: its name and size.
    pub(super) waiting: Option<FileView>,
    /// What it is now that somebody else has changed it.
    pub(super) stale: Option<String>,
    pub(super) is_gone: bool,
}

impl OwnFileView {
    /// Tells whether it is not to stay as it is.
    pub(super) fn is_chosen(&self) -> bool {
        self.is_deleted || self.waiting.is_some() || self.stale.is_some()
    }
}

/// Lists the files of a page, with what is chosen for them; `waiting` are files that wait with the text.
/// Says whether there are more.
pub(super) fn views(
    request: &EditRequest,
    target: &Target,
    draft: &Draft,
    waiting: Vec<FileView>,
    stale: &Stale,
) -> Result<(Vec<OwnFileView>, bool), Error> {
    let context = request.context();
    let view = context.view();
    let listed = match view.page(&target.path).filter(|_| !target.is_new) {
        Some(item) => Some(view.files().of_page(item, MOST)?),
        None => None,
    };
    let has_more = listed.as_ref().is_some_and(|listed| listed.has_more);
    let mut listed: Vec<PageFile<'_>> = listed.map_or_else(Vec::new, |listed| listed.files);
    let mut waiting: BTreeMap<String, FileView> = waiting
        .into_iter()
        .map(|file| (file.name.clone(), file))
        .collect();
    let gone: Vec<&String> = draft
        .files
        .iter()
        .filter(|(_, own)| own.is_chosen())
        .map(|(file, _)| file)
        .filter(|file| !listed.iter().any(|one| one.file == file.as_str()))
        .collect();
    let mut views = Vec::new();
    let mut add = |file: &str, now: Option<&PageFile<'_>>| {
        let number = views.len();
        let own = draft.files.get(file);
        let mut shown = of(request, number, file, now);
        if let Some(own) = own {
            shown.object = own.object();
            shown.is_deleted = own.is_deleted;
            let waits = waiting.remove(&waiting_name(file));
            shown.waiting = waits.filter(|_| own.is_replaced);
        }
        shown.stale = stale.get(file).map(|object| match object {
            Some(object) => object.to_string(),
            None => GONE.to_owned(),
        });
        shown.is_gone = shown.stale.as_deref() == Some(GONE);
        views.push(shown);
    };
    for file in listed.drain(..) {
        add(file.file, Some(&file));
    }
    for file in gone {
        add(file, None);
    }
    Ok((views, has_more))
}

fn of(request: &EditRequest, number: usize, file: &str, now: Option<&PageFile<'_>>) -> OwnFileView {
    let words = request.context().words;
    let linking = now.map_or(&[][..], |now| &now.linking);
    let others = linking.len().saturating_sub(MOST_NAMED);
    let has_more = now.is_some_and(|now| now.has_more);
    let accept: Vec<String> = endings(file)
        .iter()
        .map(|ending| format!(".{ending}"))
        .collect();
    OwnFileView {
        number,
        file: file.to_owned(),
        address: encode_address(file),
        object: now.map_or_else(|| GONE.to_owned(), |now| now.object.to_string()),
        size: now.map_or_else(String::new, |now| size(now.size)),
        accept: accept.join(","),
        is_linked: now.is_some_and(|now| now.is_linked),
        linking: linking
            .iter()
            .take(MOST_NAMED)
            .map(|item| (item.page.path.address(), item.page.title.clone()))
            .collect(),
        more: match (has_more, others) {
            (true, _) => words.say("edit-own-many").into_owned(),
            (false, 0) => String::new(),
            (false, others) => words.count("edit-own-more", others),
        },
        breaks: match (has_more, linking.len()) {
            (true, _) => words.say("edit-own-breaks-many").into_owned(),
            (false, 0) => String::new(),
            (false, pages) => words.count("edit-own-breaks", pages),
        },
        is_deleted: false,
        waiting: None,
        stale: None,
        is_gone: false,
    }
}

/// What becomes of the files of a page in a commit.
#[derive(Default)]
pub(super) struct OwnChanges {
    pub(super) changes: Vec<FileChange>,
    /// The page's text without links to what is deleted, where it has such.
    pub(super) text: Option<String>,
}

/// Makes the changes that were chosen; `replacing` are the bytes that take the places of files.
///
/// # Errors
///
/// If somebody else has changed one of the files since, or it cannot be done.
pub(super) fn changes(
    request: &EditRequest,
    view: &View<'_>,
    target: &Target,
    draft: &Draft,
    replacing: &[(String, Vec<u8>)],
) -> Result<OwnChanges, Unsaved> {
    let mut stale = Stale::new();
    let mut changes = Vec::new();
    let mut deleted = Vec::new();
    let chosen = draft.files.iter().filter(|(_, own)| own.is_chosen());
    for (file, own) in chosen.filter(|(file, _)| view.files().is_for_pages(file)) {
        let now = view.attachment(file);
        if own.is_deleted {
            match now {
                None => {}
                Some(_) if now == own.object => deleted.push(file.clone()),
                Some(_) => drop(stale.insert(file.clone(), now)),
            }
            continue;
        }
        let Some((_, bytes)) = replacing.iter().find(|(known, _)| known == file) else {
            let words = request.context().words;
            let said = words.with("edit-own-lost", "name", file);
            return Err(Unsaved::Refused(said, StatusCode::CONFLICT));
        };
        if let Some(object) = now
            && view.read(object)? == *bytes
        {
            continue;
        }
        match now == own.object {
            true => changes.push(FileChange::Write {
                file: file.clone(),
                bytes: bytes.clone(),
            }),
            false => drop(stale.insert(file.clone(), now)),
        }
    }
    if !stale.is_empty() {
        return Err(Unsaved::Files(stale));
    }
    let mut made = without(request, view, target, deleted)?;
    made.changes.append(&mut changes);
    Ok(made)
}

/// Returns the text of a page as it will be without the links to what is chosen to be deleted; nothing
/// where it stays.
pub(super) fn text_without(
    request: &EditRequest,
    view: &View<'_>,
    target: &Target,
    draft: &Draft,
) -> Option<String> {
    let deleted = draft.files.iter().filter(|(_, own)| own.is_deleted);
    let there = deleted.filter(|(file, _)| view.attachment(file).is_some());
    let deleted = there.map(|(file, _)| file.clone()).collect();
    without(request, view, target, deleted).ok()?.text
}

/// Deletes files; links to them become plain text.
fn without(
    request: &EditRequest,
    view: &View<'_>,
    target: &Target,
    deleted: Vec<String>,
) -> Result<OwnChanges, Unsaved> {
    let mut made = OwnChanges::default();
    if deleted.is_empty() {
        return Ok(made);
    }
    let items: Vec<Item> = deleted.into_iter().map(Item::File).collect();
    let plan = view.plan_deletion(&items).map_err(|error| {
        let words = request.context().words;
        match said(words, error) {
            Ok(said) => Unsaved::Refused(said, StatusCode::CONFLICT),
            Err(_) => Unsaved::Unreadable,
        }
    })?;
    for change in plan.changes {
        match change {
            FileChange::Write { file, bytes } if file == target.file => {
                made.text = String::from_utf8(bytes).ok();
            }
            change => made.changes.push(change),
        }
    }
    Ok(made)
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
    fn what_waits_for_a_place_has_a_name_of_its_own() {
        assert_ne!(waiting_name("a/b.png"), waiting_name("a-b.png"));
        assert!(is_waiting_name(&waiting_name("a")) && !is_waiting_name("a.png"));
        let form = query(&[("own.3.file", "a/b.png")]);
        assert_eq!(replaced_by(&form, "own.3.new"), Some("a/b.png"));
        assert_eq!(replaced_by(&form, "file-chosen"), None);
    }
}
