//! `/-/diff/<page>?from=&to=`: what differs between two versions of a page.
//!
//! Without `to` it is the newest version; without `from` the one before `to`, so that the address
//! with `to` alone says what one commit changed of the page.

use askama::Template;

use crate::domain::PagePath;
use crate::domain::path::encode_address;
use crate::site::{Picture, Versions};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::pages::history::title_of;
use crate::web::parts::context::Context;
use crate::web::parts::differences::LineView;
use crate::web::parts::page_difference::{BlockView, FieldDifference, PageDifference, Side};
use crate::web::parts::shell::Shell;
use crate::web::parts::trail::{Crumb, trail};
use crate::web::parts::versions::{VersionView, page_below, trouble};

/// What shows the whole file instead of fields and text.
const SOURCE: &str = "source";

#[derive(Template)]
#[template(path = "pages/diff.html")]
struct DiffView {
    shell: Shell,
    trail: Vec<Crumb>,
    title: String,
    /// Where the page is; empty where it is gone.
    address: String,
    history: String,
    /// The older version; nothing where the newer one is the first.
    old: Option<VersionView>,
    new: VersionView,
    fields: Vec<FieldDifference>,
    reading: Vec<BlockView>,
    text: Vec<LineView>,
    is_same: bool,
    is_cut: bool,
    is_coarse: bool,
    /// Pictures that differ: the old one and the new one.
    pictures: Vec<[Option<PictureView>; 2]>,
    is_source: bool,
    /// The other way to show it.
    otherwise: String,
    /// Who wrote which paragraph of the newer one.
    blame: String,
    /// The changes before and after, where one commit's is shown.
    before: Option<String>,
    after: Option<String>,
}

/// The places of two versions among all, newest first; of a first version, nothing is before it.
#[derive(Clone, Copy)]
pub(crate) struct Places {
    pub(crate) old: Option<usize>,
    pub(crate) new: usize,
}

impl Places {
    /// Finds the versions that an address names. The older one is always the old one.
    pub(crate) fn of(context: &Context, versions: &Versions<'_>) -> Result<Self, Error> {
        let place = |key: &str| match key {
            "" => Ok(None),
            text => versions.place(text).map(Some).ok_or(Error::NotFound),
        };
        let from = place(context.query.get("from"))?;
        let to = place(context.query.get("to"))?.unwrap_or(0);
        if versions.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(match from {
            None => Self {
                old: (to + 1 < versions.len()).then_some(to + 1),
                new: to,
            },
            Some(from) => Self {
                old: Some(from.max(to)),
                new: from.min(to),
            },
        })
    }

    fn is_one_commit(self, versions: &Versions<'_>) -> bool {
        let next = (self.new + 1 < versions.len()).then_some(self.new + 1);
        self.old == next
    }
}

/// Reads a version; nothing where there was none, or it took the page away.
pub(crate) fn side(versions: &Versions<'_>, place: Option<usize>) -> Result<Option<Side>, Error> {
    let read = place.map(|place| versions.read(place)).transpose()?;
    Ok(read.flatten().map(|(page, source)| Side {
        page,
        source: String::from_utf8_lossy(&source).into_owned(),
    }))
}

/// Answers `/-/diff/<page>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let path = page_below(context, "/-/diff/")?;
    let view = context.view();
    let versions = view.versions(&path);
    let versions = versions.map_err(|error| trouble(context, error))?;
    let versions = versions.ok_or(Error::NotFound)?;
    let places = Places::of(context, &versions)?;
    let shown = |place: usize| -> Result<Option<VersionView>, Error> {
        let version = versions.one(place)?;
        Ok(version.map(|version| VersionView::of(context, &path, &versions, &version, place)))
    };
    let new = shown(places.new)?.ok_or(Error::NotFound)?;
    let old = places.old.map(shown).transpose()?.flatten();
    let is_source = context.query.get("view") == SOURCE;
    let sides = (
        side(&versions, places.old)?,
        side(&versions, Some(places.new))?,
    );
    let difference = PageDifference::of(context, sides.0.as_ref(), sides.1.as_ref(), is_source);
    let (before, after) = neighbours(&path, &versions, places);
    let title = title_of(&path, &versions);
    let html = DiffView {
        shell: Shell::new(context, &context.words.with("diff-title", "title", &title))
            .without_index(),
        trail: trail(context, &view, &path),
        address: versions.page.map_or_else(String::new, |_| path.address()),
        history: format!("/-/history{}", path.address()),
        blame: format!("/-/blame{}?at={}", path.address(), new.commit),
        otherwise: otherwise(context, &path, is_source),
        is_same: difference.is_empty(),
        is_cut: difference.is_cut,
        is_coarse: difference.is_coarse,
        pictures: pictures(&versions, places, &sides)?,
        fields: difference.fields,
        reading: difference.reading,
        text: difference.text,
        title,
        old,
        new,
        is_source,
        before,
        after,
    };
    Ok(Reply::html(html.render()?))
}

/// A picture that one version shows.
struct PictureView {
    name: String,
    address: String,
}

/// Returns the pictures that are not the same in both versions, those at one place side by side.
fn pictures(
    versions: &Versions<'_>,
    places: Places,
    (old, new): &(Option<Side>, Option<Side>),
) -> Result<Vec<[Option<PictureView>; 2]>, Error> {
    let shown = |place: Option<usize>, side: &Option<Side>| match (place, side) {
        (Some(place), Some(side)) => versions.pictures(place, &side.page),
        _ => Ok(Vec::new()),
    };
    let (old, new) = (shown(places.old, old)?, shown(Some(places.new), new)?);
    let only = |some: &[Picture], others: &[Picture]| -> Vec<PictureView> {
        let is_other = |one: &&Picture| {
            let mut others = others.iter();
            !others.any(|other| (&other.file, other.blob) == (&one.file, one.blob))
        };
        let some = some.iter().filter(is_other);
        some.map(|one| PictureView {
            name: one.file.clone(),
            address: format!("{}?at={}", encode_address(&one.file), one.commit),
        })
        .collect()
    };
    let (removed, added) = (only(&old, &new), only(&new, &old));
    let count = removed.len().max(added.len());
    let (mut removed, mut added) = (removed.into_iter(), added.into_iter());
    Ok((0..count).map(|_| [removed.next(), added.next()]).collect())
}

/// Returns the address of the same in the other way to show it.
fn otherwise(context: &Context, path: &PagePath, is_source: bool) -> String {
    let mut pairs = Vec::new();
    for key in ["from", "to"] {
        let value = context.query.get(key);
        if !value.is_empty() {
            pairs.push((key, value));
        }
    }
    if !is_source {
        pairs.push(("view", SOURCE));
    }
    format!("/-/diff{}?{}", path.address(), query_string(pairs))
}

/// Returns the addresses of the changes before and after one commit's.
fn neighbours(
    path: &PagePath,
    versions: &Versions<'_>,
    places: Places,
) -> (Option<String>, Option<String>) {
    if !places.is_one_commit(versions) {
        return (None, None);
    }
    let address = |place: usize| {
        let commit = versions.commit_at(place)?;
        Some(format!("/-/diff{}?to={commit}", path.address()))
    };
    let after = places.new.checked_sub(1);
    (address(places.new + 1), after.and_then(address))
}
