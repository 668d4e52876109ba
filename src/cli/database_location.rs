//! Where the accounts are, by the flags, the variables and the configuration file.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::accounts::{DatabaseLocation, PostgresAddress};

/// The variable with the password of the database. It has no flag: any user of the machine can read the
/// arguments of a process.
const PASSWORD: &str = "CONCORD_DATABASE_PASSWORD";
/// The variable with a file that has it.
const PASSWORD_FILE: &str = "CONCORD_DATABASE_PASSWORD_FILE";

/// Returns where the accounts are: in a database that is named, or else in a folder.
pub(super) fn locate(
    database: Option<&str>,
    password_file: Option<&Path>,
    folder: PathBuf,
) -> anyhow::Result<DatabaseLocation> {
    match database {
        None => Ok(DatabaseLocation::Folder(folder)),
        Some(database) => address(database, password_file).map(DatabaseLocation::Postgres),
    }
}

/// Reads a location as somebody enters it: the address of a database, or a folder.
pub(super) fn named(text: &str, password_file: Option<&Path>) -> anyhow::Result<DatabaseLocation> {
    match DatabaseLocation::is_address(text) {
        true => locate(Some(text), password_file, PathBuf::new()),
        false => Ok(DatabaseLocation::Folder(PathBuf::from(text))),
    }
}

fn address(text: &str, password_file: Option<&Path>) -> anyhow::Result<PostgresAddress> {
    let address: PostgresAddress = text.parse()?;
    let named = std::env::var_os(PASSWORD_FILE).map(PathBuf::from);
    let file = named.or(password_file.map(Path::to_owned));
    let password = match (std::env::var(PASSWORD), file) {
        (Ok(password), _) => password,
        (Err(_), Some(file)) => read(&file)?,
        (Err(_), None) => return Ok(address),
    };
    Ok(address.with_password(&password))
}

/// Reads the first line of a file.
fn read(file: &Path) -> anyhow::Result<String> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("reading the password of the accounts in {}", file.display()))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => bail!("{} has no password in its first line", file.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_comes_from_the_first_line_of_a_file_and_is_not_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "hunter2 %&=/\nmore\n").unwrap();
        assert_eq!(read(&file).unwrap(), "hunter2 %&=/");
        let location = named("postgres://u@localhost/wiki", Some(&file)).unwrap();
        assert!(matches!(location, DatabaseLocation::Postgres(_)));
        assert!(!format!("{location:?}{location}").contains("hunter"));
        std::fs::write(&file, "\n").unwrap();
        let error = named("postgres://u@localhost/wiki", Some(&file)).unwrap_err();
        assert!(error.to_string().contains("has no password"), "{error}");
        let folder = named("data", Some(&file)).unwrap();
        assert!(matches!(folder, DatabaseLocation::Folder(_)));
    }
}
