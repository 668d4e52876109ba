//! The starter content is clean, complete and counted.

use std::collections::BTreeMap;
use std::path::Path;

use concord::domain::{Kind, Viewer};
use concord::search::{FacetNames, Suggestion};
use concord::site::{Edition, Publisher};
use concord::store::{Location, Store};

use crate::wiki::TestRepository;

/// Commits the starter content as it lies on disk, so that what is being edited is what is tested.
pub(crate) fn starter() -> (TestRepository, Publisher) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    let repository = TestRepository::new();
    let changes: Vec<(&str, Option<&[u8]>)> = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), Some(bytes.as_slice())))
        .collect();
    repository.commit(&changes);
    let location = Location {
        repository: repository.path().to_owned(),
        ..Location::default()
    };
    let publisher = Publisher::open(Store::open(&location).unwrap(), None, &|_, _| ())
        .unwrap()
        .0;
    (repository, publisher)
}

/// Returns the files of the starter content that are text, by their paths.
pub(crate) fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    let text = |(name, bytes)| Some((name, String::from_utf8(bytes).ok()?));
    files.into_iter().filter_map(text).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
}

fn count(edition: &Edition, kind: Kind) -> usize {
    edition
        .view(Viewer::Anonymous)
        .pages()
        .filter(|item| item.page.front.kind == kind)
        .count()
}

/// Whoever knows a page's title has it offered before the title is typed: for 22 of 24 titles, by
/// two fifths of it.
#[test]
fn the_wanted_page_is_offered_by_the_beginning_of_its_title() {
    let (_repository, publisher) = starter();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Anonymous);
    let pages: Vec<_> = view.pages().collect();
    let step = pages.len() / 24;
    let mut missed = Vec::new();
    for item in pages.iter().step_by(step).take(24) {
        let title = &item.page.title;
        let letters = title.chars().count();
        let beginning: String = title.chars().take((letters * 2 / 5).max(5)).collect();
        let offers = view
            .finder()
            .suggest(&beginning, 10, &FacetNames::default(), "en");
        let wanted = Suggestion::Page {
            path: item.page.path.clone(),
        };
        if !offers.contains(&wanted) {
            missed.push(beginning);
        }
    }
    assert!(missed.len() <= 2, "{missed:?}");
}

#[test]
fn the_starter_content_is_clean_and_complete() {
    let (_repository, publisher) = starter();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Contributor);
    let problems: Vec<String> = view
        .checks()
        .problems()
        .into_iter()
        .map(|entry| {
            format!(
                "{}:{}: {}",
                entry.file, entry.problem.position, entry.problem.message
            )
        })
        .collect();
    assert_eq!(problems, [] as [String; 0]);

    assert_eq!(count(&edition, Kind::CaseStudy), 52);
    assert_eq!(count(&edition, Kind::LiteratureNote), 58);
    assert_eq!(count(&edition, Kind::Lesson), 57);
    assert!(count(&edition, Kind::Resource) >= 30);
    assert_eq!(count(&edition, Kind::Event), 2);
    assert_eq!(count(&edition, Kind::Survey), 1);

    // Every partnership type has at least eight case studies, every challenge at least two.
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in view
        .pages()
        .filter(|item| item.page.front.kind == Kind::CaseStudy)
    {
        for tag in &item.page.front.tags {
            *counts.entry((&tag.facet, &tag.term)).or_default() += 1;
        }
    }
    for (key, least) in [
        ("partnership_types", 8),
        ("challenges", 2),
        ("administration", 5),
    ] {
        let facet = edition.vocabulary().facet(key).unwrap();
        for term in &facet.terms {
            let found = counts.get(&(key, &term.id)).copied().unwrap_or(0);
            assert!(found >= least, "{key} {}: {found}", term.id);
            assert!(
                term.labels.contains_key("fr"),
                "{} has no French label",
                term.id
            );
        }
    }

    // Every work of the bibliography is used.
    let mut used: Vec<&str> = Vec::new();
    for item in view.pages() {
        let page = &item.page;
        let keys = page
            .citations
            .iter()
            .chain(&page.front.sources)
            .chain(&page.front.citation);
        used.extend(keys.map(|(key, _)| key.as_str()));
    }
    let unused: Vec<&str> = view
        .bibliography()
        .keys()
        .filter(|key| !used.contains(key))
        .collect();
    assert_eq!(unused, [] as [&str; 0]);
}

