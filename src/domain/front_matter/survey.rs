//! The values of a survey and of a publication: questions, their topics, and chapters.

use crate::domain::front_matter::matter::{Chapter, Question, Topic};
use crate::domain::front_matter::reader::Reader;
use crate::domain::link::LinkRole;
use crate::domain::name::Name;
use crate::domain::vocabulary::{COLUMNS, Vocabulary};
use crate::domain::yaml::Node;

impl Reader<'_> {
    pub(super) fn questions(&mut self, node: &Node, vocabulary: &Vocabulary) -> Vec<Question> {
        let mut questions = Vec::new();
        for item in node.items() {
            let question = Question {
                id: self.part(item, "id"),
                part: self.part(item, "part"),
                heading: self.part(item, "heading"),
                text: self.part(item, "text"),
                form: self.part(item, "type"),
                options: item
                    .get("options")
                    .map(|options| self.texts("options", options))
                    .unwrap_or_default(),
                topics: self.topics(item, vocabulary),
            };
            if question.text.is_empty() {
                self.report(item, "a question has no text");
            }
            questions.push(question);
        }
        questions
    }

    /// Reads what a question asks about: its `challenge`, and terms under the keys of facets.
    pub(super) fn topics(&mut self, node: &Node, vocabulary: &Vocabulary) -> Vec<Topic> {
        let mut topics = Vec::new();
        for facet in &vocabulary.facets {
            let singular = (facet.key == COLUMNS).then(|| node.get("challenge"));
            let said = [singular.flatten(), node.get(&facet.key)];
            for value in said.into_iter().flatten() {
                for (term, position) in self.with_positions(&facet.key, value) {
                    if facet.term(&term).is_none() {
                        self.unknown_term(facet, &term, position);
                        continue;
                    }
                    topics.push(Topic {
                        facet: Name::from(facet.key.as_str()),
                        term: Name::from(term.as_str()),
                    });
                }
            }
        }
        topics
    }

    pub(super) fn chapters(&mut self, node: &Node) -> Vec<Chapter> {
        let mut chapters = Vec::new();
        for item in node.items() {
            let mut chapter = Chapter {
                title: self.part(item, "title"),
                summary: self.part(item, "summary"),
                pages: Vec::new(),
            };
            if chapter.title.is_empty() {
                self.report(item, "a chapter has no title");
            }
            if let Some(pages) = item.get("pages") {
                chapter.pages = self.references(pages, LinkRole::Chapter);
            }
            chapters.push(chapter);
        }
        chapters
    }
}
