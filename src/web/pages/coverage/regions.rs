//! From which regions of the world the examples of an agenda are, and from which none is.

use std::collections::BTreeSet;

use crate::domain::{Kind, country};
use crate::site::{SitePage, View};
use crate::web::http::query::query_string;
use crate::web::parts::context::Context;

/// Returns how many of the examples are from each region that has one.
pub(super) fn regions(context: &Context, items: &[&SitePage]) -> Vec<(String, usize)> {
    let counted = country::regions().map(|(region, codes)| {
        let is_there = |item: &&&SitePage| is_from(item, codes);
        let count = items.iter().filter(is_there).count();
        (name_of_region(context, region), count)
    });
    counted.filter(|(_, count)| *count > 0).collect()
}

/// Returns the regions without an example: the address of the case studies from there, empty where there
/// are none, and the name.
pub(super) fn missing_regions(
    context: &Context,
    view: &View<'_>,
    items: &[&SitePage],
) -> Vec<(String, String)> {
    let missing = country::regions()
        .filter(|(_, codes)| !items.iter().any(|item| is_from(item, codes)))
        .map(|(region, codes)| {
            let cases = view.pages();
            let cases = cases.filter(|item| item.page.front.kind == Kind::CaseStudy);
            let there = cases.flat_map(|item| &item.page.front.countries);
            let there: BTreeSet<&str> = there
                .map(String::as_str)
                .filter(|code| codes.contains(code))
                .collect();
            let pairs = there.iter().map(|code| ("country", *code));
            let pairs = std::iter::once(("kind", "case-study")).chain(pairs);
            let address = match there.is_empty() {
                true => String::new(),
                false => format!("/search?{}", query_string(pairs)),
            };
            (address, name_of_region(context, region))
        });
    missing.collect()
}

fn is_from(item: &SitePage, codes: &[&str]) -> bool {
    let mut countries = item.page.front.countries.iter();
    countries.any(|code| codes.contains(&code.as_str()))
}

fn name_of_region(context: &Context, region: &str) -> String {
    context.words.say(&format!("region-{region}")).into_owned()
}
