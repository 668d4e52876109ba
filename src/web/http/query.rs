//! [`Query`]: the query of an address.

use crate::web::http::error::Error;

/// Longest query string that is looked at, in pairs of key and value.
const MAX_PAIRS: usize = 200;

/// The query of an address: keys may repeat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes()).take(MAX_PAIRS);
        Self {
            pairs: pairs
                .map(|(key, value)| (key.into_owned(), value.into_owned()))
                .collect(),
        }
    }

    /// Returns the fields of a form.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// Returns every pair, in the order of the address.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Returns the first value of a key, without white space around it; empty when missing.
    pub(crate) fn get<'q>(&'q self, key: &str) -> &'q str {
        let value = self
            .pairs
            .iter()
            .find(|(name, value)| name == key && !value.trim().is_empty());
        value.map_or("", |(_, value)| value.trim())
    }

    /// Returns the first value of a key as it is; empty when missing.
    pub(crate) fn raw<'q>(&'q self, key: &str) -> &'q str {
        let value = self.pairs.iter().find(|(name, _)| name == key);
        value.map_or("", |(_, value)| value)
    }

    /// Returns every value of a key that is not empty.
    pub(crate) fn all<'q>(&'q self, key: &'q str) -> impl Iterator<Item = &'q str> {
        let values = self.pairs.iter().filter(move |(name, _)| name == key);
        values
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.trim().is_empty())
    }

    /// Returns a number; the default when missing, an error in words when it is none.
    pub(crate) fn number(&self, key: &str, default: usize, most: usize) -> Result<usize, Error> {
        match self.get(key) {
            "" => Ok(default),
            text => match text.parse::<usize>() {
                Ok(number) if (1..=most).contains(&number) => Ok(number),
                _ => Err(Error::BadRequest(format!(
                    "“{key}” must be a number from 1 to {most}"
                ))),
            },
        }
    }
}

/// Writes pairs as the query of an address.
pub(crate) fn query_string<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}
