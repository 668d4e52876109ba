//! What holds for every edit of every page: nothing changes outside the value, and what was asked for
//! is what is read.

use super::*;
use crate::domain::yaml_edit::change::{child, find, len};

/// Texts that YAML would read as something else, cut, or take for more than one value.
const HOSTILE: [&str; 16] = [
    "plain",
    "a\nkey: b",
    "a\n---\nb",
    "---",
    "say \"no\", 'yes' \\",
    "a: b # c",
    " # c",
    "🙂 é, [b] {c}",
    "- a",
    "",
    "no",
    "2024-05-01",
    "line\n\n  indented\nlast\n",
    "cr\r\nlf\ttab \u{85}\u{FEFF}",
    "\n\n",
    "*a &b !c %d @e `f",
];

/// Lists the ways to all values, with the paths to those that have one.
fn ways(root: &Node) -> Vec<(Vec<usize>, Path)> {
    fn add(node: &Node, way: &[usize], steps: &[Step], ways: &mut Vec<(Vec<usize>, Path)>) {
        for number in 0..len(node) {
            let step = match &node.value {
                Value::Map(entries) => match entries[number].0.as_str() {
                    Some(key) => Step::Key(key.to_owned()),
                    None => continue,
                },
                _ => Step::Item(number),
            };
            let (way, steps) = ([way, &[number]].concat(), [steps, &[step]].concat());
            ways.push((way.clone(), Path::new(steps.clone()).unwrap()));
            add(child(node, number).unwrap(), &way, &steps, ways);
        }
    }
    let mut all = Vec::new();
    add(root, &[], &[], &mut all);
    all
}

/// Counts the bytes that two texts have in common at their beginning and at their end.
fn common(left: &str, right: &str) -> (usize, usize) {
    let same = |(left, right): &(u8, u8)| left == right;
    let before = left.bytes().zip(right.bytes()).take_while(same).count();
    let behind = left
        .bytes()
        .rev()
        .zip(right.bytes().rev())
        .take_while(same)
        .count();
    (before, behind)
}

/// Replaces, removes, adds beside and moves the value at one way, and checks the laws. Returns how
/// many edits were made.
pub(super) fn obey(
    source: &str,
    way: &[usize],
    path: &Path,
    number: usize,
) -> Result<usize, String> {
    let file = locate(source).unwrap();
    let yaml = file.yaml.unwrap();
    let subject = Subject {
        source,
        yaml,
        before: file.before.len(),
        root: read(yaml).unwrap(),
        way,
        path,
        number,
    };
    Ok(subject.replace()? + subject.remove()? + subject.add()?)
}

/// A value in a file, about which edits are made.
struct Subject<'s> {
    source: &'s str,
    yaml: &'s str,
    /// The number of bytes before the front matter's text.
    before: usize,
    root: Node,
    way: &'s [usize],
    path: &'s Path,
    number: usize,
}

fn hostile(number: usize) -> &'static str {
    HOSTILE[number % HOSTILE.len()]
}

