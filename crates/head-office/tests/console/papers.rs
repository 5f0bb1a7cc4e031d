//! Papers of forms: written, refused, sent once, answered, corrected; and an entry sent back.

use head_office::store::Feed;
use serde_json::{Value, json};

use super::browser::*;
use super::common::{Office, id};

fn papers(office: &Office, dealer: &str) -> Vec<Value> {
    let Feed::Page(page) = office.store().feed(dealer, None, 50).unwrap() else { panic!("gone") };
    let papers = page.items.into_iter().filter(|item| item.kind == "form_paper");
    papers.map(|item| serde_json::from_str(&item.body).unwrap()).collect()
}

/// A form as it is sent: what is hidden in the page, and what was typed.
fn filled(page: &Page, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut form = page.form("/console/papers/write");
    form.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    form
}

fn pairs(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

const TYPED: [(&str, &str); 7] = [
    ("dealer", "HB0732"),
    ("v_month_end", "2026-10-31"),
    ("v_notice_on", "2026-11-03"),
    ("v_office_no", "KH-9"),
    ("v_score", "88.5"),
    ("v_award", "500"),
    ("v_lines", "回访率 | 10 | 8 | 少回访 2 户\n配件\t20\t20\n"),
];

async fn sent(office: &Office, clerk: &Browser) -> Value {
    let page = clerk.get("/console/papers/write?form=dealer_assessment").await;
    let done = clerk.send("/console/papers/write", &pairs(&filled(&page, &TYPED))).await;
    assert_eq!(done.to, "/console/papers?sent=1", "{}", done.text);
    papers(office, "HB0732").remove(0)
}

#[tokio::test]
async fn paperpage_1_a_paper_goes_out_as_its_form_takes_it_once() {
    let office = house().await;
    let clerk = Browser::of(&office, "经办").await;
    assert_eq!(
        Browser::of(&office, "读者").await.get("/console/papers/write?form=dealer_assessment").await.status,
        403
    );
    let page = clerk.get("/console/papers/write?form=dealer_assessment").await;
    assert!(
        !page.text.contains("v_received_by") && !page.text.contains("v_cut"),
        "the dealer's and computed ones are not here"
    );
    for (change, at, sentence) in [
        (("v_score", ""), "v_score", "没有填"),
        (("v_score", "很好"), "v_score", "不是数"),
        (("v_notice_on", "2026-12-01"), "v_notice_on", "之后"),
        (("v_lines", "回访率 | 十"), "v_lines", "第 1 行"),
        (("dealer", "NOPE"), "dealer", "没有这个经销商"),
    ] {
        let typed = TYPED.map(|one| if one.0 == change.0 { change } else { one });
        let back = clerk.send("/console/papers/write", &pairs(&filled(&page, &typed))).await;
        let place = back.text.find(&format!("id=\"{at}-refusal\">")).unwrap_or_else(|| panic!("{at}: {}", back.text));
        assert!(back.status == 422 && back.text[place..].contains(sentence), "{sentence}: {}", back.text);
        assert_eq!(back.field("v_office_no"), "KH-9", "what was typed stays");
    }
    assert!(papers(&office, "HB0732").is_empty());

    let form = filled(&page, &TYPED);
    for _ in 0..2 {
        assert_eq!(clerk.send("/console/papers/write", &pairs(&form)).await.to, "/console/papers?sent=1");
    }
    let all = papers(&office, "HB0732");
    assert_eq!((all.len(), papers(&office, "LN0001").len()), (1, 0), "once, and to whom it was meant");
    let (paper, values) = (&all[0], &all[0]["values"]);
    assert_eq!([&values["score"], &values["award"]], [&json!(88_500), &json!(50_000)]);
    assert_eq!(values["lines"][1], json!({"item": "配件", "weight": 20_000, "got": 20_000}));
    assert_eq!((&paper["version"], &paper["form_title"]), (&json!(1), &json!("经销商考核表")));
    assert!(paper["fields"].to_string().contains("88.5 分"), "{paper}");
    let acts = office.store().trail(None, 10).unwrap();
    assert_eq!(acts.iter().filter(|act| act.action == "paper").count(), 1);
}

#[tokio::test]
async fn paperpage_2_who_answered_which_version_is_said_of_each_dealer() {
    let office = house().await;
    let clerk = Browser::of(&office, "经办").await;
    let paper = sent(&office, &clerk).await;
    let address = format!("/console/paper?paper={}", paper["paper"].as_str().unwrap());
    let page = clerk.get(&address).await.text;
    assert!(page.contains("还没有答复") && page.contains("88.5 分"), "{page}");
    let answer = |version: i64, step: &str| {
        json!({"principal": "DF", "form": "dealer_assessment", "no": "KP-1", "state_title": "已确认", "fields": [],
            "paper": {"id": paper["paper"], "version": version, "step": step, "by": "张三", "at": 1_795_226_400_000_i64}})
        .to_string()
    };
    take(&office, "HB0732", 1, 2, "form_entry", &answer(1, "确认"));
    let page = clerk.get(&address).await.text;
    assert!(page.contains("<td>确认</td>") && page.contains("张三") && page.contains("KP-1"), "{page}");
    assert!(page.contains("2026-11-21"), "when: {page}");

    // Corrected, it has to be answered anew; who opened it before that does not send over it.
    let form = clerk.get(&format!("/console/papers/write?paper={}", paper["paper"].as_str().unwrap())).await;
    assert_eq!((form.field("v_score"), form.field("v_award")), ("88.5".into(), "500.00".into()));
    let typed = |reason: &'static str| {
        let mut typed = TYPED.to_vec();
        typed[0] = ("reason", reason);
        typed[4].1 = "92";
        typed
    };
    let none = clerk.send("/console/papers/write", &pairs(&filled(&form, &typed("")))).await;
    assert!(none.status == 422 && none.text.contains("请写更正原因"), "{}", none.text);
    let done = clerk.send("/console/papers/write", &pairs(&filled(&form, &typed("回访补记")))).await;
    assert_eq!(done.to, "/console/papers?sent=1", "{}", done.text);
    let late = clerk.send("/console/papers/write", &pairs(&filled(&form, &typed("又改")))).await;
    assert!(late.status == 422 && late.text.contains("已有人更正到第 2 版"), "{}", late.text);
    let all = papers(&office, "HB0732");
    assert_eq!((all.len(), &all[1]["version"], &all[1]["paper"]), (2, &json!(2), &paper["paper"]));
    let page = clerk.get(&address).await.text;
    assert!(page.contains("还没有答复这一版") && page.contains("回访补记"), "{page}");
}

