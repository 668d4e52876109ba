//! The citations of a text and the list of works below it.

use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{TestPosition, ToFormatting};

use super::cite_history::CitationHistory;
use super::context::{Mode, Occurrence, WorkContext};
use super::distinct::{self, Addition};
use super::runs::Runs;
use super::terms::Terms;
use super::{Style, order};
use crate::render::citations::cite::Naming;
use crate::render::citations::item::Item;

/// A work in a citation.
#[derive(Clone, Debug)]
pub(in crate::render) struct CitedWork<'a> {
    pub(in crate::render) item: &'a Item,
    /// The words before it.
    pub(in crate::render) prefix: &'a str,
    /// The part of the work.
    pub(in crate::render) locator: Option<(Locator, &'a str)>,
    /// Where its names go.
    pub(in crate::render) naming: Naming,
}

/// A citation: one or more works.
pub(in crate::render) type CitationWorks<'a> = Vec<CitedWork<'a>>;

/// Citations and the list of the works, with the index of each among the works that were asked for.
pub(in crate::render) struct RenderedCitations {
    /// In the order asked for; each piece knows which work of its citation it belongs to.
    pub(in crate::render) citations: Vec<Runs>,
    /// The keys of the works and their entries, in the order of the style.
    pub(in crate::render) list: Vec<(String, Runs)>,
}

/// The works of a text, in the order of the list, and what is added to tell them apart.
pub(super) struct ListedWorks<'a> {
    pub(super) style: &'a Style,
    pub(super) terms: &'a Terms,
    pub(super) items: Vec<&'a Item>,
    pub(super) additions: Vec<Addition>,
}

/// Renders citations and the list of the works that they and `sources` name.
pub(in crate::render) fn render(
    style: &Style,
    terms: &Terms,
    groups: &[CitationWorks<'_>],
    sources: &[&Item],
) -> RenderedCitations {
    let cited = groups.iter().flatten().map(|cite| cite.item);
    let mut items: Vec<&Item> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for item in cited.chain(sources.iter().copied()) {
        if known.insert(item.key.as_str()) {
            items.push(item);
        }
    }
    sort(style, terms, &mut items);
    let additions = distinct::additions(style, terms, &items);
    let works = ListedWorks {
        style,
        terms,
        items,
        additions,
    };
    let mut history = CitationHistory::default();
    let citations = groups
        .iter()
        .map(|group| works.citation(group, &mut history))
        .collect();
    RenderedCitations {
        citations,
        list: works.list(),
    }
}

fn sort(style: &Style, terms: &Terms, items: &mut [&Item]) {
    let Some(list) = &style.csl.bibliography else {
        return;
    };
    let Some(by) = &list.sort else {
        return;
    };
    let options = style.csl.settings.options.apply(&list.name_options);
    items.sort_by_cached_key(|item| {
        OrderedKey(order::key(
            style,
            terms,
            &options,
            by,
            item,
            &Occurrence::default(),
        ))
    });
}

struct OrderedKey(order::Key);

impl PartialEq for OrderedKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for OrderedKey {}

impl PartialOrd for OrderedKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OrderedKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.compare(&other.0)
    }
}

/// A work of a citation while the citation is put together.
pub(super) struct CitationPart<'a> {
    pub(super) cite: &'a CitedWork<'a>,
    /// Its index in the citation as written.
    pub(super) written: usize,
    /// The index of the work among all.
    pub(super) at: usize,
    pub(super) positions: Vec<TestPosition>,
    pub(super) names: Option<String>,
    pub(super) runs: Runs,
}

