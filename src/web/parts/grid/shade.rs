//! [`Shade`]: how dark a cell of the map is.

use crate::search::CrossTab;

/// The number of shades.
const SHADES: usize = 5;

/// A shade of the map.
pub(crate) struct Shade {
    pub(crate) number: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Divides the numbers of pages into fifths, so that each shade says as much as the others.
pub(super) fn shades(cross: &CrossTab) -> Vec<Shade> {
    let totals = cross.cells.values().map(|counts| counts.values().sum());
    let mut totals: Vec<usize> = totals.filter(|total| *total > 0).collect();
    totals.sort_unstable();
    let mut shades: Vec<Shade> = Vec::new();
    for (index, total) in totals.iter().enumerate() {
        let number = index * SHADES / totals.len() + 1;
        match shades.last_mut() {
            // What is the same has the same shade.
            Some(last) if last.to == *total || last.number == number => last.to = *total,
            _ => shades.push(Shade {
                number,
                from: *total,
                to: *total,
            }),
        }
    }
    shades
}

/// Returns the number of the shade of so many pages, 0 for none.
pub(super) fn shade_of(shades: &[Shade], total: usize) -> usize {
    let holds = |shade: &&Shade| (shade.from..=shade.to).contains(&total);
    shades.iter().find(holds).map_or(0, |shade| shade.number)
}
