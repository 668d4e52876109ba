//! Makes sites to measure with: pages like real ones, always the same for the same number.
//!
//! A page has front matter with facets, a period and countries, two to six sections, links to other
//! pages and words as rare as words are. One page in fifty is ten times as long as the others. The
//! pages are written by `git fast-import` into a bare repository, with as many later commits, each
//! of which changes two pages, as are asked for. Repositories are kept under `target/tmp`.

use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

/// Changes whenever the pages do, so that no repository of before is taken for one of now.
const VERSION: u32 = 1;
/// When the first commit was made; each later one is an hour after the one before.
const EPOCH: u64 = 1_400_000_000;

const KINDS: [(&str, &str); 7] = [
    ("case-study", "cases"),
    ("case-study", "cases"),
    ("lesson", "lessons"),
    ("literature-note", "literature"),
    ("guidance", "guidance"),
    ("resource", "resources"),
    ("page", "notes"),
];
const TYPES: [&str; 4] = [
    "policy-maker",
    "supplier-recipient",
    "open-innovation",
    "co-creation",
];
const CHALLENGES: [&str; 10] = [
    "identifying-partners",
    "managing-expectations",
    "policy-red-lines",
    "confidentiality-and-data-sharing",
    "expertise-asymmetry",
    "maintaining-momentum",
    "public-private",
    "it-industry",
    "monitoring",
    "concluding",
];
const SOURCES: [&str; 8] = [
    "mobile-network",
    "scanner",
    "payment-cards",
    "satellite",
    "web-scraped",
    "crowdsourced",
    "admin-tax",
    "survey",
];
const STAGES: [&str; 5] = ["identify", "negotiate", "pilot", "produce", "renew"];
const SECTORS: [&str; 4] = [
    "private",
    "academia",
    "public-administration",
    "international",
];
const COUNTRIES: [&str; 16] = [
    "EE", "NL", "FI", "FR", "DE", "CA", "AU", "ID", "MX", "CO", "IT", "ES", "PL", "NO", "SE", "CH",
];
const SECTIONS: [&str; 8] = [
    "Context",
    "Objective",
    "Partners",
    "Approach",
    "Outcome",
    "Challenges",
    "Lessons",
    "Sources",
];
const COMMON: [&str; 24] = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "for",
    "with",
    "that",
    "is",
    "are",
    "on",
    "by",
    "data",
    "as",
    "from",
    "was",
    "partners",
    "statistics",
    "were",
    "office",
    "which",
    "at",
    "partnership",
];
const BEGINNINGS: [&str; 24] = [
    "con", "pro", "sta", "re", "mo", "tra", "in", "ex", "per", "sur", "com", "de", "pre", "sub",
    "ad", "uni", "bi", "ven", "gra", "lo", "fi", "ca", "no", "ter",
];
const MIDDLES: [&str; 24] = [
    "vid", "mod", "ti", "gul", "nec", "port", "lig", "mer", "cur", "tend", "pos", "ver", "lat",
    "gen", "for", "duc", "sist", "tin", "rol", "bal", "pen", "mar", "cep", "nom",
];
const ENDINGS: [&str; 12] = [
    "e", "ing", "ed", "s", "ation", "al", "er", "ment", "ive", "ity", "ful", "ous",
];

/// A stream of numbers that is the same for the same seed (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn one_of<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    fn some_of(&mut self, of: &[&'static str], most: usize) -> String {
        let mut chosen: Vec<&str> = (0..=self.below(most)).map(|_| self.one_of(of)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen.join(", ")
    }

    /// Writes a word: few are very frequent, many are rare, as Zipf found.
    fn word(&mut self, out: &mut String) {
        const WORDS: f64 = 6_936.0;
        let rank = WORDS.powf(self.fraction()) as usize - 1;
        match COMMON.get(rank) {
            Some(word) => out.push_str(word),
            None => {
                // A step that shares no factor with the number of words visits each of them once.
                let index = rank * 2_741 % 6_912;
                out.push_str(BEGINNINGS[index / 288]);
                out.push_str(MIDDLES[index / 12 % 24]);
                out.push_str(ENDINGS[index % 12]);
            }
        }
    }
}

/// Returns the file of a page.
pub(crate) fn file(number: usize) -> String {
    let (_, folder) = KINDS[number % KINDS.len()];
    format!("{folder}/topic-{:03}/page-{number}.md", number / 280)
}

