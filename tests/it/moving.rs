//! Moving and deleting: every link leads where it led, every other byte stays, and one step takes all
//! of it back.

use std::collections::BTreeMap;
use std::sync::Arc;

use concord::domain::link::Destination;
use concord::domain::{ObjectId, PagePath, Role, Viewer};
use concord::site::moving::{ContentItem, Move, MovePlan, MovingError, UndoError};
use concord::site::{Edition, Publisher, PushRules, Refusal, SavedCommit, SiteWriter};
use concord::store::{FileChange, NewCommit, Signature};
use proptest::prelude::*;

use crate::content::starter;
use crate::people::Group;
use crate::wiki::{Answer, REFERENCES, TestRepository, VOCABULARY, page};

struct Scene {
    repository: TestRepository,
    writer: SiteWriter,
}

fn path(text: &str) -> PagePath {
    PagePath::parse(text).unwrap()
}

fn moved(item: ContentItem, to: &str) -> Move {
    Move {
        item,
        to: to.to_owned(),
    }
}

fn page_to(from: &str, to: &str) -> Move {
    moved(ContentItem::Page(path(from)), to)
}

impl Scene {
    fn new(files: &[(&str, &str)]) -> Self {
        let repository = TestRepository::new();
        let mut all = vec![
            ("vocabulary.toml", VOCABULARY),
            ("references.bib", REFERENCES),
        ];
        all.extend_from_slice(files);
        repository.write(&all);
        let publisher = repository.publisher(None);
        Self::of(repository, publisher)
    }

    fn of(repository: TestRepository, publisher: Publisher) -> Self {
        let rules = PushRules {
            branches: Vec::new(),
            file_limit: 5_000_000,
        };
        Self {
            repository,
            writer: SiteWriter::new(Arc::new(publisher), None, rules),
        }
    }

    fn edition(&self) -> Arc<Edition> {
        self.writer.publisher().edition()
    }

    fn plan(&self, moves: &[Move]) -> Result<MovePlan, MovingError> {
        self.edition().view(Viewer::Contributor).plan_move(moves)
    }

    fn save(&self, plan: &MovePlan) -> Result<SavedCommit, Refusal> {
        let trailers = plan.trailers.iter();
        let trailers: Vec<String> = trailers
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        let message = format!("Move\n\n{}\nEdited-By: 7", trailers.join("\n"));
        self.commit(plan.base, plan.changes.clone(), message)
    }

    fn commit(
        &self,
        base: ObjectId,
        changes: Vec<FileChange>,
        message: String,
    ) -> Result<SavedCommit, Refusal> {
        let ada = Signature::new("Ada", "ada@example.org", 1_700_000_000, 0).unwrap();
        let commit = NewCommit {
            base,
            changes,
            author: ada.clone(),
            committer: ada,
            message,
        };
        self.writer.save(commit, Role::Organizer)
    }

    fn carry_out(&self, moves: &[Move]) -> MovePlan {
        let plan = self.plan(moves).unwrap();
        assert_eq!(plan.left, [], "every link can be rewritten");
        self.save(&plan).unwrap();
        plan
    }

    fn undo(&self, commit: ObjectId) -> Result<SavedCommit, Refusal> {
        let edition = self.edition();
        let undo = edition
            .view(Viewer::Contributor)
            .plan_undo(commit, None)
            .unwrap();
        let (key, value) = undo.trailer;
        let message = format!("Undo “{}”\n\n{key}: {value}", undo.subject);
        self.commit(undo.base, undo.changes, message)
    }

    fn text(&self, file: &str) -> Option<String> {
        let edition = self.edition();
        let store = self.writer.publisher().store();
        let blob = store.file(edition.revision(), file).unwrap()?;
        Some(String::from_utf8(store.read(blob).unwrap()).unwrap())
    }

    fn files(&self) -> BTreeMap<String, ObjectId> {
        let store = self.writer.publisher().store();
        let entries = store.entries(self.edition().revision()).unwrap();
        let files = entries.into_iter().map(|entry| (entry.path, entry.id));
        files.collect()
    }

