//! Works in a sentence: “Salgado and Oancea (2017)”.
//!
//! Styles say nothing of this. The names are the first ones that the citation of the style shows, with
//! a word between the last two, and what is left of the citation follows them.

use hayagriva::citationberg::StyleClass;

use super::Style;
use super::cite_history::CitationHistory;
use super::cites::{CitationPart, CitedWork, ListedWorks};
use super::context::Occurrence;
use super::distinct::Addition;
use super::runs::Runs;
use super::terms::Terms;
use crate::render::citations::cite::Naming;
use crate::render::citations::item::Item;

/// Renders a work as a sentence names it; nothing where the style has numbers in place of names.
pub(in crate::render) fn in_text(style: &Style, terms: &Terms, item: &Item) -> Option<String> {
    let works = ListedWorks {
        style,
        terms,
        items: vec![item],
        additions: vec![Addition::default()],
    };
    let cites = vec![CitedWork {
        item,
        prefix: "",
        locator: None,
        naming: Naming::InText,
    }];
    let parts = works.parts(&cites, &mut CitationHistory::default());
    let (names, rest) = works.in_text(parts.first()?)?;
    Some(works.sentence(names, works.behind(rest), 0, true).plain())
}

impl ListedWorks<'_> {
    /// Returns the names of a work as they stand in a sentence, and what is left of its citation;
    /// `None` where the style has no names in citations, but numbers.
    pub(super) fn in_text(&self, part: &CitationPart<'_>) -> Option<(Runs, Runs)> {
        let occurrence = Occurrence {
            locator: part.cite.locator,
            positions: part.positions.clone(),
            without_names: true,
            in_text: true,
            ..self.occurrence(part.at)
        };
        let (mut rest, names) = self.rendered(part, &occurrence);
        // The style may write “ibid.” in place of all, but a sentence has its names every time.
        let names = names.or_else(|| {
            let positions = Vec::new();
            self.rendered(
                part,
                &Occurrence {
                    positions,
                    ..occurrence
                },
            )
            .1
        });
        let names = names.filter(|names| !names.is_empty())?;
        for run in &mut rest.0 {
            run.cite = Some(part.written);
        }
        Some((names, rest))
    }

    /// Puts around a citation what is around it behind names in a sentence.
    pub(super) fn behind(&self, joined: Runs) -> Runs {
        match self.style.csl.settings.class {
            StyleClass::InText => self.laid_out(joined),
            // There are no notes here, and a note with its full stop would end the sentence.
            StyleClass::Note => joined.affixed(Some("("), Some(")"), &self.terms.quotes),
        }
    }

    /// Joins names and what stands behind them in a sentence; from the names to the end of the first
    /// work, all leads to that work.
    pub(super) fn sentence(&self, names: Runs, rest: Runs, first: usize, alone: bool) -> Runs {
        let mut whole = names;
        if !rest.is_empty() {
            whole.append(Runs::text(" "), &self.terms.quotes);
            whole.append(rest, &self.terms.quotes);
        }
        let runs = &mut whole.0;
        let last = runs.iter().rposition(|run| run.cite == Some(first));
        let end = match (alone, last) {
            (false, Some(last)) => last + 1,
            _ => runs.len(),
        };
        let others = runs
            .iter()
            .position(|run| run.cite.is_some_and(|cite| cite != first));
        let end = end.min(others.unwrap_or(end));
        for run in &mut runs[..end] {
            run.cite = Some(first);
        }
        whole
    }
}
