//! Dates and periods in the words of a language.

use hayagriva::citationberg::taxonomy::{DateVariable, OtherTerm, Term, Variable};
use hayagriva::citationberg::{
    Date, DateDayForm, DateMonthForm, DatePart, DatePartName, DateParts, DateStrongAnyForm,
    LongShortForm, TermForm, ToAffixes, ToFormatting,
};

use super::casing;
use super::context::{ElementOutput, Mode, WorkContext};
use super::numbers;
use super::runs::Runs;
use crate::render::citations::item::{self, PartialDate};

impl WorkContext<'_> {
    pub(super) fn date(&self, element: &Date) -> ElementOutput {
        let Some(variable) = element.variable else {
            return ElementOutput::default();
        };
        let spent = self.spent.borrow().contains(&Variable::Date(variable));
        let Some(date) = self.item.date(variable).filter(|_| !spent) else {
            return ElementOutput::variable(Runs::default());
        };
        self.spend(Variable::Date(variable));
        let mut runs = if date.start.is_none() {
            // Words are a date as a whole, and stand where the year does.
            let year = self
                .parts(element)
                .iter()
                .any(|part| part.name == DatePartName::Year);
            Runs::text(if year { date.literal.as_str() } else { "" })
        } else if self.mode == Mode::Sort {
            Runs::text(sortable(
                date,
                element.parts.unwrap_or_default(),
                &element.date_part,
            ))
        } else {
            let parts = self.parts(element);
            self.period(date, &parts, delimiter(self, element))
        };
        if variable == DateVariable::Issued {
            self.implicit_suffix(&mut runs, date);
        }
        let affixes = element.to_affixes();
        let runs = casing::apply(runs, element.text_case, self.terms.english)
            .formatted(element.to_formatting())
            .affixed(
                affixes.prefix.as_deref(),
                affixes.suffix.as_deref(),
                &self.terms.quotes,
            );
        ElementOutput::variable(runs.displayed(element.display))
    }

    /// Puts the letter of the year after the first year, where the style does not show it.
    fn implicit_suffix(&self, runs: &mut Runs, date: &item::WorkDate) {
        if self.style.shows_suffix || self.suffix_shown.get() || self.mode == Mode::Sort {
            return;
        }
        let Some(number) = self.occurrence.year_suffix else {
            return;
        };
        let letter = numbers::letters(number);
        let year = date
            .end
            .or(date.start)
            .map(|day| self.year(day.year, false));
        let at = year.and_then(|year| {
            let mut found = runs.0.iter_mut().rev();
            found.find_map(|run| run.text.rfind(&year).map(|at| (at + year.len(), run)))
        });
        match at {
            Some((at, run)) => run.text.insert_str(at, &letter),
            None => runs.0.extend(Runs::text(letter).0),
        }
        self.suffix_shown.set(true);
    }

    /// Returns the parts that are shown, in their order: those of the language where the style asks
    /// for its dates, with what the style changes in them.
    fn parts(&self, element: &Date) -> Vec<DatePart> {
        let Some(local) = element.form.and_then(|form| self.terms.date(form)) else {
            return element.date_part.clone();
        };
        let wanted = element.parts.unwrap_or_default();
        let mut parts: Vec<DatePart> = local.date_part.clone();
        parts.retain(|part| match part.name {
            DatePartName::Year => true,
            DatePartName::Month => wanted.has_month(),
            DatePartName::Day => wanted.has_day(),
        });
        for part in &mut parts {
            let own = element.date_part.iter().find(|own| own.name == part.name);
            if let Some(own) = own {
                // The affixes stay those of the language.
                let affixes = part.affixes.clone();
                *part = own.clone();
                part.affixes = affixes;
            }
        }
        parts
    }

    fn period(&self, date: &item::WorkDate, parts: &[DatePart], delimiter: &str) -> Runs {
        let Some(start) = date.start else {
            return Runs::default();
        };
        let Some(end) = date.end.filter(|end| *end != start) else {
            let mut runs = self.day(start, parts, delimiter);
            if date.open
                && !runs.is_empty()
                && parts.iter().any(|part| part.name == DatePartName::Year)
            {
                runs.0.extend(Runs::text("–").0);
            }
            return runs;
        };
        let shown = |name: DatePartName| parts.iter().any(|part| part.name == name);
        let differs = if start.year != end.year {
            DatePartName::Year
        } else if start.month != end.month && shown(DatePartName::Month) {
            DatePartName::Month
        } else if shown(DatePartName::Day) {
            DatePartName::Day
        } else {
            return self.day(start, parts, delimiter);
        };
        let inside = |part: &DatePart| match differs {
            DatePartName::Year => true,
            DatePartName::Month => part.name != DatePartName::Year,
            DatePartName::Day => part.name == DatePartName::Day,
        };
        let from = parts.iter().position(inside).unwrap_or_default();
        let to = parts
            .iter()
            .rposition(inside)
            .map_or(parts.len(), |at| at + 1);
        let mark = parts.iter().find(|part| part.name == differs);
        let mark = mark
            .and_then(|part| part.range_delimiter.as_deref())
            .unwrap_or("–");
        let (first, second) = halves(parts, from, to);
        let quotes = &self.terms.quotes;
        let mut runs = self.day(start, &first, delimiter);
        let until = self.day(end, &second, delimiter);
        if !runs.is_empty() && !until.is_empty() {
            runs.append(Runs::text(mark), quotes);
        }
        runs.append(until, quotes);
        runs
    }

    fn day(&self, day: PartialDate, parts: &[DatePart], delimiter: &str) -> Runs {
        let mut runs = Runs::default();
        for part in parts {
            let text = match part.form() {
                DateStrongAnyForm::Year(form) => self.year(day.year, form == LongShortForm::Short),
                DateStrongAnyForm::Month(form) => self.month(day, form),
                DateStrongAnyForm::Day(form) => self.day_of_month(day, form),
            };
            if text.is_empty() {
                continue;
            }
            let mut next = Runs::text(text);
            if part.strip_periods {
                next = next.without_periods();
            }
            let affixes = part.to_affixes();
            let next = casing::apply(next, part.text_case, self.terms.english)
                .formatted(part.to_formatting())
                .affixed(
                    affixes.prefix.as_deref(),
                    affixes.suffix.as_deref(),
                    &self.terms.quotes,
                );
            if !runs.is_empty() && !delimiter.is_empty() {
                runs.append(Runs::text(delimiter), &self.terms.quotes);
            }
            runs.append(next, &self.terms.quotes);
        }
        // What a missing day or month would have been followed by.
        if let Some(last) = runs.0.last_mut() {
            last.text
                .truncate(last.text.trim_end_matches([' ', ',']).len());
        }
        runs
    }

    fn year(&self, year: i32, short: bool) -> String {
        if short && year >= 1000 {
            return format!("{:02}", year % 100);
        }
        let era = |term| self.terms.other(term).unwrap_or_default();
        if year <= 0 {
            // The year before the year 1 is written 0.
            format!("{}{}", 1 - year, era(OtherTerm::Bc))
        } else if year < 1000 {
            format!("{year}{}", era(OtherTerm::Ad))
        } else {
            year.to_string()
        }
    }

    fn month(&self, day: PartialDate, form: DateMonthForm) -> String {
        let Some(month) = day.month else {
            let season = match day.season {
                Some(1) => OtherTerm::Season01,
                Some(2) => OtherTerm::Season02,
                Some(3) => OtherTerm::Season03,
                Some(4) => OtherTerm::Season04,
                _ => return String::new(),
            };
            return self.terms.other(season).unwrap_or_default().to_owned();
        };
        match form {
            DateMonthForm::Numeric => month.to_string(),
            DateMonthForm::NumericLeadingZeros => format!("{month:02}"),
            DateMonthForm::Long | DateMonthForm::Short => {
                let form = match form {
                    DateMonthForm::Short => TermForm::Short,
                    _ => TermForm::Long,
                };
                let term = OtherTerm::month(month.saturating_sub(1));
                let word = term.map(|term| self.term_of(Term::Other(term), form, false));
                word.unwrap_or_default().to_owned()
            }
        }
    }

    fn day_of_month(&self, day: PartialDate, form: DateDayForm) -> String {
        let Some(number) = day.day.filter(|_| day.month.is_some()) else {
            return String::new();
        };
        match form {
            DateDayForm::NumericLeadingZeros => format!("{number:02}"),
            DateDayForm::Ordinal if number == 1 || !self.terms.ordinal_days_only_first => {
                let month = day.month.and_then(|month| OtherTerm::month(month - 1));
                let gender = month.and_then(|month| self.terms.gender(Term::Other(month)));
                format!("{number}{}", self.terms.ordinal(i32::from(number), gender))
            }
            _ => number.to_string(),
        }
    }
}

