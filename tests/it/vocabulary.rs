//! The vocabulary in the browser: terms added, renamed, replaced and retired, with the pages that carry
//! them; and words that mean the same.

use concord::domain::Role;

use crate::people::Group;
use crate::wiki::{Answer, page};

/// A vocabulary with something in it that no edit is about.
const OURS: &str = "# Ours.\n\n[synonyms]\nMNO = [\"operator\"]\n\n[[facet]]\nkey = \"challenges\"\nlabel = \"Challenge\" # what was hard\n\n\
    [[facet.term]]\nid = \"old\"\nlabel = \"Old word\"\nlabels = { de = \"Alt\", fr = \"Ancien\" }\n\n\
    [[facet.term]]\nid = \"new\"\nlabel = \"New word\"\n\n\
    [[facet.term]]\nid = \"idle\"\nlabel = \"Idle word\"\n\n[[facet]]\nkey = \"sectors\"\nlabel = \"Sector\"\nfrom = \"partners.sector\"\n";

/// Somebody at the forms of a group's vocabulary and bibliography.
pub(crate) struct Desk {
    pub(crate) group: Group,
    pub(crate) cookie: String,
}

impl Desk {
    pub(crate) async fn of(files: &[(&str, &str)], role: Role) -> Self {
        let group = Group::new(files).await;
        let cookie = group.sign_in(role).await;
        Self { group, cookie }
    }

    async fn new(role: Role) -> Self {
        let case = |terms: &str, more: &str| {
            page(
                &format!(
                    "title: Case {terms}\nsummary: S.\nkind: case-study\nchallenges: [{terms}] # hard\n{more}"
                ),
                "The text says old.\n\n:::list challenges=old\n:::",
            )
        };
        let files: [(&str, &str); 4] = [
            ("vocabulary.toml", OURS),
            ("a.md", &case("old", "")),
            ("b.md", &case("new, old", "visibility: members")),
            ("c.md", &case("odl", "")),
        ];
        Self::of(&files, role).await
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        self.group.wiki.request("GET", address, &headers).await
    }

    pub(crate) async fn post(&self, address: &str, form: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str())];
        self.group.wiki.post(address, form, &headers).await
    }

    /// What the fields of a form hold, as the form would send them.
    pub(crate) fn fields(answer: &Answer, changed: &[(&str, &str)]) -> String {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let sent = "main form input[name]:not([type=checkbox]), main form input[checked]";
        let names = answer.attributes(sent, "name");
        let values = answer.attributes(sent, "value");
        pairs.extend(names.into_iter().zip(values));
        let texts = answer.select("main form textarea[name]");
        let names = answer.attributes("main form textarea[name]", "name");
        pairs.extend(names.into_iter().zip(texts));
        let chosen = answer.attributes("main form select option[selected]", "value");
        let selects = answer.attributes("main form select[name]", "name");
        pairs.extend(selects.into_iter().zip(chosen));
        pairs.retain(|(name, _)| changed.iter().all(|(other, _)| name != other));
        let changed = changed
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        pairs.extend(changed);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }

    /// Fills in a form, looks at what it would change, and confirms.
    pub(crate) async fn change(&self, address: &str, changed: &[(&str, &str)]) -> (Answer, Answer) {
        let form = self.get(address).await;
        assert_eq!(form.status, 200, "{}", form.text());
        let show = [changed, &[("do", "show")]].concat();
        let shown = self.post(address, &Self::fields(&form, &show)).await;
        let confirm = [changed, &[("do", "confirm")]].concat();
        let done = self.post(address, &Self::fields(&shown, &confirm)).await;
        (shown, done)
    }

    pub(crate) async fn file(&self, file: &str) -> String {
        let store = self.group.wiki.publisher.store();
        let revision = store.tip().unwrap();
        let blob = store.file(&revision, file).unwrap().unwrap();
        String::from_utf8(store.read(blob).unwrap()).unwrap()
    }
}

