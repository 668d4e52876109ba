//! Hostile pages: nothing that runs, nothing that hangs, nothing that panics.

use std::collections::HashSet;
use std::time::Duration;

use proptest::prelude::*;
use scraper::{ElementRef, Html as Parsed, Selector};

use super::*;

/// What a browser may be given; checked on the parsed output, as another parser reads it.
fn assert_harmless(source: &str, html: &str) {
    const ATTRIBUTES: [&str; 31] = [
        "abbr",
        "accent",
        "alt",
        "aria-label",
        "checked",
        "class",
        "colspan",
        "datetime",
        "decoding",
        "dir",
        "disabled",
        "display",
        "form",
        "height",
        "href",
        "id",
        "lang",
        "loading",
        "mathvariant",
        "open",
        "rel",
        "reversed",
        "rowspan",
        "scope",
        "span",
        "src",
        "start",
        "stretchy",
        "title",
        "value",
        "width",
    ];
    const CLASSES: [&str; 23] = [
        "alert",
        "alert-caution",
        "alert-important",
        "alert-note",
        "alert-tip",
        "alert-warning",
        "anchor",
        "back",
        "bad-maths",
        "block",
        "block-title",
        "centre",
        "citation",
        "code",
        "external",
        "file",
        "footnote",
        "footnotes",
        "image",
        "missing",
        "missing-heading",
        "plain",
        "table",
    ];
    let parsed = Parsed::parse_fragment(html);
    let all = Selector::parse("*").unwrap();
    let mut ids = HashSet::new();
    for element in parsed.select(&all).skip(1) {
        let name = element.value().name();
        let known = crate::render::raw::elements().any(|known| known == name)
            || ["input", "math"].contains(&name)
            || in_math(element);
        assert!(known, "<{name}> in {html}\nfrom {source}");
        for (attribute, value) in element.value().attrs() {
            let known = ATTRIBUTES.contains(&attribute) || attribute == "type" || in_math(element);
            assert!(known, "{attribute} in {html}\nfrom {source}");
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{html}"
            );
            if ["href", "src"].contains(&attribute) {
                assert_address(name, value, html);
            }
            if attribute == "class" && !in_math(element) {
                for class in value.split(' ') {
                    let known = CLASSES.contains(&class)
                        || ["hl-", "block-", "tasks", "right"]
                            .iter()
                            .any(|start| class.starts_with(start));
                    assert!(known, "class {class} in {html}\nfrom {source}");
                }
            }
            if attribute == "id" {
                assert!(!value.starts_with("c-"), "{html}");
                assert!(
                    ids.insert(value.to_owned()),
                    "id {value} twice in {html}\nfrom {source}"
                );
            }
        }
        if name == "input" {
            assert_eq!(element.value().attr("type"), Some("checkbox"));
            assert!(element.value().attr("disabled").is_some());
        }
    }
    assert!(!html.contains('\u{E0F0}'), "{html}");
}

fn in_math(element: ElementRef<'_>) -> bool {
    element.value().name() == "math"
        || element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|above| above.value().name() == "math")
}

fn assert_address(name: &str, value: &str, html: &str) {
    let safe = value.starts_with('/') && !value.starts_with("//") && !value.starts_with("/\\")
        || value.starts_with('#')
        || ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| name == "a" && value.to_ascii_lowercase().starts_with(scheme))
        || name == "img" && value.starts_with("data:image/png;base64,");
    assert!(safe, "{name} to {value} in {html}");
}

