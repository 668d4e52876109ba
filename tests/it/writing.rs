//! Saving through the one way to write: what is refused, merged, shown and served.

use std::path::Path;
use std::sync::Arc;

use concord::domain::{ObjectId, Role, Viewer};
use concord::site::{Publisher, PushRules, Refusal, SavedCommit, SiteWriter};
use concord::store::{FileChange, NewCommit, Revision, Signature};

use crate::wiki::{TestRepository, VOCABULARY, page};

struct Scene {
    repository: TestRepository,
    writer: SiteWriter,
}

impl Scene {
    fn new() -> Self {
        let repository = TestRepository::new();
        repository.write(&[
            ("vocabulary.toml", VOCABULARY),
            (
                "a.md",
                &page("title: A\nsummary: S.", "one\n\ntwo\n\nthree"),
            ),
            ("b.md", &page("title: B\nsummary: S.", "[x](a.md)")),
        ]);
        let publisher = Arc::new(repository.publisher(None));
        Self {
            repository,
            writer: writer(publisher),
        }
    }

    fn publisher(&self) -> &Publisher {
        self.writer.publisher()
    }

    fn tip(&self) -> ObjectId {
        self.publisher().store().tip().unwrap().id
    }

    fn save(&self, base: ObjectId, changes: Vec<FileChange>) -> Result<SavedCommit, Refusal> {
        self.writer.save(change(base, changes), Role::Organizer)
    }
}

fn writer(publisher: Arc<Publisher>) -> SiteWriter {
    let rules = PushRules {
        branches: Vec::new(),
        file_limit: 5_000_000,
    };
    SiteWriter::new(publisher, None, rules)
}

fn change(base: ObjectId, changes: Vec<FileChange>) -> NewCommit {
    let ada = Signature::new("Ada", "ada@example.org", 1_700_000_000, 0).unwrap();
    NewCommit {
        base,
        changes,
        author: ada.clone(),
        committer: ada,
        message: "Change".to_owned(),
    }
}