#[tokio::test]
async fn the_vocabulary_tells_what_is_used_unused_and_not_defined() {
    let desk = Desk::new(Role::Organizer).await;
    let answer = desk.get("/-/vocabulary").await;
    assert_eq!(answer.status, 200);
    let terms = answer.select("dl.terms dt");
    assert_eq!(
        terms,
        [
            "odl Challenge 1 page",
            "Old word old 2 pages",
            "New word new 1 page",
            "Idle word idle unused"
        ]
    );
    assert!(answer.text().contains("Perhaps “Old word” is meant"));
    for role in [Role::Reader, Role::Contributor] {
        let desk = Desk::new(role).await;
        for address in [
            "/-/vocabulary",
            "/-/vocabulary/challenges/old",
            "/-/synonyms",
        ] {
            assert_eq!(desk.get(address).await.status, 403, "{role:?} {address}");
        }
        let form = "label=Mine&do=confirm";
        let answer = desk.post("/-/vocabulary/challenges/old", form).await;
        assert_eq!(answer.status, 403, "{role:?}");
    }
}

#[tokio::test]
async fn a_term_gets_another_name_and_every_other_byte_stays() {
    let desk = Desk::new(Role::Organizer).await;
    let changed = [
        ("label", "Older  word"),
        ("label-es", "Vieja"),
        ("aliases-fr", "vieux\r\nantique"),
    ];
    let (shown, done) = desk.change("/-/vocabulary/challenges/old", &changed).await;
    let lines = shown.select(".difference .line").join("\n");
    assert!(lines.contains("label = \"Older word\""), "{lines}");
    assert_eq!(done.status, 303, "{}", done.text());
    let wanted = OURS.replace(
        "\"Old word\"\nlabels = { de = \"Alt\", fr = \"Ancien\" }\n",
        "\"Older word\"\nlabels = { de = \"Alt\", es = \"Vieja\", fr = \"Ancien\" }\naliases = { fr = [\"vieux\", \"antique\"] }\n",
    );
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
    let list = desk
        .get(done.header("location").split('#').next().unwrap())
        .await;
    assert!(list.select(".notice").join("").starts_with("Saved."));
    // The same once more is nothing.
    let form = desk.get("/-/vocabulary/challenges/old").await;
    let again = [("aliases-fr", "vieux\nantique"), ("do", "show")];
    let address = "/-/vocabulary/challenges/old";
    let same = desk.post(address, &Desk::fields(&form, &again)).await;
    assert_eq!(same.status, 422);
    assert!(same.text().contains("nothing to save"), "{}", same.text());
}

#[tokio::test]
async fn a_replaced_term_is_rewritten_in_its_pages_and_still_leads_on() {
    let desk = Desk::new(Role::Organizer).await;
    let changed = [("fate", "new"), ("rewrite", "yes")];
    let (shown, done) = desk.change("/-/vocabulary/challenges/old", &changed).await;
    let pages = shown.select(".changed-pages > li").join(" | ");
    assert!(pages.contains("line 5 challenges: [old] # hard"), "{pages}");
    assert!(pages.contains("line 5 challenges: [new] # hard"), "{pages}");
    assert_eq!(done.status, 303, "{}", done.text());
    let a = desk.file("a.md").await;
    assert!(
        a.contains("challenges: [new] # hard\n") && a.contains("says old."),
        "{a}"
    );
    assert!(
        desk.file("b.md")
            .await
            .contains("challenges: [new] # hard\n")
    );
    let wanted = OURS.replace(
        "fr = \"Ancien\" }\n",
        "fr = \"Ancien\" }\nreplaced_by = \"new\"\n",
    );
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
    let store = desk.group.wiki.publisher.store();
    let message = store.history().message(store.tip().unwrap().id).unwrap();
    assert!(
        message.starts_with("Replace the term “Old word” by “New word”\n"),
        "{message}"
    );
    // Its page, a search by its id or its name, and a list that asks for it lead to the new one.
    let term = desk.get("/-/glossary/challenges/old").await;
    assert!(
        term.select(".notice")
            .join("")
            .contains("use instead: New word")
    );
    for address in [
        "/search?challenges=old",
        "/search?challenges=Ancien",
        "/search?q=ancien",
    ] {
        let found = desk
            .get(address)
            .await
            .select(".hit h2, .hit h3")
            .join(" | ");
        assert!(
            found.contains("Case old") && found.contains("Case new, old"),
            "{address}: {found}"
        );
    }
    let listed = desk.get("/a").await.text();
    assert!(listed.contains("Case new, old"), "{listed}");
    // Pages that still come with it are warned, and the form no longer offers it.
    desk.group.wiki.write(&[(
        "d.md",
        &page("title: D\nsummary: S.\nchallenges: [old]", "x"),
    )]);
    let problems = desk.get("/-/problems").await.text();
    assert!(
        problems.contains("is retired") && problems.contains("write “new” in its place"),
        "{problems}"
    );
    let offered = desk
        .get("/-/edit/c")
        .await
        .attributes(".terms input", "value");
    assert!(
        offered.contains(&"new".to_owned()) && !offered.contains(&"old".to_owned()),
        "{offered:?}"
    );
}

