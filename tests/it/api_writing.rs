//! Writing over the API: what is merged, what is refused, and what is told of either.

use axum::http::StatusCode;
use concord::accounts::TokenScope;
use concord::domain::Role;
use serde_json::{Value, json};

use crate::people::Group;
use crate::wiki::{Answer, page};

struct Scene {
    group: Group,
    bearer: String,
}

const FRONT: &str = "title: A\nsummary: S.\nkind: lesson\nchallenges: [maintaining-momentum]";

impl Scene {
    async fn new() -> Self {
        let later = page(
            "title: Later\nsummary: S.\nkind: lesson\ndraft: true",
            "Bittern.",
        );
        let event = page(
            "title: Day\nsummary: S.\nkind: event\nstarts: 2026-11-16",
            "Day.",
        );
        let group = Group::new(&[
            (
                "index.md",
                &page("title: Home\nsummary: S.\nkind: page", "Welcome."),
            ),
            ("a.md", &page(FRONT, "One.\n\nTwo.\n\nThree.")),
            ("later.md", &later),
            ("events/day.md", &event),
        ])
        .await;
        let bearer = bearer(&group, Role::Contributor, TokenScope::Write).await;
        Self { group, bearer }
    }

    async fn send(&self, method: &str, path: &str, object: Option<&str>, body: &Value) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(object.map(|object| ("if-match", object)));
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.request(method, path, &headers, &self.bearer, body)
            .await
    }

    async fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        bearer: &str,
        body: String,
    ) -> Answer {
        let address = format!("/api/v1/pages/{path}");
        let mut headers = headers.to_vec();
        if !bearer.is_empty() {
            headers.push(("authorization", bearer));
        }
        let wiki = &self.group.wiki;
        let sent = wiki.send_bytes(method, &address, &headers, body.into_bytes());
        sent.await
    }

    /// Returns the object and the file of a page.
    async fn read(&self, path: &str) -> (String, String) {
        let headers = [("authorization", self.bearer.as_str())];
        let address = format!("/api/v1/pages/{path}");
        let answer = self
            .group
            .wiki
            .request("GET", &address, &headers)
            .await
            .json();
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        (text("object"), text("source"))
    }

    fn tip(&self) -> String {
        self.group
            .wiki
            .publisher
            .store()
            .tip()
            .unwrap()
            .id
            .to_string()
    }
}

async fn bearer(group: &Group, role: Role, scope: TokenScope) -> String {
    format!("Bearer {}", group.token(role, scope).await.reveal())
}

fn source(text: &str) -> Value {
    json!({ "source": text })
}

/// Checks that an answer is problem details with a status, and returns it.
fn problem(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    problem
}

