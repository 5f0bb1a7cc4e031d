//! Any text, any tree, any numbers: more than ten thousand cases each.

use super::*;
use crate::formula::tree::{Func, Kind, Node, Op};

/// A small seeded source of numbers (splitmix64): the same cases on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const OPS: [Op; 12] =
    [Op::Or, Op::And, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Eq, Op::Ne, Op::Add, Op::Sub, Op::Mul, Op::Div];

/// Any tree, whether or not it means anything.
fn tree(dice: &mut Dice, depth: usize) -> Node {
    let below = |dice: &mut Dice| Box::new(tree(dice, depth - 1));
    let kind = match if depth <= 1 { dice.below(3) } else { dice.below(8) } {
        0 => Kind::Whole(dice.of(&[0, 1, 2, 600, i64::MAX])),
        1 => Kind::Truth(dice.below(2) == 0),
        2 => Kind::Name(dice.of(&["a", "b", "n", "m", "r", "d", "night_rate"]).to_owned()),
        3 => Kind::Not(below(dice)),
        4 => Kind::Minus(below(dice)),
        5 | 6 => Kind::Two(dice.of(&OPS), below(dice), below(dice)),
        _ => {
            let func = dice.of(&Func::ALL);
            let (fewest, most) = func.arity();
            let count = fewest + dice.below((most - fewest + 1).min(3));
            Kind::Call(func, (0..count).map(|_| *below(dice)).collect())
        }
    };
    Node::new(0, kind)
}

#[test]
fn formula_8_printed_and_read_again_is_the_same() {
    let mut dice = Dice(8);
    let mut compared = 0;
    for _ in 0..20_000 {
        let depth = 1 + dice.below(7);
        let tree = tree(&mut dice, depth);
        let text = tree.to_string();
        if text.chars().count() <= MOST_CHARS {
            let read = parse(&text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!(read, tree, "{text}");
            compared += 1;
        }
    }
    assert!(compared >= 10_000, "{compared}");
}

#[test]
fn formula_7_the_reader_never_panics() {
    const PIECES: [&str; 28] = [
        "a",
        "n",
        "min",
        "max",
        "if",
        "round",
        "lookup",
        "(",
        ")",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "<",
        "<=",
        "=",
        "!",
        "and",
        "or",
        "not",
        " ",
        "0",
        "99999999999999999999",
        "（",
        "\u{1f600}",
    ];
    let mut dice = Dice(7);
    let mut taken = 0;
    for _ in 0..50_000 {
        let text: String = (0..dice.below(24)).map(|_| dice.of(&PIECES)).collect();
        match parse(&text) {
            Ok(tree) => {
                assert_eq!(parse(&tree.to_string()).unwrap(), tree);
                taken += 1;
            }
            Err((at, _)) => assert!(at <= text.chars().count(), "{text}"),
        }
    }
    assert!(taken > 100, "{taken}");
}

/// A formula of money that the types allow.
fn money(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return dice.of(&["a", "b"]).to_owned();
    }
    let fen = |dice: &mut Dice| money(dice, depth - 1);
    let sub = depth - 1;
    match dice.below(9) {
        0 => format!("({} + {})", fen(dice), fen(dice)),
        1 => format!("({} - {})", fen(dice), fen(dice)),
        2 => format!("(a * {})", plain(dice, sub)),
        3 => format!("(b / {})", plain(dice, sub)),
        4 => format!("max({}, 0, {})", fen(dice), fen(dice)),
        5 => format!("if({} < {}, {}, {})", fen(dice), fen(dice), fen(dice), fen(dice)),
        6 => format!("round(a + {})", fen(dice)),
        7 => "(a * r * d)".to_owned(),
        _ => format!("-(a - {})", fen(dice)),
    }
}

fn plain(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return dice.of(&["n", "m", "1"]).to_owned();
    }
    match dice.below(3) {
        0 => format!("(n + {})", plain(dice, depth - 1)),
        1 => format!("(n * {})", plain(dice, depth - 1)),
        _ => format!("min(m, {})", plain(dice, depth - 1)),
    }
}

#[test]
fn formula_7_computing_always_ends_with_a_value_or_a_reason() {
    let mut dice = Dice(77);
    let (mut values, mut reasons) = (0, 0);
    for _ in 0..12_000 {
        let depth = 1 + dice.below(4);
        let formula = money(&mut dice, depth);
        if formula.chars().count() > MOST_CHARS {
            continue;
        }
        let number = |dice: &mut Dice| dice.of(&[0, 1, -1, 7, 100, 12_345, 1_000_000, -250_000, i64::MAX, i64::MIN]);
        let numbers = std::array::from_fn(|_| number(&mut dice));
        match quick(&formula, "fen", "half_up", numbers) {
            Ok(outcome) => {
                assert!(outcome.sentence.starts_with("结果 = "), "{}", outcome.sentence);
                values += 1;
            }
            Err(e) => {
                assert!(e.to_string().starts_with("无法计算："), "{e}");
                reasons += 1;
            }
        }
    }
    assert!(values > 2_000 && reasons > 1_000 && values + reasons >= 10_000, "{values} {reasons}");
}
