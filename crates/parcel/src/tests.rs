use super::*;

const SECRET: Key = [7; 32];

fn parcel(plain: &[u8]) -> Vec<u8> {
    seal(plain, "给总部 DF".as_bytes(), &public_of(&SECRET)).unwrap()
}

#[test]
fn parcel_1_what_is_opened_is_what_was_sealed() {
    for length in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let plain: Vec<u8> = (0..length).map(|n: u32| n.to_le_bytes()[0] ^ 5).collect();
        let file = parcel(&plain);
        let opened = open(&file, &SECRET).unwrap();
        assert_eq!((opened.label.as_slice(), opened.plain == plain), ("给总部 DF".as_bytes(), true), "{length}");
        assert_eq!(label(&file).unwrap(), opened.label);
    }
    for length in 0..200 {
        let on_it = vec![b'x'; length];
        assert_eq!(label(&seal(b"a", &on_it, &public_of(&SECRET)).unwrap()), Ok(on_it), "{length}");
    }
}

#[test]
fn parcel_1_any_one_bit_changed_is_refused() {
    let file = parcel(b"three cards");
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            assert!(open(&changed, &SECRET).is_err(), "byte {at}, bit {bit}");
        }
    }
    let longer = [file.as_slice(), b"x"].concat();
    assert_eq!(open(&longer, &SECRET), Err(Unread::Altered));
}

#[test]
fn parcel_2_a_file_cut_short_anywhere_is_said_to_be() {
    let file = parcel(&[1; 70_000]);
    for length in (0..400).chain([65_000, 66_000, 70_000, file.len() - 1]) {
        assert_eq!(open(&file[..length], &SECRET), Err(Unread::Truncated), "{length}");
        assert_eq!(label(&file[..length]), Err(Unread::Truncated), "{length}");
    }
    assert_eq!(label(b"PK\x03\x04 a workbook"), Err(Unread::NotOurs));
    let plain_age = b"age-encryption.org/v1\n-> scrypt c2FsdA 18\nYm9keQ\n--- Y29kZQ\n";
    assert_eq!(label(plain_age), Err(Unread::NotOurs));
}

#[test]
fn parcel_3_only_the_readers_key_opens_it() {
    let file = parcel(b"three cards");
    assert_eq!(open(&file, &[8; 32]), Err(Unread::OtherKey));
    assert!(!file.windows(5).any(|w| w == b"cards"));
    let nobody = seal(b"three cards", b"", &[0; 32]).unwrap();
    assert_eq!(open(&nobody, &SECRET), Err(Unread::OtherKey));
}

/// Made by the crate `age` 0.12.1 for this secret, with our label and, as it likes to do, a stanza nobody knows.
const BY_AGE: &str = "\
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBFNGtLK0xxejBRc2F6MHVrS0Ria0piR1p4Uy9ZUDdqbHJDWFVmRlZR\
    SzBjCjZmaElaU1M0Y252b083b2NRbmpoaU81cm1zY3MxaHRmY3NmSEorUFdTT1kKLT4gc2FuYmFvIDExCmVYbDVlWGw1ZVhs\
    NWVYbDVlWGw1ZVhsNWVYbDVlWGw1ZVhsNWVYbDVlWGw1ZVhsNWVYbDVlWGw1ZVhsNWVYbDUKCi0+IF97Sj40Uk4tZ3JlYXNl\
    IGNIR0dIIHJTQTdoIDxrd0NYaiggLmJlaXZneSIKbjUzWk43Ylprd2N2VzQ1VVhncFpvM3JlM2wxWjVleVY4OFAyZjkxVTBx\
    bmdwL3IvcWNvMXpOTkhtbVNOaVY4KwpIaC8reTRONHdRWmxJWkxsRWRUa05Vbk9Vd0I4dEhNYzJtalhDbVAwa3R6Q09jMmJh\
    MEkKLS0tIEhEMmU4Ym52ZHRxWTVIL2NXQzNGMis2SkxsZFZGNk9pZDE4RGRBL0dteDgK2DPozyfXs8uC+89R548rw09PhFih\
    ZZ8X712cJ9O1A+bH++awAgEDoU4A+w==";

#[test]
fn parcel_4_what_another_program_for_the_format_sealed_is_opened() {
    use base64::Engine;
    let file = base64::engine::general_purpose::STANDARD.decode(BY_AGE).unwrap();
    let opened = open(&file, &SECRET).unwrap();
    assert_eq!(opened.plain, (0..11).collect::<Vec<u8>>());
    assert_eq!(opened.label, [b'y'; 48]);
}
