"""Small copies of sanctions lists of our own, in the formats of the official ones, and what the record says of them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from api.intake.formats.ofac_sdn import ALIASES, COLUMNS
from api.intake.formats.uk_sanctions import NAMES, SUBJECTS
from domain.changes import Corrected
from domain.facts import TargetNamed
from tests.api.conftest import Command
from tests.conftest import opened

Row = Mapping[str, str]


def sdn(path: Path, *listed: Row, header: bool = True) -> Path:
    """Write a copy in the format of sdn.csv; ``-0-`` wherever nothing is given."""
    return _written(path, COLUMNS, ([row.get(name, "-0-") for name in COLUMNS] for row in listed), header=header)


def one(number: str, name: str = "", programme: str = "BELARUS", **more: str) -> Row:
    """Return a row of sdn.csv."""
    return {"ent_num": number, "SDN_Name": name or f"Name {number}", "Program": programme, **more}


def aliases(path: Path, *given: tuple[str, str]) -> Path:
    """Write a file in the format of alt.csv, without a header as the official one."""
    rows = ([number, str(place), "aka", name, "-0-"] for place, (number, name) in enumerate(given, 1))
    return _written(path, ALIASES, rows, header=False)


def subjects(path: Path, *rows: Sequence[str]) -> Path:
    """Write the UK list's subjects: id, type, OFSI's group, day of designation."""
    return _written(path, SUBJECTS, rows)


def names(path: Path, *rows: Sequence[str]) -> Path:
    """Write the UK list's names: number, id, type, name."""
    return _written(path, NAMES, rows)


def accepted(khronika: Command, format_: str, *paths: Path, observed: str | None = None) -> str:
    """Import files and record what they propose; return what was told."""
    more = ["--observed", observed] if observed else []
    return khronika.ok("import", format_, *map(str, paths), *more, "--accept", "--by", "archivist").out


def under(khronika: Command, day: str, authority: str = "OFAC") -> dict[str, Any]:
    """Return the targets that may be under measures on a day, by the list's own ids."""
    answer = khronika.ok("sanctions", "--as-of", day, "--authority", authority, "--json").json["days"][0]
    return {named["value"]: target for target in answer["under"] for named in target["ids"]}


def names_of(khronika: Command) -> set[str]:
    """Return every name of a target that the log holds."""
    with opened(khronika.url) as house:
        contents = [event.content for some in house.ledger.read() for event in some]
    facts = [one.body if isinstance(one, Corrected) else one for one in contents]
    return {fact.text for fact in facts if isinstance(fact, TargetNamed)}


def certain(targets: Mapping[str, Any]) -> set[str]:
    """Return the ids of targets against which a measure is certainly in force."""
    return {
        number
        for number, target in targets.items()
        if any(measure["may_be"] == ["in force"] for measure in target["measures"])
    }


def days(target: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return the days of what was done, by type and programme."""
    said = [each["fields"] | {"type": each["type"]} for each in target["because"] if "programme" in each["fields"]]
    return {(each["type"], each["programme"]): each["occurred"] for each in said}


def _written(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], *, header: bool = True) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*([columns] if header else []), *rows])
    return path
