//! The twin: a site without what somebody may not see answers as the site that has it.
//!
//! Two repositories are made with the same commits, of which one lacks the hidden pages, their
//! files and the commits that touched nothing else. Every address is asked of both, and the answers
//! may differ in nothing but the ids of commits, whoever asks: a stranger, or somebody of each role,
//! by a session and, of the API, by a token. What a clone is given is judged elsewhere.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use concord::accounts::{Accounts, Browser, NewToken, TokenScope};
use concord::domain::{Role, Viewer};
use concord::site::{PushRules, SiteWriter};

use crate::people::{PASSWORD, accounts_of_each_role, console};
use crate::wiki::{REFERENCES, TestRepository, VOCABULARY, Wiki};

/// A stream of numbers that is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }
}

/// Words of every page, and words that only hidden ones have, some of them a letter away.
const WORDS: [&str; 24] = [
    "merger",
    "budget",
    "tourism",
    "mobile",
    "register",
    "census",
    "pilot",
    "contract",
    "privacy",
    "harbour",
    "ships",
    "crossing",
    "survey",
    "panel",
    "ledger",
    "quality",
    "trust",
    "agency",
    "weather",
    "satellite",
    "traffic",
    "retail",
    "prices",
    "energy",
];
const HIDDEN_WORDS: [&str; 8] = [
    "bluebird",
    "budgets",
    "mergers",
    "tourists",
    "xylophone",
    "harbor",
    "shipz",
    "pilots",
];
const COUNTRIES: [&str; 4] = ["EE", "CA", "NL", "FR"];
const HIDDEN_COUNTRIES: [&str; 2] = ["NZ", "ID"];
const FOLDERS: [&str; 4] = ["cases", "lessons", "minutes", "cases/deep"];
const KINDS: [&str; 6] = [
    "case-study",
    "lesson",
    "page",
    "guidance",
    "literature-note",
    "survey-response",
];
/// Lists that fill themselves, from all that a page can carry.
const LISTS: [&str; 12] = [
    "list kind=case-study,lesson",
    "list kind=case-study as=countries",
    "list kind=case-study as=timeline",
    "list as=table by=organisation",
    "list as=cards by=country sort=title",
    "list by=author sort=-updated",
    "list by=challenges sort=-period",
    "list country=NZ",
    "list organisation=\"Office 10\"",
    "list kind=event when=upcoming",
    "gaps by=kind",
    "gaps by=challenges",
];

/// Who may see a file of the site.
type Circle = Viewer;

/// A file with who may see it.
struct File {
    path: String,
    circle: Circle,
    text: String,
}

/// Makes the pages and files of a site.
fn files(random: &mut Random, count: usize) -> Vec<File> {
    let circle_of = |random: &mut Random| match random.below(6) {
        0 => Circle::Member,
        1 => Circle::Contributor,
        _ => Circle::Anonymous,
    };
    let names: Vec<(String, Circle)> = (0..count)
        .map(|number| {
            let folder = random.of(&FOLDERS);
            (format!("{folder}/p{number}"), circle_of(random))
        })
        .collect();
    let mut files = vec![File {
        path: "index.md".to_owned(),
        circle: Circle::Anonymous,
        text: "---\ntitle: Home\nkind: page\nsummary: The start.\n---\n\nWelcome to the census.\n"
            .to_owned(),
    }];
    files.extend([lists(), seminar(&names), survey()]);
    for (number, (name, circle)) in names.iter().enumerate() {
        files.push(File {
            path: format!("{name}.md"),
            circle: *circle,
            text: page(random, number, *circle, &names),
        });
        // A picture that this page alone links, in a folder without pages of its own.
        files.push(File {
            path: format!("pictures/of/f{number}.png"),
            circle: *circle,
            text: format!("picture {number}"),
        });
    }
    // What no page links is as hidden as the pages beside it.
    for folder in FOLDERS {
        let beside = names.iter().filter(|(name, _)| {
            name.rsplit_once('/')
                .is_some_and(|(above, _)| above == folder)
        });
        let circle = beside.map(|(_, circle)| *circle).max();
        files.push(File {
            path: format!("{folder}/alone.txt"),
            circle: circle.unwrap_or(Circle::Anonymous),
            text: format!("alone in {folder}"),
        });
    }
    files
}

