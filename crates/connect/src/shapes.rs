//! The shape of the tables that a policy names. Only the catalog is read, no record.

use gallra_rules::inventory::{Link, Reach, Shapes, TableKind, TableShape};
use gallra_rules::names::DatasetName;
use gallra_rules::policy::Dataset;
use gallra_rules::predicate::TableRef;

use crate::Database;
use crate::catalog::effects::{closure, towards_children, towards_parent};
use crate::catalog::{ForeignKey, Table};
use crate::error::ConnectError;

impl Database {
    /// The shapes of these datasets' tables, all of this one system. A table or column that is not there is a reason in
    /// `not_checked` and no failure of the others; an error means that the system did not answer.
    pub(crate) async fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Result<Shapes, ConnectError> {
        let mut shapes = Shapes::default();
        let mut tx = self.reading().await?;
        let keys = self.foreign_keys(&mut tx).await?;
        for (name, dataset) in datasets {
            shapes.systems.insert(dataset.system.clone(), Reach::Reached { product: self.product.clone() });
            let Some(table) = &dataset.table else {
                shapes.not_checked.insert(name.clone(), "the policy names no table for it".to_owned());
                continue;
            };
            match self.describe(&mut tx, table).await? {
                None => {
                    shapes.not_checked.insert(name.clone(), not_there(table));
                }
                Some(found) => match found.refusal.clone().or_else(|| missing_column(dataset, &found)) {
                    Some(reason) => {
                        shapes.not_checked.insert(name.clone(), format!("table {table}: {reason}"));
                    }
                    None => {
                        shapes.tables.insert(name.clone(), shape(dataset, found, &keys));
                    }
                },
            }
        }
        self.ok(tx.rollback().await)?;
        Ok(shapes)
    }
}

fn not_there(table: &TableRef) -> String {
    format!("there is no table {table}, or Gallra's role may not see it")
}

/// The first column that the policy names and the table lacks.
fn missing_column(dataset: &Dataset, found: &Table) -> Option<String> {
    if found.kind == TableKind::NotATable {
        return None;
    }
    let anchors = dataset.anchors.values().filter_map(|anchor| match &anchor.source {
        gallra_rules::policy::AnchorSource::Column { column, .. } => Some(column),
        _ => None,
    });
    let named = dataset
        .key
        .iter()
        .chain(dataset.filter.keys())
        .chain(dataset.subject.values())
        .chain(dataset.fields.keys())
        .chain(dataset.belongs_to.values().flatten())
        .chain(anchors);
    let missing = named.into_iter().find(|column| !found.columns.contains_key(*column))?;
    let same = found.columns.keys().find(|column| column.to_lowercase() == missing.to_lowercase());
    Some(match same {
        Some(same) => format!("it has no column `{missing}`; did you mean `{same}`?"),
        None => format!("it has no column `{missing}`"),
    })
}

fn shape(dataset: &Dataset, found: Table, keys: &[ForeignKey]) -> TableShape {
    let link = |key: &ForeignKey, join| Link {
        name: key.name.clone(),
        join,
        on_delete: key.on_delete,
        nullable: key.nullable,
    };
    TableShape {
        system: dataset.system.clone(),
        references: keys
            .iter()
            .filter(|key| key.from == found.table)
            .map(|key| link(key, towards_parent(key)))
            .collect(),
        referenced_by: keys
            .iter()
            .filter(|key| key.to == found.table)
            .map(|key| link(key, towards_children(key)))
            .collect(),
        effects: if found.kind == TableKind::NotATable { Vec::new() } else { closure(&found.table, keys) },
        partitions: found.partitions,
        table: found.table,
        kind: found.kind,
        columns: found.columns,
        primary_key: found.primary_key,
        unique: found.unique,
        triggers: found.triggers,
        rows_estimate: found.rows_estimate,
    }
}
