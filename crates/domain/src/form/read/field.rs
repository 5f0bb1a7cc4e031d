//! Fields and their kinds.

use super::object::{Faults, Object, is_code, is_key, text_at};
use super::{MOST_COLUMNS, MOST_FORMULA, MOST_HELP, MOST_ITEMS, MOST_ROWS, MOST_TITLE};
use crate::form::counts::{Counted, Counts, Over};
use crate::form::definition::{
    CodeTable, Codes, DayBounds, Draw, Field, FieldKind, Mask, Noun, Preset, Rows, Shape, Target, Width,
};
use crate::form::json::Json;
use crate::form::value::FieldValue;

/// Most characters of a line, where nothing is said.
const LINE: usize = 200;
/// Most characters of a long text.
const PAGE: i64 = 4000;
/// Most codes of a choice.
const MOST_CODES: usize = 200;
/// Most fen or thousandths: ten thousand million.
const MOST_AMOUNT: i64 = 1_000_000_000_000;

const KINDS: &[(&str, Word)] = &[
    ("text", Word::Text),
    ("long_text", Word::LongText),
    ("day", Word::Day),
    ("instant", Word::Instant),
    ("number", Word::Number),
    ("money", Word::Money),
    ("choice", Word::Choice),
    ("yes_no", Word::YesNo),
    ("rating", Word::Rating),
    ("ref", Word::Ref),
    ("photo", Word::Photo),
    ("signature", Word::Signature),
    ("table", Word::Table),
];

#[derive(Clone, Copy)]
enum Word {
    Text,
    LongText,
    Day,
    Instant,
    Number,
    Money,
    Choice,
    YesNo,
    Rating,
    Ref,
    Photo,
    Signature,
    Table,
}

const SHAPES: &[(&str, Shape)] = &[
    ("plain", Shape::Plain),
    ("phone", Shape::Phone),
    ("code", Shape::Code),
    ("serial", Shape::Serial),
    ("licence", Shape::Licence),
];

/// `keep` is for what is of nobody outside, as the telephone of the dealer's own people.
const MASKS: &[(&str, Option<Mask>)] =
    &[("phone", Some(Mask::Phone)), ("name", Some(Mask::Name)), ("drop", Some(Mask::Drop)), ("keep", None)];

/// The fields that stand at `fields`.
pub(super) fn fields(of: &Object<'_>, most: usize, in_table: bool) -> Vec<Field> {
    let all = of.list("fields", most);
    if all.is_empty() && of.get("fields").is_none_or(|json| matches!(json, Json::List(_))) {
        of.fault("fields", "missing", "至少要有一个栏目");
    }
    all.into_iter().filter_map(|(place, json)| field(place, json, of.faults, in_table)).collect()
}

fn field(place: String, json: &Json, faults: &Faults, in_table: bool) -> Option<Field> {
    let object = Object::of(place.clone(), json, faults)?;
    let key = object.key("key");
    let title = object.needed("title", MOST_TITLE);
    let known = kind(&object, in_table);
    let kind = known.clone().unwrap_or(FieldKind::LongText { most: 1 });
    let formula = |key| object.text(key, MOST_FORMULA);
    let field = Field {
        key,
        title,
        required: object.flag("required"),
        required_if: formula("required_if"),
        shown_if: formula("shown_if"),
        computed: formula("computed"),
        help: object.text("help", MOST_HELP).unwrap_or_default(),
        width: width(&object),
        default: known.as_ref().and_then(|kind| preset(&object, kind)),
        counts: counts(&object, &kind),
        search: object.flag("search"),
        mask: object.word("mask", MASKS).unwrap_or_else(|| masked_anyway(&kind)),
        locked_in: object.texts("locked_in", MOST_ITEMS),
        copy: object.flag("copy"),
        fills: fills(&object, known.as_ref()),
        kind,
        place,
    };
    // Of a field whose kind is not known nobody can say which keys it may have; it keeps its name for who asks for it.
    if known.is_some() {
        object.done();
    }
    Some(field)
}

