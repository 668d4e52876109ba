//! Templates: files that pages are begun from, and that are no pages themselves.

use concord::domain::Viewer;

use crate::preview::{Tree, concord};
use crate::wiki::{TestRepository, VOCABULARY, Wiki, page};

const TEMPLATES: &str = "\n[templates]\nlesson = \"templates/lesson.md\"\n";

fn template() -> String {
    page(
        "# Save it in lessons/.\ntitle: A zephyrous lesson\nkind: lesson\nsummary: S.\n\
         countries: [EE]\nchallenges: [maintaining-momentum]\norganisations: [Zephyr Office]",
        "Words of the zephyr, and a <b>tag</b>.",
    )
}

fn vocabulary() -> String {
    format!("{VOCABULARY}{TEMPLATES}")
}

fn wiki(template: &str) -> Wiki {
    Wiki::new(&[
        ("vocabulary.toml", &vocabulary()),
        (
            "index.md",
            &page("title: Home\nsummary: S.", "[Lesson](templates/lesson.md)"),
        ),
        (
            "templates/index.md",
            &page("title: T\nsummary: S.", "[Lesson](lesson)"),
        ),
        ("templates/lesson.md", template),
        (
            "lessons/real.md",
            &page("title: Real\nkind: lesson\nsummary: S.", "x"),
        ),
    ])
}

#[tokio::test]
async fn a_template_is_shown_as_source_to_copy() {
    let wiki = wiki(&template());
    let shown = wiki.get("/templates/lesson").await;
    assert_eq!(shown.status, 200);
    assert_eq!(shown.select("h1"), ["Template: Lesson"]);
    let code = shown.select("pre.code");
    assert!(code[0].starts_with("concord new lesson "), "{code:?}");
    assert!(code[1].contains("title: A zephyrous lesson"), "{code:?}");
    assert!(code[1].contains("<b>tag</b>"), "{code:?}");
    let file = wiki.get("/templates/lesson.md").await;
    assert_eq!((file.status.as_u16(), file.text()), (200, template()));
    assert!(file.header("content-type").starts_with("text/markdown"));
    let links = wiki.get("/templates").await.attributes("article a", "href");
    assert_eq!(links, ["/templates/lesson"]);
    let home = wiki.get("/").await.attributes("a", "href");
    assert!(home.contains(&"/templates/lesson".to_owned()), "{home:?}");
}

#[tokio::test]
async fn a_template_is_in_no_list_search_count_or_map() {
    let wiki = wiki(&template());
    for address in [
        "/search?q=zephyr",
        "/search?country=EE",
        "/search?kind=lesson",
        "/-/suggest?q=zephyr",
        "/api/v1/pages",
        "/api/v1/search?q=zephyr",
        "/api/v1/facets",
        "/sitemap.xml",
        "/feed.xml",
        "/llms.txt",
        "/map.csv?kind=lesson",
        "/-/glossary/challenges/maintaining-momentum",
    ] {
        let text = wiki.get(address).await.text();
        for word in ["zephyrous", "templates/lesson", "Zephyr Office"] {
            assert!(!text.contains(word), "{address} tells of {word}");
        }
    }
    let missing = ["/-/countries/EE", "/-/organisations/zephyr-office"];
    for address in missing {
        assert_eq!(wiki.get(address).await.status, 404, "{address}");
    }
    let edition = wiki.publisher.edition();
    assert_eq!(edition.page_count(), 3);
    assert_eq!(edition.view(Viewer::Contributor).checks().problems(), []);
    // The list of changes names it as the file that it is.
    assert!(
        wiki.get("/changes")
            .await
            .text()
            .contains("templates/lesson.md")
    );
}

