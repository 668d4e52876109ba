//! Pages made to stall parsers, at three sizes, while others read; and pushes and lists of the kind.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::figures::{count, end, is_long, milliseconds, percentile, tell};
use crate::git_harness::{commit, git, git_command, make_repository, page, said, small, write};
use crate::program::Program;

/// How long anything may take that is waited for at all.
const LIMIT: Duration = Duration::from_secs(60);
/// Most memory that the server may ever hold, in megabytes.
const MEMORY: usize = 512;
/// Sizes of a page, as multiples of the first.
const SIZES: [usize; 3] = [1, 2, 4];
/// Four times the input may take this many times as long.
const RATIO: f64 = 6.0;
/// Below this a ratio is the machine's, not the program's.
const NOISE: Duration = Duration::from_millis(150);
/// How often a page that seems to be steep is measured again, by a server that does not know it.
const AGAIN: usize = 2;
/// How long an answer may take at most; the short form runs beside other tests, not optimised.
fn slow() -> Duration {
    Duration::from_secs(if is_long() { 5 } else { 30 })
}

/// How many ask for such pages at once.
const READERS: usize = 8;

/// A text of about so many bytes.
type Generator = fn(usize) -> String;

fn many(text: &str, size: usize) -> String {
    text.repeat(size / text.len() + 1)
}

