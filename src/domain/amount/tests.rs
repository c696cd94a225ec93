//! What people type, and what must be read.

use super::{
    BadUnit, Decimal, Dimension, Reading, Typed, TypedAmount, Unit, Unreadable, read, show,
    show_exact,
};

fn unit(word: &str) -> Unit {
    Unit::from_word(word).expect("tests name units")
}

fn reading(unit: &Unit) -> Reading<'_> {
    Reading {
        unit,
        signed: false,
        zero_ok: false,
        community: Decimal::Point,
        member: Decimal::Point,
    }
}

/// `1500000 mg "note"`: the exact amount in the base unit, and the note if there is one.
fn told(amount: &TypedAmount) -> String {
    let base = match amount.amount.dimension() {
        Dimension::Mass => "g",
        Dimension::Distance => "m",
        Dimension::Duration => "s",
        Dimension::Count | Dimension::Money => amount.unit.symbol(),
        Dimension::Volume => "l",
        Dimension::Energy => "J",
        Dimension::Percent => "%",
    };
    let note = if amount.note.is_empty() {
        String::new()
    } else {
        format!(" {:?}", amount.note)
    };
    let exact = show_exact(amount.amount.micro(), &unit(base))
        .replace(" step", " steps")
        .replace("stepss", "steps");
    format!("{exact}{note}")
}

fn outcome(read: &Result<Typed, Unreadable>) -> String {
    match read {
        Ok(Typed::Nothing) => "nothing".to_owned(),
        Ok(Typed::Amount(amount)) => told(amount),
        Ok(Typed::Either(both)) => format!("{} or {}", told(&both[0]), told(&both[1])),
        Err(why) => format!("{why:?}"),
    }
}

#[track_caller]
fn check(metric: &str, typed: &str, expected: &str) {
    assert_eq!(
        outcome(&read(typed, &reading(&unit(metric)))),
        expected,
        "{typed:?} where {metric} is measured"
    );
}

#[track_caller]
fn check_locales(metric: &str, community: &str, member: &str, typed: &str, expected: &str) {
    let (community, member) = (Decimal::of_locale(community), Decimal::of_locale(member));
    let unit = unit(metric);
    let reading = Reading {
        community,
        member,
        ..reading(&unit)
    };
    assert_eq!(
        outcome(&read(typed, &reading)),
        expected,
        "{typed:?} where {metric} is measured"
    );
}

#[test]
fn three_kilograms_in_every_keyboard() {
    for typed in [
        "3kg",
        "3 kg",
        "3.0 KG",
        "3,0kg",
        "+3",
        "３kg",
        "3\u{fe0f}\u{20e3} kg",
        "٣kg",
        "3 kilos",
        "3㎏",
        "３ｋｇ",
        "3\u{a0}kg",
        "  3  kg ",
        "3\u{200f}kg",
        "3-kg",
        "~3 kg",
        "+ 3 kg",
    ] {
        check("kg", typed, "3000 g");
    }
    check("kg", "٣٫٥ kg", "3500 g");
    check("kg", "৩ kg", "3000 g");
}

#[test]
fn separators_before_other_than_three_digits_are_decimal_marks() {
    check("kg", "3,5kg", "3500 g");
    check("kg", "3.5 kg", "3500 g");
    check("kg", "3,1234 kg", "3123.4 g");
    check("kg", ".5", "500 g");
    check("kg", "0,125", "125 g");
    check("kg", "1234.567", "1234567 g");
    check("km", "1,234.5", "1234500 m");
    check("km", "1.234,5", "1234500 m");
    check("km", "1,234.567", "1234567 m");
    check("steps", "12 500,75", "12500.75 steps");
}

#[test]
fn pounds_stones_and_ounces_are_exact() {
    check("kg", "6.6lb", "2993.709642 g");
    check("kg", "6.6 lbs", "2993.709642 g");
    check("kg", "1st 4lb", "8164.66266 g");
    check("kg", "1st4lb", "8164.66266 g");
    check("kg", "11st 4", "71667.59446 g");
    check("kg", "6 lb 4 oz", "2834.952313 g");
    check("kg", "1 oz", "28.349523 g");
    check("kg", "3 pounds heavier", "1360.77711 g \"heavier\"");
    check("kg", "5 lb 10 reps", "2267.96185 g \"10 reps\"");
    check("kg", "5 tons", "5000000 g or 4535923.7 g");
}

