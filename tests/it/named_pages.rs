//! Each field of front matter that names a page is rewritten when that page moves, and every other byte
//! stays. Which fields these are says the table of fields.

use std::sync::Arc;

use concord::domain::fields::{Field, Form};
use concord::domain::form::{Shape, shape};
use concord::domain::{PagePath, Role, Viewer};
use concord::site::moving::{ContentItem, Move};
use concord::site::{PushRules, SiteWriter};
use concord::store::{NewCommit, Signature};

use crate::wiki::{REFERENCES, TestRepository, VOCABULARY};

/// A page whose front matter names other pages, for each field that does.
struct Naming {
    field: Field,
    file: &'static str,
    text: &'static str,
    /// How often it names the page that moves.
    names: usize,
}

/// In each text `old/a` stands where a page is named, and `old/b` where another is; what is no name is
/// written otherwise.
const PAGES: [Naming; 7] = [
    Naming {
        field: Field::DrawnFrom,
        file: "lesson.md",
        text: "---\ntitle: Lesson\nkind: lesson\nsummary: S. # kept\ndrawn_from: [\"old/a\", old/b,  'old/a#here'] # why\n---\n\nText.\n",
        names: 2,
    },
    Naming {
        field: Field::Survey,
        file: "answers.md",
        text: "---\ntitle: Answers\nkind: survey-response\nsummary: S.\nsurvey:   'old/a'   # the one\nanswers: {q1: Yes}\n---\n\nText.\n",
        names: 1,
    },
    Naming {
        field: Field::Sessions,
        file: "seminar.md",
        text: "---\ntitle: Seminar\nkind: event\nsummary: S.\nstarts: 2026-09-02\nsessions:\n  # the morning\n  - title: One\n    room: 7\n    examples: [old/a, old/b] # two\n  - {title: Two, examples: [\"old/a\"], speakers: [Ada]}\n  - title: Three\n    examples:\n      - old/b\n      - 'old/a#here'   # there\n      - {page: old/a,  note: Why} # noted\n    material: [old/a, \"https://un.example/a\"]\n---\n\nText.\n",
        names: 5,
    },
    Naming {
        field: Field::Session,
        file: "learned.md",
        text: "---\ntitle: Learned\nkind: lesson\nsummary: S.\nsession: old/a#here # there\n---\n\nText.\n",
        names: 1,
    },
    Naming {
        field: Field::About,
        file: "decision.md",
        text: "---\ntitle: Decision\nkind: decision\nsummary: S.\nabout:\n  - old/a\n  - old/b # so\n---\n\nText.\n",
        names: 1,
    },
    Naming {
        field: Field::Chapters,
        file: "framework.md",
        text: "---\ntitle: Framework\nkind: guidance\nsummary: S.\nchapters:\n  - title: One\n    summary: >\n      Two\n      lines.\n    pages: [old/a]\n  - title: Two\n    pages:\n      - old/b\n      - old/a   # last\n---\n\nText.\n",
        names: 2,
    },
    Naming {
        field: Field::TranslationOf,
        file: "lecon.md",
        text: "---\ntitle: Leçon\nkind: lesson\nsummary: S.\nlang: fr\ntranslation_of: old/a # en\n---\n\nTexte.\n",
        names: 1,
    },
];

/// Tells whether a field's values name pages, by the table of fields.
fn names_pages(field: Field) -> bool {
    let has_pages = match shape(field) {
        Shape::Rows(columns) => columns
            .iter()
            .any(|column| ["examples", "material", "pages"].contains(&column.key)),
        _ => false,
    };
    has_pages || matches!(field.form(), Form::Page | Form::Pages)
}

#[test]
fn every_field_that_names_a_page_is_looked_at_here() {
    let wanted: Vec<Field> = Field::all().filter(|field| names_pages(*field)).collect();
    let mut found: Vec<Field> = PAGES.iter().map(|naming| naming.field).collect();
    found.sort_by_key(|field| wanted.iter().position(|one| one == field));
    assert_eq!(found, wanted);
}

fn moves(item: ContentItem, to: &str) -> Move {
    Move {
        item,
        to: to.to_owned(),
    }
}

fn path(text: &str) -> PagePath {
    PagePath::parse(text).unwrap()
}

/// A site of these pages, and one that moves.
struct Scene {
    writer: SiteWriter,
    _repository: TestRepository,
}

