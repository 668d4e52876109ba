// What is typed is kept in this browser within a second of the last key, for its writer's account alone,
// until the site has said that it arrived. In IndexedDB, which is on the disk when it says so.

const DATABASE = "concord";
const TEXTS = "texts";
/** After so long without a key it is kept; and after so long with keys all the time. */
const PAUSE = 300;
const LONGEST = 700;
/** So long a text waits for its writer. */
const DAYS = 30;
const SAVED = "concord-saved-";

let opened = null;
function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => { request.result.createObjectStore(TEXTS, { keyPath: "key" }); };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  return opened;
}

/** Does something with the texts, and waits until it is on the disk. */
async function texts(mode, run) {
  const database = await open();
  return new Promise((done, failed) => {
    const transaction = database.transaction(TEXTS, mode, { durability: "strict" });
    const request = run(transaction.objectStore(TEXTS));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = () => failed(transaction.error);
    transaction.onabort = () => failed(transaction.error);
    transaction.commit?.();
  });
}

export const put = (entry) => texts("readwrite", (store) => store.put(entry));
export const forget = (key) => texts("readwrite", (store) => store.delete(key));
export const all = async (account) => (await texts("readonly", (store) => store.getAll())).filter((entry) => entry.account === account);

/** Returns the ids of the texts that have arrived, and forgets that they have. */
export function arrived() {
  const ids = new Set();
  for (const pair of document.cookie.split("; ")) {
    const name = pair.split("=")[0];
    if (!name.startsWith(SAVED)) continue;
    ids.add(name.slice(SAVED.length));
    document.cookie = `${name}=; Path=/-/; Max-Age=0`;
  }
  return ids;
}

/** Forgets the texts that have arrived or waited too long; returns those of an account that are left. */
export async function waiting(account, ids = arrived()) {
  const entries = await all(account);
  const isOver = (entry) => ids.has(entry.id) || Date.now() - entry.at > DAYS * 86_400_000;
  await Promise.all(entries.filter(isOver).map((entry) => forget(entry.key)));
  return entries.filter((entry) => !isOver(entry));
}

/** Marks a text as being written, as long as this page is open. */
const LOCK = "concord-writes:";
export function hold(key) { navigator.locks?.request(LOCK + key, () => new Promise(() => {})); }
export async function held() {
  const { held: locks = [] } = await navigator.locks?.query() ?? {};
  return new Set(locks.map(({ name }) => name).filter((name) => name.startsWith(LOCK)).map((name) => name.slice(LOCK.length)));
}

/** Tells whether two forms say the same, apart from what only names them. */
const NAMES = new Set(["id", "kept-here", "base", "account", "mode", "head", "keys", "file"]);
export function isSame(one, other) {
  const typed = (fields) => fields.filter(([name, value]) => !NAMES.has(name) && value !== "");
  const [left, right] = [typed(one), typed(other)];
  return left.length === right.length && left.every(([name, value], at) => name === right[at][0] && value === right[at][1]);
}

/** Keeps what `read` returns, some time after each call; tells `said` how it stands. */
export function keeper({ entry, read, said }) {
  const begun = read();
  const isUntouched = entry.isFresh;
  let timer = 0;
  let first = 0;
  let running = Promise.resolve();
  let isTyped = false;
  const write = () => {
    clearTimeout(timer);
    timer = 0;
    first = 0;
    isTyped = false;
    const fields = read();
    const isBegun = isUntouched && isSame(fields, begun);
    const done = isBegun
      ? () => forget(entry.key)
      : () => put({ key: entry.key, account: entry.account, action: entry.action, id: entry.id, at: Date.now(), fields });
    // One after the other, so that the last is what stays.
    running = running.then(done).then(() => { if (!timer) said(isBegun ? "begun" : "kept"); }, () => said("not kept"));
    return running;
  };
  return {
    typed() {
      first ||= Date.now();
      clearTimeout(timer);
      const pause = Math.max(0, Math.min(PAUSE, first + LONGEST - Date.now()));
      // Between two keys, where there is time.
      timer = setTimeout(() => (window.requestIdleCallback ? requestIdleCallback(write, { timeout: 200 }) : write()), pause);
      if (!isTyped) said("typed");
      isTyped = true;
    },
    now: write,
  };
}
