//! Makes a [`MapGrid`] from the counts.

use std::collections::BTreeMap;

use crate::domain::vocabulary::{Facet, Term};
use crate::domain::{Kind, Vocabulary};
use crate::search::{CrossTab, KindCounts};
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::grid::query::MapQuery;
use crate::web::parts::grid::shade::{Shade, shade_of, shades};
use crate::web::parts::grid::view::{MapCell, MapGrid, MapHeading, MapRow};
use crate::web::parts::messages::Words;

/// The number of pages that carry each term, by kind.
type Totals = BTreeMap<String, KindCounts>;

impl MapGrid {
    /// Makes a grid of every term of the two facets; empty where the vocabulary lacks one.
    pub(crate) fn new(context: &Context, query: &MapQuery) -> Self {
        let vocabulary = context.edition.vocabulary();
        let (Some(rows), Some(columns)) = (
            vocabulary.facet(&query.rows),
            vocabulary.facet(&query.columns),
        ) else {
            return Self {
                caption: String::new(),
                columns: Vec::new(),
                rows: Vec::new(),
                across: Vec::new(),
                down: Vec::new(),
                shades: Vec::new(),
            };
        };
        // What lessons and notes tell where there is no case.
        let others = query.with_more_kinds();
        let cross = query.cross(context);
        let making = MapGridBuilder {
            vocabulary,
            words: context.words,
            query,
            shades: shades(&cross),
            cross,
            known: others.cross(context),
            others,
        };
        making.grid(rows, columns)
    }
}

/// Everything that a grid is made from.
struct MapGridBuilder<'m> {
    vocabulary: &'m Vocabulary,
    words: Words,
    query: &'m MapQuery,
    /// The number of pages for each pair of terms.
    cross: CrossTab,
    shades: Vec<Shade>,
    /// The same with all the kinds that may tell of a gap.
    others: MapQuery,
    known: CrossTab,
}

impl MapGridBuilder<'_> {
    fn grid(self, rows: &Facet, columns: &Facet) -> MapGrid {
        // What is retired stands there as long as pages carry it.
        let shown = |terms: &[Term], totals: &Totals| -> Vec<Term> {
            let terms = terms.iter();
            let shown = terms.filter(|term| !term.is_retired() || totals.contains_key(&term.id));
            shown.cloned().collect()
        };
        let column_terms = shown(&columns.terms, &self.cross.columns);
        let row_terms = shown(&rows.terms, &self.cross.rows);
        let across: Vec<MapHeading> = column_terms
            .iter()
            .map(|term| {
                let address = self.query.address(None, Some(&term.id));
                self.heading(columns, term, &self.cross.columns, address)
            })
            .collect();
        let down: Vec<MapRow> = row_terms
            .iter()
            .map(|term| {
                let address = self.query.address(Some(&term.id), None);
                let cells = column_terms.iter();
                MapRow {
                    group: None,
                    header: self.heading(rows, term, &self.cross.rows, address),
                    cells: cells.map(|column| self.cell(term, column)).collect(),
                }
            })
            .collect();
        let caption = self.words.with_two(
            "map-caption",
            "rows",
            rows.label_in(self.words.code()),
            "columns",
            columns.label_in(self.words.code()).to_lowercase(),
        );
        let turned = (across.len() > down.len()).then(|| turned(&across, &down));
        let (shown_across, mut shown_down) =
            turned.unwrap_or_else(|| (across.clone(), down.clone()));
        begin_groups(&mut shown_down);
        MapGrid {
            caption,
            columns: across,
            rows: down,
            across: shown_across,
            down: shown_down,
            shades: self.shades,
        }
    }

    fn heading(&self, facet: &Facet, term: &Term, totals: &Totals, address: String) -> MapHeading {
        let group = facets::group_label(self.vocabulary, &facet.key, &term.id, self.words);
        MapHeading {
            group: group.to_owned(),
            id: term.id.clone(),
            label: term.label_in(self.words.code()).to_owned(),
            definition: term.definition.clone(),
            total: totals.get(&term.id).map_or(0, |kinds| kinds.values().sum()),
            address,
        }
    }

    fn cell(&self, row: &Term, column: &Term) -> MapCell {
        let words = self.words;
        let pair = (row.id.clone(), column.id.clone());
        let kinds = self.cross.cells.get(&pair).cloned().unwrap_or_default();
        let total: usize = kinds.values().sum();
        let label = |term: &Term| term.label_in(words.code()).to_owned();
        let instead = match (total, self.known.cells.get(&pair)) {
            (0, Some(kinds)) => count_words(words, kinds),
            _ => String::new(),
        };
        let (found, query) = match total {
            0 => (self.query.nothing(words), &self.others),
            _ => (count_words(words, &kinds), self.query),
        };
        let words_of_pair = format!("{}, {}", label(row), label(column));
        MapCell {
            shade: shade_of(&self.shades, total),
            label: match instead.is_empty() {
                true => format!("{words_of_pair}: {found}"),
                false => format!("{words_of_pair}: {found} ({instead})"),
            },
            pair: words_of_pair,
            column: label(column),
            address: query.address(Some(&row.id), Some(&column.id)),
            instead,
            total,
            kinds,
        }
    }
}

/// Notes with which rows a group of terms begins.
fn begin_groups(rows: &mut [MapRow]) {
    let mut before = String::new();
    for row in rows {
        let group = &row.header.group;
        row.group = (!group.is_empty() && *group != before).then(|| group.clone());
        before.clone_from(group);
    }
}

/// Returns a grid with rows for columns.
fn turned(across: &[MapHeading], down: &[MapRow]) -> (Vec<MapHeading>, Vec<MapRow>) {
    let rows = across.iter().enumerate().map(|(at, header)| MapRow {
        group: None,
        header: header.clone(),
        cells: down
            .iter()
            .filter_map(|row| row.cells.get(at).cloned())
            .collect(),
    });
    let heads = down.iter().map(|row| row.header.clone());
    (heads.collect(), rows.collect())
}

/// Says in words how many pages of each kind there are.
fn count_words(words: Words, kinds: &KindCounts) -> String {
    let counts: Vec<String> = kinds
        .iter()
        .filter(|(_, count)| **count > 0)
        .filter_map(|(name, count)| {
            let kind = Kind::from_name(name)?;
            Some(words.count(&format!("count-{}", kind.name()), *count))
        })
        .collect();
    if counts.is_empty() {
        words.say("nothing-known").into_owned()
    } else {
        counts.join(", ")
    }
}
