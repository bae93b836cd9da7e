"""Invented lives: what sources report of one person, and when the record learns of it.

Shapes are taken from the period: most stretches without liberty last days, some years; people are taken in waves; some
dates are printed as months or as one of several days; some things become known years later. Nobody in them exists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import Any, Final
from uuid import UUID

from domain import facts as f
from domain.dates import Day, FuzzyDate, iso
from domain.people import FactId, Gender, Occupation, PassageId, PersonId, Script
from domain.terms import Duration, Term

BEGIN: Final = date(2010, 12, 20).toordinal()
"""The day on which the record is opened; what happened before is learnt after it."""
END: Final = date(2026, 10, 31).toordinal()
BODIES: Final = tuple(f"Body {letter}" for letter in "ABCDEF")

_QUIET: Final = {range(1996, 2006): 1, range(2006, 2010): 4, range(2010, 2020): 10, range(2020, 2027): 110}
_WAVES: Final = {
    (2006, 3): 40,
    (2010, 12): 700,
    (2011, 1): 90,
    (2011, 6): 150,
    (2011, 7): 120,
    (2017, 2): 80,
    (2017, 3): 800,
    (2020, 6): 250,
    (2020, 7): 250,
    (2020, 8): 1_900,
    (2020, 9): 1_100,
    (2020, 10): 800,
    (2020, 11): 1_100,
    (2020, 12): 400,
    (2021, 3): 350,
    (2021, 7): 300,
    (2022, 2): 350,
}
_MONTHS: Final = [
    (year, month, _WAVES.get((year, month), quiet))
    for years, quiet in _QUIET.items()
    for year in years
    for month in range(1, 13)
    if (year, month) <= (2026, 9)
]
_WEIGHTS: Final = list(accumulate(weight for *_, weight in _MONTHS))
_SYLLABLES: Final = {
    Script.LATIN: ("al", "ba", "dzi", "ha", "ja", "ka", "le", "mi", "na", "ra", "sta", "vi", "ža", "ŭs"),
    Script.CYRILLIC: ("ал", "ба", "дзі", "га", "я", "ка", "ле", "мі", "на", "ра", "ста", "ві", "жа", "ўс"),  # noqa: RUF001 -- they are Cyrillic
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the record learns from one passage on one day; ``again``: the passage is there from an earlier report."""

    day: int
    person: PersonId
    passage: PassageId
    facts: tuple[tuple[FactId, f.Fact], ...]
    again: bool = False


def identifier(random: Random) -> FactId:
    """Return a uuid4 of the seed's."""
    return FactId(str(UUID(int=random.getrandbits(128), version=4)))


def first_day(random: Random) -> int:
    """Draw the day on which somebody is first taken: waves, and quiet years between them."""
    year, month, _ = random.choices(_MONTHS, cum_weights=_WEIGHTS)[0]
    return date(year, month, 1).toordinal() + random.randrange(28)


def learnt(random: Random, day: int) -> int:
    """Draw the day on which the record learns what happened on ``day``: mostly soon, sometimes years later."""
    delay = random.choices((random.randrange(6), random.randrange(6, 60), random.randrange(200, 2_200)), (80, 14, 6))[0]
    return day + delay if day >= BEGIN else BEGIN + random.randrange(400)


def life(random: Random, first: int) -> list[Report]:
    """Tell one life, first taken on day ``first``, as reports in the order in which the record learns them."""
    teller = _Teller(random)
    teller.introduce(learnt(random, first))
    day = first
    for _ in range(random.choices((1, 2, 3, 5, 8), (45, 28, 16, 8, 3))[0]):
        day = teller.deprivation(day) + random.randrange(30, 900)
        if day > END:
            break
    return [report for report in teller.reports if report.day <= END]


