//! When sessions are, and what is told of agendas.

mod generated;

use super::*;
use crate::domain::front_matter::{FrontMatter, split};
use crate::domain::problem::{Problem, ProblemKind, Severity};
use crate::domain::{Vocabulary, yaml};

fn read(yaml: &str) -> (FrontMatter, Vec<Problem>) {
    let text = format!("---\ntitle: T\nkind: event\n{yaml}---\n");
    let mut problems = Vec::new();
    let parts = split(&text, &mut problems);
    let (vocabulary, mut links) = (Vocabulary::default(), Vec::new());
    let reading = FrontMatter::read(parts, &vocabulary, &mut links, &mut problems);
    (reading.front, problems)
}

fn report(yaml: &str) -> Vec<String> {
    let (_, problems) = read(yaml);
    let line = |one: &Problem| {
        assert!(one.help.is_some(), "{}: what to do is said", one.message);
        format!("{}: {}", one.position.line, one.message)
    };
    problems.iter().map(line).collect()
}

fn slots(yaml: &str) -> Vec<Slot> {
    let (front, _) = read(yaml);
    let details = front.details();
    details.agenda.slots(details.frame())
}

fn iso(at: Option<Instant>) -> String {
    let at = jiff::Timestamp::from_second(at.unwrap().seconds());
    at.unwrap().to_string()
}

#[test]
fn clocks_are_read_to_the_minute() {
    for (text, wanted) in [
        ("09:30", Some("09:30")),
        ("9:30", Some("09:30")),
        ("9.05", Some("09:05")),
        ("23:59", Some("23:59")),
        ("24:00", None),
        ("09:60", None),
        ("9:5", None),
        ("morning", None),
        ("", None),
    ] {
        let read = Clock::parse(text).map(|clock| clock.to_string());
        assert_eq!(read.as_deref(), wanted, "{text}");
    }
}

#[test]
fn instants_follow_from_the_wall_and_the_zone_on_either_side_of_a_change_of_the_clock() {
    // In Geneva the clock was put forward on 29 March 2026: an event in April is two hours ahead of
    // UTC, whatever the day on which somebody looks at it.
    for (zone, date, from) in [
        ("Europe/Zurich", "2026-03-28", "2026-03-28T08:00:00Z"),
        ("Europe/Zurich", "2026-03-30", "2026-03-30T07:00:00Z"),
        ("Europe/Zurich", "2026-10-26", "2026-10-26T08:00:00Z"),
        ("America/New_York", "2026-03-09", "2026-03-09T13:00:00Z"),
        ("Asia/Kathmandu", "2026-04-17", "2026-04-17T03:15:00Z"),
        ("Pacific/Apia", "2026-04-17", "2026-04-16T20:00:00Z"),
    ] {
        let found = slots(&format!(
            "starts: {date}\ntimezone: {zone}\nsessions: [{{title: A, starts: \"09:00\", ends: \"10:00\"}}]\n"
        ));
        assert_eq!(iso(found[0].from), from, "{zone} {date}");
    }
}

#[test]
fn a_day_is_a_number_a_date_or_the_only_one() {
    let days = |yaml: &str| -> Vec<String> {
        let date = |slot: &Slot| slot.date.map_or(String::new(), |date| date.to_string());
        slots(yaml).iter().map(date).collect()
    };
    let sessions = "sessions: [{title: A, day: 1}, {title: B, day: 2}, {title: C, day: 2026-04-20}, {title: D}]\n";
    let counted = format!("starts: 2026-04-30\nends: 2026-05-01\n{sessions}");
    assert_eq!(
        days(&counted),
        ["2026-04-30", "2026-05-01", "2026-04-20", ""]
    );
    // The days of an event need not follow one another.
    let named = format!("days: [2026-04-17, {{date: 2026-04-20}}]\n{sessions}");
    assert_eq!(days(&named), ["2026-04-17", "2026-04-20", "2026-04-20", ""]);
    let only = format!("starts: 2026-04-17\n{sessions}");
    assert_eq!(days(&only)[3], "2026-04-17");
    let month = format!("starts: 2018-04\n{sessions}");
    assert_eq!(days(&month), ["", "", "2026-04-20", ""]);
}