fn numbered(size: usize, piece: fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// One line that repeats a piece, or a few lines around it.
const REPEATED: [(&str, &str); 46] = [
    ("quotes", ">"),
    ("spaced quotes", "> "),
    ("bullets", "- "),
    ("numbers", "1. "),
    ("blocks", ":::lesson\n"),
    ("notes in notes", "[^a]: "),
    ("brackets", "["),
    ("wiki brackets", "[["),
    ("image brackets", "!["),
    ("embeds", "![["),
    ("links in links", "[a]("),
    ("links with angles", "[a](<"),
    ("link titles", "[a](b \""),
    ("stars", "*"),
    ("stars and letters", "*a "),
    ("mixed emphasis", "_a_ __b *c"),
    ("strikes", "~~a ~b"),
    ("dollars", "$a "),
    ("double dollars", "$$a "),
    ("divs", "<div>"),
    ("divs in blocks", "<div>\n\n"),
    ("bold", "<b title=x>\n\n<p>x\n\n"),
    ("inline bold", "<b><i>x"),
    ("unclosed tags", "<a href=\""),
    ("open angles", "<"),
    ("comments", "<!-- "),
    ("short comments", "<!---->"),
    ("instructions", "<?"),
    ("declarations", "<!A"),
    ("character data", "<![CDATA["),
    ("scripts", "<script>"),
    ("raw links", "<a href=\"x.md\">x</a>"),
    ("links on one line", "[a](x.md) "),
    ("citations", "[@nobody, p. 3] "),
    ("open citations", "[@a\n"),
    ("headings", "# x\n"),
    ("definitions", "x\n\n: y\n\n"),
    ("entities", "&amp;&#1234;"),
    ("open entities", "&a"),
    ("autolinks", "www.a.b "),
    ("mail", "a@b.c"),
    ("schemes", "https://"),
    ("backslashes", "\\["),
    ("attributes", "{#a .b "),
    ("words", "word "),
    ("lines", "a\n"),
];

/// Texts that are more than a piece repeated.
const COMPOSED: [(&str, Generator); 26] = [
    ("nested items", |size| {
        numbered(size, |n| format!("{}- x\n", "  ".repeat(n % 90)))
    }),
    ("closed brackets", |size| {
        format!("{}{}", many("[", size / 2), many("]", size / 2))
    }),
    ("closed links", |size| {
        format!("{}{}", many("[", size / 2), many("](x)", size / 2))
    }),
    ("parentheses", |size| format!("[a]({}", many("(", size))),
    ("nested emphasis", |size| {
        format!("{}x{}", many("*a **b ", size / 2), many("** *", size / 2))
    }),
    ("backticks", |size| {
        let mut text = String::new();
        for length in 1.. {
            if text.len() >= size {
                break;
            }
            text.push_str(&"`".repeat(length));
            text.push(' ');
        }
        text
    }),
    ("braces in maths", |size| format!("${}$", many("{", size))),
    ("scripts in maths", |size| {
        format!("${}x$", many("x^", size))
    }),
    ("formulas", |size| many("$\\frac{a}{b}$ ", size)),
    ("fractions in fractions", |size| {
        format!("${}$", many("\\frac{", size))
    }),
    ("environments", |size| {
        format!("$${}$$", many("\\begin{matrix}", size))
    }),
    ("code", |size| {
        format!("```rust\n{}\n```", many("fn a() { \"", size))
    }),
    ("code of markup", |size| {
        format!("```html\n{}\n```", many("<a b='", size))
    }),
    ("fences", |size| many("```\n", size)),
    ("tables", |size| {
        format!("|{}\n|{}\n|x|", many("a|", size / 2), many("-|", size / 2))
    }),
    ("ragged tables", |size| {
        format!(
            "|{}\n|{}\n{}",
            many("a|", size / 4),
            many("-|", size / 4),
            many("|\n", size / 2)
        )
    }),
    ("table after table", |size| many("|a|\n|-|\n|b|\n\n", size)),
    ("references", |size| {
        numbered(size, |n| format!("[a{n}]: /x\n[a{n}] "))
    }),
    ("one reference", |size| {
        format!("[a]: /{}\n\n{}", many("x", size / 20), many("[a] ", size))
    }),
    ("notes", |size| {
        numbered(size, |n| format!("x[^a{n}]\n\n[^a{n}]: y\n\n"))
    }),
    ("one note", |size| {
        format!("{}\n\n[^a]: y", many("x[^a] ", size))
    }),
    ("inline notes", |size| many("^[a ^[b] ", size)),
    ("same headings", |size| {
        many("## The same heading\n\n", size)
    }),
    ("broken links", |size| {
        numbered(size, |n| format!("[[no page {n}]] "))
    }),
    ("different citations", |size| {
        numbered(size, |n| format!("[@a{n}, p. {n}] "))
    }),
    ("line of spaces", |size| format!("a{}b", many(" ", size))),
];

/// Returns the pages as file and text: each text at each size.
fn pages(size: usize) -> Vec<(String, String)> {
    let name = |name: &str, times: usize| format!("g/{}-{times}.md", name.replace(' ', "-"));
    let mut pages = Vec::new();
    for times in SIZES {
        for (title, piece) in REPEATED {
            let text = page(title, &many(piece, size * times));
            pages.push((name(title, times), text));
        }
        for (title, generator) in COMPOSED {
            let text = page(title, &generator(size * times));
            pages.push((name(title, times), text));
        }
    }
    pages
}

fn address(file: &str) -> String {
    format!("/{}", file.trim_end_matches(".md"))
}

/// The times of one text at each size.
type Times<'p> = BTreeMap<&'p str, BTreeMap<usize, Duration>>;

/// Returns how many times as long the longest takes as the shortest; 0 where it is quick anyway.
fn steepness(times: &BTreeMap<usize, Duration>) -> f64 {
    match (times.get(&SIZES[0]), times.get(&SIZES[2])) {
        (Some(short), Some(long)) if *long > NOISE => long.as_secs_f64() / short.as_secs_f64(),
        _ => 0.0,
    }
}

/// Divides a file's name into the text's and the size.
fn text_and_size(file: &str) -> (&str, usize) {
    let stem = file.trim_end_matches(".md");
    let (name, size) = stem.rsplit_once('-').unwrap();
    (name, size.parse().unwrap())
}

/// Asks for every page once, alone, and judges the output; returns the times.
fn one_by_one<'p>(
    program: &Program,
    pages: &'p [(String, String)],
    wrong: &mut Vec<String>,
) -> Times<'p> {
    let mut times = Times::new();
    let (mut slowest, mut most) = ((Duration::ZERO, ""), (0.0, ""));
    for (file, text) in pages {
        let Some(answer) = program.get(&address(file), LIMIT) else {
            wrong.push(format!("{file}: no answer"));
            continue;
        };
        let grown = answer.body.len();
        if answer.status != 200 {
            wrong.push(format!("{file}: {}", answer.status));
        }
        if grown > 20 * text.len() + (1 << 20) {
            wrong.push(format!("{file}: {grown} bytes of {}", text.len()));
        }
        slowest = slowest.max((answer.took, file));
        let growth = grown as f64 / text.len() as f64;
        if growth > most.0 {
            most = (growth, file);
        }
        let (name, size) = text_and_size(file);
        times.entry(name).or_default().insert(size, answer.took);
    }
    let run = "pathological";
    tell(
        run,
        "slowest page",
        format!("{} ({})", milliseconds(slowest.0), slowest.1),
    );
    tell(
        run,
        "most output for its input",
        format!("{:.1} times ({})", most.0, most.1),
    );
    if slowest.0 > slow() {
        wrong.push(format!("{}: {:?}", slowest.1, slowest.0));
    }
    times
}