/// Returns the title of a page.
pub(crate) fn title(number: usize) -> String {
    let mut random = Random::new(number as u64 ^ 0xABCD);
    let mut title = String::new();
    for _ in 0..3 {
        random.word(&mut title);
        title.push(' ');
    }
    format!("{title}{number}")
}

/// Returns the text of a page of a site; another `revision` of it differs in one sentence.
pub(crate) fn source(number: usize, site: usize, revision: usize) -> String {
    let mut random = Random::new(number as u64);
    let mut out = front_matter(number, &mut random);
    let long = if number % 50 == 49 { 10 } else { 1 };
    for section in 0..2 + random.below(5) {
        let _ = write!(out, "\n## {}\n\n", SECTIONS[section % SECTIONS.len()]);
        for _ in 0..long * (1 + random.below(2)) {
            paragraph(number, site, &mut random, &mut out);
        }
        if random.below(3) == 0 {
            for _ in 0..3 {
                out.push_str("- ");
                sentence(&mut random, &mut out);
                out.push('\n');
            }
        }
    }
    if revision > 0 {
        let _ = write!(out, "\nChanged for the {revision}th time.\n");
    }
    out
}

fn front_matter(number: usize, random: &mut Random) -> String {
    let (kind, _) = KINDS[number % KINDS.len()];
    let mut out = format!("---\ntitle: {}\nkind: {kind}\nsummary: ", title(number));
    sentence(random, &mut out);
    let _ = write!(
        out,
        "\npartnership_types: [{}]\nchallenges: [{}]\ndata_sources: [{}]\nlife_cycle: [{}]\n\
         countries: [{}]\norganisations: [Office {}]\npartners:\n  - {{ name: Company {}, sector: {} }}\n",
        random.some_of(&TYPES, 2),
        random.some_of(&CHALLENGES, 4),
        random.some_of(&SOURCES, 2),
        random.some_of(&STAGES, 3),
        random.some_of(&COUNTRIES, 2),
        random.below(60),
        random.below(500),
        random.one_of(&SECTORS),
    );
    let from = 1995 + random.below(28);
    let _ = write!(
        out,
        "period: {from}/{}\nstatus: {}\nlang: en\n---\n",
        from + random.below(6),
        random.one_of(&["planned", "ongoing", "concluded"]),
    );
    out
}

fn sentence(random: &mut Random, out: &mut String) {
    for number in 0..8 + random.below(10) {
        if number > 0 {
            out.push(' ');
        }
        random.word(out);
    }
    out.push('.');
}

fn paragraph(number: usize, site: usize, random: &mut Random, out: &mut String) {
    let folder_up = "../../";
    for _ in 0..2 + random.below(3) {
        sentence(random, out);
        out.push('\n');
        if random.below(4) == 0 {
            // Pages link their neighbours more than the rest of the site.
            let near = (number + 1 + random.below(40)) % site;
            let far = random.below(site);
            let other = if random.below(3) == 0 { far } else { near };
            if random.below(5) == 0 {
                let _ = writeln!(out, "See [[{}]].", title(other));
            } else {
                let _ = writeln!(out, "See *[that page]({folder_up}{})*.", file(other));
            }
        }
    }
    out.push('\n');
}

/// Returns queries of one to three words, each of which stands together on some page.
pub(crate) fn queries(count: usize, site: usize) -> Vec<String> {
    (0..count)
        .map(|number| {
            let mut random = Random::new(number as u64 ^ 0x51EA_12C4);
            let text = source(random.below(site), site, 0);
            let (_, body) = text.rsplit_once("---\n").unwrap_or(("", &text));
            // Not the lines of links, whose addresses are no text.
            let words: Vec<&str> = body
                .lines()
                .filter(|line| !line.starts_with("See "))
                .flat_map(|line| line.split(|character: char| !character.is_ascii_alphabetic()))
                .filter(|word| word.len() > 4)
                .collect();
            let chosen: Vec<&str> = (0..=number % 3).map(|_| random.one_of(&words)).collect();
            chosen.join(" ")
        })
        .collect()
}

/// Returns queries of three words, each from another page: few pages or none have them all.
pub(crate) fn queries_apart(count: usize, site: usize) -> Vec<String> {
    let words = queries(9 * count, site);
    let one_of = |query: &String| query.split(' ').next().unwrap_or("").to_owned();
    let words: Vec<String> = words.iter().map(one_of).collect();
    words
        .chunks(9)
        .map(|words| {
            [&words[0], &words[4], &words[8]]
                .map(String::as_str)
                .join(" ")
        })
        .collect()
}

