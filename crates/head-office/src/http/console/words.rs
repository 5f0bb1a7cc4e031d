//! Words of storage as people say them.

use chrono::NaiveDateTime;
use serde_json::Value;

use crate::clock;
use crate::store::clerks::Role;

pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Reader => "只看",
        Role::Clerk => "经办",
        Role::Admin => "管理员",
    }
}

pub const KINDS: [(&str, &str); 8] = [
    ("", "全部"),
    ("card", "三包回执卡"),
    ("repair", "维修记录"),
    ("part", "旧件"),
    ("report", "月报"),
    ("reversal", "作废"),
    ("remedy", "换货退货"),
    ("form_entry", "登记"),
];

pub const STATES: [(&str, &str); 4] =
    [("", "全部"), ("accepted", "已收"), ("superseded", "已有新版本"), ("deferred", "等另一条记录")];

pub const MESSAGES: [(&str, &str); 3] =
    [("notice", "通知"), ("inspection", "旧件鉴定结果"), ("settlement", "核销通知")];

pub const ROLES: [(&str, &str); 3] = [("reader", "只看"), ("clerk", "经办"), ("admin", "管理员")];

/// What head office answers to a case of exchange or return, as the desk calls it.
pub const VERDICTS: [(&str, &str); 5] = [
    ("", "请选"),
    ("approved", "同意"),
    ("refused", "不同意"),
    ("offered", "另提办法"),
    ("needs_material", "要求补材料"),
];

pub const JUDGED: [(&str, &str); 3] = [("covered", "三包"), ("not_covered", "非三包"), ("misuse", "人为")];
pub const DISPOSED: [(&str, &str); 3] = [("usable", "可利用"), ("scrap", "报废"), ("returned", "退还")];

/// Fields of forms that people type into.
pub const TYPED: [(&str, &str); 13] = [
    ("title", "标题"),
    ("text", "正文"),
    ("dealer", "经销商代码"),
    ("reason", "原因"),
    ("field", "哪一栏"),
    ("code", "代码"),
    ("name", "名称"),
    ("verdict", "答复"),
    ("on", "答复日期"),
    ("by", "答复人"),
    ("no", "答复文号"),
    ("words", "说明"),
    ("id", "记录号"),
];

/// Sections of policy packs and calendars.
pub const SECTIONS: [(&str, &str); 16] = [
    ("", "开头"),
    ("deadlines", "期限"),
    ("coverage", "三包期"),
    ("remedies", "用户的权利"),
    ("formulas", "金额和费率"),
    ("flags", "是与否的规则"),
    ("months", "记入哪个月"),
    ("seasons", "作业季节"),
    ("classes", "产品类别"),
    ("to_fill", "合同未填写"),
    ("stands_on", "依据的法定规则"),
    ("holidays", "节假日"),
    ("notices", "通知文件"),
    ("rest", "休息日"),
    ("work", "上班日"),
    ("weeks", "周"),
];

/// The kind of what went down.
pub fn message(kind: &str) -> &str {
    const MORE: [(&str, &str); 7] = [
        ("rejection", "退回"),
        ("decisions", "核定"),
        ("remedy_answer", "换货退货的答复"),
        ("form_paper", "总部来文"),
        ("policy_pack", "政策包"),
        ("work_calendar", "工作日历"),
        ("key_handover", "密钥交接"),
    ];
    of(&MORE, of(&MESSAGES, kind))
}

/// Fields of packs, where a person reads what changed.
pub const PACK_FIELDS: [(&str, &str); 16] = [
    ("version", "版本"),
    ("title", "名称"),
    ("effective_from", "起始日期"),
    ("effective_to", "截止日期"),
    ("add.n", "多少"),
    ("add.unit", "单位"),
    ("basis", "从哪天起算"),
    ("roll", "遇休息日"),
    ("alert_days", "提前几天提醒"),
    ("consequence", "过期的后果"),
    ("source", "出处"),
    ("source_text", "原文"),
    ("value", "值"),
    ("formula", "公式"),
    ("rest", "休息日"),
    ("work", "上班日"),
];

