//! Is an event of two hundred sessions as quick as any page?
//!
//! Its page against any page, each made anew for every look; a save of it against a save of any page.

use std::fmt::Write as _;

use anyhow::ensure;
use tokio::runtime::Runtime;

use crate::generate;
use crate::people::{Visitor, add};
use crate::support::{Figure, Goal, Table, copy, get, in_turn, percentile};
use crate::write::Scene;

const PAGES: usize = 1_000;
const SESSIONS: usize = 200;
const LOOKS: usize = 200;
const SAVES: usize = 60;
const EVENT: &str = "event.md";

/// Measures both.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    let runtime = Runtime::new()?;
    let repository = copy(&generate::repository(PAGES, 0)?, "event.git")?;
    let tip = git2::Repository::open(&repository)?.refname_to_id("refs/heads/main")?;
    let text = event(&tip.to_string())?;
    add(&repository, std::iter::once((EVENT.to_owned(), text)))?;
    let scene = Scene::new(&runtime, repository, 1)?;
    // One page in fifty is ten times as long as the others.
    let any = generate::file(49);
    let address = scene.server.address;
    let look = |file: &str, round: usize| {
        let page = file.trim_end_matches(".md");
        let answer = get(address, &format!("/{page}?look={round}"), &[])?;
        ensure!(answer.status == 200, "{page}: {}", answer.status);
        anyhow::Ok(())
    };
    let (ours, other) = in_turn(LOOKS, |round| look(EVENT, round), |round| look(&any, round))?;
    let half = |values: &[std::time::Duration]| Figure::time(percentile(values, 0.5));
    table.add(
        "an event of 200 sessions, made anew, against a long page",
        half(&ours),
        half(&other),
        Goal::AtMost(1.5),
    );
    let (mut one, mut another) = (scene.writer(0)?, scene.writer(0)?);
    let save = |visitor: &mut Visitor, file: &str, round: usize| {
        let text = format!("{}\nNow {round}.\n", scene.text(file)?);
        let answer = scene.send(visitor, (file, &text), scene.tip()?, "save")?;
        ensure!(answer.status == 303, "{file}: {}", answer.status);
        anyhow::Ok(())
    };
    let (ours, other) = in_turn(
        SAVES,
        |round| save(&mut one, EVENT, round),
        |round| save(&mut another, &any, round),
    )?;
    table.add(
        "a save of it, against a save of a long page",
        half(&ours),
        half(&other),
        Goal::AtMost(1.5),
    );
    scene.server.stop()
}

/// Returns an event: four tracks over five days, three examples a session, one of them at a commit.
fn event(commit: &str) -> anyhow::Result<String> {
    let mut text = "---\ntitle: A large seminar\nkind: event\nsummary: Two hundred sessions.\nuid: large\n\
                    starts: 2030-04-15\nends: 2030-04-19\ntimezone: Europe/Zurich\ntracks: [A, B, C, D]\nsessions:\n"
        .to_owned();
    for number in 0..SESSIONS {
        let page = |at: usize| {
            let file = generate::file((number * 3 + at) % PAGES);
            file.trim_end_matches(".md").to_owned()
        };
        let (day, hour) = (number / 40 + 1, 8 + number % 40 / 4);
        let track = ["A", "B", "C", "D"][number % 4];
        writeln!(
            text,
            "  - {{id: s{number}, title: Session {number}, day: {day}, starts: \"{hour:02}:00\", ends: \"{hour:02}:50\", \
             track: {track}, room: R{track}, speakers: [Ada {number}], questions: [What of it?], \
             examples: [{}, {{page: {}, note: Why}}, {{page: {}, at: {commit}}}]}}",
            page(0),
            page(1),
            page(2),
        )?;
    }
    text.push_str("---\n\nWords.\n");
    Ok(text)
}
