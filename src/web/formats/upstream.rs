//! `POST /-/upstream`: the upstream's hosting says that something was pushed there.
//!
//! The answer comes before the work: hostings wait only seconds. Whatever is said, all that
//! happens is a look at the upstream, and of many calls at once few looks come.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use bytes::Bytes;

use crate::web::http::encoded::finish;
use crate::web::http::reply::Reply;
use crate::web::parts::following::FollowedUpstream;

/// The most bytes of a call.
const MOST: usize = 1 << 20;
/// The longest time that a call may take to arrive.
const BODY_LIMIT: Duration = Duration::from_secs(30);

/// Takes a call.
pub(crate) async fn call(
    State(following): State<Option<Arc<FollowedUpstream>>>,
    request: Request<Body>,
) -> Response {
    let Some(following) = &following else {
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
    use crate::store::{self, Upstream};
    use crate::web::Site;
    use crate::web::http::secret::WebhookSecret;

    /// Makes a site of one page that follows an upstream which is not there.
    fn site(
        folder: &std::path::Path,
        url: &str,
    ) -> (crate::web::SiteService, Arc<FollowedUpstream>) {
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
        let secret = WebhookSecret::new("secret".to_owned());
        let following = Arc::new(FollowedUpstream::new(Arc::new(upstream), secret));
        let settings = crate::web::Settings {
            name: "Test".to_owned(),
            base_url: "http://localhost".to_owned(),
            hosts: Vec::new(),
            ..crate::web::Settings::default()
        };
        let site = Site::new(publisher, settings).with_upstream(Some(Arc::clone(&following)));
        (crate::web::service(site), following)
    }

    async fn ask(router: &crate::web::SiteService, request: Request<Body>) -> (StatusCode, String) {
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
