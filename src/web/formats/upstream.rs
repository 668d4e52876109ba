//! `POST /-/upstream`: the upstream's hosting says that something was pushed there.
//!
//! The answer comes before the work: hostings wait only seconds. Whatever is said, all that
//! happens is a look at the upstream, and of many calls at once few looks come.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::sync::Notify;

use crate::store::{self, Status, Upstream};
use crate::web::Site;
use crate::web::formats::health::timestamp;
use crate::web::http::respond::{Reply, finish};
use crate::web::parts::context::Context;

/// How large a call may be.
const MOST: usize = 1 << 20;
/// How many files of a conflict are named.
const NAMED: usize = 50;
/// How long a call may take to arrive.
const BODY_LIMIT: Duration = Duration::from_secs(30);

/// An upstream that is followed, and how it may ask to be looked at.
pub struct Following {
    /// The upstream.
    pub upstream: Arc<Upstream>,
    secret: Option<Secret>,
    /// Holds one wish for a look while another look is under way.
    wanted: Notify,
}

/// What the upstream's hosting and this site both know.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret; an empty one is none.
    pub fn new(text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self(text))
    }

    fn mac(&self, text: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .expect("a key of HMAC may have any length");
        mac.update(text);
        mac
    }

    /// Compares in a time that says nothing of either text.
    fn is(&self, text: &[u8]) -> bool {
        let expected = self.mac(self.0.as_bytes()).finalize().into_bytes();
        self.mac(text).verify_slice(&expected).is_ok()
    }

    /// Tells whether `signature`, in hexadecimal digits, is this secret's for the body.
    fn signed(&self, body: &[u8], signature: &str) -> bool {
        let digits = signature.as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let bytes: Option<Vec<u8>> = digits
            .chunks(2)
            .map(|pair| match *pair {
                [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
                _ => None,
            })
            .collect();
        bytes.is_some_and(|bytes| self.mac(body).verify_slice(&bytes).is_ok())
    }

    /// Tells whether a call shows that it knows the secret, in any of the ways of the hostings.
    fn is_known_to(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let value = |name: &str| Some(headers.get(name)?.as_bytes());
        if let Some(signature) = value("x-hub-signature-256") {
            let signature = std::str::from_utf8(signature).unwrap_or("");
            return signature
                .strip_prefix("sha256=")
                .is_some_and(|signature| self.signed(body, signature));
        }
        if let Some(token) = value("x-gitlab-token") {
            return self.is(token);
        }
        let authorization = value(header::AUTHORIZATION.as_str()).unwrap_or(b"");
        match authorization.split_at_checked(7) {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => self.is(token),
            _ => false,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(***)")
    }
}

impl Following {
    /// Follows an upstream. Without a secret nobody can ask for a look.
    pub fn new(upstream: Arc<Upstream>, secret: Option<Secret>) -> Self {
        Self {
            upstream,
            secret,
            wanted: Notify::new(),
        }
    }

    /// Asks for a look at the upstream as soon as the one under way is done. Asking twice is
    /// asking once.
    pub fn wake(&self) {
        self.wanted.notify_one();
    }

    /// Is done when a look was asked for since the last time.
    pub async fn wanted(&self) {
        self.wanted.notified().await;
    }

    /// Returns how the two stand, for anyone to read: no address, no message of git's.
    pub(crate) fn health(&self) -> serde_json::Value {
        let Status { state, since } = self.upstream.status();
        let (name, detail) = match &state {
            None => ("behind", "not looked at yet".to_owned()),
            Some(store::State::InStep) => ("in step", String::new()),
            Some(store::State::Behind { .. }) => (
                "behind",
                "the two cannot be brought together; the server's log says why".to_owned(),
            ),
            Some(store::State::Unreachable { .. }) => (
                "unreachable",
                "the upstream cannot be reached; the server's log says why".to_owned(),
            ),
            Some(store::State::Conflict {
                local,
                upstream,
                files,
            }) => {
                let (local, theirs) = (local.short(), upstream.short());
                let detail = match files.len() {
                    0 => format!("{local} here and {theirs} there have no history in common"),
                    1 => format!("{local} here and {theirs} there both changed one file"),
                    count => format!("{local} here and {theirs} there both changed {count} files"),
                };
                ("conflict", format!("{detail}; somebody has to merge them"))
            }
        };
        let mut health = serde_json::json!({ "state": name, "since": timestamp(since) });
        if !detail.is_empty() {
            health["detail"] = detail.into();
        }
        health
    }
}

/// What whoever looks after the site has to know of the upstream.
pub(crate) struct Notice {
    pub(crate) title: String,
    /// What is wrong, since when and what follows from it.
    pub(crate) text: String,
    /// What git says, in its own words.
    pub(crate) reason: String,
    /// The files that both changed, and how many more there are.
    pub(crate) files: Vec<String>,
    pub(crate) more: usize,
    /// What ends a conflict.
    pub(crate) commands: Vec<String>,
}

impl Following {
    /// Returns what is to be done, for an administrator; `None` where all is well.
    pub(crate) fn notice(&self, context: &Context) -> Option<Notice> {
        let Status { state, since } = self.upstream.status();
        let words = context.words;
        let time = jiff::Timestamp::try_from(since).map_or(0, jiff::Timestamp::as_second);
        let (date, iso) = words.time(time)?;
        let date = format!("{date}, {} UTC", iso.get(11..16).unwrap_or(""));
        let mut notice = Notice {
            title: String::new(),
            text: String::new(),
            reason: String::new(),
            files: Vec::new(),
            more: 0,
            commands: Vec::new(),
        };
        (notice.title, notice.text) = match state? {
            store::State::InStep => return None,
            store::State::Behind { reason } => {
                notice.reason = reason;
                (
                    words.say("notice-behind").into_owned(),
                    words.with("notice-behind-text", "date", date),
                )
            }
            store::State::Unreachable { reason } => {
                notice.reason = reason;
                (
                    words.say("notice-unreachable").into_owned(),
                    words.with("notice-unreachable-text", "date", date),
                )
            }
            store::State::Conflict {
                local,
                upstream,
                files,
            } => {
                let related = !files.is_empty();
                notice.reason = format!("{} ↔ {}", local.short(), upstream.short());
                notice.more = files.len().saturating_sub(NAMED);
                notice.files = files.into_iter().take(NAMED).collect();
                if related {
                    let (address, branch) = (self.upstream.address(), self.upstream.branch());
                    notice.commands = vec![
                        format!("git clone {}/content.git", context.settings.base_url),
                        "cd content".to_owned(),
                        format!("git pull --no-rebase {address} {branch}"),
                        "git push".to_owned(),
                    ];
                }
                let text = if related {
                    words.with("notice-conflict-text", "date", date)
                } else {
                    words.with("notice-unrelated-text", "date", date)
                };
                (words.say("notice-conflict").into_owned(), text)
            }
        };
        Some(notice)
    }
}

/// Takes a call.
pub(crate) async fn call(State(site): State<Site>, request: Request<Body>) -> Response {
    let Some(following) = &site.following else {
        return say(StatusCode::NOT_FOUND, "this site follows no upstream");
    };
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(BODY_LIMIT, read(body)).await {
        Ok(Some(body)) => body,
        Ok(None) => return say(StatusCode::PAYLOAD_TOO_LARGE, "that is more than 1 MB"),
        Err(_) => return say(StatusCode::REQUEST_TIMEOUT, "that took too long to arrive"),
    };
    let known = following
        .secret
        .as_ref()
        .is_some_and(|secret| secret.is_known_to(&parts.headers, &body));
    if !known {
        tracing::warn!("a call to /-/upstream without the right secret was refused");
        return say(StatusCode::FORBIDDEN, "the secret is missing or wrong");
    }
    following.wake();
    say(StatusCode::ACCEPTED, "the upstream will be looked at")
}

async fn read(body: Body) -> Option<Bytes> {
    axum::body::to_bytes(body, MOST).await.ok()
}

fn say(status: StatusCode, text: &'static str) -> Response {
    let reply = Reply::new("text/plain; charset=utf-8", format!("{text}\n"));
    finish(reply.with_status(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"{\"zen\": \"calm\"}";
    /// The body's signature with the key `secret`, made with openssl.
    const SIGNATURE: &str =
        "sha256=509094888055904a83ef58aecee9bf0589f2e847d2b8644a0499572f4a479e0f";

    fn known(name: &'static str, value: &str) -> bool {
        let secret = Secret::new("secret".to_owned()).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        secret.is_known_to(&headers, BODY)
    }

    #[test]
    fn the_secret_is_taken_in_the_form_of_each_hosting() {
        assert!(known("authorization", "Bearer secret"));
        assert!(known("authorization", "bearer secret"));
        assert!(known("x-gitlab-token", "secret"));
        assert!(known("x-hub-signature-256", SIGNATURE));
    }

    #[test]
    fn a_wrong_secret_is_refused_in_each_form() {
        assert!(!known("authorization", "Bearer secrets"));
        assert!(!known("authorization", "Bearer "));
        assert!(!known("authorization", "Basic secret"));
        assert!(!known("authorization", "Bearé secret"));
        assert!(!known("x-gitlab-token", "Secret"));
        assert!(!known("x-gitlab-token", ""));
        assert!(!known(
            "x-hub-signature-256",
            &SIGNATURE[..SIGNATURE.len() - 1]
        ));
        assert!(!known(
            "x-hub-signature-256",
            &SIGNATURE.replace("sha256=", "sha1=")
        ));
        assert!(!known("x-hub-signature-256", &SIGNATURE.replace('a', "b")));
        assert!(!known("x-hub-signature-256", "sha256="));
        assert!(!known("x-other", "secret"));
        assert!(Secret::new(String::new()).is_none());
        let shown = format!("{:?}", Secret::new("secret".to_owned()));
        assert_eq!(shown, "Some(Secret(***))");
    }

    /// Makes a site of one page that follows an upstream which is not there.
    fn site(folder: &std::path::Path, url: &str) -> (crate::web::Front, Arc<Following>) {
        let git = |arguments: &[&str]| {
            let mut command = std::process::Command::new("git");
            command.current_dir(folder).args(arguments);
            assert!(command.status().unwrap().success(), "{arguments:?}");
        };
        std::fs::write(folder.join("index.md"), "# Welcome\n").unwrap();
        git(&["init", "--quiet", "--initial-branch=main"]);
        git(&["add", "."]);
        let name = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
        git(&[&name[..], &["commit", "--quiet", "--message=First"]].concat());
        let location = store::Location {
            repository: folder.to_owned(),
            ..store::Location::default()
        };
        let store = store::Store::open(&location).unwrap();
        let opened = crate::site::Publisher::open(store, None, &|_, _| ());
        let publisher = Arc::new(opened.unwrap().0);
        let address = store::Address::parse(url, folder).unwrap();
        let upstream = Upstream::new(Arc::clone(publisher.store()), address, None).unwrap();
        let secret = Secret::new("secret".to_owned());
        let following = Arc::new(Following::new(Arc::new(upstream), secret));
        let settings = crate::web::Settings {
            name: "Test".to_owned(),
            base_url: "http://localhost".to_owned(),
            hosts: Vec::new(),
            ..crate::web::Settings::default()
        };
        let site = Site::new(publisher, settings).with_upstream(Some(Arc::clone(&following)));
        (crate::web::service(site), following)
    }

    async fn ask(router: &crate::web::Front, request: Request<Body>) -> (StatusCode, String) {
        use tower::ServiceExt;
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), MOST).await;
        (status, String::from_utf8_lossy(&body.unwrap()).into_owned())
    }

    #[tokio::test]
    async fn a_call_with_the_secret_asks_for_a_look() {
        let folder = tempfile::tempdir().unwrap();
        let (router, following) = site(folder.path(), "/nowhere/at/all.git");
        let call = |secret: &str, body: Vec<u8>| {
            Request::post("/-/upstream")
                .header("x-gitlab-token", secret)
                .body(Body::from(body))
                .unwrap()
        };
        let wrong = ask(&router, call("wrong", Vec::new())).await;
        assert_eq!(wrong.0, StatusCode::FORBIDDEN);
        let missing = Request::post("/-/upstream").body(Body::empty()).unwrap();
        assert_eq!(ask(&router, missing).await.0, StatusCode::FORBIDDEN);
        let large = ask(&router, call("secret", vec![b' '; MOST + 1])).await;
        assert_eq!(large.0, StatusCode::PAYLOAD_TOO_LARGE);
        let looked_at = async || {
            tokio::select! {
                biased;
                () = following.wanted() => true,
                () = std::future::ready(()) => false,
            }
        };
        assert!(!looked_at().await);
        for _ in 0..3 {
            let right = ask(&router, call("secret", b"{}".to_vec())).await;
            assert_eq!(right.0, StatusCode::ACCEPTED);
        }
        assert!(looked_at().await);
        assert!(!looked_at().await, "three calls are one look");
    }

    #[tokio::test]
    async fn without_an_upstream_there_is_no_such_address() {
        let folder = tempfile::tempdir().unwrap();
        let (_, following) = site(folder.path(), "/nowhere/at/all.git");
        let store = store::Store::open(&store::Location {
            repository: folder.path().to_owned(),
            ..store::Location::default()
        });
        drop(following);
        let opened = crate::site::Publisher::open(store.unwrap(), None, &|_, _| ());
        let settings = crate::web::Settings {
            name: "Test".to_owned(),
            base_url: "http://localhost".to_owned(),
            hosts: Vec::new(),
            ..crate::web::Settings::default()
        };
        let router = crate::web::service(Site::new(Arc::new(opened.unwrap().0), settings));
        let call = Request::post("/-/upstream").body(Body::empty()).unwrap();
        assert_eq!(ask(&router, call).await.0, StatusCode::NOT_FOUND);
        let health = Request::get("/-/healthz").body(Body::empty()).unwrap();
        assert!(!ask(&router, health).await.1.contains("upstream"));
    }

    #[tokio::test]
    async fn health_says_how_things_stand_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let url = "http://wiki:hunter2@127.0.0.1:1/a.git";
        let (router, following) = site(folder.path(), url);
        let health = || Request::get("/-/healthz").body(Body::empty()).unwrap();
        let (status, text) = ask(&router, health()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(text.contains(r#""state":"behind""#), "{text}");
        following.upstream.sync();
        let (status, text) = ask(&router, health()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(text.contains(r#""state":"unreachable""#), "{text}");
        assert!(
            !text.contains("hunter2") && !text.contains("127.0.0.1"),
            "{text}"
        );
    }
}
