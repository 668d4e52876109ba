//! A work as the Citation Style Language knows it: the form that all formats are read into.

use std::str::FromStr;

use hayagriva::citationberg::taxonomy::{DateVariable, Kind, NameVariable, Variable};
use serde::Deserialize;
use serde::de::value::{Error as NameError, StrDeserializer};
use serde_json::Value;

/// A work. Texts may have the markup of CSL-JSON: `<i>`, `<b>`, `<sup>`, `<sub>`, and
/// `<span class="nocase">` for what keeps its capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) key: String,
    pub(super) kind: Kind,
    pub(super) names: Vec<(NameVariable, Names)>,
    pub(super) dates: Vec<(DateVariable, WorkDate)>,
    /// Texts and numbers.
    pub(super) texts: Vec<(Variable, String)>,
    /// Fields that the Citation Style Language has no variable for, as they were found.
    pub(super) custom: Vec<(String, Value)>,
    /// Fields of an item of CSL-JSON beside the known and its `custom` ones.
    pub(super) unknown: Vec<(String, Value)>,
}

/// The people or offices of one role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) list: Vec<PersonName>,
    /// Whether more people follow whom the source does not name.
    pub(super) others: bool,
}

/// A person; an office where only `family` is there and `office` is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct PersonName {
    pub(super) family: String,
    pub(super) given: String,
    /// A particle that belongs to the family name: `van` in “van Beethoven”.
    pub(super) particle: String,
    /// A particle that goes with the given name: `de` in “Alfred de Musset”, cited as Musset.
    pub(super) dropping: String,
    pub(super) suffix: String,
    /// Whether the name is one text that nothing divides.
    pub(super) office: bool,
}

/// The time of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WorkDate {
    pub(super) start: Option<PartialDate>,
    /// The end of a period.
    pub(super) end: Option<PartialDate>,
    /// Whether the period goes on.
    pub(super) open: bool,
    pub(super) circa: bool,
    /// A date that is not one: “forthcoming”.
    pub(super) literal: String,
}

/// A day, a month, a season or a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartialDate {
    pub(super) year: i32,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    /// 1 is spring.
    pub(super) season: Option<u8>,
}

impl Item {
    pub(super) fn new(key: &str, kind: Kind) -> Self {
        Self {
            key: key.to_owned(),
            kind,
            names: Vec::new(),
            dates: Vec::new(),
            texts: Vec::new(),
            custom: Vec::new(),
            unknown: Vec::new(),
        }
    }

    pub(super) fn names(&self, role: NameVariable) -> Option<&Names> {
        let mut names = self.names.iter();
        names.find(|(name, _)| *name == role).map(|(_, list)| list)
    }

    pub(super) fn date(&self, variable: DateVariable) -> Option<&WorkDate> {
        let mut dates = self.dates.iter();
        dates
            .find(|(name, _)| *name == variable)
            .map(|(_, date)| date)
    }

    pub(super) fn text(&self, variable: impl Into<Variable>) -> Option<&str> {
        let variable = variable.into();
        let mut texts = self.texts.iter();
        let found = texts.find(|(name, _)| *name == variable);
        found.map(|(_, text)| text.as_str())
    }

    /// Sets a text that is not empty and not there yet.
    pub(super) fn put(&mut self, variable: impl Into<Variable>, text: impl Into<String>) -> bool {
        let (variable, text) = (variable.into(), text.into());
        if text.is_empty() || self.text(variable).is_some() {
            return false;
        }
        self.texts.push((variable, text));
        true
    }

    /// Gives a text its markup; tells whether it is the same text.
    pub(super) fn mark_up(&mut self, variable: Variable, marked: &str) -> bool {
        let mut texts = self.texts.iter_mut();
        let found = texts.find(|(name, text)| *name == variable && *text == plain(marked));
        let Some((_, text)) = found else {
            return false;
        };
        marked.clone_into(text);
        true
    }

    /// Returns a text without its markup.
    pub(super) fn plain(&self, variable: impl Into<Variable>) -> Option<String> {
        self.text(variable).map(plain)
    }
}

impl PersonName {
    pub(super) fn office(name: impl Into<String>) -> Self {
        Self {
            family: name.into(),
            office: true,
            ..Self::default()
        }
    }

    /// Returns the name as people say it.
    pub(super) fn spoken(&self) -> String {
        let parts = [
            &self.given,
            &self.dropping,
            &self.particle,
            &self.family,
            &self.suffix,
        ];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        plain(&parts.join(" "))
    }
}

impl WorkDate {
    pub(super) fn words(words: impl Into<String>) -> Self {
        Self {
            literal: words.into(),
            ..Self::default()
        }
    }
}

/// Returns the variable of a name, such as `container-title`.
pub(super) fn variable(name: &str) -> Option<Variable> {
    let deserializer: StrDeserializer<'_, NameError> = StrDeserializer::new(name);
    Variable::deserialize(deserializer).ok()
}

/// Returns the kind of a name, such as `article-journal`.
pub(super) fn kind(name: &str) -> Option<Kind> {
    // The draft of the next version of CSL-JSON, which some programs write.
    match name {
        "entry_dictionary" => Some(Kind::EntryDictionary),
        "entry_encyclopedia" => Some(Kind::EntryEncyclopedia),
        _ => Kind::from_str(name).ok(),
    }
}

/// Returns the name of a kind.
pub(super) fn kind_name(kind: Kind) -> String {
    let name = serde_json::to_value(kind).ok();
    let name = name.and_then(|name| name.as_str().map(str::to_owned));
    name.unwrap_or_else(|| "document".to_owned())
}

/// Removes the markup of a text.
pub(super) fn plain(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        match tag(&rest[at..]) {
            Some((_, length)) => rest = &rest[at + length..],
            None => {
                out.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The beginning or the end of a piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkupTag {
    Italic,
    Bold,
    Superscript,
    Subscript,
    SmallCaps,
    NoCase,
    EndItalic,
    EndBold,
    EndSuperscript,
    EndSubscript,
    EndSpan,
}

/// Returns the markup that a text begins with, and its length.
pub(super) fn tag(text: &str) -> Option<(MarkupTag, usize)> {
    const TAGS: [(&str, MarkupTag); 14] = [
        ("<i>", MarkupTag::Italic),
        ("</i>", MarkupTag::EndItalic),
        ("<em>", MarkupTag::Italic),
        ("</em>", MarkupTag::EndItalic),
        ("<b>", MarkupTag::Bold),
        ("</b>", MarkupTag::EndBold),
        ("<sup>", MarkupTag::Superscript),
        ("</sup>", MarkupTag::EndSuperscript),
        ("<sub>", MarkupTag::Subscript),
        ("</sub>", MarkupTag::EndSubscript),
        ("<span class=\"nocase\">", MarkupTag::NoCase),
        (
            "<span style=\"font-variant:small-caps;\">",
            MarkupTag::SmallCaps,
        ),
        (
            "<span style=\"font-variant: small-caps;\">",
            MarkupTag::SmallCaps,
        ),
        ("</span>", MarkupTag::EndSpan),
    ];
    let found = TAGS.iter().find(|(name, _)| text.starts_with(name));
    found.map(|(name, tag)| (*tag, name.len()))
}
