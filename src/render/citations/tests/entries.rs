//! Entries as people and programs write them.

use super::*;
use crate::render::citations::export::Format;

fn listed(entry: &str) -> (String, Vec<String>) {
    let (bibliography, problems) = Bibliography::parse(entry);
    let key = bibliography.keys().next().unwrap().to_owned();
    let reader = StyledBibliography { bibliography };
    let (_, list) = reader.cite(&[key.as_str()]);
    let messages = problems.into_iter().map(|problem| problem.message);
    (list[0].1.clone(), messages.collect())
}

#[test]
fn slips_of_the_pen_are_named_with_what_was_meant() {
    let said = |entry: &str| {
        let (_, problems) = Bibliography::parse(entry);
        let said = problems.into_iter().map(|problem| {
            let column = problem.position.column;
            format!("{column}: {}", problem.message)
        });
        said.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        said("@misc{a, author={Doe, J.}, titel={T}, title={}, year=2020}"),
        "28: the work “a” has the field “titel”, which says nothing here: did you mean “title”?\n\
         39: the work “a” has no title: add title = {…}"
    );
    assert_eq!(
        said("@artcle{a, title={T}, year=2020}"),
        "1: the work “a” has the type “@artcle”, which is none: did you mean “@article”?"
    );
    assert!(said("@misc{a title={T}, year=2020}").contains("put a comma behind the key"));
    // What is near to a field that is there, or to none, is somebody's own.
    for own in [
        "@misc{a, title={T}, years={x}, year=2020, eissn={1}, owner={me}}",
        "@custom{a, title={T}, year=2020}",
        "@misc{a, title={T}, year=2020, month=}",
        "@misc{a, title={T}, month=, year=2020, day={}}",
    ] {
        assert_eq!(said(own), "", "{own}");
    }
}

#[test]
fn years_that_are_no_numbers_lose_nothing() {
    let (text, problems) = listed(
        "@article{a, author={Brown, Bob}, title={To appear}, journal={J}, year={Forthcoming}}",
    );
    assert!(
        text.starts_with("Brown, B. (forthcoming). To appear."),
        "{text}"
    );
    assert_eq!(problems, [] as [String; 0]);
    let (text, problems) =
        listed("@misc{a, author={Doe, J.}, title={T}, month={}, day={}, year={2016}}");
    assert!(text.starts_with("Doe, J. (2016). "), "{text}");
    assert_eq!(problems, [] as [String; 0]);
    let (text, problems) = listed("@misc{a, author={Doe, J.}, title={T}, year={Michaelmas}}");
    assert!(text.starts_with("Doe, J. (Michaelmas). "), "{text}");
    assert!(
        problems[0].contains("“a”")
            && problems[0].contains("“Michaelmas”")
            && problems[0].contains("pubstate = {forthcoming}"),
        "{problems:?}"
    );
}

#[test]
fn entries_as_programs_write_them_come_out_right() {
    for (entry, text) in [
        (
            "@article{a, author={Hansen, C. and others}, title={T}, journal={J}, year=2012}",
            "Hansen, C., et al. (2012). T. <i>J</i>.",
        ),
        (
            "@techreport{a, author={A, A.}, title={T}, institution={Bureau}, number={USDL-26-0599}, year=2007}",
            "A, A. (2007). <i>T</i> (USDL-26-0599). Bureau.",
        ),
        (
            "@techreport{a, author={B, B.}, title={T}, institution={Bureau}, number={2013-05}, year=2008}",
            "B, B. (2008). <i>T</i> (No. 2013-05). Bureau.",
        ),
        (
            "@article{a, author={C, C.}, title={T}, journal={J}, volume=2, pages={34, 37--39}, year=2009}",
            "C, C. (2009). T. <i>J</i>, <i>2</i>, 34, 37–39.",
        ),
        (
            "@article{a, author={D, D.}, title={T}, journal={J}, doi={10.1007/978-3-032-00942-5\\_12}, year=2010}",
            "D, D. (2010). T. <i>J</i>. https://doi.org/10.1007/978-3-032-00942-5_12",
        ),
        (
            "@misc{a, author={E, E.}, title={T}, url={https://example.org/a\\_b}, year=2011}",
            "E, E. (2011). <i>T</i>. https://example.org/a_b",
        ),
        (
            "@article{a, author={F, F.}, title={T}, journal={Courrier des statistiques}, year=2013}",
            "F, F. (2013). T. <i>Courrier des statistiques</i>.",
        ),
        (
            "@techreport{a, author={H, H.}, title={T}, institution={I}, type={Deliverable}, number={5.1 (SGA-1)}, year=2015}",
            "H, H. (2015). <i>T</i> (Deliverable 5.1 (SGA-1)). I.",
        ),
        (
            "@misc{a, author={K, K.}, title={T}, date={2019/2020}}",
            "K, K. (2019–2020). <i>T</i>.",
        ),
        (
            "@online{a, author={M, M.}, title={T}, date={26.09.2020}}",
            "M, M. (2020, September 26). <i>T</i>.",
        ),
        (
            "@misc{a, author={N, N.}, title={T}, year={c. 1980}}",
            "N, N. (ca. 1980). <i>T</i>.",
        ),
    ] {
        assert_eq!(listed(entry).0, text, "{entry}");
    }
}

