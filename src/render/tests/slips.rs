//! Parts of a text that are lost in silence elsewhere: here they stay, or are named with their lines.

use super::*;

/// Returns the slips of a text whose first line is the fifth of its file, as `line: message`.
fn slips(source: &str) -> Vec<String> {
    let source = format!("---\ntitle: T\nsummary: S\n---\n{source}");
    let (page, _) = page_of(source.as_bytes());
    let problems = page.problems.iter();
    problems
        .filter(|problem| problem.kind == ProblemKind::LostText)
        .map(|problem| format!("{}: {}", problem.position.line, problem.message))
        .collect()
}

fn check_slips(source: &str, expected: &[&str]) {
    assert_eq!(slips(source), expected, "{source}");
}

#[test]
fn a_footnote_defined_twice_leaves_the_text_in_its_place() {
    check(
        "A claim[^a].\n\n[^a]: One.\n\n[^A]: Two.\n\n## Next part\n\nStays.",
        "<p>A claim<sup class=\"footnote\" id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup>.</p>\n\
         <h2 id=\"next-part\"><a class=\"anchor\" href=\"#next-part\">Next part</a></h2>\n<p>Stays.</p>\n\
         <section class=\"footnotes\"><ol>\n<li id=\"fn-1\"><p>One. \
         <a href=\"#fnref-1\" class=\"back\" aria-label=\"Back to the text\">↩</a></p>\n</li>\n</ol></section>",
    );
    check_slips(
        "A claim[^a].\n\n[^a]: One.\n\n[^A]: Two.\n",
        &["9: the footnote “[^A]” is defined twice; only the first is shown"],
    );
}

#[test]
fn footnotes_that_nothing_refers_to_are_named() {
    check(
        "No reference.\n\n[^b]: One.\n\n[^b]: Two.\n\nStays.",
        "<p>No reference.</p>\n<p>Stays.</p>",
    );
    check_slips(
        "No reference.\n\n[^b]: One.\n\n[^b]: Two.\n\n[^c]: See[^c].\n",
        &[
            "7: nothing refers to the footnote “[^b]”, so it is not shown",
            "9: the footnote “[^b]” is defined twice; only the first is shown",
            "11: nothing refers to the footnote “[^c]”, so it is not shown",
        ],
    );
}

#[test]
fn footnotes_stand_at_the_end_wherever_they_are_defined() {
    let html = shown(
        "- x[^b] y^[in *line* [k](gone.md)]\n\n  [^a]: A[^c].\n\n> z[^a]\n>\n> [^b]: B.\n> > [^c]: C.\n\nend",
    );
    let html = html.html.as_str();
    let (text, notes) = html.split_once("<section class=\"footnotes\">").unwrap();
    assert!(text.contains("<p>end</p>"), "{html}");
    let order: Vec<usize> = ["B. ", "in <em>line</em>", "A<sup", "C. "]
        .iter()
        .map(|note| notes.find(note).unwrap())
        .collect();
    assert!(order.is_sorted(), "{html}");
    let (page, _) = page_of(b"---\ntitle: T\n---\nfirst\n\nsecond^[a [k](gone.md)]\n");
    let link = &page.links[0];
    assert_eq!(
        link.position,
        Position {
            line: 6,
            column: 11
        }
    );
}

#[test]
fn what_is_not_defined_is_named() {
    check_slips(
        "Text[^nope] and [text][undefined] and *x* [*y*][z].\n\n\\[^no] [sic] a[0][1] [1][2] `[a][b]`\n",
        &[
            "5: the footnote “[^nope]” is not defined, so it stays text",
            "5: the link's label “[undefined]” is not defined, so it stays text",
            "5: the link's label “[z]” is not defined, so it stays text",
        ],
    );
    check_slips("[a][b] [^c]\n\n[b]: known.md\n[^c]: C\n", &[]);
}

#[test]
fn an_address_with_a_space_is_named() {
    check_slips(
        "# x\n\n[report](Annual Report (2020).md) ![p](my pic.png) [a](b \"t\") \\[x](y z)\n",
        &[
            "7: the address “Annual Report (2020).md” has a space, so this stays text and is no link",
            "7: the address “my pic.png” has a space, so this stays text and is no link",
        ],
    );
}

#[test]
fn what_is_never_closed_is_named() {
    check_slips(
        ":::lesson\nOne.\n\n## Rest\n",
        &["5: the block “:::lesson” is never closed; all that follows stands in it"],
    );
    check_slips(
        "::::lesson\n:::quote\nx\n:::\n::::\n\n> :::gap\n> x\n> :::\n",
        &[],
    );
    check_slips(
        "```text\nx\n",
        &["5: the code block is never closed; all that follows stands in it"],
    );
    check_slips("```\nx\n```\n\n    code\n", &[]);
    check_slips(
        "x\n\n<!-- begins\n\nlost\n",
        &["7: “<!--” is never closed; what follows is left out with it"],
    );
    check_slips(
        "<div class=\"a\nlost\n",
        &["5: “<div” is never closed; what follows is left out with it"],
    );
}

#[test]
fn html_that_is_dropped_is_named() {
    check_slips(
        "<iframe src=\"https://example.org/v\"></iframe> Put <your-name> here.\n\n<script>x</script>\n\n<?php x ?>\n",
        &[
            "5: “<iframe>” is HTML that is not shown",
            "5: “<your-name>” is HTML that is not shown",
            "7: “<script>” is HTML that is not shown",
            "9: “<?” is HTML that is not shown",
        ],
    );
    check_slips(
        "<center><font color=red>x</font></center> <b>y</b> <!-- ok -->\n\n<div>z</div>\n",
        &[],
    );
}

