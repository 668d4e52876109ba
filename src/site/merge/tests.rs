//! Tests of the merge of three files.

use super::*;

fn clean(base: &str, theirs: &str, mine: &str) -> (String, News) {
    match merge(base, theirs, mine) {
        MergeOutcome::Clean { text, news } => (text, news),
        MergeOutcome::Conflict(conflict) => panic!("{conflict:?}"),
    }
}

fn conflict(base: &str, theirs: &str, mine: &str) -> FileConflict {
    match merge(base, theirs, mine) {
        MergeOutcome::Conflict(conflict) => conflict,
        MergeOutcome::Clean { text, .. } => panic!("{text:?}"),
    }
}

fn pair(location: ConflictLocation, base: &str, theirs: &str, mine: &str) -> Pair {
    let [base, theirs, mine] = [base, theirs, mine].map(str::to_owned);
    Pair {
        location,
        base,
        theirs,
        mine,
    }
}

const BASE: &str = "---\ntitle: A\nstatus: idea\nperiod: 2019\n---\n\nOne.\n\nTwo.\n\nThree.\n";

#[test]
fn what_does_not_touch_merges_and_is_reported() {
    let theirs = BASE.replace("idea", "done").replace("One", "First");
    let mine = BASE.replace("2019", "2020").replace("Three", "Third");
    let (text, news) = clean(BASE, &theirs, &mine);
    let both = theirs.replace("2019", "2020").replace("Three", "Third");
    assert_eq!(text, both);
    assert_eq!((news.keys, news.passages), (vec!["status".to_owned()], 1));
}

#[test]
fn one_who_changed_nothing_gets_what_there_is_and_one_who_comes_first_what_is_written() {
    let theirs = BASE.replace("idea", "done").replace("One", "First");
    let (text, news) = clean(BASE, &theirs, BASE);
    assert_eq!(text, theirs);
    assert_eq!((news.keys, news.passages), (vec!["status".to_owned()], 1));
    let (text, news) = clean(BASE, BASE, &theirs);
    assert!(text == theirs && news.is_empty());
    let (text, news) = clean(BASE, &theirs, &theirs);
    assert!(text == theirs && news.is_empty());
}

#[test]
fn pairs_are_keys_and_whole_paragraphs() {
    let theirs = BASE
        .replace("idea", "done")
        .replace("Two.", "Two\nof them.")
        .replace("One", "First");
    let mine = BASE.replace("idea", "dropped").replace("Two.", "2.");
    let conflict = conflict(BASE, &theirs, &mine);
    let pairs: Vec<_> = conflict.pairs().cloned().collect();
    let key = pair(
        ConflictLocation::Key("status".into()),
        "status: idea\n",
        "status: done\n",
        "status: dropped\n",
    );
    let text = pair(
        ConflictLocation::Text,
        "Two.\n\n",
        "Two\nof them.\n\n",
        "2.\n\n",
    );
    assert_eq!(pairs, [key, text]);
    assert_eq!(conflict.news().passages, 1);
    let settled: Vec<_> = conflict.parts().iter().map(ConflictPart::settled).collect();
    let first = "First.\n\n";
    assert_eq!(
        settled,
        [
            "---\ntitle: A\n",
            "",
            "period: 2019\n---\n\n",
            first,
            "",
            "Three.\n"
        ]
    );
    let resolve = |choices: [Choice; 2]| conflict.resolve(&choices.map(Some)).unwrap();
    let merged = |status: &str, two: &str| {
        let text = BASE.replace("One", "First");
        text.replace("idea", status).replace("Two.\n\n", two)
    };
    let found = resolve([Choice::Mine, Choice::Theirs]);
    assert_eq!(found, merged("dropped", "Two\nof them.\n\n"));
    let found = resolve([Choice::Theirs, Choice::Both]);
    assert_eq!(found, merged("done", "Two\nof them.\n\n2.\n\n"));
    let found = resolve([
        Choice::Edited("status: half\r\n".into()),
        Choice::Edited("Both\r\nof them.".into()),
    ]);
    assert_eq!(found, merged("half", "Both\nof them.\n\n"));
}

#[test]
fn nothing_is_chosen_for_anybody() {
    let theirs = BASE.replace("idea", "done").replace("Two", "2");
    let mine = BASE.replace("idea", "dropped").replace("Two", "Zwei");
    let conflict = conflict(BASE, &theirs, &mine);
    assert_eq!(
        conflict.resolve(&[]),
        Err(ResolutionError::Missing(vec![0, 1]))
    );
    let error = conflict.resolve(&[None, Some(Choice::Mine)]);
    assert_eq!(error, Err(ResolutionError::Missing(vec![0])));
    let both = [Some(Choice::Both), Some(Choice::Both)];
    assert_eq!(conflict.resolve(&both), Err(ResolutionError::NotBoth(0)));
    let many = [const { Some(Choice::Mine) }; 3];
    let error = ResolutionError::TooMany {
        choices: 3,
        pairs: 2,
    };
    assert_eq!(conflict.resolve(&many), Err(error));
}

#[test]
fn fenced_code_is_never_divided() {
    let code = |one: &str, two: &str| {
        format!("Text.\n\n```sh\na\n\n{one}\n\nb\n\n~~~\n\n{two}\n```\n\nEnd.\n")
    };
    let conflict = conflict(&code("x", "y"), &code("x1", "y"), &code("x2", "y2"));
    let pairs: Vec<_> = conflict.pairs().collect();
    assert_eq!(pairs.len(), 1);
    assert!(pairs[0].mine.starts_with("```sh\na\n") && pairs[0].mine.ends_with("y2\n```\n\n"));
}

