//! What of an entry stands in the workbooks of a month (FORMDEF-16). It is read last: what it names stands in the form.

use super::object::{Faults, Object, text_at};
use super::{MOST_FORMULA, MOST_ITEMS};
use crate::form::definition::{Field, FieldKind, Form, Rows, Target};
use crate::form::feed::{Condition, FedCell, Feed, FeedMonth, FeedName, FeedSource};
use crate::form::json::Json;
use crate::form::names::{Scope, is_dated};
use crate::form::offer::Offered;
use crate::form::plan::columns;
use crate::form::workbook::{CellKind, Workbook};
use crate::formula::Type;

/// Most workbooks, or tables of them, that one form feeds.
const MOST_FEEDS: usize = 20;
/// Most characters of a word for yes or no.
const MOST_WORD: usize = 20;

pub(super) fn feeds(top: &Object<'_>, form: &Form) -> Vec<Feed> {
    let all = top.list("feeds", MOST_FEEDS);
    all.into_iter().filter_map(|(place, json)| feed(place, json, (top.faults, form))).collect()
}

fn feed(place: String, json: &Json, (faults, form): (&Faults, &Form)) -> Option<Feed> {
    let object = Object::of(place.clone(), json, faults)?;
    let workbook = object.needed("workbook", MOST_WORD);
    let book = Workbook::of(&workbook);
    if book.is_none() && !workbook.is_empty() {
        let known: Vec<&str> = Workbook::keys().collect();
        let said = format!("登记不能进报表「{workbook}」，可以写：{}", known.join("、"));
        object.fault("workbook", "unknown_workbook", said);
    }
    let into = object.text("into", MOST_ITEMS);
    let cells = book.and_then(|book| book.cells(into.as_deref()));
    if let (Some(book), None) = (book, &cells) {
        let known: Vec<&str> = book.tables().collect();
        let known =
            if known.is_empty() { "它没有".to_owned() } else { format!("可以写：{}", known.join("、")) };
        object.fault("into", "unknown_table", format!("「{}」的汇总里没有这张表，{known}", book.name));
    }
    let facts = book.zip(into.as_deref()).is_some_and(|(book, into)| book.is_facts(into));
    let by = by(&object, (into.as_deref(), facts), cells.as_deref());
    let each = each(&object, form);
    let table = each.as_ref().map(|(key, rows)| (key.as_str(), *rows));
    let reading = Reading { form, faults, table, grouped: by.is_some() || facts };
    let head: Vec<(&str, CellKind)> =
        book.into_iter().flat_map(Workbook::heads).map(|key| (key, CellKind::Text)).collect();
    let feed = Feed {
        month: month(&object, form),
        when: object.text("when", MOST_FORMULA).and_then(|text| reading.condition(object.at("when"), text)),
        fields: reading.cells(&object, "fields", cells.as_deref()),
        head: Reading { grouped: false, ..reading }.cells(&object, "head", book.map(|_| head.as_slice())),
        each: each.map(|(key, _)| key),
        by,
        workbook,
        into,
        place,
    };
    if let Some(by) = feed.by.as_ref().filter(|by| !feed.fields.iter().any(|cell| cell.key == **by)) {
        object.fault("by", "missing", format!("「{by}」要写在 fields 里：按什么分组"));
    }
    if feed.fields.is_empty() && object.get("fields").is_none() {
        object.fault("fields", "missing", "缺少「fields」：报表的哪一栏由哪个栏目来填");
    }
    object.done();
    Some(feed)
}

fn each<'f>(object: &Object<'_>, form: &'f Form) -> Option<(String, &'f Rows)> {
    let key = object.text("each", MOST_ITEMS)?;
    match form.field(&key).map(|field| &field.kind) {
        Some(FieldKind::Table(rows)) => return Some((key, rows)),
        Some(_) => object.fault("each", "impossible", format!("「{key}」不是表格，一件登记只有一行")),
        None => object.fault("each", "unknown_field", format!("没有叫「{key}」的表格")),
    }
    None
}

