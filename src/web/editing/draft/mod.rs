//! [`Draft`]: what somebody is writing: the text of a file, and what a save needs beside it.
//!
//! It is put together from a form that was sent, and shown as one. The text is always that of the
//! whole file; a form changes it key by key, so that what it does not show stays.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::domain::form::{self, ANSWERS, Column, Entries, Entry, Part, Row, Shape};
use crate::domain::yaml_edit::{self, Edit, EditError, Path, Step};
use crate::domain::{Field, ObjectId, Vocabulary};
use crate::web::editing::acknowledged;
use crate::web::editing::new_event;
use crate::web::editing::own_file::{self, OwnFiles};
use crate::web::editing::session_ids;
use crate::web::http::query::Query;

/// Most rows of a list in a form.
const MOST_ROWS: usize = 2_000;

/// What somebody is writing.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The commit at which they began.
    pub(super) base: ObjectId,
    /// The text of the file.
    pub(super) text: String,
    /// What was changed, and why.
    pub(super) message: String,
    /// Whether it is a minor change.
    pub(super) is_minor: bool,
    /// The commit that it takes back.
    pub(super) undoes: Option<ObjectId>,
    /// Whether a new event is to be one session.
    pub(super) is_one_session: bool,
    /// Whether the whole file is shown, and not a form.
    pub(super) as_source: bool,
    /// Works to be added to the bibliography, as they were pasted.
    pub(super) works: String,
    /// What is searched for in the bibliography.
    pub(super) find: String,
    /// How many empty rows each list has beside those that are filled.
    pub(super) rows: BTreeMap<String, usize>,
    /// What is to become of the files that the page has.
    pub(super) files: OwnFiles,
    /// What tells this text from others that somebody has not saved yet: of a new page always, of
    /// another where a browser keeps it.
    pub(super) id: String,
    /// The address of a new page, as typed.
    pub(super) address: String,
    /// What was typed and could not be written, with the reason.
    pub(super) unwritten: Vec<UnwrittenField>,
}

/// What could not be written into the front matter.
#[derive(Clone, Debug)]
pub(super) struct UnwrittenField {
    /// The key.
    pub(super) key: String,
    /// Why not.
    pub(super) reason: String,
}

impl Draft {
    /// Begins with a text.
    pub(super) fn new(base: ObjectId, text: String) -> Self {
        Self {
            base,
            text,
            message: String::new(),
            is_minor: false,
            undoes: None,
            is_one_session: false,
            as_source: false,
            works: String::new(),
            find: String::new(),
            rows: BTreeMap::new(),
            files: OwnFiles::new(),
            id: String::new(),
            address: String::new(),
            unwritten: Vec::new(),
        }
    }

    /// Reads a form. `before` is the text of the file at the commit where they began.
    pub(super) fn read(
        sent: &Query,
        base: ObjectId,
        before: &str,
        vocabulary: &Vocabulary,
    ) -> Self {
        let mut draft = Self::new(base, String::new());
        sent.raw("message").trim().clone_into(&mut draft.message);
        draft.is_minor = sent.get("minor") == "yes";
        draft.undoes = sent.get("undoes").parse().ok();
        draft.is_one_session = sent.get("agenda") == "one";
        draft.as_source = sent.get("mode") == "source";
        draft.works = lines(sent.raw("works"));
        sent.get("find-work").clone_into(&mut draft.find);
        draft.files = own_file::read(sent);
        sent.get("address").clone_into(&mut draft.address);
        draft.id = acknowledged::id(sent.get("id"));
        for (name, value) in sent.pairs() {
            if let Some(key) = name.strip_prefix("rows.") {
                let rows = value.parse().unwrap_or(0).min(MOST_ROWS);
                draft.rows.insert(key.to_owned(), rows);
            }
        }
        if draft.as_source {
            draft.text = restored(before, sent.raw("source"));
            return draft;
        }
        let body = restored(yaml_edit::body(before), sent.raw("body"));
        let head = head_of(sent.raw("head"));
        draft.text = format!("{head}{body}");
        draft.fill_in(sent, vocabulary, before.is_empty());
        draft
    }

