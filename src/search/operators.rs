//! `AND`, `OR`, `NOT` and parentheses: from the items of a query to clauses.
//!
//! `AND` binds before `OR`, and `OR` before the mere sequence, which also means "and": in
//! `trust phone OR mobile` trust is wanted, and one of the others. An operator with nothing to join
//! is left out, and parentheses mean something only beside an operator.

use crate::search::clause::{Clause, ClauseKind};
use crate::search::items::{QueryItem, QueryToken};

/// Parentheses within parentheses, beyond this depth, are left out.
const DEEPEST: usize = 8;

impl QueryToken<'_> {
    /// Tells whether this is no operator.
    pub(crate) fn is_item(&self) -> bool {
        matches!(self, Self::Item(_))
    }

    /// Tells whether something that can be joined begins here.
    fn begins(&self) -> bool {
        matches!(self, Self::Item(_) | Self::Not | Self::Open(_))
    }
}

/// Makes clauses of the first `most` items.
pub(crate) fn read<'q>(
    tokens: &[QueryToken<'q>],
    most: usize,
    understand: &mut dyn FnMut(&QueryItem<'q>) -> Vec<Clause>,
) -> Vec<Clause> {
    let mut reading = OperatorParser {
        tokens,
        at: 0,
        depth: 0,
        left: most,
        understand,
    };
    let mut clauses = Vec::new();
    while reading.at < tokens.len() {
        clauses.extend(reading.sequence());
        // A parenthesis that closes nothing.
        reading.at += 1;
    }
    clauses
}

struct OperatorParser<'t, 'q> {
    tokens: &'t [QueryToken<'q>],
    at: usize,
    depth: usize,
    /// The number of items that may still be read.
    left: usize,
    understand: &'t mut dyn FnMut(&QueryItem<'q>) -> Vec<Clause>,
}

impl<'q> OperatorParser<'_, 'q> {
    fn next(&self) -> Option<&QueryToken<'q>> {
        self.tokens.get(self.at)
    }

    /// Reads to the end, or to the parenthesis that closes.
    fn sequence(&mut self) -> Vec<Clause> {
        let mut clauses = Vec::new();
        while let Some(token) = self.next() {
            if token.begins() {
                clauses.extend(self.group());
            } else if matches!(token, QueryToken::Close(_)) {
                break;
            } else {
                self.at += 1;
            }
        }
        clauses
    }

    /// Reads what `OR` joins.
    fn group(&mut self) -> Vec<Clause> {
        let mut alternatives = vec![self.chain()];
        while self.joined_by(|token| matches!(token, QueryToken::Or)) {
            alternatives.push(self.chain());
        }
        alternatives.retain(|alternative| !alternative.is_empty());
        match alternatives.len() {
            0 => Vec::new(),
            1 => alternatives.remove(0),
            _ => vec![any(alternatives, false)],
        }
    }

    /// Reads what `AND` joins.
    fn chain(&mut self) -> Vec<Clause> {
        let mut clauses = self.unit();
        while self.joined_by(|token| matches!(token, QueryToken::And)) {
            clauses.extend(self.unit());
        }
        clauses
    }

    /// Passes over an operator, if one is here and something to join follows.
    fn joined_by(&mut self, operator: impl Fn(&QueryToken<'q>) -> bool) -> bool {
        if !self.next().is_some_and(&operator) {
            return false;
        }
        // `a OR OR b` and `a AND OR b` are slips: the first operator counts.
        let mut behind = self.at + 1;
        while let Some(QueryToken::And | QueryToken::Or) = self.tokens.get(behind) {
            behind += 1;
        }
        let joins = self.tokens.get(behind).is_some_and(QueryToken::begins);
        if joins {
            self.at = behind;
        }
        joins
    }

    fn unit(&mut self) -> Vec<Clause> {
        let token = self.next().cloned();
        self.at += 1;
        match token {
            Some(QueryToken::Item(item)) if self.left > 0 => {
                self.left -= 1;
                (self.understand)(&item)
            }
            Some(QueryToken::Not)
                if self.next().is_some_and(QueryToken::begins) && self.depth < DEEPEST =>
            {
                self.depth += 1;
                let clauses = self.unit();
                self.depth -= 1;
                without(clauses)
            }
            Some(QueryToken::Open(start)) if self.depth < DEEPEST => {
                self.depth += 1;
                let mut clauses = self.sequence();
                self.depth -= 1;
                let end = match self.next() {
                    Some(QueryToken::Close(end)) => Some(*end),
                    _ => None,
                };
                self.at += 1;
                if let ([clause], Some(end)) = (clauses.as_mut_slice(), end)
                    && matches!(clause.wanted, ClauseKind::Any(_))
                {
                    clause.range = start..end;
                }
                clauses
            }
            _ => Vec::new(),
        }
    }
}

/// Makes the opposite of clauses that are all wanted.
fn without(mut clauses: Vec<Clause>) -> Vec<Clause> {
    match clauses.as_mut_slice() {
        [] => Vec::new(),
        [clause] => {
            clause.without = !clause.without;
            clauses
        }
        _ => vec![any(vec![clauses], true)],
    }
}

fn any(alternatives: Vec<Vec<Clause>>, without: bool) -> Clause {
    let ranges = || alternatives.iter().flatten().map(|clause| &clause.range);
    let start = ranges().map(|range| range.start).min().unwrap_or(0);
    let end = ranges().map(|range| range.end).max().unwrap_or(0);
    Clause {
        without,
        range: start..end,
        wanted: ClauseKind::Any(alternatives),
    }
}
