//! A page as the index takes it in.

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use crate::domain::{Kind, Page, PagePath, PageText, Visibility, country};
use crate::search::analyser::{SEPARATOR, in_language};
use crate::search::citation::{WorkRelation, address_key, bare_address};
use crate::search::document_text::{divided, is_aside, whole_text};
use crate::search::language::Language;
use crate::search::request::ReasonKind;
use crate::search::schema::{BELOW, Fields, TextField, marker};
use crate::search::shorten;
use crate::search::stored::StoredText;
use crate::search::words::{fold_text, head};

/// Folders of guides, templates and ways in, and what is said of the content itself.
const GUIDES: [&str; 4] = ["about", "contribute", "guidance", "templates"];

/// Most works and most bytes of each that are searched with a page that cites them.
const MOST_CITED: usize = 200;
const LONGEST_CITED: usize = 300;

/// The year that stands for the end of what still runs.
const OPEN_END: u64 = 9999;

/// Longer keys are left out: the engine limits them, and no name is as long.
const LONGEST_KEY: usize = 1_000;

/// A page to index, with what cannot be told from the page alone.
#[derive(Debug)]
pub struct Document<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its text.
    pub text: &'a PageText,
    /// Its language, resolved: its own or the site's.
    pub language: &'a str,
    /// The time it was last changed, in seconds since 1970.
    pub updated: i64,
    /// The people behind it: those it names, and those of the work it is about.
    pub authors: Vec<String>,
    /// The addresses and DOIs of the work it is about.
    pub own_addresses: Vec<String>,
    /// The same of the works it cites.
    pub cited_addresses: Vec<String>,
    /// The works it cites: authors, title and publisher of each, as a reader may look for it.
    pub cited: Vec<String>,
}

/// Returns the facet values of a page, as key and term.
fn facets<'d>(document: &'d Document<'_>) -> Vec<(&'d str, &'d str)> {
    let front = &document.page.front;
    let mut facets = vec![("kind", front.kind.name()), ("lang", document.language)];
    facets.extend(front.status.map(|status| ("status", status.name())));
    let list = |key, values: &'d [String]| values.iter().map(move |value| (key, value.as_str()));
    facets.extend(list("country", &front.countries));
    facets.extend(list("organisation", &front.organisations));
    facets.extend(list("author", &front.authors));
    facets.extend(list("author", &document.authors));
    let tags = front.tags.iter();
    facets.extend(tags.map(|tag| (tag.facet.as_str(), tag.term.as_str())));
    facets.retain(|(key, term)| {
        // These are for `marker` and `BELOW` alone.
        !["visibility", "rank"].contains(key)
            && !key.is_empty()
            && !term.trim().is_empty()
            && key.len() + term.len() < LONGEST_KEY
            && !key.contains(SEPARATOR)
            && !term.contains(SEPARATOR)
    });
    facets.sort_unstable();
    facets.dedup();
    facets
}

/// Returns what front matter says in words that are not in the page's text, each by itself.
fn other_words<'d>(document: &'d Document<'_>) -> Vec<&'d str> {
    let front = &document.page.front;
    let details = front.details();
    let mut words: Vec<&str> = Vec::new();
    words.extend(front.organisations.iter().map(String::as_str));
    words.extend(front.partners.iter().map(|partner| partner.name.as_str()));
    words.extend(front.authors.iter().map(String::as_str));
    words.extend(document.authors.iter().map(String::as_str));
    words.extend(front.other.iter().map(|(_, value)| value.as_str()));
    let single = [&details.owner, &details.place, &details.with, &details.url];
    words.extend(single.into_iter().flatten().map(String::as_str));
    words.extend(details.answers.iter().map(|(_, answer)| answer.as_str()));
    for chapter in &details.chapters {
        words.extend([chapter.title.as_str(), chapter.summary.as_str()]);
    }
    words.retain(|words| !words.is_empty());
    words.sort_unstable();
    words.dedup();
    words
}

/// Tells whether a page stands below what it lists.
fn is_below(page: &Page) -> bool {
    let name = page.file.rsplit('/').next().unwrap_or("");
    let in_guides = page
        .path
        .as_str()
        .split('/')
        .any(|part| GUIDES.contains(&part));
    ["index.md", "README.md"].contains(&name) || (in_guides && page.front.kind == Kind::Page)
}

/// Returns the first and the last year that a page is about.
fn years(page: &Page) -> Option<(u64, u64)> {
    if let Some(period) = page.front.period {
        let end = period.end.map_or(OPEN_END, |end| u64::from(end.year));
        return Some((u64::from(period.start.year), end));
    }
    let details = page.front.details();
    let start = details.starts.or(details.date)?;
    let end = details.ends.unwrap_or(start);
    Some((u64::from(start.year), u64::from(end.year)))
}

/// Returns the value by which pages are sorted by title; unique, because the path is in it.
fn title_key(page: &Page) -> String {
    let title = fold_text(head(&page.title, 400));
    format!("{title}{SEPARATOR}{}", page.path.as_str())
}

/// Returns a page's path as the index has it: with a slash, so that no path is empty.
pub(crate) fn path_key(path: &PagePath) -> String {
    format!("/{}", path.as_str())
}

