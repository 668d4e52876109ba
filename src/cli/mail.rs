//! The table `[mail]`, and what sends mail while the server runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::accounts::Accounts;
use crate::cli::setting::WrongSetting;
use crate::mail::{Courier, Login, MailSettings, SettingsError};
use crate::web::Settings;

/// The variable that the password of the mail server is looked for in first.
const PASSWORD: &str = "CONCORD_MAIL_PASSWORD";
/// The longest time that a letter under way may hold up the end.
const CLOSING: Duration = Duration::from_secs(10);

/// The table `[mail]` of a configuration file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailTable {
    /// The address of the mail server.
    server: String,
    /// Whom mail is from.
    from: String,
    /// The name to sign in to the mail server with.
    user: Option<String>,
    /// The file that has the password to it, unless a variable does.
    password_file: Option<PathBuf>,
}

impl MailTable {
    /// Returns by which server mail of a site goes out, which has a name and a host; nothing where none can
    /// be sent, since nobody knows where its links are to lead, and that is said. Paths are relative to the
    /// folder of the configuration file.
    pub(super) fn settings(
        &self,
        (name, host): (&str, &str),
        has_base_url: bool,
        folder: &Path,
    ) -> anyhow::Result<Option<MailSettings>> {
        let login = self.login(std::env::var(PASSWORD).ok(), folder)?;
        let settings = MailSettings::new(&self.server, &self.from, login, (name, host));
        let settings = settings.map_err(|error| match &error {
            SettingsError::From(_) => wrong("from", &error),
            _ => wrong("server", &error),
        })?;
        if !has_base_url {
            tracing::warn!(
                "no mail is sent: [mail] needs a base_url, so that the links in it lead to this site"
            );
        }
        Ok(has_base_url.then_some(settings))
    }

    fn login(&self, variable: Option<String>, folder: &Path) -> anyhow::Result<Option<Login>> {
        let password = match (variable, &self.password_file) {
            (Some(password), _) => Some(password),
            (None, Some(file)) => {
                let file = folder.join(file);
                let text = std::fs::read_to_string(&file).map_err(|error| {
                    let file = file.display();
                    wrong(
                        "password_file",
                        &format!("the password_file of [mail], {file}, cannot be read: {error}"),
                    )
                })?;
                Some(text.trim_end_matches(['\r', '\n']).to_owned())
            }
            (None, None) => None,
        };
        let password = password.filter(|password| !password.is_empty());
        match (&self.user, password) {
            (Some(user), Some(password)) => Ok(Some(Login {
                user: user.clone(),
                password,
            })),
            (None, None) => Ok(None),
            (Some(_), None) => Err(wrong(
                "user",
                &format!(
                    "[mail] has a `user` and no password: put it into the variable {PASSWORD}, or into a file that `password_file` names"
                ),
            )),
            (None, Some(_)) => Err(wrong(
                "password_file",
                &"there is a password for the mail server, but no `user` in [mail]: name whom the mail server knows",
            )),
        }
    }
}

/// Says what is wrong with a setting.
fn wrong(key: &'static str, message: &impl ToString) -> anyhow::Error {
    let (table, message) = ("mail", message.to_string());
    WrongSetting {
        table,
        key,
        message,
    }
    .into()
}

/// The task that sends mail while the server runs.
pub(super) struct MailSender {
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

impl MailSender {
    /// Begins to send mail, as letters of a site.
    pub(super) fn start(settings: MailSettings, accounts: &Arc<Accounts>, site: &Settings) -> Self {
        tracing::info!(server = %settings, "mail goes out");
        accounts.turn_mail_on();
        let site = site.clone();
        let courier = Courier::new(settings, move |letter| crate::web::compose(&site, letter));
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(courier.run(Arc::clone(accounts), stopped));
        Self { task, stop }
    }

    /// Ends it once the letter under way is sent.
    pub(super) async fn end(mut self) {
        let _ = self.stop.send(true);
        if tokio::time::timeout(CLOSING, &mut self.task).await.is_err() {
            self.task.abort();
            tracing::warn!(
                "stopped while a mail was being sent; it may have gone out, and is not sent again"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> MailTable {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn no_mail_is_sent_without_a_base_url() {
        let table = table("server = \"smtp://localhost\"\nfrom = \"wiki@example.org\"\n");
        let site = ("Wiki", "wiki.example.org");
        let none = table.settings(site, false, Path::new("")).unwrap();
        assert!(none.is_none());
        let some = table.settings(site, true, Path::new("")).unwrap();
        assert_eq!(some.unwrap().to_string(), "smtp://localhost:25");
    }

    #[test]
    fn a_password_comes_from_the_environment_or_a_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mail"), "a secret\n").unwrap();
        let base = "server = \"smtp://localhost\"\nfrom = \"wiki@example.org\"\n";
        let named = table(&format!(
            "{base}user = \"wiki\"\npassword_file = \"mail\"\n"
        ));
        let read = |variable: Option<&str>| {
            let login = named.login(variable.map(str::to_owned), folder.path());
            login.unwrap().unwrap().password
        };
        assert_eq!(read(None), "a secret");
        assert_eq!(read(Some("another")), "another");
        let without = |text: &str, variable: Option<&str>| {
            let variable = variable.map(str::to_owned);
            let error = table(&format!("{base}{text}")).login(variable, folder.path());
            error.unwrap_err().to_string()
        };
        assert!(without("user = \"wiki\"\n", None).contains("no password"));
        assert!(without("", Some("a secret")).contains("no `user`"));
        let gone = without("user = \"wiki\"\npassword_file = \"gone\"\n", None);
        assert!(gone.contains("password_file"), "{gone}");
    }

    #[test]
    fn an_unknown_key_of_mail_is_named() {
        let error = toml::from_str::<MailTable>("server = \"a\"\nfrom = \"b\"\npasword = \"c\"\n");
        let message = error.unwrap_err().message().to_owned();
        assert!(message.contains("`pasword`"), "{message}");
    }
}
