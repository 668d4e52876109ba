//! `/content.git`: git's smart HTTP, spoken by real `git` as a child process.
//!
//! A request goes: may it ([`crate::web::parts::access`]) → a permit to run → the child, fed
//! and read in pieces ([`mod@exchange`]). A push is judged by this server in the middle, when git runs
//! its hooks ([`hooks`]). Nothing is written into the repository's configuration.

mod exchange;
mod held_back;
mod hook_folder;
mod hook_response;
mod hooks;
mod inflate;
mod input;
mod options;
mod output;
mod pack;
mod service;
mod tickets;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use bytes::Bytes;

use crate::domain::Role;
use crate::store::GitService;
use crate::web::git::tickets::Pusher;
use crate::web::http::encoded::finish;
use crate::web::http::encoded::security_headers;
use crate::web::http::reply::Reply;
use crate::web::parts::access::{AccessDecision, Operation, Repository, may};
use crate::web::parts::reading::{Basis, ReadingState};

pub use crate::web::git::hooks::{HookRequest, SOCKET_VARIABLE, TOKEN_VARIABLE};
pub use crate::web::git::options::{GitError, GitLimits, GitOptions};
pub use crate::web::git::service::GitServer;

/// Nothing that git says is to be kept or interpreted by a browser.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The challenge by which git is asked for a name and a token.
const REALM: &str = "Basic realm=\"Concord\", charset=\"UTF-8\"";

/// Answers everything at and below `/content.git`.
pub(super) async fn answer(
    State(reading): State<Arc<ReadingState>>,
    State(git): State<Option<Arc<GitServer>>>,
    request: Request,
) -> Response {
    let repository = ServedRepository { reading, git };
    match route(&repository, request).await {
        Ok(response) => response,
        Err(refusal) => refusal.response(),
    }
}

/// The repository of a site.
struct ServedRepository {
    reading: Arc<ReadingState>,
    /// Runs git, where there is one.
    git: Option<Arc<GitServer>>,
}

/// A request that is not served, in words for the person at the other end: git prints them.
struct GitRefusal {
    status: StatusCode,
    message: String,
    retry: Option<Duration>,
}

impl GitRefusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            retry: None,
        }
    }

    fn response(self) -> Response {
        let body = format!("{}\n", self.message);
        let mut reply = Reply::new("text/plain; charset=utf-8", body).with_status(self.status);
        reply.policy = POLICY;
        if let Some(retry) = self.retry {
            reply = reply.with_header(header::RETRY_AFTER, &retry.as_secs().to_string());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            reply = reply.with_header(header::WWW_AUTHENTICATE, REALM);
        }
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            reply = reply.with_header(header::ALLOW, "GET, HEAD, POST");
        }
        finish(reply)
    }
}

async fn route(site: &ServedRepository, request: Request) -> Result<Response, GitRefusal> {
    let (request, body) = request.into_parts();
    let rest = request.uri.path().strip_prefix("/content.git");
    let rest = rest.unwrap_or("").to_owned();
    let get = matches!(request.method, Method::GET | Method::HEAD);
    match (rest.as_str(), get) {
        ("/info/refs", true) => advertise(site, &request).await,
        ("/git-upload-pack", false) => exchange(site, &request, body, GitService::UploadPack).await,
        ("/git-receive-pack", false) => {
            exchange(site, &request, body, GitService::ReceivePack).await
        }
        ("" | "/", true) => Ok(GitRefusal::new(StatusCode::OK, how_to_clone(site)).response()),
        ("/info/refs" | "/git-upload-pack" | "/git-receive-pack" | "" | "/", _) => {
            let message = "this address does not take this method";
            Err(GitRefusal::new(StatusCode::METHOD_NOT_ALLOWED, message))
        }
        _ => {
            let message = "there is nothing here; git's smart protocol is at /content.git";
            Err(GitRefusal::new(StatusCode::NOT_FOUND, message))
        }
    }
}

fn how_to_clone(site: &ServedRepository) -> String {
    format!(
        "This is a git repository: git clone {}/content.git",
        site.reading.settings.base_url
    )
}

/// Says which branches there are: the first request of every clone, fetch and push.
async fn advertise(site: &ServedRepository, request: &Parts) -> Result<Response, GitRefusal> {
    let query = request.uri.query().unwrap_or("");
    let named = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "service");
    let service = match named.as_ref().map(|(_, value)| &**value) {
        Some("git-upload-pack") => GitService::UploadPack,
        Some("git-receive-pack") => GitService::ReceivePack,
        Some(_) => {
            let message = "there is no such service: git-upload-pack and git-receive-pack are";
            return Err(GitRefusal::new(StatusCode::FORBIDDEN, message));
        }
        None => {
            let message = "this client speaks git's dumb protocol, which is not served; use git 1.6.6 or newer";
            return Err(GitRefusal::new(StatusCode::FORBIDDEN, message));
        }
    };
    let server = admit(site, service, request).await?;
    let protocol = protocol(service, &request.headers);
    let permit = server.permit(service, true).await?;
    let mut output = server.advertise(service, protocol.as_deref(), permit)?;
    // An answer that breaks off before its first byte is an error, not an empty repository.
    if !output.wait().await {
        let message = "git cannot read the repository; the server's log says why";
        return Err(GitRefusal::new(StatusCode::INTERNAL_SERVER_ERROR, message));
    }
    let is_second = protocol.as_deref().is_some_and(|text| version(text) >= 2);
    if !(service == GitService::UploadPack && is_second) {
        let line = format!("# service={}\n", service.name());
        let packet = format!("{:04x}{line}0000", line.len() + 4);
        output.prepend(Bytes::from(packet));
    }
    Ok(response(Body::new(output), service, "advertisement"))
}

