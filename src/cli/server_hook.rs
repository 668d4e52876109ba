//! This program as a hook of git: it passes git's question on to the server that runs git.
//!
//! The server has the content in memory and knows what a page's change means; a hook that had to
//! read the site for itself would cost as much as the site is large.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::cli::report;
use crate::web::{HookRequest, SOCKET_VARIABLE, TOKEN_VARIABLE};

/// Longest list of references that is read.
const MAX_INPUT: u64 = 1 << 20;

/// Returns the hook that this program was started as, by the name it was started under.
pub(super) fn name() -> Option<&'static str> {
    let program = std::env::args_os().next()?;
    match Path::new(&program).file_name()?.to_str()? {
        "pre-receive" => Some("pre-receive"),
        "post-receive" => Some("post-receive"),
        _ => None,
    }
}

/// Asks the server and prints its answer, which git shows to whoever pushes.
pub(super) fn run(name: &'static str) -> ExitCode {
    match ask(name) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            report(&format!(
                "the site could not be asked about this push: {error:#}"
            ));
            ExitCode::FAILURE
        }
    }
}

fn ask(name: &str) -> anyhow::Result<bool> {
    let variable = |name| std::env::var_os(name).with_context(|| format!("{name} is not set"));
    let socket = PathBuf::from(variable(SOCKET_VARIABLE)?);
    let token = variable(TOKEN_VARIABLE)?.to_string_lossy().into_owned();
    let mut updates = String::new();
    let input = std::io::stdin().lock().take(MAX_INPUT);
    for line in BufReader::new(input).split(b'\n') {
        updates.push_str(&String::from_utf8_lossy(&line?));
        updates.push('\n');
    }
    let question = HookRequest {
        token,
        hook: name.to_owned(),
        quarantine: std::env::var_os("GIT_QUARANTINE_PATH").map(PathBuf::from),
        updates,
    };
    let mut stream = UnixStream::connect(&socket).context("it does not answer")?;
    let mut line = serde_json::to_vec(&question)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        match line.as_str() {
            "accept" => return Ok(true),
            "refuse" => return Ok(false),
            // Whatever is to be shown stands behind a space.
            text => report(text.strip_prefix(' ').unwrap_or(text)),
        }
    }
    bail!("it broke off");
}
