//! Paths that are pages, and texts that are none.

use proptest::prelude::*;

use super::*;

#[test]
fn files_become_addresses() {
    let address = |file| PagePath::from_file(file).map(|path| path.address());
    assert_eq!(address("index.md"), Ok("/".to_owned()));
    assert_eq!(address("cases/index.md"), Ok("/cases".to_owned()));
    assert_eq!(
        address("cases/été 2018?.md"),
        Ok("/cases/%C3%A9t%C3%A9%202018%3F".to_owned())
    );
    assert_eq!(address("cases/a.txt"), Err(PathError::NotMarkdown));
}

#[test]
fn a_readme_is_its_folder() {
    let address = |file| PagePath::from_file(file).map(|path| path.address());
    assert_eq!(address("README.md"), Ok("/".to_owned()));
    assert_eq!(address("a/README.md"), Ok("/a".to_owned()));
    assert_eq!(address("a/MYREADME.md"), Ok("/a/MYREADME".to_owned()));
    let own = |file| PagePath::of_readme(file).map(|path| path.address());
    assert_eq!(own("a/README.md"), Some("/a/README".to_owned()));
    assert_eq!(own("README.md"), None);
    assert_eq!(own("a/index.md"), None);
}

#[test]
fn a_decomposed_name_is_the_composed_page() {
    assert_eq!(
        PagePath::from_file("e\u{301}te\u{301}.md"),
        PagePath::from_file("été.md")
    );
}

#[test]
fn hostile_names_are_refused() {
    for file in [
        "../etc.md",
        "a/../b.md",
        "a//b.md",
        "/a.md",
        ".hidden.md",
        "a\\b.md",
        "a\0b.md",
        "a\nb.md",
        "a\u{202E}b.md",
        "a\u{200B}b.md",
        ".git/x.md",
        ".GIT/x.md",
        "git~1/x.md",
        "a/.git ./x.md",
        ".g\u{200C}it/x.md",
        ".git::$INDEX_ALLOCATION/x.md",
        ".git\u{F800}a/x.md",
        "\u{12E}git/x.md",
        "-/x.md",
        "api/v1.md",
        "search.md",
        "map.md",
        "content.git/x.md",
        "a.md.md",
        "index/index.md",
    ] {
        assert!(PagePath::from_file(file).is_err(), "{file:?}");
    }
    assert!(PagePath::parse(&"x".repeat(300)).is_err());
    assert!(PagePath::from_address("/%ff").is_err());
    assert!(PagePath::from_address("/a/%2e%2e/b").is_err());
}

#[test]
fn ancestors_run_from_the_home_page_down() {
    let path = PagePath::parse("a/b/c").unwrap();
    let ancestors: Vec<String> = path.ancestors().iter().map(PagePath::to_string).collect();
    assert_eq!(ancestors, ["", "a", "a/b"]);
}

proptest! {
    #[test]
    fn addresses_round_trip(text in "\\PC{1,40}(/\\PC{1,20}){0,3}") {
        if let Ok(path) = PagePath::parse(&text) {
            prop_assert_eq!(PagePath::from_address(&path.address()), Ok(path.clone()));
            prop_assert_eq!(PagePath::from_file(&format!("{path}.md")), Ok(path.clone()));
            prop_assert_eq!(PagePath::from_file(&format!("{path}/index.md")), Ok(path));
        }
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = PagePath::parse(&text);
        let _ = PagePath::from_address(&text);
        let _ = PagePath::from_file(&text);
    }
}
