//! Inflates a gzip request body piece by piece, with bounded memory.

use std::io::{self, Write};

use bytes::Bytes;
use flate2::write::GzDecoder;

/// The bytes that are inflated at once: deflate makes at most a thousandfold of them.
const STEP: usize = 4 << 10;

/// A request body as it comes, coded or not.
pub(super) enum Decoder {
    Plain,
    Gzip(Box<GzDecoder<Vec<u8>>>),
}

impl Decoder {
    pub(super) fn new(gzip: bool) -> Self {
        if gzip {
            Self::Gzip(Box::new(GzDecoder::new(Vec::new())))
        } else {
            Self::Plain
        }
    }

    /// Takes the next bytes off `coded` and returns what they mean; call until it is empty.
    pub(super) fn step(&mut self, coded: &mut Bytes) -> io::Result<Bytes> {
        match self {
            Self::Plain => Ok(std::mem::take(coded)),
            Self::Gzip(decoder) => {
                let piece = coded.split_to(coded.len().min(STEP));
                decoder.write_all(&piece)?;
                Ok(Bytes::from(std::mem::take(decoder.get_mut())))
            }
        }
    }

    /// Ends the body; an error where it is not whole.
    pub(super) fn finish(self) -> io::Result<Bytes> {
        match self {
            Self::Plain => Ok(Bytes::new()),
            Self::Gzip(decoder) => Ok(Bytes::from(decoder.finish()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inflate(coded: &[u8]) -> io::Result<Vec<u8>> {
        let mut decoder = Decoder::new(true);
        let mut coded = Bytes::copy_from_slice(coded);
        let mut plain = Vec::new();
        while !coded.is_empty() {
            plain.extend_from_slice(&decoder.step(&mut coded)?);
        }
        plain.extend_from_slice(&decoder.finish()?);
        Ok(plain)
    }

    #[test]
    fn a_body_is_the_same_after_the_way() {
        let text = "want 1234\n".repeat(20_000);
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        let coded = encoder.finish().unwrap();
        assert_eq!(inflate(&coded).unwrap(), text.as_bytes());
        assert!(inflate(&coded[..coded.len() / 2]).is_err());
        assert!(inflate(b"not gzip at all").is_err());
    }
}
