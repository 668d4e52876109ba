//! The form above the list of changes, by which one chooses among them.

use crate::domain::date::Date;
use crate::domain::{Kind, Vocabulary};
use crate::web::parts::changes_query::ChangesQuery;
use crate::web::parts::context::Context;
use crate::web::parts::facets;

/// The most people that are offered.
const MOST_PEOPLE: usize = 200;

/// A choice: value, label, whether it is chosen.
type ChangeChoice = (String, String, bool);

/// The filters of the changes: what can be chosen, and what is.
pub(crate) struct ChangeForm {
    /// The kinds and the vocabulary's facets: key, label and values.
    pub(crate) facets: Vec<(String, String, Vec<ChangeChoice>)>,
    /// The people that can be asked for.
    pub(crate) people: Vec<String>,
    pub(crate) author: String,
    pub(crate) folder: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) without_minor: bool,
    /// Filters in use that have no field.
    pub(crate) others: Vec<(String, String)>,
}

impl ChangeForm {
    pub(crate) fn of(context: &Context, query: &ChangesQuery) -> Self {
        let filter = &query.filter;
        let vocabulary = context.edition.vocabulary();
        let mut keys = vec!["kind"];
        keys.extend(vocabulary.facets.iter().map(|facet| facet.key.as_str()));
        let mut shown: Vec<(String, String)> = Vec::new();
        let mut all = Vec::new();
        for key in keys {
            let chosen = filter.terms.iter().find(|(known, _)| known == key);
            let choices = choices(context, vocabulary, key, chosen);
            if choices.is_empty() {
                continue;
            }
            shown.extend(chosen.cloned());
            let label = facets::label(vocabulary, key, context.words);
            all.push((key.to_owned(), label, choices));
        }
        let own = ["author", "folder", "from", "to", "minor"];
        let others = query.pairs.iter();
        let others = others.filter(|pair| !own.contains(&pair.0.as_str()) && !shown.contains(pair));
        let people = context.view().contributors().unwrap_or_default();
        let people = people.into_iter();
        let people = people.filter(|person| context.settings.may_have_page(&person.name));
        let people = people.take(MOST_PEOPLE);
        let folder = filter.folder.as_ref();
        Self {
            facets: all,
            people: people.map(|person| person.name.clone()).collect(),
            author: filter.author.clone().unwrap_or_default(),
            folder: folder.map_or_else(String::new, |folder| folder.to_string()),
            from: filter.from.map_or_else(String::new, first_day),
            to: filter
                .to
                .map_or_else(String::new, |date| first_day(date.plus_days(0))),
            without_minor: filter.without_minor,
            others: others.cloned().collect(),
        }
    }
}

fn choices(
    context: &Context,
    vocabulary: &Vocabulary,
    key: &str,
    chosen: Option<&(String, String)>,
) -> Vec<ChangeChoice> {
    let words = context.words;
    let terms: Vec<&str> = match key {
        "kind" => Kind::ALL.map(Kind::name).to_vec(),
        _ => {
            let facet = vocabulary.facet(key).into_iter();
            let terms = facet.flat_map(|facet| facet.terms.iter());
            terms.map(|term| term.id.as_str()).collect()
        }
    };
    let choices = terms.into_iter().map(|term| {
        let label = facets::term_label_in(vocabulary, key, term, words);
        let is_chosen = chosen.is_some_and(|(_, value)| value == term);
        (term.to_owned(), label, is_chosen)
    });
    choices.collect()
}

/// Writes a date as a field for days has it.
fn first_day(date: Date) -> String {
    let (month, day) = (date.month.unwrap_or(1), date.day.unwrap_or(1));
    format!("{:04}-{month:02}-{day:02}", date.year)
}
