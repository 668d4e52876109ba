//! How an event that is held online is joined: who is told the address, and where it never stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::StatusCode;
use concord::accounts::AuditFilter;
use concord::domain::Role;
use concord::domain::date::Date;

use crate::editing::{Form, Writer};
use crate::people::Group;
use crate::wiki::{Answer, Wiki, page};

/// Words of the address alone.
const ROOM: &str = "otterroom";
const ADDRESS: &str = "https://meet.example/otterroom?pwd=1";

const CALL: &str = "title: Call\nsummary: S.\nkind: event\nuid: call-1\nstarts: 2999-04-17\n\
    timezone: Europe/Zurich\nsessions: [{id: one, title: One, day: 1, starts: \"09:00\", ends: \"10:00\"}]";

async fn group() -> Group {
    let event = |front: &str| page(&format!("summary: S.\nkind: event\n{front}"), "Text.");
    let call = page(CALL, "Text.");
    let files = [
        ("events/call.md", call),
        (
            "events/draft.md",
            event("title: Draft\nuid: call-2\ndraft: true"),
        ),
        (
            "events/inside.md",
            event("title: Inside\nuid: call-3\nvisibility: members"),
        ),
        ("events/bare.md", event("title: Bare")),
        (
            "events/past.md",
            event("title: Past\nuid: call-4\nstarts: 2018-04-17"),
        ),
        (
            "open.md",
            page("title: Open\nsummary: S.\nkind: lesson", "Text."),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    Group::new(&files).await
}

/// Has an organizer say where an event is joined.
async fn say(group: &Group, event: &str, everyone: &str) -> Answer {
    let organizer = Writer::new(group, Role::Organizer).await;
    let address = format!("/-/join/{event}");
    let form = Form::within(&organizer.get(&address).await.text(), "main form");
    let form = form.set("address", ADDRESS).set("everyone", everyone);
    let headers = [("cookie", organizer.cookie.as_str())];
    let sent = form.encoded("do=save");
    group.wiki.post(&address, &sent, &headers).await
}

async fn as_role(group: &Group, role: Role, address: &str) -> Answer {
    Writer::new(group, role).await.get(address).await
}

fn has_room(answer: &Answer) -> bool {
    answer.text().contains(ROOM)
}

#[tokio::test]
async fn members_are_told_where_to_join_and_strangers_are_led_to_sign_in() {
    let group = group().await;
    let before = as_role(&group, Role::Reader, "/-/join/events/call").await;
    assert_eq!(before.status, StatusCode::OK);
    assert_eq!(before.select("main form").len(), 0, "organizers alone say");
    assert_eq!(before.select(".lead").len(), 1, "there is none yet");
    let said = say(&group, "events/call", "").await;
    assert_eq!(said.status, StatusCode::OK, "{}", said.text());
    assert_eq!(said.select("[role=status].notice").len(), 1);
    let reader = as_role(&group, Role::Reader, "/-/join/events/call").await;
    assert_eq!(reader.attributes("main a.button", "href"), [ADDRESS]);
    assert_eq!(reader.header("cache-control"), "no-store");
    assert_eq!(reader.attributes("[name=robots]", "content"), ["noindex"]);
    let stranger = group.wiki.get("/-/join/events/call").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
    let lead = "/-/sign-in?to=%2F-%2Fjoin%2Fevents%2Fcall";
    assert_eq!(stranger.header("location"), lead);
    assert_eq!(stranger.header("cache-control"), "no-store");
}

#[tokio::test]
async fn everybody_is_told_where_an_organizer_says_so_and_nobody_after_it_is_removed() {
    let group = group().await;
    say(&group, "events/call", "yes").await;
    let stranger = group.wiki.get("/-/join/events/call").await;
    assert_eq!(stranger.status, StatusCode::OK);
    assert!(has_room(&stranger));
    assert_eq!(stranger.select("main form").len(), 0);
    assert_eq!(stranger.header("cache-control"), "no-store");
    let organizer = Writer::new(&group, Role::Organizer).await;
    let headers = [("cookie", organizer.cookie.as_str())];
    let clear = "do=clear&address=&account=organizer";
    let cleared = group
        .wiki
        .post("/-/join/events/call", clear, &headers)
        .await;
    assert_eq!(cleared.status, StatusCode::OK);
    assert!(!has_room(&cleared));
    let stranger = group.wiki.get("/-/join/events/call").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_event_that_one_may_not_see_is_as_one_that_is_not_there() {
    let group = group().await;
    for event in ["events/draft", "events/inside"] {
        assert!(has_room(&say(&group, event, "yes").await), "{event}");
    }
    let missing = as_role(&group, Role::Reader, "/-/join/events/nought").await;
    let draft = as_role(&group, Role::Reader, "/-/join/events/draft").await;
    let plain = |answer: &Answer, word: &str| answer.text().replace(word, "");
    assert_eq!(draft.status, StatusCode::NOT_FOUND);
    assert_eq!(plain(&draft, "draft"), plain(&missing, "nought"));
    let inside = as_role(&group, Role::Reader, "/-/join/events/inside").await;
    assert!(has_room(&inside));
    for event in ["events/draft", "events/inside", "events/nought", "open"] {
        let stranger = group.wiki.get(&format!("/-/join/{event}")).await;
        assert_eq!(stranger.status, StatusCode::SEE_OTHER, "{event}");
        assert!(!has_room(&stranger));
    }
    let lesson = as_role(&group, Role::Organizer, "/-/join/open").await;
    assert_eq!(lesson.status, StatusCode::NOT_FOUND, "it is no event");
}

#[tokio::test]
async fn organizers_alone_say_where_to_join_and_a_wrong_address_comes_back_with_its_reason() {
    let group = group().await;
    let form = "do=save&address=https%3A%2F%2Fmeet.example%2Fotterroom";
    for role in [Role::Reader, Role::Contributor] {
        let writer = Writer::new(&group, role).await;
        let headers = [("cookie", writer.cookie.as_str())];
        let refused = group.wiki.post("/-/join/events/call", form, &headers).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}");
        let told = writer.get("/-/join/events/call").await;
        assert!(!has_room(&told));
    }
    let stranger = group.wiki.post("/-/join/events/call", form, &[]).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN);
    assert_eq!(stranger.select("[name=again-password]").len(), 1);
    let organizer = Writer::new(&group, Role::Organizer).await;
    let headers = [("cookie", organizer.cookie.as_str())];
    let wrong = "do=save&everyone=yes&address=javascript%3Aalert(1)";
    let wrong = group
        .wiki
        .post("/-/join/events/call", wrong, &headers)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.select("[role=alert]").len(), 1);
    assert_eq!(
        wrong.attributes("[name=address]", "value"),
        ["javascript:alert(1)"]
    );
    assert_eq!(wrong.select("main a.button").len(), 0, "it is no link");
    let foreign = [
        ("cookie", organizer.cookie.as_str()),
        ("origin", "https://evil.example"),
    ];
    let mut headers = foreign.to_vec();
    headers.push(("sec-fetch-site", "cross-site"));
    headers.push(("content-type", "application/x-www-form-urlencoded"));
    let answer = group
        .wiki
        .send_bytes("POST", "/-/join/events/call", &headers, form.into());
    assert_eq!(answer.await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_event_that_moves_keeps_its_address_and_one_without_an_id_is_told_to_get_one() {
    let group = group().await;
    say(&group, "events/call", "").await;
    let moved = page(&format!("{CALL}\naliases: [events/call]"), "Text.");
    let files = [("events/call.md", None), ("calls/april.md", Some(&*moved))];
    group.wiki.write_saying("Move the call", &files);
    for address in ["/-/join/calls/april", "/-/join/events/call"] {
        assert!(has_room(&as_role(&group, Role::Reader, address).await));
    }
    let bare = as_role(&group, Role::Organizer, "/-/join/events/bare").await;
    assert_eq!(bare.select("main form").len(), 0);
    assert_eq!(
        bare.attributes("main .notice a", "href"),
        ["/-/edit/events/bare"]
    );
    let organizer = Writer::new(&group, Role::Organizer).await;
    let headers = [("cookie", organizer.cookie.as_str())];
    let form = "do=save&address=https%3A%2F%2Fmeet.example%2Fotterroom";
    let sent = group.wiki.post("/-/join/events/bare", form, &headers).await;
    assert!(!has_room(&sent) && sent.status == StatusCode::OK);
}

#[tokio::test]
async fn the_page_of_an_event_leads_there_whoever_is_signed_in_until_it_is_over() {
    let group = group().await;
    let link = |answer: &Answer| -> Vec<String> {
        let all = answer.attributes(".actions a", "href").into_iter();
        all.filter(|href| href.starts_with("/-/join")).collect()
    };
    let reader = as_role(&group, Role::Reader, "/events/call").await;
    assert_eq!(link(&reader), ["/-/join/events/call"]);
    assert_eq!(link(&group.wiki.get("/events/call").await), [""; 0]);
    for address in ["/events/past", "/events/bare", "/open"] {
        let reader = as_role(&group, Role::Reader, address).await;
        assert_eq!(link(&reader), [""; 0], "{address}");
    }
    let bare = as_role(&group, Role::Organizer, "/events/bare").await;
    assert_eq!(link(&bare), ["/-/join/events/bare"]);
    say(&group, "events/past", "").await;
    let past = as_role(&group, Role::Reader, "/-/join/events/past").await;
    assert!(!has_room(&past) && past.select(".lead").len() == 1);
}

#[tokio::test]
async fn the_page_leads_strangers_there_as_long_as_everybody_may_be_told() {
    let group = group().await;
    let link = async || {
        let answer = group.wiki.get("/events/call").await;
        assert!(!has_room(&answer), "the page has the link alone");
        let tag = answer.header("etag").to_owned();
        let links = answer.attributes(".actions a[href^='/-/join']", "href");
        (links, tag)
    };
    let (before, old_tag) = link().await;
    assert_eq!(before, [""; 0]);
    say(&group, "events/call", "").await;
    assert_eq!(link().await, (before.clone(), old_tag.clone()));
    say(&group, "events/call", "yes").await;
    let (links, tag) = link().await;
    assert_eq!(links, ["/-/join/events/call"]);
    // What a browser has kept is not the same any more.
    assert_ne!(tag, old_tag);
    let headers = [("if-none-match", old_tag.as_str())];
    let again = group.wiki.request("GET", "/events/call", &headers).await;
    assert_eq!(again.status, StatusCode::OK);
    let headers = [("if-none-match", tag.as_str())];
    let same = group.wiki.request("GET", "/events/call", &headers).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    // Of an event that a stranger may not see, or that is over, nothing is told.
    for event in ["events/inside", "events/draft", "events/past"] {
        say(&group, event, "yes").await;
    }
    for (event, status) in [("inside", 404), ("draft", 404), ("past", 200)] {
        let answer = group.wiki.get(&format!("/events/{event}")).await;
        assert_eq!(answer.status.as_u16(), status, "{event}");
        let links = answer.attributes("a[href^='/-/join']", "href");
        assert_eq!(links, [""; 0], "{event}");
    }
    say(&group, "events/call", "").await;
    assert_eq!(link().await, (before, old_tag));
}

#[tokio::test]
async fn where_the_last_day_is_not_over_yet_on_earth_one_still_joins() {
    let day = Arc::new(AtomicU8::new(17));
    let now = Arc::clone(&day);
    let clock = move || Date {
        year: 2999,
        month: Some(4),
        day: Some(now.load(Ordering::Relaxed)),
    };
    let call = page(CALL, "Text.");
    let wiki = |accounts| {
        let wiki = Wiki::new(&[("events/call.md", &call)]);
        wiki.prepared(|site| site.with_accounts(accounts).with_clock(clock))
    };
    let group = Group::with(wiki).await;
    say(&group, "events/call", "").await;
    for (today, is_over) in [(17, false), (18, false), (19, true)] {
        day.store(today, Ordering::Relaxed);
        let event = as_role(&group, Role::Reader, "/events/call").await;
        let leads = event.text().contains("/-/join/events/call");
        let told = has_room(&as_role(&group, Role::Reader, "/-/join/events/call").await);
        assert_eq!((leads, told), (!is_over, !is_over), "{today} April");
    }
}

#[tokio::test]
async fn the_address_stands_on_its_page_alone_and_not_in_the_log() {
    let group = group().await;
    say(&group, "events/call", "yes").await;
    group.wiki.read_history();
    for address in [
        "/events/call",
        "/events/call.md",
        "/-/session/events/call/one",
        "/-/calendar/events/call.ics",
        "/-/events.ics",
        "/api/v1/events",
        "/api/v1/pages/events/call",
        "/api/v1/changes",
        "/feed.xml",
        "/-/changes.xml",
        "/search?q=otterroom",
        "/-/history/events/call",
        "/-/edit/events/call",
        "/-/audit",
        "/-/audit.csv",
        "/-/audit.jsonl",
    ] {
        let answer = as_role(&group, Role::Administrator, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        let text = answer.text().replace("q=otterroom", "");
        assert!(!text.contains("meet.example"), "{address}");
    }
    let entries = group
        .accounts
        .log()
        .entries(&AuditFilter::default(), 100)
        .await;
    let entries = entries.unwrap();
    let entry = entries.iter().find(|entry| entry.action == "join").unwrap();
    assert_eq!(entry.object, "call-1");
    assert_eq!(entry.detail, "events/call: for everybody");
}
