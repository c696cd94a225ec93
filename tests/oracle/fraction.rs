//! Exact fractions, small and slow, for the recomputation alone.

use std::cmp::Ordering;

/// An exact fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    /// `top / bottom`; `bottom` must not be zero.
    pub(crate) fn of(top: i128, bottom: i128) -> Self {
        assert!(bottom != 0, "a fraction needs a denominator");
        let shared = common_divisor(top.abs(), bottom.abs()).max(1) * bottom.signum();
        Self {
            top: top / shared,
            bottom: bottom / shared,
        }
    }

    /// The number as `simulate` prints scores: a decimal where it ends within six places, else `n/d`.
    pub(crate) fn show(self) -> String {
        const MILLION: i128 = 1_000_000;
        if MILLION % self.bottom != 0 {
            return format!("{}/{}", self.top, self.bottom);
        }
        let micro = self.top * (MILLION / self.bottom);
        let sign = if micro < 0 { "-" } else { "" };
        let (whole, rest) = (micro.abs() / MILLION, micro.abs() % MILLION);
        let digits = format!("{rest:06}");
        match digits.trim_end_matches('0') {
            "" => format!("{sign}{whole}"),
            decimals => format!("{sign}{whole}.{decimals}"),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.top * other.bottom).cmp(&(other.top * self.bottom))
    }
}

fn common_divisor(left: i128, right: i128) -> i128 {
    if right == 0 {
        left
    } else {
        common_divisor(right, left % right)
    }
}

#[test]
fn scores_are_shown_exactly() {
    for (top, bottom, expected) in [
        (11, 2, "5.5"),
        (-1, 4, "-0.25"),
        (6, 2, "3"),
        (1, 3, "1/3"),
        (-2, 6, "-1/3"),
        (1, 1_000_000, "0.000001"),
        (1, 10_000_000, "1/10000000"),
    ] {
        assert_eq!(Fraction::of(top, bottom).show(), expected);
    }
}
