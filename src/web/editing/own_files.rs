//! The files that a page has, as its form lists them: where they are used, and what is chosen for them.

use std::collections::BTreeMap;

use crate::domain::path::encode_address;
use crate::site::PageFile;
use crate::web::editing::draft::Draft;
use crate::web::editing::file_type::endings;
use crate::web::editing::own_file::{GONE, StaleFiles};
use crate::web::editing::request::EditRequest;
use crate::web::editing::target::PageTarget;
use crate::web::editing::waiting::{WaitingFileView, size, waiting_name};
use crate::web::http::error::Error;

/// Most files that a form lists.
const MOST: usize = 100;
/// The most pages that use a file and are named.
const MOST_NAMED: usize = 5;
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
    /// The number of others that do, in words.
    pub(super) more: String,
    /// The fate of the pages that use it if it is deleted, in words.
    pub(super) breaks: String,
    pub(super) is_deleted: bool,
    /// The file that waits to take its place: its name and size.
    pub(super) waiting: Option<WaitingFileView>,
    /// The object that it is now, where somebody else has changed it.
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
    target: &PageTarget,
    draft: &Draft,
    waiting: Vec<WaitingFileView>,
    stale: &StaleFiles,
) -> Result<(Vec<OwnFileView>, bool), Error> {
    let context = request.context();
    let view = context.view();
    let listed = match view.page(&target.path).filter(|_| !target.is_new) {
        Some(item) => Some(view.files().of_page(item, MOST)?),
        None => None,
    };
    let has_more = listed.as_ref().is_some_and(|listed| listed.has_more);
    let mut listed: Vec<PageFile<'_>> = listed.map_or_else(Vec::new, |listed| listed.files);
    let mut waiting: BTreeMap<String, WaitingFileView> = waiting
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
