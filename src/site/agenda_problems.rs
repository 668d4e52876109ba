//! What is wrong with an agenda that its page cannot know of itself: examples that its readers cannot
//! see, versions that are gone, another event with the same id.

use crate::domain::agenda::{Session, offered_id};
use crate::domain::{LinkRole, Page, Position, Problem, ProblemKind, Visibility};
use crate::site::names::uid_key;
use crate::site::problems::Checks;
use crate::site::target::ResolvedTarget;

impl Checks<'_> {
    /// Returns what is wrong with the examples and the material of a page's agenda.
    pub(super) fn agenda_problems(&self, page: &Page) -> Vec<Problem> {
        let sessions = &page.front.details().agenda.sessions;
        let mut problems: Vec<Problem> = self.duplicate_event(page).into_iter().collect();
        if sessions.is_empty() {
            return problems;
        }
        problems.extend(self.hidden_examples(page));
        problems.extend(sessions.iter().flat_map(|one| self.stale_pins(one)));
        problems
    }

    /// Names another event with the id of this one. Translations of an event are that event.
    fn duplicate_event(&self, page: &Page) -> Option<Problem> {
        let key = uid_key(page)?;
        let content = self.0.content();
        let mut others = content.references.get(&key);
        let mut translations = None;
        let other = others.find_map(|path| {
            let item = self.0.page(path).filter(|_| *path != page.path)?;
            let known = translations.get_or_insert_with(|| self.0.links().translations(page));
            let is_same = known.iter().any(|one| one.page.path == *path);
            (!is_same).then_some(item)
        })?;
        let uid = page.front.details().uid.as_deref().unwrap_or("");
        let message = format!("{} has the uid “{uid}” too", other.page.file);
        let problem = Problem::new(ProblemKind::DuplicateEvent, Position::START, message);
        let help = format!(
            "write another, such as “uid: {}”",
            offered_id(page.path.as_str())
        );
        Some(problem.with_help(help))
    }

    /// Names the examples that are for fewer people than the event. Who may not see them is not told.
    fn hidden_examples(&self, page: &Page) -> Vec<Problem> {
        if self.0.content().is_all_public() {
            return Vec::new();
        }
        let used = page
            .links
            .iter()
            .filter(|link| matches!(link.role, LinkRole::Example | LinkRole::Material));
        let hidden = used.filter_map(|link| match self.0.links().target(page, link) {
            ResolvedTarget::Page(item) if item.page.front.visibility > page.front.visibility => {
                let whom = match item.page.front.visibility {
                    Visibility::Draft => "contributors only, as it is a draft",
                    _ => "members only",
                };
                let message = format!("“{}” is for {whom}; this event is not", item.page.title);
                let problem = Problem::new(ProblemKind::HiddenExample, link.position, message);
                let help = "publish that page, take another, or leave it as a note to organizers";
                Some(problem.with_help(help))
            }
            _ => None,
        });
        hidden.collect()
    }

    /// Names the versions of examples that are not in the history, or did not have the page.
    fn stale_pins(&self, session: &Session) -> Vec<Problem> {
        let pinned = session
            .examples
            .iter()
            .filter_map(|one| Some((one, one.at?)));
        let stale = pinned.filter_map(|(example, commit)| {
            let item = self.0.links().referenced(&example.page)?;
            let there = self.0.has_version(&item.page, commit);
            // What cannot be read now is no fault of the page.
            if there.unwrap_or(true) {
                return None;
            }
            let message = format!(
                "“{}” of {} is not in the history of this site",
                example.page,
                commit.short()
            );
            let problem = Problem::new(ProblemKind::StalePin, session.position, message);
            let help = "open the page, copy the link to this version, and write its commit as “at”";
            Some(problem.with_help(help))
        });
        stale.collect()
    }
}