#[tokio::test]
async fn a_term_gets_another_id_and_its_pages_with_it_in_one_commit() {
    let desk = Desk::new(Role::Organizer).await;
    let address = "/-/vocabulary/challenges/old";
    let tip = desk.group.wiki.publisher.store().tip().unwrap().id;
    let changed = [
        ("new-id", "older"),
        ("label", "Older word"),
        ("keep", "yes"),
    ];
    let (shown, done) = desk.change(address, &changed).await;
    let pages = shown.select(".changed-pages > li").join(" | ");
    assert!(
        pages.contains("line 5 challenges: [older] # hard"),
        "{pages}"
    );
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(done.header("location").ends_with("#challenges-older"));
    let wanted = OURS
        .replace("id = \"old\"\nlabel = \"Old word\"", "id = \"older\"\nlabel = \"Older word\"")
        .replace(
            "label = \"Idle word\"\n",
            "label = \"Idle word\"\n\n[[facet.term]]\nid = \"old\"\nlabel = \"Older word\"\nreplaced_by = \"older\"\n",
        );
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
    let b = desk.file("b.md").await;
    assert!(b.contains("challenges: [new, older] # hard\n"), "{b}");
    let store = desk.group.wiki.publisher.store();
    let now = store.tip().unwrap().id;
    let message = store.history().message(now).unwrap();
    assert!(
        message.starts_with("Rename the term “old” to “older”\n"),
        "{message}"
    );
    let parents = store.history().commit_at(now).unwrap().unwrap().before;
    assert_eq!(parents.map(|parent| parent.id), Some(tip), "one commit");
    // What asks for the old id finds the term.
    let found = desk.get("/search?challenges=old").await;
    let found = found.select(".hit h2, .hit h3").join(" | ");
    assert!(found.contains("Case old"), "{found}");
    let listed = desk.get("/a").await.text();
    assert!(listed.contains("Case new, old"), "{listed}");
}

