//! A page as the index takes it in.

use std::borrow::Cow;

use tantivy::TantivyDocument;

use crate::domain::{Kind, Page, PagePath, PageText, Section, Visibility, country};
use crate::search::analyser::{SEPARATOR, in_language};
use crate::search::citation::{WorkRelation, address_key, bare_address};
use crate::search::language::Language;
use crate::search::request::ReasonKind;
use crate::search::schema::{Fields, TextField};
use crate::search::shorten;
use crate::search::stored::StoredText;
use crate::search::words::{fold_text, head};

/// The term of pages that stand below what they list: tables of contents, and guides and templates
/// for those who write.
pub(crate) const BELOW: &str = "rank\u{1f}below";

/// Folders of guides, templates and ways in, and what is said of the content itself.
const GUIDES: [&str; 4] = ["about", "contribute", "guidance", "templates"];

/// Most works and most bytes of each that are searched with a page that cites them.
const MOST_CITED: usize = 200;
const LONGEST_CITED: usize = 300;

/// Returns the term of pages of a visibility.
pub(crate) fn marker(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "visibility\u{1f}public",
        Visibility::Members => "visibility\u{1f}members",
        Visibility::Draft => "visibility\u{1f}draft",
    }
}

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

/// Returns the text of a page with the parts that its front matter describes: each question of a
/// questionnaire and each session of an agenda is a section.
fn whole_text<'d>(document: &Document<'d>) -> Cow<'d, PageText> {
    let details = document.page.front.details();
    if details.agenda.sessions.is_empty() && details.questions.is_empty() {
        return Cow::Borrowed(document.text);
    }
    let mut text = document.text.clone();
    let mut add = |id: String, title: &str, body: &[&str]| {
        if !text.text.is_empty() && !text.text.ends_with('\n') {
            text.text.push('\n');
        }
        let start = text.text.len();
        text.text.push_str(title);
        text.text.push('\n');
        text.sections.push(Section {
            start,
            body: text.text.len(),
            id,
            title: title.to_owned(),
        });
        for line in body.iter().filter(|line| !line.is_empty()) {
            text.text.push_str(line);
            text.text.push('\n');
        }
    };
    for (session, id) in details
        .agenda
        .sessions
        .iter()
        .zip(details.session_anchors())
    {
        let (chair, speakers) = (session.chair.join(", "), session.speakers.join(", "));
        let rapporteur = session.rapporteur.join(", ");
        let said = [&session.summary, &session.format, &chair, &speakers];
        let more = [
            &rapporteur,
            &session.audience,
            &session.room,
            &session.track,
        ];
        let body = said.into_iter().chain(more).chain(&session.questions);
        let body: Vec<&str> = body.map(String::as_str).collect();
        add(id, &session.title, &body);
    }
    for (question, id) in details.questions.iter().zip(details.question_anchors()) {
        let title = match (question.heading.is_empty(), question.id.is_empty()) {
            (false, _) => question.heading.as_str(),
            (true, false) => question.id.as_str(),
            (true, true) => question.text.as_str(),
        };
        let options = question.options.iter().map(String::as_str);
        let body: Vec<&str> = std::iter::once(question.text.as_str())
            .chain(options)
            .filter(|line| *line != title)
            .collect();
        add(id, title, &body);
    }
    Cow::Owned(text)
}

/// Divides a text into what is the page's own and what stands beside it: the sections that list
/// related pages and sources.
fn divided(text: &PageText) -> (String, String) {
    let mut own = String::with_capacity(text.text.len());
    let mut aside = String::new();
    let first = text.sections.first();
    own.push_str(&text.text[..first.map_or(text.text.len(), |first| first.start)]);
    for (place, section) in text.sections.iter().enumerate() {
        let end = text.sections.get(place + 1);
        let end = end.map_or(text.text.len(), |next| next.start);
        let part = text.text.get(section.start..end).unwrap_or("");
        let side = is_aside(&section.title);
        let to = if side { &mut aside } else { &mut own };
        to.push_str(part);
        to.push('\n');
    }
    (own, aside)
}

/// How the headings of sections begin that list what is elsewhere, folded.
const ASIDE: [&str; 24] = [
    "related",
    "linked from",
    "links",
    "sources",
    "references",
    "bibliography",
    "further reading",
    "see also",
    "use in this knowledge base",
    "voir aussi",
    "liens",
    "references bibliographiques",
    "bibliographie",
    "pages liees",
    "vease tambien",
    "enlaces",
    "fuentes",
    "referencias",
    "bibliografia",
    "paginas relacionadas",
    "см также",
    "ссылки",
    "источники",
    "литература",
];

/// Tells whether a section lists what is elsewhere, by its heading.
pub(crate) fn is_aside(heading: &str) -> bool {
    let folded = fold_text(head(heading, 80));
    ASIDE.iter().any(|beginning| {
        let rest = folded.strip_prefix(beginning);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
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
    let text = whole_text(document);
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

/// Adds the words of a page to the fields of its visibility.
fn add_words(
    document: &Document<'_>,
    text: &PageText,
    language: Language,
    fields: &Fields,
    out: &mut TantivyDocument,
) {
    let page = document.page;
    let summary = page.front.summary.as_deref().unwrap_or("");
    let field = |place| fields.words(place, page.front.visibility);
    out.add_text(field(TextField::Title), in_language(language, &page.title));
    out.add_text(field(TextField::Summary), in_language(language, summary));
    // A section of the text has the words of its heading; those of questions are no headings.
    let sections = text.sections.iter().map(|section| &*section.title);
    for heading in sections.filter(|heading| !is_aside(heading)) {
        out.add_text(field(TextField::Headings), in_language(language, heading));
    }
    let others = other_words(document).join("\n");
    let tags = page.front.tags.iter().map(|tag| tag.term.as_str());
    let tags = tags.collect::<Vec<_>>().join("\n");
    let countries = page.front.countries.iter();
    let countries = countries.filter_map(|code| country::name(code));
    let countries = countries.collect::<Vec<_>>().join("\n");
    let (own, aside) = divided(text);
    let works = cited(document).collect::<Vec<_>>().join("\n");
    let names = page.front.aliases.iter().map(|(alias, _)| alias.as_str());
    let names = names.collect::<Vec<_>>().join("\n");
    for own in [&page.title, summary, &others, &tags, &own] {
        if !own.is_empty() {
            out.add_text(field(TextField::Stem), in_language(language, own));
        }
    }
    for low in [&aside, &works, &names] {
        if !low.is_empty() {
            out.add_text(field(TextField::Low), in_language(language, low));
        }
    }
    let text = text.text.as_str();
    for words in [
        &page.title,
        summary,
        &others,
        &tags,
        text,
        &works,
        &names,
        &countries,
    ] {
        if !words.is_empty() {
            out.add_text(field(TextField::Exact), words);
        }
    }
    let own = document
        .own_addresses
        .iter()
        .map(|own| (WorkRelation::Own, own));
    let cited = document.cited_addresses.iter();
    let cited = cited.map(|cited| (WorkRelation::Cited, cited));
    for (work, address) in own.chain(cited).take(MOST_CITED) {
        let words = fold_text(bare_address(head(address, LONGEST_CITED)));
        out.add_text(field(TextField::Short), address_key(work, &words));
    }
    out.add_text(field(TextField::Names), page.path.as_str());
    out.add_text(field(TextField::Names), &page.title);
    for (alias, _) in &page.front.aliases {
        out.add_text(field(TextField::Names), alias);
    }
    for term in shorten::terms(text) {
        if term.len() < LONGEST_KEY {
            out.add_text(field(TextField::Short), term);
        }
    }
}