#[tokio::test]
async fn an_entry_is_sent_back_by_a_field_of_its_form() {
    let office = house().await;
    let clerk = Browser::of(&office, "经办").await;
    let body = json!({"principal": "DF", "form": "quality_feedback", "form_title": "信息反馈单", "no": "FK-1", "fields": [
        {"key": "affected", "title": "影响台数", "text": "2 台"},
        {"key": "lines", "title": "零件", "text": "1 行", "rows": [[{"key": "code", "title": "编码", "text": "082895"}]]}]});
    take(&office, "HB0732", 3, 1, "form_entry", &body.to_string());
    let page = clerk.get(&format!("/console/record?dealer=HB0732&id={}", id(3))).await;
    assert!(page.text.contains("影响台数：2 台") && page.text.contains("零件 第 1 行 编码：082895"), "{}", page.text);
    let mut form = page.form("/console/send-back");
    form.extend(
        [("reason", "与电话里说的不符"), ("field", "values.affected")].map(|(a, b)| (a.to_owned(), b.to_owned())),
    );
    let done = clerk.send("/console/send-back", &pairs(&form)).await;
    assert!(done.to.contains("done=back"), "{}", done.text);
    let Feed::Page(feed) = office.store().feed("HB0732", None, 5).unwrap() else { panic!("gone") };
    let said: Value = serde_json::from_str(&feed.items[0].body).unwrap();
    assert_eq!((&*feed.items[0].kind, &said["field"]), ("rejection", &json!("values.affected")));
    let mut voided = body;
    voided["void_reason"] = json!("报重了");
    take(&office, "HB0732", 3, 2, "form_entry", &voided.to_string());
    let page = clerk.get(&format!("/console/record?dealer=HB0732&id={}", id(3))).await;
    assert!(!page.text.contains("/console/send-back") && page.text.contains("已作废"), "{}", page.text);
}
