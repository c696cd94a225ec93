//! Exact fractions, just as much of them as converting amounts needs.

/// A fraction in lowest terms; the denominator is above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    pub(super) const ONE: Self = Self { num: 1, den: 1 };

    /// `num / den`; `den` must be above zero.
    pub(super) fn new(num: i128, den: i128) -> Self {
        let divisor = greatest_common_divisor(num.unsigned_abs(), den.unsigned_abs());
        let divisor = i128::try_from(divisor).unwrap_or(1).max(1);
        Self {
            num: num / divisor,
            den: (den / divisor).max(1),
        }
    }

    /// The sum, unless it needs more than 127 bits.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let shared = Self::new(self.den, other.den);
        let left = self.num.checked_mul(shared.den)?;
        let right = other.num.checked_mul(shared.num)?;
        Some(Self::new(
            left.checked_add(right)?,
            self.den.checked_mul(shared.den)?,
        ))
    }

    /// The product, unless it needs more than 127 bits.
    pub(super) fn times(self, other: Self) -> Option<Self> {
        let (one, two) = (
            Self::new(self.num, other.den),
            Self::new(other.num, self.den),
        );
        Some(Self {
            num: one.num.checked_mul(two.num)?,
            den: one.den.checked_mul(two.den)?,
        })
    }

    /// One divided by a fraction above zero.
    pub(super) fn inverse(self) -> Self {
        Self {
            num: self.den,
            den: self.num.max(1),
        }
    }

    /// Whether it is less than `other`; what can't be compared in 127 bits is not.
    pub(super) fn is_below(self, other: Self) -> bool {
        matches!((self.num.checked_mul(other.den), other.num.checked_mul(self.den)), (Some(a), Some(b)) if a < b)
    }

    pub(super) fn is_zero(self) -> bool {
        self.num == 0
    }

    /// The nearest whole number, half away from zero.
    pub(super) fn rounded(self) -> i128 {
        divide_rounded(self.num, self.den)
    }

    /// Its decimal digits, where they end within 24 places.
    pub(super) fn decimal(self) -> Option<String> {
        (0..=24).find_map(|places| {
            let scaled = self.num.checked_mul(10_i128.checked_pow(places)?)?;
            (scaled % self.den == 0).then(|| decimal(scaled / self.den, places))
        })
    }
}

/// `num / den` to the nearest whole number, half away from zero; `den` must be above zero.
pub(super) fn divide_rounded(num: i128, den: i128) -> i128 {
    let (whole, rest) = (num / den, (num % den).abs());
    if rest >= den - rest {
        whole.saturating_add(num.signum())
    } else {
        whole
    }
}

/// `scaled / 10^places` written with a point and all its places.
pub(super) fn decimal(scaled: i128, places: u32) -> String {
    let places = places as usize;
    let sign = if scaled < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
