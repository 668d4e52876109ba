//! A form comes back as the file that it was made of, but for what was typed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::domain::{ObjectId, Vocabulary};
use crate::web::editing::draft::Draft;
use crate::web::editing::draft::line_ends::{lines, restored};
use crate::web::http::query::Query;

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

/// A page with a list of three rows, each written in another way.
const PARTNERS: &str = "---\ntitle: A\npartners:\n  - name: Positium # first\n    sector: private\n  # about Elisa\n  - {name: Elisa,   sector: private}\n  - Telia\n---\n";

/// The pairs that a form of that page sends for them.
const ROWS: [(&str, &str); 7] = [
    ("keys", "partners"),
    ("f.partners.0.name", "Positium"),
    ("f.partners.0.sector", "private"),
    ("f.partners.1.name", "Elisa"),
    ("f.partners.1.sector", "private"),
    ("f.partners.2.name", "Telia"),
    ("f.partners.3.name", ""),
];

/// Returns that page after a button of its form.
fn partners_after(action: &str, rows: &[(&str, &str)]) -> String {
    let all = [rows, &[("do", action)]].concat();
    sent_back(PARTNERS, &all).text
}

#[test]
fn rows_change_places_with_every_byte_of_theirs() {
    let order = |action: &str| {
        let text = partners_after(action, &ROWS);
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
    assert_eq!(order("up:partners:1"), ['n', 'P', 'T']);
    assert_eq!(order("down:partners:1"), ['P', 'T', 'n']);
    assert_eq!(order("down:partners:0"), ['n', 'P', 'T']);
    let back = partners_after("up:partners:1", &ROWS);
    let mut lines: Vec<&str> = back.lines().collect();
    let mut before: Vec<&str> = PARTNERS.lines().collect();
    lines.sort_unstable();
    before.sort_unstable();
    assert_eq!(lines, before, "every line is there as it was");
}

#[test]
fn a_row_moves_only_to_where_there_is_another() {
    for nothing in [
        "up:partners:0",
        "down:partners:2",
        "up:partners:3",
        "up:partners:99",
        "up:title:1",
        "up:partners:x",
        "left:partners:1",
    ] {
        assert_eq!(partners_after(nothing, &ROWS), PARTNERS, "{nothing}");
    }
}

#[test]
fn a_row_that_goes_leaves_no_gap_and_a_new_one_can_be_moved_at_once() {
    let mut rows = ROWS;
    rows[1].1 = "";
    rows[2].1 = "";
    rows[6].1 = "DNA";
    let moved = partners_after("up:partners:3", &rows);
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
