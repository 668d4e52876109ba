//! `/-/diff/<page>?from=&to=`: what differs between two versions of a page.
//!
//! Without `to` it is the newest version; without `from` the one before `to`, so that the address
//! with `to` alone says what one commit changed of the page. `view` says how: details and text as they
//! read, the source with its lines one below the other, or side by side.

use askama::Template;

use crate::domain::PagePath;
use crate::domain::path::encode_address;
use crate::site::{Picture, Versions};
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::pages::history::title_of;
use crate::web::parts::context::Context;
use crate::web::parts::differences::{LineView, PairView, pairs};
use crate::web::parts::page_difference::{
    BlockView, FieldDifference, PageDifference, VersionContent,
};
use crate::web::parts::shell::Shell;
use crate::web::parts::trail::{Crumb, trail};
use crate::web::parts::versions::{VersionView, history_error, page_below};

/// The ways to show two versions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DiffLayout {
    /// The fields in words, and the text as it reads.
    Reading,
    /// The whole file, its lines one below the other.
    Source,
    /// The whole file, old and new side by side.
    Columns,
}

impl DiffLayout {
    const ALL: [Self; 3] = [Self::Reading, Self::Source, Self::Columns];

    /// Returns what an address asks for; the text as it reads where that is nothing known.
    fn of(view: &str) -> Self {
        let known = Self::ALL.into_iter().find(|one| one.name() == view);
        known.unwrap_or(Self::Reading)
    }

    /// Returns what an address says for it.
    fn name(self) -> &'static str {
        match self {
            Self::Reading => "",
            Self::Source => "source",
            Self::Columns => "columns",
        }
    }

    /// Returns the message that names it.
    fn label(self) -> &'static str {
        match self {
            Self::Reading => "diff-show-text",
            Self::Source => "diff-show-source",
            Self::Columns => "diff-show-columns",
        }
    }
}

/// A way to show what differs, in the choice among them.
struct DiffLayoutView {
    label: &'static str,
    address: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "pages/diff.html")]
struct DiffView {
    shell: Shell,
    trail: Vec<Crumb>,
    title: String,
    /// The address of the page; empty where it is gone.
    address: String,
    history: String,
    /// The older version; nothing where the newer one is the first.
    old: Option<VersionView>,
    new: VersionView,
    fields: Vec<FieldDifference>,
    reading: Vec<BlockView>,
    text: Vec<LineView>,
    pairs: Vec<PairView>,
    is_same: bool,
    is_cut: bool,
    is_coarse: bool,
    /// Pictures that differ: the old one and the new one.
    pictures: Vec<[Option<PictureView>; 2]>,
    is_source: bool,
    /// The ways to show it.
    showings: Vec<DiffLayoutView>,
    /// The address that says who wrote which paragraph of the newer one.
    blame: String,
    /// The changes before and after, where one commit's is shown.
    before: Option<String>,
    after: Option<String>,
}

/// The positions of two versions among all, newest first; of a first version, nothing is before it.
#[derive(Clone, Copy)]
pub(crate) struct VersionPair {
    pub(crate) old: Option<usize>,
    pub(crate) new: usize,
}

