//! `/map.csv` and `/map.svg`: the map as a table and as a picture.

use askama::Template;
use axum::http::header;

use crate::web::http::csv::quoted;
use crate::web::http::disposition::content_disposition;
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::context::Context;
use crate::web::parts::grid::{MapGrid, MapQuery};

/// Answers `/map.csv`: one line a cell, as RFC 4180 has it.
pub(crate) fn csv(context: &Context) -> Result<Reply, Error> {
    let query = MapQuery::read(context)?;
    let grid = MapGrid::new(context, &query);
    let mut text = String::from("row,row_label,column,column_label,total");
    for kind in &query.kinds {
        text.push(',');
        text.push_str(kind.name());
    }
    text.push_str("\r\n");
    for row in &grid.rows {
        for (column, cell) in grid.columns.iter().zip(&row.cells) {
            let mut fields = vec![
                quoted(&row.header.id),
                quoted(&row.header.label),
                quoted(&column.id),
                quoted(&column.label),
                cell.total.to_string(),
            ];
            let counts = query.kinds.iter();
            fields.extend(counts.map(|kind| cell.kinds.get(kind.name()).unwrap_or(&0).to_string()));
            text.push_str(&fields.join(","));
            text.push_str("\r\n");
        }
    }
    let reply = Reply::new("text/csv; charset=utf-8", text);
    Ok(reply.with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", "map.csv"),
    ))
}

#[derive(Template)]
#[template(path = "formats/map.svg")]
struct MapPicture<'a> {
    map: &'a MapGrid,
    width: usize,
    height: usize,
    left: usize,
    top: usize,
    columns: Vec<(usize, &'a str)>,
    rows: Vec<PictureRow<'a>>,
}

struct PictureRow<'a> {
    label: &'a str,
    y: usize,
    cells: Vec<PictureCell>,
}

struct PictureCell {
    x: usize,
    y: usize,
    fill: &'static str,
    ink: &'static str,
    total: usize,
}

/// Answers `/map.svg`.
pub(crate) fn svg(context: &Context) -> Result<Reply, Error> {
    const LEFT: usize = 270;
    const TOP: usize = 250;
    const FILLS: [&str; 6] = [
        "url(#gap)",
        "#dceaf0",
        "#b4d2df",
        "#82b3c8",
        "#2f7896",
        "#0b4f6c",
    ];
    let query = MapQuery::read(context)?;
    let map = MapGrid::new(context, &query);
    let rows = map.rows.iter().enumerate().map(|(at, row)| {
        let y = TOP + at * 36;
        let cells = row
            .cells
            .iter()
            .enumerate()
            .map(|(column, cell)| PictureCell {
                x: LEFT + column * 48,
                y,
                fill: FILLS[cell.shade.min(5)],
                ink: if cell.shade > 3 { "#ffffff" } else { "#1a1a1a" },
                total: cell.total,
            });
        PictureRow {
            label: &row.header.label,
            y: y + 22,
            cells: cells.collect(),
        }
    });
    let columns = map.columns.iter().enumerate();
    let picture = MapPicture {
        width: LEFT + map.columns.len() * 48 + 200,
        height: TOP + map.rows.len() * 36 + 16,
        left: LEFT - 10,
        top: TOP - 8,
        columns: columns
            .map(|(at, column)| (LEFT + at * 48 + 28, column.label.as_str()))
            .collect(),
        rows: rows.collect(),
        map: &map,
    };
    let reply = Reply::new("image/svg+xml", picture.render()?);
    Ok(reply.with_header(
        header::CONTENT_DISPOSITION,
        &content_disposition("attachment", "map.svg"),
    ))
}
