//! The passages in which two texts exclude each other, in whole blocks of Markdown.
//!
//! Git says whether two texts merge, and to which bytes. This finds the places where they do not, and
//! makes each as large as what a reader takes for one thing: up to the empty lines around it, and
//! never a part of fenced code.

use std::ops::Range;

use similar::{MergeRegion, MergeResolution, TextMerge};

/// The number of lines and bytes that the three texts may have together. Comparing them may take the square of
/// that, and nothing stops it once it has begun.
const LINES: usize = 30_000;
const BYTES: usize = 3 << 20;

/// A stretch of three texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) base: String,
    pub(super) theirs: String,
    pub(super) mine: String,
    /// The text with what both sides did, where that goes together.
    pub(super) merged: String,
    pub(super) what: PassageKind,
}

/// The kind of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PassageKind {
    /// It is the same in all three.
    Same,
    /// It merges by itself, and nothing in it is of theirs alone.
    Mine,
    /// It merges by itself, and something in it is of theirs alone.
    Theirs,
    /// It does not merge.
    Clash,
}

/// Divides three texts into stretches, all of which together are the texts.
///
/// Texts that are too large are one stretch that does not merge.
pub(super) fn passages(base: &str, theirs: &str, mine: &str) -> Vec<Passage> {
    let texts = [base, theirs, mine];
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    if bytes > BYTES || texts.iter().map(|text| lines(text)).sum::<usize>() > LINES {
        let [base, theirs, mine] = texts.map(str::to_owned);
        return vec![Passage {
            base,
            theirs,
            mine,
            merged: String::new(),
            what: PassageKind::Clash,
        }];
    }
    let merge = TextMerge::from_lines(base, mine, theirs);
    let sides = MergeLines {
        base: SideLines::of((0..merge.base_len()).filter_map(|at| merge.base_line(at))),
        theirs: SideLines::of((0..merge.theirs_len()).filter_map(|at| merge.theirs_line(at))),
        mine: SideLines::of((0..merge.ours_len()).filter_map(|at| merge.ours_line(at))),
    };
    let mut passages = Vec::new();
    let mut open: Option<Stretch> = None;
    for mut step in merge.regions().iter().flat_map(steps) {
        step.merged = sides.merged(&step);
        if let Some(before) = open.take_if(|_| sides.divide_before(&step)) {
            passages.push(sides.passage(before));
        }
        open = Some(match open {
            None => step,
            Some(before) => before.and(&step),
        });
    }
    passages.extend(open.map(|last| sides.passage(last)));
    passages
}

/// Makes one stretch that does not merge of all from the first to the last that is not the same in
/// all texts: git says that the texts do not merge, and the places of that are not known.
pub(super) fn clash_of_all(passages: Vec<Passage>) -> Vec<Passage> {
    let changed = |passage: &Passage| passage.what != PassageKind::Same;
    let Some(first) = passages.iter().position(changed) else {
        return passages;
    };
    let last = passages.iter().rposition(changed).unwrap_or(first);
    let mut result = Vec::new();
    for (number, passage) in passages.into_iter().enumerate() {
        if number <= first || number > last {
            result.push(passage);
        } else if let Some(clash) = result.last_mut() {
            clash.base.push_str(&passage.base);
            clash.theirs.push_str(&passage.theirs);
            clash.mine.push_str(&passage.mine);
        }
    }
    if let Some(clash) = result.get_mut(first) {
        clash.what = PassageKind::Clash;
    }
    result
}

/// Ranges of lines in the three texts, and what happened in them.
#[derive(Clone, Debug)]
struct Stretch {
    base: Range<usize>,
    theirs: Range<usize>,
    mine: Range<usize>,
    merged: String,
    what: PassageKind,
}

impl Stretch {
    fn and(mut self, next: &Self) -> Self {
        self.merged.push_str(&next.merged);
        let rank = |what: PassageKind| match what {
            PassageKind::Same => 0,
            PassageKind::Mine => 1,
            PassageKind::Theirs => 2,
            PassageKind::Clash => 3,
        };
        Self {
            base: self.base.start..next.base.end,
            theirs: self.theirs.start..next.theirs.end,
            mine: self.mine.start..next.mine.end,
            merged: self.merged,
            what: match rank(self.what) < rank(next.what) {
                true => next.what,
                false => self.what,
            },
        }
    }
}

