//! Sessions of an agenda, which are merged by their ids.

use proptest::prelude::*;

use super::*;

/// An agenda as an editor writes it, with comments and forms of its own.
const AGENDA: &str = "sessions:\n  # the morning\n  - id: one\n    title: One   # so\n    examples: [a, b]\n  - id: two\n    title: 'Two'\n  - {id: three, title: Three}\n";

#[test]
fn two_who_change_other_sessions_or_other_keys_of_one_are_merged_by_their_ids() {
    let theirs = AGENDA
        .replace("One   # so", "First   # so")
        .replace("[a, b]", "[a, b, c]");
    let mine = AGENDA
        .replace("'Two'", "Second")
        .replace("[a, b]", "[a, b, d]");
    let wanted = AGENDA
        .replace("One   # so", "First   # so")
        .replace("'Two'", "Second")
        .replace("[a, b]", "[a, b, c, d]");
    assert_eq!(clean(AGENDA, &theirs, &mine), wanted);
    // The same session: one gives it a room, the other a time.
    let theirs = AGENDA.replace("title: Three}", "title: Three, room: XX}");
    let mine = AGENDA.replace("title: Three}", "title: Three, starts: \"09:00\"}");
    let merged = clean(AGENDA, &theirs, &mine);
    assert!(
        merged.contains("room: XX") && merged.contains("starts: \"09:00\""),
        "{merged}"
    );
}

#[test]
fn one_moves_a_session_while_another_changes_it_and_a_third_is_added() {
    let moved = "sessions:\n  - {id: three, title: Three}\n  # the morning\n  - id: one\n    title: One   # so\n    examples: [a, b]\n  - id: two\n    title: 'Two'\n";
    let mine = AGENDA.replace("title: Three", "title: Last") + "  - id: four\n    title: Four\n";
    for (theirs, mine) in [(moved, &*mine), (&*mine, moved)] {
        let merged = clean(AGENDA, theirs, mine);
        let at = |text: &str| {
            merged
                .find(text)
                .unwrap_or_else(|| panic!("{text}: {merged}"))
        };
        let offsets = ["title: Last", "One   # so", "title: 'Two'"].map(at);
        assert!(offsets.is_sorted(), "{merged}");
        at("title: Four");
        assert!(merged.contains("# the morning\n  - id: one"), "{merged}");
    }
}

#[test]
fn a_session_that_one_takes_away_is_gone_unless_the_other_changed_it() {
    let without = AGENDA.replace("  - id: two\n    title: 'Two'\n", "");
    let mine = AGENDA.replace("One   # so", "First   # so");
    let merged = clean(AGENDA, &without, &mine);
    assert_eq!(merged, without.replace("One   # so", "First   # so"));
    let changed = AGENDA.replace("'Two'", "Second");
    let found = clashes(AGENDA, &without, &changed);
    assert_eq!(found, [(Some("sessions".to_owned()), without, changed)]);
}

#[test]
fn one_key_of_one_session_is_all_that_is_asked_for() {
    let theirs = AGENDA
        .replace("'Two'", "Their two")
        .replace("[a, b]", "[a]");
    let mine = AGENDA.replace("'Two'", "My two");
    let found = clashes(AGENDA, &theirs, &mine);
    let [(key, of_theirs, of_mine)] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(key.as_deref(), Some("sessions[1].title"));
    assert_eq!(*of_mine, theirs.replace("Their two", "My two"));
    assert_eq!(*of_theirs, theirs);
}

proptest! {
    /// Whatever two organizers do to different sessions, both have done it, in either order.
    #[test]
    fn changes_to_different_sessions_never_clash(
        left in prop::collection::vec((0..8_usize, "[A-Za-z]{1,8}"), 0..6),
        right in prop::collection::vec((8..16_usize, "[A-Za-z]{1,8}"), 0..6),
    ) {
        let text = |changes: &[(usize, String)]| {
            let title = |number: usize| {
                let found = changes.iter().rev().find(|(at, _)| *at == number);
                found.map_or_else(|| format!("T{number}"), |(_, title)| format!("X{title}"))
            };
            let row = |number: usize| format!("  - id: s{number}\n    title: {}\n", title(number));
            format!("sessions:\n{}", (0..16).map(row).collect::<String>())
        };
        let both = [left.clone(), right.clone()].concat();
        prop_assert_eq!(clean(&text(&[]), &text(&left), &text(&right)), text(&both));
        prop_assert_eq!(clean(&text(&[]), &text(&right), &text(&left)), text(&both));
    }
}

#[test]
fn a_pause_without_an_id_is_in_nobodys_way() {
    let base =
        "sessions:\n  - {id: one, title: One}\n  - {title: Coffee}\n  - {id: two, title: Two}\n";
    let theirs = base.replace("One}", "First, room: X}");
    let mine = base.replace("Two}", "Second}").replace("Coffee", "Tea");
    let wanted = theirs.replace("Two}", "Second}").replace("Coffee", "Tea");
    assert_eq!(clean(base, &theirs, &mine), wanted);
}
