//! A form that is sent after its session has ended: it asks for the password in place, and nothing that
//! was typed is lost, or done in another's name.

use axum::http::StatusCode;
use concord::accounts::CredentialSelection;
use concord::domain::Role;

use crate::editing::{Form, Writer, file, git, group, tip};
use crate::people::{Group, PASSWORD, console, session};
use crate::wiki::Answer;

/// The page that asks for the password.
const ASKED: &str = "main form[method=post]";

async fn send(group: &Group, address: &str, form: &Form, cookie: &str) -> Answer {
    let headers = [("cookie", cookie)];
    group.wiki.post(address, &encoded(form), &headers).await
}

/// Returns a form as a browser sends it whose button has no name.
fn encoded(form: &Form) -> String {
    let mut encoder = form_urlencoded::Serializer::new(String::new());
    encoder.extend_pairs(&form.0).finish()
}

/// Returns a form of a page, filled in, as somebody has it who is signed in.
async fn filled(writer: &Writer<'_>, page: &str, address: &str, fields: &[(&str, &str)]) -> Form {
    let answer = writer.get(page).await;
    assert_eq!(answer.status, StatusCode::OK, "{page}");
    let form = Form::within(&answer.text(), &format!("form[action^='{address}']"));
    fields
        .iter()
        .fold(form, |form, (name, value)| form.set(name, value))
}

/// Ends every session of a role's account, as an administrator does.
async fn end_sessions(group: &Group, role: Role) {
    let people = group.accounts.people();
    let account = people.find_by_name(role.name()).await.unwrap();
    let sessions = group.accounts.sessions();
    let ended = sessions
        .end(account.id, CredentialSelection::All, &console())
        .await;
    ended.unwrap();
}

/// A form in which something is typed: its page, its address, what is typed, and what is seen then.
type Typed = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const TYPED: [Typed; 3] = [
    (
        "/-/account",
        "/-/account/profile",
        &[
            ("full-name", "Hera Heron"),
            ("address", "hera@example.org"),
            ("current", "old secret"),
        ],
        "Hera Heron",
    ),
    (
        "/-/account",
        "/-/account/tokens",
        &[
            ("name", "ferry laptop"),
            ("days", "7"),
            ("current", "old secret"),
        ],
        "ferry laptop",
    ),
    (
        "/-/accounts",
        "/-/accounts/invite",
        &[("name", "guest"), ("full-name", "Gina Guest")],
        "Gina Guest",
    ),
];

#[tokio::test]
async fn whatever_was_typed_is_carried_and_done_once_the_same_person_signs_in() {
    for (page, address, fields, seen) in TYPED {
        let group = group().await;
        let writer = Writer::new(&group, Role::Administrator).await;
        let form = filled(&writer, page, address, fields).await;
        end_sessions(&group, Role::Administrator).await;
        let asked = send(&group, address, &form, &writer.cookie).await;
        assert_eq!(asked.status, StatusCode::FORBIDDEN, "{address}");
        assert_eq!(asked.header("cache-control"), "no-store");
        let carried = Form::within(&asked.text(), ASKED);
        for (name, value) in &form.0 {
            let wanted = if name == "current" { "" } else { value };
            assert_eq!(carried.get(name), wanted, "{address}: {name}");
        }
        assert!(!asked.text().contains("old secret"), "{address}");
        assert_eq!(asked.attributes("#c-name", "value"), ["administrator"]);
        assert_eq!(asked.attributes("#c-name[readonly]", "value").len(), 1);
        // Again with a wrong one, which is not carried either.
        let wrong = carried.clone().set("again-password", "no ferry at all");
        let wrong = send(&group, address, &wrong, "").await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
        assert_eq!(wrong.select("[role=alert]").len(), 1);
        assert!(!wrong.text().contains("no ferry at all"));
        assert!(wrong.headers.get("set-cookie").is_none());
        let again = Form::within(&wrong.text(), ASKED);
        assert_eq!(again.0, carried.0);
        let done = send(&group, address, &again.set("again-password", PASSWORD), "").await;
        assert_eq!(done.status, StatusCode::OK, "{address}: {}", done.text());
        let cookie = session(&done);
        let headers = [("cookie", cookie.as_str())];
        let shown = group.wiki.request("GET", page, &headers).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.text().contains(seen), "{address}: {}", shown.text());
    }
}