#[tokio::test]
async fn a_page_is_made_in_the_name_of_whose_token_it_is() {
    let scene = Scene::new().await;
    let text = page(
        "title: New\nsummary: S.\nkind: lesson\nchallenges: [maintaining-momentum]",
        "New.",
    );
    let body = json!({"source": text, "message": "Say why\n\nAnd more", "minor": true});
    let answer = scene.send("POST", "notes/new", None, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(answer.header("location"), "/api/v1/pages/notes/new");
    let written = answer.json();
    assert_eq!(written["address"], "/notes/new");
    assert_eq!(written["file"], "notes/new.md");
    assert_eq!(written["commit"], scene.tip());
    assert_eq!(
        scene.read("notes/new").await,
        (written["object"].as_str().unwrap().to_owned(), text.clone())
    );
    assert_eq!(
        scene.group.wiki.get("/notes/new").await.status,
        StatusCode::OK
    );
    let repository = git2::Repository::open(scene.group.wiki.repository.path()).unwrap();
    let commit = repository
        .find_commit(scene.tip().parse().unwrap())
        .unwrap();
    let account = scene
        .group
        .accounts
        .people()
        .find_by_name("contributor")
        .await
        .unwrap();
    let message = format!(
        "Say why\n\nAnd more\n\nMinor-Edit: yes\nEdited-By: {}\n",
        account.id
    );
    assert_eq!(commit.message().unwrap(), message);
    assert_eq!(commit.author().name().unwrap(), "contributor");
    assert_eq!(
        commit.author().email().unwrap(),
        "contributor@users.noreply.test.example"
    );
    assert_eq!(commit.committer().name().unwrap(), "Concord");
    // Who makes it once more is told that it is there.
    let again = scene.send("POST", "notes/new", None, &source(&text)).await;
    let told = problem(&again, 409);
    assert_eq!(told["object"], written["object"]);
}

#[tokio::test]
async fn a_page_is_changed_as_json_or_as_the_file_itself() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("a").await;
    let next = text.replace("One.", "First.");
    let answer = scene.send("PUT", "a", Some(&object), &source(&next)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let written = answer.json();
    assert_eq!(
        (&written["changed"], &written["merged"]["passages"]),
        (&json!(true), &json!(0))
    );
    let (object, text) = scene.read("a").await;
    assert_eq!(
        (text.as_str(), &json!(object)),
        (next.as_str(), &written["object"])
    );
    let next = text.replace("Two.", "Second.");
    let quoted = format!("\"{object}\"");
    let headers = [
        ("content-type", "text/markdown; charset=utf-8"),
        ("if-match", quoted.as_str()),
    ];
    let answer = scene
        .request("PUT", "a", &headers, &scene.bearer, next.clone())
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let (object, text) = scene.read("a").await;
    assert_eq!(text, next);
    // What is there already makes no commit.
    let before = scene.tip();
    let answer = scene.send("PUT", "a", Some(&object), &source(&next)).await;
    assert_eq!(answer.json()["changed"], false);
    assert_eq!(
        (answer.json()["object"].as_str(), scene.tip()),
        (Some(object.as_str()), before)
    );
}

#[tokio::test]
async fn what_others_did_meanwhile_is_merged_and_told() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("a").await;
    let theirs = text
        .replace("summary: S.", "summary: T.")
        .replace("One.", "First.");
    scene
        .send("PUT", "a", Some(&object), &source(&theirs))
        .await;
    let mine = text
        .replace("kind: lesson", "kind: lesson\nlang: en")
        .replace("Three.", "Third.");
    let answer = scene.send("PUT", "a", Some(&object), &source(&mine)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(
        answer.json()["merged"],
        json!({"fields": ["summary"], "passages": 1})
    );
    let merged = theirs
        .replace("kind: lesson", "kind: lesson\nlang: en")
        .replace("Three.", "Third.");
    assert_eq!(scene.read("a").await.1, merged);
}

#[tokio::test]
async fn what_excludes_the_other_comes_back_with_all_three() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("a").await;
    let theirs = text.replace("One.", "First.");
    scene
        .send("PUT", "a", Some(&object), &source(&theirs))
        .await;
    let before = scene.tip();
    let mine = text
        .replace("One.", "Uno.")
        .replace("summary: S.", "summary: U.");
    let answer = scene.send("PUT", "a", Some(&object), &source(&mine)).await;
    let told = problem(&answer, 409);
    assert_eq!(scene.tip(), before);
    let (now, _) = scene.read("a").await;
    assert_eq!(told["object"], now);
    assert_eq!(
        (&told["base"], &told["theirs"], &told["mine"]),
        (&json!(text), &json!(theirs), &json!(mine))
    );
    let conflict = json!({"in": "text", "field": null, "base": "One.\n\n", "theirs": "First.\n\n", "mine": "Uno.\n\n"});
    assert_eq!(told["conflicts"], json!([conflict]));
    // With the object that it was given, what was put together is saved.
    let both = mine.replace("Uno.", "First, uno.");
    let answer = scene.send("PUT", "a", Some(&now), &source(&both)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(scene.read("a").await.1, both);
}

#[tokio::test]
async fn nothing_is_overwritten_that_was_not_seen() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("a").await;
    let before = scene.tip();
    let next = source(&text.replace("One.", "First."));
    for method in ["PUT", "DELETE"] {
        let body = if method == "PUT" { &next } else { &Value::Null };
        problem(&scene.send(method, "a", None, body).await, 428);
        for wrong in ["*", "W/\"0\"", "0", "\"\""] {
            problem(&scene.send(method, "a", Some(wrong), body).await, 400);
        }
        let (other, _) = scene.read("later").await;
        for foreign in [other.as_str(), before.as_str(), &"0".repeat(40)] {
            let told = problem(&scene.send(method, "a", Some(foreign), body).await, 412);
            assert_eq!(told["object"], object);
        }
    }
    assert_eq!(scene.tip(), before);
    scene.send("PUT", "a", Some(&object), &next).await;
    let told = problem(
        &scene.send("DELETE", "a", Some(&object), &Value::Null).await,
        412,
    );
    assert_eq!(told["object"], scene.read("a").await.0);
}

