//! A site in a temporary folder: a real repository, a publisher, and the router that serves it.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use concord::domain::Viewer;
use concord::site::Publisher;
use concord::store::{Location, Store};
use concord::web::{self, Contact, Settings, Site, SiteService};
use git2::{Repository, Signature, Time};
use http_body_util::BodyExt;
use scraper::{Html, Selector};
use tempfile::TempDir;
use tower::ServiceExt;

/// A vocabulary with the two axes, a facet of partners and two terms in each.
pub(crate) const VOCABULARY: &str = r#"
[[facet]]
key = "partnership_types"
label = "Partnership type"
labels = { fr = "Type de partenariat" }
[[facet.term]]
id = "supplier-recipient"
label = "Supplier/recipient partnership"
definition = "Working with a provider of data."
[[facet.term]]
id = "co-creation"
label = "Co-creation partnership"
[[facet]]
key = "challenges"
label = "Challenge"
[[facet.term]]
id = "confidentiality-and-data-sharing"
label = "Confidentiality and difficulties in data sharing"
[[facet.term]]
id = "maintaining-momentum"
label = "Maintaining momentum"
[[facet]]
key = "partner_sectors"
label = "Partner sector"
from = "partners.sector"
[[facet.term]]
id = "private"
label = "Private sector"
"#;

/// A bibliography of one work.
pub(crate) const REFERENCES: &str = r"@article{ahas2014,
  author = {Ahas, Rein and Silm, Siiri},
  title = {Mobile positioning in tourism studies},
  journal = {Tourism Review},
  year = {2014},
}
";

/// A page of front matter and text.
pub(crate) fn page(front: &str, text: &str) -> String {
    format!("---\n{front}\n---\n\n{text}\n")
}

/// A temporary folder with a bare repository, and ways to commit to it.
pub(crate) struct TestRepository {
    folder: TempDir,
    repository: Repository,
    time: std::cell::Cell<i64>,
}

