//! The form of the database, and the steps by which it came to it.
//!
//! One text of each step for both databases: it has TEXT, BIGINT and BLOB alone, and what PostgreSQL
//! calls otherwise is replaced here.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Each step by which the database came to its form. Never changed once released; only added to.
const MIGRATIONS: [(i64, &str, &str); 7] = [
    (1, "accounts", include_str!("../migrations/1_accounts.sql")),
    (2, "searches", include_str!("../migrations/2_searches.sql")),
    (3, "kept", include_str!("../migrations/3_kept.sql")),
    (4, "joins", include_str!("../migrations/4_joins.sql")),
    (5, "mail", include_str!("../migrations/5_mail.sql")),
    (
        6,
        "identities",
        include_str!("../migrations/6_identities.sql"),
    ),
    (7, "servers", include_str!("../migrations/7_servers.sql")),
];

/// Returns the steps as SQLite takes them.
pub(super) fn for_sqlite() -> Migrator {
    steps(str::to_owned)
}

/// Returns the steps as PostgreSQL takes them. It sorts and compares bytes, as SQLite does, and not as
/// the language of the database would.
pub(super) fn for_postgres() -> Migrator {
    // Never changed once released, as the steps themselves are not.
    steps(|statements| {
        statements
            .replace(" TEXT", " TEXT COLLATE \"C\"")
            .replace(" BLOB", " BYTEA")
    })
}

fn steps(written: impl Fn(&str) -> String) -> Migrator {
    let steps = MIGRATIONS.map(|(version, name, statements)| {
        let statements = sqlx::AssertSqlSafe(written(statements)).into_sql_str();
        let kind = MigrationType::Simple;
        Migration::new(version, name.into(), kind, statements, false)
    });
    Migrator::with_migrations(steps.into())
}

/// Returns every table in the order in which they were made, so that what a row names is there before
/// it.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    let lines = MIGRATIONS.iter().flat_map(|(_, _, text)| text.lines());
    lines.filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_those_of_the_steps_and_each_row_names_what_is_there_before_it() {
        let tables: Vec<&str> = tables().collect();
        assert_eq!(tables[..3], ["state", "accounts", "identities"]);
        assert_eq!(tables.last(), Some(&"guesses"));
        let made = MIGRATIONS.map(|(_, _, text)| text.matches("CREATE TABLE").count());
        assert_eq!(tables.len(), made.iter().sum::<usize>());
    }

    #[test]
    fn a_step_has_no_type_that_one_of_the_databases_lacks() {
        for (_, name, text) in MIGRATIONS {
            for word in ["INTEGER", "BOOLEAN", "AUTOINCREMENT", "REAL", "ROWID"] {
                assert!(!text.contains(word), "{name} has {word}");
            }
        }
    }
}
