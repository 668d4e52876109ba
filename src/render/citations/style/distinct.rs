//! Additions that tell works apart whose citations would be the same: more names, given names, letters after
//! the year. None of it changes the names in the list of works.

use std::collections::HashMap;

use hayagriva::citationberg::{Citation, DisambiguationRule};

use super::Style;
use super::context::{Mode, NameLevels, Occurrence, WorkContext};
use super::initials::level;
use super::terms::Terms;
use crate::render::citations::item::{Item, PersonName};

/// Most names that are added to tell works apart.
const MAX_NAMES: usize = 100;

/// The additions to the citations of a work.
#[derive(Clone, Debug, Default)]
pub(super) struct Addition {
    pub(super) more_names: usize,
    pub(super) levels: NameLevels,
    pub(super) disambiguate: bool,
    pub(super) year_suffix: Option<usize>,
}

/// The works whose citations are compared, in the order of the list of works.
struct ComparedWorks<'a> {
    style: &'a Style,
    terms: &'a Terms,
    items: &'a [&'a Item],
}

/// Finds what tells the works apart.
pub(super) fn additions(style: &Style, terms: &Terms, items: &[&Item]) -> Vec<Addition> {
    let works = ComparedWorks {
        style,
        terms,
        items,
    };
    let mut additions = vec![Addition::default(); items.len()];
    let citation = &style.csl.citation;
    if items.len() < 2 {
        return additions;
    }
    let seen: Vec<CitationPreview> = (0..items.len())
        .map(|at| works.cite(at, &Addition::default()))
        .collect();
    if citation.disambiguate_add_givenname {
        works.everywhere(citation, &seen, &mut additions);
    }
    let texts: Vec<String> = (0..items.len())
        .map(|at| works.cite(at, &additions[at]).text)
        .collect();
    for set in alike(&texts, &(0..items.len()).collect::<Vec<_>>()) {
        works.disambiguate(citation, &set, &seen, &mut additions);
    }
    additions
}

/// A citation as it would be, and the people of its first names.
struct CitationPreview {
    text: String,
    people: Vec<PersonName>,
    tests_disambiguate: bool,
}

/// Returns the sets of works with the same text.
fn alike(texts: &[String], among: &[usize]) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (text, &at) in texts.iter().zip(among) {
        let set = *known.entry(text).or_insert_with(|| {
            sets.push(Vec::new());
            sets.len() - 1
        });
        sets[set].push(at);
    }
    sets.retain(|set| set.len() > 1);
    sets
}

