"""What one row of the Viasna list states: who somebody is, their imprisonment and recognition, and the case.

The list prints one arrest, one sentence and one release to a row, and all are taken as of one deprivation. What has no
printed day was so by a day of the row that cannot come before it, or else by the day on which the list was seen.
"""

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

from api.intake.cells import mixes_scripts
from api.intake.formats import viasna_printed as reading
from api.intake.formats.viasna_cells import Cells
from api.intake.statements import Refused, Statement, ref
from domain.dates import Day, FuzzyDate, iso
from domain.facts import Punishment
from domain.people import Gender

PUBLISHER: Final = "Viasna"
_PAGE = re.compile(r"https://prisoners\.spring96\.org/(?:en|be|ru)/person/([a-z0-9-]{1,100})")
_DECLARATION = re.compile(r"https?://(?:[a-z0-9-]+\.)?spring96\.org\.?/[!-~]{1,200}")
_HOUSE_ARREST: Final = "House arrest"
_AWAITING: Final = "Released awaiting the commencement of the sentence"
_AT_LARGE: Final = "awaiting"
"""The point of the one state of a day in which nobody is held."""
_REMAND_PRISON = re.compile(r"Pre-trial detention center No\. [0-9]+")
_SERVED_AT: Final = (
    (re.compile(r"Penal colony No\. [0-9]+"), Punishment.COLONY),
    (re.compile(r"Open correctional facility No\. [0-9]+"), Punishment.OPEN_TYPE),
)
"""What is served in a kind of place; which place it is, is not recorded."""
Value = TypeVar("Value")


