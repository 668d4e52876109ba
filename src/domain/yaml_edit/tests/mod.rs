//! What edits do, form by form, and the laws that hold for every page and every edit.

mod generated;
mod laws;
mod refusals;

use super::*;

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

fn text(text: &str) -> NewValue {
    NewValue::Text(text.to_owned())
}

fn texts(texts: &[&str]) -> NewValue {
    NewValue::List(texts.iter().copied().map(text).collect())
}

fn map(entries: &[(&str, &str)]) -> NewValue {
    let entries = entries.iter();
    NewValue::Map(
        entries
            .map(|(key, value)| ((*key).to_owned(), text(value)))
            .collect(),
    )
}

fn set(at: &str, value: NewValue) -> Edit {
    let path = path(at);
    Edit::Set { path, value }
}

fn insert(at: &str, value: NewValue) -> Edit {
    let path = path(at);
    Edit::Insert { path, value }
}

fn remove(at: &str) -> Edit {
    Edit::Remove { path: path(at) }
}

fn shift(from: &str, to: usize) -> Edit {
    let from = path(from);
    Edit::Move { from, to }
}

/// Checks edits of YAML, with line feeds and with carriage returns before them.
#[track_caller]
fn check(cases: &[(&str, Edit, &str)]) {
    for (yaml, change, expected) in cases {
        for (mark, newline) in [("", "\n"), ("\u{FEFF}", "\r\n")] {
            let file =
                |yaml: &str| format!("{mark}---\n{yaml}\n---\nText: é\n\n").replace('\n', newline);
            let found = edit(&file(yaml), std::slice::from_ref(change));
            assert_eq!(found, Ok(file(expected)), "{change:?} in\n{yaml}");
        }
    }
}

#[test]
fn a_text_takes_the_place_of_one_of_any_style() {
    check(&[
        ("a: b c # d\ne: f", set("a", text("g")), "a: g # d\ne: f"),
        ("a: \"b\"", set("a", text("c \"d\"")), "a: \"c \\\"d\\\"\""),
        ("a: 'b'", set("a", text("it's: c")), "a: 'it''s: c'"),
        ("a: b", set("a", text("c\nd: e")), "a: \"c\\nd: e\""),
        ("a: b\n  c\n\n  d # e", set("a", text("f")), "a: f # e"),
        ("\"a\": é # ü", set("a", text("ö")), "\"a\": ö # ü"),
        ("a:\nb: c", set("a", text("d")), "a: d\nb: c"),
        ("a: # b", set("a", text("c")), "a: c # b"),
        ("a: ~", set("a", text("b")), "a: b"),
        (
            "a:\n  - \n  - b",
            set("a[0]", text("c")),
            "a:\n  - c \n  - b",
        ),
        ("draft: true", set("draft", text("false")), "draft: false"),
        ("a: b", set("a", text("true")), "a: \"true\""),
        (
            "a: {b: c, d}",
            set("a.d", text("e, f")),
            "a: {b: c, d: \"e, f\"}",
        ),
        ("a: {\"b\":1}", set("a.b", text("c")), "a: {\"b\": c}"),
        ("a: [b, 'c'] # d", set("a[1]", text("e")), "a: [b, 'e'] # d"),
        ("a: b", set("a", text("")), "a: \"\""),
    ]);
}

#[test]
fn block_scalars_keep_their_form_for_lines_and_their_comment() {
    check(&[
        (
            "a: |\n  b\n\n# c\nd: e",
            set("a", text("f\n\n  g: h\n")),
            "a: |\n  f\n\n    g: h\n\n# c\nd: e",
        ),
        (
            "a: >- # c\n    b\n    d",
            set("a", text("e\n---\nf")),
            "a: |- # c\n    e\n    ---\n    f",
        ),
        ("a: | # c\n  b\nd: e", set("a", text("f")), "a: f # c\nd: e"),
        (
            "a: |\n  b\nd: e",
            set("a", text(" f\ng")),
            "a: \" f\\ng\"\nd: e",
        ),
        ("a: |+\n  b\n\n\nd: e", set("a", text("f")), "a: f\nd: e"),
        (
            "a: |2\n    b\nd: e",
            set("a", text("f\ng")),
            "a: |-\n  f\n  g\nd: e",
        ),
        (
            "a:\n- |\n  b\n- c",
            set("a[0]", text("d\ne\n")),
            "a:\n- |\n  d\n  e\n- c",
        ),
        (
            "a: |\nd: e",
            set("a", text("f\ng")),
            "a: |-\n  f\n  g\nd: e",
        ),
        (
            "a: |\n  b\n\nd: e",
            set("b", text("f")),
            "a: |\n  b\n\nd: e\nb: f",
        ),
    ]);
}

#[test]
fn collections_keep_their_form() {
    let long = NewValue::List(vec![map(&[("b", "c"), ("d", "e")]), map(&[("b", "f")])]);
    check(&[
        (
            "a: [b]",
            set("a", texts(&["c", "d: e"])),
            "a: [c, \"d: e\"]",
        ),
        (
            "a:\n- b # c\nd: e",
            set("a", texts(&["f", "g"])),
            "a:\n- f\n- g # c\nd: e",
        ),
        (
            "a:\n    - b\nd: e",
            set("a", texts(&["f", "g"])),
            "a:\n    - f\n    - g\nd: e",
        ),
        (
            "a:\n  b: c\nd: e",
            set("a", map(&[("f", "g"), ("1", "h")])),
            "a:\n  f: g\n  \"1\": h\nd: e",
        ),
        ("a: # c\n  - b\nd: e", set("a", text("f")), "a: f # c\nd: e"),
        ("a:\n- b\n- c", set("a", texts(&[])), "a: []"),
        ("a: b", set("a", texts(&["c"])), "a: [c]"),
        (
            "a: []\nz: y",
            set("a", long.clone()),
            "a:\n  - b: c\n    d: e\n  - b: f\nz: y",
        ),
        (
            "a: [] # z",
            set("a", long.clone()),
            "a: [{b: c, d: e}, {b: f}] # z",
        ),
        (
            "a: b",
            set("c", long),
            "a: b\nc:\n  - b: c\n    d: e\n  - b: f",
        ),
        (
            "a:\n  - b\n  - c",
            set("a[0]", map(&[("d", "e"), ("f", "g")])),
            "a:\n  - d: e\n    f: g\n  - c",
        ),
    ]);
}