/// The words of a list, or the word itself where a newer program made it.
pub fn of<'a>(list: &[(&str, &'a str)], word: &'a str) -> &'a str {
    list.iter().find(|(key, _)| *key == word).map_or(word, |(_, words)| words)
}

pub fn verdict(status: &str) -> &str {
    of(&[("rejected", "拒收"), ("deferred", "等另一条记录"), ("sent_back", "退回")], status)
}

pub fn action(action: &str) -> &str {
    const ACTIONS: [(&str, &str); 20] = [
        ("login", "登录"),
        ("login_failed", "登录失败"),
        ("logout", "退出"),
        ("password", "改密码"),
        ("notice", "下发消息"),
        ("send_back", "退回记录"),
        ("enrol_code", "发一次性代码"),
        ("revoke", "停用设备"),
        ("dealer", "登记经销商"),
        ("export", "导出"),
        ("record", "查看记录"),
        ("publish", "下发政策包或日历"),
        ("decide", "下发核定"),
        ("answer", "答复换货退货"),
        ("paper", "发总部来文"),
        ("file", "打开附件"),
        ("clerk_add", "开账号"),
        ("clerk_role", "改角色"),
        ("clerk_password", "重设密码"),
        ("clerk_left", "停用账号"),
    ];
    of(&ACTIONS, action)
}

pub fn time(ms: i64) -> String {
    civil(ms).format("%Y-%m-%d %H:%M").to_string()
}

pub fn civil(ms: i64) -> NaiveDateTime {
    clock::civil_time(ms)
}

/// Fields of bodies as the forms call them, by the last part of their path.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("principal", "厂家"),
    ("no", "编号"),
    ("sold_on", "购机日期"),
    ("invoice_no", "发票号码"),
    ("invoice_on", "发票日期"),
    ("delivered_on", "交机日期"),
    ("installed_on", "安装日期"),
    ("price_fen", "价格（元）"),
    ("outlet", "网点"),
    ("seller", "销售人员"),
    ("entered_on", "登记日期"),
    ("clock_suspect", "登记时钟可疑"),
    ("serial", "出厂编号"),
    ("engine_no", "发动机号"),
    ("model", "型号"),
    ("product", "产品"),
    ("name", "名称"),
    ("phone", "电话"),
    ("address", "地址"),
    ("id_no", "证件号码"),
    ("shared", "同意提供资料"),
    ("user_signed", "用户签字"),
    ("returned_on", "回执联收回日期"),
    ("due_on", "最迟报送日期"),
    ("amend_reason", "更正原因"),
    ("form", "登记表"),
    ("form_title", "登记表名称"),
    ("form_version", "登记表版本"),
    ("definition", "登记表校验和"),
    ("day", "日期"),
    ("state_title", "状态名称"),
    ("follows_no", "接着哪一件"),
    ("channel", "报修方式"),
    ("reported_on", "报修日期"),
    ("received_on", "送修日期"),
    ("arrived_on", "到达日期"),
    ("completed_on", "完工日期"),
    ("handed_over_on", "交还日期"),
    ("usage_milli", "计时读数"),
    ("usage_unit", "读数单位"),
    ("in_warranty", "保内"),
    ("payer", "付费方"),
    ("fault", "故障现象"),
    ("fault_place", "故障部位"),
    ("cause", "原因"),
    ("responsibility", "责任"),
    ("method", "处理方法"),
    ("work", "检修项目"),
    ("technician", "修理人员"),
    ("labour_fen", "工时费（元）"),
    ("material_fen", "材料费（元）"),
    ("travel_fen", "差旅费（元）"),
    ("other_fen", "其他费用（元）"),
    ("travel_milli_km", "里程（公里）"),
    ("code", "编码"),
    ("spec", "规格"),
    ("qty_milli", "数量"),
    ("replaced_on", "更换日期"),
    ("tag_no", "旧件标签号"),
    ("wants_replacement", "要求补件"),
    ("repair_no", "维修单号"),
    ("removed_on", "拆下日期"),
    ("state", "状态"),
    ("reason", "原因"),
    ("boxes", "箱数"),
    ("carrier", "承运方"),
    ("waybill_no", "运单号"),
    ("sent_on", "发运日期"),
    ("key", "表号"),
    ("title", "标题"),
    ("month", "月份"),
    ("rows", "行数"),
    ("lines_total", "包含记录数"),
    ("of", "作废的记录"),
    ("of_kind", "作废的类别"),
    ("voided_on", "作废日期"),
    ("sha256", "校验和"),
    ("size", "字节数"),
    ("hash", "校验和"),
    ("record_id", "记录号"),
    ("serial_key", "出厂编号（比对用）"),
    ("frame_no", "车架号"),
    ("produced_on", "生产日期"),
    ("kind", "类别"),
    ("tag", "内容"),
    ("taken_at", "拍摄或签字时间（毫秒）"),
    ("sale_no", "销售单号"),
    ("demand_no", "要求的编号"),
    ("made_on", "提出日期"),
    ("demands", "要求"),
    ("words", "说明"),
    ("right", "依据的权利"),
    ("basis", "依据"),
    ("version", "版本"),
    ("source", "出处"),
    ("told_on", "告知日期"),
    ("given_fen", "已给（元）"),
    ("borne_fen", "经销商垫付（元）"),
    ("void_reason", "作废原因"),
    ("paper", "材料"),
    ("who", "谁"),
    ("why", "为什么"),
    ("on", "日期"),
    ("choice", "用户选择"),
    ("verdict", "总部答复"),
    ("outcome", "结果"),
    ("due_fen", "应退（元）"),
    ("paid_fen", "已退（元）"),
    ("freight_fen", "运费（元）"),
    ("quality_cause", "质量原因"),
    ("fault_code", "故障代码"),
    ("box_no", "箱号"),
    ("weight_g", "重量（克）"),
    ("seal_no", "封签号"),
    ("freight_payer", "运费由谁付"),
];

