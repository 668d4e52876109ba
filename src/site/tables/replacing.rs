//! One name in the place of another, in a value of front matter.

use crate::domain::yaml::{Node, Value};
use crate::domain::yaml_edit::{Edit, NewValue, Path, Step, edit};

/// Most edits of one page: the front matter is read again for each.
const MOST_EDITS: usize = 100;

/// Makes edits of a page's front matter.
pub(super) fn edited(text: &str, edits: &[Edit]) -> Result<String, String> {
    match edits.len() <= MOST_EDITS {
        true => edit(text, edits).map_err(|error| error.to_string()),
        false => Err("its front matter names it too often".to_owned()),
    }
}

/// Returns the edits of one value, a name or a list of names in which none is to stand twice; nothing
/// where it lies too deep.
pub(super) fn edits_at(steps: &[Step], node: &Node, from: &str, to: &str) -> Option<Vec<Edit>> {
    let is = |node: &Node, name: &str| node.as_str().is_some_and(|text| text.trim() == name);
    let set = |steps: Vec<Step>| {
        let path = Path::new(steps).ok()?;
        let value = NewValue::Text(to.to_owned());
        Some(Edit::Set { path, value })
    };
    let Value::List(items) = &node.value else {
        return match is(node, from) {
            true => Some(vec![set(steps.to_vec())?]),
            false => Some(Vec::new()),
        };
    };
    let mut has_it = items.iter().any(|item| is(item, to));
    let mut edits = Vec::new();
    for (number, _) in (items.iter().enumerate()).filter(|(_, item)| is(item, from)) {
        let steps = [steps, &[Step::Item(number)]].concat();
        edits.push(match has_it {
            true => Edit::Remove {
                path: Path::new(steps).ok()?,
            },
            false => set(steps)?,
        });
        has_it = true;
    }
    // From the last on, so that what is taken out does not renumber the others.
    edits.reverse();
    Some(edits)
}
