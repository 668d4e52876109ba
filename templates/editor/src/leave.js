// Who signs out takes what this browser kept for them along: it waits for their account instead.
import { ask, form as fieldsOf } from "./ask.js";
import { forget, waiting } from "./keeping.js";

const form = document.querySelector("[data-sign-out]");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const entries = await waiting(form.dataset.signOut);
    // The newest of a page last, so that it is what the account has.
    for (const entry of entries.sort((one, two) => one.at - two.at)) {
      const fields = entry.fields.filter(([name]) => name !== "do" && name !== "kept-here");
      const { status } = await ask("POST", entry.action, fieldsOf([...fields, ["do", "keep"]]));
      if (status === 200) await forget(entry.key);
    }
  } catch { /* What cannot be read is not kept. */ }
  form.submit();
});
