// Texts that this browser kept and that have not arrived: offered in a bar with what differs.
import { ask, form as fieldsOf, live } from "./ask.js";
import { bar } from "./bars.js";
import { forget, held, isSame, waiting } from "./keeping.js";
import { make, say } from "./words.js";

/** So many are offered at once; the others when these are done with. */
const MOST = 3;

/** Sends a text to the site, which shows the form with it, and everything that goes with it. */
function goOn(entry) {
  const form = make("form", { method: "post", action: entry.action, enctype: "multipart/form-data", hidden: true });
  const fields = entry.fields.filter(([name]) => name !== "do" && name !== "id");
  for (const [name, value] of [...fields, ["id", entry.id], ["do", "go-on"]]) form.append(make("input", { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}

/** Returns what shows the difference when it is opened. */
function difference(entry) {
  const place = make("div");
  const details = make("details", {}, make("summary", {}, say("difference")), place);
  details.addEventListener("toggle", async () => {
    if (!details.open || place.firstChild) return;
    const { document: answer } = await ask("POST", live(entry.action, "difference"), fieldsOf(entry.fields));
    const found = answer?.querySelector(".edit-preview details > :not(summary)");
    place.replaceChildren(...(found ? [found] : [say("offline")]));
  });
  return details;
}

/** Offers the texts of the same page that nobody is writing any more. */
export async function offer({ entry, read, ids, language }) {
  const [left, alive] = await Promise.all([waiting(entry.account, ids), held()]);
  const others = left.filter((other) => other.action === entry.action && other.key !== entry.key && !alive.has(other.key));
  const shown = read();
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  let offered = 0;
  for (const other of others.sort((one, two) => two.at - one.at)) {
    if (isSame(other.fields, shown)) { await forget(other.key); continue; }
    if ((offered += 1) > MOST) break;
    bar(say("offer", time.format(other.at)), {
      more: difference(other),
      buttons: [
        [say("use"), () => goOn(other), false],
        [say("throw"), (element) => { forget(other.key).then(() => element.remove()); }],
      ],
    });
  }
}
