//! For which class, region and days a rule holds, and which of several rules of one key is meant.

use crate::Day;

/// What a rule is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Product class, when known.
    pub class: Option<&'a str>,
    /// Region, when known.
    pub region: Option<&'a str>,
    /// The day on which the rule must hold.
    pub on: Day,
}

impl<'a> Scope<'a> {
    /// Any class, any region, on a day.
    pub fn on(day: Day) -> Self {
        Self { class: None, region: None, on: day }
    }

    /// For a product class.
    #[must_use]
    pub fn of_class(self, class: &'a str) -> Self {
        Self { class: Some(class), ..self }
    }

    /// In a region.
    #[must_use]
    pub fn in_region(self, region: &'a str) -> Self {
        Self { region: Some(region), ..self }
    }
}

/// A rule with a key and the bounds in which it holds. Absent bounds hold for all.
pub trait Scoped {
    /// Rule key.
    fn key(&self) -> &str;
    /// Product class.
    fn class(&self) -> Option<&str> {
        None
    }
    /// Region.
    fn region(&self) -> Option<&str> {
        None
    }
    /// First day.
    fn from(&self) -> Option<Day> {
        None
    }
    /// Last day.
    fn to(&self) -> Option<Day> {
        None
    }
}

/// The rule of a key that fits most closely: one for this class and region before one for this class, before one
/// for this region, before one for all. Rules of one key, class and region never overlap in a pack (POLICY-2).
pub fn choose<'a, R: Scoped>(rules: impl IntoIterator<Item = &'a R>, key: &str, scope: &Scope<'_>) -> Option<&'a R> {
    rules
        .into_iter()
        .filter(|rule| rule.key() == key)
        .filter_map(|rule| fit(rule, scope).map(|fit| (fit, rule)))
        .fold(None, |best: Option<(u8, &R)>, (fit, rule)| match best {
            Some((known, _)) if known >= fit => best,
            _ => Some((fit, rule)),
        })
        .map(|(_, rule)| rule)
}

/// How closely a rule fits; `None` when it does not.
fn fit<R: Scoped>(rule: &R, scope: &Scope<'_>) -> Option<u8> {
    let bound = |wanted: Option<&str>, given: Option<&str>| wanted.is_none_or(|wanted| given == Some(wanted));
    let holds = bound(rule.class(), scope.class)
        && bound(rule.region(), scope.region)
        && rule.from().is_none_or(|from| from <= scope.on)
        && rule.to().is_none_or(|to| scope.on <= to);
    holds.then_some(2 * u8::from(rule.class().is_some()) + u8::from(rule.region().is_some()))
}

/// Whether two rules could both be meant: same key, class and region, and a day in common.
pub fn collide<R: Scoped>(a: &R, b: &R) -> bool {
    let starts_in_time = |a: &R, b: &R| match (a.from(), b.to()) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    (a.key(), a.class(), a.region()) == (b.key(), b.class(), b.region()) && starts_in_time(a, b) && starts_in_time(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Rule(Option<&'static str>, Option<&'static str>, Option<Day>, Option<Day>);

    impl Scoped for Rule {
        fn key(&self) -> &str {
            "k"
        }
        fn class(&self) -> Option<&str> {
            self.0
        }
        fn region(&self) -> Option<&str> {
            self.1
        }
        fn from(&self) -> Option<Day> {
            self.2
        }
        fn to(&self) -> Option<Day> {
            self.3
        }
    }

    fn day(text: &str) -> Option<Day> {
        text.parse().ok()
    }

    #[test]
    fn the_closest_rule_is_meant() {
        let rules = [
            Rule(None, None, None, day("2026-06-30")),
            Rule(None, None, day("2026-07-01"), None),
            Rule(None, Some("河南"), None, None),
            Rule(Some("tractor"), None, None, None),
        ];
        let found = |scope: Scope<'_>| rules.iter().position(|r| std::ptr::eq(r, choose(&rules, "k", &scope).unwrap()));
        let june = Scope::on(day("2026-06-30").unwrap());
        assert_eq!(found(june), Some(0));
        assert_eq!(found(Scope { on: day("2026-07-01").unwrap(), ..june }), Some(1));
        assert_eq!(found(june.in_region("河南")), Some(2));
        assert_eq!(found(june.in_region("河南").of_class("tractor")), Some(3));
        assert!(choose(&rules, "other", &june).is_none());
    }

    #[test]
    fn rules_collide_on_a_day_in_common() {
        let until = |to| Rule(None, None, None, day(to));
        let since = |from| Rule(None, None, day(from), None);
        assert!(!collide(&until("2026-06-30"), &since("2026-07-01")));
        assert!(collide(&until("2026-07-01"), &since("2026-07-01")));
        assert!(!collide(&Rule(Some("a"), None, None, None), &Rule(None, None, None, None)));
    }
}
