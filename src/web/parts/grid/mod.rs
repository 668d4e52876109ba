//! The map: two facets against each other, with the number of pages in every cell.
//!
//! A [`MapQuery`] says what is asked; `builder` makes a [`MapGrid`] of the counts.

mod builder;
mod query;
mod shade;
mod view;

use crate::web::parts::grid::query::KINDS;
use crate::web::parts::messages::Words;

pub(crate) use crate::web::parts::grid::query::{MapQuery, Switch};
pub(crate) use crate::web::parts::grid::view::{Gap, MapCell, MapGrid, MapHeading, MapRow};

/// Says how many pairs have no page.
pub(crate) fn gap_sentence(words: Words, query: &MapQuery, map: &MapGrid) -> String {
    let pairs = map.rows.len() * map.columns.len();
    let id = match query.kinds == KINDS {
        true => "map-gaps-cases",
        false => "map-gaps",
    };
    let gaps = words.number(map.gaps().len());
    words.with_two(id, "gaps", gaps, "pairs", words.number(pairs))
}
