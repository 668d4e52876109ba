//! What is wrong with a setting, told where it stands in the configuration file.

use std::path::PathBuf;

use anyhow::anyhow;
use toml::de::{DeTable, DeValue};

use crate::domain::problem::LineIndex;

/// A mistake in a setting of a table, and the text to write instead.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct WrongSetting {
    pub(super) table: &'static str,
    pub(super) key: &'static str,
    pub(super) message: String,
}

/// A configuration file that was read; empty where there is none.
#[derive(Debug, Default)]
pub(super) struct ConfigSource {
    pub(super) path: PathBuf,
    pub(super) text: String,
}

impl ConfigSource {
    /// Returns what is wrong with the file's line and column, where it is about a setting in it.
    pub(super) fn at(&self, error: anyhow::Error) -> anyhow::Error {
        let wrong = error.downcast_ref::<WrongSetting>();
        match wrong.and_then(|wrong| self.offset(wrong)) {
            Some(offset) => self.wrong(offset, &format!("{error:#}")),
            None => error,
        }
    }

    /// Returns what is wrong at an offset.
    pub(super) fn wrong(&self, offset: usize, message: &str) -> anyhow::Error {
        let at = LineIndex::new(&self.text).position(&self.text, offset);
        anyhow!("{}:{at}: {message}", self.path.display())
    }

    /// Finds a setting, or at least its table.
    fn offset(&self, wrong: &WrongSetting) -> Option<usize> {
        let file = DeTable::parse(&self.text).ok()?;
        let (start, value) = find(file.get_ref(), wrong.table)?;
        let within = match value {
            DeValue::Table(table) => find(table, wrong.key),
            _ => None,
        };
        Some(within.map_or(start, |(start, _)| start))
    }
}

/// Finds a key of a table, and what stands under it.
fn find<'t, 'f>(table: &'t DeTable<'f>, name: &str) -> Option<(usize, &'t DeValue<'f>)> {
    let mut entries = table.iter();
    let found = entries.find(|(key, _)| key.get_ref() == name);
    found.map(|(key, value)| (key.span().start, value.get_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let source = ConfigSource {
            path: PathBuf::from("concord.toml"),
            text: "name = \"A\"\n\n[mail]\nserver = \"b\"\n  from = \"c\"\n".to_owned(),
        };
        let said = |table, key| {
            let message = "no".to_owned();
            let wrong = WrongSetting {
                table,
                key,
                message,
            };
            source.at(wrong.into()).to_string()
        };
        assert_eq!(said("mail", "from"), "concord.toml:5:3: no");
        assert_eq!(said("mail", "user"), "concord.toml:3:2: no");
        assert_eq!(said("oidc", "issuer"), "no", "it came from elsewhere");
    }
}