/// Groups of bodies.
pub(super) const GROUPS: &[(&str, &str)] = &[
    ("sale", "销售"),
    ("unit", "机器"),
    ("customer", "用户"),
    ("card", "回执卡"),
    ("parts", "换件"),
    ("batch", "发运批次"),
    ("file", "工作簿"),
    ("rows_file", "数据文件"),
    ("lines", "包含的记录"),
    ("attachments", "附件"),
    ("steps", "步骤"),
    ("papers", "材料"),
    ("rule", "规则"),
    ("new_unit", "换给的机器"),
    ("result", "验收和鉴定"),
];

/// A body's fields, one a line: where it stands in words, and what stands there.
pub fn fields(body: &Value) -> Vec<(String, String)> {
    places(body).into_iter().map(|place| (place.label, place.shown)).collect()
}

/// One field of a body.
pub struct Place {
    /// As a desk knows it: names and numbers with dots between.
    pub path: String,
    /// In words.
    pub label: String,
    /// What stands there.
    pub shown: String,
}

/// A body's fields with their paths.
pub fn places(body: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    gather(body, ("", ""), &mut found);
    found
}

/// A body is nested as deep as serde_json reads: a hundred and twenty-seven.
fn gather(value: &Value, (path, label): (&str, &str), found: &mut Vec<Place>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(members) if is_entry_field(value) => {
            let label = format!("{} {}", before_place(label), value["title"].as_str().unwrap_or_default());
            let label = label.trim();
            found.push(Place { path: below("text"), label: label.to_owned(), shown: shown("", &value["text"]) });
            if let Some(rows) = members.get("rows") {
                gather(rows, (&below("rows"), label), found);
            }
        }
        Value::Object(members) => {
            for (key, inner) in members {
                let is_plain = !inner.is_object() && !inner.is_array();
                let words = if is_plain { of(FIELDS, key) } else { of(GROUPS, key) };
                let label = if label.is_empty() { words.to_owned() } else { format!("{label} · {words}") };
                match is_plain {
                    true => found.push(Place { path: below(key), label, shown: shown(key, inner) }),
                    false => gather(inner, (&below(key), &label), found),
                }
            }
        }
        Value::Array(all) => {
            for (at, inner) in all.iter().enumerate() {
                gather(inner, (&below(&at.to_string()), &format!("{label} {}", at + 1)), found);
            }
        }
        plain => found.push(Place { path: path.to_owned(), label: label.to_owned(), shown: shown("", plain) }),
    }
}

