//! `/-/blame/<page>?at=`: for each paragraph of a page, who last changed its words, when and why.

use std::collections::HashMap;

use askama::Template;

use crate::domain::PagePath;
use crate::render::BlockShape;
use crate::site::{Blame, BlamedBlock, PageVersion, Versions};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::history::title_of;
use crate::web::parts::context::Context;
use crate::web::parts::page_difference::shape_word;
use crate::web::parts::shell::Shell;
use crate::web::parts::trail::{Crumb, trail};
use crate::web::parts::versions::{VersionView, history_error, page_below};

/// The number of shades of age.
const SHADES: i64 = 6;

#[derive(Template)]
#[template(path = "pages/blame.html")]
struct BlameView {
    shell: Shell,
    trail: Vec<Crumb>,
    title: String,
    /// The address of the page; empty where it is gone.
    address: String,
    history: String,
    /// The version, where that is not the newest.
    earlier: Option<VersionView>,
    /// The same of the newest version.
    newest: String,
    parts: Vec<PartView>,
    shades: Vec<i64>,
    is_coarse: bool,
    is_cut: bool,
}

/// Paragraphs that one version changed last.
struct PartView {
    version: VersionView,
    /// Its age among those on the page: 0 the oldest.
    shade: i64,
    is_open: bool,
    pieces: Vec<PieceView>,
}

/// A paragraph, or lines that have the same past.
struct PieceView {
    class: String,
    lines: Vec<BlameLineView>,
    /// The same of the version before its words last changed, at this paragraph.
    before: String,
    /// The author of its first version, and what that changed; nothing where that is who changed it last.
    first: Option<FirstView>,
}

struct BlameLineView {
    id: String,
    text: String,
}

#[derive(Clone)]
struct FirstView {
    address: String,
    date: String,
    author: String,
}

/// Answers `/-/blame/<page>`.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let path = page_below(context, "/-/blame/")?;
    let view = context.view();
    let versions = view.versions(&path);
    let versions = versions.map_err(|error| history_error(context, error))?;
    let Some(versions) = versions else {
        let moved = view.moved_to(&path).ok_or(Error::NotFound)?;
        let address = moved.page.path.address();
        return Ok(Reply::see_other(&format!("/-/blame{address}")));
    };
    let position = match context.query.get("at") {
        "" => 0,
        at => versions.position(at).ok_or(Error::NotFound)?,
    };
    let blame = versions.blame(position).ok_or(Error::NotFound)?;
    let named = NamedVersions::of(&versions, &blame)?;
    let address = path.address();
    let title = title_of(&path, &versions);
    let html = BlameView {
        shell: Shell::new(context, &context.words.with("blame-title", "title", &title))
            .without_index(),
        trail: trail(context, &view, &path),
        title,
        history: format!("/-/history{address}"),
        newest: format!("/-/blame{address}"),
        earlier: (position > 0)
            .then(|| named.view(context, &path, blame.position))
            .flatten(),
        parts: named.parts(context, &path, &blame),
        shades: (0..SHADES).collect(),
        is_coarse: blame.is_coarse,
        is_cut: blame.is_cut,
        address: versions.page.map_or_else(String::new, |_| address),
    };
    Ok(Reply::html(html.render()?))
}

/// The versions that are named on the page.
struct NamedVersions<'v, 'e> {
    versions: &'v Versions<'e>,
    versions_by_position: HashMap<usize, PageVersion<'e>>,
    /// The times of the oldest and the newest that changed a paragraph last.
    from: i64,
    to: i64,
}

impl<'v, 'e> NamedVersions<'v, 'e> {
    fn of(versions: &'v Versions<'e>, blame: &Blame) -> Result<Self, Error> {
        let mut versions_by_position = HashMap::new();
        let blocks = blame.blocks.iter();
        let positions = blocks.flat_map(|block| [block.last, block.first]);
        for position in positions.chain([blame.position]) {
            if !versions_by_position.contains_key(&position)
                && let Some(version) = versions.one(position)?
            {
                versions_by_position.insert(position, version);
            }
        }
        let last = blame
            .blocks
            .iter()
            .filter_map(|block| versions_by_position.get(&block.last));
        let times: Vec<i64> = last.map(|version| version.time).collect();
        Ok(Self {
            versions,
            from: times.iter().copied().min().unwrap_or(0),
            to: times.iter().copied().max().unwrap_or(0),
            versions_by_position,
        })
    }

    fn view(&self, context: &Context, path: &PagePath, position: usize) -> Option<VersionView> {
        let version = self.versions_by_position.get(&position)?;
        Some(VersionView::of(
            context,
            path,
            self.versions,
            version,
            position,
        ))
    }

    /// Returns the shade of a time: the newest has the last.
    fn shade(&self, time: i64) -> i64 {
        let (age, all) = (time - self.from, self.to - self.from);
        match all {
            0 => SHADES - 1,
            all => age.saturating_mul(SHADES - 1) / all,
        }
    }

    fn first(&self, context: &Context, path: &PagePath, block: &BlamedBlock) -> Option<FirstView> {
        let version = self.versions_by_position.get(&block.first)?;
        let (date, _) = context.words.time(version.time).unwrap_or_default();
        (block.first != block.last).then(|| FirstView {
            address: format!("/-/diff{}?to={}", path.address(), version.commit),
            date,
            author: version.author.to_owned(),
        })
    }

    /// Returns the address of the same before a block's words last changed, at the block.
    fn before(&self, path: &PagePath, block: &BlamedBlock) -> String {
        let before = block.before.and_then(|(position, number)| {
            let commit = self.versions.commit_at(position)?;
            let page = path.address();
            Some(format!("/-/blame{page}?at={commit}#b-{number}"))
        });
        before.unwrap_or_default()
    }

    fn parts(&self, context: &Context, path: &PagePath, blame: &Blame) -> Vec<PartView> {
        let mut parts: Vec<(&BlamedBlock, PartView)> = Vec::new();
        let mut last: Option<&BlamedBlock> = None;
        for (number, block) in blame.blocks.iter().enumerate() {
            let line = BlameLineView {
                id: format!("b-{number}"),
                text: block.text.clone(),
            };
            let is_other = |(first, _): &(&BlamedBlock, _)| {
                (first.last, first.is_open) != (block.last, block.is_open)
            };
            if parts.last().is_none_or(is_other) {
                let Some(version) = self.view(context, path, block.last) else {
                    continue;
                };
                let time = self
                    .versions_by_position
                    .get(&block.last)
                    .map_or(0, |version| version.time);
                let part = PartView {
                    version,
                    shade: self.shade(time),
                    is_open: block.is_open,
                    pieces: Vec::new(),
                };
                parts.push((block, part));
                last = None;
            }
            let Some((_, part)) = parts.last_mut() else {
                continue;
            };
            match part.pieces.last_mut() {
                Some(piece) if last.is_some_and(|last| goes_on(last, block)) => {
                    piece.lines.push(line);
                }
                _ => part.pieces.push(PieceView {
                    class: format!("block-{}", shape_word(block.shape)),
                    lines: vec![line],
                    before: self.before(path, block),
                    first: self.first(context, path, block),
                }),
            }
            last = Some(block);
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }
}

/// Tells whether a line goes on with what the line before it is: code or a table with the same past.
fn goes_on(last: &BlamedBlock, block: &BlamedBlock) -> bool {
    let is_line = matches!(block.shape, BlockShape::Code | BlockShape::Row);
    let version = |block: &BlamedBlock| block.before.map(|(version, _)| version);
    is_line
        && last.shape == block.shape
        && last.first == block.first
        && version(last) == version(block)
}
