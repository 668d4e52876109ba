//! The pages that front matter names, and the aliases that it gives its own.

use crate::domain::agenda::{Example, is_outside};
use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::{Edit, NewValue, Path, Step};
use crate::domain::{Field, front_matter, yaml};

/// Reads the front matter of a file.
pub(super) fn front_matter_of(text: &str) -> Option<Node> {
    let parts = front_matter::split(text, &mut Vec::new());
    yaml::parse(parts.yaml?).ok()
}

/// Returns what front matter names as pages, with the way to each.
pub(super) fn references_of(root: &Node) -> Vec<(Vec<Step>, &Node)> {
    let mut found = Vec::new();
    let mut add = |steps: &[Step], node| {
        let Some(node): Option<&Node> = node else {
            return;
        };
        if let Value::List(items) = &node.value {
            for (number, item) in items.iter().enumerate() {
                let steps = [steps, &[Step::Item(number)]].concat();
                let named = Example::named(item);
                let inside = named.filter(|(node, _)| !node.as_str().is_none_or(is_outside));
                found.extend(inside.map(|(node, key)| {
                    let key = key.map(|key| Step::Key(key.to_owned()));
                    (steps.into_iter().chain(key).collect(), node)
                }));
            }
        } else if node.as_str().is_some() {
            found.push((steps.to_vec(), node));
        }
    };
    let alone = [
        Field::DrawnFrom,
        Field::TranslationOf,
        Field::Survey,
        Field::Session,
        Field::About,
    ];
    for field in alone {
        add(&[Step::Key(field.key().to_owned())], root.get(field.key()));
    }
    for (field, key) in [
        (Field::Sessions, "examples"),
        (Field::Sessions, "material"),
        (Field::Chapters, "pages"),
    ] {
        let Some(Value::List(parts)) = root.get(field.key()).map(|node| &node.value) else {
            continue;
        };
        for (number, part) in parts.iter().enumerate() {
            let steps = [
                Step::Key(field.key().to_owned()),
                Step::Item(number),
                Step::Key(key.to_owned()),
            ];
            add(&steps, part.get(key));
        }
    }
    found
}

/// Returns the way to what goes with a reference that is taken out: of an example with a note, all of it.
pub(super) fn whole_of(steps: &[Step]) -> Vec<Step> {
    match steps {
        [above @ .., Step::Item(_), Step::Key(_)] if above.len() > 1 => {
            steps[..steps.len() - 1].to_vec()
        }
        _ => steps.to_vec(),
    }
}

/// Returns the edits that give front matter these aliases, in the place of those that it has.
pub(super) fn alias_edits(text: &str, wanted: &[String]) -> Option<Vec<Edit>> {
    let parts = front_matter::split(text, &mut Vec::new());
    let root = match parts.yaml {
        Some(yaml) => Some(yaml::parse(yaml).ok()?),
        None => None,
    };
    let key = Step::Key(Field::Aliases.key().to_owned());
    let node = root
        .as_ref()
        .and_then(|root| root.get(Field::Aliases.key()));
    let item = |number| Path::new(vec![key.clone(), Step::Item(number)]).ok();
    let mut edits = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    let mut count = 0;
    match node.map(|node| &node.value) {
        None | Some(Value::Null) => {}
        Some(Value::List(items)) => {
            count = items.len();
            for (number, node) in items.iter().enumerate().rev() {
                match node.as_str() {
                    Some(alias) if wanted.iter().any(|one| one == alias) => known.push(alias),
                    Some(_) => {
                        edits.push(Edit::Remove {
                            path: item(number)?,
                        });
                        count -= 1;
                    }
                    None => {}
                }
            }
        }
        Some(Value::Scalar(_)) => {
            let items = wanted.iter().map(|alias| NewValue::Text(alias.clone()));
            let value = NewValue::List(items.collect());
            let path = Path::new(vec![key]).ok()?;
            return Some(vec![Edit::Set { path, value }]);
        }
        Some(Value::Map(_)) => return None,
    }
    for alias in wanted
        .iter()
        .filter(|alias| !known.contains(&alias.as_str()))
    {
        edits.push(Edit::Insert {
            path: item(count)?,
            value: NewValue::Text(alias.clone()),
        });
        count += 1;
    }
    Some(edits)
}
