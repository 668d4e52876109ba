//! "Did you mean": the nearest of some names to a misspelt one.

use std::collections::{HashMap, HashSet};

/// Longest word in bytes that is compared with others.
const MAX_WORD: usize = 200;
/// Up to so many names, each is looked at for each word.
const FEW: usize = 64;
/// The most names of a larger number that are compared with one word, and with one that is so long that
/// comparing takes long.
const MOST_COMPARED: usize = 100;
const MOST_COMPARED_LONG: usize = 8;
/// Longest word in characters that is compared a row at a time.
const SHORT: usize = 64;

/// Returns the candidate nearest to `word`, if one is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most a third of the
/// word, or a candidate whose parts between hyphens contain all parts of the word or begin with it.
/// Looks at each candidate: for many words among many, see [`Candidates`].
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = Word::new(word)?;
    let near = candidates.into_iter().filter_map(|candidate| {
        let folded: Vec<char> = candidate.to_lowercase().chars().collect();
        Some((word.rank(&folded)?, candidate))
    });
    near.min_by_key(|&(rank, candidate)| (rank, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// Many names, arranged so that only those are compared with a word that share some letters with
/// it: what is near has at least one run of three in common.
pub struct Candidates<'c> {
    /// The names, each also in lower case.
    names: Vec<(&'c str, Vec<char>)>,
    /// The names that have a run of three characters, by run.
    runs: HashMap<[char; 3], Vec<u32>>,
}

impl<'c> Candidates<'c> {
    /// Arranges names.
    pub fn new(names: impl IntoIterator<Item = &'c str>) -> Self {
        let fold = |name: &'c str| (name, name.to_lowercase().chars().collect());
        let names: Vec<(&str, Vec<char>)> = names.into_iter().map(fold).collect();
        let mut runs: HashMap<[char; 3], Vec<u32>> = HashMap::new();
        if names.len() > FEW {
            for (number, (_, folded)) in (0..).zip(&names) {
                for run in runs_of(folded) {
                    runs.entry(run).or_default().push(number);
                }
            }
        }
        Self { names, runs }
    }

    /// Returns the name nearest to `word`, as [`nearest`] does. Among very many that share letters
    /// with it, those are looked at that share the rarest.
    pub fn nearest(&self, word: &str) -> Option<&'c str> {
        let word = Word::new(word)?;
        let most = match word.characters.len() {
            0..=SHORT => MOST_COMPARED,
            _ => MOST_COMPARED_LONG,
        };
        let mut best: Option<(usize, usize, &'c str)> = None;
        let mut compare = |number: usize| {
            let (name, folded) = &self.names[number];
            if let Some(rank) = word.rank(folded)
                && best.is_none_or(|(known, length, _)| (rank, name.len()) < (known, length))
            {
                best = Some((rank, name.len(), name));
            }
        };
        if self.names.len() <= FEW {
            (0..self.names.len()).take(most).for_each(compare);
        } else {
            let runs = runs_of(&word.characters).into_iter();
            let mut lists: Vec<&Vec<u32>> = runs.filter_map(|run| self.runs.get(&run)).collect();
            lists.sort_by_key(|list| (list.len(), list.first()));
            let mut compared = HashSet::new();
            for &number in lists.into_iter().flatten().take(most * 8) {
                if compared.len() < most && compared.insert(number) {
                    compare(number as usize);
                }
            }
        }
        best.map(|(.., name)| name)
    }
}

/// Returns each run of three characters of a name, its ends included.
fn runs_of(name: &[char]) -> HashSet<[char; 3]> {
    let (start, end) = ('\u{2}', '\u{3}');
    let padded = [start, start].into_iter().chain(name.iter().copied());
    let padded: Vec<char> = padded.chain([end, end]).collect();
    let runs = padded.windows(3);
    runs.map(|run| [run[0], run[1], run[2]]).collect()
}

/// A word that is compared with names.
struct Word {
    characters: Vec<char>,
    /// The largest distance of a name.
    limit: usize,
    /// Of a short word, where each character stands in it: a bit for each position. Those of ASCII are
    /// found without looking for them.
    positions: Vec<u64>,
    others: HashMap<char, u64>,
}

impl Word {
    fn new(word: &str) -> Option<Self> {
        if word.is_empty() || word.len() > MAX_WORD {
            return None;
        }
        let characters: Vec<char> = word.to_lowercase().chars().collect();
        let limit = (characters.len() / 3).max(1);
        let mut word = Self {
            characters,
            limit,
            positions: vec![0; 128],
            others: HashMap::new(),
        };
        for (position, &character) in word.characters.iter().enumerate().take(SHORT) {
            match word.positions.get_mut(character as usize) {
                Some(positions) => *positions |= 1 << position,
                None => *word.others.entry(character).or_insert(0) |= 1 << position,
            }
        }
        Some(word)
    }

    /// Returns where a character stands in a short word.
    fn positions_of(&self, character: char) -> u64 {
        let known = self.positions.get(character as usize).copied();
        known.unwrap_or_else(|| self.others.get(&character).copied().unwrap_or(0))
    }

    /// Returns how near a name in lower case is, the nearest being 0; `None` where it is not near.
    fn rank(&self, name: &[char]) -> Option<usize> {
        if name.len() > MAX_WORD {
            return None;
        }
        if let Some(distance) = self.distance(name) {
            return Some(distance);
        }
        // The start of a longer term, perhaps misspelt: `confidentialty` for
        // `confidentiality-and-data-sharing`.
        let head = name.split(|&character| character == '-').next()?;
        let distance = (head.len() > 3).then(|| self.distance(head)).flatten()?;
        Some(self.limit + 1 + distance)
    }

    /// Returns the distance of a name, if it is near.
    fn distance(&self, name: &[char]) -> Option<usize> {
        let length = self.characters.len();
        if length.abs_diff(name.len()) > self.limit {
            return None;
        }
        if length > SHORT {
            return distance_within(&self.characters, name, self.limit);
        }
        // A whole row of the table at once, each bit telling in what two neighbours differ: Hyyrö,
        // “A bit-vector algorithm for computing Levenshtein and Damerau edit distances”, 2003.
        let (mut rises, mut falls, mut same, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut distance = length;
        let last = 1 << (length - 1);
        for &character in name {
            let positions = self.positions_of(character);
            let swapped = ((!same & positions) << 1) & before;
            same = ((positions & rises).wrapping_add(rises) ^ rises) | positions | falls | swapped;
            let (up, down) = (falls | !(same | rises), same & rises);
            distance += usize::from(up & last != 0);
            distance -= usize::from(down & last != 0);
            let (up, down) = (up << 1 | 1, down << 1);
            (rises, falls) = (down | !(same | up), up & same);
            before = positions;
        }
        (distance <= self.limit).then_some(distance)
    }
}

/// Returns the optimal string alignment distance: insertions, deletions, substitutions and swaps
/// of neighbours each count one. `None` where it is more than `limit`.
fn distance_within(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let substitution = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1)
                .min(row[j - 1] + 1)
                .min(last[j - 1] + substitution);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row.push(best);
        }
        // A row grows out of the two before it, and none of them leads back below the limit.
        let is_far = |row: &[usize]| row.iter().all(|&distance| distance > limit);
        if is_far(&row) && is_far(&last) {
            return None;
        }
        before_last = last;
        last = row;
    }
    let distance = last[b.len()];
    (distance <= limit).then_some(distance)
}