#[test]
fn the_challenge_says_what_a_suffix_means() {
    check("km", "5k", "5000 m");
    check("km", "5K run", "5000 m \"run\"");
    check("mi", "5k", "5000 m");
    check("steps", "5k", "5000 steps");
    check("steps", "5.5k steps", "5500 steps");
    check("pushups", "2 thousand", "2000 pushups");
    check("km", "5k steps", "5000 steps");
    check("kg", "5k", "5000 g or 5000000 g");
    check("g", "5k", "5000 g");
    check("min", "5m", "300 s");
    check("km", "5m", "5 m");
    check("pushups", "5 m", "5 m");
    check("kg", "6 oz", "170.097139 g");
    check("ml", "6 oz", "0.177441 l");
    check("ml", "6 fl. oz of tea", "0.177441 l \"of tea\"");
    check("kcal", "200 calories", "836800 J");
    check("kcal", "200 cal", "836800 J or 836.8 J");
    check("kg", "3 in the morning", "3000 g \"in the morning\"");
    check("km", "5 in 25:30", "5000 m \"in 25:30\"");
    check("kg", "3 in", "0.0762 m");
    check("cm", "5 ft 10 in tall", "1.778 m \"tall\"");
    check("l", "5 l", "5 l");
    check("l", "5 lb", "2267.96185 g");
    check("km", "1 h", "3600 s");
    check("min", "1st place", "UnknownUnit(\"st\")");
}

#[test]
fn the_rest_is_the_note() {
    check(
        "km",
        "5 km easy run before work",
        "5000 m \"easy run before work\"",
    );
    check("kg", "3 kg, felt good", "3000 g \"felt good\"");
    check("kg", "3, felt good", "3000 g \"felt good\"");
    check("kg", "3kg - 2 days ago", "3000 g \"2 days ago\"");
    check("kg", "3 easy", "3000 g \"easy\"");
    check("kg", "3kg!", "3000 g");
    check("kg", "3 🎉", "3000 g \"🎉\"");
    check("pushups", "20 squats", "20 pushups \"squats\"");
    check(
        "pushups",
        "20 push-ups, Zürich ≠ ２",
        "20 pushups \"Zürich ≠ ２\"",
    );
    check("pushups", "1 pushup", "1 pushups");
    check("pushups", "20 Push Ups done", "20 pushups \"done\"");
    check("km", "ran 5 km today", "5000 m \"ran today\"");
    check("km", "I ran: 5", "5000 m \"I ran:\"");
    check("km", "week 2 was great", "NoNumber");
    check("km", "5km-run", "5000 m \"run\"");
    check("km", "5-mile run", "8046.72 m \"run\"");
    check("km", "5 km 25 min", "5000 m \"25 min\"");
    check("km", "5 km, 3 km with dog", "5000 m \"3 km with dog\"");
}

#[test]
fn durations_add_up() {
    for typed in [
        "1h30",
        "1h 30m",
        "1:30:00",
        "90min",
        "1.5 h",
        "1½ hours",
        "1 1/2 h",
        "1h30m",
        "1 h 30",
        "1 hour and 30 minutes",
        "1 hour, 30 minutes",
        "1:30 h",
        "90:00 min",
        "1 ½ h",
    ] {
        check("min", typed, "5400 s");
        check("km", typed, "5400 s");
    }
    check("min", "1:30", "5400 s or 90 s");
    check("h", "1:30 easy", "5400 s \"easy\" or 90 s \"easy\"");
    check("h", "1:30.5", "90.5 s");
    check(
        "min",
        "1h 30 easy run",
        "5400 s \"easy run\" or 3600 s \"30 easy run\"",
    );
    check("min", "1h30m20s", "5420 s");
    check("min", "1:75", "NotANumber");
    check("min", "1:30pm", "NotANumber");
    check("min", "1h90", "NotANumber");
    check("min", "0:00", "Zero");
}

#[test]
fn thousands_are_grouped_in_many_ways() {
    for typed in [
        "12,500 steps",
        "12 500",
        "12'500",
        "12’500",
        "12\u{202f}500 steps",
        "12500",
        "12.5k",
        "12,5k",
    ] {
        check("steps", typed, "12500 steps");
    }
    check_locales("steps", "de", "de", "12.500", "12500 steps");
    check_locales("steps", "en", "de", "12,500", "12500 steps");
    check_locales("steps", "de", "en", "12.500", "12500 steps");
    check("steps", "1,234,567", "1234567 steps");
    check("steps", "1.234.567", "1234567 steps");
    check("steps", "1,00,000", "100000 steps");
    check("steps", "12,50,0", "NotANumber");
}

