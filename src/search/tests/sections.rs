//! The sections of a page, and what is shown of it.

use super::*;

#[test]
fn lists_of_what_is_elsewhere_do_not_win() {
    let filler = "Some words that stand here. ".repeat(10);
    let snapshot = indexed(&[
        sample(
            "list",
            "One",
            &format!(
                "{filler}\n# Related pages\nHarvest one, harvest two, harvest three, harvest four."
            ),
        ),
        sample(
            "own",
            "Two",
            &format!("{filler} The harvest was good. {filler}"),
        ),
        sample(
            "both",
            "Three",
            &format!(
                "{filler}\n# Sources\nHarvest, harvest and yield.\n# Outcome\nThe harvest came."
            ),
        ),
    ]);
    let results = search(&snapshot, "harvest");
    assert_eq!(results.hits[2].path.as_str(), "list");
    let both = results
        .hits
        .iter()
        .find(|hit| hit.path.as_str() == "both")
        .unwrap();
    assert_eq!(both.section.as_ref().unwrap().id, "outcome");
    let list = results.hits[2].section.as_ref().unwrap();
    assert_eq!(list.id, "related-pages");
}

#[test]
fn indexes_stand_below_what_they_list() {
    let mut index = sample("cases", "Harvest cases", "Harvest one. Harvest two.");
    index.page.file = "cases/index.md".to_owned();
    let snapshot = indexed(&[
        index,
        sample(
            "cases/one",
            "Harvest one",
            "A harvest and other words that make it longer.",
        ),
        sample(
            "contribute/templates/case",
            "Harvest template",
            "Harvest harvest.",
        ),
    ]);
    assert_eq!(found(&snapshot, "harvest")[0], "cases/one");
}

#[test]
fn questions_and_sessions_are_sections() {
    use crate::domain::agenda::{Agenda, Session};
    use crate::domain::front_matter::{Details, Question};
    let mut page = sample("survey", "Questionnaire", "Introduction.");
    page.page.front.details = Some(Box::new(Details {
        questions: vec![
            Question {
                id: "SM2.4".to_owned(),
                heading: "Confidentiality".to_owned(),
                text: "Which safeguards were agreed?".to_owned(),
                ..Question::default()
            },
            Question {
                text: "What else?".to_owned(),
                ..Question::default()
            },
        ],
        agenda: Agenda {
            sessions: vec![Session {
                title: "Opening".to_owned(),
                summary: "Why trust matters".to_owned(),
                ..Session::default()
            }],
            ..Agenda::default()
        },
        ..Details::default()
    }));
    let snapshot = indexed(&[page]);
    for (query, id) in [
        ("safeguards", "c-question-sm2-4"),
        ("confidentiality", "c-question-sm2-4"),
        ("trust", "c-session-1"),
    ] {
        let results = search(&snapshot, query);
        let section = results.hits[0].section.as_ref().unwrap();
        assert_eq!(section.id, id, "{query}");
    }
}

#[test]
fn cells_of_a_table_do_not_run_together() {
    let snapshot = indexed(&[sample(
        "t",
        "T",
        "Partner\tRole\t\nCBS\tdeveloped the method\t\nBank\theld data",
    )]);
    assert_eq!(
        snippet(&search(&snapshot, "method"), 0),
        "Partner · Role · CBS · developed the [method] · Bank · held data"
    );
}

#[test]
fn a_snippet_shows_every_word_that_it_can() {
    let filler = "Other words that say nothing of it. ".repeat(20);
    let text = format!("Apples at first. {filler} Pears in the middle. {filler} Plums at the end.");
    let snapshot =
        indexed(&[sample("fruit", "Fruit and cherries", &text).summary("About quinces")]);
    let results = search(&snapshot, "apples pears plums quinces cherries");
    let shown = snippet(&results, 0);
    for word in ["[Apples]", "[Pears]", "[Plums]", "[quinces]"] {
        assert!(shown.contains(word), "{shown}");
    }
    assert!(shown.len() < 700, "{shown}");
}
