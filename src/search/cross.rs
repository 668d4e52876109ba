//! The map: how many pages carry a term of one facet and a term of another.

use std::collections::{BTreeMap, HashMap};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::index::SegmentReader;
use tantivy::{DocId, Score, SegmentOrdinal};

use crate::domain::Viewer;
use crate::search::collect::{Group, SegmentFilter, Verdict, groups};
use crate::search::plan::{Condition, Test, plan};
use crate::search::snapshot::{SegmentFacets, Snapshot};

/// Which two facets to cross, and for which pages.
#[derive(Clone, Debug)]
pub struct CrossRequest<'a> {
    /// The facet of the rows.
    pub rows: &'a str,
    /// The facet of the columns.
    pub columns: &'a str,
    /// A query as typed; empty for every page.
    pub query: &'a str,
    /// Facet and term, as in a search.
    pub filters: &'a [(String, String)],
    /// Only pages about some of these years.
    pub years: Option<RangeInclusive<u16>>,
    /// Who asks.
    pub viewer: Viewer,
}

/// How many pages of each kind; the names of kinds in order.
pub type KindCounts = BTreeMap<String, usize>;

/// The map. What is not in it is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cross {
    /// By the row's and the column's term: pages that carry both.
    pub cells: BTreeMap<(String, String), KindCounts>,
    /// By the row's term: pages that carry it.
    pub rows: BTreeMap<String, KindCounts>,
    /// By the column's term: pages that carry it.
    pub columns: BTreeMap<String, KindCounts>,
    /// Pages that were looked at, whether they carry a term or not.
    pub total: KindCounts,
}

impl Snapshot {
    /// Counts the pages behind each pair of terms of two facets, by kind.
    pub fn cross(&self, request: &CrossRequest<'_>) -> Cross {
        let mut plan = plan(self, &self.parse(request.query), request.viewer);
        plan.conditions
            .extend(request.years.clone().map(|years| Condition {
                without: false,
                test: Test::Years {
                    from: u64::from(*years.start()),
                    to: u64::from(*years.end()),
                },
            }));
        let collector = CrossCollector {
            snapshot: self,
            rows: request.rows,
            columns: request.columns,
            groups: &groups(request.filters),
            conditions: &plan.conditions,
        };
        // A damaged file counts as nothing; see `Snapshot::search`.
        let found = self.searcher().search(&plan.query, &collector);
        found.unwrap_or_default()
    }
}

struct CrossCollector<'s> {
    snapshot: &'s Snapshot,
    rows: &'s str,
    columns: &'s str,
    groups: &'s [Group],
    conditions: &'s [Condition],
}

/// A row, a column and a kind by their ordinals; no row or no column is the total.
type Cell = (Option<u32>, Option<u32>, u32);

struct SegmentCross {
    facets: Arc<SegmentFacets>,
    filter: SegmentFilter,
    rows: Range<u32>,
    columns: Range<u32>,
    kinds: Range<u32>,
    counts: HashMap<Cell, usize>,
}

impl Collector for CrossCollector<'_> {
    type Fruit = Cross;
    type Child = SegmentCross;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCross> {
        let facets = Arc::clone(&self.snapshot.segments()[segment as usize]);
        Ok(SegmentCross {
            filter: SegmentFilter::new(self.groups, self.conditions, reader, &facets)?,
            rows: facets.range(self.rows),
            columns: facets.range(self.columns),
            kinds: facets.range("kind"),
            facets,
            counts: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Cross>) -> tantivy::Result<Cross> {
        let mut merged = Cross::default();
        for segment in segments {
            add(&mut merged.total, segment.total);
            for (cell, counts) in segment.cells {
                add(merged.cells.entry(cell).or_default(), counts);
            }
            for (row, counts) in segment.rows {
                add(merged.rows.entry(row).or_default(), counts);
            }
            for (column, counts) in segment.columns {
                add(merged.columns.entry(column).or_default(), counts);
            }
        }
        Ok(merged)
    }
}

fn add(sum: &mut KindCounts, counts: KindCounts) {
    for (kind, count) in counts {
        *sum.entry(kind).or_default() += count;
    }
}

impl SegmentCollector for SegmentCross {
    type Fruit = Cross;

    fn collect(&mut self, doc: DocId, _: Score) {
        if !matches!(self.filter.judge(doc, true), Verdict::Passes) {
            return;
        }
        let values = &self.filter.ordinals;
        let of = |range: &Range<u32>| {
            let range = range.clone();
            values
                .iter()
                .copied()
                .filter(move |value| range.contains(value))
        };
        for kind in of(&self.kinds) {
            let mut count = |row, column| *self.counts.entry((row, column, kind)).or_default() += 1;
            count(None, None);
            for row in of(&self.rows) {
                count(Some(row), None);
                for column in of(&self.columns) {
                    count(Some(row), Some(column));
                }
            }
            for column in of(&self.columns) {
                count(None, Some(column));
            }
        }
    }

    fn harvest(self) -> Cross {
        let mut cross = Cross::default();
        let term = |ordinal: u32| self.facets.term(ordinal).to_owned();
        for ((row, column, kind), count) in self.counts {
            let counts = match (row, column) {
                (None, None) => &mut cross.total,
                (Some(row), None) => cross.rows.entry(term(row)).or_default(),
                (None, Some(column)) => cross.columns.entry(term(column)).or_default(),
                (Some(row), Some(column)) => {
                    cross.cells.entry((term(row), term(column))).or_default()
                }
            };
            *counts.entry(term(kind)).or_default() += count;
        }
        cross
    }
}
