//! A form as plain text, for who writes one with a text editor and wants to see what became of it.

use super::definition::{Codes, Field, FieldKind, Form, Mask, Numbering, Preset, PrincipalUse, Step, Until, Width};
use super::feed::FeedMonth;
use super::fill::Filled;
use super::plan::columns;
use super::tidy::wanted;
use super::value::{FieldValue, Names, Values};
use super::workbook::Workbook;
use crate::Fen;
use crate::formula::thousandths;
use crate::operator::Role;

impl Form {
    /// The form drawn as text; with values also what filling says of them.
    pub fn picture(&self, filled: Option<&Filled>) -> String {
        let mut lines = Picture { form: self, filled, lines: Vec::new() };
        lines.head();
        lines.sections();
        lines.flow();
        lines.register();
        lines.month();
        lines.outside();
        lines.refusals();
        lines.lines.join("\n") + "\n"
    }

    fn title_of(&self, key: &str) -> String {
        match key {
            "no" => "编号".to_owned(),
            "state" => "状态".to_owned(),
            "principal" => "厂家".to_owned(),
            "today" => "今天".to_owned(),
            _ => self.field(key).map_or_else(|| key.to_owned(), |field| field.title.clone()),
        }
    }

    fn titles(&self, keys: &[String]) -> String {
        let all: Vec<String> = keys.iter().map(|key| self.title_of(key)).collect();
        if all.is_empty() { "无".to_owned() } else { all.join("、") }
    }

    fn state_title(&self, key: &str) -> String {
        self.state(key).map_or_else(|| key.to_owned(), |state| state.title.clone())
    }
}

struct Picture<'a> {
    form: &'a Form,
    filled: Option<&'a Filled>,
    lines: Vec<String>,
}

