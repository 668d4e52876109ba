//! Three orders of things that each stand once: the keys of a map, the texts of a list.

use std::collections::HashSet;

/// Merges what two sides made of one row of things, as a set that keeps its order: what either side
/// added is there, what either took away is not.
///
/// Theirs is the order, unless mine has put things in another. What the other side added comes behind
/// what it stood behind there, and mine behind theirs. Returns nothing where a thing stands twice, and
/// where both sides put things in another order.
pub(super) fn merge<'a>(
    base: &[&'a str],
    theirs: &[&'a str],
    mine: &[&'a str],
) -> Option<Vec<&'a str>> {
    let [in_base, in_theirs, in_mine] = [set(base)?, set(theirs)?, set(mine)?];
    let common = |row: &[&'a str]| -> Vec<&'a str> {
        let everywhere = |thing: &&&str| {
            in_base.contains(**thing) && in_theirs.contains(**thing) && in_mine.contains(**thing)
        };
        row.iter().filter(everywhere).copied().collect()
    };
    let orders = [common(base), common(theirs), common(mine)];
    let mine_moved = orders[2] != orders[0];
    if mine_moved && orders[1] != orders[0] && orders[1] != orders[2] {
        return None;
    }
    let (ground, other) = if mine_moved {
        (mine, theirs)
    } else {
        (theirs, mine)
    };
    let kept = |thing: &str| {
        !in_base.contains(thing) || in_theirs.contains(thing) && in_mine.contains(thing)
    };
    let in_ground = if mine_moved { &in_mine } else { &in_theirs };
    let in_other = if mine_moved { &in_theirs } else { &in_mine };
    let added_to_ground = |thing: &str| !in_base.contains(thing) && !in_other.contains(thing);
    let mut merged: Vec<&str> = ground.iter().copied().filter(|thing| kept(thing)).collect();
    let mut before: Option<&str> = None;
    for thing in other.iter().copied().filter(|thing| kept(thing)) {
        if !in_ground.contains(thing) {
            let index_of = |before| merged.iter().position(|known| *known == before);
            let mut at = before.and_then(index_of).map_or(0, |at| at + 1);
            if !mine_moved && before.is_none_or(|before| in_ground.contains(before)) {
                at += merged[at..]
                    .iter()
                    .take_while(|known| added_to_ground(known))
                    .count();
            }
            merged.insert(at, thing);
        }
        before = Some(thing);
    }
    Some(merged)
}

/// Returns the things of a row, unless one of them stands there twice.
fn set<'a>(row: &[&'a str]) -> Option<HashSet<&'a str>> {
    let things: HashSet<&str> = row.iter().copied().collect();
    (things.len() == row.len()).then_some(things)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn merged(base: &str, theirs: &str, mine: &str) -> Option<String> {
        fn row(text: &str) -> Vec<&str> {
            let letters = text.char_indices();
            letters
                .map(|(at, letter)| &text[at..at + letter.len_utf8()])
                .collect()
        }
        merge(&row(base), &row(theirs), &row(mine)).map(|row| row.concat())
    }

    #[test]
    fn what_both_added_is_there_and_what_either_took_away_is_not() {
        for (base, theirs, mine, result) in [
            ("ab", "abc", "abd", "abcd"),
            ("ab", "xab", "yab", "xyab"),
            ("abc", "ac", "ab", "a"),
            ("abc", "bc", "abcd", "bcd"),
            ("ab", "ab", "ba", "ba"),
            ("ab", "abc", "ba", "bca"),
            ("ab", "ba", "bac", "bac"),
            ("abc", "axbc", "abcy", "axbcy"),
            ("", "ab", "bc", "abc"),
            ("ab", "", "abc", "c"),
            ("a", "a", "axyz", "axyz"),
            ("a", "ab", "axyz", "abxyz"),
        ] {
            let found = merged(base, theirs, mine);
            assert_eq!(found.as_deref(), Some(result), "{base} {theirs} {mine}");
        }
    }

    #[test]
    fn two_other_orders_and_things_that_stand_twice_are_not_merged() {
        assert_eq!(merged("abc", "bac", "acb"), None);
        assert_eq!(merged("aa", "a", "ab"), None);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_comes_back(
            base in proptest::collection::hash_set("[a-f]", 0..5),
            theirs in proptest::collection::hash_set("[a-h]", 0..6),
            mine in proptest::collection::hash_set("[a-h]", 0..6),
        ) {
            let [b, t, m] = [&base, &theirs, &mine]
                .map(|row| row.iter().map(String::as_str).collect::<Vec<_>>());
            if let Some(merged) = merge(&b, &t, &m) {
                for thing in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                    let [b, t, m] = [&b, &t, &m].map(|row| row.contains(&thing));
                    let expected = if b { t && m } else { t || m };
                    let times = merged.iter().filter(|known| **known == thing).count();
                    prop_assert_eq!(times, usize::from(expected));
                }
            }
        }
    }
}
