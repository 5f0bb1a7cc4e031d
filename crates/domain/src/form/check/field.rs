//! Head, sections and fields.

use super::{BESIDE, Check};
use crate::form::definition::{
    Codes, DayBounds, Draw, Field, FieldKind, Mask, ParamValue, Preset, Rows, Section, Target, Width,
};
use crate::form::names::is_dated;
use crate::form::plan::columns;
use crate::form::tidy::tidy;
use crate::formula::is_reserved;
use crate::policy::{KeyInfo, Section as PackSection, key_info, keys};

/// Whether the desk knows a deadline of that key, so that a maker's pack can have one.
pub(super) fn is_deadline(key: &str) -> bool {
    key_info(PackSection::Deadlines, key).is_some()
}

/// What is said of a rule nobody knows, with those that begin alike: who writes a form has no pack at hand.
pub(super) fn no_deadline(key: &str) -> String {
    let family = key.split('.').next().unwrap_or_default();
    let of = |info: &&KeyInfo| info.section == PackSection::Deadlines && info.key.split('.').next() == Some(family);
    let near: Vec<String> = keys().filter(of).map(|info| format!("{}（{}）", info.key, info.zh)).collect();
    let said = format!("政策包里没有期限「{key}」这个规则键");
    if near.is_empty() {
        format!("{said}，有哪些请看 docs/forms.md")
    } else {
        format!("{said}，有的是：{}", near.join("、"))
    }
}

impl<'a> Check<'a> {
    pub(super) fn head(&mut self) {
        let form = self.form;
        for (place, row) in Self::each("ledger", &form.ledger) {
            let letters = row.trim_end_matches(|c: char| c.is_ascii_digit());
            let is_row = letters.len() == 1 && letters.starts_with(|c: char| c.is_ascii_uppercase()) && row.len() > 1;
            if !is_row {
                self.add(place, "bad_text", format!("「{row}」不是台账的行号（如 F113）"));
            }
        }
        if form.says.is_empty() {
            self.add("says", "missing", "至少要有一个栏目，登记簿里靠它认出这一份");
        }
        for (place, key) in Self::each("says", &form.says) {
            let Some(field) = self.named(place.clone(), key) else { continue };
            if is_attached(field) || matches!(field.kind, FieldKind::Table(_)) {
                self.add(place, "impossible", format!("「{}」不能当标题：它不是一行字", field.title));
            }
        }
        self.day();
        self.params();
    }

    /// The entry's day is there from the first saving on.
    fn day(&mut self) {
        let form = self.form;
        let Some(field) = self.named("day".into(), &form.day) else { return };
        let section = form.sections.iter().find(|section| section.fields.iter().any(|other| other.key == field.key));
        let always = field.shown_if.is_none() && section.is_some_and(|section| section.shown_if.is_none());
        if !is_dated(&field.kind) || !field.required || !always {
            let said = format!("「{}」要是必填、一直显示的日期或时刻，登记簿按它排月份", field.title);
            self.add("day", "bad_day", said);
        }
    }

    fn params(&mut self) {
        for param in &self.form.params {
            let place = format!("params.{}", param.name);
            if self.form.field(&param.name).is_some() || is_taken(&param.name) {
                self.add(place.clone(), "twice", format!("「{}」已经是栏目，或是公式的用词", param.name));
            }
            if let ParamValue::Rule(rule) = &param.value
                && !is_deadline(rule)
            {
                self.add(format!("{place}.rule"), "unknown_rule", no_deadline(rule));
            }
        }
    }

    pub(super) fn fields(&mut self) {
        let form = self.form;
        self.once(form.fields().map(|field| (format!("{}.key", field.place), field.key.as_str())));
        for section in &form.sections {
            for field in &section.fields {
                self.field(section, field, &[]);
                let columns = columns(field);
                self.once(columns.iter().map(|column| (format!("{}.key", column.place), column.key.as_str())));
                for column in columns {
                    self.field(section, column, columns);
                }
            }
        }
    }

    /// `beside` are the columns of the same table, where it is in one.
    fn field(&mut self, section: &Section, field: &'a Field, beside: &'a [Field]) {
        let at = |key: &str| format!("{}.{key}", field.place);
        if is_taken(&field.key) {
            self.add(at("key"), "reserved", format!("「{}」另有用处，请换一个键", field.key));
        }
        if beside.is_empty() && matches!(field.width, Width::Columns(n) if n > section.columns) {
            self.add(at("width"), "impossible", format!("这一节只有 {} 列", section.columns));
        }
        if field.computed.is_some() && (field.default.is_some() || field.required || field.required_if.is_some()) {
            self.add(at("computed"), "impossible", "公式算出的栏目不能再写默认值或必填");
        }
        if let Some(Preset::Value(value)) = &field.default
            && let Err(why) = tidy(field, value)
        {
            self.add(at("default"), "impossible", format!("这个默认值自己就填不进去：{}{why}", field.title));
        }
        if field.default.is_some() && !beside.is_empty() {
            self.add(at("default"), "impossible", "表格里的列没有默认值：一行有没有填，要看人写了什么");
        }
        if field.counts.is_some() && (field.computed.is_some() || !beside.is_empty()) {
            self.add(at("counts"), "impossible", "只有表格外面、不用公式算的数字能从登记里数出来");
        }
        let maskable = matches!(field.kind, FieldKind::Text { .. } | FieldKind::LongText { .. } | FieldKind::Ref(_))
            || matches!(field.kind, FieldKind::Choice(Codes::Of(_)));
        if matches!(field.mask, Some(Mask::Phone | Mask::Name)) && !maskable {
            self.add(at("mask"), "impossible", "只有文字能遮去一部分；别的种类写 drop");
        }
        let found_by = maskable || matches!(field.kind, FieldKind::Choice(_));
        if field.search && !found_by {
            self.add(at("search"), "impossible", "只能按文字、选项和引用查找");
        }
        for (place, state) in Self::each(&at("locked_in"), &field.locked_in) {
            self.known_state(place, state);
        }
        self.kind(field, beside);
        self.fills(field, beside);
        self.fillable(field);
    }

