//! The citations of a text and the list of works below it.

use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{Collapse, TestPosition, ToFormatting};

use super::Style;
use super::context::{Context, Mode, Occurrence};
use super::distinct::{self, Addition};
use super::order;
use super::runs::Runs;
use super::terms::Terms;
use crate::render::citations::citation::Naming;
use crate::render::citations::item::Item;

/// A work in a citation.
#[derive(Clone, Debug)]
pub(in crate::render) struct CitedWork<'a> {
    pub(in crate::render) item: &'a Item,
    /// The words before it.
    pub(in crate::render) prefix: &'a str,
    /// Where in the work.
    pub(in crate::render) locator: Option<(Locator, &'a str)>,
    /// Where its names stand.
    pub(in crate::render) naming: Naming,
}

/// A citation: one or more works.
pub(in crate::render) type CitationWorks<'a> = Vec<CitedWork<'a>>;

/// Citations and the list of the works, with the place of each among the works that were asked for.
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

/// The works that have been cited so far.
#[derive(Default)]
pub(super) struct CitationHistory {
    seen: Vec<usize>,
    last: Option<(usize, Option<String>)>,
}

impl CitationHistory {
    /// Returns where a citation stands to those before it.
    fn positions(&mut self, at: usize, locator: Option<&str>, alone: bool) -> Vec<TestPosition> {
        let locator = locator.map(str::to_owned);
        let mut positions = Vec::new();
        if self.seen.contains(&at) {
            positions.push(TestPosition::Subsequent);
            match &self.last {
                Some((last, before)) if *last == at && alone => match (before, &locator) {
                    (before, now) if before == now => positions.push(TestPosition::Ibid),
                    (_, Some(_)) => {
                        positions.extend([TestPosition::Ibid, TestPosition::IbidWithLocator]);
                    }
                    _ => {}
                },
                _ => {}
            }
            positions.push(TestPosition::NearNote);
        } else {
            positions.push(TestPosition::First);
            self.seen.push(at);
        }
        self.last = Some((at, locator));
        positions
    }
}

/// A work of a citation while the citation is put together.
pub(super) struct CitationPart<'a> {
    pub(super) cite: &'a CitedWork<'a>,
    /// Where it stands in the citation as written.
    pub(super) written: usize,
    /// Where the work stands among all.
    pub(super) at: usize,
    pub(super) positions: Vec<TestPosition>,
    names: Option<String>,
    runs: Runs,
}

