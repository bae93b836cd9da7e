"""The list of Specially Designated Nationals of the US Treasury (OFAC), in its CSV format, as dated copies.

``sdn.csv`` has twelve columns and, as published, no header: ``ent_num``, ``SDN_Name``, ``SDN_Type``, ``Program``,
``Title``, ``Call_Sign``, ``Vess_type``, ``Tonnage``, ``GRT``, ``Vess_flag``, ``Vess_owner``, ``Remarks``. ``alt.csv``
has aliases: ``ent_num``, ``alt_num``, ``alt_type``, ``alt_name``, ``alt_remarks``. ``-0-`` is nothing. Of each row only
id, name, type and programme are read: titles and remarks hold what the record does not keep.

Whoever is listed under a programme of Belarus has all property blocked: 31 CFR part 548, section 548.201.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from api.intake.cells import Row
from api.intake.csv_file import rows
from api.intake.formats.listed import Beside, Contents, List, Listing, Printed, account, name, subjects
from api.intake.statements import Aside, Entry, ListFile, Reads, Refused
from domain.sanctions import TargetKind
from ledger.ledger import Ledger

COLUMNS: Final = (
    "ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag",
    "Vess_owner", "Remarks",
)  # fmt: skip
ALIASES: Final = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
OURS: Final = "BELARUS"
_KINDS: Final = {
    "individual": TargetKind.PERSON,
    "-0-": TargetKind.ENTITY,
    "": TargetKind.ENTITY,
    "vessel": TargetKind.VESSEL,
    "aircraft": TargetKind.AIRCRAFT,
}
_PROGRAMME = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
_NUMBER = re.compile(r"[0-9]{1,9}")


def read_listing(said: str) -> Mapping[str, str | None]:
    """Return the programmes of Belarus that a row is under; no day is printed."""
    return {one: None for one in said.split("] [") if one.startswith(OURS)}


_ALIASES: Final = Beside(ALIASES, "ent_num", "alt_name")
_LIST: Final = List("ofac-sdn", "OFAC", "ent_num", "ent_num, Program", read_listing)


class OfacSdn:
    """The rows of the SDN list under programmes of Belarus, with aliases if their file is given."""

    name = "ofac-sdn"
    register = _LIST.register
    points: tuple[str, ...] = ()

    def belongs(self, path: Path) -> bool:
        """Whether a file is one of aliases."""
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            first = "".join(islice(file, 1))
        return "alt_name" in first or (first.count(",") >= len(ALIASES) - 1 and _second(first).isdigit())

    def source(self, file: ListFile) -> Entry:
        """Describe the file."""
        return {
            "kind": "list",
            "issuer": "US Treasury, Office of Foreign Assets Control",
            "title": "Specially Designated Nationals and Blocked Persons List",
            "language": "en",
            "note": f"the file has {file.path.stat().st_size} bytes",
        }

    def read(self, file: ListFile, ledger: Ledger) -> Reads:
        """Yield the copy, a subject or a refusal for each row of ours, and how many rows are not ours."""
        found = Contents()
        aliases: defaultdict[str, list[Printed]] = defaultdict(list)
        for beside in file.beside:
            for cells, alias in _ALIASES.read(beside, self.source(beside), found):
                aliases[cells["ent_num"]].append(alias)
        others = 0
        for row in rows(file.path, columns=COLUMNS, headless=True):
            if isinstance(row, Refused):
                found.lose(row)
            elif OURS not in row.cells["Program"]:
                others += 1
            else:
                _take(row, found, aliases)
        if others:
            found.rows.append(Aside(others, "rows under other programmes"))
        account(found, aliases)
        yield from subjects(_LIST, found, file, ledger)


def _take(row: Row, found: Contents, aliases: Mapping[str, Sequence[Printed]]) -> None:
    cells = row.cells
    programmes = cells["Program"].split("] [")
    if not _NUMBER.fullmatch(cells["ent_num"]):
        return found.lose(Refused(row.number, "the id is no number", "ent_num"))
    if not all(map(_PROGRAMME.fullmatch, programmes)):
        return found.lose(Refused(row.number, "the programme is not understood", "Program"))
    if not read_listing(cells["Program"]):
        found.rows.append(Aside(1, "rows under other programmes"))
        return None
    found.listed.setdefault(cells["ent_num"], cells["Program"])
    printed = name(cells["SDN_Name"], row.number, "SDN_Name")
    if isinstance(printed, Refused):
        found.rows.append(printed)
    elif cells["SDN_Type"] not in _KINDS:
        found.rows.append(Refused(row.number, "the type is not understood", "SDN_Type"))
    else:
        names = [Printed(printed, "SDN_Name"), *aliases.get(cells["ent_num"], ())]
        found.rows.append(Listing(cells["ent_num"], row.number, _KINDS[cells["SDN_Type"]], names))
    return None


def _second(line: str) -> str:
    return line.split(",")[1].strip()