#[test]
fn what_cannot_be_understood_is_named_with_its_remedy() {
    let text = "@article{a, title={A}, month={Smarch}, year={2011}}\n@misc{b, author={B}}\n@misc{c, title={C}, doi={nine}, url={www.example.org}, urldate={soon}}\n@misc{d, title {D}}\n@misc{e, title={E}\n@misc{f, title={F}}\n@misc{f, title={F}}";
    let (bibliography, problems) = Bibliography::parse(text);
    let keys: Vec<&str> = bibliography.keys().collect();
    assert_eq!(keys, ["a", "b", "c", "f"]);
    let found: Vec<(_, bool)> = problems
        .iter()
        .map(|problem| {
            let message = &problem.message;
            let plain = ["parser", "token", "biblatex", "type error", "expected"];
            assert!(
                !plain
                    .iter()
                    .any(|word| message.to_lowercase().contains(word)),
                "{message}"
            );
            (
                problem.position.line,
                message.contains(':') || message.contains(';'),
            )
        })
        .collect();
    let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 3, 3, 3, 4, 5, 7]);
    assert!(found.iter().all(|(_, remedy)| *remedy), "{problems:?}");
    let (_, problems) = Bibliography::parse("[{\"id\": \"a\",}]");
    assert!(problems[0].message.contains("JSON"), "{problems:?}");
}

#[test]
fn hostile_bibliographies_end() {
    for text in [
        "@misc{a, title={".to_owned() + &"{".repeat(40) + "x" + &"}".repeat(40) + "}}",
        "@misc{a, title={".to_owned() + &"\\emph{".repeat(40) + &"}".repeat(40) + "}}",
        "@misc{a, title={".to_owned() + &"\\'".repeat(5000) + "}}",
        "@misc{a, title={T}, author={".to_owned() + &"A and ".repeat(20_000) + "B}}",
        "@misc{a, title={T}, pages={".to_owned() + &"1-".repeat(20_000) + "}}",
        "@misc{a, title={".to_owned() + &"\"'<i>".repeat(4_000) + "}}",
        "TY  - JOUR\n".repeat(20_000),
        "[".repeat(20_000),
        "@string{a = {xxxxxxxxxx}}\n".to_owned()
            + "@string{b = a # a # a # a # a # a # a # a}\n@string{c = b # b # b # b # b # b # b # b}\n@misc{k, title = c # c # c # c}",
    ] {
        let (bibliography, _) = Bibliography::parse(&text);
        if let Some(key) = bibliography.keys().next() {
            bibliography.reference(key, "en");
            for format in Format::ALL {
                bibliography.export(std::iter::once(key), format);
            }
        }
    }
}

#[test]
fn what_html_cannot_have_is_replaced_in_a_reference() {
    let (bibliography, _) =
        Bibliography::parse("@misc{a, title={One\0two\u{E0F0}three}, year=2001}");
    let html = bibliography.reference("a", "en").unwrap().html;
    assert!(
        html.as_str().contains("One\u{FFFD}two\u{FFFD}three"),
        "{}",
        html.as_str()
    );
}
