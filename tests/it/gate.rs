//! The one gate: what is for members leaves no trace for anyone else, by any way out.

use axum::http::StatusCode;

use crate::wiki::{Wiki, page};

const SECRET: &str = "xylophonist";

fn wiki() -> Wiki {
    let secret = page(
        "title: Xylophonist memo\nsummary: A xylophonist plan.\nkind: case-study\nvisibility: members\n\
         partnership_types: [co-creation]\nchallenges: [maintaining-momentum]\ncountries: [EE]\n\
         organisations: [Xylophonist Office]\naliases: [old-xylophonist]\ntranslation_of: /open",
        "The xylophonist writes.\n\n## Xylophonist section\n\nSee [the open page](../open.md) and ![plan](plan.png).\n",
    );
    let open = page(
        "title: Open page\nsummary: For all.\nkind: lesson\ndrawn_from: [secret/memo]",
        "Links to [the memo](secret/memo.md), [[Xylophonist memo]] and a [file](shared/a.png).\n",
    );
    Wiki::new(&[
        ("secret/memo.md", &secret),
        ("secret/plan.png", "not really a picture"),
        ("secret/memo/below.txt", "a xylophonist file"),
        ("shared/a.png", "a picture"),
        ("open.md", &open),
        (
            "index.md",
            &page("title: Home\nsummary: Start.", "Welcome."),
        ),
    ])
}

#[tokio::test]
async fn hidden_pages_look_like_missing_ones() {
    let wiki = wiki();
    for address in [
        "/secret/memo",
        "/secret/memo.md",
        "/secret/plan.png",
        "/secret/memo/below.txt",
        "/secret",
        "/old-xylophonist",
        "/api/v1/pages/secret/memo",
        "/secret/memo/",
    ] {
        let answer = wiki.get(address).await;
        let missing = answer.status == StatusCode::NOT_FOUND
            || (answer.status.is_redirection() && address.ends_with('/'));
        assert!(missing, "{address}: {}", answer.status);
        let body = answer.text().to_lowercase();
        assert!(!body.contains("a xylophonist plan"), "{address}");
        assert!(!body.contains("xylophonist section"), "{address}");
    }
    assert_eq!(wiki.get("/shared/a.png").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_other_way_out_knows_of_hidden_pages() {
    let wiki = wiki();
    for address in [
        "/",
        "/open",
        "/map",
        "/map.csv",
        "/map.svg",
        "/feed.xml",
        "/sitemap.xml",
        "/llms.txt",
        "/search",
        "/search?country=EE",
        "/search?sort=title",
        "/search?kind=case-study",
        "/-/problems",
        "/api/v1/pages",
        "/api/v1/search",
        "/api/v1/facets",
        "/api/v1/map",
        "/api/v1/pages/open",
        "/-/suggest?q=xyl",
        "/-/suggest?q=xylophonist",
        "/nothing-here",
        "/search?q=memo",
        "/search?q=kind:case-study",
        "/search?q=xylophonis*",
    ] {
        let answer = wiki.get(address).await;
        let typed = address.contains("xyl");
        let body = answer.text().to_lowercase();
        // The page's author wrote these words on a public page.
        let body = body
            .replace("[[xylophonist memo]]", "")
            .replace("secret/memo", "");
        // A snippet marks the words of the query in them.
        let body = body.replace("<mark>", "").replace("</mark>", "");
        let body = body
            .replace("xylophonist memo", "")
            .replace("xylophonist%20memo", "");
        assert!(typed || !body.contains(SECRET), "{address}: {body}");
        assert!(
            !body.contains("xylophonist office") && !body.contains("a xylophonist plan"),
            "{address}"
        );
        assert!(!body.contains("old-xylophonist"), "{address}");
    }
}

#[tokio::test]
async fn counts_do_not_include_hidden_pages() {
    let wiki = wiki();
    let all = wiki.get("/api/v1/search").await.json();
    assert_eq!(all["total"], 2);
    let found = wiki.get("/api/v1/search?q=xylophonist").await.json();
    // The public page names the memo in its text.
    assert_eq!(found["total"], 1, "{found}");
    assert_eq!(found["hits"][0]["path"], "open");
    let map = wiki.get("/api/v1/map?kind=case-study").await.json();
    assert!(
        map["cells"]
            .as_array()
            .unwrap()
            .iter()
            .all(|cell| cell["total"] == 0)
    );
    let facets = wiki.get("/api/v1/facets").await.text();
    assert!(
        !facets.contains("Estonia") && !facets.contains("visibility"),
        "{facets}"
    );
}

#[tokio::test]
async fn an_old_version_of_a_public_page_that_was_for_members_stays_hidden() {
    let wiki = Wiki::new(&[(
        "a.md",
        &page("title: A\nsummary: S.\nvisibility: members", "hidden words"),
    )]);
    let before = wiki.publisher.edition().revision().id.to_string();
    wiki.write(&[("a.md", &page("title: A\nsummary: S.", "open words"))]);
    assert_eq!(wiki.get("/a").await.status, StatusCode::OK);
    assert_eq!(
        wiki.get(&format!("/a?at={before}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_misspelt_visibility_hides_the_page() {
    let wiki = Wiki::new(&[(
        "a.md",
        &page("title: A\nsummary: S.\nvisibility: member", "x"),
    )]);
    assert_eq!(wiki.get("/a").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_beside_a_hidden_page_is_shown_where_a_public_page_links_it() {
    let wiki = Wiki::new(&[
        (
            "x/hidden.md",
            &page("title: H\nsummary: S.\nvisibility: members", "h"),
        ),
        (
            "x/open.md",
            &page("title: O\nsummary: S.", "![used](used.png)"),
        ),
        ("x/used.png", "1"),
        ("x/unused.png", "2"),
    ]);
    assert_eq!(wiki.get("/x/used.png").await.status, StatusCode::OK);
    assert_eq!(
        wiki.get("/x/unused.png").await.status,
        StatusCode::NOT_FOUND
    );
}
