//! What the lists show, and what stands in their files.

use head_office::store::lists::{DealerFilter, DealerRow, RecordFilter};

use super::browser::*;
use super::common::{Office, id};

const DAY: i64 = 24 * 3_600_000;

fn standing(office: &Office, code: &str) -> DealerRow {
    let filter = DealerFilter { month: "2026-10".into(), limit: 10, ..DealerFilter::default() };
    office.store().dealer_rows(&filter).unwrap().into_iter().find(|row| row.code == code).unwrap()
}

#[tokio::test]
async fn lists_1_a_card_is_late_when_its_first_revision_came_after_its_due_day() {
    let office = house().await;
    // It is the twenty-first in Shanghai.
    take(&office, "HB0732", 1, 1, "card", &card("XS-1", "S1", "2026-11-20"));
    take(&office, "HB0732", 2, 1, "card", &card("XS-2", "S2", "2026-11-21"));
    take(&office, "HB0732", 3, 1, "repair", &card("WX-3", "S3", "2026-11-20"));
    assert_eq!(standing(&office, "HB0732").late, 1);
    office.hands.add(3 * DAY);
    take(&office, "HB0732", 1, 2, "card", &card("XS-1", "S1", "2026-11-20"));
    take(&office, "HB0732", 2, 2, "card", &card("XS-2", "S2", "2026-11-21"));
    assert_eq!(
        standing(&office, "HB0732").late,
        1,
        "an amendment of a card in time is not late, and none counts twice"
    );
    assert_eq!(standing(&office, "LN0001").late, 0);
    let reader = Browser::of(&office, "读者").await;
    let page = reader.get("/console/records?dealer=HB0732&late=yes").await.text;
    assert!(page.contains("XS-1") && !page.contains("XS-2") && !page.contains("WX-3"), "{page}");
}

#[tokio::test]
async fn lists_2_a_rejection_is_open_until_a_revision_is_taken() {
    let office = house().await;
    let open = || standing(&office, "HB0732").open;
    take(&office, "HB0732", 1, 1, "card", "{}");
    take(&office, "HB0732", 2, 1, "card", &card("XS-2", "S2", "2026-11-30"));
    assert_eq!(open(), 1);
    take(&office, "HB0732", 1, 2, "card", &card("XS-1", "S1", "2026-11-30"));
    assert_eq!(open(), 0, "mended");
    let clerk = Browser::of(&office, "经办").await;
    let back =
        [("dealer", "HB0732"), ("id", &id(2)), ("rev", "1"), ("reason", "用户未签字"), ("field", "card.user_signed")];
    let nowhere = [&back[..4], &[("field", "card.nowhere")]].concat();
    let refused = clerk.post("/console/send-back", &nowhere).await;
    assert!(refused.status == 422 && refused.text.contains("这条记录没有这一栏"), "{}", refused.text);
    assert!(refused.text.contains("回执卡 · 用户签字：没有填"), "fields are chosen by their words: {}", refused.text);
    let sent = clerk.post("/console/send-back", &back).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert_eq!((open(), standing(&office, "LN0001").open), (1, 0));
    let page = clerk.get(&sent.to).await;
    assert!(page.text.contains("已退回") && page.text.contains("用户未签字") && page.text.contains("card.user_signed"));
    take(&office, "HB0732", 2, 2, "card", &card("XS-2", "S2", "2026-12-01"));
    assert_eq!(open(), 0);
    let late = clerk.post("/console/send-back", &back).await;
    assert!(late.status == 422 && late.text.contains("刚才来了第 2 版") && late.text.contains("用户未签字"));
    assert_eq!(open(), 0);
}

