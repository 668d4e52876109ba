// Fails where a dependency of Cargo.toml is used nowhere in the code, and where a crate has a licence
// that is not on the list. Asks nobody but `cargo metadata`.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  // Of a file that is changed, the change is published; nothing else follows from it.
  "MPL-2.0",
  "MPL-2.0+",
  "NCSA",
  "Unicode-3.0",
  "Unicode-DFS-2016",
  "Unlicense",
  "Zlib",
]);

/** Tells whether an SPDX expression can be met: each part joined by AND has an alternative on the list. */
function isAllowed(expression) {
  const inner = expression.replace(/\(([^()]*)\)/g, (_, part) => (isAllowed(part) ? "MIT" : "refused"));
  return inner.split(" AND ").every((part) =>
    part.split(/ OR | ?\/ ?/).some((name) => ALLOWED.has(name.trim())),
  );
}

/** Returns the text of all Rust files below some folders. */
function codeOf(...paths) {
  let text = "";
  for (const path of paths) {
    if (path.endsWith(".rs")) {
      text += readFileSync(path, "utf8");
      continue;
    }
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory() || entry.name.endsWith(".rs")) text += codeOf(join(path, entry.name));
    }
  }
  return text;
}

const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--locked", "--format-version", "1"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  }),
);
const faults = [];
for (const { name, version, license } of metadata.packages) {
  if (!license) {
    if (name !== "concord" && !name.startsWith("concord-")) faults.push(`${name} ${version} names no licence`);
  } else if (!isAllowed(license)) {
    faults.push(`${name} ${version} has the licence ${license}, which is not on the list in .ci/dependencies.mjs`);
  }
}
const product = codeOf("src", "build.rs");
const all = product + codeOf("tests", "benches");
const own = metadata.packages.find((found) => found.name === "concord");
for (const dependency of own.dependencies) {
  const name = (dependency.rename ?? dependency.name).replaceAll("-", "_");
  const code = dependency.kind === "dev" ? all : product;
  if (!new RegExp(`\\b${name}(::|;|\\s*\\{)`).test(code)) {
    faults.push(`${dependency.name} is in Cargo.toml and used nowhere: remove it`);
  }
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
