//! What does it cost to write in the browser?
//!
//! A save against what it cannot do without: the same file committed by git2 so that it is on the
//! disk, and one document committed to a tantivy index. Many who write fifty pages at once, and those
//! who read meanwhile. A preview against the rendering alone. A page moved that a thousand others
//! link to.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use concord::domain::link::Destination;
use concord::domain::{ObjectId, PagePath, Role, Vocabulary};
use concord::render::{self, Bibliography};
use git2::{Config, ConfigLevel, Oid, Repository, Signature};
use sqlx::Connection;
use tokio::runtime::Runtime;

use crate::generate;
use crate::people::{Visitor, account, add, connect, fill, session};
use crate::plain::Plain;
use crate::support::{
    Answer, Figure, Goal, Load, Server, Table, copy, in_rotation, median, missing, percentile,
    scratch, settle, wrk,
};

/// Saves that are measured, after some that only warm up.
const SAVES: usize = 100;
const WARM: usize = 10;
/// Those who write at once, the pages that they write, and how many of all there are.
const WRITERS: usize = 64;
const WRITTEN: usize = 50;
const PAGES: usize = 1_000;
/// How long they write.
const WRITING: Duration = Duration::from_secs(20);
/// Pages that link to the one that is moved.
const LINKING: usize = 1_000;
/// Previews, and how long their text is at least.
const PREVIEWS: usize = 60;
const LONG: usize = 30_000;
/// Readers, and for how many seconds.
const READERS: usize = 16;
const SECONDS: usize = 10;

/// Measures all of it.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let runtime = Runtime::new()?;
    let small = saves(table, &runtime, PAGES)?;
    let large = saves(table, &runtime, 100_000)?;
    table.add(
        "a save, 100,000 pages, against 1,000 pages",
        Figure::time(large),
        Figure::time(small),
        Goal::AtMost(1.5),
    );
    previews(table, &runtime)?;
    match missing("wrk") {
        Some(missing) => table.skip(&format!("many who write, and a page moved ({missing})")),
        None => {
            many(table, &runtime)?;
            moves(table, &runtime)?;
        }
    }
    Ok(())
}

/// A site with people who write.
pub(crate) struct Scene {
    repository: PathBuf,
    index: PathBuf,
    pub(crate) server: Server,
}

impl Scene {
    pub(crate) fn new(
        runtime: &Runtime,
        repository: PathBuf,
        writers: usize,
    ) -> anyhow::Result<Self> {
        let index = scratch("write-index")?;
        let data = index.join("data");
        account(runtime, &data, "anna", Role::Administrator)?;
        fill(runtime, &data, writers, writers)?;
        runtime.block_on(async {
            let mut database = connect(&data.join("concord.db")).await?;
            sqlx::query("UPDATE accounts SET role = 'organizer' WHERE name LIKE 'person.%'")
                .execute(&mut database)
                .await?;
            database.close().await?;
            anyhow::Ok(())
        })?;
        let server = Server::start(&repository, &index, &[])?;
        Ok(Self {
            repository,
            index,
            server,
        })
    }

    pub(crate) fn tip(&self) -> anyhow::Result<Oid> {
        Ok(Repository::open(&self.repository)?.refname_to_id("refs/heads/main")?)
    }

    pub(crate) fn text(&self, file: &str) -> anyhow::Result<String> {
        text_of(&self.repository, file)
    }

    /// Returns somebody who is signed in.
    pub(crate) fn writer(&self, number: usize) -> anyhow::Result<Visitor> {
        let secret = session(number).context("no session")?;
        let mut visitor = Visitor::new(self.server.address)?;
        visitor.headers = format!("Cookie: concord-session={}\r\n", secret.reveal());
        let started = Instant::now();
        // Until the server has seen the session that was written beside it.
        while visitor.get("/-/account")?.status != 200 {
            ensure!(
                started.elapsed() < Duration::from_secs(5),
                "nobody is signed in"
            );
        }
        Ok(visitor)
    }

    /// Sends the whole file of a page, as the form does that shows it.
    pub(crate) fn send(
        &self,
        visitor: &mut Visitor,
        (file, text): (&str, &str),
        base: Oid,
        action: &str,
    ) -> anyhow::Result<Answer> {
        let base = base.to_string();
        let fields = [
            ("base", base.as_str()),
            ("file", file),
            ("mode", "source"),
            ("source", text),
            ("message", ""),
            ("do", action),
        ];
        visitor.post(
            &format!("/-/edit/{}", file.trim_end_matches(".md")),
            &fields,
        )
    }
}

/// Returns the text of a file at the tip of the branch.
fn text_of(repository: &Path, file: &str) -> anyhow::Result<String> {
    let tip = Repository::open(repository)?.refname_to_id("refs/heads/main")?;
    text_at(repository, tip, file)
}