impl ListedWorks<'_> {
    pub(super) fn place<'p>(&'p self, at: usize) -> Occurrence<'p> {
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
            let positions = history.positions(at, cite.locator.map(|(_, place)| place), alone);
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
            let place = self.place(part.at);
            let key = order::key(self.style, self.terms, &options, by, part.cite.item, &place);
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
        place: &Occurrence<'_>,
    ) -> (Runs, Option<Runs>) {
        let item = part.cite.item;
        let context = Context::new(self.style, self.terms, item, place, Mode::Citation);
        let layout = &self.style.csl.citation.layout;
        let runs = context.all(&layout.elements, "").runs;
        (runs, context.first_names.take())
    }

    /// Renders one work of a citation into its place.
    fn fill(&self, part: &mut CitationPart<'_>, without_names: bool) {
        let place = Occurrence {
            locator: part.cite.locator,
            positions: part.positions.clone(),
            without_names,
            ..self.place(part.at)
        };
        let (mut runs, names) = self.rendered(part, &place);
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

    /// Joins the works of a citation: those of the same people follow each other, and share their
    /// names where the style says so.
    fn joined(&self, mut parts: Vec<CitationPart<'_>>) -> Runs {
        let citation = &self.style.csl.citation;
        let usual = citation.layout.delimiter.as_deref().unwrap_or("");
        if citation.collapse == Some(Collapse::CitationNumber) {
            return self.numbered(&parts, usual);
        }
        let grouped = citation.collapse.is_some() || citation.cite_group_delimiter.is_some();
        if grouped {
            gather(&mut parts);
        }
        let within = match (&citation.cite_group_delimiter, citation.collapse) {
            (Some(delimiter), _) => delimiter.as_str(),
            (None, Some(_)) => ", ",
            (None, None) => usual,
        };
        let after = citation.get_after_collapse_delimiter();
        let (mut runs, mut collapsed) = (Runs::default(), false);
        for at in 0..parts.len() {
            let same = grouped
                && at > 0
                && parts[at].names.is_some()
                && parts[at].names == parts[at - 1].names;
            let apart = at > 0 && parts[at - 1].cite.locator.is_some();
            let collapses = same && citation.collapse.is_some() && !apart;
            let letters = matches!(
                citation.collapse,
                Some(Collapse::YearSuffix | Collapse::YearSuffixRanged)
            );
            let mut delimiter = match (same, collapsed) {
                (true, _) if collapses || citation.collapse.is_none() => within,
                (_, true) => after,
                _ => usual,
            };
            if collapses {
                let number = self.additions[parts[at].at].year_suffix;
                let year = |part: &CitationPart<'_>| {
                    part.cite
                        .item
                        .date(hayagriva::citationberg::taxonomy::DateVariable::Issued)
                        .cloned()
                };
                let same_year = year(&parts[at]) == year(&parts[at - 1]);
                match number.filter(|_| letters && same_year && parts[at].cite.locator.is_none()) {
                    Some(number) => {
                        delimiter = citation.get_year_suffix_delimiter();
                        parts[at].runs = Runs::text(super::numbers::letters(number));
                        let written = parts[at].written;
                        parts[at]
                            .runs
                            .0
                            .iter_mut()
                            .for_each(|run| run.cite = Some(written));
                    }
                    None => self.fill(&mut parts[at], true),
                }
            }
            collapsed = collapses;
            if !runs.is_empty() && !parts[at].runs.is_empty() {
                runs.append(Runs::text(delimiter), &self.terms.quotes);
            }
            runs.append(std::mem::take(&mut parts[at].runs), &self.terms.quotes);
        }
        runs
    }

    /// Joins numbers; three and more that follow each other become a range.
    fn numbered(&self, parts: &[CitationPart<'_>], delimiter: &str) -> Runs {
        let after = self.style.csl.citation.get_after_collapse_delimiter();
        let mut runs = Runs::default();
        let (mut at, mut collapsed) = (0, false);
        while at < parts.len() {
            let mut end = at;
            while end + 1 < parts.len()
                && parts[end + 1].at == parts[end].at + 1
                && parts[end + 1].cite.prefix.is_empty()
            {
                end += 1;
            }
            if !runs.is_empty() {
                let between = if collapsed { after } else { delimiter };
                runs.append(Runs::text(between), &self.terms.quotes);
            }
            collapsed = end >= at + 2;
            runs.append(parts[at].runs.clone(), &self.terms.quotes);
            if collapsed {
                runs.0.extend(Runs::text("–").0);
                runs.append(parts[end].runs.clone(), &self.terms.quotes);
                at = end + 1;
            } else {
                at += 1;
            }
        }
        runs
    }

    fn list(&self) -> Vec<(String, Runs)> {
        let Some(list) = &self.style.csl.bibliography else {
            return Vec::new();
        };
        let mut before = String::new();
        let mut entries = Vec::with_capacity(self.items.len());
        for (at, item) in self.items.iter().enumerate() {
            let mark = list.subsequent_author_substitute.as_deref();
            let place = Occurrence {
                substitute: mark
                    .filter(|_| !before.is_empty())
                    .map(|mark| (before.as_str(), mark)),
                ..self.place(at)
            };
            let context = Context::new(self.style, self.terms, item, &place, Mode::Bibliography);
            let elements = &list.layout.elements;
            let aside = usize::from(list.second_field_align.is_some()).min(elements.len());
            let mut runs = context.all(&elements[..aside], "").runs;
            let rest = context
                .all(
                    &elements[aside..],
                    list.layout.delimiter.as_deref().unwrap_or(""),
                )
                .runs;
            if !runs.is_empty() {
                runs.append(Runs::text(" "), &self.terms.quotes);
            }
            runs.append(rest, &self.terms.quotes);
            let runs = runs.formatted(list.layout.to_formatting()).affixed(
                list.layout.prefix.as_deref(),
                list.layout.suffix.as_deref(),
                &self.terms.quotes,
            );
            let runs = trimmed(runs);
            let names = context.first_names.take();
            before = names.map_or_else(String::new, |names| names.plain());
            entries.push((item.key.clone(), runs));
        }
        entries
    }
}

/// Takes the spaces off the end of an entry.
fn trimmed(mut runs: Runs) -> Runs {
    while let Some(last) = runs.0.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() || last.line.is_some() {
            break;
        }
        runs.0.pop();
    }
    runs
}

/// Brings works of the same people together, each to the first of them.
fn gather(parts: &mut Vec<CitationPart<'_>>) {
    let mut groups: Vec<(Option<String>, Vec<CitationPart<'_>>)> = Vec::new();
    for part in parts.drain(..) {
        let known = part.names.as_ref().and_then(|names| {
            groups
                .iter_mut()
                .find(|(group, _)| group.as_ref() == Some(names))
        });
        match known {
            Some((_, group)) => group.push(part),
            None => groups.push((part.names.clone(), vec![part])),
        }
    }
    parts.extend(groups.into_iter().flat_map(|(_, group)| group));
}
