//! [`MapGrid`]: the map as it is printed.

use crate::search::KindCounts;
use crate::web::parts::grid::shade::Shade;

/// The map as it is printed: rows of cells, each with its count, shade, words and address.
pub(crate) struct MapGrid {
    pub(crate) caption: String,
    pub(crate) columns: Vec<MapHeading>,
    pub(crate) rows: Vec<MapRow>,
    /// The heads of the shorter axis, which stands across the page.
    pub(crate) across: Vec<MapHeading>,
    /// The longer axis, which goes down the page: names of terms need room beside each other.
    pub(crate) down: Vec<MapRow>,
    /// The numbers of pages that have the same shade, the smallest first.
    pub(crate) shades: Vec<Shade>,
}

#[derive(Clone)]
pub(crate) struct MapHeading {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) address: String,
    /// The meaning of the term.
    pub(crate) definition: String,
    /// The group of terms that it belongs to, in the reader's language.
    pub(crate) group: String,
    /// The number of pages that carry it.
    pub(crate) total: usize,
}

#[derive(Clone)]
pub(crate) struct MapRow {
    /// The group of terms that begins with this row, if one does.
    pub(crate) group: Option<String>,
    pub(crate) header: MapHeading,
    pub(crate) cells: Vec<MapCell>,
}

#[derive(Clone)]
pub(crate) struct MapCell {
    /// The name of the column's term.
    pub(crate) column: String,
    pub(crate) total: usize,
    pub(crate) kinds: KindCounts,
    /// 0 for a gap, else 1 to 5: so many fifths of the other cells have as many pages or fewer.
    pub(crate) shade: usize,
    /// The two terms.
    pub(crate) pair: String,
    /// The cell in words, for those who hear it.
    pub(crate) label: String,
    /// The other pages that there are, in words, where it is a gap.
    pub(crate) instead: String,
    pub(crate) address: String,
}

/// A pair of terms that no page carries.
pub(crate) struct Gap {
    pub(crate) pair: String,
    pub(crate) address: String,
    /// The other pages that there are, in words.
    pub(crate) instead: String,
}

impl MapGrid {
    /// Returns the groups of the terms across the page, each with how many columns it takes; nothing
    /// where no term is in one.
    pub(crate) fn groups(&self) -> Vec<(&str, usize)> {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for heading in &self.across {
            match groups.last_mut() {
                Some((group, columns)) if *group == heading.group => *columns += 1,
                _ => groups.push((&heading.group, 1)),
            }
        }
        groups.retain(|_| self.across.iter().any(|heading| !heading.group.is_empty()));
        groups
    }

    /// Tells whether a pair has no page.
    pub(crate) fn has_gaps(&self) -> bool {
        !self.gaps().is_empty()
    }

    /// Returns the cells that have no page.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let gaps = cells.filter(|cell| cell.total == 0);
        gaps.map(|cell| Gap {
            pair: cell.pair.clone(),
            address: cell.address.clone(),
            instead: cell.instead.clone(),
        })
        .collect()
    }
}
