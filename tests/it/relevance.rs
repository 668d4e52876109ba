//! Does search find what members look for? Graded queries over the starter content.
//!
//! `tests/search/queries.json` has for each query groups of pages that are wanted (one of a group is
//! enough) and groups that are good as well. The first of a wanted group that is found is worth 2,
//! of a good one 1, whatever else of the group follows nothing. Three figures are printed:
//!
//! - nDCG@10: the worth of the first ten, less the further down, against the best order there is;
//! - how often a wanted page is among the first three;
//! - how many queries find nothing. Those about things that are not there may.
//!
//! The queries were graded over the pages that `graded-pages.txt` lists. Pages that came later were
//! judged by nobody, so they are passed over: else each new page that answers a query as well would
//! count as a mistake (T. Sakai, "Alternatives to Bpref", SIGIR 2007: condensed lists).
//!
//! `cargo test --test it relevance -- --nocapture` prints every query. `CONCORD_QUERIES` names another
//! file of queries, for which no figure is asked.

use std::collections::HashSet;

use concord::domain::Viewer;
use concord::search::Request;
use concord::site::Publisher;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::content::starter;

/// What was reached, less a hundredth: who changes the order is told when it gets worse.
const LEAST_NDCG: f64 = 0.793;
const LEAST_IN_THREE: f64 = 0.941;

#[derive(Deserialize)]
struct Query {
    query: String,
    #[serde(default)]
    r#type: String,
    must: Vec<Vec<String>>,
    also: Vec<Vec<String>>,
}

/// What one query finds.
struct Judged {
    ndcg: f64,
    in_three: bool,
    nothing: bool,
}

/// Enough hits for ten that were graded to be among them.
const LOOKED_AT: usize = 60;

fn graded_pages() -> HashSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/graded-pages.txt");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn judge(publisher: &Publisher, query: &Query, graded: &HashSet<String>) -> Judged {
    let edition = publisher.edition();
    let results = edition.view(Viewer::Anonymous).search(&Request {
        query: &query.query,
        limit: LOOKED_AT,
        partial: true,
        ..Request::default()
    });
    let found = results.hits.iter().map(|hit| hit.path.as_str());
    let found = found.filter(|path| graded.contains(*path)).take(10);
    let found: Vec<&str> = found.collect();
    let is = |wanted: &str, path: &str| wanted.strip_suffix("/index").unwrap_or(wanted) == path;
    let worth = |groups: &[Vec<String>], worth: f64| {
        groups
            .iter()
            .map(|group| (group.clone(), worth))
            .collect::<Vec<_>>()
    };
    let mut open = [worth(&query.must, 2.0), worth(&query.also, 1.0)].concat();
    let discount = |rank: usize| (rank as f64 + 2.0).log2();
    let ideal: f64 = open
        .iter()
        .take(10)
        .enumerate()
        .map(|(rank, (_, worth))| worth / discount(rank))
        .sum();
    let mut gained = 0.0;
    for (rank, path) in found.iter().enumerate() {
        let group = open
            .iter()
            .position(|(group, _)| group.iter().any(|one| is(one, path)));
        if let Some(group) = group {
            gained += open.remove(group).1 / discount(rank);
        }
    }
    let wanted = |path: &str| query.must.iter().flatten().any(|one| is(one, path));
    let judged = Judged {
        ndcg: if ideal > 0.0 { gained / ideal } else { 1.0 },
        in_three: found.iter().take(3).any(|path| wanted(path)),
        nothing: found.is_empty(),
    };
    eprintln!(
        "{:.2} {} {:3}+{:<3} {} {:?}\n        {}",
        judged.ndcg,
        if judged.in_three { "*" } else { "-" },
        results.total,
        results.total_partial,
        query.r#type,
        query.query,
        found.join(" ")
    );
    judged
}

#[test]
fn graded_queries_find_what_is_wanted() {
    let other = std::env::var("CONCORD_QUERIES").ok();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/queries.json");
    let text = std::fs::read_to_string(other.as_deref().unwrap_or(own)).unwrap();
    let queries: Vec<Query> = serde_json::from_str(&text).unwrap();
    let (_repository, publisher) = starter();
    let graded = graded_pages();
    let mut judged = Vec::new();
    let mut unexpected = Vec::new();
    for query in queries {
        let one = judge(&publisher, &query, &graded);
        // Of what is not there, nothing needs to be found.
        if query.must.is_empty() {
            continue;
        }
        if one.nothing {
            unexpected.push(query.query);
        }
        judged.push(one);
    }
    let count = judged.len() as f64;
    let ndcg = judged.iter().map(|one| one.ndcg).sum::<f64>() / count;
    let in_three = judged.iter().filter(|one| one.in_three).count() as f64 / count;
    eprintln!(
        "{count} queries: nDCG@10 {ndcg:.3}, wanted in the first three {in_three:.3}, nothing for {unexpected:?}"
    );
    if other.is_none() {
        assert!(ndcg >= LEAST_NDCG, "nDCG@10 is {ndcg:.3}");
        assert!(
            in_three >= LEAST_IN_THREE,
            "in the first three: {in_three:.3}"
        );
        assert!(unexpected.is_empty(), "nothing found for {unexpected:?}");
    }
}