/// Judges how times grow. What seems to be steep is measured again, and its best times count.
fn judge_growth(folder: &Path, mut times: Times<'_>, wrong: &mut Vec<String>) {
    for _ in 0..AGAIN {
        let steep = |(name, times): (&&str, &BTreeMap<usize, Duration>)| {
            (steepness(times) > RATIO).then(|| (*name).to_owned())
        };
        let steep: Vec<String> = times.iter().filter_map(steep).collect();
        if steep.is_empty() {
            break;
        }
        let program = serve(folder, &[]);
        for name in steep {
            let sizes = times.get_mut(name.as_str()).unwrap();
            for (size, best) in sizes {
                let answer = program.get(&format!("/{name}-{size}"), LIMIT);
                *best = answer.map_or(*best, |answer| answer.took.min(*best));
            }
        }
    }
    let mut steepest = (0.0, "");
    for (name, times) in &times {
        let ratio = steepness(times);
        if ratio > steepest.0 {
            steepest = (ratio, name);
        }
        if ratio > RATIO && is_long() {
            wrong.push(format!(
                "{name}: four times the text takes {ratio:.1} times as long: {times:?}"
            ));
        }
    }
    let what = "steepest: time of four times the text, where it is over 150 ms";
    tell(
        "pathological",
        what,
        format!("{:.1} times ({})", steepest.0, steepest.1),
    );
}

/// Reads the home page fifty times a second until told to stop, or for so long.
fn read_along(program: &Program, stop: &dyn Fn(usize) -> bool) -> Vec<Duration> {
    let mut times = Vec::new();
    while !stop(times.len()) {
        let started = Instant::now();
        let answer = program.get("/", LIMIT);
        times.push(answer.map_or(LIMIT, |answer| answer.took));
        std::thread::sleep(Duration::from_millis(20).saturating_sub(started.elapsed()));
    }
    times
}

/// Has many readers ask for the pages at once while one reads the home page.
fn all_at_once(program: &Program, pages: &[(String, String)], wrong: &mut Vec<String>) {
    let mut idle = read_along(program, &|read| read >= 100);
    let next = AtomicUsize::new(0);
    let over = AtomicBool::new(false);
    let mut along = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|_| {
                scope.spawn(|| {
                    while let Some((file, _)) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let _ = program.get(&address(file), LIMIT);
                    }
                })
            })
            .collect();
        let reading = scope.spawn(|| read_along(program, &|_| over.load(Ordering::Relaxed)));
        for reader in readers {
            reader.join().unwrap();
        }
        over.store(true, Ordering::Relaxed);
        reading.join().unwrap()
    });
    let (quiet, busy) = (percentile(&mut idle, 0.99), percentile(&mut along, 0.99));
    let run = "pathological";
    tell(
        run,
        "99th percentile of the home page, alone",
        milliseconds(quiet),
    );
    let what = format!(
        "the same while {READERS} ask for such pages ({} reads)",
        along.len()
    );
    tell(run, &what, milliseconds(busy));
    if is_long() && busy > (quiet * 3).max(Duration::from_millis(300)) {
        wrong.push(format!(
            "readers wait: {quiet:?} alone, {busy:?} beside such pages"
        ));
    }
}