def written(random: Random, day: int) -> FuzzyDate:
    """Write a day as sources do: most as it is, some as one of several days, as a month, or about."""
    match random.choices(("exact", "one of", "month", "about"), (86, 7, 5, 2))[0]:
        case "one of":
            return FuzzyDate.parse(f"[{iso(Day(day - random.randrange(1, 5)))}..{iso(Day(day + random.randrange(2)))}]")
        case "month":
            return FuzzyDate.parse(iso(Day(day))[:7])
        case "about":
            return FuzzyDate.parse(f"{iso(Day(day))}~")
        case _:
            return FuzzyDate.parse(iso(Day(day)))


class _Teller:
    """Tells of one person; a report never comes before what it refers to."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.person = PersonId(identifier(random))
        self.reports: list[Report] = []
        self._known = 0

    def report(self, day: int, told: Iterable[tuple[type[f.Fact], dict[str, Any]]]) -> list[FactId]:
        """Report facts from one passage, learnt on ``day`` or, if later, on the day of the report before."""
        self._known = max(self._known, day)
        again = bool(self.reports) and self.random.random() < 0.45
        passage = self.reports[-1].passage if again else PassageId(identifier(self.random))
        facts: list[tuple[FactId, f.Fact]] = []
        for kind, fields in told:
            if kind is f.PersonRegistered:
                facts.append((FactId(self.person), kind()))
            else:
                facts.append((identifier(self.random), kind(person=self.person, passages=(passage,), **fields)))
        self.reports.append(Report(self._known, self.person, passage, tuple(facts), again))
        return [one for one, _ in facts]

    def introduce(self, day: int) -> None:
        """Register the person with one or two names, gender and, often, the group word for what they do."""
        random = self.random
        told: list[tuple[type[f.Fact], dict[str, Any]]] = [(f.PersonRegistered, {}), self._name(Script.LATIN, "en")]
        if random.random() < 0.6:
            told.append(self._name(Script.CYRILLIC, random.choice(("be", "ru"))))
        told.append((f.GenderStated, {"gender": random.choices(list(Gender), (28, 71, 1))[0]}))
        if random.random() < 0.8:
            told.append((f.OccupationStated, {"group": random.choice(list(Occupation))}))
        if random.random() < 0.5:
            told.append((f.BirthYearStated, {"year": random.randrange(1940, 2004)}))
        if random.random() < 0.5:
            told.append((f.ExternalIdStated, {"publisher": random.choice(BODIES), "value": self.person[:8]}))
        self.report(day, told)

    def deprivation(self, day: int) -> int:
        """Tell one stretch without liberty and its recognitions; return the day on which it ends, or may end."""
        return self.random.choices((self._days, self._months, self._years), (62, 22, 16))[0](day)

    def _days(self, day: int) -> int:
        length = self.random.randrange(1, 16)
        opening = self._open(day, (f.AdministrativelyArrested, {"term": _term(f"P{length}D")}))
        if self.random.random() < 0.1:
            self._recognized(opening, day + self.random.randrange(8))
        if self.random.random() < 0.75:
            self._end(opening, day + length, f.ReleaseKind.TERM_SERVED)
        return day + length

    def _months(self, day: int) -> int:
        random, end = self.random, day + _skewed(self.random, 10, 60, 400)
        opening = self._open(day, (f.CriminallyDetained, {}))
        kind = random.choice((f.Remanded, f.Remanded, f.PutUnderHouseArrest))
        self._then(day + random.randrange(3, 10), opening, (kind, {}))
        for _ in range(random.choices((0, 1, 2), (40, 40, 20))[0]):
            self._recognized(opening, day + random.randrange(10, 90))
        if random.random() < 0.6:
            milder = random.choice((f.Punishment.FINE, f.Punishment.SUSPENDED, f.Punishment.OPEN_TYPE))
            self._then(end, opening, (f.Sentenced, {"punishment": milder}))
            if milder is f.Punishment.OPEN_TYPE:
                self._then(end + 10, opening, (f.PunishmentBegun, {"punishment": milder, "term": _term("P2Y")}))
                end += random.randrange(300, 740)
        self._end(opening, end, random.choice((f.ReleaseKind.CASE_DROPPED, f.ReleaseKind.NON_CUSTODIAL)))
        return end

    def _years(self, day: int) -> int:
        random, years = self.random, _skewed(self.random, 1, 3, 15)
        opening = self._open(day, (f.CriminallyDetained, {}))
        if random.random() < 0.4:
            self._then(day + 3, opening, (f.HeldAsSuspect, {}))
        self._then(day + random.randrange(3, 10), opening, (f.Remanded, {}))
        for _ in range(random.choices((0, 1, 2), (5, 55, 40))[0]):
            self._recognized(opening, day + _skewed(random, 3, 60, 900))
        trial = day + random.randrange(90, 400)
        serves = {"punishment": random.choices((f.Punishment.COLONY, f.Punishment.PRISON), (9, 1))[0]}
        self._then(trial, opening, (f.Sentenced, serves | {"custody": True, "term": _term(f"P{years}Y")}))
        self._then(trial + random.randrange(20, 120), opening, (f.PunishmentBegun, serves))
        if random.random() < 0.25:
            stricter = {"punishment": f.Punishment.PRISON}
            self._then(trial + random.randrange(150, 500), opening, (f.RegimeChanged, stricter))
        end = day + int(years * 365 * random.uniform(0.5, 1))
        if random.random() < 0.85 and end < END:
            self._end(opening, end, random.choice((f.ReleaseKind.TERM_SERVED, f.ReleaseKind.PARDON)))
        return end

    def _open(self, day: int, second: tuple[type[f.Fact], dict[str, Any]]) -> FactId:
        """Report a detention, and its first ground."""
        seized = [(f.Detained, {"occurred": written(self.random, day)})]
        (opening,) = self.report(learnt(self.random, day), seized)
        self._then(day + self.random.randrange(2), opening, second)
        return opening

    def _then(self, day: int, opening: FactId, *told: tuple[type[f.Fact], dict[str, Any]]) -> list[FactId]:
        if day > END:
            return []
        dated = [(k, {"occurred": written(self.random, day), "deprivation": opening} | more) for k, more in told]
        return self.report(learnt(self.random, day), dated)

    def _end(self, opening: FactId, day: int, kind: f.ReleaseKind) -> None:
        """Report a release, at times twice, and at times that the person left the country after it."""
        released = self._then(day, opening, (f.Released, {"kind": kind}))
        if released and self.random.random() < 0.15:
            self._then(day + self.random.randrange(1, 3), opening, (f.Released, {"happening": released[0]}))
        if self.random.random() < 0.08:
            away = {"occurred": written(self.random, day + 20), "kind": f.Departure.FLED}
            if day + 20 <= END:
                self.report(learnt(self.random, day + 20), [(f.LeftCountry, away)])

    def _recognized(self, opening: FactId, day: int) -> None:
        random = self.random
        if day > END:
            return
        bodies = tuple(random.sample(BODIES, random.choices((1, 2, 4), (70, 20, 10))[0]))
        said = {"occurred": written(random, day), "bodies": bodies, "covers": opening}
        (recognition,) = self.report(learnt(random, day), [(f.Recognized, said)])
        if random.random() < 0.02 and (later := day + random.randrange(30, 500)) <= END:
            taken = {"occurred": written(random, later), "recognition": recognition}
            self.report(learnt(random, later), [(f.RecognitionWithdrawn, taken)])

    def _name(self, script: Script, language: str) -> tuple[type[f.Fact], dict[str, Any]]:
        words = ("".join(self.random.choices(_SYLLABLES[script], k=self.random.randrange(2, 5))) for _ in range(2))
        return f.Named, {"text": " ".join(word.capitalize() for word in words), "language": language, "script": script}


def _skewed(random: Random, least: int, usual: int, most: int) -> int:
    """Draw a skewed length: near ``usual``, seldom near ``most``."""
    return min(most, max(least, round(random.lognormvariate(0, 0.7) * usual)))


def _term(length: str) -> Term:
    return Term(length=Duration.parse(length))