fn delimiter<'a>(context: &'a WorkContext<'_>, element: &'a Date) -> &'a str {
    let local = element.form.and_then(|form| context.terms.date(form));
    let local = local.and_then(|local| local.delimiter.as_deref());
    element.delimiter.as_deref().or(local).unwrap_or("")
}

/// Returns the parts of the beginning and of the end of a period. What stands around the period
/// stands there once.
fn halves(parts: &[DatePart], from: usize, to: usize) -> (Vec<DatePart>, Vec<DatePart>) {
    let mut first = parts[..to].to_vec();
    if let Some(last) = first.last_mut() {
        last.affixes.suffix = None;
    }
    let mut second = parts[from..].to_vec();
    if let Some(part) = second.first_mut() {
        part.affixes.prefix = None;
    }
    (first, second)
}

/// Writes a date so that an earlier one sorts first.
fn sortable(date: &item::WorkDate, wanted: DateParts, parts: &[DatePart]) -> String {
    let has = |name| parts.iter().any(|part| part.name == name);
    let month = if parts.is_empty() {
        wanted.has_month()
    } else {
        has(DatePartName::Month)
    };
    let day = if parts.is_empty() {
        wanted.has_day()
    } else {
        has(DatePartName::Day)
    };
    let write = |date: Option<PartialDate>| {
        let date = date.unwrap_or_default();
        let month = date.month.filter(|_| month).unwrap_or_default();
        let day = date.day.filter(|_| day).unwrap_or_default();
        // Years before the first count downwards.
        format!("{:06}{month:02}{day:02}", i64::from(date.year) + 100_000)
    };
    format!(
        "{}{}",
        write(date.start),
        date.end.map(|end| write(Some(end))).unwrap_or_default()
    )
}
