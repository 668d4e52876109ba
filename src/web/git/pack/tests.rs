//! The size that a push inflates to is known while it comes.

use std::io::Write;

use super::*;

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn head(kind: u8, mut size: u64) -> Vec<u8> {
    let mut bytes = vec![kind << 4 | (size & 15) as u8];
    size >>= 4;
    while size > 0 {
        *bytes.last_mut().unwrap() |= 128;
        bytes.push((size & 127) as u8);
        size >>= 7;
    }
    bytes
}

fn number(mut size: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let more = size >> 7 > 0;
        bytes.push((size & 127) as u8 | if more { 128 } else { 0 });
        size >>= 7;
        if !more {
            return bytes;
        }
    }
}

/// A push of some objects, each with its head.
fn push(objects: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let command = b"0 1 refs/heads/main\0report-status side-band-64k";
    let mut body = format!("{:04x}", command.len() + 4).into_bytes();
    body.extend_from_slice(command);
    body.extend_from_slice(b"0000PACK\0\0\0\x02");
    body.extend((objects.len() as u32).to_be_bytes());
    for (head, data) in objects {
        body.extend_from_slice(head);
        body.extend(deflate(data));
    }
    body.extend([7; 20]);
    body
}

fn measure(body: &[u8], piece: usize) -> Result<u64, String> {
    let mut meter = Meter::new(InflationLimits {
        object: 50_000,
        total: 100_000,
    });
    for piece in body.chunks(piece) {
        meter.take(piece)?;
    }
    assert!(meter.has_side_band());
    Ok(meter.total)
}

#[test]
fn what_a_push_inflates_to_is_known_however_it_comes() {
    let difference = [number(40), number(30_000), vec![1, 2, 3]].concat();
    let size = difference.len() as u64;
    let body = push(&[
        (head(3, 20_000), vec![b'x'; 20_000]),
        (
            [head(6, size), vec![0x81, 0x05]].concat(),
            difference.clone(),
        ),
        ([head(7, size), vec![9; 20]].concat(), difference),
        (head(1, 3), b"abc".to_vec()),
    ]);
    for piece in [1, 7, 4096, 1 << 20] {
        assert_eq!(measure(&body, piece), Ok(80_003));
    }
}

#[test]
fn what_inflates_too_much_is_stopped_in_the_middle() {
    let zeros = |size: usize| (head(3, size as u64), vec![0; size]);
    let large = push(&[zeros(60_000)]);
    let said = measure(&large[..large.len() - 30], 64).unwrap_err();
    assert!(said.contains("more than any file may have"), "{said}");
    let many = push(&[zeros(40_000), zeros(40_000), zeros(40_000)]);
    assert!(measure(&many, 64).unwrap_err().contains("budget.megabytes"));
    let difference = [number(40), number(1 << 40)].concat();
    let head = [head(7, difference.len() as u64), vec![9; 20]].concat();
    assert!(measure(&push(&[(head, difference)]), 1).is_err());
}

#[test]
fn what_is_no_pack_is_left_to_git() {
    for body in ["0000PACK", "zzzz", "0005x0000NOPE89012345", ""] {
        let mut meter = Meter::new(InflationLimits::new(0, 0));
        assert_eq!(meter.take(body.as_bytes()), Ok(()));
    }
    let mut broken = push(&[(head(3, 10), vec![0; 10])]);
    let start = broken.len() - 40;
    broken[start..].fill(0xff);
    assert!(measure(&broken, 5).is_ok());
}
