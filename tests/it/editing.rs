//! Writing in the browser: forms as a browser sends them, through the router, on real repositories.

use std::process::Command;

use axum::http::StatusCode;
use concord::domain::Role;
use scraper::{Html, Selector};

use crate::people::{Group, PASSWORD, session};
use crate::wiki::{Answer, page};

const CASE: &str = "---\n# about it\ntitle: Mobile data\nkind: case-study\nsummary: A plan. # kept\ncountries: [EE, FI]\nstatus: ongoing\nperiod: 2008/\n---\n\nFirst paragraph.\n\n## Approach\n\nSecond paragraph.\n";

/// A form as a browser has it: names and values in their order.
#[derive(Clone, Debug)]
pub(crate) struct Form(pub(crate) Vec<(String, String)>);

impl Form {
    /// Reads the form of a page.
    #[track_caller]
    pub(crate) fn of(answer: &Answer) -> Self {
        Self::within(&answer.text(), "form.edit-form")
    }

    /// Reads the first form that a CSS selector finds.
    #[track_caller]
    pub(crate) fn within(html: &str, wanted: &str) -> Self {
        let document = Html::parse_document(html);
        let form = document.select(&selector(wanted)).next();
        let form = form.unwrap_or_else(|| panic!("no form: {html}"));
        let mut pairs = Vec::new();
        for element in form.select(&selector("input, textarea, select")) {
            let value = element.value();
            let Some(name) = value.attr("name") else {
                continue;
            };
            let own = value.attr("value").unwrap_or("");
            let sent = match (value.name(), value.attr("type")) {
                ("input", Some("checkbox" | "radio")) if value.attr("checked").is_none() => {
                    continue;
                }
                ("input", Some("file")) => continue,
                ("input", _) => own.to_owned(),
                ("textarea", _) => element.text().collect(),
                _ => {
                    let chosen = element.select(&selector("option[selected]")).next();
                    let first = element.select(&selector("option")).next();
                    let option = chosen.or(first).unwrap();
                    option.value().attr("value").unwrap_or("").to_owned()
                }
            };
            let sent: String = sent.replace("\r\n", "\n").replace('\r', "\n");
            pairs.push((name.to_owned(), sent.replace('\n', "\r\n")));
        }
        Self(pairs)
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        let mut pairs = self.0.iter();
        pairs
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    pub(crate) fn add(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn encoded(&self, button: &str) -> String {
        let mut encoder = form_urlencoded::Serializer::new(String::new());
        encoder.extend_pairs(&self.0).append_pair("do", button);
        encoder.finish()
    }
}

pub(crate) fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// Somebody who writes.
pub(crate) struct Writer<'g> {
    pub(crate) group: &'g Group,
    pub(crate) cookie: String,
}

impl<'g> Writer<'g> {
    pub(crate) async fn new(group: &'g Group, role: Role) -> Self {
        let cookie = group.sign_in(role).await;
        Self { group, cookie }
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        self.group.wiki.request("GET", address, &headers).await
    }

    pub(crate) async fn form(&self, address: &str) -> Form {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        Form::of(&answer)
    }

    pub(crate) async fn send(&self, address: &str, form: &Form, button: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        let form = form.encoded(button);
        self.group.wiki.post(address, &form, &headers).await
    }

    pub(crate) async fn send_files(
        &self,
        address: &str,
        form: &Form,
        button: &str,
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "multipart/form-data; boundary=XX"),
        ];
        let body = multipart(form, button, files);
        let wiki = &self.group.wiki;
        wiki.send_bytes("POST", address, &headers, body).await
    }
}

pub(crate) fn git(group: &Group, arguments: &[&str]) -> String {
    let path = group.wiki.repository.path();
    let run = Command::new("git")
        .arg("-C")
        .arg(path)
        .args(arguments)
        .output();
    let run = run.unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout).unwrap()
}

pub(crate) fn file(group: &Group, file: &str) -> String {
    git(group, &["show", &format!("HEAD:{file}")])
}

pub(crate) fn tip(group: &Group) -> String {
    git(group, &["rev-parse", "HEAD"])
}

