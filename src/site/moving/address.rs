//! Writes a path where a link names it: in the manner of the path that stood there.

use crate::render::LinkNotation;

/// Signs that mean something in an address, in Markdown, in a table or in HTML.
const SIGNS: &str = " \"#%<>?[\\]^`{|}&'()*";

/// Writes a path of the content folder for a link that stands in `file`. Relative addresses stay
/// relative, percent signs are used as `old`, what stood there, used them.
///
/// Nothing where the name cannot be written so.
pub(super) fn write(path: &str, file: &str, old: &str, written: LinkNotation) -> Option<String> {
    if written == LinkNotation::Wiki {
        let has_signs = path.contains(['[', ']', '|', '#', '\\', '&', '`', '<']);
        return (!has_signs && !path.is_empty()).then(|| path.to_owned());
    }
    let mut text = match old.starts_with('/') {
        true => format!("/{}", encoded(path, old, written)),
        false => relative(path, file, old, written),
    };
    if old.ends_with('/') && !text.ends_with('/') {
        text.push('/');
    }
    Some(text)
}

fn relative(path: &str, file: &str, old: &str, written: LinkNotation) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split('/').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let (here, there) = (parts(folder), parts(path));
    let same = here
        .iter()
        .zip(&there)
        .take_while(|(one, other)| one == other);
    let same = same.count();
    let up = vec![".."; here.len() - same];
    let down = there[same..].join("/");
    let mut text = up.join("/");
    if !down.is_empty() {
        let down = encoded(&down, old, written);
        // What stands before a colon would be read as the name of a protocol.
        let first = down.split('/').next().unwrap_or("");
        if text.is_empty() && (old.starts_with("./") || first.contains(':')) {
            text.push('.');
        }
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(&down);
    }
    if text.is_empty() {
        text.push('.');
    }
    text
}

fn encoded(path: &str, old: &str, written: LinkNotation) -> String {
    let keeps_letters = !has_encoded_letters(old);
    let keeps_spaces = written == LinkNotation::Enclosed && !old.contains('%');
    let mut text = String::with_capacity(path.len());
    for character in path.chars() {
        let plain = match character {
            ' ' => keeps_spaces,
            '(' | ')' | '*' => written != LinkNotation::Address,
            '\'' => written != LinkNotation::Html,
            character if character.is_ascii() => {
                !character.is_ascii_control() && !SIGNS.contains(character)
            }
            _ => keeps_letters,
        };
        if plain {
            text.push(character);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// Tells whether letters beyond those of English are written with percent signs.
fn has_encoded_letters(old: &str) -> bool {
    let bytes = old.as_bytes();
    bytes.windows(3).any(|window| {
        matches!(window, [b'%', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', digit] if digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LinkTarget;
    use crate::domain::link::Href;

    #[test]
    fn a_path_is_written_in_the_manner_of_the_old_one() {
        let address = |path, file, old| write(path, file, old, LinkNotation::Address).unwrap();
        assert_eq!(address("b/x.md", "a/y.md", "../a/x.md"), "../b/x.md");
        assert_eq!(address("a/x.md", "a/y.md", "z.md"), "x.md");
        assert_eq!(address("a/x.md", "a/y.md", "./z.md"), "./x.md");
        assert_eq!(address("a/x", "b.md", "/z"), "/a/x");
        assert_eq!(address("a", "a/y.md", "../z/"), "./");
        assert_eq!(address("", "a/y.md", "../z"), "..");
        assert_eq!(address("a:b.md", "y.md", "z.md"), "./a:b.md");
        assert_eq!(address("été (2).md", "y.md", "z.md"), "été%20%282%29.md");
        assert_eq!(address("été.md", "y.md", "%C3%A0.md"), "%C3%A9t%C3%A9.md");
        let enclosed = |path, old| write(path, "y.md", old, LinkNotation::Enclosed).unwrap();
        assert_eq!(enclosed("a b (c).md", "x y.md"), "a b (c).md");
        assert_eq!(enclosed("a b.md", "x%20y.md"), "a%20b.md");
        assert_eq!(write("a[1]", "y.md", "b", LinkNotation::Wiki), None);
    }

    #[test]
    fn what_is_written_leads_to_the_path() {
        let paths = [
            "a/b.md",
            "b c/d'e.md",
            "été/x#y?.md",
            "a/(b).md",
            "50%/a&b.md",
            "q:r.md",
        ];
        let files = ["x.md", "a/x.md", "été/z/x.md", "b c/x.md"];
        for (path, file) in paths
            .iter()
            .flat_map(|path| files.map(|file| (*path, file)))
        {
            for old in ["/o.md", "o.md", "./o.md", "../%C3%A9.md"] {
                for written in [
                    LinkNotation::Address,
                    LinkNotation::Enclosed,
                    LinkNotation::Html,
                ] {
                    let text = write(path, file, old, written).unwrap();
                    let target = LinkTarget::Path(path.to_owned());
                    let expected = Href::Inside(target, None);
                    assert_eq!(Href::parse(&text, file), expected, "{text} in {file}");
                }
            }
        }
    }
}