fn check_memory(program: &Program, what: &str, wrong: &mut Vec<String>) {
    let peak = program.peak();
    tell(
        "pathological",
        &format!("most memory, {what}"),
        format!("{peak} MB"),
    );
    if peak > MEMORY {
        wrong.push(format!("{what}: {peak} MB"));
    }
    wrong.extend(program.panics());
}

/// Starts the program, and has it load what the first page needs.
fn serve(folder: &Path, more: &[&str]) -> Program {
    let program = Program::start(folder, more, Duration::from_secs(120)).serving();
    let _ = program.get("/", LIMIT);
    program
}

#[test]
fn pages_made_to_stall_stall_nobody() {
    let size = count("SIZE", 1_000, 25_000);
    let folder = tempfile::TempDir::new().unwrap();
    let pages = pages(size);
    let mut files: Vec<(&str, &str)> = small();
    files.extend(
        pages
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str())),
    );
    make_repository(folder.path(), &files, false);
    let mut wrong = Vec::new();
    let started = Instant::now();
    let program = serve(folder.path(), &[]);
    tell("pathological", "pages", pages.len());
    tell(
        "pathological",
        "start with all of them",
        milliseconds(started.elapsed()),
    );
    let times = one_by_one(&program, &pages, &mut wrong);
    check_memory(&program, "pages one by one", &mut wrong);
    drop(program);
    judge_growth(folder.path(), times, &mut wrong);
    let program = serve(folder.path(), &[]);
    all_at_once(&program, &pages, &mut wrong);
    check_memory(&program, "pages at once", &mut wrong);
    for list in [
        "/-/problems",
        "/changes",
        "/search?q=word",
        "/sitemap.xml",
        "/feed.xml",
    ] {
        match program.get(list, LIMIT) {
            Some(answer) if answer.status == 200 && answer.took < slow() => {}
            other => wrong.push(format!("{list}: {:?}", other.map(|answer| answer.took))),
        }
    }
    drop(program);
    end("pathological pages", &wrong);
}

/// A table that is wide in its head and has many rows with nothing in them.
fn wide_table(size: usize) -> String {
    let columns = size / 200;
    format!(
        "|{}\n|{}\n{}",
        many("a|", columns * 2),
        many("-|", columns * 2),
        many("|\n", size)
    )
}

#[test]
fn tables_that_grow_are_bounded_together() {
    let tables = count("TABLES", 6, 40);
    let folder = tempfile::TempDir::new().unwrap();
    let pages: Vec<(String, String)> = (0..tables)
        .map(|number| {
            (
                format!("t/{number}.md"),
                page("Table", &wide_table(100_000)),
            )
        })
        .collect();
    let mut files: Vec<(&str, &str)> = small();
    files.extend(
        pages
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str())),
    );
    make_repository(folder.path(), &files, false);
    let program = serve(folder.path(), &[]);
    let mut wrong = Vec::new();
    std::thread::scope(|scope| {
        let asked: Vec<_> = pages
            .iter()
            .map(|(file, text)| {
                let program = &program;
                scope.spawn(move || {
                    let grown = program
                        .get(&address(file), LIMIT)
                        .map(|answer| answer.body.len());
                    match grown {
                        Some(grown) if grown <= 20 * text.len() + (1 << 20) => None,
                        other => Some(format!("{file}: {other:?} bytes of {}", text.len())),
                    }
                })
            })
            .collect();
        wrong.extend(
            asked
                .into_iter()
                .filter_map(|thread| thread.join().unwrap()),
        );
    });
    check_memory(&program, &format!("{tables} tables at once"), &mut wrong);
    end("pathological tables", &wrong);
}

