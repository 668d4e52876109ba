//! Who gets what: every route, method, role and kind of page, in one table. A route that is not in
//! the table fails the test.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use concord::domain::Role;

use crate::people::Group;
use crate::wiki::{VOCABULARY, page};

/// A word that only the members' page has, and one that only the draft has.
const MEMBERS: &str = "otterword";
const DRAFT: &str = "bitternword";

/// Whom an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// Everybody gets an answer, each of what they may see.
    Everyone,
    /// Members: for others it is not there.
    Members,
    /// Contributors: for others it is not there.
    Contributors,
    /// Whoever is signed in; a stranger is led to sign in.
    Holders,
    /// Whoever writes; a stranger is led to sign in, a reader is told who does.
    Writers,
    /// Organizers; a stranger is led to sign in, others are told who does.
    Organizers,
    /// Administrators; a stranger is led to sign in, for others it is not there.
    Administrators,
    /// Operators: administrators, and whoever asks from this machine; for others it is not there.
    Operators,
    /// Nobody: it is not there, or answers with something else than a page.
    Nobody,
}
use For::{
    Administrators, Contributors, Everyone, Holders, Members, Nobody, Operators, Organizers,
    Writers,
};

/// A route: its address, addresses of it and whom they are for, and its methods beside `GET`.
type Route = (
    &'static str,
    &'static [(&'static str, For)],
    &'static [&'static str],
);

