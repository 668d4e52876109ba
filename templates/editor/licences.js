// Prints the licences of what the scripts of the editor are made of.
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
// What builds is not in what is built.
const own = Object.keys(packages).filter((path) => /^node_modules\/(@codemirror|@lezer|@marijn|crelt|style-mod|w3c-keyname)/.test(path));
console.log("The scripts editor.js, edit.js and leave.js are built from templates/editor. In editor.js are:\n");
for (const path of own.sort()) {
  const { version, license } = packages[path];
  console.log(`== ${path.replace("node_modules/", "")} ${version} (${license})\n`);
  console.log(`${readFileSync(`${path}/LICENSE`, "utf8").trim()}\n`);
}
