"""Spellings of the same people: real ones from the folder that ``KHRONIKA_DATA`` names, and a few that we made up.

That folder, or ``names/`` in it, holds tables of spellings that nobody on the project made; none of them is in this
repository.
People are in two halves by a hash: one to tune on, one to report.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Final

OURS: Final = Path(__file__).with_name("spellings.tsv")
MADE_UP: Final = "made up"
PRISONERS: Final = "prisoners and public figures"
UK: Final = "UK list"
US: Final = "US list"
LINKED: Final = "UK list and US list"
HALVES: Final = ("tune", "test")
MOST: Final = 60
"""Pairs of one person from one list: some lists print every way to combine given name, patronymic and surname."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling in one list; ``person`` is the same for all that are known to be one person's."""

    text: str
    source: str
    person: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spellings, of one person or of two; ``kind`` says from which lists."""

    one: str
    other: str
    same: bool
    kind: str


class People:
    """Which groups of spellings are one person."""

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


def made_up() -> list[Spelling]:
    """Return our own spellings."""
    return [Spelling(row["text"], MADE_UP, row["person"]) for row in _table(OURS)]


TABLES: Final = ("prisoner_name_variants.tsv", "sanctioned_name_variants.tsv", "cross_list_links.tsv")


def spellings_in(folder: Path) -> Path | None:
    """Return where a folder holds the tables of real spellings, itself or in ``names/``; ``None`` if it does not."""
    held = (one for one in (folder, folder / "names") if all((one / table).is_file() for table in TABLES))
    return next(held, None)


def real(folder: Path) -> list[Spelling]:
    """Return every real spelling, each once for a list and a person; groups of a list that share a spelling join."""
    prisoners, sanctioned, links = (_table(folder / table) for table in TABLES)
    rows = [(row["group"], row["variant"], PRISONERS) for row in prisoners]
    rows += [(row["group_id"], row["variant"], _list_of(row["group_id"])) for row in sanctioned]
    people = People()
    for row in links:
        people.join(row["group_a"], row["group_b"])
    first: dict[tuple[str, str], str] = {}
    for group, text, source in rows:
        people.join(group, first.setdefault((source, plain(text)), group))
    found = {(plain(text), source, people.of(group)): text for group, text, source in rows}
    return [Spelling(text, source, person) for (_, source, person), text in found.items()]


def plain(text: str) -> str:
    """Return what two spellings have in common that differ in no letter."""
    return " ".join(sorted(text.casefold().replace(",", " ").replace("-", " ").split()))


def half(known: Sequence[Spelling], name: str) -> list[Spelling]:
    """Return the spellings of half of the people, ``tune`` or ``test``."""
    return [one for one in known if HALVES[sha256(one.person.encode()).digest()[0] % 2] == name]


def comparable(one: Spelling, other: Spelling) -> bool:
    """Whether we know if two spellings are one person's: two sanctions lists may both name whom nobody linked."""
    return one.person == other.person or {one.source, other.source} != {UK, US}


def pairs(known: Sequence[Spelling]) -> Iterator[Pair]:
    """Yield pairs of one person's spellings, and every pair of two people's, where we know which it is."""
    taken: defaultdict[tuple[str, str], list[Pair]] = defaultdict(list)
    for one, other in combinations(known, 2):
        kind = one.source if one.source == other.source else " and ".join(sorted((one.source, other.source)))
        if one.person == other.person:
            taken[one.person, kind].append(Pair(one.text, other.text, same=True, kind=kind))
        elif comparable(one, other):
            yield Pair(one.text, other.text, same=False, kind=kind)
    for of_one in taken.values():
        yield from sorted(of_one, key=lambda pair: sha256(f"{pair.one} {pair.other}".encode()).digest())[:MOST]


def _list_of(group: str) -> str:
    return UK if group.startswith("UK") else US


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