#[tokio::test]
async fn a_form_that_was_shown_to_another_is_not_done_in_ones_name() {
    let group = group().await;
    let owner = Writer::new(&group, Role::Contributor).await;
    let other = Writer::new(&group, Role::Administrator).await;
    let page = "/-/account";
    let typed = [("full-name", "Hera Heron")];
    let form = filled(&owner, page, "/-/account/profile", &typed).await;
    // In the same browser somebody else has signed in meanwhile.
    let asked = send(&group, "/-/account/profile", &form, &other.cookie).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    let said = asked.select("[role=alert]").join(" ");
    assert!(said.contains("contributor"), "{said}");
    assert!(!other.get(page).await.text().contains("Hera Heron"));
    // Nor by naming oneself: the form is its owner's.
    let carried = Form::within(&asked.text(), ASKED);
    let forged = carried
        .add("again-name", "organizer")
        .set("again-password", PASSWORD);
    let done = send(&group, "/-/account/profile", &forged, &other.cookie).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    // What the other may, whoever signed in now does not see.
    let doors = done.attributes(".site-door a", "href");
    assert_eq!(doors, ["/-/account"]);
    let people = group.accounts.people();
    for (role, name) in [
        (Role::Contributor, "Hera Heron"),
        (Role::Organizer, ""),
        (Role::Administrator, ""),
    ] {
        let account = people.find_by_name(role.name()).await.unwrap();
        assert_eq!(
            account.full_name == "Hera Heron",
            !name.is_empty(),
            "{role:?}"
        );
    }
    // A new password is not carried: what is shown is the page as it is now.
    let password = [("password", "eight herons tax the ferry")];
    let form = filled(&owner, page, "/-/account/password", &password).await;
    let led = send(&group, "/-/account/password", &form, &other.cookie).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER);
    assert_eq!(led.header("location"), page);
    let again = group.sign_in(Role::Administrator).await;
    assert!(
        again.starts_with("__Host-concord="),
        "the password is the old one"
    );
}

#[tokio::test]
async fn a_text_is_saved_in_the_name_of_whoever_wrote_it_alone() {
    let group = group().await;
    let owner = Writer::new(&group, Role::Contributor).await;
    let other = Writer::new(&group, Role::Organizer).await;
    let before = tip(&group);
    let address = "/-/edit/cases/a";
    let form = owner.form(address).await.set("body", "A heron's text.\r\n");
    let asked = other.send(address, &form, "save").await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.text());
    assert_eq!(tip(&group), before);
    let carried = Form::within(&asked.text(), ASKED);
    assert_eq!(carried.get("body"), "A heron's text.\r\n");
    assert_eq!(carried.get("do"), "save");
    let carried = carried.set("again-password", PASSWORD);
    let headers = [("cookie", other.cookie.as_str())];
    let body = encoded(&carried);
    let saved = group.wiki.post(address, &body, &headers).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(
        git(&group, &["log", "-1", "--format=%an"]).trim(),
        "contributor"
    );
    assert!(file(&group, "cases/a.md").ends_with("A heron's text.\n"));
}

#[tokio::test]
async fn a_move_a_deletion_and_an_undoing_wait_for_the_sign_in_as_well() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let late = |form: Form, button: &'static str, address: String| {
        let group = &group;
        async move {
            let asked = group.wiki.post(&address, &form.encoded(button), &[]).await;
            assert_eq!(asked.status, StatusCode::FORBIDDEN, "{address}");
            let carried = Form::within(&asked.text(), ASKED).set("again-password", PASSWORD);
            let body = encoded(&carried);
            group.wiki.post(&address, &body, &[]).await
        }
    };
    let shown = writer.get("/-/move/cases/a").await;
    let form = Form::within(&shown.text(), ASKED).set("to", "cases/b");
    let planned = late(form, "show", "/-/move/cases/a".to_owned()).await;
    assert_eq!(planned.status, StatusCode::OK, "{}", planned.text());
    let form = Form::within(&planned.text(), ASKED).set("message", "Rename it");
    let moved = late(form, "confirm", "/-/move/cases/a".to_owned()).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let done = moved.header("location").to_owned();
    assert!(done.starts_with("/-/undo/"), "{done}");
    assert!(git(&group, &["log", "-1", "--format=%s"]).contains("Rename it"));
    let form = Form::within(&writer.get(&done).await.text(), ASKED);
    let undone = late(form, "", done).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
    let shown = writer.get("/-/delete/cases/a").await;
    let form = Form::within(&shown.text(), ASKED);
    let deleted = late(form, "confirm", "/-/delete/cases/a".to_owned()).await;
    assert_eq!(deleted.status, StatusCode::SEE_OTHER, "{}", deleted.text());
    group.wiki.read_history();
    assert_eq!(writer.get("/cases/a").await.status, StatusCode::GONE);
}
