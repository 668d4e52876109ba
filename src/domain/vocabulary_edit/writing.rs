//! Values as TOML, each on one line.

use std::collections::BTreeMap;

use crate::domain::vocabulary::{Aliases, Facet, Term, TermGroup};

/// Writes text in quotation marks.
pub(super) fn text(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for letter in text.chars() {
        match letter {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            letter if letter.is_control() => {
                written.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => written.push(letter),
        }
    }
    written.push('"');
    written
}

/// Writes a key: in quotation marks where it needs them.
pub(super) fn key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    match !key.is_empty() && key.bytes().all(is_bare) {
        true => key.to_owned(),
        false => text(key),
    }
}

/// Writes a list of texts.
pub(super) fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| text(item)).collect();
    format!("[{}]", items.join(", "))
}

fn table<'t>(entries: impl Iterator<Item = (&'t String, String)>) -> String {
    let entries: Vec<String> = entries
        .map(|(name, value)| format!("{} = {value}", key(name)))
        .collect();
    format!("{{ {} }}", entries.join(", "))
}

fn labels(labels: &BTreeMap<String, String>) -> String {
    table(labels.iter().map(|(name, label)| (name, text(label))))
}

fn aliases(aliases: &Aliases) -> String {
    match aliases {
        Aliases::List(items) => list(items),
        Aliases::ByLanguage(all) => table(all.iter().map(|(name, items)| (name, list(items)))),
    }
}

/// The keys of a table in the order in which they are written, each with its value; nothing where the key
/// is not written.
pub(super) type TableEntries = Vec<(&'static str, Option<String>)>;

fn some(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| text(value))
}

fn some_labels(all: &BTreeMap<String, String>) -> Option<String> {
    (!all.is_empty()).then(|| labels(all))
}

fn flag(is_set: bool) -> Option<String> {
    is_set.then(|| "true".to_owned())
}

/// Returns the keys of a term.
pub(super) fn term(term: &Term) -> TableEntries {
    let has_aliases = !term.aliases.all().is_empty();
    vec![
        ("id", Some(text(&term.id))),
        ("label", Some(text(&term.label))),
        ("group", term.group.as_deref().map(text)),
        ("definition", some(&term.definition)),
        ("note", some(&term.note)),
        ("labels", some_labels(&term.labels)),
        ("aliases", has_aliases.then(|| aliases(&term.aliases))),
        ("retired", flag(term.retired)),
        ("replaced_by", term.replaced_by.as_deref().map(text)),
    ]
}

/// Returns the keys of a facet, without its groups and terms.
pub(super) fn facet(facet: &Facet) -> TableEntries {
    vec![
        ("key", Some(text(&facet.key))),
        ("label", Some(text(&facet.label))),
        ("definition", some(&facet.definition)),
        ("labels", some_labels(&facet.labels)),
        ("from", facet.from.as_deref().map(text)),
        ("in_brief", flag(facet.in_brief)),
    ]
}

/// Returns the keys of a group.
pub(super) fn group(group: &TermGroup) -> TableEntries {
    vec![
        ("id", Some(text(&group.id))),
        ("label", Some(text(&group.label))),
        ("definition", some(&group.definition)),
        ("labels", some_labels(&group.labels)),
    ]
}
