//! [`MailSettings`]: by which server mail goes out, and from whom.

use std::fmt;

use lettre::message::Mailbox;
use lettre::transport::smtp::client::TlsParameters;

/// By which server mail goes out, and from whom.
#[derive(Clone, Debug)]
pub struct MailSettings {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) login: Option<Login>,
    pub(super) from: Mailbox,
    /// The host of the site, by which this program introduces itself and names its letters.
    pub(super) site: String,
}

/// The protection of what is said to the server from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after the greeting; a server that offers none is not used.
    StartTls,
    /// Nothing: it stays on this machine.
    None,
}

/// The name and password of this program at the mail server.
#[derive(Clone)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Login({})", self.user)
    }
}

/// A mistake in the settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The server's address is none.
    #[error(
        "the mail server “{0}” is not an address such as smtps://mail.example.org, or smtp://mail.example.org for one that changes to TLS, or smtp://localhost"
    )]
    Server(String),
    /// It has a name or a password in it; which, is not said.
    #[error(
        "the address of the mail server has a name or a password in it: write them as `user`, and into the file that `password_file` names"
    )]
    Secret,
    /// Its port is none.
    #[error("“{0}” is not a port of a mail server: it is a number from 1 to 65535, such as 465")]
    Port(String),
    /// Its port is of the other kind.
    #[error("port {port} of a mail server {speaks}: write {instead}://{host}, or another port")]
    Kind {
        /// The port.
        port: u16,
        /// The protocol that is spoken there.
        speaks: &'static str,
        /// The scheme to write.
        instead: &'static str,
        /// The host.
        host: String,
    },
    /// The sender is none.
    #[error(
        "mail cannot be from “{0}”: that is not an address such as wiki@example.org or Our wiki <wiki@example.org>"
    )]
    From(String),
    /// The certificates that the system trusts cannot be read.
    #[error("mail cannot be sent: this machine has no certificates to know a mail server by ({0})")]
    Certificates(String),
}

impl MailSettings {
    /// Reads the address of a server and a sender; what has no name is sent by the site's. `site` is the
    /// host of the site.
    ///
    /// # Errors
    ///
    /// If one of them is none.
    pub fn new(
        server: &str,
        from: &str,
        login: Option<Login>,
        (name, site): (&str, &str),
    ) -> Result<Self, SettingsError> {
        let (host, port, security) = address(server).ok_or_else(|| wrong(server))?;
        is_of_its_kind(host, port, security)?;
        let is_line = !from.chars().any(char::is_control);
        let parsed = from.parse::<Mailbox>().ok().filter(|_| is_line);
        let mut from = parsed.ok_or_else(|| SettingsError::From(from.to_owned()))?;
        if from.name.is_none() {
            from.name = Some(name.to_owned());
        }
        let settings = Self {
            host: host.to_owned(),
            port,
            security,
            login,
            from,
            site: site.to_owned(),
        };
        if security != Security::None {
            let made = settings.tls();
            made.map_err(|error| SettingsError::Certificates(error.to_string()))?;
        }
        Ok(settings)
    }

    /// Returns what TLS needs: the server's name, and the certificates that the system trusts.
    pub(super) fn tls(&self) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        TlsParameters::new_rustls(self.host.clone())
    }
}

impl fmt::Display for MailSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.security {
            Security::Tls => "smtps",
            Security::StartTls | Security::None => "smtp",
        };
        write!(formatter, "{scheme}://{}:{}", self.host, self.port)
    }
}

/// Reads the address of a server. Only to one on this machine anything goes without TLS.
fn address(text: &str) -> Option<(&str, u16, Security)> {
    let (scheme, rest) = text.split_once("://")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            host.parse::<std::net::Ipv6Addr>().ok()?;
            match port {
                "" => (host, None),
                port => (host, Some(port.strip_prefix(':')?)),
            }
        }
        None => match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        },
    };
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "-.:".contains(sign);
    if host.is_empty() || !host.chars().all(is_sign) {
        return None;
    }
    let is_near = ["localhost", "127.0.0.1", "::1"].contains(&host);
    let (security, default) = match scheme {
        "smtps" => (Security::Tls, 465),
        "smtp" if is_near => (Security::None, 25),
        "smtp" => (Security::StartTls, 587),
        _ => return None,
    };
    let port = match port {
        Some(port) => port.parse().ok().filter(|port| *port > 0)?,
        None => default,
    };
    Some((host, port, security))
}

