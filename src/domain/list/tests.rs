//! Lists as they are written, and the pages that they hold.

use super::*;

fn vocabulary() -> Vocabulary {
    let text = "[[facet]]\nkey = \"challenges\"\nlabel = \"C\"\n[[facet.term]]\n\
                    id = \"maintaining-momentum\"\nlabel = \"M\"\n";
    Vocabulary::parse(text).0
}

#[test]
fn settings_and_filters_are_told_apart() {
    let text = "kind=case-study,lesson by=year sort=-period limit=5 as=cards \
                    organisation=\"Statistics Canada\" when=upcoming";
    let (list, mistakes) = PageList::parse(ListContent::Pages, text);
    assert_eq!(mistakes, []);
    assert_eq!(list.check(&vocabulary()), []);
    let filter = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(
        list,
        PageList {
            what: ListContent::Pages,
            filters: vec![
                filter("kind", "case-study"),
                filter("kind", "lesson"),
                filter("organisation", "Statistics Canada"),
            ],
            by: Some("year".to_owned()),
            sort: SortBy::Period,
            descending: true,
            limit: 5,
            shape: ListShape::Cards,
            when: Some(TimeFilter::Upcoming),
        }
    );
}

#[test]
fn a_mistake_is_told_with_what_was_meant() {
    for (text, message, help) in [
        ("cases", "“cases” is no setting", "equals sign"),
        ("kind=", "“kind=” is no setting", "equals sign"),
        ("as=card", "no “as=card”", "“cards”"),
        ("sort=name", "no “sort=name”", "title"),
        ("limit=0", "not a number", "leave it out"),
        ("q=data", "it is not a search", "facets"),
        ("kind=case-studies", "no value of “kind”", "“case-study”"),
        ("challenge=x", "no facet “challenge”", "“challenges”"),
        (
            "challenges=momentum",
            "no value of “challenges”",
            "maintaining-momentum",
        ),
        ("by=kinds", "no facet “kinds”", "“kind”"),
        ("country=XX", "no value of “country”", ""),
        ("limits=3", "no facet “limits”", "“limit”"),
    ] {
        let (list, mut mistakes) = PageList::parse(ListContent::Pages, text);
        mistakes.extend(list.check(&vocabulary()));
        assert_eq!(mistakes.len(), 1, "{text}: {mistakes:?}");
        assert!(
            mistakes[0].message.contains(message),
            "{text}: {mistakes:?}"
        );
        assert!(mistakes[0].help.contains(help), "{text}: {mistakes:?}");
    }
}
