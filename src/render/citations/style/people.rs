//! The people of one role, one after the other.

use hayagriva::citationberg::taxonomy::OtherTerm;
use hayagriva::citationberg::{
    DelimiterBehavior, DemoteNonDroppingParticle, NameAnd, NameAsSortOrder, NameForm, NameOptions,
    NamePart, Names as Element, TermForm, ToAffixes, ToFormatting,
};

use super::casing;
use super::context::{Mode, WorkContext};
use super::initials::initialize;
use super::rich::rich;
use super::runs::{Quotes, Runs};
use crate::render::citations::item::{Names, PersonName};

impl WorkContext<'_> {
    /// Returns how many people are shown, and whether more follow.
    fn shown(&self, names: &Names, options: &NameOptions<'_>) -> (usize, bool) {
        let all = names.list.len();
        let count = |number: Option<u32>| number.map(|number| number as usize);
        let subsequent = self
            .occurrence
            .positions
            .contains(&hayagriva::citationberg::TestPosition::Subsequent);
        let mut least = count(options.et_al_min);
        let mut first = count(options.et_al_use_first);
        if subsequent && self.mode == Mode::Citation {
            least = count(options.et_al_subsequent_min).or(least);
            first = count(options.et_al_subsequent_use_first).or(first);
        }
        let (Some(least), Some(first)) = (least, first) else {
            return (all, names.others);
        };
        let counted = all + usize::from(names.others);
        if counted < least || first >= all {
            return (all, names.others);
        }
        let more = if self.names_shown.get() == 0 {
            self.occurrence.more_names
        } else {
            0
        };
        let shown = (first + more).min(all);
        (shown, shown < all || names.others)
    }

    pub(super) fn people(
        &self,
        element: &Element,
        style: &hayagriva::citationberg::Name,
        names: &Names,
        options: &NameOptions<'_>,
    ) -> Runs {
        let (shown, others) = self.shown(names, options);
        if options.form == NameForm::Count {
            return Runs::text(shown.to_string());
        }
        let quotes = &self.terms.quotes;
        let sorting = self.mode == Mode::Sort;
        let inverted = |at: usize| {
            sorting
                || match options.name_as_sort_order {
                    Some(NameAsSortOrder::All) => true,
                    Some(NameAsSortOrder::First) => at == 0,
                    None => false,
                }
        };
        let use_last =
            options.et_al_use_last && shown < names.list.len() && !names.others && !sorting;
        let mut runs = Runs::default();
        for (at, name) in names.list.iter().take(shown).enumerate() {
            if at > 0 {
                let joint = if at + 1 == shown && !others {
                    let offices = shown == 2 && names.list.iter().all(|name| name.office);
                    self.joint(options, shown, inverted(at - 1), offices)
                } else {
                    options.delimiter.to_owned()
                };
                runs.append(Runs::text(joint), quotes);
            }
            runs.append(self.person(name, style, options, inverted(at)), quotes);
        }
        if use_last {
            runs.append(Runs::text(format!("{}… ", options.delimiter)), quotes);
            if let Some(last) = names.list.last() {
                let all = options.name_as_sort_order == Some(NameAsSortOrder::All);
                runs.append(self.person(last, style, options, all), quotes);
            }
        } else if others && shown > 0 && !sorting {
            let apart = match options.delimiter_precedes_et_al {
                DelimiterBehavior::Always => true,
                DelimiterBehavior::Never => false,
                // After “Hansen, C.” a comma, so that the initial is not read with what follows.
                DelimiterBehavior::Contextual => shown > 1 || (names.others && inverted(shown - 1)),
                DelimiterBehavior::AfterInvertedName => inverted(shown - 1),
            };
            let before = if apart { options.delimiter } else { " " };
            self.add_others(&mut runs, element, before);
        }
        runs
    }

    /// Adds the word for people who are not shown, where there is one.
    fn add_others(&self, runs: &mut Runs, element: &Element, before: &str) {
        let et_al = element.et_al().copied().unwrap_or_default();
        let word = Runs::text(self.term_of(et_al.term.into(), TermForm::Long, false));
        if !word.is_empty() {
            runs.append(Runs::text(before), &self.terms.quotes);
            runs.append(word.formatted(et_al.to_formatting()), &self.terms.quotes);
        }
    }

    /// Returns what stands before the last of the people; two offices need no comma between them.
    fn joint(
        &self,
        options: &NameOptions<'_>,
        shown: usize,
        after_inverted: bool,
        offices: bool,
    ) -> String {
        let Some(and) = options.and else {
            return options.delimiter.to_owned();
        };
        let and = match and {
            NameAnd::Symbol if !self.occurrence.in_text => "&",
            NameAnd::Symbol | NameAnd::Text => self.terms.other(OtherTerm::And).unwrap_or("and"),
        };
        let apart = match options.delimiter_precedes_last {
            _ if offices => false,
            DelimiterBehavior::Always => true,
            DelimiterBehavior::Never => false,
            DelimiterBehavior::Contextual => shown > 2,
            DelimiterBehavior::AfterInvertedName => after_inverted,
        };
        if apart {
            format!("{}{and} ", options.delimiter)
        } else {
            format!(" {and} ")
        }
    }

    fn person(
        &self,
        name: &PersonName,
        style: &hayagriva::citationberg::Name,
        options: &NameOptions<'_>,
        inverted: bool,
    ) -> Runs {
        let quotes = &self.terms.quotes;
        let family = |text: &str| part(text, style.name_part_family(), quotes, self.terms.english);
        let given = |text: &str| part(text, style.name_part_given(), quotes, self.terms.english);
        if name.office || (name.given.is_empty() && name.particle.is_empty()) {
            return family(&name.family);
        }
        let level = match options.form {
            NameForm::Short => self.level(name),
            _ => 2,
        };
        if is_asian(name) {
            let shown = if level == 0 { "" } else { name.given.as_str() };
            let mut runs = family(&name.family);
            runs.0.extend(given(shown).0);
            return runs;
        }
        let whole = join(&[&name.particle, &name.family]);
        if level == 0 {
            return family(&whole);
        }
        let initials = options.initialize_with.filter(|_| options.initialize);
        let hyphen = self.style.csl.settings.initialize_with_hyphen;
        let first = match initials {
            Some(mark) if options.form == NameForm::Long || level == 1 => {
                initialize(&name.given, mark, hyphen)
            }
            _ => name.given.clone(),
        };
        if inverted {
            return self.inverted(name, &first, options, &family, &given);
        }
        let mut runs = given(&join(&[&first, &name.dropping]));
        runs.append(Runs::text(if runs.is_empty() { "" } else { " " }), quotes);
        runs.append(family(&whole), quotes);
        if !name.suffix.is_empty() {
            // `Jr.` follows a comma where the name is the other way round only.
            runs.append(Runs::text(format!(" {}", name.suffix)), quotes);
        }
        runs
    }

    fn inverted(
        &self,
        name: &PersonName,
        first: &str,
        options: &NameOptions<'_>,
        family: &dyn Fn(&str) -> Runs,
        given: &dyn Fn(&str) -> Runs,
    ) -> Runs {
        let quotes = &self.terms.quotes;
        let demoted = match self.style.csl.settings.demote_non_dropping_particle {
            DemoteNonDroppingParticle::Never => false,
            DemoteNonDroppingParticle::SortOnly => self.mode == Mode::Sort,
            DemoteNonDroppingParticle::DisplayAndSort => true,
        };
        let mut runs = if demoted {
            family(&name.family)
        } else {
            family(&join(&[&name.particle, &name.family]))
        };
        let after = if demoted {
            join(&[first, &name.dropping, &name.particle])
        } else {
            join(&[first, &name.dropping])
        };
        for part in [given(&after), Runs::text(name.suffix.as_str())] {
            if !part.is_empty() {
                runs.append(Runs::text(options.sort_separator), quotes);
                runs.append(part, quotes);
            }
        }
        runs
    }

    /// Returns how much of a given name tells its bearer from others.
    fn level(&self, name: &PersonName) -> u8 {
        if self.mode != Mode::Citation {
            return 0;
        }
        let levels = self.occurrence.levels.and_then(|levels| levels.get(name));
        levels.copied().unwrap_or_default()
    }
}

fn part(text: &str, style: Option<&NamePart>, quotes: &Quotes, english: bool) -> Runs {
    let runs = rich(text, quotes);
    let Some(style) = style else {
        return runs;
    };
    let affixes = style.to_affixes();
    casing::apply(runs, style.text_case, english)
        .formatted(style.to_formatting())
        .affixed(affixes.prefix.as_deref(), affixes.suffix.as_deref(), quotes)
}

/// Joins the parts of a name; a particle such as `d’` or `al-` joins without a space.
fn join(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !out.is_empty() && !out.ends_with(['’', '\'', '-']) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Tells whether a name is written in a script that has the family name first and no spaces.
pub(super) fn is_asian(name: &PersonName) -> bool {
    name.family.chars().chain(name.given.chars()).any(|character| {
        matches!(u32::from(character), 0x1100..=0x11FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
    })
}