/// Returns the optimal string alignment distance of two words.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = a.len().max(b.len());
    distance_within(&a, &b, most).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_term_is_recognised() {
        let terms = [
            "confidentiality-and-data-sharing",
            "monitoring",
            "concluding",
        ];
        assert_eq!(
            nearest("confidentialty", terms),
            Some("confidentiality-and-data-sharing")
        );
        assert_eq!(nearest("monitorign", terms), Some("monitoring"));
        assert_eq!(nearest("weather", terms), None);
    }

    #[test]
    fn a_swap_counts_once() {
        assert_eq!(distance("sahring", "sharing"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn of_many_names_the_same_is_meant_as_of_few() {
        let words = ["census", "housing", "energy", "labour", "price", "scanner"];
        let names: Vec<String> = (0..3_000)
            .map(|number| {
                let word = |at: usize| words[number / 6_usize.pow(at as u32) % 6];
                format!("{}-{}-{}-{number}", word(0), word(1), word(2))
            })
            .collect();
        let candidates = Candidates::new(names.iter().map(String::as_str));
        let exact = names[1234].clone();
        assert_eq!(candidates.nearest(&exact), Some(exact.as_str()));
        let misspelt = exact.replacen('s', "z", 1);
        assert_eq!(candidates.nearest(&misspelt), Some(exact.as_str()));
        assert_eq!(candidates.nearest("xxxxxxxxxxxx"), None);
    }

    #[test]
    fn rows_at_once_are_as_cell_by_cell() {
        let letters = ['a', 'b', 'c', 'é'];
        let mut state = 7_u64;
        let mut next = |most: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % most
        };
        for _ in 0..5_000 {
            let mut word = |most| -> Vec<char> {
                let length = next(most) + 1;
                (0..length).map(|_| letters[next(4) as usize]).collect()
            };
            let (one, other) = (word(64), word(70));
            let text: String = one.iter().collect();
            let compared = Word::new(&text).unwrap();
            let expected = distance_within(&one, &other, compared.limit);
            assert_eq!(compared.distance(&other), expected, "{one:?} {other:?}");
        }
    }
}