class Record:
    """The statements of one row, and the cells of it that are left out."""

    def __init__(self, cells: Cells, key: str, observed: Day) -> None:
        """Read the days and the sentence, which several statements need."""
        self.said: list[Statement] = []
        self.noted: list[Refused] = []
        self.odd: list[Refused] = []
        self._cells = cells
        self._printed = cells.printed
        self._key = key
        self._observed = observed
        self._active = self._printed["status"] == "active"
        self._arrested = self._day("arrested")
        self._verdict = self._day("verdict_date")
        self._released = self._day("release_date")
        self._appeal = self._day("appeal_date")
        self._punishment = self._read("penalty", reading.punishment)
        self._term = self._read_term()
        self._begun = self._day("penalty_start_date")
        if self._begun and not self._punishment:
            self._leave("penalty_start_date", "which punishment began is not printed, or not understood")
            self._begun = None
        self._state = self._read_state()
        self._opening = self._opens()

    def person(self) -> None:
        """Say who it is, as printed, and under the list's own keys."""
        self.said.append(Statement("person", "person-registered"))
        if written := self._read("name", reading.writing):
            language, script = written
            self._say("name", "named", ["name"], text=self._printed["name"], language=language, script=script.value)
            if mixes_scripts(self._printed["name"]):
                mixed = "taken as printed: a word mixes Latin and Cyrillic letters"
                self.odd.append(Refused(self._cells.row, mixed, "name"))
        self._say("id", "external-id-stated", ["id"], publisher=PUBLISHER, value=self._key)
        if page := _PAGE.fullmatch(self._printed.get("url", "")):
            self._say("page", "external-id-stated", ["url"], publisher=PUBLISHER, value=page[1])
        if born := self._read("birthday", reading.birth_year):
            year, kept = born
            self._say("birth-year", "birth-year-stated", {"birthday": kept}, year=year)
        if gender := self._read("gender", lambda text: text if text in set(Gender) else None):
            self._say("gender", "gender-stated", ["gender"], gender=gender)

    def liberty(self) -> None:
        """Say what bears on liberty, and that the person is recognized for it."""
        if self._arrested:
            self._say("arrested", "detained", ["arrested"], occurred=self._arrested)
        if self._punishment:
            # Whoever is arrested only after the verdict was not sentenced within this deprivation; the list has such
            # rows, and the record shows that their days contradict each other.
            within = self._of() if self._arrested else {}
            self._sentenced(
                "sentence", "sentenced", self._columns(), punishment=self._punishment.value, **self._length(), **within
            )
        if self._begun:
            serves = {"punishment": self._punishment, **self._length(), **self._of("begun")}
            columns = ["penalty_start_date", *self._columns()]
            self._say("begun", "punishment-begun", columns, occurred=self._begun, **serves)
        if self._state:
            point, kind, fields = self._state
            self._seen(point, kind, ["prison/title"], **fields, **self._of(point))
        if self._released:
            self._say("released", "released", ["release_date"], occurred=self._released, **self._of())
        elif not self._active and self._opening:
            columns = ["status", "prison/title"] if self._printed.get("prison/title") == _AWAITING else ["status"]
            self._seen("released", "released", columns, **self._of())
        declared = ["declaration"] if self._read("declaration", _DECLARATION.fullmatch) else []
        self._seen("recognized", "recognized", ["status", *declared], bodies=[PUBLISHER], **self._of(field="covers"))

    def case(self) -> None:
        """Say what is printed of the case: its articles, the verdict, the appeal."""
        printed = self._cells.articles()
        found = {column: key for column in printed if (key := self._read(column, reading.article))}
        articles = list(dict.fromkeys(found.values()))
        if self._verdict and not self._punishment:
            self._leave("verdict_date", "what the court decided is not printed, or not understood")
        if not (found or self._punishment or self._appeal):
            return
        case: dict[str, Any] = {"case": ref(self._key, "case")}
        self._seen("case", "case-opened", [*found] or self._columns() or ["appeal_date"], **self._of())
        if found:
            self._charged([*found], articles=articles, **case)
        if self._punishment:
            whole = {"articles": articles} if articles and len(found) == len(printed) else {}
            more: dict[str, Any] = {"verdict": "guilty", "sentence": ref(self._key, "sentence")}
            self._sentenced("verdict", "verdict-given", [*self._columns(), *found], **case, **whole, **more)
        if self._appeal:
            self._say("appeal", "appeal-heard", ["appeal_date"], occurred=self._appeal, **case)

    def _read_term(self) -> str | None:
        if not self._punishment:
            if "decision" in self._printed and "penalty" not in self._printed:
                self._leave("decision", "what it is a measure of is not printed")
            return None
        return None if self._punishment is Punishment.FINE else self._read("decision", reading.term)

    def _read_state(self) -> tuple[str, str, dict[str, Any]] | None:
        """Return what the place or state of the day says of liberty: a point, a type, and its fields."""
        title = self._printed.get("prison/title")
        if title is None or not self._active:
            return None
        if title == _HOUSE_ARREST:
            return "house-arrest", "put-under-house-arrest", {}
        if title == _AWAITING:
            return _AT_LARGE, "released", {}
        if _REMAND_PRISON.fullmatch(title):
            return None if "penalty" in self._printed else ("remand", "remanded", {})
        for place, served in _SERVED_AT:
            if place.fullmatch(title):
                follows = {"punishment": served.value, "follows": [ref(self._key, "sentence")]}
                length = self._length() if self._verdict else {}
                known = self._begun or served is not self._punishment
                return None if known else ("serving", "punishment-begun", follows | length)
        self._leave("prison/title", "this is no state of a prisoner that is understood")
        return None

    def _opens(self) -> str | None:
        """Return the point of what opens the deprivation."""
        if self._arrested or self._begun:
            return "arrested" if self._arrested else "begun"
        return self._state[0] if self._state is not None and self._state[0] != _AT_LARGE else None

    def _of(self, point: str = "", *, field: str = "deprivation") -> dict[str, Any]:
        """Name the fact that opens the deprivation, unless it is the one in ``point`` itself."""
        return {field: ref(self._key, self._opening)} if self._opening and self._opening != point else {}

    def _length(self) -> dict[str, Any]:
        return {"term": {"length": self._term}} if self._term else {}

    def _columns(self) -> list[str]:
        """Return the cells of the sentence."""
        if not self._punishment:
            return []
        return ["penalty", "decision"] if self._term or self._punishment is Punishment.FINE else ["penalty"]

    def _sentenced(self, point: str, kind: str, columns: list[str], **fields: Any) -> None:  # noqa: ANN401 -- fields of any fact
        """Say what happened on the day of the verdict."""
        if self._verdict:
            self._say(point, kind, ["verdict_date", *columns], occurred=self._verdict, **fields)
        else:
            self._by(point, kind, columns, **fields)

    def _charged(self, columns: list[str], **fields: Any) -> None:  # noqa: ANN401 -- as above
        """Say that a charge was brought, by the day of the verdict."""
        if self._verdict and self._punishment:
            before = f"[..{self._verdict}]"
            self._say("charged", "charged", [*columns, "verdict_date"], occurred=before, **fields)
        else:
            self._by("charged", "charged", columns, **fields)

    def _by(self, point: str, kind: str, columns: list[str], **fields: Any) -> None:  # noqa: ANN401 -- as above
        """Say what happened by the day on which the punishment began, or by that on which the list was seen."""
        if self._begun:
            self._say(point, kind, [*columns, "penalty_start_date"], occurred=f"[..{self._begun}]", **fields)
        else:
            self._seen(point, kind, columns, **fields)

    def _seen(self, point: str, kind: str, columns: list[str], **fields: Any) -> None:  # noqa: ANN401 -- as above
        """Say what happened by the day on which the list was seen."""
        self._say(point, kind, columns, bounded=True, occurred=f"[..{iso(self._observed)}]", **fields)

    def _say(
        self,
        point: str,
        kind: str,
        columns: list[str] | dict[str, str],
        *,
        bounded: bool = False,
        **fields: Any,  # noqa: ANN401
    ) -> None:
        kept = (
            columns
            if isinstance(columns, dict)
            else {name: self._printed[name] for name in columns if name in self._printed}
        )
        about = {"person": ref(self._key, "person")} | {
            n: str(v) if isinstance(v, FuzzyDate) else v for n, v in fields.items()
        }
        self.said.append(Statement(point, kind, about, kept, bounded))

    def _day(self, column: str) -> FuzzyDate | None:
        found = self._read(column, reading.date)
        if found is not None and found.earliest > self._observed:
            self._leave(column, "it lies after the day on which the list was seen")
            return None
        return found

    def _read(self, column: str, parse: Callable[[str], Value | None]) -> Value | None:
        """Return what a cell says; one that is printed and not understood is left out."""
        if column not in self._printed:
            return None
        found = parse(self._printed[column])
        if found is None:
            self._leave(column, "this is not understood")
        return found

    def _leave(self, column: str, reason: str) -> None:
        self.noted.append(Refused(self._cells.row, reason, column))