fn text_at(repository: &Path, commit: Oid, file: &str) -> anyhow::Result<String> {
    let repository = Repository::open(repository)?;
    let tree = repository.find_commit(commit)?.tree()?;
    let blob = repository.find_blob(tree.get_path(Path::new(file))?.id())?;
    Ok(String::from_utf8(blob.content().to_vec())?)
}

/// Returns a word that is on no page yet.
fn word(number: usize) -> String {
    let letters = number.to_string().into_bytes().into_iter();
    let letters: String = letters
        .map(|digit| char::from(digit - b'0' + b'g'))
        .collect();
    format!("zyx{letters}zyx")
}

/// One after the other: from sending a form to the answer, when page and search show it.
fn saves(table: &mut Table, runtime: &Runtime, pages: usize) -> anyhow::Result<Duration> {
    let origin = generate::repository(pages, 0)?;
    let scene = Scene::new(runtime, copy(&origin, "write.git")?, 1)?;
    let bare = copy(&origin, "write-plain.git")?;
    let folder = scratch("write-plain")?;
    let plain = Plain::create(&bare, &folder)?;
    plain.build()?.wait_merging_threads()?;
    let mut writer = plain.writer()?;
    settle(&scene.index.join("segments"))?;
    let mut visitor = scene.writer(0)?;
    let (mut ours, mut other) = (Vec::new(), Vec::new());
    for round in 1..=WARM + SAVES {
        let file = generate::file(round * 37 % pages);
        let word = word(round);
        let text = format!("{}\nNow with {word}.\n", scene.text(&file)?);
        let base = scene.tip()?;
        let started = Instant::now();
        let answer = scene.send(&mut visitor, (&file, &text), base, "save")?;
        let taken = started.elapsed();
        ensure!(answer.status == 303, "not saved: {}", answer.status);
        let page = format!("/{}", file.trim_end_matches(".md"));
        for address in [page, format!("/search?q={word}")] {
            let shown = visitor.get(&address)?;
            let body = String::from_utf8_lossy(&shown.body);
            ensure!(
                body.contains(&word),
                "{address} does not show what was saved"
            );
        }
        let started = Instant::now();
        commit(&bare, &file, &text)?;
        let handle = Repository::open(&bare)?;
        plain.update(&mut writer, &handle, &file)?;
        if round > WARM {
            ours.push(taken);
            other.push(started.elapsed());
        }
    }
    for (name, share, goal) in [("", 0.5, 1.5), (", p99", 0.99, 4.0)] {
        table.add(
            &format!("a save, {pages} pages{name}, against git2's synced commit + tantivy commit"),
            Figure::time(percentile(&ours, share)),
            Figure::time(percentile(&other, share)),
            Goal::AtMost(goal),
        );
    }
    scene.server.stop()?;
    Ok(percentile(&ours, 0.5))
}

/// The floor of a save: the file, the folders above it, the commit and the branch, on the disk.
fn commit(repository: &Path, file: &str, text: &str) -> anyhow::Result<()> {
    let handle = Repository::open(repository)?;
    let mut config = Config::new()?;
    let settings = scratch("write-config")?.join("config");
    fs::write(&settings, "[core]\n\tfsyncObjectFiles = true\n")?;
    config.add_file(&settings, ConfigLevel::App, false)?;
    handle.set_config(&config)?;
    let parent = handle.find_reference("refs/heads/main")?.peel_to_commit()?;
    let mut update = git2::build::TreeUpdateBuilder::new();
    update.upsert(file, handle.blob(text.as_bytes())?, git2::FileMode::Blob);
    let tree = handle.find_tree(update.create_updated(&handle, &parent.tree()?)?)?;
    let who = Signature::now("Bench", "bench@example.org")?;
    handle.commit(
        Some("refs/heads/main"),
        &who,
        &who,
        "Change",
        &tree,
        &[&parent],
    )?;
    Ok(())
}

