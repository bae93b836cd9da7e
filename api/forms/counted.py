"""Answers that count people, as tables: the list, the cycle, the bridge, cases, places, the overview."""

from collections.abc import Iterator
from typing import Final

from api.charts import tidy
from api.forms.table import Columns, Kind, Row, Table, Value, basis, day, table
from api.schemas.basis import DefinitionOut
from api.schemas.bridge import BridgeOut, PlacedOut, StepOut
from api.schemas.cases import CasesOut
from api.schemas.counts import GroupOut
from api.schemas.cycle import CycleOut, HappenedOut, MonthOut, TurnedOut
from api.schemas.definitions import DefinitionsOut
from api.schemas.evidence import RecognitionOut
from api.schemas.overview import OverviewOut
from api.schemas.places import PlacesOut
from api.schemas.prisoners import ListOut, PrisonerOut

PRISONERS: Final[Columns] = {
    "id": Kind.TEXT,
    "name": Kind.TEXT,
    "holds": Kind.TEXT,
    "on_the_day": Kind.TEXTS,
    "incommunicado": Kind.TEXT,
    "recognitions": Kind.TEXTS,
    "facts": Kind.IDS,
    "sources": Kind.IDS,
    "anomalies": Kind.TEXTS,
}


def prisoners(answer: ListOut) -> Table:
    """One row a person counted."""
    depends = basis(as_of=answer.basis.as_of, counted=answer.basis, coverage=answer.coverage, withheld=answer.withheld)
    within = answer.within
    narrowed = {
        "by": (Kind.TEXT, within.by if within else None),
        "group": (Kind.TEXT, within.group if within else None),
    }
    return table(PRISONERS, map(_prisoner, answer.prisoners), depends, narrowed)


def _prisoner(one: PrisonerOut) -> Row:
    cited = [passage.source for fact in one.because for passage in fact.passages]
    return (
        one.id,
        one.name,
        one.holds,
        _each(element.liberty for element in one.on_the_day),
        one.incommunicado,
        tuple(map(_recognition, one.recognitions)),
        tuple(fact.id for fact in one.because),
        _each(iter(cited)),
        tuple(odd.oddity for odd in one.anomalies),
    )


def _each(several: Iterator[str]) -> tuple[str, ...]:
    """Return texts in their order, each once."""
    return tuple(dict.fromkeys(several))


def _recognition(one: RecognitionOut) -> str:
    return f"{one.body}: {one.holds} [{one.start}, {one.end or '..'})"


UNITS: Final = ("persons", "entities", "countries", "craft")
CYCLE: Final[Columns] = {
    "month": Kind.TEXT,
    "what": Kind.TEXT,
    **{f"{unit}_{holds}": Kind.NUMBER for unit in UNITS for holds in ("certain", "possible")},
    "uncounted": Kind.NUMBER,
    "not_shown": Kind.NUMBER,
    "ids": Kind.IDS,
}
"""``possible`` is empty where nothing sets a limit; ``not_shown`` is how many of the persons are withheld."""


def cycle(answer: CycleOut) -> Table:
    """One row for each month and each thing that may happen in it."""
    depends = basis(known=answer.basis.as_known, rules_version=answer.basis.rules_version, coverage=answer.coverage)
    return table(CYCLE, (row for month in answer.months for row in _month(month)), depends)


def _month(month: MonthOut) -> Iterator[Row]:
    for what, happened in (
        ("recognized", month.recognized),
        ("released", month.released),
        ("detained again", month.detained_again),
    ):
        yield (month.month, what, *_happened(happened))
    for what, turned in (("imposed", month.imposed), ("suspended", month.suspended), ("lifted", month.lifted)):
        yield (month.month, what, *_turned(turned))


def _happened(one: HappenedOut) -> Row:
    others: Row = (None,) * (2 * len(UNITS) - 1)
    return (one.certain, one.possible, *others, one.withheld, tuple(person.id for person in one.people))


def _turned(one: TurnedOut) -> Row:
    found = one.totals
    each = (found.persons, found.entities, found.countries, found.craft)
    numbers: Row = tuple(number for total in each for number in (total.certain, total.possible))
    return (*numbers, found.uncounted, None, tuple(target.id for target in one.targets))


BRIDGE: Final[Columns] = {
    "step": Kind.TEXT,
    "before": Kind.IDS,
    "before_counted": Kind.TEXTS,
    "after": Kind.IDS,
    "after_counted": Kind.TEXTS,
    "name": Kind.TEXT,
    "identity": Kind.TEXT,
    "certain": Kind.NUMBER,
    "possible": Kind.NUMBER,
    "not_shown": Kind.NUMBER,
    "facts": Kind.IDS,
}
"""``certain`` and ``possible`` sum to the difference: those withheld in a step are a row, which says how many."""


