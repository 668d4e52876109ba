//! The form that the templates print: fields, and how each of them is typed.

use crate::web::editing::works::WorkChoice;

/// The fields of a form.
pub(in crate::web::editing) struct FormView {
    /// Those that stand first.
    pub(in crate::web::editing) first: Vec<FieldView>,
    /// The terms of the vocabulary.
    pub(in crate::web::editing) facets: Vec<FieldView>,
    /// Those of the kind.
    pub(in crate::web::editing) own: Vec<FieldView>,
    /// All others.
    pub(in crate::web::editing) more: Vec<FieldView>,
    /// Whether one of the others needs a look.
    pub(in crate::web::editing) more_is_open: bool,
    /// The keys of all of them.
    pub(in crate::web::editing) keys: String,
    /// The values that fields offer, by the name of the list.
    pub(in crate::web::editing) offers: Vec<(&'static str, Vec<(String, String)>)>,
    /// Of a new event: whether it is one session.
    pub(in crate::web::editing) is_one_session: Option<bool>,
}

/// A field.
pub(in crate::web::editing) struct FieldView {
    pub(in crate::web::editing) key: String,
    pub(in crate::web::editing) label: String,
    pub(in crate::web::editing) help: String,
    pub(in crate::web::editing) control: Control,
    /// Its problems.
    pub(in crate::web::editing) problems: Vec<String>,
}

/// The ways to type a value.
pub(in crate::web::editing) enum Control {
    /// A line, which may offer what is known, of a sort that browsers help with.
    Line {
        value: String,
        offer: &'static str,
        sort: &'static str,
    },
    /// A text of several lines.
    Text { value: String },
    /// Yes or no.
    Flag { is_set: bool },
    /// One of several.
    Choice { choices: Vec<ChoiceView> },
    /// Terms of the vocabulary.
    Terms { groups: Vec<TermsView> },
    /// Lines.
    List {
        values: Vec<String>,
        offer: &'static str,
    },
    /// Works of the bibliography.
    Works {
        chosen: Vec<WorkChoice>,
        found: Vec<WorkChoice>,
    },
    /// Rows.
    Rows { rows: Vec<RowView>, count: usize },
    /// Nothing: it is changed in the source.
    Source,
}

pub(in crate::web::editing) struct ChoiceView {
    pub(in crate::web::editing) value: String,
    pub(in crate::web::editing) label: String,
    pub(in crate::web::editing) is_chosen: bool,
}

pub(in crate::web::editing) struct TermsView {
    pub(in crate::web::editing) label: String,
    pub(in crate::web::editing) terms: Vec<TermChoiceView>,
}

pub(in crate::web::editing) struct TermChoiceView {
    pub(in crate::web::editing) id: String,
    pub(in crate::web::editing) label: String,
    pub(in crate::web::editing) definition: String,
    pub(in crate::web::editing) is_chosen: bool,
}

pub(in crate::web::editing) struct RowView {
    pub(in crate::web::editing) number: usize,
    /// Whether it can change places with the row above, and with the one below.
    pub(in crate::web::editing) has_above: bool,
    pub(in crate::web::editing) has_below: bool,
    pub(in crate::web::editing) cells: Vec<CellView>,
}

pub(in crate::web::editing) struct CellView {
    pub(in crate::web::editing) key: &'static str,
    pub(in crate::web::editing) label: String,
    pub(in crate::web::editing) control: Control,
}
