//! What was discovered, as YAML to paste into a policy, each line with what it rests on.

mod parts;
mod why;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use gallra_app::discover::{Discovery, Drift, Found, plain};
use gallra_rules::links::IDENTIFYING;
use gallra_rules::predicate::TableRef;

use crate::cli::text::{Texts, t};

/// Datasets for what looks personal and is in no dataset yet, and comments on the rest.
pub(crate) fn yaml(discovery: &Discovery, texts: Texts) -> String {
    if !gallra_app::discover::is_database(discovery.kind) {
        return parts::yaml(discovery, texts);
    }
    let new: Vec<&Found> = discovery
        .tables
        .iter()
        .filter(|table| table.datasets.is_empty() && !table.personal.is_empty() && !table.not_personal)
        .collect();
    let names = names(&discovery.tables);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "# {}",
        t!(
            texts,
            "discover-head",
            system = discovery.system.as_str(),
            product = &discovery.product,
            personal = discovery.tables.iter().filter(|table| !table.personal.is_empty()).count(),
            tables = discovery.tables.len(),
        )
    );
    if !new.is_empty() {
        text.push_str("datasets:\n");
    }
    let reached = reached(&discovery.tables);
    for table in new {
        dataset(&mut text, discovery, table, &names, texts);
        if !reached.contains(&table.table) {
            let _ = writeln!(text, "    # {}", texts.plain("discover-unreached"));
        }
    }
    for table in discovery.tables.iter().filter(|table| !table.datasets.is_empty()) {
        for one in table.personal.iter().filter(|one| !one.declared) {
            let dataset = table.datasets.first().map(ToString::to_string).unwrap_or_default();
            let (column, category) = (&one.column, &one.category);
            let told = t!(texts, "discover-column", dataset = &dataset, column = column, category = category);
            let _ = writeln!(text, "# {told}: {}", why::all(&one.reasons, texts));
        }
    }
    for table in discovery.tables.iter().filter(|table| table.unread.is_some()) {
        let _ = writeln!(text, "# {}", t!(texts, "discover-unread", table = table.table.to_string()));
    }
    text
}

/// The tables that have or get a dataset, and that a person's request reaches: by a column that identifies somebody, or by
/// what they belong to. What is in the policy already is reached, or the policy says why not.
fn reached(tables: &[Found]) -> BTreeSet<&TableRef> {
    let mut reached: BTreeSet<&TableRef> = BTreeSet::new();
    loop {
        let more: Vec<&TableRef> = tables
            .iter()
            .filter(|table| {
                !table.datasets.is_empty()
                    || table.personal.iter().any(|one| IDENTIFYING.contains(&one.category.as_str()))
                    || table.belongs_to.iter().any(|(_, to, _)| reached.contains(to))
            })
            .map(|table| &table.table)
            .filter(|table| !reached.contains(table) && has_dataset(tables, table))
            .collect();
        if more.is_empty() {
            return reached;
        }
        reached.extend(more);
    }
}

/// Whether a table is in the policy, or gets a draft.
fn has_dataset(tables: &[Found], table: &TableRef) -> bool {
    let has = |one: &Found| !one.datasets.is_empty() || !one.personal.is_empty() && !one.not_personal;
    tables.iter().any(|one| one.table == *table && has(one))
}

/// A name for each table's dataset, unlike any other.
fn names(tables: &[Found]) -> BTreeMap<&TableRef, String> {
    let mut names: BTreeMap<&TableRef, String> = BTreeMap::new();
    for table in tables {
        let plain = plain(&table.table.name);
        let taken = names.values().any(|other| *other == plain);
        let name = match table.datasets.first() {
            Some(dataset) => dataset.to_string(),
            None if taken => plain_with_schema(&table.table),
            None => plain,
        };
        names.insert(&table.table, name);
    }
    names
}

fn plain_with_schema(table: &TableRef) -> String {
    plain(&format!("{}_{}", table.schema.as_deref().unwrap_or("other"), table.name))
}

