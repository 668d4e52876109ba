//! An event's agenda as readers, calendars and programs get it, and what is told of it.

use axum::http::StatusCode;
use concord::domain::{Role, Viewer};

use crate::editing::{Form, Writer};
use crate::people::Group;
use crate::wiki::{Answer, Wiki, page};

const AGENDA: &str = "title: Seminar\nsummary: Talks.\nkind: event\nuid: spring-seminar\nstarts: 2026-04-17\nends: 2026-04-18\n\
    timezone: Europe/Zurich\nplace: Geneva\ntracks: [Management, Operations]\nrooms: [XIX, XX]\nsessions:\n\
    \x20 - {id: opening, title: Opening, day: 1, starts: \"09:00\", ends: \"10:00\", format: plenary, room: XIX, chair: Ada,\n\
    \x20     questions: [What matters most?], material: [\"https://un.example/slides\", plan.txt],\n\
    \x20     examples: [a, {page: inside, note: A secret reason}]}\n\
    \x20 - {title: Coffee, day: 1, starts: \"10:00\", ends: \"10:30\", format: break}\n\
    \x20 - {id: law, title: Law, day: 1, starts: \"10:30\", ends: \"12:00\", track: Operations, room: XX, examples: [{page: a, note: The ferry}]}\n\
    \x20 - {id: money, title: Money, day: 1, starts: \"10:30\", ends: \"11:30\", track: Management, room: XIX}\n\
    \x20 - {id: later, title: To be placed, day: 2}";

fn files() -> Vec<(&'static str, String)> {
    vec![
        ("events/s.md", page(AGENDA, "## Aim\n\nWords.")),
        (
            "a.md",
            page("title: Ferry\nsummary: A case.\nkind: case-study", "Text."),
        ),
        (
            "inside.md",
            page(
                "title: Otter\nsummary: S.\nkind: case-study\nvisibility: members",
                "Text.",
            ),
        ),
        (
            "lesson.md",
            page(
                "title: Ask early\nsummary: S.\nkind: lesson\ndrawn_from: [a]\nsession: events/s#law",
                "Text.",
            ),
        ),
        ("plan.txt", "A plan.".to_owned()),
    ]
}

fn wiki() -> Wiki {
    let files = files();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    Wiki::new(&files)
}

/// Returns the rows of a grid, each with how many rows and columns its cells take.
fn grid(answer: &Answer) -> Vec<String> {
    answer.select(".agenda-grid tr")
}

#[tokio::test]
async fn what_goes_on_side_by_side_stands_side_by_side_and_in_a_list() {
    let answer = wiki().get("/events/s").await;
    assert_eq!(answer.status, StatusCode::OK);
    let rows = grid(&answer);
    assert_eq!(rows.len(), 5, "{rows:?}");
    assert!(
        rows[0].contains("Europe/Zurich") && rows[0].contains("ManagementOperations"),
        "{}",
        rows[0]
    );
    assert!(
        rows[1].contains("Opening") && rows[2].contains("Coffee"),
        "{rows:?}"
    );
    assert!(rows[3].find("Money") < rows[3].find("Law"), "{rows:?}");
    assert_eq!(answer.attributes(".slot[colspan]", "colspan"), ["2", "2"]);
    assert_eq!(answer.attributes(".slot[rowspan]", "rowspan"), ["2"]);
    // The list has what the grid has, and what has no time yet.
    let list = answer.select(".overview tbody tr").concat();
    for title in ["Opening", "Coffee", "Law", "Money", "To be placed"] {
        assert!(list.contains(title), "{list}");
    }
    let times = answer.attributes(".session-title time", "datetime");
    assert_eq!(times[0], "2026-04-17T07:00:00Z");
    assert!(
        answer
            .select("#c-session-opening .zone")
            .concat()
            .contains("Europe/Zurich, UTC+02:00")
    );
}

#[tokio::test]
async fn times_are_shown_in_the_readers_zone_too_and_both_are_named() {
    let wiki = wiki();
    let answer = wiki.get("/events/s?zone=America/Toronto").await;
    let first = answer.select("#c-session-opening .session-time").concat();
    assert!(
        first.contains("09:00–10:00") && first.contains("Europe/Zurich"),
        "{first}"
    );
    assert!(
        first.contains("03:00–04:00") && first.contains("America/Toronto, UTC−04:00"),
        "{first}"
    );
    // Where it is another day, that is said.
    let answer = wiki.get("/events/s?zone=Pacific/Honolulu").await;
    let first = answer.select("#c-session-opening .reader-time").concat();
    assert!(first.contains("16 April 2026 21:00–22:00"), "{first}");
    let answer = wiki.get("/events/s?zone=Toronto").await;
    assert_eq!(answer.status, StatusCode::OK);
    let said = answer.select(".zones [role=alert]").concat();
    assert!(
        said.contains("“Toronto”") && said.contains("America/Toronto"),
        "{said}"
    );
}

