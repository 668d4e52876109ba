//! The front matter of three files as parts of the one that results.

use crate::domain::front_matter_merge::{self, FrontMatterPart as Key};
use crate::domain::yaml;
use crate::site::merge::conflict::{ConflictLocation, ConflictPart, Pair};
use crate::site::merge::file::{FrontBlock, chosen};
use crate::site::merge::news::News;
use crate::store::merge_lines;

/// Merges front matter with its lines of hyphens. Returns nothing where it cannot be merged by key;
/// then it is a text like the rest.
pub(super) fn merge(
    fronts: [Option<FrontBlock<'_>>; 3],
    news: &mut News,
) -> Option<Vec<ConflictPart>> {
    let whole = fronts.map(|front| front.map_or("", |front| front.whole));
    let [base, theirs, mine] = fronts;
    let (theirs, mine) = match (theirs, mine) {
        (Some(theirs), Some(mine)) => (theirs, mine),
        (None, None) => return Some(Vec::new()),
        // One side has none. It is taken from the side that changed something, whole.
        _ if whole[0] == whole[1] || whole[0] == whole[2] => {
            let has_come = whole[0] == whole[2];
            let text = chosen(&whole[0], whole[1], whole[2]).to_owned();
            return Some(vec![ConflictPart::Settled {
                text,
                came_in: has_come,
            }]);
        }
        _ => {
            let [base, theirs, mine] = whole.map(str::to_owned);
            let location = ConflictLocation::FrontMatter;
            return Some(vec![ConflictPart::Pair(Pair {
                location,
                base,
                theirs,
                mine,
            })]);
        }
    };
    let yaml = base.map_or("", |front| front.yaml);
    let keys = front_matter_merge::merge(yaml, theirs.yaml, mine.yaml)?;
    let fence = |side: fn(&FrontBlock<'_>) -> String| ConflictPart::Settled {
        text: match &base {
            Some(base) => chosen(&side(base), side(&theirs), side(&mine)),
            None => side(&mine),
        },
        came_in: false,
    };
    let mut parts = vec![fence(|front| front.open.to_owned())];
    parts.extend(by_key([yaml, theirs.yaml, mine.yaml], keys, news));
    parts.push(fence(|front| front.close.to_owned()));
    Some(parts)
}

fn by_key(yaml: [&str; 3], keys: Vec<Key>, news: &mut News) -> Vec<ConflictPart> {
    let names = keys.iter().filter_map(|key| match key {
        Key::Settled { came_in, .. } => came_in.clone(),
        Key::Clash { .. } => None,
    });
    let names: Vec<String> = names.collect();
    let mut clashing = Vec::new();
    let mut parts = Vec::new();
    for key in keys {
        if let Key::Clash { key: name, .. } = &key {
            clashing.extend(name.clone());
        }
        parts.push(part_of(key));
    }
    let pairs = |parts: &[ConflictPart]| {
        parts
            .iter()
            .any(|part| matches!(part, ConflictPart::Pair(_)))
    };
    if pairs(&parts) {
        // Whatever git merges is merged, if it can be read.
        let [base, theirs, mine] = yaml;
        let text = merge_lines(base, theirs, mine).filter(|text| yaml::parse(text).is_ok());
        if let Some(text) = text {
            parts = vec![ConflictPart::Settled {
                text,
                came_in: true,
            }];
        }
    }
    news.keys = names;
    if !pairs(&parts) {
        news.keys.extend(clashing);
    }
    parts
}

/// Returns the part that a key makes. Lines of a long text can go together where the values do not.
fn part_of(key: Key) -> ConflictPart {
    match key {
        Key::Settled { text, came_in } => ConflictPart::Settled {
            text,
            came_in: came_in.is_some(),
        },
        Key::Clash {
            key,
            base,
            theirs,
            mine,
        } => match merge_lines(&base, &theirs, &mine).filter(|text| yaml::parse(text).is_ok()) {
            Some(text) => ConflictPart::Settled {
                text,
                came_in: true,
            },
            None => ConflictPart::Pair(Pair {
                location: key.map_or(ConflictLocation::FrontMatter, ConflictLocation::Key),
                base,
                theirs,
                mine,
            }),
        },
    }
}
