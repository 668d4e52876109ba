//! Citations in a text and the list of works below it, in the bibliography's style.

use std::collections::HashMap;

use hayagriva::citationberg::LocaleCode;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChild,
    ElemChildren, Entry, LocatorPayload, Rendered, SpecificLocator,
};

use crate::domain::Page;
use crate::render::bibliography::{Bibliography, LOCALES};
use crate::render::citation::Group;
use crate::render::contained::contained;
use crate::render::gate::{Html, escape};
use crate::render::reference_tree::{child, children, id, is_web};

/// Most different citations of one page that are formatted: the style's rules for works that look
/// alike compare each with each.
const MAX_GROUPS: usize = 500;

/// A work of a page's list of references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The key in the bibliography.
    pub key: String,
    /// The id that citations in the text link to, without `#`.
    pub id: String,
    /// The work in the citation style.
    pub html: Html,
    /// Where the work can be read.
    pub url: Option<String>,
}

/// The citations of a page as they are met, and where they go.
#[derive(Default)]
pub(super) struct Citations {
    groups: Vec<Written>,
    known: HashMap<String, usize>,
    /// The slot and the group of each citation.
    places: Vec<(usize, usize)>,
}

/// A citation as written.
struct Written {
    source: String,
    cites: Vec<WrittenCite>,
}

struct WrittenCite {
    key: String,
    locator: String,
    without_author: bool,
}

impl Citations {
    /// Notes a citation and the slot that its HTML goes to.
    pub(super) fn add(&mut self, group: &Group<'_>, slot: usize) {
        let next = self.groups.len();
        let number = *self.known.entry(group.source.to_owned()).or_insert(next);
        if number == next {
            let cites = group.cites.iter().map(|cite| WrittenCite {
                key: cite.key.to_owned(),
                locator: cite.locator.to_owned(),
                without_author: cite.without_author,
            });
            self.groups.push(Written {
                source: group.source.to_owned(),
                cites: cites.collect(),
            });
        }
        self.places.push((slot, number));
    }

    /// Returns the HTML for each slot, and the works that are cited or are sources of the page.
    pub(super) fn format(
        self,
        page: &Page,
        bibliography: &Bibliography,
    ) -> (Vec<(usize, String)>, Vec<Reference>) {
        let sources: Vec<&Entry> = page
            .front
            .sources
            .iter()
            .filter_map(|(key, _)| bibliography.entry(key))
            .collect();
        let language = page.language("en");
        let groups = &self.groups[..self.groups.len().min(MAX_GROUPS)];
        let rendered = contained(|| render(bibliography, groups, &sources, language)).flatten();
        let mut citations = Vec::new();
        let mut references = Vec::new();
        if let Some(rendered) = rendered {
            let works = rendered
                .bibliography
                .into_iter()
                .flat_map(|list| list.items);
            references = works
                .map(|item| {
                    let entry = bibliography.entry(&item.key);
                    reference(&item.key, &item.first_field, &item.content, entry)
                })
                .collect();
            citations = rendered.citations;
        }
        // Only groups with a known work have been asked for.
        let mut formatted = citations.into_iter();
        let html: Vec<String> = self
            .groups
            .iter()
            .enumerate()
            .map(|(number, group)| {
                let asked = number < MAX_GROUPS && group.known(bibliography).next().is_some();
                let citation = if asked { formatted.next() } else { None };
                group.html(bibliography, citation.map(|citation| citation.citation))
            })
            .collect();
        let places = self.places.into_iter();
        let places = places.filter_map(|(slot, group)| Some((slot, html.get(group)?.clone())));
        (places.collect(), references)
    }
}

impl Written {
    fn known<'a>(
        &'a self,
        bibliography: &'a Bibliography,
    ) -> impl Iterator<Item = &'a WrittenCite> {
        let cites = self.cites.iter();
        cites.filter(|cite| bibliography.contains(&cite.key))
    }

    fn without_author(&self) -> bool {
        self.cites.first().is_some_and(|cite| cite.without_author)
    }

    /// Writes the citation: the known works in the style, the unknown ones as they stand.
    fn html(&self, bibliography: &Bibliography, citation: Option<ElemChildren>) -> String {
        let mut out = String::new();
        let Some(citation) = citation.filter(|citation| !citation.is_empty()) else {
            missing(&self.source, &mut out);
            return out;
        };
        let known: Vec<&WrittenCite> = self.known(bibliography).collect();
        out.push_str("<span class=\"citation\">");
        if self.without_author() {
            out.push('(');
        }
        children(&citation, &mut out, &mut |item| {
            known.get(item).map(|cite| cite.key.as_str())
        });
        if self.without_author() {
            // The style writes only the year here, without the place in the work.
            if let Some(cite) = known.first().filter(|cite| !cite.locator.is_empty()) {
                out.push_str(", ");
                escape(&cite.locator, &mut out);
            }
            out.push(')');
        }
        out.push_str("</span>");
        for cite in &self.cites {
            if !bibliography.contains(&cite.key) {
                out.push(' ');
                missing(&format!("[@{}]", cite.key), &mut out);
            }
        }
        out
    }
}

fn missing(source: &str, out: &mut String) {
    out.push_str(
        "<span class=\"citation missing\" title=\"The bibliography does not have this work\">",
    );
    escape(source, out);
    out.push_str("</span>");
}

