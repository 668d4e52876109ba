// Files that are pasted, dropped or chosen: sent at once, with how far it is, and linked where the cursor is.
import { ask, form as fieldsOf, live } from "./ask.js";
import { bar, heard } from "./bars.js";
import { passage } from "./marks.js";
import { table } from "./table.js";
import { make, say } from "./words.js";

export function files({ form, field, box, read }) {
  const send = async (chosen) => {
    const data = fieldsOf(read());
    const names = [];
    for (const file of chosen) {
      data.append("file-chosen", file, file.name);
      names.push(file.name);
    }
    const name = names.join(", ");
    const how = make("progress", { max: 1, value: 0, ariaLabel: say("sending", name) });
    const shown = bar(say("sending", name), { more: how });
    const { status, document: answer } = await ask("POST", live(form.getAttribute("action"), "files"), data, { progress: (part) => { how.value = part; } });
    shown.remove();
    heard(status);
    const wrong = answer?.querySelector(".notice-wrong")?.textContent.trim();
    if (status !== 200) bar(wrong || say("not-sent", name), { isWrong: true, buttons: [[say("close"), (element) => element.remove()]] });
    const links = [...answer?.querySelectorAll("[data-links] li") ?? []].map((item) => item.textContent);
    const place = document.getElementById("c-file")?.closest("details");
    const list = answer?.querySelector("[data-waiting]");
    if (place && list) {
      place.querySelector("ul")?.remove();
      place.querySelector("summary").after(list);
      place.open = true;
    }
    if (links.length === 0) return;
    // What a picture shows is typed next.
    const alt = links[0].startsWith("![](") ? [2, 2] : undefined;
    box().change(passage(box().read(), links.join("\n"), alt));
  };

  field.addEventListener("paste", (event) => {
    const { clipboardData: data } = event;
    // A word processor puts a picture beside its table.
    const found = table(data?.getData("text/html") ?? "");
    const take = () => { event.preventDefault(); event.stopPropagation(); };
    if (found) { take(); box().change(passage(box().read(), found)); return; }
    const isText = data?.types.includes("text/plain");
    if (data?.files.length > 0 && !isText) { const chosen = [...data.files]; take(); send(chosen); }
  }, true);
  field.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  }, true);
  field.addEventListener("drop", (event) => {
    const chosen = [...event.dataTransfer?.files ?? []];
    if (chosen.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    send(chosen);
  }, true);
  return () => {
    const chooser = make("input", { type: "file", multiple: true });
    chooser.addEventListener("change", () => { if (chooser.files.length > 0) send([...chooser.files]); });
    chooser.click();
  };
}
