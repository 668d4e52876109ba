//! Bibliographies on the site: lists, what is around a work, and what can be taken along.

use axum::http::StatusCode;

use crate::wiki::{Wiki, page};

const WORKS: &str = "@article{smith1, author={Smith, Sam}, title={One}, journal={Journal A}, year=2019, \
    doi={10.1000/a\\_b}, url={https://example.org/open}, archiveurl={https://web.archive.org/x}, owner={me}}\n\
    @article{smith2, author={Smith, Tom}, title={Two}, journal={Journal A}, year=2019}\n\
    @misc{secret1, author={Kay, K.}, title={Kept}, year=2020}\n\
    @misc{unused, author={Lee, L.}, title={Unused}, year=2021}\n";

fn wiki() -> Wiki {
    let home = page("title: Home\nsummary: S.", "See [@smith1].");
    let both = page(
        "title: Both\nsummary: S.\nkind: case-study",
        "[@smith1] [@smith2, p. 4]",
    );
    let note = page(
        "title: A note\nsummary: S.\nkind: literature-note\ncitation: smith1",
        "Text.",
    );
    let hidden = page(
        "title: Xylophonist memo\nsummary: S.\nvisibility: members",
        "[@secret1] [@smith2]",
    );
    Wiki::new(&[
        ("references.bib", WORKS),
        ("index.md", &home),
        ("cases/both.md", &both),
        ("note.md", &note),
        ("memo.md", &hidden),
    ])
}

#[tokio::test]
async fn lists_of_works_stand_on_every_page_with_what_is_around_them() {
    let wiki = wiki();
    let home = wiki.get("/").await;
    assert!(home.select("#ref-smith1")[0].contains("Smith, S. (2019). One."));
    let text = wiki.get("/cases/both").await;
    assert!(
        text.select(".citation")
            .join(" ")
            .contains("(S. Smith, 2019)")
    );
    assert!(
        text.select(".citation")
            .join(" ")
            .contains("(T. Smith, 2019, p. 4)")
    );
    let links = text.attributes("#ref-smith1 .around-work a", "href");
    assert_eq!(
        links,
        [
            "https://doi.org/10.1000/a_b",
            "https://example.org/open",
            "https://web.archive.org/x",
            "/note",
            "/",
        ]
    );
    // A page that only members see is not among those that use a work.
    assert!(
        text.attributes("#ref-smith2 .around-work a", "href")
            .is_empty()
    );
    assert!(!text.text().contains("Xylophonist"));
    let note = wiki.get("/note").await;
    let citing = note.attributes(".full-reference .around-work a", "href");
    assert!(citing.contains(&"/cases/both".to_owned()), "{citing:?}");
}

