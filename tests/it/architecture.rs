//! The direction of modules: down only, and each big dependency in one module.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::modules::{Program, sources};

/// Which modules a module may use.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("accounts", &["domain"]),
    ("mail", &["accounts"]),
    ("store", &["domain"]),
    ("render", &["domain"]),
    ("search", &["domain"]),
    ("site", &["domain", "store", "render", "search"]),
    (
        "web",
        &[
            "domain", "accounts", "mail", "store", "render", "search", "site",
        ],
    ),
    (
        "cli",
        &[
            "domain", "accounts", "mail", "store", "render", "search", "site", "web",
        ],
    ),
];

/// Which module alone may name a dependency.
const OWNERS: [(&str, &str); 21] = [
    ("sqlx", "accounts"),
    ("argon2", "accounts"),
    ("zxcvbn", "accounts"),
    ("lettre", "mail"),
    ("git2", "store"),
    ("comrak", "render"),
    ("ammonia", "render"),
    ("hayagriva", "render"),
    ("syntect", "render"),
    ("pulldown_latex", "render"),
    ("tantivy", "search"),
    ("similar", "site"),
    ("axum", "web"),
    ("askama", "web"),
    ("hyper_util", "web"),
    ("prometheus_client", "web"),
    ("openidconnect", "web/identity"),
    ("tokio_rustls", "web/identity"),
    ("rustls_native_certs", "web/identity"),
    ("clap", "cli"),
    ("granit_parser", "domain"),
];