/// An open page that lists pages of every circle.
fn lists() -> File {
    let mut text = "---\ntitle: Lists\nkind: page\nsummary: All.\n---\n".to_owned();
    for list in LISTS {
        let _ = write!(text, "\n:::{list}\n:::\n");
    }
    File {
        path: "lists.md".to_owned(),
        circle: Circle::Anonymous,
        text,
    }
}

/// An open event whose sessions use pages of every circle.
fn seminar(names: &[(String, Circle)]) -> File {
    let mut text =
        "---\ntitle: Seminar\nkind: event\nsummary: Talks.\nstarts: 2018-04\nsessions:\n"
            .to_owned();
    for (number, pages) in names.chunks(4).enumerate() {
        let pages: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        let pages = pages.join(", ");
        let _ = writeln!(text, "  - {{title: Session {number}, examples: [{pages}]}}");
    }
    text.push_str("---\n\nCome.\n");
    File {
        path: "events/seminar.md".to_owned(),
        circle: Circle::Anonymous,
        text,
    }
}

/// An open survey, answered by pages of every circle.
fn survey() -> File {
    let questions = "questions:\n  - {id: q1, part: One, text: Why?, type: text}";
    File {
        path: "surveys/all.md".to_owned(),
        circle: Circle::Anonymous,
        text: format!(
            "---\ntitle: Survey\nkind: survey\nsummary: Asked.\n{questions}\n---\n\nText.\n"
        ),
    }
}

fn page(random: &mut Random, number: usize, circle: Circle, names: &[(String, Circle)]) -> String {
    let hidden = circle != Circle::Anonymous;
    let kind = random.of(&KINDS);
    let mut front = format!(
        "title: {} {} {number}\nsummary: On {} and {}.\nkind: {kind}\ncountries: [{}]\n",
        random.of(&WORDS),
        random.of(if hidden { &HIDDEN_WORDS } else { &WORDS }),
        random.of(&WORDS),
        random.of(&WORDS),
        random.of(if hidden {
            &HIDDEN_COUNTRIES
        } else {
            &COUNTRIES
        }),
    );
    let _ = writeln!(front, "aliases: [old-{number}, was/at-{number}]");
    let _ = writeln!(
        front,
        "organisations: [Office {}]",
        random.below(3) + if hidden { 10 } else { 0 }
    );
    // Some people write pages of every circle.
    let someone = random.below(3) + if hidden { 2 } else { 0 };
    let _ = writeln!(front, "authors: [\"Writer {someone}\"]");
    let firm = random.below(3) + if hidden { 2 } else { 0 };
    let _ = writeln!(front, "partners: [{{name: Firm {firm}, sector: private}}]");
    match kind {
        "literature-note" => front.push_str("citation: ahas2014\n"),
        "survey-response" => {
            let answer = random.of(if hidden { &HIDDEN_WORDS } else { &WORDS });
            let _ = writeln!(front, "survey: surveys/all\nanswers: {{q1: {answer}}}");
        }
        _ => {}
    }
    let _ = writeln!(
        front,
        "partnership_types: [{}]",
        random.of(&["supplier-recipient", "co-creation"])
    );
    let _ = writeln!(
        front,
        "challenges: [{}]",
        random.of(&["confidentiality-and-data-sharing", "maintaining-momentum"])
    );
    match circle {
        Circle::Anonymous => {}
        Circle::Member => front.push_str("visibility: members\ncodename: bluebird\n"),
        Circle::Contributor => front.push_str("draft: true\nnickname: xylophone\n"),
    }
    if random.below(4) == 0 {
        let _ = writeln!(
            front,
            "period: {}/{}",
            2000 + random.below(20),
            2020 + random.below(5)
        );
    }
    if random.below(5) == 0 {
        let (other, _) = &names[random.below(names.len())];
        let _ = writeln!(front, "drawn_from: [{other}]");
    }
    let mut body = String::new();
    for section in 0..1 + random.below(3) {
        let _ = write!(body, "\n## {} part {section}\n\n", random.of(&WORDS));
        for _ in 0..10 + random.below(30) {
            let words: &[&str] = match hidden && random.below(3) == 0 {
                true => &HIDDEN_WORDS,
                false => &WORDS,
            };
            let _ = write!(body, "{} ", random.of(words));
        }
        // Links to pages of every circle, which the readers of this page may not see.
        let (other, _) = &names[random.below(names.len())];
        let _ = write!(
            body,
            "[a page](/{other}.md) and [[old-{}]].",
            random.below(names.len())
        );
        body.push('\n');
    }
    if random.below(2) == 0 {
        let words: &[&str] = if hidden { &HIDDEN_WORDS } else { &WORDS };
        let _ = write!(
            body,
            "\n:::gap\nNobody knows the {}.\n:::\n",
            random.of(words)
        );
    }
    let _ = write!(
        body,
        "\n![picture](/pictures/of/f{number}.png)\n\nAs said [@ahas2014].\n"
    );
    format!("---\n{front}---\n{body}")
}

