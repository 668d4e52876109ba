//! An agenda is built, its examples are linked, and what was said goes back into them: in the browser,
//! without a script, each step one commit.

use axum::http::StatusCode;
use concord::domain::{Role, Viewer};

use crate::editing::{Form, Writer, file as page_file, git};
use crate::people::Group;
use crate::wiki::{Answer, Wiki, page};

const EVENT: &str = "title: Seminar # of spring\nsummary: Talks.\nkind: event\nuid: spring\nstarts: 2030-04-17\nends: 2030-04-18\n\
    timezone: Europe/Zurich\ntracks: [Left, Right]\nrooms: [XIX, XX]\nsessions:\n\
    \x20 - {id: opening,   title: Opening, day: 1, starts: \"09:00\", ends: \"10:00\", room: XIX, basis: sure}\n\
    \x20 - {id: law, title: Law, day: 1, starts: \"10:00\", ends: \"12:00\", track: Left, room: XX, examples: [a]} # kept\n\
    \x20 - {id: money, title: Money, day: 1, starts: \"14:00\", ends: \"15:00\", track: Right, room: XIX}";
const ADDRESS: &str = "/-/agenda/events/s";

async fn group() -> Group {
    let event = page(EVENT, "## Aim\n\nWords.");
    let case = page(
        "title: Ferry\nsummary: S.\nkind: case-study\ncountries: [EE]",
        "## What was done\n\nText.\n\n## What was learned\n\nMore.",
    );
    let kenya = page(
        "title: Nairobi\nsummary: S.\nkind: case-study\ncountries: [KE]",
        "Text.",
    );
    let lesson = page(
        "title: Ask early\nsummary: S.\nkind: lesson\ndrawn_from: [a]\nsession: events/s#law",
        "Two offices *asked* early. Both were quick.\n\n## And more\n\nNobody waited.",
    );
    let hidden = page(
        "title: Otter\nsummary: S.\nkind: case-study\nvisibility: members",
        "Text.",
    );
    Group::new(&[
        ("events/s.md", &event),
        ("a.md", &case),
        ("kenya.md", &kenya),
        ("lesson.md", &lesson),
        ("inside.md", &hidden),
    ])
    .await
}

fn form(answer: &Answer) -> Form {
    let said = || format!("{}: {}", answer.status, answer.text());
    assert!(answer.status.is_success(), "{}", said());
    Form::within(&answer.text(), "main form")
}

fn source(group: &Group) -> String {
    page_file(group, "events/s.md")
}

fn line(text: &str, part: &str) -> String {
    let found = text.lines().find(|line| line.contains(part));
    found.unwrap_or_default().to_owned()
}

/// Returns what is told beside a field or a session.
fn told(answer: &Answer, at: &str) -> String {
    answer.select(&format!("[data-told=\"{at}\"] li")).concat()
}

