//! Citations in a sentence: where an `@` begins one, and where it is what it is.

use proptest::prelude::*;

use super::*;

/// The HTML of `@ahas2014`.
const AHAS: &str =
    "<span class=\"citation\"><a href=\"#ref-ahas2014\">Ahas and Silm (2014)</a></span>";
/// The HTML of `@unece2015`.
const UNECE: &str = "<span class=\"citation\"><a href=\"#ref-unece2015\">UNECE (2015)</a></span>";

/// Checks the HTML of a text in which `{a}` and `{u}` stand for the two works.
fn check_cited(source: &str, expected: &str) {
    let expected = expected.replace("{a}", AHAS).replace("{u}", UNECE);
    check(source, &expected);
}

/// Checks that a text comes out the same whether or not the bibliography has its keys.
fn check_untouched(source: &str) {
    let (page, text) = page_of(source.as_bytes());
    assert_eq!(page.citations, [], "{source}");
    let (nothing, _) = Bibliography::parse("");
    let plain = html(&page, source.as_bytes(), &resolve, &nothing);
    assert_eq!(shown(source).html, plain.html, "{source}");
    let path = page.path.clone();
    let vocabulary = Vocabulary::default();
    let (_, without) = read(
        path,
        "x.md",
        object(),
        source.as_bytes(),
        &vocabulary,
        &nothing,
    );
    assert_eq!(text.text, without.text, "{source}");
}

#[test]
fn a_key_in_a_sentence_becomes_the_names_with_the_year() {
    check_cited("As @ahas2014 say.", "<p>As {a} say.</p>");
    check_cited(
        "@ahas2014, (@unece2015) “@ahas2014” **@unece2015** *see @ahas2014*: @unece2015.",
        "<p>{a}, ({u}) “{a}” <strong>{u}</strong> <em>see {a}</em>: {u}.</p>",
    );
    check_cited("@ahas2014's and @unece2015’s", "<p>{a}'s and {u}’s</p>");
    check_cited(
        "@unece2015\n@ahas2014  \n@unece2015",
        "<p>{u}\n{a}<br>\n{u}</p>",
    );
    check_cited(
        "## What @unece2015 says\n\n- @unece2015\n- [ ] @ahas2014\n\n> @unece2015\n\n| a | b |\n|---|---|\n| @ahas2014 | x |",
        "<h2 id=\"what-unece2015-says\">What {u} says</h2>\n<ul class=\"tasks\"><li>{u}</li>\n\
         <li><input type=\"checkbox\" disabled> {a}</li>\n</ul>\n<blockquote><p>{u}</p>\n</blockquote>\n\
         <div class=\"table\"><table>\n<thead><tr><th>a</th>\n<th>b</th>\n</tr></thead>\n<tbody><tr><td>{a}</td>\n<td>x</td>\n</tr>\n</tbody></table></div>",
    );
    let noted = shown("x[^1]\n\n[^1]: As @unece2015 say.").html;
    assert!(noted.as_str().contains(UNECE), "{noted}");
    check_cited("<b>@unece2015</b>", "<p><b>{u}</b></p>");
}

#[test]
fn a_bracket_behind_the_key_belongs_to_it() {
    let with = |inside: &str| {
        format!(
            "<p><span class=\"citation\"><a href=\"#ref-ahas2014\">Ahas and Silm ({inside}</span> say.</p>"
        )
    };
    for source in [
        "@ahas2014 [p. 3] say.",
        "@ahas2014[3] say.",
        "@ahas2014\n[p.\n3] say.",
        "@ahas2014 [p\\. 3] say.",
    ] {
        check(source, &with("2014, p. 3)</a>"));
    }
    let two = with("2014, p. 3</a>; <a href=\"#ref-unece2015\">UNECE, 2015</a>)");
    for source in [
        "@ahas2014 [p. 3; @unece2015] say.",
        "@ahas2014 [p. 3;\n@unece2015] say.",
    ] {
        check(source, &two);
    }
    let other = with("2014</a>; see <a href=\"#ref-unece2015\">UNECE, 2015</a>)");
    check("@ahas2014 [see @unece2015] say.", &other);
    check(
        "@ahas2014 [-@unece2015, p. 1; @gone] say.",
        "<p><span class=\"citation\"><a href=\"#ref-ahas2014\">Ahas and Silm (2014</a>; \
         <a href=\"#ref-unece2015\">2015, p. 1</a>)</span> <span class=\"citation missing\" \
         title=\"The bibliography does not have this work\">[@gone]</span> say.</p>",
    );
    check_cited(
        "@ahas2014 [x](known.md)",
        "<p>{a} <a href=\"/cases/known\">x</a></p>",
    );
    check_cited(
        "@ahas2014 [[known]]",
        "<p>{a} <a href=\"/known\">The &lt;known&gt; page</a></p>",
    );
    check_cited("@ahas2014 \\[p. 3\\]", "<p>{a} [p. 3]</p>");
}

