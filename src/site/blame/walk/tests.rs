//! Tests of the walk, with versions that are their texts.

use std::time::Duration;

use super::*;

/// Versions that are their texts, newest first.
struct Texts {
    steps: Vec<VersionStep>,
    texts: HashMap<ObjectId, String>,
    merged: HashMap<usize, Vec<ObjectId>>,
}

impl VersionSource for Texts {
    fn read(&self, blob: ObjectId) -> Option<Vec<u8>> {
        self.texts.get(&blob).map(|text| text.clone().into_bytes())
    }

    fn merged(&self, position: usize) -> Vec<ObjectId> {
        self.merged.get(&position).cloned().unwrap_or_default()
    }
}

fn id(text: &str) -> ObjectId {
    let mut bytes = [0_u8; 20];
    for (index, byte) in text.bytes().enumerate() {
        bytes[index % 20] = bytes[index % 20].wrapping_mul(31).wrapping_add(byte);
    }
    ObjectId::from_bytes(bytes)
}

/// Makes versions of texts, oldest first; an empty one took the file away.
fn texts(versions: &[&str]) -> Texts {
    let mut history = Texts {
        steps: Vec::new(),
        texts: HashMap::new(),
        merged: HashMap::new(),
    };
    let mut before = None;
    for (number, text) in versions.iter().enumerate() {
        let after = Some(id(text)).filter(|_| !text.is_empty());
        history
            .texts
            .extend(after.map(|blob| (blob, (*text).to_owned())));
        history.steps.insert(
            0,
            VersionStep {
                commit: id(&number.to_string()),
                before,
                after,
                bytes: 1,
                is_ignored: false,
            },
        );
        before = after;
    }
    history
}

fn origins(texts: &Texts) -> Vec<Origin> {
    let deadline = Instant::now() + Duration::from_secs(60);
    BlameWalk::new(&texts.steps, texts, deadline)
        .run()
        .unwrap()
        .1
}

/// Returns the number of the version that last changed each block, from 1, the oldest.
fn last(texts: &Texts) -> Vec<usize> {
    let version = |origin: &Origin| texts.steps.len() - origin.last.unwrap();
    origins(texts).iter().map(version).collect()
}

const HERONS: &str = "Herons stand in the shallow water for hours.";
const STORKS: &str = "Storks build on the roofs of old houses.";

#[test]
fn a_paragraph_is_of_the_version_that_last_changed_its_words() {
    let first = format!("{HERONS}\n\n{STORKS}\n");
    let more = format!("{first}\nCranes dance.\n");
    let other = more.replace("shallow", "deep");
    // How lines are broken, signs and emphasis make no difference.
    let again = other
        .replace("the deep", "the\ndeep")
        .replace("hours.", "*hours*!");
    let history = texts(&[&first, &more, &other, &again]);
    assert_eq!(last(&history), [3, 1, 2]);
    let origins = origins(&history);
    assert_eq!(history.steps.len() - origins[0].first, 1);
    // What it was before: the first block of the second version.
    assert_eq!(origins[0].before, Some((2, 0)));
    assert_eq!(origins[1].before, None);
}

#[test]
fn a_paragraph_that_moved_or_was_brought_back_stays_its_authors() {
    let first = format!("{HERONS}\n\n{STORKS}\n\nEnd.\n");
    let moved = format!("End.\n\n{STORKS}\n\n{HERONS}\n\nMore.\n");
    assert_eq!(last(&texts(&[&first, &moved])), [1, 1, 1, 2]);
    // Emptied and restored, or deleted and brought back.
    assert_eq!(last(&texts(&[&first, "Nothing.\n", &first])), [1, 1, 1]);
    let more = format!("{first}\nMore.\n");
    assert_eq!(last(&texts(&[&first, "", &more])), [1, 1, 1, 3]);
}

#[test]
fn an_ignored_version_owns_what_nobody_had_before() {
    let first = format!("{HERONS}\n\n{STORKS}\n");
    let formatted = format!("{}\n\n{STORKS}\n\nNew.\n", HERONS.replace("hours", "Hours"));
    let mut history = texts(&[&first, &formatted]);
    assert_eq!(last(&history), [2, 1, 2]);
    history.steps[0].is_ignored = true;
    assert_eq!(last(&history), [1, 1, 2]);
}

#[test]
fn a_merge_owns_only_what_neither_side_has() {
    let first = format!("{HERONS}\n\n{STORKS}\n");
    let here = first.replace("hours", "days");
    let there = first.replace("roofs", "chimneys");
    let both = here.replace("roofs", "chimneys");
    let mut history = texts(&[&first, &there, &here, &both]);
    // The second and the third come of the first; the fourth of both.
    history.steps[1].before = Some(id(&first));
    history.steps[0].before = Some(id(&here));
    history.merged.insert(0, vec![id(&there)]);
    assert_eq!(last(&history), [3, 2]);
}

#[test]
fn what_takes_too_long_is_reported_as_far_as_it_was_read() {
    let history = texts(&["One.\n", "One.\n\nTwo.\n"]);
    let now = Instant::now();
    let (_, origins) = BlameWalk::new(&history.steps, &history, now).run().unwrap();
    assert!(
        origins
            .iter()
            .all(|origin| origin.is_open && origin.last == Some(0))
    );
}

#[test]
fn many_versions_take_little_time() {
    let text = |version: usize| -> String {
        let line = |line: usize| format!("Paragraph {line} of {}.\n\n", (version + line) / 40);
        (0..40).map(line).collect()
    };
    let versions: Vec<String> = (0..500).map(text).collect();
    let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
    let history = texts(&versions);
    let started = Instant::now();
    assert_eq!(origins(&history).len(), 40);
    assert!(started.elapsed() < Duration::from_secs(20));
}
