//! Who wrote which paragraph: what is told of it, to whom, and whether git and WikiWho say the same.

use std::collections::HashMap;

use axum::http::StatusCode;
use concord::domain::{PagePath, Viewer};
use concord::render::text_blocks;
use concord::site::{Publisher, Versions};

use crate::git_harness::git;
use crate::wiki::{TestRepository, Wiki, page, read_history, read_long_history};

const HERONS: &str = "Herons stand in the shallow water for hours and wait.";
const STORKS: &str = "Storks build on the roofs of old houses in spring.";

fn text(lines: &str) -> String {
    page("title: Birds\nsummary: About birds.", lines)
}

fn wiki() -> Wiki {
    Wiki::new(&[("index.md", &page("title: Home\nsummary: S.", "Welcome."))])
}

#[tokio::test]
async fn each_paragraph_says_who_last_changed_its_words() {
    let wiki = wiki();
    let say = |message: &str, file: &str, lines: &str| {
        wiki.write_saying(message, &[(file, Some(&text(lines)))])
    };
    let first = say("Begin", "birds.md", &format!("{HERONS}\n\n{STORKS}"));
    let deep = HERONS.replace("shallow", "deep");
    let second = say("Say deep", "birds.md", &format!("{deep}\n\n{STORKS}"));
    let broken = deep
        .replace("the deep", "the\ndeep")
        .replace("wait.", "*wait*!");
    say("Break lines", "birds.md", &format!("{broken}\n\n{STORKS}"));
    wiki.write_saying(
        "Move it",
        &[
            ("birds.md", None),
            (
                "waders/birds.md",
                Some(&text(&format!("{broken}\n\n{STORKS}"))),
            ),
        ],
    );
    wiki.read_history();
    let blame = wiki.get("/-/blame/waders/birds").await;
    assert_eq!(blame.status, StatusCode::OK, "{}", blame.text());
    assert_eq!(blame.select("h1"), ["Who wrote what in “Birds”"]);
    assert!(blame.text().contains("noindex"));
    assert_eq!(blame.select(".whose [lang]"), ["Say deep", "Begin"]);
    assert_eq!(
        blame.attributes(".whose .muted a", "href"),
        [
            format!("/-/diff/waders/birds?to={second}"),
            format!("/-/diff/waders/birds?to={first}")
        ]
    );
    // The newest has the last shade.
    assert_eq!(blame.attributes(".blame > li", "class"), ["age-5", "age-0"]);
    // A step back leads to the paragraph as it was; of the first, nothing was before it.
    let before = blame.attributes(".past a", "href");
    assert_eq!(before[0], format!("/-/blame/waders/birds?at={first}#b-0"));
    assert_eq!(before[1], format!("/-/diff/waders/birds?to={first}"));
    assert_eq!(before.len(), 2);
    let earlier = wiki.get(before[0].split('#').next().unwrap()).await;
    assert_eq!(earlier.select("#b-0"), [HERONS]);
    assert_eq!(earlier.select(".whose [lang]"), ["Begin"]);
    assert_eq!(earlier.select(".notice a")[0], "Look at the newest one");
    // It is reached from the page, its history and its differences, and under its old address.
    for from in ["/waders/birds", "/-/history/waders/birds"] {
        let link = "main a[href='/-/blame/waders/birds'], footer a[href='/-/blame/waders/birds']";
        assert_eq!(wiki.get(from).await.select(link).len(), 1, "{from}");
    }
    let diff = wiki.get("/-/diff/waders/birds").await;
    assert_eq!(diff.select("a[href*='/-/blame/waders/birds?at=']").len(), 1);
    let old = wiki.get("/-/blame/birds").await;
    assert_eq!(old.header("location"), "/-/blame/waders/birds");
    // A page that is gone had paragraphs.
    wiki.write_saying("Remove it", &[("waders/birds.md", None)]);
    let gone = wiki.get("/-/blame/waders/birds").await;
    assert_eq!(gone.select(".whose [lang]"), ["Say deep", "Begin"]);
    for address in [
        "/-/blame/none",
        "/-/blame/index?at=0000000",
        "/-/blame/x/../y",
    ] {
        assert_eq!(
            wiki.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
}

#[tokio::test]
async fn what_only_changed_the_layout_owns_no_words_of_others() {
    let wiki = wiki();
    wiki.write_saying(
        "Begin",
        &[("a.md", Some(&text(&format!("{HERONS}\n\n{STORKS}"))))],
    );
    let capital = HERONS.replace("hours", "Hours");
    let layout = wiki.write_saying(
        "Capitals",
        &[("a.md", Some(&text(&format!("{capital}\n\n{STORKS}"))))],
    );
    wiki.read_history();
    let blame = wiki.get("/-/blame/a").await;
    assert_eq!(blame.select(".whose [lang]"), ["Capitals", "Begin"]);
    wiki.write_saying(
        "Customs",
        &[(".git-blame-ignore-revs", Some(&format!("{layout}\n")))],
    );
    wiki.read_history();
    let blame = wiki.get("/-/blame/a").await;
    assert_eq!(blame.select(".whose [lang]"), ["Begin"]);
}

#[tokio::test]
async fn what_a_hidden_version_changed_is_told_as_of_the_next_that_is_seen() {
    let hidden = |lines: &str| {
        page(
            "title: Birds\nsummary: About birds.\nvisibility: members",
            lines,
        )
    };
    let build = || {
        let repository = TestRepository::new();
        let write = |message: &str, text: &str| {
            repository.commit_saying(message, &[("a.md", Some(text.as_bytes()))])
        };
        repository.write(&[("index.md", &page("title: Home\nsummary: S.", "Hello."))]);
        write("Begin", &text(HERONS));
        write(
            "Hide",
            &hidden(&format!("{HERONS}\n\n{STORKS}\n\nOtterword.")),
        );
        write("Open", &text(&format!("{HERONS}\n\n{STORKS}")));
        repository
    };
    let wiki = Wiki::of(build());
    wiki.read_history();
    let blame = wiki.get("/-/blame/a").await;
    // What "Open" says is not told: what it changed was hidden.
    assert_eq!(blame.select(".whose [lang]"), ["Begin"]);
    assert_eq!(blame.select(".blame > li").len(), 2);
    assert!(!blame.text().contains("Hide") && !blame.text().contains("Otterword"));
    let log = git(
        wiki.repository.path(),
        &["log", "--format=%H", "--", "a.md"],
    );
    let commits: Vec<&str> = log.lines().collect();
    assert!(!blame.text().contains(commits[1]));
    let at = wiki.get(&format!("/-/blame/a?at={}", commits[1])).await;
    assert_eq!(at.status, StatusCode::NOT_FOUND);
    let members = Wiki::seen_by(build(), Viewer::Member);
    members.read_history();
    let blame = members.get("/-/blame/a").await;
    assert_eq!(blame.select(".whose [lang]"), ["Begin", "Hide"]);
}

/// Random numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// Paragraphs of one line each, no two alike.
struct Paragraphs {
    dice: Dice,
    number: usize,
    all: Vec<Vec<String>>,
}

impl Paragraphs {
    fn word(&mut self) -> String {
        self.number += 1;
        format!("w{}", self.number)
    }

    fn paragraph(&mut self) -> Vec<String> {
        (0..12).map(|_| self.word()).collect()
    }

    fn change(&mut self) {
        let (change, index) = (self.dice.throw(5), self.dice.throw(self.all.len()));
        let paragraph = self.paragraph();
        match change {
            0 => self.all.insert(index, paragraph),
            1 if self.all.len() > 5 => drop(self.all.remove(index)),
            _ => {
                let at = self.dice.throw(10);
                self.all[index][at] = self.word();
            }
        }
    }

    fn text(&self) -> String {
        let lines = self.all.iter().map(|words| words.join(" "));
        text(&lines.collect::<Vec<_>>().join("\n\n"))
    }
}

fn versions_of<'e>(view: &concord::site::View<'e>, file: &str) -> Versions<'e> {
    let path = PagePath::from_file(file).unwrap();
    view.versions(&path).unwrap().unwrap()
}