const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.org/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror=\"alert(1)\"//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=\"javascript:alert(1)\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt&colon;alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=\"&#x01;javascript:alert(1)\">x</a>",
    "<a href=\" javascript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"//evil.org\">x</a>",
    "<a href=\"/\\evil.org\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](<java&#x0A;script:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](view-source:javascript:alert(1))",
    "[x](feed:javascript:alert(1))",
    "![x](javascript:alert(1))",
    "![x](\"onerror=\"alert(1))",
    "![x\" onerror=\"alert(1)](a.png)",
    "![x](a.png \"t\\\" onerror=\\\"alert(1)\")",
    "[[javascript:alert(1)|x]]",
    "[[known\" onclick=\"alert(1)|x]]",
    "![[x\" onerror=\"alert(1).png]]",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<form action=/-/delete><input name=x><button>go</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<base href=\"https://evil.org/\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=stylesheet href=//evil.org/x.css>",
    "<style>body{display:none}</style>",
    "<div style=\"position:fixed;inset:0\" class=\"overlay\" id=\"c-menu\">x</div>",
    "<div class=\"missing external shell\" id=\"fn-1\">x</div>\n\nx[^a]\n\n[^a]: y",
    "<details ontoggle=alert(1) open>x</details>",
    "<video src=x onerror=alert(1)><audio src=x><source onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php <img src=x onerror=alert(1)> ?>",
    "<p title=\"<!--\"><img src=x onerror=alert(1)>-->",
    "<a href=\"https://x.org/\" onmouseover=\"alert(1)\" target=_top ping=//evil>x</a>",
    "<a title='\" onclick=alert(1) x=\"' href=known.md>x</a>",
    "<b title=\"\n\n# x\" onclick=alert(1)>\n\n\">",
    "<div title=\"\n\n[x](known.md)\n\n![[x.png]]\n\n$x$\n\n\" onclick=alert(1)>",
    "<table><td background=javascript:alert(1)>x",
    "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
    "</p></div></main></body><script>alert(1)</script>",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\\class{x}{y}\\style{color:red}{z}\\color{red}{x}$$",
    "$\\unknown{<script>alert(1)</script>}$",
    "$x</math><script>alert(1)</script>$",
    "```math\n</math><img src=x onerror=alert(1)>\n```",
    "```\"><img src=x onerror=alert(1)>\nx\n```",
    "```html\n<script>alert(1)</script>\n```",
    "```js\"onload=alert(1)\nalert('</pre><script>')\n```",
    ":::lesson <img src=x onerror=alert(1)>\nx\n:::",
    ":::\"><script>alert(1)</script>\nx\n:::",
    "> [!NOTE] <img src=x onerror=alert(1)>\n> x",
    "[@ahas2014, <img src=x onerror=alert(1)>]",
    "[@<script>alert(1)</script>]",
    "[^\"><script>]: x\n\nx[^\"><script>]",
    "# x <script>alert(1)</script> {#x\"onclick=alert(1)}",
    "# c-shell\n\n# fn-1\n\nx[^1]\n\n[^1]: y",
    "## x {#c-main}\n\n## y {#ref-ahas2014}",
    "| a | b |\n|---|---|\n| <img src=x onerror=alert(1)> | </td></table><script>x</script> |",
    "\u{E0F0}class=\"x\" <div \u{E0F0}class=\"overlay\" \u{E0F0}onclick=\"alert(1)\">x</div>",
    "<div &#xE0F0;onclick=\"alert(1)\" title=\"&#xE0F0;slot\">&#xE0F0;slot=\"0\"</div>",
    "<span \u{E0F0}slot=\"0\"></span> `x`\n\n```\ncode\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "https://evil.org/\"onclick=\"alert(1)",
    "<https://evil.org/\"onclick=\"alert(1)>",
    "<a href=\"https://x.org\"><a href=\"javascript:x\"><b><p><i></b></a>x</i></p>",
    "<ruby>x<rt>y<rp>z</ruby><sub><sup><b><i><u><s><q><small>x",
    "<a name=\"c-x\" href=#x id=x>x</a><img name=forms src=a.png usemap=#m ismap>",
];

#[test]
fn nothing_that_runs_survives() {
    assert!(VECTORS.len() > 80);
    let places = [
        "{}",
        "x {} y",
        "> {}",
        "- {}\n- x",
        "# {}",
        "| a |\n|---|\n| {} |",
        "[^f]: {}\n\nx[^f]",
        "<details>\n\n{}\n\n</details>",
        "*x {} y*",
    ];
    let mut all = String::new();
    for vector in VECTORS {
        for place in places {
            let source = place.replace("{}", vector);
            assert_harmless(&source, shown(&source).html.as_str());
        }
        all.push_str(vector);
        all.push_str("\n\n");
    }
    assert_harmless(&all, shown(&all).html.as_str());
}

