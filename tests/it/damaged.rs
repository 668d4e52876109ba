//! A repository that is damaged: what cannot be read costs itself, is listed, and holds up nobody.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use concord::site::Publisher;
use concord::store::{Location, Store};
use git2::Repository;

use crate::git_harness::git;
use crate::wiki::{REFERENCES, TestRepository, VOCABULARY, Wiki, page};

/// Longer than anything here may take; what waits for ever takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is done to the file of an object.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Halve,
    Shorten,
    Empty,
    Flip,
    Lengthen,
    Remove,
    Folder,
}

const DEEDS: [Deed; 7] = [
    Deed::Halve,
    Deed::Shorten,
    Deed::Empty,
    Deed::Flip,
    Deed::Lengthen,
    Deed::Remove,
    Deed::Folder,
];

/// Returns the file of a loose object.
fn file_of(repository: &TestRepository, what: &str) -> PathBuf {
    let id = object(repository, what);
    let (folder, name) = id.split_at(2);
    repository.path().join("objects").join(folder).join(name)
}

fn object(repository: &TestRepository, what: &str) -> String {
    let opened = Repository::open(repository.path()).unwrap();
    let found = opened.revparse_single(what).unwrap();
    found.id().to_string()
}

fn damage(file: &Path, deed: Deed) {
    let mut bytes = std::fs::read(file).unwrap();
    std::fs::remove_file(file).unwrap();
    match deed {
        Deed::Halve => bytes.truncate(bytes.len() / 2),
        Deed::Shorten => bytes.truncate(10),
        Deed::Empty => bytes.clear(),
        Deed::Flip => {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x10;
        }
        Deed::Lengthen => bytes = b"not zlib at all".to_vec(),
        Deed::Remove => return,
        Deed::Folder => return std::fs::create_dir(file).unwrap(),
    }
    std::fs::write(file, bytes).unwrap();
}

/// A site with some of everything, each object in a file of its own.
fn site() -> TestRepository {
    let repository = TestRepository::new();
    // Long enough that its end is not all in the first bytes that are inflated.
    let noise: Vec<u8> = (0..6000_u32)
        .map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let long = |title: &str| {
        let words: String = noise.iter().map(|byte| format!("word{byte} ")).collect();
        page(&format!("title: {title}\nsummary: S."), &words)
    };
    let first: Vec<(String, Vec<u8>)> = vec![
        ("index.md".to_owned(), long("Home").into_bytes()),
        ("p5.md".to_owned(), long("Five").into_bytes()),
        ("p6.md".to_owned(), long("Six").into_bytes()),
        ("notes/a.md".to_owned(), long("A").into_bytes()),
        ("a.png".to_owned(), noise.clone()),
        ("vocabulary.toml".to_owned(), VOCABULARY.as_bytes().to_vec()),
        ("references.bib".to_owned(), REFERENCES.as_bytes().to_vec()),
    ];
    let first: Vec<(&str, Option<&[u8]>)> = first
        .iter()
        .map(|(file, text)| (file.as_str(), Some(text.as_slice())))
        .collect();
    repository.commit(&first);
    repository.write(&[("p7.md", &long("Seven"))]);
    repository
}

/// Runs something that must come to an end.
fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    receiver
        .recv_timeout(PATIENCE)
        .unwrap_or_else(|_| panic!("{what} does not end"))
}

fn open(repository: &Path) -> Result<Publisher, String> {
    let location = Location {
        repository: repository.to_owned(),
        ..Location::default()
    };
    let said = |error: &dyn std::error::Error| format!("{error}");
    let store = Store::open(&location).map_err(|error| said(&error))?;
    let opened = Publisher::open(store, None, &|_, _| ());
    opened
        .map(|(publisher, _)| publisher)
        .map_err(|error| said(&error))
}

