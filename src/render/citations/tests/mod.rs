//! The corpus of `tests/references`, and the rules one by one.

use std::collections::BTreeMap;

use hayagriva::citationberg::LocaleCode;
use hayagriva::citationberg::taxonomy::{Kind, Locator, Variable};
use serde_json::Value;

use super::bibliography::Bibliography;
use super::citation::Naming;
use super::export::{self, Format};
use super::import::{self, Work};
use super::item::Item;
use super::style::{self, CitedWork, Runs};

const CORPUS: &str = include_str!("../../../../tests/references/corpus.bib");
const STARTER: &str = include_str!("../../../../content/references.bib");
const CASES: &str = include_str!("../../../../tests/references/cases.json");

/// Writes a text with the markup that `cases.json` has.
fn marked(runs: &Runs) -> String {
    let mut out = String::new();
    super::html::write(runs, &mut out, &|_| None);
    while let Some(start) = out.find("<a ") {
        let end = out[start..].find('>').unwrap() + start;
        out.replace_range(start..=end, "");
    }
    out.replace("</a>", "")
        .replace("em>", "i>")
        .replace("strong>", "b>")
        .replace("</i><i>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

struct StyledBibliography {
    bibliography: Bibliography,
}

impl StyledBibliography {
    fn new(text: &str, style: &str) -> Self {
        let (bibliography, _) = Bibliography::parse_with_style(text, style).unwrap();
        Self { bibliography }
    }

    /// Renders citations such as `a@3,-b`, where `@` begins a page, `-` leaves out the author and `+`
    /// puts it into a sentence.
    fn cite(&self, groups: &[&str]) -> (Vec<String>, Vec<(String, String)>) {
        let one = |spec: &'static str| -> CitedWork<'_> {
            let (naming, spec) = match (spec.strip_prefix('-'), spec.strip_prefix('+')) {
                (Some(rest), _) => (Naming::LeftOut, rest),
                (_, Some(rest)) => (Naming::InText, rest),
                _ => (Naming::Within, spec),
            };
            let (key, page) = spec
                .split_once('@')
                .map_or((spec, None), |(key, page)| (key, Some(page)));
            CitedWork {
                item: self.bibliography.item(key).unwrap(),
                prefix: "",
                locator: page.map(|page| (Locator::Page, page)),
                naming,
            }
        };
        let groups: Vec<style::CitationWorks<'_>> = groups
            .iter()
            .map(|group| group.to_string().leak().split(',').map(one).collect())
            .collect();
        let terms = self.bibliography.terms(&LocaleCode::en_us());
        let rendered = style::render(self.bibliography.style(), &terms, &groups, &[]);
        let list = rendered
            .list
            .iter()
            .map(|(key, runs)| (key.clone(), marked(runs)));
        let citations = rendered.citations.iter().map(Runs::plain);
        (citations.collect(), list.collect())
    }
}

fn cases() -> Vec<Value> {
    serde_json::from_str(CASES).unwrap()
}

#[test]
fn the_corpus_has_its_right_texts_in_apa_style() {
    let reader = StyledBibliography::new(CORPUS, "apa");
    let cases = cases();
    assert!(cases.len() >= 120);
    assert_eq!(cases.len(), reader.bibliography.keys().count());
    let mut wrong = Vec::new();
    for case in &cases {
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        let key = text("key");
        let ask = |spec: String| reader.cite(&[spec.as_str()]);
        let (citation, list) = ask(key.clone());
        let found = [
            ("list", list[0].1.clone()),
            ("citation", citation[0].clone()),
            ("locator", ask(format!("{key}@12-15")).0[0].clone()),
            ("year", ask(format!("-{key}")).0[0].clone()),
            ("narrative", ask(format!("+{key}")).0[0].clone()),
        ];
        for (name, found) in found {
            if found != text(name) {
                wrong.push(format!("{key} {name}\n  {found}\n  {}", text(name)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn differences_from_the_second_processor_are_few_and_have_their_reasons() {
    let cases = cases();
    let differing: Vec<&Value> = cases
        .iter()
        .filter(|case| case.get("citeproc").is_some())
        .collect();
    assert!(differing.len() <= 12, "{}", differing.len());
    for case in differing {
        assert!(
            case["because"].as_str().unwrap().len() > 10,
            "{}",
            case["key"]
        );
    }
}

#[test]
fn other_styles_write_every_work_of_the_corpus() {
    for style in [
        "chicago-author-date",
        "iso-690-author-date",
        "ieee",
        "vancouver",
        "chicago-notes",
    ] {
        let reader = StyledBibliography::new(CORPUS, style);
        let keys: Vec<String> = reader.bibliography.keys().map(str::to_owned).collect();
        for key in keys {
            let (citations, list) = reader.cite(&[key.as_str()]);
            assert!(
                citations[0].chars().any(char::is_alphanumeric),
                "{style} {key} {citations:?}"
            );
            let title = reader.bibliography.title(&key).unwrap();
            let word: String = title.split([' ', '-', ':']).next().unwrap().to_lowercase();
            let text = list[0].1.to_lowercase().replace(['’', '“', '”'], "");
            assert!(
                text.contains(&word.replace(['"', '\''], "")) || style.contains("note"),
                "{style} {key} {text}"
            );
            assert!(
                !text.contains(",)") && !text.contains("..") && !text.contains("  "),
                "{style} {key} {text}"
            );
        }
    }
}

#[test]
fn same_names_are_told_apart_in_the_text_and_are_whole_in_the_list() {
    let reader = StyledBibliography::new(CORPUS, "apa");
    let (citations, list) = reader.cite(&[
        "same-surname-1",
        "same-surname-2",
        "same-first-1",
        "same-first-2",
        "same-office-1,same-office-2",
        "same-office-nd-1,same-office-nd-2",
        "same-person-1,same-person-2",
        "same-person-2@5,same-person-1",
        "same-group-1",
        "same-group-3,same-group-2",
        "book,edition",
        "-same-office-2",
        "-edition@5",
    ]);
    assert_eq!(
        citations,
        [
            "(S. Smith, 2019)",
            "(T. Smith, 2019)",
            "(Li, Wang, et al., 2021)",
            "(Li, Zhao, et al., 2021)",
            "(Office for Statistics, 2019a, 2019b)",
            "(Office for Numbers, n.d.-a, n.d.-b)",
            "(Jones, 2001, 2005)",
            "(Jones, 2001, 2005, p. 5)",
            "(Kim, Lee, Park, & Roh, 2018)",
            "(Kim, Lee, Park, & Song, 2018a, 2018b)",
            "(Desrosières, 1998; Lohr, 2021)",
            "(2019b)",
            "(2021, p. 5)",
        ]
    );
    let list: BTreeMap<String, String> = list.into_iter().collect();
    let starts = [
        ("same-surname-1", "Smith, S. (2019). One."),
        ("same-surname-2", "Smith, T. (2019). Two."),
        (
            "same-first-1",
            "Li, W., Wang, F., & Chen, Y. (2021). Three.",
        ),
        (
            "same-office-2",
            "Office for Statistics. (2019b). <i>B two</i>.",
        ),
        ("same-office-nd-1", "Office for Numbers. (n.d.-a)."),
    ];
    for (key, start) in starts {
        assert!(list[key].starts_with(start), "{}", list[key]);
    }
    let numbers = StyledBibliography::new(CORPUS, "ieee");
    let (citations, _) = numbers.cite(&["book", "edition", "phd", "book,edition,phd", "phd,book"]);
    assert_eq!(citations[0], "[1]");
    // This style joins no numbers; the other makes ranges of them.
    assert_eq!(citations[3], "[1], [2], [3]");
    let ranges = StyledBibliography::new(CORPUS, "american-society-of-mechanical-engineers");
    let (citations, _) = ranges.cite(&["book", "edition", "phd", "book,edition,phd", "phd,book"]);
    assert_eq!(citations[3], "[1–3]");
}

#[test]
fn a_sentence_has_the_names_and_brackets_have_the_rest() {
    let reader = StyledBibliography::new(CORPUS, "apa");
    let pages = reader.cite(&[
        "+report-parenthesis@12-15",
        "+report-parenthesis@3,working-paper",
        "+web-no-date@3",
        "+case@3",
        "+original-date@3",
        // The works of one author share the name, in the order of the list but for the first.
        "+same-person-2,same-person-1",
        "+same-person-1@4,-same-person-2",
        "+zotero-biblatex,book,arxiv",
    ]);
    assert_eq!(
        pages.0,
        [
            "Salgado and Oancea (2017, pp. 12–15)",
            "Salgado and Oancea (2017, p. 3; Jarmin & O’Hara, 2016)",
            "U.S. Census Bureau (n.d., p. 3)",
            "Department of Commerce v. New York (2019, p. 3)",
            "Darwin (1859/2008, p. 3)",
            "Jones (2005, 2001)",
            "Jones (2001, p. 4; 2005)",
            "Pokhrel and Chhetri (2021; Brown et al., 2020; Desrosières, 1998)",
        ]
    );
    let (alike, list) = reader.cite(&[
        "+same-surname-1",
        "+same-surname-2@5",
        "+same-first-1",
        "+same-office-1",
        "+same-office-1,same-office-2",
        "+same-office-nd-2",
        "+same-group-1",
        "+same-group-3,same-group-2",
    ]);
    assert_eq!(
        alike,
        [
            "S. Smith (2019)",
            "T. Smith (2019, p. 5)",
            "Li et al. (2021)",
            "Office for Statistics (2019a)",
            "Office for Statistics (2019a, 2019b)",
            "Office for Numbers (n.d.)",
            "Kim, Lee, Park, and Roh (2018)",
            "Kim, Lee, Park, and Song (2018a, 2018b)",
        ]
    );
    let smith = list.iter().find(|(key, _)| key == "same-surname-1");
    assert!(smith.unwrap().1.starts_with("Smith, S. (2019). One."));
}

#[test]
fn a_style_decides_what_a_sentence_has() {
    for (style, texts) in [
        (
            "chicago-author-date",
            [
                "Salgado and Oancea (2017, 3)",
                "Willinger et al. (2009; Porter 1995)",
                "U.S. Census Bureau (n.d.)",
            ],
        ),
        (
            "harvard-cite-them-right",
            [
                "Salgado and Oancea (2017, p. 3)",
                "Willinger et al. (2009; Porter, 1995)",
                "U.S. Census Bureau (no date)",
            ],
        ),
        (
            "iso-690-author-date",
            [
                "Salgado, Oancea (2017, p.\u{a0}3)",
                "Willinger, Alderson, Doyle, et al. (2009; Porter 1995)",
                "U.S. Census Bureau ([no date])",
            ],
        ),
        // Where a number stands for all, it does so in a sentence.
        ("iso-690-numeric", ["(1, p.\u{a0}3)", "(2, 3)", "(4)"]),
        ("ieee", ["[1, p. 3]", "[2], [3]", "[4]"]),
        ("vancouver", ["(1)", "(2,3)", "(4)"]),
        // This one has no years.
        (
            "modern-language-association",
            [
                "Salgado and Oancea (3)",
                "Willinger et al. (Porter)",
                "U.S. Census Bureau",
            ],
        ),
        (
            "chicago-notes",
            [
                "David Salgado and Bogdan Oancea (Guidelines for the Access to Mobile Phone Data, Deliverable 5.2 (SGA-1) (ESSnet Big Data, 2017), 3)",
                "Walter Willinger et al. (“Mathematics and the Internet: A Source of Enormous Confusion and Great Potential,” Notices of the American Mathematical Society 56, no. 5 (2009): 586–99; Theodore M. Porter, “Trust in Numbers: The Pursuit of Objectivity,” Isis: A Journal of the History of Science Society 86, no. 2 (1995): 300/310)",
                "U.S. Census Bureau (“U.S. and World Population Clock,” accessed January 9, 2020, https://www.census.gov/popclock/)",
            ],
        ),
    ] {
        let reader = StyledBibliography::new(CORPUS, style);
        let (citations, _) = reader.cite(&[
            "+report-parenthesis@3",
            "+scholar2012others,subtitle-biblatex",
            "+web-no-date",
        ]);
        assert_eq!(citations, texts, "{style}");
    }
    let reader = StyledBibliography::new(CORPUS, "apa");
    let in_text = |key, language| reader.bibliography.in_text(key, language);
    assert_eq!(
        in_text("report-parenthesis", "en").as_deref(),
        Some("Salgado and Oancea (2017)")
    );
    assert_eq!(
        in_text("report-parenthesis", "de").as_deref(),
        Some("Salgado und Oancea (2017)")
    );
    assert_eq!(in_text("none", "en"), None);
    let numbers = StyledBibliography::new(CORPUS, "ieee");
    assert_eq!(numbers.bibliography.in_text("book", "en"), None);
}

#[test]
fn words_before_a_work_stand_before_it() {
    let (bibliography, _) = Bibliography::parse(CORPUS);
    let reader = StyledBibliography { bibliography };
    let item = |key| reader.bibliography.item(key).unwrap();
    let cite = |prefix, key, naming| CitedWork {
        item: item(key),
        prefix,
        locator: None,
        naming,
    };
    let groups = [
        vec![cite("see", "book", Naming::Within)],
        vec![
            cite("", "same-person-1", Naming::InText),
            cite("see also", "same-person-2", Naming::Within),
        ],
    ];
    let terms = reader.bibliography.terms(&LocaleCode::en_us());
    let rendered = style::render(reader.bibliography.style(), &terms, &groups, &[]);
    let texts: Vec<String> = rendered.citations.iter().map(Runs::plain).collect();
    assert_eq!(
        texts,
        [
            "(see Desrosières, 1998)",
            "Jones (2001; see also Jones, 2005)"
        ]
    );
}

/// Orders what has no order of its own.
fn sorted(work: &Item) -> Item {
    let mut item = work.clone();
    item.names.sort_by_key(|(role, _)| role.to_string());
    item.dates.sort_by_key(|(variable, _)| variable.to_string());
    item.texts.sort_by_key(|(variable, _)| variable.to_string());
    // Names that BibTeX and BibLaTeX have for the same field.
    for (name, _) in &mut item.custom {
        match name.as_str() {
            "primaryclass" => *name = "eprintclass".to_owned(),
            "archiveprefix" => *name = "eprinttype".to_owned(),
            _ => {}
        }
    }
    item.custom.sort_by_key(|(name, _)| name.clone());
    item
}

fn through(work: &Work, format: Format) -> Item {
    let text = export::write(std::iter::once(work), format);
    let (works, _) = import::read(&text);
    assert_eq!(works.len(), 1, "{text}");
    works.into_iter().next().unwrap().item
}

#[test]
fn every_format_keeps_every_field() {
    for text in [CORPUS, STARTER] {
        let (works, _) = import::read(text);
        for work in &works {
            for format in Format::ALL {
                assert_eq!(
                    sorted(&through(work, format)),
                    sorted(&work.item),
                    "{format:?}"
                );
            }
        }
    }
}

#[test]
fn ris_has_no_markup_in_its_titles() {
    let (works, _) = import::read(
        "@misc{a, title={A {PARIS21} \\emph{paper}}, journal={J}, year=2020, abstract={x}}",
    );
    let ris = export::write(works.iter(), Format::Ris);
    assert!(ris.contains("TI  - A PARIS21 paper\r\n"), "{ris}");
    assert!(ris.contains("U1  - title: A <span"), "{ris}");
}

#[test]
fn works_of_other_formats_come_through_bibtex() {
    let ris = "TY  - JOUR\r\nAU  - van den Brakel, Jan\r\nAU  - Statistics Netherlands,\r\nTI  - A title\r\nT2  - Survey Methodology\r\n\
               PY  - 2019\r\nDA  - 2019/05/03\r\nVL  - 4\r\nIS  - 2\r\nSP  - 10\r\nEP  - 12\r\nDO  - 10.1000/1\r\nC7  - 77\r\nKW  - one\r\nKW  - two\r\nER  - \r\n";
    let json = r#"[{"id":"j","type":"report","title":"A <i>b</i>","author":[{"family":"Beethoven","given":"Ludwig","non-dropping-particle":"van"},{"literal":"WHO"}],
        "issued":{"date-parts":[[2019],[2020]]},"number":"7-8","custom":{"mine":[1,2]},"strange":{"a":1}}]"#;
    for text in [ris, json] {
        let (works, complaints) = import::read(text);
        assert_eq!((works.len(), complaints.len()), (1, 0));
        let back = through(&works[0], Format::CslJson);
        assert_eq!(sorted(&back), sorted(&works[0].item));
        for format in [Format::Bibtex, Format::Biblatex, Format::Ris] {
            let back = through(&works[0], format);
            let (ours, theirs) = (sorted(&works[0].item), sorted(&back));
            assert_eq!(
                (ours.kind, ours.names, ours.dates, ours.texts),
                (theirs.kind, theirs.names, theirs.dates, theirs.texts),
                "{format:?}"
            );
        }
    }
    let (works, _) = import::read(ris);
    let item = &works[0].item;
    assert_eq!(item.kind, Kind::ArticleJournal);
    assert_eq!(item.key, "brakel2019title");
    assert_eq!(item.custom, [("C7".to_owned(), Value::from("77"))]);
    assert_eq!(
        item.text(Variable::Page(
            hayagriva::citationberg::taxonomy::PageVariable::Page
        )),
        Some("10–12")
    );
}

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