impl TestRepository {
    /// Makes an empty bare repository whose branch is `main`.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let mut options = git2::RepositoryInitOptions::new();
        options.bare(true).initial_head("main");
        let repository = Repository::init_opts(folder.path().join("site.git"), &options).unwrap();
        Self {
            folder,
            repository,
            time: std::cell::Cell::new(1_500_000_000),
        }
    }

    /// The temporary folder around the repository.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The repository's path.
    pub(crate) fn path(&self) -> &Path {
        self.repository.path()
    }

    /// Commits files on top of the branch (`None` deletes) and returns the commit's id.
    pub(crate) fn commit(&self, changes: &[(&str, Option<&[u8]>)]) -> String {
        self.commit_saying("Change", changes)
    }

    /// Commits files with a message.
    pub(crate) fn commit_saying(&self, message: &str, changes: &[(&str, Option<&[u8]>)]) -> String {
        // Each commit is a minute later, so that the order of changes is known.
        self.time.set(self.time.get() + 60);
        self.commit_by("Ada Writer", self.time.get(), message, changes)
    }

    /// Commits files in somebody's name at a time.
    pub(crate) fn commit_by(
        &self,
        author: &str,
        time: i64,
        message: &str,
        changes: &[(&str, Option<&[u8]>)],
    ) -> String {
        let parent = self
            .repository
            .head()
            .ok()
            .map(|head| head.peel_to_commit().unwrap());
        let tree = self.tree(
            parent.as_ref().map(|parent| parent.tree().unwrap()),
            changes,
        );
        let author = Signature::new(author, "ada@example.org", &Time::new(time, 0)).unwrap();
        let parents: Vec<_> = parent.iter().collect();
        let id = self
            .repository
            .commit(
                Some("refs/heads/main"),
                &author,
                &author,
                message,
                &tree,
                &parents,
            )
            .unwrap();
        id.to_string()
    }

    /// Commits texts.
    pub(crate) fn write(&self, files: &[(&str, &str)]) -> String {
        let changes: Vec<(&str, Option<&[u8]>)> = files
            .iter()
            .map(|(path, text)| (*path, Some(text.as_bytes())))
            .collect();
        self.commit(&changes)
    }

    fn tree(
        &self,
        base: Option<git2::Tree<'_>>,
        changes: &[(&str, Option<&[u8]>)],
    ) -> git2::Tree<'_> {
        let mut files: std::collections::BTreeMap<Vec<u8>, git2::Oid> = Default::default();
        if let Some(base) = base {
            base.walk(git2::TreeWalkMode::PreOrder, |root, entry| {
                if entry.kind() == Some(git2::ObjectType::Blob) {
                    let mut path = root.as_bytes().to_vec();
                    path.extend_from_slice(entry.name_bytes());
                    files.insert(path, entry.id());
                }
                git2::TreeWalkResult::Ok
            })
            .unwrap();
        }
        for (path, content) in changes {
            match content {
                Some(content) => {
                    let blob = self.repository.blob(content).unwrap();
                    files.insert(path.as_bytes().to_vec(), blob);
                }
                None => drop(files.remove(path.as_bytes())),
            }
        }
        let files: Vec<(&[u8], git2::Oid)> = files
            .iter()
            .map(|(path, id)| (path.as_slice(), *id))
            .collect();
        self.repository.find_tree(self.write_tree(&files)).unwrap()
    }

    fn write_tree(&self, files: &[(&[u8], git2::Oid)]) -> git2::Oid {
        let mut builder = self.repository.treebuilder(None).unwrap();
        let mut at = 0;
        while at < files.len() {
            let (path, id) = files[at];
            match path.iter().position(|byte| *byte == b'/') {
                None => {
                    builder.insert(path, id, 0o100_644).unwrap();
                    at += 1;
                }
                Some(slash) => {
                    let prefix = &path[..=slash];
                    let count = files[at..]
                        .iter()
                        .take_while(|(path, _)| path.starts_with(prefix))
                        .count();
                    let below: Vec<(&[u8], git2::Oid)> = files[at..at + count]
                        .iter()
                        .map(|(path, id)| (&path[slash + 1..], *id))
                        .collect();
                    builder
                        .insert(&path[..slash], self.write_tree(&below), 0o040_000)
                        .unwrap();
                    at += count;
                }
            }
        }
        builder.write().unwrap()
    }

    /// Opens a publisher on the repository; `index` is a folder's name, `None` is in memory.
    pub(crate) fn publisher(&self, index: Option<&str>) -> Publisher {
        let location = Location {
            repository: self.path().to_owned(),
            branch: None,
            folder: None,
        };
        let store = Store::open(&location).unwrap();
        let index = index.map(|name| {
            let folder = self.folder.path().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            folder
        });
        Publisher::open(store, index.as_deref(), &|_, _| ())
            .unwrap()
            .0
    }
}

/// Waits until the history has been read.
pub(crate) fn read_history(publisher: &Publisher) {
    crate::git_harness::until("the history", || {
        let edition = publisher.edition();
        edition.view(Viewer::Contributor).deleted().is_ok()
    });
}

