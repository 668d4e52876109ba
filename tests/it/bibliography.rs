//! The bibliography in the browser: works found, changed, put together and added, with the pages that cite
//! them.

use concord::domain::Role;

use crate::editing::Form;
use crate::vocabulary::Desk;
use crate::wiki::{Answer, page};

const OURS: &str = "% Ours.\n@article{ahas2014,\n  author = {Ahas, Rein},\n  title = {Mobile positioning in tourism},\n  year = {2014},\n  doi = {10.1/tour},\n}\n\n\
    % The same again.\n@misc{ahas14,\n  title = {Another title of it},\n  doi = {https://doi.org/10.1/TOUR},\n}\n\n@book{idle,\n  title = {Nobody reads this},\n  year = {2001},\n}\n";

async fn desk(role: Role) -> Desk {
    let files = [
        ("references.bib", OURS.to_owned()),
        (
            "a.md",
            page(
                "title: A\nsummary: S.\nkind: lesson\nsources: [ahas14] # read",
                "As @ahas14 says, so [see @ahas14, p. 2; @ahas2014] and ahas14, `@ahas14`.[^1]\n\n[^1]: And [@ahas14].",
            ),
        ),
        (
            "b.md",
            page(
                "title: B\nsummary: S.\nkind: literature-note\ncitation: ahas14\nsources: [ahas14, ahas2014]\nvisibility: members",
                "Text.",
            ),
        ),
        (
            "c.md",
            page("title: C\nsummary: S.", "Only [@ahas2014] and [@lost1999]."),
        ),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    Desk::of(&files, role).await
}

#[tokio::test]
async fn the_bibliography_tells_who_uses_what_and_what_is_there_twice() {
    let desk = desk(Role::Organizer).await;
    let answer = desk.get("/-/bibliography").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let works = answer.select("dl.terms > div").join(" | ");
    assert!(
        works.contains("Ahas, Rein, 2014, Mobile positioning in tourism ahas2014")
            || works.contains("Rein Ahas, 2014"),
        "{works}"
    );
    assert!(works.contains("Nobody reads this idle unused"), "{works}");
    assert!(works.contains("ahas14 Used by: A, B"), "{works}");
    let twice = answer.attributes("section[aria-labelledby=c-duplicates] a", "href");
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(
        answer
            .select("section[aria-labelledby=c-absent] li")
            .join("")
            .contains("lost1999 C")
    );
    let found = desk
        .get("/-/bibliography?find=tourism+2014")
        .await
        .select("dl.terms dt");
    assert_eq!(found.len(), 1, "{found:?}");
    let unused = desk
        .get("/-/bibliography?unused=yes")
        .await
        .select("dl.terms dt");
    assert_eq!(unused.len(), 1, "{unused:?}");
    for role in [Role::Reader, Role::Contributor] {
        let desk = self::desk(role).await;
        for address in ["/-/bibliography", "/-/bibliography/idle", "/-/import"] {
            assert_eq!(desk.get(address).await.status, 403, "{role:?} {address}");
        }
    }
}

#[tokio::test]
async fn works_are_put_together_and_each_citation_follows() {
    let desk = desk(Role::Organizer).await;
    let (shown, done) = desk
        .change("/-/bibliography/ahas14", &[("into", "ahas2014")])
        .await;
    let pages = shown.select(".changed-pages > li").join(" | ");
    assert!(
        pages.contains("line 5 sources: [ahas2014] # read"),
        "{pages}"
    );
    assert_eq!(done.status, 303, "{}", done.text());
    let a = desk.file("a.md").await;
    let wanted = page(
        "title: A\nsummary: S.\nkind: lesson\nsources: [ahas2014] # read",
        "As @ahas2014 says, so [see @ahas2014, p. 2; @ahas2014] and ahas14, `@ahas14`.[^1]\n\n[^1]: And [@ahas2014].",
    );
    assert_eq!(a, wanted);
    let b = desk.file("b.md").await;
    assert!(
        b.contains("citation: ahas2014\nsources: [ahas2014]\n"),
        "{b}"
    );
    let entry = "@misc{ahas14,\n  title = {Another title of it},\n  doi = {https://doi.org/10.1/TOUR},\n}\n\n";
    assert_eq!(desk.file("references.bib").await, OURS.replace(entry, ""));
    assert_eq!(desk.get("/-/bibliography/ahas14").await.status, 404);
    let store = desk.group.wiki.publisher.store();
    let message = store.history().message(store.tip().unwrap().id).unwrap();
    assert!(
        message.starts_with("Put the work ahas14 together with ahas2014\n"),
        "{message}"
    );
    let none = desk.post("/-/bibliography/idle", "into=none&do=show").await;
    assert_eq!(none.status, 422);
}

#[tokio::test]
async fn a_work_is_changed_renamed_and_taken_out() {
    let desk = desk(Role::Organizer).await;
    let entry = "@article{ahas2014b, title = {Mobile positioning}, year = 2015}";
    let (_, done) = desk
        .change("/-/bibliography/ahas2014", &[("entry", entry)])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let now = desk.file("references.bib").await;
    assert!(
        now.starts_with(&format!("% Ours.\n{entry}\n\n% The same again.\n")),
        "{now}"
    );
    assert!(
        desk.file("c.md")
            .await
            .contains("Only [@ahas2014b] and [@lost1999].")
    );
    // What is cited stays; what is not can go.
    let used = desk
        .post("/-/bibliography/ahas14", "entry=x&remove=yes&do=show")
        .await;
    assert!(used.status == 422 && used.text().contains("Pages cite this work"));
    let (_, done) = desk
        .change("/-/bibliography/idle", &[("remove", "yes")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(!desk.file("references.bib").await.contains("idle"));
    // RIS in the place of an entry keeps its key.
    let ris = "TY  - BOOK\nTI  - Ferries\nPY  - 2020\nER  - \n";
    let (_, done) = desk
        .change("/-/bibliography/ahas14", &[("entry", ris)])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(desk.file("references.bib").await.contains("{ahas14,"));
    for (entry, why) in [
        ("@book{x, title = {", "cannot be read"),
        ("nothing", "not exactly one"),
        ("@book{ahas2014b, title = {T}}", "Another work has the key"),
    ] {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("entry", entry), ("do", "confirm")])
            .finish();
        let answer = desk.post("/-/bibliography/ahas14", &form).await;
        assert_eq!(answer.status, 422, "{entry}");
        assert!(answer.text().contains(why), "{entry}: {}", answer.text());
        assert_eq!(answer.select("#f-entry"), [entry]);
    }
}

#[tokio::test]
async fn an_entry_that_others_changed_meanwhile_is_shown() {
    let desk = desk(Role::Organizer).await;
    let address = "/-/bibliography/idle";
    let shown = desk.get(address).await;
    let theirs = OURS.replace("Nobody reads this", "Theirs");
    desk.group.wiki.write(&[("references.bib", &theirs)]);
    let entry = "@book{idle, title = {Mine}}";
    let form = Desk::fields(&shown, &[("entry", entry), ("do", "confirm")]);
    let again = desk.post(address, &form).await;
    assert_eq!(again.status, 422);
    assert!(
        again.select(".notice pre").join("").contains("Theirs"),
        "{}",
        again.text()
    );
    assert_eq!(again.select("#f-entry"), [entry]);
    let form = Desk::fields(&again, &[("entry", entry), ("do", "confirm")]);
    let done = desk.post(address, &form).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(
        desk.file("references.bib")
            .await
            .ends_with("\n@book{idle, title = {Mine}}\n")
    );
}

#[tokio::test]
async fn works_are_added_after_a_report_and_not_before() {
    let desk = desk(Role::Organizer).await;
    let text = "@book{idle, title = {Quite another one}}\n@article{tour, title = {Tour}, doi = {10.1/tour}}\n@book{open, title = {\n@misc{new, title = {New work}}\n";
    let encode = |pairs: &[(&str, &str)]| {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    };
    let shown = desk
        .post("/-/import", &encode(&[("works", text), ("do", "show")]))
        .await;
    assert_eq!(shown.status, 200, "{}", shown.text());
    let said = shown.select("section h2");
    assert_eq!(
        said,
        [
            "What cannot be read",
            "2 new works",
            "1 work that seems to be there already"
        ]
    );
    assert!(
        shown
            .select("section li")
            .join(" | ")
            .contains("line 3: the entry is not closed")
    );
    let ticked = shown.attributes("input[name=take][checked]", "value");
    assert_eq!(ticked, ["idlea", "new"]);
    assert_eq!(desk.file("references.bib").await, OURS);
    let plan = shown.attributes("input[name=plan]", "value").remove(0);
    let seen = shown.attributes("input[name=shown]", "value").remove(0);
    let form = [
        ("works", text),
        ("shown", &seen),
        ("take", "new"),
        ("plan", &plan),
        ("do", "confirm"),
    ];
    // Another choice than was shown is shown first.
    let other = desk.post("/-/import", &encode(&form)).await;
    assert_eq!(other.status, 422);
    assert_eq!(
        other.attributes("input[name=take][checked]", "value"),
        ["new"]
    );
    let plan = other.attributes("input[name=plan]", "value").remove(0);
    let form = [
        ("works", text),
        ("shown", &seen),
        ("take", "new"),
        ("plan", &plan),
        ("do", "confirm"),
    ];
    let done = desk.post("/-/import", &encode(&form)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let now = desk.file("references.bib").await;
    assert_eq!(now, format!("{OURS}\n@misc{{new, title = {{New work}}}}\n"));
    let wrong = [
        ("", "Choose a file"),
        ("hello", "no work can be found"),
        ("@misc{new, title = {New work}}", "No work is ticked"),
    ];
    for (text, why) in wrong {
        let answer = desk
            .post("/-/import", &encode(&[("works", text), ("do", "show")]))
            .await;
        assert_eq!(answer.status, 422, "{text}");
        assert!(answer.text().contains(why), "{text}: {}", answer.text());
    }
    let long = "x".repeat(2_000_001);
    let answer = desk
        .post("/-/import", &encode(&[("works", &long), ("do", "show")]))
        .await;
    assert!(answer.status == 422 && answer.text().contains("more than 2 MB"));
}

/// Fills in the form of a page, with every line as it is.
fn filled(answer: &Answer, changed: &[(&str, &str)]) -> Form {
    let form = Form::within(&answer.text(), "main form");
    let changed = changed.iter();
    changed.fold(form, |form, (name, value)| form.set(name, value))
}

/// Fills in a form, looks at what it would change, and confirms.
async fn typed(desk: &Desk, address: &str, changed: &[(&str, &str)]) -> (Answer, Answer) {
    let form = filled(&desk.get(address).await, changed);
    let shown = desk.post(address, &form.encoded("show")).await;
    let again = filled(&shown, &[]);
    let done = desk.post(address, &again.encoded("confirm")).await;
    (shown, done)
}

#[tokio::test]
async fn a_work_is_changed_field_by_field_and_the_rest_of_its_entry_stays() {
    let desk = desk(Role::Organizer).await;
    let address = "/-/bibliography/ahas2014";
    let shown = desk.get(address).await;
    assert_eq!(
        shown.attributes("#w-title", "value"),
        ["Mobile positioning in tourism"]
    );
    assert_eq!(shown.select("#w-authors"), ["Ahas, Rein"]);
    assert_eq!(shown.attributes("#w-kind [selected]", "value"), ["article"]);
    let changed = [
        ("w-kind", "report"),
        ("w-authors", "Ahas, Rein\r\n{Statistics Estonia}"),
        ("w-year", "2015"),
        ("w-url", "https://a.example/x"),
        ("w-doi", ""),
    ];
    let (planned, done) = typed(&desk, address, &changed).await;
    let lines = planned.select(".difference .line").join("\n");
    assert!(lines.contains("year = {2015}"), "{lines}");
    assert_eq!(done.status, 303, "{}", done.text());
    let wanted = OURS
        .replace("@article{ahas2014", "@report{ahas2014")
        .replace("{Ahas, Rein}", "{Ahas, Rein and {Statistics Estonia}}")
        .replace(
            "  year = {2014},\n  doi = {10.1/tour},\n",
            "  year = {2015},\n  url = {https://a.example/x},\n",
        );
    assert_eq!(desk.file("references.bib").await, wanted);
    // What cannot be written is said, and stays in the form.
    let form = desk.get(address).await;
    let broken = filled(&form, &[("w-title", "A {brace")]);
    let broken = desk.post(address, &broken.encoded("show")).await;
    assert_eq!(broken.status, 422);
    assert_eq!(broken.attributes("#w-title", "value"), ["A {brace"]);
    assert!(broken.text().contains("“Title” cannot be written"));
    assert_eq!(desk.file("references.bib").await, wanted);
}

#[tokio::test]
async fn two_who_change_other_fields_of_one_work_both_have_their_way() {
    let desk = desk(Role::Organizer).await;
    let address = "/-/bibliography/idle";
    let form = desk.get(address).await;
    let (_, done) = typed(&desk, address, &[("w-year", "2002")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let mine = filled(&form, &[("w-title", "Somebody reads this")]);
    let shown = desk.post(address, &mine.encoded("show")).await;
    let lines = shown.select(".difference .line").join("\n");
    assert!(
        lines.contains("Somebody reads this") && !lines.contains("2001"),
        "{lines}"
    );
    // The same field: what the other said is told.
    let mine = filled(&form, &[("w-year", "2003")]);
    let clash = desk.post(address, &mine.encoded("show")).await;
    assert!(
        clash.select("[role=alert] pre").join("").contains("2002"),
        "{}",
        clash.text()
    );
}
