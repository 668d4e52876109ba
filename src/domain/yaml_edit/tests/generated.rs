//! The laws for front matter that is made up, and for texts of any signs.

use proptest::prelude::*;

use super::*;
use crate::domain::yaml_edit::tests::laws::obey_all;

/// Choices that a generated text is made from; no more of them means the first of each.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn of(&mut self, choices: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % choices)
    }

    fn pick<'b>(&mut self, texts: &[&'b str]) -> &'b str {
        texts[self.of(texts.len())]
    }

    /// Writes a value behind its key or hyphen, with the line end.
    fn value(&mut self, indent: usize, depth: usize) -> String {
        let spaces = " ".repeat(indent + 2);
        let comment = self.pick(&["", "", " # c: d", "  #é"]);
        let kinds = if depth < 3 { 12 } else { 9 };
        match self.of(kinds) {
            0 => format!(
                " {}{comment}\n",
                self.pick(&["a", "b c", "é 🙂", "1.10", "http://a.b"])
            ),
            1 => format!(
                " {}{comment}\n",
                self.pick(&["\"a\"", "\"a\\n: \\\"b\\\"\"", "''", "'it''s'", "'# a'"])
            ),
            2 => format!("{comment}\n"),
            3 => format!(" ~{comment}\n"),
            4 => format!(" a\n{spaces}b # c\n"),
            5 => {
                let header = self.pick(&["|", ">", "|-", ">+", "|+", "| # c"]);
                let end = self.pick(&["", "\n", "\n\n"]);
                format!(" {header}\n{spaces}a: b\n\n{spaces}  - c\n{end}")
            }
            6 => format!(
                " {}{comment}\n",
                self.pick(&["[]", "[a, 'b']", "[ a , b, ]", "[[a], {b: c}]", "[a: b]"])
            ),
            7 => format!(
                " {}{comment}\n",
                self.pick(&["{}", "{a: b}", "{a: , b}", "{\"a\": [b], c: d}"])
            ),
            8 => format!(" [\n{spaces}  a, # x\n{spaces}  b\n{spaces}]{comment}\n"),
            9 => {
                let indent = indent + self.of(2) * 2;
                format!("{comment}\n{}", self.list(indent, depth + 1))
            }
            10 => format!("{comment}\n{spaces}{}", self.map(indent + 2, depth + 1)),
            _ => format!(
                "\n{spaces}# note\n{spaces}{}",
                self.map(indent + 2, depth + 1)
            ),
        }
    }

    fn map(&mut self, indent: usize, depth: usize) -> String {
        let mut written = String::new();
        for number in 0..1 + self.of(4) {
            let between = self.pick(&["", "", "# note\n", "\n"]);
            if number > 0 {
                written.push_str(between);
                written.push_str(&" ".repeat(indent));
            }
            let key = self
                .pick(&["k", "\"k: \"", "'k.'", "é "])
                .trim_end()
                .to_owned();
            let key = match key.strip_suffix(['"', '\'']) {
                Some(open) => format!("{open}{number}{}", &key[key.len() - 1..]),
                None => format!("{key}{number}"),
            };
            written.push_str(&format!("{key}:{}", self.value(indent, depth)));
        }
        written
    }

    fn list(&mut self, indent: usize, depth: usize) -> String {
        let mut written = String::new();
        for _ in 0..1 + self.of(3) {
            written.push_str(self.pick(&["", "", "# note\n", "\n"]));
            written.push_str(&" ".repeat(indent));
            let item = match self.of(3) {
                0 => format!("- {}", self.map(indent + 2, depth + 1)),
                _ => format!("-{}", self.value(indent, 3)),
            };
            written.push_str(&item);
        }
        written
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn edits_of_any_front_matter_change_nothing_else(
        choices in proptest::collection::vec(any::<u8>(), 0..60),
        first in 0usize..1000,
        mark in proptest::bool::ANY,
        pairs in proptest::bool::ANY,
    ) {
        let yaml = Choices(choices.iter()).map(0, 0);
        prop_assert!(yaml::parse(&yaml).is_ok(), "{yaml:?} {:?}", yaml::parse(&yaml));
        let mark = if mark { "\u{FEFF}" } else { "" };
        let source = format!("{mark}---\n{yaml}---\nText\n");
        let source = if pairs { source.replace('\n', "\r\n") } else { source };
        // Behind `|+`, empty lines that come to stand there belong to the text: refused, not wrong.
        let keeps = yaml.contains("|+") || yaml.contains(">+");
        if let Err(error) = obey_all(&source, first, 3)
            && !(keeps && error.starts_with("refused"))
        {
            return Err(TestCaseError::fail(error));
        }
    }

    #[test]
    fn any_text_reads_as_itself(
        value in "\\PC{0,12}|[\\x00-\\x20a:#'\"\\\\|,\\[\\]{}&*!%@`~-]{0,12}",
        old in proptest::sample::select(vec!["a: b", "a: 'b'", "a: \"b\"", "a: |\n  b\n", "a: [b]", "a:"]),
    ) {
        let page = format!("---\n{old}\nz: y\n---\n");
        let at = if old.contains('[') { "a[0]" } else { "a" };
        let found = edit(&page, &[set(at, text(&value)), set("c", text(&value))]);
        let found = found.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let tree = read(locate(&found).unwrap().yaml.unwrap()).unwrap();
        prop_assert_eq!(tree.get("c").unwrap().as_str(), Some(value.as_str()));
        prop_assert_eq!(tree.get("a").unwrap().items()[0].as_str(), Some(value.as_str()));
        prop_assert_eq!(tree.entries().len(), 3);
    }
}
