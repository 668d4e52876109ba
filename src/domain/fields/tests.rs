//! Keys as they are written, and what misspelt ones ask for.

use super::*;
use crate::domain::visibility::Visibility;

#[test]
fn every_key_is_found_and_no_two_are_alike() {
    for field in Field::all() {
        assert_eq!(field.definition().field, field, "the table is in order");
        assert_eq!(Field::from_key(field.key()), Some(field));
        let meant = meant(&field.key().to_uppercase(), Field::all().map(Field::key));
        assert_eq!(meant, Some(field.key()));
    }
    assert_eq!(Field::from_key("Title"), None);
}

#[test]
fn a_key_is_meant_by_one_an_edit_away() {
    let known = || Field::all().map(Field::key);
    for (written, wanted) in [
        ("Title", Some("title")),
        ("tilte", Some("title")),
        ("sumary", Some("summary")),
        ("drawn-from", Some("drawn_from")),
        ("ti\u{200B}tle", Some("title")),
        ("ｔｉｔｌｅ", Some("title")),
        ("country", None),
        ("title", None),
        ("codename", None),
    ] {
        assert_eq!(meant(written, known()), wanted, "{written}");
    }
}

#[test]
fn visibility_is_known_however_it_is_misspelt() {
    for key in [
        "Visibility",
        "VISIBILITY",
        "visiblity",
        "visibilty",
        "vsibility",
        "visibilitty",
        "visibiltiy",
        "vis\u{AD}ibility",
        "ｖisibility",
        "vіsibility",
        "visibility\u{A0}",
        "visi-bility",
        "visabilty",
    ] {
        assert_eq!(
            VisibilityHint::of(key),
            Some(VisibilityHint::Visibility),
            "{key}"
        );
    }
    for key in ["Draft", "DRAFT", "drafts", "darft", "drat", "d\u{200B}raft"] {
        assert_eq!(
            VisibilityHint::of(key),
            Some(VisibilityHint::Draft),
            "{key}"
        );
    }
    for key in [
        "title",
        "description",
        "stability",
        "usability",
        "viability",
        "data",
        "tags",
        "",
    ] {
        assert_eq!(VisibilityHint::of(key), None, "{key}");
    }
}

#[test]
fn a_value_asks_for_the_circle_that_it_names() {
    use Visibility::{Draft, Members, Public};
    for (key, value, wanted) in [
        ("Visibility", "members", Members),
        ("Visibility", "public", Public),
        ("Visibility", "", Members),
        ("visibility", "draft", Draft),
        ("drafts", "true", Draft),
        ("drafts", "False", Public),
        ("Draft", "", Draft),
        ("private", "true", Members),
        ("private", "Yes", Members),
        ("private", "false", Public),
        ("private", "sector", Public),
        ("visible", "members", Members),
        ("visible", "true", Public),
        ("hidden", "group", Members),
        ("published", "false", Members),
        ("published", "2024-05-01", Public),
        ("access", "members only", Members),
        ("access", "everyone", Public),
        ("status", "draft", Draft),
        ("status", "ongoing", Public),
    ] {
        assert_eq!(
            VisibilityHint::of(key).unwrap().circle(value),
            wanted,
            "{key}: {value}"
        );
    }
}