impl Picture<'_> {
    fn say(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn head(&mut self) {
        let form = self.form;
        self.say(format!("{}（{} 第 {} 版）", form.title, form.key, form.version));
        let number = match &form.number {
            Numbering::Standard { letters } => format!("经销商-{letters}-年月-A0001"),
            Numbering::Yymmnn { digits, .. } => {
                format!("年月{}，满了加一位", "N".repeat(usize::try_from(*digits).unwrap_or(2)))
            }
        };
        let principal = match form.principal {
            PrincipalUse::Needed => "必填",
            PrincipalUse::Optional => "可以不填",
            PrincipalUse::None => "没有",
        };
        self.say(format!("编号：{number}　日期：{}　厂家：{principal}", form.title_of(&form.day)));
        self.say(format!("登记簿里叫：{}　归在：{}", form.titles(&form.says), form.group));
        if !form.unique.is_empty() {
            self.say(format!("不能重复：{}", form.titles(&form.unique)));
        }
    }

    fn sections(&mut self) {
        for section in &self.form.sections {
            let shown = section.shown_if.as_ref().map_or_else(String::new, |text| format!("，显示条件 {text}"));
            self.say(String::new());
            self.say(format!("【{}】{} 栏{shown}", section.title, section.columns));
            for field in &section.fields {
                let value = self.filled.and_then(|filled| filled.values.get(&field.key));
                self.field("  ", field, value);
                for column in columns(field) {
                    self.field("      ", column, None);
                }
                self.rows(field, value);
            }
        }
    }

    fn field(&mut self, indent: &str, field: &Field, value: Option<&FieldValue>) {
        let hidden = self.filled.is_some_and(|filled| filled.hidden.contains(&field.key));
        let asked = self.filled.is_some_and(|filled| filled.required.contains(&field.key));
        let mark = if field.required || asked { '*' } else { ' ' };
        let marks = marks(self.form, field);
        let said = match (hidden, value) {
            (true, _) => "　（现在不显示）".to_owned(),
            (_, Some(value)) => format!("　= {}", field.cell(Some(value), &Names::new())),
            (_, None) => String::new(),
        };
        let marks = if marks.is_empty() { String::new() } else { format!("　{}", marks.join("；")) };
        self.say(format!(
            "{indent}{mark} {}（{}）：{}{marks}{said}",
            field.title,
            field.key,
            kind(self.form, &field.kind)
        ));
    }

    fn rows(&mut self, field: &Field, value: Option<&FieldValue>) {
        for (i, row) in value.map_or(&[] as &[Values], FieldValue::rows).iter().enumerate() {
            let cells = columns(field).iter().filter(|column| row.contains_key(&column.key));
            let cells: Vec<String> = cells
                .map(|column| format!("{} {}", column.title, column.cell(row.get(&column.key), &Names::new())))
                .collect();
            self.say(format!("      第 {} 行 = {}", i + 1, cells.join("，")));
        }
    }

    fn flow(&mut self) {
        let form = self.form;
        self.say(String::new());
        self.say("状态和步骤");
        for (i, state) in form.states.iter().enumerate() {
            let marks = [(i == 0, "新登记"), (state.is_final, "终结")];
            let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, said)| said).collect();
            let marks = if marks.is_empty() { String::new() } else { format!("，{}", marks.join("，")) };
            self.say(format!("  {}（{}，{}{marks}）", state.title, state.key, state.tone.zh()));
            for step in form.steps.iter().filter(|step| step.from.contains(&state.key)) {
                self.step(step);
            }
        }
        for due in &form.deadlines {
            let until = match &due.until {
                Until::State(state) => {
                    let on =
                        due.on.as_ref().map_or_else(String::new, |on| format!("（那一天是「{}」）", form.title_of(on)));
                    format!("到「{}」{on}", form.state_title(state))
                }
                Until::Field(field) => format!("到填了「{}」", form.title_of(field)),
            };
            let unless = due.unless.as_ref().map_or_else(String::new, |text| format!("，{text} 时没有"));
            let money =
                due.at_risk.as_ref().map_or_else(String::new, |key| format!("，过期涉及「{}」", form.title_of(key)));
            self.say(format!(
                "期限 {}：从「{}」起，{until}，按规则 {}{unless}{money}",
                due.title,
                form.title_of(&due.from),
                due.rule
            ));
        }
    }

    fn step(&mut self, step: &Step) {
        let who: Vec<&str> = step.who.who().into_iter().map(Role::zh).collect();
        let mut said = vec![format!("可由{}", who.join("、"))];
        let list = |head: &str, text: String| format!("{head} {text}");
        said.extend((!step.asks.is_empty()).then(|| list("填", self.form.titles(&step.asks))));
        said.extend(step.needs.as_ref().map(|text| list("须", text.clone())));
        said.extend(step.stamp.as_ref().map(|key| list("自动写", self.form.title_of(key))));
        said.extend(step.reason.then(|| "写原因".to_owned()));
        said.extend(step.next.as_ref().map(|next| list("接着开", next.form.clone())));
        self.say(format!("    {} → {}　{}", step.title, self.form.state_title(&step.to), said.join("；")));
    }

    fn register(&mut self) {
        let form = self.form;
        self.say(String::new());
        self.say(format!("登记簿的列：{}", form.titles(&form.list.columns)));
        self.say(format!("筛选：{}　合计：{}", form.titles(&form.list.filters), form.titles(&form.list.totals)));
        let sheet: Vec<String> =
            form.sheet.columns.iter().map(|(key, width)| format!("{} {width}", form.title_of(key))).collect();
        self.say(format!("导出「{}」：{}", form.sheet.title, sheet.join("、")));
        let print = form.print.as_ref().map_or_else(
            || "不打印".to_owned(),
            |print| {
                let copies = if print.copies.is_empty() { "一联".to_owned() } else { print.copies.join("、") };
                let signs = if print.signs.is_empty() { "无".to_owned() } else { print.signs.join("、") };
                format!("{}，{copies}，签字：{signs}", print.paper.zh())
            },
        );
        self.say(format!("打印：{print}"));
    }

    /// The workbooks of the month its entries stand in.
    fn month(&mut self) {
        for feed in &self.form.feeds {
            let name = Workbook::of(&feed.workbook).map_or("", |book| book.name.as_str());
            let into = feed.into.as_ref().map_or_else(String::new, |table| format!("的汇总 {table}"));
            let row = match (&feed.by, &feed.each) {
                (Some(by), _) => format!("按 {by} 分组"),
                (None, Some(table)) => format!("「{}」一行一条", self.form.title_of(table)),
                (None, None) => "一件一条".to_owned(),
            };
            let month = match &feed.month {
                FeedMonth::Day => format!("按「{}」归月", self.form.title_of(&self.form.day)),
                FeedMonth::Field(key) => format!("按「{}」归月", self.form.title_of(key)),
                FeedMonth::Standing => "每月都列，直到结束的那个月".to_owned(),
            };
            let when = feed.when.as_ref().map_or_else(String::new, |when| format!("，条件 {}", when.text));
            let cells: Vec<&str> = feed.fields.iter().map(|cell| cell.key.as_str()).collect();
            self.say(format!("月报 {} {name}{into}：{row}，{month}{when}；{}", feed.workbook, cells.join("、")));
        }
    }

    fn outside(&mut self) {
        let form = self.form;
        if let Some(expected) = &form.expected {
            let excused = expected.excused_by.as_ref().map(|key| format!("，没有来的写在 {key}"));
            self.say(format!("每月应有一份：按规则 {}{}", expected.rule, excused.unwrap_or_default()));
        }
        let Some(travels) = &form.travels else { return self.say("报送总部：不报送") };
        let after = travels
            .after
            .as_ref()
            .map_or_else(|| "保存后".to_owned(), |key| format!("到「{}」后", form.state_title(key)));
        let goes = |key: &String| travels.fields.as_ref().is_none_or(|fields| fields.contains(key));
        let which = travels.fields.as_ref().map_or_else(|| "全部栏目".to_owned(), |fields| form.titles(fields));
        self.say(format!("报送总部：{after}，{which}"));
        let masked =
            form.fields().flat_map(|field| std::iter::once(field).chain(columns(field)).map(move |one| (field, one)));
        let masked: Vec<String> = masked
            .filter(|(outer, _)| goes(&outer.key))
            .filter_map(|(_, field)| Some(format!("{}{}", field.title, mask_zh(field.mask?))))
            .collect();
        if !masked.is_empty() {
            self.say(format!("用户没有同意时：{}", masked.join("、")));
        }
    }

    fn refusals(&mut self) {
        let Some(filled) = self.filled else { return };
        self.say(String::new());
        if filled.refused.is_empty() {
            return self.say("这些内容可以保存");
        }
        self.say("这些内容还不能保存：");
        for refused in &filled.refused {
            self.say(format!("  {}：{refused}", refused.path));
        }
    }
}