    /// Writes what the fields of a form say into the front matter, one key after the other: what
    /// cannot be written costs itself.
    fn fill_in(&mut self, sent: &Query, vocabulary: &Vocabulary, is_new: bool) {
        let Ok(before) = Entries::read(&self.text, vocabulary) else {
            return;
        };
        let shown: BTreeSet<&str> = sent.raw("keys").split_whitespace().collect();
        let mut after = Entries::default();
        for (key, entry) in &before.0 {
            if shown.contains(key.as_str()) {
                after.0.insert(key.clone(), typed(sent, key, entry));
            }
        }
        if is_new && self.is_one_session && sent.get("do") == "save" {
            new_event::make_one_session(&mut after);
        }
        session_ids::fill_in(&mut after, is_new);
        let row = moved_row(sent, &after);
        self.write(&before, after, vocabulary);
        let Some((key, edit)) = row else { return };
        match yaml_edit::edit(&self.text, &[edit]) {
            Ok(text) => self.text = text,
            Err(error) => self.unwritten.push(UnwrittenField::of(key, &error)),
        }
    }

    fn write(&mut self, before: &Entries, after: Entries, vocabulary: &Vocabulary) {
        let edits = form::edits(before, &after);
        if let Ok(text) = yaml_edit::edit(&self.text, &edits) {
            self.text = text;
            return;
        }
        for (key, entry) in after.0 {
            let Ok(now) = Entries::read(&self.text, vocabulary) else {
                return;
            };
            let one = Entries(BTreeMap::from([(key.clone(), entry)]));
            match yaml_edit::edit(&self.text, &form::edits(&now, &one)) {
                Ok(text) => self.text = text,
                Err(error) => self.unwritten.push(UnwrittenField::of(key, &error)),
            }
        }
    }

    /// Returns what stands above the text, as a form sends it back.
    pub(super) fn head(&self) -> String {
        let body = yaml_edit::body(&self.text);
        let head = &self.text[..self.text.len() - body.len()];
        STANDARD.encode(head)
    }

    /// Returns the text below the front matter.
    pub(super) fn body(&self) -> &str {
        yaml_edit::body(&self.text)
    }
}

impl UnwrittenField {
    fn of(key: String, error: &EditError) -> Self {
        Self {
            key,
            reason: error.to_string(),
        }
    }
}

/// Returns what stands above a text, from what a form sent back; nothing where somebody changed it
/// into what is no front matter.
fn head_of(sent: &str) -> String {
    let decoded = STANDARD.decode(sent.trim()).ok();
    let head = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    head.filter(|head| yaml_edit::body(head).is_empty())
        .unwrap_or_default()
}

/// Returns a text with line feeds at the ends of its lines.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns a text that came back from a browser, which sends its own line ends, with the line ends
/// that the lines had which did not change; new ones get those of the first.
pub(super) fn restored(before: &str, sent: &str) -> String {
    let sent = lines(sent);
    let old: Vec<&str> = split(before);
    let mut new: Vec<&str> = sent.split_inclusive('\n').collect();
    let same = |(old, new): &(&&str, &&str)| bare(old) == bare(new) && ends(old) == ends(new);
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tail.take_while(same).count();
    let first = old.first().map_or("", |line| &line[bare(line).len()..]);
    let end = if first.is_empty() { "\n" } else { first };
    let rest = new.split_off(head);
    let (middle, kept) = rest.split_at(rest.len() - tail);
    let mut text = old[..head].concat();
    for line in middle {
        text.push_str(bare(line));
        if ends(line) {
            text.push_str(end);
        }
    }
    debug_assert_eq!(
        kept.len(),
        tail,
        "the lines at the end are those of the file"
    );
    text.push_str(&old[old.len() - tail..].concat());
    text
}

/// Divides a text into lines, whatever they end in.
fn split(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        let (line, behind) = rest.split_at(end);
        lines.push(line);
        rest = behind;
    }
    lines
}

