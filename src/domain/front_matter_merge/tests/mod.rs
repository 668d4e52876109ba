//! What becomes of three front matters.

mod sessions;

use proptest::prelude::*;

use super::*;

fn clean(base: &str, theirs: &str, mine: &str) -> String {
    let parts = merge(base, theirs, mine).unwrap();
    let text = |part: &FrontMatterPart| match part {
        FrontMatterPart::Settled { text, .. } => text.clone(),
        clash @ FrontMatterPart::Clash { .. } => panic!("{clash:?}"),
    };
    parts.iter().map(text).collect()
}

fn clashes(base: &str, theirs: &str, mine: &str) -> Vec<(Option<String>, String, String)> {
    let clash = |part| match part {
        FrontMatterPart::Clash {
            key, theirs, mine, ..
        } => Some((key, theirs, mine)),
        FrontMatterPart::Settled { .. } => None,
    };
    let parts = merge(base, theirs, mine).unwrap();
    parts.into_iter().filter_map(clash).collect()
}

#[test]
fn keys_on_lines_that_touch_are_merged_and_keep_their_bytes() {
    let base = "title: A\nstatus: idea\nperiod: '2019'   # when\n";
    let theirs = "title: A\nstatus: \"done\"  # so\nperiod: '2019'   # when\n";
    let mine = "title: A\nstatus: idea\nperiod: 2019 to 2020   # when\ndraft: true\n";
    let merged = "title: A\nstatus: \"done\"  # so\nperiod: 2019 to 2020   # when\ndraft: true\n";
    assert_eq!(clean(base, theirs, mine), merged);
    let parts = merge(base, theirs, mine).unwrap();
    let came_in = parts.iter().filter_map(|part| match part {
        FrontMatterPart::Settled { came_in, .. } => came_in.as_deref(),
        FrontMatterPart::Clash { .. } => None,
    });
    assert_eq!(came_in.collect::<Vec<_>>(), ["status"]);
}

#[test]
fn keys_that_both_added_stand_beside_each_other_as_written() {
    assert_eq!(
        clean("a: 1\n", "a: 1\nb: 'x'\n", "a: 1\nc: 2024\n"),
        "a: 1\nb: 'x'\nc: 2024\n"
    );
    assert_eq!(clean("", "a: b\n", "c: d\n"), "a: b\nc: d\n");
    assert_eq!(
        clean("a: 1\nb: 2\n", "b: 2\n", "a: 1\nb: 2\nc: 3\n"),
        "b: 2\nc: 3\n"
    );
}

#[test]
fn lists_of_texts_are_merged_as_sets() {
    for (base, theirs, mine, merged) in [
        (
            "k: [a, b]\n",
            "k: [a, b, c]\n",
            "k: [a, b, d]\n",
            "k: [a, b, c, d]\n",
        ),
        (
            "k:\n  - a\n  - b\n",
            "k:\n  - a\n",
            "k:\n  - a\n  - b\n  - c\n",
            "k:\n  - a\n  - c\n",
        ),
        ("k: a\n", "k: [a, b]\n", "k: [a, c]\n", "k: [a, b, c]\n"),
        (
            "x: 1\n",
            "x: 1\nk: [a]\n",
            "x: 1\nk:\n  - b\n",
            "x: 1\nk:\n  - a\n  - b\n",
        ),
        (
            "k: [a]\nx: 1\n",
            "x: 1\n",
            "k: [a, b]\nx: 1\n",
            "k: [b]\nx: 1\n",
        ),
        ("k: [a, b]\n", "k: [b]\n", "k: [a]\n", ""),
        (
            "k: [a, b]\n",
            "k: [b, a]\n",
            "k: [a, b, c]\n",
            "k: [b, c, a]\n",
        ),
        (
            "k: [a]\n",
            "k:\n  - a\n  # why\n  - b\n",
            "k: [a, c]\n",
            "k:\n  - a\n  # why\n  - b\n  - c\n",
        ),
    ] {
        assert_eq!(clean(base, theirs, mine), merged, "{base}{theirs}{mine}");
    }
}