fn write(file: &str, text: &str) -> FileChange {
    FileChange::Write {
        file: file.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

#[test]
fn a_save_is_served_and_reads_its_page_once() {
    let scene = Scene::new();
    let text = page("title: A2\nsummary: S.", "one");
    let written = scene.save(scene.tip(), vec![write("a.md", &text)]).unwrap();
    assert_eq!(written.commit, scene.tip());
    assert_eq!(scene.publisher().commit(), written.commit);
    let addresses: Vec<&str> = written.pages.iter().map(|page| &*page.address).collect();
    assert_eq!(addresses, ["/a"]);
    assert!(written.warnings.is_empty(), "{:?}", written.warnings);
    let edition = scene.publisher().edition();
    let titles: Vec<String> = edition
        .view(Viewer::Anonymous)
        .pages()
        .map(|item| item.page.title.clone())
        .collect();
    assert_eq!(titles, ["A2", "B"]);
    assert!(scene.publisher().publish().unwrap().is_none());
}

#[test]
fn new_errors_refuse_a_save_and_old_ones_do_not() {
    let scene = Scene::new();
    let before = scene.tip();
    let refused = scene.save(before, vec![write("a.md", "---\ntitle: [\n---\n")]);
    let Err(Refusal::Problems(problems)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(problems[0].file, "a.md");
    assert_eq!((scene.tip(), scene.publisher().commit()), (before, before));
    // A commit of another kind brings the error; a save beside it is no worse.
    scene.repository.write(&[("c.md", "---\ntitle: [\n---\n")]);
    let beside = page("title: D\nsummary: S.", "[[A]]");
    scene
        .save(scene.tip(), vec![write("d.md", &beside)])
        .unwrap();
    assert_eq!(scene.publisher().commit(), scene.tip());
}

#[test]
fn what_no_push_could_bring_no_save_brings() {
    let scene = Scene::new();
    let before = scene.tip();
    let large = "word ".repeat(1_000_001);
    let refused = scene.save(before, vec![write("large.txt", &large)]);
    let Err(Refusal::Problems(problems)) = refused else {
        panic!("{refused:?}");
    };
    let told: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| (problem.file.as_str(), problem.problem.kind.name()))
        .collect();
    assert_eq!(told, [("large.txt", "too-large")]);
    assert_eq!((scene.tip(), scene.publisher().commit()), (before, before));
}

#[test]
fn a_save_tells_what_it_changes_of_who_may_see_what() {
    let scene = Scene::new();
    let text = page("title: A\nsummary: S.\nvisibility: members", "one");
    let written = scene.save(scene.tip(), vec![write("a.md", &text)]).unwrap();
    let told = written.consequences.join("\n");
    assert!(told.contains("a.md"), "{told}");
    let text = page("title: B\nsummary: S.", "[x](a.md) and more");
    let written = scene.save(scene.tip(), vec![write("b.md", &text)]).unwrap();
    assert_eq!(written.consequences, Vec::<String>::new());
}

#[test]
fn who_was_slower_is_merged_and_checked_again() {
    let scene = Scene::new();
    let base = scene.tip();
    let first = page("title: A\nsummary: S.", "ONE\n\ntwo\n\nthree");
    scene.save(base, vec![write("a.md", &first)]).unwrap();
    let second = page("title: A\nsummary: S.", "one\n\ntwo\n\nTHREE");
    scene.save(base, vec![write("a.md", &second)]).unwrap();
    let store = scene.publisher().store();
    let blob = store.file(&store.tip().unwrap(), "a.md").unwrap().unwrap();
    let merged = page("title: A\nsummary: S.", "ONE\n\ntwo\n\nTHREE");
    assert_eq!(
        String::from_utf8(store.read(blob).unwrap()).unwrap(),
        merged
    );
    // What excludes it is told with all three versions, and nothing moves.
    let third = page("title: A\nsummary: S.", "uno\n\ntwo\n\nthree");
    let refused = scene.save(base, vec![write("a.md", &third)]);
    let Err(Refusal::Conflict { tip, files }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((tip, files.len()), (scene.tip(), 1));
    // Alone each is right; together they break a link.
    let gone = FileChange::Remove {
        file: "b.md".to_owned(),
    };
    let base = scene.tip();
    scene.save(base, vec![gone]).unwrap();
    let links = page("title: E\nsummary: S.", "[x](b.md)");
    let refused = scene.save(base, vec![write("e.md", &links)]);
    assert!(matches!(refused, Err(Refusal::Problems(_))), "{refused:?}");
}

#[test]
fn the_first_page_can_be_saved_and_the_last_folder_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.git");
    git2::Repository::init_bare(&path).unwrap();
    let publisher = Arc::new(open(&path, None));
    let writer = writer(publisher);
    let first = page("title: Home\nsummary: S.", "Text.");
    let begin = change(Revision::unborn().id, vec![write("index.md", &first)]);
    let written = writer.save(begin.clone(), Role::Organizer).unwrap();
    assert_eq!(writer.publisher().commit(), written.commit);
    // In a site whose content is a folder, that folder cannot go.
    let nested = change(written.commit, vec![write("wiki/x.md", &first)]);
    writer.save(nested, Role::Organizer).unwrap();
    let below = Arc::new(open(&path, Some("wiki")));
    let writer = self::writer(below);
    let gone = FileChange::Remove {
        file: "x.md".to_owned(),
    };
    let refused = writer.save(
        change(writer.publisher().commit(), vec![gone]),
        Role::Organizer,
    );
    assert!(matches!(refused, Err(Refusal::NoFolder)), "{refused:?}");
}

fn open(path: &Path, folder: Option<&str>) -> Publisher {
    let location = concord::store::Location {
        repository: path.to_owned(),
        folder: folder.map(str::to_owned),
        ..Default::default()
    };
    let store = concord::store::Store::open(&location).unwrap();
    Publisher::open(store, None, &|_, _| ()).unwrap().0
}

#[test]
fn an_edition_can_be_shown_before_it_is_served() {
    let scene = Scene::new();
    let store = scene.publisher().store();
    let text = page("title: New\nsummary: S.", "[x](a.md)");
    let made = change(scene.tip(), vec![write("new.md", &text)]);
    let commit = store.writer().make_commit(&made).unwrap();
    let revision = store.revision(commit).unwrap().unwrap();
    let before = scene.publisher().edition();
    let candidate =
        concord::site::CandidateEdition::new(before, Arc::clone(store), revision).unwrap();
    let view = candidate.edition().view(Viewer::Contributor);
    let item = view.pages().find(|item| item.page.title == "New").unwrap();
    let article = view.article(&item.page).unwrap();
    assert!(article.html.as_str().contains("href=\"/a\""));
    let served = scene.publisher().edition();
    let pages = served.view(Viewer::Contributor).pages().count();
    assert_eq!(pages, 2);
}

#[test]
fn saves_at_once_all_arrive() {
    let scene = Scene::new();
    let base = scene.tip();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let writer = &scene.writer;
            scope.spawn(move || {
                let text = page(&format!("title: P{number}\nsummary: S."), "x");
                let file = format!("p{number}.md");
                let saved = change(base, vec![write(&file, &text)]);
                writer.save(saved, Role::Organizer).unwrap();
            });
        }
    });
    assert_eq!(scene.publisher().commit(), scene.tip());
    let edition = scene.publisher().edition();
    assert_eq!(edition.view(Viewer::Anonymous).pages().count(), 10);
}