/// Pages that are quadratic somewhere in a naive chain of parsers.
fn heavy() -> Vec<(&'static str, String)> {
    let many = |text: &str, length: usize| text.repeat(length / text.len());
    vec![
        ("quotes", many(">", 100_000)),
        ("spaced quotes", many("> ", 100_000)),
        ("bullets", many("- ", 100_000)),
        ("numbers", many("1. ", 100_000)),
        (
            "indented items",
            (0..3000)
                .map(|depth| format!("{}- x\n", "  ".repeat(depth % 600)))
                .collect(),
        ),
        ("blocks", many(":::lesson\n", 100_000)),
        ("footnotes", many("[^a]: ", 100_000)),
        ("brackets", many("[", 100_000)),
        ("wiki brackets", many("[[", 100_000)),
        ("image brackets", many("![", 100_000)),
        (
            "closed brackets",
            format!("{}{}", many("[", 50_000), many("]", 50_000)),
        ),
        ("links in links", many("[a](", 100_000)),
        ("parentheses", format!("[a]({}", many("(", 100_000))),
        ("stars", many("*", 100_000)),
        ("stars and letters", many("*a ", 100_000)),
        (
            "nested emphasis",
            format!("{}x{}", many("*a **b ", 50_000), many("** *", 50_000)),
        ),
        ("underscores", many("_a_ __b", 100_000)),
        (
            "backticks",
            (1..400)
                .map(|length| format!("{} ", "`".repeat(length)))
                .collect(),
        ),
        ("dollars", many("$a ", 100_000)),
        ("braces in maths", format!("${}$", many("{", 9_000))),
        ("scripts in maths", format!("${}x$", many("x^", 9_000))),
        ("many formulas", many("$\\frac{a}{b}$ ", 60_000)),
        ("divs", many("<div>", 100_000)),
        ("divs in blocks", many("<div>\n\n", 100_000)),
        ("bold", many("<b title=x>\n\n<p>x\n\n", 60_000)),
        ("inline bold", many("<b><i>x", 60_000)),
        ("unclosed tags", many("<a href=\"", 100_000)),
        ("open angles", many("<", 100_000)),
        ("comments", many("<!-- ", 100_000)),
        ("short comments", many("<!---->", 100_000)),
        ("scripts", many("<script>", 60_000)),
        ("raw links", many("<a href=\"known.md\">x</a>", 100_000)),
        ("links on one line", many("[a](known.md) ", 100_000)),
        ("citations", many("[@ahas2014, p. 3] ", 60_000)),
        (
            "different citations",
            (0..3000)
                .map(|page| format!("[@ahas2014, p. {page}] "))
                .collect(),
        ),
        ("open citations", many("[@a\n", 100_000)),
        ("headings", many("# x\n", 60_000)),
        (
            "tables",
            format!("|{}\n|{}\n|x|", many("a|", 20_000), many("-|", 20_000)),
        ),
        (
            "ragged tables",
            format!(
                "|{}\n|{}\n{}",
                many("a|", 1_000),
                many("-|", 1_000),
                many("|\n", 20_000)
            ),
        ),
        (
            "wide tables",
            format!(
                "|{}\n|{}\n{}\n\n",
                many("a|", 4_000),
                many("-|", 4_000),
                many("|\n", 2_000)
            )
            .repeat(10),
        ),
        (
            "aligned tables in quotes",
            format!(
                "> |{}\r\n> |{}\r\n{}\r\n\r\n",
                many("a|", 2_000),
                many(":-:|", 4_000),
                many("> |x\r\n", 6_000)
            )
            .repeat(5),
        ),
        ("definitions", many("x\n\n: y\n\n", 60_000)),
        (
            "references",
            (0..5000)
                .map(|name| format!("[a{name}]: /x\n[a{name}] "))
                .collect(),
        ),
        (
            "notes",
            (0..3000)
                .map(|name| format!("x[^a{name}]\n\n[^a{name}]: y\n\n"))
                .collect(),
        ),
        ("one note", format!("{}\n\n[^a]: y", many("x[^a] ", 60_000))),
        (
            "code",
            format!("```rust\n{}\n```", many("fn a() { \"", 49_000)),
        ),
        ("entities", many("&amp;&#1234;", 100_000)),
        ("autolinks", many("www.a.b ", 100_000)),
        ("mail", many("a@b.c", 100_000)),
        ("line", many("word ", 1_000_000)),
        ("closed brackets", many("](a ", 200_000)),
        ("closed twice", many("a][", 200_000)),
        ("open links", many("[a](b ", 200_000)),
        ("one note often", many("[^a]: x\n\n", 100_000)),
        ("notes in the line", many("x^[a *b*] ", 50_000)),
        (
            "piped links",
            format!("|a|\n|-|\n{}", many("|[[a|b]] [[c|\n", 60_000)),
        ),
        (
            "long rows",
            format!("|a|\n|-|\n{}", many("|a|b|c|d\n", 60_000)),
        ),
        ("unknown elements", many("<x-y>", 100_000)),
        (
            "anchors",
            (0..50_000).map(|id| format!("<i id=a{id}>")).collect(),
        ),
        ("escapes", many("\\[a\\] ", 100_000)),
        ("escapes in citations", many("[@a\\_b ", 100_000)),
    ]
}