#[test]
fn three_digits_behind_a_mark_are_asked_where_locales_disagree() {
    check("km", "1,500 km", "1500000 m");
    check_locales("km", "de", "de", "1,500 km", "1500 m");
    check_locales("km", "en", "de", "1,500 km", "1500000 m or 1500 m");
    check_locales("kg", "de", "en", "3.125 kg", "3125000 g or 3125 g");
    check_locales("kg", "de", "en", "3.12 kg", "3120 g");
    check_locales("kg", "de-CH", "en", "3.125 kg", "3125 g");
    check_locales("kg", "de", "en", "0.125 kg", "125 g");
}

#[test]
fn money_keeps_its_currency() {
    for typed in ["€5", "5€", "5 EUR", "EUR 5", "5 euros", "5", "500 cents"] {
        check("EUR", typed, "5 EUR");
    }
    check("EUR", "$12.50 lunch", "12.5 USD \"lunch\"");
    check("CAD", "$5k", "5000 CAD");
    check("GBP", "5 pounds", "5 GBP");
    check("EUR", "-€5", "Negative");
    check("km", "$5 km", "5 USD \"km\"");
    assert!(!unit("USD").fits(&unit("EUR")));
    assert!(!unit("squats").fits(&unit("pushups")));
    assert!(unit("push-up").fits(&unit("pushups")));
    assert!(unit("lb").fits(&unit("kg")));
}

#[test]
fn another_dimension_is_read_as_what_it_is() {
    check("kg", "3 miles", "4828.032 m");
    check("min", "5 km easy", "5000 m \"easy\"");
    check("kg", "3%", "3 %".replace(' ', "").as_str());
    check("pushups", "20 min", "1200 s");
    check("pushups", "8000 steps", "8000 steps");
}

#[test]
fn what_is_no_amount_is_refused() {
    for (typed, why) in [
        ("-3kg", "Negative"),
        ("−3 kg", "Negative"),
        ("- 3 kg", "Negative"),
        ("0", "Zero"),
        ("0.0000000001 g", "Zero"),
        ("NaN", "NotANumber"),
        ("inf", "NotANumber"),
        ("1e400", "NotANumber"),
        ("2^9999", "NotANumber"),
        ("3²", "Superscript"),
        ("3 kg²", "Superscript"),
        ("5m²", "Superscript"),
        ("²", "Superscript"),
        ("1234567890123456789012345678901234567890", "TooManyDigits"),
        ("123456789012345678901234", "TooBig"),
        ("🍎", "NoNumber"),
        ("three kg", "NoNumber"),
        ("", "nothing"),
        (" \u{200b}\n", "nothing"),
        ("3x20", "NotANumber"),
        ("3 x 20 pushups", "NotANumber"),
        ("3-5 km", "NotANumber"),
        ("3 - 5 km", "NotANumber"),
        ("3kg-4kg", "NotANumber"),
        ("2027-01-05", "NotANumber"),
        ("1.2.3", "NotANumber"),
        ("5'10", "NotANumber"),
        ("3 20 pushups", "SeveralNumbers"),
        ("5 km 3 km", "SeveralNumbers"),
        ("10 km/h", "Rate"),
        ("10 kmh", "Rate"),
        ("3 kg per week", "Rate"),
        ("3abc", "UnknownUnit(\"abc\")"),
        ("0x1F", "NotANumber"),
        ("5/7", "NotANumber"),
    ] {
        check("kg", typed, why);
    }
    let cigarettes = unit("cigarettes");
    let zero_ok = Reading {
        zero_ok: true,
        signed: true,
        ..reading(&cigarettes)
    };
    assert_eq!(outcome(&read("0 cigarettes", &zero_ok)), "0 cigarettes");
    assert_eq!(outcome(&read("-0", &zero_ok)), "0 cigarettes");
    assert_eq!(outcome(&read("-3", &zero_ok)), "-3 cigarettes");
    for part in ["9", " ", "kg ", "½", "a", "🍎", "1:", "1,", "-", "1 h "] {
        check("kg", &part.repeat(1 << 20), "TooLong");
        let _ = read(&part.repeat(4_000), &zero_ok);
    }
}