/// Returns which commit last changed each paragraph.
fn ours(publisher: &Publisher, file: &str) -> Vec<(String, String)> {
    let edition = publisher.edition();
    let versions = versions_of(&edition.view(Viewer::Contributor), file);
    let blame = versions.blame(0).unwrap();
    let blocks = blame.blocks.iter();
    blocks
        .map(|block| {
            let commit = versions.commit_at(block.last).unwrap().to_string();
            (block.text.clone(), commit)
        })
        .collect()
}

/// Returns which commit last changed each line, by git.
fn of_git(repository: &TestRepository, file: &str) -> HashMap<String, String> {
    let told = git(
        repository.path(),
        &["blame", "-w", "--line-porcelain", "main", "--", file],
    );
    let (mut commit, mut lines) = (String::new(), HashMap::new());
    for line in told.lines() {
        match line.strip_prefix('\t') {
            Some(text) => drop(lines.insert(text.trim().to_owned(), commit.clone())),
            None if line.len() > 40 && line.as_bytes()[..40].iter().all(u8::is_ascii_hexdigit) => {
                line[..40].clone_into(&mut commit);
            }
            None => {}
        }
    }
    lines
}

#[test]
fn where_paragraphs_are_lines_git_says_the_same() {
    for seed in 1..4 {
        let repository = TestRepository::new();
        let mut pages = Paragraphs {
            dice: Dice(seed),
            number: 0,
            all: Vec::new(),
        };
        for _ in 0..8 {
            let paragraph = pages.paragraph();
            pages.all.push(paragraph);
        }
        let mut file = "a.md";
        for step in 0..60 {
            let text = pages.text();
            let mut changes: Vec<(&str, Option<&[u8]>)> = vec![(file, Some(text.as_bytes()))];
            if step == 30 {
                changes = vec![("a.md", None), ("b.md", Some(text.as_bytes()))];
                file = "b.md";
            }
            repository.commit_saying(&format!("Step {step}"), &changes);
            for _ in 0..=pages.dice.throw(3) {
                pages.change();
            }
        }
        let publisher = repository.publisher(None);
        read_history(&publisher);
        let theirs = of_git(&repository, file);
        let ours = ours(&publisher, file);
        assert!(ours.len() >= 5);
        for (text, commit) in ours {
            assert_eq!(theirs.get(&text), Some(&commit), "seed {seed}: {text}");
        }
    }
}