impl Subject<'_> {
    fn node(&self) -> &Node {
        find(&self.root, self.way).unwrap()
    }

    /// Returns the value's index among its siblings, and the way to what has them all.
    fn above(&self) -> (usize, &[usize]) {
        let (last, above) = self.way.split_last().unwrap();
        (*last, above)
    }

    fn parent(&self) -> &Node {
        find(&self.root, self.above().1).unwrap()
    }

    fn failure(&self, what: &str, change: &Edit, found: &dyn std::fmt::Debug) -> String {
        format!("{what}: {change:?}: {found:?} from {:?}", self.source)
    }

    fn make(&self, change: &Edit) -> Result<String, String> {
        let made = edit(self.source, std::slice::from_ref(change));
        made.map_err(|error| self.failure("refused", change, &error))
    }

    /// Replaces the value: no other byte changes, and it reads as what was written.
    fn replace(&self) -> Result<usize, String> {
        let (source, number, node) = (self.source, self.number, self.node());
        let (start, end) = (
            self.before + node.span.range().start,
            self.before + node.span.range().end,
        );
        let value = match number % 4 {
            0 => texts(&[hostile(number / 4), hostile(number / 4 + 1)]),
            1 => map(&[("a", hostile(number / 4)), (hostile(number / 4 + 1), "b")]),
            _ => text(hostile(number)),
        };
        let change = Edit::Set {
            path: self.path.clone(),
            value: value.clone(),
        };
        let found = self.make(&change)?;
        // Only the white space before a block collection, or before nothing, may go with it.
        let lead = source[..start].trim_end_matches([' ', '\r', '\n']).len();
        let scalar = matches!(node.value, Value::Scalar(_)) && matches!(value, NewValue::Text(_));
        let kept = if scalar { start } else { lead };
        let comment = source[..start].trim_end().len() < source.len()
            && source[..start]
                .lines()
                .next_back()
                .is_some_and(|line| line.contains('#'))
            || source[..start]
                .trim_end()
                .lines()
                .next_back()
                .is_some_and(|line| line.contains('#'));
        let (before, behind) = common(source, &found);
        if (!comment && before < kept) || behind < source.len() - end {
            return Err(self.failure("changed more than the value", &change, &found));
        }
        let tree = read(locate(&found).unwrap().yaml.unwrap()).unwrap();
        let grown = match &value {
            NewValue::Text(_) | NewValue::Plain(_) => 0,
            NewValue::List(items) => items.len(),
            NewValue::Map(entries) => entries.len(),
        };
        if ways(&tree).len() + ways(node).len() != ways(&self.root).len() + grown {
            return Err(self.failure("made or lost a value", &change, &found));
        }
        if let NewValue::Text(text) = &value {
            let read = find(&tree, self.way).and_then(Node::as_str);
            if read != Some(text) {
                return Err(self.failure("reads otherwise", &change, &read));
            }
        }
        Ok(1)
    }

    /// Removes the value: one stretch of bytes goes.
    fn remove(&self) -> Result<usize, String> {
        let path = self.path.clone();
        let change = Edit::Remove { path };
        let found = self.make(&change)?;
        let (before, behind) = common(self.source, &found);
        if len(self.parent()) > 1 && before + behind < found.len() {
            return Err(self.failure("removed more than one stretch", &change, &found));
        }
        Ok(1)
    }

    /// Adds a value beside it: nothing else changes.
    fn add(&self) -> Result<usize, String> {
        let mut steps = self.path.steps().to_vec();
        match (&self.parent().value, steps.pop()) {
            (Value::List(_), Some(_)) => self.add_items(steps),
            (_, Some(_)) => self.add_key(steps),
            _ => Ok(0),
        }
    }

    /// Adds items before it and at the end, and moves it away and back.
    fn add_items(&self, mut steps: Vec<Step>) -> Result<usize, String> {
        let (last, parent) = (self.above().0, self.parent());
        for index in [last, len(parent)] {
            let steps = [&steps[..], &[Step::Item(index)]].concat();
            let path = Path::new(steps).unwrap();
            let value = text(hostile(self.number));
            let change = Edit::Insert { path, value };
            let found = self.make(&change)?;
            let (before, behind) = common(self.source, &found);
            if before + behind < self.source.len() {
                return Err(self.failure("changed more than was added", &change, &found));
            }
        }
        let to = self.number % len(parent);
        let from = self.path.clone();
        let change = Edit::Move { from, to };
        let found = self.make(&change)?;
        steps.push(Step::Item(to));
        let from = Path::new(steps).unwrap();
        let back = edit(&found, &[Edit::Move { from, to: last }]);
        if back.as_deref() != Ok(self.source) {
            return Err(self.failure("does not move back", &change, &found));
        }
        Ok(4)
    }

    fn add_key(&self, mut steps: Vec<Step>) -> Result<usize, String> {
        steps.push(Step::Key("new key".to_owned()));
        let change = Edit::Set {
            path: Path::new(steps).unwrap(),
            value: text(hostile(self.number)),
        };
        let found = self.make(&change)?;
        let (before, behind) = common(self.source, &found);
        // A pair in a list in brackets gets brackets of its own.
        let begins = |node: &Node, sign| self.yaml[node.span.range()].starts_with(sign);
        let outer = self.above().1.split_last();
        let outer = outer.and_then(|(_, above)| find(&self.root, above));
        let pair = outer.is_some_and(|list| begins(list, '[')) && !begins(self.parent(), '{');
        if !pair && before + behind < self.source.len() {
            return Err(self.failure("changed more than was added", &change, &found));
        }
        Ok(1)
    }
}

/// Checks the laws for values of a file, each `step`th of them. Returns how many edits were made.
pub(super) fn obey_all(source: &str, first: usize, step: usize) -> Result<usize, String> {
    let Ok(FileText {
        yaml: Some(yaml), ..
    }) = locate(source)
    else {
        return Ok(0);
    };
    let Ok(root) = read(yaml) else { return Ok(0) };
    let ways = ways(&root);
    let ways = ways.iter().enumerate().skip(first % step).step_by(step);
    ways.map(|(number, (way, path))| obey(source, way, path, first + number))
        .sum()
}

/// Lists the Markdown files below a folder.
fn pages(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn edits_of_our_own_pages_change_nothing_else() {
    let mut found = Vec::new();
    pages(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        &mut found,
    );
    let mut made = 0;
    for (number, page) in found.iter().enumerate() {
        let source = std::fs::read_to_string(page).unwrap();
        made += obey_all(&source, number, 23).unwrap();
        made += obey_all(&source.replace('\n', "\r\n"), number + 2, 47).unwrap();
    }
    assert!(made > found.len(), "{made}");
}