impl ListedWorks<'_> {
    pub(super) fn occurrence<'p>(&'p self, at: usize) -> Occurrence<'p> {
        let addition = &self.additions[at];
        Occurrence {
            citation_number: at + 1,
            more_names: addition.more_names,
            levels: Some(&addition.levels),
            disambiguate: addition.disambiguate,
            year_suffix: addition.year_suffix,
            ..Occurrence::default()
        }
    }

    fn citation(&self, group: &CitationWorks<'_>, history: &mut CitationHistory) -> Runs {
        let mut parts = self.parts(group, history);
        let in_text = parts
            .first()
            .filter(|part| part.cite.naming == Naming::InText)
            .and_then(|part| self.in_text(part));
        // The work whose names the sentence has stays in front.
        let fixed = usize::from(in_text.is_some());
        self.sort(&mut parts[fixed..]);
        for (at, part) in parts.iter_mut().enumerate() {
            let without_names = part.cite.naming == Naming::LeftOut || at < fixed;
            self.fill(part, without_names);
        }
        let Some((names, rest)) = in_text else {
            return self.laid_out(self.joined(parts));
        };
        let (first, alone) = (parts[0].written, parts.len() == 1);
        parts[0].runs = rest;
        let joined = self.joined(parts);
        self.sentence(names, self.behind(joined), first, alone)
    }

    /// Returns the works of a citation as written.
    pub(super) fn parts<'g>(
        &self,
        group: &'g CitationWorks<'g>,
        history: &mut CitationHistory,
    ) -> Vec<CitationPart<'g>> {
        let alone = group.len() == 1;
        let mut parts: Vec<CitationPart<'_>> = Vec::with_capacity(group.len());
        for (written, cite) in group.iter().enumerate() {
            let found = self.items.iter().position(|item| item.key == cite.item.key);
            let Some(at) = found else { continue };
            let positions = history.positions(at, cite.locator.map(|(_, text)| text), alone);
            parts.push(CitationPart {
                cite,
                written,
                at,
                positions,
                names: None,
                runs: Runs::default(),
            });
        }
        parts
    }

    /// Puts the works of a citation into the order of the style.
    fn sort(&self, parts: &mut [CitationPart<'_>]) {
        let citation = &self.style.csl.citation;
        let Some(by) = &citation.sort else {
            return;
        };
        let options = self
            .style
            .csl
            .settings
            .options
            .apply(&citation.name_options);
        parts.sort_by_cached_key(|part| {
            let occurrence = self.occurrence(part.at);
            let key = order::key(
                self.style,
                self.terms,
                &options,
                by,
                part.cite.item,
                &occurrence,
            );
            // What the style leaves open is settled as in the list.
            (OrderedKey(key), part.at)
        });
    }

    /// Puts what the style has around a citation around one.
    pub(super) fn laid_out(&self, runs: Runs) -> Runs {
        let layout = &self.style.csl.citation.layout;
        runs.formatted(layout.to_formatting()).affixed(
            layout.prefix.as_deref(),
            layout.suffix.as_deref(),
            &self.terms.quotes,
        )
    }

    /// Renders one work of a citation; returns also its first names.
    pub(super) fn rendered(
        &self,
        part: &CitationPart<'_>,
        occurrence: &Occurrence<'_>,
    ) -> (Runs, Option<Runs>) {
        let item = part.cite.item;
        let context = WorkContext::new(self.style, self.terms, item, occurrence, Mode::Citation);
        let layout = &self.style.csl.citation.layout;
        let runs = context.all(&layout.elements, "").runs;
        (runs, context.first_names.take())
    }

    /// Renders one work of a citation into its part.
    pub(super) fn fill(&self, part: &mut CitationPart<'_>, without_names: bool) {
        let occurrence = Occurrence {
            locator: part.cite.locator,
            positions: part.positions.clone(),
            without_names,
            ..self.occurrence(part.at)
        };
        let (mut runs, names) = self.rendered(part, &occurrence);
        for run in &mut runs.0 {
            run.cite = Some(part.written);
        }
        let prefix = part.cite.prefix;
        if prefix.is_empty() {
            part.runs = runs;
            part.names = names.map(|names| names.plain());
        } else {
            // What has words of its own shares no names with another work.
            part.runs = Runs::text(format!("{prefix} "));
            part.runs.append(runs, &self.terms.quotes);
        }
    }
}
