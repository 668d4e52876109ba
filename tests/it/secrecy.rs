//! What is hidden answers as what is missing does, and a name that somebody has as one that nobody
//! has: in status, headers, text and length. How long the answers take, `benches/accounts.rs` asks.

use axum::http::StatusCode;
use concord::domain::Role;

use crate::people::{Group, console};
use crate::wiki::{Answer, Wiki, page};

/// Stems of as many letters, none of which a reader could have meant another by.
const MEMBERS: &str = "ottermere";
const DRAFT: &str = "bitternly";
/// One for each who asks: what was asked before is answered from memory.
const MISSING: [&str; 3] = ["quaggatop", "quaggamad", "quaggasir"];

/// Where a page and what belongs to it would be.
const ADDRESSES: [&str; 14] = [
    "/STEM",
    "/STEM/",
    "/STEM.md",
    "/STEM.md/",
    "/STEM/plan.txt",
    "/STEM?at=0000000000000000000000000000000000000000",
    "/old/STEM",
    "/-/picture/STEM",
    "/-/cite-page/STEM.bib",
    "/-/countries/STEM",
    "/-/organisations/STEM",
    "/-/people/STEM",
    "/api/v1/pages/STEM",
    "/search?q=title:STEM",
];

async fn group() -> Group {
    let hidden = |stem: &str, line: &str| {
        let front = format!(
            "title: {stem}\nsummary: S.\nkind: case-study\n{line}\naliases: [old/{stem}]\norganisations: [{stem}]\nauthors: [{stem}]"
        );
        page(&front, "Words.")
    };
    let (members, draft) = (
        hidden(MEMBERS, "visibility: members"),
        hidden(DRAFT, "draft: true"),
    );
    let attachments = [MEMBERS, DRAFT].map(|stem| format!("{stem}/plan.txt"));
    Group::new(&[
        (
            "index.md",
            &page("title: Home\nkind: page\nsummary: S.", "Welcome."),
        ),
        (&format!("{MEMBERS}.md"), &members),
        (&format!("{DRAFT}.md"), &draft),
        (&attachments[0], "a plan"),
        (&attachments[1], "a plan"),
    ])
    .await
}

/// Returns all of an answer but what differs from request to request, without a stem.
fn without(answer: &Answer, stem: &str) -> (StatusCode, Vec<String>, String) {
    let headers = answer.headers.iter();
    let headers = headers
        .filter(|(name, _)| *name != "x-request-id")
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()).replace(stem, "STEM"))
        .collect();
    (answer.status, headers, answer.text().replace(stem, "STEM"))
}

async fn ask(wiki: &Wiki, method: &str, pattern: &str, stem: &str, cookie: &str) -> Answer {
    let headers = [("cookie", cookie), ("accept-encoding", "identity")];
    wiki.request(method, &pattern.replace("STEM", stem), &headers)
        .await
}

#[tokio::test]
async fn what_is_hidden_answers_as_what_is_missing() {
    let group = group().await;
    let reader = group.sign_in(Role::Reader).await;
    let administrator = group.sign_in(Role::Administrator).await;
    let mut seen = 0;
    let askers = [(MEMBERS, ""), (DRAFT, ""), (DRAFT, &*reader)];
    for ((stem, cookie), missing_stem) in askers.into_iter().zip(MISSING) {
        for pattern in ADDRESSES {
            for method in ["GET", "HEAD", "POST", "OPTIONS"] {
                let hidden = ask(&group.wiki, method, pattern, stem, cookie).await;
                let missing = ask(&group.wiki, method, pattern, missing_stem, cookie).await;
                assert_eq!(
                    without(&hidden, stem),
                    without(&missing, missing_stem),
                    "{method} {pattern} {stem}"
                );
                // Nor does any of it look like the page that others get.
                let there = ask(&group.wiki, method, pattern, stem, &administrator).await;
                seen += usize::from(there.status != hidden.status);
            }
        }
    }
    assert!(
        seen > 20,
        "only {seen} of the answers are others for who may see"
    );
}

#[tokio::test]
async fn a_name_that_somebody_has_answers_as_one_that_nobody_has() {
    let group = group().await;
    let people = group.accounts.people();
    let shut = people.find_by_name("organizer").await.unwrap().id;
    people.set_disabled(shut, true, &console()).await.unwrap();
    let mut answers = Vec::new();
    // Of as many letters: known, shut, unknown.
    for name in ["organizer", "nobody.xy", "not a nam"] {
        let form = format!("name={name}&to=%2Fx&password=seven+herons+tax+the+ferrY");
        let answer = group.wiki.post("/-/sign-in", &form, &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        answers.push(without(&answer, name));
    }
    for answer in &answers {
        assert_eq!(*answer, answers[0]);
    }
    let form = |name: &str| format!("name={name}&password=seven+herons+tax+the+ferrY");
    let known = group.wiki.post("/-/sign-in", &form("reader"), &[]).await;
    let unknown = group.wiki.post("/-/sign-in", &form("raeder"), &[]).await;
    assert_eq!(without(&known, "reader"), without(&unknown, "raeder"));
}