/// Asks a damaged site for some addresses; returns their statuses and the list of problems.
fn ask(repository: TestRepository, addresses: &'static [&'static str]) -> (Vec<u16>, String) {
    in_time("a damaged site", move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let asked = runtime.block_on(async {
            let wiki = Wiki::of(repository);
            let mut statuses = Vec::new();
            for address in addresses {
                statuses.push(wiki.get(address).await.status.as_u16());
            }
            (statuses, wiki.get("/-/problems").await.text())
        });
        runtime.shutdown_background();
        asked
    })
}

#[test]
fn a_damaged_page_costs_itself_and_is_listed() {
    for deed in DEEDS {
        let repository = site();
        damage(&file_of(&repository, "main:p5.md"), deed);
        let (statuses, problems) = ask(repository, &["/", "/p6", "/p7", "/notes/a", "/a.png"]);
        assert_eq!(statuses, [200, 200, 200, 200, 200], "{deed:?}");
        assert!(problems.contains("p5.md"), "{deed:?}: {problems}");
        assert!(problems.contains("cannot be read"), "{deed:?}");
    }
}

#[test]
fn a_damaged_attachment_is_500_at_once() {
    for deed in DEEDS {
        let repository = site();
        damage(&file_of(&repository, "main:a.png"), deed);
        let (statuses, _) = ask(repository, &["/a.png", "/a.png", "/p5", "/"]);
        assert_eq!(statuses, [500, 500, 200, 200], "{deed:?}");
    }
}

#[test]
fn damaged_tables_and_folders_are_listed_and_the_rest_is_served() {
    for deed in DEEDS {
        for (what, listed) in [
            ("main:vocabulary.toml", "vocabulary.toml"),
            ("main:references.bib", "references.bib"),
            ("main:notes", "notes"),
        ] {
            let repository = site();
            damage(&file_of(&repository, what), deed);
            let (statuses, problems) = ask(repository, &["/", "/p5", "/p7", "/a.png"]);
            assert_eq!(statuses, [200, 200, 200, 200], "{what} {deed:?}");
            assert!(problems.contains(listed), "{what} {deed:?}: {problems}");
            assert!(problems.contains("cannot be read"), "{what} {deed:?}");
        }
    }
}

#[test]
fn a_damaged_history_is_one_that_begins_later() {
    for deed in DEEDS {
        for what in ["main^", "main^^{tree}"] {
            let repository = site();
            damage(&file_of(&repository, what), deed);
            let (statuses, _) = ask(repository, &["/", "/p5", "/p7", "/changes", "/notes/a"]);
            assert_eq!(statuses, [200, 200, 200, 200, 200], "{what} {deed:?}");
        }
    }
}

#[test]
fn an_earlier_version_that_is_damaged_costs_itself() {
    for deed in DEEDS {
        let repository = site();
        repository.write(&[("p7.md", &page("title: Seven", "Other words."))]);
        damage(&file_of(&repository, "main^:p7.md"), deed);
        let (statuses, _) = ask(repository, &["/", "/p7", "/changes", "/feed.xml"]);
        assert_eq!(statuses, [200; 4], "{deed:?}");
    }
}

#[test]
fn a_lost_commit_or_root_tree_is_a_refusal_in_words() {
    for deed in DEEDS {
        for what in ["main", "main^{tree}"] {
            let repository = site();
            damage(&file_of(&repository, what), deed);
            let path = repository.path().to_owned();
            let refused = in_time("a start", move || open(&path).err());
            let refused = refused.unwrap_or_else(|| panic!("{what} {deed:?} is served"));
            assert!(refused.contains("the branch “main”"), "{refused}");
            assert!(refused.contains("cannot be read"), "{refused}");
        }
    }
}