#[test]
fn every_case_study_and_lesson_has_its_sections_and_every_lesson_its_examples() {
    let (_repository, publisher) = starter();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Anonymous);
    for item in view.pages() {
        let page = &item.page;
        let headings: Vec<&str> = page
            .headings
            .iter()
            .filter(|heading| heading.level == 2)
            .map(|heading| heading.text.as_str())
            .collect();
        let wanted: &[&str] = match page.front.kind {
            Kind::CaseStudy => &[
                "Context",
                "Partners",
                "Objective",
                "Approach",
                "Outcome",
                "Challenges",
                "Lessons learned",
                "Sources",
            ],
            Kind::Lesson => &[
                "Where it comes from",
                "Suggestion: how to apply it",
                "Related lessons",
            ],
            _ => &[],
        };
        for wanted in wanted {
            assert!(headings.contains(wanted), "{} lacks {wanted}", page.file);
        }
        if page.front.kind == Kind::Lesson {
            let carried = view
                .links()
                .linked(page, concord::domain::LinkRole::DrawnFrom);
            assert!(!carried.is_empty(), "{} names no example", page.file);
            assert!(
                page.front.terms("basis").next().is_some(),
                "{} does not say its basis",
                page.file
            );
        }
        let summary = page.front.summary.as_deref().unwrap_or("");
        assert!(
            (20..=300).contains(&summary.chars().count()),
            "{}: {summary}",
            page.file
        );
    }
}

#[test]
fn every_page_of_the_starter_content_renders() {
    let (_repository, publisher) = starter();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Anonymous);
    for item in view.pages() {
        let article = view.article(&item.page).unwrap();
        assert!(
            !article.html.as_str().contains("class=\"missing\""),
            "{}",
            item.page.file
        );
    }
}

/// The map stays the work plan's four types and the questionnaire's nine areas and four.
#[test]
fn the_vocabulary_groups_its_terms_as_the_work_plan_and_the_questionnaire_do() {
    let (_repository, publisher) = starter();
    let edition = publisher.edition();
    let groups = |key: &str| {
        let facet = edition.vocabulary().facet(key).unwrap();
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for term in &facet.terms {
            let group = term.group.as_deref().unwrap_or("");
            match counts.last_mut().filter(|(known, _)| *known == group) {
                Some((_, count)) => *count += 1,
                None => counts.push((group, 1)),
            }
        }
        counts
    };
    assert_eq!(groups("partnership_types"), [("", 1), ("providers", 3)]);
    assert_eq!(
        groups("challenges"),
        [("senior-management", 9), ("senior-administration", 4)]
    );
    // Each question of the questionnaire with a subject leads to what the site knows of it.
    let view = edition.view(Viewer::Anonymous);
    let mut surveys = view
        .pages()
        .filter(|item| item.page.front.kind == Kind::Survey);
    let questions = &surveys.next().unwrap().page.front.details().questions;
    let topics: Vec<_> = questions.iter().flat_map(|one| &one.topics).collect();
    for key in ["challenges", "administration"] {
        for term in &edition.vocabulary().facet(key).unwrap().terms {
            let asked = topics
                .iter()
                .any(|one| one.facet == *key && one.term == term.id);
            // Monitoring is a heading there, over three of the questions.
            assert!(asked || term.id == "monitoring", "{}", term.id);
        }
    }
}

#[test]
fn every_kind_has_a_template_and_a_copy_of_it_is_a_page_without_problems() {
    let (repository, publisher) = starter();
    let edition = publisher.edition();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let copies: Vec<(Kind, String, String)> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let template = edition.vocabulary().template(kind).unwrap();
            let text = std::fs::read_to_string(root.join(&template.file)).unwrap();
            (kind, format!("lessons/a-copy-{}.md", kind.name()), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = copies
        .iter()
        .map(|(_, file, text)| (file.as_str(), text.as_str()))
        .collect();
    repository.write(&files);
    publisher.publish().unwrap();
    let edition = publisher.edition();
    let view = edition.view(Viewer::Contributor);
    // A copy made by hand is offered ids of its own, which no template can have.
    let mut problems = view.checks().problems();
    problems.retain(|one| {
        let help = one.problem.help.as_deref().unwrap_or("");
        !(help.starts_with("add “uid: ") || help.starts_with("add “id: "))
    });
    assert_eq!(problems.len(), 0, "{problems:#?}");
    for (kind, file, _) in &copies {
        let page = &view.page_of_file(file).unwrap().page;
        assert_eq!(page.front.kind, *kind, "{file}");
    }
}

/// What a case calls difficult has its source, or says that it is how the editors read it.
#[test]
fn every_difficulty_has_a_source_or_the_mark_of_a_reading() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/cases");
    let mut files = Vec::new();
    collect(&folder, &folder, &mut files);
    let mut bullets = 0;
    let mut unmarked = Vec::new();
    for (file, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let Some((_, rest)) = text.split_once("\n## Challenges\n") else {
            continue;
        };
        let section = rest.split("\n## ").next().unwrap_or("");
        let section = section.split("\n:::").next().unwrap_or("");
        for bullet in format!("\n{section}").split("\n- ").skip(1) {
            bullets += 1;
            let joined = bullet.split_whitespace().collect::<Vec<_>>().join(" ");
            if !joined.contains("[@") && !joined.contains("editors' reading") {
                unmarked.push(format!("{file}: {joined}"));
            }
        }
    }
    assert!(bullets > 100, "{bullets}");
    assert_eq!(unmarked, [] as [String; 0]);
}
