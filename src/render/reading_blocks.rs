//! Blocks `:::` as [`PageReader`] takes them in: gaps, and lists that fill themselves.

use comrak::nodes::{Node, NodeValue};

use crate::domain::list::{ListContent, ListMistake, MOST_LISTS, PageList};
use crate::domain::problem::{Position, Problem, ProblemKind};
use crate::render::directives;
use crate::render::page_reader::PageReader;

/// Most characters of a gap that are kept.
const MAX_GAP: usize = 400;

impl PageReader<'_> {
    pub(super) fn directive(&mut self, node: Node<'_>, info: &str) {
        self.block();
        match directives::directive(info, self.position(node)) {
            Err(problem) => self.found.problems.push(*problem),
            Ok((directives::GAP, _)) => self.gap = Some(self.found.text.text.len()),
            Ok((name, text)) => {
                if let Some(what) = directives::listed(name) {
                    self.list(node, what, text);
                }
            }
        }
    }

    /// Looks at what a list that fills itself asks for.
    fn list(&mut self, node: Node<'_>, what: ListContent, text: &str) {
        let (list, mut mistakes) = PageList::parse(what, text);
        mistakes.extend(list.check(self.vocabulary));
        let kind = list.whole_kind();
        self.found
            .kinds
            .extend(kind.filter(|kind| !self.found.kinds.contains(kind)));
        self.lists += 1;
        if self.lists == MOST_LISTS + 1 {
            mistakes.push(ListMistake {
                message: format!("a page has {MOST_LISTS} lists at most; this one is not shown"),
                help: "divide the page".to_owned(),
            });
        }
        let position = self.position(node);
        let problem = |mistake: ListMistake| {
            let problem = Problem::new(ProblemKind::Markdown, position, mistake.message);
            problem.with_help(mistake.help)
        };
        self.found
            .problems
            .extend(mistakes.into_iter().map(problem));
    }

    /// Notes what a block `:::gap` says is missing, once it ends.
    pub(super) fn end_gap(&mut self, node: Node<'_>) {
        let is_gap = matches!(&node.data().value, NodeValue::BlockDirective(block)
            if directives::directive(&block.info, Position::START).is_ok_and(|(name, _)| name == directives::GAP));
        if let Some(start) = self.gap.take_if(|_| is_gap) {
            let text = self.found.text.text.get(start..).unwrap_or("");
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = text.chars().take(MAX_GAP).collect();
            let cut = if short.len() < text.len() { "…" } else { "" };
            self.found.gaps.push(format!("{short}{cut}").into());
        }
    }
}
