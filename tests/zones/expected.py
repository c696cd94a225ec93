"""What Python's zoneinfo says about every zone: the closes of 2020 to 2035, and local days.

Usage: expected.py IANA_VERSION < zone names, one a line

Prints, in seconds since 1970-01-01 UTC:
  closes ZONE daily|weekly|monthly BEGIN FIRST DISTANCExCOUNT ...   all closes since BEGIN, as runs of equal distances
  days ZONE ENDS_MIN SECOND:DAY ...                               local days round every transition
Exits with 3 where the zone data of that version is not installed.
"""

import sys
import zoneinfo
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import groupby

EPOCH = date(1970, 1, 1)
DAY_S = 86400


def dates(first, last):
    """Every date from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def second(zone, civil):
    """fold=0 is the rule: in a gap the offset before it, doubled times the first."""
    return int(civil.replace(tzinfo=zone, fold=0).timestamp())


def offset(zone, at):
    return datetime.fromtimestamp(at, zone).utcoffset()


def runs(numbers):
    differences = [b - a for a, b in zip(numbers, numbers[1:])]
    return " ".join(f"{value}x{len(list(group))}" for value, group in groupby(differences))


def transitions(zone, begin, end, step=5 * DAY_S):
    """The first second of every new offset; two within five days could cancel each other out."""
    for low in range(begin, end, step):
        high = min(low + step, end)
        before = offset(zone, low)
        if before == offset(zone, high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
        yield high


@cache
def civil_closes(first, last):
    """The civil times of each rhythm's closes, from a little before to a little after."""
    around = dates(first - timedelta(days=3), last + timedelta(days=3))
    rhythms = {
        "daily": (around, time(2, 30)),
        "weekly": ([d for d in around if d.weekday() == 6], time(2, 0)),
        "monthly": ([d for d in around if (d + timedelta(days=1)).day == 1], time(0, 30)),
    }
    return {name: [datetime.combine(d, clock) for d in days] for name, (days, clock) in rhythms.items()}


def local_days(zone, at, ends_min):
    """Instants near a transition, each with the latest date that has started by then."""
    clock = time(ends_min // 60, ends_min % 60)
    middle = datetime.fromtimestamp(at, timezone.utc).date()
    starts = [(d, second(zone, datetime.combine(d, clock))) for d in dates(middle - timedelta(days=4), middle + timedelta(days=4))]
    probes = {at - 1, at} | {s + n for _, s in starts[2:7] for n in (-1, 0)}
    for probe in sorted(probes):
        latest = max(d for d, s in starts if s <= probe)
        yield f"{probe}:{(latest - EPOCH).days}"


def tell(name, first, last):
    zone = zoneinfo.ZoneInfo(name)
    begin, end = ((d - EPOCH).days * DAY_S for d in (first, last))
    for rhythm, civil in civil_closes(first, last).items():
        seconds = sorted({s for c in civil if begin <= (s := second(zone, c)) < end})
        print("closes", name, rhythm, begin, seconds[0], runs(seconds))
    changes = list(transitions(zone, begin, end))
    for ends_min in (0, 240):
        probes = [probe for at in changes for probe in local_days(zone, at, ends_min)]
        print("days", name, ends_min, *probes)


def main():
    zoneinfo.reset_tzpath(to=())  # never the system's files
    try:
        import tzdata
    except ImportError:
        sys.exit(3)
    if tzdata.IANA_VERSION != sys.argv[1]:
        sys.exit(3)
    for name in sys.stdin.read().split():
        tell(name, date(2020, 1, 1), date(2036, 1, 1))
        if name in ("Pacific/Apia", "Pacific/Fakaofo"):
            tell(name, date(2011, 12, 1), date(2012, 3, 1))


main()
