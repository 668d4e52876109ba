//! Front matter as it is read: values, problems with their positions, and who sees the page.

use super::*;
use crate::domain::link::Link;
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::domain::visibility::Visibility;
use crate::domain::vocabulary::Vocabulary;

fn read(yaml: &str) -> (FrontMatter, Vec<Link>, Vec<Problem>) {
    let vocabulary = "[[facet]]\nkey = \"challenges\"\nlabel = \"Challenge\"\n[[facet.term]]\n\
                          id = \"confidentiality-and-data-sharing\"\nlabel = \"C\"\n[[facet]]\n\
                          key = \"sectors\"\nlabel = \"Sector\"\nfrom = \"partners.sector\"\n\
                          [[facet.term]]\nid = \"private\"\nlabel = \"Private\"\n";
    let (vocabulary, problems) = Vocabulary::parse(vocabulary);
    assert_eq!(problems, []);
    let (mut links, mut problems) = (Vec::new(), Vec::new());
    let reading = FrontMatter::parse(yaml, &vocabulary, &mut links, &mut problems);
    (reading.front, links, problems)
}

#[test]
fn a_misspelt_term_is_named_with_its_position() {
    let (_, _, problems) = read("title: A\nkind: page\nchallenges: [confidentialty]\n");
    let found: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.position, problem.message))
        .collect();
    assert_eq!(found, ["4:14: unknown challenge “confidentialty”"]);
    assert!(
        problems[0]
            .help
            .as_deref()
            .unwrap()
            .contains("confidentiality-and-data-sharing")
    );
}

#[test]
fn partners_give_their_sector_to_the_facet() {
    let (front, _, problems) = read("partners:\n  - { name: Positium, sector: private }\n");
    assert_eq!(problems, []);
    assert_eq!(front.partners[0].name, "Positium");
    assert_eq!(front.terms("sectors").collect::<Vec<_>>(), ["private"]);
}

#[test]
fn what_cannot_be_read_costs_itself() {
    let (front, links, problems) = read(
        "title: [a]\nkind: case study\ncountries: [Estonia, EE]\nperiod: soon\nother: [1, b]\n\
             drawn_from: [cases/a#x]\nvisibility: member\nsessions: [{title: T, examples: [b]}]\n",
    );
    assert_eq!(front.title, None);
    assert_eq!(front.countries, ["EE"]);
    assert_eq!(front.other, [("other".to_owned(), "1, b".to_owned())]);
    assert_eq!(front.visibility, Visibility::Members);
    assert_eq!(links.len(), 2);
    assert_eq!(problems.len(), 5, "{problems:#?}");
    assert!(problems[1].help.as_deref().unwrap().contains("case-study"));
    assert!(problems[2].help.as_deref().unwrap().contains("EE"));
}

fn whole(source: &str) -> (Reading, Vec<Problem>) {
    let mut problems = Vec::new();
    let parts = split(source, &mut problems);
    let vocabulary = Vocabulary::default();
    let reading = FrontMatter::read(parts, &vocabulary, &mut Vec::new(), &mut problems);
    (reading, problems)
}

#[test]
fn front_matter_that_cannot_be_read_hides_the_page_if_it_says_who_it_is_for() {
    let of = |yaml: &str| read(yaml).0.visibility;
    assert_eq!(of("title: [a\nvisibility: members\n"), Visibility::Members);
    assert_eq!(of("title: [a\n"), Visibility::Public);
    assert_eq!(of("title: [a\ndraft: true\n"), Visibility::Draft);
    let whole = |text: &str| whole(text).0.front.visibility;
    let open = "---\ntitle: a\nvisibility: members\n\nText\n";
    assert_eq!(whole(open), Visibility::Members);
    let gap = "---\ntitle: a\n\nvisibility: members\n\nText\n";
    assert_eq!(whole(gap), Visibility::Members);
    assert_eq!(whole("---\n\nvisibility is poor\n"), Visibility::Public);
}

#[test]
fn a_key_that_could_say_who_the_page_is_for_is_an_error_and_hides_it() {
    use Visibility::{Draft, Members, Public};
    for (yaml, circle, help) in [
        ("Visibility: members", Members, "visibility: members"),
        ("visiblity: members", Members, "visibility: members"),
        ("Visibility: public", Public, "“visibility”"),
        ("VISIBILITY: draft", Draft, "draft: true"),
        ("vis\u{AD}ibility: members", Members, "visibility: members"),
        ("Draft: true", Draft, "“draft”"),
        ("drafts: [x]", Draft, "“draft”"),
        ("Draft: false", Public, "“draft”"),
        ("private: true", Members, "visibility: members"),
        ("published: false", Members, "visibility: members"),
        ("access: members", Members, "visibility: members"),
        ("wip: yes", Draft, "draft: true"),
        ("visibility: Members", Members, "visibility: members"),
        ("visibility: draft", Draft, "draft: true"),
        ("visibility: [members]", Members, ""),
        ("visibility:", Members, "visibility: members"),
        ("draft: yes", Draft, ""),
        ("draft:", Draft, ""),
        ("draft: no", Public, ""),
        ("status: draft", Draft, "draft: true"),
        (
            "meta:\n  visibility: members",
            Members,
            "beginning of a line",
        ),
        ("list:\n  - draft: true", Draft, "beginning of a line"),
        (
            "note: |\n  text\n  visibility: members",
            Members,
            "beginning of the line",
        ),
        (
            "visibility: public\nVisibility: members",
            Members,
            "visibility: members",
        ),
    ] {
        let (front, _, problems) = read(&format!("title: T\n{yaml}\n"));
        assert_eq!(front.visibility, circle, "{yaml}");
        assert_eq!(problems.len(), 1, "{yaml}: {problems:#?}");
        assert_eq!(problems[0].kind, ProblemKind::FrontMatter, "{yaml}");
        let said = problems[0].help.as_deref().unwrap_or("");
        assert!(said.contains(help), "{yaml}: {said}");
        let hides = problems[0].message.contains("the page is hidden");
        assert_eq!(hides, circle > Public, "{yaml}: {}", problems[0].message);
    }
}

