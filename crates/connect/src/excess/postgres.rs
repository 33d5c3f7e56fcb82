//! PostgreSQL: powers of the role, what it owns, what it and its groups (and `PUBLIC`) were granted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use gallra_rules::live::{ExtraRight, Finding};
use gallra_rules::predicate::TableRef;

use super::{Needed, list, too_much};
use crate::db::{Sql, Tx};
use crate::sql::dialect::Dialect;
use crate::{ConnectError, Database};

/// What somebody was granted on a table or some of its columns.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Grant {
    schema: String,
    name: String,
    privilege: String,
    grantee: String,
    passes_on: bool,
    /// Not on columns.
    whole: bool,
}

const DIALECT: Dialect = Dialect::Postgres;

/// What a role may be beyond an ordinary one.
const POWERS: [&str; 5] = ["SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"];

/// Tables and views that somebody here made: neither the server's own nor an extension's.
const RELATIONS: &str = "FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND NOT EXISTS (SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')";

/// Whose grants count: everybody's, its own, and those of roles that it may become.
const MINE: &str = "(a.grantee = 0 OR pg_has_role(current_user, a.grantee, 'MEMBER'))";

const GRANTEE: &str = "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END";

impl Database {
    pub(super) async fn excess_postgres(&self, needed: &Needed<'_>) -> Result<Vec<Finding>, ConnectError> {
        let mut tx = self.reading().await?;
        let mut findings = vec![Finding::Rights];
        let sql =
            "SELECT quote_ident(rolname), rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
            oid = 10, (SELECT quote_ident(rolname) FROM pg_roles WHERE oid = 10)
            FROM pg_roles WHERE rolname = current_user";
        let own = self.ok(tx.row(&Sql::plain(sql)).await)?;
        let text = |at: usize| own.get(at).map(crate::db::Cell::words).unwrap_or_default();
        let is = |at: usize| own.get(at).is_some_and(crate::db::Cell::is_true);
        let (role, first) = (text(0), text(7));
        let powers: Vec<&str> =
            POWERS.into_iter().enumerate().filter(|(at, _)| is(at + 1)).map(|(_, p)| p).collect();
        for power in &powers {
            // The server's first role cannot lose its powers: another one is needed.
            let cure = if is(6) {
                "CREATE ROLE gallra LOGIN;".to_owned()
            } else {
                format!("ALTER ROLE {role} NO{power};")
            };
            findings.push(too_much(ExtraRight::Power((*power).to_owned()), cure));
        }
        if powers.contains(&"SUPERUSER") {
            // Nothing else limits it: what it was granted besides makes no difference.
            return Ok(findings);
        }
        self.memberships(&mut tx, needed, &role, &mut findings).await?;
        self.owned(&mut tx, needed, &first, &mut findings).await?;
        self.granted(&mut tx, needed, &mut findings).await?;
        self.creates(&mut tx, &mut findings).await?;
        Ok(findings)
    }

