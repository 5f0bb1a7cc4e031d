//! The functions forms are made of (COMPUTED-1).

use super::digits::round;
use super::formula::{BY_NOUGHT, Cells, Held, NO_NUMBER, Place, Value, numeric};

/// What stands between the commas.
pub(super) enum Argument {
    /// Cells as such: words among them are passed over.
    Range(Place, Place),
    One(Value),
}

/// Why a function gives no number.
enum Stop {
    Unknown,
    Error(&'static str),
}

type Answer<T> = Result<T, Stop>;

struct Call<'a> {
    arguments: &'a [Argument],
    cells: &'a Cells<'a>,
    depth: usize,
}

/// The value of a function; `None` where it is not known here.
pub(super) fn called(name: &str, arguments: &[Argument], cells: &Cells<'_>, depth: usize) -> Option<Value> {
    let call = Call { arguments, cells, depth };
    match call.value(&name.to_ascii_uppercase()) {
        Ok(value) => Some(value),
        Err(Stop::Error(error)) => Some(Value::Error(error)),
        Err(Stop::Unknown) => None,
    }
}

impl Call<'_> {
    fn value(&self, name: &str) -> Answer<Value> {
        let number = match name {
            "SUM" | "COUNT" | "AVERAGE" | "MAX" | "MIN" | "PRODUCT" => {
                over(name, &self.numbers(self.arguments, |_| true)?)?
            }
            "COUNTA" => self.filled()?,
            "SUBTOTAL" => return self.subtotal(),
            "ROUND" | "ROUNDUP" | "ROUNDDOWN" => self.rounded(name)?,
            "ABS" => self.only()?.abs(),
            "INT" => self.only()?.floor(),
            "IF" => return self.chosen(),
            "IFERROR" => {
                let [first, other] = self.arguments else { return Err(Stop::Unknown) };
                let value = self.one(first)?;
                return if matches!(value, Value::Error(_)) { self.one(other) } else { Ok(value) };
            }
            "AND" | "OR" => return self.all_or_any(name == "AND").map(Value::Flag),
            "NOT" => return self.only().map(|number| Value::Flag(number == 0.0)),
            _ => return Err(Stop::Unknown),
        };
        Ok(Value::Number(number))
    }

    /// One value: a range of one cell is that cell.
    fn one(&self, argument: &Argument) -> Answer<Value> {
        match argument {
            Argument::One(value) => Ok(value.clone()),
            Argument::Range(from, to) if from == to => {
                let values = self.cells.range((*from, *to), self.depth, |_| true).ok_or(Stop::Unknown)?;
                Ok(values.into_iter().next().unwrap_or(Value::Empty))
            }
            Argument::Range(..) => Err(Stop::Unknown),
        }
    }

    fn number(&self, argument: &Argument) -> Answer<f64> {
        numeric(&self.one(argument)?).ok_or(Stop::Unknown)?.map_err(Stop::Error)
    }

    fn only(&self) -> Answer<f64> {
        match self.arguments {
            [argument] => self.number(argument),
            _ => Err(Stop::Unknown),
        }
    }

    fn numbers(&self, arguments: &[Argument], counts: impl Fn(&Held<'_>) -> bool + Copy) -> Answer<Vec<f64>> {
        let mut numbers = Vec::new();
        for argument in arguments {
            match argument {
                Argument::One(value) => numbers.push(numeric(value).ok_or(Stop::Unknown)?.map_err(Stop::Error)?),
                Argument::Range(from, to) => {
                    for value in self.cells.range((*from, *to), self.depth, counts).ok_or(Stop::Unknown)? {
                        match value {
                            Value::Number(number) => numbers.push(number),
                            Value::Error(error) => return Err(Stop::Error(error)),
                            Value::Text(_) | Value::Flag(_) | Value::Empty => {}
                        }
                    }
                }
            }
        }
        Ok(numbers)
    }

    #[allow(clippy::cast_precision_loss, reason = "a sheet has fewer cells")]
    fn filled(&self) -> Answer<f64> {
        let mut count = 0;
        for argument in self.arguments {
            count += match argument {
                Argument::One(_) => 1,
                Argument::Range(from, to) => {
                    let values = self.cells.range((*from, *to), self.depth, |_| true).ok_or(Stop::Unknown)?;
                    values.iter().filter(|value| **value != Value::Empty).count()
                }
            };
        }
        Ok(count as f64)
    }

    /// Other subtotals among its cells are passed over. Those of 101 and more leave hidden rows out, which is not known here.
    fn subtotal(&self) -> Answer<Value> {
        let (which, arguments) = self.arguments.split_first().ok_or(Stop::Unknown)?;
        let names = [(1.0, "AVERAGE"), (2.0, "COUNT"), (4.0, "MAX"), (5.0, "MIN"), (6.0, "PRODUCT"), (9.0, "SUM")];
        let which = self.number(which)?;
        let (_, name) = names.into_iter().find(|(number, _)| *number == which).ok_or(Stop::Unknown)?;
        let own = |held: &Held<'_>| matches!(held, Held::Formula(words, _) if is_subtotal(words));
        over(name, &self.numbers(arguments, |held| !own(held))?).map(Value::Number)
    }

    fn rounded(&self, name: &str) -> Answer<f64> {
        let [value, places] = self.arguments else { return Err(Stop::Unknown) };
        let (value, places) = (self.number(value)?, self.number(places)?);
        #[allow(clippy::cast_possible_truncation, reason = "between twenty and minus twenty")]
        let places = places.trunc().clamp(-20.0, 20.0) as i32;
        let near = round(value, places);
        let step = 10_f64.powi(-places).copysign(value);
        let exact = round(value, 15.min(places + 10)).abs();
        Ok(match name {
            "ROUNDUP" if near.abs() < exact => round(near + step, places),
            "ROUNDDOWN" if near.abs() > exact => round(near - step, places),
            _ => near,
        })
    }

    fn chosen(&self) -> Answer<Value> {
        let (test, yes, no) = match self.arguments {
            [test, yes] => (test, yes, None),
            [test, yes, no] => (test, yes, Some(no)),
            _ => return Err(Stop::Unknown),
        };
        if self.number(test)? != 0.0 {
            return self.one(yes);
        }
        no.map_or(Ok(Value::Flag(false)), |no| self.one(no))
    }

    fn all_or_any(&self, all: bool) -> Answer<bool> {
        let mut found = all;
        for argument in self.arguments {
            let holds = self.number(argument)? != 0.0;
            found = if all { found && holds } else { found || holds };
        }
        Ok(found)
    }
}

fn is_subtotal(formula: &str) -> bool {
    formula.trim_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("SUBTOTAL("))
}

#[allow(clippy::cast_precision_loss, reason = "a sheet has fewer cells")]
fn over(name: &str, numbers: &[f64]) -> Answer<f64> {
    let sum: f64 = numbers.iter().sum();
    match name {
        "SUM" => Ok(sum),
        "COUNT" => Ok(numbers.len() as f64),
        "AVERAGE" if numbers.is_empty() => Err(Stop::Error(BY_NOUGHT)),
        "AVERAGE" => Ok(sum / numbers.len() as f64),
        "MAX" => Ok(numbers.iter().copied().reduce(f64::max).unwrap_or(0.0)),
        "MIN" => Ok(numbers.iter().copied().reduce(f64::min).unwrap_or(0.0)),
        "PRODUCT" if numbers.is_empty() => Ok(0.0),
        "PRODUCT" => Ok(numbers.iter().product()),
        _ => Err(Stop::Error(NO_NUMBER)),
    }
}
