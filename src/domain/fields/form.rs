//! The form that the value of a key has.

/// The form that a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A line of text.
    Text,
    /// A list of texts.
    Texts,
    /// True or false.
    Flag,
    /// The name of a [`Kind`](crate::domain::Kind).
    Kind,
    /// The name of a [`crate::domain::Status`].
    Status,
    /// `public` or `members`.
    Visibility,
    /// Codes of countries (ISO 3166-1, two letters).
    Countries,
    /// A language's code (BCP 47).
    Language,
    /// A year, a month or a day.
    Date,
    /// Two dates with a slash between them, of which one may be missing.
    Period,
    /// An address on the web.
    Address,
    /// A key of the bibliography.
    Work,
    /// Keys of the bibliography.
    Works,
    /// A page: its path, title or alias.
    Page,
    /// Pages.
    Pages,
    /// Partners with their sectors.
    Partners,
    /// The name of a time zone (IANA).
    Zone,
    /// The days of an event.
    Days,
    /// The parts of an agenda.
    Sessions,
    /// Questions with their options.
    Questions,
    /// Answers by the ids of questions.
    Answers,
    /// Chapters with their pages.
    Chapters,
}

impl Form {
    /// Says in words what is expected, where a value can be told to be of another form.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Date => "a date such as 2018, 2018-04 or 2018-04-17",
            Self::Period => "2008/2019 or 2020-03/",
            Self::Address => "an address that begins with https://",
            Self::Language => "a language code such as en or fr",
            Self::Flag => "true or false",
            Self::Texts | Self::Works | Self::Pages | Self::Countries => "a list",
            _ => "a text",
        }
    }
}
