//! In which order the fields of a form are computed, so that each sees only what is final (FORMDEF-4).

use super::definition::{Field, FieldKind, Form, Rows, Step};
use super::expr::Expr;
use super::fault::FormFault;
use super::names::{Scope, Take};
use crate::formula::Type;
use std::collections::{BTreeMap, BTreeSet};

/// All formulas of a definition, compiled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plan {
    /// Conditions of the sections, by their place.
    pub(super) sections: Vec<Option<Expr>>,
    /// Fields and columns in the order they are computed.
    pub(super) slots: Vec<Slot>,
    /// What steps need, by the step's place.
    pub(super) needs: Vec<Option<Expr>>,
    /// When there is no deadline, by the deadline's place.
    pub(super) unless: Vec<Option<Expr>>,
}

/// A field, or a column of all rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Slot {
    /// Place of its section, of its field there, of its column in that one.
    pub(super) section: usize,
    pub(super) field: usize,
    pub(super) column: Option<usize>,
    pub(super) table: Option<String>,
    pub(super) key: String,
    pub(super) shown: Option<Expr>,
    pub(super) computed: Option<Expr>,
    pub(super) required: Option<Expr>,
    place: String,
}

impl Slot {
    fn id(&self) -> String {
        id(self.table.as_deref(), &self.key)
    }
}

fn id(table: Option<&str>, key: &str) -> String {
    table.map_or_else(|| key.to_owned(), |table| format!("{table}.{key}"))
}

/// Compiles everything; what cannot be is told, and the plan is then of no use.
pub(super) fn of(form: &Form, faults: &mut Vec<FormFault>) -> Plan {
    let scope = Scope { form, table: None };
    let mut compiler = Compiler { faults };
    let sections = form.sections.iter();
    let sections = sections.map(|one| compiler.truth(scope, &one.place, "shown_if", one.shown_if.as_ref())).collect();
    let steps = form.steps.iter();
    let needs = steps.map(|one| compiler.needs(scope, one)).collect();
    let deadlines = form.deadlines.iter();
    let unless = deadlines.map(|one| compiler.truth(scope, &one.place, "unless", one.unless.as_ref())).collect();
    let mut slots = Vec::new();
    for (i, section) in form.sections.iter().enumerate() {
        for (f, field) in section.fields.iter().enumerate() {
            slots.push(compiler.slot(scope, field, Slot { section: i, field: f, ..Slot::default() }));
            let FieldKind::Table(table) = &field.kind else { continue };
            let scope = Scope { form, table: Some(table) };
            for (c, column) in table.fields.iter().enumerate() {
                let at =
                    Slot { section: i, field: f, column: Some(c), table: Some(field.key.clone()), ..Slot::default() };
                slots.push(compiler.slot(scope, column, at));
            }
        }
    }
    let mut plan = Plan { sections, slots, needs, unless };
    plan.sort(faults);
    plan
}

struct Compiler<'a> {
    faults: &'a mut Vec<FormFault>,
}

impl Compiler<'_> {
    fn expr(&mut self, scope: Scope<'_>, place: String, text: Option<&String>, wanted: &[Type]) -> Option<Expr> {
        match scope.compile(text?, wanted) {
            Ok(expr) => Some(expr),
            Err(said) => {
                self.faults.push(FormFault::new(place, "bad_formula", said));
                None
            }
        }
    }

    fn truth(&mut self, scope: Scope<'_>, place: &str, key: &str, text: Option<&String>) -> Option<Expr> {
        self.expr(scope, format!("{place}.{key}"), text, &[Type::Bool])
    }

    /// What a step needs looks at the entry: what holds always says nothing, and what never holds leads nowhere.
    fn needs(&mut self, scope: Scope<'_>, step: &Step) -> Option<Expr> {
        let needs = self.truth(scope, &step.place, "needs", step.needs.as_ref())?;
        if needs.sources.iter().all(|source| matches!(source.take, Take::Param(..))) {
            let said = "这个条件没有看表里的任何一栏，永远是同一个结果：写上要看的栏目，不要条件的就不写";
            self.faults.push(FormFault::new(format!("{}.needs", step.place), "constant", said));
        }
        Some(needs)
    }

    fn slot(&mut self, scope: Scope<'_>, field: &Field, at: Slot) -> Slot {
        let place = &field.place;
        let computed = result_types(&field.kind);
        if computed.is_empty() && field.computed.is_some() {
            let said = "只有数、金额和是否能由公式算出";
            self.faults.push(FormFault::new(format!("{place}.computed"), "impossible", said));
        }
        let text = field.computed.as_ref().filter(|_| !computed.is_empty());
        Slot {
            key: field.key.clone(),
            shown: self.truth(scope, place, "shown_if", field.shown_if.as_ref()),
            required: self.truth(scope, place, "required_if", field.required_if.as_ref()),
            computed: self.expr(scope, format!("{place}.computed"), text, computed),
            place: place.clone(),
            ..at
        }
    }
}

