//! What is asked at the terminal, and how answers are printed.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::accounts::AuditOrigin;

pub(super) fn console() -> AuditOrigin {
    AuditOrigin::console()
}

/// Reads a password: from standard input, or twice from the terminal, where it is not shown.
pub(super) fn password(from_input: bool) -> anyhow::Result<String> {
    if from_input {
        return line_of(&mut io::stdin().lock());
    }
    if !io::stdin().is_terminal() {
        bail!(
            "there is no terminal to ask for a password; say --password-stdin and write it there"
        );
    }
    let ask = |what: &str| rpassword::prompt_password(what).context("asking for the password");
    let first = ask("Password: ")?;
    match ask("The same again: ")? == first {
        true => Ok(first),
        false => bail!("these are two different passwords; nothing was changed"),
    }
}

pub(super) fn line_of(input: &mut impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    input
        .read_line(&mut line)
        .context("reading standard input")?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// Prints a line.
pub(super) fn print_line(text: &str) -> anyhow::Result<()> {
    writeln!(io::stdout(), "{text}").map_err(Into::into)
}

/// Writes a time for people: UTC, to the minute.
pub(super) fn moment(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Returns the host of an address.
pub(in crate::cli) fn host(base_url: &str) -> &str {
    let rest = base_url
        .split_once("://")
        .map_or(base_url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
