//! What the scripts of the form ask for while somebody types: completions, a preview, whether others
//! saved, and that a text has arrived.

use axum::http::StatusCode;
use concord::domain::Role;
use serde_json::Value;

use crate::editing::{Writer, file, git, group, tip};
use crate::people::Group;
use crate::wiki::Answer;

const CASE: &str = "/-/edit/cases/a";

fn offered(answer: &Answer) -> Vec<String> {
    let json: Value = serde_json::from_slice(&answer.body).unwrap();
    let offers = json["offers"].as_array().unwrap().iter();
    let insert = offers.map(|offer| offer["insert"].as_str().unwrap().to_owned());
    insert.collect()
}

#[tokio::test]
async fn pages_sections_sources_and_blocks_are_offered_to_writers_as_they_may_see_them() {
    let hidden = "---\ntitle: Hidden herons\nkind: page\nsummary: H.\ndraft: true\nvisibility: members\n---\n\n## Nests\n";
    let group = Group::new(&[
        ("index.md", "---\ntitle: Home\nkind: page\nsummary: H.\n---\n\nWelcome.\n"),
        ("birds.md", "---\ntitle: Herons [grey]\nkind: page\nsummary: B.\n---\n\nThey nest [@ahas2014].\n\n## Where they nest\n\nHigh.\n"),
        ("hidden.md", hidden),
        ("references.bib", "@article{ahas2014, title = {Mobile herons}, author = {Ahas, Rein}, year = {2014}}\n"),
    ])
    .await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let ask = async |query: &str| offered(&writer.get(&format!("/-/complete?{query}")).await);
    let pages = ask("what=page&q=Herons").await;
    assert!(
        pages.contains(&"birds|Herons  grey".to_owned()),
        "{pages:?}"
    );
    assert_eq!(
        ask("what=page&q=birds%23nest").await,
        ["birds#Where they nest|Where they nest"]
    );
    assert_eq!(ask("what=source&q=ahas").await, ["ahas2014"]);
    assert_eq!(ask("what=source&q=mobile").await, ["ahas2014"]);
    assert_eq!(ask("what=block&q=g").await, ["gap", "gaps"]);
    assert_eq!(
        writer.get("/-/complete?what=else").await.status,
        StatusCode::NOT_FOUND
    );
    // What is no page for somebody is none here, and readers have no use for it.
    let reader = Writer::new(&group, Role::Reader).await;
    let refused = reader.get("/-/complete?what=page&q=hidden%23").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let nothing = ask("what=page&q=no/such%23").await;
    assert_eq!(nothing, [""; 0]);
}

#[tokio::test]
async fn a_preview_while_one_types_shows_the_page_and_its_problems_and_changes_nothing() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let before = tip(&group);
    let form = writer.form(CASE).await;
    let form = form
        .set(
            "body",
            "First *marvellous* paragraph.\r\n\r\n[x](nowhere.md)\r\n",
        )
        .set("f.period", "soon");
    // Whatever button it claims to be, with `live` in the address nothing is saved or kept.
    for button in ["preview", "save", "keep"] {
        let live = writer
            .send(&format!("{CASE}?live=preview"), &form, button)
            .await;
        assert_eq!(live.status, StatusCode::OK);
        assert_eq!(live.select(".edit-page em"), ["marvellous"]);
        assert_eq!(live.select("form, .site-header"), [""; 0]);
        let lines = live.attributes(".problems li[data-line]", "data-line");
        assert!(
            lines.contains(&"3".to_owned()),
            "{lines:?}: {}",
            live.text()
        );
        let keys = live.attributes("[data-fields] [data-key]", "data-key");
        assert_eq!(keys, ["period"]);
        assert_eq!(live.select(".difference"), [""; 0]);
    }
    let compared = writer
        .send(&format!("{CASE}?live=difference"), &form, "")
        .await;
    assert!(
        compared
            .select(".difference .removed")
            .join(" ")
            .contains("Second paragraph.")
    );
    let other = writer
        .send(&format!("{CASE}?live=else"), &form, "save")
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    assert_eq!(tip(&group), before);
    assert!(!writer.get(CASE).await.text().contains("kept=1"));
    let fresh = writer
        .form("/-/new?kind=case-study")
        .await
        .set("f.title", "New")
        .set("body", "*New* text.");
    let live = writer
        .send("/-/new?kind=case-study&live=preview", &fresh, "")
        .await;
    assert_eq!(live.select(".edit-page em"), ["New"], "{}", live.text());
}

