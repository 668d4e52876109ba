//! The sessions of a day on a grid: the times are its rows, what goes on side by side its columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::agenda::{self, Slot};
use crate::web::parts::agenda::session::Session;
use crate::web::parts::agenda::times::{Zones, iso};

/// Most columns; a day with more is a list only.
const MOST_COLUMNS: usize = 8;
/// Most rows.
const MOST_ROWS: usize = 200;

/// A day as a table.
pub(crate) struct Grid {
    /// What stands above the columns; empty where they have no names.
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// Whether the times in the reader's zone are shown, too.
    pub(crate) has_reader: bool,
}

pub(crate) struct Row {
    pub(crate) time: String,
    /// As ISO 8601 in UTC; empty where it is not known.
    pub(crate) iso: String,
    pub(crate) reader: String,
    pub(crate) cells: Vec<Cell>,
}

/// A cell: the sessions that take place there, or none.
pub(crate) struct Cell {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) is_break: bool,
    /// The places of the sessions among those of the day.
    pub(crate) sessions: Vec<usize>,
}

/// Sessions that take one place in the grid.
struct Block {
    from: u16,
    to: u16,
    /// The column; nothing for all of them.
    column: Option<usize>,
    /// The places of the sessions among those of the day.
    sessions: Vec<usize>,
}

/// The column of each session of a day; nothing for what goes over all of them.
type Columns = BTreeMap<usize, Option<usize>>;

impl Grid {
    /// Returns the grid of a day where some of its sessions go on side by side. `places` are the numbers
    /// of the day's sessions in the agenda.
    pub(super) fn of(
        agenda: &agenda::Agenda,
        slots: &[Slot],
        places: &[usize],
        zones: &Zones,
        shown: &[Session<'_>],
    ) -> Option<Self> {
        let times: Vec<(usize, u16, u16)> = places
            .iter()
            .enumerate()
            .filter_map(|(place, at)| {
                let (from, to) = slots.get(*at)?.minutes()?;
                Some((place, from, to))
            })
            .collect();
        let (names, columns) = columns(agenda, places, &times)?;
        let blocks = blocks(&times, &columns);
        let starts = starts(&blocks);
        if starts.len() > MOST_ROWS || names.len() > MOST_COLUMNS {
            return None;
        }
        let instant = |minutes: u16| {
            let mut all = times.iter().filter(|(_, from, _)| *from == minutes);
            all.find_map(|(place, ..)| slots.get(*places.get(*place)?)?.from)
        };
        let rows = starts.iter().map(|start| {
            let at = instant(*start).map(|at| at.seconds());
            Row {
                time: format!("{:02}:{:02}", start / 60, start % 60),
                iso: at.map_or_else(String::new, iso),
                reader: at
                    .and_then(|at| zones.at_reader(None, at))
                    .unwrap_or_default(),
                cells: cells(&blocks, &starts, *start, names.len(), shown),
            }
        });
        Some(Self {
            rows: rows.collect(),
            has_reader: !zones.asked.is_empty() && !zones.venue().is_empty(),
            columns: names,
        })
    }
}

/// Returns the names of the columns and the column of each session of the day: by track, by room, or in
/// the order in which they come. Nothing where no two sessions go on side by side.
fn columns(
    agenda: &agenda::Agenda,
    places: &[usize],
    times: &[(usize, u16, u16)],
) -> Option<(Vec<String>, Columns)> {
    let overlap = |a: &(usize, u16, u16), b: &(usize, u16, u16)| a.1 < b.2 && b.1 < a.2;
    let is_parallel = |one: &(usize, u16, u16)| {
        let mut others = times.iter().filter(|other| other.0 != one.0);
        others.any(|other| overlap(one, other))
    };
    if !times.iter().any(is_parallel) {
        return None;
    }
    let session = |place: usize| agenda.sessions.get(*places.get(place)?);
    let name_by = |key: fn(&agenda::Session) -> &str, known: &[String]| {
        let used = times
            .iter()
            .filter_map(|(place, ..)| session(*place))
            .map(key);
        let used: Vec<&str> = used.filter(|name| !name.is_empty()).collect();
        let first = known
            .iter()
            .map(String::as_str)
            .filter(|name| used.contains(name));
        let mut names: Vec<String> = first.map(str::to_owned).collect();
        for name in &used {
            if !names.iter().any(|known| known == name) {
                names.push((*name).to_owned());
            }
        }
        names
    };
    let tracks = name_by(|session| &session.track, &agenda.tracks);
    let rooms = name_by(|session| &session.room, &agenda.rooms);
    let (mut names, key): (Vec<String>, fn(&agenda::Session) -> &str) =
        match (tracks.len() > 1, rooms.len() > 1) {
            (true, _) => (tracks, |session| &session.track),
            (false, true) => (rooms, |session| &session.room),
            (false, false) => return Some(lanes(times)),
        };
    let mut columns = BTreeMap::new();
    let mut rest = None;
    for one in times {
        let named = session(one.0).map_or("", key);
        let column = names
            .iter()
            .position(|name| name == named && !named.is_empty());
        // What is for all goes over all columns, unless something else goes on.
        let column = match column {
            None if is_parallel(one) => {
                let at = *rest.get_or_insert_with(|| {
                    names.push(String::new());
                    names.len() - 1
                });
                Some(at)
            }
            // A room's own session that nothing goes on beside is for all, too.
            Some(_) if !is_parallel(one) && session(one.0).is_some_and(|s| s.track.is_empty()) => {
                None
            }
            column => column,
        };
        columns.insert(one.0, column);
    }
    Some((names, columns))
}

/// Puts sessions beside each other in the order in which they come.
fn lanes(times: &[(usize, u16, u16)]) -> (Vec<String>, Columns) {
    let mut ends: Vec<u16> = Vec::new();
    let mut columns = BTreeMap::new();
    for (place, from, to) in times {
        let mut others = times.iter().filter(|other| other.0 != *place);
        if !others.any(|(_, start, end)| from < end && start < to) {
            columns.insert(*place, None);
            continue;
        }
        let lane = ends
            .iter()
            .position(|end| end <= from)
            .unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(*to);
        }
        if let Some(end) = ends.get_mut(lane) {
            *end = *to;
        }
        columns.insert(*place, Some(lane));
    }
    (vec![String::new(); ends.len()], columns)
}

