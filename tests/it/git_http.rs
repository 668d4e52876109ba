//! Clone, fetch and push through `/content.git`, and what the site makes of it.

use std::io::Write;

use concord::web::PushPolicy;

use crate::git_harness::{
    Server, Wanted, accepted, commit, get, git, git_command, page, raw, refused, said, small, write,
};

#[test]
fn every_sort_of_clone_and_a_fetch() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    assert!(work.join("cases/a.md").is_file());
    for number in 0..5 {
        write(
            &work,
            "cases/a.md",
            page("A", &format!("## Setting\n\nStep {number}")),
        );
        commit(&work, "Step");
    }
    accepted(&work, &[]);
    let shallow = server.clone("shallow", &["--depth", "1"]);
    assert_eq!(git(&shallow, &["rev-list", "--count", "HEAD"]), "1");
    git(&shallow, &["fetch", "--quiet", "--deepen", "2"]);
    assert_eq!(git(&shallow, &["rev-list", "--count", "HEAD"]), "3");
    let partial = server.clone("partial", &["--filter=blob:none", "--no-checkout"]);
    let missing = git(
        &partial,
        &["rev-list", "--objects", "--all", "--missing=print"],
    );
    assert!(missing.contains('?'), "{missing}");
    git(&partial, &["checkout", "--quiet", "main"]);
    assert!(partial.join("index.md").is_file());
    for version in ["0", "1", "2"] {
        let name = format!("version{version}");
        let protocol = format!("protocol.version={version}");
        let clone = server.clone(&name, &["-c", &protocol]);
        write(&clone, &format!("v{version}.md"), page(&name, "Text."));
        commit(&clone, "Add");
        accepted(&clone, &[]);
    }
    git(&work, &["fetch", "--quiet"]);
    assert_eq!(git(&work, &["rev-parse", "origin/main"]), server.tip());
    assert_eq!(
        git(&server.repository, &["config", "--list", "--local"])
            .lines()
            .filter(|line| line.starts_with("receive") || line.contains("hooks"))
            .count(),
        0
    );
}

#[test]
fn a_push_is_live_when_git_says_so() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    write(
        &work,
        "cases/new one.md",
        page("Zanzibar", "A quokka was counted."),
    );
    std::fs::remove_file(work.join("index.md")).unwrap();
    commit(&work, "Add a page");
    let said = accepted(&work, &[]);
    let address = format!("http://{}/cases/new%20one", server.address);
    assert!(said.contains(&address), "{said}");
    assert!(
        said.contains(&format!("http://{}/ (removed)", server.address)),
        "{said}"
    );
    assert_eq!(server.served(), server.tip());
    assert!(server.get("/cases/new%20one").contains("quokka"));
    assert!(server.get("/api/v1/search?q=quokka").contains("Zanzibar"));
}

#[test]
fn pushes_are_off_unless_they_are_turned_on() {
    let wanted = Wanted {
        policy: PushPolicy::Off,
        ..Wanted::default()
    };
    let server = Server::start_as(wanted, &small());
    let work = server.clone("work", &[]);
    commit(&work, "Nothing");
    let said = refused(&work, &[]);
    assert!(
        said.contains("takes no pushes") && said.contains("403"),
        "{said}"
    );
    let head = format!(
        "POST /content.git/git-receive-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-receive-pack-request\r\nContent-Length: 4\r\nConnection: close\r\n\r\n0000",
        server.address
    );
    let answer = String::from_utf8_lossy(&raw(server.address, head.as_bytes())).into_owned();
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[test]
fn a_web_page_and_a_proxy_cannot_push() {
    let server = Server::start(&small());
    let path = "/content.git/info/refs?service=git-receive-pack";
    assert!(get(server.address, path, "").starts_with("HTTP/1.1 200"));
    for header in [
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "X-Forwarded-For: 192.0.2.1\r\n",
        "Authorization: Basic YTpi\r\n",
    ] {
        let answer = get(server.address, path, header);
        assert!(answer.starts_with("HTTP/1.1 403"), "{header}{answer}");
    }
}

#[test]
fn a_members_page_closes_anonymous_clones() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let text =
        "---\ntitle: Secret\nkind: page\nsummary: For us.\nvisibility: members\n---\n\nText.\n";
    write(&work, "secret.md", text);
    commit(&work, "Add a members' page");
    accepted(&work, &[]);
    let output = git_command(&work, &["fetch"]).output().unwrap();
    assert!(!output.status.success());
    assert!(
        said(&output).contains("for its members"),
        "{}",
        said(&output)
    );
}

