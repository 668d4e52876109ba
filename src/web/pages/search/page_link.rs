//! [`PageLink`]: the links from one page of results to the others.

use crate::web::parts::search_query::SearchQuery;

/// A link to a page of results, or the gap between two.
pub(super) struct PageLink {
    pub(super) number: usize,
    pub(super) address: String,
    pub(super) current: bool,
    pub(super) gap: bool,
}

impl PageLink {
    /// Returns links to the first, the last and the neighbouring pages of results.
    pub(super) fn all(search: &SearchQuery, total: usize) -> Vec<Self> {
        let last = total.div_ceil(search.limit);
        if last <= 1 {
            return Vec::new();
        }
        let mut links: Vec<Self> = Vec::new();
        for number in 1..=last {
            let near = number.abs_diff(search.page) <= 2;
            if number == 1 || number == last || near {
                let address = search.address(number, None, &search.query);
                links.push(Self {
                    number,
                    address,
                    current: number == search.page,
                    gap: false,
                });
            } else if links.last().is_some_and(|link| !link.gap) {
                links.push(Self {
                    number,
                    address: String::new(),
                    current: false,
                    gap: true,
                });
            }
        }
        links
    }
}