#[tokio::test]
async fn several_changes_of_an_agenda_are_one_commit_that_leaves_all_else() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let door = writer.get("/events/s").await.attributes("a.action", "href");
    assert!(door.contains(&ADDRESS.to_owned()), "{door:?}");
    let before = source(&group);
    let commits = git(&group, &["rev-list", "--count", "main"]);
    let shown = form(&writer.get(ADDRESS).await);
    // One is added, one divided, two exchanged, and one is moved by its fields.
    let added = shown
        .set("n.title", "Closing")
        .set("n.day", "2")
        .set("n.starts", "09:00")
        .set("n.ends", "10:00");
    let added = form(&writer.send(ADDRESS, &added, "add").await);
    assert_eq!(added.get("s.3.title"), "Closing");
    assert_eq!(
        added.get("n.starts"),
        "10:00",
        "the next goes on from there"
    );
    let split = added.set("split.1", "10:45");
    let split = form(&writer.send(ADDRESS, &split, "split:1").await);
    assert_eq!(
        (
            split.get("s.1.ends"),
            split.get("s.4.starts"),
            split.get("s.4.title")
        ),
        ("10:45", "10:45", "Law (2)")
    );
    let swapped = split.set("swap.0", "2");
    let swapped = form(&writer.send(ADDRESS, &swapped, "swap:0").await);
    assert_eq!(
        (swapped.get("s.0.starts"), swapped.get("s.2.starts")),
        ("14:00", "09:00")
    );
    assert_eq!(source(&group), before, "nothing is saved yet");
    let last = swapped
        .set("s.2.starts", "09:30")
        .set("f.rooms", "XIX\r\nXX\r\nXXI");
    let saved = writer.send(ADDRESS, &last, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let after = source(&group);
    let opening = "  - {id: opening,   title: Opening, day: 1, starts: \"14:00\", ends: \"15:00\", room: XIX, basis: sure}";
    assert_eq!(line(&after, "id: opening"), opening);
    let law = line(&after, "id: law");
    assert!(
        law.ends_with("ends: \"10:45\", track: Left, room: XX, examples: [a]} # kept"),
        "{law}"
    );
    assert!(
        after.contains("rooms: [XIX, XX, XXI]") && after.contains("title: Seminar # of spring")
    );
    assert!(
        after.contains("title: Closing") && after.contains("title: Law (2)"),
        "{after}"
    );
    let ids = after.lines().filter(|line| line.contains("id: ")).count();
    assert_eq!(ids, 6, "the event and each session has one: {after}");
    let now = git(&group, &["rev-list", "--count", "main"]);
    let number = |text: &str| text.trim().parse::<usize>().unwrap();
    assert_eq!(number(&now), number(&commits) + 1);
    let said = git(&group, &["log", "-1", "--format=%s", "main"]);
    assert!(said.contains("Build the agenda of “Seminar”"), "{said}");
}

#[tokio::test]
async fn warnings_stand_beside_what_they_concern_and_block_nothing() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let shown = form(&writer.get(ADDRESS).await);
    let wrong = shown
        .set("s.2.starts", "11:00")
        .set("s.2.room", "XX")
        .set("s.0.day", "1")
        .set("s.0.track", "Middle")
        .set("f.timezone", "Zurich");
    let checked = writer.send(ADDRESS, &wrong, "check").await;
    assert!(told(&checked, "s.2.room").contains("needs the room “XX” while “Law” is in it"));
    assert!(told(&checked, "s.0.track").contains("no track “Middle”"));
    assert!(told(&checked, "f.timezone").contains("did you mean “Europe/Zurich”?"));
    assert_eq!(told(&checked, "s.1.room"), "");
    // A warning blocks nothing; an error does, and what was typed is there.
    let fine = form(&checked).set("f.timezone", "Europe/Zurich");
    assert_eq!(
        writer.send(ADDRESS, &fine, "save").await.status,
        StatusCode::SEE_OTHER
    );
    let shown = form(&writer.get(ADDRESS).await);
    let never = shown
        .set("f.starts", "2030-03-31")
        .set("f.ends", "2030-04-18")
        .set("s.0.starts", "02:30")
        .set("s.0.ends", "03:30");
    let refused = writer.send(ADDRESS, &never, "save").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&refused, "s.0.starts").contains("does not exist in Europe/Zurich"));
    assert_eq!(
        Form::within(&refused.text(), "main form").get("s.0.starts"),
        "02:30"
    );
}

#[tokio::test]
async fn two_organizers_build_at_once_and_meet_session_by_session() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let (one, other) = (
        form(&writer.get(ADDRESS).await),
        form(&writer.get(ADDRESS).await),
    );
    let one = one
        .set("s.1.title", "Law and trust")
        .set("n.title", "By one");
    let other = other
        .set("s.1.room", "XIX")
        .set("s.2.title", "Money and time")
        .set("n.title", "By the other");
    for form in [&one, &other] {
        let saved = writer.send(ADDRESS, form, "save").await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    }
    let text = source(&group);
    let law = line(&text, "id: law");
    assert!(
        law.contains("title: Law and trust") && law.contains("room: XIX"),
        "{law}"
    );
    for title in ["Money and time", "By one", "By the other"] {
        assert!(text.contains(title), "{title}: {text}");
    }
    // Where both changed the same, a choice is asked for, and nothing is lost.
    let (one, other) = (
        form(&writer.get(ADDRESS).await),
        form(&writer.get(ADDRESS).await),
    );
    let saved = writer
        .send(ADDRESS, &one.set("s.1.ends", "11:00"), "save")
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let asked = writer
        .send(ADDRESS, &other.set("s.1.ends", "11:30"), "save")
        .await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    let text = asked.text();
    assert!(
        text.contains("11:00") && text.contains("11:30"),
        "both are shown"
    );
}

