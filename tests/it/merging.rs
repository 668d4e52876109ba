//! Merging two people's files, against what git makes of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use concord::domain::yaml;
use concord::domain::yaml_edit::{self, Edit, NewValue};
use concord::site::{Choice, ConflictLocation, ConflictPart, FileConflict, MergeOutcome, merge};
use concord::store::merge_lines;

/// Numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

const LINES: [&str; 8] = [
    "",
    "",
    "a",
    "b",
    "- c",
    "# d",
    "```",
    "a longer line of text",
];

/// Returns a text of lines that come again and again, as the empty ones of Markdown do.
fn text(dice: &mut Dice) -> Vec<String> {
    let lines = dice.roll(16);
    (0..lines)
        .map(|_| LINES[dice.roll(LINES.len())].to_owned())
        .collect()
}

/// Changes a text in some places. What is put there stands nowhere else.
fn changed(dice: &mut Dice, base: &[String], sign: &str) -> Vec<String> {
    let mut lines = base.to_vec();
    for number in 0..=dice.roll(3) {
        let at = dice.roll(lines.len() + 1);
        let new = format!("{sign}{number}");
        match dice.roll(4) {
            0 if at < lines.len() => drop(lines.remove(at)),
            1 if at < lines.len() => lines[at] = new,
            2 => lines.insert(at, LINES[dice.roll(LINES.len())].to_owned()),
            _ => lines.insert(at, new),
        }
    }
    lines
}

fn written(dice: &mut Dice, lines: &[String]) -> String {
    let end = if dice.roll(8) == 0 { "" } else { "\n" };
    let text = lines.join("\n");
    if text.is_empty() { text } else { text + end }
}

/// Returns three texts, the second and third of which are made of the first.
fn triple(dice: &mut Dice) -> [String; 3] {
    let base = text(dice);
    let theirs = changed(dice, &base, "theirs ");
    let mine = match dice.roll(12) {
        0 => theirs.clone(),
        _ => changed(dice, &base, "mine "),
    };
    [base, theirs, mine].map(|lines| written(dice, &lines))
}