/// What a computed field may come to: a number also from days, and from a share of two amounts.
fn result_types(kind: &FieldKind) -> &'static [Type] {
    match kind {
        FieldKind::Number { .. } => &[Type::Int, Type::Days, Type::Ppm],
        FieldKind::Money { .. } => &[Type::Fen],
        FieldKind::YesNo => &[Type::Bool],
        _ => &[],
    }
}

impl Plan {
    /// Puts every slot behind those it needs; a circle is told with its way.
    fn sort(&mut self, faults: &mut Vec<FormFault>) {
        let needs: Vec<Vec<usize>> = self.needs_of_slots();
        let mut walk = Walk {
            needs: &needs,
            seen: vec![Mark::New; needs.len()],
            way: Vec::new(),
            order: Vec::new(),
            circles: Vec::new(),
        };
        for at in 0..needs.len() {
            walk.visit(at);
        }
        let Walk { order, circles, .. } = walk;
        for circle in circles {
            faults.push(self.circle(&circle));
        }
        let mut slots: Vec<Option<Slot>> = std::mem::take(&mut self.slots).into_iter().map(Some).collect();
        self.slots = order.into_iter().filter_map(|at| slots.get_mut(at)?.take()).collect();
    }

    fn circle(&self, circle: &[usize]) -> FormFault {
        let names: Vec<String> = circle.iter().chain(circle.first()).map(|at| self.slots[*at].id()).collect();
        let first = &self.slots[circle[0]];
        let key = if first.computed.is_some() { "computed" } else { "shown_if" };
        let said = format!("公式互相引用成了一圈：{}", names.join(" → "));
        FormFault::new(format!("{}.{key}", first.place), "cycle", said)
    }

    /// For each slot, the places of those that must be final before it.
    fn needs_of_slots(&self) -> Vec<Vec<usize>> {
        let places: BTreeMap<String, usize> = self.slots.iter().enumerate().map(|(i, slot)| (slot.id(), i)).collect();
        let needs = |slot: &Slot| {
            let own = slot.shown.iter().chain(&slot.computed).flat_map(|expr| named(expr, slot.table.as_deref()));
            let section = self.sections.get(slot.section).and_then(Option::as_ref);
            let all: BTreeSet<String> =
                own.chain(section.into_iter().flat_map(|expr| named(expr, None))).chain(slot.table.clone()).collect();
            all.iter().filter_map(|id| places.get(id).copied()).collect()
        };
        self.slots.iter().map(needs).collect()
    }
}

/// Slots a formula looks at; `table` is the one it stands in.
fn named(expr: &Expr, table: Option<&str>) -> Vec<String> {
    let mut all = Vec::new();
    for source in &expr.sources {
        let of = |in_row: bool, key: &str| id(table.filter(|_| in_row), key);
        all.push(of(source.spot.in_row, &source.spot.key));
        match &source.take {
            Take::Since(other) => all.push(of(other.in_row, &other.key)),
            Take::Count(typed) => all.extend(typed.iter().map(|column| id(Some(&source.spot.key), column))),
            Take::Sum(column, _) | Take::FilledRows(column) => all.push(id(Some(&source.spot.key), column)),
            _ => {}
        }
    }
    all
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    OnTheWay,
    Done,
}

/// Goes down what is needed, to the end, in the order of the definition. The way is never longer than there are fields.
struct Walk<'a> {
    needs: &'a [Vec<usize>],
    seen: Vec<Mark>,
    way: Vec<usize>,
    order: Vec<usize>,
    circles: Vec<Vec<usize>>,
}

impl Walk<'_> {
    fn visit(&mut self, at: usize) {
        match self.seen[at] {
            Mark::Done => {}
            Mark::OnTheWay => {
                let begins = self.way.iter().position(|other| *other == at).unwrap_or(0);
                self.circles.push(self.way[begins..].to_vec());
            }
            Mark::New => {
                self.seen[at] = Mark::OnTheWay;
                self.way.push(at);
                for next in &self.needs[at] {
                    self.visit(*next);
                }
                self.way.pop();
                self.seen[at] = Mark::Done;
                self.order.push(at);
            }
        }
    }
}

/// Columns of a table with the field they belong to.
pub(super) fn columns(field: &Field) -> &[Field] {
    if let FieldKind::Table(Rows { fields, .. }) = &field.kind { fields } else { &[] }
}
