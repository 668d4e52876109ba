//! [`CitationHistory`]: the works that a text has cited before, as some styles want to know.

use hayagriva::citationberg::TestPosition;

/// The works that have been cited so far.
#[derive(Default)]
pub(super) struct CitationHistory {
    seen: Vec<usize>,
    last: Option<(usize, Option<String>)>,
}

impl CitationHistory {
    /// Returns where a citation stands to those before it.
    pub(super) fn positions(
        &mut self,
        at: usize,
        locator: Option<&str>,
        alone: bool,
    ) -> Vec<TestPosition> {
        let locator = locator.map(str::to_owned);
        let mut positions = Vec::new();
        if self.seen.contains(&at) {
            positions.push(TestPosition::Subsequent);
            match &self.last {
                Some((last, before)) if *last == at && alone => match (before, &locator) {
                    (before, now) if before == now => positions.push(TestPosition::Ibid),
                    (_, Some(_)) => {
                        positions.extend([TestPosition::Ibid, TestPosition::IbidWithLocator]);
                    }
                    _ => {}
                },
                _ => {}
            }
            positions.push(TestPosition::NearNote);
        } else {
            positions.push(TestPosition::First);
            self.seen.push(at);
        }
        self.last = Some((at, locator));
        positions
    }
}