/// Returns a region as stretches: of what is the same, line by line, since each may be an end.
fn steps(region: &MergeRegion) -> Vec<Stretch> {
    let (base, theirs, mine) = (
        region.base_range(),
        region.theirs_range(),
        region.ours_range(),
    );
    let what = match region.resolution() {
        MergeResolution::Unchanged => PassageKind::Same,
        MergeResolution::Ours | MergeResolution::Both => PassageKind::Mine,
        MergeResolution::Theirs => PassageKind::Theirs,
        _ => PassageKind::Clash,
    };
    if what != PassageKind::Same {
        let merged = String::new();
        return vec![Stretch {
            base,
            theirs,
            mine,
            merged,
            what,
        }];
    }
    let line = |at: usize| Stretch {
        base: base.start + at..base.start + at + 1,
        theirs: theirs.start + at..theirs.start + at + 1,
        mine: mine.start + at..mine.start + at + 1,
        merged: String::new(),
        what,
    };
    (0..base.len()).map(line).collect()
}

/// The lines of a text, and before which of them a block may begin.
struct SideLines<'a> {
    lines: Vec<&'a str>,
    begins: Vec<bool>,
}

impl<'a> SideLines<'a> {
    fn of(lines: impl Iterator<Item = &'a str>) -> Self {
        let lines: Vec<&str> = lines.collect();
        let mut begins = Vec::with_capacity(lines.len());
        let (mut fence, mut empty): (Option<Fence>, bool) = (None, true);
        for line in &lines {
            let is_empty = line.trim().is_empty();
            begins.push(fence.is_none() && empty && !is_empty);
            empty = is_empty;
            fence = match fence {
                Some(fence) => (!fence.ends_at(line)).then_some(fence),
                None => Fence::begun_by(line),
            };
        }
        Self { lines, begins }
    }

    /// Tells whether a block begins at a line, or nothing does behind the last.
    fn begins(&self, line: usize) -> bool {
        self.begins.get(line).copied().unwrap_or(true)
    }

    fn text(&self, range: &Range<usize>) -> String {
        self.lines.get(range.clone()).unwrap_or_default().concat()
    }
}

struct MergeLines<'a> {
    base: SideLines<'a>,
    theirs: SideLines<'a>,
    mine: SideLines<'a>,
}

impl MergeLines<'_> {
    /// Tells whether a block begins in each of the texts where a stretch does.
    fn divide_before(&self, next: &Stretch) -> bool {
        self.base.begins(next.base.start)
            && self.theirs.begins(next.theirs.start)
            && self.mine.begins(next.mine.start)
    }

    /// Returns what both sides made of a stretch of one region.
    fn merged(&self, stretch: &Stretch) -> String {
        match stretch.what {
            PassageKind::Same | PassageKind::Mine => self.mine.text(&stretch.mine),
            PassageKind::Theirs => self.theirs.text(&stretch.theirs),
            PassageKind::Clash => String::new(),
        }
    }

    fn passage(&self, stretch: Stretch) -> Passage {
        Passage {
            base: self.base.text(&stretch.base),
            theirs: self.theirs.text(&stretch.theirs),
            mine: self.mine.text(&stretch.mine),
            merged: stretch.merged,
            what: stretch.what,
        }
    }
}

/// The signs that begin fenced code.
#[derive(Clone, Copy, Debug)]
struct Fence {
    sign: u8,
    length: usize,
}

impl Fence {
    /// Returns the fence that a line begins, also in a list or a quotation.
    fn begun_by(line: &str) -> Option<Self> {
        let text = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let fence = Self::at(text)?;
        // With these a line of code in a sentence begins.
        let info = &text[fence.length..];
        (fence.sign == b'~' || !info.contains('`')).then_some(fence)
    }

    fn at(text: &str) -> Option<Self> {
        let sign = *text.as_bytes().first()?;
        let length = text.bytes().take_while(|byte| *byte == sign).count();
        (matches!(sign, b'`' | b'~') && length >= 3).then_some(Self { sign, length })
    }

    fn ends_at(self, line: &str) -> bool {
        let text = line.trim_matches([' ', '\t', '>', '\n', '\r']);
        Self::at(text).is_some_and(|end| {
            end.sign == self.sign && end.length >= self.length && end.length == text.len()
        })
    }
}
