//! What goes down to dealers besides packs: decisions of a workbook, answers to cases, notices to several; and files that came up.

use head_office::files::{Chunk, Files};
use head_office::keys::Keys;
use head_office::store::lists::DealerFilter;
use serde_json::{Value, json};
use sync::memory::MemoryDesk;

use super::browser::*;
use super::common::{Office, enrol, id, run};

fn items(office: &Office, dealer: &str) -> Vec<(String, Value)> {
    let head_office::store::Feed::Page(page) = office.store().feed(dealer, None, 50).unwrap() else { panic!("gone") };
    page.items.into_iter().map(|item| (item.kind, serde_json::from_str(&item.body).unwrap())).collect()
}

fn pairs(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

const SHEET: &str = "编号：HB0732-HX-2610-A0001\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n\
    WX-1,236.00,236.00,,,刘审\nWX-2,236.00,100.00,,缺旧件,刘审\nWX-3,236.00,300.00,,,\nWX-4,236.00,,,,\n";

#[tokio::test]
async fn decidepage_1_every_row_is_shown_before_it_goes() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "repair", &json!({"principal": "DF", "no": "WX-1"}).to_string());
    let clerk = Browser::of(&office, "经办").await;
    let look = clerk.upload("/console/decide/look", &[], &[("file", "核定.csv", SHEET.as_bytes())]).await;
    assert_eq!(look.status, 200, "{}", look.text);
    for shown in
        ["WX-1", "WX-2", "缺旧件", "236.00", "100.00", "HB0732：核销申请 HB0732-HX-2610-A0001 的核定", "发出 2 行"]
    {
        assert!(look.text.contains(shown), "{shown}: {}", look.text);
    }
    let refused = look.text.find("不发的行").unwrap();
    assert!(
        look.text[refused..].contains("<td class=\"num\">5</td>"),
        "the place of the row that is more than was claimed: {}",
        look.text
    );
    assert!(items(&office, "HB0732").is_empty(), "a look sends nothing");
}

#[tokio::test]
async fn decidepage_3_what_is_right_goes_once() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "repair", &json!({"principal": "DF", "no": "WX-1"}).to_string());
    let clerk = Browser::of(&office, "经办").await;
    let look = clerk.upload("/console/decide/look", &[], &[("file", "核定.csv", SHEET.as_bytes())]).await;
    let form = look.form("/console/decide");
    let sent = clerk.send("/console/decide", &pairs(&form)).await;
    assert!(sent.to.starts_with("/console/decide?rows=2&before=0&refused=1&to=HB0732"), "{}", sent.to);
    assert!(clerk.get(&sent.to).await.text.contains("发出 2 行，发过 0 行，不发 1 行"));
    let again = clerk.send("/console/decide", &pairs(&form)).await;
    assert!(again.to.starts_with("/console/decide?rows=0&before=2"), "{}", again.to);
    let down = items(&office, "HB0732");
    assert_eq!((down.len(), down[0].0.as_str(), down[0].1["lines"].as_array().unwrap().len()), (1, "decisions", 2));
    let acts = office.store().trail(None, 100).unwrap();
    let decided: Vec<_> =
        acts.iter().filter(|act| act.action == "decide").map(|act| (&*act.clerk, &*act.about)).collect();
    assert_eq!(decided, [("经办", "HB0732")]);
    let same = clerk.upload("/console/decide/look", &[], &[("file", "核定.csv", SHEET.as_bytes())]).await;
    assert!(same.text.contains("发过，内容一样") && same.text.contains("没有要发的"), "{}", same.text);
}

