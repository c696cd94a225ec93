//! The members of the demo and what they are like.

/// One member.
pub(super) struct Person {
    /// As the others see her.
    pub(super) name: &'static str,
    /// Where she lives.
    pub(super) zone: &'static str,
    /// Whether she moderates.
    pub(super) moderates: bool,
    /// On how many of a hundred days she walks, and how far in tenths of a kilometre.
    pub(super) walks: (u32, u32),
    /// On how many of a hundred days she sits still for ten minutes.
    pub(super) sits: u32,
    /// Her goal in hours of practice, on how many of a hundred days, and how many minutes; 0 for none.
    pub(super) practises: (u32, u32, u32),
    /// When she usually reports, in minutes of the UTC day.
    pub(super) at_min: u32,
}

const fn person(
    name: &'static str,
    zone: &'static str,
    walks: (u32, u32),
    sits: u32,
    practises: (u32, u32, u32),
    at_min: u32,
) -> Person {
    Person {
        name,
        zone,
        moderates: false,
        walks,
        sits,
        practises,
        at_min,
    }
}

/// Everybody; the first one moderates.
pub(super) const PEOPLE: [Person; 12] = [
    Person {
        moderates: true,
        ..person("Marta", "Europe/Lisbon", (30, 48), 40, (12, 30, 35), 1_145)
    },
    person("Priya", "Asia/Kolkata", (62, 66), 55, (20, 45, 40), 95),
    person("Tomás", "America/Bogota", (52, 72), 0, (0, 0, 0), 725),
    person("Kofi", "Africa/Accra", (45, 84), 30, (16, 40, 45), 1_090),
    person("Mei-Lin", "Asia/Taipei", (50, 55), 70, (30, 60, 50), 655),
    person("דנה", "Asia/Jerusalem", (40, 78), 45, (0, 0, 0), 1_010),
    person("Jonas", "Europe/Berlin", (35, 91), 0, (0, 0, 0), 395),
    person("Ayşe", "Europe/Istanbul", (48, 52), 60, (15, 35, 40), 1_060),
    person("Hannah", "America/Chicago", (44, 60), 0, (10, 30, 30), 805),
    person("Sione", "Pacific/Auckland", (38, 88), 25, (0, 0, 0), 330),
    person("Noor", "Asia/Dubai", (42, 50), 65, (24, 45, 50), 890),
    person("Aurélie", "America/Montreal", (46, 58), 50, (0, 0, 0), 850),
];