/// Passes a request to git and git's answer back, both in pieces.
async fn exchange(
    site: &ServedRepository,
    request: &Parts,
    body: Body,
    service: GitService,
) -> Result<Response, GitRefusal> {
    let server = admit(site, service, request).await?;
    let expected = format!("application/x-{}-request", service.name());
    let is = |name: header::HeaderName, wanted: &[&str]| {
        let value = request.headers.get(name).map(HeaderValue::as_bytes);
        wanted.iter().any(|wanted| value == Some(wanted.as_bytes()))
    };
    if !is(header::CONTENT_TYPE, &[expected.as_str()]) {
        let message = format!("the request's type must be {expected}");
        return Err(GitRefusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let gzip = is(header::CONTENT_ENCODING, &["gzip", "x-gzip"]);
    if !gzip && request.headers.contains_key(header::CONTENT_ENCODING) {
        let message = "the request's coding must be gzip or none";
        return Err(GitRefusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let protocol = protocol(service, &request.headers);
    let permit = server.permit(service, false).await?;
    let caller = Basis::of(&site.reading, request).caller;
    let pusher = Pusher {
        // A stranger who may push is whoever uses this machine.
        role: caller.role().unwrap_or(Role::Administrator),
        origin: caller.origin(),
    };
    let mut output = server.exchange(service, protocol.as_deref(), body, gzip, permit, pusher)?;
    output.wait_for_request().await;
    Ok(response(Body::new(output), service, "result"))
}

/// Lets a request in, or says why not.
async fn admit<'s>(
    site: &'s ServedRepository,
    service: GitService,
    request: &Parts,
) -> Result<&'s GitServer, GitRefusal> {
    let Some(server) = site.git.as_deref() else {
        let message = "git is not installed on this server, so it can be read but not cloned";
        return Err(GitRefusal::new(StatusCode::NOT_IMPLEMENTED, message));
    };
    let forbidden = |message: &str| Err(GitRefusal::new(StatusCode::FORBIDDEN, message));
    let (basis, policy) = (Basis::of(&site.reading, request), server.policy());
    let is_at_risk = service == GitService::ReceivePack || basis.caller.has_secret;
    if is_at_risk && is_from_elsewhere(&request.headers) {
        return forbidden("a web page of another site cannot push, or fetch with a token");
    }
    let mut archive = server.archive().await;
    let decide = move || {
        let repository = Repository {
            view: basis.edition.view(basis.caller.viewer),
            archive: &mut archive,
        };
        let operation = match service {
            GitService::UploadPack => Operation::Fetch(repository),
            GitService::ReceivePack => Operation::Push(repository),
        };
        may(operation, policy, &basis.caller)
    };
    match tokio::task::spawn_blocking(decide).await {
        Ok(AccessDecision::Allow) => Ok(server),
        Ok(AccessDecision::Refuse(message)) => forbidden(message),
        Ok(AccessDecision::SignIn(message)) => {
            Err(GitRefusal::new(StatusCode::UNAUTHORIZED, message))
        }
        Err(_) => {
            let message = "this could not be decided; the server's log says why";
            Err(GitRefusal::new(StatusCode::INTERNAL_SERVER_ERROR, message))
        }
    }
}

/// Tells whether a browser sent this for a page of another site.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    site.is_some_and(|site| site != b"same-origin" && site != b"none")
}

/// Returns the version of git's protocol that the client asks for, if it may be passed on.
fn protocol(service: GitService, headers: &HeaderMap) -> Option<String> {
    let text = headers.get("git-protocol")?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"=:.-_".contains(&byte);
    let valid = text.len() <= 256 && text.bytes().all(plain);
    // There is no second version of pushing.
    let known = service == GitService::UploadPack || version(text) < 2;
    (valid && known).then(|| text.to_owned())
}

fn version(protocol: &str) -> u32 {
    let parts = protocol.split(':');
    let versions = parts.filter_map(|part| part.strip_prefix("version=")?.parse().ok());
    versions.max().unwrap_or(0)
}

fn response(body: Body, service: GitService, what: &str) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    security_headers(headers, POLICY);
    let content_type = format!("application/x-{}-{what}", service.name());
    if let Ok(value) = HeaderValue::from_str(&content_type) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    let never = HeaderValue::from_static("no-cache, max-age=0, must-revalidate");
    headers.insert(header::CACHE_CONTROL, never);
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    let past = HeaderValue::from_static("Fri, 01 Jan 1980 00:00:00 GMT");
    headers.insert(header::EXPIRES, past);
    response
}