/// How often two of us who look at the same say the same.
#[derive(Default, Debug)]
struct Tally {
    same: usize,
    /// We say a later version: words were taken away or put elsewhere, which leaves no word of its own.
    later: usize,
    earlier: usize,
}

/// Compares with whom WikiWho has as the authors of the words: the newest of a paragraph's words is as
/// old as its last change, where that put words in.
fn compare_words(versions: &Versions<'_>, tally: &mut Tally) {
    let mut dump = String::from(
        "<mediawiki><siteinfo><namespaces><namespace key=\"0\" /></namespaces></siteinfo><page><title>T</title><ns>0</ns><id>1</id>",
    );
    let mut newest = Vec::new();
    let mut is_any = false;
    for position in (0..versions.len()).rev() {
        let Some((_, source)) = versions.read(position).unwrap() else {
            continue;
        };
        let Some(blocks) = text_blocks(&source) else {
            return;
        };
        let texts: Vec<String> = blocks.into_iter().map(|block| block.text).collect();
        let escaped = texts
            .join("\n\n")
            .replace('&', "&amp;")
            .replace('<', "&lt;");
        dump += &format!(
            "<revision><id>{}</id><timestamp>2020-01-01T00:00:00Z</timestamp><contributor><username>U{position}</username><id>{}</id></contributor><model>wikitext</model><format>text/x-wiki</format><text xml:space=\"preserve\">{escaped}</text></revision>",
            versions.len() - position,
            versions.len() - position,
        );
        newest = texts;
        is_any = true;
    }
    dump += "</page></mediawiki>";
    if !is_any {
        return;
    }
    let mut parser = wikiwho::dump_parser::DumpParser::new(dump.as_bytes()).unwrap();
    let page = parser.parse_page().unwrap().unwrap();
    let Ok(analysis) = wikiwho::algorithm::PageAnalysis::analyse_page(&page.revisions) else {
        return;
    };
    let tokens = wikiwho::utils::iterate_revision_tokens(&analysis, &analysis.current_revision);
    let mut tokens = tokens.map(|token| {
        let id = usize::try_from(analysis[token].origin_revision.id).unwrap();
        (token.value.as_str().chars().count(), id)
    });
    let blame = versions.blame(0).unwrap();
    for (block, text) in blame.blocks.iter().zip(&newest) {
        let signs = text.to_lowercase();
        let mut left = signs.chars().filter(|sign| !sign.is_whitespace()).count();
        let mut newest = 0;
        while left > 0 {
            let Some((count, id)) = tokens.next() else {
                return;
            };
            left = left.saturating_sub(count);
            newest = newest.max(id);
        }
        let ours = versions.len() - block.last;
        match ours.cmp(&newest) {
            _ if newest == 0 => {}
            std::cmp::Ordering::Equal => tally.same += 1,
            std::cmp::Ordering::Greater => tally.later += 1,
            std::cmp::Ordering::Less => tally.earlier += 1,
        }
    }
}