#[test]
fn cells_beyond_the_columns_are_named() {
    check_slips(
        "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| x \\| y | z |\n| 1 | 2 | |\n",
        &["7: the row has more cells than its table has columns; “3” is not shown"],
    );
}

#[test]
fn slips_are_listed_up_to_a_number() {
    let many = slips(&"[^x]\n\n".repeat(5_000));
    assert_eq!(many.len(), 101);
    let rest = |message: &String| message.ends_with("4900 more places of this sort are not listed");
    assert!(many.iter().any(rest), "{many:?}");
}

#[test]
fn a_wikilink_in_a_table_may_have_a_text() {
    check(
        "| a | b |\n|---|---|\n| x | [[known|the shown text]] |\n| [[known#H|*t*]] ![[x.png|100]] `[[a|b]]` | y |",
        "<div class=\"table\"><table>\n<thead><tr><th>a</th>\n<th>b</th>\n</tr></thead>\n\
         <tbody><tr><td>x</td>\n<td><a href=\"/known\">the shown text</a></td>\n</tr>\n\
         <tr><td><a href=\"/known#h\">*t*</a> \
         <img src=\"/x.png\" alt=\"\" width=\"100\" loading=\"lazy\" decoding=\"async\"> <code>[[a|b]]</code></td>\n\
         <td>y</td>\n</tr>\n</tbody></table></div>",
    );
    check(
        "```\n| [[a|b]] |\n|---|\n```\n\n[[known|y]]",
        "<pre class=\"code\"><code>| [[a|b]] |\n|---|\n</code></pre>\n\
         <p><a href=\"/known\">y</a></p>",
    );
}

#[test]
fn escaped_brackets_are_brackets() {
    check(
        "The \\[sic\\] \\(a\\) \\[**B**\\] \\[\\[c\\]\\] \\[@ahas2014] $x$",
        &format!(
            "<p>The [sic] (a) [<strong>B</strong>] [[c]] [@ahas2014] {}</p>",
            crate::render::maths::mathml("x", false).unwrap()
        ),
    );
    assert_eq!(
        problems("The \\[sic\\] \\(a\\) \\[\\[x\\]\\] \\[@gone]"),
        [""; 0]
    );
    let (page, _) = page_of(b"[@a\\_b, p. 3 \\& 4]");
    assert_eq!(page.citations[0].0, "a_b");
}

#[test]
fn a_definition_may_have_paragraphs() {
    check(
        "Term\n:   One.\n\n    Two.\n\nOther\n: Only.",
        "<dl><dt>Term</dt>\n<dd><p>One.</p>\n<p>Two.</p>\n</dd>\n<dt>Other</dt>\n<dd>Only.</dd>\n</dl>",
    );
}

#[test]
fn anchors_named_in_html_are_kept() {
    check(
        "<a id=\"old\"></a>\n\nText. <span id='é x'>n</span><span id=\"term\">t</span> \
         <a name=\"n\" href=\"known.md\">k</a> <b id=\"old\">twice</b>\n\n## user-content-old",
        "<p><span id=\"user-content-old\"></span></p>\n<p>Text. <span>n</span><span id=\"user-content-term\">t</span> \
         <span id=\"user-content-n\"></span><a href=\"/cases/known\">k</a> <b>twice</b></p>\n\
         <h2 id=\"h-user-content-old\"><a class=\"anchor\" href=\"#h-user-content-old\">user-content-old</a></h2>",
    );
    let (page, _) =
        page_of(b"<a id=\"old\"></a> <p id=no>x</p> <span id=\"term\">t</span> <iframe id=i>");
    let anchors: Vec<&str> = page.anchors.iter().map(|name| name.as_str()).collect();
    assert_eq!(anchors, ["old", "term"]);
}

#[test]
fn a_missing_picture_shows_its_name() {
    check(
        "![[gone.svg]] ![](gone.gif) ![alt](gone.gif)",
        "<p><span class=\"missing\" title=\"This file does not exist yet\">gone.svg</span> \
         <span class=\"missing\" title=\"This file does not exist yet\">cases/gone.gif</span> \
         <span class=\"missing\" title=\"This file does not exist yet\">alt</span></p>",
    );
}

#[test]
fn an_address_of_ftp_is_a_warning() {
    let kinds = |source: &str| problems(source);
    assert_eq!(
        kinds("Data at ftp://ftp.example.org/pub"),
        ["5:9 unlinked-address"]
    );
    assert_eq!(kinds("[x](ftp://a.org)"), ["5:1 unlinked-address"]);
    assert_eq!(
        kinds("<urn:isbn:1> [x](urn:isbn:1)"),
        ["5:1 unlinked-address", "5:14 broken-link"]
    );
    assert_eq!(kinds("<javascript:x>"), ["5:1 broken-link"]);
    check("[x](ftp://a.org) <javascript:x>", "<p>x javascript:x</p>");
}

#[test]
fn an_unseen_character_in_the_title_is_named() {
    let source = "---\nsummary: S\ntitle: \"C:\\backup\"\n---\nx";
    let (page, _) = page_of(source.as_bytes());
    let [problem] = &page.problems[..] else {
        panic!("{:?}", page.problems);
    };
    assert_eq!(problem.position.line, 3);
    assert!(problem.message.contains("U+0008"), "{}", problem.message);
}