#[test]
fn what_was_typed_is_kept_and_can_be_typed_again() {
    #[track_caller]
    fn kept(metric: &str, typed: &str, expected: &str) {
        let told = match read(typed, &reading(&unit(metric))) {
            Ok(Typed::Amount(it)) => {
                format!("{} {} {} | {}", it.number, it.unit, it.named, it.again)
            }
            Ok(Typed::Either(both)) => format!("{} | {}", both[0].again, both[1].again),
            other => format!("{other:?}"),
        };
        assert_eq!(told, expected, "{typed}");
    }
    kept("km", "3,0", "3.0 km false | 3.0 km");
    kept("km", "3.125km", "3.125 km true | 3.1250 km");
    kept("steps", "12,500", "12500 steps false | 12500 steps");
    kept("steps", "5k", "5000 steps false | 5000 steps");
    kept("km", "1½ mi", "1½ mi true | 1½ mi");
    kept("kg", "6 lb 4 oz", "100 oz true | 6 lb 4 oz");
    kept("min", "1:30", "1h30min | 1min30s");
    kept("min", "5 metres", "5 m true | 5 metres");
    kept("EUR", "$2k", "2000 USD true | 2000 USD");
}

#[test]
fn moderators_name_units() {
    #[track_caller]
    fn named(word: &str, symbol: &str, dimension: Dimension) {
        let unit = unit(word);
        assert_eq!((unit.symbol(), unit.dimension()), (symbol, dimension));
    }
    named("Kilograms", "kg", Dimension::Mass);
    named("m", "m", Dimension::Distance);
    named("minutes", "min", Dimension::Duration);
    named("pushups", "pushups", Dimension::Count);
    named("$", "USD", Dimension::Money);
    named("calories", "kcal", Dimension::Energy);
    named("fluid  ounces", "fl oz", Dimension::Volume);
    named("%", "%", Dimension::Percent);
    named("Liegestütze", "Liegestütze", Dimension::Count);
    assert!(unit("pushups").is_own_word() && !unit("steps").is_own_word());
    assert_eq!(Unit::from_word(" "), Err(BadUnit::Empty));
    assert_eq!(Unit::from_word("3kg"), Err(BadUnit::NotAWord));
    assert_eq!(Unit::from_word("two words"), Err(BadUnit::NotAWord));
    assert_eq!(Unit::from_word(&"a".repeat(33)), Err(BadUnit::TooLong));
    assert_eq!(Unit::from_word(&"a".repeat(1 << 20)), Err(BadUnit::TooLong));
}

#[test]
fn amounts_are_shown_for_people() {
    #[track_caller]
    fn shown(micro: i128, word: &str, expected: &str) {
        assert_eq!(show(micro, &unit(word), Decimal::Point), expected);
    }
    shown(12_500_000_000, "steps", "12,500 steps");
    shown(1_000_000, "steps", "1 step");
    shown(1_240_000_000_000, "kg", "1,240 kg");
    shown(3_495_000_000, "kg", "3.5 kg");
    shown(-3_495_000_000, "kg", "-3.5 kg");
    shown(5_400_000_000, "min", "1 h 30 min");
    shown(90_500_000, "h", "1 min 30.5 s");
    shown(0, "min", "0 min");
    shown(864_000_000_000, "d", "10 d");
    shown(8_164_662_660, "st", "1 st 4 lb");
    shown(12_500_000, "EUR", "12.50 EUR");
    shown(12_000_000, "EUR", "12 EUR");
    shown(3_333_333, "%", "3.33%");
    assert_eq!(
        show(1_240_500_000_000, &unit("kg"), Decimal::Comma),
        "1.240,5 kg"
    );
    assert_eq!(show_exact(5_400_000_000, &unit("h")), "1.5 h");
    assert_eq!(show_exact(2_993_709_642, &unit("lb")), "6.6 lb");
}

#[test]
fn habits_from_many_places() {
    check("km", "1/2 mile", "804.672 m");
    check("km", "10k 52:30", "10000 m \"52:30\"");
    check("kg", "3 Kg.", "3000 g");
    check("kg", "3 kg\n\nnice", "3000 g \"nice\"");
    check("%", "100 %", "100%");
    check("km", "5 km (easy)", "5000 m \"(easy)\"");
    check("min", "45'", "NotANumber");
    check("km", "2 w/ friends", "2000 m \"w/ friends\"");
    check("min", "2 w", "1209600 s");
    check(
        "pages",
        "30 pages of War and Peace",
        "30 pages \"of War and Peace\"",
    );
    check("kg", "80 kg 500 g", "80500 g");
    check("km", "5 km and 300 m", "5300 m");
    check("km", "3 nautical miles", "5556 m");
    check("l", "2 US gal", "7.570824 l");
    check("glasses", "1 glass", "1 glasses");
    check("Liegestütze", "20 Liegestu\u{308}tze", "20 Liegestütze");
    check("km", "5 k-pop dances", "5000 m \"k-pop dances\"");
}
