//! The least rights that a piece of work needs, and the statements that grant them.

use std::collections::BTreeMap;

use gallra_rules::keys::KeyQuestion;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::{Action, Question, Step};
use gallra_rules::policy::{Dataset, SystemKind};
use gallra_rules::predicate::TableRef;

use crate::Columns;
use crate::Database;
use crate::catalog::Facts;
use crate::contract::{Privilege, Right};
use crate::db::{Arg, Sql};
use crate::dispose::job::{Job, needed};
use crate::error::{ConnectError, ErrorKind};
use crate::measure::{effect_columns, needed as needed_to_measure};
use crate::sql::dialect::Dialect;

/// A piece of work.
#[derive(Clone, Copy, Debug)]
pub enum Work<'a> {
    /// [`Connector::shapes`](crate::Connector::shapes) of these datasets.
    Look(&'a [(DatasetName, Dataset)]),
    /// [`Connector::measure`].
    Measure(&'a Question),
    /// [`Connector::keys`].
    Keys(&'a KeyQuestion),
    /// [`Connector::dispose`], [`Connector::settle`] and [`Connector::recount`].
    Dispose(&'a Step),
    /// Reading these columns: [`Connector::find`](crate::Connector::find), [`Connector::mentions`](crate::Connector::mentions),
    /// [`Connector::read`](crate::Connector::read), [`Connector::stream`](crate::Connector::stream).
    Read(&'a Columns),
}

impl Database {
    /// The rights that the work needs, sorted. The tables are looked at, for their partitions and keys.
    pub(crate) async fn rights(&self, work: Work<'_>) -> Result<Vec<Right>, ConnectError> {
        let mut tx = self.reading().await?;
        match work {
            Work::Look(datasets) => {
                let mut rights = Vec::new();
                for table in datasets.iter().filter_map(|(_, dataset)| dataset.table.as_ref()) {
                    // Elsewhere everybody may read the catalog.
                    let hidden = self.dialect.is_mysql();
                    let Some(found) = self.describe(&mut tx, table).await?.filter(|_| hidden) else {
                        continue;
                    };
                    rights.push(Right { table: found.table, privilege: Privilege::See, columns: Vec::new() });
                }
                Ok(rights)
            }
            Work::Measure(question) => {
                let facts = self.facts(&mut tx, &needed_to_measure(question)).await?;
                Ok(self.rights_to_measure(question, &facts))
            }
            Work::Keys(asked) => {
                let needed = crate::keys::needed(asked);
                let facts = self.facts(&mut tx, &needed).await?;
                Ok(reads(&needed, &facts))
            }
            Work::Dispose(step) => Ok(self.job(&mut tx, step).await?.rights()),
            Work::Read(asked) => {
                let needed = asked.needed();
                let facts = self.facts(&mut tx, &needed).await?;
                Ok(reads(&needed, &facts))
            }
        }
    }

    pub(crate) fn rights_to_measure(&self, question: &Question, facts: &Facts) -> Vec<Right> {
        let mut rights = reads(&needed_to_measure(question), facts);
        // A column list may be all that is granted, but counting without naming a column needs at least one.
        if self.dialect == Dialect::Postgres {
            rights.extend(question.partitions.iter().map(|partition| Right {
                table: partition.clone(),
                privilege: Privilege::Select,
                columns: Vec::new(),
            }));
        }
        rights.sort();
        rights.dedup();
        rights
    }

    /// Sees, before anything is touched, that no right is missing (PostgreSQL can tell).
    pub(crate) async fn require_rights(&self, job: &Job<'_>) -> Result<(), ConnectError> {
        if self.dialect != Dialect::Postgres {
            return Ok(());
        }
        let rights: Vec<Right> =
            job.rights().into_iter().filter(|right| right.privilege != Privilege::Owner).collect();
        let missing = self.missing(&rights).await?;
        if missing.is_empty() {
            return Ok(());
        }
        let error = ConnectError::new(ErrorKind::NotPermitted, self.place.clone(), "", "");
        Err(self.told_missing(error, missing).await)
    }

    /// Which of the rights the connection's role does not have.
    async fn missing(&self, rights: &[Right]) -> Result<Vec<Right>, ConnectError> {
        let mut tx = self.reading().await?;
        let mut missing = Vec::new();
        for right in rights {
            let table = self.dialect.table(&right.table);
            let privilege = verb(right.privilege);
            let mut lacks = Vec::new();
            if right.columns.is_empty() {
                let sql = "SELECT has_table_privilege($1, $2)";
                let args = vec![Arg::Text(table), Arg::Text(privilege.to_owned())];
                if !self.ok(tx.cell(&Sql::with(sql, args)).await)?.is_true() {
                    missing.push(right.clone());
                }
                continue;
            }
            for column in &right.columns {
                let sql = "SELECT has_column_privilege($1, $2, $3)";
                let args = vec![
                    Arg::Text(table.clone()),
                    Arg::Text(column.clone()),
                    Arg::Text(privilege.to_owned()),
                ];
                if !self.ok(tx.cell(&Sql::with(sql, args)).await)?.is_true() {
                    lacks.push(column.clone());
                }
            }
            if !lacks.is_empty() {
                missing.push(Right { columns: lacks, ..right.clone() });
            }
        }
        Ok(missing)
    }

    /// Gives a refusal its cure: which right, on which table, and the statement that grants it.
    pub(crate) async fn explain(&self, rights: Vec<Right>, error: ConnectError) -> ConnectError {
        if error.kind() != ErrorKind::NotPermitted || !error.missing().is_empty() {
            return error;
        }
        let missing = match self.dialect {
            Dialect::Postgres => self.missing(&rights).await.unwrap_or_default(),
            Dialect::Mysql { .. } => {
                // The server's text names the verb and the table.
                let cause = error.cause().to_owned();
                let named = |right: &Right| {
                    cause.contains(&format!(", {} on ", verb(right.privilege)))
                        && (cause.contains(&format!(".{})", right.table.name))
                            || cause.contains(&format!(" on {})", right.table.name)))
                };
                rights.into_iter().filter(|right| named(right)).collect()
            }
            Dialect::Sqlite => Vec::new(),
        };
        if self.dialect == Dialect::Sqlite {
            let cure = grants(SystemKind::Sqlite, "", &[]);
            return ConnectError::new(
                ErrorKind::NotPermitted,
                error.place(),
                "the database file cannot be written",
                cure.trim_end(),
            );
        }
        if missing.is_empty() { error } else { self.told_missing(error, missing).await }
    }

    async fn told_missing(&self, error: ConnectError, missing: Vec<Right>) -> ConnectError {
        let asked = match self.dialect {
            Dialect::Postgres => "SELECT current_user::text",
            _ => "SELECT CAST(CURRENT_USER() AS CHAR)",
        };
        let role = match self.reading().await {
            Ok(mut tx) => tx.cell(&Sql::plain(asked)).await.map(|cell| cell.words()).unwrap_or_default(),
            Err(_) => "gallra".to_owned(),
        };
        let kind = if self.dialect == Dialect::Postgres { SystemKind::Postgres } else { SystemKind::Mysql };
        let names: Vec<String> =
            missing.iter().map(|right| format!("{} on {}", verb(right.privilege), right.table)).collect();
        let cause = format!("the role {role} lacks the right to {}", names.join(", "));
        let cure = format!("Run: {}", grants(kind, &role, &missing).trim_end());
        ConnectError::new(ErrorKind::NotPermitted, error.place(), cause, cure.clone())
            .with_missing(missing, cure)
    }
}

impl Job<'_> {
    pub(crate) fn rights(&self) -> Vec<Right> {
        let mut rights = Vec::new();
        let mut columns = needed(self.step);
        for effect in &self.reaches {
            effect_columns(&self.step.table, effect, &mut columns);
        }
        if self.dialect().is_mysql()
            && let Some(own) = columns.get_mut(&self.step.table)
        {
            own.extend(self.table.primary_key.iter().cloned());
        }
        let mut changed: Vec<String> = self.step.unlink.clone();
        if let Action::Anonymise(columns) = &self.step.action {
            changed.extend(columns.keys().cloned());
        }
        let mut own = vec![self.step.table.clone()];
        if self.dialect() == Dialect::Postgres {
            // Rows are walked by their place in each relation that holds them, which takes the right to read it whole.
            own.extend(self.table.storage.iter().filter(|storage| **storage != self.table.table).cloned());
            columns.remove(&self.step.table);
            columns.remove(&self.table.table);
            let whole = |table: &TableRef| Right {
                table: table.clone(),
                privilege: Privilege::Select,
                columns: Vec::new(),
            };
            rights.extend(own.iter().map(whole));
        }
        rights.extend(reads(&columns, &self.facts));
        for table in &own {
            if self.deletes() {
                let right = Right { table: table.clone(), privilege: Privilege::Delete, columns: Vec::new() };
                rights.push(right);
            }
            if !changed.is_empty() {
                rights.push(Right {
                    table: table.clone(),
                    privilege: Privilege::Update,
                    columns: changed.clone(),
                });
            }
        }
        for (partition, _) in &self.step.expected.whole_partitions {
            let table = match self.dialect() {
                Dialect::Postgres => partition.clone(),
                _ => self.table.table.clone(),
            };
            rights.push(Right { table, privilege: Privilege::Owner, columns: Vec::new() });
        }
        rights.sort();
        rights.dedup();
        rights
    }
}

fn reads(columns: &BTreeMap<TableRef, std::collections::BTreeSet<String>>, facts: &Facts) -> Vec<Right> {
    columns
        .iter()
        .map(|(table, columns)| Right {
            table: facts.table(table).map_or_else(|| table.clone(), |found| found.table.clone()),
            privilege: Privilege::Select,
            columns: columns.iter().cloned().collect(),
        })
        .collect()
}

pub(crate) fn verb(privilege: Privilege) -> &'static str {
    match privilege {
        Privilege::Select => "SELECT",
        Privilege::Delete => "DELETE",
        Privilege::Update => "UPDATE",
        Privilege::Owner => "DROP",
        Privilege::See => "REFERENCES",
    }
}

/// Statements that give a role these rights, one a line, ready for `psql` or `mariadb`; for SQLite a sentence about the
/// file, for other kinds nothing. A MariaDB role may be written `name@host`; without a host it means any.
pub fn grants(kind: SystemKind, role: &str, rights: &[Right]) -> String {
    match kind {
        SystemKind::Postgres => postgres_grants(role, rights),
        SystemKind::Mysql => mysql_grants(role, rights),
        SystemKind::Sqlite => {
            "Give the user that runs Gallra read and write permission on the database file and on \
                               its folder (SQLite keeps its journal beside it).\n"
                .to_owned()
        }
        SystemKind::Logs | SystemKind::Files => {
            "Give the user that runs Gallra read and write permission on these files and on their folders, and let it \
             give files to their owners (root, or CAP_CHOWN and CAP_FOWNER).\n"
                .to_owned()
        }
        SystemKind::Sftp | SystemKind::Webdav => {
            "Give the user of the address read and write permission on these files and on their folders.\n".to_owned()
        }
        SystemKind::S3 => {
            "Give the key s3:ListBucketVersions, s3:GetBucketVersioning, s3:GetBucketObjectLockConfiguration and \
             s3:GetBucketLocation on the bucket, and s3:DeleteObjectVersion, s3:DeleteObject, s3:GetObjectRetention and \
             s3:GetObjectLegalHold on its objects; s3:GetObject and s3:GetObjectVersion where people's requests are \
             answered. Never s3:BypassGovernanceRetention.\n"
                .to_owned()
        }
        SystemKind::Register => {
            "The register is in Gallra's own state: whoever runs Gallra has every right that it needs.\n".to_owned()
        }
        _ => String::new(),
    }
}

fn postgres_grants(role: &str, rights: &[Right]) -> String {
    let dialect = Dialect::Postgres;
    let role = dialect.quote(role);
    let schemas: std::collections::BTreeSet<&String> =
        rights.iter().filter_map(|right| right.table.schema.as_ref()).collect();
    let usage = schemas
        .into_iter()
        .map(|schema| format!("GRANT USAGE ON SCHEMA {} TO {role};\n", dialect.quote(schema)));
    let grant = |right: &Right| {
        let table = dialect.table(&right.table);
        match right.privilege {
            Privilege::Owner => format!("ALTER TABLE {table} OWNER TO {role};\n"),
            other => {
                format!("GRANT {}{} ON {table} TO {role};\n", verb(other), list(dialect, &right.columns))
            }
        }
    };
    usage.chain(rights.iter().map(grant)).collect::<Vec<_>>().concat()
}

fn mysql_grants(role: &str, rights: &[Right]) -> String {
    let dialect = Dialect::Mysql { random_bytes: false, mariadb: true };
    let (name, host) = role.rsplit_once('@').unwrap_or((role, "%"));
    let quoted = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"));
    let role = format!("{}@{}", quoted(name), quoted(host));
    let grant = |right: &Right| {
        let table = dialect.table(&right.table);
        if right.privilege == Privilege::Owner {
            let database = right.table.schema.as_deref().map_or("*".to_owned(), |name| dialect.quote(name));
            format!("GRANT ALTER, DROP ON {table} TO {role};\nGRANT LOCK TABLES ON {database}.* TO {role};\n")
        } else {
            format!(
                "GRANT {}{} ON {table} TO {role};\n",
                verb(right.privilege),
                list(dialect, &right.columns)
            )
        }
    };
    rights.iter().map(grant).collect::<Vec<_>>().concat()
}

fn list(dialect: Dialect, columns: &[String]) -> String {
    if columns.is_empty() {
        return String::new();
    }
    let quoted: Vec<String> = columns.iter().map(|column| dialect.quote(column)).collect();
    format!(" ({})", quoted.join(", "))
}
