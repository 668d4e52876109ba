//! What every question needs: figures, the real server as a child process, `wrk`, files.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

/// What a ratio should be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Apart by at most this share.
    Alike(f64),
    /// No goal: it says what else the machine did.
    Nothing,
}

/// One line of the table: a question, both sides, their ratio, the goal.
#[derive(Debug)]
pub(crate) struct Row {
    question: String,
    ours: String,
    other: String,
    ratio: f64,
    goal: Goal,
}

/// Collects the lines, and what had to be left out.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    skipped: Vec<String>,
}

impl Table {
    /// Adds a line; the ratio is ours to the other's.
    pub(crate) fn add(&mut self, question: &str, ours: Figure, other: Figure, goal: Goal) {
        let ratio = ours.value / other.value;
        self.add_with(question, ours, other, ratio, goal);
    }

    /// Adds loads that were measured in turn: the ratio is that in the middle of the pairs, so that a
    /// machine that is slow for a while is slow for both.
    pub(crate) fn add_pairs(
        &mut self,
        question: &str,
        (ours, other): (&[Load], &[Load]),
        of: fn(&Load) -> Figure,
        goal: Goal,
    ) {
        let pairs = ours.iter().zip(other);
        let mut ratios: Vec<f64> = pairs
            .map(|(ours, other)| of(ours).value / of(other).value)
            .collect();
        ratios.sort_by(f64::total_cmp);
        let at = |part: usize| ratios.get(ratios.len() * part / 4).copied();
        if let (Some(first), Some(third)) = (at(1), at(3)) {
            eprintln!(
                "half of {} pairs lie between {first:.3} and {third:.3}",
                ratios.len()
            );
        }
        let middle = |loads: &[Load]| {
            let mut figures: Vec<Figure> = loads.iter().map(of).collect();
            figures.sort_by(|one, other| one.value.total_cmp(&other.value));
            let middle = figures.len() / 2;
            figures.swap_remove(middle)
        };
        let ratio = median(&ratios);
        self.add_with(question, middle(ours), middle(other), ratio, goal);
    }

    fn add_with(&mut self, question: &str, ours: Figure, other: Figure, ratio: f64, goal: Goal) {
        let row = Row {
            question: question.to_owned(),
            ours: ours.text,
            other: other.text,
            ratio,
            goal,
        };
        eprintln!("{}", row.line());
        self.rows.push(row);
    }

    /// Notes what cannot be measured here and why.
    pub(crate) fn skip(&mut self, what: &str) {
        eprintln!("skipped: {what}");
        self.skipped.push(what.to_owned());
    }

    /// Writes the table as Markdown.
    pub(crate) fn text(&self) -> String {
        let mut text =
            "| question | Concord | against | ratio | goal | |\n|---|---|---|---|---|---|\n"
                .to_owned();
        for row in &self.rows {
            text.push_str(&row.line());
            text.push('\n');
        }
        for what in &self.skipped {
            text.push_str(&format!("\nNot measured: {what}.\n"));
        }
        text
    }
}

impl Row {
    fn line(&self) -> String {
        let (goal, met) = match self.goal {
            Goal::AtLeast(goal) => (format!("≥ {goal}"), self.ratio >= goal),
            Goal::AtMost(goal) => (format!("≤ {goal}"), self.ratio <= goal),
            Goal::Alike(share) => (format!("1 ± {share}"), (self.ratio - 1.0).abs() <= share),
            Goal::Nothing => ("–".to_owned(), true),
        };
        let Self {
            question,
            ours,
            other,
            ratio,
            ..
        } = self;
        let met = if met { "yes" } else { "**no**" };
        format!("| {question} | {ours} | {other} | {ratio:.3} | {goal} | {met} |")
    }
}

/// A measured value with how it is written.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) value: f64,
    pub(crate) text: String,
}

impl Figure {
    pub(crate) fn time(duration: Duration) -> Self {
        let value = duration.as_secs_f64();
        let text = if value >= 1.0 {
            format!("{value:.2} s")
        } else {
            format!("{:.3} ms", value * 1e3)
        };
        Self { value, text }
    }

    pub(crate) fn new(value: f64, unit: &str) -> Self {
        let digits = usize::from(value.abs() < 100.0) * 2;
        Self {
            value,
            text: format!("{value:.digits$} {unit}"),
        }
    }
}

