//! READ-2: whatever is done to a file, reading it ends, and ends in an answer.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "common/files.rs"]
mod files;

use std::sync::LazyLock;

use files::{Biff, LEDGER, gb18030, utf16, xls, xlsx, zip_of};
use proptest::prelude::*;
use report::read::{Limits, header, open_within};
use report::value;

static WHOLE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let cells = [Biff::Text(1, 0, "𠮷田贵"), Biff::Number(1, 1, 12.5), Biff::Day(40, 9, 46_299.0)];
    vec![xlsx(), xls(&cells), gb18030(LEDGER), utf16(LEDGER, true, false), LEDGER.as_bytes().to_vec()]
});

static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx())).unwrap();
    let part = |index| {
        let mut part = archive.by_index(index).unwrap();
        let mut data = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut data).unwrap();
        (part.name().unwrap().into_owned(), data)
    };
    (0..8).map(part).collect()
});

fn read(bytes: &[u8]) {
    let limits = Limits { file_bytes: 1 << 20, expanded_bytes: 8 << 20, cells: 200_000, ..Limits::default() };
    let Ok(book) = open_within(bytes, "x.xls", &limits) else { return };
    for sheet in &book.sheets {
        let _ = header(sheet, &[&["姓名"], &["电话"], &["出厂编号"]]);
        for cell in sheet.rows.iter().flatten() {
            let _ =
                (value::day(cell), value::fen(cell), value::phone(cell), value::id_number(cell), value::serial(cell));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn read_2_bytes_changed_in_a_file(which in 0_usize..5, places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = WHOLE[which].clone();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        read(&bytes);
    }

    #[test]
    fn read_2_a_file_cut_and_grown(which in 0_usize..5, cut in any::<prop::sample::Index>(), more in prop::collection::vec(any::<u8>(), 0..64)) {
        let mut bytes = WHOLE[which].clone();
        bytes.truncate(cut.index(bytes.len()));
        bytes.extend(more);
        read(&bytes);
    }

    #[test]
    fn read_2_a_part_inside_an_xlsx(part in any::<prop::sample::Index>(), places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut parts = PARTS.clone();
        let part = part.index(parts.len());
        for (place, byte) in places {
            let at = place.index(parts[part].1.len());
            parts[part].1[at] = byte;
        }
        let parts: Vec<_> = parts.iter().map(|(name, data)| (name.as_str(), data.as_slice())).collect();
        read(&zip_of(&parts));
    }

    #[test]
    fn read_2_a_record_inside_an_xls(places in prop::collection::vec((0_usize..260, any::<u8>()), 1..12)) {
        let mut bytes = WHOLE[1].clone();
        let start = bytes.windows(6).position(|six| six == [0x09, 0x08, 0x10, 0x00, 0x00, 0x06]).unwrap();
        for (at, byte) in places {
            bytes[start + at] = byte;
        }
        read(&bytes);
    }

    #[test]
    fn read_2_noise(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read(&bytes);
    }

    #[test]
    fn values_of_any_text_end_in_an_answer(text in ".{0,40}") {
        let cell = report::read::Cell::Text(text);
        let _ = (value::day(&cell), value::fen(&cell), value::quantity_milli(&cell), value::integer(&cell));
        let _ = (value::phone(&cell), value::id_number(&cell), value::serial(&cell), value::text(&cell));
    }

    #[test]
    fn values_of_any_number_end_in_an_answer(number in any::<f64>()) {
        let cell = report::read::Cell::Number(number);
        let _ = (value::day(&cell), value::fen(&cell), value::quantity_milli(&cell), value::integer(&cell));
        let _ = (value::phone(&cell), value::id_number(&cell), value::serial(&cell), value::text(&cell));
    }
}

#[cfg(unix)]
#[test]
fn read_2_a_device_without_an_end_is_not_read() {
    let problem = report::read::open_path(std::path::Path::new("/dev/zero")).unwrap_err();
    assert_eq!(problem.code(), "file_unreadable");
    assert!(problem.to_string().contains("regular"), "refused before the first byte: {problem}");
}
