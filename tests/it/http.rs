//! HTTP: conditional requests, coding, ranges, headers, methods, limits, and the accept loop.

use std::io::Read;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::wiki::{Wiki, page};

fn wiki() -> Wiki {
    let text = "A paragraph that is long enough to be worth compressing. ".repeat(40);
    Wiki::new(&[
        ("index.md", &page("title: Home\nsummary: S.", &text)),
        (
            "a.md",
            &page(
                "title: A\nsummary: S.",
                &format!("{text} ![x](a.png) [s](evil.svg) [h](evil.html)"),
            ),
        ),
        ("a.png", "0123456789"),
        (
            "evil.svg",
            "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        ),
        ("evil.html", "<script>alert(1)</script>"),
    ])
}

#[tokio::test]
async fn an_unchanged_answer_is_304() {
    let wiki = wiki();
    let answer = wiki.get("/a").await;
    let etag = answer.header("etag").to_owned();
    assert!(etag.starts_with("W/\""), "{etag}");
    let again = wiki.request("GET", "/a", &[("if-none-match", &etag)]).await;
    assert_eq!(
        (again.status, again.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let listed = wiki
        .request("GET", "/a", &[("if-none-match", &format!("\"x\", {etag}"))])
        .await;
    assert_eq!(listed.status, StatusCode::NOT_MODIFIED);
    wiki.write(&[("other.md", "x")]);
    let changed = wiki.request("GET", "/a", &[("if-none-match", &etag)]).await;
    assert_eq!(changed.status, StatusCode::OK);
}

#[tokio::test]
async fn bodies_are_coded_as_accepted() {
    let wiki = wiki();
    let plain = wiki.get("/a").await;
    assert_eq!(plain.header("content-encoding"), "");
    let gzip = wiki
        .request("GET", "/a", &[("accept-encoding", "gzip, br;q=0")])
        .await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&gzip.body[..])
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, plain.body);
    let brotli = wiki
        .request("GET", "/a", &[("accept-encoding", "gzip, br")])
        .await;
    assert_eq!(brotli.header("content-encoding"), "br");
    let mut text = Vec::new();
    brotli::Decompressor::new(&brotli.body[..], 4096)
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, plain.body);
    assert_eq!(
        brotli.header("vary"),
        "Accept-Encoding, Accept-Language, Cookie"
    );
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let wiki = wiki();
    for address in [
        "/",
        "/a",
        "/a.md",
        "/a.png",
        "/evil.svg",
        "/evil.html",
        "/search",
        "/map",
        "/nothing",
        "/feed.xml",
        "/api/v1/pages",
        "/-/healthz",
        "/-/suggest?q=a",
    ] {
        let answer = wiki.get(address).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{address}: {policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{address}: {policy}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{address}"
        );
        assert!(!answer.header("x-request-id").is_empty(), "{address}");
        assert_eq!(answer.header("server"), "", "{address}");
    }
}

#[tokio::test]
async fn files_cannot_run_in_the_sites_name() {
    let wiki = wiki();
    let svg = wiki.get("/evil.svg").await;
    assert!(svg.header("content-security-policy").contains("sandbox"));
    let html = wiki.get("/evil.html").await;
    assert!(html.header("content-disposition").starts_with("attachment"));
    assert_eq!(html.header("content-type"), "application/octet-stream");
    assert_eq!(
        wiki.get("/a.md").await.header("content-type"),
        "text/markdown; charset=utf-8"
    );
}

#[tokio::test]
async fn parts_of_files_can_be_asked_for() {
    let wiki = wiki();
    for (range, status, body) in [
        ("bytes=2-4", 206, "234"),
        ("bytes=7-", 206, "789"),
        ("bytes=-2", 206, "89"),
        ("bytes=50-60", 416, ""),
        ("bytes=4-2", 200, "0123456789"),
        ("lines=1-2", 200, "0123456789"),
    ] {
        let answer = wiki.request("GET", "/a.png", &[("range", range)]).await;
        assert_eq!(answer.status.as_u16(), status, "{range}");
        assert_eq!(answer.text(), body, "{range}");
    }
}

#[tokio::test]
async fn only_reading_methods_are_answered() {
    let wiki = wiki();
    let head = wiki.request("HEAD", "/a", &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let answer = wiki.request(method, "/a", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_by_their_content() {
    let wiki = wiki();
    let home = wiki.get("/").await;
    for (selector, attribute) in [
        ("link[rel=stylesheet]", "href"),
        ("script[src]", "src"),
        ("link[rel=preload]", "href"),
    ] {
        for address in home.attributes(selector, attribute) {
            let answer = wiki.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert!(
                answer.header("cache-control").contains("immutable"),
                "{address}"
            );
        }
    }
}

#[tokio::test]
async fn a_too_long_address_is_refused() {
    let answer = wiki().get(&format!("/{}", "x".repeat(9000))).await;
    assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
}

/// Serves the wiki on a real port until the returned guard is dropped.
async fn listen(wiki: &Wiki) -> (std::net::SocketAddr, tokio::task::JoinHandle<()>) {
    let listener = concord::web::listen("127.0.0.1:0".parse().unwrap())
        .await
        .unwrap();
    let address = listener.local_addr().unwrap();
    let server = concord::web::serve(listener, wiki.service(), std::future::pending());
    (address, tokio::spawn(server))
}

async fn exchange(address: std::net::SocketAddr, request: &[u8]) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(10), read).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn malformed_and_smuggled_requests_are_refused() {
    let wiki = wiki();
    let (address, server) = listen(&wiki).await;
    for request in [
        "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "GET /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "GET  /a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n",
        "NONSENSE\r\n\r\n",
    ] {
        let answer = exchange(address, request.as_bytes()).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
            "{request:?}: {answer}"
        );
    }
    let answer = exchange(
        address,
        b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    server.abort();
}
