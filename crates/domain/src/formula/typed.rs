//! From the tree to typed terms: every name is resolved and every type known before anything is computed.
//!
//! Money times money has no meaning here, and days added to kilometres have none either. What goes together:
//! sums, comparisons, `min`, `max` and branches of one type; a product of two types is of the heavier one
//! (money, days, whole number, rate), and of money and days at most one side may be.

use super::fault::Reason;
use super::rule::{FormulaRule, Table};
use super::tree::{Func, Kind, Node, Op};
use super::value::Type;

/// A formula with names resolved to places in its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Term {
    Whole(i64),
    Truth(bool),
    Input(usize),
    Param(usize),
    Use(usize),
    Not(Box<Term>),
    Minus(Box<Term>),
    Two(Op, Box<Term>, Box<Term>),
    Least(Vec<Term>),
    Most(Vec<Term>),
    If(Box<Term>, Box<Term>, Box<Term>),
    /// Rounds to a step, or to one of the type's units.
    Round(Box<Term>, Option<Box<Term>>, Type),
    Lookup(usize, Vec<Term>),
}

/// A type, or a bare number that takes the type of what stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Known(Type),
    Zero,
    One,
}

use Seen::{Known, One, Zero};

type At = (usize, Reason);

/// What names mean: the rule's own, and the types of the formulas it uses, in their order.
pub(super) struct Names<'a> {
    pub rule: &'a FormulaRule,
    pub used: &'a [Type],
}

/// The formula as terms; its type must be the rule's `result`.
pub(super) fn typed(names: &Names<'_>, node: &Node) -> Result<Term, At> {
    let (term, seen) = names.term(node)?;
    names.want(node, seen, names.rule.result)?;
    Ok(term)
}

impl Names<'_> {
    fn term(&self, node: &Node) -> Result<(Term, Seen), At> {
        match &node.kind {
            Kind::Whole(n) => Ok((Term::Whole(*n), self.bare(node, *n)?)),
            Kind::Truth(truth) => Ok((Term::Truth(*truth), Known(Type::Bool))),
            Kind::Name(name) => self.name(node, name),
            Kind::Not(a) => Ok((Term::Not(Box::new(self.of(a, Type::Bool)?)), Known(Type::Bool))),
            Kind::Minus(a) => {
                let (term, seen) = self.number(a)?;
                Ok((Term::Minus(Box::new(term)), Known(alone(seen))))
            }
            Kind::Two(op, a, b) => self.two(node, *op, a, b),
            Kind::Call(func, all) => self.call(node, *func, all),
        }
    }

    fn bare(&self, node: &Node, n: i64) -> Result<Seen, At> {
        match n {
            0 => Ok(Zero),
            1 => Ok(One),
            _ => Err((node.at, Reason::Nameless)),
        }
    }

    fn name(&self, node: &Node, name: &str) -> Result<(Term, Seen), At> {
        let rule = self.rule;
        if let Some(i) = rule.inputs.iter().position(|input| input.name == name) {
            return match rule.inputs[i].ty {
                Type::Text => Err((node.at, Reason::IsText)),
                ty => Ok((Term::Input(i), Known(ty))),
            };
        }
        if let Some(i) = rule.params.iter().position(|param| param.name == name) {
            return Ok((Term::Param(i), Known(rule.params[i].ty)));
        }
        let used = rule.uses.iter().position(|used| used.name == name);
        if let Some((i, ty)) = used.and_then(|i| self.used.get(i).map(|ty| (i, *ty))) {
            return Ok((Term::Use(i), Known(ty)));
        }
        let table = rule.tables.iter().any(|table| table.name == name);
        Err((node.at, if table { Reason::IsTable } else { Reason::NoName }))
    }

    fn two(&self, node: &Node, op: Op, a: &Node, b: &Node) -> Result<(Term, Seen), At> {
        if matches!(op, Op::And | Op::Or) {
            let (a, b) = (self.of(a, Type::Bool)?, self.of(b, Type::Bool)?);
            return Ok((Term::Two(op, Box::new(a), Box::new(b)), Known(Type::Bool)));
        }
        let ((a, left), (b, right)) = (self.number(a)?, self.number(b)?);
        let (ty, verb) = match op {
            Op::Add => (same(left, right), "相加"),
            Op::Sub => (same(left, right), "相减"),
            Op::Mul => (product(alone(left), alone(right)), "相乘"),
            Op::Div => (quotient(alone(left), alone(right)), "相除"),
            Op::And | Op::Or | Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::Eq | Op::Ne => {
                (same(left, right).map(|_| Type::Bool), "比较")
            }
        };
        let ty = ty.ok_or((node.at, Reason::Mismatch { left: alone(left).zh(), right: alone(right).zh(), verb }))?;
        Ok((Term::Two(op, Box::new(a), Box::new(b)), Known(ty)))
    }

    fn call(&self, node: &Node, func: Func, all: &[Node]) -> Result<(Term, Seen), At> {
        match (func, all) {
            (Func::If, [condition, then, otherwise]) => self.branches(node, condition, then, otherwise),
            (Func::Lookup, [table, keys @ ..]) => self.lookup(table, keys),
            (Func::Round, [value]) => {
                let (term, seen) = self.number(value)?;
                Ok((Term::Round(Box::new(term), None, alone(seen)), Known(alone(seen))))
            }
            (Func::Round, [value, step]) => self.round_to(node, value, step),
            (Func::Min | Func::Max, _) => self.among(node, func, all),
            _ => Err((node.at, Reason::Arity(func.name()))),
        }
    }

    fn branches(&self, node: &Node, c: &Node, then: &Node, otherwise: &Node) -> Result<(Term, Seen), At> {
        let c = self.of(c, Type::Bool)?;
        let ((then, left), (otherwise, right)) = (self.term(then)?, self.term(otherwise)?);
        let ty = same(left, right).ok_or((node.at, mismatch(left, right, "作同一个 if 的两个结果")))?;
        let seen = if left == right { left } else { Known(ty) };
        Ok((Term::If(Box::new(c), Box::new(then), Box::new(otherwise)), seen))
    }

    fn round_to(&self, node: &Node, value: &Node, step: &Node) -> Result<(Term, Seen), At> {
        let ((value, left), (step, right)) = (self.number(value)?, self.number(step)?);
        let ty = same(left, right).ok_or((node.at, mismatch(left, right, "互相凑整")))?;
        Ok((Term::Round(Box::new(value), Some(Box::new(step)), ty), Known(ty)))
    }

    fn among(&self, node: &Node, func: Func, all: &[Node]) -> Result<(Term, Seen), At> {
        let mut terms = Vec::with_capacity(all.len());
        let mut seen: Option<Seen> = None;
        for one in all {
            let (term, new) = self.number(one)?;
            terms.push(term);
            seen = Some(match seen {
                None => new,
                Some(old) if old == new => old,
                Some(old) => Known(same(old, new).ok_or((node.at, mismatch(old, new, "比大小")))?),
            });
        }
        let seen = seen.unwrap_or(Zero);
        Ok((if func == Func::Min { Term::Least(terms) } else { Term::Most(terms) }, seen))
    }

    fn lookup(&self, table: &Node, keys: &[Node]) -> Result<(Term, Seen), At> {
        let Kind::Name(name) = &table.kind else { return Err((table.at, Reason::Wanted("表的名字"))) };
        let found = self.rule.tables.iter().position(|table| table.name == *name);
        let i = found.ok_or((table.at, Reason::NoTable))?;
        let of: &Table = &self.rule.tables[i];
        if of.keys.len() != keys.len() {
            return Err((table.at, Reason::Arity("lookup")));
        }
        let keys = of.keys.iter().zip(keys).map(|(key, node)| self.key(node, key.ty)).collect::<Result<_, _>>()?;
        Ok((Term::Lookup(i, keys), Known(of.ty)))
    }

    /// A word is an input by name; a whole number is any term.
    fn key(&self, node: &Node, ty: Type) -> Result<Term, At> {
        if ty != Type::Text {
            return self.of(node, ty);
        }
        let Kind::Name(name) = &node.kind else { return Err((node.at, Reason::Wanted("文字输入的名字"))) };
        let found = self.rule.inputs.iter().position(|input| input.name == *name);
        let i = found.ok_or((node.at, Reason::NoName))?;
        match self.rule.inputs[i].ty {
            Type::Text => Ok(Term::Input(i)),
            given => Err((node.at, Reason::wrong(Type::Text, given))),
        }
    }

    fn number(&self, node: &Node) -> Result<(Term, Seen), At> {
        let (term, seen) = self.term(node)?;
        match seen {
            Known(ty) if !ty.is_number() => Err((node.at, Reason::WrongType { wanted: "数", given: ty.zh() })),
            _ => Ok((term, seen)),
        }
    }

    fn of(&self, node: &Node, wanted: Type) -> Result<Term, At> {
        let (term, seen) = self.term(node)?;
        self.want(node, seen, wanted)?;
        Ok(term)
    }

    fn want(&self, node: &Node, seen: Seen, wanted: Type) -> Result<(), At> {
        match same(seen, Known(wanted)) {
            Some(_) => Ok(()),
            None => Err((node.at, Reason::wrong(wanted, alone(seen)))),
        }
    }
}