#[test]
fn a_time_that_does_not_exist_and_one_that_comes_twice_are_told() {
    let of = |date: &str, time: &str| {
        report(&format!(
            "uid: e\nstarts: {date}\ntimezone: Europe/Zurich\nsessions: [{{title: A, id: a, starts: \"{time}\"}}]\n"
        ))
    };
    let never = of("2026-03-29", "02:30");
    assert_eq!(
        never,
        ["7: 02:30 on 2026-03-29 does not exist in Europe/Zurich: the clock is put forward"]
    );
    let twice = of("2026-10-25", "02:30");
    assert!(twice[0].contains("comes twice"), "{twice:?}");
    assert_eq!(of("2026-10-25", "03:30"), [] as [String; 0]);
    assert_eq!(ProblemKind::NoSuchTime.severity(), Severity::Error);
    assert_eq!(ProblemKind::Agenda.severity(), Severity::Warning);
}

#[test]
fn every_fault_of_an_agenda_is_told_with_its_line() {
    for (yaml, wanted) in [
        ("timezone: Zurich\n", &["4: unknown time zone “Zurich”"][..]),
        (
            "sessions:\n  - {title: A, id: a}\n  - {title: B, id: a}\n",
            &["6: two sessions have the id “a”: “A” is the other"],
        ),
        (
            "sessions:\n  - {title: A, id: \"7\"}\n",
            &["5: “7” cannot be the id of a session"],
        ),
        (
            "sessions:\n  - {title: A, starts: morning}\n",
            &["5: “starts: morning” is not a time"],
        ),
        (
            "sessions:\n  - title: A\n    starts: \"10:00\"\n    ends: \"09:00\"\n",
            &["7: “A” ends before it begins"],
        ),
        (
            "starts: 2026-04-17\nends: 2026-04-18\nsessions:\n  - {title: A, day: 3}\n",
            &["7: “A” is on 2026-04-19, which is no day of the event"],
        ),
        (
            "days: [{date: 2026-04-17, starts: \"09:00\", ends: \"17:00\"}]\nsessions:\n  - {title: A, day: 1, starts: \"16:00\", ends: \"18:00\"}\n  - {title: B, day: 4}\n",
            &[
                "6: “A” is outside the hours of its day, 09:00–17:00",
                "7: the event has no day 4",
            ],
        ),
        (
            "tracks: [Management]\nrooms: [XIX]\nsessions:\n  - {title: A, track: Managment, room: XX}\n",
            &[
                "7: the event has no track “Managment”",
                "7: the event has no room “XX”",
            ],
        ),
        (
            "starts: 2026-04-17\ntimezone: Europe/Zurich\nsessions:\n  - {title: A, starts: \"09:00\"}\n  - {title: Coffee, format: break, starts: \"10:00\"}\n",
            &[
                "5: the event has no uid, so calendars lose it when the page moves",
                "7: “A” has no id, so calendars lose it when sessions before it change",
            ],
        ),
    ] {
        assert_eq!(report(yaml), wanted, "{yaml}");
    }
    let (_, problems) = read("timezone: Zurich\n");
    assert_eq!(
        problems[0].help.as_deref(),
        Some("did you mean “Europe/Zurich”?")
    );
}

