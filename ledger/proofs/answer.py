"""A signed answer: whether a person was counted on a day, as known at a size of the log, and the facts that carry it.

Standard library and keys only, so that whoever checks one needs no database. Strict: ``parse(text).text == text``.
"""

from dataclasses import dataclass
from typing import Final

from domain.errors import ProofError
from ledger.proofs.note import from_decimal
from ledger.proofs.statement import Kind, Lines, digest, text_of

COUNTED: Final = {
    "certainly": "counted under every reading of the dates that are recorded",
    "possibly": "counted under some readings of the dates that are recorded, and not under others",
    "no": "not counted under any reading of the dates that are recorded",
}
LIMITS: Final = {
    "certainly": "this says what the sources in the log say, and a larger log may say otherwise",
    "possibly": "this says what the sources in the log say, and a larger log may say otherwise",
    "no": "this says what is known to this log, and nothing of what nobody recorded: it is no proof of liberty",
}
"""The words under which an answer may be quoted."""
HIDDEN: Final = {False: "nothing", True: "something that bears on this"}


@dataclass(frozen=True, slots=True)
class Carrier:
    """One version of a fact that carries an answer: its place and digest in the log, and how it bears."""

    position: int
    sha256: str
    id: str
    version: int
    bearing: str

    def __str__(self) -> str:
        """Write it as it stands in the note."""
        return f"{self.position} {self.sha256} {self.id} {self.version} {self.bearing}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is signed. Days are ISO, ``recorded_at`` is as the log writes times, ``coverage`` is that of the count.

    ``beyond`` is true of a day later than any that a fact of the log speaks of; ``withheld`` if what is hidden bears on
    the answer. The person is an identifier, and no name is anywhere.
    """

    origin: str
    person: str
    day: str
    size: int
    recorded_at: str
    root: bytes
    definition: str
    variant: str
    recognized_by: tuple[str, ...]
    rules: int
    as_published: str | None
    counted: str
    coverage: str
    beyond: bool
    withheld: bool
    facts: tuple[Carrier, ...]

    @property
    def text(self) -> str:
        """The text that is signed."""
        return text_of(
            Kind.ANSWER,
            self.origin,
            [
                ("person", self.person),
                ("as-of", self.day),
                ("as-known", self.size),
                ("recorded-at", self.recorded_at),
                ("root", self.root.hex()),
                ("definition", self.definition),
                ("variant", self.variant),
                *(("recognized-by", one) for one in self.recognized_by),
                ("rules", self.rules),
                ("as-published", self.as_published or "any day"),
                ("answer", self.counted),
                ("means", COUNTED[self.counted]),
                ("limits", LIMITS[self.counted]),
                ("coverage", self.coverage),
                ("beyond-newest-fact", _WORDS[self.beyond]),
                ("withheld", HIDDEN[self.withheld]),
                ("facts", len(self.facts)),
                *(("fact", one) for one in self.facts),
            ],
        )


def parse(text: str) -> Answer:
    """Read the text of an answer; raise `ProofError` if it is not written exactly as `Answer.text` would."""
    lines = Lines(text, Kind.ANSWER)
    found = Answer(
        origin=lines.origin,
        person=lines.take("person"),
        day=lines.take("as-of"),
        size=from_decimal(lines.take("as-known")),
        recorded_at=lines.take("recorded-at"),
        root=lines.hash("root"),
        definition=lines.take("definition"),
        variant=lines.take("variant"),
        recognized_by=tuple(lines.each("recognized-by")),
        rules=from_decimal(lines.take("rules")),
        as_published=_day(lines.take("as-published")),
        counted=_counted(lines),
        coverage=lines.take("coverage"),
        beyond=lines.take("beyond-newest-fact") == _WORDS[True],
        withheld=lines.take("withheld") == HIDDEN[True],
        facts=tuple(_carrier(one) for one in _many(lines)),
    )
    lines.end()
    places = [one.position for one in found.facts]
    if any(list(one) != sorted({*one}) for one in (found.recognized_by, places)):
        raise ProofError("bodies and facts of an answer stand in order, each once")
    if found.text != text:
        raise ProofError("the answer is not written in its one form")
    return found


_WORDS: Final = {False: "no", True: "yes"}


def _day(said: str) -> str | None:
    return None if said == "any day" else said


def _counted(lines: Lines) -> str:
    found = lines.take("answer")
    if found not in COUNTED:
        raise ProofError("an answer is certainly, possibly or no")
    lines.take("means")
    lines.take("limits")
    return found


def _many(lines: Lines) -> list[str]:
    said = from_decimal(lines.take("facts"))
    found = list(lines.each("fact"))
    if len(found) != said:
        raise ProofError(f"the answer says {said} facts and lists {len(found)}")
    return found


def _carrier(said: str) -> Carrier:
    parts = said.split(" ", 4)
    if len(parts) != len(Carrier.__slots__):
        raise ProofError("a fact of an answer has position, digest, identifier, version and bearing")
    position, sha256, identifier, version, bearing = parts
    return Carrier(from_decimal(position), digest(sha256), identifier, from_decimal(version), bearing)