#[test]
fn words_may_stand_before_a_work_in_brackets() {
    let seen = "<p><span class=\"citation\">(see <a href=\"#ref-ahas2014\">Ahas &amp; Silm, 2014, p. 3</a>; \
                cf. <a href=\"#ref-unece2015\">2015</a>)</span></p>";
    check("[see @ahas2014, p. 3; cf. -@unece2015]", seen);
    check("[see\n@ahas2014, p. 3;\ncf. -@unece2015]", seen);
    for source in [
        "[see @gone, p. 3]",
        "[ @gone ]",
        "[see\n@gone]",
        "[write to a@ahas2014]",
    ] {
        check_untouched(source);
    }
}

#[test]
fn what_is_no_citation_stays_what_it_is() {
    for source in [
        "me@ahas2014 me@ahas2014.org <me@ahas2014.org> @@ahas2014 @ahas2014@example.org @ahas2014@unece2015",
        "\\@ahas2014 \\@ahas2014 [p. 3] \\[@ahas2014] \\[@ahas2014\\] x\\_@ahas2014",
        "`@ahas2014` ``@ahas2014 [p. 3]`` $@ahas2014$",
        "```\n@ahas2014\n```\n\n    @ahas2014\n\n```bibtex\n@ahas2014 [p. 3]\n```",
        "[@ahas2014](known.md) [as *@ahas2014* says](known.md) ![@ahas2014](a.png) [[known|@ahas2014]]",
        "[@ahas2014 [p. 3; and @unece2015]](known.md) [@unece2015][x] and [x](@ahas2014)\n\n[x]: @ahas2014",
        "<https://example.org/@ahas2014> https://example.org/@ahas2014 www.example.org/@ahas2014 /@ahas2014",
        "<a href=\"known.md\">@ahas2014</a> <code>as @ahas2014</code> <b title=\"@ahas2014\"><kbd>@ahas2014 [p. 3]</kbd></b>",
        "<!-- @ahas2014 -->\n\n<p title=\"@ahas2014\">@ahas2014</p>",
        "x**@ahas2014** **x**@ahas2014 `x`@ahas2014 [x](known.md)@ahas2014 x[^1]@ahas2014\n\n[^1]: y",
        "@ @, @. (@) x@ @\n@\n\n@- @-ahas2014 .@ahas2014 -@ahas2014 _@ahas2014 #@ahas2014 é@ahas2014",
        "@gone @someone [p. 3] @someone\n[x\ny] @some\\_one @gone's @ahas2014x @ahas @ahas2014-x",
        "@ahas\\_2014 [@] @{ahas2014}",
    ] {
        check_untouched(source);
    }
    let source = "---\ntitle: As @ahas2014\nsummary: As @ahas2014 say [@unece2015].\n---\nText.";
    check_untouched(source);
    let (page, _) = page_of(source.as_bytes());
    assert_eq!(
        page.front.summary.as_deref(),
        Some("As @ahas2014 say [@unece2015].")
    );
}

#[test]
fn what_is_quiet_ends_with_its_element() {
    check_cited(
        "<code>@ahas2014</code> @ahas2014 <kbd>@ahas2014\n\n@ahas2014 [x](known.md) @ahas2014",
        "<p><code>@ahas2014</code> {a} <kbd>@ahas2014</kbd></p>\n<p>{a} <a href=\"/cases/known\">x</a> {a}</p>",
    );
}

#[test]
fn citations_in_sentences_count_as_those_in_brackets() {
    let source = "> é @ahas2014 say @ahas2014 [p. 3;\n> -@gone; @unece2015] to @someone and\n> @someone.\n\n@some.one: @2x\n";
    let (page, text) = page_of(source.as_bytes());
    let position = |line, column| Position { line, column };
    let named = |key: &str, line, column| (key.to_owned(), position(line, column));
    assert_eq!(
        page.citations,
        [
            named("ahas2014", 1, 5),
            named("ahas2014", 1, 19),
            named("gone", 2, 4),
            named("unece2015", 2, 11),
        ]
    );
    assert_eq!(
        page.mentions,
        [
            named("2x", 5, 12),
            named("some.one", 5, 1),
            named("someone", 2, 26)
        ]
    );
    assert_eq!(
        text.text,
        "é Ahas and Silm (2014) say Ahas and Silm (2014) to @someone and @someone.\n@some.one: @2x"
    );
    assert_eq!(listed(&shown(source)), ["ahas2014", "unece2015"]);
    // In another language.
    let (_, text) = page_of(b"---\nlang: de\n---\nWie @ahas2014 sagen [@unece2015].");
    assert_eq!(text.text, "Wie Ahas und Silm (2014) sagen.");
}