impl Scene {
    fn new(line_end: &str) -> Self {
        let repository = TestRepository::new();
        let question = "---\ntitle: Questions\nkind: survey\nsummary: S.\nquestions:\n  - {id: q1, text: Why?}\n---\n\n# Here\n";
        let other = "---\ntitle: Other\nkind: case-study\nsummary: S.\n---\n\n# Here\n";
        let ended = PAGES.map(|page| (page.file, page.text.replace('\n', line_end)));
        let mut files = vec![
            ("vocabulary.toml", VOCABULARY),
            ("references.bib", REFERENCES),
            ("old/a.md", question),
            ("old/b.md", other),
        ];
        files.extend(ended.iter().map(|(file, text)| (*file, text.as_str())));
        repository.write(&files);
        let publisher = Arc::new(repository.publisher(None));
        let rules = PushRules {
            branches: Vec::new(),
            file_limit: 5_000_000,
        };
        Self {
            writer: SiteWriter::new(publisher, None, rules),
            _repository: repository,
        }
    }

    fn text(&self, file: &str) -> String {
        let publisher = self.writer.publisher();
        let edition = publisher.edition();
        let store = publisher.store();
        let blob = store.file(edition.revision(), file).unwrap().unwrap();
        String::from_utf8(store.read(blob).unwrap()).unwrap()
    }

    fn problems(&self) -> Vec<String> {
        let edition = self.writer.publisher().edition();
        let checks = edition.view(Viewer::Contributor).checks().problems();
        checks
            .iter()
            .map(|problem| format!("{problem:?}"))
            .collect()
    }

    /// Moves, and returns the links that were told to change, as file and what they name then.
    fn carry_out(&self, moved: Move) -> Vec<(String, String)> {
        let edition = self.writer.publisher().edition();
        let plan = edition
            .view(Viewer::Contributor)
            .plan_move(&[moved])
            .unwrap();
        assert_eq!(plan.left, [], "every name can be rewritten");
        let ada = Signature::new("Ada", "ada@example.org", 1_700_000_000, 0).unwrap();
        let commit = NewCommit {
            base: plan.base,
            changes: plan.changes.clone(),
            author: ada.clone(),
            committer: ada,
            message: "Move".to_owned(),
        };
        self.writer.save(commit, Role::Organizer).unwrap();
        let links = plan.links.iter();
        links
            .map(|link| (link.file.clone(), link.after.clone()))
            .collect()
    }
}

#[test]
fn each_is_rewritten_when_the_page_moves_and_every_other_byte_stays() {
    for line_end in ["\n", "\r\n"] {
        let scene = Scene::new(line_end);
        let before = scene.problems();
        let told = scene.carry_out(moves(
            ContentItem::Page(path("old/a")),
            "new/deep/questions",
        ));
        for page in &PAGES {
            let wanted = page.text.replace("old/a", "new/deep/questions");
            assert_eq!(scene.text(page.file), wanted.replace('\n', line_end));
            let count = told.iter().filter(|(file, _)| file == page.file).count();
            assert_eq!(count, page.names, "{} is told in full", page.file);
        }
        assert_eq!(scene.problems(), before);
    }
}

#[test]
fn each_is_rewritten_when_a_folder_moves() {
    let scene = Scene::new("\n");
    scene.carry_out(moves(ContentItem::Folder(path("old")), "was"));
    for page in &PAGES {
        let wanted = page.text.replace("old/", "was/");
        assert_eq!(scene.text(page.file), wanted);
    }
}

#[test]
fn the_page_that_names_another_may_move_itself_and_names_it_still() {
    let scene = Scene::new("\n");
    for page in &PAGES {
        let stem = page.file.trim_end_matches(".md");
        scene.carry_out(moves(
            ContentItem::Page(path(stem)),
            &format!("far/away/{stem}"),
        ));
        let moved = scene.text(&format!("far/away/{}", page.file));
        let edition = scene.writer.publisher().edition();
        let view = edition.view(Viewer::Contributor);
        let item = view.page(&path(&format!("far/away/{stem}"))).unwrap();
        let named = item.page.links.iter();
        let named = named.filter(|link| {
            format!("{:?}", view.links().resolve(&item.page, link)).contains("old/a")
        });
        assert_eq!(named.count(), page.names, "{moved}");
    }
}
