//! What the files of the program use of each other, as the compiler would resolve it: `use` with
//! braces and renames, `crate`, `self` and `super`, paths in the code, and what a module hands on
//! with `pub use`. What only tests use is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// The path of a module from the crate's root: `["store", "object"]`.
pub(crate) type Module = Vec<String>;

/// A file of the program.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) module: Module,
    /// The paths that it names, from the crate's root where they begin there.
    pub(crate) names: BTreeSet<Vec<String>>,
    /// What it hands on under another path: the name, and the path.
    exports: Vec<(String, Vec<String>)>,
}

/// The files of the program.
pub(crate) struct Program {
    pub(crate) files: Vec<File>,
}

impl Program {
    /// Reads every file below `src`.
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let files = sources(&root).into_iter();
        let files = files.map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let parsed = syn::parse_file(&text).unwrap();
            let module = module_of(path.strip_prefix(&root).unwrap());
            let mut reader = Reader {
                module: module.clone(),
                names: BTreeSet::new(),
                exports: Vec::new(),
            };
            reader.visit_file(&parsed);
            File {
                path,
                module,
                names: reader.names,
                exports: reader.exports,
            }
        });
        Self {
            files: files.collect(),
        }
    }

    fn file(&self, module: &[String]) -> Option<&File> {
        self.files.iter().find(|file| file.module == module)
    }

    /// Finds the file in which a path ends: through the modules that hand it on.
    pub(crate) fn home_of(&self, path: &[String]) -> Option<&File> {
        let mut path = path.to_vec();
        // Nothing is handed on more often.
        for _ in 0..8 {
            let end = (0..=path.len())
                .rev()
                .find(|&end| self.file(&path[..end]).is_some())?;
            let file = self.file(&path[..end])?;
            let Some(name) = path.get(end) else {
                return Some(file);
            };
            let handed_on = file.exports.iter().find(|(known, _)| known == name);
            let Some((_, target)) = handed_on else {
                return Some(file);
            };
            let rest = path[end + 1..].to_vec();
            path = [target.clone(), rest].concat();
        }
        None
    }

    /// Returns the modules of the files that a file uses.
    pub(crate) fn uses(&self, file: &File) -> BTreeSet<Module> {
        let names = file
            .names
            .iter()
            .filter(|path| path.first().is_some_and(|first| first == "crate"));
        let homes = names.filter_map(|path| self.home_of(&path[1..]));
        let others = homes.filter(|home| home.module != file.module);
        others.map(|home| home.module.clone()).collect()
    }

    /// Finds the files of a folder, those below it as one, that use each other in a ring.
    pub(crate) fn rings(&self, folder: &[String]) -> Vec<BTreeSet<String>> {
        // A file below a subfolder counts as the subfolder; the folder's own `mod.rs` as `mod`.
        let part = |module: &[String]| -> Option<String> {
            let rest = module.strip_prefix(folder)?;
            Some(rest.first().map_or("mod", String::as_str).to_owned())
        };
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in &self.files {
            let Some(from) = part(&file.module) else {
                continue;
            };
            let to = self
                .uses(file)
                .into_iter()
                .filter_map(|module| part(&module));
            let to = to.filter(|to| *to != from);
            edges.entry(from.clone()).or_default().extend(to);
        }
        let reach = |from: &str| {
            let mut seen = BTreeSet::new();
            let mut waiting: Vec<&str> = vec![from];
            while let Some(next) = waiting.pop() {
                for to in edges.get(next).into_iter().flatten() {
                    if seen.insert(to.clone()) {
                        waiting.push(to);
                    }
                }
            }
            seen
        };
        let reached: BTreeMap<&String, BTreeSet<String>> =
            edges.keys().map(|part| (part, reach(part))).collect();
        let mut rings: Vec<BTreeSet<String>> = Vec::new();
        for (part, to) in &reached {
            let both =
                |other: &&String| reached.get(*other).is_some_and(|back| back.contains(*part));
            let ring: BTreeSet<String> = to.iter().filter(both).cloned().collect();
            if ring.len() > 1 && !rings.contains(&ring) {
                rings.push(ring);
            }
        }
        rings
    }

    /// Returns every folder with files, the root first.
    pub(crate) fn folders(&self) -> BTreeSet<Module> {
        let files = self.files.iter();
        files
            .flat_map(|file| (0..file.module.len()).map(|end| file.module[..end].to_vec()))
            .collect()
    }
}

