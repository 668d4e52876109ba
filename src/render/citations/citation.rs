//! Citations in text: `[@key, p. 3]`, `[@a; @b]` and `[-@key]`.

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) enum Piece<'a> {
    /// Text without citations.
    Text(&'a str),
    /// A citation.
    Group(Group<'a>),
}

/// What stands between the brackets of one citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) struct Group<'a> {
    /// The citation as written, with its brackets.
    pub(in crate::render) source: &'a str,
    /// The works.
    pub(in crate::render) cites: Vec<Cite<'a>>,
}

/// One work of a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::render) struct Cite<'a> {
    /// The key in the bibliography.
    pub(in crate::render) key: &'a str,
    /// Where in the work, as written; empty where not said.
    pub(in crate::render) locator: &'a str,
    /// Whether the sentence names the author already.
    pub(in crate::render) without_author: bool,
    /// The byte of the text where the key begins.
    pub(in crate::render) offset: usize,
}

/// Divides a text at its citations.
pub(in crate::render) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = text[at..].find('[') {
        let start = at + found;
        at = start + 1;
        let inner = &text[at..];
        if !inner.starts_with('@') && !inner.starts_with("-@") {
            continue;
        }
        // A bracket that is never closed is looked for once per line at most.
        let Some(end) = inner.find([']', '[']) else {
            break;
        };
        if !inner[end..].starts_with(']') {
            continue;
        }
        let Some(cites) = cites(&inner[..end], at) else {
            continue;
        };
        if start > done {
            pieces.push(Piece::Text(&text[done..start]));
        }
        done = at + end + 1;
        at = done;
        let source = &text[start..done];
        pieces.push(Piece::Group(Group { source, cites }));
    }
    if done < text.len() {
        pieces.push(Piece::Text(&text[done..]));
    }
    pieces
}

/// Reads what stands between the brackets; `offset` is where it stands in the text.
fn cites(inner: &str, offset: usize) -> Option<Vec<Cite<'_>>> {
    let mut cites = Vec::new();
    let mut start = 0;
    for part in inner.split(';') {
        let before = part.len() - part.trim_start().len();
        let cite = part.trim();
        let (without_author, rest) = match cite.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, cite),
        };
        let rest = rest.strip_prefix('@')?;
        let end = rest.find([',', ' ', '\n']).unwrap_or(rest.len());
        let (key, locator) = rest.split_at(end);
        if !is_key(key) {
            return None;
        }
        cites.push(Cite {
            key,
            locator: locator.trim_start_matches([',', ' ', '\n']).trim(),
            without_author,
            offset: offset + start + before + usize::from(without_author) + 1,
        });
        start += part.len() + 1;
    }
    Some(cites)
}

/// Tells whether a text can be a key of the bibliography.
pub(in crate::render) fn is_key(key: &str) -> bool {
    (1..=200).contains(&key.len())
        && key
            .chars()
            .all(|character| character.is_alphanumeric() || "_-:.+/&".contains(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<(String, String, bool)> {
        pieces(text)
            .iter()
            .filter_map(|piece| match piece {
                Piece::Group(group) => Some(&group.cites),
                Piece::Text(_) => None,
            })
            .flatten()
            .map(|cite| {
                assert!(text[cite.offset..].starts_with(cite.key));
                (
                    cite.key.to_owned(),
                    cite.locator.to_owned(),
                    cite.without_author,
                )
            })
            .collect()
    }

    #[test]
    fn citations_are_found_with_their_places() {
        let one = |key: &str, locator: &str, alone| (key.to_owned(), locator.to_owned(), alone);
        assert_eq!(
            keys("é [@a2014, p. 3] and [@b; @c-d, pp. 1-2] [-@e]"),
            [
                one("a2014", "p. 3", false),
                one("b", "", false),
                one("c-d", "pp. 1-2", false),
                one("e", "", true)
            ]
        );
        assert_eq!(
            keys("[a] [@] [@a b@c] [@a; b] [[@x]] me@x.org"),
            [one("a", "b@c", false), one("x", "", false)]
        );
    }

    #[test]
    fn unclosed_brackets_do_not_hang() {
        assert!(keys(&"[@".repeat(500_000)).is_empty());
    }
}