#[tokio::test]
async fn a_template_for_members_is_for_members() {
    let hidden = template().replace("kind: lesson", "kind: lesson\nvisibility: members");
    let wiki = wiki(&hidden);
    for address in ["/templates/lesson", "/templates/lesson.md"] {
        let answer = wiki.get(address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert!(!answer.text().contains("zephyrous"), "{address}");
    }
    let home = wiki.get("/").await.attributes("a", "href");
    assert!(!home.contains(&"/templates/lesson".to_owned()), "{home:?}");
    let repository = TestRepository::new();
    repository.write(&[
        ("vocabulary.toml", &vocabulary()),
        ("templates/lesson.md", &hidden),
    ]);
    let seen = Wiki::seen_by(repository, Viewer::Member);
    assert_eq!(seen.get("/templates/lesson").await.status, 200);
}

#[tokio::test]
async fn a_file_becomes_a_page_when_it_is_no_template_any_more() {
    let wiki = wiki(&template());
    wiki.write(&[("vocabulary.toml", VOCABULARY)]);
    let page = wiki.get("/templates/lesson").await;
    assert_eq!(page.select("h1"), ["A zephyrous lesson"]);
    assert!(
        wiki.get("/search?q=zephyr")
            .await
            .text()
            .contains("A zephyrous lesson")
    );
    wiki.write(&[("vocabulary.toml", &vocabulary())]);
    assert!(
        !wiki
            .get("/search?q=zephyr")
            .await
            .text()
            .contains("A zephyrous lesson")
    );
    // A change of the template alone is seen, and its end is told.
    wiki.write(&[(
        "templates/lesson.md",
        &template().replace("zephyrous", "brisk"),
    )]);
    let changed = wiki.get("/templates/lesson").await.text();
    assert!(changed.contains("A brisk lesson"));
    wiki.write_saying("Remove it", &[("templates/lesson.md", None)]);
    assert_eq!(wiki.get("/templates/lesson").await.status, 404);
    let problems = wiki
        .publisher
        .edition()
        .view(Viewer::Contributor)
        .checks()
        .problems();
    let told = problems
        .iter()
        .find(|entry| entry.file == "vocabulary.toml")
        .unwrap();
    assert!(
        told.problem
            .message
            .contains("no file “templates/lesson.md”")
    );
}

#[test]
fn new_writes_what_a_copy_by_hand_gives() {
    let tree = Tree::plain(&[
        ("index.md", &page("title: Home\nsummary: S.", "x")),
        ("templates/lesson.md", &template()),
    ]);
    tree.write("vocabulary.toml", &vocabulary());
    let said = |arguments: &[&str]| {
        let output = concord(&tree.root(), arguments);
        let both = [output.stdout.as_slice(), &output.stderr].concat();
        (output.status.code(), String::from_utf8(both).unwrap())
    };
    let (code, text) = said(&["new", "lesson", "lessons/ask-first"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.starts_with("Made lessons/ask-first.md from templates/lesson.md\n"),
        "{text}"
    );
    let made = std::fs::read_to_string(tree.root().join("lessons/ask-first.md")).unwrap();
    assert_eq!(made, template());
    tree.write("lessons/by-hand.md", &template());
    assert_eq!(
        said(&["check"]),
        (Some(0), "3 pages, no problems\n".to_owned())
    );

    std::fs::create_dir_all(tree.root().join("lessons/folder")).unwrap();
    tree.write("lessons/folder/index.md", &template());
    for (arguments, wanted) in [
        (
            ["new", "lesson", "lessons/ask-first.md"],
            "is there already; nothing was written",
        ),
        (
            ["new", "lesson", "lessons/Ask-First.md"],
            "is there already as ask-first.md",
        ),
        (
            ["new", "lesson", "lessons/folder.md"],
            "lessons/folder/index.md has the address",
        ),
        (
            ["new", "lesson", "lessons/a.txt"],
            "is no name of a page: it ends in .md",
        ),
        (["new", "lesson", "lessons/con.md"], "a device on Windows"),
        (["new", "lesson", "search.md"], "cannot be a page"),
        (["new", "lesson", "api/x.md"], "cannot be a page"),
        (["new", "leson", "lessons/b.md"], "did you mean “lesson”?"),
        (
            ["new", "lesson", "../b.md"],
            "there is no vocabulary.toml in",
        ),
        (
            ["new", "event", "events/b.md"],
            "names no template for event, only for lesson",
        ),
    ] {
        let (code, text) = said(&arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {text}");
        assert!(text.contains(wanted), "{arguments:?}: {text}");
    }
    let again = std::fs::read_to_string(tree.root().join("lessons/ask-first.md")).unwrap();
    assert_eq!(again, template());
}
