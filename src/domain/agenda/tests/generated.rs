//! Agendas that are made up: a right one has no fault, and each fault that is put into one is told, where
//! it stands, and nothing else.

use proptest::prelude::*;

use super::report;

const ZONES: [&str; 4] = [
    "Europe/Zurich",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
];

/// One session of an agenda that is made up.
#[derive(Clone, Debug)]
struct GeneratedSession {
    id: String,
    day: usize,
    from: u16,
    to: u16,
    track: usize,
    extra: String,
}

/// An agenda in which nothing is wrong.
#[derive(Clone, Debug)]
struct GeneratedAgenda {
    zone: &'static str,
    days: usize,
    tracks: usize,
    sessions: Vec<GeneratedSession>,
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl GeneratedAgenda {
    /// Writes the front matter: the sessions stand in the last lines, one in each.
    fn yaml(&self) -> String {
        let tracks: Vec<String> = (0..self.tracks).map(|track| format!("T{track}")).collect();
        let rooms: Vec<String> = (0..self.tracks).map(|track| format!("R{track}")).collect();
        let mut yaml = format!(
            "uid: event\nstarts: 2027-05-10\nends: 2027-05-{:02}\ntimezone: {}\ntracks: [{}]\nrooms: [{}]\nsessions:\n",
            9 + self.days,
            self.zone,
            tracks.join(", "),
            rooms.join(", ")
        );
        for one in &self.sessions {
            yaml.push_str(&one.line());
        }
        yaml
    }

    /// Returns the line of a session in the file.
    fn line_of(&self, number: usize) -> usize {
        11 + number
    }
}

impl GeneratedSession {
    fn line(&self) -> String {
        format!(
            "  - {{id: {}, title: S {} {} {}, day: {}, starts: \"{}\", ends: \"{}\", track: T{}, room: R{}, chair: Person {}{}}}\n",
            self.id,
            self.day,
            self.from,
            self.track,
            self.day,
            clock(self.from),
            clock(self.to),
            self.track,
            self.track,
            self.track,
            self.extra
        )
    }
}

/// Makes plans: in each track of each day sessions that follow one another.
fn plans() -> impl Strategy<Value = GeneratedAgenda> {
    let lengths = prop::collection::vec(1_u16..=4, 2..5);
    (0..ZONES.len(), 1_usize..4, 1_usize..4, lengths).prop_map(|(zone, days, tracks, lengths)| {
        let mut sessions = Vec::new();
        for day in 1..=days {
            for track in 0..tracks {
                let mut from = 9 * 60;
                for length in &lengths {
                    let to = from + length * 30;
                    sessions.push(GeneratedSession {
                        id: format!("s{}", sessions.len()),
                        day,
                        from,
                        to,
                        track,
                        extra: String::new(),
                    });
                    from = to + 15;
                }
            }
        }
        GeneratedAgenda {
            zone: ZONES[zone],
            days,
            tracks,
            sessions,
        }
    })
}

/// The faults that are put in: what is changed of the session at an index, and what is reported of it.
type Fault = (fn(&mut GeneratedAgenda, usize) -> usize, &'static str);

const FAULTS: [Fault; 10] = [
    (
        |plan, at| {
            // Never the first, which the other is the first of.
            let at = at.max(1);
            plan.sessions[at].id = plan.sessions[0].id.clone();
            at
        },
        "two sessions have the id",
    ),
    (
        |plan, at| {
            plan.sessions[at].id = "\"7\"".to_owned();
            at
        },
        "cannot be the id of a session",
    ),
    (
        |plan, at| {
            let one = &mut plan.sessions[at];
            (one.from, one.to) = (one.to, one.from);
            at
        },
        "ends before it begins",
    ),
    (
        |plan, at| {
            plan.sessions[at].day = 9;
            at
        },
        "which is no day of the event",
    ),
    (
        |plan, at| {
            plan.sessions[at].extra = ", ends: later".to_owned();
            at
        },
        "",
    ),
    (
        |plan, at| {
            let copy = GeneratedSession {
                id: "copy".to_owned(),
                extra: ", speakers: [Bea]".to_owned(),
                track: plan.sessions[at].track,
                ..plan.sessions[at].clone()
            };
            plan.sessions.push(copy);
            plan.sessions.len() - 1
        },
        "while",
    ),
    (
        |plan, at| {
            plan.sessions[at].track = 8;
            at
        },
        "the event has no track",
    ),
    (
        |plan, at| {
            plan.sessions[at].id = "\"\"".to_owned();
            at
        },
        "has no id",
    ),
    (
        |plan, at| {
            let one = &mut plan.sessions[at];
            one.extra = format!(
                ", speakers: [Zed]}}\n  - {{id: twin, title: Twin, day: {}, starts: \"{}\", ends: \"{}\", speakers: [Zed]",
                one.day,
                clock(one.from),
                clock(one.to)
            );
            at + 1
        },
        "at the same time",
    ),
    (
        |plan, at| {
            plan.sessions[at].extra = ", format: break".to_owned();
            at
        },
        "nothing",
    ),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_told_of_a_right_agenda(plan in plans()) {
        prop_assert_eq!(report(&plan.yaml()), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_told_where_it_stands(plan in plans(), at in any::<prop::sample::Index>()) {
        for (put, wanted) in FAULTS {
            let mut plan = plan.clone();
            let at = at.index(plan.sessions.len());
            let at = put(&mut plan, at);
            let report = report(&plan.yaml());
            match wanted {
                "nothing" => prop_assert_eq!(report, Vec::<String>::new()),
                // A key that stands twice makes the front matter unreadable, which is told, too.
                "" => prop_assert!(!report.is_empty()),
                wanted => {
                    let line = format!("{}: ", plan.line_of(at));
                    let is_it = |one: &&String| one.starts_with(&line) && one.contains(wanted);
                    prop_assert!(report.iter().any(|one| is_it(&one)), "{wanted} in {line}: {report:?}\n{}", plan.yaml());
                }
            }
        }
    }
}
