//! The kinds of page and the states of a partnership.

mod words;

use serde::{Deserialize, Serialize};

use crate::domain::suggestion::nearest;

/// The kind of a page. It decides which parts its page shows beside the text.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One partnership: context, objective, approach, outcome, challenges, lessons.
    CaseStudy,
    /// The findings of a paper: factors, approaches, objectives, potential gains.
    LiteratureNote,
    /// One lesson, and the examples that carry it.
    Lesson,
    /// The words of a member, when, under which heads.
    Consultation,
    /// A questionnaire.
    Survey,
    /// One organisation's answers to a questionnaire.
    SurveyResponse,
    /// A seminar or webinar with its agenda.
    Event,
    /// The record of what was said at a meeting.
    Minutes,
    /// A decision: what, by whom, on which date.
    Decision,
    /// Guidelines and publications, backed by examples.
    Guidance,
    /// Another group or a document outside.
    Resource,
    /// Anything else.
    #[default]
    Page,
}

impl Kind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Self; 12] = [
        Self::CaseStudy,
        Self::Lesson,
        Self::LiteratureNote,
        Self::Consultation,
        Self::Survey,
        Self::SurveyResponse,
        Self::Event,
        Self::Minutes,
        Self::Decision,
        Self::Guidance,
        Self::Resource,
        Self::Page,
    ];

    /// Returns the name that front matter and addresses use.
    pub fn name(self) -> &'static str {
        match self {
            Self::CaseStudy => "case-study",
            Self::LiteratureNote => "literature-note",
            Self::Lesson => "lesson",
            Self::Consultation => "consultation",
            Self::Survey => "survey",
            Self::SurveyResponse => "survey-response",
            Self::Event => "event",
            Self::Minutes => "minutes",
            Self::Decision => "decision",
            Self::Guidance => "guidance",
            Self::Resource => "resource",
            Self::Page => "page",
        }
    }

    /// Returns the kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns the word for one page of this kind.
    pub fn label(self) -> &'static str {
        match self {
            Self::CaseStudy => "Case study",
            Self::LiteratureNote => "Literature note",
            Self::Lesson => "Lesson",
            Self::Consultation => "Consultation",
            Self::Survey => "Survey",
            Self::SurveyResponse => "Survey response",
            Self::Event => "Event",
            Self::Minutes => "Minutes",
            Self::Decision => "Decision",
            Self::Guidance => "Guidance",
            Self::Resource => "Resource",
            Self::Page => "Page",
        }
    }

    /// Returns the word for several pages of this kind.
    pub fn plural(self) -> &'static str {
        match self {
            Self::CaseStudy => "Case studies",
            Self::LiteratureNote => "Literature notes",
            Self::Lesson => "Lessons",
            Self::Consultation => "Consultations",
            Self::Survey => "Surveys",
            Self::SurveyResponse => "Survey responses",
            Self::Event => "Events",
            Self::Minutes => "Minutes",
            Self::Decision => "Decisions",
            Self::Guidance => "Guidance",
            Self::Resource => "Resources",
            Self::Page => "Pages",
        }
    }
}

/// The stage of a partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Agreed or intended, not begun.
    Planned,
    /// Running.
    Ongoing,
    /// Ended as intended.
    Concluded,
    /// Stopped before its end.
    EndedEarly,
}

impl Status {
    /// Every status, in the order of a partnership's life.
    pub const ALL: [Self; 4] = [
        Self::Planned,
        Self::Ongoing,
        Self::Concluded,
        Self::EndedEarly,
    ];

    /// Returns the words that front matter uses, which are also the label.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Ongoing => "ongoing",
            Self::Concluded => "concluded",
            Self::EndedEarly => "ended early",
        }
    }

    /// Returns the status of that name; a hyphen counts as a space.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', " ");
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Returns the status that somebody means by other words, as people say it or misspelt.
    pub fn meant(text: &str) -> Option<Self> {
        let folded = text.trim().to_lowercase().replace(['-', '_'], " ");
        let other_words: [(Self, &[&str]); 4] = [
            (
                Self::Planned,
                &["upcoming", "future", "proposed", "intended"],
            ),
            (
                Self::Ongoing,
                &[
                    "active",
                    "running",
                    "current",
                    "in progress",
                    "under way",
                    "open",
                    "live",
                ],
            ),
            (
                Self::Concluded,
                &[
                    "finished",
                    "done",
                    "completed",
                    "complete",
                    "closed",
                    "ended",
                    "over",
                ],
            ),
            (
                Self::EndedEarly,
                &[
                    "cancelled",
                    "canceled",
                    "stopped",
                    "abandoned",
                    "terminated",
                    "failed",
                    "discontinued",
                ],
            ),
        ];
        let said = other_words
            .iter()
            .find(|(_, words)| words.contains(&folded.as_str()));
        said.map(|(status, _)| *status).or_else(|| {
            let names = Self::ALL.map(Self::name);
            nearest(&folded, names).and_then(Self::from_name)
        })
    }
}
