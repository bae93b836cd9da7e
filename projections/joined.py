"""Rows of people whom judgements join: the canonical person bears the rows of all, the others lead there."""

from collections.abc import Sequence

from domain.folds.identity import identities
from domain.folds.standing import Standing
from domain.people import PersonId
from projections.rows import IDENTITY, Row, rows_of


def joined_rows(people: Sequence[PersonId], facts: Sequence[Standing]) -> dict[PersonId, frozenset[Row]]:
    """Derive the rows of people whom judgements connect, from everything that stands of any of them.

    ``people`` are those whose registration stands, in the order of their registrations.
    """
    found = identities(people, facts)
    rows: dict[PersonId, frozenset[Row]] = {}
    for person, first in found.canonical.items():
        if first == person:
            odd = {
                Row("anomaly", (person, anomaly.oddity.value, " ".join(anomaly.facts)))
                for one, anomaly in found.vetoed
                if found.canonical[one] == person
            }
            rows[person] = rows_of("person", found.members(person), facts) | odd
        else:
            rows[person] = frozenset({Row(IDENTITY, (person, first))})
    return rows