#[tokio::test]
async fn lists_2_a_cancelled_record_has_no_open_rejection() {
    let office = house().await;
    let open = || standing(&office, "HB0732").open;
    let cancel = |n: u64, of: u64| {
        let body = format!(r#"{{"principal":"DF","of":"{}","of_kind":"card","reason":"用户退货"}}"#, id(of));
        take(&office, "HB0732", n, 1, "reversal", &body);
    };
    take(&office, "HB0732", 1, 1, "card", "{}");
    take(&office, "HB0732", 2, 1, "card", &card("XS-2", "S2", "2026-11-30"));
    let clerk = Browser::of(&office, "经办").await;
    let back = [("dealer", "HB0732"), ("id", &id(2)), ("rev", "1"), ("reason", "用户未签字")];
    assert_eq!(clerk.post("/console/send-back", &back).await.status, 303);
    assert_eq!(open(), 2);
    cancel(3, 1);
    assert_eq!(open(), 1, "refused on arrival, then cancelled");
    cancel(4, 2);
    assert_eq!(open(), 0, "sent back, then cancelled");
    let shown = clerk.get(&format!("/console/record?dealer=HB0732&id={}", id(2))).await.text;
    assert!(shown.contains("经销商已作废") && !shown.contains("退回第 1 版"), "{shown}");
    assert_eq!((clerk.post("/console/send-back", &back).await.status, open()), (422, 0));
    let undone = format!(r#"{{"principal":"DF","of":"{}","of_kind":"reversal","reason":"换货撤销"}}"#, id(4));
    take(&office, "HB0732", 5, 1, "reversal", &undone);
    assert_eq!(open(), 1, "the cancellation was cancelled: what was sent back is open again");
}

#[tokio::test]
async fn lists_2_a_report_sent_back_is_open_until_the_sheet_comes_again() {
    let office = house().await;
    let open = || standing(&office, "HB0732").open;
    let sheet = |n: u64, key: &str| {
        let body = format!(r#"{{"principal":"DF","no":"BG-{n}","key":"{key}","month":"2026-10","lines":[]}}"#);
        take(&office, "HB0732", n, 1, "report", &body);
    };
    sheet(1, "W01");
    let clerk = Browser::of(&office, "经办").await;
    let page = clerk.get(&format!("/console/record?dealer=HB0732&id={}", id(1))).await.text;
    assert!(page.contains("重新报送这张表") && !page.contains("新版本"), "{page}");
    let back = [("dealer", "HB0732"), ("id", &id(1)), ("rev", "1"), ("reason", "漏了十八日的维修")];
    assert_eq!((clerk.post("/console/send-back", &back).await.status, open()), (303, 1));
    sheet(2, "W02");
    assert_eq!(open(), 1, "another sheet");
    sheet(3, "W01");
    assert_eq!(open(), 0);
}

#[tokio::test]
async fn what_a_desk_cannot_turn_back_is_not_offered_to_be() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "part", r#"{"principal":"DF","tag_no":"JJ-1"}"#);
    take(&office, "HB0732", 2, 1, "reversal", &format!(r#"{{"principal":"DF","of":"{}"}}"#, id(1)));
    let clerk = Browser::of(&office, "经办").await;
    for n in [1, 2] {
        let page = clerk.get(&format!("/console/record?dealer=HB0732&id={}", id(n))).await.text;
        assert!(page.contains("不能退回") && !page.contains("/console/send-back"), "{page}");
        let back = [("dealer", "HB0732"), ("id", &id(n)), ("rev", "1"), ("reason", "不对")];
        assert_eq!(clerk.post("/console/send-back", &back).await.status, 422);
    }
    assert_eq!(standing(&office, "HB0732").open, 0);
}

#[tokio::test]
async fn console_10_a_filter_that_cannot_be_read_lists_and_exports_nothing() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "card", &card("XS-1", "S1", "2026-11-30"));
    take(&office, "LN0001", 2, 1, "card", &card("XS-2", "S2", "2026-11-30"));
    let clerk = Browser::of(&office, "经办").await;
    for (path, filter) in [
        ("records.csv?dealer=HB0732&before=z", "before"),
        ("records.xlsx?dealer=HB0732&from=2026-02-30", "from"),
        ("records?dealer=HB0732&before=", "before"),
        ("records.csv?dealer=HB0732&dealer=LN0001", "dealer"),
        ("records.csv?delaer=HB0732", "delaer"),
        ("dealers?page=-1", "page"),
        ("dealers.csv?only=latest", "only"),
        ("notices?sent=many", "sent"),
    ] {
        let page = clerk.get(&format!("/console/{path}")).await;
        assert_eq!(page.status, 400, "{path}: {}", page.text);
        assert!(page.text.contains(&format!("「{filter}」读不懂")), "{path}: {}", page.text);
        assert!(!page.text.contains("XS-") && !page.text.contains("北方农机"), "{path}");
    }
}

#[tokio::test]
async fn lists_3_what_one_dealer_sent_is_never_shown_as_anothers() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "card", &card("XS-1", "SAME", "2026-11-30"));
    take(&office, "LN0001", 2, 1, "card", &card("XS-2", "SAME", "2026-11-30"));
    let clerk = Browser::of(&office, "经办").await;
    for (mine, other, dealer) in [("XS-1", "XS-2", "HB0732"), ("XS-2", "XS-1", "LN0001")] {
        for path in ["records", "records.csv"] {
            let page = clerk.get(&format!("/console/{path}?dealer={dealer}")).await;
            assert!(page.text.contains(mine) && !page.text.contains(other), "{path} of {dealer}");
        }
    }
    let crossed = clerk.get(&format!("/console/record?dealer=LN0001&id={}", id(1))).await;
    assert_eq!(crossed.status, 404);
    let sent = clerk
        .post("/console/notices", &[("dealer", "LN0001"), ("kind", "notice"), ("title", "只给北方"), ("text", "正文")]);
    assert_eq!(sent.await.to, "/console/notices?sent=1");
    let items = |dealer: &str| format!("{:?}", office.store().feed(dealer, None, 10).unwrap());
    assert!(items("LN0001").contains("只给北方") && !items("HB0732").contains("只给北方"));
    let seen = clerk.get("/console/lookup?number=SAME").await;
    assert!(seen.text.contains("XS-1") && seen.text.contains("XS-2"), "head office sees both");
}