/// The cell of groups: of a table only, and of words.
fn by(object: &Object<'_>, (into, facts): (Option<&str>, bool), cells: Option<&[(&str, CellKind)]>) -> Option<String> {
    let by = object.text("by", MOST_ITEMS)?;
    let kind = cells.and_then(|cells| cells.iter().find(|(key, _)| *key == by)).map(|(_, kind)| *kind);
    if into.is_none() || facts {
        object.fault("by", "impossible", "只有汇总里的表（into）能分组");
    } else if cells.is_some() && !matches!(kind, Some(CellKind::Text | CellKind::Code)) {
        object.fault("by", "unknown_cell", format!("这张表里没有叫「{by}」的文字栏"));
    }
    Some(by)
}

/// `standing`, or the field whose day decides.
fn month(object: &Object<'_>, form: &Form) -> FeedMonth {
    let Some(key) = object.text("month", MOST_ITEMS) else { return FeedMonth::Day };
    match form.field(&key) {
        None if key == "standing" => return FeedMonth::Standing,
        None => object.fault("month", "unknown_field", format!("没有叫「{key}」的栏目，一直列着的写 standing")),
        Some(field) if is_dated(&field.kind) => {}
        Some(field) => object.fault("month", "impossible", format!("「{}」不是日期或时刻", field.title)),
    }
    if key == form.day { FeedMonth::Day } else { FeedMonth::Field(key) }
}

#[derive(Clone, Copy)]
struct Reading<'a> {
    form: &'a Form,
    faults: &'a Faults,
    /// The table whose rows are the rows of the workbook.
    table: Option<(&'a str, &'a Rows)>,
    /// Several rows become one.
    grouped: bool,
}

/// What a name stands for, as far as a cell asks.
#[derive(Clone, Copy, PartialEq)]
enum What {
    Text,
    Day,
    Number { decimals: u8, percent: bool },
    Money,
    Count,
    Share,
}

impl What {
    fn zh(self) -> &'static str {
        match self {
            Self::Text => "文字",
            Self::Day => "日期",
            Self::Number { percent: true, .. } => "百分数",
            Self::Number { .. } => "数",
            Self::Money => "金额",
            Self::Count => "个数",
            Self::Share => "比率",
        }
    }

    /// Words take everything as people read it; any other cell only its own.
    fn fits(self, kind: CellKind) -> bool {
        match kind {
            CellKind::Text | CellKind::Code => true,
            CellKind::Date => self == Self::Day,
            CellKind::Money => self == Self::Money,
            CellKind::Quantity => matches!(self, Self::Number { .. }),
            CellKind::Integer => matches!(self, Self::Number { decimals: 0, .. } | Self::Count),
            CellKind::Rate => matches!(self, Self::Number { percent: true, .. } | Self::Share),
            CellKind::Sequence => false,
        }
    }
}