#[tokio::test]
async fn files_that_come_while_one_types_wait_with_the_text_and_their_links_are_told() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = format!("{CASE}?live=files");
    let form = writer.form(CASE).await;
    let chosen = [(
        "file-chosen",
        "My Heron.png",
        &b"\x89PNG\r\n\x1a\nheron"[..],
    )];
    let sent = writer.send_files(&address, &form, "", &chosen).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    assert_eq!(sent.select("[data-links] li"), ["![](a/my-heron.png)"]);
    assert_eq!(
        sent.attributes("[name=drop-file]", "value"),
        ["my-heron.png"]
    );
    let empty = [("file-chosen", "empty.png", &b""[..])];
    let refused = writer.send_files(&address, &form, "", &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.select(".notice").join(" ").contains("empty"));
    let form = form.set("body", "![A heron](a/my-heron.png)\r\n");
    let saved = writer.send(CASE, &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(
        git(&group, &["show", "--name-only", "--format=", "HEAD"]),
        "cases/a.md\ncases/a/my-heron.png\n"
    );
}

#[tokio::test]
async fn whoever_writes_is_told_what_others_saved_meanwhile() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(CASE).await;
    let since = format!(
        "{CASE}?since={}&file={}",
        form.get("base"),
        form.get("file")
    );
    assert_eq!(writer.get(&since).await.status, StatusCode::NO_CONTENT);
    let other = Writer::new(&group, Role::Organizer).await;
    let theirs = other.form("/-/edit/cases").await.set("body", "Other.\r\n");
    other.send("/-/edit/cases", &theirs, "save").await;
    assert_eq!(
        writer.get(&since).await.status,
        StatusCode::NO_CONTENT,
        "another page is no news"
    );
    let theirs = other.form(CASE).await.set("body", "Theirs.\r\n");
    other.send(CASE, &theirs, "save").await;
    group.wiki.read_history();
    let news = writer.get(&since).await;
    assert_eq!(news.status, StatusCode::OK);
    assert!(
        news.select("[data-meanwhile]")
            .join("")
            .contains("changed this page \u{2026}"),
        "{}",
        news.text()
    );
    assert!(news.attributes("[data-meanwhile]", "data-meanwhile")[0].starts_with("20"));
    assert!(
        news.select(".difference .added")
            .join(" ")
            .contains("Theirs.")
    );
    let foreign = format!("{CASE}?since={}&file=vocabulary.toml", form.get("base"));
    assert_eq!(writer.get(&foreign).await.status, StatusCode::BAD_REQUEST);
    assert!(file(&group, "cases/a.md").contains("Theirs."));
}

#[tokio::test]
async fn a_browser_that_keeps_a_text_is_told_when_it_has_arrived() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(CASE).await;
    assert_eq!(form.get("id"), "");
    let kept_here = form
        .set("id", "ab; Path=/")
        .add("kept-here", "yes")
        .set("body", "One.\r\n");
    let shown = writer.send(CASE, &kept_here, "preview").await;
    assert_eq!(
        shown.header("set-cookie"),
        "",
        "a preview has arrived nowhere"
    );
    let wrong = kept_here.clone().set("f.period", "soon");
    let refused = writer.send(CASE, &wrong, "save").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.header("set-cookie"), "");
    for button in ["keep", "save", "save", "forget"] {
        let answer = writer.send(CASE, &kept_here, button).await;
        let cookie = answer.header("set-cookie").to_owned();
        assert!(
            cookie.starts_with("concord-saved-abPath=1; Path=/-/;"),
            "{button}: {cookie}"
        );
    }
    let form = writer.form(CASE).await.set("body", "Two.\r\n");
    let plain = writer.send(CASE, &form, "save").await;
    assert_eq!(plain.header("set-cookie"), "");
}