#[test]
fn keys_are_added_at_the_end_of_their_map() {
    check(&[
        ("a: b # c\n# d", set("e", text("f")), "a: b # c\ne: f\n# d"),
        (
            "a:\n    b: c\nd: e",
            set("a.f", text("g")),
            "a:\n    b: c\n    f: g\nd: e",
        ),
        (
            "a:\n  - b: c\n    d: e\n  - f",
            set("a[0].g", text("h")),
            "a:\n  - b: c\n    d: e\n    g: h\n  - f",
        ),
        ("a: {b: c}", set("a.d", text("e")), "a: {b: c, d: e}"),
        ("a: {}", set("a.d", text("e")), "a: {d: e}"),
        ("a: b", set("c.d.e", text("f")), "a: b\nc:\n  d:\n    e: f"),
        ("a:\nb: c", set("a.d", text("e")), "a:\n  d: e\nb: c"),
        ("# a", set("b", text("c")), "# a\nb: c"),
        (
            "a: b",
            set("\"x: y\nz\"", text("c")),
            "a: b\n\"x: y\\nz\": c",
        ),
    ]);
}

#[test]
fn items_are_added_in_the_form_of_their_list() {
    check(&[
        ("a: [b, c]", insert("a[0]", text("d")), "a: [d, b, c]"),
        ("a: [b, c]", insert("a[2]", text("d")), "a: [b, c, d]"),
        (
            "a: [b,\n    c, # x\n  ]",
            insert("a[2]", text("d")),
            "a: [b,\n    c,\n    d, # x\n  ]",
        ),
        ("a: []", insert("a[0]", text("d")), "a: [d]"),
        ("a:", insert("a[0]", text("d")), "a: [d]"),
        ("a: b", insert("c[0]", text("d")), "a: b\nc: [d]"),
        (
            "a:\n  # x\n  - b # y\n  # z\n  - c",
            insert("a[1]", text("d")),
            "a:\n  # x\n  - b # y\n  - d\n  # z\n  - c",
        ),
        (
            "a:\n- b\nc: d",
            insert("a[0]", text("e")),
            "a:\n- e\n- b\nc: d",
        ),
        (
            "a:\n- b\nc: d",
            insert("a[1]", map(&[("e", "f"), ("g", "h")])),
            "a:\n- b\n- e: f\n  g: h\nc: d",
        ),
        (
            "a:\n  - - b",
            insert("a[0][1]", text("c")),
            "a:\n  - - b\n    - c",
        ),
        (
            "sessions:\n  - title: a\n  - title: b\n    examples:\n    - c",
            insert("sessions[1].examples[0]", text("d")),
            "sessions:\n  - title: a\n  - title: b\n    examples:\n    - d\n    - c",
        ),
    ]);
}

#[test]
fn what_is_removed_takes_its_line_along() {
    check(&[
        ("a: b\n# c\nd: e # f\ng: h", remove("d"), "a: b\n# c\ng: h"),
        (
            "a: b\nc:\n  - d\n\n# x\ne: f",
            remove("c"),
            "a: b\n\n# x\ne: f",
        ),
        ("a: [b, c, d]", remove("a[1]"), "a: [b, d]"),
        ("a: [b, c, d]", remove("a[2]"), "a: [b, c]"),
        ("a: [b, # x\n  c]", remove("a[0]"), "a: [ # x\n  c]"),
        ("a: [b]", remove("a[0]"), "a: []"),
        ("a:\n  - b # x\n  - c # y", remove("a[0]"), "a:\n  - c # y"),
        ("a:\n  - b\nc: d", remove("a[0]"), "a: []\nc: d"),
        (
            "a:\n  - b: c # x\n    d: e\n  - f",
            remove("a[0].b"),
            "a:\n  - d: e\n  - f",
        ),
        ("a:\n  - b: c\n  - f", remove("a[0].b"), "a:\n  - {}\n  - f"),
        ("a: {b: c, d: e}", remove("a.b"), "a: {d: e}"),
        ("a:\n  - - b\n    - c", remove("a[0][0]"), "a:\n  - - c"),
        ("a: |\n  b\n\nc: d", remove("a"), "\nc: d"),
    ]);
}

#[test]
fn what_is_moved_changes_places_with_what_stands_between() {
    check(&[
        ("a: [b, 'c',  d]", shift("a[0]", 2), "a: ['c', d,  b]"),
        (
            "a:\n  - b # x\n  # y\n  - c: d\n    e: f\n  - g",
            shift("a[1]", 0),
            "a:\n  # y\n  - c: d\n    e: f\n  - b # x\n  - g",
        ),
        (
            "a:\n  # of all\n\n  # one\n  # two\n  - b\n # other\n  - c\n",
            shift("a[0]", 1),
            "a:\n  # of all\n\n  - c\n # other\n  # one\n  # two\n  - b\n",
        ),
        (
            "a:\n- |\n  b\n\n- c",
            shift("a[0]", 1),
            "a:\n- c\n\n- |\n  b",
        ),
        ("a: [b, c]", shift("a[1]", 1), "a: [b, c]"),
    ]);
}