/// Waits until a long history has been read.
pub(crate) fn read_long_history(publisher: &Publisher) {
    let started = std::time::Instant::now();
    let is_there = || {
        let edition = publisher.edition();
        edition.view(Viewer::Contributor).deleted().is_ok()
    };
    while !is_there() {
        assert!(started.elapsed().as_secs() < 900, "waited in vain");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

/// A served repository.
pub(crate) struct Wiki {
    pub(crate) repository: TestRepository,
    pub(crate) publisher: Arc<Publisher>,
    service: SiteService,
}

impl Wiki {
    /// Serves files, with the test vocabulary and bibliography unless the files bring their own.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let repository = TestRepository::new();
        let mut all = vec![
            ("vocabulary.toml", VOCABULARY),
            ("references.bib", REFERENCES),
        ];
        all.extend_from_slice(files);
        repository.write(&all);
        Self::of(repository)
    }

    /// Serves a repository that has a commit.
    pub(crate) fn of(repository: TestRepository) -> Self {
        Self::with(repository, Viewer::Anonymous, None)
    }

    /// Serves a repository of a group that can be asked.
    pub(crate) fn of_group(repository: TestRepository, contact: Contact) -> Self {
        Self::with(repository, Viewer::Anonymous, Some(contact))
    }

    /// Serves a repository to whoever asks as to one viewer.
    pub(crate) fn seen_by(repository: TestRepository, viewer: Viewer) -> Self {
        Self::with(repository, viewer, None)
    }

    /// Serves a repository whose pages are corrected at an address.
    pub(crate) fn corrected_at(repository: TestRepository, corrections: Contact) -> Self {
        let settings = Settings {
            corrections: Some(corrections),
            ..Settings::default()
        };
        Self::serving(repository, Viewer::Anonymous, settings)
    }

    fn with(repository: TestRepository, viewer: Viewer, contact: Option<Contact>) -> Self {
        let settings = Settings {
            contact,
            ..Settings::default()
        };
        Self::serving(repository, viewer, settings)
    }

    fn serving(repository: TestRepository, viewer: Viewer, settings: Settings) -> Self {
        let publisher = Arc::new(repository.publisher(None));
        let settings = Settings {
            name: "Test".to_owned(),
            base_url: "https://test.example".to_owned(),
            ..settings
        };
        let site = Site::new(Arc::clone(&publisher), settings).identified_by(move |_| viewer);
        Self {
            repository,
            publisher,
            service: web::service(site),
        }
    }

    /// The same repository, served by a site that was prepared.
    pub(crate) fn prepared(self, prepare: impl FnOnce(Site) -> Site) -> Self {
        self.prepared_with(Settings::default(), prepare)
    }

    /// The same with settings, beside its name and its address.
    pub(crate) fn prepared_with(
        self,
        settings: Settings,
        prepare: impl FnOnce(Site) -> Site,
    ) -> Self {
        let settings = Settings {
            name: "Test".to_owned(),
            base_url: "https://test.example".to_owned(),
            ..settings
        };
        let publisher = Arc::new(self.repository.publisher(None));
        let site = prepare(Site::new(Arc::clone(&publisher), settings));
        Self {
            publisher,
            service: web::service(site),
            ..self
        }
    }

    /// The site as a service, to serve on a port.
    pub(crate) fn service(&self) -> SiteService {
        self.service.clone()
    }

    /// Commits texts and publishes them.
    pub(crate) fn write(&self, files: &[(&str, &str)]) -> String {
        let commit = self.repository.write(files);
        self.publisher.publish().unwrap();
        commit
    }

    /// Commits texts (`None` deletes) with a message, and publishes them.
    pub(crate) fn write_saying(&self, message: &str, files: &[(&str, Option<&str>)]) -> String {
        let changes: Vec<(&str, Option<&[u8]>)> = files
            .iter()
            .map(|(path, text)| (*path, text.map(str::as_bytes)))
            .collect();
        let commit = self.repository.commit_saying(message, &changes);
        self.publisher.publish().unwrap();
        commit
    }

    /// Sends a request with headers.
    pub(crate) async fn request(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a request with a body.
    pub(crate) async fn send_bytes(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.service.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// Sends a form, as a browser does from a page of the site itself.
    pub(crate) async fn post(&self, address: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method("POST")
            .uri(address)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(form.to_owned())).unwrap();
        self.send(request).await
    }

    /// Waits until the history has been read.
    pub(crate) fn read_history(&self) {
        read_history(&self.publisher);
    }

    /// Gets an address.
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.request("GET", address, &[]).await
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the body is UTF-8")
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    /// A header's value; empty when missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The texts of the elements that a CSS selector finds, white space folded.
    pub(crate) fn select(&self, selector: &str) -> Vec<String> {
        let document = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).expect("a valid selector");
        let text = |element: scraper::ElementRef<'_>| {
            let text: String = element.text().collect();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        document.select(&selector).map(text).collect()
    }

    /// The values of an attribute of the elements that a CSS selector finds.
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let document = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).expect("a valid selector");
        let found = document.select(&selector);
        found
            .filter_map(|element| element.value().attr(name).map(str::to_owned))
            .collect()
    }
}

/// Names that have broken other wikis, as files; each is a page that must be reachable.
pub(crate) const ODD_NAMES: [&str; 12] = [
    "with space.md",
    "percent %2F sign.md",
    "emoji 🎉.md",
    "quotes \"double\" 'single'.md",
    "q?uestion#mark.md",
    "été/naïve café.md",
    "Ελληνικά/русский/日本語.md",
    "e\u{301}te\u{301} decomposed.md",
    "semi;colon&ampersand=equals+plus.md",
    "<script>alert(1)</script>.md",
    "{{braces}} and [brackets].md",
    "--output=x.md",
];
