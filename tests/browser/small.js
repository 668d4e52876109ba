// A small repository with what the starter content lacks.
import { repository } from "./site.js";

const words = "Statistics need partners, and partners need reasons. ".repeat(12);

export function small() {
  return repository({
    "index.md": "---\ntitle: A small site\nsummary: For tests.\nlang: en\n---\n\nWelcome.\n",
    "arabic.md": `---\ntitle: الشراكات الاستراتيجية في الإحصاءات الرسمية\nkind: case-study\nsummary: ما تعلمته المكاتب الإحصائية.\ncountries: [EG]\nperiod: 2015/2017\nlang: ar\n---\n\n## السياق\n\n${"تعتمد المكاتب الإحصائية على الشركاء. ".repeat(20)}\n\n> [!NOTE]\n> ملاحظة.\n\n## النتيجة\n\n- واحد\n- اثنان\n`,
    "francais.md": "---\ntitle: Une page en français\nkind: case-study\nsummary: Un essai.\ncountries: [DE]\nperiod: 2018-04-01/\nlang: fr\n---\n\n## Contexte\n\nDu texte.\n\n## Résultat\n\nDu texte.\n",
    "long.md": `---\ntitle: A long page\nsummary: With footnotes and a wide table.\nlang: en\n---\n\n## One\n\n${words}[^1]\n\n## Two\n\n| ${"Column | ".repeat(14)}\n|${"---|".repeat(14)}\n| ${"averylongvalue | ".repeat(14)}\n\n## Three\n\n${words}\n\n\`\`\`python\n${"x = 1; ".repeat(60)}\n\`\`\`\n\n## Four\n\n${words}\n\n${words}\n\n[^1]: The note itself.\n`,
  });
}
