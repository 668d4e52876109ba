//! Links and images: their targets, and their positions in the file.

use super::*;
use crate::domain::link::LinkRole;

#[test]
fn links_lead_where_the_caller_says() {
    check(
        "[a](known.md) [b](gone.md) [[known page#Some Heading]] [c](https://x.org) [d](javascript:x)",
        "<p><a href=\"/cases/known\">a</a> \
         <span class=\"missing\" title=\"This page does not exist yet\">b</span> \
         <a href=\"/known page#some-heading\">The &lt;known&gt; page › Some Heading</a> \
         <a href=\"https://x.org\" class=\"external\" rel=\"noopener\">c</a> d</p>",
    );
    check(
        "[a](known.md#nowhere) [[#Here]] [[known|*b*]] ![[known]] ![[x.png]] [[a: b]]",
        "<p><a href=\"/cases/known\" class=\"missing-heading\" \
         title=\"The page does not have this heading\">a</a> <a href=\"/known#here\">Here</a> \
         <a href=\"/known\">*b*</a> <a href=\"/known\">The &lt;known&gt; page</a> \
         <img src=\"/x.png\" alt=\"\" loading=\"lazy\" decoding=\"async\"> \
         <span class=\"missing\" title=\"This page does not exist yet\">a: b</span></p>",
    );
}

#[test]
fn links_are_known_with_their_positions_in_the_file() {
    let source = "---\ntitle: T\nsummary: S\ndrawn_from: [a]\n---\né [x](b.md#y) [[N#Z z]]\n\n> ![p](q.png)\n\
                  <details>\n<a href=\"r.md\">r</a></details>\n\n[out](https://x.org) [map](/map)\n";
    let (page, _) = page_of(source.as_bytes());
    let found: Vec<String> = page
        .links
        .iter()
        .map(|link| {
            let fragment = link.fragment.as_deref().unwrap_or("");
            format!(
                "{} {:?} {fragment} {:?}",
                link.position, link.target, link.role
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "4:14 Name(\"a\")  DrawnFrom",
            "6:3 Path(\"cases/b.md\") y Text",
            "6:15 Name(\"N\") z-z Text",
            "8:3 Path(\"cases/q.png\")  Image",
            "10:1 Path(\"cases/r.md\")  Text",
        ]
    );
    assert_eq!(page.problems, []);
}

#[test]
fn images_that_may_not_be_loaded_are_links() {
    check(
        "![map](https://x.org/a.png)",
        "<p><a href=\"https://x.org/a.png\" class=\"external image\" rel=\"noopener\">map</a></p>",
    );
    check(
        "[![map](https://x.org/a.png)](known.md)",
        "<p><a href=\"/cases/known\">map</a></p>",
    );
    check(
        "![x](data:image/png;base64,aGk=) ![y](data:image/svg+xml;base64,aGk=)",
        "<p><img src=\"data:image/png;base64,aGk=\" alt=\"x\" loading=\"lazy\" decoding=\"async\"> y</p>",
    );
    check(
        "![alt](a.png \"A *caption*\")",
        "<figure><img src=\"/cases/a.png\" alt=\"alt\" loading=\"lazy\" decoding=\"async\">\
         <figcaption>A *caption*</figcaption></figure>",
    );
    assert_eq!(problems("![y](data:text/html,x)"), ["5:1 broken-link"]);
}

#[test]
fn roles_distinguish_links_from_images() {
    let (page, _) = page_of(b"[a](x.pdf) ![b](y.png)");
    let roles: Vec<LinkRole> = page.links.iter().map(|link| link.role).collect();
    assert_eq!(roles, [LinkRole::Text, LinkRole::Image]);
}