fn kind(form: &Form, kind: &FieldKind) -> String {
    let word = wanted(kind);
    match kind {
        FieldKind::Text { most, .. } => format!("{word}，最多 {most} 字"),
        FieldKind::LongText { most } => format!("多行文字，最多 {most} 字"),
        FieldKind::Number { unit, decimals, .. } => format!("{word}{}，{decimals} 位小数", bracketed(unit)),
        FieldKind::Choice(Codes::Own(codes)) => {
            let titles: Vec<&str> = codes.iter().map(|(_, title)| title.as_str()).collect();
            format!("选项 {}", titles.join("/"))
        }
        FieldKind::Choice(Codes::Of(table)) => format!("选项，取自{}", table.zh()),
        FieldKind::Rating(levels) => format!("评分 {}", levels.join("/")),
        FieldKind::Ref(super::Target::Noun(noun)) => format!("引用{}", noun.zh()),
        FieldKind::Ref(super::Target::Form(key)) if *key == form.key => "引用本表另一份".to_owned(),
        FieldKind::Ref(super::Target::Form(key)) => format!("引用登记 {key}"),
        FieldKind::Table(table) => {
            let draw = table.draw.map_or_else(String::new, |draw| format!("，由{}带出", draw.zh()));
            format!("表格，最多 {} 行{draw}", table.rows_max)
        }
        FieldKind::Photo => "照片".to_owned(),
        FieldKind::Signature => "签字".to_owned(),
        FieldKind::Day { .. } | FieldKind::Instant { .. } | FieldKind::Money { .. } | FieldKind::YesNo => {
            word.to_owned()
        }
    }
}