fn mismatch(left: Seen, right: Seen, verb: &'static str) -> Reason {
    Reason::Mismatch { left: alone(left).zh(), right: alone(right).zh(), verb }
}

/// The type of a bare number with nothing beside it.
fn alone(seen: Seen) -> Type {
    match seen {
        Known(ty) => ty,
        Zero | One => Type::Int,
    }
}

/// The one type of both: 0 is nothing of anything, 1 is also the whole of a rate.
fn same(a: Seen, b: Seen) -> Option<Type> {
    match (a, b) {
        (Known(a), Known(b)) => (a == b).then_some(a),
        (Known(ty), Zero) | (Zero, Known(ty)) => ty.is_number().then_some(ty),
        (Known(ty), One) | (One, Known(ty)) => matches!(ty, Type::Int | Type::Ppm).then_some(ty),
        (Zero | One, Zero | One) => Some(Type::Int),
    }
}

/// Money is heavier than days, days than whole numbers, whole numbers than rates.
fn weight(ty: Type) -> u8 {
    match ty {
        Type::Fen => 3,
        Type::Days => 2,
        Type::Int => 1,
        Type::Ppm | Type::Bool | Type::Text => 0,
    }
}

fn product(a: Type, b: Type) -> Option<Type> {
    let squared = a == b && matches!(a, Type::Fen | Type::Days);
    let heavier = if weight(a) >= weight(b) { a } else { b };
    (!squared).then_some(heavier)
}

/// Of one type: how many times, a rate between amounts of money. Else the left side must be the heavier.
fn quotient(a: Type, b: Type) -> Option<Type> {
    match (a, b) {
        (Type::Fen, Type::Fen) => Some(Type::Ppm),
        (Type::Days, Type::Days) => Some(Type::Int),
        (Type::Ppm, Type::Int) => Some(Type::Ppm),
        _ => (weight(a) >= weight(b)).then_some(a),
    }
}
