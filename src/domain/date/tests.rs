//! Dates and periods as they are written and shown.

use super::*;

#[test]
fn a_day_has_its_ordinal_in_the_year() {
    let day = |text| Date::parse(text).map(Date::day_of_year);
    assert_eq!(day("2018-01-01"), Some(1));
    assert_eq!(day("2018-03-01"), Some(60));
    assert_eq!(day("2020-12-31"), Some(366));
    assert_eq!(day("2018"), Some(1));
}

#[test]
fn days_run_on_over_the_ends_of_months_and_years() {
    let read = |text| Date::parse(text).unwrap();
    for (from, days, to) in [
        ("2026-11-26", 7, "2026-12-03"),
        ("2024-02-26", 7, "2024-03-04"),
        ("2026-12-31", 1, "2027-01-01"),
        ("2026-01-30", 60, "2026-03-31"),
    ] {
        assert_eq!(read(from).plus_days(days), read(to), "{from}");
    }
}

#[test]
fn a_month_is_over_when_its_last_day_is() {
    let read = |text| Date::parse(text).unwrap();
    for (date, today, over) in [
        ("2026-11", "2026-11-30", false),
        ("2026-11", "2026-12-01", true),
        ("2026", "2026-12-31", false),
        ("2026-11-25", "2026-11-26", true),
        ("2026-11-26", "2026-11-26", false),
    ] {
        assert_eq!(
            read(date).is_over_on(read(today)),
            over,
            "{date} on {today}"
        );
    }
}

#[test]
fn dates_are_read_as_far_as_they_go() {
    for text in ["2018", "2018-04", "2018-04-17", "2020-02-29"] {
        assert_eq!(
            Date::parse(text).map(|date| date.to_string()).as_deref(),
            Some(text)
        );
    }
    for text in [
        "",
        "18",
        "2018-13",
        "2018-4",
        "2019-02-29",
        "2018-04-31",
        "2018-04-17-1",
    ] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}

#[test]
fn of_a_date_with_a_time_the_day_counts() {
    for time in [
        "T09:00:00Z",
        "T09:00",
        " 09:00",
        "t09:00:30.25+02:00",
        "T09:00+0200",
        "T24:00:00",
        "T09",
        " 09:00:00 Z",
        "T23:59:60-11",
    ] {
        let text = format!("2024-05-01{time}");
        let day = Date::parse(&text).map(|date| date.to_string());
        assert_eq!(day.as_deref(), Some("2024-05-01"), "{text}");
    }
    for time in [
        "T",
        "T25:00",
        "T9:00",
        " noon",
        "T09:00:00:00",
        "T09:00+",
        "T09:00.x",
        "Ü",
    ] {
        assert_eq!(Date::parse(&format!("2024-05-01{time}")), None, "{time}");
    }
    let period = Period::parse("2024-05-01T09:00/2024-05-02T17:00Z").map(Period::words);
    assert_eq!(period.as_deref(), Some("1 May 2024 to 2 May 2024"));
}

#[test]
fn periods_may_be_open() {
    let words = |text| Period::parse(text).map(Period::words);
    assert_eq!(words("2008/2019").as_deref(), Some("2008 to 2019"));
    assert_eq!(words("2020-03/").as_deref(), Some("since March 2020"));
    assert_eq!(words("2018-04-17").as_deref(), Some("17 April 2018"));
    assert_eq!(words("2019/2008"), None);
}
