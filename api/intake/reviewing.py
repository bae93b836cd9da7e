"""What a reviewer sees of a proposal, and what is done with the decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.bootstrap import Service
from api.intake.acceptance import Amendment, Same, accept
from api.intake.matching import candidates, registered
from api.intake.proposal import Proposal, parse
from api.intake.statements import Entry
from domain.errors import InvalidError
from domain.facts import REFERENCES
from ledger.proposals import Kept, State
from projections.matching import Names
from projections.search import Candidate

SHOWN: Final = 5
"""Candidates that a reviewer is shown."""
_PASSAGE: Final = "passage-quoted"
_UNSAID: Final = {"key", "type", "passages", "mentions", *REFERENCES}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a proposal: its point, its type, what it says, and the cells that it rests on as printed."""

    point: str
    type: str
    says: str
    printed: str


@dataclass(frozen=True, slots=True)
class View:
    """A proposal as a reviewer reads it, with the persons whom its names may mean, the likeliest first."""

    kept: Kept
    proposal: Proposal
    lines: tuple[Line, ...]
    withdrawn: tuple[tuple[str, str], ...]
    candidates: tuple[Candidate, ...]


def view(kept: Kept, names: Names) -> View:
    """Read a proposal for review; raise `InvalidError` for one that was decided already."""
    if kept.data is None or kept.state is not State.OPEN:
        raise InvalidError(f"the proposal is {kept.state} already")
    proposal = parse(kept.data)
    passages = {one["key"]: one for one in proposal.facts if one["type"] == _PASSAGE}
    cited = {key for one in proposal.facts for key in one.get("passages", ())}
    lines = [_line(proposal, one, passages) for one in proposal.facts if one["key"] not in cited & passages.keys()]
    withdrawn = tuple((point(proposal, one.key), one.reason) for one in proposal.withdrawn)
    found = candidates(proposal, names)
    return View(kept, proposal, tuple(lines), withdrawn, tuple(found[:SHOWN]))


def point(proposal: Proposal, key: str) -> str:
    """Return the point of a key within its proposal."""
    return key.removeprefix(f"{proposal.subject}/")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided: accepted or not, amended fields by point, and the person it is the same as, if any."""

    accepted: bool
    reason: str = ""
    amended: Mapping[tuple[str, str], str] | None = None
    same: str | None = None


def check(seen: View, decision: Decision) -> None:
    """Raise `InvalidError` for a decision that cannot be carried out: it lacks a reason, or names what is not there."""
    if (not decision.accepted or decision.amended or decision.same) and not decision.reason.strip():
        what = "a rejection" if not decision.accepted else "an amendment" if decision.amended else "a judgement"
        raise InvalidError(f"{what} needs a reason", field="reason")
    if not decision.accepted and (decision.amended or decision.same):
        raise InvalidError("what is rejected is not amended", field="amend")
    if decision.same and decision.same not in {one.id for one in seen.candidates}:
        raise InvalidError("that person is not among the candidates", field="same")
    points = {line.point for line in seen.lines}
    for name, _ in decision.amended or {}:
        if name not in points:
            raise InvalidError(f"there is nothing new under {name!r} that could be amended", field="amend")


def carry_out(service: Service, seen: View, decision: Decision, *, by: str) -> int:
    """Record a proposal, amended if somebody said so, or reject it; return how many events that took."""
    check(seen, decision)
    if not decision.accepted:
        at = service.now()
        service.ledger.proposals.decide([seen.kept], State.REJECTED, by=by, at=at, reason=decision.reason)
        return 0
    key = registered(seen.proposal)
    same = [Same(key, one.id, decision.reason) for one in seen.candidates if key and one.id == decision.same]
    amended = _amendments(seen.proposal, decision)
    return accept(service, [seen.kept], by=by, amended=amended, same=same)


def _amendments(proposal: Proposal, decision: Decision) -> list[Amendment]:
    changed: dict[str, Entry] = {}
    for (name, field), value in (decision.amended or {}).items():
        entry = next(one for one in proposal.facts if point(proposal, one["key"]) == name)
        changed[name] = changed.get(name, entry) | {field: value}
    return [Amendment(entry, decision.reason) for entry in changed.values()]


def _line(proposal: Proposal, entry: Entry, passages: Mapping[str, Entry]) -> Line:
    if entry["type"] == _PASSAGE:
        return Line(point(proposal, entry["key"]), _PASSAGE, entry["pinpoint"], entry["text"])
    said = [f"{name} {_value(value)}" for name, value in entry.items() if name not in _UNSAID]
    printed = _printed(entry.get("passages", ()), passages)
    return Line(point(proposal, entry["key"]), entry["type"], ", ".join(said), printed)


def _printed(cited: Iterable[str], passages: Mapping[str, Entry]) -> str:
    return " / ".join(passages[key]["text"] for key in cited if key in passages)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