#[tokio::test]
async fn an_empty_event_begins_with_its_first_session_and_examples_follow_at_once() {
    let group = group().await;
    group.wiki.write(&[(
        "events/new.md",
        &page("title: New\nsummary: S.\nkind: event\nuid: new\nstarts: 2030-05-01\ntimezone: Europe/Zurich", "Words."),
    )]);
    let writer = Writer::new(&group, Role::Organizer).await;
    let address = "/-/agenda/events/new";
    let shown = writer.get(address).await;
    assert!(!shown.select(".empty").is_empty());
    let added = form(&shown).set("n.title", "First");
    let added = writer.send(address, &added, "add").await;
    let saved = writer.send(address, &form(&added), "examples:0").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let to = saved.header("location").to_owned();
    assert!(
        to.starts_with("/-/examples/events/new/") && to.ends_with("?to=agenda"),
        "{to}"
    );
    let found = form(&writer.get(&to).await);
    let put = writer
        .send(to.split('?').next().unwrap(), &found, "add:a")
        .await;
    let done = writer
        .send(to.split('?').next().unwrap(), &form(&put), "save")
        .await;
    assert_eq!(done.header("location"), address);
    assert!(page_file(&group, "events/new.md").contains("examples: [a]"));
    for missing in ["/-/agenda/a", "/-/agenda/nothing"] {
        assert_eq!(
            writer.get(missing).await.status,
            StatusCode::NOT_FOUND,
            "{missing}"
        );
    }
}

#[tokio::test]
async fn a_session_is_searched_for_where_a_page_is_added() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let address = "/-/add-to-session/kenya";
    let shown = form(&writer.get(address).await).set("note", "Why");
    let found = writer
        .send(address, &shown.set("find", "mon"), "find")
        .await;
    assert_eq!(
        found.attributes("[name=session]", "value"),
        ["events/s#money"]
    );
    assert_eq!(form(&found).get("note"), "Why", "what was typed is there");
    let none = writer
        .send(address, &form(&found).set("find", "zebra"), "find")
        .await;
    assert!(none.attributes("[name=session]", "value").is_empty());
    let search = writer.get("/search?q=nairobi").await;
    assert_eq!(search.attributes(".hit-session a", "href"), [address]);
    let stranger = group.wiki.get("/search?q=nairobi").await;
    assert!(stranger.attributes(".hit-session a", "href").is_empty());
}

