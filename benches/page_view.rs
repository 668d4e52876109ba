//! Does a page reach its reader faster than a static file from nginx?
//!
//! The same bytes from both, over keep-alive connections, in turn, with `wrk`: as they are,
//! compressed, and as 304. nginx writes no log; Concord writes its own as it always does.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};

use crate::generate;
use crate::support::{
    Figure, Goal, Load, Server, Table, copy, get, git, median, missing, scratch, wrk,
};

const CONNECTIONS: usize = 16;
const SECONDS: usize = 3;
const ROUNDS: usize = 5;

/// Measures the three answers.
pub(crate) fn run(table: &mut Table) -> anyhow::Result<()> {
    if let Some(missing) = missing("nginx").or_else(|| missing("wrk")) {
        table.skip(&format!("page view ({missing})"));
        return Ok(());
    }
    let repository = copy(&generate::repository(1_000, 0)?, "page-view.git")?;
    long_page(&repository)?;
    let server = Server::start(&repository, &scratch("index")?, &[])?;
    let page = get(server.address, "/long", &[])?;
    ensure!(page.status == 200, "the page is not there");
    eprintln!("the page has {} bytes", page.body.len());
    let tag = page.header("etag").context("no etag")?.to_owned();
    let nginx = Nginx::start(&page.body)?;
    let file = get(nginx.address, "/page.html", &[])?;
    ensure!(file.body == page.body, "nginx serves other bytes");
    let nginx_tag = file.header("etag").context("no etag")?.to_owned();
    let zipped = get(nginx.address, "/page.html", &["Accept-Encoding: gzip"])?;
    ensure!(
        zipped.header("content-encoding") == Some("gzip"),
        "no gzip_static"
    );

    let ours = format!("http://{}/long", server.address);
    let other = format!("http://{}/page.html", nginx.address);
    let unchanged = |tag: &str| format!("If-None-Match: {tag}");
    for (name, our_headers, other_headers) in [
        ("page view", vec![], vec![]),
        (
            "page view, brotli, nginx gzip_static",
            vec!["Accept-Encoding: br".to_owned()],
            vec!["Accept-Encoding: gzip".to_owned()],
        ),
        (
            "page view, 304",
            vec![unchanged(&tag)],
            vec![unchanged(&nginx_tag)],
        ),
    ] {
        let (mut here, mut there): (Vec<Load>, Vec<Load>) = (Vec::new(), Vec::new());
        let load = |url: &str, headers: &[String]| {
            let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
            wrk(url, CONNECTIONS, SECONDS, &headers, None)
        };
        for _ in 0..ROUNDS {
            here.push(load(&ours, &our_headers)?);
            there.push(load(&other, &other_headers)?);
        }
        let rate = |loads: &[Load]| {
            Figure::new(
                median(&loads.iter().map(|load| load.rate).collect::<Vec<_>>()),
                "/s",
            )
        };
        let p99 = |loads: &[Load]| {
            let values: Vec<f64> = loads.iter().map(|load| load.p99 * 1e3).collect();
            Figure::new(median(&values), "ms")
        };
        table.add(name, rate(&here), rate(&there), Goal::AtLeast(1.0));
        table.add(
            &format!("{name}, p99"),
            p99(&here),
            p99(&there),
            Goal::AtMost(1.0),
        );
    }
    server.stop()
}

/// Adds a page of about 29 KB of HTML to a repository.
fn long_page(repository: &Path) -> anyhow::Result<()> {
    let mut text = "---\ntitle: A long page\n---\n".to_owned();
    for number in (49..).step_by(50) {
        let page = generate::source(number, 1_000, 0);
        let (_, body) = page.split_once("\n---\n").unwrap_or(("", &page));
        text.push_str(body);
        if text.len() > 15_500 {
            break;
        }
    }
    let text = &text[..text.len().min(15_500)];
    let work = scratch("page-view")?;
    git(&["clone", "--quiet"], &[repository, &work])?;
    fs::write(work.join("long.md"), text)?;
    let folder = work.to_str().context("an odd folder")?;
    git(&["-C", folder, "add", "long.md"], &[])?;
    let person = [
        "-c",
        "user.name=Bench",
        "-c",
        "user.email=bench@example.org",
    ];
    let commit = ["commit", "--quiet", "-m", "Add a long page"];
    git(&[&["-C", folder], &person[..], &commit].concat(), &[])?;
    git(&["-C", folder, "push", "--quiet"], &[])
}

/// nginx with one file.
struct Nginx {
    child: Child,
    address: SocketAddr,
}

impl Nginx {
    fn start(body: &[u8]) -> anyhow::Result<Self> {
        let folder = scratch("nginx")?;
        fs::write(folder.join("page.html"), body)?;
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        zip.write_all(body)?;
        fs::write(folder.join("page.html.gz"), zip.finish()?)?;
        // A port that is free now: nginx cannot be asked which one it chose.
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let folder = folder.display();
        let configuration = format!(
            "daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;\n\
             user root;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n\
             client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;\n\
             fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;\n\
             types {{ text/html html; }} gzip_static on; etag on;\n\
             server {{ listen {address}; root {folder}; }} }}\n"
        );
        let file = format!("{folder}/nginx.conf");
        fs::write(&file, configuration)?;
        let child = Command::new("nginx")
            .args(["-c", &file])
            .stderr(Stdio::null())
            .spawn()?;
        let nginx = Self { child, address };
        for _ in 0..200 {
            if std::net::TcpStream::connect(address).is_ok() {
                return Ok(nginx);
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        anyhow::bail!("nginx did not start")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master ends its workers when it is told to end, not when it is killed.
        let id = self.child.id().to_string();
        let _ = Command::new("kill").arg(id).status();
        let _ = self.child.wait();
    }
}
