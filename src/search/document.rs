//! A page as the index takes it in.

use tantivy::TantivyDocument;

use crate::domain::{Page, PagePath, PageText, Visibility, country};
use crate::search::analyser::{SEPARATOR, in_language};
use crate::search::language::Language;
use crate::search::schema::Fields;
use crate::search::stored::StoredText;
use crate::search::words::{fold_text, head};

/// The term of pages that only members may see.
pub(crate) const MEMBERS_ONLY: &str = "visibility\u{1f}members";

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
    /// When it was last changed, in seconds since 1970.
    pub updated: i64,
    /// The people behind it: its last author and those of the work it is about.
    pub authors: Vec<String>,
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
        // Only `MEMBERS_ONLY` may say who sees a page.
        *key != "visibility"
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

/// Returns what front matter says in words that are not in the page's text.
fn other_words(document: &Document<'_>) -> String {
    let front = &document.page.front;
    let details = front.details();
    let mut words: Vec<&str> = Vec::new();
    words.extend(
        front
            .countries
            .iter()
            .filter_map(|code| country::name(code)),
    );
    words.extend(front.organisations.iter().map(String::as_str));
    words.extend(front.partners.iter().map(|partner| partner.name.as_str()));
    words.extend(front.authors.iter().map(String::as_str));
    words.extend(document.authors.iter().map(String::as_str));
    words.extend(front.tags.iter().map(|tag| tag.term.as_str()));
    words.extend(front.other.iter().map(|(_, value)| value.as_str()));
    let single = [&details.owner, &details.place, &details.with, &details.url];
    words.extend(single.into_iter().flatten().map(String::as_str));
    for session in &details.sessions {
        words.extend([session.title.as_str(), session.summary.as_str()]);
    }
    for question in &details.questions {
        words.extend([question.heading.as_str(), question.text.as_str()]);
        words.extend(question.options.iter().map(String::as_str));
    }
    words.extend(details.answers.iter().map(|(_, answer)| answer.as_str()));
    for chapter in &details.chapters {
        words.extend([chapter.title.as_str(), chapter.summary.as_str()]);
    }
    words.join("\n")
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
    let others = other_words(document);
    let path = path_key(&page.path);
    let mut out = TantivyDocument::new();
    out.add_text(fields.path, &path);
    out.add_text(fields.title_key, title_key(page));
    out.add_text(fields.title, in_language(language, &page.title));
    out.add_text(fields.summary, in_language(language, summary));
    for heading in &page.headings {
        out.add_text(fields.headings, in_language(language, &heading.text));
    }
    for text in [&page.title, summary, &others, &document.text.text] {
        if !text.is_empty() {
            out.add_text(fields.stem, in_language(language, text));
            out.add_text(fields.exact, text);
        }
    }
    out.add_text(fields.names, page.path.as_str());
    out.add_text(fields.names, &page.title);
    for (alias, _) in &page.front.aliases {
        out.add_text(fields.names, alias);
    }
    for (key, term) in facets(document) {
        out.add_text(fields.facet, format!("{key}{SEPARATOR}{term}"));
    }
    if page.front.visibility != Visibility::Public {
        out.add_text(fields.facet, MEMBERS_ONLY);
    }
    if let Some((from, to)) = years(page) {
        out.add_u64(fields.from_year, from);
        out.add_u64(fields.to_year, to);
    }
    out.add_i64(fields.updated, document.updated);
    let stored = StoredText::new(&path, language.code(), summary, document.text);
    out.add_bytes(fields.about, &stored.encode());
    out.add_text(fields.text, stored.text);
    out
}