    fn kind(&mut self, field: &Field, beside: &[Field]) {
        let at = |key: &str| format!("{}.{key}", field.place);
        match &field.kind {
            FieldKind::Number { min: Some(min), max: Some(max), .. }
            | FieldKind::Money { min: Some(min), max: Some(max) }
                if min > max =>
            {
                self.add(at("max"), "impossible", "最大值小于最小值");
            }
            FieldKind::Choice(Codes::Own(codes)) => {
                let place = |i: usize| format!("{}[{i}]", at("codes"));
                self.once(codes.iter().enumerate().map(|(i, (code, _))| (place(i), code.as_str())));
                if codes.is_empty() {
                    self.add(at("codes"), "missing", "至少要有一个选项");
                }
            }
            FieldKind::Rating(levels) => self.once(Self::each(&at("levels"), levels)),
            FieldKind::Day { bounds } | FieldKind::Instant { bounds } => self.bounds(field, bounds, beside),
            FieldKind::Table(Rows { draw: Some(draw), .. }) => self.draw(&at("draw"), *draw),
            _ => {}
        }
    }

    /// Rows that follow from another field too are drawn only in a form that has it.
    fn draw(&mut self, place: &str, draw: Draw) {
        let Some(beside) = draw.beside() else { return };
        let said = match self.form.field(beside.key) {
            None => format!("带出{}要看栏目「{}」，这张表没有：加上它（{}）", draw.zh(), beside.key, beside.zh),
            Some(field) if !draw.reads(field) => {
                format!("带出{}要看栏目「{}」，它要是{}", draw.zh(), beside.key, beside.zh)
            }
            Some(_) => return,
        };
        self.add(place, "not_beside", said);
    }

    fn bounds(&mut self, field: &Field, bounds: &DayBounds, beside: &[Field]) {
        let both = [("not_after", &bounds.not_after), ("not_before", &bounds.not_before)];
        for (name, key) in both.into_iter().filter_map(|(name, key)| Some((name, key.as_ref()?))) {
            let other = beside.iter().find(|other| other.key == *key).or_else(|| self.form.field(key));
            let dated = other.is_some_and(|other| is_dated(&other.kind) && other.key != field.key);
            if key != "today" && !dated {
                self.add(format!("{}.{name}", field.place), "unknown_field", "要写 today 或另一个日期、时刻的键");
            }
        }
    }

    /// What a reference brings along must be offered, and fit; what another form offers is looked at with that form.
    fn fills(&mut self, field: &Field, beside: &[Field]) {
        for (own, offered) in &field.fills {
            let place = format!("{}.fills.{own}", field.place);
            let target =
                if beside.is_empty() { self.form.field(own) } else { beside.iter().find(|other| other.key == *own) };
            let Some(target) = target.filter(|target| target.computed.is_none()) else {
                self.add(place, "unknown_field", format!("没有叫「{own}」、可以填的栏目"));
                continue;
            };
            let FieldKind::Ref(Target::Noun(noun)) = field.kind else { continue };
            match noun.offers().find(|(name, _)| name == offered) {
                None => {
                    let all: Vec<&str> = noun.offers().map(|(name, _)| name).collect();
                    let said = format!("{}不带「{offered}」，能带的是：{}", noun.zh(), all.join("、"));
                    self.add(place, "unknown_offer", said);
                }
                Some((_, kind)) if !kind.fits(&target.kind) => {
                    self.add(
                        place,
                        "impossible",
                        format!("「{}」的种类装不下{}的「{offered}」", target.title, noun.zh()),
                    );
                }
                Some(_) => {}
            }
        }
    }

    /// Nobody is asked for what nobody may write.
    fn fillable(&mut self, field: &Field) {
        let stamped = self.form.steps.iter().any(|step| step.stamp.as_ref() == Some(&field.key));
        let locked = field.locked_in.iter().any(|state| state == self.form.first_state());
        if field.required && field.default.is_none() && (stamped || locked) {
            let said = "新登记时必填，却不让填：写一个默认值，或改用 required_if";
            self.add(format!("{}.required", field.place), "impossible", said);
        }
    }
}

/// Whether its pictures are kept beside the entry.
pub(super) fn is_attached(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Photo | FieldKind::Signature)
}

fn is_taken(key: &str) -> bool {
    BESIDE.contains(&key) || is_reserved(key)
}
