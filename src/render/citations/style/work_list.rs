//! The list of the works of a text.

use hayagriva::citationberg::ToFormatting;

use super::cites::ListedWorks;
use super::context::{Mode, Occurrence, WorkContext};
use super::runs::Runs;

impl ListedWorks<'_> {
    pub(super) fn list(&self) -> Vec<(String, Runs)> {
        let Some(list) = &self.style.csl.bibliography else {
            return Vec::new();
        };
        let mut before = String::new();
        let mut entries = Vec::with_capacity(self.items.len());
        for (at, item) in self.items.iter().enumerate() {
            let mark = list.subsequent_author_substitute.as_deref();
            let occurrence = Occurrence {
                substitute: mark
                    .filter(|_| !before.is_empty())
                    .map(|mark| (before.as_str(), mark)),
                ..self.occurrence(at)
            };
            let context = WorkContext::new(
                self.style,
                self.terms,
                item,
                &occurrence,
                Mode::Bibliography,
            );
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
