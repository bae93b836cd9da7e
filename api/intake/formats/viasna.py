"""The list of political prisoners that the Human Rights Center Viasna publishes, as a JSON list (docs/viasna.md).

One row is one person with one imprisonment. What describes a person, their address, lawyer, judge and photo are not
read, and of a date of birth the year alone is kept. Who is on the list without being recognized is refused.
"""

import re
from typing import Final

from api.intake.formats.viasna_cells import Cells, cells
from api.intake.formats.viasna_record import Record
from api.intake.json_file import rows
from api.intake.statements import Entry, ListFile, Read, Refused, Subject
from domain.dates import Day
from ledger.ledger import Ledger

_STATUSES: Final = frozenset({"active", "former"})
_NOT_RECOGNIZED: Final = "np"


class Viasna:
    """The export of prisoners.spring96.org, in both of its shapes."""

    name = "viasna"
    register = "viasna"
    points: tuple[str, ...] = (
        "person", "name", "id", "page", "birth-year", "gender", "arrested", "recognized", "case", "charged", "sentence",
        "verdict", "appeal", "begun", "released",
    )  # fmt: skip
    """States of the day on which a list was seen (`viasna_record.STATES`) are none of them: they stay what was seen."""

    def source(self, file: ListFile) -> Entry:  # noqa: ARG002 -- of any file the same
        """Describe the list."""
        return {
            "kind": "list",
            "issuer": "Human Rights Centre Viasna",
            "title": "Political prisoners in Belarus (prisoners.spring96.org)",
            "language": "en",
            "url": "https://prisoners.spring96.org/en",
        }

    def read(self, file: ListFile, ledger: Ledger) -> Read:  # noqa: ARG002 -- a row stands for itself
        """Yield a subject for each person who is recognized, and a refusal for every other row."""
        for row in rows(file.path, file.progress):
            yield row if isinstance(row, Refused) else _subject(cells(row), file.observed)


def _subject(found: Cells, observed: Day) -> Subject | Refused:
    key, status = (found.printed.get(column, "") for column in ("id", "status"))
    if status == _NOT_RECOGNIZED:
        return Refused(found.row, "not recognized as a political prisoner", "status")
    if status not in _STATUSES:
        return Refused(found.row, "the status is none that is understood", "status")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", key):
        return Refused(found.row, "this is no number of the list", "id")
    record = Record(found, key, observed)
    record.person()
    record.liberty()
    record.case()
    return Subject(key, found.row, record.said, person="person", noted=[*found.unfit, *record.noted], odd=record.odd)