#[tokio::test]
async fn works_are_taken_along_in_four_formats() {
    let wiki = wiki();
    for (extension, mark) in [
        ("bib", "@article{smith1,"),
        ("biblatex", "journaltitle = {Journal A}"),
        ("json", "\"DOI\": \"10.1000/a_b\""),
        ("ris", "DO  - 10.1000/a_b"),
    ] {
        let one = wiki.get(&format!("/-/cite/smith1.{extension}")).await;
        assert!(one.text().contains(mark), "{}", one.text());
        assert!(one.text().contains("me"), "an unknown field is kept");
        assert!(one.header("content-disposition").starts_with("attachment"));
        let of_page = wiki
            .get(&format!("/-/references/page.{extension}?path=cases/both"))
            .await;
        assert!(of_page.text().contains(mark) && of_page.text().contains("smith2"));
        let home = wiki
            .get(&format!("/-/references/page.{extension}?path="))
            .await;
        assert!(home.text().contains("smith1") && !home.text().contains("smith2"));
        let found = wiki
            .get(&format!("/-/references/search.{extension}?kind=case-study"))
            .await;
        assert!(found.text().contains("smith2") && !found.text().contains("unused"));
        let site = wiki.get(&format!("/-/references/site.{extension}")).await;
        assert!(site.text().contains("smith1") && site.text().contains("unused"));
        // What only a hidden page uses is not given out.
        assert!(!site.text().contains("secret1"));
        let hidden = wiki.get(&format!("/-/cite/secret1.{extension}")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    }
    for address in [
        "/-/references/site.doc",
        "/-/references/other.bib",
        "/-/references/page.bib?path=memo",
        "/-/references/page.bib?path=nowhere",
        "/-/cite/smith1.doc",
    ] {
        assert_eq!(
            wiki.get(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let links = wiki
        .get("/cases/both")
        .await
        .attributes(".references .cite-download a", "href");
    assert!(
        links.contains(&"/-/references/page.ris?path=cases%2Fboth".to_owned()),
        "{links:?}"
    );
    let links = wiki
        .get("/search?kind=case-study")
        .await
        .attributes(".cite-download a", "href");
    assert!(
        links.contains(&"/-/references/search.json?kind=case-study".to_owned()),
        "{links:?}"
    );
}

#[tokio::test]
async fn citations_in_sentences_count_everywhere() {
    let wiki = wiki();
    let text = "As @smith1 [p. 4; @smith2] say to @lee2021, @somebody and me@smith1.\n\n\
                Then @smith2 said more [@gone]. `@unused`";
    let told = page(
        "title: Told\nsummary: As @smith1 say.\nkind: case-study",
        text,
    );
    wiki.write(&[("cases/told.md", &told)]);
    let shown = wiki.get("/cases/told").await;
    assert_eq!(
        shown.select("article .citation"),
        [
            "S. Smith (2019, p. 4; T. Smith, 2019)",
            "T. Smith (2019)",
            "[@gone]"
        ]
    );
    let main = shown.select("main").join(" ");
    assert!(
        main.contains("say to @lee2021, @somebody and me@smith1.") && main.contains("@unused"),
        "{main}"
    );
    assert!(main.contains("As @smith1 say."), "a summary is as written");
    assert_eq!(shown.select("#ref-smith1").len(), 1);
    assert_eq!(shown.select("#ref-unused").len(), 0);
    // What others know of it.
    let home = wiki.get("/").await;
    let links = home.attributes("#ref-smith1 .around-work a", "href");
    assert!(links.contains(&"/cases/told".to_owned()), "{links:?}");
    let taken = wiki
        .get("/-/references/page.bib?path=cases/told")
        .await
        .text();
    assert!(taken.contains("{smith1,") && taken.contains("{smith2,"));
    let api = wiki.get("/api/v1/pages/cases/told").await.json();
    assert!(api["html"].as_str().unwrap().contains("S. Smith (2019"));
    assert_eq!(
        api["text"],
        "As Smith (2019) say to @lee2021, @somebody and me@smith1.\nThen Smith (2019) said more. @unused"
    );
    assert_eq!(said(&api), ["the bibliography has no work “gone”"]);
    let found = wiki.get("/search?q=%22smith+2019+said%22").await.text();
    assert!(found.contains("/cases/told"), "{found}");
    // The bibliography gets a work that the page named all along, and loses one.
    let works = WORKS.replace("smith2,", "smith22,")
        + "@misc{lee2021, author={Lee, L. and Öz, Ö.}, title={Later}, year=2021}\n";
    wiki.write(&[("references.bib", &works)]);
    let shown = wiki.get("/cases/told").await;
    assert_eq!(
        shown.select("article .citation"),
        [
            "Smith (2019, p. 4)",
            "[@smith2]",
            "Lee and Öz (2021)",
            "[@gone]"
        ]
    );
    let main = shown.select("main").join(" ");
    assert!(main.contains("Then @smith2 said"), "{main}");
    assert_eq!(shown.select("#ref-lee2021").len(), 1);
    let found = wiki.get("/search?q=%22lee+and+%C3%B6z%22").await.text();
    assert!(found.contains("/cases/told"), "{found}");
    let api = wiki.get("/api/v1/pages/cases/told").await.json();
    assert_eq!(
        said(&api),
        [
            "the bibliography has no work “smith2”",
            "“@smith2” stays as it is: the bibliography has no such work",
            "the bibliography has no work “gone”"
        ]
    );
    assert_eq!(api["problems"][1]["help"], "did you mean “@smith1”?");
}

#[tokio::test]
async fn headings_and_titles_say_names_wherever_they_go() {
    let wiki = wiki();
    let text = "# As @smith1 say\n\nText.\n\n## What @smith2 found [@unused]\n\nBeginning zebras.\n\n\
                ## Other things\n\nText.";
    let told = page("summary: S.\nkind: case-study", text);
    wiki.write(&[("cases/told.md", &told)]);
    let (title, heading) = ("As Smith (2019) say", "What Smith (2019) found");
    let shown = wiki.get("/cases/told").await;
    assert_eq!(shown.select("h1"), [title]);
    let outline = shown.select("nav a[href=\"#what-smith2-found-unused\"]");
    assert_eq!(outline, [heading]);
    assert!(shown.select("title")[0].starts_with(title));
    // The works of title and heading are in the list.
    for id in ["#ref-smith1", "#ref-smith2", "#ref-unused"] {
        assert_eq!(shown.select(id).len(), 1, "{id}");
    }
    let api = wiki.get("/api/v1/pages/cases/told").await.json();
    assert_eq!(api["title"], title);
    assert_eq!(api["headings"][0]["text"], heading);
    let found = wiki.get("/search?q=zebras").await;
    assert_eq!(found.select(".hit-title"), [title]);
    assert_eq!(found.select(".hit-section a"), [heading]);
    let offered = wiki.get("/-/suggest?q=what+smi").await.text();
    assert!(offered.contains(heading), "{offered}");
    for list in ["/feed.xml", "/changes", "/cases"] {
        let list = wiki.get(list).await.text();
        assert!(list.contains(title) && !list.contains("@smith1"), "{list}");
    }
    // The bibliography is put right.
    let works = WORKS
        .replace("Smith, Sam", "Smythe, Sam")
        .replace("Smith, Tom", "Smythe, Tom");
    wiki.write(&[("references.bib", &works)]);
    let shown = wiki.get("/cases/told").await;
    assert_eq!(shown.select("h1"), ["As Smythe (2019) say"]);
    let outline = shown.select("nav a[href=\"#what-smith2-found-unused\"]");
    assert_eq!(outline, ["What Smythe (2019) found"]);
}

/// Returns the words of a page's problems.
fn said(api: &serde_json::Value) -> Vec<&str> {
    let problems = api["problems"].as_array().unwrap().iter();
    let messages = problems.map(|problem| problem["message"].as_str().unwrap());
    messages.collect()
}
