//! The readers whom a page is for, out of the bytes of its file, and nothing else of it.

use std::collections::HashMap;

use crate::domain::front_matter::{FrontMatter, Parts};
use crate::domain::{Visibility, Vocabulary, misplaced};
use crate::render::source::{self, Body};

/// Most bytes of front matter that are remembered: of all pages, and of one.
const MOST: usize = 16 << 20;
const MOST_OF_ONE: usize = 16 << 10;

/// Reads who a page is for out of the bytes of its file, as [`crate::render::read`] does.
pub fn visibility(source: &[u8]) -> Visibility {
    Visibilities::default().of(source)
}

/// Reads who pages are for, one after the other. Versions of a page mostly have the same front matter,
/// which is read once.
#[derive(Default)]
pub struct Visibilities {
    by_front_matter: HashMap<String, Visibility>,
    bytes: usize,
}

impl Visibilities {
    /// Reads who a page is for.
    pub fn of(&mut self, source: &[u8]) -> Visibility {
        let (text, _) = source::decode(source);
        let (parts, _) = Body::split(&text, &mut Vec::new());
        let declared = match parts.yaml {
            Some(yaml) if yaml.len() <= MOST_OF_ONE => {
                let below = misplaced::find(parts.body, true).map(|found| found.circle);
                self.of_front_matter(yaml).max(below.unwrap_or_default())
            }
            _ => declared_by(parts),
        };
        declared.max(source::beyond(source, parts))
    }

    fn of_front_matter(&mut self, yaml: &str) -> Visibility {
        if let Some(known) = self.by_front_matter.get(yaml) {
            return *known;
        }
        let alone = Parts {
            yaml: Some(yaml),
            body: "",
            body_line: 0,
        };
        let declared = declared_by(alone);
        if self.bytes >= MOST {
            *self = Self::default();
        }
        self.bytes += yaml.len();
        self.by_front_matter.insert(yaml.to_owned(), declared);
        declared
    }
}

fn declared_by(parts: Parts<'_>) -> Visibility {
    let vocabulary = Vocabulary::default();
    let reading = FrontMatter::read(parts, &vocabulary, &mut Vec::new(), &mut Vec::new());
    reading.front.visibility
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_is_read() {
        let fronts = [
            "title: A\n",
            "visibility: members\n",
            "draft: true\n",
            "visiblity: x\n",
            "a: [\n",
        ];
        let bodies = [
            "Text.\n",
            "\n---\nvisibility: members\n---\n",
            "---\ndraft: true\n---\n",
        ];
        let mut visibilities = Visibilities::default();
        let mut found = Vec::new();
        for _ in 0..2 {
            for front in fronts {
                for body in bodies {
                    let source = format!("---\n{front}---\n{body}");
                    let alone = visibility(source.as_bytes());
                    assert_eq!(visibilities.of(source.as_bytes()), alone, "{source}");
                    let mut problems = Vec::new();
                    let parts = crate::domain::front_matter::split(&source, &mut problems);
                    assert_eq!(alone, declared_by(parts), "{source}");
                    found.push(alone);
                }
            }
        }
        assert_eq!(visibilities.by_front_matter.len(), fronts.len());
        for visibility in [Visibility::Public, Visibility::Members, Visibility::Draft] {
            assert!(found.contains(&visibility));
        }
    }
}