pub(crate) async fn group() -> Group {
    let event = page(
        "title: Seminar\nkind: event\nsummary: S.\nstarts: 2026-09-02",
        "Text.",
    );
    Group::new(&[
        (
            "index.md",
            "---\ntitle: Home\nkind: page\nsummary: H.\n---\n\nWelcome.\n",
        ),
        (
            "cases/index.md",
            "---\ntitle: Cases\nkind: page\nsummary: C.\n---\n\nCases.\n",
        ),
        ("cases/a.md", CASE),
        ("seminar.md", &event),
    ])
    .await
}

#[tokio::test]
async fn a_save_is_a_commit_in_ones_name_and_the_page_and_the_search_show_it() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let page = writer.get("/cases/a").await;
    assert_eq!(
        page.attributes("[data-edit-page]", "href"),
        ["/-/edit/cases/a"]
    );
    let form = writer.form("/-/edit/cases/a").await;
    let form = form
        .set("f.title", "Mobile heron data")
        .set("message", "Name the birds");
    let saved = writer.send("/-/edit/cases/a", &form, "save").await;
    assert_eq!(
        (saved.status, saved.header("location")),
        (StatusCode::SEE_OTHER, "/cases/a")
    );
    let page = writer.get("/cases/a").await;
    assert_eq!(page.select("h1"), ["Mobile heron data"]);
    let found = writer.get("/search?q=heron").await;
    assert!(found.text().contains("/cases/a"), "{}", found.text());
    let wanted = CASE.replacen("title: Mobile data", "title: Mobile heron data", 1);
    assert_eq!(file(&group, "cases/a.md"), wanted);
    let said = git(
        &group,
        &[
            "log",
            "-1",
            "--format=%an <%ae>|%cn|%s|%(trailers:key=Edited-By,valueonly)",
        ],
    );
    let (who, rest) = said.trim().split_once('|').unwrap();
    assert_eq!(who, "contributor <contributor@users.noreply.test.example>");
    let id = rest.strip_prefix("Concord|Name the birds|").unwrap();
    let account = group
        .accounts
        .people()
        .find_by_name("contributor")
        .await
        .unwrap();
    assert_eq!(id.trim(), account.id.to_string());
    git(&group, &["fsck", "--strict"]);
}

#[tokio::test]
async fn to_open_and_save_makes_no_commit() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let before = tip(&group);
    for address in [
        "/-/edit/",
        "/-/edit/cases/a",
        "/-/edit/cases/a?mode=source",
        "/-/edit/seminar",
    ] {
        let form = writer.form(address).await;
        let answer = writer
            .send(address.split('?').next().unwrap(), &form, "save")
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(
            answer.text().contains("Nothing changed"),
            "{}",
            answer.text()
        );
    }
    assert_eq!(tip(&group), before);
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_the_text_stays() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let before = tip(&group);
    let form = writer.form("/-/edit/cases/a").await;
    let typed = form
        .set("f.period", "soon")
        .set("body", "A new heron text.\r\n");
    let answer = writer.send("/-/edit/cases/a", &typed, "save").await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.text()
    );
    let said = answer.select("#p-period li");
    assert!(said.len() == 1 && said[0].contains("2008/2019"), "{said:?}");
    let again = Form::of(&answer);
    assert_eq!(again.get("f.period"), "soon");
    assert!(again.get("body").contains("A new heron text."));
    assert_eq!(tip(&group), before);
    // In the source, with the line.
    let source = writer.form("/-/edit/cases/a?mode=source").await;
    let broken = CASE.replacen("countries: [EE, FI]", "countries: [EE, FI", 1);
    let answer = writer
        .send("/-/edit/cases/a", &source.set("source", &broken), "save")
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = answer.select(".notice-wrong li").join(" ");
    assert!(wrong.contains("front matter is not valid YAML"), "{wrong}");
    assert!(
        Form::of(&answer)
            .get("source")
            .contains("countries: [EE, FI\r\n")
    );
    // What was typed is kept for its writer, and for nobody else.
    let later = writer.get("/-/edit/cases/a").await;
    assert!(
        later.text().contains("/-/edit/cases/a?kept=1"),
        "{}",
        later.text()
    );
    let kept = writer.form("/-/edit/cases/a?kept=1").await;
    assert!(kept.get("source").contains("countries: [EE, FI\r\n"));
    let other = Writer::new(&group, Role::Organizer).await;
    assert!(!other.get("/-/edit/cases/a").await.text().contains("kept=1"));
}