/// Returns what the program makes of three texts; nothing where it finds a conflict.
fn git(folder: &Path, [base, theirs, mine]: &[String; 3]) -> Option<String> {
    for (name, text) in [("base", base), ("theirs", theirs), ("mine", mine)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let mut command = Command::new("git");
    command.args(["merge-file", "-p", "-q", "theirs", "base", "mine"]);
    let output = command.current_dir(folder).output().unwrap();
    assert!(
        output
            .status
            .code()
            .is_some_and(|code| (0..128).contains(&code)),
        "{output:?}"
    );
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}

/// Checks that nothing of either side is out of sight in a conflict, and that a choice is what it says.
fn check_conflict(conflict: &FileConflict, [_, theirs, mine]: &[String; 3]) {
    let side = |is_mine: bool| -> String {
        let text = |part: &ConflictPart| match part {
            ConflictPart::Settled { text, .. } => text.clone(),
            ConflictPart::Pair(pair) if is_mine => pair.mine.clone() + "\n",
            ConflictPart::Pair(pair) => pair.theirs.clone() + "\n",
        };
        conflict.parts().iter().map(text).collect()
    };
    for (text, sign, shown) in [
        (theirs, "theirs ", side(false)),
        (mine, "mine ", side(true)),
    ] {
        for line in text.lines().filter(|line| line.starts_with(sign)) {
            assert!(
                shown.lines().any(|known| known == line),
                "{line}: {conflict:?}"
            );
        }
    }
    let pairs: Vec<_> = conflict.pairs().collect();
    let choose = |choice: Choice| conflict.resolve(&vec![Some(choice); pairs.len()]).unwrap();
    let (theirs, mine) = (choose(Choice::Theirs), choose(Choice::Mine));
    for pair in pairs
        .iter()
        .filter(|pair| pair.location == ConflictLocation::Text)
    {
        assert!(theirs.contains(pair.theirs.trim_end()), "{conflict:?}");
        assert!(mine.contains(pair.mine.trim_end()), "{conflict:?}");
    }
    if pairs.iter().all(|pair| pair.may_be_both()) {
        let both = choose(Choice::Both);
        for pair in &pairs {
            assert!(both.contains(pair.theirs.trim_end()) && both.contains(pair.mine.trim_end()));
        }
    }
    let edited = choose(Choice::Edited("edited\r\n".to_owned()));
    assert_eq!(edited.matches("edited\n").count(), pairs.len());
    assert!(conflict.resolve(&vec![None; pairs.len()]).is_err());
}

/// Merges a text and compares it with what git made of it.
fn check(texts: &[String; 3], expected: Option<String>) -> bool {
    let [base, theirs, mine] = texts;
    match (merge(base, theirs, mine), expected) {
        (MergeOutcome::Clean { text, .. }, Some(expected)) => {
            assert_eq!(text, expected, "{texts:?}");
            true
        }
        (MergeOutcome::Conflict(conflict), None) => {
            check_conflict(&conflict, texts);
            false
        }
        (merged, expected) => panic!("{texts:?}: {merged:?}, git: {expected:?}"),
    }
}

#[test]
fn ten_thousand_texts_merge_where_git_merges_them_and_to_the_same_bytes() {
    let mut dice = Dice(20_260_118);
    let mut clean = 0;
    for _ in 0..10_000 {
        let texts = triple(&mut dice);
        let expected = merge_lines(&texts[0], &texts[1], &texts[2]);
        clean += usize::from(check(&texts, expected));
    }
    assert!((2_000..8_000).contains(&clean), "{clean}");
}

/// Compares with the program itself.
fn compare_with_git(triples: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(19_120_623);
    let mut clean = 0;
    for _ in 0..triples {
        let texts = triple(&mut dice);
        clean += usize::from(check(&texts, git(folder.path(), &texts)));
    }
    assert!(clean > triples / 5 && clean < triples * 4 / 5, "{clean}");
}

#[test]
fn texts_merge_as_with_the_git_program() {
    compare_with_git(300);
}

#[test]
#[ignore = "starts git ten thousand times"]
fn ten_thousand_texts_merge_as_with_the_git_program() {
    compare_with_git(10_000);
}

/// Returns the texts of the pages in the starter content, in the order of their paths.
fn pages() -> Vec<String> {
    fn add(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                add(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    add(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        &mut found,
    );
    found.sort();
    let texts = found
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap());
    texts.filter(|text| text.starts_with("---\n")).collect()
}

/// Returns a page with another value for one of its keys.
fn with(page: &str, key: &str, value: &str) -> String {
    let edit = Edit::Set {
        path: format!("\"{key}\"").parse().unwrap(),
        value: NewValue::Text(value.to_owned()),
    };
    yaml_edit::edit(page, &[edit]).unwrap()
}

/// Returns the keys of a page's front matter.
fn keys(page: &str) -> Vec<String> {
    let yaml = page
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    let root = yaml::parse(yaml.unwrap().0).unwrap();
    let keys = root.entries().iter();
    keys.filter_map(|(key, _)| key.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn edits_of_two_keys_of_any_page_merge_with_edits_of_its_text() {
    let mut dice = Dice(7);
    let mut merged = 0;
    for page in pages() {
        let keys = keys(&page);
        for _ in 0..3 {
            let [key, other] = [0; 2].map(|_| &keys[dice.roll(keys.len())]);
            if key == other {
                continue;
            }
            let theirs = with(&page, key, "theirs");
            let mine = with(&page, other, "mine");
            let expected = with(&theirs, other, "mine");
            let theirs = theirs + "\nTheirs.\n";
            let MergeOutcome::Clean { text, news } = merge(&page, &theirs, &mine) else {
                panic!("{key} {other}: {page}");
            };
            assert_eq!(text, expected + "\nTheirs.\n", "{key} {other}");
            assert_eq!((news.keys, news.passages), (vec![key.clone()], 1), "{page}");
            merged += 1;
        }
    }
    assert!(merged > 100, "{merged}");
}

#[test]
fn whatever_git_merges_of_any_page_is_merged_if_it_can_be_read() {
    let mut dice = Dice(11);
    let (mut by_git, mut by_key) = (0, 0);
    for page in pages() {
        let lines: Vec<String> = page.lines().map(str::to_owned).collect();
        for _ in 0..5 {
            let mut side = |sign: &str| {
                let mut lines = lines.clone();
                let at = dice.roll(lines.len().min(30));
                match dice.roll(3) {
                    0 => drop(lines.remove(at)),
                    1 => lines.insert(at, format!("{sign}: new")),
                    _ => lines[at].push_str(sign),
                }
                lines.join("\n") + "\n"
            };
            let (theirs, mine) = (side("theirs"), side("mine"));
            let merged = merge(&page, &theirs, &mine);
            match (merge_lines(&page, &theirs, &mine), merged) {
                (Some(expected), MergeOutcome::Conflict(conflict)) => {
                    let yaml = expected
                        .strip_prefix("---\n")
                        .and_then(|rest| rest.split_once("\n---\n"));
                    let reads = yaml.is_none_or(|(yaml, _)| yaml::parse(yaml).is_ok());
                    assert!(!reads, "{theirs}\n{mine}\n{conflict:?}");
                }
                (Some(_), MergeOutcome::Clean { .. }) => by_git += 1,
                (None, MergeOutcome::Clean { .. }) => by_key += 1,
                (None, MergeOutcome::Conflict(conflict)) => {
                    check_conflict(&conflict, &[page.clone(), theirs, mine]);
                }
            }
        }
    }
    assert!(by_git > 100 && by_key > 10, "{by_git} {by_key}");
}