impl VersionPair {
    /// Finds the versions that an address names. The older one is always the old one.
    pub(crate) fn of(context: &Context, versions: &Versions<'_>) -> Result<Self, Error> {
        let position = |key: &str| match key {
            "" => Ok(None),
            text => versions.position(text).map(Some).ok_or(Error::NotFound),
        };
        let from = position(context.query.get("from"))?;
        let to = position(context.query.get("to"))?.unwrap_or(0);
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
pub(crate) fn side(
    versions: &Versions<'_>,
    position: Option<usize>,
) -> Result<Option<VersionContent>, Error> {
    let read = position
        .map(|position| versions.read(position))
        .transpose()?;
    Ok(read.flatten().map(|(page, source)| VersionContent {
        page,
        source: String::from_utf8_lossy(&source).into_owned(),
    }))
}

/// Answers `/-/diff/<page>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let path = page_below(context, "/-/diff/")?;
    let view = context.view();
    let versions = view.versions(&path);
    let versions = versions.map_err(|error| history_error(context, error))?;
    let versions = versions.ok_or(Error::NotFound)?;
    let pair = VersionPair::of(context, &versions)?;
    let shown = |position: usize| -> Result<Option<VersionView>, Error> {
        let version = versions.one(position)?;
        Ok(version.map(|version| VersionView::of(context, &path, &versions, &version, position)))
    };
    let new = shown(pair.new)?.ok_or(Error::NotFound)?;
    let old = pair.old.map(shown).transpose()?.flatten();
    let showing = DiffLayout::of(context.query.get("view"));
    let is_source = showing != DiffLayout::Reading;
    let sides = (side(&versions, pair.old)?, side(&versions, Some(pair.new))?);
    let difference = PageDifference::of(context, sides.0.as_ref(), sides.1.as_ref(), is_source);
    let is_same = difference.is_empty();
    let (text, pairs) = match showing {
        DiffLayout::Columns => (Vec::new(), pairs(difference.text)),
        DiffLayout::Reading | DiffLayout::Source => (difference.text, Vec::new()),
    };
    let (before, after) = neighbours(&path, &versions, pair);
    let title = title_of(&path, &versions);
    let html = DiffView {
        shell: Shell::new(context, &context.words.with("diff-title", "title", &title))
            .without_index(),
        trail: trail(context, &view, &path),
        address: versions.page.map_or_else(String::new, |_| path.address()),
        history: format!("/-/history{}", path.address()),
        blame: format!("/-/blame{}?at={}", path.address(), new.commit),
        showings: showings(context, &path, showing),
        is_same,
        is_cut: difference.is_cut,
        is_coarse: difference.is_coarse,
        pictures: pictures(&path, &versions, pair, &sides)?,
        fields: difference.fields,
        reading: difference.reading,
        text,
        pairs,
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

/// Returns the pictures that are not the same in both versions, those at one position side by side.
fn pictures(
    path: &PagePath,
    versions: &Versions<'_>,
    pair: VersionPair,
    (old, new): &(Option<VersionContent>, Option<VersionContent>),
) -> Result<Vec<[Option<PictureView>; 2]>, Error> {
    let shown = |position: Option<usize>, side: &Option<VersionContent>| match (position, side) {
        (Some(position), Some(side)) => versions.pictures(position, &side.page),
        _ => Ok(Vec::new()),
    };
    let version = |one: &Picture| {
        let commit = one.commit.to_string();
        query_string([("at", commit.as_str()), ("of", path.as_str())])
    };
    let (old, new) = (shown(pair.old, old)?, shown(Some(pair.new), new)?);
    let only = |some: &[Picture], others: &[Picture]| -> Vec<PictureView> {
        let is_other = |one: &&Picture| {
            let mut others = others.iter();
            !others.any(|other| (&other.file, other.blob) == (&one.file, one.blob))
        };
        let some = some.iter().filter(is_other);
        some.map(|one| PictureView {
            name: one.file.clone(),
            address: format!("{}?{}", encode_address(&one.file), version(one)),
        })
        .collect()
    };
    let (removed, added) = (only(&old, &new), only(&new, &old));
    let count = removed.len().max(added.len());
    let (mut removed, mut added) = (removed.into_iter(), added.into_iter());
    Ok((0..count).map(|_| [removed.next(), added.next()]).collect())
}

/// Returns the ways to show the same two versions.
fn showings(context: &Context, path: &PagePath, showing: DiffLayout) -> Vec<DiffLayoutView> {
    let named = ["from", "to"].map(|key| (key, context.query.get(key)));
    let view = |one: DiffLayout| {
        let pairs = named.into_iter().chain([("view", one.name())]);
        let query = query_string(pairs.filter(|(_, value)| !value.is_empty()));
        let mark = if query.is_empty() { "" } else { "?" };
        DiffLayoutView {
            label: one.label(),
            address: format!("/-/diff{}{mark}{query}", path.address()),
            is_current: one == showing,
        }
    };
    DiffLayout::ALL.map(view).into()
}

/// Returns the addresses of the changes before and after one commit's.
fn neighbours(
    path: &PagePath,
    versions: &Versions<'_>,
    pair: VersionPair,
) -> (Option<String>, Option<String>) {
    if !pair.is_one_commit(versions) {
        return (None, None);
    }
    let address = |position: usize| {
        let commit = versions.commit_at(position)?;
        Some(format!("/-/diff{}?to={commit}", path.address()))
    };
    let after = pair.new.checked_sub(1);
    (address(pair.new + 1), after.and_then(address))
}