#[test]
fn many_broken_links_keep_nobody_waiting() {
    let count = count("BROKEN", 100, 6_000);
    let folder = tempfile::TempDir::new().unwrap();
    let source = folder.path().join("source");
    let repository = make_repository(folder.path(), &small(), false);
    for number in 0..count {
        let text = format!("[[some page {number} that is not]] [x](gone-{number}.md)");
        write(
            &source,
            &format!("b/{number}.md"),
            page(&format!("Page {number}"), &text),
        );
    }
    commit(&source, "Break links");
    git(
        &source,
        &["push", "--quiet", repository.to_str().unwrap(), "main"],
    );
    let program = serve(folder.path(), &["--push", "anyone"]);
    let mut wrong = Vec::new();
    let first = program.get("/-/problems", LIMIT).map(|answer| answer.took);
    write(&source, "cases/new.md", page("New", "Text."));
    commit(&source, "Add a page");
    let started = Instant::now();
    let pushed = git_command(&source, &["push", &program.url(), "HEAD:main"]);
    let pushed = { pushed }.output().unwrap();
    let took = started.elapsed();
    if !pushed.status.success() {
        wrong.push(said(&pushed));
    }
    let run = "pathological";
    let what = format!("first list of problems of {count} pages with broken links");
    tell(run, &what, first.map_or("none".to_owned(), milliseconds));
    tell(
        run,
        "a push once that list was asked for",
        milliseconds(took),
    );
    if first.is_none_or(|first| first > slow()) || took > slow() {
        wrong.push(format!("the list takes {first:?}, a push {took:?}"));
    }
    check_memory(&program, "broken links", &mut wrong);
    end("pathological links", &wrong);
}

#[test]
fn a_push_of_few_objects_that_describe_many_files_is_judged_or_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    make_repository(folder.path(), &small(), false);
    let source = folder.path().join("source");
    let program = serve(folder.path(), &["--push", "anyone"]);
    program.bound_memory(8 << 30);
    let mut wrong = Vec::new();
    // The larger is beyond what an edition may have; the smaller is not.
    let all: &[u32] = if is_long() { &[10, 5] } else { &[10, 2] };
    for &levels in all {
        push_tree(&source, &program, levels, &mut wrong);
    }
    if program
        .get("/", LIMIT)
        .is_none_or(|answer| answer.status != 200)
    {
        wrong.push("the home page is gone".to_owned());
    }
    check_memory(&program, "a tree bomb", &mut wrong);
    end("pathological push", &wrong);
}

/// Pushes a tree in which each folder has ten entries, the same objects again and again.
fn push_tree(source: &Path, program: &Program, levels: u32, wrong: &mut Vec<String>) {
    write(source, "x.txt", "x");
    let blob = git(source, &["hash-object", "-w", "x.txt"]);
    let mut tree = make_tree(
        source,
        (0..10).map(|n| format!("100644 blob {blob}\tf{n}.txt\n")),
    );
    for _ in 1..levels {
        tree = make_tree(
            source,
            (0..10).map(|n| format!("040000 tree {tree}\td{n}\n")),
        );
    }
    let listed = git(source, &["ls-tree", "main"]);
    let root = make_tree(source, [format!("{listed}\n040000 tree {tree}\tbomb\n")]);
    let bomb = git(source, &["commit-tree", "-m", "Bomb", "-p", "main", &root]);
    let started = Instant::now();
    let pushed = git_command(source, &["push", &program.url(), &format!("{bomb}:main")]);
    let pushed = { pushed }.output().unwrap();
    let took = started.elapsed();
    let what = format!("a push that describes 10^{levels} files");
    tell("pathological", &what, milliseconds(took));
    // A million files are the limit.
    if pushed.status.success() != (levels < 6) {
        wrong.push(format!("10^{levels} files: {}", said(&pushed)));
    }
    if took > Duration::from_secs(60) {
        wrong.push(format!("10^{levels} files took {took:?}"));
    }
}

fn make_tree(folder: &Path, lines: impl IntoIterator<Item = String>) -> String {
    let list = folder.join(".git/tree");
    std::fs::write(&list, lines.into_iter().collect::<String>()).unwrap();
    let mut command = git_command(folder, &["mktree"]);
    command.stdin(std::fs::File::open(list).unwrap());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