#[tokio::test]
async fn the_preview_shows_the_page_and_what_differs_and_saves_nothing() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let before = tip(&group);
    let form = writer.form("/-/edit/cases/a").await;
    let form = form.set(
        "body",
        "First *marvellous* paragraph.\r\n\r\n<script>alert(1)</script>\r\n\r\n[x](nowhere.md)\r\n",
    );
    let answer = writer.send("/-/edit/cases/a", &form, "preview").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.select(".edit-page em"), ["marvellous"]);
    assert_eq!(answer.select(".edit-page script"), [] as [String; 0]);
    let removed = answer.select(".difference .removed").join(" ");
    assert!(removed.contains("Second paragraph."), "{removed}");
    assert!(
        answer.text().contains("there is no page"),
        "{}",
        answer.text()
    );
    assert_eq!(tip(&group), before);
    // Back and forth between form and source nothing is lost.
    let source = writer.send("/-/edit/cases/a", &form, "source").await;
    let source = Form::of(&source);
    assert!(
        source
            .get("source")
            .contains("First *marvellous* paragraph.")
    );
    let back = writer.send("/-/edit/cases/a", &source, "form").await;
    assert_eq!(Form::of(&back).get("body"), form.get("body"));
}

#[tokio::test]
async fn changes_that_do_not_touch_are_merged_and_said() {
    let group = group().await;
    let (one, two) = (
        Writer::new(&group, Role::Contributor).await,
        Writer::new(&group, Role::Organizer).await,
    );
    let first = one.form("/-/edit/cases/a").await;
    let second = two.form("/-/edit/cases/a").await;
    let first = first.set("f.status", "concluded");
    assert_eq!(
        one.send("/-/edit/cases/a", &first, "save").await.status,
        StatusCode::SEE_OTHER
    );
    // git takes lines that touch for a conflict; these are two fields.
    let second = second.set("f.period", "2008/2019").add("f.countries", "LV");
    let answer = two.send("/-/edit/cases/a", &second, "save").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(answer.text().contains("Others changed this page"));
    let wanted = CASE
        .replacen("status: ongoing", "status: concluded", 1)
        .replacen("period: 2008/", "period: 2008/2019", 1)
        .replacen("[EE, FI]", "[EE, FI, LV]", 1);
    assert_eq!(file(&group, "cases/a.md"), wanted);
}

#[tokio::test]
async fn where_both_changed_the_same_a_choice_is_asked_for_and_none_is_made() {
    let group = group().await;
    let (one, two) = (
        Writer::new(&group, Role::Contributor).await,
        Writer::new(&group, Role::Organizer).await,
    );
    let address = "/-/edit/cases/a";
    let (first, second) = (one.form(address).await, two.form(address).await);
    let body = |text: &str| first.get("body").replacen("First paragraph.", text, 1);
    let (theirs, mine) = (body("Their paragraph."), body("My paragraph."));
    let first = first
        .clone()
        .set("body", &theirs)
        .set("f.title", "Their title");
    assert_eq!(
        one.send(address, &first, "save").await.status,
        StatusCode::SEE_OTHER
    );
    let tip_of_theirs = tip(&group);
    let second = second.set("body", &mine).set("f.title", "My title");
    let asked = two.send(address, &second, "save").await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text());
    assert_eq!(asked.select("fieldset.pair").len(), 2);
    assert_eq!(
        asked.attributes("input[type=radio][checked]", "value"),
        [] as [&str; 0]
    );
    let choices = Form::of(&asked);
    // Without a choice nothing happens, and nothing typed goes.
    let again = two
        .send(address, &choices.clone().add("choice.0", "mine"), "resolve")
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(
        again.attributes("input[type=radio][checked]", "value"),
        ["mine"]
    );
    let chosen = choices.add("choice.0", "theirs").add("choice.1", "both");
    let result = two.send(address, &chosen, "resolve").await;
    assert_eq!(result.status, StatusCode::OK, "{}", result.text());
    assert_eq!(
        tip(&group),
        tip_of_theirs,
        "the result is to be looked at first"
    );
    let saved = two.send(address, &Form::of(&result), "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let text = file(&group, "cases/a.md");
    assert!(text.contains("title: Their title\n"), "{text}");
    assert!(
        text.contains("Their paragraph.\n\nMy paragraph.\n"),
        "{text}"
    );
}

