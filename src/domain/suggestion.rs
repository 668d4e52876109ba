//! "Did you mean": the nearest of some names to a misspelt one.

/// Returns the candidate nearest to `word`, if one is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most a third of the
/// word, or a candidate whose parts between hyphens contain all parts of the word or begin with it.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    if word.is_empty() || word.len() > 200 {
        return None;
    }
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = candidate.to_lowercase();
            let distance = distance(&word, &folded);
            if distance <= limit {
                return Some((distance, candidate));
            }
            // The start of a longer term, perhaps misspelt: `confidentialty` for
            // `confidentiality-and-data-sharing`.
            let head: String = folded.split('-').next().unwrap_or("").to_owned();
            let head_distance = distance_within(&word, &head, limit);
            head_distance.map(|near| (limit + 1 + near, candidate))
        })
        .min_by_key(|&(distance, candidate)| (distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

fn distance_within(a: &str, b: &str, limit: usize) -> Option<usize> {
    let found = distance(a, b);
    (found <= limit && b.chars().count() > 3).then_some(found)
}

/// Returns the optimal string alignment distance: insertions, deletions, substitutions and swaps
/// of neighbours each count one.
pub fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
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
        before_last = last;
        last = row;
    }
    last[b.len()]
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
}
