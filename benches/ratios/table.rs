//! The table of ratios.

/// What a measure was taken in.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// Events a second: more is better.
    Rate,
    /// Seconds: less is better.
    Seconds,
    /// Bytes: less is better; the ratio is ours to theirs.
    Bytes,
}

/// One line of the table, made of a pair of figures a round.
pub(crate) struct Line {
    pub(crate) measure: String,
    pub(crate) against: &'static str,
    pub(crate) unit: Unit,
    pub(crate) rounds: Vec<(f64, f64)>,
    pub(crate) floor: Option<f64>,
}

impl Line {
    /// The ratio of one round, so that the greater is ours where more is better and where less is.
    fn ratio(&self, (ours, theirs): (f64, f64)) -> f64 {
        match self.unit {
            Unit::Rate | Unit::Bytes => ours / theirs,
            Unit::Seconds => theirs / ours,
        }
    }

    fn print(&self) {
        let median_of = |figure: &dyn Fn((f64, f64)) -> f64| {
            median(self.rounds.iter().map(|round| figure(*round)).collect())
        };
        let ours = show(self.unit, median_of(&|(ours, _)| ours));
        let theirs = show(self.unit, median_of(&|(_, theirs)| theirs));
        let ratio = median_of(&|round| self.ratio(round));
        let held = self.floor.map(|floor| match self.unit {
            Unit::Bytes => (format!("<= {floor}"), ratio <= floor),
            Unit::Rate | Unit::Seconds => (format!(">= {floor}"), ratio >= floor),
        });
        let (floor, held) = match &held {
            Some((floor, true)) => (floor.as_str(), "held"),
            Some((floor, false)) => (floor.as_str(), "MISSED"),
            None => ("", "reported"),
        };
        println!(
            "| {:<44} | {ours:>9} | {:<26} | {theirs:>9} | {ratio:>7.2} | {floor:>7} | {held:<8} | {:>6} |",
            self.measure,
            self.against,
            self.rounds.len(),
        );
    }
}

/// Prints the lines under a head.
pub(crate) fn print(lines: &[Line]) {
    println!(
        "| {:<44} | {:>9} | {:<26} | {:>9} | {:>7} | {:>7} | {:<8} | rounds |",
        "measure", "huzzah", "against", "it", "ratio", "floor", ""
    );
    println!(
        "| {0:-<44} | {0:->9} | {0:-<26} | {0:->9} | {0:->7} | {0:->7} | {0:-<8} | ------ |",
        ""
    );
    lines.iter().for_each(Line::print);
}

/// The middle one.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

fn show(unit: Unit, figure: f64) -> String {
    match unit {
        Unit::Rate if figure >= 10_000.0 => format!("{:.1} k/s", figure / 1e3),
        Unit::Rate => format!("{figure:.0} /s"),
        Unit::Seconds if figure >= 1.0 => format!("{figure:.2} s"),
        Unit::Seconds if figure >= 1e-3 => format!("{:.2} ms", figure * 1e3),
        Unit::Seconds => format!("{:.2} us", figure * 1e6),
        Unit::Bytes => format!("{:.0} MiB", figure / f64::from(1 << 20)),
    }
}
