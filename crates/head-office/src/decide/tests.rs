//! Stories of files that were filled in.

use super::*;
use crate::store::Feed;
use crate::store::sqlite::Sqlite;
use std::path::PathBuf;

const NO: &str = "HB0732A-HX-2610-A0001";

struct Office {
    dir: tempfile::TempDir,
    store: Sqlite,
}

impl Office {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Sqlite::open(dir.path()).unwrap();
        for code in ["HB0732A", "LN0001"] {
            store.add_dealer(code, code, 1, None).unwrap();
        }
        Self { dir, store }
    }

    /// A record of a dealer with a number.
    fn has(&self, dealer: &str, no: &str) {
        let database = rusqlite::Connection::open(self.dir.path().join("head-office.db")).unwrap();
        let body = serde_json::json!({"no": no}).to_string();
        let put = "INSERT INTO record (dealer, record_id, rev, kind, schema, hash, body, state, device_id, received_at, signature)
                   VALUES (?1, ?2, 1, 'repair', 1, '', ?3, 'accepted', '', 1, '')";
        database.execute(put, (dealer, no, body)).unwrap();
    }

    fn sheet(&self, no: &str, rows: &str) -> PathBuf {
        let path = self.dir.path().join("核定.csv");
        let head = format!("编号：{no}\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n");
        std::fs::write(&path, head + rows).unwrap();
        path
    }

    fn notices(&self, rows: &str) -> PathBuf {
        let path = self.dir.path().join("通知.csv");
        let head = "通知编号,通知日期,申请单号,申请金额,核定金额,核减金额,核减明细,抵扣货款金额,抵扣日期\n";
        std::fs::write(&path, head.to_owned() + rows).unwrap();
        path
    }

    fn decide(&self, file: &Path) -> Decided {
        decide(&self.store, file, None).unwrap()
    }

    fn sent(&self, dealer: &str) -> Vec<DecisionsBody> {
        let Feed::Page(page) = self.store.feed(dealer, None, 9).unwrap() else { panic!("no page") };
        page.items.iter().map(|item| serde_json::from_str(&item.body).unwrap()).collect()
    }
}

fn codes(decided: &Decided) -> Vec<(usize, &str)> {
    decided.errors.iter().map(|why| (why.row, why.code.as_str())).collect()
}

#[test]
fn decide_1_rows_that_are_no_decision_are_refused_and_the_rest_goes() {
    let office = Office::new();
    office.has("HB0732A", "HB0732A-XS-2610-A0001");
    let rows = "W1,236.00,236.00,,,刘审\nW2,236.00,,,,\nW3,236.00,300.00,,,\nW4,236.00,100.00,,,\nW5,236.00,,,缺照片,\n\
                W1,236.00,1.00,,再减,\nW6,236.00,很多,,,\n";
    let decided = office.decide(&office.sheet(NO, rows));
    let [(3, "twice"), (5, "out_of_range"), (6, "missing"), (8, "twice"), (9, _)] = codes(&decided)[..] else {
        panic!("{:?}", decided.errors)
    };
    let counts = [decided.rows, decided.published, decided.unchanged, decided.open, decided.refused];
    assert_eq!(counts, [7, 1, 0, 1, 5]);
    let sent = office.sent("HB0732A");
    let lines: Vec<_> = sent[0].lines.iter().map(|line| (&*line.repair_no, line.approved_fen)).collect();
    assert_eq!(lines, [("W5", None)], "what stands twice is taken neither time");
    let letter = office.dir.path().join("letter.txt");
    std::fs::write(&letter, "您好,请查收\n谢谢,再见\n").unwrap();
    assert_eq!(decide(&office.store, &letter, None).unwrap_err().code(), "no_decisions");
}

#[test]
fn decide_2_the_dealer_is_the_one_that_sent_the_repairs_or_numbers_like_the_claim() {
    let office = Office::new();
    let sheet = office.sheet(NO, "WX1,236.00,236.00,,,\n");
    assert_eq!(codes(&office.decide(&sheet)), [(3, "unknown_claim")]);
    office.has("LN0001", "WX1");
    assert_eq!(codes(&office.decide(&sheet)), [(3, "unknown_claim")], "another dealer's repair of the same number");
    let paper = office.sheet("QH-HX-2610-A0001", "WX1,236.00,236.00,,,\n");
    assert_eq!(office.decide(&paper).dealers, ["LN0001"], "by its repair, where the number names nobody");
    office.has("HB0732A", "WX1");
    assert_eq!(office.decide(&office.sheet(NO, "WX1,236.00,236.00,,,\n")).dealers, ["HB0732A"], "the one it names");
    office.has("HB0732A", "HB0732A-XS-2610-A0001");
    let sheet = office.sheet(NO, "WX1,236.00,236.00,,,\n");
    assert_eq!(office.decide(&sheet).dealers, ["HB0732A"], "the one of the two that numbers so");
    office.has("LN0001", "HB0732A-XS-2610-B0001");
    assert_eq!(codes(&office.decide(&sheet)), [(3, "many_dealers")]);
    assert_eq!(decide(&office.store, &sheet, Some("LN0001")).unwrap().dealers, ["LN0001"]);
    assert_eq!(decide(&office.store, &sheet, Some("XX")).unwrap_err().code(), "unknown_dealer");
    assert_eq!(codes(&office.decide(&office.sheet("", "WX1,236.00,236.00,,,\n"))), [(3, "unknown_claim")]);
}

#[test]
fn decide_3_what_went_out_last_does_not_go_again() {
    let office = Office::new();
    office.has("HB0732A", "HB0732A-XS-2610-A0001");
    office.has("LN0001", "LN0001-XS-2610-A0001");
    let published = |rows: &str| office.decide(&office.sheet(NO, rows)).published;
    let (whole, cut) = ("W1,236.00,236.00,,,\n", "W1,236.00,200.00,,工时过高,\n");
    assert_eq!([whole, whole, cut, whole, whole].map(published), [1, 0, 1, 1, 0], "a change back goes out too");
    let both = "TZ-1,2026-11-06,HB0732A-HX-2610-A0001,472.00,472.00,,,472.00,\n\
                TZ-2,2026-11-06,LN0001-HX-2610-A0001,100.00,100.00,,,,\n\
                TZ-3,十一月,LN0001-HX-2610-A0002,1.00,1.00,,,,\n";
    let decided = office.decide(&office.notices(both));
    assert_eq!((decided.dealers.join(" ").as_str(), decided.published), ("HB0732A LN0001", 2));
    assert_eq!(decided.errors.iter().map(|why| why.row).collect::<Vec<_>>(), [4], "the day is none");
    assert_eq!(office.sent("LN0001")[0].notices[0].no, "TZ-2");
    assert_eq!(office.sent("HB0732A").len(), 4);
}
