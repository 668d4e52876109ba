//! A page: its text, its card of metadata, and what the edition knows around it.

mod earlier;
mod view;

use std::sync::Arc;

use crate::domain::path::is_page_name;
use crate::domain::{ObjectId, PagePath};
use crate::render::Article;
use crate::site::{Edition, SitePage, Version, View};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::pages::page::earlier::EarlierVersion;
use crate::web::pages::page::view::DisplayedVersion;
use crate::web::pages::{attachment, deleted, folder, template_source};
use crate::web::parts::actions::ShownVersion;
use crate::web::parts::context::Context;
use crate::web::parts::own_address;
use crate::web::parts::versions::history_error;

/// The most files that may have changed since a commit whose lists are shown as they were; beyond that they
/// are shown as they are.
const MOST_CHANGES: usize = 2_000;

/// Answers every address that is not the site's own: a page, a folder, a page's source, an
/// attachment, or an old name.
pub(crate) fn show(context: &Context) -> Result<Reply, Error> {
    let path = context.below("/")?;
    if let Some(trimmed) = path.strip_suffix('/') {
        let page = PagePath::parse(trimmed).map_err(|_| Error::NotFound)?;
        return Ok(Reply::moved(&page.address()));
    }
    let view = context.view();
    if is_page_name(&path) {
        return attachment::source(context, &path);
    }
    let parsed = PagePath::parse(&path).map_err(|_| Error::NotFound)?;
    if let Some(item) = view.page(&parsed) {
        // One page has one address: other spellings lead to it.
        if context.uri.path() != parsed.address() {
            return Ok(Reply::moved(&with_query(context, &parsed.address())));
        }
        return render(context, &view, item);
    }
    if let Some((template, blob)) = view.files().template(&parsed) {
        return template_source::show(context, template, blob);
    }
    if let Ok(commit) = context.query.get("at").parse()
        && let Some(blob) = view.earlier_picture(&path, commit, shown_by(context).as_ref())?
    {
        return attachment::file(&view, &path, blob);
    }
    if let Some(blob) = view.attachment(&path) {
        return attachment::file(&view, &path, blob);
    }
    if view.is_folder(&parsed) {
        return folder::show(context, &parsed);
    }
    match view.links().alias(&parsed) {
        Some(item) => Ok(Reply::moved(&with_query(
            context,
            &item.page.path.address(),
        ))),
        None => match gone_at(context, &view, &parsed)? {
            Some(reply) => Ok(reply),
            None => deleted::gone(context, &parsed)?.ok_or(Error::NotFound),
        },
    }
}

/// Returns the page that a picture is asked for to show a version of.
fn shown_by(context: &Context) -> Option<PagePath> {
    PagePath::parse(context.query.get("of")).ok()
}

/// Answers for a page that is gone as it was, where a version is asked for.
fn gone_at(context: &Context, view: &View<'_>, path: &PagePath) -> Result<Option<Reply>, Error> {
    let at = context.query.get("at");
    // As long as the history is being read, it is not there.
    let versions = match at {
        "" => None,
        _ => view.versions(path).unwrap_or_default(),
    };
    let Some(versions) = versions else {
        return Ok(None);
    };
    let Ok(commit) = at.parse::<ObjectId>() else {
        let commit = versions.commit(at)?;
        let there = commit.map(|commit| versions.gone_at(commit)).transpose()?;
        let is_there = there.flatten().is_some();
        let commit = commit.filter(|_| is_there);
        return Ok(
            commit.map(|commit| Reply::see_other(&format!("{}?at={commit}", path.address())))
        );
    };
    let Some((item, article, revision)) = versions.gone_at(commit)? else {
        return Ok(None);
    };
    let context = &context.for_page(item.page.language("en"));
    let mut earlier = EarlierVersion::of(context, &item.page, &revision);
    earlier.is_gone = true;
    let shown = DisplayedVersion {
        item: &item,
        page: &item.page,
        past: past_of(context, &article, Some(commit))?,
        article,
        stand: ShownVersion::earlier(&revision),
        earlier: Some(earlier),
    };
    let html = shown.view(context, view).html()?;
    Ok(Some(Reply::html(own_address::fill(context, html))))
}

fn with_query(context: &Context, address: &str) -> String {
    match context.uri.query() {
        Some(query) => format!("{address}?{query}"),
        None => address.to_owned(),
    }
}

/// Returns the edition of an earlier commit where a list of a text asks for it.
fn past_of(
    context: &Context,
    article: &Article,
    commit: Option<ObjectId>,
) -> Result<Option<Arc<Edition>>, Error> {
    match commit.filter(|_| !article.lists.is_empty()) {
        Some(commit) => Ok(Edition::at(&context.edition, commit, MOST_CHANGES)?),
        None => Ok(None),
    }
}

fn render<'e>(context: &Context, view: &View<'e>, item: &'e SitePage) -> Result<Reply, Error> {
    let context = &context.for_page(item.page.language("en"));
    let at = context.query.get("at");
    let at: Option<ObjectId> = match at.parse() {
        Ok(commit) => Some(commit),
        Err(_) if at.is_empty() => None,
        Err(_) => return Ok(Reply::see_other(&named(context, view, item, at)?)),
    };
    if let Some(commit) = at {
        let version = view.earlier(&item.page, commit)?.ok_or(Error::NotFound)?;
        if let Version::Earlier(version) = version {
            let (page, article, revision) = *version;
            let shown = DisplayedVersion {
                item,
                page: &page,
                past: past_of(context, &article, at)?,
                article,
                stand: ShownVersion::earlier(&revision),
                earlier: Some(EarlierVersion::of(context, &item.page, &revision)),
            };
            let html = shown.view(context, view).html()?;
            return Ok(Reply::html(own_address::fill(context, html)));
        }
    }
    let article = view.article(&item.page)?;
    let shown = DisplayedVersion {
        item,
        page: &item.page,
        past: past_of(context, &article, at)?,
        article,
        stand: ShownVersion::current(view, item),
        earlier: None,
    };
    let html = shown.view(context, view).html()?;
    Ok(Reply::html(own_address::fill(context, html)))
}

/// Returns the address of a version that was named by the start of its id, a date or a tag.
fn named(context: &Context, view: &View<'_>, item: &SitePage, at: &str) -> Result<String, Error> {
    let path = &item.page.path;
    let versions = view.versions(path);
    let versions = versions.map_err(|error| history_error(context, error))?;
    let versions = versions.ok_or(Error::NotFound)?;
    let commit = versions.commit(at)?.ok_or(Error::NotFound)?;
    // What a tag names is told only where there is something to see.
    view.earlier(&item.page, commit)?.ok_or(Error::NotFound)?;
    Ok(format!("{}?at={commit}", path.address()))
}