/// Each route with addresses of it, whom they are for, and the methods beside `GET` that it takes.
#[rustfmt::skip]
const TABLE: &[Route] = &[
    ("/", &[("/", Everyone)], &[]),
    ("/search", &[("/search?q=otterword", Everyone), ("/search?q=bitternword", Everyone), ("/search", Everyone)], &[]),
    ("/map", &[("/map", Everyone)], &[]),
    ("/map.csv", &[("/map.csv", Everyone)], &[]),
    ("/map.svg", &[("/map.svg", Everyone)], &[]),
    ("/changes", &[("/changes", Everyone)], &[]),
    ("/-/commits/{id}", &[("/-/commits/0", Nobody)], &[]),
    ("/-/history/", &[("/-/history/", Everyone)], &[]),
    ("/-/history/{*path}", &[("/-/history/open", Everyone), ("/-/history/inside", Members), ("/-/history/later", Contributors), ("/-/history/no-such", Nobody)], &[]),
    ("/-/blame/", &[("/-/blame/", Everyone)], &[]),
    ("/-/blame/{*path}", &[("/-/blame/open", Everyone), ("/-/blame/inside", Members), ("/-/blame/later", Contributors), ("/-/blame/no-such", Nobody), ("/-/blame/open?at=0123456", Nobody)], &[]),
    ("/-/diff/", &[("/-/diff/", Everyone)], &[]),
    ("/-/diff/{*path}", &[("/-/diff/open", Everyone), ("/-/diff/inside", Members), ("/-/diff/later", Contributors), ("/-/diff/open?from=0123456", Nobody)], &[]),
    ("/-/deleted", &[("/-/deleted", Everyone)], &[]),
    ("/-/changes.xml", &[("/-/changes.xml", Everyone)], &[]),
    ("/api/v1/changes", &[("/api/v1/changes", Everyone)], &[]),
    ("/-/suggest", &[("/-/suggest?q=otterw", Everyone), ("/-/suggest?q=bitternw", Everyone)], &[]),
    ("/-/problems", &[("/-/problems", Everyone)], &[]),
    ("/-/style", &[("/-/style", Everyone)], &[]),
    ("/-/picture.png", &[("/-/picture.png", Everyone)], &[]),
    ("/-/picture/{*path}", &[("/-/picture/open", Everyone), ("/-/picture/inside", Members), ("/-/picture/later", Contributors)], &[]),
    ("/-/pages.csv", &[("/-/pages.csv", Everyone)], &[]),
    ("/-/pages.md", &[("/-/pages.md", Everyone)], &[]),
    ("/-/glossary", &[("/-/glossary", Everyone)], &[]),
    ("/-/glossary/{facet}/{term}", &[("/-/glossary/challenges/maintaining-momentum", Everyone)], &[]),
    ("/-/countries/{code}", &[("/-/countries/EE", Members), ("/-/countries/LV", Contributors)], &[]),
    ("/-/organisations/{name}", &[("/-/organisations/otter-office", Members), ("/-/organisations/bittern-office", Contributors)], &[]),
    ("/-/people/{name}", &[("/-/people/otto-otter", Members), ("/-/people/bea-bittern", Contributors)], &[]),
    ("/-/cite/{key}", &[("/-/cite/ahas2014.bib", Everyone)], &[]),
    ("/-/cite-page/{*path}", &[("/-/cite-page/open.bib", Everyone), ("/-/cite-page/inside.bib", Members), ("/-/cite-page/later.bib", Contributors)], &[]),
    ("/-/references/{name}", &[("/-/references/site.bib", Everyone)], &[]),
    ("/-/assets/{name}", &[], &[]),
    ("/-/healthz", &[("/-/healthz", Everyone)], &[]),
    ("/-/metrics", &[("/-/metrics", Operators)], &[]),
    ("/-/upstream", &[], &["POST"]),
    ("/api/v1/search", &[("/api/v1/search?q=otterword", Everyone), ("/api/v1/search?q=bitternword", Everyone)], &[]),
    ("/api/v1/pages", &[("/api/v1/pages", Everyone)], &[]),
    ("/api/v1/pages/", &[("/api/v1/pages/", Everyone)], &["POST", "PUT", "DELETE"]),
    ("/api/v1/pages/{*path}", &[("/api/v1/pages/open", Everyone), ("/api/v1/pages/inside", Members), ("/api/v1/pages/later", Contributors)], &["POST", "PUT", "DELETE"]),
    ("/api/v1/history/", &[("/api/v1/history/", Everyone)], &[]),
    ("/api/v1/history/{*path}", &[("/api/v1/history/open", Everyone), ("/api/v1/history/inside", Members), ("/api/v1/history/later", Contributors)], &[]),
    ("/api/v1/diff/", &[("/api/v1/diff/", Everyone)], &[]),
    ("/api/v1/diff/{*path}", &[("/api/v1/diff/open", Everyone), ("/api/v1/diff/inside", Members), ("/api/v1/diff/later", Contributors)], &[]),
    ("/api/v1/facets", &[("/api/v1/facets", Everyone)], &[]),
    ("/api/v1/map", &[("/api/v1/map", Everyone)], &[]),
    ("/api/v1/events", &[("/api/v1/events", Everyone)], &[]),
    ("/-/session/{*path}", &[("/-/session/meeting/opening", Everyone), ("/-/session/inside/1", Members), ("/-/session/later/1", Contributors), ("/-/session/meeting/no-such", Nobody)], &[]),
    ("/-/coverage/{*path}", &[("/-/coverage/meeting", Everyone), ("/-/coverage/inside", Members), ("/-/coverage/later", Contributors), ("/-/coverage/open", Nobody)], &[]),
    ("/-/selection", &[("/-/selection?p=open&note=Why&p=inside&p=later", Everyone), ("/-/selection", Everyone)], &[]),
    ("/-/decisions", &[("/-/decisions", Everyone), ("/-/decisions?q=otterword", Everyone)], &[]),
    ("/-/calendar/{*path}", &[("/-/calendar/meeting.ics", Everyone), ("/-/calendar/inside.ics", Members), ("/-/calendar/later.ics", Contributors), ("/-/calendar/open.ics", Nobody)], &[]),
    ("/-/events.ics", &[("/-/events.ics", Everyone)], &[]),
    ("/api/v1/openapi.json", &[("/api/v1/openapi.json", Everyone)], &[]),
    ("/feed.xml", &[("/feed.xml", Everyone)], &[]),
    ("/sitemap.xml", &[("/sitemap.xml", Everyone)], &[]),
    ("/opensearch.xml", &[("/opensearch.xml", Everyone)], &[]),
    ("/robots.txt", &[("/robots.txt", Everyone)], &[]),
    ("/llms.txt", &[("/llms.txt", Everyone)], &[]),
    ("/favicon.ico", &[("/favicon.ico", Everyone)], &[]),
    ("/.well-known/security.txt", &[("/.well-known/security.txt", Nobody)], &[]),
    // Asked with real git in `git_accounts`; here there is no git.
    ("/content.git", &[("/content.git", Everyone)], &[]),
    ("/content.git/", &[("/content.git/", Everyone)], &[]),
    ("/content.git/{*rest}", &[("/content.git/info/refs?service=git-upload-pack", Nobody), ("/content.git/HEAD", Nobody)], &[]),
    ("/-/sign-in", &[], &["POST"]),
    ("/-/sign-out", &[], &["POST"]),
    ("/-/provider", &[("/-/provider", Nobody)], &["POST"]),
    ("/-/provider/callback", &[("/-/provider/callback?code=0&state=0", Nobody)], &[]),
    ("/-/first/{secret}", &[("/-/first/0", Nobody)], &["POST"]),
    ("/-/invite/{secret}", &[("/-/invite/0", Nobody)], &["POST"]),
    // Where no mail is sent, nobody asks for any.
    ("/-/forgotten", &[("/-/forgotten", Nobody)], &["POST"]),
    ("/-/reset/{secret}", &[("/-/reset/0", Nobody)], &["POST"]),
    ("/-/confirm/{secret}", &[("/-/confirm/0", Nobody)], &["POST"]),
    ("/-/account", &[("/-/account", Holders)], &[]),
    ("/-/account/data.json", &[("/-/account/data.json", Holders)], &[]),
    ("/-/account/profile", &[], &["POST"]),
    ("/-/account/mail", &[], &["POST"]),
    ("/-/account/password", &[], &["POST"]),
    ("/-/account/tokens", &[], &["POST"]),
    ("/-/account/tokens/end", &[], &["POST"]),
    ("/-/account/sessions/end", &[], &["POST"]),
    ("/-/account/identities/end", &[], &["POST"]),
    ("/-/accounts", &[("/-/accounts", Administrators)], &[]),
    ("/-/accounts/invite", &[], &["POST"]),
    ("/-/accounts/change", &[], &["POST"]),
    ("/-/audit", &[("/-/audit", Administrators)], &[]),
    ("/-/audit.csv", &[("/-/audit.csv", Administrators)], &[]),
    ("/-/audit.jsonl", &[("/-/audit.jsonl", Administrators)], &[]),
    ("/-/searches", &[("/-/searches", Administrators)], &[]),
    ("/-/join/{*path}", &[("/-/join/meeting", Holders), ("/-/join/open", Nobody), ("/-/join/inside", Nobody), ("/-/join/no-such", Nobody)], &["POST"]),
    ("/.well-known/change-password", &[], &[]),
    ("/-/new", &[("/-/new", Writers), ("/-/new?kind=lesson", Writers)], &["POST"]),
    ("/-/complete", &[("/-/complete?what=page&q=otterword", Writers), ("/-/complete?what=page&q=bitternword", Writers)], &[]),
    ("/-/edit/", &[("/-/edit/", Writers)], &["POST"]),
    ("/-/edit/{*path}", &[("/-/edit/open", Writers), ("/-/edit/later", Writers), ("/-/edit/open?since=2999&file=open.md", Nobody)], &["POST"]),
    ("/-/examples/{*path}", &[("/-/examples/meeting/opening", Organizers), ("/-/examples/meeting/no-such", Nobody)], &["POST"]),
    ("/-/add-to-session/{*path}", &[("/-/add-to-session/open", Organizers), ("/-/add-to-session/later", Organizers)], &["POST"]),
    ("/-/selection/session", &[("/-/selection/session?p=open&p=later", Organizers), ("/-/selection/session", Organizers)], &["POST"]),
    ("/-/record/{*path}", &[("/-/record/meeting/opening", Writers)], &["POST"]),
    ("/-/agenda/{*path}", &[("/-/agenda/meeting", Organizers), ("/-/agenda/open", Nobody)], &["POST"]),
    ("/-/take-over/{*path}", &[("/-/take-over/open?from=meeting", Nobody)], &["POST"]),
    ("/-/move/{*path}", &[("/-/move/open", Writers), ("/-/move/later", Writers)], &["POST"]),
    ("/-/delete/{*path}", &[("/-/delete/open", Writers), ("/-/delete/later", Writers)], &["POST"]),
    ("/-/undo/{commit}", &[("/-/undo/0", Nobody)], &["POST"]),
    ("/-/restore/", &[("/-/restore/?at=2999", Writers)], &["POST"]),
    ("/-/restore/{*path}", &[("/-/restore/open?at=2999", Writers), ("/-/restore/later?at=2999", Writers)], &["POST"]),
    ("/-/vocabulary", &[("/-/vocabulary", Organizers)], &[]),
    ("/-/vocabulary/{facet}", &[("/-/vocabulary/challenges", Organizers), ("/-/vocabulary/no-such", Nobody)], &["POST"]),
    ("/-/vocabulary/{facet}/{*term}", &[("/-/vocabulary/challenges/maintaining-momentum", Organizers), ("/-/vocabulary/challenges/no-such", Nobody)], &["POST"]),
    ("/-/facets", &[("/-/facets", Organizers)], &["POST"]),
    ("/-/facets/{facet}", &[("/-/facets/challenges", Organizers), ("/-/facets/no-such", Nobody)], &["POST"]),
    ("/-/groups/{facet}", &[("/-/groups/challenges", Organizers), ("/-/groups/no-such", Nobody)], &["POST"]),
    ("/-/groups/{facet}/{*group}", &[("/-/groups/partner_sectors/owners", Organizers), ("/-/groups/challenges/no-such", Nobody)], &["POST"]),
    ("/-/synonyms", &[("/-/synonyms", Organizers), ("/-/synonyms?word=otter", Organizers)], &["POST"]),
    ("/-/bibliography", &[("/-/bibliography", Organizers), ("/-/bibliography?find=otter", Organizers)], &[]),
    ("/-/bibliography/{*key}", &[("/-/bibliography/ahas2014", Organizers), ("/-/bibliography/no-such", Nobody)], &["POST"]),
    ("/-/import", &[("/-/import", Organizers)], &["POST"]),
    // What is no route is a page or an attachment.
    ("", &[
        ("/open", Everyone), ("/inside", Members), ("/later", Contributors),
        ("/open.md", Everyone), ("/inside.md", Members), ("/later.md", Contributors),
        ("/old-otter", Members), ("/inside/plan.txt", Members), ("/later/plan.txt", Contributors),
        ("/inside?at=HEAD", Nobody), ("/no-such", Nobody),
    ], &[]),
];