/// Returns one work as it stands in a list of references.
pub(super) fn one(bibliography: &Bibliography, key: &str, language: &str) -> Option<Reference> {
    let entry = bibliography.entry(key)?;
    let rendered = contained(|| render(bibliography, &[], &[entry], language)).flatten()?;
    let item = rendered.bibliography?.items.into_iter().next()?;
    Some(reference(
        key,
        &item.first_field,
        &item.content,
        Some(entry),
    ))
}

/// Formats citations and the works they cite; `None` where there are none.
fn render(
    bibliography: &Bibliography,
    groups: &[Written],
    sources: &[&Entry],
    language: &str,
) -> Option<Rendered> {
    let style = bibliography.style();
    let locale = Some(locale(language));
    let mut driver = BibliographyDriver::new();
    let mut any = false;
    for group in groups {
        let items: Vec<CitationItem<'_, Entry>> = group
            .known(bibliography)
            .filter_map(|cite| {
                let entry = bibliography.entry(&cite.key)?;
                let purpose = group.without_author().then_some(CitePurpose::Year);
                let locator = locator(&cite.locator);
                Some(CitationItem::new(entry, locator, None, false, purpose))
            })
            .collect();
        if !items.is_empty() {
            any = true;
            driver.citation(CitationRequest::new(
                items,
                style,
                locale.clone(),
                &LOCALES,
                None,
            ));
        }
    }
    for source in sources {
        any = true;
        // Last, and hidden: a source counts for the list and takes no part in the text.
        let items = vec![CitationItem::new(*source, None, None, true, None)];
        driver.citation(CitationRequest::new(
            items,
            style,
            locale.clone(),
            &LOCALES,
            None,
        ));
    }
    any.then(|| driver.finish(BibliographyRequest::new(style, locale, &LOCALES)))
}

/// Returns the code by which the archive of styles knows a language.
fn locale(language: &str) -> LocaleCode {
    let code = LocaleCode(language.to_owned());
    let exact = LOCALES
        .iter()
        .filter_map(|locale| locale.lang.as_ref())
        .find(|known| known.0.eq_ignore_ascii_case(language));
    if let Some(known) = exact {
        return known.clone();
    }
    let base = language.split('-').next().unwrap_or("en");
    LocaleCode(base.to_owned())
        .fallback()
        .or_else(|| code.fallback())
        .unwrap_or_else(LocaleCode::en_us)
}

/// Reads the place in a work: `p. 3`, `pp. 3-5`, `chap. 2`, a bare number is a page.
fn locator(text: &str) -> Option<SpecificLocator<'_>> {
    const NAMES: [(&str, Locator); 20] = [
        ("pages", Locator::Page),
        ("page", Locator::Page),
        ("pp.", Locator::Page),
        ("p.", Locator::Page),
        ("chapter", Locator::Chapter),
        ("chap.", Locator::Chapter),
        ("ch.", Locator::Chapter),
        ("section", Locator::Section),
        ("sec.", Locator::Section),
        ("§", Locator::Section),
        ("paragraph", Locator::Paragraph),
        ("para.", Locator::Paragraph),
        ("¶", Locator::Paragraph),
        ("figure", Locator::Figure),
        ("fig.", Locator::Figure),
        ("table", Locator::Table),
        ("vol.", Locator::Volume),
        ("part", Locator::Part),
        ("line", Locator::Line),
        ("note", Locator::Note),
    ];
    if text.is_empty() {
        return None;
    }
    let named = NAMES.iter().find_map(|&(name, kind)| {
        let rest = text.strip_prefix(name)?.trim_start();
        (!rest.is_empty()).then_some((kind, rest))
    });
    let (kind, rest) = match named {
        Some(named) => named,
        None if text.starts_with(|first: char| first.is_ascii_digit()) => (Locator::Page, text),
        None => (Locator::Custom, text),
    };
    Some(SpecificLocator(kind, LocatorPayload::Str(rest)))
}

fn reference(
    key: &str,
    first: &Option<ElemChild>,
    content: &ElemChildren,
    entry: Option<&Entry>,
) -> Reference {
    let mut html = String::new();
    if let Some(first) = first {
        child(first, &mut html, &mut |_| None);
        html.push(' ');
    }
    children(content, &mut html, &mut |_| None);
    tidy(&mut html);
    Reference {
        key: key.to_owned(),
        id: id(key),
        html: Html::composed(html),
        url: entry.and_then(url),
    }
}

/// Removes what the style's own conditions leave behind in works without a day or a visit: the comma
/// of `(2022,)` and the `Retrieved` that no date follows.
fn tidy(html: &mut String) {
    for digit in '0'..='9' {
        let left = format!("{digit},)");
        if html.contains(&left) {
            *html = html.replace(&left, &format!("{digit})"));
        }
    }
    if html.contains("Retrieved <a") {
        *html = html.replace("Retrieved <a", "<a");
    }
}

/// Returns the address of a work, by its DOI where it has no other.
fn url(entry: &Entry) -> Option<String> {
    let url = entry.url_any().map(|url| url.value.to_string());
    let url = url.filter(|url| is_web(url));
    url.or_else(|| {
        let doi = entry.map(|entry| entry.doi())?;
        Some(format!("https://doi.org/{doi}"))
    })
}
