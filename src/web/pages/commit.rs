//! `/-/commits/<id>`: what one commit changed, by kind.
//!
//! CommitSummary is what the list of changes tells: a page that may be seen now, and could be at the commit.

use std::collections::BTreeMap;

use askama::Template;

use crate::domain::path::encode_address;
use crate::domain::{Kind, ObjectId};
use crate::site::{ChangeKind, ChangedItem, CommitChange, CommitSummary};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::messages::Words;
use crate::web::parts::shell::Shell;
use crate::web::parts::versions::may_restore;

/// The number of pages and files on a page.
const PER_PAGE: usize = 500;
/// The last page that can be asked for.
const MAX_PAGE: usize = 10_000;

#[derive(Template)]
#[template(path = "pages/commit.html")]
struct CommitPageView {
    shell: Shell,
    author: String,
    date: String,
    iso: String,
    id: String,
    /// The number of pages and files that it changed.
    total: usize,
    groups: Vec<CommitGroup>,
    /// The address that takes it back, for whoever may.
    undo: Option<String>,
    /// The parts before and behind this one: number and address.
    steps: Vec<(usize, String)>,
}

/// The changes of a commit of one sort.
pub(crate) struct CommitGroup {
    pub(crate) label: String,
    pub(crate) changes: Vec<ChangeView>,
    /// The number of others of the sort that it changed.
    pub(crate) more: usize,
}

/// A page or a file that a commit changed.
pub(crate) struct ChangeView {
    pub(crate) name: String,
    pub(crate) address: Option<String>,
    pub(crate) mark: String,
}

/// Answers `/-/commits/<id>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let id = context.below("/-/commits/")?;
    let id: ObjectId = id.parse().map_err(|_| Error::NotFound)?;
    let page = context.query.number("page", 1, MAX_PAGE)?;
    let view = context.view();
    let mut summary = view.commit(id)?.ok_or(Error::NotFound)?;
    let words = context.words;
    let total = summary.changed.len();
    let last = total.div_ceil(PER_PAGE).max(1);
    if page > last {
        return Err(Error::NotFound);
    }
    summary
        .changed
        .sort_by_key(|changed| CommitSort::of(&changed.what));
    let part = summary.changed.chunks(PER_PAGE).nth(page - 1);
    let (date, iso) = words.time(summary.time).unwrap_or_default();
    let title = title(words, &summary);
    let steps = [page.checked_sub(1), Some(page + 1)];
    let steps = steps.into_iter().flatten();
    let steps = steps.filter(|number| (1..=last).contains(number));
    let html = CommitPageView {
        shell: Shell::new(context, &title).without_index(),
        author: summary.author,
        date,
        iso,
        id: id.to_string(),
        total,
        groups: by_sort(words, part.unwrap_or_default(), PER_PAGE),
        undo: may_restore(context).then(|| format!("/-/undo/{id}")),
        steps: steps
            .map(|number| (number, format!("{}?page={number}", address(id))))
            .collect(),
    };
    Ok(Reply::html(html.render()?))
}

/// Returns the address of the page about a commit.
pub(crate) fn address(id: ObjectId) -> String {
    format!("/-/commits/{id}")
}

/// Returns what a commit is called.
pub(crate) fn title(words: Words, summary: &CommitSummary<'_>) -> String {
    let subject = summary
        .subject
        .clone()
        .filter(|subject| !subject.is_empty());
    subject.unwrap_or_else(|| words.say("changes-untold").into_owned())
}

/// The sorts of what a commit changed, in order: pages by kind, then pages that are gone, then files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CommitSort {
    Page(usize),
    Former,
    File,
}

impl CommitSort {
    fn of(what: &ChangedItem<'_>) -> Self {
        match what {
            ChangedItem::Page(item) => {
                let mut kinds = Kind::ALL.into_iter();
                let index = kinds.position(|kind| kind == item.page.front.kind);
                Self::Page(index.unwrap_or(Kind::ALL.len()))
            }
            ChangedItem::FormerPage(_) => Self::Former,
            ChangedItem::File(_) | ChangedItem::FormerFile(_) => Self::File,
        }
    }

    fn label(self, words: Words) -> String {
        match self {
            Self::Page(index) => words.kinds(Kind::ALL.get(index).copied().unwrap_or_default()),
            Self::Former => words.say("changes-gone").into_owned(),
            Self::File => words.say("changes-files").into_owned(),
        }
    }
}

/// Divides what a commit changed by its sort, with so many of each.
pub(crate) fn by_sort(words: Words, changed: &[CommitChange<'_>], most: usize) -> Vec<CommitGroup> {
    let mut sorts: BTreeMap<CommitSort, Vec<&CommitChange<'_>>> = BTreeMap::new();
    for changed in changed {
        let sort = sorts.entry(CommitSort::of(&changed.what)).or_default();
        sort.push(changed);
    }
    let groups = sorts.into_iter().map(|(sort, changed)| CommitGroup {
        label: sort.label(words),
        more: changed.len().saturating_sub(most),
        changes: changed
            .into_iter()
            .take(most)
            .map(|changed| ChangeView::of(words, changed))
            .collect(),
    });
    groups.collect()
}

impl ChangeView {
    pub(crate) fn of(words: Words, changed: &CommitChange<'_>) -> Self {
        let (name, address) = match &changed.what {
            ChangedItem::Page(item) => (item.page.title.clone(), Some(item.page.path.address())),
            ChangedItem::File(file) => ((*file).to_owned(), Some(encode_address(file))),
            ChangedItem::FormerPage(path) => (format!("/{path}"), None),
            ChangedItem::FormerFile(file) => (file.clone(), None),
        };
        let is_gone = matches!(
            changed.what,
            ChangedItem::FormerPage(_) | ChangedItem::FormerFile(_)
        );
        let mark = match changed.kind {
            ChangeKind::Added | ChangeKind::Changed if is_gone => {
                words.say("change-gone").into_owned()
            }
            ChangeKind::Added => words.say("change-added").into_owned(),
            ChangeKind::Removed => words.say("change-removed").into_owned(),
            ChangeKind::Changed => String::new(),
        };
        Self {
            name,
            address,
            mark,
        }
    }
}