/// Routes of forms in which something was typed: whoever sends one without being signed in is asked to
/// within it, and led nowhere.
const TYPED: [&str; 4] = [
    "/-/account/profile",
    "/-/account/mail",
    "/-/account/tokens",
    "/-/accounts/invite",
];

/// Routes that only a preview has.
const PREVIEW: &str = "/-/preview/next";

async fn group() -> Group {
    let hidden = |word: &str, who: &str, line: &str, country: &str| {
        let office = format!("{} Office", who.split(' ').next_back().unwrap());
        page(
            &format!(
                "title: Page {word}\nsummary: A {word} plan.\nkind: case-study\n{line}\ncountries: [{country}]\norganisations: [{office}]\nauthors: [{who}]\nchallenges: [maintaining-momentum]\nsessions: [{{title: Talk}}]"
            ),
            &format!("The {word} text.\n\n:::gap\nWhich {word}?\n:::"),
        )
    };
    let members = hidden(
        MEMBERS,
        "Otto Otter",
        "visibility: members\naliases: [old-otter]",
        "EE",
    );
    let draft = hidden(DRAFT, "Bea Bittern", "draft: true", "LV");
    let open = page(
        "title: Open\nsummary: For all.\nkind: lesson\nchallenges: [maintaining-momentum]",
        "See [one](inside.md) and [two](later.md) [@ahas2014].\n\n:::list kind=case-study\n:::",
    );
    let owners = "[[facet.group]]\nid = \"owners\"\nlabel = \"Owners\"\n";
    let group = Group::new(&[
        ("vocabulary.toml", &format!("{VOCABULARY}{owners}")),
        (
            "index.md",
            "---\ntitle: Home\nkind: page\nsummary: Home.\n---\n\nWelcome.\n",
        ),
        ("open.md", &open),
        (
            "meeting.md",
            "---\ntitle: Meeting\nkind: event\nsummary: Talks.\nsessions: [{id: opening, title: Opening, examples: [open]}]\n---\n\nWelcome.\n",
        ),
        ("inside.md", &members),
        ("later.md", &draft),
        ("inside/plan.txt", "an otterword plan"),
        ("later/plan.txt", "a bitternword plan"),
    ])
    .await;
    group.wiki.read_history();
    group
}

