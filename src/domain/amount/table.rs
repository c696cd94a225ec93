//! Every unit that has a meaning of its own, with exact factors and the words people use for it.
//!
//! Volumes with English names are the US customary ones.

use super::Dimension::{self, Count, Distance, Duration, Energy, Mass, Money, Percent, Volume};

/// A unit everybody knows.
#[derive(Debug)]
pub(super) struct Known {
    /// What it is written as, and stored as: never changed once shipped.
    pub(super) symbol: &'static str,
    pub(super) dimension: Dimension,
    /// Millionths of the base unit in one: numerator, denominator.
    pub(super) micro: (i128, i128),
    /// Other ways to type it. Lower case stands for any case, an upper-case letter for itself alone.
    pub(super) words: &'static [&'static str],
}

/// Where a word is shared, the earlier unit wins unless the challenge says otherwise.
#[rustfmt::skip]
pub(super) static KNOWN: &[Known] = &[
    known("g", Mass, 1_000_000, &["g", "gr", "gram", "grams", "gramme", "grammes"]),
    known("kg", Mass, 1_000_000_000, &["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"]),
    known("mg", Mass, 1_000, &["mg", "milligram", "milligrams", "milligramme", "milligrammes"]),
    known("t", Mass, 1_000_000_000_000, &["t", "tonne", "tonnes", "ton", "tons", "metric ton", "metric tons"]),
    known("lb", Mass, 453_592_370, &["lb", "lbs", "pound", "pounds"]),
    fraction("oz", Mass, 226_796_185, 8, &["oz", "ounce", "ounces"]),
    known("st", Mass, 6_350_293_180, &["st", "stone", "stones"]),
    known("m", Distance, 1_000_000, &["m", "meter", "meters", "metre", "metres"]),
    known("km", Distance, 1_000_000_000, &["km", "k", "kms", "kilometer", "kilometers", "kilometre", "kilometres"]),
    known("mm", Distance, 1_000, &["mm", "millimeter", "millimeters", "millimetre", "millimetres"]),
    known("cm", Distance, 10_000, &["cm", "centimeter", "centimeters", "centimetre", "centimetres"]),
    known("mi", Distance, 1_609_344_000, &["mi", "mile", "miles"]),
    known("yd", Distance, 914_400, &["yd", "yds", "yard", "yards"]),
    known("ft", Distance, 304_800, &["ft", "foot", "feet"]),
    known("in", Distance, 25_400, &["in", "inch", "inches"]),
    known("nmi", Distance, 1_852_000_000, &["nmi", "nm", "nautical mile", "nautical miles"]),
    known("s", Duration, 1_000_000, &["s", "sec", "secs", "second", "seconds"]),
    known("ms", Duration, 1_000, &["ms", "msec", "millisecond", "milliseconds"]),
    known("min", Duration, 60_000_000, &["min", "m", "mins", "minute", "minutes"]),
    known("h", Duration, 3_600_000_000, &["h", "hr", "hrs", "hour", "hours"]),
    known("d", Duration, 86_400_000_000, &["d", "day", "days"]),
    known("w", Duration, 604_800_000_000, &["w", "wk", "wks", "week", "weeks"]),
    known("l", Volume, 1_000_000, &["l", "ltr", "litre", "litres", "liter", "liters"]),
    known("ml", Volume, 1_000, &["ml", "millilitre", "millilitres", "milliliter", "milliliters", "cc"]),
    known("cl", Volume, 10_000, &["cl", "centilitre", "centilitres", "centiliter", "centiliters"]),
    known("dl", Volume, 100_000, &["dl", "decilitre", "decilitres", "deciliter", "deciliters"]),
    fraction("gal", Volume, 3_785_411_784, 1_000, &["gal", "gals", "gallon", "gallons", "us gal", "us gallon", "us gallons"]),
    fraction("qt", Volume, 946_352_946, 1_000, &["qt", "qts", "quart", "quarts"]),
    fraction("pint", Volume, 473_176_473, 1_000, &["pint", "pints", "pt"]),
    fraction("cup", Volume, 2_365_882_365, 10_000, &["cup", "cups"]),
    fraction("fl oz", Volume, 295_735_295_625, 10_000_000, &["fl oz", "floz", "fluid ounce", "fluid ounces", "oz", "ounce", "ounces"]),
    known("J", Energy, 1_000_000, &["j", "joule", "joules"]),
    known("kJ", Energy, 1_000_000_000, &["kj", "kilojoule", "kilojoules"]),
    known("MJ", Energy, 1_000_000_000_000, &["mj", "megajoule", "megajoules"]),
    known("cal", Energy, 4_184_000, &["cal", "cals"]),
    known("kcal", Energy, 4_184_000_000, &["kcal", "kcals", "kilocalorie", "kilocalories", "calorie", "calories", "Cal", "Cals"]),
    known("Wh", Energy, 3_600_000_000, &["wh", "watt hour", "watt hours"]),
    known("kWh", Energy, 3_600_000_000_000, &["kwh", "kilowatt hour", "kilowatt hours"]),
    known("%", Percent, 1_000_000, &["percent", "per cent", "pct"]),
    known("steps", Count, 1_000_000, &["steps", "step"]),
    known("items", Count, 1_000_000, &["items", "item"]),
    known("pages", Count, 1_000_000, &["pages", "page"]),
    known("points", Count, 1_000_000, &["points", "point", "pts", "pt"]),
    currency("EUR", &["eur", "€", "euro", "euros"]),
    currency("USD", &["usd", "$", "us$", "dollar", "dollars", "buck", "bucks"]),
    currency("GBP", &["gbp", "£", "pound", "pounds", "quid"]),
    currency("CHF", &["chf", "sfr", "franken"]),
    currency("JPY", &["jpy", "¥", "yen"]),
    currency("CNY", &["cny", "rmb", "yuan", "¥"]),
    currency("CAD", &["cad", "c$", "ca$", "$", "dollar", "dollars", "buck", "bucks"]),
    currency("AUD", &["aud", "a$", "au$", "$", "dollar", "dollars", "buck", "bucks"]),
    currency("NZD", &["nzd", "nz$", "$", "dollar", "dollars", "buck", "bucks"]),
    currency("SGD", &["sgd", "s$", "$", "dollar", "dollars"]),
    currency("HKD", &["hkd", "hk$", "$", "dollar", "dollars"]),
    currency("MXN", &["mxn", "mx$", "$", "peso", "pesos"]),
    currency("SEK", &["sek", "kr", "kronor"]),
    currency("NOK", &["nok", "kr", "kroner"]),
    currency("DKK", &["dkk", "kr", "kroner"]),
    currency("PLN", &["pln", "zł", "zloty", "złoty", "złotych"]),
    currency("CZK", &["czk", "kč"]),
    currency("HUF", &["huf", "forint"]),
    currency("RON", &["lei"]),
    currency("BRL", &["brl", "r$", "real", "reais"]),
    currency("ZAR", &["zar", "rand"]),
    currency("INR", &["inr", "₹", "rupee", "rupees"]),
    currency("KRW", &["krw", "₩", "won"]),
    currency("TRY", &["₺", "lira"]),
    currency("UAH", &["uah", "₴"]),
    currency("ILS", &["₪", "shekel", "shekels"]),
    currency("THB", &["thb", "฿", "baht"]),
    currency("PHP", &["php", "₱"]),
    currency("NGN", &["ngn", "₦", "naira"]),
    currency("KES", &["kes", "ksh"]),
];

const fn known(
    symbol: &'static str,
    dimension: Dimension,
    micro: i128,
    words: &'static [&'static str],
) -> Known {
    fraction(symbol, dimension, micro, 1, words)
}

const fn fraction(
    symbol: &'static str,
    dimension: Dimension,
    num: i128,
    den: i128,
    words: &'static [&'static str],
) -> Known {
    Known {
        symbol,
        dimension,
        micro: (num, den),
        words,
    }
}

const fn currency(code: &'static str, words: &'static [&'static str]) -> Known {
    known(code, Money, 1_000_000, words)
}
