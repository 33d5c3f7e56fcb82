//! On whose behalf data is processed (Art. 30(2)(a)), from a file.

use std::fs;
use std::path::Path;

use gallra_documents::Controller;

use super::DocumentsError;

/// Reads on whose behalf data is processed (Art. 30(2)(a)) from a CSV file with a header: `name` and `contact`, and if
/// wanted `number`, `representative`, `dpo`; separated by commas, semicolons or tabs.
///
/// # Errors
/// The file cannot be read, or a row lacks a name or a way to contact it. No error holds what stands in a row.
pub fn controllers(path: &Path) -> Result<Vec<Controller>, DocumentsError> {
    let not_read = |fault: String| DocumentsError::NotRead { path: path.to_owned(), fault };
    let text = fs::read_to_string(path).map_err(|fault| not_read(fault.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let header = text.lines().next().unwrap_or_default();
    let separator = header.bytes().find(|byte| b",;\t".contains(byte)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|fault| not_read(place_of(&fault)))?.clone();
    let column = |name: &str| columns.iter().position(|one| one.eq_ignore_ascii_case(name));
    let missing = |line, column| DocumentsError::Controllers { path: path.to_owned(), line, column };
    let name = column("name").ok_or_else(|| missing(1, "name"))?;
    let contact = column("contact").ok_or_else(|| missing(1, "contact"))?;
    let others = [column("number"), column("representative"), column("dpo")];
    let mut found = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|fault| not_read(place_of(&fault)))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        for (at, column) in [(name, "name"), (contact, "contact")] {
            if cell(at).is_empty() {
                return Err(missing(line, column));
            }
        }
        let [number, representative, dpo] = others.map(|at| at.map(cell).unwrap_or_default());
        let (name, contact) = (cell(name), cell(contact));
        found.push(Controller { name, number, contact, representative, dpo, ..Controller::default() });
    }
    Ok(found)
}

/// Where the reader of CSV stopped.
fn place_of(fault: &csv::Error) -> String {
    match fault.position() {
        Some(position) => format!("line {}", position.line()),
        None => "no CSV".to_owned(),
    }
}
