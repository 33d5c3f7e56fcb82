//! What an account may do beyond what the work needs: the reverse of [`crate::rights`]. Read-only.
//!
//! Looked at are powers over the server, ownership, privileges on tables, columns, schemas and databases, memberships,
//! hosts, and the mode of a file. Not looked at are functions, sequences, types and other databases of the same server.

mod mysql;
mod postgres;
mod sqlite;

use std::collections::BTreeSet;

use gallra_rules::live::{ExtraRight, Finding, TooMuch};
use gallra_rules::predicate::TableRef;

use crate::contract::{Privilege, Right};
use crate::sql::dialect::Dialect;
use crate::{ConnectError, Database};

impl Database {
    /// What the account may do beyond these rights. `clears` says that residue is to be cleared, which takes more.
    pub(crate) async fn excess(&self, needed: &[Right], clears: bool) -> Result<Vec<Finding>, ConnectError> {
        let needed = Needed { rights: needed, clears };
        match self.dialect {
            Dialect::Postgres => self.excess_postgres(&needed).await,
            Dialect::Mysql { .. } => self.excess_mysql(&needed).await,
            Dialect::Sqlite => self.excess_sqlite().await,
        }
    }
}

/// What the work needs.
struct Needed<'a> {
    rights: &'a [Right],
    clears: bool,
}

impl Needed<'_> {
    fn on(&self, schema: &str, table: &str) -> impl Iterator<Item = &Right> {
        let same = move |known: &TableRef| {
            known.name == table && known.schema.as_deref().is_none_or(|known| known == schema)
        };
        self.rights.iter().filter(move |right| same(&right.table))
    }

    /// Whether the work takes all rights over this table.
    fn owns(&self, schema: &str, table: &str) -> bool {
        self.on(schema, table).any(|right| self.clears || right.privilege == Privilege::Owner)
    }

    /// The columns on which the work takes a privilege.
    fn columns(&self, schema: &str, table: &str, verb: &str) -> BTreeSet<String> {
        let rights = self.on(schema, table).filter(|right| crate::rights::verb(right.privilege) == verb);
        rights.flat_map(|right| right.columns.iter().cloned()).collect()
    }

    /// Which of these columns the work does not use; for the whole table (no columns), whether it does not need that.
    fn beyond(
        &self,
        schema: &str,
        table: &str,
        verb: &str,
        columns: &BTreeSet<String>,
    ) -> Option<BTreeSet<String>> {
        let whole = |right: &Right| crate::rights::verb(right.privilege) == verb && right.columns.is_empty();
        if self.on(schema, table).any(whole) {
            return None;
        }
        let used = self.columns(schema, table, verb);
        let more: BTreeSet<String> = columns.difference(&used).cloned().collect();
        (columns.is_empty() || !more.is_empty()).then_some(more)
    }
}

fn too_much(right: ExtraRight, cure: String) -> Finding {
    Finding::TooMuch(TooMuch { right, cure })
}

/// `(a, b)` for a list of columns, quoted; nothing for none.
fn list(dialect: Dialect, columns: &BTreeSet<String>) -> String {
    if columns.is_empty() {
        return String::new();
    }
    let quoted: Vec<String> = columns.iter().map(|column| dialect.quote(column)).collect();
    format!(" ({})", quoted.join(", "))
}
