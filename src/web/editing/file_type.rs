//! The type of a file: by its content where that says it, and by its name otherwise.

/// The offsets in a file, the bytes that stand there, and the endings that such files have.
const KNOWN: [(usize, &[u8], &[&str]); 5] = [
    (0, b"\x89PNG\r\n\x1a\n", &["png"]),
    (0, b"\xff\xd8\xff", &["jpg", "jpeg"]),
    (0, b"GIF8", &["gif"]),
    // Behind `RIFF` and the length, which sounds have as well.
    (8, b"WEBP", &["webp"]),
    (0, b"%PDF-", &["pdf"]),
];
/// Returns the endings of files with such content, if it says what it is.
pub(super) fn endings_of(bytes: &[u8]) -> Option<&'static [&'static str]> {
    let begins = |at: usize, start: &[u8]| {
        let rest = bytes.get(at..);
        rest.is_some_and(|rest| rest.starts_with(start))
    };
    let mut known = KNOWN.iter();
    let found = known.find(|(at, start, _)| begins(*at, start));
    found.map(|(.., endings)| *endings)
}

/// Returns the endings of files that are of the type of this one, by its name.
pub(super) fn endings(file: &str) -> Vec<String> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let Some((_, ending)) = name.rsplit_once('.') else {
        return Vec::new();
    };
    let ending = ending.to_ascii_lowercase();
    let mut known = KNOWN.iter();
    match known.find(|(.., endings)| endings.contains(&ending.as_str())) {
        Some((.., endings)) => endings.iter().map(|&ending| ending.to_owned()).collect(),
        None => vec![ending],
    }
}

/// Tells whether what is in an upload may stand under the name of a file: by its content, or by its
/// name where that says nothing.
pub(super) fn is_same_type(file: &str, name: &str, bytes: &[u8]) -> bool {
    let wanted = endings(file);
    let is_known = |ending: &String| {
        let mut known = KNOWN.iter();
        known.any(|(.., endings)| endings.contains(&ending.as_str()))
    };
    match endings_of(bytes) {
        Some(endings) => wanted.iter().any(|own| endings.contains(&own.as_str())),
        None => !wanted.iter().any(is_known) && wanted == self::endings(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_of_the_same_type_takes_the_place_of_another() {
        let (png, jpeg) = (b"\x89PNG\r\n\x1a\nx", b"\xff\xd8\xffx");
        assert!(is_same_type("a/b.png", "other.txt", png));
        assert!(is_same_type("a/b.JPEG", "x.jpg", jpeg));
        assert!(is_same_type("a/b.svg", "c.SVG", b"<svg/>"));
        assert!(is_same_type("a/b.wav", "c.wav", b"RIFF\x04\0\0\0WAVE"));
        assert!(is_same_type("a.b/licence", "LICENCE", b"text"));
        assert!(!is_same_type("a/b.png", "c.png", jpeg));
        assert!(!is_same_type("a/b.png", "c.png", b"<svg/>"));
        assert!(!is_same_type("a/b.svg", "c.svg", png));
        assert!(!is_same_type("a/b.svg", "c.html", b"<svg/>"));
        assert!(!is_same_type("a.b/licence", "c.html", b"text"));
    }
}
