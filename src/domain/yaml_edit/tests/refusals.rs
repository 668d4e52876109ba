//! Files without front matter, edits that follow each other, and edits that are refused.

use super::*;

#[test]
fn a_page_without_front_matter_gets_one() {
    let title = [set("title", text("a: b"))];
    for (before, after) in [
        ("", "---\ntitle: \"a: b\"\n---\n"),
        ("Text", "---\ntitle: \"a: b\"\n---\nText"),
        (
            "\u{FEFF}Text\r\n",
            "\u{FEFF}---\r\ntitle: \"a: b\"\r\n---\r\nText\r\n",
        ),
        ("---\n---\nText", "---\ntitle: \"a: b\"\n---\nText"),
        ("---\n...\nText", "---\ntitle: \"a: b\"\n...\nText"),
    ] {
        assert_eq!(edit(before, &title).as_deref(), Ok(after), "{before:?}");
    }
    let last = edit("---\na: b\n---\nText", &[remove("a")]);
    assert_eq!(last.as_deref(), Ok("---\n---\nText"));
}

#[test]
fn edits_follow_each_other_and_none_is_made_when_one_fails() {
    let page = "---\na: [b]\n---\n";
    let edits = [
        insert("a[1]", text("c")),
        shift("a[1]", 0),
        set("d", text("e")),
    ];
    assert_eq!(
        edit(page, &edits).as_deref(),
        Ok("---\na: [c, b]\nd: e\n---\n")
    );
    assert!(edit(page, &[remove("a"), remove("a")]).is_err());
}

#[test]
fn what_does_not_fit_is_reported_with_its_position() {
    let page = "---\na: b\nc: [d]\n---\n";
    for (change, said) in [
        (
            set("a[1]", text("x")),
            "2:4: the value on the way to `a[1]` is not a list",
        ),
        (
            insert("a[2]", text("x")),
            "2:4: the value on the way to `a[2]` is not a list",
        ),
        (
            set("a.b", text("x")),
            "2:4: the value on the way to `a.b` is not a list of keys",
        ),
        (
            set("c.b", text("x")),
            "3:4: the value on the way to `c.b` is not a list of keys",
        ),
        (set("c[1]", text("x")), "there is nothing at `c[1]`"),
        (insert("c[2]", text("x")), "there is nothing at `c[2]`"),
        (
            insert("a", text("x")),
            "2:1: the value on the way to `a` needs a place in a list",
        ),
        (remove("c[1]"), "there is nothing at `c[1]`"),
        (shift("c[0]", 1), "there is nothing at `c[0]`"),
        (
            shift("a", 0),
            "2:1: the value on the way to `a` is not a list",
        ),
        (
            set("[0]", text("x")),
            "2:1: the value on the way to `[0]` is not a list",
        ),
    ] {
        let error = edit(page, std::slice::from_ref(&change)).unwrap_err();
        assert_eq!(error.to_string(), said, "{change:?}");
    }
    let broken = edit("---\na: [b\n---\n", &[set("c", text("d"))]).unwrap_err();
    assert!(broken.to_string().contains("not valid YAML"), "{broken}");
    let open = edit("---\na: b\n", &[set("c", text("d"))]);
    assert_eq!(open, Err(EditError::NotClosed));
    let list = edit("---\n- a\n---\n", &[set("c", text("d"))]).unwrap_err();
    assert!(list.to_string().contains("not a list of keys"), "{list}");
}

#[test]
fn values_deeper_than_front_matter_may_be_are_refused() {
    let mut deep = text("a");
    for _ in 0..20 {
        deep = NewValue::List(vec![deep]);
    }
    let refused = edit("", &[set("a", deep)]);
    assert!(
        matches!(refused, Err(EditError::TooLarge { .. })),
        "{refused:?}"
    );
    let mut deep = text("a");
    for _ in 0..14 {
        deep = NewValue::List(vec![deep]);
    }
    let page = "---\na:\n  b:\n    c:\n---\n";
    let refused = edit(page, &[set("a.b.c", deep)]);
    assert!(
        matches!(refused, Err(EditError::WouldNotReadBack { .. })),
        "{refused:?}"
    );
}

#[test]
fn what_is_written_in_a_way_that_is_not_known_is_left_alone() {
    for (page, change) in [
        ("---\n? a\n: b\n---\n", remove("a")),
        ("---\na: &x\n---\n", set("a", text("b"))),
        ("---\n~\n---\n", set("a", text("b"))),
    ] {
        let refused = edit(page, &[change]);
        assert!(
            matches!(refused, Err(EditError::WouldNotReadBack { .. })),
            "{refused:?}"
        );
    }
}
