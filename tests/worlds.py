"""Small worlds, so that things collide: one person, a few days, every kind of liberty fact, links in any direction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from domain import facts as f
from domain.dates import Day, FuzzyDate
from domain.folds.standing import Standing
from domain.people import FactId, PassageId, PersonId
from domain.terms import Duration, Term

FIRST = date(2017, 3, 1)
DAYS = 8
PERSON = PersonId("person")
PASSAGE = (PassageId("passage"),)
RECORDED = Day(date(2020, 1, 1).toordinal())


def edtf(start: int, width: int) -> str:
    """Write day number ``start`` of the small world, or a one-of set that is ``width`` days wider."""
    low, high = FIRST + timedelta(start), FIRST + timedelta(start + width)
    return low.isoformat() if width == 0 else f"[{low}..{high}]"


def day(number: int) -> Day:
    """Return a day of the small world."""
    return Day((FIRST + timedelta(number)).toordinal())


@dataclass(frozen=True)
class World:
    """Facts of one person under their identifiers, in the order of recording."""

    facts: tuple[tuple[str, f.Fact], ...]

    def standing(self) -> list[Standing]:
        found = []
        for identifier, fact in self.facts:
            bounds = fact.occurred.bounds(RECORDED) if hasattr(fact, "occurred") else (RECORDED, RECORDED)
            found.append(Standing(FactId(identifier), 1, fact, *bounds))
        return found

    def recorded(self) -> list[tuple[str, Any, int]]:
        return [(identifier, fact, RECORDED) for identifier, fact in self.facts]


KINDS: list[type[f.Fact]] = [
    f.Detained,
    f.AdministrativelyArrested,
    f.CriminallyDetained,
    f.HeldAsSuspect,
    f.Remanded,
    f.PutUnderHouseArrest,
    f.Sentenced,
    f.PunishmentBegun,
    f.Transferred,
    f.RegimeChanged,
    f.Released,
    f.Released,
    f.ReleaseRevoked,
    f.LeftCountry,
    f.Returned,
    f.Died,
]

terms = st.one_of(
    st.none(),
    st.none(),
    st.integers(1, 4).map(lambda n: Term(length=Duration.parse(f"P{n}D"))),
    st.integers(0, DAYS).map(lambda n: Term(ends=FuzzyDate.parse(edtf(n, 0)))),
)


@st.composite
def liberty_facts(draw: st.DrawFn, identifiers: Sequence[str]) -> f.Fact:
    """Any liberty fact, linked to any others of the same person, or to one that does not stand."""
    kind = draw(st.sampled_from(KINDS))
    others = st.sampled_from([*identifiers, *identifiers, "gone"])
    fields: dict[str, Any] = {
        "person": PERSON,
        "passages": PASSAGE,
        "occurred": FuzzyDate.parse(edtf(draw(st.integers(0, DAYS - 1)), draw(st.sampled_from([0, 0, 0, 1, 2, 3])))),
        "deprivation": draw(st.one_of(st.none(), others)),
        "follows": tuple(draw(st.lists(others, max_size=2))) if draw(st.integers(0, 3)) == 0 else (),
        "happening": draw(others) if draw(st.integers(0, 5)) == 0 else None,
    }
    if kind in {f.Sentenced, f.PunishmentBegun, f.Transferred, f.RegimeChanged}:
        fields["punishment"] = draw(st.sampled_from(list(f.Punishment)))
    if kind is f.Sentenced:
        fields["custody"] = draw(st.booleans())
    if kind is f.AdministrativelyArrested:
        fields["in_absentia"] = draw(st.integers(0, 4)) == 0
    if kind in {f.Sentenced, f.PunishmentBegun, f.AdministrativelyArrested, f.Remanded}:
        fields["term"] = draw(terms)
    if kind is f.ReleaseRevoked:
        fields["release"] = draw(others)
        fields["deprivation"] = draw(others)
    return kind(**fields)


@st.composite
def preferences(draw: st.DrawFn, identifiers: Sequence[str]) -> f.Fact:
    """Somebody prefers one report of a happening."""
    some = st.sampled_from(identifiers).map(FactId)
    return f.ReportPreferred(person=PERSON, happening=draw(some), report=draw(some), reason="closer to the event")


@st.composite
def worlds(draw: st.DrawFn, max_size: int = 5) -> World:
    """Up to ``max_size`` liberty facts, sometimes with a preference among reports."""
    identifiers = [f"f{n}" for n in range(draw(st.integers(0, max_size)))]
    facts = [(identifier, draw(liberty_facts(identifiers))) for identifier in identifiers]
    if identifiers and draw(st.integers(0, 4)) == 0:
        facts.append(("preference", draw(preferences(identifiers))))
    return World(tuple(facts))


@st.composite
def recognitions(draw: st.DrawFn, identifiers: Sequence[str]) -> f.Fact:
    """One or two bodies recognize the person, for some deprivation or for none that is named."""
    return f.Recognized(
        person=PERSON,
        passages=PASSAGE,
        occurred=FuzzyDate.parse(edtf(draw(st.integers(0, DAYS - 1)), draw(st.sampled_from([0, 0, 2])))),
        bodies=tuple(draw(st.lists(st.sampled_from(["Viasna", "Amnesty"]), min_size=1, max_size=2, unique=True))),
        covers=draw(st.one_of(st.none(), st.sampled_from([*identifiers, "gone"]).map(FactId))),
    )


@st.composite
def withdrawals(draw: st.DrawFn, recognized: Sequence[str]) -> f.Fact:
    """A recognition is taken back."""
    return f.RecognitionWithdrawn(
        person=PERSON,
        passages=PASSAGE,
        occurred=FuzzyDate.parse(edtf(draw(st.integers(0, DAYS - 1)), draw(st.sampled_from([0, 1])))),
        recognition=FactId(draw(st.sampled_from(recognized))),
    )


@st.composite
def restorations(draw: st.DrawFn, withdrawn: Sequence[str]) -> f.Fact:
    """A withdrawal is taken back."""
    return f.RecognitionRestored(
        person=PERSON,
        passages=PASSAGE,
        occurred=FuzzyDate.parse(edtf(draw(st.integers(0, DAYS - 1)), draw(st.sampled_from([0, 1])))),
        withdrawal=FactId(draw(st.sampled_from(withdrawn))),
    )


def _recognized(draw: Any, add: Callable[..., str], opening: str) -> None:
    """Bodies recognize a deprivation; some take it back, and some take that back."""
    recognized: list[str] = []
    for _ in range(draw(st.integers(0, 2))):
        bodies = draw(st.sampled_from([("Viasna",), ("Amnesty",), ("Viasna", "Amnesty")]))
        when, width = draw(st.integers(0, DAYS - 1)), draw(st.sampled_from([0, 0, 2]))
        recognized.append(add(f.Recognized, when, width, bodies=bodies, covers=opening))
    if recognized and draw(st.booleans()):
        when, width = draw(st.integers(2, DAYS)), draw(st.sampled_from([0, 1]))
        withdrawn = add(f.RecognitionWithdrawn, when, width, recognition=recognized[0])
        if draw(st.integers(0, 2)) == 0:
            when, width = draw(st.integers(3, DAYS)), draw(st.sampled_from([0, 0, 1]))
            add(f.RecognitionRestored, when, width, withdrawal=withdrawn)


@st.composite
def lives(draw: st.DrawFn) -> World:
    """What records look like: stretches without liberty with fuzzy ends, recognitions of them, some withdrawn."""
    facts: list[tuple[str, f.Fact]] = []
    at = draw(st.integers(0, 2))

    def add(kind: type[f.Fact], start: int, width: int, **fields: Any) -> str:
        name = f"{kind.__name__}{len(facts)}"
        occurred = FuzzyDate.parse(edtf(start, width))
        facts.append((name, kind(person=PERSON, passages=PASSAGE, occurred=occurred, **fields)))
        return name

    for _ in range(draw(st.integers(1, 2))):
        opening = add(draw(st.sampled_from(KINDS[:6])), at, draw(st.sampled_from([0, 0, 1])))
        if draw(st.booleans()):
            serving = draw(st.sampled_from([f.Punishment.COLONY, f.Punishment.OPEN_TYPE, f.Punishment.FINE]))
            more: dict[str, Any] = {
                "punishment": serving,
                "custody": serving is f.Punishment.COLONY,
                "term": draw(terms),
            }
            add(f.Sentenced, at + draw(st.integers(0, 2)), 0, deprivation=opening, **more)
        _recognized(draw, add, opening)
        at += draw(st.integers(1, 4))
        if draw(st.integers(0, 4)):
            width = draw(st.sampled_from([0, 0, 1, 2]))
            released = add(f.Released, at, width, deprivation=opening)
            if draw(st.integers(0, 4)) == 0:
                rival = add(f.Released, at + 1, 0, deprivation=opening, happening=released)
                if draw(st.booleans()):
                    chosen = f.ReportPreferred(
                        person=PERSON, happening=FactId(released), report=FactId(rival), reason="an eyewitness"
                    )
                    facts.append((f"preference{len(facts)}", chosen))
            if draw(st.integers(0, 4)) == 0:
                add(f.ReleaseRevoked, at + width, 0, deprivation=opening, release=released)
    return World(tuple(facts))