/// A preview of a long page, against reading and rendering it.
fn previews(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let repository = copy(&generate::repository(PAGES, 0)?, "write.git")?;
    let file = "long/page.md";
    let mut text = text_of(&repository, &generate::file(49))?;
    let body = text.split_once("\n---\n").map(|(_, body)| body.to_owned());
    let body = body.context("no front matter")?;
    while text.len() < LONG {
        text.push_str(&body);
    }
    text.truncate(text[..LONG].rfind('\n').unwrap_or(LONG));
    add(
        &repository,
        std::iter::once((file.to_owned(), text.clone())),
    )?;
    let scene = Scene::new(runtime, repository, 1)?;
    let mut visitor = scene.writer(0)?;
    let (vocabulary, _) = Vocabulary::parse(include_str!("../content/vocabulary.toml"));
    let (bibliography, _) = Bibliography::parse("");
    let blob: ObjectId = "0".repeat(40).parse()?;
    let nowhere = |_: &_| Destination::Missing { path: None };
    let base = scene.tip()?;
    let (mut ours, mut other) = (Vec::new(), Vec::new());
    for round in 0..PREVIEWS {
        // Another text each time: what was rendered is not rendered again.
        let text = format!("{text}\n\n{}\n", word(round));
        let started = Instant::now();
        let answer = scene.send(&mut visitor, (file, &text), base, "preview")?;
        ours.push(started.elapsed());
        ensure!(answer.status == 200, "no preview: {}", answer.status);
        let started = Instant::now();
        let path = PagePath::from_file(file).context("no page")?;
        let (page, _) = render::read(
            path,
            file,
            blob,
            text.as_bytes(),
            &vocabulary,
            &bibliography,
        );
        let article = render::html(&page, text.as_bytes(), &nowhere, &bibliography);
        std::hint::black_box(article);
        other.push(started.elapsed());
    }
    let ours = Figure::time(percentile(&ours, 0.5));
    let other = Figure::time(percentile(&other, 0.5));
    let name = "a preview of a page of 30 KB, against reading and rendering it";
    table.add(name, ours.clone(), other, Goal::AtMost(1.2));
    let most = Figure::time(Duration::from_millis(15));
    table.add("the same, against 15 ms", ours, most, Goal::AtMost(1.0));
    scene.server.stop()
}

/// Many who write few pages at once, each a line of their own.
fn many(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let repository = copy(&generate::repository(PAGES, 0)?, "write.git")?;
    let files: Vec<String> = (0..WRITTEN)
        .map(|number| format!("many/page-{number}.md"))
        .collect();
    let lines: String = (0..WRITERS)
        .map(|writer| format!("{writer}: 0\n\n"))
        .collect();
    let pages = files.iter().enumerate().map(|(number, file)| {
        let text = format!(
            "---\ntitle: Many {number}\nkind: page\nsummary: Written by many.\n---\n\n{lines}"
        );
        (file.clone(), text)
    });
    add(&repository, pages)?;
    let scene = Scene::new(runtime, repository, WRITERS)?;
    let alone = write(&scene, &files, 1, WRITING / 4)?;
    let reader = Reader::new(&scene)?;
    let (quiet, mut busy) = (reader.load()?, None);
    let together = std::thread::scope(|scope| {
        let reading = scope.spawn(|| reader.load());
        let together = write(&scene, &files, WRITERS, WRITING);
        busy = Some(
            reading
                .join()
                .map_err(|_| anyhow::anyhow!("a reader panicked"))??,
        );
        together
    })?;
    let rate = |times: &[Duration], over: Duration| times.len() as f64 / over.as_secs_f64();
    let name = "64 who write 50 pages of 1,000 at once, saves a second, against one alone";
    let all = Figure::new(rate(&together, WRITING), "/s");
    let one = Figure::new(rate(&alone, WRITING / 4), "/s");
    table.add(name, all.clone(), one, Goal::AtLeast(1.0));
    table.add(
        "the same, against 50 a second",
        all,
        Figure::new(50.0, "/s"),
        Goal::AtLeast(1.0),
    );
    table.add(
        "the same, p99 of a save, against 1.5 s",
        Figure::time(percentile(&together, 0.99)),
        Figure::time(Duration::from_millis(1500)),
        Goal::AtMost(1.0),
    );
    if let Some(busy) = busy {
        table.add(
            "readers meanwhile, p99, against none who write",
            busy.p99(),
            quiet.p99(),
            Goal::AtMost(2.0),
        );
    }
    scene.server.stop()
}

/// Returns the commit that is served: a form begins with that. The branch may be ahead of it.
fn served(visitor: &mut Visitor) -> anyhow::Result<Oid> {
    let answer = visitor.get("/-/healthz")?;
    let health: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let commit = health["commit"].as_str().context("no commit is served")?;
    Ok(commit.parse()?)
}