/// Who asks.
struct Asker {
    /// Nothing for a stranger.
    role: Option<Role>,
    /// The headers that they send to all addresses, and to those of the API.
    cookie: Option<(&'static str, String)>,
    bearer: Option<(&'static str, String)>,
}

impl Asker {
    async fn new(accounts: &Accounts, role: Option<Role>) -> Self {
        let Some(name) = role.map(Role::name) else {
            return Self {
                role,
                cookie: None,
                bearer: None,
            };
        };
        let browser = Browser::default();
        let signed_in = accounts.sessions().sign_in(name, PASSWORD, &browser).await;
        let (session, account) = signed_in.unwrap();
        let wanted = NewToken {
            name: "twin",
            scope: TokenScope::Read,
            days: 1,
        };
        let tokens = accounts.tokens();
        let token = tokens
            .create(account.id, &wanted, &console())
            .await
            .unwrap();
        Self {
            role,
            cookie: Some(("cookie", format!("__Host-concord={}", session.reveal()))),
            bearer: Some(("authorization", format!("Bearer {}", token.reveal()))),
        }
    }

    fn viewer(&self) -> Viewer {
        self.role.map_or(Viewer::Anonymous, Role::viewer)
    }

    /// Returns the header that shows who asks for an address.
    fn header(&self, address: &str) -> Option<(&str, &str)> {
        let shown = match address.starts_with("/api/") {
            true => &self.bearer,
            false => &self.cookie,
        };
        shown.as_ref().map(|(name, value)| (*name, value.as_str()))
    }
}

/// Two sites with the same commits; the second lacks what somebody may not see.
struct Twins {
    asker: Asker,
    with: Wiki,
    without: Wiki,
    /// The ids of commits that both may print.
    ids: Vec<String>,
    /// A commit of each that both have.
    shared: Vec<(String, String)>,
    files: Vec<File>,
}

impl Twins {
    fn new(seed: u64, count: usize, accounts: &Arc<Accounts>, asker: Asker) -> Self {
        let viewer = asker.viewer();
        let mut random = Random(seed);
        let files = files(&mut random, count);
        let (one, other) = (TestRepository::new(), TestRepository::new());
        let mut ids = Vec::new();
        let mut shared = Vec::new();
        let tables = [
            ("vocabulary.toml", VOCABULARY),
            ("references.bib", REFERENCES),
        ];
        let base: Vec<(&str, Option<&[u8]>)> = tables
            .iter()
            .map(|(path, text)| (*path, Some(text.as_bytes())))
            .collect();
        let mut time = 1_500_000_000;
        let pair = (
            one.commit_by("Ada Writer", time, "Begin", &base),
            other.commit_by("Ada Writer", time, "Begin", &base),
        );
        ids.extend([pair.0.clone(), pair.1.clone()]);
        // In parts of a few files; some of a page together with its picture, some once more.
        for part in files.chunks(3).chain(files[..files.len() / 3].chunks(2)) {
            time += 3600;
            let author = random.of(&["Ada Writer", "Grace Author", "Linus Third"]);
            // Every commit changes each of its files.
            let text = |file: &File| format!("{}\nAt {time}.\n", file.text).into_bytes();
            let all: Vec<(&str, Vec<u8>)> = part
                .iter()
                .map(|file| (file.path.as_str(), text(file)))
                .collect();
            let seen: Vec<(&str, Vec<u8>)> = part
                .iter()
                .filter(|file| file.circle <= viewer)
                .map(|file| (file.path.as_str(), text(file)))
                .collect();
            let borrowed = |files: &[(&str, Vec<u8>)]| -> Vec<(String, Vec<u8>)> {
                files
                    .iter()
                    .map(|(path, text)| ((*path).to_owned(), text.clone()))
                    .collect()
            };
            let commit =
                |repository: &TestRepository, message: &str, files: Vec<(String, Vec<u8>)>| {
                    let changes: Vec<(&str, Option<&[u8]>)> = files
                        .iter()
                        .map(|(path, text)| (path.as_str(), Some(text.as_slice())))
                        .collect();
                    repository.commit_by(author, time, message, &changes)
                };
            let whole = seen.len() == all.len();
            let message = format!("Write about {}", random.of(&HIDDEN_WORDS));
            let with = commit(&one, &message, borrowed(&all));
            ids.push(with.clone());
            if !seen.is_empty() {
                // What is said of hidden and open pages together is not told at all.
                let message = if whole { message.as_str() } else { "" };
                let without = commit(&other, message, borrowed(&seen));
                ids.push(without.clone());
                shared.push((with, without));
            }
        }
        let served = |repository| {
            Wiki::of(repository).prepared(|site| {
                let rules = PushRules {
                    branches: Vec::new(),
                    file_limit: 5_000_000,
                };
                let writer = SiteWriter::new(Arc::clone(site.publisher()), None, rules);
                let site = site.with_accounts(Arc::clone(accounts));
                site.with_writer(Arc::new(writer))
            })
        };
        Self {
            asker,
            with: served(one),
            without: served(other),
            ids,
            shared,
            files,
        }
    }

    /// Returns the addresses to ask, each as the two sites name it.
    fn addresses(&self, most: usize) -> Vec<(String, String)> {
        let mut same: BTreeSet<String> = [
            "/",
            "/search",
            "/map",
            "/map.csv",
            "/map.svg",
            "/changes",
            "/feed.xml",
            "/sitemap.xml",
            "/opensearch.xml",
            "/robots.txt",
            "/llms.txt",
            "/-/problems",
            "/-/style",
            "/api/v1/pages",
            "/api/v1/search",
            "/api/v1/facets",
            "/api/v1/map",
            "/api/v1/openapi.json",
            "/nothing",
            "/api/v1/pages/",
            "/api/v1/pages/nothing",
            "/search?page=2",
            "/search?view=timeline",
            "/search?view=countries",
            "/search?sort=title",
            "/search?sort=updated",
            "/search?page=0",
            "/api/v1/pages?page=2&limit=7",
            "/-/cite/ahas2014",
            "/-/cite/nothing",
            "/map?rows=country&columns=kind",
            "/map?rows=organisation&columns=challenges",
            "/pictures",
            "/pictures/of",
            "/cases",
            "/lessons",
            "/minutes",
            "/cases/deep",
            "/vocabulary.toml",
            "/references.bib",
            "/index.md",
            "/-/picture.png",
            "/-/pages.csv",
            "/-/pages.md",
            "/-/pages.csv?q=budget",
            "/-/pages.md?kind=lesson",
            "/-/references/works.bib",
            "/feed.xml?kind=case-study",
            "/feed.xml?organisation=Office+10",
            "/feed.xml?q=budget",
            "/-/glossary",
            "/-/glossary/kind/case-study",
            "/-/glossary/partnership_types/co-creation",
            "/-/glossary/challenges/maintaining-momentum",
            "/-/glossary/partner_sectors/private",
            "/-/people/ahas-rein",
            "/-/people/",
            "/-/commits/",
            "/-/commits/nothing",
            "/-/organisations/",
            "/-/new",
            "/-/edit/",
            "/-/edit/nothing",
            "/-/move/nothing",
            "/-/delete/nothing",
            "/-/undo/nothing",
            "/-/deleted",
            "/-/history/",
            "/-/history/nothing",
            "/-/diff/",
            "/-/restore/nothing",
        ]
        .map(str::to_owned)
        .into();
        for number in 0..5 {
            same.insert(format!("/-/people/writer-{number}"));
            same.insert(format!("/-/organisations/firm-{number}"));
            same.insert(format!("/-/organisations/office-{number}"));
            same.insert(format!("/-/organisations/office-{}", number + 10));
        }
        for (number, file) in self.files.iter().enumerate() {
            match file.path.strip_suffix(".md") {
                Some(stem) if stem != "index" => same.extend([
                    format!("/{stem}"),
                    format!("/{stem}.md"),
                    format!("/{stem}/"),
                    format!("/{stem}/index.md"),
                    format!("/api/v1/pages/{stem}"),
                    format!("/-/cite-page/{stem}.bib"),
                    format!("/-/picture/{stem}"),
                    format!("/old-{number}"),
                    format!("/was/at-{number}"),
                    format!("/-/edit/{stem}"),
                    format!("/-/edit/{stem}?mode=source"),
                    format!("/-/edit/{stem}?kept=1"),
                    format!("/-/move/{stem}"),
                    format!("/-/delete/{stem}"),
                    format!("/-/history/{stem}"),
                    format!("/-/diff/{stem}"),
                    format!("/-/blame/{stem}"),
                    format!("/-/diff/{stem}?from=2000&to=2999"),
                    format!("/{stem}?at=2999"),
                    format!("/-/restore/{stem}?at=2999"),
                    format!("/api/v1/history/{stem}"),
                    format!("/api/v1/diff/{stem}"),
                ]),
                _ => same.extend([format!("/{}", file.path)]),
            }
        }
        for word in WORDS.iter().chain(&HIDDEN_WORDS) {
            for query in [
                (*word).to_owned(),
                word[..word.len() - 1].to_owned(),
                format!("{}*", &word[..3]),
                format!("x{word}"),
                format!("-{word}"),
                format!("%22{word}%22"),
                format!("codename:{word}"),
                format!("nickname:{word}"),
                format!("budget+{word}"),
                format!("title:{word}"),
            ] {
                same.insert(format!("/api/v1/search?q={query}"));
                same.insert(format!("/search?q={query}"));
            }
            for length in 1..=word.len() {
                same.insert(format!("/-/suggest?q={}", &word[..length]));
            }
        }
        for country in COUNTRIES.iter().chain(&HIDDEN_COUNTRIES) {
            same.insert(format!("/-/countries/{country}"));
            same.insert(format!("/-/pages.csv?country={country}"));
            same.insert(format!("/feed.xml?country={country}"));
            same.insert(format!("/search?country={country}"));
            same.insert(format!("/api/v1/map?country={country}"));
            same.insert(format!("/api/v1/facets?country={country}"));
            same.insert(format!("/search?q=country:{country}"));
        }
        for field in [
            "visibility:members",
            "draft:true",
            "nosuchkey:x",
            "organisation:office",
            "visibility:x",
        ] {
            same.insert(format!("/search?q={field}"));
            same.insert(format!("/api/v1/search?q={field}"));
        }
        let mut all: Vec<(String, String)> = same
            .into_iter()
            .map(|address| (address.clone(), address))
            .collect();
        for (number, (with, without)) in self.shared.iter().enumerate() {
            all.push((
                format!("/changes?before={with}"),
                format!("/changes?before={without}"),
            ));
            all.push((
                format!("/-/commits/{with}"),
                format!("/-/commits/{without}"),
            ));
            all.push((format!("/-/undo/{with}"), format!("/-/undo/{without}")));
            let file = &self.files[(number * 7) % self.files.len()].path;
            let page = file.strip_suffix(".md").unwrap_or(file);
            all.push((
                format!("/{page}?at={with}"),
                format!("/{page}?at={without}"),
            ));
            all.push((
                format!("/-/diff/{page}?from={with}"),
                format!("/-/diff/{page}?from={without}"),
            ));
            all.push((format!("/lists?at={with}"), format!("/lists?at={without}")));
        }
        // Evenly out of all sorts.
        let step = all.len().div_ceil(most.max(1)).max(1);
        all.into_iter().step_by(step).collect()
    }

    /// Returns an answer as one text, without what may differ.
    async fn answer(&self, wiki: &Wiki, address: &str, headers: &[(&str, &str)]) -> String {
        let mut headers = headers.to_vec();
        headers.extend(self.asker.header(address));
        let answer = wiki.request("GET", address, &headers).await;
        let mut text = format!("{}\n", answer.status);
        for (name, value) in &answer.headers {
            // The length tells no more than the text, and hides where that differs.
            if name != "x-request-id" && name != "content-length" {
                let _ = writeln!(
                    text,
                    "{name}: {}",
                    String::from_utf8_lossy(value.as_bytes())
                );
            }
        }
        text.push_str(&String::from_utf8_lossy(&answer.body));
        for id in &self.ids {
            // Ids are printed in full or as their beginning.
            text = text.replace(id.as_str(), "COMMIT");
            for length in [12, 10, 8, 7] {
                text = text.replace(&id[..length], "COMMIT");
            }
        }
        text
    }

    /// Tells whether the home page knows whoever asks.
    async fn tells_who_asks(&self) -> bool {
        let shown: Vec<_> = self.asker.header("/").into_iter().collect();
        let home = self.with.request("GET", "/", &shown).await;
        home.text().contains("href=\"/-/account\"")
    }

    /// Asks everything of both; returns the addresses whose answers differ, with where they do.
    async fn differences(&self, most: usize) -> (usize, Vec<String>) {
        let mut etags = Vec::new();
        for wiki in [&self.with, &self.without] {
            wiki.read_history();
            let shown: Vec<_> = self.asker.header("/").into_iter().collect();
            let home = wiki.request("GET", "/", &shown).await;
            etags.push(home.header("etag").to_owned());
        }
        let addresses = self.addresses(most);
        let mut differ = Vec::new();
        for (one, other) in &addresses {
            for known in [false, true] {
                let header = |etag: &str| known.then(|| ("if-none-match", etag.to_owned()));
                let (with, without) = (header(&etags[0]), header(&etags[1]));
                let with: Vec<(&str, &str)> = with
                    .iter()
                    .map(|(name, etag)| (*name, etag.as_str()))
                    .collect();
                let without: Vec<(&str, &str)> = without
                    .iter()
                    .map(|(name, etag)| (*name, etag.as_str()))
                    .collect();
                let with = self.answer(&self.with, one, &with).await;
                let without = self.answer(&self.without, other, &without).await;
                if with != without {
                    differ.push(format!("{one}: {}", first_difference(&with, &without)));
                }
            }
        }
        (addresses.len() * 2, differ)
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let at = one
        .char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b)
        .map_or(one.len().min(other.len()), |((at, _), _)| at);
    let part = |text: &str| -> String {
        let from = at.saturating_sub(60);
        let from = (from..=at)
            .find(|&offset| text.is_char_boundary(offset))
            .unwrap_or(0);
        text[from..].chars().take(140).collect()
    };
    format!("{:?} / {:?}", part(one), part(other))
}

async fn compare(seed: u64, count: usize, most: usize) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let accounts = accounts_of_each_role(&folder).await;
    let mut asked = 0;
    for role in std::iter::once(None).chain(Role::ALL.map(Some)) {
        let asker = Asker::new(&accounts, role).await;
        let twins = Twins::new(seed, count, &accounts, asker);
        assert_eq!(twins.tells_who_asks().await, role.is_some());
        let (number, differ) = twins.differences(most).await;
        asked += number;
        // One or two of each sort of address, not only those that come first.
        let step = differ.len().div_ceil(40).max(1);
        let some: Vec<&str> = differ.iter().step_by(step).map(String::as_str).collect();
        assert!(
            differ.is_empty(),
            "{role:?}, seed {seed}: {} of {number} answers differ:\n{}",
            differ.len(),
            some.join("\n")
        );
    }
    asked
}

#[tokio::test]
async fn a_site_without_what_is_hidden_answers_the_same() {
    assert!(compare(1, 24, 300).await > 2000);
}

/// The long comparison, for the nightly run: `cargo test --test it twin:: -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "takes minutes; the nightly run asks for it"]
async fn many_sites_without_what_is_hidden_answer_the_same() {
    let mut asked = 0;
    for seed in 2..8 {
        asked += compare(seed, 60, usize::MAX).await;
    }
    eprintln!("asked {asked} times: 0 differences");
}