fn bracketed(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!("（{unit}）") }
}

/// The title of a field that stands beside another: of a column, in its own table first.
fn beside(form: &Form, field: &Field, key: &str) -> String {
    let column = form.fields().find_map(|table| match &table.kind {
        FieldKind::Table(table) if table.fields.contains(field) => table.fields.iter().find(|one| one.key == key),
        _ => None,
    });
    column.map_or_else(|| form.title_of(key), |column| column.title.clone())
}

/// What else is said of a field.
fn marks(form: &Form, field: &Field) -> Vec<String> {
    let mut marks = Vec::new();
    let formulas = [("必填条件", &field.required_if), ("显示条件", &field.shown_if), ("公式", &field.computed)];
    marks.extend(formulas.into_iter().filter_map(|(said, text)| Some(format!("{said} {}", text.as_ref()?))));
    match field.width {
        Width::All => marks.push("占满一行".to_owned()),
        Width::Columns(n) if n > 1 => marks.push(format!("占 {n} 栏")),
        Width::Columns(_) => {}
    }
    marks.extend(bounds(form, &field.kind));
    marks.extend(field.counts.map(|counts| format!("由{}数出", counts.zh())));
    marks.extend(field.default.as_ref().map(|preset| format!("默认 {}", preset_zh(field, preset))));
    if !field.locked_in.is_empty() {
        let states: Vec<String> = field.locked_in.iter().map(|key| form.state_title(key)).collect();
        marks.push(format!("锁定于 {}", states.join("、")));
    }
    if !field.fills.is_empty() {
        let own: Vec<String> = field.fills.iter().map(|(own, _)| beside(form, field, own)).collect();
        marks.push(format!("带出 {}", own.join("、")));
    }
    if field.search {
        marks.push("可查找".to_owned());
    }
    if field.copy {
        marks.push("登记下一件时照留".to_owned());
    }
    marks
}

/// Where its value may lie.
fn bounds(form: &Form, kind: &FieldKind) -> Vec<String> {
    let said = |word: &str, text: Option<String>| text.map(|text| format!("{word} {text}"));
    let (least, most) = match kind {
        FieldKind::Number { min, max, .. } => (("不小于", min.map(thousandths)), ("不大于", max.map(thousandths))),
        FieldKind::Money { min, max } => {
            let yuan = |fen: Option<i64>| fen.map(|fen| format!("{} 元", Fen(fen)));
            (("不小于", yuan(*min)), ("不大于", yuan(*max)))
        }
        FieldKind::Day { bounds } | FieldKind::Instant { bounds } => {
            let title = |key: &Option<String>| key.as_ref().map(|key| form.title_of(key));
            (("不早于", title(&bounds.not_before)), ("不晚于", title(&bounds.not_after)))
        }
        _ => return Vec::new(),
    };
    [said(least.0, least.1), said(most.0, most.1)].into_iter().flatten().collect()
}

fn preset_zh(field: &Field, preset: &Preset) -> String {
    match preset {
        Preset::Today => "今天".to_owned(),
        Preset::LastMonth => "上月最后一天".to_owned(),
        Preset::Now => "现在".to_owned(),
        Preset::Operator => "操作员".to_owned(),
        Preset::Value(value) => field.cell(Some(value), &Names::new()),
    }
}

fn mask_zh(mask: Mask) -> &'static str {
    match mask {
        Mask::Phone => "只留头尾",
        Mask::Name => "只留姓",
        Mask::Drop => "不报",
    }
}