/// Returns the value below which a share of the values lies.
pub(crate) fn percentile(values: &[Duration], share: f64) -> Duration {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let index = (share * sorted.len() as f64) as usize;
    sorted
        .get(index.min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or_default()
}

/// Returns the middle value.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Does two things in turn; returns how long each took.
pub(crate) fn in_turn(
    rounds: usize,
    mut one: impl FnMut(usize) -> anyhow::Result<()>,
    mut other: impl FnMut(usize) -> anyhow::Result<()>,
) -> anyhow::Result<(Vec<Duration>, Vec<Duration>)> {
    fn taken(work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
        let started = Instant::now();
        work().map(|()| started.elapsed())
    }
    pairs(
        rounds,
        |round| taken(|| one(round)),
        |round| taken(|| other(round)),
    )
}

/// Measures two things in turn; returns what was measured of each, round by round.
pub(crate) fn pairs<T>(
    rounds: usize,
    mut one: impl FnMut(usize) -> anyhow::Result<T>,
    mut other: impl FnMut(usize) -> anyhow::Result<T>,
) -> anyhow::Result<(Vec<T>, Vec<T>)> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        // Who is second may find the machine warmer.
        for first in [round % 2 == 0, round % 2 != 0] {
            match first {
                true => ones.push(one(round)?),
                false => others.push(other(round)?),
            }
        }
    }
    Ok((ones, others))
}

/// Returns an empty folder for one run.
pub(crate) fn scratch(name: &str) -> anyhow::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Returns a bare copy of a repository that a run may change.
pub(crate) fn copy(repository: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let target = scratch(name)?;
    git(
        &["clone", "--quiet", "--bare", "--local"],
        &[repository, &target],
    )?;
    Ok(target)
}

/// Waits until the segments of an index are merged: until none has come or gone for a while.
pub(crate) fn settle(segments: &Path) -> anyhow::Result<()> {
    let names = || -> anyhow::Result<Vec<_>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(segments)? {
            names.push(entry?.file_name());
        }
        names.sort();
        Ok(names)
    };
    let mut before = Vec::new();
    loop {
        let now = names()?;
        if now == before {
            return Ok(());
        }
        before = now;
        std::thread::sleep(Duration::from_secs(5));
    }
}

/// Runs git.
pub(crate) fn git(arguments: &[&str], paths: &[&Path]) -> anyhow::Result<()> {
    let status = Command::new("git")
        .args(arguments)
        .args(paths)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .status()?;
    ensure!(status.success(), "git {arguments:?} failed");
    Ok(())
}

/// Says what to install when a program is missing.
pub(crate) fn missing(program: &str) -> Option<String> {
    let package = match program {
        "nginx" => "nginx-light",
        program => program,
    };
    let found = Command::new("sh")
        .args(["-c", "command -v \"$0\"", program])
        .stdout(Stdio::null())
        .status();
    let there = found.is_ok_and(|status| status.success());
    (!there).then(|| format!("{program} is missing: apt-get install {package}"))
}

/// The real program, serving a repository.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process until it serves.
    pub(crate) started: Duration,
}

impl Server {
    /// Starts the server and waits until it serves; its accounts lie in the folder of the index.
    pub(crate) fn start(repository: &Path, index: &Path, more: &[&str]) -> anyhow::Result<Self> {
        Self::start_with(repository, index, &index.join("data"), more)
    }

    /// The same with accounts in a folder.
    pub(crate) fn start_with(
        repository: &Path,
        index: &Path,
        data: &Path,
        more: &[&str],
    ) -> anyhow::Result<Self> {
        let log = File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join("server.log"))?;
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_concord"))
            .args(["serve", "--listen", "127.0.0.1:0", "--repository"])
            .arg(repository)
            .arg("--index")
            .arg(index)
            .arg("--data")
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .context("starting the server")?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            ensure!(output.read_line(&mut line)? > 0, "the server did not start");
        }
        let started = started.elapsed();
        let address = line.rsplit_once("http://").map_or("", |(_, rest)| rest);
        let address = address.trim().trim_end_matches('/').parse()?;
        // What it prints later has nowhere to go, but it must not meet a closed pipe.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Ok(Self {
            child,
            address,
            started,
        })
    }

    /// Returns how much memory of the machine it holds, in bytes.
    pub(crate) fn resident(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        Ok(kilobytes.context("no VmRSS")?.parse::<u64>()? * 1024)
    }

    /// Returns the processor time that it has used, in clock ticks.
    pub(crate) fn ticks(&self) -> anyhow::Result<u64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name before may have spaces; of what follows, the 12th and 13th are user and system.
        let (_, rest) = stat.rsplit_once(") ").context("no stat")?;
        let ticks = rest.split_whitespace().skip(11).take(2);
        let ticks: Vec<u64> = ticks.map(str::parse).collect::<Result<_, _>>()?;
        match ticks[..] {
            [user, system] => Ok(user + system),
            _ => bail!("no processor time in {stat}"),
        }
    }

    /// Ends it in an orderly way.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let id = self.child.id().to_string();
        Command::new("kill").arg(id).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `stop` there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: its status, its head, its body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Reads a head.
    pub(crate) fn new(head: String, body: Vec<u8>) -> anyhow::Result<Self> {
        let status = head.split(' ').nth(1).context("no status")?.parse()?;
        Ok(Self { status, head, body })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Gets one address.
pub(crate) fn get(address: SocketAddr, path: &str, headers: &[&str]) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    let more: String = headers
        .iter()
        .map(|header| format!("{header}\r\n"))
        .collect();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{more}\r\n"
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.context("the answer has no end of its head")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let body = bytes.split_off(end + 4);
    Answer::new(head, body)
}