#[tokio::test]
async fn records_are_filtered_paged_and_all_of_them_exported() {
    let office = house().await;
    for n in 1..=120 {
        let kind = if n % 2 == 0 { "card" } else { "repair" };
        take(&office, "HB0732", n, 1, kind, &card(&format!("NO-{n:03}"), &format!("S{n}"), "2026-11-30"));
    }
    office.hands.add(DAY);
    take(&office, "HB0732", 121, 1, "card", &card("NO-121", "S121", "2026-11-30"));
    let clerk = Browser::of(&office, "经办").await;
    let mut path = "/console/records?kind=card".to_owned();
    let mut pages = Vec::new();
    loop {
        let page = clerk.get(&path).await.text;
        pages.push(page.matches("NO-").count());
        let Some(end) = page.find("\">下一页") else { break };
        let start = page[..end].rfind("href=\"").unwrap() + 6;
        path = page[start..end].replace("&amp;", "&");
    }
    assert_eq!(pages, [50, 11]);
    let lines = |page: super::browser::Page| page.text.lines().count() - 1;
    assert_eq!(lines(clerk.get("/console/records.csv?kind=card").await), 61);
    assert_eq!(lines(clerk.get("/console/records.csv?from=2026-11-22").await), 1);
    assert_eq!(lines(clerk.get("/console/records.csv?to=2026-11-21").await), 120);
    assert_eq!(lines(clerk.get("/console/records.csv?text=NO-007").await), 1);
    let wrong = clerk.get("/console/records?from=2026-02-30&dealer=HB0732").await;
    assert!(
        wrong.text.contains("没有这一天") && wrong.field("from") == "2026-02-30" && wrong.field("dealer") == "HB0732"
    );
}

#[tokio::test]
async fn a_receipt_is_found_by_every_number_people_read_out() {
    let office = house().await;
    take(&office, "HB0732", 7, 1, "card", &card("XS-7", "SER7", "2026-11-30"));
    take(&office, "HB0732", 8, 1, "card", "{}");
    let reader = Browser::of(&office, "读者").await;
    for number in ["1", "XS-7", "SER7", &id(7), " XS-7 "] {
        let page = reader.get(&format!("/console/lookup?number={}", number.replace(' ', "+"))).await;
        assert!(page.text.contains(&format!("id={}", id(7))), "{number}");
    }
    assert!(reader.get(&format!("/console/lookup?number={}", id(8))).await.text.contains("拒收"));
    assert!(reader.get("/console/lookup?number=XS").await.text.contains("没有这个号"));
    let page = reader.get(&format!("/console/record?dealer=HB0732&id={}", id(7))).await;
    for shown in ["XS-7", "SER7", "最迟报送日期", "回执签名"] {
        assert!(page.text.contains(shown), "{shown}");
    }
    assert!(!page.text.contains("退回第"), "a reader only looks");
    let refused = reader.get(&format!("/console/record?dealer=HB0732&id={}", id(8))).await;
    assert!(refused.text.contains("unit.serial") && refused.text.contains("拒收"), "{}", refused.text);
}

