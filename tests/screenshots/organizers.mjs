// Takes the pictures of `content/contribute/for-organizers.md`: the content of this repository with one event more,
// as an organizer sees it. Run it after the forms have changed: node tests/screenshots/organizers.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enter, serveGroup, until } from "../browser/group.js";
import { browse, root } from "../browser/site.js";

const row = (id, title, day, starts, ends, more = "") => `  - {id: ${id}, title: "${title}", day: ${day}, starts: "${starts}", ends: "${ends}"${more}}\n`;
const EVENT = `---\ntitle: Seminar on partnerships\nkind: event\nuid: picture\nsummary: Two days in Geneva.\nstarts: 2030-04-16\nends: 2030-04-17\ntimezone: Europe/Zurich\ntracks: [Management, Operations]\nrooms: [XIX, XX]\nlang: en\nsessions:\n${[
  row("opening", "Opening", 1, "09:00", "10:00", ", room: XIX, format: plenary"),
  row("trust", "Confidentiality and public trust", 1, "10:00", "11:30", ", track: Management, room: XIX"),
  row("support", "Running a partnership", 1, "10:00", "11:30", ", track: Operations, room: XX"),
  row("lunch", "Lunch", 1, "12:00", "13:00", ", format: break"),
  row("sources", "Mobile phone data in official statistics", 1, "13:00", "14:30", ", room: XIX"),
].join("")}---\n\nWords.\n`;

const folder = mkdtempSync(join(tmpdir(), "concord-pictures-"));
const git = (...words) => execFileSync("git", ["-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.org", ...words], { stdio: "pipe" });
execFileSync("git", ["clone", "--quiet", root, folder], { stdio: "pipe" });
writeFileSync(join(folder, "content/events/picture.md"), EVENT);
git("add", "--all");
git("commit", "--quiet", "--message", "An event to be shown");
const site = await serveGroup(folder, { olga: "organizer" });
const browser = await browse();
const context = await browser.newContext({ viewport: { width: 1120, height: 760 }, reducedMotion: "reduce" });
const page = await context.newPage();

/** Writes what is seen as WebP: the browser can encode it, so nothing else is needed. */
async function picture(name, clip, quality = 0.8) {
  const shot = await page.screenshot({ clip });
  const other = await context.newPage();
  const encoded = await other.evaluate(async ([bytes, quality]) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))], { type: "image/png" }));
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", quality).split(",")[1];
  }, [shot.toString("base64"), quality]);
  await other.close();
  const file = Buffer.from(encoded, "base64");
  writeFileSync(join(root, "content/contribute", name), file);
  console.log(name, file.length);
}

try {
  await enter(page, site, "olga", "/-/agenda/events/picture");
  await until("the board", () => page.locator(".board-block").first().isVisible());
  await page.evaluate(() => scrollTo(0, document.querySelector(".board-place").getBoundingClientRect().top + scrollY - 16));
  await picture("building-an-agenda.webp");
  await page.goto(`${site.address}/-/session/events/picture/sources`);
  await page.getByRole("link", { name: "Find examples" }).click();
  await until("suggestions", () => page.locator("dialog #c-fit").isVisible());
  await page.locator("dialog #c-fit").evaluate((heading) => heading.scrollIntoView());
  await picture("finding-examples.webp", { x: 80, y: 30, width: 960, height: 400 }, 0.7);
} finally {
  await browser.close();
  await site.stop();
  rmSync(folder, { recursive: true, force: true });
}