#[tokio::test]
async fn each_session_has_a_page_of_its_own() {
    let wiki = wiki();
    let answer = wiki.get("/-/session/events/s/law").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.select("h1"), ["Law"]);
    let cards = answer.select(".cards").concat();
    assert!(
        cards.contains("Ferry") && cards.contains("The ferry"),
        "{cards}"
    );
    assert_eq!(answer.attributes("#c-lessons ~ ul a", "href"), ["/lesson"]);
    assert_eq!(
        answer.attributes("[rel=prev]", "href"),
        ["/-/session/events/s/opening"]
    );
    assert_eq!(
        answer.attributes("[rel=next]", "href"),
        ["/-/session/events/s/money"]
    );
    assert!(
        answer
            .text()
            .contains("/-/calendar/events/s.ics?session=law")
    );
    let first = wiki.get("/-/session/events/s/opening").await;
    let material = first.attributes("#c-material ~ ul a", "href");
    assert_eq!(material, ["https://un.example/slides", "/plan.txt"]);
    assert!(
        first
            .select("main ol")
            .concat()
            .contains("What matters most?")
    );
    // Without an id a session goes by its number.
    assert_eq!(
        wiki.get("/-/session/events/s/2").await.select("h1"),
        ["Coffee"]
    );
    for missing in ["events/s/nothing", "events/s", "a/1", "nothing/opening", ""] {
        let answer = wiki.get(&format!("/-/session/{missing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn an_example_that_a_reader_may_not_see_leaves_no_trace() {
    for address in ["/events/s", "/-/session/events/s/opening"] {
        let html = wiki().get(address).await.text();
        assert!(
            !html.contains("Otter") && !html.contains("secret reason"),
            "{address}"
        );
    }
    let wiki = Wiki::seen_by(wiki().repository, Viewer::Member);
    let html = wiki.get("/-/session/events/s/opening").await.text();
    assert!(html.contains("Otter") && html.contains("A secret reason"));
}

/// Returns the entries of a calendar: the values of a property of each, folded lines put together.
fn entries(text: &str, property: &str) -> Vec<String> {
    let whole = text.replace("\r\n ", "");
    assert!(
        !whole.replace("\r\n", "").contains(['\r', '\n']),
        "every line ends alike"
    );
    let blocks = whole.split("BEGIN:VEVENT\r\n").skip(1);
    let value = |block: &str| {
        let line = block.lines().find(|line| line.starts_with(property));
        line.and_then(|line| line.split_once(':'))
            .map_or(String::new(), |(_, value)| value.to_owned())
    };
    blocks.map(value).collect()
}

#[tokio::test]
async fn an_event_is_its_days_and_its_sessions_are_instants_in_every_calendar() {
    let wiki = wiki();
    let answer = wiki.get("/-/calendar/events/s.ics").await;
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    let text = answer.text();
    assert_eq!(
        entries(&text, "UID"),
        [
            "spring-seminar",
            "spring-seminar-opening",
            "spring-seminar-law",
            "spring-seminar-money"
        ]
    );
    assert_eq!(
        entries(&text, "DTSTART"),
        [
            "20260417",
            "20260417T070000Z",
            "20260417T083000Z",
            "20260417T083000Z"
        ]
    );
    assert_eq!(
        entries(&text, "DTEND")[0],
        "20260419",
        "the day behind the last"
    );
    let all = wiki.get("/-/events.ics").await.text();
    assert_eq!(entries(&all, "UID"), entries(&text, "UID"));
    let one = wiki
        .get("/-/calendar/events/s.ics?session=law")
        .await
        .text();
    assert_eq!(entries(&one, "SUMMARY"), ["Law"]);
    assert_eq!(
        entries(&one, "URL"),
        ["https://test.example/-/session/events/s/law"]
    );
    for missing in ["events/s.ics?session=no", "a.ics", "events/s", "no.ics"] {
        let answer = wiki.get(&format!("/-/calendar/{missing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn a_later_version_of_an_event_keeps_its_ids_and_has_a_higher_number() {
    let wiki = wiki();
    wiki.read_history();
    let before = wiki.get("/-/events.ics").await.text();
    let moved = AGENDA
        .replace("\"09:00\"", "\"08:30\"")
        .replace("title: Opening", "title: Welcome");
    wiki.write(&[("events/s.md", &page(&moved, "Words."))]);
    wiki.read_history();
    let after = wiki.get("/-/events.ics").await.text();
    assert_eq!(entries(&before, "UID"), entries(&after, "UID"));
    assert_eq!(entries(&after, "DTSTART")[1], "20260417T063000Z");
    let number = |text: &str| entries(text, "SEQUENCE")[0].parse::<u64>().unwrap();
    assert_eq!((number(&before), number(&after)), (0, 1));
    // Another page's change is none of the event's.
    wiki.write(&[("plan.txt", "Another plan.")]);
    wiki.read_history();
    assert_eq!(number(&wiki.get("/-/events.ics").await.text()), 1);
}

#[tokio::test]
async fn what_was_in_a_calendar_and_is_gone_is_cancelled_under_the_same_id() {
    let wiki = wiki();
    let without = AGENDA.replace("id: money, title: Money", "id: banking, title: Banking");
    wiki.write(&[("events/s.md", &page(&without, "Words."))]);
    let later = AGENDA.replace("id: law, title: Law", "id: rules, title: Rules");
    wiki.write(&[("events/s.md", &page(&later, "Words."))]);
    wiki.read_history();
    for address in ["/-/events.ics", "/-/calendar/events/s.ics"] {
        let text = wiki.get(address).await.text();
        let states: Vec<(String, String)> = entries(&text, "UID")
            .into_iter()
            .zip(entries(&text, "STATUS"))
            .filter(|(_, state)| !state.is_empty())
            .collect();
        let cancelled = |id: &str| (format!("spring-seminar-{id}"), "CANCELLED".to_owned());
        // What came back is not cancelled.
        assert_eq!(
            states,
            [cancelled("law"), cancelled("banking")],
            "{address}"
        );
        assert_eq!(entries(&text, "SEQUENCE")[0], "2");
    }
    let one = "/-/calendar/events/s.ics?session=law";
    assert_eq!(
        entries(&wiki.get(one).await.text(), "STATUS"),
        ["CANCELLED"]
    );
    // The event itself.
    wiki.write_saying("Drop it", &[("events/s.md", None), ("lesson.md", None)]);
    wiki.read_history();
    for address in ["/-/events.ics", "/-/calendar/events/s.ics"] {
        let text = wiki.get(address).await.text();
        assert_eq!(entries(&text, "UID")[0], "spring-seminar");
        let states = entries(&text, "STATUS");
        assert_eq!(states.len(), 4, "{text}");
        assert!(states.iter().all(|state| state == "CANCELLED"), "{text}");
    }
}

#[tokio::test]
async fn what_a_reader_could_not_see_is_not_cancelled_for_them() {
    let hidden = AGENDA.replace("kind: event", "kind: event\nvisibility: members");
    let mut files = files();
    files[0].1 = page(&hidden, "Words.");
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    let wiki = Wiki::new(&files);
    let open = AGENDA.replace("id: money, title: Money", "id: banking, title: Banking");
    wiki.write(&[("events/s.md", &page(&open, "Words."))]);
    wiki.read_history();
    let text = wiki.get("/-/events.ics").await.text();
    assert_eq!(entries(&text, "SEQUENCE")[0], "0");
    assert!(entries(&text, "STATUS").concat().is_empty(), "{text}");
    let members = Wiki::seen_by(wiki.repository, Viewer::Member);
    members.read_history();
    let text = members.get("/-/events.ics").await.text();
    assert_eq!(entries(&text, "SEQUENCE")[0], "1");
    assert!(text.contains("UID:spring-seminar-money"));
}

#[tokio::test]
async fn sessions_on_both_sides_of_a_clock_change_are_at_their_instants() {
    let agenda = "title: Autumn\nsummary: S.\nkind: event\nuid: autumn\nstarts: 2026-10-24\nends: 2026-10-26\n\
        timezone: Europe/Zurich\nsessions:\n\
        \x20 - {id: before, title: Before, day: 1, starts: \"23:00\", ends: \"23:30\"}\n\
        \x20 - {id: early, title: Early, day: 2, starts: \"01:30\", ends: \"03:30\"}\n\
        \x20 - {id: behind, title: Behind, day: 3, starts: \"09:00\", ends: \"10:00\"}";
    let spring = agenda
        .replace("autumn", "spring")
        .replace("2026-10-24", "2026-03-28")
        .replace("2026-10-26", "2026-03-30");
    let wiki = Wiki::new(&[
        ("a.md", &page(agenda, "W.")),
        ("b.md", &page(&spring, "W.")),
    ]);
    let text = wiki.get("/-/events.ics").await.text();
    let times: Vec<(String, String)> = entries(&text, "DTSTART")
        .into_iter()
        .zip(entries(&text, "DTEND"))
        .filter(|(from, _)| from.ends_with('Z'))
        .collect();
    let wanted = [
        ("20261024T210000Z", "20261024T213000Z"),
        ("20261024T233000Z", "20261025T023000Z"),
        ("20261026T080000Z", "20261026T090000Z"),
        ("20260328T220000Z", "20260328T223000Z"),
        ("20260329T003000Z", "20260329T013000Z"),
        ("20260330T070000Z", "20260330T080000Z"),
    ];
    let wanted = wanted.map(|(from, to)| (from.to_owned(), to.to_owned()));
    assert_eq!(times, wanted);
}

#[tokio::test]
async fn a_selection_becomes_examples_of_a_session_or_of_a_new_one() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let text = file(&group, "events/s.md").replace("starts: 2026-04-17\nends: 2026-04-18\n", "");
    group.wiki.write(&[("events/s.md", &text)]);
    let selection = "p=b&note=Why+b&p=a&note=Why+a";
    let page = writer.get(&format!("/-/selection?{selection}")).await;
    let doors = page.attributes("#c-share ~ p a", "href");
    let door = "/-/selection/session?p=b&note=Why+b&p=a&note=Why+a";
    assert!(doors.contains(&door.to_owned()), "{doors:?}");
    let form = form_in(&writer.get(door).await);
    // The session has `a` already, with another reason.
    let law = form.clone().set("session", "events/s#law");
    let sent = writer.send("/-/selection/session", &law, "add").await;
    assert_eq!(
        sent.header("location"),
        "/-/session/events/s/law",
        "{}",
        sent.text()
    );
    let text = file(&group, "events/s.md");
    assert!(
        text.contains("{page: a, note: The ferry}, {page: b, note: Why b}"),
        "{text}"
    );
    // A new session needs a title; nothing of the choice is lost without.
    let new = form.set("session", "events/s#");
    let untitled = writer.send("/-/selection/session", &new, "add").await;
    assert_eq!(untitled.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        untitled.attributes("[name=note]", "value"),
        ["Why b", "Why a"]
    );
    let titled = new.set("title", "Boats & trams");
    let begun = writer.send("/-/selection/session", &titled, "add").await;
    let address = begun.header("location").to_owned();
    assert!(
        address.starts_with("/-/session/events/s/"),
        "{}",
        begun.text()
    );
    let session = writer.get(&address).await;
    assert_eq!(session.select("h1"), ["Boats & trams"]);
    let cards = session.select(".cards").concat();
    assert!(
        cards.find("Why b") < cards.find("Why a") && cards.contains("Why a"),
        "{cards}"
    );
}

#[tokio::test]
async fn a_selection_becomes_a_page_with_its_links_and_notes() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let page = writer.get("/-/selection?p=b&note=Why+%5Bb%5D&p=a").await;
    let doors = page.attributes("#c-share ~ p a", "href");
    let door = "/-/new?kind=page&p=b&note=Why+%5Bb%5D&p=a";
    assert!(doors.contains(&door.to_owned()), "{doors:?}");
    assert!(
        !doors
            .iter()
            .any(|door| door.starts_with("/-/selection/session"))
    );
    let begun = writer.get(door).await;
    let text = begun.select("#c-body").concat();
    assert!(
        text.contains("- [Law and trust](/b): Why \\[b\\] - [Ferry](/a)"),
        "{text}"
    );
}

#[tokio::test]
async fn programs_get_events_with_their_sessions_and_instants() {
    let wiki = wiki();
    let answer = wiki.get("/api/v1/events").await.json();
    assert_eq!(answer["total"], 1);
    let event = &answer["events"][0];
    assert_eq!(event["uid"], "spring-seminar");
    let law = &event["sessions"][2];
    assert_eq!(law["from"], "2026-04-17T08:30:00Z");
    assert_eq!(law["address"], "/-/session/events/s/law");
    assert_eq!(law["examples"][0]["note"], "The ferry");
    assert_eq!(
        event["sessions"][1]["format"], "break",
        "pauses are there, too"
    );
    let html = wiki.get("/events/s").await.text();
    assert!(html.contains("\"startDate\":\"2026-04-17T09:00:00+02:00\""));
}

#[tokio::test]
async fn what_a_page_cannot_know_of_its_agenda_is_told_to_those_who_may_know() {
    let files = files();
    let gone = "0123456789abcdef0123456789abcdef01234567";
    let wiki = Wiki::seen_by(wiki().repository, Viewer::Contributor);
    let agenda = AGENDA.replace(
        "examples: [{page: a, note: The ferry}]",
        &format!("examples: [{{page: a, at: {gone}}}, nothing]"),
    );
    wiki.write(&[("events/s.md", &page(&agenda, "Words."))]);
    let problems = wiki.get("/api/v1/pages/events/s").await.json()["problems"].clone();
    let kinds: Vec<&str> = problems
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["hidden-example", "stale-pin", "broken-link"],
        "{problems}"
    );
    assert!(
        problems
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["line"].as_u64() > Some(10))
    );
    // A version that is there is none, nor is a stranger told of what is hidden.
    let tip = wiki.repository.write(&[]);
    let agenda = AGENDA.replace(
        "{page: a, note: The ferry}",
        &format!("{{page: a, at: {tip}}}"),
    );
    wiki.write(&[
        ("events/s.md", &page(&agenda, "Words.")),
        ("a.md", &files[1].1),
    ]);
    let told = |wiki: Wiki| async move {
        let answer = wiki.get("/api/v1/pages/events/s").await.json();
        answer["problems"].to_string()
    };
    let strangers = told(Wiki::of(wiki.repository)).await;
    assert!(
        !strangers.contains("stale-pin") && !strangers.contains("Otter"),
        "{strangers}"
    );
}

#[tokio::test]
async fn two_events_with_one_id_are_an_error_but_not_the_languages_of_one() {
    let event = |more: &str| {
        let front = format!("title: Talks\nsummary: S.\nkind: event\nuid: twin\n{more}");
        page(&front, "Words.")
    };
    let wiki = Wiki::new(&[
        ("one.md", &event("lang: en")),
        ("un.md", &event("lang: fr\ntranslation_of: one")),
    ]);
    let told = async |path: &str| {
        let answer = wiki.get(&format!("/api/v1/pages/{path}")).await.json();
        answer["problems"].to_string()
    };
    for path in ["one", "un"] {
        assert!(!told(path).await.contains("duplicate-event"), "{path}");
    }
    wiki.write(&[("two.md", &event("lang: en"))]);
    for path in ["one", "two"] {
        let problems = told(path).await;
        assert!(problems.contains("duplicate-event"), "{path}: {problems}");
    }
    wiki.write(&[(
        "two.md",
        &event("lang: en").replace("uid: twin", "uid: own"),
    )]);
    assert!(!told("one").await.contains("duplicate-event"));
}

#[tokio::test]
async fn an_event_of_two_hundred_sessions_is_whole() {
    let row = |number: usize| {
        let (hour, minute) = (
            9 + number % 8,
            if number.is_multiple_of(2) { "00" } else { "30" },
        );
        let track = number % 4;
        format!(
            "  - {{id: s{number}, title: Session {number}, day: {}, starts: \"{hour:02}:{minute}\", ends: \"{:02}:{minute}\", track: T{track}, examples: [a]}}\n",
            number % 3 + 1,
            hour + 1
        )
    };
    let rows: String = (0..200).map(row).collect();
    let front = format!(
        "title: Big\nsummary: S.\nkind: event\nuid: big\nstarts: 2026-04-17\nends: 2026-04-19\ntimezone: Europe/Zurich\nsessions:\n{rows}"
    );
    let case = page("title: A\nsummary: S.\nkind: case-study", "Text.");
    let wiki = Wiki::new(&[("big.md", &page(&front, "Words.")), ("a.md", &case)]);
    let answer = wiki.get("/big").await;
    assert_eq!(answer.select("article.session").len(), 200);
    assert_eq!(
        answer.select(".slot-session").len(),
        200,
        "each is in the grid once"
    );
    assert_eq!(answer.select(".agenda-grid").len(), 3);
}

async fn group() -> Group {
    let mut files = files();
    files.push((
        "b.md",
        page(
            "title: Law and trust\nsummary: On law.\nkind: case-study",
            "The law of trust.",
        ),
    ));
    files.push((
        "lessons/index.md",
        page(
            "title: Lessons\nsummary: S.\nkind: page",
            ":::list kind=lesson\n:::",
        ),
    ));
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    Group::new(&files).await
}

/// Returns the file of a page as it is now.
fn file(group: &Group, name: &str) -> String {
    let edition = group.wiki.publisher.edition();
    let store = group.wiki.publisher.store();
    let blob = store.file(edition.revision(), name).unwrap().unwrap();
    String::from_utf8(store.read(blob).unwrap()).unwrap()
}

fn form_in(answer: &Answer) -> Form {
    assert!(
        answer.status.is_success(),
        "{}: {}",
        answer.status,
        answer.text()
    );
    Form::within(&answer.text(), "main form")
}

#[tokio::test]
async fn examples_are_found_put_in_order_and_saved_in_one_commit_that_leaves_all_else() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let address = "/-/examples/events/s/law";
    let before = file(&group, "events/s.md");
    let shown = writer.get(address).await;
    assert!(
        shown
            .select("#c-fit ~ ul")
            .concat()
            .contains("Law and trust"),
        "what fits is suggested"
    );
    let form = form_in(&shown).set("q", "trust");
    let found = writer.send(address, &form, "search").await;
    assert!(
        found
            .select("#c-find ~ .cards")
            .concat()
            .contains("Law and trust")
    );
    let with = writer.send(address, &form_in(&found), "add:b").await;
    // Nothing is saved yet, and what was typed is there.
    assert_eq!(file(&group, "events/s.md"), before);
    let rows = writer.send(address, &form_in(&with), "up:1").await;
    let pinned = writer.send(address, &form_in(&rows), "pin:0").await;
    let last = form_in(&pinned).set("note", "It: shows how");
    let saved = writer.send(address, &last, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let after = file(&group, "events/s.md");
    let line = after.lines().find(|line| line.contains("id: law")).unwrap();
    assert!(
        line.contains("{page: b, note: \"It: shows how\", at: "),
        "{line}"
    );
    assert!(line.contains("{page: a, note: The ferry}"), "{line}");
    let others = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.contains("id: law"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(
        others(&after),
        others(&before),
        "every other line is as it was"
    );
    let session = writer.get("/-/session/events/s/law").await;
    assert!(session.text().contains("?at="));
}

#[tokio::test]
async fn two_organizers_put_examples_into_two_sessions_at_once() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let open = |key: &str| format!("/-/examples/events/s/{key}");
    let law = form_in(&writer.get(&open("law")).await);
    let money = form_in(&writer.get(&open("money")).await);
    let law = form_in(&writer.send(&open("law"), &law, "add:b").await);
    let money = form_in(&writer.send(&open("money"), &money, "add:a").await);
    assert_eq!(
        writer.send(&open("law"), &law, "save").await.status,
        StatusCode::SEE_OTHER
    );
    let second = writer.send(&open("money"), &money, "save").await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text());
    let text = file(&group, "events/s.md");
    let line = |id: &str| {
        text.lines()
            .find(|line| line.contains(id))
            .unwrap()
            .to_owned()
    };
    assert!(
        line("id: law").contains(", b]") && line("id: money").contains("examples: [a]"),
        "{text}"
    );
}