/// Texts with very many signs of citations.
fn heavy_citations() -> Vec<(&'static str, String)> {
    let many = |text: &str, length: usize| text.repeat(length / text.len());
    vec![
        ("citations in sentences", many("@ahas2014 [p. 3] ", 100_000)),
        ("open ones in sentences", many("@ahas2014 [p.\n", 100_000)),
        ("mentions", many("@a @b, @c ", 200_000)),
        (
            "different mentions",
            (0..60_000).map(|name| format!("@a{name} ")).collect(),
        ),
        ("at signs", many("@", 400_000)),
        ("keys and signs", many("@ahas2014@", 200_000)),
        ("keys in emphasis", many("**@ahas2014** *@", 100_000)),
        (
            "keys in a link",
            format!("[{}](known.md)", many("@ahas2014 ", 200_000)),
        ),
        ("keys in links", many("[@ahas2014](known.md) ", 100_000)),
        ("keys in code", many("<code>@ahas2014 ", 100_000)),
        ("escapes in keys", many("@ahas\\_", 100_000)),
        ("words before keys", many("[see\n@ahas2014 ", 100_000)),
        (
            "lines before keys",
            format!("[{}", many("see\n@x\n", 100_000)),
        ),
        ("one long key", format!("@{}", many("a-", 400_000))),
        (
            "a long bracket",
            format!("@ahas2014 [{}]", many("@ahas2014;", 50_000)),
        ),
    ]
}

#[test]
fn a_table_that_would_be_too_large_is_refused_at_its_line() {
    let heading = format!("|{}\n|{}\n", "a|".repeat(2_000), "-|".repeat(2_000));
    let source = format!(
        "---\ntitle: T\nsummary: S.\n---\n\nBefore.\n\n{heading}{}\nAfter.\n",
        "|b\n".repeat(200)
    );
    let (page, text) = page_of(source.as_bytes());
    let problem = &page.problems[0];
    assert!(
        problem.message.contains("lacks too many cells"),
        "{problem:?}"
    );
    let line = source.lines().nth(problem.position.line as usize - 1);
    assert_eq!(line, Some("|b"));
    assert!(text.text.contains("Before.") && text.text.ends_with("After."));
    let article = shown(&source);
    let shown = article.html.as_str();
    assert!(shown.contains("<p>After.</p>") && shown.contains("<td>b</td>"));
    assert!(shown.len() < source.len() * 20 + 1_000_000);
}

