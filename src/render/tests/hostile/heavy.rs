//! Pages that are quadratic somewhere in a naive chain of parsers.

/// A page, with a name for messages.
type HeavyPage = (&'static str, String);

/// Returns as many copies of a text as fit into a length.
fn many(text: &str, length: usize) -> String {
    text.repeat(length / text.len())
}

/// Returns all of them but those of citations.
pub(super) fn pages() -> Vec<HeavyPage> {
    [blocks(), inlines(), tables(), html()].concat()
}

/// Pages of very many blocks.
fn blocks() -> Vec<HeavyPage> {
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
        ("open citations", many("[@a\n", 100_000)),
        ("headings", many("# x\n", 60_000)),
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
        ("line", many("word ", 1_000_000)),
        ("one note often", many("[^a]: x\n\n", 100_000)),
    ]
}

/// Pages with very many signs in their lines.
fn inlines() -> Vec<HeavyPage> {
    vec![
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
        ("links on one line", many("[a](known.md) ", 100_000)),
        ("citations", many("[@ahas2014, p. 3] ", 60_000)),
        (
            "different citations",
            (0..3000)
                .map(|page| format!("[@ahas2014, p. {page}] "))
                .collect(),
        ),
        ("autolinks", many("www.a.b ", 100_000)),
        ("mail", many("a@b.c", 100_000)),
        ("closed brackets", many("](a ", 200_000)),
        ("closed twice", many("a][", 200_000)),
        ("open links", many("[a](b ", 200_000)),
        ("notes in the line", many("x^[a *b*] ", 50_000)),
        ("escapes", many("\\[a\\] ", 100_000)),
        ("escapes in citations", many("[@a\\_b ", 100_000)),
    ]
}

/// Pages of large tables.
fn tables() -> Vec<HeavyPage> {
    vec![
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
        (
            "piped links",
            format!("|a|\n|-|\n{}", many("|[[a|b]] [[c|\n", 60_000)),
        ),
        (
            "long rows",
            format!("|a|\n|-|\n{}", many("|a|b|c|d\n", 60_000)),
        ),
    ]
}

/// Pages of very much HTML and of large formulas.
fn html() -> Vec<HeavyPage> {
    vec![
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
        ("entities", many("&amp;&#1234;", 100_000)),
        ("unknown elements", many("<x-y>", 100_000)),
        (
            "anchors",
            (0..50_000).map(|id| format!("<i id=a{id}>")).collect(),
        ),
    ]
}

/// Texts with very many signs of citations.
pub(super) fn citations() -> Vec<HeavyPage> {
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
