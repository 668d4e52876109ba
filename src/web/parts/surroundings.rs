//! The pages around a page: those drawn from it, those that use it, those that are like it.

use std::sync::Arc;

use crate::domain::{Kind, LinkRole, Page};
use crate::site::{SitePage, View};
use crate::web::parts::agenda::RecordedAt;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::session_doors;

/// The most related pages that are shown.
const RELATED: usize = 5;
/// The most pages of a kind that are shown at once of those that link here.
const SHOWN: usize = 5;

/// The pages around a page.
pub(crate) struct Surroundings {
    /// The lessons drawn from an example, each with the session at which it was recorded, if one was.
    pub(crate) lessons: Vec<Lesson>,
    pub(crate) featured_in: Vec<Card>,
    /// The pages whose text links here, by kind.
    pub(crate) linked_from: Vec<LinkedGroup>,
    pub(crate) related: Vec<Card>,
}

/// A lesson that was drawn from a page.
pub(crate) struct Lesson {
    pub(crate) card: Card,
    pub(crate) recorded_at: Option<RecordedAt>,
    /// The address where its text is taken over into the page, for its editors, if it was recorded at a session.
    pub(crate) take: Option<String>,
}

/// The pages of a kind.
pub(crate) struct LinkedGroup {
    pub(crate) name: String,
    pub(crate) first: Vec<Card>,
    pub(crate) rest: Vec<Card>,
}

impl Surroundings {
    pub(crate) fn of(context: &Context, view: &View<'_>, page: &Page) -> Self {
        let cards = |items: &[&Arc<SitePage>]| -> Vec<Card> {
            items.iter().map(|item| Card::of(context, item)).collect()
        };
        let lessons = view
            .links()
            .linking_as(page, |role| role == LinkRole::DrawnFrom);
        let featured_in = view.links().linking_as(page, |role| {
            matches!(role, LinkRole::Example | LinkRole::Chapter)
        });
        let mut linked_from = view.links().linked_from(page);
        linked_from.retain(|item| {
            let path = &item.page.path;
            let mut known = featured_in.iter().chain(&lessons);
            !known.any(|known| known.page.path == *path)
        });
        let groups = Kind::ALL.into_iter().filter_map(|kind| {
            let of_kind = linked_from.iter().copied();
            let of_kind: Vec<&Arc<SitePage>> = of_kind
                .filter(|item| item.page.front.kind == kind)
                .collect();
            let (first, rest) = of_kind.split_at(of_kind.len().min(SHOWN));
            (!first.is_empty()).then(|| LinkedGroup {
                name: context.words.kinds(kind),
                first: cards(first),
                rest: cards(rest),
            })
        });
        Self {
            linked_from: groups.collect(),
            lessons: lessons
                .iter()
                .map(|item| {
                    let recorded_at = RecordedAt::of(view, &item.page);
                    let take = session_doors::take_over(context, page, &item.page);
                    Lesson {
                        card: Card::of(context, item),
                        take: take.filter(|_| recorded_at.is_some()),
                        recorded_at,
                    }
                })
                .collect(),
            featured_in: cards(&featured_in),
            related: cards(&view.finder().related(page, RELATED)),
        }
    }
}