#[tokio::test]
async fn what_was_kept_goes_with_a_page_that_moves_and_is_merged_with_what_it_was() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let (old, new) = ("/-/edit/cases/a", "/-/edit/moved/b");
    let form = writer.form(old).await;
    let body = form.get("body").replacen("First", "My first", 1);
    let form = form.set("body", &body);
    let kept = writer.send(old, &form, "keep").await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    group.wiki.read_history();
    let shown = writer
        .send(
            "/-/move/cases/a",
            &Form(Vec::new()).add("to", "moved/b"),
            "show",
        )
        .await;
    let plan = shown.attributes("input[name=plan]", "value").remove(0);
    let confirmed = Form(Vec::new()).add("to", "moved/b").add("plan", &plan);
    let moved = writer.send("/-/move/cases/a", &confirmed, "confirm").await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    group.wiki.read_history();
    // It is offered where the page is now, also under the address of before.
    let offered = writer.get(new).await;
    let go_on = format!("{new}?kept=1");
    assert_eq!(
        offered
            .attributes(&format!("a[href='{go_on}']"), "href")
            .len(),
        1,
        "{}",
        offered.text()
    );
    let before = writer.get(&format!("{old}?kept=1")).await;
    assert_eq!(before.header("location"), go_on);
    let again = writer.form(&go_on).await;
    assert!(
        again.get("body").contains("My first paragraph."),
        "{again:?}"
    );
    // Somebody else may have changed something else meanwhile.
    let theirs = file(&group, "moved/b.md").replace("Second", "Another");
    group
        .wiki
        .write_saying("Else", &[("moved/b.md", Some(&theirs))]);
    let saved = writer.send(new, &again, "save").await;
    assert_eq!(
        saved.select("h1"),
        ["Saved"],
        "and it says what came with it"
    );
    let text = file(&group, "moved/b.md");
    assert!(
        text.contains("My first paragraph.") && text.contains("Another paragraph."),
        "{text}"
    );
    let after = writer.get(new).await;
    assert!(!after.text().contains("?kept=1"), "nothing is left of it");
}

#[tokio::test]
async fn a_save_follows_a_page_that_moved_and_asks_where_it_was_deleted() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let address = "/-/edit/cases/a";
    let form = writer.form(address).await;
    let moved = CASE.replacen("kind:", "aliases: [cases/a]\nkind:", 1);
    group.wiki.write_saying(
        "Move",
        &[("cases/a.md", None), ("cases/b.md", Some(&moved))],
    );
    let saved = writer
        .send(address, &form.clone().set("f.title", "Moved heron"), "save")
        .await;
    assert!(saved.status == StatusCode::SEE_OTHER || saved.status == StatusCode::OK);
    assert!(file(&group, "cases/b.md").contains("title: Moved heron"));
    let form = writer.form("/-/edit/cases/b").await;
    group.wiki.write_saying("Delete", &[("cases/b.md", None)]);
    let typed = form.set("body", "My last words.\r\n");
    let asked = writer.send("/-/edit/cases/b", &typed, "save").await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(Form::of(&asked).get("body").contains("My last words."));
    let saved = writer
        .send("/-/edit/cases/b", &Form::of(&asked), "save-anew")
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(file(&group, "cases/b.md").contains("My last words."));
}