/// Puts sessions of one column that overlap into one block.
fn blocks(times: &[(usize, u16, u16)], columns: &Columns) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut sorted: Vec<&(usize, u16, u16)> = times.iter().collect();
    sorted.sort_by_key(|one| (one.1, one.0));
    for (place, from, to) in sorted {
        let column = columns.get(place).copied().flatten();
        let mut known = blocks.iter_mut();
        match known.find(|block| block.column == column && block.to > *from) {
            Some(block) => {
                block.to = block.to.max(*to);
                block.sessions.push(*place);
            }
            None => blocks.push(Block {
                from: *from,
                to: *to,
                column,
                sessions: vec![*place],
            }),
        }
    }
    blocks
}

/// Returns when the rows begin: wherever something begins or ends, while something goes on.
fn starts(blocks: &[Block]) -> Vec<u16> {
    let bounds: BTreeSet<u16> = blocks
        .iter()
        .flat_map(|block| [block.from, block.to])
        .collect();
    let goes_on = |at: &u16| {
        let mut blocks = blocks.iter();
        blocks.any(|block| block.from <= *at && *at < block.to)
    };
    bounds.into_iter().filter(goes_on).collect()
}

/// Returns the cells of a row that begin in it.
fn cells(
    blocks: &[Block],
    starts: &[u16],
    start: u16,
    columns: usize,
    shown: &[Session<'_>],
) -> Vec<Cell> {
    let cell = |block: &Block, columns: usize| {
        let is_break = |place: &usize| shown.get(*place).is_some_and(|one| one.session.is_break());
        Cell {
            rows: starts
                .iter()
                .filter(|at| block.from <= **at && **at < block.to)
                .count(),
            columns,
            is_break: block.sessions.iter().all(is_break),
            sessions: block.sessions.clone(),
        }
    };
    let is_here = |block: &&Block| block.from <= start && start < block.to;
    if let Some(whole) = blocks
        .iter()
        .filter(is_here)
        .find(|block| block.column.is_none())
    {
        return match whole.from == start {
            true => vec![cell(whole, columns)],
            false => Vec::new(),
        };
    }
    let mut cells = Vec::new();
    for column in 0..columns {
        match blocks
            .iter()
            .filter(is_here)
            .find(|block| block.column == Some(column))
        {
            Some(block) if block.from == start => cells.push(cell(block, 1)),
            Some(_) => {}
            None => cells.push(Cell {
                rows: 1,
                columns: 1,
                is_break: false,
                sessions: Vec::new(),
            }),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_side_by_side_has_columns_and_what_is_for_all_spans_them() {
        let lanes = |times: &[(usize, u16, u16)]| {
            let (names, columns) = lanes(times);
            (names.len(), columns.into_values().collect::<Vec<_>>())
        };
        assert_eq!(
            lanes(&[(0, 540, 600), (1, 600, 660), (2, 600, 630), (3, 630, 660)]),
            (2, vec![None, Some(0), Some(1), Some(1)])
        );
    }

    proptest::proptest! {
        /// Whatever goes on when, every row has each of its columns once.
        #[test]
        fn rows_and_columns_add_up(
            times in proptest::collection::vec((0..1_300_u16, 5..120_u16, 0..4_usize), 1..24),
        ) {
            let all: Vec<(usize, u16, u16)> = times
                .iter()
                .enumerate()
                .map(|(place, (from, length, _))| (place, *from, from + length))
                .collect();
            let (names, by_lane) = lanes(&all);
            // By tracks, too, of which some have sessions that overlap.
            let by_track: BTreeMap<usize, Option<usize>> = all
                .iter()
                .map(|(place, ..)| (*place, Some(times[*place].2)))
                .collect();
            for (columns, by) in [(names.len(), by_lane), (4, by_track)] {
                let blocks = blocks(&all, &by);
                let starts = starts(&blocks);
                let mut taken = vec![vec![0_usize; columns.max(1)]; starts.len()];
                for (row, start) in starts.iter().enumerate() {
                    for cell in cells(&blocks, &starts, *start, columns.max(1), &[]) {
                        let first = taken[row].iter().position(|count| *count == 0).unwrap();
                        for row in taken.iter_mut().skip(row).take(cell.rows) {
                            for count in row.iter_mut().skip(first).take(cell.columns) {
                                *count += 1;
                            }
                        }
                    }
                }
                proptest::prop_assert!(taken.iter().flatten().all(|count| *count == 1), "{taken:?}");
            }
        }
    }

    #[test]
    fn sessions_of_one_track_that_overlap_share_a_place() {
        let columns = BTreeMap::from([(0, Some(0)), (1, Some(0)), (2, Some(1))]);
        let blocks = blocks(&[(0, 540, 600), (1, 570, 630), (2, 540, 600)], &columns);
        let found: Vec<_> = blocks
            .iter()
            .map(|one| (one.from, one.to, one.sessions.len()))
            .collect();
        assert_eq!(found, [(540, 630, 2), (540, 600, 1)]);
        // The rows of a day add up in every column.
        let starts = [540, 600];
        let rows = starts.map(|start| cells(&blocks, &starts, start, 2, &[]));
        let taken: usize = rows
            .iter()
            .flatten()
            .map(|cell| cell.rows * cell.columns)
            .sum();
        assert_eq!(taken, 2 * 2);
    }
}