def bridge(answer: BridgeOut) -> Table:
    """One row for whoever counts otherwise after a step. The basis is that of the end; ``from`` is the beginning."""
    start, end = answer.before, answer.after
    whole: dict[str, tuple[Kind, Value]] = {
        "from": (Kind.DAY, day(start.basis.as_of)),
        "from_as_known": (Kind.NUMBER, start.basis.as_known.size),
        "from_root": (Kind.TEXT, start.basis.as_known.root),
        "from_definition": (Kind.TEXT, _versioned(start.basis.definition)),
        "from_variant": (Kind.TEXT, start.basis.variant),
        "from_coverage": (Kind.TEXT, start.coverage.extent),
        "from_certain": (Kind.NUMBER, start.certain),
        "from_possible": (Kind.NUMBER, start.possible),
        "to_certain": (Kind.NUMBER, end.certain),
        "to_possible": (Kind.NUMBER, end.possible),
    }
    withheld = sum(step.withheld for step in answer.steps)
    depends = basis(as_of=end.basis.as_of, counted=end.basis, coverage=end.coverage, withheld=withheld)
    return table(BRIDGE, (row for step in answer.steps for row in _step(step)), depends, whole)


def _versioned(rule: DefinitionOut) -> str:
    return f"{rule.id}/{rule.version}"


def _step(step: StepOut) -> Iterator[Row]:
    for moved in step.moved:
        yield (
            step.step,
            *_placed(moved.before),
            *_placed(moved.after),
            "; ".join(_each(one.name for one in (*moved.after, *moved.before))),
            moved.identity,
            moved.certain,
            moved.possible,
            None,
            tuple(fact.id for fact in moved.facts),
        )
    if step.withheld:
        none: Row = ((), (), (), (), None, None)
        yield (step.step, *none, step.withheld_certain, step.withheld_possible, step.withheld, ())


def _placed(several: list[PlacedOut]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(one.id for one in several), tuple(one.counted for one in several)


CASES: Final[Columns] = {"part": Kind.TEXT, "group": Kind.TEXT, "certain": Kind.NUMBER, "possible": Kind.NUMBER}


def cases(answer: CasesOut) -> Table:
    """One row a group: states of cases, punishments served, measures after release. One person may be in several."""
    parts = {"states": answer.states, "serving": answer.serving, "after_release": answer.after_release}
    depends = basis(as_of=answer.as_of, known=answer.as_known, coverage=answer.coverage)
    return table(CASES, (_group(part, one) for part, groups in parts.items() for one in groups), depends)


def _group(part: str, one: GroupOut) -> Row:
    return part, one.group, one.certain, one.possible


PLACES: Final[Columns] = {
    "id": Kind.TEXT,
    "kind": Kind.TEXT,
    "title": Kind.TEXT,
    "keeps": Kind.TEXT,
    "names": Kind.TEXTS,
    "held_certain": Kind.NUMBER,
    "held_possible": Kind.NUMBER,
}


def places(answer: PlacesOut) -> Table:
    """One row a place; who may be in one of several is in each."""
    rows: list[Row] = [
        (
            one.id,
            one.kind,
            one.title,
            one.keeps,
            tuple(name.text for name in one.names),
            one.held.certain,
            one.held.possible,
        )
        for one in answer.places
    ]
    whole: dict[str, tuple[Kind, Value]] = {
        "unstated_certain": (Kind.NUMBER, answer.unstated.certain),
        "unstated_possible": (Kind.NUMBER, answer.unstated.possible),
    }
    depends = basis(as_of=answer.as_of, known=answer.as_known, coverage=answer.coverage)
    return table(PLACES, rows, depends, whole)


OVERVIEW: Final[Columns] = {
    "part": Kind.TEXT,
    "what": Kind.TEXT,
    "first": Kind.DAY,
    "last": Kind.DAY,
    "low": Kind.NUMBER,
    "high": Kind.NUMBER,
    "state": Kind.TEXT,
    "holds": Kind.TEXT,
}
"""The columns of the chart's data: of a count of ours ``low`` is certain, ``high`` possible, ``holds`` its coverage."""


def overview(answer: OverviewOut) -> Table:
    """One row for each count, published figure, and stretch of sanctions or of a mandate."""
    depends = basis(as_of=answer.basis.as_of, counted=answer.basis)
    return table(OVERVIEW, map(_drawn, tidy.of_overview(answer)), depends)


def _drawn(row: tidy.Row) -> Row:
    part, what, first, last, low, high, state, holds = row
    return part, what, day(str(first)), day(str(last) or None), _number(low), _number(high), state, holds


def _number(value: str | int) -> int | None:
    return value if isinstance(value, int) else None


DEFINITIONS: Final[Columns] = {
    "id": Kind.TEXT,
    "version": Kind.NUMBER,
    "says": Kind.TEXT,
    "liberties": Kind.TEXTS,
    "recognition": Kind.TEXT,
    "over": Kind.TRUTH,
    "variants": Kind.TEXTS,
}


def definitions(answer: DefinitionsOut) -> Table:
    """One row a definition."""
    rows: list[Row] = [
        (one.id, one.version, one.says, tuple(one.liberties), one.recognition, one.over, tuple(one.variants))
        for one in answer.definitions
    ]
    return table(DEFINITIONS, rows, basis(rules_version=answer.rules_version))
