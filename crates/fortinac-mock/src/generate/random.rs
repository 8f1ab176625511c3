//! Random numbers that are the same for a seed on every machine and in every release. They are no secrets.

/// SplitMix64: a counter whose values are mixed.
pub(super) struct Random(u64);

/// The step of the counter, an odd number whose bits are spread.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    /// The numbers of one item. They do not depend on the items before it.
    pub(super) fn of(seed: u64, item: u64) -> Self {
        Self(mix(seed) ^ mix(item.wrapping_mul(STEP)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below `limit`, or 0 if there is none.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        // The high bits of the product: as even as 64 bits allow, without a division.
        let product = u128::from(self.next()) * u128::from(limit);
        (product >> 64) as u64
    }

    /// Whether something holds that holds in `percent` of all cases.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// An item of a list that is not empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }
}

/// A bijection of 64 bits in which every bit of the result depends on every bit of the number.
pub(super) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_from_seed_and_item_and_spread_evenly() {
        let numbers = |seed, item| {
            let mut random = Random::of(seed, item);
            [(); 4].map(|()| random.next())
        };
        assert_eq!(numbers(1, 2), numbers(1, 2));
        assert_ne!(numbers(1, 2), numbers(2, 2));
        assert_ne!(numbers(1, 2), numbers(1, 3));
        let hits = (0..10_000).filter(|item| Random::of(7, *item).chance(30));
        let hits = hits.count();
        assert!((2_800..3_200).contains(&hits), "{hits}");
        assert_eq!(Random::of(7, 0).below(0), 0);
    }
}
