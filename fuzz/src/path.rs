//! Page paths: one page has one address, and no name leaves its place or harms a clone.

use concord::domain::PagePath;
use concord::domain::link::Href;
use concord::domain::path::{check_segment, encode_address};
use concord::domain::portable::{check_name, disk_key};
use unicode_normalization::UnicodeNormalization;

use super::site;

/// Reads a text as a path, a file, an address, a link and a name.
pub fn hold(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let paths = [
        PagePath::parse(text),
        PagePath::from_file(text),
        PagePath::from_address(text),
    ];
    for path in paths.into_iter().flatten() {
        assert_path(&path);
    }
    let _ = Href::parse(text, "cases/page.md");
    for name in text.split('/') {
        assert_name(name);
    }
    // One name has one key, however it is composed.
    let key = disk_key(text);
    assert_eq!(disk_key(&key), key, "{text:?}");
    assert_eq!(disk_key(&text.nfd().collect::<String>()), key, "{text:?}");
    assert_eq!(disk_key(&text.to_ascii_uppercase()), key, "{text:?}");
}

fn assert_path(path: &PagePath) {
    let address = path.address();
    assert_eq!(PagePath::from_address(&address).as_ref(), Ok(path));
    assert_eq!(PagePath::parse(path.as_str()).as_ref(), Ok(path));
    if !path.is_home() {
        // A README is its folder's page first, and the one at the top is no page of its own.
        let file = format!("{path}.md");
        assert!(path.as_str() == "README" || PagePath::claimed_by(&file).any(|page| page == *path));
        let index = format!("{path}/index.md");
        assert_eq!(PagePath::from_file(&index).as_ref(), Ok(path));
    }
    let inside = address.starts_with('/') && !address[1..].starts_with(['/', '\\']);
    assert!(inside, "{address}");
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#?".contains(&byte);
    assert!(address.bytes().all(plain), "{address}");
    assert!(address.split('/').all(|part| part != "." && part != ".."));
    assert!(
        path.as_str()
            .split('/')
            .all(|part| part.is_empty() == path.is_home())
    );
    assert_eq!(
        path.ancestors().len(),
        match path.is_home() {
            true => 0,
            false => path.as_str().split('/').count(),
        }
    );
    assert!(encode_address(path.as_str()) == address);
}

/// Asserts that what may enter the repository is a name that git itself takes, with the
/// protections of every system on.
fn assert_name(name: &str) {
    if check_name(name).is_err() {
        return;
    }
    let hidden = name.starts_with('.');
    assert!(hidden || check_segment(name).is_ok(), "{name:?}");
    let taken = site::git_takes(name);
    assert!(taken.is_ok(), "git does not take {name:?}: {taken:?}");
}