/// Returns the bare repository of a site, made when it is not there yet.
pub(crate) fn repository(pages: usize, commits: usize) -> anyhow::Result<PathBuf> {
    let name = format!("site-{VERSION}-{pages}-{commits}.git");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if target.join("complete").exists() {
        return Ok(target);
    }
    eprintln!("making a site of {pages} pages and {commits} later commits");
    let _ = std::fs::remove_dir_all(&target);
    let made = Command::new("git")
        .args(["init", "--quiet", "--bare", "--initial-branch=main"])
        .arg(&target)
        .status()?;
    ensure!(made.success(), "git init failed");
    import(&target, |out| {
        commit(out, 0, "Write the pages", None)?;
        let vocabulary = include_str!("../content/vocabulary.toml");
        put(out, "vocabulary.toml", vocabulary)?;
        put(out, "index.md", "---\ntitle: Home\n---\nThe first page.\n")?;
        for number in 0..pages {
            put(out, &file(number), &source(number, pages, 0))?;
        }
        let mut random = Random::new(7);
        for number in 1..=commits {
            commit(out, number, "Change two pages", None)?;
            for _ in 0..2 {
                let page = random.below(pages);
                put(out, &file(page), &source(page, pages, number))?;
            }
        }
        Ok(())
    })?;
    std::fs::write(target.join("complete"), "")?;
    Ok(target)
}

/// Commits so many revisions of one page to the branch, each on top of the one before.
pub(crate) fn revise(
    repository: &Path,
    page: usize,
    site: usize,
    revisions: usize,
) -> anyhow::Result<()> {
    import(repository, |out| {
        for revision in 1..=revisions {
            let tip = (revision == 1).then_some("refs/heads/main^0");
            commit(out, revision + 2_000_000, "Change one page", tip)?;
            put(out, &file(page), &source(page, site, revision))?;
        }
        Ok(())
    })
}

/// Commits the versions of one file to the branch, each on top of the one before.
pub(crate) fn say(repository: &Path, file: &str, versions: &[String]) -> anyhow::Result<()> {
    import(repository, |out| {
        for (number, text) in versions.iter().enumerate() {
            let tip = (number == 0).then_some("refs/heads/main^0");
            commit(out, number + 3_000_000, "Change one page", tip)?;
            put(out, file, text)?;
        }
        Ok(())
    })
}

/// Commits another revision of pages to the branch, as one commit on top of the tip.
pub(crate) fn change(
    repository: &Path,
    pages: &[usize],
    site: usize,
    revision: usize,
) -> anyhow::Result<()> {
    import(repository, |out| {
        let tip = Some("refs/heads/main^0");
        commit(out, revision + 1_000_000, "Change a page", tip)?;
        for &page in pages {
            put(out, &file(page), &source(page, site, revision))?;
        }
        Ok(())
    })
}

/// Begins a commit. Without a parent it stands on the one before in the same import, if any.
fn commit(
    out: &mut dyn Write,
    number: usize,
    message: &str,
    parent: Option<&str>,
) -> std::io::Result<()> {
    let time = EPOCH + number as u64 * 3_600;
    let author = format!("Author {n} <author-{n}@example.org>", n = number % 40);
    write!(
        out,
        "commit refs/heads/main\nauthor {author} {time} +0000\n\
         committer {author} {time} +0000\ndata {}\n{message}\n",
        message.len(),
    )?;
    parent.map_or(Ok(()), |parent| writeln!(out, "from {parent}"))
}

fn put(out: &mut dyn Write, file: &str, text: &str) -> std::io::Result<()> {
    write!(out, "M 100644 inline {file}\ndata {}\n{text}\n", text.len())
}

fn import(
    repository: &Path,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let mut child = Command::new("git")
        .arg("--git-dir")
        .arg(repository)
        .args(["fast-import", "--quiet", "--done"])
        .stdin(Stdio::piped())
        .spawn()
        .context("starting git fast-import")?;
    let input = child.stdin.take().context("git fast-import has no input")?;
    let mut out = BufWriter::with_capacity(1 << 20, input);
    write(&mut out)?;
    out.write_all(b"done\n")?;
    drop(out);
    ensure!(child.wait()?.success(), "git fast-import failed");
    Ok(())
}
