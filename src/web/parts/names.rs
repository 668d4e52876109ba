//! The names that readers have for fields and values, in every language of the interface, for the search.
//!
//! Made once for each vocabulary, which most editions share, by whoever searches first.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::domain::{Kind, Status, Vocabulary, country};
use crate::search::FacetNames;
use crate::site::Edition;
use crate::web::parts::facets;
use crate::web::parts::messages::{Locale, Words};

/// Stands for the language of words of which it is not known.
const OTHER: &str = "other";

/// The names of the newest vocabulary that was asked for.
#[derive(Default)]
pub(crate) struct NameCache {
    kept: Mutex<Option<(Arc<Vocabulary>, Arc<FacetNames>)>>,
}

impl NameCache {
    /// Returns the names of an edition.
    pub(crate) fn of(&self, edition: &Edition) -> Arc<FacetNames> {
        let vocabulary = edition.vocabulary();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, names)) if Arc::ptr_eq(known, vocabulary) => Arc::clone(names),
            _ => {
                let names = Arc::new(names(vocabulary));
                *kept = Some((Arc::clone(vocabulary), Arc::clone(&names)));
                names
            }
        }
    }
}

/// The names of the values that are the same under every vocabulary.
static COMMON: LazyLock<FacetNames> = LazyLock::new(|| {
    let mut names = FacetNames::default();
    for words in Locale::ALL.map(Words) {
        for kind in Kind::ALL {
            names.add_value("kind", kind.name(), &words.kind(kind), words.code());
            names.add_value("kind", kind.name(), &words.kinds(kind), words.code());
        }
        for status in Status::ALL {
            names.add_value("status", status.name(), &words.status(status), words.code());
        }
    }
    for code in country::codes() {
        for locale in Locale::ALL {
            if let Some(name) = country::name_in(code, locale.code()) {
                names.add_value("country", code, name, locale.code());
            }
        }
        for word in country::words(code) {
            names.add_value("country", code, word, OTHER);
        }
    }
    for code in facets::LANGUAGES {
        names.add_value("lang", code, facets::language_name(code), code);
    }
    names
});

fn names(vocabulary: &Vocabulary) -> FacetNames {
    let mut names = COMMON.clone();
    for facet in &vocabulary.facets {
        names.add_field(&facet.key, &facet.label);
        for label in facet.labels.values() {
            names.add_field(&facet.key, label);
        }
        for term in &facet.terms {
            let id = facet.current(&term.id);
            names.add_value(&facet.key, id, &term.label, "");
            if id != term.id {
                names.add_value(&facet.key, id, &term.id, "");
            }
            for (language, label) in &term.labels {
                names.add_value(&facet.key, id, label, language);
            }
            for (language, alias) in term.aliases.all() {
                names.add_value(&facet.key, id, alias, language);
            }
        }
    }
    for words in Locale::ALL.map(Words) {
        for key in facets::own_keys() {
            names.add_field(key, &words.say(&format!("facet-{key}")));
        }
    }
    names
}