#[test]
fn maps_are_merged_by_key_and_rows_one_by_one() {
    let base = "answers:\n  one: a\n  two: b\n";
    let theirs = "answers:\n  one: A\n  two: b\n";
    let mine = "answers:\n  one: a\n  two: B\n  three: c\n";
    let merged = "answers:\n  one: A\n  two: B\n  three: c\n";
    assert_eq!(clean(base, theirs, mine), merged);
    let row = |name: &str, role: &str| format!("  - name: {name}\n    role: {role}\n");
    let list = |rows: &[String]| format!("partners:\n{}", rows.concat());
    let base = list(&[row("A", "x"), row("B", "y")]);
    let theirs = list(&[row("A", "X"), row("B", "y")]);
    let mine = list(&[row("A", "x"), row("B", "y"), row("C", "z")]);
    let merged = list(&[row("A", "X"), row("B", "y"), row("C", "z")]);
    assert_eq!(clean(&base, &theirs, &mine), merged);
    let mine = list(&[row("A", "Z"), row("B", "y")]);
    assert_eq!(
        clashes(&base, &theirs, &mine),
        [(Some("partners".into()), theirs, mine)]
    );
}

#[test]
fn two_other_values_of_one_key_clash_and_nothing_else_does() {
    let base = "status: idea\nx: 1\n";
    let found = clashes(base, "status: done\nx: 2\n", "status: dropped\nx: 1\n");
    assert_eq!(
        found,
        [(
            Some("status".into()),
            "status: done\n".into(),
            "status: dropped\n".into()
        )]
    );
    let found = clashes(base, "x: 1\n", "status: done\nx: 1\n");
    assert_eq!(
        found,
        [(
            Some("status".into()),
            String::new(),
            "status: done\n".into()
        )]
    );
    let found = clashes(
        "a:\n  b: 1\n  c: 1\n  d: 1\n",
        "a:\n  b: 2\n  c: 2\n  d: 1\n",
        "a:\n  b: 3\n  c: 1\n  d: 3\n",
    );
    let expected = (
        Some("a.b".to_owned()),
        "a:\n  b: 2\n  c: 2\n  d: 3\n".to_owned(),
        "a:\n  b: 3\n  c: 2\n  d: 3\n".to_owned(),
    );
    assert_eq!(found, [expected]);
    // The same value, written in two ways, is no clash.
    assert_eq!(clean("a: b\n", "a: c\n", "a: 'c'\n"), "a: 'c'\n");
}

#[test]
fn no_comment_that_was_added_is_lost() {
    let base = "a: 1\nb: 2\n";
    assert_eq!(
        clean(base, "# why\na: 1\nb: 2\n", "a: 3\nb: 2\n"),
        "# why\na: 3\nb: 2\n"
    );
    assert_eq!(
        clean(base, "a: 1 # one\nb: 2\n", "a: 3\nb: 2\n"),
        "a: 3 # one\nb: 2\n"
    );
    let found = clashes(base, "a: 4 # four\nb: 2\n", "# mine\na: 4\nb: 2\n");
    assert_eq!(found.len(), 1);
    let found = clashes(base, "b: 2\n", "a: 1 # kept\nb: 2\n");
    assert_eq!(found.len(), 1);
    let found = clashes("a: 1\n", "a: 1\n# x\n", "a: 1\n# y\n");
    assert_eq!(found, [(None, "# x\n".into(), "# y\n".into())]);
}

#[test]
fn what_cannot_be_merged_by_key_is_left_to_lines() {
    for text in ["a: [\n", "{a: b}\n", "- a\n", "a: 1\na: 2\n"] {
        assert_eq!(merge("a: b\n", text, "a: c\n"), None, "{text}");
        assert_eq!(merge(text, "a: b\n", "a: c\n"), None, "{text}");
    }
}