#[test]
fn every_route_is_in_the_table() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/router");
    let files = std::fs::read_dir(folder).unwrap();
    let source: String = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let mut found = BTreeSet::new();
    for part in source.split(".route(").skip(1) {
        let route = part.trim_start().strip_prefix('"').unwrap();
        found.insert(route.split('"').next().unwrap());
    }
    found.remove(PREVIEW);
    let table: BTreeSet<&str> = TABLE
        .iter()
        .map(|(route, ..)| *route)
        .filter(|route| !route.is_empty())
        .collect();
    assert_eq!(found, table);
}

#[tokio::test]
async fn each_address_answers_each_role_as_the_table_says() {
    let group = group().await;
    let mut callers = vec![(None, String::new())];
    for role in Role::ALL {
        callers.push((Some(role), group.sign_in(role).await));
    }
    let mut wrong = Vec::new();
    for (address, whom) in TABLE.iter().flat_map(|(_, addresses, _)| *addresses) {
        for (role, cookie) in &callers {
            let headers = [("cookie", cookie.as_str())];
            let answer = group.wiki.request("GET", address, &headers).await;
            let wanted = match (whom, role) {
                (Everyone, _) => true,
                (Members | Holders, role) => role.is_some(),
                (Contributors | Writers, role) => *role >= Some(Role::Contributor),
                (Organizers, role) => *role >= Some(Role::Organizer),
                (Administrators | Operators, role) => *role == Some(Role::Administrator),
                (Nobody, _) => false,
            };
            let status = answer.status;
            let is_there = matches!(status.as_u16(), 200 | 302 | 308);
            let as_it_should = match (wanted, whom, role) {
                (true, ..) => is_there,
                (false, Writers | Organizers, Some(_)) => status == StatusCode::FORBIDDEN,
                (false, Holders | Administrators | Writers | Organizers, None) => {
                    status == StatusCode::SEE_OTHER
                }
                (false, Nobody, _) => !is_there,
                (false, ..) => status == StatusCode::NOT_FOUND,
            };
            if !as_it_should {
                wrong.push(format!("{address} {role:?}: {status}"));
            }
            for (word, least) in [(MEMBERS, Role::Reader), (DRAFT, Role::Contributor)] {
                if *role < Some(least) && tells(&answer.body, address, word) {
                    wrong.push(format!("{address} tells {role:?} of {word}"));
                }
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// Tells whether an answer has a word of a hidden page. What somebody asked for stands in the answer;
/// of that only what the page itself says.
fn tells(body: &[u8], address: &str, word: &str) -> bool {
    let body = String::from_utf8_lossy(body).to_lowercase();
    match address.contains(&word[..word.len() - 3]) {
        true => body.contains(&format!("page {word}")) || body.contains(&format!("{word} plan")),
        false => body.contains(word),
    }
}

#[tokio::test]
async fn each_route_takes_the_methods_of_the_table_alone() {
    let group = group().await;
    let cookie = group.sign_in(Role::Administrator).await;
    let mut wrong = Vec::new();
    for (route, addresses, methods) in TABLE {
        let address = match addresses.first() {
            Some((address, _)) => *address,
            None => route,
        };
        let address = address
            .split('?')
            .next()
            .unwrap()
            .replace(['{', '}', '*'], "");
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let headers = [
                ("cookie", cookie.as_str()),
                ("sec-fetch-site", "same-origin"),
            ];
            let status = group.wiki.request(method, &address, &headers).await.status;
            let refused = status == StatusCode::METHOD_NOT_ALLOWED;
            if refused == methods.contains(&method) {
                wrong.push(format!("{method} {address}: {status}"));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[tokio::test]
async fn what_changes_something_needs_the_role_for_it() {
    let group = group().await;
    let posts: Vec<&str> = TABLE
        .iter()
        .filter(|(route, _, methods)| *methods == ["POST"] && route.starts_with("/-/account"))
        .map(|(route, ..)| *route)
        .collect();
    assert!(posts.len() > 5);
    for route in posts {
        let stranger = group.wiki.post(route, "name=x1&role=reader", &[]).await;
        if TYPED.contains(&route) {
            assert_eq!(stranger.status, StatusCode::FORBIDDEN, "{route}");
            let action = stranger.attributes("main form", "action");
            assert_eq!(action, [route]);
        } else {
            assert_eq!(stranger.status, StatusCode::SEE_OTHER, "{route}");
            let to = stranger.header("location");
            assert!(to.starts_with("/-/sign-in?to="), "{route}: {to}");
        }
        assert_eq!(stranger.header("set-cookie"), "", "{route}");
        for role in [Role::Reader, Role::Contributor, Role::Organizer] {
            if !route.starts_with("/-/accounts") {
                continue;
            }
            let cookie = group.sign_in(role).await;
            let answer = group
                .wiki
                .post(route, "name=x1&role=reader", &[("cookie", &cookie)])
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{route} {role:?}");
        }
    }
    assert!(group.accounts.people().find_by_name("x1").await.is_err());
}
