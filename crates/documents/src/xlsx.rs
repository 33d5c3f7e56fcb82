//! Records of processing as a workbook: a row for each activity, so that it can be filtered and sorted.
//!
//! What stands in a cell is text, never a formula, whatever it begins with.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::Edition;
use crate::tree::{Block, Document, Section, words};

/// The longest text of a cell (Excel's limit is 32,767 characters).
const CELL: usize = 32_000;
/// Columns are this wide.
const WIDTH: f64 = 34.0;

/// The workbook cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made: {0}")]
pub struct XlsxFault(#[from] XlsxError);

/// A document of records (Art. 30(1) or 30(2)) as a workbook: who answers, the activities, and for a processor each
/// controller.
///
/// # Errors
/// What the writer refuses: more than 1,048,576 rows.
pub fn render(document: &Document, edition: &Edition) -> Result<Vec<u8>, XlsxFault> {
    let mut book = Workbook::new();
    // The day of the document, not of the machine: the same records are the same bytes.
    let created = rust_xlsxwriter::ExcelDateTime::from_ymd(
        u16::try_from(edition.date.year()).unwrap_or(1900),
        edition.date.month().unsigned_abs(),
        edition.date.day().unsigned_abs(),
    )?;
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new().set_title(&document.title).set_creation_datetime(&created),
    );
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let formats = (&bold, &plain);
    for section in &document.sections {
        let sheet = book.add_worksheet();
        sheet.set_name(name(&section.heading))?;
        if section.sections.is_empty() {
            terms_or_table(sheet, section, formats)?;
        } else {
            activities(sheet, section, formats)?;
        }
    }
    let sheet = book.add_worksheet();
    sheet.set_name(name(&document.labels.version))?;
    let labels = &document.labels;
    let about = [
        (document.title.as_str(), String::new()),
        (labels.version.as_str(), edition.version.clone()),
        (labels.policy.as_str(), edition.policy.clone()),
        ("", labels.day(edition.date)),
    ];
    for (row, (term, text)) in (0..).zip(&about) {
        put(sheet, (row, 0), term, &bold)?;
        put(sheet, (row, 1), text, &plain)?;
    }
    sheet.set_column_width(0, WIDTH)?.set_column_width(1, 2.0 * WIDTH)?;
    Ok(book.save_to_buffer()?)
}

/// A heading as a sheet's name: 31 characters, none of those that formulas use.
fn name(heading: &str) -> String {
    let plain: String = heading.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    plain.trim().chars().take(31).collect::<String>().trim().to_owned()
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    // Texts of a document are safe already; made so twice, the isolates of a name would be taken for an attack.
    let text: String = text.chars().take(CELL).collect();
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

/// A row for each activity; the columns are the terms, in the order in which they come.
fn activities(
    sheet: &mut Worksheet,
    section: &Section,
    (bold, plain): (&Format, &Format),
) -> Result<(), XlsxError> {
    let mut heads: Vec<&str> = Vec::new();
    for definition in section.sections.iter().flat_map(|one| &one.blocks).flat_map(definitions) {
        if !heads.contains(&definition.term.as_str()) {
            heads.push(&definition.term);
        }
    }
    for (column, head) in (0..).zip(&heads) {
        put(sheet, (0, column), head, bold)?;
        sheet.set_column_width(column, WIDTH)?;
    }
    for (row, activity) in (1..).zip(&section.sections) {
        for definition in activity.blocks.iter().flat_map(definitions) {
            let lines: Vec<String> = definition.lines.iter().map(|line| words(line)).collect();
            let at = heads.iter().position(|head| *head == definition.term);
            let column = at.and_then(|at| u16::try_from(at).ok()).unwrap_or_default();
            put(sheet, (row, column), &lines.join("\n"), plain)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    let last = u16::try_from(heads.len().saturating_sub(1)).unwrap_or_default();
    sheet.autofilter(0, 0, u32::try_from(section.sections.len()).unwrap_or(0), last)?;
    Ok(())
}

fn definitions(block: &Block) -> &[crate::tree::Definition] {
    match block {
        Block::Definitions(terms) => terms,
        _ => &[],
    }
}

fn terms_or_table(
    sheet: &mut Worksheet,
    section: &Section,
    (bold, plain): (&Format, &Format),
) -> Result<(), XlsxError> {
    let mut row = 0;
    for block in &section.blocks {
        for definition in definitions(block) {
            put(sheet, (row, 0), &definition.term, bold)?;
            let lines: Vec<String> = definition.lines.iter().map(|line| words(line)).collect();
            put(sheet, (row, 1), &lines.join("\n"), plain)?;
            row += 1;
        }
        let Block::Table(table) = block else { continue };
        for (column, head) in (0..).zip(&table.head) {
            put(sheet, (row, column), head, bold)?;
        }
        row += 1;
        for cells in &table.rows {
            for (column, cell) in (0..).zip(cells) {
                let lines: Vec<String> = cell.iter().map(|line| words(line)).collect();
                put(sheet, (row, column), &lines.join("\n"), plain)?;
            }
            row += 1;
        }
    }
    for column in 0..5 {
        sheet.set_column_width(column, WIDTH)?;
    }
    Ok(())
}