impl ComparedWorks<'_> {
    fn cite(&self, at: usize, addition: &Addition) -> CitationPreview {
        let occurrence = Occurrence {
            citation_number: at + 1,
            more_names: addition.more_names,
            levels: Some(&addition.levels),
            disambiguate: addition.disambiguate,
            year_suffix: addition.year_suffix,
            ..Occurrence::default()
        };
        let context = WorkContext::new(
            self.style,
            self.terms,
            self.items[at],
            &occurrence,
            Mode::Citation,
        );
        let runs = context
            .all(&self.style.csl.citation.layout.elements, "")
            .runs;
        CitationPreview {
            text: runs.plain(),
            people: context.first_people.take(),
            tests_disambiguate: context.tests_disambiguate.get(),
        }
    }

    /// Shows given names wherever two people share a family name.
    fn everywhere(
        &self,
        citation: &Citation,
        seen: &[CitationPreview],
        additions: &mut [Addition],
    ) {
        let rule = citation.givenname_disambiguation_rule;
        let people = |at: usize| {
            let primary = matches!(
                rule,
                DisambiguationRule::PrimaryName | DisambiguationRule::PrimaryNameWithInitials
            );
            let count = if primary { 1 } else { usize::MAX };
            seen[at]
                .people
                .iter()
                .filter(|name| !name.office)
                .take(count)
        };
        if rule == DisambiguationRule::ByCite {
            return;
        }
        let mut families: HashMap<(&str, &str), Vec<&PersonName>> = HashMap::new();
        for at in 0..seen.len() {
            for name in people(at) {
                let family = families.entry((&name.particle, &name.family)).or_default();
                if !family.contains(&name) {
                    family.push(name);
                }
            }
        }
        for (at, addition) in additions.iter_mut().enumerate() {
            for name in people(at) {
                let family = families.get(&(name.particle.as_str(), name.family.as_str()));
                let family = family.map(Vec::as_slice).unwrap_or_default();
                let level = level(name, family, rule.allows_full_first_names());
                if level > 0 {
                    addition.levels.insert(name.clone(), level);
                }
            }
        }
    }

    /// Tells apart works whose citations are the same.
    fn disambiguate(
        &self,
        citation: &Citation,
        set: &[usize],
        seen: &[CitationPreview],
        additions: &mut [Addition],
    ) {
        let mut rest: Vec<usize> = set.to_vec();
        if citation.disambiguate_add_names {
            rest = self.more_names(rest, seen, additions);
        }
        if citation.disambiguate_add_givenname
            && citation.givenname_disambiguation_rule == DisambiguationRule::ByCite
        {
            rest = self.given_names(&rest, seen, additions);
        }
        if rest.iter().any(|&at| seen[at].tests_disambiguate) {
            rest = self.choice(&rest, additions);
        }
        if citation.disambiguate_add_year_suffix {
            let texts: Vec<String> = rest
                .iter()
                .map(|&at| self.cite(at, &additions[at]).text)
                .collect();
            for set in alike(&texts, &rest) {
                for (number, at) in set.into_iter().enumerate() {
                    additions[at].year_suffix = Some(number);
                }
            }
        }
    }

    /// Shows as many names as tell the works apart; returns those that names cannot tell apart.
    fn more_names(
        &self,
        set: Vec<usize>,
        seen: &[CitationPreview],
        additions: &mut [Addition],
    ) -> Vec<usize> {
        let most = set
            .iter()
            .map(|&at| seen[at].people.len())
            .max()
            .unwrap_or_default();
        let mut open = vec![set];
        let mut rest = Vec::new();
        for more in 1..most.min(MAX_NAMES) {
            let mut next = Vec::new();
            for set in open {
                let texts: Vec<String> = set
                    .iter()
                    .map(|&at| {
                        let mut addition = additions[at].clone();
                        addition.more_names = more;
                        self.cite(at, &addition).text
                    })
                    .collect();
                let sets = alike(&texts, &set);
                let parted = sets.first().is_none_or(|first| first.len() < set.len());
                if parted {
                    // These names tell some of the works from others.
                    for &at in &set {
                        additions[at].more_names = more;
                    }
                }
                next.extend(sets);
            }
            open = next;
        }
        rest.extend(open.into_iter().flatten());
        rest.sort_unstable();
        rest
    }

    /// Shows the given names of those whose family names are the same within the set.
    fn given_names(
        &self,
        set: &[usize],
        seen: &[CitationPreview],
        additions: &mut [Addition],
    ) -> Vec<usize> {
        let mut changed = set.to_vec();
        for &at in set {
            for (index, name) in seen[at].people.iter().enumerate() {
                let others = set.iter().filter(|&&other| other != at);
                let others: Vec<&PersonName> = others
                    .filter_map(|&other| seen[other].people.get(index))
                    .collect();
                let level = level(name, &others, true);
                if level > 0 && !name.office {
                    additions[at].levels.insert(name.clone(), level);
                }
            }
        }
        let texts: Vec<String> = set
            .iter()
            .map(|&at| self.cite(at, &additions[at]).text)
            .collect();
        let sets = alike(&texts, set);
        changed.retain(|at| sets.iter().any(|set| set.contains(at)));
        for &at in &changed {
            // Given names that do not help are not shown.
            let helped = sets.len() > 1 || changed.len() < set.len();
            if !helped {
                additions[at].levels.clear();
            }
        }
        changed
    }

    /// Lets the style write what it has for works that are alike.
    fn choice(&self, set: &[usize], additions: &mut [Addition]) -> Vec<usize> {
        let texts: Vec<String> = set
            .iter()
            .map(|&at| {
                let mut addition = additions[at].clone();
                addition.disambiguate = true;
                self.cite(at, &addition).text
            })
            .collect();
        let sets = alike(&texts, set);
        for &at in set {
            if !sets.iter().any(|set| set.contains(&at)) {
                additions[at].disambiguate = true;
            }
        }
        sets.into_iter().flatten().collect()
    }
}