#[tokio::test]
async fn an_example_takes_a_sentence_of_its_lesson_over_through_its_own_form() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = "/-/take-over/a?from=lesson";
    assert!(writer.get("/a").await.text().contains(address));
    let stranger = group.wiki.get("/a").await.text();
    assert!(stranger.contains("Ask early") && !stranger.contains("/-/take-over/"));
    let shown = writer.get(address).await;
    let sentences = shown.select("main fieldset label");
    let wanted = [
        "Ask early.",
        "Two offices asked early.",
        "Both were quick.",
        "Nobody waited.",
    ];
    let trimmed: Vec<&str> = sentences.iter().map(|one| one.trim()).collect();
    assert_eq!(trimmed, wanted);
    let nothing = writer.send("/-/take-over/a", &form(&shown), "take").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = form(&shown)
        .add("sentence", "1")
        .add("sentence", "2")
        .set("section", "0");
    let editor = writer.send("/-/take-over/a", &chosen, "take").await;
    assert_eq!(editor.attributes("main form", "action"), ["/-/edit/a"]);
    let before = page_file(&group, "a.md");
    let saved = writer.send("/-/edit/a", &form(&editor), "save").await;
    assert!(saved.status.is_redirection(), "{}", saved.text());
    let taken = "Text.\n\nTwo offices asked early. Both were quick. ([Ask early](/lesson))\n\n## What was learned";
    assert_eq!(
        page_file(&group, "a.md"),
        before.replace("Text.\n\n## What was learned", taken)
    );
    // Only of what was drawn from the page.
    for wrong in [
        "/-/take-over/kenya?from=lesson",
        "/-/take-over/a?from=kenya",
        "/-/take-over/a",
    ] {
        assert_eq!(
            writer.get(wrong).await.status,
            StatusCode::NOT_FOUND,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn an_event_gathers_its_lessons_and_says_what_has_none_once_it_is_over() {
    let group = group().await;
    let shown = group.wiki.get("/events/s").await;
    let recorded = shown.select("#c-recorded ~ ul").concat();
    assert!(
        recorded.contains("Ask early") && recorded.contains("Law"),
        "{recorded}"
    );
    assert!(
        shown.select("#c-recorded ~ details").is_empty(),
        "it is not over"
    );
    let over = source(&group).replace("2030-", "2020-");
    group.wiki.write(&[("events/s.md", &over)]);
    let writer = Writer::new(&group, Role::Organizer).await;
    let shown = writer.get("/events/s").await;
    let without = shown.select("#c-recorded ~ details li");
    assert_eq!(without.len(), 2, "{without:?}");
    let doors = shown.attributes("#c-recorded ~ details a[rel=nofollow]", "href");
    assert_eq!(doors[0], "/-/record/events/s/opening");
}

#[tokio::test]
async fn coverage_names_the_regions_and_leads_to_cases_from_those_that_are_missing() {
    let group = group().await;
    let shown = group.wiki.get("/-/coverage/events/s").await;
    let regions = shown.select("#c-regions ~ p").concat();
    assert!(regions.contains("Europe 1"), "{regions}");
    assert!(regions.contains("Oceania (no case study yet)"), "{regions}");
    let fills = shown.attributes("#c-regions ~ p a", "href");
    assert_eq!(fills, ["/search?kind=case-study&country=KE"]);
    let found = group.wiki.get(&fills[0]).await;
    assert!(found.select(".hits").concat().contains("Nairobi"));
}

#[tokio::test]
async fn programs_are_told_nothing_of_examples_that_they_may_not_see() {
    let event = EVENT.replace("examples: [a]", "examples: [a, {page: inside, note: A secret reason}], material: [inside, \"https://un.example/slides\"]");
    let files = [
        ("events/s.md", page(&event, "Words.")),
        (
            "a.md",
            page("title: Ferry\nsummary: S.\nkind: case-study", "Text."),
        ),
        (
            "inside.md",
            page(
                "title: Otter\nsummary: S.\nkind: case-study\nvisibility: members",
                "Text.",
            ),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    let wiki = Wiki::new(&files);
    let events = wiki.get("/api/v1/events").await.text();
    assert!(
        !events.contains("secret reason") && !events.contains("inside"),
        "{events}"
    );
    assert!(
        events.contains("https://un.example/slides") && events.contains("\"examples\":[\"a\"]"),
        "{events}"
    );
    for address in ["/events/s", "/-/events.ics", "/feed.xml"] {
        let text = wiki.get(address).await.text();
        assert!(
            !text.contains("secret reason") && !text.contains("Otter"),
            "{address}"
        );
    }
    let wiki = Wiki::seen_by(wiki.repository, Viewer::Member);
    let events = wiki.get("/api/v1/events").await.text();
    assert!(events.contains("A secret reason"), "{events}");
}

#[tokio::test]
async fn an_event_that_runs_is_not_called_upcoming() {
    let event = EVENT.replace("starts: 2030-04-17", "starts: 2020-04-17");
    let wiki = Wiki::new(&[("events/s.md", &page(&event, "Words."))]);
    let shown = wiki
        .get("/events/s")
        .await
        .select(".facts .sector")
        .concat();
    assert_eq!(shown, "now");
    let wiki = Wiki::new(&[("events/s.md", &page(EVENT, "Words."))]);
    let shown = wiki
        .get("/events/s")
        .await
        .select(".facts .sector")
        .concat();
    assert_eq!(shown, "upcoming");
}
