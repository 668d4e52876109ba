//! The lines of a calendar, as RFC 5545 has them.

use crate::domain::date::Date;

/// Longest line, in bytes, by RFC 5545.
const LONGEST_LINE: usize = 75;

/// A calendar's text, line by line.
#[derive(Default)]
pub(super) struct CalendarLines(String);

impl CalendarLines {
    /// Adds a property with a text, unless there is none.
    pub(super) fn text_of(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(&format!("{name}:{}", escaped(text)));
        }
    }

    /// Adds a line, folded where it is too long.
    pub(super) fn line(&mut self, line: &str) {
        let mut room = LONGEST_LINE;
        for sign in line.chars() {
            if sign.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST_LINE - 1;
            }
            room -= sign.len_utf8();
            self.0.push(sign);
        }
        self.0.push_str("\r\n");
    }

    /// Returns the whole text.
    pub(super) fn whole(self) -> String {
        self.0
    }
}

/// Writes a text so that its signs mean nothing.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

/// Writes a date.
pub(super) fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// Writes an instant in UTC.
pub(super) fn instant(seconds: i64) -> String {
    crate::web::parts::agenda::times::iso(seconds).replace(['-', ':'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_75_bytes_and_come_back_whole() {
        let mut lines = CalendarLines::default();
        let name = "Семинар; о, партнёрстве\\в статистике".repeat(9);
        lines.text_of("X-WR-CALNAME", &name);
        lines.text_of("SUMMARY", &"ééé 日本語, ".repeat(40));
        let text = lines.whole();
        let mut all = text.split("\r\n");
        assert!(all.all(|line| line.len() <= LONGEST_LINE));
        let whole = text.replace("\r\n ", "");
        assert!(whole.contains(&"ééé 日本語\\, ".repeat(40)));
        assert!(whole.contains("Семинар\\; о\\, партнёрстве\\\\в статистике"));
    }

    #[test]
    fn an_instant_is_written_in_utc() {
        assert_eq!(instant(1_776_412_800), "20260417T080000Z");
        assert_eq!(escaped("a\r\nb\u{7}"), "a\\nb");
    }
}