/// Says what is wrong with the address of a server.
fn wrong(text: &str) -> SettingsError {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    if rest.contains('@') {
        return SettingsError::Secret;
    }
    match rest.trim_end_matches('/').rsplit_once(':') {
        Some((host, port)) if address(&format!("{scheme}://{host}")).is_some() => {
            SettingsError::Port(port.to_owned())
        }
        _ => SettingsError::Server(text.to_owned()),
    }
}

/// Refuses a port where the other side would wait for what this one never says.
fn is_of_its_kind(host: &str, port: u16, security: Security) -> Result<(), SettingsError> {
    let (speaks, instead) = match (security, port) {
        (Security::Tls, 25 | 587) => ("begins without TLS", "smtp"),
        (Security::StartTls, 465) => ("speaks TLS from the first byte", "smtps"),
        _ => return Ok(()),
    };
    Err(SettingsError::Kind {
        port,
        speaks,
        instead,
        host: host.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_on_this_machine_mail_goes_without_tls() {
        let read = |text: &'static str| address(text);
        assert_eq!(
            read("smtps://mail.example.org"),
            Some(("mail.example.org", 465, Security::Tls))
        );
        assert_eq!(
            read("smtp://mail.example.org/"),
            Some(("mail.example.org", 587, Security::StartTls))
        );
        assert_eq!(
            read("smtp://mail.example.org:25"),
            Some(("mail.example.org", 25, Security::StartTls))
        );
        assert_eq!(
            read("smtp://localhost"),
            Some(("localhost", 25, Security::None))
        );
        assert_eq!(
            read("smtp://[::1]:2525"),
            Some(("::1", 2525, Security::None))
        );
        for odd in [
            "",
            "mail.example.org",
            "http://mail.example.org",
            "smtps://",
            "smtps://anna:secret@mail.example.org",
            "smtps://mail.example.org:0",
            "smtps://mail.example.org:port",
            "smtps://mail.example.org/path",
            "smtps://[mail]",
            "smtp://mail.example.org\r\n",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_server_is_said_and_what_to_write() {
        let site = ("Our wiki", "wiki.example.org");
        for (server, said) in [
            ("mail.example.org", "such as smtps://mail.example.org"),
            ("smtps://mail.example.org:99999", "“99999” is not a port"),
            ("smtps://mail.example.org:0", "“0” is not a port"),
            (
                "smtps://mail.example.org:587",
                "write smtp://mail.example.org",
            ),
            (
                "smtp://mail.example.org:465",
                "write smtps://mail.example.org",
            ),
            ("smtps://wiki:hunter2@mail.example.org", "`password_file`"),
        ] {
            let error = MailSettings::new(server, "wiki@example.org", None, site);
            let error = error.unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn a_sender_is_one_address_and_a_password_is_not_printed() {
        let login = Login {
            user: "wiki".to_owned(),
            password: "a secret".to_owned(),
        };
        let new = |from: &str| {
            let site = ("Our wiki", "wiki.example.org");
            MailSettings::new("smtp://localhost:25", from, Some(login.clone()), site)
        };
        let settings = new("wiki@example.org").unwrap();
        assert_eq!(settings.from.to_string(), "Our wiki <wiki@example.org>");
        assert!(!format!("{settings:?}").contains("a secret"));
        assert_eq!(settings.to_string(), "smtp://localhost:25");
        let named = new("Wiki of ours <wiki@example.org>").unwrap();
        assert_eq!(named.from.name.as_deref(), Some("Wiki of ours"));
        for odd in [
            "",
            "wiki",
            "wiki@example.org\r\nBcc: all@example.org",
            "a@b.c, d@e.f",
        ] {
            let error = new(odd).unwrap_err().to_string();
            assert!(error.contains("wiki@example.org"), "{error}");
        }
    }
}
