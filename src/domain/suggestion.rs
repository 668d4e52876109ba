//! "Did you mean": the nearest of some names to a misspelt one.

use std::collections::{HashMap, HashSet};

/// Longest word in bytes that is compared with others.
const MAX_WORD: usize = 200;
/// Up to so many names, each is looked at for each word.
const FEW: usize = 64;
/// How many names of a larger number are compared with one word.
const MOST_COMPARED: usize = 100;

/// Returns the candidate nearest to `word`, if one is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most a third of the
/// word, or a candidate whose parts between hyphens contain all parts of the word or begin with it.
/// Looks at each candidate: for many words among many, see [`Candidates`].
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = Word::new(word)?;
    let near = candidates.into_iter().filter_map(|candidate| {
        let folded = candidate.to_lowercase();
        Some((word.rank(&folded)?, candidate))
    });
    near.min_by_key(|&(rank, candidate)| (rank, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// Many names, arranged so that only those are compared with a word that share some letters with
/// it: what is near has at least one run of three in common.
pub struct Candidates<'c> {
    /// The names, each also in lower case.
    names: Vec<(&'c str, String)>,
    /// Which names have a run of three characters.
    runs: HashMap<[char; 3], Vec<u32>>,
}

impl<'c> Candidates<'c> {
    /// Arranges names.
    pub fn new(names: impl IntoIterator<Item = &'c str>) -> Self {
        let fold = |name: &'c str| (name, name.to_lowercase());
        let names: Vec<_> = names.into_iter().map(fold).collect();
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
        if self.names.len() <= FEW {
            return nearest(word, self.names.iter().map(|(name, _)| *name));
        }
        let word = Word::new(word)?;
        let runs = runs_of(&word.text).into_iter();
        let mut lists: Vec<&Vec<u32>> = runs.filter_map(|run| self.runs.get(&run)).collect();
        lists.sort_by_key(|list| list.len());
        let mut compared = HashSet::new();
        let mut best: Option<(usize, usize, &'c str)> = None;
        for &number in lists.into_iter().flatten().take(MOST_COMPARED * 8) {
            if compared.len() == MOST_COMPARED || !compared.insert(number) {
                continue;
            }
            let (name, folded) = &self.names[number as usize];
            if let Some(rank) = word.rank(folded)
                && best.is_none_or(|(known, length, _)| (rank, name.len()) < (known, length))
            {
                best = Some((rank, name.len(), name));
            }
        }
        best.map(|(.., name)| name)
    }
}

/// Returns each run of three characters of a name, its ends included.
fn runs_of(name: &str) -> HashSet<[char; 3]> {
    let (start, end) = ('\u{2}', '\u{3}');
    let padded = [start, start].into_iter().chain(name.chars());
    let padded: Vec<char> = padded.chain([end, end]).collect();
    let runs = padded.windows(3);
    runs.map(|run| [run[0], run[1], run[2]]).collect()
}

/// A word that is compared with names.
struct Word {
    text: String,
    characters: Vec<char>,
    /// How far away a name may be.
    limit: usize,
}

impl Word {
    fn new(word: &str) -> Option<Self> {
        let text = word.to_lowercase();
        if text.is_empty() || text.len() > MAX_WORD {
            return None;
        }
        let characters: Vec<char> = text.chars().collect();
        let limit = (characters.len() / 3).max(1);
        Some(Self {
            text,
            characters,
            limit,
        })
    }

    /// Returns how near a name in lower case is, the nearest being 0; `None` where it is not near.
    fn rank(&self, name: &str) -> Option<usize> {
        if name.len() > MAX_WORD * 4 {
            return None;
        }
        let characters: Vec<char> = name.chars().collect();
        if let Some(distance) = distance_within(&self.characters, &characters, self.limit) {
            return Some(distance);
        }
        // The start of a longer term, perhaps misspelt: `confidentialty` for
        // `confidentiality-and-data-sharing`.
        let head = characters.split(|&character| character == '-').next()?;
        let distance = (head.len() > 3)
            .then(|| distance_within(&self.characters, head, self.limit))
            .flatten()?;
        Some(self.limit + 1 + distance)
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
}
