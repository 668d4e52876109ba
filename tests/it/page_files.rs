//! The files of a page in its form: listed with where they are used, replaced and deleted in the commit
//! of the text, and never over what somebody else has done.

use axum::http::StatusCode;
use concord::domain::{PagePath, Role, Viewer};

use crate::editing::{Form, Writer, file, git, tip};
use crate::people::Group;
use crate::wiki::{Answer, page};

const ADDRESS: &str = "/-/edit/cases/a";
const OLD: &str = "GIF89a-old";
const NEW: &[u8] = b"GIF89a-new";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

async fn group() -> Group {
    let case = "---\ntitle: Mobile data\nkind: case-study\nsummary: A plan.\n---\n\nFirst paragraph.\n\n![A heron](a/heron.gif) stands here.\n\n## Approach\n\nLast paragraph.\n";
    let lesson = page(
        "title: Birds\nkind: lesson\nsummary: L.",
        "Look at [the heron](../cases/a/heron.gif) there.",
    );
    let draft = page(
        "title: Secret plan\nkind: page\nsummary: S.\nvisibility: draft",
        "![](cases/a/heron.gif) ![](plans/hidden.gif)",
    );
    let event = page(
        "title: Seminar\nkind: event\nsummary: S.\nstarts: 2026-09-02",
        "[Programme](cases/a/programme.csv)",
    );
    Group::new(&[
        (
            "index.md",
            &page(
                "title: Home\nkind: page\nsummary: H.",
                "Welcome. ![](logo.gif)",
            ),
        ),
        (
            "cases/index.md",
            &page("title: Cases\nkind: page\nsummary: C.", "Cases."),
        ),
        ("cases/a.md", case),
        ("cases/a/heron.gif", OLD),
        ("cases/a/loose.svg", SVG),
        ("cases/a/programme.csv", "a,b\n"),
        ("cases/a/deep/other.gif", OLD),
        ("cases/beside.gif", OLD),
        ("lessons/b.md", &lesson),
        ("plan.md", &draft),
        ("plans/hidden.gif", OLD),
        ("seminar.md", &event),
        ("logo.gif", OLD),
    ])
    .await
}

/// Returns the number that a file has in a form.
fn number(form: &Form, file: &str) -> String {
    let mut pairs = form.0.iter();
    let found = pairs.find(|(name, value)| name.ends_with(".file") && value == file);
    let (name, _) = found.unwrap_or_else(|| panic!("{file} is not in {form:?}"));
    name.split('.').nth(1).unwrap().to_owned()
}

fn field(form: &Form, file: &str, field: &str) -> String {
    format!("own.{}.{field}", number(form, file))
}

async fn replace(writer: &Writer<'_>, form: &Form, own: &str, bytes: &[u8]) -> Answer {
    let field = field(form, own, "new");
    let name = own.rsplit('/').next().unwrap();
    let chosen = [(field.as_str(), name, bytes)];
    writer.send_files(ADDRESS, form, "save", &chosen).await
}

#[tokio::test]
async fn the_form_lists_the_files_of_its_page_and_the_pages_that_use_them() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let shown = writer.get(ADDRESS).await;
    let limits = shown.select("#h-file").join("");
    assert!(limits.contains("25 MB in all"), "{limits}");
    let names = shown.select(".own-file legend");
    assert_eq!(
        names,
        [
            "cases/a/heron.gif",
            "cases/a/loose.svg",
            "cases/a/programme.csv"
        ]
    );
    let said = shown.select(".own-file > p.muted");
    assert!(said[0].contains("Used on this page."), "{said:?}");
    assert!(said[0].contains("Birds") && said[0].contains("Secret plan"));
    assert!(said[1].contains("No page uses it."), "{said:?}");
    assert!(said[2].contains("Seminar") && !said[2].contains("this page"));
    let links = shown.attributes(".own-file > p.muted a", "href");
    assert_eq!(links, ["/lessons/b", "/plan", "/seminar"]);
    let breaks = shown.select(".own-file small");
    assert_eq!(breaks.len(), 2, "{breaks:?}");
    assert!(breaks[0].starts_with("2 other pages lose it"), "{breaks:?}");
    // A folder's page has what lies directly in it, the home page what lies at the top; what the site
    // itself reads belongs to no page.
    let folder = writer.get("/-/edit/cases").await;
    assert_eq!(folder.select(".own-file legend"), ["cases/beside.gif"]);
    let home = writer.get("/-/edit/").await;
    assert_eq!(home.select(".own-file legend"), ["logo.gif"]);
    assert_eq!(
        writer
            .get("/-/edit/lessons/b")
            .await
            .select(".own-file")
            .len(),
        1
    );
}