#[test]
fn line_ends_and_marks_are_kept_and_are_no_change_of_the_text() {
    let windows = BASE.replace('\n', "\r\n");
    let theirs = format!("\u{FEFF}{}", BASE.replace("One", "First"));
    let mine = windows.replace("Three", "Third");
    let (text, _) = clean(BASE, &theirs, &mine);
    let both = BASE
        .replace("One", "First")
        .replace("Three", "Third")
        .replace('\n', "\r\n");
    assert_eq!(text, format!("\u{FEFF}{both}"));
    let mine = windows.replace("One", "Eins");
    let conflict = conflict(BASE, &theirs, &mine);
    let text = conflict.resolve(&[Some(Choice::Mine)]).unwrap();
    assert_eq!(text, format!("\u{FEFF}{mine}"));
    // Where one file has lines of several sorts, each line is what it is.
    let mixed = BASE.replace("Three.\n", "Three.\r\n");
    let (text, _) = clean(
        &mixed,
        &mixed.replace("One", "First"),
        &mixed.replace("idea", "done"),
    );
    assert_eq!(text, mixed.replace("One", "First").replace("idea", "done"));
}

#[test]
fn what_is_empty_or_does_not_end_in_a_line_is_merged() {
    let (text, _) = clean("", "a\n", "");
    assert_eq!(text, "a\n");
    let found = conflict("", "a", "b");
    assert_eq!(
        found.pairs().collect::<Vec<_>>(),
        [&pair(ConflictLocation::Text, "", "a", "b")]
    );
    assert_eq!(found.resolve(&[Some(Choice::Both)]).unwrap(), "a\n\nb");
    let (text, _) = clean("a\n\nb\n\nc", "a\n\nb\n\nc\n", "A\n\nb\n\nc");
    assert_eq!(text, "A\n\nb\n\nc\n");
    let found = conflict("a\nb\n", "", "a\nc\n");
    assert_eq!(found.resolve(&[Some(Choice::Theirs)]).unwrap(), "");
    let (text, _) = clean(
        "---\na: 1\n---",
        "---\na: 1\n---\nText.\n",
        "---\na: 2\n---",
    );
    assert_eq!(text, "---\na: 2\n---\nText.\n");
}

#[test]
fn front_matter_that_one_side_lacks_is_merged_as_a_whole() {
    let with = |status: &str| format!("---\nstatus: {status}\n---\nText.\n");
    let (text, _) = clean("Text.\n", &with("a"), "Text.\n\nMore.\n");
    assert_eq!(text, format!("{}\nMore.\n", with("a")));
    let (text, news) = clean(
        "Text.\n",
        "---\na: b\n---\nText.\n",
        "---\nc: d\n---\nText.\n",
    );
    assert_eq!(text, "---\na: b\nc: d\n---\nText.\n");
    assert_eq!(news.keys, ["a"]);
    let (text, _) = clean(&with("a"), "Text.\n", &format!("{}More.\n", with("a")));
    assert_eq!(text, "Text.\nMore.\n");
    let found = conflict(&with("a"), "Text.\n", &with("b"));
    let locations: Vec<_> = found.pairs().map(|pair| pair.location.clone()).collect();
    assert_eq!(locations, [ConflictLocation::FrontMatter]);
    assert_eq!(found.resolve(&[Some(Choice::Mine)]).unwrap(), with("b"));
    assert_eq!(found.resolve(&[Some(Choice::Theirs)]).unwrap(), "Text.\n");
}

#[test]
fn front_matter_that_cannot_be_read_is_merged_by_lines() {
    let base = "---\ntitle: [A\nx: 1\ny: 2\nz: 3\n---\nText.\n";
    let (text, _) = clean(
        base,
        &base.replace("x: 1", "x: 4"),
        &base.replace("z: 3", "z: 5"),
    );
    assert_eq!(text, base.replace("x: 1", "x: 4").replace("z: 3", "z: 5"));
    let found = conflict(
        base,
        &base.replace("x: 1", "x: 4"),
        &base.replace("x: 1", "x: 5"),
    );
    assert_eq!(
        found
            .pairs()
            .map(|pair| pair.location.clone())
            .collect::<Vec<_>>(),
        [ConflictLocation::Text]
    );
    let open = "---\ntitle: A\n\nText.\n";
    let (text, _) = clean(
        open,
        &open.replace("Text", "Words"),
        &open.replace("A", "B"),
    );
    assert_eq!(text, "---\ntitle: B\n\nWords.\n");
}

#[test]
fn lines_of_a_long_value_are_merged_as_git_does() {
    let base = "---\nsummary: |\n  one\n  two\n  three\n---\n";
    let (text, news) = clean(base, &base.replace("one", "1"), &base.replace("three", "3"));
    assert_eq!(text, base.replace("one", "1").replace("three", "3"));
    assert_eq!(news.keys, ["summary"]);
}

#[test]
fn texts_without_end_are_one_pair_and_take_no_longer() {
    let line = |sign: &str, number: usize| format!("{sign} {}\n\n", number * 7919 % 30_011);
    let text = |sign: &str| -> String { (0..20_000).map(|number| line(sign, number)).collect() };
    let found = conflict(&text("a"), &text("b"), &text("c"));
    assert_eq!(found.pairs().count(), 1);
    assert_eq!(found.resolve(&[Some(Choice::Mine)]).unwrap(), text("c"));
    // The most that is compared, in three orders.
    let order = |step: usize| -> String {
        (0..4_900)
            .map(|number| line("a", number * step % 4_900))
            .collect()
    };
    let started = std::time::Instant::now();
    let found = conflict(&order(1), &order(11), &order(13));
    assert!(found.pairs().count() > 0);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