#[tokio::test]
async fn decidepage_2_what_is_no_workbook_of_ours_is_said() {
    let office = house().await;
    let clerk = Browser::of(&office, "经办").await;
    type Parts<'a> = &'a [(&'a str, &'a str, &'a [u8])];
    let cases: [(&str, Parts<'_>, &str); 4] = [
        ("", &[], "请选文件"),
        ("", &[("file", "a.xlsx", b"PK\x03\x04broken")], "读不懂文件「a.xlsx」"),
        ("", &[("file", "a.csv", "姓名,电话\n张三,1\n".as_bytes())], "不是填好的核销申请表"),
        ("NOPE", &[("file", "a.csv", SHEET.as_bytes())], "本总部没有经销商「NOPE」"),
    ];
    for (dealer, files, sentence) in cases {
        let page = clerk.upload("/console/decide/look", &[("dealer", dealer)], files).await;
        assert!(page.status == 422 && page.text.contains(sentence), "{sentence}: {}", page.text);
        assert_eq!(page.field("dealer"), dealer);
    }
    let unknown = clerk.upload("/console/decide/look", &[], &[("file", "a.csv", SHEET.as_bytes())]).await;
    assert!(
        unknown.status == 200 && unknown.text.contains("不知道是哪个经销商的") && unknown.text.contains("没有要发的")
    );
    assert!(items(&office, "HB0732").is_empty());
}

#[tokio::test]
async fn answerpage_1_an_answer_reaches_the_desk_of_the_case_and_no_other() {
    let office = house().await;
    take(&office, "HB0732", 7, 1, "remedy", &json!({"principal": "DF", "no": "TH-7", "state": "asked"}).to_string());
    let (clerk, desk) = (Browser::of(&office, "经办").await, MemoryDesk::default());
    enrol(&desk, "DF", &office, &office.url).await;
    let address = format!("/console/record?dealer=HB0732&id={}", id(7));
    let page = clerk.get(&address).await;
    assert!(page.text.contains("答复经销商") && !page.text.contains("/console/send-back"), "{}", page.text);
    assert_eq!((page.field("by"), page.field("on")), ("经办".into(), "2026-11-21".into()));
    let hidden = page.form("/console/answer");
    let answer = |verdict: &'static str, on: &'static str, words: &'static str| {
        let typed = [("verdict", verdict), ("on", on), ("by", "刘经理"), ("no", "HF-12"), ("words", words)];
        pairs(&hidden)
            .into_iter()
            .chain(typed)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<Vec<_>>()
    };
    for (form, field, sentence) in [
        (answer("", "2026-11-21", "不合规定"), "verdict", "请选一个答复"),
        (answer("maybe", "2026-11-21", "不合规定"), "verdict", "请选一个答复"),
        (answer("approved", "2026-02-30", "不合规定"), "on", "没有这一天"),
        (answer("refused", "2026-11-21", " "), "words", "请写明说明"),
    ] {
        let page = clerk.send("/console/answer", &pairs(&form)).await;
        let at =
            page.text.find(&format!("id=\"{field}-refusal\">")).unwrap_or_else(|| panic!("{sentence}: {}", page.text));
        assert!(
            page.status == 422 && page.text[at..].contains(sentence) && page.field("by") == "刘经理",
            "{}",
            page.text
        );
    }
    let form = answer("needs_material", "2026-11-21", "请补发票");
    for _ in 0..2 {
        let sent = clerk.send("/console/answer", &pairs(&form)).await;
        assert!(sent.status == 303 && clerk.get(&sent.to).await.text.contains("答复已发出"), "{}", sent.text);
    }
    assert_eq!(run(&desk, "DF", &office.hands).await.received, 1);
    let body: wire::remedy::RemedyAnswerBody = serde_json::from_str(&desk.items("DF")[0].body).unwrap();
    assert!(body.is_whole() && (&*body.record_id, &*body.case_no) == (&*id(7), "TH-7"));
    assert_eq!((&*body.title, &*body.words), ("换货退货 TH-7 的答复：要求补材料", "请补发票"));
    assert!(items(&office, "LN0001").is_empty());
    let other = clerk.post("/console/answer", &[("dealer", "LN0001"), ("id", &id(7)), ("verdict", "approved")]).await;
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn a_notice_goes_to_one_to_several_and_to_all() {
    let office = house().await;
    office.store().add_dealer("XJ01", "西域", 1, None).unwrap();
    let clerk = Browser::of(&office, "经办").await;
    let counts = || ["HB0732", "LN0001", "XJ01"].map(|dealer| items(&office, dealer).len());
    for (dealer, sent, expected) in
        [("XJ01", 1, [0, 0, 1]), ("HB0732、 XJ01，HB0732", 2, [1, 0, 2]), ("全部", 3, [2, 1, 3])]
    {
        let form = [("dealer", dealer), ("kind", "notice"), ("title", "题"), ("text", "文")];
        assert_eq!(clerk.post("/console/notices", &form).await.to, format!("/console/notices?sent={sent}"), "{dealer}");
        assert_eq!(counts(), expected);
    }
    let forgotten = [("dealer", " "), ("kind", "notice"), ("title", "题"), ("text", "文")];
    let page = clerk.post("/console/notices", &forgotten).await;
    assert!(
        page.status == 422 && page.text.contains("给所有经销商，写“全部”") && counts() == [2, 1, 3],
        "{}",
        page.text
    );
    assert!(page.text.contains("autofocus"), "the page begins at what is wrong: {}", page.text);
    let form = [("dealer", "HB0732 NOPE 错"), ("kind", "notice"), ("title", "题"), ("text", "文")];
    let page = clerk.post("/console/notices", &form).await;
    assert!(
        page.status == 422 && page.text.contains("没有这个经销商：NOPE、错") && counts() == [2, 1, 3],
        "{}",
        page.text
    );
}

fn lay(office: &Office, dealer: &str, bytes: &[u8]) -> String {
    let (keys, sha256) = (Keys::open(office.dir.path()).unwrap(), wire::hash::sha256_hex(bytes));
    let chunk = Chunk { sha256: &sha256, from: 0, total: bytes.len() as u64, bytes };
    Files::new(office.dir.path()).take(&*office.store(), &keys, dealer, &chunk, 1).unwrap();
    sha256
}

#[tokio::test]
async fn filepage_1_a_file_is_handed_out_by_its_own_record_to_a_clerk_and_leaves_a_line() {
    let office = house().await;
    let photo = [&b"\xff\xd8\xff\xe0"[..], &[7; 5_000]].concat();
    let (picture, page_of) =
        (lay(&office, "HB0732", &photo), lay(&office, "HB0732", b"<html><script>alert(1)</script>"));
    let missing = "a".repeat(64);
    let attached = |sha256: &str, kind: &str| json!({"sha256": sha256, "kind": kind, "tag": "铭牌"});
    let files = json!([attached(&picture, "photo"), attached(&page_of, "paper"), attached(&missing, "signature")]);
    take(
        &office,
        "HB0732",
        1,
        1,
        "repair",
        &json!({"principal": "DF", "no": "WX-1", "attachments": files}).to_string(),
    );
    take(&office, "LN0001", 2, 1, "repair", &json!({"principal": "DF", "no": "WX-2"}).to_string());
    let (clerk, reader) = (Browser::of(&office, "经办").await, Browser::of(&office, "读者").await);
    let address = format!("/console/record?dealer=HB0732&id={}", id(1));
    let page = clerk.get(&address).await.text;
    assert!(
        page.contains("照片 铭牌（5 KB）") && page.contains("签名 铭牌：还没传到") && page.matches("<img").count() == 1,
        "{page}"
    );
    let file =
        |dealer: &str, n: u64, sha256: &str| format!("/console/file?dealer={dealer}&id={}&sha256={sha256}", id(n));
    let shown = clerk.get(&file("HB0732", 1, &picture)).await;
    let header = |page: &Page, name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert_eq!((shown.status, &shown.bytes, header(&shown, "content-type")), (200, &photo, "image/jpeg".into()));
    assert_eq!(header(&shown, "x-content-type-options"), "nosniff");
    assert_eq!(office.store().trail(None, 1).unwrap()[0].action, "file");
    let other = clerk.get(&file("HB0732", 1, &page_of)).await;
    assert_eq!(header(&other, "content-type"), "application/octet-stream");
    assert!(header(&other, "content-disposition").starts_with("attachment"));
    for path in [
        file("HB0732", 1, &missing),
        file("LN0001", 2, &picture),
        file("LN0001", 1, &picture),
        file("HB0732", 1, "../x"),
    ] {
        assert_eq!(clerk.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(reader.get(&file("HB0732", 1, &picture)).await.status, 403);
    let page = reader.get(&address).await.text;
    assert!(page.contains("经办以上才能打开") && !page.contains("<img"), "{page}");
    assert_eq!(Browser::new(&office).get(&file("HB0732", 1, &picture)).await.status, 303);
}

#[tokio::test]
async fn lists_4_who_owes_most_stands_first_among_a_thousand_and_each_on_one_page() {
    let office = house().await;
    let store = office.store();
    for n in 0..1_000 {
        store.add_dealer(&format!("D{n:04}"), &format!("经销商{n}"), 1, None).unwrap();
    }
    let mut at = 0;
    for (dealer, cards, sheets) in [("D0007", 1, 2), ("D0500", 3, 1), ("D0999", 2, 0)] {
        for _ in 0..cards {
            at += 1;
            take(&office, dealer, at, 1, "card", &card(&format!("XS-{at}"), &format!("S{at}"), "2026-11-01"));
        }
        for sheet in 0..sheets {
            at += 1;
            let body = json!({"principal": "DF", "no": format!("BG-{at}"), "key": format!("W0{sheet}"), "month": "2026-10", "lines": []});
            take(&office, dealer, at, 1, "report", &body.to_string());
        }
    }
    let reader = Browser::of(&office, "读者").await;
    let top = |text: &str| -> Vec<String> {
        text.split("/console/dealer?code=").skip(1).map(|row| row[..row.find('"').unwrap()].to_owned()).collect()
    };
    let first = top(&reader.get("/console/dealers?sort=late").await.text);
    assert_eq!(first[..4], ["D0500", "D0999", "D0007", "D0000"]);
    let only = top(&reader.get("/console/dealers?sort=late&only=late").await.text);
    assert_eq!(only, ["D0500", "D0999", "D0007"]);
    let filter =
        DealerFilter { sort: "missing".into(), month: "2026-10".into(), limit: u32::MAX, ..DealerFilter::default() };
    let all = store.dealer_rows(&filter).unwrap();
    assert_eq!(
        all.iter().rev().take(2).map(|row| (&*row.code, row.sheets)).collect::<Vec<_>>(),
        [("D0007", 2), ("D0500", 1)]
    );
    let mut seen = std::collections::BTreeSet::new();
    for page in 0..21 {
        for code in top(&reader.get(&format!("/console/dealers?sort=open&page={page}")).await.text) {
            assert!(seen.insert(code.clone()), "{code} twice");
        }
    }
    assert_eq!(seen.len(), 1_002);
    let clerk = Browser::of(&office, "经办").await;
    let csv = clerk.get("/console/dealers.csv?sort=late&only=late").await.text;
    let codes: Vec<_> = csv.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(codes, ["D0500", "D0999", "D0007"]);
}

#[tokio::test]
async fn dealerpage_1_every_sheet_is_there_with_its_day_missing_or_sent_back() {
    let office = house().await;
    let sheet = |n: u64, key: &str, month: &str| {
        let body = json!({"principal": "DF", "no": format!("BG-{n}"), "key": key, "month": month, "lines": []});
        take(&office, "HB0732", n, 1, "report", &body.to_string());
    };
    // A dealer's first machine was enrolled in June.
    let half_a_year = 160 * 86_400_000;
    office.hands.add(-half_a_year);
    enrol(&MemoryDesk::default(), "DF", &office, &office.url).await;
    office.hands.add(half_a_year);
    sheet(1, "W01", "2026-10");
    sheet(2, "W02", "2026-09");
    sheet(3, "W01", "2026-09");
    sheet(4, "W01", "2026-02");
    let clerk = Browser::of(&office, "经办").await;
    let back = [("dealer", "HB0732"), ("id", &*id(3)), ("rev", "1"), ("reason", "漏了一天")];
    assert_eq!(clerk.post("/console/send-back", &back).await.status, 303);
    let page = clerk.get("/console/dealer?code=HB0732").await.text;
    let rows: Vec<&str> =
        page.split("<th scope=\"row\">").skip(1).map(|row| &row[..row.find("</tr>").unwrap()]).collect();
    assert_eq!(
        rows.iter().map(|row| &row[..7]).collect::<Vec<_>>(),
        ["2026-10", "2026-09", "2026-08", "2026-07", "2026-06"]
    );
    assert!(
        rows[0].contains("11-21") && rows[0].matches("未到").count() == 1,
        "W02 of October is missing: {}",
        rows[0]
    );
    assert!(rows[1].matches("11-21").count() == 2 && rows[1].matches("已退回").count() == 1, "{}", rows[1]);
    assert_eq!(rows[2].matches("未到").count(), 2);
    sheet(5, "W01", "2026-09");
    let page = clerk.get("/console/dealer?code=HB0732").await.text;
    assert!(!page.contains("已退回"), "it came again: {page}");
    assert!(clerk.get("/console/dealer?code=LN0001").await.text.contains("近 6 个月没有来过报表"));
}

#[tokio::test]
async fn dealerpage_2_what_a_desk_has_not_fetched_is_seen_and_codes_with_their_end() {
    let office = house().await;
    let (admin, desk) = (Browser::of(&office, "admin").await, MemoryDesk::default());
    enrol(&desk, "DF", &office, &office.url).await;
    let notice = async |title: &str| {
        let form = [("dealer", "HB0732"), ("kind", "notice"), ("title", title), ("text", "文")];
        assert_eq!(admin.post("/console/notices", &form).await.status, 303);
    };
    notice("第一条").await;
    run(&desk, "DF", &office.hands).await;
    run(&desk, "DF", &office.hands).await;
    notice("第二条").await;
    let page = admin.get("/console/dealer?code=HB0732").await.text;
    let row = |title: &str| {
        let at = page.find(title).unwrap();
        page[at..at + page[at..].find("</tr>").unwrap()].to_owned()
    };
    assert!(row("第二条").contains("还没取") && row("第一条").contains("已取") && page.contains("第 1 条"), "{page}");
    let made = admin.post("/console/enrol-code", &[("dealer", "HB0732")]).await.text;
    assert!(made.contains("10:15 到期"), "{made}");
    let later = admin.get("/console/dealer?code=HB0732").await.text;
    assert!(later.contains("还没用的一次性代码") && later.contains("10:15 到期"), "{later}");
    office.hands.add(16 * 60_000);
    assert!(!admin.get("/console/dealer?code=HB0732").await.text.contains("还没用的一次性代码"));
}