fn bare(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

fn ends(line: &str) -> bool {
    line.ends_with(['\n', '\r'])
}

/// Returns what was typed for a key. A value that a form cannot show was not typed.
fn typed(sent: &Query, key: &str, before: &Entry) -> Entry {
    let name = format!("f.{key}");
    match before {
        Entry::Text(_) => Entry::Text(lines(sent.raw(&name))),
        Entry::List(_) => Entry::List(sent.all(&name).map(str::to_owned).collect()),
        Entry::Rows(rows) => {
            let columns: &[Column] = match Field::from_key(key).map(form::shape) {
                Some(Shape::Rows(columns)) => columns,
                _ => &ANSWERS,
            };
            Entry::Rows(typed_rows(sent, &name, rows, columns))
        }
        Entry::Other => Entry::Other,
    }
}

/// Returns the key of a list and the edit that has a row of it change places with the one above or below,
/// where that is asked for: `up:KEY:NUMBER` or `down:KEY:NUMBER`, as the form numbers its rows.
fn moved_row(sent: &Query, typed: &Entries) -> Option<(String, Edit)> {
    let (direction, row) = sent.get("do").split_once(':')?;
    let (key, number) = row.rsplit_once(':')?;
    let number: usize = number.parse().ok()?;
    let Entry::Rows(rows) = typed.0.get(key)? else {
        return None;
    };
    let is_list = matches!(Field::from_key(key).map(form::shape), Some(Shape::Rows(_)));
    rows.get(number).filter(|row| is_list && !row.is_empty())?;
    // Rows in which nothing stands are not in the file.
    let is_filled = |row: &&Row| !row.is_empty();
    let from = rows.iter().take(number).filter(is_filled).count();
    let to = match direction {
        "up" => from.checked_sub(1)?,
        "down" => from + 1,
        _ => return None,
    };
    if to >= rows.iter().filter(is_filled).count() {
        return None;
    }
    let steps = vec![Step::Key(key.to_owned()), Step::Item(from)];
    let from = Path::new(steps).ok()?;
    Some((key.to_owned(), Edit::Move { from, to }))
}

fn typed_rows(sent: &Query, name: &str, before: &[Row], columns: &[Column]) -> Vec<Row> {
    let prefix = format!("{name}.");
    let numbers: BTreeSet<usize> = sent
        .pairs()
        .iter()
        .filter_map(|(name, _)| name.strip_prefix(&prefix)?.split('.').next()?.parse().ok())
        .filter(|number| *number < MOST_ROWS)
        .collect();
    let row = |number: usize| {
        let old = before.get(number);
        let part = |(place, column): (usize, &Column)| {
            let text = sent.raw(&format!("{prefix}{number}.{}", column.key));
            match (old.and_then(|old| old.parts.get(place)), column.shape) {
                (Some(Part::Other), _) => Part::Other,
                (_, Shape::List | Shape::Examples) => {
                    Part::List(lines(text).lines().map(str::to_owned).collect())
                }
                _ => Part::Text(lines(text)),
            }
        };
        Row {
            origin: old.map(|_| number),
            is_bare: old.is_some_and(|old| old.is_bare),
            parts: columns.iter().enumerate().map(part).collect(),
        }
    };
    numbers.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Query {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Query::of(pairs.iter().map(own).collect())
    }

    fn sent_back(text: &str, change: &[(&str, &str)]) -> Draft {
        let vocabulary = Vocabulary::default();
        let base = ObjectId::from_bytes([1; 20]);
        let draft = Draft::new(base, text.to_owned());
        let crlf = |text: &str| lines(text).replace('\n', "\r\n");
        let (head, body) = (draft.head(), crlf(draft.body()));
        let mut pairs = vec![("mode", "form"), ("head", &head)];
        pairs.extend(change);
        if !change.iter().any(|(name, _)| *name == "body") {
            pairs.push(("body", &body));
        }
        Draft::read(&query(&pairs), base, text, &vocabulary)
    }

    #[test]
    fn a_form_that_comes_back_unchanged_is_the_same_file() {
        for text in [
            "",
            "Text",
            "---\ntitle: A\n---\n\nText.\n",
            "\u{FEFF}---\r\ntitle: A\r\n---\r\nText.\r\n\r\nMore",
            "---\ntitle: A\n---\nmixed\r\nends\rof\nlines\n\n",
            "---\ntitle: A\n---",
            "\n\nText begins later\n",
        ] {
            assert_eq!(sent_back(text, &[]).text, text, "{text:?}");
            let source = lines(text).replace('\n', "\r\n");
            let draft = sent_back(text, &[("mode", "source"), ("source", &source)]);
            let again = Draft::read(
                &query(&[("mode", "source"), ("source", &source)]),
                draft.base,
                text,
                &Vocabulary::default(),
            );
            assert_eq!(again.text, text);
        }
    }

    #[test]
    fn lines_that_did_not_change_keep_their_ends() {
        let text = "one\r\ntwo\nthree\r\n";
        assert_eq!(
            restored(text, "one\r\n2\r\nthree\r\n"),
            "one\r\n2\r\nthree\r\n"
        );
        assert_eq!(
            restored(text, "one\r\ntwo\r\nthree\r\nfour"),
            "one\r\ntwo\nthree\r\nfour"
        );
        assert_eq!(restored("a\nb", "a\r\nb\r\nc\r\n"), "a\nb\nc\n");
        assert_eq!(restored("", "a\r\nb"), "a\nb");
        assert_eq!(restored(text, ""), "");
    }

    #[test]
    fn fields_change_their_keys_alone() {
        let text = "---\ntitle: A # so\ncountries: [EE]\npartners: [Positium]\n---\nText.\n";
        let change = [
            ("keys", "title countries partners draft"),
            ("f.title", "B"),
            ("f.countries", "EE"),
            ("f.countries", ""),
            ("f.countries", "FI"),
            ("f.partners.0.name", "Positium"),
            ("f.partners.0.sector", "private"),
            ("f.partners.1.name", "Elisa"),
            ("f.draft", "true"),
        ];
        let wanted = "---\ntitle: B # so\ncountries: [EE, FI]\npartners: [{name: Positium, sector: private}, {name: Elisa}]\ndraft: true\n---\nText.\n";
        assert_eq!(sent_back(text, &change).text, wanted);
        // What was not shown was not emptied.
        assert_eq!(sent_back(text, &[("keys", "")]).text, text);
    }

    #[test]
    fn rows_change_places_with_every_byte_of_theirs() {
        let text = "---\ntitle: A\npartners:\n  - name: Positium # first\n    sector: private\n  # about Elisa\n  - {name: Elisa,   sector: private}\n  - Telia\n---\n";
        let rows = [
            ("keys", "partners"),
            ("f.partners.0.name", "Positium"),
            ("f.partners.0.sector", "private"),
            ("f.partners.1.name", "Elisa"),
            ("f.partners.1.sector", "private"),
            ("f.partners.2.name", "Telia"),
            ("f.partners.3.name", ""),
        ];
        let asked = |action: &str, rows: &[(&str, &str)]| {
            let all = [rows, &[("do", action)]].concat();
            sent_back(text, &all).text
        };
        let order = |text: &str| {
            let at = |name: &str| text.find(name).unwrap();
            let mut names = [
                "Positium # first\n    sector: private\n",
                "{name: Elisa,   sector: private}\n",
                "- Telia\n",
            ];
            names.sort_by_key(|name| at(name));
            names.map(|name| {
                name.trim_start_matches(['-', ' ', '{'])
                    .chars()
                    .next()
                    .unwrap()
            })
        };
        assert_eq!(order(&asked("up:partners:1", &rows)), ['n', 'P', 'T']);
        assert_eq!(order(&asked("down:partners:1", &rows)), ['P', 'T', 'n']);
        assert_eq!(order(&asked("down:partners:0", &rows)), ['n', 'P', 'T']);
        let back = asked("up:partners:1", &rows);
        let mut lines: Vec<&str> = back.lines().collect();
        let mut before: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        before.sort_unstable();
        assert_eq!(lines, before, "every line is there as it was");
        for nothing in [
            "up:partners:0",
            "down:partners:2",
            "up:partners:3",
            "up:partners:99",
            "up:title:1",
            "up:partners:x",
            "left:partners:1",
        ] {
            assert_eq!(asked(nothing, &rows), text, "{nothing}");
        }
        // A row that goes leaves no gap, a new one can be moved at once.
        let mut typed = rows;
        typed[1].1 = "";
        typed[2].1 = "";
        typed[6].1 = "DNA";
        let moved = asked("up:partners:3", &typed);
        let names = ["Elisa", "DNA", "Telia"].map(|name| moved.find(name).unwrap());
        assert!(names.is_sorted() && !moved.contains("Positium"), "{moved}");
    }

    #[test]
    fn what_is_no_front_matter_stays_out_of_the_head() {
        let head = STANDARD.encode("---\ntitle: A\n---\nand more\n");
        let draft = sent_back("Text.\n", &[("head", &head), ("body", "Text.\r\n")]);
        assert_eq!(draft.text, "Text.\n");
        let damaged = query(&[("head", "%%"), ("body", "x")]);
        let base = ObjectId::from_bytes([1; 20]);
        let draft = Draft::read(&damaged, base, "", &Vocabulary::default());
        assert_eq!(draft.text, "x");
    }
}
