//! Push commands: nothing that clones should not have gets in, and a refusal is lines to read.

use std::sync::Arc;

use concord::domain::{ObjectId, Role};
use concord::site::{Publisher, PushRules, Refusal, SiteWriter, Update};
use git2::Oid;

use super::site::Repo;

/// What a name of the input stands for, and whether the branch may move there.
struct Target {
    name: &'static str,
    id: Oid,
    good: bool,
}

struct Site {
    targets: Vec<Target>,
    publisher: Arc<Publisher>,
    /// Goes last.
    _repo: Repo,
}

thread_local! {
    static SITE: Site = Site::new();
}

const HOME: (&str, i32, &str) = (
    "index.md",
    0o100_644,
    "---\ntitle: Home\nkind: page\nsummary: The start.\nlang: en\n---\n\nText.\n",
);
const PAGE: &str = "---\ntitle: Page\nkind: page\nsummary: A page.\nlang: en\n---\n\nText.\n";
const BROKEN: &str =
    "---\ntitle: Page\nkind: page\nsummary: A page.\nlang: en\n---\n\n[[nowhere]]\n";

impl Site {
    fn new() -> Self {
        let repo = Repo::new();
        let file = 0o100_644;
        let first = repo.commit(&[HOME], &[]);
        let tip = repo.commit(&[HOME, ("a.md", file, PAGE)], &[first]);
        repo.set_main(tip);
        let child = |path, mode, text| repo.commit(&[HOME, (path, mode, text)], &[tip]);
        let mut targets = Vec::new();
        let mut add = |name, id, good| targets.push(Target { name, id, good });
        let good = child("b.md", file, PAGE);
        add("$first", first, false);
        add("$tip", tip, true);
        add("$good", good, true);
        add(
            "$later",
            repo.commit(&[HOME, ("c.md", file, PAGE)], &[good]),
            true,
        );
        add("$side", repo.commit(&[HOME], &[first]), false);
        add("$alone", repo.commit(&[HOME], &[]), false);
        let link = child("link", 0o120_000, "/etc/passwd");
        add("$link", link, false);
        add("$hides", repo.commit(&[HOME], &[link]), false);
        add("$broken", child("b.md", file, BROKEN), false);
        for (name, path) in [
            ("$device", "con.md"),
            ("$git", ".git/config"),
            ("$dots", "../x.md"),
            ("$backslash", "a\\b.md"),
            ("$modules", ".gitmodules"),
            ("$bidi", "a\u{202e}b.md"),
            ("$short", "git~1/x"),
        ] {
            add(name, child(path, file, PAGE), false);
        }
        let twins = [HOME, ("a.md", file, PAGE), ("A.md", file, PAGE)];
        add("$twins", repo.commit(&twins, &[tip]), false);
        let tree = repo.git.find_commit(tip).expect("the tip").tree_id();
        add("$tree", tree, false);
        add("$blob", repo.git.blob(b"x").expect("a blob"), false);
        let missing = Oid::from_str(&"5".repeat(40)).expect("an id");
        add("$missing", missing, false);
        let publisher = repo.publisher();
        Self {
            targets,
            publisher,
            _repo: repo,
        }
    }

    /// Writes the ids for the names. Longer names come first: `$tip` is not the start of another.
    fn spell(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for target in &self.targets {
            text = text.replace(target.name, &target.id.to_string());
        }
        text.replace("$none", &"0".repeat(40))
    }

    fn is_good(&self, update: &Update) -> bool {
        let named = |id: ObjectId| {
            let same = |target: &&Target| target.id.as_bytes() == id.as_bytes();
            self.targets.iter().find(same)
        };
        let good = update.new.and_then(named).is_some_and(|target| target.good);
        // Git itself compares where the branch is now with where the client thinks it is.
        good && update.reference == "refs/heads/main"
    }
}

/// Judges what git would say of a push.
pub fn hold(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    SITE.with(|site| judge(site, &site.spell(text)));
}

fn judge(site: &Site, text: &str) {
    let Some(updates) = Update::read_all(text) else {
        return;
    };
    let again: String = updates.iter().map(|update| format!("{update}\n")).collect();
    assert_eq!(
        Update::read_all(&again).as_ref(),
        Some(&updates),
        "{text:?}"
    );
    let rules = PushRules {
        branches: Vec::new(),
        file_limit: 5_000_000,
    };
    let before = site
        .publisher
        .store()
        .incoming()
        .branch_tip("main")
        .expect("a tip");
    let writer = SiteWriter::new(Arc::clone(&site.publisher), None, rules);
    let verdict = match writer.check_push(&updates, None, Role::Administrator) {
        Ok(ready) => ready.verdict,
        Err(Refusal::Push(verdict)) => verdict,
        Err(refusal) => panic!("a push is not judged: {refusal:?}: {text:?}"),
    };
    let bad: Vec<_> = updates
        .iter()
        .filter(|update| !site.is_good(update))
        .collect();
    assert!(
        bad.is_empty() || !verdict.refusals.is_empty(),
        "accepted: {bad:?}"
    );
    for line in verdict.refusals.iter().chain(&verdict.warnings) {
        let readable = !line.trim().is_empty() && !line.chars().any(char::is_control);
        assert!(readable && line.len() <= 8_000, "{line:?}");
    }
    assert_eq!(
        site.publisher
            .store()
            .incoming()
            .branch_tip("main")
            .expect("a tip"),
        before
    );
}