#[tokio::test]
async fn a_session_that_ended_is_asked_for_again_and_then_the_text_is_saved() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = "/-/edit/cases/a";
    let form = writer
        .form(address)
        .await
        .set("body", "Typed for an hour.\r\n");
    let late = Writer {
        group: &group,
        cookie: String::new(),
    };
    let asked = late.send(address, &form, "save").await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    let hidden = asked.attributes("input[name=body]", "value");
    assert_eq!(hidden, ["Typed for an hour.\n"]);
    let wrong = form.clone().add("again-password", "no");
    let wrong = late.send(address, &wrong, "save").await;
    assert_eq!(wrong.attributes("input[name=body]", "value"), hidden);
    let right = form.add("again-password", PASSWORD);
    let saved = late.send(address, &right, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(file(&group, "cases/a.md").ends_with("---\nTyped for an hour.\n"));
    let headers = [("cookie", &*session(&saved))];
    let account = group.wiki.request("GET", "/-/account", &headers).await;
    assert_eq!(account.status, StatusCode::OK);
}

#[tokio::test]
async fn each_role_writes_what_it_may() {
    let group = group().await;
    let reader = Writer::new(&group, Role::Reader).await;
    assert_eq!(
        reader.get("/-/edit/cases/a").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        reader
            .get("/cases/a")
            .await
            .select("[data-edit-page]")
            .len(),
        0
    );
    let contributor = Writer::new(&group, Role::Contributor).await;
    let organizer = Writer::new(&group, Role::Organizer).await;
    assert_eq!(
        contributor
            .get("/seminar")
            .await
            .select("[data-edit-page]")
            .len(),
        0
    );
    let form = organizer
        .form("/-/edit/seminar")
        .await
        .set("f.place", "Geneva");
    let before = tip(&group);
    let own = form.clone().set("account", "contributor");
    let refused = contributor.send("/-/edit/seminar", &own, "save").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.text().contains("written by organizers"),
        "{}",
        refused.text()
    );
    // Nor by making another page one of them.
    let case = contributor
        .form("/-/edit/cases/a")
        .await
        .set("f.kind", "event");
    let refused = contributor.send("/-/edit/cases/a", &case, "save").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let stranger = group.wiki.get("/-/edit/cases/a?section=approach").await;
    assert_eq!(
        stranger.header("location"),
        "/-/sign-in?to=%2F-%2Fedit%2Fcases%2Fa%3Fsection%3Dapproach"
    );
    assert_eq!(tip(&group), before);
    let saved = organizer.send("/-/edit/seminar", &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}

