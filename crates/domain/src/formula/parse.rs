//! Words to the tree of a formula: by descent, one function a binding strength.

use super::fault::Reason;
use super::lex::{At, Token, Word, is_reserved, words};
use super::tree::{Func, Kind, Node, Op, Strength};

/// Most characters of a formula.
pub const MOST_CHARS: usize = 2000;

/// Most levels of brackets and operations.
pub const MOST_DEPTH: usize = 64;

/// Reads a formula; a reason comes with the character it is about, counted from 0.
pub fn parse(text: &str) -> Result<Node, (usize, Reason)> {
    let tokens = words(text, MOST_CHARS)?;
    let mut reader = Reader { tokens, next: 0, depth: 0 };
    let node = reader.expression()?;
    match reader.peek() {
        Word::End => Ok(node),
        _ => Err((reader.at(), Reason::Wanted("运算符或公式的结尾"))),
    }
}

struct Reader {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> &Word {
        self.tokens.get(self.next).map_or(&Word::End, |token| &token.word)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).or(self.tokens.last()).map_or(0, |token| token.at)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Word::Sign(s) if *s == sign);
        self.next += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Word::Name(name) if name == word);
        self.next += usize::from(found);
        found
    }

    fn want_sign(&mut self, sign: &str, said: &'static str) -> Result<(), At> {
        if self.take_sign(sign) { Ok(()) } else { Err((self.at(), Reason::Wanted(said))) }
    }

    /// Brackets, `not` and `-` come back here, so the stack is bounded here. `-(a + b)` comes twice for a
    /// tree of one level, hence the double; the tree itself is measured when it is built.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, At>) -> Result<T, At> {
        if self.depth > 2 * MOST_DEPTH {
            return Err((self.at(), Reason::TooDeep(MOST_DEPTH)));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn expression(&mut self) -> Result<Node, At> {
        self.deeper(|reader| reader.chain(Strength::Or))
    }

    /// `a op b op c` of one strength, held together from the left.
    fn chain(&mut self, strength: Strength) -> Result<Node, At> {
        let mut left = self.below(strength)?;
        while let Some(op) = self.operator(strength) {
            let at = self.at();
            self.next += 1;
            let right = self.below(strength)?;
            left = node(at, Kind::Two(op, Box::new(left), Box::new(right)))?;
            if strength == Strength::Compare && self.operator(strength).is_some() {
                return Err((self.at(), Reason::ComparedTwice));
            }
        }
        Ok(left)
    }

    fn below(&mut self, strength: Strength) -> Result<Node, At> {
        match strength {
            Strength::Or => self.chain(Strength::And),
            Strength::And => self.negation(),
            Strength::Not | Strength::Compare => self.chain(Strength::Sum),
            Strength::Sum => self.chain(Strength::Product),
            Strength::Product | Strength::Minus | Strength::One => self.signed(),
        }
    }

    fn negation(&mut self) -> Result<Node, At> {
        let at = self.at();
        if !self.take_word("not") {
            return self.chain(Strength::Compare);
        }
        let inner = self.deeper(Self::negation)?;
        node(at, Kind::Not(Box::new(inner)))
    }

    fn signed(&mut self) -> Result<Node, At> {
        let at = self.at();
        if !self.take_sign("-") {
            return self.one();
        }
        let inner = self.deeper(Self::signed)?;
        node(at, Kind::Minus(Box::new(inner)))
    }

    fn operator(&self, strength: Strength) -> Option<Op> {
        let sign = match self.peek() {
            Word::Sign(sign) => sign,
            Word::Name(name) if name == "and" => "and",
            Word::Name(name) if name == "or" => "or",
            _ => return None,
        };
        let all = [Op::Or, Op::And, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Eq, Op::Ne, Op::Add, Op::Sub, Op::Mul, Op::Div];
        all.into_iter().find(|op| op.strength() == strength && op.sign() == sign)
    }

    fn one(&mut self) -> Result<Node, At> {
        let at = self.at();
        if self.take_sign("(") {
            let inner = self.expression()?;
            self.want_sign(")", "右括号")?;
            return Ok(inner);
        }
        let word = self.peek().clone();
        match word {
            Word::Number(n) => {
                self.next += 1;
                node(at, Kind::Whole(n))
            }
            Word::Name(name) => {
                self.next += 1;
                self.named(at, name)
            }
            Word::Sign(_) | Word::End => Err((at, Reason::Wanted("数、名字或左括号"))),
        }
    }

    fn named(&mut self, at: usize, name: String) -> Result<Node, At> {
        if let "true" | "false" = name.as_str() {
            return node(at, Kind::Truth(name == "true"));
        }
        let func = Func::ALL.into_iter().find(|func| func.name() == name);
        match (func, self.take_sign("(")) {
            (Some(func), true) => self.call(at, func),
            (Some(_), false) => Err((self.at(), Reason::Wanted("左括号"))),
            (None, true) => Err((at, Reason::NoFunction)),
            (None, false) if is_reserved(&name) => Err((at, Reason::Reserved)),
            (None, false) => node(at, Kind::Name(name)),
        }
    }

    fn call(&mut self, at: usize, func: Func) -> Result<Node, At> {
        let mut all = vec![self.expression()?];
        while self.take_sign(",") {
            all.push(self.expression()?);
        }
        self.want_sign(")", "逗号或右括号")?;
        let (fewest, most) = func.arity();
        if !(fewest..=most).contains(&all.len()) {
            return Err((at, Reason::Arity(func.name())));
        }
        node(at, Kind::Call(func, all))
    }
}

fn node(at: usize, kind: Kind) -> Result<Node, At> {
    let node = Node::new(at, kind);
    if node.depth > MOST_DEPTH { Err((at, Reason::TooDeep(MOST_DEPTH))) } else { Ok(node) }
}