#[test]
fn what_becomes_too_large_ends_with_a_word() {
    let long = "x".repeat(20_000);
    let resolve = |_: &Link| Destination::Page {
        address: format!("/{long}"),
        title: long.clone(),
    };
    let source = "[a](known.md)\n\n".repeat(2_000);
    let (page, _) = page_of(source.as_bytes());
    let (bibliography, _) = Bibliography::parse("");
    let article = html(&page, source.as_bytes(), &resolve, &bibliography);
    let shown = article.html.as_str();
    assert!(
        shown.len() < source.len() * 20 + 1_000_000,
        "{}",
        shown.len()
    );
    assert!(shown.trim_end().ends_with("too large to be shown.</p>"));
    assert_harmless(&source, shown);
}

#[test]
fn no_page_hangs() {
    check_times(heavy());
}

#[test]
fn no_page_of_citations_hangs() {
    check_times(heavy_citations());
}

/// Returns how long this thread has worked: what runs beside it does not count.
fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

fn check_times(pages: Vec<(&str, String)>) {
    for (name, source) in pages {
        let start = worked();
        let (page, _) = page_of(source.as_bytes());
        let read = worked().saturating_sub(start);
        let (bibliography, _) = Bibliography::parse(BIBLIOGRAPHY);
        let article = html(&page, source.as_bytes(), &resolve, &bibliography);
        let all = worked().saturating_sub(start);
        // Generous, for an unoptimised build; quadratic work takes minutes here.
        assert!(all < Duration::from_secs(5), "{name}: {read:?}, {all:?}");
        let length = article.html.as_str().len();
        assert!(length < source.len() * 20 + 1_000_000, "{name}: {length}");
        if std::env::var_os("TIMES").is_some() {
            eprintln!("{name}: {read:?} {:?} {length}", all - read);
        }
    }
}

fn fragment() -> impl Strategy<Value = String> {
    let pieces = vec![
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "[",
        "]",
        "(",
        ")",
        "[[",
        "]]",
        "|",
        "![",
        "<",
        ">",
        "</",
        "\"",
        "'",
        "=",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<a href=",
        "<table>",
        "<td>",
        "<!--",
        "-->",
        "<details>",
        "<summary>",
        "<p>",
        "<li>",
        "<script>",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        ":::lesson\n",
        ":::\n",
        "[@",
        "ahas2014",
        "[-@",
        ";",
        ", p. 3",
        "[^1]",
        "[^1]: ",
        "^[",
        "$",
        "$$",
        "\\(",
        "\\",
        "{#",
        "}",
        "&amp;",
        "&#x",
        "\t",
        "    ",
        "é",
        "\u{202E}",
        "\0",
        "\r",
        "---\n",
        "title: x\n",
        "| a |\n|--|\n",
        ": ",
        "~~",
        "a.md",
        "known.md",
        "x.png",
        "http://",
        "javascript:",
        "%%",
        "\u{E0F0}",
        "word",
        " ",
        "1",
        "[!NOTE]",
        "[ ] ",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rendering_is_total_and_agrees_with_reading(source in fragment()) {
        let (page, text) = page_of(source.as_bytes());
        let (bibliography, _) = Bibliography::parse(BIBLIOGRAPHY);
        let article = html(&page, source.as_bytes(), &|link| {
            assert!(page.links.contains(link), "{link:?} in {source:?}");
            resolve(link)
        }, &bibliography);
        prop_assert_eq!(&article.outline, &page.headings);
        prop_assert_eq!(text.sections.len(), page.headings.len());
        for section in &text.sections {
            prop_assert!(text.text.get(section.start..section.body).is_some());
        }
        assert_harmless(&source, article.html.as_str());
    }

    #[test]
    fn any_bytes_are_a_page(source in prop::collection::vec(any::<u8>(), 0..300)) {
        let (page, _) = page_of(&source);
        html(&page, &source, &resolve, &Bibliography::default());
    }

    #[test]
    fn any_text_is_a_bibliography(text in "[@{}\"a-z=, \\n\\\\#%()]{0,80}") {
        Bibliography::parse(&text);
    }
}