/// Makes the engine's document of a page.
pub(crate) fn to_engine(document: &Document<'_>, fields: &Fields) -> TantivyDocument {
    let page = document.page;
    let language = Language::from_code(document.language);
    let summary = page.front.summary.as_deref().unwrap_or("");
    let path = path_key(&page.path);
    let mut out = TantivyDocument::new();
    out.add_text(fields.path, &path);
    out.add_text(fields.title_key, title_key(page));
    for (key, term) in facets(document) {
        out.add_text(fields.facet, format!("{key}{SEPARATOR}{term}"));
    }
    if page.front.visibility != Visibility::Public {
        out.add_text(fields.facet, marker(page.front.visibility));
    }
    if is_below(page) {
        out.add_text(fields.facet, BELOW);
    }
    if let Some((from, to)) = years(page) {
        out.add_u64(fields.from_year, from);
        out.add_u64(fields.to_year, to);
    }
    out.add_i64(fields.updated, document.updated);
    let text = whole_text(document.page, document.text);
    add_words(document, &text, language, fields, &mut out);
    let mut stored = StoredText::new(&path, language.code(), summary, &text);
    let aliases = page.front.aliases.iter().map(|(alias, _)| alias.as_str());
    let aliases = aliases.map(|alias| (ReasonKind::Called, alias));
    let others = other_words(document);
    let others = others.into_iter().map(|words| (ReasonKind::About, words));
    let works = cited(document).map(|work| (ReasonKind::Cites, work));
    stored.notes = aliases
        .chain(others)
        .chain(works)
        .map(|(because, text)| (because, head(text, LONGEST_CITED)))
        .collect();
    out.add_bytes(fields.about, &stored.encode());
    out.add_text(fields.text, stored.text);
    out
}

fn cited<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d str> {
    let works = document.cited.iter().take(MOST_CITED);
    works.map(|work| head(work, LONGEST_CITED))
}

/// The words of a page by where they stand; many of one sort in a line each.
struct PageWords<'d> {
    title: &'d str,
    summary: &'d str,
    /// Of the front matter.
    others: String,
    tags: String,
    countries: String,
    /// Of its own text, and of the sections that list what is elsewhere.
    own: String,
    aside: String,
    /// Of the works that it cites.
    works: String,
    /// Of its other names.
    aliases: String,
}

impl<'d> PageWords<'d> {
    fn of(document: &'d Document<'_>, text: &PageText) -> Self {
        let front = &document.page.front;
        let tags = front.tags.iter().map(|tag| tag.term.as_str());
        let countries = front.countries.iter();
        let countries = countries.filter_map(|code| country::name(code));
        let aliases = front.aliases.iter().map(|(alias, _)| alias.as_str());
        let (own, aside) = divided(text);
        Self {
            title: &document.page.title,
            summary: front.summary.as_deref().unwrap_or(""),
            others: other_words(document).join("\n"),
            tags: tags.collect::<Vec<_>>().join("\n"),
            countries: countries.collect::<Vec<_>>().join("\n"),
            own,
            aside,
            works: cited(document).collect::<Vec<_>>().join("\n"),
            aliases: aliases.collect::<Vec<_>>().join("\n"),
        }
    }
}

/// Adds the words of a page to the fields of its visibility.
fn add_words(
    document: &Document<'_>,
    text: &PageText,
    language: Language,
    fields: &Fields,
    out: &mut TantivyDocument,
) {
    let page = document.page;
    let words = PageWords::of(document, text);
    let field = |text_field| fields.words(text_field, page.front.visibility);
    out.add_text(field(TextField::Title), in_language(language, words.title));
    out.add_text(
        field(TextField::Summary),
        in_language(language, words.summary),
    );
    // A section of the text has the words of its heading; those of questions are no headings.
    let sections = text.sections.iter().map(|section| &*section.title);
    for heading in sections.filter(|heading| !is_aside(heading)) {
        out.add_text(field(TextField::Headings), in_language(language, heading));
    }
    let own = [&words.others, &words.tags, &words.own].map(String::as_str);
    for own in [words.title, words.summary].into_iter().chain(own) {
        if !own.is_empty() {
            out.add_text(field(TextField::Stem), in_language(language, own));
        }
    }
    for low in [&words.aside, &words.works, &words.aliases] {
        if !low.is_empty() {
            out.add_text(field(TextField::Low), in_language(language, low));
        }
    }
    for exact in [
        words.title,
        words.summary,
        &words.others,
        &words.tags,
        &text.text,
        &words.works,
        &words.aliases,
        &words.countries,
    ] {
        if !exact.is_empty() {
            out.add_text(field(TextField::Exact), exact);
        }
    }
    add_short(document, text, field(TextField::Short), out);
    out.add_text(field(TextField::Names), page.path.as_str());
    out.add_text(field(TextField::Names), &page.title);
    for (alias, _) in &page.front.aliases {
        out.add_text(field(TextField::Names), alias);
    }
}

/// Adds the addresses of the work that a page is about and of those it cites, and the short forms that
/// its text explains.
fn add_short(document: &Document<'_>, text: &PageText, short: Field, out: &mut TantivyDocument) {
    let own = document
        .own_addresses
        .iter()
        .map(|own| (WorkRelation::Own, own));
    let cited = document.cited_addresses.iter();
    let cited = cited.map(|cited| (WorkRelation::Cited, cited));
    for (work, address) in own.chain(cited).take(MOST_CITED) {
        let words = fold_text(bare_address(head(address, LONGEST_CITED)));
        out.add_text(short, address_key(work, &words));
    }
    for term in shorten::terms(&text.text) {
        if term.len() < LONGEST_KEY {
            out.add_text(short, term);
        }
    }
}
