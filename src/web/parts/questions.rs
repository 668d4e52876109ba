//! The questions of a questionnaire, each with what the site knows of its topics.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::front_matter::{Details, Question, Topic};
use crate::domain::{Kind, Page};
use crate::search::{Request, SortOrder};
use crate::site::View;
use crate::web::http::query::query_string;
use crate::web::parts::card::Card;
use crate::web::parts::context::Context;
use crate::web::parts::facets::term_label_in;

/// The most pages of a kind that are named for a question.
const NAMED: usize = 4;
/// Longest question, in characters, that stands in the outline as it is.
const SHORT: usize = 70;

/// The questions of a part.
pub(crate) struct QuestionGroup<'a> {
    pub(crate) name: &'a str,
    pub(crate) questions: Vec<QuestionView<'a>>,
}

/// A question as it is shown.
pub(crate) struct QuestionView<'a> {
    /// The id on the page.
    pub(crate) anchor: String,
    pub(crate) question: &'a Question,
    pub(crate) known: Vec<Arc<TopicPages>>,
}

/// The pages of the site on a challenge or on another topic.
pub(crate) struct TopicPages {
    pub(crate) topic: String,
    pub(crate) kinds: Vec<TopicKind>,
}

/// The pages of a kind on a topic.
pub(crate) struct TopicKind {
    /// Their number, in words.
    pub(crate) count: String,
    /// All of them.
    pub(crate) address: String,
    pub(crate) cards: Vec<Card>,
    pub(crate) has_more: bool,
}

/// Returns the questions of a page, by part.
pub(crate) fn of<'a>(context: &Context, view: &View<'_>, page: &'a Page) -> Vec<QuestionGroup<'a>> {
    let mut parts: Vec<QuestionGroup<'a>> = Vec::new();
    let mut known: HashMap<&Topic, Option<Arc<TopicPages>>> = HashMap::new();
    let details = page.front.details();
    for (anchor, question) in details.question_anchors().zip(&details.questions) {
        let topics = question.topics.iter().filter_map(|topic| {
            let found = known.entry(topic);
            let found = found.or_insert_with(|| TopicPages::of(context, view, topic).map(Arc::new));
            found.clone()
        });
        let known = topics.collect();
        let question_view = QuestionView {
            anchor,
            question,
            known,
        };
        match parts.last_mut().filter(|part| part.name == question.part) {
            Some(part) => part.questions.push(question_view),
            None => parts.push(QuestionGroup {
                name: &question.part,
                questions: vec![question_view],
            }),
        }
    }
    parts
}

impl TopicPages {
    fn of(context: &Context, view: &View<'_>, topic: &Topic) -> Option<Self> {
        let kinds = [Kind::CaseStudy, Kind::Lesson];
        let kinds: Vec<TopicKind> = kinds
            .into_iter()
            .filter_map(|kind| TopicKind::of(context, view, kind, topic))
            .collect();
        let vocabulary = context.edition.vocabulary();
        (!kinds.is_empty()).then(|| Self {
            topic: term_label_in(vocabulary, &topic.facet, &topic.term, context.words),
            kinds,
        })
    }
}

impl TopicKind {
    fn of(context: &Context, view: &View<'_>, kind: Kind, topic: &Topic) -> Option<Self> {
        let filters = [("kind", kind.name()), (&topic.facet, &topic.term)];
        let owned = filters.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let results = view.search(&Request {
            filters: &owned,
            sort: SortOrder::Title,
            limit: NAMED,
            ..Request::default()
        });
        let found = results.hits.iter();
        let found = found.filter_map(|hit| view.page(&hit.path));
        (results.total > 0).then(|| Self {
            count: context
                .words
                .count(&format!("count-{}", kind.name()), results.total),
            address: format!("/search?{}", query_string(filters)),
            cards: found.map(|item| Card::of(context, item)).collect(),
            has_more: results.total > NAMED,
        })
    }
}

/// Returns the anchors of the questions with what the outline says of each: its id, and the question
/// where it is short, otherwise its heading.
pub(crate) fn entries(details: &Details) -> impl Iterator<Item = (String, String)> {
    details
        .question_anchors()
        .zip(&details.questions)
        .map(|(anchor, question)| {
            let is_short = question.text.chars().count() <= SHORT;
            let text = match (is_short, question.heading.as_str()) {
                (false, heading) if !heading.is_empty() => heading,
                _ => &question.text,
            };
            (anchor, format!("{} {text}", question.id).trim().to_owned())
        })
}
