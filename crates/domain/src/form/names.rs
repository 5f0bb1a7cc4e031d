//! What names of a definition's formulas may stand for: a closed list for each kind of field, typed before anything runs.

use super::definition::{Codes, Field, FieldKind, Form, ParamValue, Rows};
use super::expr::{Expr, Source};
use crate::formula::{Formula, FormulaRule, Input, Kind, Node, Reason, Rounding, Type, parse};

/// Where a value stands: in the same row, or in the entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Spot {
    pub(super) in_row: bool,
    pub(super) key: String,
}

/// What is taken there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Take {
    Number,
    Money,
    Rating,
    YesNo,
    Filled,
    Photos,
    Code(String),
    State(String),
    /// Rows in which one of these columns, the typed ones, is filled.
    Count(Vec<String>),
    Sum(String, Type),
    FilledRows(String),
    Since(Spot),
    Ago,
    Param(Type, i64),
    Rule,
}

/// Where a formula stands: in the entry, or in the rows of a table.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) form: &'a Form,
    pub(super) table: Option<&'a Rows>,
}

/// A name that was found: what it is, its type, what people call it.
type Found = (Spot, Take, Type, String);

impl<'a> Scope<'a> {
    /// Compiles a formula; `wanted` are the types its result may have. The sentence says what is wrong, and where in it.
    pub(super) fn compile(self, text: &str, wanted: &[Type]) -> Result<Expr, String> {
        let tree = parse(text).map_err(|(at, reason)| told(text, at, &reason.to_string()))?;
        let mut sources = Vec::new();
        let mut inputs = Vec::new();
        self.gather(text, &tree, &mut sources, &mut inputs)?;
        let mut first = None;
        for result in wanted {
            match Formula::alone(rule(text, &inputs, *result)) {
                Ok(formula) => return Ok(Expr { formula, sources }),
                Err(why) => first = first.or(Some(why)),
            }
        }
        let (at, reason) = first.unwrap_or((0, Reason::NoName));
        Err(told(text, at, &reason.to_string()))
    }

    fn gather(self, text: &str, node: &Node, sources: &mut Vec<Source>, inputs: &mut Vec<Input>) -> Result<(), String> {
        match &node.kind {
            Kind::Whole(_) | Kind::Truth(_) => Ok(()),
            Kind::Name(name) if sources.iter().any(|known: &Source| known.name == *name) => Ok(()),
            Kind::Name(name) => {
                let (spot, take, ty, label) = self.find(name).map_err(|why| told(text, node.at, &why))?;
                sources.push(Source { name: name.clone(), spot, take });
                inputs.push(Input { name: name.clone(), label, ty, unit: String::new() });
                Ok(())
            }
            Kind::Not(a) | Kind::Minus(a) => self.gather(text, a, sources, inputs),
            Kind::Two(_, a, b) => {
                self.gather(text, a, sources, inputs)?;
                self.gather(text, b, sources, inputs)
            }
            Kind::Call(_, all) => all.iter().try_for_each(|node| self.gather(text, node, sources, inputs)),
        }
    }

    fn find(self, name: &str) -> Result<Found, String> {
        let parts: Vec<&str> = name.split('.').collect();
        let nowhere = (Spot::default(), String::new());
        if let ["state", key] = parts.as_slice() {
            let state = self.form.states.iter().find(|state| state.key == *key);
            let state = state.ok_or_else(|| format!("没有状态「{key}」"))?;
            return Ok((nowhere.0, Take::State(state.key.clone()), Type::Bool, format!("状态是{}", state.title)));
        }
        let (head, rest) = parts.split_first().map_or(("", &[] as &[&str]), |(head, rest)| (*head, rest));
        if let Some(param) = self.form.params.iter().find(|param| param.name == head && rest.is_empty()) {
            let take = match &param.value {
                ParamValue::Number(n) => Take::Param(param.ty, *n),
                ParamValue::Rule(_) => Take::Rule,
            };
            return Ok((nowhere.0, take, param.ty, param.name.clone()));
        }
        let (spot, field) = self.field(head).ok_or_else(|| match head {
            "state" => "状态写成 state.键，如 state.closed".to_owned(),
            _ => format!("没有叫「{head}」的栏目或参数"),
        })?;
        let (take, ty) = self.of_field(field, rest)?;
        let label =
            if rest.is_empty() { field.title.clone() } else { format!("{}（{}）", field.title, rest.join(".")) };
        Ok((spot, take, ty, label))
    }

    /// The field of a key: in a table the column goes first.
    fn field(self, key: &str) -> Option<(Spot, &'a Field)> {
        let column = self.table.and_then(|table| table.fields.iter().find(|field| field.key == key));
        let spot = |in_row| Spot { in_row, key: key.to_owned() };
        column.map(|field| (spot(true), field)).or_else(|| self.form.field(key).map(|field| (spot(false), field)))
    }