fn dataset(
    text: &mut String,
    discovery: &Discovery,
    table: &Found,
    names: &BTreeMap<&TableRef, String>,
    texts: Texts,
) {
    let name = names.get(&table.table).cloned().unwrap_or_default();
    let rows = table
        .rows_estimate
        .map_or_else(String::new, |rows| format!("   # {}", t!(texts, "discover-rows", rows = rows)));
    let _ = writeln!(text, "  {name}:{rows}\n    in: {}", scalar(discovery.system.as_str()));
    let _ = writeln!(text, "    table: {}", place(&table.table));
    text.push_str("    fields:\n");
    for one in &table.personal {
        let category = category(&one.category, texts);
        let line = format!("      {}: {category}", scalar(&one.column));
        let _ = writeln!(text, "{line:<44}  # {} %: {}", one.confidence, why::all(&one.reasons, texts));
    }
    if !table.anchors.is_empty() {
        text.push_str("    anchors:\n");
        for (anchor, column) in &table.anchors {
            let _ = writeln!(text, "      {}: {}", scalar(anchor), scalar(column));
        }
    }
    // Only what has a dataset can be belonged to, and nothing belongs to itself.
    let known = |to: &TableRef| *to != table.table && has_dataset(&discovery.tables, to);
    let mut said: Vec<&TableRef> = Vec::new();
    for (columns, to, declared) in table.belongs_to.iter().filter(|(_, to, _)| known(to)) {
        if said.contains(&to) {
            continue;
        }
        if said.is_empty() {
            text.push_str("    belongs_to:\n");
        }
        said.push(to);
        let columns = match columns.as_slice() {
            [one] => scalar(one),
            many => format!("[{}]", many.iter().map(|one| scalar(one)).collect::<Vec<_>>().join(", ")),
        };
        let why = texts.plain(if *declared { "discover-declared" } else { "discover-undeclared" });
        let _ = writeln!(text, "      {}: {columns}   # {why}", names.get(to).cloned().unwrap_or_default());
    }
}

/// A field's category as the policy writes it; a personnummer wants a reason.
fn category(name: &str, texts: Texts) -> String {
    if name == "person.national_id" {
        return format!("{{is: {name}, because: {}}}", scalar(&t!(texts, "discover-because")));
    }
    name.to_owned()
}

fn place(table: &TableRef) -> String {
    match &table.schema {
        Some(schema) if schema != "public" => {
            format!("{{schema: {}, name: {}}}", scalar(schema), scalar(&table.name))
        }
        _ => scalar(&table.name),
    }
}

/// A text as YAML takes it: plain where nothing can be misread, quoted otherwise.
fn scalar(text: &str) -> String {
    let safe = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    if safe { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A difference between the policy and a system, in a line.
pub(crate) fn drift(drift: &Drift, texts: Texts) -> String {
    match drift {
        Drift::UnknownTable { system, table, columns } => t!(
            texts,
            "drift-table",
            system = system.as_str(),
            table = table.to_string(),
            columns = columns
                .iter()
                .map(|(column, category)| format!("{column} ({category})"))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Drift::UnknownColumn { dataset, column, category, .. } => {
            t!(texts, "drift-column", dataset = dataset.as_str(), column = column, category = category)
        }
        Drift::UnknownPart { system, part, fields } => t!(
            texts,
            "drift-part",
            system = system.as_str(),
            part = part,
            fields = fields
                .iter()
                .map(|(field, category)| format!("{field} ({category})"))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Drift::NothingThere { system, what } => {
            t!(texts, "drift-nothing-there", system = system.as_str(), what = what)
        }
        Drift::Gone { dataset, what } => {
            format!("{}: {what}", t!(texts, "drift-gone", dataset = dataset.as_str()))
        }
        Drift::NotChecked { system, reason } => {
            format!("{}: {reason}", t!(texts, "drift-not-checked", system = system.as_str()))
        }
    }
}
