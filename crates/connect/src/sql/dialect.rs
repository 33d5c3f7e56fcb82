//! What differs between the three in writing SQL.

use gallra_rules::predicate::TableRef;

/// Whose SQL is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Postgres,
    Mysql {
        /// Has `RANDOM_BYTES()`.
        random_bytes: bool,
        /// MariaDB rather than MySQL.
        mariadb: bool,
    },
    Sqlite,
}

impl Dialect {
    pub(crate) fn is_mysql(self) -> bool {
        matches!(self, Self::Mysql { .. })
    }

    /// A name as an identifier, whatever characters it has.
    pub(crate) fn quote(self, name: &str) -> String {
        match self {
            Self::Mysql { .. } => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A table as an identifier.
    pub(crate) fn table(self, table: &TableRef) -> String {
        match &table.schema {
            Some(schema) => format!("{}.{}", self.quote(schema), self.quote(&table.name)),
            None => self.quote(&table.name),
        }
    }

    /// How the outermost table of a statement is called in it. MariaDB's `DELETE` takes no alias.
    pub(crate) fn outer_alias(self, table: &TableRef) -> String {
        match self {
            Self::Mysql { .. } => self.quote(&table.name),
            _ => "t0".to_owned(),
        }
    }

    /// `table AS alias`, or just the table where it is its own alias.
    pub(crate) fn outer(self, table: &TableRef) -> String {
        match self {
            Self::Mysql { .. } => self.table(table),
            _ => format!("{} AS t0", self.table(table)),
        }
    }

    /// Null-safe inequality of two expressions.
    pub(crate) fn differs(self, left: &str, right: &str) -> String {
        match self {
            Self::Postgres => format!("{left} IS DISTINCT FROM {right}"),
            Self::Mysql { .. } => format!("NOT ({left} <=> {right})"),
            Self::Sqlite => format!("{left} IS NOT {right}"),
        }
    }

    /// An expression as text in the answer.
    pub(crate) fn as_text(self, expression: &str) -> String {
        match self {
            Self::Postgres => format!("({expression})::text"),
            Self::Mysql { .. } => format!("CAST({expression} AS CHAR)"),
            Self::Sqlite => format!("CAST({expression} AS TEXT)"),
        }
    }

    /// Rows for which the condition holds, in an aggregate.
    pub(crate) fn count_where(self, condition: &str) -> String {
        match self {
            Self::Mysql { .. } => format!("CAST(COALESCE(SUM(({condition}) IS TRUE), 0) AS SIGNED)"),
            _ => format!("count(*) FILTER (WHERE {condition})"),
        }
    }
}
