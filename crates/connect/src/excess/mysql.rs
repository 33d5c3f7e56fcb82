//! MariaDB and MySQL: what the account was granted on everything, on databases, tables and columns, and from where it may
//! sign in.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::live::{ExtraRight, Finding, Unseen};

use super::{Needed, list, too_much};
use crate::contract::Privilege;
use crate::db::{Arg, Cell, Sql};
use crate::{ConnectError, Database};

/// From so many kinds on they are told as all.
const MANY: usize = 10;

impl Database {
    pub(super) async fn excess_mysql(&self, needed: &Needed<'_>) -> Result<Vec<Finding>, ConnectError> {
        let mut tx = self.reading().await?;
        let own = self.ok(tx.cell(&Sql::plain("SELECT CAST(CURRENT_USER() AS CHAR)")).await)?.words();
        let (user, host) = own.rsplit_once('@').unwrap_or((&own, ""));
        let quoted = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"));
        let role = format!("{}@{}", quoted(user), quoted(host));
        // The catalog writes it without doubling quotes.
        let grantee = format!("'{user}'@'{host}'");
        let mut findings = vec![Finding::Rights];
        if host.contains('%') {
            let cure = format!("RENAME USER {role} TO {}@'localhost';", quoted(user));
            findings.push(too_much(ExtraRight::AnyHost, cure));
        }
        let mut on_what: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for row in self.grants(&mut tx, &grantee).await? {
            let text = |at: usize| row.get(at).map(Cell::words).unwrap_or_default();
            let (schema, table, column, privilege) = (text(0), text(1), text(2), text(3));
            let columns: BTreeSet<String> =
                Some(column).filter(|column| !column.is_empty()).into_iter().collect();
            let dialect = self.dialect;
            let (shown, object) = match (schema.as_str(), table.as_str()) {
                ("", _) => ("all databases".to_owned(), "*.*".to_owned()),
                (_, "") => (format!("database {schema}"), format!("{}.*", dialect.quote(&schema))),
                _ => (
                    format!("table {schema}.{table}"),
                    format!("{}.{}", dialect.quote(&schema), dialect.quote(&table)),
                ),
            };
            let mut more = BTreeSet::new();
            if text(4) == "YES" {
                more.insert("GRANT OPTION".to_owned());
            }
            if !fits(needed, &schema, &table, &columns, &privilege) {
                if columns.is_empty() {
                    more.insert(privilege);
                } else {
                    findings.push(self.column(&role, &schema, &table, columns, privilege));
                }
            }
            if !more.is_empty() {
                on_what.entry((shown, object)).or_default().extend(more);
            }
        }
        for ((on, object), privileges) in on_what {
            let words = if privileges.len() >= MANY {
                "ALL PRIVILEGES".to_owned()
            } else {
                privileges.into_iter().collect::<Vec<_>>().join(", ")
            };
            let cure = format!("REVOKE {words} ON {object} FROM {role};");
            findings
                .push(too_much(ExtraRight::Privilege { privilege: words, columns: Vec::new(), on }, cure));
        }
        let roles = Sql::plain("SELECT COUNT(*) FROM information_schema.APPLICABLE_ROLES");
        // A server that does not know the question tells nothing about roles either.
        if tx.cell(&roles).await.map_or(true, |count| count.is_true()) {
            findings.push(Finding::Unseen(Unseen::Roles));
        }
        Ok(findings)
    }

    /// Database, table, column and privilege of each grant; what it is not about is empty.
    async fn grants(&self, tx: &mut crate::db::Tx, grantee: &str) -> Result<crate::db::Rows, ConnectError> {
        let sql = "SELECT '', '', '', CAST(PRIVILEGE_TYPE AS CHAR), IS_GRANTABLE
              FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE <> 'USAGE'
            UNION ALL SELECT CAST(TABLE_SCHEMA AS CHAR), '', '', CAST(PRIVILEGE_TYPE AS CHAR), IS_GRANTABLE
              FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE <> 'USAGE'
            UNION ALL SELECT CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), '', CAST(PRIVILEGE_TYPE AS CHAR), IS_GRANTABLE
              FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE <> 'USAGE'
            UNION ALL SELECT CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(COLUMN_NAME AS CHAR),
                CAST(PRIVILEGE_TYPE AS CHAR), IS_GRANTABLE
              FROM information_schema.COLUMN_PRIVILEGES WHERE GRANTEE = ? ORDER BY 1, 2, 3, 4";
        let args = (0..4).map(|_| Arg::Text(grantee.to_owned())).collect();
        self.ok(tx.rows(&Sql::with(sql, args)).await)
    }

    fn column(
        &self,
        role: &str,
        schema: &str,
        table: &str,
        columns: BTreeSet<String>,
        privilege: String,
    ) -> Finding {
        let object = format!("{}.{}", self.dialect.quote(schema), self.dialect.quote(table));
        let cure = format!("REVOKE {privilege}{} ON {object} FROM {role};", list(self.dialect, &columns));
        let on = format!("table {schema}.{table}");
        let right = ExtraRight::Privilege { privilege, columns: columns.into_iter().collect(), on };
        too_much(right, cure)
    }
}

/// Whether the work needs it.
fn fits(needed: &Needed<'_>, schema: &str, table: &str, columns: &BTreeSet<String>, privilege: &str) -> bool {
    let drops = |right: &crate::contract::Right| right.privilege == Privilege::Owner;
    match (schema, table) {
        ("", _) => needed.clears && privilege == "PROCESS",
        (_, "") => {
            let here = |right: &&crate::contract::Right| {
                right.table.schema.as_deref().is_none_or(|known| known == schema)
            };
            privilege == "LOCK TABLES" && needed.rights.iter().filter(here).any(drops)
        }
        _ => {
            let known = needed.on(schema, table).next().is_some();
            let dropping = needed.on(schema, table).any(drops) && matches!(privilege, "ALTER" | "DROP");
            let clearing = needed.clears && known && matches!(privilege, "ALTER" | "CREATE" | "INSERT");
            dropping || clearing || needed.beyond(schema, table, privilege, columns).is_none()
        }
    }
}
