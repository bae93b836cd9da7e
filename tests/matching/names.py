"""Real spellings of the same people, from the folder that ``KHRONIKA_DATA`` names, in a half to tune on and one to report.

``names/`` there holds tables of tab-separated spellings, made by nobody on the project: none of them is in this repository.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Final

PRISONERS: Final = "prisoners"
"""Prisoners and public figures, as organizations and papers spell them."""
UK: Final = "UK list"
US: Final = "US list"
LINKED: Final = "UK and US list"
"""Spellings of one person, one from either list."""
MOST: Final = 60
"""Pairs taken of one person from one list: some lists print every combination of first name, patronymic and surname."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling in one list; ``person`` is the same for all that are known to be one person's."""

    text: str
    source: str
    person: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spellings: of one person, or of two; ``kind`` says from which lists."""

    one: str
    other: str
    same: bool
    kind: str


class Same:
    """Which groups are one person: those that are linked, and those of one list that share a spelling."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def of(self, group: str) -> str:
        while (first := self._first.get(group, group)) != group:
            group = first
        return group

    def join(self, one: str, other: str) -> None:
        one, other = sorted((self.of(one), self.of(other)))
        if one != other:
            self._first[other] = one


def spellings(folder: Path) -> list[Spelling]:
    """Read every spelling, each once for a list and a person."""
    rows = [(row["group"], row["variant"], PRISONERS) for row in _table(folder / "prisoner_name_variants.tsv")]
    for row in _table(folder / "sanctioned_name_variants.tsv"):
        rows.append((row["group_id"], row["variant"], UK if row["group_id"].startswith("UK") else US))
    same = Same()
    for row in _table(folder / "cross_list_links.tsv"):
        same.join(row["group_a"], row["group_b"])
    first: dict[tuple[str, str], str] = {}
    for group, text, source in rows:
        same.join(group, first.setdefault((source, plain(text)), group))
    found = {(plain(text), source, same.of(group)): text for group, text, source in rows}
    return [Spelling(text, source, person) for (_, source, person), text in found.items()]


def plain(text: str) -> str:
    """What two spellings have in common that differ in no letter."""
    return " ".join(sorted(text.casefold().replace(",", " ").replace("-", " ").split()))


def half(known: list[Spelling], name: str) -> list[Spelling]:
    """Return the spellings of half of the people: ``tune`` or ``test``, decided by a hash of the group."""
    return [one for one in known if ("tune", "test")[sha256(one.person.encode()).digest()[0] % 2] == name]


def pairs(known: list[Spelling]) -> Iterator[Pair]:
    """Yield pairs of one person's spellings, and every pair of two people's.

    Left out are two spellings from different sanctions lists that nobody linked: one list may well name whom the other
    names.
    """
    taken: defaultdict[tuple[str, str], list[Pair]] = defaultdict(list)
    for one, other in combinations(known, 2):
        if one.person == other.person:
            kind = one.source if one.source == other.source else LINKED
            taken[one.person, kind].append(Pair(one.text, other.text, same=True, kind=kind))
        elif one.source == other.source or PRISONERS in {one.source, other.source}:
            kind = one.source if one.source == other.source else "prisoners and lists"
            yield Pair(one.text, other.text, same=False, kind=kind)
    for of_one in taken.values():
        yield from sorted(of_one, key=lambda pair: sha256(f"{pair.one} {pair.other}".encode()).digest())[:MOST]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