#[tokio::test]
async fn a_page_is_deleted_once() {
    let scene = Scene::new().await;
    let (object, _) = scene.read("a").await;
    let body = json!({"message": "No longer true"});
    let answer = scene.send("DELETE", "a", Some(&object), &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["object"], Value::Null);
    assert_eq!(answer.json()["commit"], scene.tip());
    assert_ne!(scene.group.wiki.get("/a").await.status, StatusCode::OK);
    problem(&scene.send("DELETE", "a", Some(&object), &body).await, 404);
    problem(
        &scene.send("PUT", "a", Some(&object), &source("x")).await,
        404,
    );
}

#[tokio::test]
async fn only_a_token_that_writes_of_an_account_that_writes_changes_anything() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("a").await;
    let before = scene.tip();
    let group = &scene.group;
    let reads = bearer(group, Role::Contributor, TokenScope::Read).await;
    let reader = bearer(group, Role::Reader, TokenScope::Write).await;
    let body = source(&text.replace("One.", "First.")).to_string();
    let headers = [
        ("content-type", "application/json"),
        ("if-match", object.as_str()),
    ];
    for method in ["PUT", "POST", "DELETE"] {
        // Whether a page is there, or hidden, makes no difference.
        for path in ["a", "later", "nothing"] {
            for (bearer, status) in [
                (&reads, 403),
                (&reader, 403),
                (&String::new(), 401),
                (&"Bearer x".to_owned(), 401),
            ] {
                let answer = scene
                    .request(method, path, &headers, bearer, body.clone())
                    .await;
                problem(&answer, status);
                assert_eq!(answer.header("www-authenticate").is_empty(), status == 403);
                assert!(!answer.text().contains("Bittern"));
            }
        }
        let cookie = group.sign_in(Role::Organizer).await;
        let with_session = [
            headers[0],
            headers[1],
            ("cookie", &cookie),
            ("sec-fetch-site", "same-origin"),
        ];
        let answer = scene
            .request(method, "a", &with_session, "", body.clone())
            .await;
        problem(&answer, 401);
    }
    assert_eq!(scene.tip(), before);
    // For a reader a draft is not there; for who writes it is.
    let headers = [("authorization", reader.as_str())];
    let answer = group
        .wiki
        .request("GET", "/api/v1/pages/later", &headers)
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let (object, text) = scene.read("later").await;
    let answer = scene
        .send(
            "PUT",
            "later",
            Some(&object),
            &source(&text.replace("Bittern", "Heron")),
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

#[tokio::test]
async fn a_role_changes_only_what_it_may() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("events/day").await;
    let body = source(&text.replace("Day.", "Night."));
    let answer = scene.send("PUT", "events/day", Some(&object), &body).await;
    let told = problem(&answer, 403);
    assert_eq!(told["files"][0]["file"], "events/day.md");
    let organizer = bearer(&scene.group, Role::Organizer, TokenScope::Write).await;
    let headers = [
        ("content-type", "application/json"),
        ("if-match", object.as_str()),
    ];
    let answer = scene
        .request("PUT", "events/day", &headers, &organizer, body.to_string())
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
}

