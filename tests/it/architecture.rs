//! The direction of modules: down only, and each big dependency in one module.

use std::path::{Path, PathBuf};

/// Which modules a module may use.
const ALLOWED: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("render", &["domain"]),
    ("search", &["domain"]),
    ("site", &["domain", "store", "render", "search"]),
    ("web", &["domain", "store", "render", "search", "site"]),
    (
        "cli",
        &["domain", "store", "render", "search", "site", "web"],
    ),
];

/// Which module alone may name a dependency.
const OWNERS: [(&str, &str); 12] = [
    ("git2", "store"),
    ("comrak", "render"),
    ("ammonia", "render"),
    ("hayagriva", "render"),
    ("syntect", "render"),
    ("pulldown_latex", "render"),
    ("tantivy", "search"),
    ("axum", "web"),
    ("askama", "web"),
    ("hyper_util", "web"),
    ("clap", "cli"),
    ("granit_parser", "domain"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (module, allowed) in ALLOWED {
        for path in sources(&root.join(module)) {
            let code = code(&path);
            for (other, _) in ALLOWED {
                let uses = code.contains(&format!("crate::{other}::"));
                if uses && other != module && !allowed.contains(&other) {
                    wrong.push(format!("{} uses {other}", path.display()));
                }
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
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

#[test]
fn only_the_store_starts_processes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let starts = |path: &PathBuf| code(path).contains("Command::new(");
    let wrong: Vec<PathBuf> = sources(&root)
        .into_iter()
        .filter(starts)
        .filter(|path| !path.ends_with("store/git.rs"))
        .collect();
    assert_eq!(wrong, [] as [PathBuf; 0]);
}

#[test]
fn templates_trust_types_not_places() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for entry in std::fs::read_dir(templates).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            assert!(!text.contains("|safe"), "{}", entry.path().display());
            assert!(!text.contains(" style="), "{}", entry.path().display());
            assert!(!text.contains("onclick"), "{}", entry.path().display());
        }
    }
}

#[test]
fn every_template_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code: String = sources(&root.join("src"))
        .iter()
        .map(|path| code(path))
        .collect();
    let templates: Vec<PathBuf> = std::fs::read_dir(root.join("templates"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    let all: String = templates
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for path in templates {
        let name = path.file_name().unwrap().to_str().unwrap();
        let used = code.contains(&format!("\"{name}\"")) || all.contains(&format!("\"{name}\""));
        assert!(used, "{name} is not used");
    }
}