#[test]
fn wikiwho_says_the_same_of_words() {
    let mut tally = Tally::default();
    for seed in 10..20 {
        let repository = TestRepository::new();
        let mut pages = Paragraphs {
            dice: Dice(seed),
            number: 0,
            all: Vec::new(),
        };
        for _ in 0..8 {
            let paragraph = pages.paragraph();
            pages.all.push(paragraph);
        }
        for _ in 0..30 {
            repository.write(&[("a.md", &pages.text())]);
            pages.change();
        }
        let publisher = repository.publisher(None);
        read_history(&publisher);
        let edition = publisher.edition();
        let versions = versions_of(&edition.view(Viewer::Contributor), "a.md");
        compare_words(&versions, &mut tally);
    }
    // Whole words are put in only, so there is nothing to differ about.
    assert!(
        tally.same > 50 && tally.later + tally.earlier == 0,
        "{tally:?}"
    );
}

#[test]
#[ignore = "needs a repository of pages, which CONCORD_HISTORY names"]
fn on_real_pages_wikiwho_and_git_say_nearly_the_same() {
    let Some(from) = std::env::var_os("CONCORD_HISTORY") else {
        eprintln!("skipped: CONCORD_HISTORY names no repository");
        return;
    };
    let repository = TestRepository::new();
    let from = from.to_string_lossy();
    git(
        repository.path(),
        &["fetch", "--quiet", &from, "+HEAD:refs/heads/main"],
    );
    let publisher = repository.publisher(None);
    read_long_history(&publisher);
    let edition = publisher.edition();
    let view = edition.view(Viewer::Contributor);
    let mut words = Tally::default();
    let (mut same, mut other) = (0, Vec::new());
    for item in view.pages().take(200) {
        let file = &item.page.file;
        let versions = view.versions(&item.page.path).unwrap().unwrap();
        compare_words(&versions, &mut words);
        let lines = of_git(&repository, file);
        for (text, commit) in ours(&publisher, file) {
            // Where the paragraph is one line, and that is written as it reads.
            match lines.get(&text) {
                Some(theirs) if *theirs == commit => same += 1,
                Some(theirs) => other.push(format!("{file}: {commit}, git {theirs}: {text:.80}")),
                None => {}
            }
        }
    }
    eprintln!(
        "words: {words:?}; lines: {same} the same, {} not",
        other.len()
    );
    for line in other.iter().take(40) {
        eprintln!("{line}");
    }
    let all = words.same + words.later + words.earlier;
    assert!(words.same * 100 >= all * 85, "{words:?}");
    assert!(same * 100 >= (same + other.len()) * 90);
}
