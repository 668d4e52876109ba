//! `concord backup` and `concord restore`: everything of a site that is not derived, in one folder.
//!
//! A backup has the repository as a bundle of git, the accounts, the configuration, and a manifest
//! with the hash of each. It is taken while the server runs. The accounts are copied first: they may
//! miss the last sign-ins, but never name what the repository does not have.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::accounts::{Accounts, ChainCheck, DatabaseLocation, DatabaseOpener};
use crate::cli::config::{BackupSettings, ServeArguments};
use crate::domain::hex::hex;
use crate::store::{Store, read_bundle, write_bundle};

const REPOSITORY: &str = "content.bundle";
const ACCOUNTS: &str = "concord.db";
const CONFIGURATION: &str = "concord.toml";
const MANIFEST: &str = "manifest.json";

/// The flags of `backup`.
#[derive(Debug, Args)]
pub(super) struct BackupArguments {
    /// The folder to make
    #[arg(value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    serve: ServeArguments,
}

/// The flags of `restore`.
#[derive(Debug, Args)]
pub(super) struct RestoreArguments {
    /// The folder of a backup
    #[arg(value_name = "DIR")]
    from: PathBuf,
    /// Where to make the repository
    #[arg(long, default_value = "content.git", value_name = "PATH")]
    repository: PathBuf,
    /// Where to put the accounts
    #[arg(long, default_value = "data", value_name = "DIR")]
    data: PathBuf,
}

/// The list of a backup's content.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// The version of the program that made it.
    version: String,
    /// When, in UTC.
    time: String,
    files: Vec<BackupFile>,
}

/// One file of a backup.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct BackupFile {
    name: String,
    bytes: u64,
    /// In hexadecimal.
    sha256: String,
}

/// Makes a backup.
pub(super) fn run(arguments: BackupArguments) -> anyhow::Result<ExitCode> {
    let settings = BackupSettings::new(arguments.serve)?;
    let to = arguments.to;
    // What is no repository is said before anything is made.
    Store::open(&settings.location)?;
    let repository = settings.location.repository;
    make_private(&to)?;
    let mut names = vec![REPOSITORY];
    let has_accounts = match &settings.database {
        DatabaseLocation::Folder(data) if data.join(ACCOUNTS).exists() => {
            copy_accounts(data, &to.join(ACCOUNTS))?;
            true
        }
        DatabaseLocation::Folder(_) | DatabaseLocation::Postgres(_) => false,
    };
    if has_accounts {
        names.push(ACCOUNTS);
    }
    write_bundle(&repository, &to.join(REPOSITORY)).context("copying the repository")?;
    if let Some(file) = &settings.file {
        let copied = fs::copy(file, to.join(CONFIGURATION));
        copied.with_context(|| format!("copying {}", file.display()))?;
        names.push(CONFIGURATION);
    }
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        files: names
            .iter()
            .map(|name| entry(&to, name))
            .collect::<anyhow::Result<_>>()?,
    };
    let path = to.join(MANIFEST);
    fs::write(&path, serde_json::to_string_pretty(&manifest)? + "\n")
        .with_context(|| format!("writing {}", path.display()))?;
    for name in names.iter().chain([&MANIFEST]) {
        File::open(to.join(name))?.sync_all()?;
    }
    File::open(&to)?.sync_all()?;
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let files = manifest.files.len();
    writeln!(
        io::stdout(),
        "{}: {files} files, {bytes} bytes; keep it where the site is not, and let nobody read it",
        to.display()
    )?;
    if let DatabaseLocation::Postgres(address) = &settings.database {
        writeln!(
            io::stdout(),
            "the accounts are not in it: they are in {address}; save them with pg_dump, as shown in the README"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn copy_accounts(data: &Path, to: &Path) -> anyhow::Result<()> {
    super::with_runtime(async {
        let accounts = Accounts::open(data, DatabaseOpener::Command).await?;
        let copied = accounts.copy_to(to).await;
        accounts.close().await;
        Ok(copied?)
    })
}

/// Restores a backup.
pub(super) fn restore(arguments: &RestoreArguments) -> anyhow::Result<ExitCode> {
    let from = &arguments.from;
    let path = from.join(MANIFEST);
    let text = fs::read_to_string(&path).with_context(|| {
        format!(
            "{} is no backup: there is no {MANIFEST} to read",
            from.display()
        )
    })?;
    let manifest: Manifest =
        serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    // All is looked at before anything is made.
    for wanted in &manifest.files {
        if !known(&wanted.name) || entry(from, &wanted.name)? != *wanted {
            bail!(
                "{} of the backup is not what was saved; nothing was restored",
                wanted.name
            );
        }
    }
    let has = |name: &str| manifest.files.iter().any(|file| file.name == name);
    for folder in [&arguments.repository, &arguments.data] {
        if folder.exists() {
            bail!(
                "{} is there already; move it away, or name another place",
                folder.display()
            );
        }
    }
    read_bundle(&from.join(REPOSITORY), &arguments.repository)
        .context("restoring the repository")?;
    if has(ACCOUNTS) {
        make_private(&arguments.data)?;
        restore_accounts(&from.join(ACCOUNTS), &arguments.data)?;
    }
    let mut output = io::stdout();
    writeln!(
        output,
        "restored the site of {}: concord serve --repository {} --data {}",
        manifest.time,
        arguments.repository.display(),
        arguments.data.display()
    )?;
    if has(CONFIGURATION) {
        let file = from.join(CONFIGURATION);
        writeln!(output, "its configuration is {}", file.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn restore_accounts(from: &Path, data: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let file = data.join(ACCOUNTS);
    fs::copy(from, &file).context("restoring the accounts")?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    File::open(&file)?.sync_all()?;
    super::with_runtime(async {
        let accounts = Accounts::open(data, DatabaseOpener::Command).await?;
        let verified = accounts.log().verify().await;
        accounts.close().await;
        if let ChainCheck::Broken(number) = verified? {
            let _ = writeln!(
                io::stderr(),
                "the audit log of this backup is not what was written, from entry {number} on"
            );
        }
        Ok(())
    })
}

/// Tells whether a backup may have a file of this name; others could lead elsewhere.
fn known(name: &str) -> bool {
    [REPOSITORY, ACCOUNTS, CONFIGURATION].contains(&name)
}

/// Makes a folder that nobody else of this machine may look into; it may be there if it is empty.
fn make_private(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(true) => bail!("{} is not empty; name a new folder", folder.display()),
        Ok(false) => Ok(()),
        Err(_) => {
            let mut builder = fs::DirBuilder::new();
            let made = builder.recursive(true).mode(0o700).create(folder);
            made.with_context(|| format!("making {}", folder.display()))
        }
    }
}

fn entry(folder: &Path, name: &str) -> anyhow::Result<BackupFile> {
    let path = folder.join(name);
    let mut file = File::open(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut hash = Sha256::new();
    let (mut bytes, mut buffer) = (0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
    let sha256 = hex(&hash.finalize());
    Ok(BackupFile {
        name: name.to_owned(),
        bytes,
        sha256,
    })
}
