//! The rows of a list in a form, and of answers: a cell for each column.

use crate::domain::Field;
use crate::domain::form::{self, Column, Part, Row, Shape};
use crate::web::editing::form::view::{CellView, ChoiceView, Control, RowView};
use crate::web::parts::context::Context;

/// The facet of the vocabulary that the sectors of partners are from.
const SECTORS: &str = "sectors";

/// Returns the rows of a list, with as many empty ones below them.
pub(super) fn rows(
    context: &Context,
    field: Field,
    rows: &[Row],
    columns: &[Column],
    empty: usize,
) -> Control {
    let is_list = matches!(form::shape(field), Shape::Rows(_));
    let row = |number: usize| RowView {
        number,
        has_above: is_list && number > 0 && number < rows.len(),
        has_below: is_list && number + 1 < rows.len(),
        cells: columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let row = rows.get(number);
                let part = row.and_then(|row| row.parts.get(index));
                cell(context, field, column, part)
            })
            .collect(),
    };
    Control::Rows {
        rows: (0..rows.len() + empty).map(row).collect(),
        count: empty,
    }
}

fn cell(context: &Context, field: Field, column: &Column, part: Option<&Part>) -> CellView {
    CellView {
        key: column.key,
        label: context
            .words
            .say(&format!("column-{}", column.key))
            .into_owned(),
        control: match (part, column.shape) {
            (Some(Part::Other), _) => Control::Source,
            (Some(Part::List(list)), _) => Control::Text {
                value: list.join("\n"),
            },
            (None, Shape::List | Shape::Examples) => Control::Text {
                value: String::new(),
            },
            (Some(Part::Text(text)), Shape::Text) => Control::Text {
                value: text.clone(),
            },
            (Some(Part::Text(text)), _) if text.contains('\n') => Control::Text {
                value: text.clone(),
            },
            (None, Shape::Text) => Control::Text {
                value: String::new(),
            },
            (part, _) => {
                let text = match part {
                    Some(Part::Text(text)) => text.as_str(),
                    _ => "",
                };
                line(context, field, column.key, text)
            }
        },
    }
}

/// Returns a cell of one line; a sector is one of the vocabulary's.
fn line(context: &Context, field: Field, column: &str, text: &str) -> Control {
    let vocabulary = context.edition.vocabulary();
    let sectors = vocabulary
        .facet(SECTORS)
        .filter(|_| field == Field::Partners);
    let Some(facet) = sectors.filter(|_| column == "sector") else {
        return Control::Line {
            value: text.to_owned(),
            offer: match (field, column) {
                (Field::Partners, "name") => "organisations",
                _ => "",
            },
            sort: "",
        };
    };
    let language = context.words.code();
    let choice = |value: &str, label: &str| ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        is_chosen: value == text,
    };
    let none = context.words.say("edit-no-choice");
    let mut choices = vec![choice("", &none)];
    let terms = facet.terms_in_use();
    choices.extend(terms.map(|term| choice(&term.id, term.label_in(language))));
    if !choices.iter().any(|choice| choice.is_chosen) {
        choices.push(choice(text, text));
    }
    Control::Choice { choices }
}