#[tokio::test]
async fn console_7_what_a_dealer_typed_stays_text() {
    let office = house().await;
    let store = office.store();
    store.add_dealer("X1", "=HYPERLINK(\"http://evil\")", 1, None).unwrap();
    let body = r#"{"principal":"DF","sale":{"no":"@SUM(1)","sold_on":"2026-11-01"},"unit":{"serial":"<script>alert(1)</script>"},"card":{"due_on":"+1"}}"#;
    take(&office, "X1", 1, 1, "card", body);
    let clerk = Browser::of(&office, "经办").await;
    for path in ["/console/records".to_owned(), format!("/console/record?dealer=X1&id={}", id(1))] {
        let page = clerk.get(&path).await.text;
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"), "{path}");
    }
    for path in ["records.csv", "dealers.csv"] {
        let csv = clerk.get(&format!("/console/{path}")).await.text;
        assert!(csv.contains("'=HYPERLINK"), "{csv}");
        let cells = csv.lines().flat_map(|line| line.split(','));
        assert!(cells.into_iter().all(|cell| !cell.trim_start_matches('"').starts_with(['=', '+', '@'])), "{csv}");
    }
    let xlsx = clerk.get("/console/records.xlsx").await.bytes;
    let book = report::read::open(&xlsx, "list.xlsx").unwrap();
    assert!(format!("{book:?}").contains("@SUM(1)"));
    assert!(!String::from_utf8_lossy(&unpacked(&xlsx)).contains("<f>"), "no cell is a formula");
}

/// The sheet of a workbook, unpacked.
fn unpacked(xlsx: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_body_of_any_shape_is_taken_and_shown() {
    let office = house().await;
    let bodies = [
        r#"{"no":{"a":[1]},"unit":7,"card":{"due_on":5},"month":["x"],"key":null}"#,
        r#"{"no":"","card":[],"sale":{"no":9007199254740993}}"#,
        r#"{"no":"\u0000甲","unit":{"serial":1.5}}"#,
    ];
    for (n, body) in (1..).zip(bodies) {
        take(&office, "HB0732", n, 1, "novel", body);
    }
    let filter = RecordFilter { limit: 10, ..RecordFilter::default() };
    let rows = office.store().record_rows(&filter).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| row.no.as_deref().unwrap_or_default()).collect();
    assert_eq!(numbers, ["\u{0}甲", "9007199254740993", r#"{"a":[1]}"#]);
    let reader = Browser::of(&office, "读者").await;
    assert_eq!(reader.get("/console/records?kind=novel").await.status, 200);
    for row in rows {
        assert_eq!(reader.get(&format!("/console/record?dealer=HB0732&id={}", row.record_id)).await.status, 200);
    }
}

/// Ten thousand dealers, a device and three records each, one of them late.
const MANY: &str = "
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
  INSERT INTO dealer SELECT printf('D%05d', i), '经销商', 1 FROM n;
INSERT INTO device (device_id, dealer, name, public_key, enrolled_at, seen_at)
  SELECT 'dev-' || code, code, '柜台', 'k', 1, rowid FROM dealer WHERE code GLOB 'D?????';
WITH r(k, body) AS (VALUES
  ('card', '{\"sale\":{\"no\":\"XS-1\"},\"card\":{\"due_on\":\"2026-11-01\"}}'),
  ('card', '{\"sale\":{\"no\":\"XS-2\"},\"card\":{\"due_on\":\"2027-01-01\"}}'),
  ('report', '{\"month\":\"2026-10\",\"key\":\"W01\"}'))
  INSERT INTO record (dealer, record_id, rev, kind, schema, hash, body, state, device_id, received_at, signature)
  SELECT code, code || body, 1, k, 1, 'h', body, 'accepted', 'dev', 1795226400000, 's' FROM dealer, r WHERE code GLOB 'D?????';";

/// Reading what is listed once, without a list: the peer of what follows.
const ONCE: &str = "SELECT count(DISTINCT dealer), count(no), sum(late), count(sheet), count(state) FROM record";

#[tokio::test]
async fn ten_thousand_dealers_are_listed_in_every_order_about_as_fast_as_their_records_are_read_once() {
    let office = house().await;
    office.behind_the_back(MANY);
    let base = rusqlite::Connection::open(office.dir.path().join("head-office.db")).unwrap();
    let best = |work: &dyn Fn()| {
        let took = (0..3).map(|_| {
            let begun = std::time::Instant::now();
            work();
            begun.elapsed()
        });
        took.min().unwrap()
    };
    let peer = best(&|| base.query_row(ONCE, [], |_| Ok(())).unwrap());
    let store = office.store();
    for sort in ["", "late", "missing", "open", "silent"] {
        let filter = DealerFilter { month: "2026-10".into(), sort: sort.into(), limit: 50, ..DealerFilter::default() };
        let took = best(&|| assert_eq!(store.dealer_rows(&filter).unwrap().len(), 50));
        assert!(took <= peer * 2, "by {sort:?}: {took:?}, the records once {peer:?}");
    }
}
