//! Citations in the text: names that are told apart, sentences, words before a work.

use std::collections::BTreeMap;

use hayagriva::citationberg::LocaleCode;

use super::*;

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
}

#[test]
fn a_style_decides_how_numbers_are_joined() {
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

/// Three citations in a sentence, as each style writes them.
const SENTENCES: [(&str, [&str; 3]); 8] = [
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
];

#[test]
fn a_style_decides_what_a_sentence_has() {
    for (style, texts) in SENTENCES {
        let reader = StyledBibliography::new(CORPUS, style);
        let (citations, _) = reader.cite(&[
            "+report-parenthesis@3",
            "+scholar2012others,subtitle-biblatex",
            "+web-no-date",
        ]);
        assert_eq!(citations, texts, "{style}");
    }
}

#[test]
fn plain_text_names_works_in_the_language_of_the_page() {
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
