//! Chance that comes again: the same seed throws the same dice, on every machine.

/// A die with a seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    /// Sixty-four bits (splitmix64).
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `from` to `to`, both possible.
    pub fn from_to(&mut self, from: u64, to: u64) -> u64 {
        from + self.bits() % (to.saturating_sub(from) + 1)
    }

    /// One of these.
    ///
    /// # Panics
    /// When there is nothing to choose from.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        let last = u64::try_from(of.len()).unwrap_or(u64::MAX) - 1;
        let at = usize::try_from(self.from_to(0, last)).unwrap_or(0);
        of[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_reaches_both_ends() {
        let throw = |seed| (0..200).scan(Dice::of(seed), |dice, _| Some(dice.from_to(3, 5))).collect::<Vec<_>>();
        assert_eq!(throw(7), throw(7));
        assert_ne!(throw(7), throw(8));
        assert!([3, 4, 5].iter().all(|n| throw(7).contains(n)) && throw(7).iter().all(|n| (3..=5).contains(n)));
    }
}
