//! Joins the works of a citation: names, years and numbers that are shared are written once.

use hayagriva::citationberg::Collapse;
use hayagriva::citationberg::taxonomy::DateVariable;

use super::cites::{CitationPart, ListedWorks};
use super::runs::Runs;

impl ListedWorks<'_> {
    /// Joins the works of a citation: those of the same people follow each other, and share their
    /// names where the style says so.
    pub(super) fn joined(&self, mut parts: Vec<CitationPart<'_>>) -> Runs {
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
            let mut delimiter = match (same, collapsed) {
                (true, _) if collapses || citation.collapse.is_none() => within,
                (_, true) => after,
                _ => usual,
            };
            if collapses {
                match self.shared_year(&parts, at) {
                    Some(number) => {
                        delimiter = citation.get_year_suffix_delimiter();
                        put_letter(&mut parts[at], number);
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

    /// Returns the number of the letter of a work that shares its year with the one before it, where
    /// the style shows no more than the letter.
    fn shared_year(&self, parts: &[CitationPart<'_>], at: usize) -> Option<usize> {
        let letters = matches!(
            self.style.csl.citation.collapse,
            Some(Collapse::YearSuffix | Collapse::YearSuffixRanged)
        );
        let year = |part: &CitationPart<'_>| part.cite.item.date(DateVariable::Issued).cloned();
        let same_year = year(&parts[at]) == year(&parts[at - 1]);
        let number = self.additions[parts[at].at].year_suffix;
        number.filter(|_| letters && same_year && parts[at].cite.locator.is_none())
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

/// Renders a work as the letter behind the year of the work before it.
fn put_letter(part: &mut CitationPart<'_>, number: usize) {
    part.runs = Runs::text(super::numbers::letters(number));
    for run in &mut part.runs.0 {
        run.cite = Some(part.written);
    }
}
