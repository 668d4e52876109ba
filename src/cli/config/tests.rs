//! Settings from flags and files, and those that are refused.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::cli::config::file::{ConfigFile, UpstreamTable};
use crate::cli::config::upstream::{budget, upstream};
use crate::cli::config::values::{contact, corrected_at, lifetime, networks};
use crate::web::Contact;

#[test]
fn an_unknown_key_of_the_upstream_is_named() {
    let error = toml::from_str::<ConfigFile>("[upstream]\nurl = \"a\"\nbrnch = \"b\"\n").err();
    let message = error.unwrap().message().to_owned();
    assert!(message.contains("`brnch`"), "{message}");
}

#[test]
fn the_upstream_of_a_file_is_relative_to_it() {
    let table = UpstreamTable {
        url: Some("../up.git".to_owned()),
        ..UpstreamTable::default()
    };
    let arguments = ServeArguments::default();
    let upstream = upstream(&arguments, table, Path::new("/srv/wiki")).unwrap();
    let upstream = upstream.unwrap();
    assert_eq!(upstream.address.to_string(), "/srv/wiki/../up.git");
    assert_eq!(upstream.interval, Duration::from_secs(60));
}

#[test]
fn a_contact_is_one_address() {
    let read = |text: &str| contact(toml::from_str(text).unwrap()).ok().flatten();
    let mail = Contact::Mail("group@example.org".to_owned());
    let page = Contact::Page("https://example.org/ask".to_owned());
    assert_eq!(read("email = \"group@example.org\""), Some(mail));
    assert_eq!(read("url = \"https://example.org/ask\""), Some(page));
    for wrong in [
        "",
        "email = \"group\"",
        "email = \"a@b.org?cc=x@y.org\"",
        "email = \"a b@c.org\"",
        "url = \"javascript:alert(1)\"",
        "url = \"//example.org\"",
        "email = \"a@b.org\"\nurl = \"https://b.org\"",
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn proxies_are_networks_and_sessions_last() {
    let read = |text: &str| toml::from_str::<ConfigFile>(text).unwrap();
    let file = read("[proxy]\ntrusted = [\"10.0.0.0/8\", \"::1\"]\n[accounts]\nidle_hours = 2\n");
    let proxies = networks(&file.proxy.trusted).unwrap();
    assert!(proxies[0].contains(&"10.1.2.3".parse::<IpAddr>().unwrap()));
    assert!(proxies[1].contains(&"::1".parse::<IpAddr>().unwrap()));
    assert_eq!(lifetime(&file.accounts).unwrap().idle, 7200);
    let error = networks(&["proxy.example".to_owned()]).unwrap_err();
    assert!(error.to_string().contains("proxy.example"), "{error}");
    let file = read("[accounts]\nlongest_days = 0\n");
    assert!(lifetime(&file.accounts).is_err());
}

#[test]
fn corrections_go_to_an_address() {
    let read = |text: &str| corrected_at(text.to_owned()).ok();
    let mail = Contact::Mail("group@example.org".to_owned());
    assert_eq!(read("mailto:group@example.org"), Some(mail));
    let page = "https://example.org/edit/main/{file}?from=site";
    assert_eq!(read(page), Some(Contact::Page(page.to_owned())));
    for wrong in [
        "group@example.org",
        "mailto:group",
        "mailto:a@b.org?cc=x@y.org",
        "javascript:alert(1)//{file}",
        "https://{file}",
        "https://example.org/{path}",
        "//example.org/{file}",
    ] {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}

#[test]
fn flags_come_before_the_file_in_the_budget() {
    let file: ConfigFile = toml::from_str("[budget]\nentries = 5\nmegabytes = 7\n").unwrap();
    let arguments = ServeArguments {
        budget_entries: Some(6),
        ..ServeArguments::default()
    };
    let found = budget(&arguments, &file.budget).unwrap();
    assert_eq!(
        (found.entries, found.depth, found.bytes),
        (6, 64, 7_000_000)
    );
    let table = |text: &str| toml::from_str::<ConfigFile>(text).unwrap().budget;
    for (wrong, said) in [("entries = 0", "at least 1"), ("depth = 200", "128 levels")] {
        let table = table(&format!("[budget]\n{wrong}\n"));
        let error = budget(&ServeArguments::default(), &table).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn an_upstream_that_runs_programs_is_refused() {
    let arguments = ServeArguments {
        upstream: Some("ext::sh -c id".to_owned()),
        ..ServeArguments::default()
    };
    let error = upstream(&arguments, UpstreamTable::default(), Path::new(""));
    assert!(error.unwrap_err().to_string().contains("ext::"));
}
