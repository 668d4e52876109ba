//! [`Address`]: where the upstream is, with what is secret in it kept out of every message.

use std::fmt;
use std::path::Path;

use percent_encoding::percent_decode_str;

/// The schemes that an address may have.
const SCHEMES: [&str; 5] = ["https", "http", "ssh", "git", "file"];

/// The reason why a text is no address of an upstream.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
    /// There is nothing, or something that is not text.
    #[error("the upstream's address is empty or has control characters")]
    Unreadable,
    /// It would be taken for an option of `git`.
    #[error("the upstream's address begins with “-”")]
    Option,
    /// Its transport could run any program.
    #[error("the upstream's address uses “{0}”; use https, http, ssh, git or file")]
    Transport(String),
}

/// The address of a git repository: a URL, `host:path` for SSH, or a path. Prints itself without
/// the user, password and query that it may hold.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Never begins with `-`, never names a transport helper.
    url: String,
    public: String,
    /// Texts that must not be in any message, the longest first.
    secrets: Vec<String>,
}

impl Address {
    /// Reads an address; a relative path is relative to `folder`.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() || text.contains(char::is_control) {
            return Err(AddressError::Unreadable);
        }
        if text.starts_with('-') {
            return Err(AddressError::Option);
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            if !SCHEMES.contains(&scheme) {
                return Err(AddressError::Transport(scheme.to_owned()));
            }
            return Ok(Self::from_url(text, scheme, rest));
        }
        if let Some((helper, _)) = text.split_once("::")
            && !helper.contains('/')
        {
            return Err(AddressError::Transport(format!("{helper}::")));
        }
        // As git has it: a colon before any slash is a host's.
        let local = text.find('/').unwrap_or(text.len()) < text.find(':').unwrap_or(usize::MAX);
        let url = if local {
            let path = std::path::absolute(folder.join(text));
            path.map_or_else(|_| text.to_owned(), |path| path.display().to_string())
        } else {
            text.to_owned()
        };
        Ok(Self {
            public: url.clone(),
            url,
            secrets: Vec::new(),
        })
    }

    fn from_url(text: &str, scheme: &str, rest: &str) -> Self {
        let (address, query) = match rest.find(['?', '#']) {
            Some(end) => rest.split_at(end),
            None => (rest, ""),
        };
        let (authority, path) = address.split_at(address.find('/').unwrap_or(address.len()));
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let mut secrets = vec![user.to_owned(), query.get(1..).unwrap_or("").to_owned()];
        // A user alone is a token, except where it is the account of an SSH server.
        match user.split_once(':') {
            Some((_, password)) => secrets.push(password.to_owned()),
            None if scheme == "ssh" => secrets.clear(),
            None => {}
        }
        let decoded: Vec<String> = secrets
            .iter()
            .map(|secret| percent_decode_str(secret).decode_utf8_lossy().into_owned())
            .collect();
        secrets.extend(decoded);
        secrets.retain(|secret| !secret.is_empty());
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self {
            url: text.to_owned(),
            public: format!("{scheme}://{host}{path}"),
            secrets,
        }
    }

    /// Returns the address as `git` needs it.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Returns a text without this address's secrets, and without the user of any URL in it.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut text = text.replace(&self.url, &self.public);
        for secret in &self.secrets {
            text = text.replace(secret, "***");
        }
        without_users(&text)
    }
}

/// Returns a text without the `user:password@` of the URLs in it.
fn without_users(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        result.push_str(before);
        let ends = |character: char| character.is_whitespace() || "/'\"<>".contains(character);
        let authority = &after[..after.find(ends).unwrap_or(after.len())];
        rest = match authority.rfind('@') {
            Some(at) => &after[at + 1..],
            None => after,
        };
    }
    result.push_str(rest);
    result
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.public)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Address, AddressError> {
        Address::parse(text, Path::new("/srv"))
    }

    #[test]
    fn addresses_that_could_run_something_are_refused() {
        let transport = |text: &str| Err(AddressError::Transport(text.to_owned()));
        assert_eq!(parse("ext::sh -c id"), transport("ext::"));
        assert_eq!(parse("fd::3"), transport("fd::"));
        assert_eq!(parse("ftp://example.org/a"), transport("ftp"));
        assert_eq!(parse("--upload-pack=id"), Err(AddressError::Option));
        assert_eq!(parse("  "), Err(AddressError::Unreadable));
        assert_eq!(parse("a\nb"), Err(AddressError::Unreadable));
    }

    #[test]
    fn addresses_of_all_allowed_kinds_are_kept() {
        for text in [
            "https://[::1]/a.git",
            "ssh://git@example.org:22/a.git",
            "git@example.org:group/a.git",
            "file:///srv/a.git",
        ] {
            assert_eq!(parse(text).unwrap().url(), text);
        }
        assert_eq!(parse("a.git").unwrap().url(), "/srv/a.git");
        assert_eq!(parse("./a:b.git").unwrap().url(), "/srv/a:b.git");
    }

    #[test]
    fn secrets_are_in_no_message() {
        let address = parse("https://wiki:p%40ss@example.org/a.git?token=t0k").unwrap();
        assert_eq!(address.to_string(), "https://example.org/a.git");
        assert_eq!(format!("{address:?}"), "https://example.org/a.git");
        for message in [
            "fatal: unable to access 'https://wiki:p%40ss@example.org/a.git?token=t0k/'",
            "Authentication failed for 'https://wiki:p@ss@example.org/a.git/'",
            "the password p@ss was wrong, and token=t0k too",
        ] {
            let hidden = address.hide(message);
            assert!(
                !hidden.contains("ss@") && !hidden.contains("p%40ss"),
                "{hidden}"
            );
            assert!(!hidden.contains("t0k"), "{hidden}");
        }
        let token = parse("https://glpat-abc@example.org/a.git").unwrap();
        assert_eq!(token.hide("token glpat-abc"), "token ***");
        let other = address.hide("redirected to https://who:what@elsewhere.org/x 'http://a@b'");
        assert_eq!(other, "redirected to https://elsewhere.org/x 'http://b'");
    }
}