#[tokio::test]
async fn what_is_wrong_in_a_file_is_told_by_line() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("a").await;
    let before = scene.tip();
    let broken = source(&text.replace("summary: S.", "summary: [S."));
    let told = problem(&scene.send("PUT", "a", Some(&object), &broken).await, 422);
    let first = &told["problems"][0];
    assert_eq!(
        (&first["file"], &first["line"]),
        (&json!("a.md"), &json!(3))
    );
    assert!(first["column"].as_u64().unwrap() > 1);
    assert!(first["help"].as_str().unwrap().contains(']'), "{first}");
    problem(&scene.send("POST", "b", None, &broken).await, 422);
    assert_eq!(scene.tip(), before);
}

#[tokio::test]
async fn a_body_that_cannot_be_saved_is_refused_in_words() {
    let scene = Scene::new().await;
    let (object, _) = scene.read("a").await;
    let with = |kind: &'static str| [("content-type", kind), ("if-match", object.as_str())];
    for (kind, body, status) in [
        ("application/json", "{".to_owned(), 400),
        ("application/json", "{}".to_owned(), 400),
        (
            "application/json",
            json!({"source": "x", "sources": 1}).to_string(),
            400,
        ),
        (
            "application/x-www-form-urlencoded",
            "source=x".to_owned(),
            415,
        ),
        ("text/markdown", "word ".repeat(1_000_001), 413),
        (
            "application/json",
            source(&"word ".repeat(1_000_001)).to_string(),
            413,
        ),
        (
            "application/json",
            source(&"word ".repeat(3_000_000)).to_string(),
            413,
        ),
    ] {
        let answer = scene
            .request("PUT", "a", &with(kind), &scene.bearer, body)
            .await;
        problem(&answer, status);
    }
    problem(
        &scene.send("DELETE", "a", Some(&object), &source("x")).await,
        400,
    );
    for path in ["a//b", "../a", "a%00b"] {
        let answer = scene.send("POST", path, None, &source("x")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_page_that_was_moved_is_followed() {
    let scene = Scene::new().await;
    let (object, text) = scene.read("a").await;
    let moved = text
        .replace("kind: lesson", "kind: lesson\naliases: [a]")
        .replace("Three.", "Third.");
    scene
        .group
        .wiki
        .write_saying("Move", &[("a.md", None), ("notes/b.md", Some(&moved))]);
    let mine = text.replace("One.", "First.");
    let answer = scene.send("PUT", "a", Some(&object), &source(&mine)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.json()["file"], "notes/b.md");
    assert_eq!(
        scene.read("notes/b").await.1,
        moved.replace("One.", "First.")
    );
}

#[tokio::test]
async fn a_site_that_nobody_writes_to_says_so() {
    let group = Group::reading(&[("a.md", &page("title: A\nsummary: S.", "One."))]).await;
    let bearer = bearer(&group, Role::Administrator, TokenScope::Write).await;
    let headers = [("authorization", bearer.as_str())];
    let answer = group
        .wiki
        .request("DELETE", "/api/v1/pages/a", &headers)
        .await;
    problem(&answer, 403);
}

#[tokio::test]
async fn answers_have_what_the_description_says() {
    let scene = Scene::new().await;
    let description = scene.group.wiki.get("/api/v1/openapi.json").await.json();
    let (object, text) = scene.read("a").await;
    let answer = scene
        .send(
            "PUT",
            "a",
            Some(&object),
            &source(&text.replace("One.", "1.")),
        )
        .await;
    let written = answer.json();
    let schema = &description["components"]["schemas"]["Written"];
    let shown: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(
        written.as_object().unwrap().keys().collect::<Vec<_>>(),
        shown
    );
    let answer = scene
        .send(
            "PUT",
            "a",
            Some(&object),
            &source(&text.replace("One.", "2.")),
        )
        .await;
    let known = description["components"]["schemas"]["Problem"]["properties"]
        .as_object()
        .unwrap();
    for name in answer.json().as_object().unwrap().keys() {
        assert!(known.contains_key(name), "{name}");
    }
    let operations = description["paths"]["/pages/{path}"].as_object().unwrap();
    for method in ["get", "put", "post", "delete"] {
        assert!(operations.contains_key(method), "{method}");
    }
    let statuses = operations["put"]["responses"].as_object().unwrap();
    for status in [
        "200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428",
    ] {
        assert!(statuses.contains_key(status), "{status}");
    }
}