#[test]
fn what_is_not_the_smart_protocol_is_answered_in_words() {
    let server = Server::start(&small());
    for (path, status) in [
        ("/content.git/info/refs", "403"),
        ("/content.git/info/refs?service=git-upload-archive", "403"),
        ("/content.git/HEAD", "404"),
        ("/content.git/objects/info/packs", "404"),
        ("/content.git/../content.git/config", "404"),
        ("/content.git/git-upload-pack", "405"),
        ("/content.git", "200"),
    ] {
        let answer = server.get(path);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{path}: {answer}"
        );
    }
}

#[test]
fn a_gzip_request_is_inflated() {
    let server = Server::start(&small());
    let question = b"0014command=ls-refs\n00010009peel\n0000";
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(question).unwrap();
    let body = encoder.finish().unwrap();
    let head = format!(
        "POST /content.git/git-upload-pack HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-git-upload-pack-request\r\nContent-Encoding: gzip\r\nGit-Protocol: version=2\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        server.address,
        body.len()
    );
    let answer = raw(server.address, &[head.as_bytes(), &body].concat());
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.contains("application/x-git-upload-pack-result"),
        "{answer}"
    );
    assert!(answer.contains(&server.tip()), "{answer}");
    // The same, cut short: an end, and not an endless wait.
    let cut = head.replace(
        &format!("Content-Length: {}", body.len()),
        "Content-Length: 12",
    );
    raw(server.address, &[cut.as_bytes(), &body[..12]].concat());
}

#[test]
fn a_large_push_goes_through_in_pieces() {
    let server = Server::start(&small());
    let work = server.clone("work", &[]);
    let mut bytes = vec![0_u8; 4_000_000];
    getrandom::fill(&mut bytes).unwrap();
    write(&work, "cases/data.bin", &bytes);
    write(&work, "cases/b.md", page("B", "[the data](data.bin)"));
    commit(&work, "Add data");
    accepted(&work, &[]);
    let fresh = server.clone("fresh", &[]);
    assert!(std::fs::read(fresh.join("cases/data.bin")).unwrap() == bytes);
}

#[test]
fn a_folder_of_a_larger_repository() {
    let files: Vec<(String, &str)> = small()
        .into_iter()
        .map(|(file, text)| (format!("content/{file}"), text))
        .collect();
    let mut files: Vec<(&str, &str)> = files
        .iter()
        .map(|(file, text)| (file.as_str(), *text))
        .collect();
    files.push(("src/main.rs", "fn main() {}\n"));
    let server = Server::start(&files);
    let work = server.clone("work", &[]);
    assert!(work.join("src/main.rs").is_file());
    write(&work, "content/cases/c.md", page("C", "Text."));
    commit(&work, "Add a page");
    let said = accepted(&work, &[]);
    assert!(
        said.contains(&format!("http://{}/cases/c", server.address)),
        "{said}"
    );
    write(&work, "src/main.rs", "fn main() { evil() }\n");
    write(&work, "content/cases/c.md", page("C", "[[nowhere]]"));
    commit(&work, "Touch the program");
    let said = refused(&work, &[]);
    assert!(
        said.contains("src/main.rs: this is outside the folder “content”"),
        "{said}"
    );
    assert!(
        said.contains("content/cases/c.md:7:1: there is no page “nowhere”"),
        "{said}"
    );
    git(&work, &["reset", "--quiet", "--hard", "origin/main"]);
    git(&work, &["rm", "--quiet", "-r", "content"]);
    commit(&work, "Remove all");
    let said = refused(&work, &[]);
    assert!(said.contains("“content” would be gone"), "{said}");
}

#[test]
fn a_checked_out_branch_is_brought_up_to_date_unless_that_loses_work() {
    let wanted = Wanted {
        working_tree: true,
        ..Wanted::default()
    };
    let server = Server::start_as(wanted, &small());
    let work = server.clone("work", &[]);
    write(&work, "cases/c.md", page("C", "Text."));
    commit(&work, "Add a page");
    accepted(&work, &[]);
    assert!(server.repository.join("cases/c.md").is_file());
    write(&server.repository, "cases/a.md", "being edited");
    write(&work, "cases/a.md", page("A", "## Setting\n\nText."));
    commit(&work, "Change a page");
    let said = refused(&work, &[]);
    assert!(said.contains("unstaged changes"), "{said}");
    assert_eq!(
        std::fs::read(server.repository.join("cases/a.md")).unwrap(),
        b"being edited"
    );
}
