//! The results of a search as a timeline and by country.
//!
//! Both are plain HTML with a little SVG whose measures are in per cent of its width, so they need
//! neither script nor inline style and fit every screen.

use crate::domain::date::Period;
use crate::search::{Request, Results};
use crate::site::SitePage;
use crate::web::parts::context::Context;
use crate::web::parts::facets;
use crate::web::parts::messages::sort_key;

/// Most pages that a picture shows; more could not be told apart.
pub(crate) const MOST: usize = 1000;

/// Periods as bars.
#[derive(Default)]
pub(crate) struct Timeline {
    pub(crate) ticks: Vec<YearTick>,
    pub(crate) bars: Vec<PeriodBar>,
    /// The number of pages that give no period.
    pub(crate) without: usize,
}

/// A year on the axis.
pub(crate) struct YearTick {
    pub(crate) year: i32,
    /// The position in per cent of the width.
    pub(crate) x: f64,
    pub(crate) last: bool,
}

/// A page's period.
pub(crate) struct PeriodBar {
    pub(crate) title: String,
    pub(crate) address: String,
    pub(crate) words: String,
    pub(crate) x: f64,
    pub(crate) width: f64,
    pub(crate) ongoing: bool,
}

/// A country with its pages.
pub(crate) struct CountryTile {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) shade: usize,
    /// Address and title.
    pub(crate) pages: Vec<(String, String)>,
}

/// Searches for everything that a picture can show.
pub(crate) fn all(context: &Context, request: &Request<'_>) -> Results {
    context.view().search(&Request {
        offset: 0,
        limit: MOST,
        partial: false,
        ..*request
    })
}

/// Returns the pages that a search found.
pub(crate) fn items<'a>(context: &'a Context, results: &Results) -> Vec<&'a SitePage> {
    let view = context.view();
    let hits = results.hits.iter();
    hits.filter_map(|hit| view.page(&hit.path).map(std::sync::Arc::as_ref))
        .collect()
}

/// Puts the periods of pages on one axis, the earliest first.
pub(crate) fn timeline(context: &Context, items: &[&SitePage]) -> Timeline {
    let spans = spans(context, items);
    let without = items.len() - spans.len();
    let (Some(first), Some(last)) = (
        spans.iter().map(|span| span.start).reduce(f64::min),
        spans.iter().map(|span| span.end).reduce(f64::max),
    ) else {
        return Timeline {
            without,
            ..Timeline::default()
        };
    };
    let step = match last - first {
        years if years > 60.0 => 20,
        years if years > 24.0 => 10,
        years if years > 12.0 => 5,
        _ => 1,
    };
    let first = (first as i32).div_euclid(step) * step;
    let last = (last.ceil() as i32 + step - 1).div_euclid(step) * step;
    let share = |year: f64| {
        let share = (year - f64::from(first)) / f64::from((last - first).max(1)) * 100.0;
        (share * 100.0).round() / 100.0
    };
    let ticks = (first..=last).step_by(step.unsigned_abs() as usize);
    Timeline {
        ticks: ticks
            .map(|year| YearTick {
                year,
                x: share(f64::from(year)),
                last: year == last,
            })
            .collect(),
        bars: spans
            .into_iter()
            .map(|span| PeriodBar {
                title: span.item.page.title.clone(),
                address: span.item.page.path.address(),
                words: context.words.period(span.period),
                x: share(span.start),
                width: share(span.end) - share(span.start),
                ongoing: span.period.end.is_none(),
            })
            .collect(),
        without,
    }
}

/// A page with its period, whose ends are years with their fractions.
struct PeriodSpan<'i> {
    start: f64,
    end: f64,
    period: Period,
    item: &'i SitePage,
}

/// Returns the pages that have a period, the earliest first.
fn spans<'i>(context: &Context, items: &[&'i SitePage]) -> Vec<PeriodSpan<'i>> {
    // What still runs is drawn to the year of the edition: the picture is a function of the commit.
    let now = year_of(context.edition.revision().time);
    let span = |item: &&'i SitePage| {
        let period = item.page.front.period?;
        let start = position(period.start, false);
        let end = period
            .end
            .map_or(f64::from(now) + 1.0, |end| position(end, true));
        Some(PeriodSpan {
            start,
            end: end.max(start + 0.25),
            period,
            item,
        })
    };
    let mut spans: Vec<PeriodSpan<'i>> = items.iter().filter_map(span).collect();
    spans.sort_by(|a, b| {
        (a.start, a.end)
            .partial_cmp(&(b.start, b.end))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    spans
}

/// Returns a date as a year with its fraction: where it begins, or where it ends.
fn position(date: crate::domain::date::Date, end: bool) -> f64 {
    let year = f64::from(date.year);
    match date.month {
        Some(month) => year + (f64::from(month) - if end { 0.0 } else { 1.0 }) / 12.0,
        None if end => year + 1.0,
        None => year,
    }
}

fn year_of(seconds: i64) -> i16 {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    jiff::tz::Offset::UTC.to_datetime(time).year()
}

/// Sorts pages by the countries that they are about, the countries by name.
pub(crate) fn tiles(context: &Context, items: &[&SitePage]) -> Vec<CountryTile> {
    let mut tiles: Vec<CountryTile> = Vec::new();
    for item in items {
        for code in &item.page.front.countries {
            let name = context.words.country(code).unwrap_or(code);
            let entry = (item.page.path.address(), item.page.title.clone());
            match tiles.iter_mut().find(|tile| tile.name == name) {
                Some(tile) => tile.pages.push(entry),
                None => tiles.push(CountryTile {
                    name: name.to_owned(),
                    address: facets::address("country", code),
                    shade: 0,
                    pages: vec![entry],
                }),
            }
        }
    }
    let most = tiles.iter().map(|tile| tile.pages.len()).max().unwrap_or(1);
    for tile in &mut tiles {
        tile.shade = (tile.pages.len() * 5).div_ceil(most);
        tile.pages.sort_by_cached_key(|(_, title)| sort_key(title));
    }
    tiles.sort_by_cached_key(|tile| sort_key(&tile.name));
    tiles
}