#[test]
fn what_is_damaged_in_its_file_and_whole_in_a_pack_is_whole() {
    let repository = site();
    let copies: Vec<(PathBuf, Vec<u8>)> = ["main", "main^", "main^{tree}", "main:p5.md"]
        .iter()
        .map(|what| file_of(&repository, what))
        .map(|file| (file.clone(), std::fs::read(file).unwrap()))
        .collect();
    git(repository.path(), &["repack", "-adq"]);
    for (file, bytes) in copies {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
    }
    let (statuses, problems) = ask(repository, &["/", "/p5", "/changes"]);
    assert_eq!(statuses, [200, 200, 200]);
    assert!(!problems.contains("cannot be read"));
}

#[test]
fn a_pack_that_is_damaged_anywhere_ends_in_words_or_in_pages() {
    let whole = site();
    git(whole.path(), &["repack", "-adq"]);
    let pack = |repository: &Path, ending: &str| {
        let entries = std::fs::read_dir(repository.join("objects/pack")).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        paths
            .find(|path| path.extension().is_some_and(|found| found == ending))
            .unwrap()
    };
    for (ending, count) in [("pack", 24_usize), ("idx", 24)] {
        for number in 0..count {
            let folder = tempfile::tempdir().unwrap();
            let copy = folder.path().join("copy.git");
            let source = whole.path().to_str().unwrap().to_owned();
            git(
                folder.path(),
                &[
                    "clone",
                    "-q",
                    "--mirror",
                    &format!("file://{source}"),
                    "copy.git",
                ],
            );
            let file = pack(&copy, ending);
            let mut bytes = std::fs::read(&file).unwrap();
            let offset = bytes.len() * number / count;
            if number % 3 == 2 {
                bytes.truncate(offset);
            } else {
                bytes[offset] ^= 1 << (number % 8);
            }
            // A new file, as a disk gives it back: the one before may be mapped by somebody.
            std::fs::remove_file(&file).unwrap();
            std::fs::write(&file, bytes).unwrap();
            in_time("a start with a damaged pack", move || {
                if let Ok(publisher) = open(&copy) {
                    assert!(publisher.edition().page_count() > 0 || number > 0);
                }
            });
        }
    }
}

#[test]
fn what_is_mended_is_served_without_a_restart() {
    let repository = site();
    let file = file_of(&repository, "main:p5.md");
    let whole = std::fs::read(&file).unwrap();
    damage(&file, Deed::Halve);
    let publisher = repository.publisher(None);
    assert!(publisher.publish().unwrap().is_none());
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, whole).unwrap();
    let started = std::time::Instant::now();
    while publisher.publish().unwrap().is_none() {
        assert!(started.elapsed() < PATIENCE, "it stays damaged");
        std::thread::sleep(Duration::from_millis(50));
    }
    let edition = publisher.edition();
    let view = edition.view(concord::domain::Viewer::Anonymous);
    let path = concord::domain::PagePath::parse("p5").unwrap();
    assert_eq!(view.page(&path).unwrap().page.title, "Five");
}

#[test]
fn a_push_past_damage_is_served() {
    let repository = site();
    let publisher = repository.publisher(None);
    let tree = file_of(&repository, "main:notes");
    repository.write(&[("notes/b.md", &page("title: B\nsummary: S.", "b"))]);
    // The folder as the edition before knew it.
    damage(&tree, Deed::Halve);
    let commit = repository.write(&[("p8.md", &page("title: Eight\nsummary: S.", "8"))]);
    publisher.publish().unwrap();
    assert_eq!(publisher.commit().to_string(), commit);
    assert_eq!(publisher.edition().page_count(), 7);
}

#[test]
fn an_object_under_a_wrong_name_is_not_taken_for_it() {
    let repository = site();
    let (shown, other) = (
        file_of(&repository, "main:p5.md"),
        file_of(&repository, "main:p6.md"),
    );
    std::fs::remove_file(&shown).unwrap();
    std::fs::copy(other, &shown).unwrap();
    let (statuses, problems) = ask(repository, &["/p6"]);
    assert_eq!(statuses, [200]);
    assert!(problems.contains("p5.md") && problems.contains("cannot be read"));
}