#[tokio::test]
async fn who_may_not_see_a_page_is_told_nothing_of_its_files() {
    let group = group().await;
    let edition = group.wiki.publisher.edition();
    let names = |viewer: Viewer, path: &str| {
        let view = edition.view(viewer);
        let item = view.page(&PagePath::parse(path).unwrap())?;
        let files = view.files().of_page(item, 100).unwrap().files;
        let told = files.into_iter().map(|file| {
            let pages = file.linking.iter().map(|item| item.page.title.clone());
            (file.file.to_owned(), pages.collect::<Vec<_>>())
        });
        Some(told.collect::<Vec<_>>())
    };
    for viewer in [Viewer::Anonymous, Viewer::Member] {
        let seen = names(viewer, "cases/a").unwrap();
        assert_eq!(
            seen[0],
            ("cases/a/heron.gif".to_owned(), vec!["Birds".to_owned()])
        );
        assert_eq!(names(viewer, "plan"), None);
        let view = edition.view(viewer);
        assert_eq!(view.attachment("plans/hidden.gif"), None);
    }
    let seen = names(Viewer::Contributor, "plan").unwrap();
    assert_eq!(seen[1].0, "plans/hidden.gif", "{seen:?}");
    // The form is for those who write, and they see drafts.
    let reader = Writer::new(&group, Role::Reader).await;
    assert_eq!(reader.get(ADDRESS).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_of_the_same_type_takes_the_place_of_another_in_the_commit_of_the_text() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(ADDRESS).await.set("f.title", "Mobile heron");
    // Chosen first, looked at, and saved then.
    let name = field(&form, "cases/a/heron.gif", "new");
    let chosen = [(name.as_str(), "Another Name.GIF", NEW)];
    let waiting = writer.send_files(ADDRESS, &form, "preview", &chosen).await;
    assert_eq!(waiting.status, StatusCode::OK, "{}", waiting.text());
    assert_eq!(writer.get("/cases/a/heron.gif").await.body, OLD.as_bytes());
    let form = Form::of(&waiting);
    assert_eq!(form.get(&field(&form, "cases/a/heron.gif", "waits")), "yes");
    assert!(!form.get("body").contains("Another"), "no link is added");
    let saved = writer.send(ADDRESS, &form, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(writer.get("/cases/a/heron.gif").await.body, NEW);
    let changed = git(&group, &["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(changed, "cases/a.md\ncases/a/heron.gif\n");
    // At once, with nothing else changed, and again: the same bytes are no change.
    let form = writer.form(ADDRESS).await;
    let saved = replace(&writer, &form, "cases/a/heron.gif", b"GIF89a-third").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let changed = git(&group, &["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(changed, "cases/a/heron.gif\n");
    let before = tip(&group);
    let form = writer.form(ADDRESS).await;
    let same = replace(&writer, &form, "cases/a/heron.gif", b"GIF89a-third").await;
    assert!(same.text().contains("Nothing changed"), "{}", same.text());
    assert_eq!(tip(&group), before);
}

#[tokio::test]
async fn a_file_that_waits_is_put_back_or_left_out_with_the_text_that_it_waits_with() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(ADDRESS).await;
    let name = field(&form, "cases/a/heron.gif", "new");
    let chosen = [(name.as_str(), "x.gif", NEW)];
    let waiting = writer.send_files(ADDRESS, &form, "keep", &chosen).await;
    let drop = waiting.attributes("input[name=drop-file]", "value");
    assert_eq!(drop.len(), 1);
    // Whoever begins anew has not chosen it.
    let fresh = writer.form(ADDRESS).await.set("f.title", "Fresh");
    assert_eq!(fresh.get(&field(&fresh, "cases/a/heron.gif", "waits")), "");
    // Whoever goes on has.
    let again = writer.form("/-/edit/cases/a?kept=1").await;
    assert_eq!(
        again.get(&field(&again, "cases/a/heron.gif", "waits")),
        "yes"
    );
    let without = writer
        .send(ADDRESS, &again.add("drop-file", &drop[0]), "preview")
        .await;
    let without = Form::of(&without);
    assert_eq!(
        without.get(&field(&without, "cases/a/heron.gif", "waits")),
        ""
    );
    let saved = writer.send(ADDRESS, &fresh, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(file(&group, "cases/a/heron.gif"), OLD);
}

#[tokio::test]
async fn a_file_of_another_type_or_size_takes_no_place_and_nothing_is_saved_without_it() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let before = tip(&group);
    let form = writer
        .form(ADDRESS)
        .await
        .set("body", "A new heron text.\r\n");
    let large = [b"GIF89a".as_slice(), &[0; 5_000_001]].concat();
    for (own, bytes) in [
        ("cases/a/heron.gif", b"\x89PNG\r\n\x1a\nx".as_slice()),
        ("cases/a/heron.gif", b"<svg onload='alert(1)'/>"),
        ("cases/a/heron.gif", b""),
        ("cases/a/heron.gif", &large),
        ("cases/a/loose.svg", NEW),
    ] {
        let refused = replace(&writer, &form, own, bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{own}");
        assert!(refused.select(".notice-wrong")[0].contains(own.rsplit('/').next().unwrap()));
        assert!(Form::of(&refused).get("body").contains("A new heron text."));
    }
    // A file may be larger than a text.
    let picture = [b"GIF89a".as_slice(), &[0; 3_000_000]].concat();
    let name = field(&form, "cases/a/heron.gif", "new");
    let chosen = [(name.as_str(), "x.gif", picture.as_slice())];
    let taken = writer.send_files(ADDRESS, &form, "preview", &chosen).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    // A new file that cannot be taken does not go unsaid either.
    let chosen = [("file-chosen", "empty.gif", b"".as_slice())];
    let refused = writer.send_files(ADDRESS, &form, "save", &chosen).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Nor is one replaced that is to go.
    let delete = field(&form, "cases/a/heron.gif", "delete");
    let both = form.clone().add(&delete, "yes");
    let refused = replace(&writer, &both, "cases/a/heron.gif", NEW).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("at once"), "{}", refused.text());
    assert_eq!(tip(&group), before);
}

#[tokio::test]
async fn a_file_that_others_changed_meanwhile_is_not_overwritten() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer
        .form(ADDRESS)
        .await
        .set("body", "A new heron text.\r\n");
    group.wiki.write(&[("cases/a/heron.gif", "GIF89a-theirs")]);
    let before = tip(&group);
    let refused = replace(&writer, &form, "cases/a/heron.gif", NEW).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    assert!(
        refused
            .text()
            .contains("Somebody else has changed this file")
    );
    assert_eq!(tip(&group), before);
    let again = Form::of(&refused);
    assert!(again.get("body").contains("A new heron text."));
    // To press the button again is no answer.
    let refused = writer.send(ADDRESS, &again, "save").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(file(&group, "cases/a/heron.gif"), "GIF89a-theirs");
    // Said so, it is; but not if a third came in between.
    let anyway = field(&again, "cases/a/heron.gif", "anyway");
    let said = refused.attributes(&format!("input[name='{anyway}']"), "value");
    group.wiki.write(&[("cases/a/heron.gif", "GIF89a-third")]);
    let refused = writer
        .send(ADDRESS, &again.clone().add(&anyway, &said[0]), "save")
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let said = refused.attributes(&format!("input[name='{anyway}']"), "value");
    let saved = writer
        .send(ADDRESS, &Form::of(&refused).add(&anyway, &said[0]), "save")
        .await;
    assert!(
        saved.status.is_redirection() || saved.status.is_success(),
        "{}",
        saved.text()
    );
    assert_eq!(file(&group, "cases/a/heron.gif").as_bytes(), NEW);
    assert!(file(&group, "cases/a.md").ends_with("A new heron text.\n"));
}

#[tokio::test]
async fn a_file_that_others_changed_or_deleted_meanwhile_is_not_deleted_or_made_again() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(ADDRESS).await;
    group.wiki.write_saying(
        "Change files",
        &[("cases/a/loose.svg", Some("<svg id=\"theirs\"/>"))],
    );
    let delete = field(&form, "cases/a/loose.svg", "delete");
    let refused = writer
        .send(ADDRESS, &form.clone().add(&delete, "yes"), "save")
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(file(&group, "cases/a/loose.svg"), "<svg id=\"theirs\"/>");
    group
        .wiki
        .write_saying("Delete files", &[("cases/a/loose.svg", None)]);
    // That it is gone is what was wanted.
    let gone = writer
        .send(ADDRESS, &form.clone().add(&delete, "yes"), "save")
        .await;
    assert!(gone.text().contains("Nothing changed"), "{}", gone.text());
    let refused = replace(&writer, &form, "cases/a/loose.svg", b"<svg id='mine'/>").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    assert!(refused.text().contains("deleted or moved this file"));
    let again = Form::of(&refused);
    let anyway = field(&again, "cases/a/loose.svg", "anyway");
    let saved = writer
        .send(ADDRESS, &again.add(&anyway, "gone"), "save")
        .await;
    assert!(
        saved.status.is_redirection() || saved.status.is_success(),
        "{}",
        saved.text()
    );
    assert_eq!(file(&group, "cases/a/loose.svg"), "<svg id='mine'/>");
}

#[tokio::test]
async fn a_file_is_deleted_with_the_links_to_it_in_one_commit() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(ADDRESS).await.set("f.title", "Without herons");
    let delete = field(&form, "cases/a/heron.gif", "delete");
    let form = form.add(&delete, "yes");
    let preview = writer.send(ADDRESS, &form, "preview").await;
    let removed = preview.select(".difference .removed").join(" ");
    assert!(removed.contains("a/heron.gif"), "{removed}");
    let form = Form::of(&preview);
    assert_eq!(form.get(&delete), "yes", "what was chosen stays so");
    assert!(
        form.get("body").contains("a/heron.gif"),
        "the text is as typed"
    );
    let saved = writer.send(ADDRESS, &form, "save").await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    assert!(saved.text().contains("<code>cases/a/heron.gif</code>"));
    let undo = format!("/-/undo/{}", git(&group, &["rev-parse", "HEAD"]).trim());
    let back = Form::within(&saved.text(), &format!("form[action='{undo}']"));
    let changed = git(&group, &["show", "--name-status", "--format=", "HEAD"]);
    assert_eq!(
        changed,
        "M\tcases/a.md\nD\tcases/a/heron.gif\nM\tlessons/b.md\nM\tplan.md\n"
    );
    let text = file(&group, "cases/a.md");
    assert!(text.contains("title: Without herons\n"), "{text}");
    assert!(text.contains("\n\nA heron stands here.\n\n"), "{text}");
    let lesson = file(&group, "lessons/b.md");
    assert!(lesson.contains("Look at the heron there."), "{lesson}");
    assert_eq!(
        writer.get("/cases/a/heron.gif").await.status,
        StatusCode::NOT_FOUND
    );
    // What organizers alone write is not changed by the way.
    let form = writer.form(ADDRESS).await;
    let delete = field(&form, "cases/a/programme.csv", "delete");
    let form = form.add(&delete, "yes");
    let refused = writer.send(ADDRESS, &form, "save").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text());
    assert!(refused.text().contains("seminar.md"), "{}", refused.text());
    let organizer = Writer::new(&group, Role::Organizer).await;
    let form = organizer.form(ADDRESS).await.add(&delete, "yes");
    let saved = organizer.send(ADDRESS, &form, "save").await;
    assert!(saved.status.is_redirection() || saved.status.is_success());
    assert!(file(&group, "seminar.md").contains("\nProgramme\n"));
    let undone = writer.send(&undo, &back, "").await;
    assert!(undone.status.is_redirection(), "{}", undone.text());
    assert_eq!(writer.get("/cases/a/heron.gif").await.text(), OLD);
    assert!(file(&group, "cases/a.md").contains("a/heron.gif"));
}

#[tokio::test]
async fn what_takes_a_place_runs_nothing() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(ADDRESS).await;
    let evil = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let saved = replace(&writer, &form, "cases/a/loose.svg", evil).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let served = writer.get("/cases/a/loose.svg").await;
    assert_eq!(served.body, evil);
    let policy = served.header("content-security-policy");
    assert!(
        policy.contains("sandbox") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("allow-scripts"), "{policy}");
    assert_eq!(served.header("x-content-type-options"), "nosniff");
    let form = writer.form(ADDRESS).await;
    let chosen = [(
        "file-chosen",
        "page.html",
        b"<script>alert(1)</script>".as_slice(),
    )];
    let saved = writer.send_files(ADDRESS, &form, "save", &chosen).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let served = writer.get("/cases/a/page.html").await;
    assert_eq!(served.status, StatusCode::OK);
    assert!(
        served
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert_eq!(served.header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn a_new_file_takes_no_place_that_is_taken() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(ADDRESS).await;
    let chosen = [
        ("file-chosen", "Heron.gif", NEW),
        ("file-chosen", "heron.gif", b"GIF89a-third".as_slice()),
        ("file-chosen", "heron.gif", b"GIF89a-third"),
    ];
    let waiting = writer.send_files(ADDRESS, &form, "files", &chosen).await;
    let form = Form::of(&waiting);
    let body = form.get("body");
    assert!(
        body.contains("![](a/heron-2.gif)") && body.contains("![](a/heron-3.gif)"),
        "{body}"
    );
    assert!(!body.contains("heron-4"), "{body}");
    // Somebody else has put one there meanwhile.
    group
        .wiki
        .write(&[("cases/a/heron-2.gif", "GIF89a-theirs")]);
    let refused = writer.send(ADDRESS, &form, "save").await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
    assert!(
        refused.text().contains("cases/a/heron-2.gif"),
        "{}",
        refused.text()
    );
    assert_eq!(file(&group, "cases/a/heron-2.gif"), "GIF89a-theirs");
    assert_eq!(file(&group, "cases/a/heron.gif"), OLD);
}

#[tokio::test]
async fn what_is_chosen_of_files_outlasts_a_conflict_of_texts() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let form = writer.form(ADDRESS).await;
    let body = form
        .get("body")
        .replacen("First paragraph.", "My paragraph.", 1);
    let theirs = file(&group, "cases/a.md").replacen("First paragraph.", "Their paragraph.", 1);
    group.wiki.write(&[("cases/a.md", &theirs)]);
    let delete = field(&form, "cases/a/loose.svg", "delete");
    let form = form.set("body", &body).add(&delete, "yes");
    let asked = replace(&writer, &form, "cases/a/heron.gif", NEW).await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text());
    let choices = Form::of(&asked).add("choice.0", "mine");
    let result = writer.send(ADDRESS, &choices, "resolve").await;
    assert_eq!(result.status, StatusCode::OK, "{}", result.text());
    let saved = writer.send(ADDRESS, &Form::of(&result), "save").await;
    assert!(
        saved.status.is_redirection() || saved.status.is_success(),
        "{}",
        saved.text()
    );
    assert_eq!(file(&group, "cases/a/heron.gif").as_bytes(), NEW);
    assert!(file(&group, "cases/a.md").contains("My paragraph."));
    assert_eq!(
        writer.get("/cases/a/loose.svg").await.status,
        StatusCode::NOT_FOUND
    );
}