impl Reading<'_> {
    fn condition(&self, place: String, text: String) -> Option<Condition> {
        let scope = Scope { form: self.form, table: self.table.map(|(_, rows)| rows) };
        match scope.compile(&text, &[Type::Bool]) {
            Ok(expr) => Some(Condition { text, expr: Box::new(expr) }),
            Err(said) => {
                self.faults.add(place, "bad_formula", said);
                None
            }
        }
    }

    /// `cells` are those of the layout; none where nobody knows it.
    fn cells(&self, of: &Object<'_>, key: &'static str, cells: Option<&[(&str, CellKind)]>) -> Vec<FedCell> {
        let mut all = Vec::new();
        for (place, key, json) in of.pairs(key, MOST_ITEMS) {
            let kind = cells.map(|cells| cells.iter().find(|(known, _)| *known == key).map(|(_, kind)| *kind));
            if kind == Some(None) {
                let known: Vec<&str> = cells.into_iter().flatten().map(|(known, _)| *known).collect();
                let said = format!("报表里没有叫「{key}」的栏，有：{}", known.join("、"));
                self.faults.add(place.clone(), "unknown_cell", said);
            }
            let source = self.source(&place, json, kind.flatten());
            all.extend(source.map(|source| FedCell { key, source, place }));
        }
        all
    }

    fn source(&self, place: &str, json: &Json, kind: Option<CellKind>) -> Option<FeedSource> {
        match json {
            Json::Text(name) => Some(FeedSource::Names(vec![self.name(place.to_owned(), name, kind)?])),
            Json::List(items) => {
                if items.is_empty() {
                    self.faults.add(place, "missing", "这里要至少一个栏目");
                }
                let words = kind.is_none_or(|kind| matches!(kind, CellKind::Text | CellKind::Code));
                if !words {
                    self.faults.add(place, "wrong_kind", "几个栏目合在一起的只能进文字栏");
                }
                let at = |i: usize| format!("{place}[{i}]");
                let names = items.iter().enumerate().filter_map(|(i, json)| {
                    let name = text_at(self.faults, at(i), json)?;
                    self.name(at(i), &name, Some(CellKind::Text))
                });
                Some(FeedSource::Names(names.collect()))
            }
            Json::Object(_) => self.reckoned(place, json, kind),
            other => {
                let said = format!(
                    "这里要栏目、栏目的列表，或 {{\"if\": …}}、{{\"due\": …}}、{{\"late\": …}}，写的是{}",
                    other.zh()
                );
                self.faults.add(place, "wrong_type", said);
                None
            }
        }
    }

    /// What is not written in a field: `if`, `due`, `late`; of a group `group`, `count`, `rate`.
    fn reckoned(&self, place: &str, json: &Json, kind: Option<CellKind>) -> Option<FeedSource> {
        let object = Object::of(place, json, self.faults)?;
        let condition =
            |key: &'static str| object.text(key, MOST_FORMULA).map(|text| self.condition(object.at(key), text));
        let word = |key, usual: &str| object.text(key, MOST_WORD).unwrap_or_else(|| usual.to_owned());
        let (yes, no) = (word("yes", "是"), word("no", "否"));
        let when = condition("when").flatten();
        let truth = |condition| FeedSource::Truth { condition, when, yes, no };
        let whole =
            |count| if count { (What::Count, FeedSource::Count(None)) } else { (What::Share, FeedSource::Share) };
        let all = [
            condition("if").map(|one| one.map(|one| (What::Text, truth(one)))),
            self.rules(&object, "due").map(|rules| Some((What::Day, FeedSource::Due(rules)))),
            self.rules(&object, "late").map(|rules| Some((What::Text, FeedSource::Late(rules)))),
            condition("count").map(|one| one.map(|one| (What::Count, FeedSource::Count(Some(one))))),
            condition("rate").map(|one| one.map(|one| (What::Share, FeedSource::Rate(one)))),
            object.word("group", &[("count", true), ("share", false)]).map(|count| Some(whole(count))),
        ];
        let mut all = all.into_iter().flatten();
        let (first, more) = (all.next(), all.next().is_some());
        if first.is_none() || more {
            object.fault("", "impossible", "这里要 if、due、late、group、count、rate 里的一项，只要一项");
        }
        object.done();
        let (what, source) = first.filter(|_| !more)??;
        if source.is_of_group() && !self.grouped {
            self.faults.add(place, "impossible", "group、count、rate 只能写在有 by 的表，或汇总的数里");
        }
        self.fitting(place, what, kind);
        Some(source)
    }

    /// Rules of due days of the form: one, or a list.
    fn rules(&self, object: &Object<'_>, key: &'static str) -> Option<Vec<String>> {
        let rules = match object.get(key)? {
            Json::Text(rule) => vec![(object.at(key), rule.clone())],
            _ => {
                let items = object.list(key, MOST_ITEMS).into_iter();
                items.filter_map(|(place, json)| Some((place.clone(), text_at(self.faults, place, json)?))).collect()
            }
        };
        for (place, rule) in &rules {
            if !self.form.deadlines.iter().any(|deadline| deadline.rule == *rule) {
                self.faults.add(place, "unknown_rule", format!("这张表的 deadlines 里没有「{rule}」"));
            }
        }
        Some(rules.into_iter().map(|(_, rule)| rule).collect())
    }

    fn name(&self, place: String, name: &str, kind: Option<CellKind>) -> Option<FeedName> {
        match self.named(name) {
            Ok((found, what)) => {
                self.fitting(&place, what, kind);
                Some(found)
            }
            Err((code, said)) => {
                self.faults.add(place, code, said);
                None
            }
        }
    }

    fn fitting(&self, place: &str, what: What, kind: Option<CellKind>) {
        if let Some(kind) = kind.filter(|kind| !what.fits(*kind)) {
            let said = format!("这一栏要{}，这里是{}", kind.zh(), what.zh());
            self.faults.add(place, "wrong_kind", said);
        }
    }

    fn named(&self, name: &str) -> Result<(FeedName, What), (&'static str, String)> {
        let unknown = |said: String| ("unknown_field", said);
        let parts: Vec<&str> = name.split('.').collect();
        match parts.as_slice() {
            ["no"] => return Ok((FeedName::No, What::Text)),
            ["state"] => return Ok((FeedName::State, What::Text)),
            ["principal"] => return Ok((FeedName::Maker, What::Text)),
            _ => {}
        }
        let (head, rest) = parts.split_first().map_or(("", &[] as &[&str]), |(head, rest)| (*head, rest));
        let field = self.form.field(head).ok_or_else(|| unknown(format!("没有叫「{head}」的栏目")))?;
        match (&field.kind, rest) {
            (FieldKind::Table(_), ["count"]) => Ok((FeedName::Rows(head.to_owned()), What::Count)),
            (FieldKind::Table(_), [column, offered @ ..]) => self.of_column(field, column, offered),
            (FieldKind::Table(_), []) => {
                Err(("impossible", format!("表格「{}」要写 {head}.列 或 {head}.count", field.title)))
            }
            (_, []) => Ok((FeedName::Field(head.to_owned()), what_of(&field.kind))),
            (_, [offered]) => behind(field, None, offered),
            _ => Err(unknown(format!("「{name}」写得太长"))),
        }
    }

    fn of_column(
        &self,
        table: &Field,
        column: &str,
        rest: &[&str],
    ) -> Result<(FeedName, What), (&'static str, String)> {
        let found = columns(table).iter().find(|field| field.key == column);
        let found = found.ok_or_else(|| ("unknown_field", format!("「{}」没有叫「{column}」的列", table.title)))?;
        let own = self.table.is_some_and(|(key, _)| key == table.key);
        let of_table = |what| (FeedName::Column { table: table.key.clone(), column: column.to_owned() }, what);
        match rest {
            [] if own => Ok(of_table(what_of(&found.kind))),
            // Of all rows one beside the other.
            [] => Ok(of_table(What::Text)),
            [offered] if own => behind(found, Some(table.key.clone()), offered),
            _ => Err(("impossible", format!("「{}」的引用只能在 each 这张表时写", table.title))),
        }
    }
}