/// What a number counts of other registers.
fn counts(of: &Object<'_>, kind: &FieldKind) -> Option<Counts> {
    let text = of.text("counts", MOST_TITLE)?;
    let found = Counts::of(&text).filter(|_| matches!(kind, FieldKind::Number { .. }));
    if found.is_none() {
        let over: Vec<&str> = Over::WORDS.iter().map(|(word, _)| *word).collect();
        let what: Vec<&str> = Counted::WORDS.iter().map(|(word, _)| *word).collect();
        let said = format!("只有数字能写 counts：「{}」之一，一个点，再「{}」之一", over.join("、"), what.join("、"));
        of.fault("counts", "unknown_word", said);
    }
    found
}

/// A telephone number is masked even where the definition forgets to say so, and so is the customer a reference names.
fn masked_anyway(kind: &FieldKind) -> Option<Mask> {
    match kind {
        FieldKind::Text { shape: Shape::Phone, .. } => Some(Mask::Phone),
        FieldKind::Ref(Target::Noun(Noun::Customer)) => Some(Mask::Name),
        _ => None,
    }
}

fn kind(of: &Object<'_>, in_table: bool) -> Option<FieldKind> {
    if of.get("kind").is_none() {
        of.fault("kind", "missing", "缺少「kind」：栏目的种类");
    }
    let word = of.word("kind", KINDS)?;
    let amount = |key| of.whole(key, -MOST_AMOUNT, MOST_AMOUNT);
    Some(match word {
        Word::Text => FieldKind::Text { shape: of.word("shape", SHAPES).unwrap_or(Shape::Plain), most: size(of, LINE) },
        Word::LongText => FieldKind::LongText { most: size(of, 2000) },
        Word::Day => FieldKind::Day { bounds: bounds(of) },
        Word::Instant => FieldKind::Instant { bounds: bounds(of) },
        Word::Number => FieldKind::Number {
            unit: of.text("unit", 20).unwrap_or_default(),
            decimals: of.whole("decimals", 0, 3).and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
            min: of.milli("min"),
            max: of.milli("max"),
        },
        Word::Money => FieldKind::Money { min: amount("min"), max: amount("max") },
        Word::Choice => FieldKind::Choice(codes(of)),
        Word::YesNo => FieldKind::YesNo,
        Word::Rating => FieldKind::Rating(levels(of)),
        Word::Ref => FieldKind::Ref(target(of)?),
        Word::Photo | Word::Signature | Word::Table if in_table => {
            of.fault("kind", "impossible", "表格的列不能是照片、签字或另一张表格");
            return None;
        }
        Word::Photo => FieldKind::Photo,
        Word::Signature => FieldKind::Signature,
        Word::Table => FieldKind::Table(Rows {
            fields: fields(of, MOST_COLUMNS, true),
            rows_max: of
                .whole("rows_max", 1, i64::try_from(MOST_ROWS).unwrap_or(i64::MAX))
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(200),
            draw: of.word("draw", Draw::WORDS),
        }),
    })
}

fn size(of: &Object<'_>, usual: usize) -> usize {
    of.whole("most", 1, PAGE).and_then(|n| usize::try_from(n).ok()).unwrap_or(usual)
}

fn bounds(of: &Object<'_>) -> DayBounds {
    DayBounds { not_after: of.text("not_after", 40), not_before: of.text("not_before", 40) }
}

fn width(of: &Object<'_>) -> Width {
    match of.get("width") {
        None => Width::Columns(1),
        Some(Json::Text(text)) if text == "all" => Width::All,
        Some(Json::Number(n)) if n.parse().is_ok_and(|n: u8| (1..=4).contains(&n)) => {
            Width::Columns(n.parse().unwrap_or(1))
        }
        Some(_) => {
            of.fault("width", "unknown_word", "宽度可以写 1、2、3、4 或 \"all\"");
            Width::Columns(1)
        }
    }
}

fn codes(of: &Object<'_>) -> Codes {
    let list = of.list("codes", MOST_CODES);
    let table = of.word("table", CodeTable::WORDS);
    let own = of.get("codes").is_some();
    if own == of.get("table").is_some() {
        of.fault("codes", "impossible", "要写 codes（自己的选项），或写 table（服务台的表），二者选一");
    }
    match table {
        Some(table) if !own => Codes::Of(table),
        _ => Codes::Own(list.into_iter().filter_map(|(place, json)| code(of.faults, place, json)).collect()),
    }
}

