//! Citations in a text and the list of works below it, in the bibliography's style.

use std::collections::HashMap;

use hayagriva::citationberg::taxonomy::{Locator, StandardVariable};

use super::bibliography::Bibliography;
use super::cite::{Group, Naming};
use super::html::{self, id, is_web};
use super::item::Item;
use super::locales::locale;
use super::style::{self, CitedWork, RenderedCitations, Runs};
use crate::domain::Page;
use crate::render::gate::Html;
use crate::render::marks::escape;

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
    /// The address at which the work can be read.
    pub url: Option<String>,
    /// The address that its DOI stands for.
    pub doi: Option<String>,
    /// A copy that anybody can read, where one is given beside the DOI.
    pub open_copy: Option<String>,
    /// A copy in an archive of the web, where one is given.
    pub archive: Option<String>,
}

/// The citations of a page as they are met, and where they go.
#[derive(Default)]
pub(in crate::render) struct Citations {
    groups: Vec<WrittenCitation>,
    known: HashMap<String, usize>,
    /// The slot and the group of each citation.
    slots: Vec<(usize, usize)>,
}

/// A citation as written.
struct WrittenCitation {
    source: String,
    cites: Vec<WrittenCite>,
}

struct WrittenCite {
    key: String,
    prefix: String,
    locator: String,
    naming: Naming,
}

impl Citations {
    /// Notes a citation and the slot that its HTML goes to.
    pub(in crate::render) fn add(&mut self, group: &Group<'_>, slot: usize) {
        let next = self.groups.len();
        let number = *self.known.entry(group.source.to_owned()).or_insert(next);
        if number == next {
            let cites = group.cites.iter().map(|cite| WrittenCite {
                key: cite.key.to_owned(),
                prefix: cite.prefix.to_owned(),
                locator: cite.locator.to_owned(),
                naming: cite.naming,
            });
            self.groups.push(WrittenCitation {
                source: group.source.to_owned(),
                cites: cites.collect(),
            });
        }
        self.slots.push((slot, number));
    }

    /// Returns the HTML for each slot, and the works that are cited or are sources of the page.
    pub(in crate::render) fn format(
        self,
        page: &Page,
        bibliography: &Bibliography,
    ) -> (Vec<(usize, String)>, Vec<Reference>) {
        let sources: Vec<&Item> = page
            .front
            .sources
            .iter()
            .filter_map(|(key, _)| bibliography.item(key))
            .collect();
        let language = page.language("en");
        let groups = &self.groups[..self.groups.len().min(MAX_GROUPS)];
        let mut citations = Vec::new();
        let mut references = Vec::new();
        if let Some(rendered) = render(bibliography, groups, &sources, language) {
            references = rendered
                .list
                .iter()
                .map(|(key, runs)| reference(key, runs, bibliography.item(key)))
                .collect();
            citations = rendered.citations;
        }
        // Only groups with a known work have been rendered.
        let mut formatted = citations.into_iter();
        let html: Vec<String> = self
            .groups
            .iter()
            .enumerate()
            .map(|(number, group)| {
                let is_rendered = number < MAX_GROUPS && group.known(bibliography).next().is_some();
                let citation = if is_rendered { formatted.next() } else { None };
                group.html(bibliography, citation)
            })
            .collect();
        let slots = self.slots.into_iter();
        let slots = slots.filter_map(|(slot, group)| Some((slot, html.get(group)?.clone())));
        (slots.collect(), references)
    }
}

impl WrittenCitation {
    fn known<'a>(
        &'a self,
        bibliography: &'a Bibliography,
    ) -> impl Iterator<Item = &'a WrittenCite> {
        let cites = self.cites.iter();
        cites.filter(|cite| bibliography.contains(&cite.key))
    }

    /// Writes the citation: the known works in the style, the unknown ones as they stand.
    fn html(&self, bibliography: &Bibliography, citation: Option<Runs>) -> String {
        let mut out = String::new();
        let Some(citation) = citation.filter(|citation| !citation.0.is_empty()) else {
            missing(&self.source, &mut out);
            return out;
        };
        let known: Vec<&WrittenCite> = self.known(bibliography).collect();
        out.push_str("<span class=\"citation\">");
        html::write(&citation, &mut out, &|item| {
            known.get(item).map(|cite| cite.key.as_str())
        });
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

impl Bibliography {
    /// Returns a work as it stands in a list of references.
    pub fn reference(&self, key: &str, language: &str) -> Option<Reference> {
        let item = self.item(key)?;
        let rendered = render(self, &[], &[item], language)?;
        let (_, runs) = rendered.list.first()?;
        Some(reference(key, runs, Some(item)))
    }
}

/// Formats citations and the works they cite; `None` where there are none.
fn render(
    bibliography: &Bibliography,
    groups: &[WrittenCitation],
    sources: &[&Item],
    language: &str,
) -> Option<RenderedCitations> {
    let citations: Vec<style::CitationWorks<'_>> = groups
        .iter()
        .map(|group| {
            let known = group.known(bibliography);
            let cites = known.filter_map(|cite| {
                Some(CitedWork {
                    item: bibliography.item(&cite.key)?,
                    prefix: &cite.prefix,
                    locator: locator(&cite.locator),
                    naming: cite.naming,
                })
            });
            cites.collect::<style::CitationWorks<'_>>()
        })
        .filter(|cites| !cites.is_empty())
        .collect();
    if citations.is_empty() && sources.is_empty() {
        return None;
    }
    let terms = bibliography.terms(&locale(language));
    Some(style::render(
        bibliography.style(),
        &terms,
        &citations,
        sources,
    ))
}

/// Reads the locator in a work: `p. 3`, `pp. 3-5`, `chap. 2`, a bare number is a page.
fn locator(text: &str) -> Option<(Locator, &str)> {
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
    Some((kind, rest))
}

fn reference(key: &str, runs: &Runs, item: Option<&Item>) -> Reference {
    let mut html = String::new();
    html::write(runs, &mut html, &|_| None);
    // What a style says of a visit although it has no day.
    if html.contains("Retrieved <a") {
        html = html.replace("Retrieved <a", "<a");
    }
    let doi = item.and_then(|item| item.text(StandardVariable::DOI));
    let doi = doi.map(|doi| format!("https://doi.org/{doi}"));
    let url = item.and_then(|item| item.text(StandardVariable::URL));
    let url = url.filter(|url| is_web(url)).map(str::to_owned);
    let named = |names: &[&str]| item.and_then(|item| address(item, names));
    let beside = url
        .clone()
        .filter(|url| doi.is_some() && !url.contains("doi.org/"));
    Reference {
        key: key.to_owned(),
        id: id(key),
        html: Html::composed(html),
        open_copy: named(&["opencopy", "open-copy", "pdfurl", "pdf"]).or(beside),
        archive: named(&["archiveurl", "archive-url", "urlarchive"]),
        url: url.or_else(|| doi.clone()),
        doi,
    }
}

/// Returns the address in one of the fields that only this site knows.
fn address(item: &Item, names: &[&str]) -> Option<String> {
    let mut fields = item.custom.iter();
    let found = fields.find(|(name, _)| names.contains(&name.as_str()));
    let address = super::bibtex::verbatim(found?.1.as_str()?);
    is_web(&address).then_some(address)
}