/// Lets people write for a while, and returns how long each save took.
fn write(
    scene: &Scene,
    files: &[String],
    writers: usize,
    over: Duration,
) -> anyhow::Result<Vec<Duration>> {
    let times = Mutex::new(Vec::new());
    let counter = AtomicUsize::new(1);
    let ended = AtomicBool::new(false);
    let one = |writer: usize| -> anyhow::Result<()> {
        let mut visitor = scene.writer(writer)?;
        let mut own = Vec::new();
        let mut random = generate::Random::new(writer as u64);
        while !ended.load(Ordering::Relaxed) {
            let file = &files[random.below(files.len())];
            let base = served(&mut visitor)?;
            let text = text_at(&scene.repository, base, file)?;
            let line = format!("\n{writer}: ");
            let begin = text.find(&line).context("no line of one's own")? + line.len();
            let end = begin + text[begin..].find('\n').context("a line without an end")?;
            let number = counter.fetch_add(1, Ordering::Relaxed);
            let text = format!("{}{number}{}", &text[..begin], &text[end..]);
            let started = Instant::now();
            let answer = scene.send(&mut visitor, (file, &text), base, "save")?;
            match answer.status {
                303 => own.push(started.elapsed()),
                status => bail!("not saved: {status}"),
            }
        }
        times
            .lock()
            .map_err(|_| anyhow::anyhow!("a writer panicked"))?
            .extend(own);
        Ok(())
    };
    std::thread::scope(|scope| {
        let writing: Vec<_> = (0..writers)
            .map(|writer| scope.spawn(move || one(writer)))
            .collect();
        std::thread::sleep(over);
        ended.store(true, Ordering::Relaxed);
        writing.into_iter().try_for_each(|one| {
            one.join()
                .unwrap_or_else(|_| Err(anyhow::anyhow!("a writer panicked")))
        })
    })?;
    Ok(times.into_inner().unwrap_or_default())
}

/// A page that a thousand link to gets another address.
fn moves(table: &mut Table, runtime: &Runtime) -> anyhow::Result<()> {
    let repository = copy(&generate::repository(PAGES, 0)?, "write.git")?;
    let page = |title: &str, text: &str| {
        format!("---\ntitle: {title}\nkind: page\nsummary: A page.\n---\n\n{text}\n")
    };
    let goal = ("goal/goal.md".to_owned(), page("The goal", "Here."));
    let linking = (0..LINKING).map(|number| {
        let text = page(
            &format!("Linking {number}"),
            "See [the goal](../goal/goal.md).",
        );
        (format!("linking/page-{number}.md"), text)
    });
    add(&repository, std::iter::once(goal).chain(linking))?;
    let scene = Scene::new(runtime, repository, 1)?;
    let reader = Reader::new(&scene)?;
    let quiet = reader.load()?;
    let mut visitor = scene.writer(0)?;
    let moved = |visitor: &mut Visitor, from: &str, to: &str| -> anyhow::Result<Duration> {
        let address = format!("/-/move/{from}");
        let shown = visitor.post(&address, &[("to", to), ("do", "show")])?;
        let body = String::from_utf8_lossy(&shown.body).into_owned();
        let plan = body
            .split_once("name=\"plan\" value=\"")
            .context("no plan")?
            .1;
        let plan = plan.split_once('"').context("no plan")?.0;
        let started = Instant::now();
        let fields = [
            ("to", to),
            ("plan", plan),
            ("message", ""),
            ("do", "confirm"),
        ];
        let answer = visitor.post(&address, &fields)?;
        let taken = started.elapsed();
        ensure!(answer.status == 303, "not moved: {}", answer.status);
        Ok(taken)
    };
    let mut times = Vec::new();
    let busy = std::thread::scope(|scope| -> anyhow::Result<Option<Load>> {
        let reading = scope.spawn(|| reader.load());
        for round in 0..5 {
            let (from, to) = (page_path(round), page_path(round + 1));
            times.push(moved(&mut visitor, &from, &to)?.as_secs_f64());
            std::thread::sleep(Duration::from_secs(1));
        }
        Ok(Some(
            reading
                .join()
                .map_err(|_| anyhow::anyhow!("a reader panicked"))??,
        ))
    })?;
    let text = scene.text("linking/page-7.md")?;
    ensure!(
        text.contains(&page_path(5)),
        "a link still leads to where the page was: {text}"
    );
    let taken = Figure::time(Duration::from_secs_f64(median(&times)));
    let most = Figure::time(Duration::from_secs(1));
    table.add(
        "a page moved that 1,000 link to, against 1 s",
        taken,
        most,
        Goal::AtMost(1.0),
    );
    if let Some(busy) = busy {
        table.add(
            "readers meanwhile, p99, against none who move",
            busy.p99(),
            quiet.p99(),
            Goal::AtMost(2.0),
        );
    }
    scene.server.stop()
}

fn page_path(round: usize) -> String {
    match round {
        0 => "goal/goal".to_owned(),
        round => format!("goal/goal-{round}"),
    }
}

/// Those who read fifty pages in turn.
struct Reader {
    url: String,
    script: PathBuf,
}

impl Reader {
    fn new(scene: &Scene) -> anyhow::Result<Self> {
        let files = (0..PAGES).step_by(PAGES / WRITTEN).map(generate::file);
        let pages: Vec<String> = files
            .map(|file| format!("/{}", file.trim_end_matches(".md")))
            .collect();
        Ok(Self {
            url: format!("http://{}/", scene.server.address),
            script: in_rotation(&pages)?,
        })
    }

    fn load(&self) -> anyhow::Result<Load> {
        wrk(&self.url, READERS, SECONDS, &[], Some(&self.script))
    }
}