#[tokio::test]
async fn a_term_gets_no_id_that_is_taken_or_none_and_a_replaced_one_keeps_its_own() {
    let desk = Desk::new(Role::Organizer).await;
    let address = "/-/vocabulary/challenges/idle";
    let form = desk.get(address).await;
    for (changed, said) in [
        (vec![("new-id", "new")], "There is a term “new” already"),
        (vec![("new-id", "Not an id")], "has other characters"),
        (vec![("new-id", "x"), ("fate", "new")], "keeps its id"),
    ] {
        let changed = [changed, vec![("do", "show")]].concat();
        let shown = desk.post(address, &Desk::fields(&form, &changed)).await;
        assert_eq!(shown.status, 422, "{said}");
        assert!(shown.text().contains(said), "{}", shown.text());
    }
    // Without a trace: the old id is nothing any more.
    let (_, done) = desk
        .change(address, &[("new-id", "calm"), ("keep", "")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let wanted = OURS.replace("id = \"idle\"", "id = \"calm\"");
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
    let was = desk.get(address).await;
    assert_eq!(was.status, 404);
}

#[tokio::test]
async fn a_term_is_retired_without_a_replacement_and_taken_up_again() {
    let desk = Desk::new(Role::Organizer).await;
    let (_, done) = desk
        .change("/-/vocabulary/challenges/idle", &[("fate", "-")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let now = desk.file("vocabulary.toml").await;
    assert_eq!(
        now,
        OURS.replace("\"Idle word\"\n", "\"Idle word\"\nretired = true\n")
    );
    assert!(desk.get("/-/vocabulary").await.text().contains("retired"));
    let (_, done) = desk
        .change("/-/vocabulary/challenges/idle", &[("fate", "")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(desk.file("vocabulary.toml").await, OURS);
    // What was replaced by a term follows it.
    for (term, by) in [("old", "new"), ("new", "idle")] {
        let changed = [("fate", by), ("rewrite", "yes")];
        let address = format!("/-/vocabulary/challenges/{term}");
        let (_, done) = desk.change(&address, &changed).await;
        assert_eq!(done.status, 303, "{}", done.text());
    }
    let now = desk.file("vocabulary.toml").await;
    assert_eq!(now.matches("replaced_by = \"idle\"").count(), 2, "{now}");
}

#[tokio::test]
async fn what_pages_carry_and_nobody_defined_is_replaced_or_defined() {
    let desk = Desk::new(Role::Organizer).await;
    let form = desk.get("/-/vocabulary/challenges/odl").await;
    assert_eq!(form.attributes("option[selected]", "value"), ["old"]);
    let (_, done) = desk
        .change("/-/vocabulary/challenges/odl", &[("fate", "old")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(desk.file("c.md").await.contains("challenges: [old] # hard"));
    assert_eq!(desk.file("vocabulary.toml").await, OURS);
    assert_eq!(desk.get("/-/vocabulary/challenges/odl").await.status, 404);
    let form = desk.get("/-/vocabulary/sectors?id=private").await;
    assert_eq!(form.attributes("#f-id", "value"), ["private"]);
    let (_, done) = desk
        .change(
            "/-/vocabulary/sectors?id=private",
            &[("label", "Private firms")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let wanted = format!("{OURS}\n[[facet.term]]\nid = \"private\"\nlabel = \"Private firms\"\n");
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
}

#[tokio::test]
async fn what_others_did_meanwhile_is_told_and_nothing_typed_is_lost() {
    let desk = Desk::new(Role::Organizer).await;
    let address = "/-/vocabulary/challenges/old";
    let form = desk.get(address).await;
    let changed = [("label", "Mine"), ("note", "A remark"), ("do", "show")];
    let shown = desk.post(address, &Desk::fields(&form, &changed)).await;
    assert_eq!(shown.status, 200);
    let theirs = OURS
        .replace("Old word", "Theirs")
        .replace("\"Idle word\"", "\"Idle\"");
    desk.group.wiki.write(&[("vocabulary.toml", &theirs)]);
    let confirm = Desk::fields(&shown, &[("do", "confirm")]);
    let again = desk.post(address, &confirm).await;
    assert_eq!(again.status, 422);
    let said = again.select(".notice").join(" | ");
    assert!(said.contains("Name in English: “Theirs”"), "{said}");
    assert_eq!(again.attributes("#f-label", "value"), ["Mine"]);
    let done = desk
        .post(address, &Desk::fields(&again, &[("do", "confirm")]))
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    let now = desk.file("vocabulary.toml").await;
    assert!(
        now.contains("label = \"Mine\"\nnote = \"A remark\"\n"),
        "{now}"
    );
    assert!(now.contains("\"Idle\""), "{now}");
    // What would be wrong afterwards is refused, with what was typed.
    let (shown, _) = desk.change(address, &[("aliases-en", "New word")]).await;
    assert_eq!(shown.status, 422);
    assert!(shown.text().contains("names two terms"), "{}", shown.text());
    let empty = desk.post(address, "label=&note=kept&do=confirm").await;
    assert_eq!(empty.status, 422);
    let new = desk
        .post("/-/vocabulary/sectors", "label=X&id=%C3%9C&do=show")
        .await;
    assert!(new.text().contains("other characters"), "{}", new.text());
    let twice = desk
        .post("/-/vocabulary/challenges", "label=Old&id=old&do=show")
        .await;
    assert_eq!(twice.status, 422);
    let long = format!("label={}&do=show", "x".repeat(4_001));
    assert_eq!(desk.post("/-/vocabulary/sectors", &long).await.status, 422);
}

#[tokio::test]
async fn words_that_mean_the_same_stand_beside_what_was_searched_in_vain() {
    let desk = Desk::new(Role::Organizer).await;
    let count = desk.group.accounts.searches().count("telco", None).unwrap();
    count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    desk.group.accounts.tidy().await.unwrap();
    let answer = desk.get("/-/synonyms").await;
    let links = answer.attributes("main td a", "href");
    assert!(
        links.contains(&"/-/synonyms?word=telco#c-form".to_owned()),
        "{links:?}"
    );
    let (shown, done) = desk
        .change("/-/synonyms?word=telco", &[("others", "MNO\noperator")])
        .await;
    assert!(
        shown
            .select(".line")
            .join("")
            .contains("telco = [\"MNO\", \"operator\"]")
    );
    assert_eq!(done.status, 303, "{}", done.text());
    let wanted = OURS.replace(
        "[\"operator\"]\n",
        "[\"operator\"]\ntelco = [\"MNO\", \"operator\"]\n",
    );
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
    let (_, done) = desk
        .change("/-/synonyms?word=telco", &[("others", "")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(desk.file("vocabulary.toml").await, OURS);
    let circle = desk
        .post("/-/synonyms", "word=operator&others=MNO&do=show")
        .await;
    assert_eq!(circle.status, 422);
    assert!(circle.text().contains("in a circle"), "{}", circle.text());
}

#[tokio::test]
async fn a_facet_is_added_reworded_and_taken_out_when_no_page_needs_it() {
    let desk = Desk::new(Role::Organizer).await;
    let added = [
        ("label", "Data  source"),
        ("label-fr", "Source de données"),
        ("definition", "What it is about."),
        ("brief", "yes"),
    ];
    let (shown, done) = desk.change("/-/facets", &added).await;
    let lines = shown.select(".difference .line").join("\n");
    assert!(lines.contains("key = \"data_source\""), "{lines}");
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(done.header("location").ends_with("#data_source"));
    let block = "\n[[facet]]\nkey = \"data_source\"\nlabel = \"Data source\"\ndefinition = \"What it is about.\"\n\
                 labels = { fr = \"Source de données\" }\nin_brief = true\n";
    let wanted = format!("{OURS}{block}");
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
    // It is there for terms, in the form of a page and in the list.
    let list = desk.get("/-/vocabulary").await.text();
    assert!(list.contains("href=\"/-/facets/data_source\""), "{list}");
    let term = [("label", "Scanner data")];
    let (_, done) = desk.change("/-/vocabulary/data_source", &term).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let form = desk.get("/-/edit/c").await;
    let offered = form.attributes("[name='f.data_source']", "value");
    assert_eq!(offered, ["scanner-data"]);
    let form = desk.get("/-/facets/data_source").await;
    let without = desk
        .post(
            "/-/facets/data_source",
            &Desk::fields(&form, &[("do", "show")]),
        )
        .await;
    assert!(without.text().contains("nothing to save"));
    let reworded = [("label", "Source"), ("brief", "")];
    let (_, done) = desk.change("/-/facets/data_source", &reworded).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let text = desk.file("vocabulary.toml").await;
    assert!(
        text.contains("label = \"Source\"\n") && !text.contains("in_brief"),
        "{text}"
    );
    let (_, done) = desk
        .change("/-/facets/data_source", &[("remove", "yes")])
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(desk.file("vocabulary.toml").await, OURS);
    assert_eq!(desk.get("/-/facets/data_source").await.status, 404);
    // A facet that pages carry stays, whatever is sent.
    let used = desk.get("/-/facets/challenges").await;
    assert!(used.select("[name=remove]").is_empty());
    let again = [("remove", "yes"), ("do", "show")];
    let refused = desk
        .post("/-/facets/challenges", &Desk::fields(&used, &again))
        .await;
    assert!(
        refused.text().contains("nothing to save"),
        "{}",
        refused.text()
    );
    // Nor is there a key that means something else.
    let form = desk.get("/-/facets").await;
    for (label, id, why) in [
        ("Date", "", "a key of front matter"),
        ("", "x", "A name in English is needed"),
        ("Challenge", "challenges", "is there already"),
        ("Länder", "länder", "other characters"),
    ] {
        let sent = [("label", label), ("id", id), ("do", "show")];
        let answer = desk.post("/-/facets", &Desk::fields(&form, &sent)).await;
        assert_eq!(answer.status, 422, "{label}");
        assert!(answer.text().contains(why), "{label}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_group_is_added_and_given_to_terms_and_goes_when_it_is_empty() {
    let desk = Desk::new(Role::Organizer).await;
    let added = [("label", "Beginnings"), ("label-ru", "Начало")];
    let (_, done) = desk.change("/-/groups/challenges", &added).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let own = "label = \"Challenge\" # what was hard\n";
    let group = "\n[[facet.group]]\nid = \"beginnings\"\nlabel = \"Beginnings\"\nlabels = { ru = \"Начало\" }\n";
    let wanted = OURS.replace(own, &format!("{own}{group}"));
    assert_eq!(desk.file("vocabulary.toml").await, wanted);
    let given = [("group", "beginnings")];
    let (_, done) = desk.change("/-/vocabulary/challenges/new", &given).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let address = "/-/groups/challenges/beginnings";
    let reworded = [("label", "How it began"), ("remove", "yes")];
    let (_, done) = desk.change(address, &reworded).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let text = desk.file("vocabulary.toml").await;
    assert!(
        text.contains("label = \"How it began\"") && text.contains("group = \"beginnings\""),
        "{text}"
    );
    let list = desk.get("/-/vocabulary").await;
    let link = list.select(&format!("a[href='{address}']"));
    assert_eq!(link, ["How it began"]);
    let back = [("group", "")];
    let (_, done) = desk.change("/-/vocabulary/challenges/new", &back).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let (_, done) = desk.change(address, &[("remove", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(desk.file("vocabulary.toml").await, OURS);
    let form = desk.get("/-/groups/challenges").await;
    for id in ["Über uns", "a/b", "A"] {
        let sent = [("label", "L"), ("id", id), ("do", "show")];
        let fields = Desk::fields(&form, &sent);
        let answer = desk.post("/-/groups/challenges", &fields).await;
        assert_eq!(answer.status, 422, "{id}");
        assert!(answer.text().contains("The id of a group"), "{id}");
    }
}

#[tokio::test]
async fn what_two_change_of_a_facet_is_put_together() {
    let desk = Desk::new(Role::Organizer).await;
    let address = "/-/facets/sectors";
    let form = desk.get(address).await;
    let (_, done) = desk.change(address, &[("label-es", "Sector")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let show = Desk::fields(&form, &[("label-fr", "Secteur"), ("do", "show")]);
    let shown = desk.post(address, &show).await;
    let confirm = Desk::fields(&shown, &[("do", "confirm")]);
    let done = desk.post(address, &confirm).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let text = desk.file("vocabulary.toml").await;
    let labels = "labels = { es = \"Sector\", fr = \"Secteur\" }\n";
    assert!(text.contains(labels), "{text}");
    let clash = Desk::fields(&form, &[("label-es", "Ramo"), ("do", "show")]);
    let told = desk.post(address, &clash).await.text();
    assert!(told.contains("Name in Español: “Sector”"), "{told}");
}
