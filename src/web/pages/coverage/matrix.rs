//! The types of partnership against the challenges: how many examples of an agenda are of both.

use crate::domain::vocabulary::{COLUMNS, ROWS};
use crate::site::SitePage;
use crate::web::parts::context::Context;
use crate::web::parts::grid::{MapCell, MapGrid, MapHeading, MapQuery, MapRow};

/// Two facets against each other.
pub(super) struct Matrix {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<(String, Vec<CoverageCell>)>,
}

/// A field of the two: how many of the examples are in it, and how many pages there are.
pub(super) struct CoverageCell {
    pub(super) here: usize,
    pub(super) there: usize,
    pub(super) address: String,
    /// Its name: the row and the column.
    pub(super) label: String,
}

/// Returns the types of partnership against the challenges, as the map has them.
pub(super) fn matrix(context: &Context, items: &[&SitePage]) -> Option<Matrix> {
    let grid = MapGrid::new(context, &MapQuery::default());
    if grid.rows.is_empty() || grid.columns.is_empty() {
        return None;
    }
    let has = |item: &SitePage, facet: &str, term: &str| {
        item.page.front.terms(facet).any(|one| one == term)
    };
    let row = |row: &MapRow| {
        let cell = |(cell, column): (&MapCell, &MapHeading)| {
            let both = |item: &&&SitePage| {
                has(item, ROWS, &row.header.id) && has(item, COLUMNS, &column.id)
            };
            let here = items.iter().filter(both).count();
            CoverageCell {
                here,
                there: cell.total,
                address: cell.address.clone(),
                label: format!("{}, {}", row.header.label, column.label),
            }
        };
        let cells = row.cells.iter().zip(&grid.columns).map(cell).collect();
        (row.header.label.clone(), cells)
    };
    Some(Matrix {
        rows: grid.rows.iter().map(row).collect(),
        columns: grid
            .columns
            .iter()
            .map(|column| column.label.clone())
            .collect(),
    })
}