#[test]
fn keys_that_are_as_they_should_be_ask_for_their_circle() {
    use Visibility::{Draft, Members, Public};
    for (yaml, circle) in [
        ("visibility: members", Members),
        ("visibility: \"members\"", Members),
        ("visibility: public", Public),
        ("draft: true", Draft),
        ("draft: false", Public),
        ("draft: true\nvisibility: members", Draft),
        ("draft: false\nvisibility: members", Members),
        ("published: 2024-05-01", Public),
        ("private: false", Public),
        ("partners:\n  - {name: P, sector: private}", Public),
        ("answers: {draft: true}", Public),
        ("# visibility: members", Public),
        ("codename: bluebird", Public),
    ] {
        let (front, _, problems) = read(&format!("title: T\n{yaml}\n"));
        assert_eq!(problems, [], "{yaml}");
        assert_eq!(front.visibility, circle, "{yaml}");
    }
}

#[test]
fn a_key_that_was_meant_to_be_another_is_a_warning() {
    for (yaml, meant) in [
        ("Title: A", "title"),
        ("sumary: s", "summary"),
        ("chalenges: [x]", "challenges"),
        ("drawn-from: [x]", "drawn_from"),
    ] {
        let (_, _, problems) = read(yaml);
        assert_eq!(problems.len(), 1, "{yaml}: {problems:#?}");
        assert_eq!(problems[0].kind, ProblemKind::UnknownKey, "{yaml}");
        assert_eq!(problems[0].position, Position { line: 2, column: 1 });
        let help = problems[0].help.as_deref().unwrap();
        assert_eq!(help, format!("did you mean “{meant}”?"));
    }
    assert_eq!(read("data: x\ndate: 2024\n").2, []);
}

#[test]
fn no_key_of_a_session_disappears() {
    let (front, _, problems) = read(
        "sessions:\n  - title: T\n    chair: Ada\n    speakers: [Bo, {name: Cy, office: INSEE}]\n\
             \x20   room: XIX\n    speaker: Di\n    sumary: s\n",
    );
    let session = &front.details().agenda.sessions[0];
    assert_eq!(session.chair, ["Ada"]);
    assert_eq!(session.speakers, ["Bo", "Cy, INSEE"]);
    let keys: Vec<&str> = session.other.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(session.room, "XIX");
    assert_eq!(keys, ["speaker", "sumary"]);
    // “speaker” may be a key of the group's own, because the speakers are there too.
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].position.line, 8);
    let help = problems[0].help.as_deref();
    assert_eq!(help, Some("did you mean “summary”?"));
}

#[test]
fn a_question_names_its_challenge() {
    let (front, _, problems) = read(
        "questions:\n  - {text: A, challenge: confidentiality-and-data-sharing}\n\
             \x20 - {text: B, challenge: confidentialty}\n",
    );
    let questions = &front.details().questions;
    assert_eq!(questions[0].topics.len(), 1);
    assert_eq!(questions[1].topics, []);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].message, "unknown challenge “confidentialty”");
}

#[test]
fn front_matter_elsewhere_is_an_error_with_its_line() {
    let (reading, problems) = whole("\n---\ntitle: a\nvisibility: members\n---\nText\n");
    assert_eq!(reading.front.visibility, Visibility::Members);
    assert!(reading.unreadable);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].position.line, 2);
    let late = "---\ntitle: a\n---\n---\nvisibility: members\n---\nText\n";
    let (reading, problems) = whole(late);
    assert_eq!(reading.front.visibility, Visibility::Members);
    assert_eq!(reading.front.title.as_deref(), Some("a"));
    assert_eq!(problems[0].position.line, 4);
    let (reading, problems) = whole("---\rtitle: a\rvisibility: members\r---\rText\r");
    assert_eq!(reading.front.visibility, Visibility::Members);
    assert_eq!(reading.front.title.as_deref(), Some("a"));
    assert_eq!(problems.len(), 1, "{problems:#?}");
}

#[test]
fn files_are_divided_at_the_hyphens() {
    let mut problems = Vec::new();
    let parts = split("---\r\ntitle: a\r\n---\r\nText\n", &mut problems);
    assert_eq!(parts.yaml, Some("title: a\r\n"));
    assert_eq!((parts.body, parts.body_line), ("Text\n", 3));
    assert_eq!(split("no front\n---\n", &mut problems).yaml, None);
    assert_eq!(problems, []);
    assert_eq!(split("---\ntitle: a\n", &mut problems).yaml, None);
    assert_eq!(problems.len(), 1);
}