/// Returns the Rust files below a folder.
pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    // A folder `tests` and a file `tests.rs` are there for tests only.
    found.retain(|path| {
        !path
            .iter()
            .any(|part| part == "tests" || part == "tests.rs")
    });
    found
}

fn module_of(file: &Path) -> Module {
    let mut module: Module = file
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if module
        .last()
        .is_some_and(|last| ["mod", "lib"].contains(&last.as_str()))
    {
        module.pop();
    }
    module
}

struct Reader {
    module: Module,
    names: BTreeSet<Vec<String>>,
    exports: Vec<(String, Vec<String>)>,
}

impl Reader {
    /// Returns a path from the root, with `crate` before it, if it begins at a module of this crate.
    fn rooted(&self, path: &[String]) -> Vec<String> {
        let mut base = self.module.clone();
        let mut rest = path;
        match rest.first().map(String::as_str) {
            Some("self") => rest = &rest[1..],
            Some("super") => {
                while rest.first().is_some_and(|first| first == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            _ => return path.to_vec(),
        }
        [vec!["crate".to_owned()], base, rest.to_vec()].concat()
    }

    fn read_tree(&mut self, before: &[String], tree: &syn::UseTree, public: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.read_tree(&with(&path.ident), &path.tree, public),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.read_tree(before, tree, public);
                }
            }
            syn::UseTree::Name(name) if name.ident == "self" => {
                let last = before.last().cloned().unwrap_or_default();
                self.add(before, last, public);
            }
            syn::UseTree::Name(name) => {
                self.add(&with(&name.ident), name.ident.to_string(), public);
            }
            syn::UseTree::Rename(name) => {
                self.add(&with(&name.ident), name.rename.to_string(), public);
            }
            syn::UseTree::Glob(_) => self.add(before, "*".to_owned(), public),
        }
    }

    fn add(&mut self, path: &[String], name: String, public: bool) {
        let mut path = self.rooted(path);
        if public {
            // `pub use object::Handle` begins at a module below this one.
            if path.first().is_some_and(|first| first != "crate") {
                path = [vec!["crate".to_owned()], self.module.clone(), path].concat();
            }
            self.exports.push((name, path[1..].to_vec()));
        } else {
            self.names.insert(path);
        }
    }
}

/// Tells whether an item is there for tests only.
fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let condition = attribute
            .path()
            .is_ident("cfg")
            .then(|| attribute.parse_args::<syn::Ident>());
        attribute.path().is_ident("test") || matches!(condition, Some(Ok(name)) if name == "test")
    })
}

impl<'a> Visit<'a> for Reader {
    /// `pub(super)` uses nothing of the module above.
    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if !is_test(&item.attrs) {
            syn::visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            syn::visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if !is_test(&item.attrs) {
            let public = !matches!(item.vis, syn::Visibility::Inherited);
            self.read_tree(&[], &item.tree, public);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let segments = self.rooted(&segments);
        self.names.insert(segments);
        syn::visit::visit_path(self, path);
    }

    /// Paths in the arguments of macros are read as far as they can be.
    fn visit_macro(&mut self, called: &'a syn::Macro) {
        let parser = syn::punctuated::Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        if let Ok(arguments) = called.parse_body_with(parser) {
            for argument in &arguments {
                // The arguments live no longer than this call.
                let mut inner = Reader {
                    module: self.module.clone(),
                    names: BTreeSet::new(),
                    exports: Vec::new(),
                };
                inner.visit_expr(argument);
                self.names.extend(inner.names);
            }
        }
        self.visit_path(&called.path);
    }
}