    fn of_field(self, field: &Field, rest: &[&str]) -> Result<(Take, Type), String> {
        let title = &field.title;
        match (&field.kind, rest) {
            (FieldKind::Number { .. }, []) => Ok((Take::Number, Type::Int)),
            (FieldKind::Money { .. }, []) => Ok((Take::Money, Type::Fen)),
            (FieldKind::Rating(_), []) => Ok((Take::Rating, Type::Int)),
            (FieldKind::YesNo, []) => Ok((Take::YesNo, Type::Bool)),
            (FieldKind::Table(table), ["count"]) => Ok((Take::Count(typed(table)), Type::Int)),
            (FieldKind::Table(table), ["sum", column]) => {
                sum(table, column).ok_or_else(|| format!("「{title}」没有叫「{column}」的数或金额列，不能合计"))
            }
            (FieldKind::Table(table), ["filled", column]) if table.fields.iter().any(|field| field.key == *column) => {
                Ok((Take::FilledRows((*column).to_owned()), Type::Int))
            }
            (FieldKind::Table(_), _) => Err(format!("表格「{title}」只能写 .count、.sum.列、.filled.列")),
            (FieldKind::Photo | FieldKind::Signature, ["filled"]) => Ok((Take::Photos, Type::Bool)),
            (_, ["filled"]) => Ok((Take::Filled, Type::Bool)),
            (FieldKind::Choice(Codes::Own(codes)), [code]) if codes.iter().any(|(known, _)| known == code) => {
                Ok((Take::Code((*code).to_owned()), Type::Bool))
            }
            (FieldKind::Choice(Codes::Own(_)), [code]) => Err(format!("「{title}」没有选项「{code}」")),
            (FieldKind::Day { .. } | FieldKind::Instant { .. }, ["ago"]) => Ok((Take::Ago, Type::Days)),
            (FieldKind::Day { .. } | FieldKind::Instant { .. }, ["since", other]) => self.since(other),
            (_, []) => Err(format!("「{title}」不能直接计算，能写的是：{}", can_say(&field.kind))),
            _ => Err(format!("「{title}」没有「.{}」，能写的是：{}", rest.join("."), can_say(&field.kind))),
        }
    }

    fn since(self, other: &str) -> Result<(Take, Type), String> {
        match self.field(other) {
            Some((spot, field)) if is_dated(&field.kind) => Ok((Take::Since(spot), Type::Days)),
            Some((_, field)) => Err(format!("「{}」不是日期或时刻", field.title)),
            None => Err(format!("没有叫「{other}」的栏目")),
        }
    }
}

/// Columns somebody types into: a row is one where they say something.
pub(super) fn typed(table: &Rows) -> Vec<String> {
    table.fields.iter().filter(|field| field.computed.is_none()).map(|field| field.key.clone()).collect()
}

/// Whether it has a civil day.
pub(super) fn is_dated(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Day { .. } | FieldKind::Instant { .. })
}

fn sum(table: &Rows, column: &str) -> Option<(Take, Type)> {
    let ty = match table.fields.iter().find(|field| field.key == column)?.kind {
        FieldKind::Number { .. } => Type::Int,
        FieldKind::Money { .. } => Type::Fen,
        _ => return None,
    };
    Some((Take::Sum(column.to_owned(), ty), ty))
}

fn can_say(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Day { .. } | FieldKind::Instant { .. } => ".filled、.ago、.since.另一个日期",
        FieldKind::Choice(Codes::Own(_)) => ".filled、.选项代码",
        FieldKind::Number { .. } | FieldKind::Money { .. } | FieldKind::Rating(_) | FieldKind::YesNo => {
            "栏目本身、.filled"
        }
        _ => ".filled",
    }
}

fn rule(text: &str, inputs: &[Input], result: Type) -> FormulaRule {
    FormulaRule {
        key: String::new(),
        label: String::new(),
        class: None,
        region: None,
        effective_from: None,
        effective_to: None,
        inputs: inputs.to_vec(),
        params: Vec::new(),
        tables: Vec::new(),
        uses: Vec::new(),
        formula: text.to_owned(),
        result,
        unit: String::new(),
        round: (result != Type::Bool).then_some(Rounding::HalfUp),
        source: String::new(),
        source_text: String::new(),
        checked: true,
    }
}

/// What is wrong, with the place in the formula.
fn told(text: &str, at: usize, why: &str) -> String {
    let rest = || text.chars().skip(at);
    let word: String = rest().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')).take(60).collect();
    let seen = if word.is_empty() { rest().take(1).collect() } else { word };
    let seen = if seen.is_empty() { String::new() } else { format!("（「{seen}」处）") };
    format!("公式第 {} 个字{seen}：{why}", at + 1)
}
