//! Scores: exact fractions that are compared and never rounded, and the key that orders a board.

use std::cmp::Ordering;
use std::num::NonZeroI64;

use serde::{Deserialize, Serialize};

/// A score, greater is better: `num / den` micro units, or parts of one for percentages.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Score {
    num: i64,
    /// Not zero, so that an absent score needs no room of its own.
    den: NonZeroI64,
}

const ONE: NonZeroI64 = NonZeroI64::new(1).expect("one is not zero");

impl Score {
    /// A whole number.
    #[must_use]
    pub const fn whole(num: i64) -> Self {
        Self { num, den: ONE }
    }

    /// A fraction in lowest terms, so that it tells the ratio and nothing else; nothing where `den` is zero.
    #[must_use]
    pub fn ratio(num: i64, den: i64) -> Option<Self> {
        let common = gcd(num.unsigned_abs().into(), den.unsigned_abs().into());
        let common = i128::try_from(common).ok().filter(|_| den != 0)?;
        let sign = if den < 0 { -1 } else { 1 };
        let reduced = |part: i64| i64::try_from(sign * i128::from(part) / common).ok();
        Some(Self {
            num: reduced(num)?,
            den: NonZeroI64::new(reduced(den)?)?,
        })
    }

    /// The numerator; its sign is the score's.
    #[must_use]
    pub fn num(self) -> i64 {
        self.num
    }

    /// The denominator, above zero.
    #[must_use]
    pub fn den(self) -> i64 {
        self.den.get()
    }

    /// At most one whole.
    #[must_use]
    pub fn capped(self) -> Self {
        if self.num > self.den.get() {
            Self::whole(1)
        } else {
            self
        }
    }

    /// How much greater this is than `other`, as a fraction; none where that does not fit.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        if self.den == other.den {
            return Some(Self {
                num: self.num.checked_sub(other.num)?,
                den: self.den,
            });
        }
        let num = i128::from(self.num) * i128::from(other.den.get())
            - i128::from(other.num) * i128::from(self.den.get());
        let den = i128::from(self.den.get()) * i128::from(other.den.get());
        let common = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1);
        let common = i128::try_from(common).ok()?;
        Self::ratio(
            i64::try_from(num / common).ok()?,
            i64::try_from(den / common).ok()?,
        )
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Score {}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        (i128::from(self.num) * i128::from(other.den.get()))
            .cmp(&(i128::from(other.num) * i128::from(self.den.get())))
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A member's place on a board: better score first, then who recorded the entry that made it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The score.
    pub score: Score,
    /// The place, in order of recording, of the entry that made the score.
    pub made_by: u32,
    /// Who.
    pub identity: u32,
}

impl Key {
    /// Where two scores have the same denominator, their keys are in the order of these numbers.
    fn packed(&self) -> u128 {
        let worse = self.score.num.wrapping_sub(i64::MIN).cast_unsigned();
        u128::from(!worse) << 64 | u128::from(self.made_by) << 32 | u128::from(self.identity)
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        // A board compares keys twenty times an entry, in an order that no processor can guess: one number needs no
        // guess.
        if self.score.den == other.score.den {
            return self.packed().cmp(&other.packed());
        }
        let by_score = other.score.cmp(&self.score);
        by_score
            .then(self.made_by.cmp(&other.made_by))
            .then(self.identity.cmp(&other.identity))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The greatest common divisor; 0 only of two zeros.
#[must_use]
pub fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A fraction as text: an exact decimal where it ends within six decimals, else reduced as `numerator/denominator`.
#[must_use]
pub fn exact(num: i128, den: i128) -> String {
    if den == 0 {
        return "0".to_owned();
    }
    let common = gcd(num.unsigned_abs(), den.unsigned_abs()).max(1);
    let (top, bottom) = (num.unsigned_abs() / common, den.unsigned_abs() / common);
    let sign = if (num < 0) != (den < 0) && num != 0 {
        "-"
    } else {
        ""
    };
    let Some(scale) = (0..=6)
        .map(|n| 10_u128.pow(n))
        .find(|scale| scale % bottom == 0)
    else {
        return format!("{sign}{top}/{bottom}");
    };
    let whole = top / bottom;
    let part = (top % bottom) * (scale / bottom);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let width = usize::try_from(scale.ilog10()).expect("at most six");
    let digits = format!("{part:0width$}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fractions_are_shown_exactly() {
        for (num, den, shown) in [
            (11, 2, "5.5"),
            (-1, 4, "-0.25"),
            (3, 1, "3"),
            (0, 7, "0"),
            (100, 3, "100/3"),
            (1, 1_000_000, "0.000001"),
            (1, 10_000_000, "1/10000000"),
            (-200, 60, "-10/3"),
            (1_000_000, 1_000_000, "1"),
        ] {
            assert_eq!(exact(num, den), shown);
        }
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_fractions(a: i64, b in 1_i64.., c: i64, d in 1_i64..) {
            let score = |num, den| Score::ratio(num, den).expect("the denominator is not zero");
            let (left, right) = (score(a, b), score(c, d));
            let expected = (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b)));
            prop_assert_eq!(left.cmp(&right), expected);
        }

        #[test]
        fn keys_are_ordered_by_score_then_place_then_member(
            one: (i64, u32, u32), other: (i64, u32, u32), den in 1_i64..3,
        ) {
            let key = |(num, made_by, identity)| {
                let score = Score { num, den: NonZeroI64::new(den).expect("it is not zero") };
                Key { score, made_by, identity }
            };
            let expected = (other.0, one.1, one.2).cmp(&(one.0, other.1, other.2));
            prop_assert_eq!(key(one).cmp(&key(other)), expected);
        }

        #[test]
        fn showing_never_panics(num: i128, den: i128) {
            let _ = exact(num, den);
        }
    }
}
