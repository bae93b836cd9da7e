"""From what stands of one person to that person's rows: a pure function, the same for each batch size."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.facts import Named
from domain.folds.recognition import recognitions
from domain.folds.standing import Standing, of_person
from domain.folds.status import FREE, Situation
from domain.people import PersonId, Script


class Row(NamedTuple):
    """A row of a read model without its knowledge span: the table's name and the values of its columns."""

    table: str
    values: tuple[str | int, ...]


COLUMNS = {
    "person": ("person", "name"),
    "liberty": ("person", "liberty", "deprivation", "valid_from", "valid_to", "choices"),
    "recognition": ("person", "deprivation", "body", "valid_from", "valid_to", "now", "ever"),
}


def rows_of(person: PersonId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Derive every row of one person from everything that stands."""
    mine = of_person(person, facts)
    if not mine:
        return frozenset()
    situation = Situation(mine)
    rows = [Row("person", (person, display_name(mine)))]
    for span in situation.spans():
        if span.elements == {FREE}:
            continue
        rows += [
            Row("liberty", (person, e.liberty.value, e.deprivation or "", span.start, span.end, len(span.elements)))
            for e in span.elements
        ]
    rows += [
        Row("recognition", (person, r.deprivation or "", r.body, r.start, r.end, int(r.now), int(r.ever)))
        for r in recognitions(mine, situation.deprivation)
    ]
    return frozenset(rows)


def display_name(facts: Sequence[Standing]) -> str:
    """Return the first recorded name in Latin script, else the first of any; empty where none stands."""
    names = [standing.fact for standing in facts if isinstance(standing.fact, Named)]
    latin = [name for name in names if name.script is Script.LATIN]
    return next((name.text for name in (*latin, *names)), "")