/// `["quality", "质量"]`
fn code(faults: &Faults, place: String, json: &Json) -> Option<(String, String)> {
    let Json::List(pair) = json else {
        faults.add(place, "wrong_type", format!("这里要 [\"代码\", \"名称\"]，写的是{}", json.zh()));
        return None;
    };
    let [code, title] = pair.as_slice() else {
        faults.add(place, "wrong_type", "这里要两项：[\"代码\", \"名称\"]");
        return None;
    };
    let code = text_at(faults, format!("{place}[0]"), code)?;
    let title = text_at(faults, format!("{place}[1]"), title)?;
    if !is_code(&code) {
        let said = format!("代码「{code}」不行：只用小写字母、数字和下划线，最多 40 个，不能是 filled");
        faults.add(format!("{place}[0]"), "bad_key", said);
    }
    Some((code, title))
}

fn levels(of: &Object<'_>) -> Vec<String> {
    let levels = of.texts("levels", 10);
    if levels.len() < 2 {
        of.fault("levels", "missing", "评分至少要有两级，最好的写在最前");
    }
    levels
}

fn target(of: &Object<'_>) -> Option<Target> {
    let to = of.needed("to", 60);
    if let Some(form) = to.strip_prefix("form:") {
        if !is_key(form) {
            of.fault("to", "unknown_word", format!("「{form}」不能是登记簿的键"));
        }
        return Some(Target::Form(form.to_owned()));
    }
    let found = Noun::WORDS.iter().find(|(word, _)| *word == to).map(|(_, noun)| Target::Noun(*noun));
    if found.is_none() && !to.is_empty() {
        let all: Vec<&str> = Noun::WORDS.iter().map(|(word, _)| *word).collect();
        of.fault(
            "to",
            "unknown_word",
            format!("不认识「{to}」，可以写：{}，或 form:KEY（登记簿的键）", all.join("、")),
        );
    }
    found
}

fn preset(of: &Object<'_>, kind: &FieldKind) -> Option<Preset> {
    let json = of.get("default")?;
    let fits = match (kind, json) {
        (FieldKind::Day { .. }, Json::Text(word)) if word == "today" => Some(Preset::Today),
        (FieldKind::Day { .. }, Json::Text(word)) if word == "last_month" => Some(Preset::LastMonth),
        (FieldKind::Instant { .. }, Json::Text(word)) if word == "now" => Some(Preset::Now),
        (FieldKind::Choice(Codes::Of(CodeTable::Operators)) | FieldKind::Text { .. }, Json::Text(word))
            if word == "operator" =>
        {
            Some(Preset::Operator)
        }
        (FieldKind::Text { .. } | FieldKind::LongText { .. }, Json::Text(text)) => {
            Some(Preset::Value(FieldValue::Text(text.clone())))
        }
        (FieldKind::Choice(Codes::Own(codes)), Json::Text(code)) if codes.iter().any(|(known, _)| known == code) => {
            Some(Preset::Value(FieldValue::Text(code.clone())))
        }
        (FieldKind::YesNo, Json::Truth(truth)) => Some(Preset::Value(FieldValue::Truth(*truth))),
        (FieldKind::Number { .. }, Json::Number(_)) => {
            of.milli("default").map(|n| Preset::Value(FieldValue::Number(n)))
        }
        (FieldKind::Money { .. }, Json::Number(_)) => {
            of.whole("default", -MOST_AMOUNT, MOST_AMOUNT).map(|n| Preset::Value(FieldValue::Number(n)))
        }
        (FieldKind::Rating(levels), Json::Number(n))
            if n.parse().is_ok_and(|n: usize| (1..=levels.len()).contains(&n)) =>
        {
            n.parse().ok().map(|n| Preset::Value(FieldValue::Number(n)))
        }
        _ => None,
    };
    if fits.is_none() {
        of.fault("default", "impossible", "这个默认值不能用在这种栏目上：日期写 today，时刻写 now，选项写代码，数写数");
    }
    fits
}

fn fills(of: &Object<'_>, kind: Option<&FieldKind>) -> Vec<(String, String)> {
    let pairs = of.pairs("fills", MOST_ITEMS);
    if !pairs.is_empty() && !matches!(kind, Some(FieldKind::Ref(_)) | None) {
        of.fault("fills", "impossible", "只有引用栏目（ref）能带出别的栏目");
    }
    let text = |(place, own, json)| text_at(of.faults, place, json).map(|offered| (own, offered));
    pairs.into_iter().filter_map(text).collect()
}