#[test]
fn rooms_and_people_that_are_needed_twice_are_told_and_nothing_else() {
    let at = |starts: &str, ends: &str, more: &str| {
        format!(
            "  - {{day: 1, title: \"{starts}\", starts: \"{starts}\", ends: \"{ends}\", {more}}}\n"
        )
    };
    let agenda = |rows: &[String]| report(&format!("sessions:\n{}", rows.concat()));
    let nothing: [String; 0] = [];
    let rows = [
        at("09:00", "10:00", "room: XIX, chair: Ada (INSEE)"),
        at("10:00", "11:00", "room: XIX, chair: Ada (INSEE)"),
        at("10:00", "11:00", "room: XX, chair: Bea"),
    ];
    assert_eq!(agenda(&rows), nothing);
    let rows = [
        at("09:00", "12:00", "room: XIX"),
        at("10:00", "10:30", "room: XX, speakers: [Ada (INSEE), Bo]"),
        at("10:15", "11:00", "room: xix, chair: \"ada, INSEE\""),
    ];
    assert_eq!(
        agenda(&rows),
        [
            "7: “10:15” needs the room “xix” while “09:00” is in it",
            "7: ada, INSEE is in “10:15” and in “10:00” at the same time",
        ]
    );
    let other_day = [
        at("09:00", "12:00", "room: XIX"),
        at("09:00", "12:00", "room: XIX").replace("day: 1", "day: 2"),
    ];
    assert_eq!(agenda(&other_day), nothing);
}

#[test]
fn two_hundred_sessions_in_one_room_are_checked_in_a_moment() {
    let row = |number: usize| {
        format!(
            "  - {{title: S{number}, day: 1, room: X, starts: \"09:00\", ends: \"10:00\", speakers: [Ada]}}\n"
        )
    };
    let rows: String = (0..200).map(row).collect();
    let begun = std::time::Instant::now();
    let report = report(&format!("sessions:\n{rows}"));
    assert_eq!(report.len(), 50);
    assert!(begun.elapsed().as_secs() < 2);
}

#[test]
fn a_session_goes_by_its_id_or_else_by_its_number() {
    let (front, _) = read(
        "sessions: [{title: A, id: opening}, {title: B}, {title: C, id: opening}, {title: D, id: \"2\"}]\n",
    );
    let details = front.details();
    assert_eq!(details.agenda.keys(), ["opening", "2", "3", "4"]);
    assert_eq!(details.agenda.find("opening"), Some(0));
    assert_eq!(details.agenda.find("9"), None);
    assert_eq!(
        details.session_anchors().next().as_deref(),
        Some("c-session-opening")
    );
    assert!(is_id(&offered_id("Opening")) && offered_id("A") == offered_id("A"));
}

#[test]
fn an_example_is_a_name_or_says_why_and_which_version() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let node = |yaml: &str| yaml::parse(yaml).unwrap().get("a").unwrap().clone();
    for (yaml, line) in [
        ("a: cases/b", "cases/b"),
        ("a: {page: cases/b}", "cases/b"),
        ("a: {page: cases/b, note: Why}", "cases/b | Why"),
        (
            "a: {page: A title, at: 0123456789abcdef0123456789abcdef01234567, note: a | b}",
            "A title @ 0123456789abcdef0123456789abcdef01234567 | a | b",
        ),
    ] {
        let example = Example::read(&node(yaml)).unwrap();
        assert_eq!(example.line().as_deref(), Some(line));
        assert_eq!(Example::of_line(line), example);
    }
    assert_eq!(
        Example::of_line(&format!("b @ {commit}"))
            .at
            .unwrap()
            .to_string(),
        commit
    );
    // What a line would say otherwise stays in the source.
    assert_eq!(Example::read(&node("a: b | c")).unwrap().line(), None);
    for wrong in [
        "a: {page: b, other: c}",
        "a: {note: c}",
        "a: [b]",
        "a: {page: b, at: 12}",
    ] {
        assert_eq!(Example::read(&node(wrong)), None, "{wrong}");
    }
}

#[test]
fn zones_are_those_of_the_program_and_say_how_far_ahead_they_are() {
    assert!(Zone::names().len() > 300);
    assert!(Zone::named("Mars/Olympus").is_none() && Zone::named("").is_none());
    let local = |zone: &str| Zone::named(zone).unwrap().local(1_776_416_400).unwrap();
    assert_eq!(local("Europe/Zurich").offset(), "UTC+02:00");
    assert_eq!(local("America/St_Johns").offset(), "UTC−02:30");
    assert_eq!(local("America/St_Johns").clock.to_string(), "06:30");
    assert_eq!(Zone::meant("New York").as_deref(), Some("America/New_York"));
}
