// A small repository with what the starter content lacks.
import { repository } from "./site.js";

const words = "Statistics need partners, and partners need reasons. ".repeat(12);

const times = [["09:00", "09:30"], ["09:30", "11:00"], ["11:15", "12:30"], ["14:00", "15:30"], ["15:45", "17:00"], ["17:00", "17:30"]];
const session = (day, [starts, ends], number) => `  - title: "Session ${number}: confidentiality, law and public trust"
    day: ${day}
    starts: "${starts}"
    ends: "${ends}"
    format: plenary
    summary: What the supervisor and the public need to hear, and when; how much of it can be agreed before the first data flow, and by whom.
    chair: Ada Writer (INSEE)
    speakers: [Bo Reader (Statistics Norway), Cy Speaker (ONS), Di Talker (CBS)]
    examples: [francais, long, arabic]
`;
const sessions = [1, 2].flatMap((day) => times.map((time, at) => session(day, time, (day - 1) * times.length + at + 1))).join("");

export function small() {
  return repository({
    "index.md": "---\ntitle: A small site\nsummary: For tests.\nlang: en\n---\n\nWelcome.\n",
    "arabic.md": `---\ntitle: الشراكات الاستراتيجية في الإحصاءات الرسمية\nkind: case-study\nsummary: ما تعلمته المكاتب الإحصائية.\ncountries: [EG]\nperiod: 2015/2017\nlang: ar\n---\n\n## السياق\n\n${"تعتمد المكاتب الإحصائية على الشركاء. ".repeat(20)}\n\n> [!NOTE]\n> ملاحظة.\n\n## النتيجة\n\n- واحد\n- اثنان\n`,
    "francais.md": "---\ntitle: Une page en français\nkind: case-study\nsummary: Un essai.\ncountries: [DE]\nperiod: 2018-04-01/\nlang: fr\n---\n\n## Contexte\n\nDu texte.\n\n## Résultat\n\nDu texte.\n",
    "seminar.md": `---\ntitle: A seminar of two days\nkind: event\nsummary: With twelve sessions.\nstarts: 2026-04-14\nends: 2026-04-15\nplace: Geneva\nsessions:\n${sessions}lang: en\n---\n\n## Aim\n\n${words}\n`,
    "short.md": "---\ntitle: A short page\nsummary: Without an outline.\nlang: en\n---\n\nA line.\n",
    "long.md": `---\ntitle: A long page\nsummary: With footnotes and a wide table.\nlang: en\n---\n\n## One\n\n${words}[^1]\n\n## Two\n\n| ${"Column | ".repeat(14)}\n|${"---|".repeat(14)}\n| ${"averylongvalue | ".repeat(14)}\n\n## Three\n\n${words}\n\n\`\`\`python\n${"x = 1; ".repeat(60)}\n\`\`\`\n\n## Four\n\n${words}\n\n${words}\n\n[^1]: The note itself.\n`,
  });
}
