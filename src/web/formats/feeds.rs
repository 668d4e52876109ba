//! For machines: the feed of changes, the sitemap, search descriptions, robots and language models.

use askama::Template;

use crate::domain::Kind;
use crate::web::http::credentials::FEED_KEY;
use crate::web::http::error::Error;
use crate::web::http::query::query_string;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::found;
use crate::web::parts::messages::Words;

/// Makes a feed.
type FeedRenderer = fn(&Context) -> Result<Reply, Error>;

/// Entries of the feed.
const FEED_ENTRIES: usize = 50;
/// Addresses that a sitemap may have, by its protocol.
const SITEMAP_ENTRIES: usize = 50_000;

#[derive(Template)]
#[template(path = "formats/feed.xml")]
struct PageFeedView<'a> {
    site: &'a str,
    base: &'a str,
    /// The query of the address, with its question mark.
    query: String,
    updated: String,
    entries: Vec<PageFeedEntry<'a>>,
}

struct PageFeedEntry<'a> {
    title: &'a str,
    address: String,
    updated: String,
    author: &'a str,
    kind: &'static str,
    summary: &'a str,
}

/// Answers `/feed.xml`: the pages that changed last, as Atom; with the filters of a search, those of
/// them that it finds.
pub(crate) fn atom(context: &Context) -> Result<Reply, Error> {
    private_or_not(context, feed)
}

/// Answers for a feed; one whose address has a key is for its holder alone.
pub(super) fn private_or_not(context: &Context, feed: FeedRenderer) -> Result<Reply, Error> {
    if context.query.get(FEED_KEY).is_empty() {
        return feed(context);
    }
    if context.audience.role().is_none() {
        let message = "the private address of this feed has ended, or came over plain HTTP; make another on your account's page";
        return Err(Error::BadRequest(message.to_owned()));
    }
    // What the feed says of itself must not tell its key.
    let pairs = context
        .query
        .pairs()
        .iter()
        .filter(|(name, _)| name != FEED_KEY);
    let query = query_string(pairs.map(|(name, value)| (name.as_str(), value.as_str())));
    let path = context.uri.path();
    let address = match query.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{query}"),
    };
    let uri = address.parse().map_err(|_| Error::NotFound)?;
    let mut reply = feed(&context.at(uri))?;
    reply.is_secret = true;
    Ok(reply)
}

fn feed(context: &Context) -> Result<Reply, Error> {
    let iso = |time: i64| {
        Words::default()
            .time(time)
            .map_or_else(String::new, |(_, iso)| iso)
    };
    let search = found::strict_query(context)?.newest();
    let newest = found::pages(context, &search, FEED_ENTRIES)?;
    let query = context
        .uri
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    // Of a commit that changed nothing which is told here, not even the time is told.
    let changes = newest.iter().filter_map(|item| item.changed.as_ref());
    let updated = changes.map(|change| change.time).max().unwrap_or(0);
    let entries = newest.into_iter().filter_map(|item| {
        let change = item.changed.as_ref()?;
        Some(PageFeedEntry {
            title: &item.page.title,
            address: item.page.path.address(),
            updated: iso(change.time),
            author: &change.author,
            kind: item.page.front.kind.label(),
            summary: item.page.front.summary.as_deref().unwrap_or(""),
        })
    });
    let xml = PageFeedView {
        site: &context.settings.name,
        base: &context.settings.base_url,
        query,
        updated: iso(updated),
        entries: entries.collect(),
    }
    .render()?;
    Ok(Reply::new("application/atom+xml; charset=utf-8", xml))
}

#[derive(Template)]
#[template(path = "formats/sitemap.xml")]
struct SitemapView<'a> {
    base: &'a str,
    /// Address and last change.
    entries: Vec<(String, String)>,
}

/// Answers `/sitemap.xml`.
pub(crate) fn sitemap(context: &Context) -> Result<Reply, Error> {
    let pages = context.view().pages().take(SITEMAP_ENTRIES);
    let entries = pages.map(|item| {
        let changed = item
            .changed
            .as_ref()
            .and_then(|change| Words::default().time(change.time));
        (
            item.page.path.address(),
            changed.map_or_else(String::new, |(_, iso)| iso),
        )
    });
    let xml = SitemapView {
        base: &context.settings.base_url,
        entries: entries.collect(),
    }
    .render()?;
    Ok(Reply::new("application/xml; charset=utf-8", xml))
}

#[derive(Template)]
#[template(path = "formats/opensearch.xml")]
struct OpenSearchView<'a> {
    site: &'a str,
    /// At most 16 characters, as the format demands.
    short: String,
    base: &'a str,
}

/// Answers `/opensearch.xml`, by which browsers offer to search the site.
pub(crate) fn opensearch(context: &Context) -> Result<Reply, Error> {
    let site = context.settings.name.as_str();
    let short = site.chars().take(16).collect();
    let xml = OpenSearchView {
        site,
        short,
        base: &context.settings.base_url,
    }
    .render()?;
    Ok(Reply::new(
        "application/opensearchdescription+xml; charset=utf-8",
        xml,
    ))
}

/// Answers `/robots.txt`.
pub(crate) fn robots(context: &Context) -> Result<Reply, Error> {
    let base = &context.settings.base_url;
    let text = format!(
        "User-agent: *\nAllow: /-/assets/\nAllow: /-/picture\nAllow: /-/glossary\nAllow: /-/countries\nDisallow: /-/\nDisallow: /search\nDisallow: /changes?\nDisallow: /api/\nSitemap: {base}/sitemap.xml\n"
    );
    Ok(Reply::new("text/plain; charset=utf-8", text))
}

/// Answers `/llms.txt`: what the site has, in Markdown, with links to the pages' Markdown.
pub(crate) fn llms(context: &Context) -> Result<Reply, Error> {
    let view = context.view();
    let mut text = format!("# {}\n\n", context.settings.name);
    if let Some(home) = view.page(&crate::domain::PagePath::home()) {
        text.push_str(&format!(
            "> {}\n\n",
            home.page.front.summary.as_deref().unwrap_or("")
        ));
    }
    text.push_str(&format!(
        "The API is described at {}/api/v1/openapi.json.\n",
        context.settings.base_url
    ));
    for kind in Kind::ALL {
        let mut pages = view
            .pages()
            .filter(|item| item.page.front.kind == kind)
            .peekable();
        if pages.peek().is_none() {
            continue;
        }
        text.push_str(&format!("\n## {}\n\n", kind.plural()));
        for item in pages.take(500) {
            let page = &item.page;
            let address = context.absolute(&page.path.source_address());
            let summary = page.front.summary.as_deref().unwrap_or("");
            text.push_str(&format!("- [{}]({address}): {summary}\n", page.title));
        }
    }
    Ok(Reply::new("text/plain; charset=utf-8", text))
}