#[tokio::test]
async fn a_page_is_added_to_a_session_from_where_one_reads_it() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let page = writer.get("/b").await;
    let door = page.attributes("a.action", "href");
    assert!(door.contains(&"/-/add-to-session/b".to_owned()), "{door:?}");
    let reader = Writer::new(&group, Role::Contributor).await;
    assert!(!reader.get("/b").await.text().contains("/-/add-to-session/"));
    // The event is over by the clock of these tests unless it has no date.
    let text = file(&group, "events/s.md").replace("starts: 2026-04-17\nends: 2026-04-18\n", "");
    group.wiki.write(&[("events/s.md", &text)]);
    let shown = writer.get("/-/add-to-session/b").await;
    let form = form_in(&shown)
        .set("session", "events/s#later")
        .set("note", "For the end");
    let added = writer.send("/-/add-to-session/b", &form, "add").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    assert_eq!(added.header("location"), "/b#c-featured");
    assert!(
        writer
            .get("/b")
            .await
            .select("#c-featured ~ ul")
            .concat()
            .contains("Seminar")
    );
    assert!(file(&group, "events/s.md").contains("examples: [{page: b, note: For the end}]"));
    // It is not put in twice.
    let again = writer.send("/-/add-to-session/b", &form, "add").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let nothing = writer
        .send("/-/add-to-session/b", &form.set("session", ""), "add")
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_lesson_is_recorded_in_one_commit_and_shown_from_all_sides() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Contributor).await;
    let address = "/-/record/events/s/law";
    let form = form_in(&writer.get(address).await);
    let form = form
        .set("title", "Ask: before, not after")
        .set(
            "said",
            "Two offices asked early. Both were quick.\r\n\r\nMore.",
        )
        .add("from", "a");
    let done = writer.send(address, &form, "record").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let text = file(&group, "lessons/ask-before-not-after.md");
    for line in [
        "title: \"Ask: before, not after\"",
        "summary: Two offices asked early.",
        "session: events/s#law",
        "kind: lesson",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(
        text.ends_with("\nTwo offices asked early. Both were quick.\n\nMore.\n"),
        "{text}"
    );
    let session = writer.get("/-/session/events/s/law").await;
    assert!(
        session
            .select("#c-lessons ~ ul")
            .concat()
            .contains("Ask: before, not after")
    );
    let example = writer.get("/a").await;
    assert!(
        example
            .select("#c-lessons ~ ul")
            .concat()
            .contains("Ask: before, not after")
    );
    // Without anything said nothing is saved, and what was typed is there.
    let empty = form.set("said", " ");
    let answer = writer.send(address, &empty, "record").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        Form::within(&answer.text(), "main form").get("title"),
        "Ask: before, not after"
    );
}

