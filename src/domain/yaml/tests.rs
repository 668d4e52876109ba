//! What the tree says of a text: values, positions, bytes, mistakes.

use super::*;

#[test]
fn text_stays_as_written_and_knows_its_position() {
    let node = parse("a: no\nb:\n  - 1.10\n  - x: 2018-04\n").unwrap();
    assert_eq!(node.get("a").unwrap().as_str(), Some("no"));
    let items = node.get("b").unwrap().items();
    assert_eq!(items[0].as_str(), Some("1.10"));
    assert_eq!(items[0].position, Position { line: 3, column: 5 });
    assert_eq!(items[1].get("x").unwrap().as_str(), Some("2018-04"));
}

/// Lists the bytes of every key and value, in their order.
fn spans<'a>(text: &'a str, node: &Node, found: &mut Vec<&'a str>) {
    if let Value::List(items) = &node.value {
        items.iter().for_each(|item| spans(text, item, found));
    }
    for (key, value) in node.entries() {
        spans(text, key, found);
        spans(text, value, found);
    }
    found.push(&text[node.span.range()]);
}

#[test]
fn every_key_and_value_knows_its_bytes() {
    for (value, written) in [
        ("b c # d", "b c"),
        ("'b''c' # d", "'b''c'"),
        ("\"é\\n\" ", "\"é\\n\""),
        ("b\n  c  \n\n  é # d", "b\n  c  \n\n  é"),
        ("!t b", "b"),
        ("|\n  b\n\n  c \n\n# d", "|\n  b\n\n  c "),
        (">2- # é\n\n    b\n   \n", ">2- # é\n\n    b\n   "),
        ("|+\n  b\n\n", "|+\n  b\n\n"),
        ("# b\n  |\n  c", "|\n  c"),
        ("|", "|"),
        ("# b", ""),
        ("~", "~"),
        ("[ b, 'c', ] # d", "[ b, 'c', ]"),
        ("{b: c,\n d} # d", "{b: c,\n d}"),
        ("# b\n- c\n-\n# d", "- c\n-"),
        ("\n  - - b\n    - c # d\n", "- - b\n    - c"),
        ("\n  b: c\n  d:\n\n# d", "b: c\n  d:"),
        ("\tb\t# d", "b"),
    ] {
        for newline in ["\n", "\r\n", "\r"] {
            let text = format!("\"é\": {value}\nz: y\n").replace('\n', newline);
            let root = parse(&text).unwrap();
            let found = &text[root.entries()[0].1.span.range()];
            assert_eq!(found, written.replace('\n', newline), "{text:?}");
        }
    }
    let text = "a: [b, c: d, {e: , f}]\ng:\n- \n- h:\n";
    let mut found = Vec::new();
    spans(text, &parse(text).unwrap(), &mut found);
    let expected = [
        "a",
        "b",
        "c",
        "d",
        "c: d",
        "e",
        "",
        "f",
        "",
        "{e: , f}",
        "[b, c: d, {e: , f}]",
        "g",
        "",
        "h",
        "",
        "h:",
        "- \n- h:",
        text.trim_end(),
    ];
    assert_eq!(found, expected);
}

#[test]
fn bombs_and_mistakes_are_errors_with_a_position() {
    assert!(
        parse("a: &x [1]\nb: *x\n")
            .unwrap_err()
            .message
            .contains("aliases")
    );
    let deep: String = (0..20)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert!(parse(&deep).unwrap_err().message.contains("nested"));
    assert!(parse(&"[".repeat(5000)).is_err());
    assert_eq!(
        parse("a: 1\na: 2\n").unwrap_err().position,
        Position { line: 2, column: 1 }
    );
    assert_eq!(parse("title: [a\nkind: b\n").unwrap_err().position.line, 1);
}

#[test]
fn a_mistake_has_a_hint_that_fits() {
    for (text, hint) in [
        (
            "title: Meeting: sprint\nsummary: s\n",
            "title: \"Meeting: sprint\"",
        ),
        ("a: b\ntitle: @home\n", "title: \"@home\""),
        ("title: A\ntitle: B\n", "keep one of them"),
        ("a:\n\tb: c\n", "not with tabs"),
        ("title: [a\nkind: b\n", "end it with ]"),
        ("a: \"b\nc: d\n", "the same mark: \""),
        ("a: 'it's here'\nc: d\n", "a: \"it's here\""),
        ("a: \"b\" c\n", "around the whole text"),
    ] {
        let error = parse(text).unwrap_err();
        assert!(error.help.contains(hint), "{text:?}: {error:?}");
    }
}

#[test]
fn the_slip_is_named_and_not_where_it_was_noticed() {
    for (text, line, column, message) in [
        (
            "a: b\nsources: [x, y\nkind: lesson\nc: d\n",
            2,
            10,
            "“[” is not closed",
        ),
        ("a:\n  - { b: c, d: e\nf: g\n", 2, 5, "“{” is not closed"),
        ("a: [b,\n  c]\nd: [e\n", 3, 4, "“[” is not closed"),
        (
            "a: \"b\nc: \"d\"\ne: f\n",
            1,
            4,
            "the quotation mark is not closed",
        ),
        ("title a\nkind: lesson\n", 1, 1, "no colon"),
        ("a: b\n  c: d\n", 2, 3, "indented further"),
        ("a:\n- b: c\n   d: e\n", 3, 4, "indented further"),
        ("a: b\n\tc: d\ne: f\n", 2, 1, "with a tab"),
    ] {
        let error = parse(text).unwrap_err();
        assert!(error.message.contains(message), "{text:?}: {error:?}");
        assert_eq!(
            error.position,
            Position { line, column },
            "{text:?}: {error:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn a_cause_is_found_in_any_text(text in "(\\PC|[ \t\n:\"'\\[\\]{}#-]){0,80}") {
        if let Err(error) = parse(&text) {
            proptest::prop_assert!(!error.help.is_empty());
        }
    }
}
