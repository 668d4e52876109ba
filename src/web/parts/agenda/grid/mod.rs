//! The sessions of a day on a grid: the times are its rows, what goes on side by side its columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::agenda::{self, Slot};
use crate::web::parts::agenda::session::AgendaSession;
use crate::web::parts::agenda::times::{Zones, iso};

/// Most columns; a day with more is a list only.
const MOST_COLUMNS: usize = 8;
/// Most rows.
const MOST_ROWS: usize = 200;

/// A day as a table.
pub(crate) struct AgendaGrid {
    /// The heads of the columns; empty where they have no names.
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<AgendaRow>,
    /// Whether the times in the reader's zone are shown, too.
    pub(crate) has_reader: bool,
}

pub(crate) struct AgendaRow {
    pub(crate) time: String,
    /// The time as ISO 8601 in UTC; empty where it is not known.
    pub(crate) iso: String,
    pub(crate) reader: String,
    pub(crate) cells: Vec<AgendaCell>,
}

/// A cell: the sessions that take place there, or none.
pub(crate) struct AgendaCell {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) is_break: bool,
    /// The indices of the sessions among those of the day.
    pub(crate) sessions: Vec<usize>,
}

/// Sessions that share one slot of the grid.
struct SessionBlock {
    from: u16,
    to: u16,
    /// The column; nothing for all of them.
    column: Option<usize>,
    /// The indices of the sessions among those of the day.
    sessions: Vec<usize>,
}

/// The column of each session of a day; nothing for what goes over all of them.
type Columns = BTreeMap<usize, Option<usize>>;

impl AgendaGrid {
    /// Returns the grid of a day where some of its sessions go on side by side. `indices` are the numbers
    /// of the day's sessions in the agenda.
    pub(super) fn of(
        agenda: &agenda::Agenda,
        slots: &[Slot],
        indices: &[usize],
        zones: &Zones,
        shown: &[AgendaSession<'_>],
    ) -> Option<Self> {
        let times: Vec<(usize, u16, u16)> = indices
            .iter()
            .enumerate()
            .filter_map(|(index, at)| {
                let (from, to) = slots.get(*at)?.minutes()?;
                Some((index, from, to))
            })
            .collect();
        let (names, columns) = columns(agenda, indices, &times)?;
        let blocks = blocks(&times, &columns);
        let starts = starts(&blocks);
        if starts.len() > MOST_ROWS || names.len() > MOST_COLUMNS {
            return None;
        }
        let instant = |minutes: u16| {
            let mut all = times.iter().filter(|(_, from, _)| *from == minutes);
            all.find_map(|(index, ..)| slots.get(*indices.get(*index)?)?.from)
        };
        let rows = starts.iter().map(|start| {
            let at = instant(*start).map(|at| at.seconds());
            AgendaRow {
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
            has_reader: !zones.requested.is_empty() && !zones.venue().is_empty(),
            columns: names,
        })
    }
}

/// Returns the names of the columns and the column of each session of the day: by track, by room, or in
/// the order in which they come. Nothing where no two sessions go on side by side.
fn columns(
    agenda: &agenda::Agenda,
    indices: &[usize],
    times: &[(usize, u16, u16)],
) -> Option<(Vec<String>, Columns)> {
    let is_parallel = |one: &(usize, u16, u16)| is_parallel(one, times);
    if !times.iter().any(is_parallel) {
        return None;
    }
    let session = |index: usize| agenda.sessions.get(*indices.get(index)?);
    let sessions = times.iter().filter_map(|(index, ..)| session(*index));
    let sessions: Vec<&agenda::Session> = sessions.collect();
    let tracks = names_by(|session| &session.track, &sessions, &agenda.tracks);
    let rooms = names_by(|session| &session.room, &sessions, &agenda.rooms);
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

/// Tells whether another session goes on at the same time.
fn is_parallel(one: &(usize, u16, u16), times: &[(usize, u16, u16)]) -> bool {
    let mut others = times.iter().filter(|other| other.0 != one.0);
    others.any(|other| one.1 < other.2 && other.1 < one.2)
}

/// Returns the tracks or rooms of sessions: those that the agenda knows in its order, then the others.
fn names_by(
    key: fn(&agenda::Session) -> &str,
    sessions: &[&agenda::Session],
    known: &[String],
) -> Vec<String> {
    let used = sessions.iter().map(|session| key(session));
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
}

/// Puts sessions beside each other in the order in which they come.
fn lanes(times: &[(usize, u16, u16)]) -> (Vec<String>, Columns) {
    let mut ends: Vec<u16> = Vec::new();
    let mut columns = BTreeMap::new();
    for (index, from, to) in times {
        let mut others = times.iter().filter(|other| other.0 != *index);
        if !others.any(|(_, start, end)| from < end && start < to) {
            columns.insert(*index, None);
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
        columns.insert(*index, Some(lane));
    }
    (vec![String::new(); ends.len()], columns)
}

/// Puts sessions of one column that overlap into one block.
fn blocks(times: &[(usize, u16, u16)], columns: &Columns) -> Vec<SessionBlock> {
    let mut blocks: Vec<SessionBlock> = Vec::new();
    let mut sorted: Vec<&(usize, u16, u16)> = times.iter().collect();
    sorted.sort_by_key(|one| (one.1, one.0));
    for (index, from, to) in sorted {
        let column = columns.get(index).copied().flatten();
        let mut known = blocks.iter_mut();
        match known.find(|block| block.column == column && block.to > *from) {
            Some(block) => {
                block.to = block.to.max(*to);
                block.sessions.push(*index);
            }
            None => blocks.push(SessionBlock {
                from: *from,
                to: *to,
                column,
                sessions: vec![*index],
            }),
        }
    }
    blocks
}

/// Returns when the rows begin: wherever something begins or ends, while something goes on.
fn starts(blocks: &[SessionBlock]) -> Vec<u16> {
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
    blocks: &[SessionBlock],
    starts: &[u16],
    start: u16,
    columns: usize,
    shown: &[AgendaSession<'_>],
) -> Vec<AgendaCell> {
    let cell = |block: &SessionBlock, columns: usize| {
        let is_break = |index: &usize| shown.get(*index).is_some_and(|one| one.session.is_break());
        AgendaCell {
            rows: starts
                .iter()
                .filter(|at| block.from <= **at && **at < block.to)
                .count(),
            columns,
            is_break: block.sessions.iter().all(is_break),
            sessions: block.sessions.clone(),
        }
    };
    let is_here = |block: &&SessionBlock| block.from <= start && start < block.to;
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
            None => cells.push(AgendaCell {
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
mod tests;