/// Any YAML value that front matter may have, as one line or block.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,4}".prop_map(|text| format!(" {text}")),
        Just(String::new()),
        Just(" # nothing".to_owned()),
        "[a-z]{1,4}".prop_map(|text| format!(" '{text}' # said")),
        proptest::collection::hash_set("[a-z]{1,2}", 0..4)
            .prop_map(|items| format!(" [{}]", items.into_iter().collect::<Vec<_>>().join(", "))),
        proptest::collection::hash_set("[a-z]{1,2}", 1..4)
            .prop_map(|items| items.iter().map(|item| format!("\n  - {item}")).collect()),
        proptest::collection::btree_map("[a-c]", "[a-z]{1,3}", 1..3).prop_map(|map| {
            map.iter()
                .map(|(key, value)| format!("\n  k{key}: {value}"))
                .collect()
        }),
        "[a-z]{1,4}\n[a-z]{1,4}".prop_map(|text| format!(" |\n  {}", text.replace('\n', "\n  "))),
    ]
}

fn front_matter() -> impl Strategy<Value = Vec<(String, String)>> {
    let entry = ("[a-h]", value());
    proptest::collection::vec(entry, 0..6).prop_map(|mut entries| {
        let mut seen = std::collections::HashSet::new();
        entries.retain(|(key, _)| seen.insert(key.clone()));
        entries
    })
}

fn text(entries: &[(String, String)]) -> String {
    entries
        .iter()
        .map(|(key, value)| format!("k{key}:{value}\n"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn edits_of_different_keys_always_merge(
        more in front_matter(),
        other in value(),
        another in value(),
        pick in any::<[prop::sample::Index; 2]>(),
    ) {
        let keys = ["x", "y"].map(|key| (key.to_owned(), " 1".to_owned()));
        let base = [keys.to_vec(), more].concat();
        let one = pick[0].index(base.len());
        let two = (one + 1 + pick[1].index(base.len() - 1)) % base.len();
        let (mut theirs, mut mine, mut both) = (base.clone(), base.clone(), base.clone());
        theirs[one].1.clone_from(&other);
        mine[two].1.clone_from(&another);
        both[one].1 = other;
        both[two].1 = another;
        prop_assert_eq!(clean(&text(&base), &text(&theirs), &text(&mine)), text(&both));
    }

    #[test]
    fn additions_to_one_list_always_merge(
        base in proptest::collection::hash_set("[a-z]{1,2}", 0..5),
        added in proptest::collection::vec(("[A-Z]{1,2}", any::<prop::sample::Index>()), 1..4),
        block in any::<[bool; 3]>(),
    ) {
        let list = |items: &[String], block: bool| match block {
            true if !items.is_empty() => {
                let items = items.iter().map(|item| format!("  - {item}\n"));
                format!("x: 1\nk:\n{}y: 2\n", items.collect::<String>())
            }
            _ => format!("x: 1\nk: [{}]\ny: 2\n", items.join(", ")),
        };
        let base: Vec<String> = base.into_iter().collect();
        let (mut theirs, mut mine) = (base.clone(), base.clone());
        for (number, (item, at)) in added.iter().enumerate() {
            let side = if number % 2 == 0 { &mut theirs } else { &mut mine };
            if !side.contains(item) {
                side.insert(at.index(side.len() + 1), item.clone());
            }
        }
        let merged = clean(&list(&base, block[0]), &list(&theirs, block[1]), &list(&mine, block[2]));
        let tree = yaml::parse(&merged).unwrap();
        let items: Vec<_> = tree.get("k").unwrap().items().iter().filter_map(|item| item.as_str()).collect();
        for item in theirs.iter().chain(&mine) {
            prop_assert_eq!(items.iter().filter(|known| *known == item).count(), 1, "{}", merged);
        }
    }

    #[test]
    fn any_three_merge_or_clash_and_read_either_way(
        base in front_matter(), theirs in front_matter(), mine in front_matter(),
    ) {
        let parts = merge(&text(&base), &text(&theirs), &text(&mine));
        prop_assert!(parts.is_some());
    }

    #[test]
    fn any_text_is_merged_without_a_panic(texts in any::<[String; 3]>(), yaml in "([a-c#: \n\\-\\[\\]'|]){0,30}") {
        let [base, theirs, mine] = texts;
        merge(&base, &theirs, &mine);
        merge(&yaml, &theirs, &format!("{yaml}a: b\n"));
    }
}
