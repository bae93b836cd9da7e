"""Entities of FollowTheMoney, one JSON object a line: whom Sanctions aim at, and which measures they are.

Read are ``id``, ``schema`` and these properties: of a target ``name`` and ``alias``; of a Sanction ``entity``,
``authority``, ``program``, ``provisions``, ``startDate``, ``listingDate``, ``endDate``, ``status``, and the lists' ids,
``authorityId`` and ``unscId``. Nothing else is: no birth date, address, number, contact or position. The id of an
entity can hold an identity number, so only a digest of it is kept.

A Sanction may stand before the entity that it names, so the file is read three times: for whom Sanctions name, for the
targets, and for the Sanctions.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from api.intake.statements import Entry, ListFile, Read, Refused, Statement, Subject, ref
from domain.dates import Day, FuzzyDate, iso
from domain.errors import DateError, RegisterError
from domain.sanctions import Measure
from ledger.ledger import Ledger
from ledger.seen import Seen

LONGEST_LINE: Final = 1024 * 1024
LONGEST_NAME: Final = 200
_KINDS: Final = {
    "Person": "person",
    "Company": "entity",
    "Organization": "entity",
    "PublicBody": "entity",
    "LegalEntity": "entity",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
"""Schemas of whom a measure can aim at, and the kind of target that each is."""
_SANCTION: Final = "Sanction"
_MEASURES: Final = {
    "asset freeze": Measure.ASSET_FREEZE,
    "assets freeze": Measure.ASSET_FREEZE,
    "freeze of assets": Measure.ASSET_FREEZE,
    "freezing of assets": Measure.ASSET_FREEZE,
    "travel ban": Measure.TRAVEL_BAN,
    "entry ban": Measure.TRAVEL_BAN,
    "visa ban": Measure.TRAVEL_BAN,
    "arms embargo": Measure.ARMS_EMBARGO,
}
"""Provisions as lists print them, in small letters; any other is not understood."""
_OVER: Final = frozenset({"lifted", "lapsed", "ended", "expired", "inactive", "delisted"})
"""What a status says of a measure that ended some day; of any other it says nothing that is recorded."""
_BETWEEN: Final = re.compile(r"[,;|/]| and ")
_DATE: Final = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:T[0-9:.+Z-]*)?")
_STARTS: Final = ("startDate", "listingDate")


class _Entity(msgspec.Struct, frozen=True):
    id: str
    schema: str
    properties: dict[str, list[str]] = {}

    def texts(self, name: str) -> list[str]:
        """Return the values of a property, in NFC, with their spaces collapsed, each once."""
        clean = (" ".join(unicodedata.normalize("NFC", one).split()) for one in self.properties.get(name, ()))
        return list(dict.fromkeys(one for one in clean if one))


class FollowTheMoney:
    """Files of entities, as the library and those who use it write them."""

    name = "ftm"
    register = "ftm"
    points: tuple[str, ...] = ("measure", "ended", "id", "un-id")

    def source(self, file: ListFile) -> Entry:
        """Describe the file; whose it is, it does not say."""
        return {
            "kind": "list",
            "issuer": "not stated in the file",
            "title": "Entities of FollowTheMoney",
            "language": "und",
            "note": f"the file has {file.path.stat().st_size} bytes",
        }

    def read(self, file: ListFile, ledger: Ledger) -> Read:  # noqa: ARG002 -- a file stands for itself
        """Yield the targets that Sanctions name, then the Sanctions, and a refusal for every other line."""
        with Seen() as named, Seen() as taken:
            for number, one in _entities(file.path):
                if isinstance(one, _Entity) and one.schema == _SANCTION and one.texts("authority"):
                    named.again([(entity, number) for entity in one.texts("entity")])
            for number, one in _entities(file.path):
                if isinstance(one, Refused):
                    yield one
                elif one.schema != _SANCTION:
                    found = _target(number, one, named)
                    if isinstance(found, Subject):
                        taken.again([(one.id, number)])
                    yield found
            for number, one in _entities(file.path):
                if isinstance(one, _Entity) and one.schema == _SANCTION:
                    yield _sanction(number, one, taken, file.observed)


def _entities(path: Path) -> Iterator[tuple[int, _Entity | Refused]]:
    """Yield each line that is not empty, with its number; raise `RegisterError` for a file that has no such lines."""
    with path.open("rb") as file:
        begins = file.read(3)
        if begins[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise RegisterError(f"{path.name}: the file is in UTF-16; save it as UTF-8")
        file.seek(3 if begins == b"\xef\xbb\xbf" else 0)
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if not line.endswith(b"\n") and len(line) == LONGEST_LINE:
                while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield number, Refused(number, f"the line is longer than {LONGEST_LINE} bytes")
            elif line.startswith(b"[") and number == 1:
                raise RegisterError(f"{path.name}: row 1: a list begins here, and not one entity a line")
            elif line.strip():
                yield number, _entity(number, line)


def _entity(number: int, line: bytes) -> _Entity | Refused:
    try:
        found = msgspec.json.decode(line, type=_Entity)
    except msgspec.ValidationError:
        return Refused(number, "this is no entity: id, schema or properties are missing or of another form")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Refused(number, "the line is not JSON in UTF-8")
    return found if found.id else Refused(number, "the entity has no id", "id")


def _key(identifier: str) -> str:
    return sha256(identifier.encode(errors="surrogatepass")).hexdigest()[:24]


def _target(number: int, one: _Entity, named: Seen) -> Subject | Refused:
    if one.schema not in _KINDS:
        return Refused(number, "entities of this schema are not read", "schema")
    if not named.has(one.id):
        return Refused(number, "no Sanction with an authority names it, so it says nothing that is recorded here")
    key = _key(one.id)
    said = [Statement("target", "target-registered", {"kind": _KINDS[one.schema]})]
    noted = []
    for column in ("name", "alias"):
        for text in one.texts(column):
            if len(text) > LONGEST_NAME:
                noted.append(Refused(number, f"the name is longer than {LONGEST_NAME} characters", column))
            else:
                fields = {"target": ref(key, "target"), "text": text, "language": "und"}
                said.append(Statement(f"name-{_key(text)[:12]}", "target-named", fields, {column: text}))
    if len(said) == 1:
        return Refused(number, "no name is given", "name")
    # A name that is an alias, too, is one name.
    once = {one.point: one for one in reversed(said)}
    return Subject(key, number, list(reversed(once.values())), noted=noted)


def _sanction(number: int, one: _Entity, taken: Seen, observed: Day) -> Subject | Refused:
    for name in ("entity", "authority"):
        if len(one.texts(name)) != 1:
            several = "several are named" if one.texts(name) else "it is missing"
            return Refused(number, f"one is needed, and {several}", name)
    (entity,), (authority,) = one.texts("entity"), one.texts("authority")
    if not taken.has(entity):
        return Refused(number, "the file has no target with this id that is read", "entity")
    read = _provisions(one.texts("provisions"))
    measures = list(dict.fromkeys(measure for _, measure in read if measure is not None))
    if not measures:
        return Refused(number, "no measure is printed that is understood, and none is invented", "provisions")
    unread = sum(measure is None for _, measure in read)
    noted = [Refused(number, "this is no measure that is understood", "provisions")] * unread
    dated = _dated(number, one, observed)
    if isinstance(dated, Refused):
        return dated
    fields, cells = dated
    programme = "; ".join(one.texts("program"))
    for name, text in (("authority", authority), ("program", programme)):
        if len(text) > LONGEST_NAME:
            return Refused(number, f"the text is longer than {LONGEST_NAME} characters", name)
    fields |= {
        "target": ref(_key(entity), "target"),
        "authority": authority,
        "programme": programme or "not stated",
        "measures": [measure.value for measure in measures],
    }
    cells = {"authority": authority, **({"program": programme} if programme else {}), **cells}
    cells["provisions"] = "; ".join(text if measure else "[…]" for text, measure in read)
    bounded = not any(name in cells for name in _STARTS)
    said = [Statement("measure", "measure-imposed", fields, cells, bounded=bounded)]
    status = [text for text in one.texts("status") if text.casefold() in _OVER]
    if status and "expires" not in fields:
        over = fields | {"occurred": _by(observed, FuzzyDate.parse(fields["occurred"]), bounded=bounded)}
        said.append(Statement("ended", "measure-lifted", over, cells | {"status": status[0]}, bounded=True))
    ids = list(_listed(number, one, authority, fields["target"]))
    noted += [each for each in ids if isinstance(each, Refused)]
    return Subject(_key(one.id), number, [*said, *(each for each in ids if isinstance(each, Statement))], noted=noted)


def _by(observed: Day, begun: FuzzyDate, *, bounded: bool) -> str:
    """Return that something was over by the day of sight, and not before it began."""
    if bounded:
        return f"[..{iso(observed)}]"
    return f"[{iso(begun.earliest)}..{iso(observed)}]" if begun.earliest < observed else iso(observed)


def _listed(number: int, one: _Entity, authority: str, target: str) -> Iterator[Statement | Refused]:
    """Yield the ids under which lists have a target, each as the claim of its publisher."""
    for point, column, publisher in (("id", "authorityId", authority), ("un-id", "unscId", "UN")):
        ids = one.texts(column)
        if len(ids) == 1 and len(ids[0]) <= LONGEST_NAME:
            claim = {"target": target, "publisher": publisher, "value": ids[0]}
            yield Statement(point, "target-id-stated", claim, {"authority": authority, column: ids[0]})
        elif ids:
            yield Refused(number, "this is not one id", column)


def _provisions(texts: Sequence[str]) -> list[tuple[str, Measure | None]]:
    """Return each provision as printed, with the measure that it is, if it is understood."""
    parts = [part.strip() for text in texts for part in _BETWEEN.split(text) if part.strip()]
    return [(part, _MEASURES.get(part.casefold())) for part in parts]


def _dated(number: int, one: _Entity, observed: Day) -> tuple[dict[str, Any], dict[str, str]] | Refused:
    """Return since when and up to when, with the cells that say so; without a start, it is by the day of sight.

    An end may be the last day on which something holds or the first on which it does not: it is one of the two.
    """
    fields: dict[str, Any] = {"occurred": f"[..{iso(observed)}]"}
    cells: dict[str, str] = {}
    start = next((name for name in _STARTS if one.texts(name)), None)
    for name in (start, "endDate"):
        texts = one.texts(name) if name else []
        if name and texts:
            day = _date(texts)
            if day is None:
                return Refused(number, "this is not one date", name)
            fields["occurred" if name == start else "expires"] = str(day) if name == start else _end(day)
            cells[name] = texts[0]
    begun = FuzzyDate.parse(fields["occurred"])
    if begun.earliest > observed:
        return Refused(number, "it begins after the day on which the list was seen", start)
    if "expires" in fields and FuzzyDate.parse(fields["expires"]).latest < begun.earliest:
        return Refused(number, "it ends before it begins", "endDate")
    return fields, cells


def _date(texts: Sequence[str]) -> FuzzyDate | None:
    """Return the one date that is printed, of a day, a month or a year."""
    match = _DATE.fullmatch(texts[0])
    if len(texts) > 1 or match is None:
        return None
    try:
        return FuzzyDate.parse(match[1])
    except DateError:
        return None


def _end(day: FuzzyDate) -> str:
    if day.earliest < day.latest:
        return str(day)
    before = date.fromordinal(day.earliest - 1)
    return f"[{before.isoformat()}..{day}]"
