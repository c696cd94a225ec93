//! Laws that hold for everything people could type.

use proptest::prelude::*;

use super::plain::plain;
use super::read::read_with_care;
use super::{Decimal, Reading, Typed, Unit, read, show, show_exact};

fn unit(word: &str) -> Unit {
    Unit::from_word(word).expect("tests name units")
}

fn reading(unit: &Unit) -> Reading<'_> {
    let (community, member) = (Decimal::Point, Decimal::Point);
    Reading {
        unit,
        signed: false,
        zero_ok: false,
        community,
        member,
    }
}

const UNITS: &[&str] = &[
    "mg", "g", "kg", "t", "lb", "oz", "st", "mm", "cm", "m", "km", "mi", "yd", "ft", "in", "nmi",
    "ms", "s", "min", "h", "d", "w", "ml", "cl", "dl", "l", "gal", "qt", "pint", "cup", "fl oz",
    "J", "kJ", "MJ", "cal", "kcal", "Wh", "kWh", "EUR", "USD", "%", "steps", "pushups",
];

fn any_unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(UNITS).prop_map(unit)
}

fn any_reading() -> impl Strategy<Value = (Unit, bool, bool, bool)> {
    (any_unit(), any::<bool>(), any::<bool>(), any::<bool>())
}

fn decimal(comma: bool) -> Decimal {
    if comma {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}

/// Pieces of which people's amounts are made, in any order.
fn pieces() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "0",
        "1",
        "7",
        "30",
        "500",
        "12",
        "999999999999",
        ".",
        ",",
        "'",
        " ",
        "  ",
        ":",
        "-",
        "+",
        "/",
        "½",
        "²",
        "⅓",
        "٣",
        "٫",
        "k",
        "kg",
        "lb",
        "oz",
        "st",
        "h",
        "m",
        "min",
        "s",
        "in",
        "ft",
        "€",
        "$",
        "%",
        "and",
        "ran",
        "steps",
        "pushups",
        "cal",
        "ton",
        "x",
        "🍎",
        "\u{301}",
        "\u{200d}",
        "㎏",
        "ﷺ",
        "e",
        "million",
        "fl",
        "US$",
        "\u{fe0f}",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_plain_amount_is_read_as_with_care(
        (metric, comma, signed, zero_ok) in any_reading(), symbol in any_unit(), own in any::<bool>(),
        number in "0{0,2}[0-9]{1,10}(\\.[0-9]{0,10})?", space in " {0,2}",
    ) {
        let symbol = if own { &metric } else { &symbol };
        let typed = format!("{number}{space}{symbol}");
        let (community, member) = (decimal(comma), Decimal::Point);
        let reading = Reading { unit: &metric, signed, zero_ok, community, member };
        if let Some(amount) = plain(&typed, &reading) {
            prop_assert_eq!(read_with_care(&typed, &reading), Ok(Typed::Amount(amount)));
        }
    }

    #[test]
    fn nothing_typed_panics_and_again_means_the_same(
        typed in prop_oneof![pieces(), any::<String>()],
        (metric, zero_ok, community, member) in any_reading(),
    ) {
        let (community, member) = (decimal(community), decimal(member));
        let reading = Reading { unit: &metric, signed: zero_ok, zero_ok, community, member };
        let amounts = match read(&typed, &reading) {
            Ok(Typed::Amount(amount)) => vec![amount],
            Ok(Typed::Either(both)) => both.to_vec(),
            _ => vec![],
        };
        for amount in amounts {
            match read(&amount.again, &reading) {
                Ok(Typed::Amount(again)) => prop_assert_eq!(again.amount, amount.amount, "{:?} {:?}", typed, amount.again),
                other => prop_assert!(false, "{:?} again as {:?}: {:?}", typed, amount.again, other),
            }
        }
    }

    #[test]
    fn what_is_shown_exactly_reads_back(micro in any::<i64>(), shift in 0_u32..63, unit in any_unit()) {
        let micro = micro >> shift;
        let reading = Reading { signed: true, zero_ok: true, ..reading(&unit) };
        let shown = show_exact(micro, &unit);
        match read(&shown, &reading) {
            Ok(Typed::Amount(amount)) => prop_assert_eq!(amount.amount.micro(), micro, "{}", shown),
            other => prop_assert!(micro == i64::MIN, "{}: {:?}", shown, other),
        }
    }

    #[test]
    fn showing_never_panics(micro in any::<i128>(), unit in any_unit(), comma in any::<bool>()) {
        prop_assert!(!show(micro, &unit, decimal(comma)).is_empty());
    }

    #[test]
    fn typing_twice_as_much_is_twice_as_much(units in 1_i64..1_000_000, metric in any_unit()) {
        let micro = |typed: String| match read(&typed, &reading(&metric)) {
            Ok(Typed::Amount(amount)) => Some(i128::from(amount.amount.micro())),
            _ => None,
        };
        let (once, twice) = (micro(units.to_string()), micro((2 * units).to_string()));
        prop_assert!(once.zip(twice).is_some_and(|(once, twice)| (2 * once - twice).abs() <= 1));
    }

    #[test]
    fn a_unit_is_stored_as_its_symbol(unit in any_unit()) {
        prop_assert_eq!(Unit::try_from(String::from(unit.clone())), Ok(unit));
    }
}