#[tokio::test]
async fn a_session_that_begins_in_a_form_gets_an_id_that_stays() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let form = writer.form("/-/edit/events/s").await;
    let form = form.set("f.sessions.5.title", "New");
    let saved = writer.send("/-/edit/events/s", &form, "save").await;
    assert!(
        saved.status.is_success() || saved.status.is_redirection(),
        "{}",
        saved.text()
    );
    let text = file(&group, "events/s.md");
    let id = text
        .lines()
        .skip_while(|line| !line.contains("title: New"))
        .find_map(|line| line.trim().strip_prefix("id: "));
    let id = id.unwrap().to_owned();
    assert!(concord::domain::agenda::is_id(&id), "{id}");
    // The pause that had none has none: only what is new is written.
    assert!(
        text.contains("{title: Coffee, day: 1, starts: \"10:00\", ends: \"10:30\", format: break}")
    );
    let form = writer
        .form("/-/edit/events/s")
        .await
        .set("f.sessions.5.title", "Newer");
    writer.send("/-/edit/events/s", &form, "save").await;
    assert!(file(&group, "events/s.md").contains(&format!("id: {id}")));
}

#[tokio::test]
async fn an_agenda_says_what_its_examples_cover_and_where_gaps_are_filled() {
    let group = group().await;
    let stranger = group.wiki.get("/-/coverage/events/s").await;
    assert_eq!(stranger.status, StatusCode::OK);
    let without = stranger.select("#c-without ~ ul li");
    assert_eq!(without.len(), 2, "{without:?}");
    let fills = stranger.attributes("#c-without ~ ul a[rel=nofollow]", "href");
    assert_eq!(fills, ["/search?q=Money", "/search?q=To+be+placed"]);
    let twice = stranger.select("#c-twice ~ ul").concat();
    assert!(
        twice.contains("Ferry") && twice.contains("Opening") && twice.contains("Law"),
        "{twice}"
    );
    assert!(!stranger.text().contains("Otter"));
    // The sessions from which nothing was recorded, once the event is over.
    let unrecorded = stranger.select("#c-unrecorded ~ ul").concat();
    assert!(!unrecorded.contains("Law"), "{unrecorded}");
    let writer = Writer::new(&group, Role::Organizer).await;
    let organizer = writer.get("/-/coverage/events/s").await;
    let fills = organizer.attributes("#c-without ~ ul a[rel=nofollow]", "href");
    assert_eq!(fills[0], "/-/examples/events/s/money");
    for missing in ["a", "nothing"] {
        let answer = group.wiki.get(&format!("/-/coverage/{missing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn decisions_are_listed_by_date_with_what_they_are_about() {
    let decision = |title: &str, date: &str| {
        page(
            &format!(
                "title: {title}\nsummary: S.\nkind: decision\ndate: {date}\ndecided_by: [The group]\nabout: [a]"
            ),
            "Why.",
        )
    };
    let first = decision("Keep the handbook", "2026-03-01");
    let second = decision("Ask the offices", "2026-05-01");
    let minutes = page(
        "title: April call\nsummary: S.\nkind: minutes\ndate: 2026-04-14",
        "Words.",
    );
    let case = page("title: Ferry\nsummary: S.\nkind: case-study", "Text.");
    let wiki = Wiki::new(&[
        ("d1.md", &first),
        ("d2.md", &second),
        ("m.md", &minutes),
        ("a.md", &case),
    ]);
    let answer = wiki.get("/-/decisions").await;
    let links = answer.attributes(".decisions-table td:nth-child(2) a", "href");
    assert_eq!(links, ["/d2", "/d1"]);
    let table = answer.select(".decisions-table").concat();
    assert!(
        table.contains("The group") && table.contains("Ferry"),
        "{table}"
    );
    assert!(
        answer
            .select("#c-minutes ~ ul")
            .concat()
            .contains("April call")
    );
    let found = wiki.get("/-/decisions?q=handbook").await;
    assert_eq!(
        found.attributes(".decisions-table td:nth-child(2) a", "href"),
        ["/d1"]
    );
    let shown = wiki.get("/d1").await;
    assert_eq!(shown.attributes("#c-about ~ ul a", "href"), ["/a"]);
    let none = Wiki::new(&[("a.md", &case)]);
    assert_eq!(none.get("/-/decisions").await.select(".empty").len(), 1);
}

#[tokio::test]
async fn an_id_that_is_a_number_leads_to_no_other_session() {
    let mut files = files();
    let agenda = "title: Numbers\nsummary: S.\nkind: event\nsessions:\n  - {id: \"2\", title: First, examples: [a]}\n  - {title: Second}";
    files.push(("events/n.md", page(agenda, "Text.")));
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(file, text)| (*file, text.as_str()))
        .collect();
    let group = Group::new(&files).await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let address = "/-/examples/events/n/2";
    let shown = writer.get(address).await;
    assert!(shown.select("h1").concat().contains("Second"));
    let with = writer.send(address, &form_in(&shown), "add:a").await;
    let saved = writer.send(address, &form_in(&with), "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let after = file(&group, "events/n.md");
    assert!(
        after.contains("{id: \"2\", title: First, examples: [a]}"),
        "{after}"
    );
    assert!(after.contains("{title: Second, examples: [a]}"), "{after}");
}

#[tokio::test]
async fn a_selection_has_room_for_fifty_pages_with_notes_and_says_where_it_has_not() {
    let paths: Vec<String> = (0..51)
        .map(|number| format!("cases/some-page-{number}.md"))
        .collect();
    let case = page("title: Case\nsummary: S.\nkind: case-study", "Text.");
    let files: Vec<(&str, &str)> = paths
        .iter()
        .map(|path| (path.as_str(), case.as_str()))
        .collect();
    let wiki = Wiki::new(&files);
    let address = |pages: usize, note: &str| {
        let one = |path: &String| format!("p={}&note={note}", path.trim_end_matches(".md"));
        let all: Vec<String> = paths.iter().take(pages).map(one).collect();
        format!("/-/selection?{}", all.join("&"))
    };
    let shown = async |pages: usize, note: &str| {
        let answer = wiki.get(&address(pages, note)).await;
        assert_eq!(answer.status, StatusCode::OK);
        let rows = answer.select(".example-rows h2").len();
        (rows, answer.select(".selection > .notice").concat())
    };
    let latin = "n".repeat(200);
    assert_eq!(shown(50, &latin).await, (50, String::new()));
    let (rows, said) = shown(51, &latin).await;
    assert!(rows == 50 && said.contains("first 50 pages"), "{said}");
    // Two hundred letters that take six bytes each.
    let (rows, said) = shown(26, &"%D0%B6".repeat(200)).await;
    assert!(
        (20..26).contains(&rows) && said.contains("too long"),
        "{rows} {said}"
    );
    let far = wiki.get(&address(50, &"%D0%B6".repeat(200))).await;
    assert_eq!(far.status, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn a_selection_is_its_address_and_shows_each_reader_what_they_may_see() {
    let case = |title: &str, more: &str| {
        page(
            &format!("title: {title}\nsummary: About {title}.\nkind: case-study\n{more}"),
            "Text [@ahas2014].",
        )
    };
    let (ferry, tram) = (
        case("Ferry", "countries: [EE]"),
        case("Tram", "countries: [FI]"),
    );
    let hidden = case("Otter", "visibility: members");
    let wiki = Wiki::new(&[("a.md", &ferry), ("b.md", &tram), ("c.md", &hidden)]);
    let address = "/-/selection?p=b&note=First&p=c&note=Hidden&p=a";
    let answer = wiki.get(address).await;
    let titles = answer.select(".example-rows h2");
    assert_eq!(titles, ["Tram", "Ferry"]);
    let html = answer.text();
    assert!(!html.contains("Otter") && html.contains("First"));
    let missing = wiki
        .get("/-/selection?p=b&note=First&p=nothing&note=Hidden&p=a")
        .await;
    let said = |answer: &Answer| answer.select(".selection > .notice");
    assert_eq!(
        said(&answer),
        said(&missing),
        "what is hidden looks like what is not there"
    );
    let compared = wiki.get("/-/selection?p=a&p=b&view=compare").await;
    let rows = compared.select(".comparison tbody tr");
    assert!(
        rows.iter()
            .any(|row| row.contains("Estonia") && row.contains("Finland")),
        "{rows:?}"
    );
    let moved = wiki
        .get("/-/selection?p=a&note=x&p=b&note=y&do=down:0")
        .await;
    assert_eq!(
        moved.header("location"),
        "/-/selection?p=b&note=y&p=a&note=x"
    );
    let csv = wiki.get("/-/pages.csv?p=b&p=c&p=a").await.text();
    let lines: Vec<&str> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap())
        .collect();
    assert_eq!(lines, ["\"b\"", "\"a\""]);
    let works = wiki.get("/-/references/selection.bib?p=a").await.text();
    assert!(works.contains("ahas2014"));
    let many: String = (0..60).map(|number| format!("p=x{number}&")).collect();
    let long = wiki.get(&format!("/-/selection?{many}")).await;
    assert!(said(&long).concat().contains("50 pages"));
    let note = format!("/-/selection?p=a&note={}", "n".repeat(500));
    let values = wiki.get(&note).await.attributes("[name=note]", "value");
    assert!(
        values.contains(&"n".repeat(200)),
        "a note has 200 characters at most"
    );
    assert_eq!(wiki.get("/-/selection").await.select(".empty").len(), 1);
}

#[tokio::test]
async fn a_new_event_asks_for_what_it_needs_and_may_be_one_session() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let door = "/-/new?kind=event";
    let shown = writer.get(door).await;
    let first = shown.attributes(".edit-form > .field > [name^='f.']", "name");
    assert_eq!(
        first,
        [
            "f.title",
            "f.summary",
            "f.starts",
            "f.ends",
            "f.timezone",
            "f.place"
        ]
    );
    assert_eq!(
        shown.attributes("#f-starts, #f-ends", "type"),
        ["date", "date"]
    );
    let zones = shown.attributes("#c-offer-zones option", "value");
    assert!(zones.contains(&"Europe/Zurich".to_owned()), "{zones:?}");
    // All else is below, and nothing is lost.
    assert!(
        !shown
            .attributes(".edit-more [name='f.sessions.0.title']", "name")
            .is_empty()
    );
    let form = writer.form(door).await;
    let form = [
        ("f.title", "Webinar on law"),
        ("f.summary", "An hour."),
        ("f.starts", "2030-04-17"),
        ("f.timezone", "Europe/Zurich"),
        ("f.days.0.starts", "14:00"),
        ("f.days.0.ends", "15:00"),
    ]
    .into_iter()
    .fold(form, |form, (name, value)| form.set(name, value));
    // Of several sessions nothing is made up.
    let several = form.clone().set("address", "events/several");
    let saved = writer.send(door, &several, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let text = file(&group, "events/several.md");
    assert!(
        !text.contains("sessions:") && text.contains("days:"),
        "{text}"
    );
    let one = form.set("address", "events/webinar").set("agenda", "one");
    let looked = writer.send(door, &one, "preview").await;
    assert_eq!(
        looked.attributes("input[name=agenda][checked]", "value"),
        ["one"]
    );
    let saved = writer.send(door, &one, "save").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let text = file(&group, "events/webinar.md");
    assert!(!text.contains("days:"), "{text}");
    let view = group.wiki.publisher.edition();
    let view = view.view(Viewer::Contributor);
    let path = concord::domain::PagePath::parse("events/webinar").unwrap();
    let details = view.page(&path).unwrap().page.front.details().clone();
    let [session] = &details.agenda.sessions[..] else {
        panic!("{text}")
    };
    assert_eq!(
        (
            session.title.as_str(),
            session.starts.as_str(),
            session.ends.as_str()
        ),
        ("Webinar on law", "14:00", "15:00")
    );
    assert!(concord::domain::agenda::is_id(&session.id), "{text}");
    let slot = details.agenda.slots(details.frame())[0];
    assert!(slot.from.is_some(), "{text}");
}

#[tokio::test]
async fn what_fits_a_session_by_its_tags_is_suggested_with_the_reason() {
    let case = |title: &str, tags: &str| {
        let front = format!("title: {title}\nsummary: S.\nkind: case-study\n{tags}");
        page(&front, "Text.")
    };
    let event = page(
        "title: E\nsummary: S.\nkind: event\npartnership_types: [co-creation]\nsessions:\n  - {id: one, title: Zzz, challenges: [confidentiality-and-data-sharing]}\n  - {id: two, title: Yyy, examples: [known]}",
        "Words.",
    );
    let momentum = "challenges: [maintaining-momentum]";
    let group = Group::new(&[
        ("e.md", &event),
        ("known.md", &case("Known", momentum)),
        ("like.md", &case("Like it", momentum)),
        (
            "secret.md",
            &case("Secret", "challenges: [confidentiality-and-data-sharing]"),
        ),
        ("made.md", &case("Made", "partnership_types: [co-creation]")),
        ("other.md", &case("Other", "")),
    ])
    .await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let fitting = async |session: &str| {
        let shown = writer.get(&format!("/-/examples/e/{session}")).await;
        let titles = shown.select("#c-fit ~ ul .card-title");
        let reasons = shown.select("#c-fit ~ ul .card-note");
        titles.into_iter().zip(reasons).collect::<Vec<_>>()
    };
    let told = |title: &str, reason: &str| (title.to_owned(), reason.to_owned());
    assert_eq!(
        fitting("one").await,
        [
            told(
                "Secret",
                "Like this session: Confidentiality and difficulties in data sharing"
            ),
            told("Made", "Like the event: Co-creation partnership"),
        ]
    );
    // What is in the agenda already is not suggested.
    assert_eq!(
        fitting("two").await,
        [
            told("Like it", "Like its examples: Maintaining momentum"),
            told("Made", "Like the event: Co-creation partnership"),
        ]
    );
}

#[tokio::test]
async fn an_event_is_the_start_of_the_next_with_ids_of_its_own() {
    let group = group().await;
    let writer = Writer::new(&group, Role::Organizer).await;
    let door = "/-/new?kind=event&like=events%2Fs";
    assert!(
        writer
            .get("/events/s")
            .await
            .attributes("a.action", "href")
            .contains(&door.to_owned())
    );
    let form = writer.form(door).await;
    assert_eq!((form.get("f.uid"), form.get("f.starts")), ("", ""));
    let form = form
        .set("f.title", "The next seminar")
        .set("address", "events/next");
    let saved = writer.send("/-/new", &form, "save").await;
    assert!(
        saved.status.is_success() || saved.status.is_redirection(),
        "{}",
        saved.text()
    );
    let text = file(&group, "events/next.md");
    let view = group.wiki.publisher.edition();
    let view = view.view(Viewer::Contributor);
    let path = concord::domain::PagePath::parse("events/next").unwrap();
    let details = view.page(&path).unwrap().page.front.details().clone();
    assert!(
        details.uid.is_some_and(|uid| uid != "spring-seminar"),
        "{text}"
    );
    let ids: Vec<&str> = details
        .agenda
        .sessions
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert!(
        ids.iter().all(|id| concord::domain::agenda::is_id(id)),
        "{ids:?}"
    );
    assert!(
        !ids.contains(&"opening") && !text.contains("plan.txt"),
        "{text}"
    );
    assert_eq!(details.agenda.sessions[2].examples[0].note, "The ferry");
}
