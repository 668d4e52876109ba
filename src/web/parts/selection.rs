//! A selection of pages, as an address holds it: `?p=cases/a&note=Why&p=cases/b`.
//!
//! Nobody but the address knows of it. Whoever opens it sees the pages that they may see; what is hidden
//! looks like what is not there.

use crate::domain::PagePath;
use crate::site::SitePage;
use crate::web::http::query::{Query, query_string};
use crate::web::parts::context::Context;
use crate::web::parts::markdown::escaped;

/// Most pages of a selection; more belong on a page of their own.
pub(crate) const MOST: usize = 50;
/// Longest note, in characters.
pub(crate) const LONGEST_NOTE: usize = 200;
/// Longest query, in bytes: what is longer is no address any more. Letters that are not Latin take six
/// bytes each.
pub(crate) const LONGEST: usize = 30 << 10;
/// The parameter that names a page, and the one that says why it is there.
pub(crate) const PAGE: &str = "p";
const NOTE: &str = "note";

/// A page of a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SelectedPage {
    pub(crate) path: String,
    pub(crate) note: String,
}

/// Reads the selection in an address, and whether there is more than can be in one.
pub(crate) fn read(context: &Context) -> (Vec<SelectedPage>, bool) {
    read_from(&context.query)
}

/// Reads the selection in a query or a form.
pub(crate) fn read_from(parameters: &Query) -> (Vec<SelectedPage>, bool) {
    let mut chosen: Vec<SelectedPage> = Vec::new();
    let mut is_more = false;
    for (name, value) in parameters.pairs() {
        let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.as_str() {
            PAGE if text.is_empty() || chosen.iter().any(|one| one.path == text) => {}
            PAGE if chosen.len() >= MOST => is_more = true,
            PAGE => chosen.push(SelectedPage {
                path: text,
                note: String::new(),
            }),
            NOTE => {
                if let Some(last) = chosen.last_mut().filter(|_| !is_more) {
                    last.note = text.chars().take(LONGEST_NOTE).collect();
                }
            }
            _ => {}
        }
    }
    let mut length = 0;
    let mut fits = |one: &SelectedPage| {
        length += query(std::slice::from_ref(one)).len() + 1;
        length <= LONGEST
    };
    let fitting = chosen.iter().take_while(|one| fits(one)).count();
    is_more |= fitting < chosen.len();
    chosen.truncate(fitting);
    (chosen, is_more)
}

/// Writes a selection as the query of an address.
pub(crate) fn query(chosen: &[SelectedPage]) -> String {
    let pairs = chosen.iter().flat_map(|one| {
        let note = (!one.note.is_empty()).then_some((NOTE, one.note.as_str()));
        std::iter::once((PAGE, one.path.as_str())).chain(note)
    });
    query_string(pairs)
}

/// Returns the pages of a selection that the reader may see, with what is said of each.
pub(crate) fn pages<'c>(
    context: &'c Context,
    chosen: &[SelectedPage],
) -> Vec<(&'c SitePage, SelectedPage)> {
    let view = context.view();
    let page = |one: &SelectedPage| {
        let path = PagePath::parse(one.path.trim_matches('/')).ok()?;
        let item = view.page(&path).or_else(|| view.links().alias(&path))?;
        Some((item.as_ref(), one.clone()))
    };
    chosen.iter().filter_map(page).collect()
}

/// Writes the pages of a selection that the reader may see as a list of links in Markdown, with the notes.
pub(crate) fn as_list(context: &Context) -> String {
    let (chosen, _) = read(context);
    let lines = pages(context, &chosen).into_iter().map(|(item, one)| {
        let (title, note) = (escaped(&item.page.title), escaped(&one.note));
        let colon = if note.is_empty() { "" } else { ": " };
        format!("- [{title}]({}){colon}{note}\n", item.page.path.address())
    });
    lines.collect()
}

/// Tells whether a path is one of those whose query may hold a selection.
pub(crate) fn may_hold(path: &str) -> bool {
    let exactly = [
        "/-/selection",
        "/-/selection/session",
        "/-/new",
        "/-/pages.csv",
    ];
    exactly.contains(&path) || path.starts_with("/-/references/")
}

/// Tells whether an address holds a selection.
pub(crate) fn is_there(context: &Context) -> bool {
    !context.query.get(PAGE).is_empty()
}