/// Returns the words of a text in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Returns a text without accents.
fn folded(text: &str) -> String {
    let letters = text.nfd();
    letters
        .filter(|letter| !is_combining_mark(*letter))
        .collect()
}

/// A stream of numbers that is the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Makes one mistake behind the first letter.
fn misspelt(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let index = 1 + random.below(letters.len() - 1);
    let other = char::from(b'a' + random.below(26) as u8);
    match random.below(4) {
        0 if letters.len() > 5 => drop(letters.remove(index)),
        1 => letters.insert(index, other),
        2 if index + 1 < letters.len() => letters.swap(index, index + 1),
        _ => letters[index] = other,
    }
    letters.into_iter().collect()
}

#[test]
fn misspelt_words_are_put_right_and_short_forms_left() {
    let (_repository, publisher) = starter();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Anonymous);
    let search = |query: &str| {
        view.search(&Request {
            query,
            limit: 10,
            partial: true,
            ..Request::default()
        })
    };
    let mut titles: Vec<String> = view
        .pages()
        .flat_map(|item| words(&item.page.title))
        .collect();
    titles.retain(|word| word.len() >= 5 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    titles.sort_unstable();
    titles.dedup();
    let mut random = Random(11);
    let (mut right, mut asked) = (0, 0);
    while asked < 90 {
        let word = &titles[random.below(titles.len())];
        let typed = misspelt(word, &mut random);
        // Some mistakes make another word.
        if typed == *word || (search(&typed).corrected.is_none() && search(&typed).total > 0) {
            continue;
        }
        asked += 1;
        let corrected = search(&typed).corrected;
        if corrected.as_deref() == Some(word) {
            right += 1;
        } else {
            eprintln!("{typed}: {corrected:?} instead of {word}");
        }
    }
    eprintln!("{right} of {asked} mistakes put right");
    assert!(right * 30 >= asked * 28, "{right} of {asked}");
    for short in [
        "GDPR", "MNO", "USA", "MoU", "NSO", "NSI", "DPA", "CDR", "AIS", "HMRC", "VAT", "CPI",
        "PPP", "SDG", "NGO", "API", "ToR", "B2G", "PET", "OECD", "ESS", "FAQ", "SDMX", "IMF",
    ] {
        assert_eq!(search(short).corrected, None, "{short}");
    }
}

#[test]
fn title_and_snippet_show_the_words_of_the_query() {
    let (_repository, publisher) = starter();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Anonymous);
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/queries.json");
    let queries: Vec<Query> = serde_json::from_str(&std::fs::read_to_string(own).unwrap()).unwrap();
    let (mut whole, mut literal, mut hits) = (0, 0, 0);
    for query in queries {
        let results = view.search(&Request {
            query: &query.query,
            limit: 10,
            partial: true,
            ..Request::default()
        });
        // Fields and what is left out are not to be shown; accents make no difference, as in search.
        let asked = results.corrected.as_deref().unwrap_or(&query.query);
        let asked = asked.split_whitespace();
        let asked = asked.filter(|item| !item.contains(':') || item.ends_with(':'));
        let asked: Vec<&str> = asked.filter(|item| !item.starts_with('-')).collect();
        let asked = words(&folded(&asked.join(" ")));
        for hit in results.hits.iter().filter(|hit| hit.missing.is_empty()) {
            let title = &view.page(&hit.path).unwrap().page.title;
            let fragments = hit.snippet.iter();
            let reasons = hit.reasons.iter().flat_map(|reason| &reason.text);
            let marked: String = fragments
                .chain(reasons)
                .filter(|fragment| fragment.marked)
                .map(|fragment| format!("{} ", fragment.text))
                .collect();
            // A word with a hyphen is one as well: co-creation.
            let text = format!("{title} {marked}");
            let joined = text.replace('-', "");
            let shown = words(&folded(&format!("{text} {joined}")));
            // Forms of a word begin alike; words of questions need not be shown.
            let head = |word: &str| word.chars().take(4).collect::<String>();
            let seen = |word: &String| {
                word.len() < 4 || shown.iter().any(|other| head(other) == head(word))
            };
            // A stricter count: the letters of each word themselves, less an ending.
            let fragments = hit.snippet.iter();
            let reasons = hit.reasons.iter().flat_map(|reason| &reason.text);
            let all = fragments.chain(reasons);
            let all: String = all.map(|fragment| fragment.text.as_str()).collect();
            let all = folded(&format!("{title} {all}")).to_lowercase();
            let all = format!("{all} {}", all.replace('-', ""));
            let stands = |word: &String| {
                let letters = word.chars().count();
                let kept = letters.saturating_sub(if letters > 5 { 2 } else { 1 });
                let kept: String = word.chars().take(kept).collect();
                letters < 4 || all.contains(&kept)
            };
            literal += usize::from(asked.iter().all(stands));
            hits += 1;
            whole += usize::from(asked.iter().all(seen));
        }
    }
    eprintln!(
        "all words are shown for {whole} of {hits} hits with all of them, letter by letter for {literal}"
    );
    assert!(whole * 100 >= hits * 83, "{whole} of {hits}");
    assert!(literal * 100 >= hits * 75, "{literal} of {hits}");
}