#[test]
fn headings_and_titles_say_names_wherever_they_are_seen() {
    let source = "# As @ahas2014 say [@unece2015]\n\n## What *@unece2015* says [@ahas2014, p. 3]\n\n\
                  ### @ahas2014 [p. 3] on `@unece2015` and @someone\n";
    let (page, text) = page_of(source.as_bytes());
    assert_eq!(page.title, "As Ahas and Silm (2014) say");
    let said: Vec<(&str, &str)> = page
        .headings
        .iter()
        .map(|heading| (heading.id.as_str(), heading.text.as_str()))
        .collect();
    // An id is what links were written with, and stays when the bibliography changes.
    assert_eq!(
        said,
        [
            ("what-unece2015-says-ahas2014-p-3", "What UNECE (2015) says"),
            (
                "ahas2014-p-3-on-unece2015-and-someone",
                "Ahas and Silm (2014) on @unece2015 and @someone"
            ),
        ]
    );
    for (section, heading) in text.sections.iter().zip(&page.headings) {
        assert_eq!(section.title, heading.text.as_str());
        let shown = text.text[section.start..section.body].trim_end();
        assert_eq!(shown, section.title);
    }
    let article = shown(source);
    assert_eq!(article.outline, page.headings);
    assert!(!article.html.as_str().contains("<h1"), "{}", article.html);
    // The works of the title are cited as well.
    assert_eq!(listed(&shown("# As @ahas2014 say\n\nText.")), ["ahas2014"]);
    let (page, text) = page_of(b"# As @ahas2014 say\n\nText.");
    assert_eq!(page.citations.len(), 1);
    assert_eq!(text.text, "Text.");
    // A title of the front matter is as written, and its heading is no second one.
    let (page, _) = page_of(b"---\ntitle: As @ahas2014 say\n---\n# As @ahas2014 say\n");
    assert_eq!(page.title, "As @ahas2014 say");
    assert_eq!(page.headings, []);
    let (page, _) = page_of(b"---\nlang: de\n---\n# Wie @ahas2014 sagen\n");
    assert_eq!(page.title, "Wie Ahas und Silm (2014) sagen");
}

#[test]
fn an_escaped_at_sign_begins_no_citation() {
    for source in [
        "[\\@ahas2014]",
        "@ahas[\\@ahas2014]",
        "[see \\@ahas2014, p. 2]",
    ] {
        let (page, text) = page_of(source.as_bytes());
        assert_eq!(page.citations, [], "{source}");
        assert_eq!(text.text, source.replace('\\', ""));
    }
    let (page, _) = page_of(b"[@ahas2014, by x\\@y.org]");
    assert_eq!(page.citations.len(), 1);
}

#[test]
fn a_key_may_have_escapes() {
    let (bibliography, _) =
        Bibliography::parse("@misc{a_b_c, author={Doe, J.}, title={T}, year=2001}");
    let path = PagePath::parse("x").unwrap();
    let source = b"As @a\\_b\\_c [p. 3] says, @a\\_b\\_d and @a\\_b. Then @a\\_b\\_c.";
    let vocabulary = Vocabulary::default();
    let (page, text) = read(path, "x.md", object(), source, &vocabulary, &bibliography);
    assert_eq!(
        text.text,
        "As Doe (2001) says, @a_b_d and @a_b. Then Doe (2001)."
    );
    assert_eq!(page.citations.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn text_without_known_keys_is_as_before(
        source in "([@a-c1.:/_ \\n\\\\*`()!;|#'-]|\\[|\\]|@ahas|@x1 \\[p\\. 2|</?code>|\\]\\(k\\)){0,40}"
    ) {
        // Another sign that means nothing to the parser, for one that may mean something.
        let other = |text: &str| text.replace('@', "%");
        let has = |source: &str| {
            let (page, text) = page_of(source.as_bytes());
            (shown(source).html.as_str().to_owned(), text.text, page.citations)
        };
        let (html, text, citations) = has(&source);
        let is_mail = html.contains("mailto:");
        if !source.contains("[@") && !source.contains("[-@") && !is_mail {
            let as_before = has(&other(&source));
            prop_assert_eq!((other(&html), other(&text), citations), as_before);
        }
    }

    #[test]
    fn any_text_with_known_keys_is_read_and_written_alike(
        source in "([@a \\n\\\\*`<>()!;|'-]|\\[|\\]|@ahas2014|@unece2015|\\[@|\\[p\\. 2|\\[see |</?code>|<a href=k>|</a>|\\]\\(k\\)|\\[\\[k\\||\\]\\]|\\|\\n|---){0,40}"
    ) {
        let (page, _) = page_of(source.as_bytes());
        let article = shown(&source);
        let mut cited: Vec<&str> = page.citations.iter().map(|(key, _)| key.as_str()).collect();
        cited.retain(|key| ["ahas2014", "unece2015"].contains(key));
        cited.sort_unstable();
        cited.dedup();
        let mut listed = listed(&article);
        listed.sort_unstable();
        prop_assert_eq!(&cited, &listed);
        let html = article.html.as_str();
        prop_assert!(!html.contains("Ahas and Silm") || cited.contains(&"ahas2014"));
        // The parser counts no line within a wikilink.
        let found = page.citations.iter().chain(&page.mentions);
        for (key, position) in found.filter(|_| !source.contains("[[")) {
            let line = source.split('\n').nth(position.line as usize - 1);
            prop_assert!(line.is_some_and(|line| line.contains(key.as_str())), "{} {:?}", key, position);
        }
    }
}
