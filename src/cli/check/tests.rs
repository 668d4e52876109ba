//! Tests of `check`.

use std::path::Path;

use crate::cli::check::location::relative;

#[test]
fn a_path_is_named_from_the_current_folder() {
    let check = |path: &str, from: &str, expected: &str| {
        assert_eq!(
            relative(Path::new(path), Path::new(from)),
            Path::new(expected)
        );
    };
    check("/home/a/wiki/cases/x.md", "/home/a/wiki", "cases/x.md");
    check("/home/a/wiki/index.md", "/home/a/wiki/cases", "../index.md");
    check("/srv/wiki/index.md", "/home/a", "/srv/wiki/index.md");
}
