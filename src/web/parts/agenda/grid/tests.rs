//! Every row of a grid has each of its columns once.

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
            .map(|(index, (from, length, _))| (index, *from, from + length))
            .collect();
        let (names, by_lane) = lanes(&all);
        // By tracks, too, of which some have sessions that overlap.
        let by_track: BTreeMap<usize, Option<usize>> = all
            .iter()
            .map(|(index, ..)| (*index, Some(times[*index].2)))
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
fn sessions_of_one_track_that_overlap_share_a_slot() {
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
