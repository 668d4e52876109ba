//! Signing in within a form: what was typed is not lost where a session has ended meanwhile.
//!
//! The answer to such a form asks for the password in place and carries the form's fields. Sent again,
//! it signs in and does what was asked for. A form says in [`ACCOUNT`] to whom it was shown, and is
//! taken from nobody else, so that what one typed is never done in another's name. The field decides
//! nothing else: who somebody is comes from their session alone.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::Response;

use crate::accounts::{AccountError, Holder};
use crate::web::http::error::Error;
use crate::web::http::reply::Reply;
use crate::web::parts::shell::{AccountLinks, Shell};
use crate::web::parts::visit::Visit;

/// The field that says to whom a form was shown.
const ACCOUNT: &str = "account";
/// The fields that sign in.
const NAME: &str = "again-name";
const PASSWORD: &str = "again-password";
/// The fields that are not carried: a password is typed each time.
const NOT_CARRIED: [&str; 4] = [NAME, PASSWORD, "current", "password"];

/// The content that a form sends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormContent {
    /// Fields alone.
    Fields,
    /// Fields and so many files, which have to be chosen again.
    Files(usize),
}

#[derive(Template)]
#[template(path = "parts/again.html")]
struct AgainView<'a> {
    shell: Shell,
    action: String,
    encoding: &'static str,
    message: String,
    /// Whether files have to be chosen again.
    had_files: bool,
    /// The owner of the form; empty where it does not say so.
    whose: &'a str,
    /// The name of the other provider of identities; empty: there is none.
    provider: &'a str,
    /// Whether one can come in by a password.
    has_passwords: bool,
    /// The text that was typed as the name.
    name: &'a str,
    /// The fields that were typed before, to come back with the password.
    pairs: Vec<(&'a str, &'a str)>,
}

/// The reason why a form is not taken yet, and the seconds after which it may be sent again.
#[derive(Default)]
struct FormProblem {
    message: String,
    status: Option<StatusCode>,
    wait: Option<i64>,
}

impl Visit {
    /// Returns who sent a form: whoever is signed in, if the form is theirs; else its owner, who signs
    /// in with it.
    ///
    /// # Errors
    ///
    /// The page that asks for the password and keeps what was typed.
    pub(crate) async fn sender(&mut self, sends: FormContent) -> Result<Holder, Box<Response>> {
        let holder = self.basis.caller.holder.as_ref();
        if let Some(holder) = holder.filter(|holder| self.is_shown_to(holder)) {
            return Ok(holder.clone());
        }
        let problem = match self.sign_in_again().await {
            Ok(holder) => return Ok(holder),
            Err(problem) => problem,
        };
        Err(Box::new(self.ask_again(sends, problem)))
    }

    /// Tells whether a form was shown to somebody, as far as it says.
    pub(crate) fn is_shown_to(&self, holder: &Holder) -> bool {
        let whose = self.form.get(ACCOUNT);
        whose.is_empty() || whose == holder.account.name.as_str()
    }

    /// Signs in with what a form says.
    async fn sign_in_again(&mut self) -> Result<Holder, FormProblem> {
        let saying = |message: String| FormProblem {
            message,
            ..FormProblem::default()
        };
        if !self.basis.caller.client.is_secure {
            return Err(saying(self.words().say("insecure").into_owned()));
        }
        let (whose, password) = (self.form.get(ACCOUNT), self.form.raw(PASSWORD));
        let name = match whose {
            "" => self.form.get(NAME),
            whose => whose,
        };
        if name.is_empty() || password.is_empty() {
            return Err(match self.basis.caller.holder {
                Some(_) => saying(self.words().with("again-other", "name", name)),
                None => FormProblem::default(),
            });
        }
        let sessions = self.accounts.sessions();
        let begun = sessions.sign_in(name, password, &self.browser).await;
        let (secret, _) = begun.map_err(|error| self.problem(&error))?;
        let holder = self.accounts.session(&secret);
        let holder = holder.ok_or_else(|| self.problem(&AccountError::Wrong))?;
        self.basis.caller = self.basis.caller.clone().signed_in(holder.clone());
        self.context = self.context.clone().by(self.basis.caller.audience());
        self.session = Some(secret);
        Ok(holder)
    }

    fn problem(&self, error: &AccountError) -> FormProblem {
        let (message, status) = self.said(error);
        FormProblem {
            message,
            status: Some(status),
            wait: match error {
                AccountError::Wait(seconds) => Some(*seconds),
                _ => None,
            },
        }
    }

    fn ask_again(&self, sends: FormContent, problem: FormProblem) -> Response {
        let mut shell = Shell::new(&self.context, &self.words().say("again")).without_index();
        // This is the door; another one would forget what was typed.
        shell.door = AccountLinks::default();
        let here = self.context.uri.path_and_query();
        let pairs = self.form.pairs().iter();
        let view = AgainView {
            shell,
            action: here.map_or("/", |here| here.as_str()).to_owned(),
            encoding: match sends {
                FormContent::Fields => "application/x-www-form-urlencoded",
                FormContent::Files(_) => "multipart/form-data",
            },
            message: problem.message,
            had_files: matches!(sends, FormContent::Files(count) if count > 0),
            whose: self.form.get(ACCOUNT),
            provider: self.provider_name(),
            has_passwords: self.accounts.ways().passwords,
            name: self.form.get(NAME),
            pairs: pairs
                .filter(|(name, _)| !NOT_CARRIED.contains(&name.as_str()))
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect(),
        };
        let status = problem.status.unwrap_or(StatusCode::FORBIDDEN);
        let made = view.render().map_err(Error::from);
        self.answer(made.map(|html| {
            let reply = Reply::html(html).with_status(status);
            match problem.wait {
                Some(seconds) => reply.with_header(header::RETRY_AFTER, &seconds.to_string()),
                None => reply,
            }
        }))
    }
}
