//! One commit is taken back: shown before, merged with what came since, and asked about where that
//! excludes it.

use axum::http::StatusCode;
use concord::domain::Role;

use crate::editing::Form;
use crate::moving::Desk;
use crate::wiki::page;

fn lines(first: &str, last: &str) -> String {
    let middle: String = (1..9).map(|line| format!("Line {line}.\n\n")).collect();
    page(
        "title: A\nsummary: S.",
        &format!("{first}\n\n{middle}{last}"),
    )
}

/// A site where a page has been made, and its first line changed.
async fn desk() -> (Desk, String) {
    let desk = Desk::new(Role::Contributor).await;
    let wiki = &desk.group.wiki;
    wiki.write_saying("Write", &[("c.md", Some(&lines("Old.", "End.")))]);
    let commit = wiki.write_saying("Say new", &[("c.md", Some(&lines("New.", "End.")))]);
    (desk, commit)
}

#[tokio::test]
async fn a_change_is_shown_and_taken_back_with_what_came_since() {
    let (desk, commit) = desk().await;
    let wiki = &desk.group.wiki;
    wiki.write_saying("More", &[("c.md", Some(&lines("New.", "Another end.")))]);
    wiki.read_history();
    let address = format!("/-/undo/{commit}");
    for page in [format!("/-/commits/{commit}"), "/-/history/c".to_owned()] {
        let page = desk.get(&page).await;
        let link = format!("main a[href='{address}']");
        assert_eq!(page.attributes(&link, "href").len(), 1);
    }
    let shown = desk.get(&address).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert_eq!(shown.select("h1"), ["Say new"]);
    assert_eq!(shown.select(".reading del"), ["Removed: New."]);
    assert_eq!(shown.select(".reading ins"), ["Added: Old."]);
    let undone = desk.post(&address, "").await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
    assert_eq!(undone.header("location"), "/c");
    assert_eq!(
        desk.get("/c.md").await.text(),
        lines("Old.", "Another end.")
    );
    assert!(
        desk.message()
            .starts_with(&format!("Undo “Say new”\n\nUndoes: {commit}\n"))
    );
    // Nothing is left to be taken back.
    let again = desk.post(&address, "").await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        again.text()
    );
}

#[tokio::test]
async fn what_was_changed_again_is_asked_about_place_by_place() {
    let (desk, commit) = desk().await;
    desk.group
        .wiki
        .write_saying("Newer", &[("c.md", Some(&lines("Newer still.", "End.")))]);
    let asked = desk.post(&format!("/-/undo/{commit}"), "").await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text());
    assert_eq!(asked.attributes("main form", "action")[0], "/-/edit/c");
    let mine = asked.select("textarea[name='mine.0']");
    assert_eq!(mine, ["Old."]);
    assert_eq!(asked.select("textarea[name='theirs.0']"), ["Newer still."]);
    // What is saved in the end says what it takes back, as if nothing had been in the way.
    let edit = "/-/edit/c";
    let chosen = Form::of(&asked).add("choice.0", "mine");
    let result = desk.post(edit, &chosen.encoded("resolve")).await;
    assert_eq!(result.status, StatusCode::OK, "{}", result.text());
    let saved = desk.post(edit, &Form::of(&result).encoded("save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(desk.get("/c.md").await.text(), lines("Old.", "End."));
    let message = desk.message();
    assert!(
        message.starts_with(&format!("Undo “Say new”\n\nUndoes: {commit}\n")),
        "{message}"
    );
}

#[tokio::test]
async fn a_save_does_not_say_that_it_takes_back_what_never_was_of_its_page() {
    let (desk, _) = desk().await;
    let other = desk.group.wiki.write_saying(
        "Other",
        &[("b.md", Some(&page("title: B\nsummary: S.", "Else.")))],
    );
    let edit = "/-/edit/c";
    for undoes in [
        other.as_str(),
        "0123456789012345678901234567890123456789",
        "x",
    ] {
        let form = Form::of(&desk.get(edit).await).set("body", undoes);
        let form = form.add("undoes", undoes);
        let saved = desk.post(edit, &form.encoded("save")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert!(!desk.message().contains("Undoes"), "{}", desk.message());
    }
}

#[tokio::test]
async fn of_several_pages_each_is_taken_back_alone_where_one_is_in_the_way() {
    let desk = Desk::new(Role::Contributor).await;
    let wiki = &desk.group.wiki;
    let both = |text: &str| (lines(text, "End."), lines(text, "End."));
    let (c, d) = both("Old.");
    wiki.write_saying("Write", &[("c.md", Some(&c)), ("d.md", Some(&d))]);
    let (c, d) = both("New.");
    let commit = wiki.write_saying("Say new", &[("c.md", Some(&c)), ("d.md", Some(&d))]);
    wiki.write_saying("Newer", &[("c.md", Some(&lines("Newer.", "End.")))]);
    wiki.read_history();
    let address = format!("/-/undo/{commit}");
    assert_eq!(desk.get(&address).await.select("section details").len(), 2);
    let refused = desk.post(&address, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let alone = format!("{address}?file=c.md");
    let links = refused.attributes("main li a", "href");
    assert_eq!(links, [alone.as_str()]);
    assert_eq!(desk.post(&alone, "").await.status, StatusCode::CONFLICT);
    let other = format!("{address}?file=d.md");
    assert_eq!(desk.post(&other, "").await.header("location"), "/d");
    assert_eq!(desk.get("/d.md").await.text(), lines("Old.", "End."));
    let none = desk.get(&format!("{address}?file=x.md")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_commit_is_not_taken_back_and_what_breaks_links_neither() {
    let desk = Desk::new(Role::Contributor).await;
    let wiki = &desk.group.wiki;
    let made = wiki.write_saying("Write", &[("c.md", Some(&lines("Old.", "End.")))]);
    let link = page("title: D\nsummary: S.", "[c](c.md)");
    wiki.write_saying("Link", &[("d.md", Some(&link))]);
    let refused = desk.post(&format!("/-/undo/{made}"), "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("d.md"), "{}", refused.text());
    let log = crate::git_harness::git(
        wiki.repository.path(),
        &["rev-list", "--max-parents=0", "HEAD"],
    );
    let first = desk.get(&format!("/-/undo/{}", log.trim())).await;
    assert_eq!(first.status, StatusCode::NOT_FOUND);
}
