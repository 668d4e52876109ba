//! Beginnings and ends of citations in a text.

use super::*;

/// Returns the citations of a text, each work with its naming: `-`, `+` in a sentence. Keys that
/// begin with `x` are unknown.
fn cited(text: &str) -> Vec<String> {
    let known = |key: &str| !key.starts_with('x');
    let mut at = 0;
    let mut found = Vec::new();
    for piece in pieces(text, &known) {
        let group = match piece {
            TextPiece::Text(piece) => {
                assert!(text[at..].starts_with(piece));
                at += piece.len();
                continue;
            }
            TextPiece::Group(group) => group,
        };
        assert_eq!((group.offset, &text[group.range()]), (at, group.source));
        at = group.range().end;
        let cites = group.cites.iter().map(|cite| {
            assert!(text[cite.offset..].starts_with(cite.key));
            let sign = match cite.naming {
                Naming::Within => "",
                Naming::LeftOut => "-",
                Naming::InText => "+",
            };
            let parts = [cite.prefix, &format!("{sign}{}", cite.key), cite.locator];
            parts.join(" ").trim().to_owned()
        });
        found.push(cites.collect::<Vec<_>>().join("; "));
    }
    assert_eq!(at, text.len());
    found
}

#[test]
fn citations_are_found_with_their_parts() {
    assert_eq!(
        cited("é [@a2014, p. 3] and [@b; @c-d, pp. 1-2] [-@e]"),
        ["a2014 p. 3", "b; c-d pp. 1-2", "-e"]
    );
    assert_eq!(
        cited("[see @a, p. 3; and also -@b] [@x; cf. @c] [see\n@d p. 4] @e [f. @g]"),
        [
            "see a p. 3; and also -b",
            "x; cf. c",
            "see d p. 4",
            "+e; f. g"
        ]
    );
    assert_eq!(
        cited("[see @x] [me@a.org] [ask @x, @a] [ @b ] [see @c](a b) [see @d][e]"),
        ["+a", "b", "+c", "+d"]
    );
    assert_eq!(
        cited("[a] [@] [@a b@c] [@a; b] [[@x]] me@x.org"),
        ["a b@c", "+a", "x"]
    );
}

#[test]
fn keys_in_sentences_end_before_punctuation() {
    assert_eq!(
        cited("@a, @b. (@c) “@d” @e’s @f's @g: @h; @i! @j) @k\n@l"),
        [
            "+a", "+b", "+c", "+d", "+e", "+f", "+g", "+h", "+i", "+j", "+k", "+l"
        ]
    );
    assert_eq!(
        cited("@DBLP:conf/kdd/Chen16. @a_b-c+d&e.f/ @a--b @a... @_z_ @2020a @é山田"),
        [
            "+DBLP:conf/kdd/Chen16",
            "+a_b-c+d&e.f",
            "+a",
            "+a",
            "+_z_",
            "+2020a",
            "+é山田"
        ]
    );
}

#[test]
fn keys_in_sentences_may_have_a_bracket() {
    assert_eq!(
        cited("@a [p. 3] @b  [pp. 1-2; @c; -@d, p. 4] @e\n[ch. 5] @f [@g, p. 6; @h] @i[7]"),
        [
            "+a p. 3",
            "+b pp. 1-2; c; -d p. 4",
            "+e ch. 5",
            "+f; g p. 6; h",
            "+i 7"
        ]
    );
    // These brackets are no part of a citation.
    assert_eq!(
        cited("@a [] @b [ ] @c [^1] @d [x](y) @e [x][y] @f [p. 3; see] @g [x [y]] @h [open"),
        ["+a", "+b", "+c", "+d", "+e", "+f", "+g", "+h"]
    );
    assert_eq!(cited("@x [p. 3; @a] @x [@b]"), ["+a", "b"]);
}

#[test]
fn what_begins_no_word_or_is_unknown_cites_nothing() {
    for text in [
        "me@a.org @@a a@a é@a e\u{301}@a 山@a .@a /@a -@a +@a _@a #@a =@a ?u=@a \\@a `@a *@a",
        "@ @. @, @- @-a @.a @ a @[a] @{a} @\u{301} @",
        "@a@example.org @a@b @a@",
        "@x @xa, (@x1) [see @x]",
        "https://b:@a https://example.org/@a mailto:@a",
    ] {
        assert_eq!(cited(text), [""; 0], "{text}");
    }
    let long = format!("@{} [@{}]", "a".repeat(201), "a".repeat(201));
    assert_eq!(cited(&long), [""; 0]);
}

#[test]
fn unclosed_brackets_do_not_hang() {
    for text in ["[@", "[@a", "@a [", "@a [p. ", "@a", "@a-", "@@", "[@a; "] {
        cited(&text.repeat(200_000));
    }
}