fn what_of(kind: &FieldKind) -> What {
    match kind {
        FieldKind::Day { .. } | FieldKind::Instant { .. } => What::Day,
        FieldKind::Number { decimals, unit, .. } => What::Number { decimals: *decimals, percent: unit == "%" },
        FieldKind::Money { .. } => What::Money,
        FieldKind::Photo | FieldKind::Signature => What::Count,
        _ => What::Text,
    }
}

/// What the record offers that a field points to. Of another form's entry beside number and day its fields are read as words.
fn behind(field: &Field, table: Option<String>, offered: &str) -> Result<(FeedName, What), (&'static str, String)> {
    let what = match &field.kind {
        FieldKind::Ref(Target::Noun(noun)) => {
            let read = || noun.offers().filter(|(_, what)| !matches!(what, Offered::Ref(_)));
            let known = || read().map(|(name, _)| name).collect::<Vec<_>>().join("、");
            let unknown = || ("unknown_offer", format!("{}没有「{offered}」，有：{}", noun.zh(), known()));
            match read().find(|(name, _)| *name == offered).ok_or_else(unknown)?.1 {
                Offered::Day => What::Day,
                Offered::Money => What::Money,
                Offered::Text | Offered::Ref(_) => What::Text,
            }
        }
        FieldKind::Ref(Target::Form(_)) if offered == "day" => What::Day,
        FieldKind::Ref(Target::Form(_)) => What::Text,
        _ => return Err(("impossible", format!("「{}」不是引用，后面不能写「.{offered}」", field.title))),
    };
    Ok((FeedName::Behind { table, field: field.key.clone(), offered: offered.to_owned() }, what))
}
