// Starts Concord on a free port and a browser to look at it.
import { spawn, execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, "../..");
export const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const program = resolve(process.env.CONCORD_BIN ?? join(root, "target/debug/concord"));

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Serves a repository; the starter content where none is named. */
export async function serve(repository = root, configuration = "") {
  const folder = mkdtempSync(join(tmpdir(), "concord-browser-"));
  const data = join(folder, "data");
  writeFileSync(join(folder, "concord.toml"), configuration);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(program, ["serve", "--repository", repository, "--listen", `127.0.0.1:${port}`, "--index", join(folder, "index"), "--config", join(folder, "concord.toml"), "--data", data], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, CONCORD_LOG: "warn" } });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { log += text; });
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${log}`);
    if (await fetch(`${address}/-/healthz`).then((answer) => answer.ok, () => false)) break;
    if (Date.now() > deadline) throw new Error(`the server does not answer: ${log}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    address,
    /** What the server has said so far. */
    said: () => log,
    /** How many seconds of a core the server has taken so far. */
    cpu() {
      // Behind the name, which may have anything in it: the fields 14 and 15 of proc(5).
      const [user, system] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1).split(" ").slice(11, 13);
      return (Number(user) + Number(system)) / Number(execFileSync("getconf", ["CLK_TCK"]));
    },
    /** Runs `concord user` beside the server; returns what it prints. */
    user: (words, input = "") => execFileSync(program, ["user", ...words, "--data", data, "--base-url", address], { cwd: folder, input, encoding: "utf8", stdio: "pipe" }),
    /** Writes into the database behind the server's back. */
    write: (text) => execFileSync("sqlite3", [join(data, "concord.db"), `PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE; ${text} COMMIT;`], { stdio: "pipe" }),
    /** Changes the sessions of an account behind the server's back, as time does. */
    age(name, change) {
      const revision = "(SELECT value FROM state WHERE key = 'revision')";
      const account = `(SELECT id FROM accounts WHERE name = '${name}')`;
      this.write(`UPDATE state SET value = value + 1 WHERE key = 'revision'; UPDATE sessions SET ${change}, changed = ${revision} WHERE ended = 0 AND account = ${account};`);
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function browse() {
  return chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
}

/** Makes a repository of files; returns its path and how to take it away. */
export function repository(files) {
  const folder = mkdtempSync(join(tmpdir(), "concord-repository-"));
  const git = (...words) => execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main", ...words], { cwd: folder, stdio: "pipe" });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Begin");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Every kind of page. */
export const pages = {
  home: "/",
  "case study": "/cases/insee-orange-labs",
  "literature note": "/literature/li2021cdr",
  lesson: "/lessons/start-small-and-concrete",
  event: "/events/seminar-2018",
  survey: "/surveys/questionnaire-2017",
  guidance: "/guidance/framework-2019",
  resource: "/resources/big-data-sandbox",
  "plain page": "/contribute/syntax",
  search: "/search?q=mobile+phone",
  "search without hits": "/search?q=zzzzqqqq",
  timeline: "/search?kind=case-study&view=timeline",
  countries: "/search?kind=case-study&view=countries",
  map: "/map",
  changes: "/changes",
  glossary: "/-/glossary",
  term: "/-/glossary/challenges/concluding",
  country: "/-/countries/NL",
  "all cases": "/cases",
  problems: "/-/problems",
  style: "/-/style",
  "not found": "/cases/nosuchpage",
};