/// Returns the code without comments, and without what only tests use.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or("")
        .to_owned();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn modules_depend_downwards_only() {
    let program = Program::read();
    let mut wrong = Vec::new();
    for file in &program.files {
        let Some((module, allowed)) = ALLOWED
            .iter()
            .find(|(module, _)| file.module.first().is_some_and(|first| first == module))
        else {
            continue;
        };
        for used in program.uses(file) {
            let Some(other) = used.first() else { continue };
            if other != module && !allowed.contains(&other.as_str()) {
                wrong.push(format!("{} uses {other}", file.path.display()));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn the_reader_of_modules_resolves_what_the_compiler_does() {
    let program = Program::read();
    let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
    let home = |text: &str| program.home_of(&path(text)).unwrap().module.join("::");
    assert_eq!(home("domain::PagePath"), "domain::path");
    assert_eq!(home("search::Snapshot::search"), "search::snapshot");
    assert_eq!(home("store::Store"), "store::repository");
    // Each of these is written in another way: braces, `super`, a path in the code.
    let uses = |from: &str, to: &str| {
        let file = program.files.iter().find(|file| file.module == path(from));
        program.uses(file.unwrap()).contains(&path(to))
    };
    assert!(uses("search::count", "search::filters"));
    assert!(uses("store::upstream::merge", "store::object"));
    assert!(!uses("domain::path", "store"));
}

#[test]
fn no_folder_has_files_that_use_each_other_in_a_ring() {
    let program = Program::read();
    let folders = program.folders();
    assert!(folders.len() > 15, "{}", folders.len());
    let rings: Vec<_> = folders
        .iter()
        .flat_map(|folder| {
            program
                .rings(folder)
                .into_iter()
                .map(move |ring| (folder, ring))
        })
        .collect();
    assert_eq!(rings, []);
}

/// The wings of `web` from the ground up, and those that a wing may use. The files beside them put
/// them together.
const WINGS: [(&str, &[&str]); 9] = [
    ("http", &[]),
    ("identity", &["http"]),
    ("parts", &["http", "identity"]),
    ("read", &["http", "parts"]),
    ("pages", &["http", "parts", "read"]),
    ("formats", &["http", "parts", "read"]),
    ("people", &["http", "identity", "parts", "read"]),
    ("git", &["http", "parts", "read"]),
    ("editing", &["http", "parts", "read"]),
];

#[test]
fn the_wings_of_web_use_those_below_them_only() {
    let program = Program::read();
    let wing = |module: &[String]| match module {
        [first, rest @ ..] if first == "web" => Some(rest.first().cloned().unwrap_or_default()),
        _ => None,
    };
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for file in &program.files {
        let Some(from) = wing(&file.module) else {
            continue;
        };
        let Some((from, allowed)) = WINGS.iter().find(|(name, _)| *name == from) else {
            continue;
        };
        seen.insert(*from);
        let used = program.uses(file).into_iter();
        for to in used.filter_map(|module| wing(&module)) {
            if to != *from && !allowed.contains(&to.as_str()) {
                wrong.push(format!("{} uses web::{to}", file.path.display()));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
    assert_eq!(seen, WINGS.iter().map(|(name, _)| *name).collect());
}

#[test]
fn each_big_dependency_is_named_in_one_module() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (dependency, owner) in OWNERS {
        for path in sources(&root) {
            let inside = path.starts_with(root.join(owner));
            if !inside && code(&path).contains(&format!("{dependency}::")) {
                wrong.push(format!("{} names {dependency}", path.display()));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// Who starts a process, or makes one ready to be started. May only shrink.
const STARTERS: [&str; 2] = ["store", "web/git/service.rs"];

/// What starts or replaces a process in the libraries of the system.
const SYSTEM: [&str; 8] = [
    "fork",
    "vfork",
    "execv",
    "execve",
    "execvp",
    "posix_spawn",
    "posix_spawnp",
    "system",
];

#[test]
fn only_the_store_starts_processes() {
    let program = Program::read();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut starters = BTreeSet::new();
    for file in &program.files {
        // `Command` of the standard library or of tokio, whatever it is called here; what replaces
        // or copies the process; and what only the system library can do.
        let starts = file.names.iter().any(|path| {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            matches!(
                &path[..],
                ["std" | "tokio", "process", "Command", ..]
                    | ["std" | "tokio", "process"]
                    | ["std", "os", "unix", "process", ..]
            ) || (["libc", "nix", "rustix"].contains(&path[0])
                && path.iter().any(|part| SYSTEM.contains(part)))
        });
        if starts {
            let relative = file.path.strip_prefix(&root).unwrap();
            let in_store = relative.starts_with("store");
            let relative = relative.to_str().unwrap().replace('\\', "/");
            starters.insert(if in_store {
                "store".to_owned()
            } else {
                relative
            });
        }
    }
    assert_eq!(starters, BTreeSet::from(STARTERS.map(str::to_owned)));
}

/// Returns the templates of pages, at any depth.
fn templates() -> Vec<PathBuf> {
    fn add(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                add(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    add(&root, &mut found);
    assert!(!found.is_empty());
    found
}

#[test]
fn templates_trust_types_not_places() {
    for path in templates() {
        let text = std::fs::read_to_string(&path).unwrap();
        for unwanted in [
            "|safe",
            "| safe",
            " style=",
            " onclick=",
            " onload=",
            "<script>",
        ] {
            assert!(!text.contains(unwanted), "{}: {unwanted}", path.display());
        }
    }
}

#[test]
fn every_template_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = sources(&root.join("src")).into_iter();
    let code: String = files.map(|path| code(&path)).collect();
    let templates = templates();
    let texts = templates.iter();
    let all: String = texts
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for path in &templates {
        let name = path.strip_prefix(root.join("templates")).unwrap();
        let name = format!("\"{}\"", name.to_str().unwrap().replace('\\', "/"));
        assert!(
            code.contains(&name) || all.contains(&name),
            "{name} is not used"
        );
    }
}

/// A facet is a parameter of addresses, too: no other may have its name.
#[test]
fn every_parameter_of_an_address_is_reserved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let mut found = 0;
    for path in sources(&root) {
        let code = code(&path);
        for call in [
            "query.get(\"",
            "query.raw(\"",
            "query.all(\"",
            "query.number(\"",
            "switch(context, \"",
        ] {
            for rest in code.split(call).skip(1) {
                let name = rest.split('"').next().unwrap();
                let known = concord::domain::fields::reserved(name);
                assert!(known.is_some(), "{}: {name}", path.display());
                found += 1;
            }
        }
    }
    assert!(found > 15, "{found}");
}