#[tokio::test]
async fn a_page_is_begun_from_its_kind_and_its_address_made_of_its_title() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let kinds = writer.get("/-/new").await;
    let kinds = kinds.attributes(".card-title a", "href");
    assert!(kinds.contains(&"/-/new?kind=lesson".to_owned()));
    assert!(
        !kinds.contains(&"/-/new?kind=event".to_owned()),
        "{kinds:?}"
    );
    let form = writer.form("/-/new?kind=lesson").await;
    let empty = writer.send("/-/new?kind=lesson", &form, "save").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        empty.select("#p-address li"),
        ["Give the page a title or an address"]
    );
    let form = form
        .set("f.title", "Trust grows slowly: a heron's view")
        .set("f.summary", "It does.")
        .set("body", "Text.\r\n");
    let saved = writer.send("/-/new?kind=lesson", &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(
        saved.header("location"),
        "/trust-grows-slowly-a-heron-s-view"
    );
    let text = file(&group, "trust-grows-slowly-a-heron-s-view.md");
    assert!(
        text.contains("kind: lesson") && text.ends_with("Text.\n"),
        "{text}"
    );
    let again = writer.send("/-/new?kind=lesson", &form, "save").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(Form::of(&again).get("body").contains("Text."));
    for wrong in ["../x", "-/x", "a//b", "CON", "x/.git/y", "search"] {
        let form = form.clone().set("address", wrong);
        let refused = writer.send("/-/new?kind=lesson", &form, "save").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

#[tokio::test]
async fn a_new_source_comes_with_the_page() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let before = file(&group, "references.bib");
    let address = "/-/edit/cases/a";
    let found = writer.form(address).await.set("find-work", "ahas");
    let found = writer.send(address, &found, "find").await;
    let works = found.attributes(".works input[type=checkbox]", "value");
    assert!(works.contains(&"ahas2014".to_owned()), "{works:?}");
    let ris = "TY  - JOUR\r\nAU  - Heron, Ada\r\nTI  - Wading\r\nPY  - 2024\r\nER  - \r\n";
    let form = writer
        .form(address)
        .await
        .add("f.sources", "ahas2014")
        .set("works", ris);
    let saved = writer.send(address, &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let text = file(&group, "cases/a.md");
    assert!(
        text.contains("sources: [ahas2014, heron2024wading]"),
        "{text}"
    );
    let after = file(&group, "references.bib");
    assert!(
        after.starts_with(&before) && after.contains("{heron2024wading,"),
        "{after}"
    );
    assert!(writer.get("/cases/a").await.text().contains("Wading"));
    let wrong = writer.form(address).await.set("works", "no work at all");
    let refused = writer.send(address, &wrong, "save").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.select("#p-sources li")[0].contains("no work can be found"));
}

#[tokio::test]
async fn the_preview_cites_a_work_that_was_pasted_as_it_will_be_cited() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = "/-/edit/cases/a";
    let bibtex = "@article{heron2024,\n  title = {Wading},\n  author = {Heron, Ada},\n  year = {2024},\n  journal = {Birds},\n}\n";
    let csl = r#"[{"id":"heron2024","type":"article-journal","title":"Wading","issued":{"date-parts":[[2024]]},"author":[{"family":"Heron","given":"Ada"}],"container-title":"Birds"}]"#;
    let ris =
        "TY  - JOUR\r\nAU  - Heron, Ada\r\nTI  - Wading\r\nJO  - Birds\r\nPY  - 2024\r\nER  - \r\n";
    for (works, key) in [
        (bibtex, "heron2024"),
        (csl, "heron2024"),
        (ris, "heron2024wading"),
    ] {
        let body = format!("It wades [@{key}], as @ahas2014 says.\r\n");
        let form = writer.form(address).await;
        let form = form.set("works", works).set("body", &body);
        let preview = writer.send(address, &form, "preview").await;
        assert_eq!(preview.status, StatusCode::OK);
        let text = preview.select(".edit-page article").join(" ");
        assert!(text.contains("(Heron, 2024)"), "{key}: {text}");
        let references = preview.select(".edit-page .reference-list li");
        assert_eq!(references.len(), 2, "{references:?}");
        assert!(references[1].contains("Wading"), "{references:?}");
        assert_eq!(preview.select(".problems"), [] as [String; 0], "{key}");
        assert!(!preview.text().contains("the bibliography has no work"));
    }
    // What is pasted makes nothing known but itself.
    let form = writer.form(address).await.set("works", bibtex);
    let form = form.set("body", "Nobody knows [@heron2025].\r\n");
    let preview = writer.send(address, &form, "preview").await;
    assert!(
        preview.text().contains("no work “heron2025”"),
        "{}",
        preview.text()
    );
    // And it looks the same when it is saved.
    let form = writer.form(address).await.set("works", bibtex);
    let form = form.set("body", "It wades [@heron2024].\r\n");
    let preview = writer.send(address, &form, "preview").await;
    let saved = writer.send(address, &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = writer.get("/cases/a").await;
    let text = |answer: &Answer| answer.select("article.prose p").join(" ");
    assert_eq!(text(&preview), text(&page));
}

#[tokio::test]
async fn where_no_page_is_whoever_writes_can_begin_one() {
    let group = group().await;
    group.wiki.write(&[(
        "plan.md",
        &page(
            "title: Heron\nkind: page\nsummary: S.\nvisibility: draft",
            "Secret.",
        ),
    )]);
    let writer = Writer::new(&group, Role::Contributor).await;
    let offered = |answer: &Answer| answer.attributes("[data-new-page]", "href");
    let missing = writer.get("/cases/New%20page").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let offer = offered(&missing);
    assert_eq!(offer, ["/-/new?address=cases%2FNew+page"]);
    let kinds = writer.get(&offer[0]).await;
    let kinds = kinds.attributes(".card-title a", "href");
    let form = writer.form(&kinds[0]).await;
    assert_eq!(form.get("address"), "cases/New page");
    for address in [
        "/-/no-such-page",
        "/-/edit/no/such",
        "/api/v1/nothing",
        "/a/b.png",
        "/cases/CON",
        "/content.git/x",
    ] {
        let answer = writer.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(offered(&answer), [] as [&str; 0], "{address}");
    }
    // Who may not write is offered nothing, and what is hidden looks like what is not there.
    let reader = Writer::new(&group, Role::Reader).await;
    let stranger = Writer {
        group: &group,
        cookie: String::new(),
    };
    for somebody in [&reader, &stranger] {
        let (hidden, missing) = (somebody.get("/plan").await, somebody.get("/plon").await);
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        assert_eq!(offered(&hidden), [] as [&str; 0]);
        assert_eq!(hidden.text(), missing.text().replace("plon", "plan"));
    }
    // In the preview, too.
    let form = writer.form("/-/edit/cases/a").await;
    let body = "[x](../lessons/new.md) [[cases/a]] [y](missing.png)\r\n";
    let form = form.set("body", body);
    let preview = writer.send("/-/edit/cases/a", &form, "preview").await;
    let links = preview.attributes(".edit-preview .plain-list a", "href");
    assert_eq!(links, ["/-/new?address=lessons%2Fnew"]);
}

#[tokio::test]
async fn rows_get_another_order_by_buttons_and_keep_what_was_typed() {
    let group = group().await;
    let text = "---\ntitle: Partners\nkind: case-study\nsummary: S.\npartners:\n  - name: Positium # the first\n    sector: private\n  # of the north\n  - name: Elisa\n---\n\nText.\n";
    group.wiki.write(&[("cases/p.md", text)]);
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = "/-/edit/cases/p";
    let shown = writer.get(address).await;
    let buttons = shown.attributes(".row-order button", "value");
    assert_eq!(buttons, ["down:partners:0", "up:partners:1"]);
    let places = shown.attributes(".row-order button", "formaction");
    assert_eq!(places[0], "/-/edit/cases/p#r-partners-1");
    let form = Form::of(&shown);
    let form = form
        .set("f.partners.2.name", "Telia")
        .set("body", "Typed.\r\n");
    let moved = writer.send(address, &form, "up:partners:1").await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.text());
    let form = Form::of(&moved);
    let names = [
        "f.partners.0.name",
        "f.partners.1.name",
        "f.partners.2.name",
    ];
    assert_eq!(
        names.map(|name| form.get(name)),
        ["Elisa", "Positium", "Telia"]
    );
    assert_eq!(form.get("body"), "Typed.\r\n");
    let form = Form::of(&writer.send(address, &form, "down:partners:1").await);
    let saved = writer.send(address, &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let wanted = "partners:\n  # of the north\n  - name: Elisa\n  - name: Telia\n  - name: Positium # the first\n    sector: private\n---\nTyped.\n";
    let saved = file(&group, "cases/p.md");
    assert!(saved.ends_with(wanted), "{saved}");
}

/// Returns a form with files, as a browser sends it: of each the field, its name and its bytes.
fn multipart(form: &Form, button: &str, files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: &str, value: &[u8]| {
        body.extend_from_slice(
            format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in &form.0 {
        part(&format!("name=\"{name}\""), value.as_bytes());
    }
    part("name=\"do\"", button.as_bytes());
    for (field, name, bytes) in files {
        part(&format!("name=\"{field}\"; filename=\"{name}\""), bytes);
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

#[tokio::test]
async fn files_wait_with_the_text_and_come_into_its_commit() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = "/-/edit/cases/a";
    let png = b"\x89PNG\r\n\x1a\nheron";
    let form = writer.form(address).await.set("alt", "A heron");
    let before = tip(&group);
    let chosen = [("file-chosen", "My Heron.JPG", &png[..])];
    let waiting = writer.send_files(address, &form, "files", &chosen).await;
    assert_eq!(waiting.status, StatusCode::OK, "{}", waiting.text());
    let form = Form::of(&waiting);
    assert!(
        form.get("body")
            .ends_with("\r\n![A heron](a/my-heron.png)\r\n"),
        "{}",
        form.get("body")
    );
    assert_eq!(tip(&group), before);
    assert_eq!(
        writer.get("/cases/a/my-heron.png").await.status,
        StatusCode::NOT_FOUND
    );
    let saved = writer.send(address, &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let picture = writer.get("/cases/a/my-heron.png").await;
    assert_eq!(picture.body, png);
    let changed = git(&group, &["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(changed, "cases/a.md\ncases/a/my-heron.png\n");
    assert!(!writer.get(address).await.text().contains("kept=1"));
}

#[tokio::test]
async fn a_text_that_is_kept_can_be_gone_on_with_or_thrown_away() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = "/-/edit/cases/a";
    let form = writer
        .form(address)
        .await
        .set("body", "Half a heron.\r\n")
        .set("message", "why");
    let kept = writer.send(address, &form, "keep").await;
    assert_eq!(kept.status, StatusCode::OK);
    let again = writer.form("/-/edit/cases/a?kept=1").await;
    assert_eq!(
        (again.get("body"), again.get("message")),
        ("Half a heron.\r\n", "why")
    );
    let gone = writer.send(address, &again, "forget").await;
    assert_eq!(gone.header("location"), "/cases/a");
    assert!(!writer.get(address).await.text().contains("kept=1"));
}

#[tokio::test]
async fn what_is_sent_by_others_than_the_form_breaks_nothing() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let before = tip(&group);
    let form = writer.form("/-/edit/cases/a").await;
    for (name, value) in [
        ("base", "x"),
        ("base", ""),
        ("file", "../x.md"),
        ("file", "vocabulary.toml"),
    ] {
        let wrong = form.clone().set(name, value);
        let refused = writer.send("/-/edit/cases/a", &wrong, "save").await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{name} {value}");
    }
    // A base that is no commit of the branch: nothing was there, so all of it is a conflict.
    let foreign = form
        .clone()
        .set("base", &"1".repeat(40))
        .set("f.title", "X");
    let refused = writer.send("/-/edit/cases/a", &foreign, "save").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let foreign = [
        ("cookie", writer.cookie.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    let crossed = group.wiki.send_bytes(
        "POST",
        "/-/edit/cases/a",
        &foreign,
        form.encoded("save").into_bytes(),
    );
    assert_eq!(crossed.await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        writer.get("/-/edit/no/such").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(tip(&group), before);
}

#[tokio::test]
async fn every_page_of_the_content_comes_back_from_its_form_as_it_was() {
    let files = crate::content::files();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let group = Group::new(&files).await;
    let writer = Writer::new(&group, Role::Administrator).await;
    let before = tip(&group);
    let mut pages = 0;
    for (name, _) in files.iter().filter(|(name, _)| name.ends_with(".md")) {
        let stem = name.strip_suffix(".md").unwrap();
        let path = match stem {
            "index" => "",
            stem => stem.strip_suffix("/index").unwrap_or(stem),
        };
        let address = format!("/-/edit/{path}");
        let answer = writer.get(&address).await;
        if answer.status == StatusCode::NOT_FOUND {
            assert!(name.contains("template"), "{name}");
            continue;
        }
        let form = Form::of(&answer);
        assert!(!form.get("head").is_empty(), "{name} has no form");
        let answer = writer.send(&address, &form, "save").await;
        assert!(
            answer.text().contains("Nothing changed"),
            "{name}: {}",
            answer.text()
        );
        pages += 1;
    }
    assert!(pages > 80, "{pages}");
    assert_eq!(tip(&group), before);
}
