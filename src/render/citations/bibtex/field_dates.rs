//! The dates of an entry.

use hayagriva::citationberg::taxonomy::{DateVariable, StandardVariable as S};

use super::field_names::STATES;
use super::fields::Mapping;
use super::latex;
use crate::render::citations::dates;
use crate::render::citations::item::WorkDate;

impl Mapping<'_> {
    pub(super) fn dates(&mut self) {
        let issued = match self.take("date") {
            Some(date) => Some(dates::read(&plain_date(date))),
            None => self.year(),
        };
        self.state(issued);
        for (name, variable) in [
            ("urldate", DateVariable::Accessed),
            ("origdate", DateVariable::OriginalDate),
            ("eventdate", DateVariable::EventDate),
        ] {
            let Some(value) = self.take(name) else {
                continue;
            };
            let date = dates::read(&plain_date(value));
            if date.start.is_none() {
                self.problems.push((name.to_owned(), no_date(value)));
            }
            self.item.dates.push((variable, date));
        }
    }

    /// Reads `year`, `month` and `day`.
    fn year(&mut self) -> Option<WorkDate> {
        let year = self.take("year")?;
        let mut date = dates::read(&plain_date(year));
        let month = self.take("month");
        let day = self.take("day");
        let (Some(start), Some(month)) = (&mut date.start, month) else {
            return Some(date);
        };
        // BibTeX has the day with the month: `"1~" # jan`, `June 12`.
        let month = latex::text(month, false).replace('\u{A0}', " ");
        let mut number = None;
        for word in month.split([' ', ',']).filter(|word| !word.is_empty()) {
            match dates::month(word) {
                Some(found)
                    if start.month.is_none()
                        && !(month.contains(' ') && word.parse::<u8>().is_ok()) =>
                {
                    start.month = Some(found);
                }
                _ => number = word.parse::<u8>().ok().or(number),
            }
        }
        let season = ["spring", "summer", "autumn", "winter", "fall"]
            .iter()
            .position(|name| month.eq_ignore_ascii_case(name));
        if let Some(season) = season {
            start.season = u8::try_from(season + 1)
                .ok()
                .map(|season| if season == 5 { 3 } else { season });
        } else if start.month.is_none() {
            self.problems.push((
                "month".to_owned(),
                format!("has the month “{month}”, which is none: write month = jan to dec, or a number from 1 to 12"),
            ));
        }
        let day = day.and_then(|day| day.trim().parse().ok()).or(number);
        if start.month.is_some() {
            start.day = day.filter(|day| (1..=31).contains(day));
        }
        Some(date)
    }

    /// Keeps a date, or the words that stand where it will be.
    fn state(&mut self, issued: Option<WorkDate>) {
        let pubstate = self.take("pubstate").map(|state| latex::text(state, false));
        if let Some(state) = &pubstate {
            let known = STATES
                .iter()
                .find(|(name, _)| state.eq_ignore_ascii_case(name));
            self.item
                .put(S::Status, known.map_or(state.as_str(), |(_, words)| words));
        }
        let Some(date) = issued else { return };
        if date.start.is_some() {
            self.item.dates.push((DateVariable::Issued, date));
            return;
        }
        let words = date.literal.to_lowercase();
        if matches!(
            words.trim_matches(['[', ']', '(', ')']),
            "n.d." | "nd" | "n.d" | "no date" | "undated" | "????"
        ) {
            return;
        }
        match STATES.iter().find(|(name, _)| words == *name) {
            Some((_, state)) => {
                self.item.put(S::Status, *state);
            }
            None => {
                let field = if self.entry.field("date").is_some() {
                    "date"
                } else {
                    "year"
                };
                self.problems
                    .push((field.to_owned(), no_date(&date.literal)));
                self.item.dates.push((DateVariable::Issued, date));
            }
        }
    }
}

/// Returns a date without the braces of TeX; a tilde in it is no space but a doubt.
fn plain_date(value: &str) -> String {
    value.replace(['{', '}'], "").trim().to_owned()
}

fn no_date(value: &str) -> String {
    format!(
        "has the date “{value}”, which is none and is shown as it stands: write 2019, 2019-05 or 2019-05-03; for a work to appear, pubstate = {{forthcoming}}"
    )
}