    fn problems(&self) -> usize {
        let edition = self.edition();
        edition.view(Viewer::Contributor).checks().problems().len()
    }
}

/// What every page's links lead to, with the pages that moved under their new addresses.
fn destinations(edition: &Edition, moved: &dyn Fn(&str) -> String) -> Vec<(String, Vec<String>)> {
    let view = edition.view(Viewer::Contributor);
    let mut all = Vec::new();
    for item in view.pages() {
        let mut links = Vec::new();
        for link in &item.page.links {
            links.push(match view.links().resolve(&item.page, link) {
                Destination::Page { address, .. } => {
                    let (page, heading) = address.split_once('#').unwrap_or((&address, ""));
                    format!("{}#{heading}", moved(page))
                }
                Destination::MissingHeading { address, .. } => format!("{}#?", moved(&address)),
                Destination::File { address } => moved(&address),
                Destination::Missing { .. } => "nowhere".to_owned(),
            });
        }
        all.push((moved(&item.page.path.address()), links));
    }
    all.sort();
    all
}

const EVERY_KIND: &str = "---
title: Links # kept
summary: S.
kind: lesson
drawn_from:
  - old/a
  - 'old/a#here'   # why
  - A title
translation_of: old/a.md
---

# Links

[one](old/a.md), [two](/old/a), [three](./old/a.md#here \"Title\"), [four](<old/a.md>),
[five](old/a.md?x=y#here), [six][label], [label], ![picture](old/picture%20one.png) and
[![inner](<old/picture one.png>)](old/a.md) [over two
lines](old/a.md).

[[old/a]], [[old/a#Here]], [[old/a|text]], [[A title]], [[a]], ![[picture one.png]]

| table | cell |
| --- | --- |
| [[old/a|in a table]] | [x](old/a.md) `[y](old/a.md)` |

<a href=\"old/a.md\">raw</a> <img src='old/picture%20one.png' alt=\"x\">

`[code](old/a.md)` and \\[escaped](old/a.md)

```
[code](old/a.md)
[label]: old/a.md
```

> [quoted](old/a.md)
> and [other](old/b.md)

[label]: old/a.md 'Title'
";

fn every_kind() -> Scene {
    Scene::new(&[
        ("links.md", EVERY_KIND),
        (
            "old/a.md",
            &page(
                "title: A title\nsummary: S.",
                "# A title\n\n## Here\n\n[up](../links.md), [beside](b.md), ![p](picture%20one.png), [self](a.md#here), [top](#here)",
            ),
        ),
        ("old/b.md", &page("title: B\nsummary: S.", "[[a]]")),
        ("old/picture one.png", "png"),
    ])
}

#[test]
fn every_kind_of_link_is_rewritten_in_its_manner_and_nothing_else() {
    let scene = every_kind();
    assert_eq!(scene.problems(), 0);
    let plan = scene.carry_out(&[page_to("old/a", "new/deep/c")]);
    assert_eq!(plan.arrived().unwrap(), "/new/deep/c");
    let expected = EVERY_KIND
        .replace(
            "[one](old/a.md), [two](/old/a), [three](./old/a.md",
            "[one](new/deep/c.md), [two](/new/deep/c), [three](./new/deep/c.md",
        )
        .replace("[four](<old/a.md>)", "[four](<new/deep/c.md>)")
        .replace("(old/a.md?x=y#here)", "(new/deep/c.md?x=y#here)")
        .replace(
            "png>)](old/a.md) [over two\nlines](old/a.md)",
            "png>)](new/deep/c.md) [over two\nlines](new/deep/c.md)",
        )
        .replace(
            "[[old/a]], [[old/a#Here]], [[old/a|text]], [[A title]], [[a]]",
            "[[new/deep/c]], [[new/deep/c#Here]], [[new/deep/c|text]], [[A title]], [[new/deep/c]]",
        )
        .replace(
            "| [[old/a|in a table]] | [x](old/a.md)",
            "| [[new/deep/c|in a table]] | [x](new/deep/c.md)",
        )
        .replace("href=\"old/a.md\"", "href=\"new/deep/c.md\"")
        .replace("[quoted](old/a.md)", "[quoted](new/deep/c.md)")
        .replace(
            "[label]: old/a.md 'Title'",
            "[label]: new/deep/c.md 'Title'",
        )
        .replace("  - old/a\n", "  - new/deep/c\n")
        .replace("  - 'old/a#here' ", "  - 'new/deep/c#here' ")
        .replace("translation_of: old/a.md", "translation_of: new/deep/c.md");
    assert_eq!(scene.text("links.md").unwrap(), expected);
    let own = scene.text("new/deep/c.md").unwrap();
    assert!(own.contains("aliases: [old/a]\n"), "{own}");
    assert!(
        own.contains("[up](../../links.md), [beside](../../old/b.md), ![p](../../old/picture%20one.png), [self](c.md#here), [top](#here)"),
        "{own}"
    );
    assert_eq!(
        scene.text("old/b.md").unwrap(),
        page("title: B\nsummary: S.", "[[new/deep/c]]")
    );
    assert_eq!(scene.text("old/a.md"), None);
    assert_eq!(scene.problems(), 0);
    let edition = scene.edition();
    let view = edition.view(Viewer::Anonymous);
    let found = view.links().alias(&path("old/a")).unwrap();
    assert_eq!(found.page.path, path("new/deep/c"));
}

#[test]
fn the_plan_names_each_link_with_its_line() {
    let scene = every_kind();
    let plan = scene.plan(&[page_to("old/a", "c")]).unwrap();
    let told: Vec<(u32, &str, &str)> = plan
        .links
        .iter()
        .filter(|link| link.file == "links.md")
        .map(|link| (link.line, link.before.as_str(), link.after.as_str()))
        .collect();
    assert!(told.contains(&(6, "old/a", "c")), "{told:?}");
    assert!(told.contains(&(14, "/old/a", "/c")), "{told:?}");
    assert!(told.contains(&(15, "old/a.md", "c.md")), "{told:?}");
    let trailers = [
        ("Moved-From", "old/a".to_owned()),
        ("Moved-To", "c".to_owned()),
    ];
    assert_eq!(plan.trailers, trailers);
}

#[test]
fn a_folder_moves_with_all_that_is_in_it_and_what_lies_beside_it_stays() {
    let files = [
        (
            "posts/index.md",
            page("title: Posts\nsummary: S.", "[a](a.md) ![p](img/p.png)"),
        ),
        (
            "posts/a.md",
            page(
                "title: A\nsummary: S.",
                "[up](index.md) [evil](../posts-evil/x.md)",
            ),
        ),
        ("posts/img/p.png", "png".to_owned()),
        (
            "posts/deep/b.md",
            page("title: B\nsummary: S.", "[[posts/a]] ![p](../img/p.png)"),
        ),
        (
            "posts-evil/x.md",
            page(
                "title: X\nsummary: S.",
                "[a](../posts/a.md) [f](/posts/deep) [[posts]]",
            ),
        ),
        (
            "home.md",
            page("title: H\nsummary: S.", "[f](/posts/deep/) ![[img/p.png]]"),
        ),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let scene = Scene::new(&files);
    assert_eq!(scene.problems(), 0);
    scene.carry_out(&[moved(ContentItem::Folder(path("posts")), "texts/new")]);
    let names: Vec<String> = scene.files().into_keys().collect();
    assert_eq!(
        names,
        [
            "home.md",
            "posts-evil/x.md",
            "references.bib",
            "texts/new/a.md",
            "texts/new/deep/b.md",
            "texts/new/img/p.png",
            "texts/new/index.md",
            "vocabulary.toml"
        ]
    );
    assert_eq!(
        scene.text("posts-evil/x.md").unwrap(),
        page(
            "title: X\nsummary: S.",
            "[a](../texts/new/a.md) [f](/texts/new/deep) [[texts/new]]"
        )
    );
    assert_eq!(
        scene.text("home.md").unwrap(),
        page(
            "title: H\nsummary: S.",
            "[f](/texts/new/deep/) ![[img/p.png]]"
        )
    );
    let inside = scene.text("texts/new/deep/b.md").unwrap();
    assert!(
        inside.contains("[[texts/new/a]] ![p](../img/p.png)"),
        "{inside}"
    );
    assert!(inside.contains("aliases: [posts/deep/b]"), "{inside}");
    assert_eq!(scene.problems(), 0);
}

#[test]
fn two_pages_change_places_and_one_comes_back_without_its_new_name() {
    let scene = Scene::new(&[
        ("a.md", &page("title: A\nsummary: S.", "[b](b.md)")),
        ("b.md", &page("title: B\nsummary: S.", "[a](a.md)")),
        (
            "c.md",
            &page("title: C\nsummary: S.", "[a](a.md) [b](b.md) [[a]]"),
        ),
    ]);
    scene.carry_out(&[page_to("a", "b"), page_to("b", "a")]);
    assert_eq!(
        scene.text("a.md").unwrap(),
        page("title: B\nsummary: S.", "[a](b.md)")
    );
    assert_eq!(
        scene.text("c.md").unwrap(),
        page("title: C\nsummary: S.", "[a](b.md) [b](a.md) [[b]]")
    );
    let before = scene.files();
    scene.carry_out(&[page_to("a", "elsewhere")]);
    assert!(
        scene
            .text("elsewhere.md")
            .unwrap()
            .contains("aliases: [a]\n")
    );
    scene.carry_out(&[page_to("elsewhere", "a")]);
    assert!(
        scene
            .text("a.md")
            .unwrap()
            .contains("aliases: [elsewhere]\n")
    );
    assert_eq!(before.len(), scene.files().len());
    assert_eq!(scene.problems(), 0);
}

#[test]
fn line_ends_and_bytes_beside_the_links_stay() {
    let linking = "\u{FEFF}---\r\ntitle:  'L'  # c\r\nsummary: S.\r\n---\r\n\r\n[a](old/a.md)\t\r\nend without a line feed";
    let own = "---\r\ntitle: A\r\nsummary: S.\r\n---\r\n\r\ntext\r\n";
    let scene = Scene::new(&[("l.md", linking), ("old/a.md", own)]);
    scene.carry_out(&[page_to("old/a", "b")]);
    assert_eq!(
        scene.text("l.md").unwrap(),
        linking.replace("old/a.md", "b.md")
    );
    assert_eq!(
        scene.text("b.md").unwrap(),
        "---\r\ntitle: A\r\nsummary: S.\r\naliases: [old/a]\r\n---\r\n\r\ntext\r\n"
    );
}

#[test]
fn what_cannot_be_moved_is_refused_in_words() {
    let scene = Scene::new(&[
        ("index.md", &page("title: Home\nsummary: S.", "x")),
        ("a.md", &page("title: A\nsummary: S.", "x")),
        (
            "b.md",
            &page("title: B\nsummary: S.\naliases: [other]", "x"),
        ),
        ("f/x.md", &page("title: X\nsummary: S.", "![p](p.png)")),
        ("f/p.png", "png"),
    ]);
    let refused = |one: Move| scene.plan(&[one]).unwrap_err().to_string();
    let told = |from: &str, to: &str| refused(page_to(from, to));
    assert!(told("", "z").contains("home page"));
    assert!(told("a", "").contains("empty"), "{}", told("a", ""));
    assert!(told("nowhere", "z").contains("nothing at"));
    assert!(told("a", "b").contains("already"));
    assert!(told("a", "a").contains("where it is"));
    assert!(told("a", "new  name").contains("blanks in a row"));
    assert!(told("a", "other").contains("another name of the page “B”"));
    for hostile in [
        "../x",
        "a/../../x",
        ".git/x",
        "-/x",
        "search",
        "x\u{202E}y",
        "nul",
        "a\\b",
        "x:y",
    ] {
        let told = told("a", hostile);
        assert!(
            told.contains("can be no address") || told.contains("cannot be the name"),
            "{told}"
        );
    }
    let folder = || ContentItem::Folder(path("f"));
    assert!(refused(moved(folder(), "f/g")).contains("into itself"));
    assert!(scene.plan(&[moved(folder(), "f-evil")]).is_ok());
    assert!(scene.plan(&[page_to("f/x", "f/x/y")]).is_ok());
    let file = || ContentItem::File("f/p.png".to_owned());
    assert!(refused(moved(file(), "f/p.md")).contains("the site itself reads"));
    assert!(
        refused(moved(
            ContentItem::File("vocabulary.toml".to_owned()),
            "v.toml"
        ))
        .contains("the site itself reads")
    );
    for viewer in [Viewer::Anonymous, Viewer::Member] {
        let edition = scene.edition();
        let view = edition.view(viewer);
        assert!(matches!(
            view.plan_move(&[page_to("a", "z")]),
            Err(MovingError::Absent(_))
        ));
        assert!(matches!(
            view.plan_deletion(&[ContentItem::Page(path("a"))]),
            Err(MovingError::Absent(_))
        ));
    }
}

#[test]
fn a_page_whose_name_others_have_stays_what_their_links_mean() {
    let scene = Scene::new(&[
        ("m/foo.md", &page("title: One\nsummary: S.", "x")),
        ("z/foo.md", &page("title: Two\nsummary: S.", "x")),
        ("l.md", &page("title: L\nsummary: S.", "[[foo]]")),
    ]);
    // The other page of this name would take the link over.
    scene.carry_out(&[page_to("z/foo", "a/foo")]);
    assert_eq!(
        scene.text("l.md").unwrap(),
        page("title: L\nsummary: S.", "[[m/foo]]")
    );
    scene.carry_out(&[page_to("m/foo", "n/bar")]);
    assert_eq!(
        scene.text("l.md").unwrap(),
        page("title: L\nsummary: S.", "[[n/bar]]")
    );
}

#[test]
fn a_plan_is_another_when_what_it_changes_has_changed_and_only_then() {
    let scene = every_kind();
    let moves = [page_to("old/a", "c")];
    let shown = scene.plan(&moves).unwrap().fingerprint();
    let publish = || scene.writer.publisher().publish().unwrap();
    scene
        .repository
        .write(&[("z.md", &page("title: Z\nsummary: S.", "x"))]);
    publish();
    assert_eq!(scene.plan(&moves).unwrap().fingerprint(), shown);
    scene
        .repository
        .write(&[("z.md", &page("title: Z\nsummary: S.", "[a](old/a.md)"))]);
    publish();
    assert_ne!(scene.plan(&moves).unwrap().fingerprint(), shown);
}

#[test]
fn a_deletion_leaves_the_text_of_links_and_is_undone_byte_for_byte() {
    let scene = every_kind();
    let before = scene.files();
    let edition = scene.edition();
    let view = edition.view(Viewer::Contributor);
    let plan = view
        .plan_deletion(&[ContentItem::Page(path("old/a"))])
        .unwrap();
    assert_eq!(plan.left, []);
    assert_eq!(plan.trailers, [("Deleted", "old/a".to_owned())]);
    let written = scene.save(&plan).unwrap();
    let text = scene.text("links.md").unwrap();
    for left in [
        "one, two, three, four,\nfive, six, label, ![picture](old/picture%20one.png) and\n![inner](<old/picture one.png>) over two\nlines.",
        "A title, A title, text, A title, A title, ![[picture one.png]]",
        "| in a table | x `[y](old/a.md)` |",
        "<a>raw</a>",
        "> quoted\n> and [other](old/b.md)",
        "```\n[code](old/a.md)\n",
    ] {
        assert!(text.contains(left), "{left}\n\n{text}");
    }
    assert!(!text.contains("translation_of"), "{text}");
    assert_eq!(scene.problems(), 0);
    scene.undo(written.commit).unwrap();
    assert_eq!(scene.files(), before);
}

#[test]
fn what_only_a_deleted_page_uses_is_named_and_can_go_as_well() {
    let scene = Scene::new(&[
        (
            "a.md",
            &page("title: A\nsummary: S.", "![p](p.png) ![q](q.png)"),
        ),
        ("b.md", &page("title: B\nsummary: S.", "![q](q.png)")),
        ("p.png", "p"),
        ("q.png", "q"),
    ]);
    let edition = scene.edition();
    let view = edition.view(Viewer::Contributor);
    let items = [
        ContentItem::Page(path("a")),
        ContentItem::File("p.png".to_owned()),
    ];
    assert_eq!(view.plan_deletion(&items[..1]).unwrap().orphans, ["p.png"]);
    let plan = view.plan_deletion(&items).unwrap();
    assert_eq!(plan.orphans, Vec::<String>::new());
    scene.save(&plan).unwrap();
    let names: Vec<String> = scene.files().into_keys().collect();
    assert_eq!(
        names,
        ["b.md", "q.png", "references.bib", "vocabulary.toml"]
    );
}

#[test]
fn a_move_is_undone_around_what_came_since_and_refused_where_that_excludes_it() {
    let scene = every_kind();
    // By its text, git knows a page that has moved.
    let long = page(
        "title: A title\nsummary: S.",
        &format!("## Here\n\n[top](#here)\n\n{}", "A line.\n".repeat(30)),
    );
    scene.repository.write(&[("old/a.md", &long)]);
    scene.writer.publisher().publish().unwrap();
    let before = scene.files();
    let plan = scene.plan(&[page_to("old/a", "c")]).unwrap();
    let commit = scene.save(&plan).unwrap().commit;
    scene.undo(commit).unwrap();
    assert_eq!(scene.files(), before);
    let plan = scene.plan(&[page_to("old/a", "c")]).unwrap();
    let commit = scene.save(&plan).unwrap().commit;
    // Somebody goes on with the page where it is now: that follows it back.
    let edited = scene
        .text("c.md")
        .unwrap()
        .replace("[top](#here)", "[top](#here) and more");
    scene.repository.write(&[("c.md", &edited)]);
    scene.writer.publisher().publish().unwrap();
    scene.undo(commit).unwrap();
    let text = scene.text("old/a.md").unwrap();
    assert!(
        text.contains("and more") && !text.contains("aliases"),
        "{text}"
    );
    // Somebody deletes what was moved.
    let plan = scene.plan(&[page_to("old/a", "c")]).unwrap();
    let commit = scene.save(&plan).unwrap().commit;
    let edition = scene.edition();
    let gone = edition
        .view(Viewer::Contributor)
        .plan_deletion(&[ContentItem::Page(path("c"))]);
    scene.save(&gone.unwrap()).unwrap();
    let refused = scene.undo(commit);
    assert!(
        matches!(
            refused,
            Err(Refusal::Conflict { .. } | Refusal::Problems(_))
        ),
        "{refused:?}"
    );
}

#[test]
fn any_commit_but_the_first_is_undone_by_whoever_sees_all() {
    let scene = every_kind();
    let edition = scene.edition();
    let tip = edition.revision().id;
    let undo = |viewer| edition.view(viewer).plan_undo(tip, None);
    assert!(matches!(undo(Viewer::Contributor), Err(UndoError::Absent)));
    let plan = scene.plan(&[page_to("old/a", "c")]).unwrap();
    let commit = scene.save(&plan).unwrap().commit;
    let edition = scene.edition();
    assert!(
        edition
            .view(Viewer::Contributor)
            .plan_undo(commit, None)
            .is_ok()
    );
    assert!(matches!(
        edition.view(Viewer::Member).plan_undo(commit, None),
        Err(UndoError::Absent)
    ));
    let unknown = ObjectId::from_bytes([7; 20]);
    assert!(
        edition
            .view(Viewer::Contributor)
            .plan_undo(unknown, None)
            .is_err()
    );
}

#[test]
fn a_page_with_a_thousand_links_to_it_moves() {
    let mut files: Vec<(String, String)> = (0..1_000)
        .map(|number| {
            let text = page(
                &format!("title: P{number}\nsummary: S."),
                "See [it](../old/a.md).",
            );
            (format!("p/{number}.md"), text)
        })
        .collect();
    files.push(("old/a.md".to_owned(), page("title: A\nsummary: S.", "x")));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (&**name, &**text))
        .collect();
    let scene = Scene::new(&files);
    let plan = scene.plan(&[page_to("old/a", "new/a")]).unwrap();
    assert_eq!(plan.links.len(), 1_000);
    scene.save(&plan).unwrap();
    assert_eq!(
        scene.text("p/7.md").unwrap(),
        page("title: P7\nsummary: S.", "See [it](../new/a.md).")
    );
    assert_eq!(scene.problems(), 0);
}

pub(crate) struct Desk {
    pub(crate) group: Group,
    cookie: String,
}

impl Desk {
    pub(crate) async fn new(role: Role) -> Self {
        let group = Group::new(&[
            ("a.md", &page("title: A\nsummary: S.", "![p](p.png)")),
            ("b.md", &page("title: B <i>\nsummary: S.", "[to a](a.md)")),
            (
                "meeting.md",
                &page("title: M\nsummary: S.\nkind: event", "x"),
            ),
            ("p.png", "png"),
        ])
        .await;
        let cookie = group.sign_in(role).await;
        Self { group, cookie }
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        self.group.wiki.request("GET", address, &headers).await
    }

    pub(crate) async fn post(&self, address: &str, form: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        self.group.wiki.post(address, form, &headers).await
    }

    /// The fingerprint of the plan that a page shows.
    fn plan(answer: &Answer) -> String {
        let text = answer.text();
        let found = text.split("name=\"plan\" value=\"").nth(1).unwrap();
        found.split('"').next().unwrap().to_owned()
    }

    pub(crate) fn message(&self) -> String {
        let wiki = &self.group.wiki;
        let store = wiki.publisher.store();
        let tip = store.tip().unwrap().id;
        store.history().message(tip).unwrap()
    }
}

#[tokio::test]
async fn a_page_is_moved_in_the_browser_and_taken_back_with_one_click() {
    let desk = Desk::new(Role::Contributor).await;
    assert_eq!(desk.get("/-/move/a").await.status, 200);
    let shown = desk.post("/-/move/a", "to=new/c&do=show").await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let items = shown.select("section li").join(" | ");
    assert!(items.contains("a.md → new/c.md"), "{items}");
    assert!(items.contains("B <i>, line 6: a.md → new/c.md"), "{items}");
    let form = format!(
        "to=new/c&do=confirm&message=Why&plan={}",
        Desk::plan(&shown)
    );
    let moved = desk.post("/-/move/a", &form).await;
    assert_eq!(moved.status, 303, "{}", moved.text());
    let message = desk.message();
    assert!(
        message.starts_with("Why\n\nMoved-From: a\nMoved-To: new/c\nEdited-By: "),
        "{message}"
    );
    assert_eq!(desk.get("/new/c").await.status, 200);
    let done = desk.get(moved.header("location")).await;
    assert_eq!(
        (done.status.as_u16(), done.select("h1")),
        (200, vec!["Why".to_owned()])
    );
    let undone = desk.post(moved.header("location"), "").await;
    assert_eq!(undone.status, 303, "{}", undone.text());
    desk.group.wiki.read_history();
    // What was moved from there again leads to where it is.
    let gone = desk.get("/new/c").await;
    assert_eq!((gone.status.as_u16(), gone.header("location")), (303, "/a"));
    let text = desk.get("/a.md").await.text();
    assert_eq!(text, page("title: A\nsummary: S.", "![p](p.png)"));
    assert!(desk.message().starts_with("Undo “Why”\n\nUndoes: "));
}

#[tokio::test]
async fn a_page_is_deleted_with_the_files_that_were_chosen() {
    let desk = Desk::new(Role::Contributor).await;
    let shown = desk.get("/-/delete/a").await;
    assert!(shown.select("fieldset li").join("").contains("p.png"));
    let form = format!(
        "do=confirm&also=p.png&also=b.md&plan={}",
        Desk::plan(&shown)
    );
    let deleted = desk.post("/-/delete/a", &form).await;
    assert_eq!(deleted.status, 303, "{}", deleted.text());
    desk.group.wiki.read_history();
    assert_eq!(desk.get("/a").await.status, 410);
    assert_eq!(desk.get("/p.png").await.status, 404);
    let left = desk.get("/b.md").await.text();
    assert_eq!(left, page("title: B <i>\nsummary: S.", "to a"));
    assert!(
        desk.message()
            .starts_with("Delete “A”\n\nDeleted: a\nDeleted: p.png\n")
    );
}

#[tokio::test]
async fn a_form_that_is_out_of_date_moves_and_deletes_nothing() {
    let desk = Desk::new(Role::Contributor).await;
    let to_move = Desk::plan(&desk.post("/-/move/a", "to=c&do=show").await);
    let to_delete = Desk::plan(&desk.get("/-/delete/a").await);
    let text = page("title: A\nsummary: S.", "![p](p.png) and more");
    let tip = desk.group.wiki.write(&[("a.md", &text)]);
    for (address, form) in [
        ("/-/move/a", format!("to=c&do=confirm&plan={to_move}")),
        ("/-/delete/a", format!("do=confirm&plan={to_delete}")),
        ("/-/move/a", "to=c&do=confirm".to_owned()),
        ("/-/delete/a", "do=confirm".to_owned()),
    ] {
        let answer = desk.post(address, &form).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("no longer what was shown"));
        // The new plan is there to be confirmed.
        assert_ne!(Desk::plan(&answer), form);
    }
    let store = desk.group.wiki.publisher.store();
    assert_eq!(store.tip().unwrap().id.to_string(), tip);
}

#[tokio::test]
async fn what_the_group_speaks_by_is_moved_by_organizers_alone() {
    for (role, status) in [(Role::Contributor, 422), (Role::Organizer, 303)] {
        let desk = Desk::new(role).await;
        let shown = desk.post("/-/move/meeting", "to=met&do=show").await;
        let form = format!("to=met&do=confirm&plan={}", Desk::plan(&shown));
        let answer = desk.post("/-/move/meeting", &form).await;
        assert_eq!(answer.status, status, "{role:?}");
    }
    let desk = Desk::new(Role::Reader).await;
    for address in ["/-/move/a", "/-/delete/a", "/-/undo/0"] {
        assert_eq!(desk.get(address).await.status, 403);
        assert_eq!(desk.post(address, "do=confirm&to=c").await.status, 403);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn after_any_move_each_link_of_the_content_leads_where_it_led(
        pick in any::<prop::sample::Index>(),
        whole in any::<bool>(),
        name in "[a-z]{1,4}(/[a-zé ]{0,3}[a-z]){0,2}",
    ) {
        let (repository, publisher) = starter();
        let scene = Scene::of(repository, publisher);
        let before = scene.edition();
        let view = before.view(Viewer::Contributor);
        let pages: Vec<PagePath> = view.pages().map(|item| item.page.path.clone()).collect();
        let from = pages[pick.index(pages.len())].clone();
        let item = match whole && view.is_folder(&from) {
            true => ContentItem::Folder(from.clone()),
            false => ContentItem::Page(from.clone()),
        };
        let is_folder = matches!(item, ContentItem::Folder(_));
        let Ok(plan) = scene.plan(&[moved(item, &name)]) else {
            // Home, a folder with templates, a name that is taken.
            return Ok(());
        };
        prop_assert_eq!(&plan.left, &[]);
        prop_assert!(plan.without_alias.is_empty());
        let to = path(&name).address();
        let old = from.address();
        let renamed = |address: &str| match address.strip_prefix(&old) {
            Some("") => to.clone(),
            Some(rest) if is_folder && rest.starts_with('/') => format!("{to}{rest}"),
            _ => address.to_owned(),
        };
        let wanted = destinations(&before, &renamed);
        let problems = scene.problems();
        scene.save(&plan).unwrap();
        let after = scene.edition();
        prop_assert_eq!(destinations(&after, &str::to_owned), wanted);
        prop_assert_eq!(scene.problems(), problems);
    }
}
