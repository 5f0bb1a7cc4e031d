//! The tree of a formula and its printed form. Printing and reading again gives the same tree.

use std::fmt;

/// A place in the text with what stands there.
#[derive(Debug, Clone, Eq)]
pub struct Node {
    /// Characters before it in the text.
    pub at: usize,
    /// Nodes on the longest way down, itself included.
    pub depth: usize,
    /// What it is.
    pub kind: Kind,
}

/// Two nodes are equal when they say the same, wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Node {
    /// A node above those in `kind`.
    pub fn new(at: usize, kind: Kind) -> Self {
        let below = match &kind {
            Kind::Whole(_) | Kind::Truth(_) | Kind::Name(_) => 0,
            Kind::Not(a) | Kind::Minus(a) => a.depth,
            Kind::Two(_, a, b) => a.depth.max(b.depth),
            Kind::Call(_, all) => all.iter().map(|node| node.depth).max().unwrap_or(0),
        };
        Self { at, depth: below + 1, kind }
    }
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A whole number, never negative.
    Whole(i64),
    /// `true` or `false`.
    Truth(bool),
    /// An input, a parameter, a formula used; as first argument of `lookup` a table.
    Name(String),
    /// `not a`
    Not(Box<Node>),
    /// `-a`
    Minus(Box<Node>),
    /// `a + b` and its like
    Two(Op, Box<Node>, Box<Node>),
    /// `min(a, b)` and its like
    Call(Func, Vec<Node>),
}

/// Operators that stand between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `or`
    Or,
    /// `and`
    And,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `=`
    Eq,
    /// `!=`
    Ne,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

impl Op {
    /// As it is written in a formula.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::Eq => "=",
            Self::Ne => "!=",
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
        }
    }

    /// As people read it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Or => "或",
            Self::And => "且",
            Self::Lt => "<",
            Self::Le => "≤",
            Self::Gt => ">",
            Self::Ge => "≥",
            Self::Eq => "=",
            Self::Ne => "≠",
            Self::Add => "+",
            Self::Sub => "−",
            Self::Mul => "×",
            Self::Div => "÷",
        }
    }

    /// How strongly it holds its sides together.
    pub fn strength(self) -> Strength {
        match self {
            Self::Or => Strength::Or,
            Self::And => Strength::And,
            Self::Lt | Self::Le | Self::Gt | Self::Ge | Self::Eq | Self::Ne => Strength::Compare,
            Self::Add | Self::Sub => Strength::Sum,
            Self::Mul | Self::Div => Strength::Product,
        }
    }
}

/// Binding strength, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the operators of that strength, by name
pub enum Strength {
    Or,
    And,
    Not,
    Compare,
    Sum,
    Product,
    Minus,
    One,
}

impl Strength {
    /// The next stronger one.
    pub fn next(self) -> Self {
        match self {
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Compare,
            Self::Compare => Self::Sum,
            Self::Sum => Self::Product,
            Self::Product => Self::Minus,
            Self::Minus | Self::One => Self::One,
        }
    }

    /// What its left and right side must have at least, to stand without brackets.
    pub fn sides(self) -> (Self, Self) {
        let left = if self == Self::Compare { self.next() } else { self };
        (left, self.next())
    }
}

/// Functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Func {
    /// `min(a, b, …)`
    Min,
    /// `max(a, b, …)`
    Max,
    /// `if(condition, then, otherwise)`
    If,
    /// `round(a)`, `round(a, step)`: the rule's rounding, at this place
    Round,
    /// `lookup(table, key, …)`
    Lookup,
}

impl Func {
    /// All, for the reader and its sentences.
    pub const ALL: [Self; 5] = [Self::Min, Self::Max, Self::If, Self::Round, Self::Lookup];

    /// As it is written in a formula.
    pub fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::If => "if",
            Self::Round => "round",
            Self::Lookup => "lookup",
        }
    }

    /// Fewest and most arguments.
    pub fn arity(self) -> (usize, usize) {
        match self {
            Self::Min | Self::Max => (2, 16),
            Self::If => (3, 3),
            Self::Round => (1, 2),
            Self::Lookup => (2, 5),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Whole(n) => write!(f, "{n}"),
            Kind::Truth(truth) => write!(f, "{truth}"),
            Kind::Name(name) => f.write_str(name),
            Kind::Not(a) => {
                f.write_str("not ")?;
                bracketed(f, a, Strength::Not)
            }
            Kind::Minus(a) => {
                f.write_str("-")?;
                bracketed(f, a, Strength::Minus)
            }
            Kind::Two(op, a, b) => {
                let (left, right) = op.strength().sides();
                bracketed(f, a, left)?;
                write!(f, " {} ", op.sign())?;
                bracketed(f, b, right)
            }
            Kind::Call(func, all) => {
                write!(f, "{}(", func.name())?;
                for (i, node) in all.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{node}")?;
                }
                f.write_str(")")
            }
        }
    }
}

impl Node {
    /// How strongly it holds together.
    pub fn strength(&self) -> Strength {
        match &self.kind {
            Kind::Not(_) => Strength::Not,
            Kind::Minus(_) => Strength::Minus,
            Kind::Two(op, ..) => op.strength(),
            Kind::Whole(_) | Kind::Truth(_) | Kind::Name(_) | Kind::Call(..) => Strength::One,
        }
    }
}

fn bracketed(f: &mut fmt::Formatter<'_>, node: &Node, wanted: Strength) -> fmt::Result {
    if node.strength() < wanted { write!(f, "({node})") } else { write!(f, "{node}") }
}
