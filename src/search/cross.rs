//! The map: how many pages carry a term of one facet and a term of another.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::index::SegmentReader;
use tantivy::{DocId, Score, SegmentOrdinal};

use crate::domain::Viewer;
use crate::search::filters::{FilterGroup, FilterOutcome, SegmentFilter, groups};
use crate::search::plan::plan;
use crate::search::query_plan::{Condition, ConditionTest};
use crate::search::segment::SegmentData;
use crate::search::snapshot::Snapshot;
use crate::search::values::Values;

/// The two facets to cross, and the pages to count.
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
}

/// The number of pages of each kind; the names of kinds in order.
pub type KindCounts = BTreeMap<String, usize>;

/// The map. What is not in it is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrossTab {
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
    pub fn cross(&self, viewer: Viewer, request: &CrossRequest<'_>) -> CrossTab {
        let parsed = self.parse(request.query, viewer, None);
        let mut plan = plan(self, &parsed, viewer, None);
        plan.conditions
            .extend(request.years.clone().map(|years| Condition {
                without: false,
                test: ConditionTest::Years {
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
    groups: &'s [FilterGroup],
    conditions: &'s [Condition],
}

/// A row, a column and a kind by the numbers of their values; no row or no column is the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    row: Option<u32>,
    column: Option<u32>,
    kind: u32,
}

/// Numbers of values are small and our own, so mixing them is enough of a hash.
impl Hash for Cell {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let number = |value: Option<u32>| value.map_or(0, |value| u64::from(value) + 1);
        let key = (number(self.row) << 40) ^ (number(self.column) << 16) ^ u64::from(self.kind);
        state.write_u64(key);
    }
}

/// Mixes one number, as [`Cell`] gives it: counting touches several cells for each page.
#[derive(Default)]
struct CellHasher(u64);

impl Hasher for CellHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type CellCounts = HashMap<Cell, usize, BuildHasherDefault<CellHasher>>;

struct SegmentCross {
    data: Arc<SegmentData>,
    filter: SegmentFilter,
    values: Values,
    rows: Option<u16>,
    columns: Option<u16>,
    kinds: Option<u16>,
    counts: CellCounts,
    /// The values of the page at hand, kept to spare their allocation.
    page: CrossPageValues,
}

#[derive(Default)]
struct CrossPageValues {
    rows: Vec<u32>,
    columns: Vec<u32>,
    kinds: Vec<u32>,
}

impl Collector for CrossCollector<'_> {
    type Fruit = CrossTab;
    type Child = SegmentCross;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<SegmentCross> {
        let data = Arc::clone(&self.snapshot.segments()[segment as usize]);
        let values = self.snapshot.values();
        Ok(SegmentCross {
            filter: SegmentFilter::new(self.groups, self.conditions, values, &data),
            data,
            rows: values.facet(self.rows),
            columns: values.facet(self.columns),
            kinds: values.facet("kind"),
            values: values.clone(),
            counts: CellCounts::default(),
            page: CrossPageValues::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<CellCounts>) -> tantivy::Result<CrossTab> {
        let values = self.snapshot.values();
        let term = |number: u32| values.parts(number).map_or("", |(_, term)| term).to_owned();
        let mut cross = CrossTab::default();
        for (Cell { row, column, kind }, count) in segments.into_iter().flatten() {
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
        Ok(cross)
    }
}

impl SegmentCollector for SegmentCross {
    type Fruit = CellCounts;

    fn collect(&mut self, doc: DocId, _: Score) {
        if !matches!(self.filter.judge(doc), FilterOutcome::Passes) {
            return;
        }
        let page = &mut self.page;
        page.rows.clear();
        page.columns.clear();
        page.kinds.clear();
        for value in self.data.values.of_page(doc) {
            let facet = self.values.facet_of(value);
            let lists = [
                (self.rows, &mut page.rows),
                (self.columns, &mut page.columns),
                (self.kinds, &mut page.kinds),
            ];
            for (wanted, list) in lists {
                if facet == wanted {
                    list.push(value);
                }
            }
        }
        for &kind in &page.kinds {
            let mut count = |row, column| {
                let cell = Cell { row, column, kind };
                *self.counts.entry(cell).or_default() += 1;
            };
            count(None, None);
            for &row in &page.rows {
                count(Some(row), None);
                for &column in &page.columns {
                    count(Some(row), Some(column));
                }
            }
            for &column in &page.columns {
                count(None, Some(column));
            }
        }
    }

    fn harvest(self) -> CellCounts {
        self.counts
    }
}
