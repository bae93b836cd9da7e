"""The UK Sanctions List, its regime for Belarus, as dated copies: a file of subjects, and one of names.

Subjects: ``unique_id``, ``subject_type``, ``ofsi_group_id``, ``date_designated``. Names: ``name_id``, ``unique_id``,
``name_type``, ``full_name``. Other columns are not read. Dates are D/M/YYYY, and kept as printed: many say 31/12/2020,
the day on which the UK took over the EU's listings, and not the day on which these were made.

Who has a group of OFSI is on its consolidated list of asset freeze targets; who has none is recorded without a measure.
The regime is the Republic of Belarus (Sanctions) (EU Exit) Regulations 2019, S.I. 2019/600.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from api.intake.cells import Row
from api.intake.csv_file import check_header, rows
from api.intake.formats.listed import Beside, Contents, List, Listing, Printed, account, subjects
from api.intake.statements import Entry, ListFile, Reads, Refused
from domain.errors import RegisterError
from domain.sanctions import TargetKind
from ledger.ledger import Ledger

SUBJECTS: Final = ("unique_id", "subject_type", "ofsi_group_id", "date_designated")
NAMES: Final = ("name_id", "unique_id", "name_type", "full_name")
PROGRAMME: Final = "Belarus"
_KINDS: Final = {"individual": TargetKind.PERSON, "entity": TargetKind.ENTITY, "ship": TargetKind.VESSEL}
_ID = re.compile(r"[A-Z]{2,6}[0-9]{1,8}")
_GROUP = re.compile(r"[0-9]{1,8}")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_LISTING = re.compile(r"(?:designated (?P<day>[0-9/]+))?(?:, )?OFSI group [0-9]+")


def read_listing(said: str) -> Mapping[str, str | None]:
    """Return the programme of whom OFSI lists, with the day of designation."""
    match = _LISTING.fullmatch(said)
    return {PROGRAMME: None if match["day"] is None else day_printed(match["day"])} if match else {}


def day_printed(text: str) -> str | None:
    """Return the day that ``D/M/YYYY`` says, as YYYY-MM-DD; ``None`` for anything else."""
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat() if match else None
    except ValueError:
        return None


_NAMES: Final = Beside(NAMES, "unique_id", "full_name")
_LIST: Final = List("uk-sanctions", "UK", "unique_id", "unique_id, date_designated, ofsi_group_id", read_listing)


class UkSanctions:
    """Subjects of the UK Sanctions List, with their names."""

    name = "uk-sanctions"
    register = _LIST.register
    points: tuple[str, ...] = ()

    def belongs(self, path: Path) -> bool:
        """Whether a file is one of names."""
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return "full_name" in "".join(islice(file, 1))

    def source(self, file: ListFile) -> Entry:
        """Describe the file."""
        return {
            "kind": "list",
            "issuer": "UK Foreign, Commonwealth and Development Office",
            "title": "UK Sanctions List",
            "language": "en",
            "note": f"the file has {file.path.stat().st_size} bytes; it may be somebody's transform of the list",
        }

    def read(self, file: ListFile, ledger: Ledger) -> Reads:
        """Yield the copy, and a subject or a refusal for each row; raise `RegisterError` if no names are given.

        What is no such list is told so first: names beside it would not make it one.
        """
        _check(file.path)
        if not file.beside:
            raise RegisterError(f"{file.path.name}: the names are in another file; give it, too")
        found = Contents()
        names = self._names(file, found)
        for row in rows(file.path, columns=SUBJECTS):
            if isinstance(row, Refused):
                found.lose(row)
            else:
                _take(row, found, names.get(row.cells["unique_id"], ()))
        account(found, names)
        yield from subjects(_LIST, found, file, ledger)

    def _names(self, file: ListFile, found: Contents) -> dict[str, Sequence[Printed]]:
        """Return the names of each id, the one that the list uses first: of several, that of the lowest number."""
        names: defaultdict[str, list[tuple[bool, str, Printed]]] = defaultdict(list)
        for beside in file.beside:
            for cells, printed in _NAMES.read(beside, self.source(beside), found):
                names[cells["unique_id"]].append((cells["name_type"] != "primary", cells["name_id"], printed))
        return {one: [said[2] for said in sorted(each, key=lambda said: said[:2])] for one, each in names.items()}


def _check(path: Path) -> None:
    try:
        check_header(path, SUBJECTS)
    except RegisterError as error:
        raise RegisterError(f"this is no file of subjects of the UK Sanctions List: {error}") from error


def _take(row: Row, found: Contents, names: Sequence[Printed]) -> None:
    cells = row.cells
    if not _ID.fullmatch(cells["unique_id"]):
        return found.lose(Refused(row.number, "this is no id of the list", "unique_id"))
    day = day_printed(cells["date_designated"])
    noted = [] if day else [Refused(row.number, "this is no date", "date_designated")]
    group = cells["ofsi_group_id"] if _GROUP.fullmatch(cells["ofsi_group_id"]) else ""
    said = [f"designated {cells['date_designated']}"] * (day is not None) + [f"OFSI group {group}"] * bool(group)
    found.listed.setdefault(cells["unique_id"], ", ".join(said))
    if cells["subject_type"] not in _KINDS:
        found.rows.append(Refused(row.number, "the type is not understood", "subject_type"))
    elif not names:
        found.rows.append(Refused(row.number, "no name is given", "unique_id"))
    else:
        kind = _KINDS[cells["subject_type"]]
        found.rows.append(Listing(cells["unique_id"], row.number, kind, names, noted))
    return None