/// A field of an entry says itself what it is called, and how it is read.
fn is_entry_field(value: &Value) -> bool {
    ["key", "title", "text"].iter().all(|name| value[*name].is_string())
}

/// The label of the list an entry's field stands in is of no use to anybody; that of a table's row is.
fn before_place(label: &str) -> String {
    let place = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = label.split(' ').collect();
    match words.as_slice() {
        [head @ .., row, last] if place(last) && place(row) => format!("{} 第 {row} 行", head.join(" ")),
        _ => String::new(),
    }
}

fn shown(key: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "是".into(),
        Value::Bool(false) => "否".into(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) if key.ends_with("_fen") => parts_of(whole, 100, 2),
            Some(whole) if key.contains("_milli") => parts_of(whole, 1000, 3),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// Fen as yuan.
pub fn yuan(fen: i64) -> String {
    parts_of(fen, 100, 2)
}

/// Thousandths; whole numbers without their zeros.
pub fn milli(thousandths: i64) -> String {
    let text = parts_of(thousandths, 1000, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A file's name in a header, letters of any language.
pub fn file_name(name: &str) -> String {
    let shown = serde_urlencoded::to_string([("", name)]).unwrap_or_default();
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    let plain = if plain.is_empty() { "file" } else { &plain };
    format!("filename=\"{plain}\"; filename*=UTF-8''{}", shown.trim_start_matches('=').replace('+', "%20"))
}

/// An integer of hundredths or thousandths as a decimal.
fn parts_of(whole: i64, parts: u64, places: usize) -> String {
    let sign = if whole < 0 { "-" } else { "" };
    let size = whole.unsigned_abs();
    format!("{sign}{}.{:0places$}", size / parts, size % parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_told_in_the_words_of_its_form_and_money_in_yuan() {
        let body = serde_json::json!({
            "sale": { "price_fen": 7_650_005, "sold_on": "2026-10-20" }, "parts": [{ "qty_milli": -1_500 }],
            "customer": { "shared": false }, "novel": "新", "lines": ["a"]
        });
        let expected = [
            ("销售 · 价格（元）", "76500.05"),
            ("销售 · 购机日期", "2026-10-20"),
            ("换件 1 · 数量", "-1.500"),
            ("用户 · 同意提供资料", "否"),
            ("novel", "新"),
            ("包含的记录 1", "a"),
        ];
        let cell = |key: &str, title: &str, text: &str| serde_json::json!({"key": key, "title": title, "text": text});
        let mut table = cell("lines", "零件", "1 行");
        table["rows"] = serde_json::json!([[cell("code", "编码", "082895")]]);
        let entry = serde_json::json!({"form_title": "投诉", "fields": [cell("who", "投诉人", "王*"), table]});
        let told = [("登记表名称", "投诉"), ("投诉人", "王*"), ("零件", "1 行"), ("零件 第 1 行 编码", "082895")];
        assert_eq!(fields(&entry), told.map(|(label, value)| (label.to_owned(), value.to_owned())));
        assert_eq!((milli(1_000), milli(1_500), milli(-250)), ("1".into(), "1.5".into(), "-0.25".into()));
        assert_eq!(file_name("照片 1\".jpg"), "filename=\"1.jpg\"; filename*=UTF-8''%E7%85%A7%E7%89%87%201%22.jpg");
        let paths: Vec<String> = places(&body).into_iter().map(|place| place.path).collect();
        let dotted = ["customer.shared", "lines.0", "novel", "parts.0.qty_milli", "sale.price_fen", "sale.sold_on"];
        let mut sorted = paths;
        sorted.sort();
        assert_eq!(sorted, dotted);
        assert_eq!(fields(&body), expected.map(|(label, value)| (label.to_owned(), value.to_owned())));
    }
}