    /// Roles that it may become and that have powers of their own. What others were granted is told as such.
    async fn memberships(
        &self,
        tx: &mut Tx,
        needed: &Needed<'_>,
        role: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<(), ConnectError> {
        let sql = "SELECT rolname::text, quote_ident(rolname) FROM pg_roles
            WHERE pg_has_role(current_user, oid, 'MEMBER') AND rolname NOT IN (current_user, 'pg_database_owner')
              AND (rolname ~ '^pg_' OR rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
            ORDER BY 1";
        for row in self.ok(tx.rows(&Sql::plain(sql)).await)? {
            let [name, quoted] = [0, 1].map(|at| row.get(at).map(crate::db::Cell::words).unwrap_or_default());
            if needed.clears && name == "pg_checkpoint" {
                continue;
            }
            let cure = format!("REVOKE {quoted} FROM {role};");
            findings.push(too_much(ExtraRight::Member(name), cure));
        }
        Ok(())
    }

    /// Tables, schemas and the database, if it or a role that it may become owns them.
    async fn owned(
        &self,
        tx: &mut Tx,
        needed: &Needed<'_>,
        first: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<(), ConnectError> {
        let sql = format!(
            "SELECT 'table', n.nspname::text, c.relname::text {RELATIONS} AND pg_has_role(current_user, c.relowner, 'MEMBER')
             UNION ALL SELECT 'schema', '', nspname::text FROM pg_namespace
               WHERE pg_has_role(current_user, nspowner, 'MEMBER')
             UNION ALL SELECT 'database', '', datname::text FROM pg_database
               WHERE datname = current_database() AND pg_has_role(current_user, datdba, 'MEMBER')
             ORDER BY 1, 2, 3"
        );
        for row in self.ok(tx.rows(&Sql::plain(sql)).await)? {
            let [what, schema, name] =
                [0, 1, 2].map(|at| row.get(at).map(crate::db::Cell::words).unwrap_or_default());
            let fits = match what.as_str() {
                "table" => needed.owns(&schema, &name),
                "database" => needed.clears,
                _ => false,
            };
            if fits {
                continue;
            }
            let (shown, quoted) = if what == "table" {
                let table = TableRef { schema: Some(schema), name };
                (table.to_string(), DIALECT.table(&table))
            } else {
                (name.clone(), DIALECT.quote(&name))
            };
            let cure = format!("ALTER {} {quoted} OWNER TO {first};", what.to_uppercase());
            findings.push(too_much(ExtraRight::Owner(format!("{what} {shown}")), cure));
        }
        Ok(())
    }

    /// Grants on tables and columns.
    async fn granted(
        &self,
        tx: &mut Tx,
        needed: &Needed<'_>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), ConnectError> {
        let sql = format!(
            "SELECT n.nspname::text, c.relname::text, a.privilege_type::text, {GRANTEE}, a.is_grantable, ''
               FROM (SELECT c.oid, c.relacl, c.relname, c.relnamespace, c.relowner {RELATIONS}) AS c
               JOIN pg_namespace AS n ON n.oid = c.relnamespace,
               LATERAL aclexplode(c.relacl) AS a WHERE a.grantee <> c.relowner AND {MINE}
             UNION ALL
             SELECT n.nspname::text, c.relname::text, a.privilege_type::text, {GRANTEE}, a.is_grantable, t.attname::text
               FROM (SELECT c.oid, c.relname, c.relnamespace, c.relowner {RELATIONS}) AS c
               JOIN pg_namespace AS n ON n.oid = c.relnamespace
               JOIN pg_attribute AS t ON t.attrelid = c.oid AND NOT t.attisdropped,
               LATERAL aclexplode(t.attacl) AS a WHERE a.grantee <> c.relowner AND {MINE}"
        );
        // One entry for each grant: its columns, none for the whole table.
        let mut grants: BTreeMap<Grant, BTreeSet<String>> = BTreeMap::new();
        for row in self.ok(tx.rows(&Sql::plain(sql)).await)? {
            let text = |at: usize| row.get(at).map(crate::db::Cell::words).unwrap_or_default();
            let passes_on = row.get(4).is_some_and(crate::db::Cell::is_true);
            let column = text(5);
            let [schema, name, privilege, grantee] = [0, 1, 2, 3].map(text);
            let grant = Grant { schema, name, privilege, grantee, passes_on, whole: column.is_empty() };
            grants.entry(grant).or_default().extend(Some(column).filter(|column| !column.is_empty()));
        }
        for (Grant { schema, name, privilege, grantee, passes_on, whole }, columns) in grants {
            let owns = needed.owns(&schema, &name);
            let some = needed.columns(&schema, &name, &privilege);
            let beyond = needed.beyond(&schema, &name, &privilege, &columns).filter(|_| !owns);
            let table = TableRef { schema: Some(schema), name };
            let (on, quoted) = (format!("table {table}"), DIALECT.table(&table));
            if let Some(columns) = beyond {
                let mut cure =
                    format!("REVOKE {privilege}{} ON {quoted} FROM {grantee};", list(DIALECT, &columns));
                if whole && !some.is_empty() && grantee != "PUBLIC" {
                    // Taking it from the table takes it from each of its columns too.
                    let _ =
                        write!(cure, " GRANT {privilege}{} ON {quoted} TO {grantee};", list(DIALECT, &some));
                }
                let columns = columns.into_iter().collect();
                findings.push(too_much(ExtraRight::Privilege { privilege, columns, on }, cure));
            } else if passes_on {
                let listed = list(DIALECT, &columns);
                let cure = format!("REVOKE GRANT OPTION FOR {privilege}{listed} ON {quoted} FROM {grantee};");
                let right = ExtraRight::Privilege {
                    privilege: format!("{privilege} WITH GRANT OPTION"),
                    columns: columns.into_iter().collect(),
                    on,
                };
                findings.push(too_much(right, cure));
            }
        }
        Ok(())
    }

    /// The right to make things in a schema or the database.
    async fn creates(&self, tx: &mut Tx, findings: &mut Vec<Finding>) -> Result<(), ConnectError> {
        let sql = format!(
            "SELECT 'schema', n.nspname::text, {GRANTEE} FROM pg_namespace AS n, LATERAL aclexplode(n.nspacl) AS a
               WHERE n.nspname !~ '^pg_' AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner AND {MINE}
             UNION ALL
             SELECT 'database', d.datname::text, {GRANTEE} FROM pg_database AS d, LATERAL aclexplode(d.datacl) AS a
               WHERE d.datname = current_database() AND a.privilege_type = 'CREATE' AND a.grantee <> d.datdba AND {MINE}
             ORDER BY 1, 2, 3"
        );
        for row in self.ok(tx.rows(&Sql::plain(sql)).await)? {
            let [what, name, grantee] =
                [0, 1, 2].map(|at| row.get(at).map(crate::db::Cell::words).unwrap_or_default());
            let cure =
                format!("REVOKE CREATE ON {} {} FROM {grantee};", what.to_uppercase(), DIALECT.quote(&name));
            let right = ExtraRight::Privilege {
                privilege: "CREATE".to_owned(),
                columns: Vec::new(),
                on: format!("{what} {name}"),
            };
            findings.push(too_much(right, cure));
        }
        Ok(())
    }
}