/// What `wrk` measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) rate: f64,
    pub(crate) p99: f64,
    /// How many were answered.
    pub(crate) count: f64,
    /// The processor time of the server for all of them, in clock ticks, where it was counted.
    pub(crate) ticks: f64,
}

impl Load {
    /// Returns the answers in a second.
    pub(crate) fn rate(&self) -> Figure {
        Figure::new(self.rate, "/s")
    }

    /// Returns the time that one of a hundred took longer than.
    pub(crate) fn p99(&self) -> Figure {
        Figure::new(self.p99 * 1e3, "ms")
    }

    /// Returns the server's processor time for a thousand answers. Who else uses the machine does not
    /// change it much.
    pub(crate) fn work(&self) -> Figure {
        Figure::new(self.ticks / self.count * 1e3, "ticks for 1,000")
    }
}

/// Loads an address for some seconds.
pub(crate) fn wrk(
    url: &str,
    connections: usize,
    seconds: usize,
    headers: &[&str],
    script: Option<&Path>,
) -> anyhow::Result<Load> {
    let mut command = Command::new("wrk");
    command
        .args(["-t1", "--latency"])
        .arg(format!("-c{connections}"))
        .arg(format!("-d{seconds}s"));
    for header in headers {
        command.args(["-H", header]);
    }
    if let Some(script) = script {
        command.arg("-s").arg(script);
    }
    let output = command.arg(url).output().context("running wrk")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let value = |name: &str| {
        let line = text.lines().find(|line| line.trim().starts_with(name))?;
        line.split_whitespace().nth(1).map(str::to_owned)
    };
    if text.contains("Non-2xx") && !headers.iter().any(|header| header.starts_with("If-None")) {
        bail!("wrk met errors: {text}");
    }
    let rate = value("Requests/sec:").context("wrk measured nothing")?;
    let p99 = value("99%").context("wrk measured no latency")?;
    let count = text
        .lines()
        .find_map(|line| line.trim().split_once(" requests in "));
    let (count, _) = count.context("wrk counted nothing")?;
    Ok(Load {
        rate: rate.parse()?,
        p99: seconds_of(&p99)?,
        count: count.parse()?,
        ticks: 0.0,
    })
}

/// Writes the script with which `wrk` asks for pages in turn.
pub(crate) fn in_rotation(pages: &[String]) -> anyhow::Result<PathBuf> {
    let quoted: Vec<String> = pages.iter().map(|page| format!("\"{page}\"")).collect();
    let script = scratch("wrk")?.join("pages.lua");
    let lua = format!(
        "local paths = {{{}}}\nlocal next = 0\nrequest = function()\n  next = next % #paths + 1\n  \
         return wrk.format(\"GET\", paths[next])\nend\n",
        quoted.join(", ")
    );
    fs::write(&script, lua)?;
    Ok(script)
}

/// Returns the p99 in the middle of some loads.
pub(crate) fn p99(loads: &[Load]) -> Figure {
    let values: Vec<f64> = loads.iter().map(|load| load.p99 * 1e3).collect();
    Figure::new(median(&values), "ms")
}

/// Reads a time as `wrk` writes it.
fn seconds_of(text: &str) -> anyhow::Result<f64> {
    let unit =
        text.trim_start_matches(|character: char| character == '.' || character.is_ascii_digit());
    let number: f64 = text[..text.len() - unit.len()].parse()?;
    Ok(match unit {
        "us" => number / 1e6,
        "ms" => number / 1e3,
        _ => number,
    })
}
