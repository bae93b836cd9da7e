"""Demands as text for a terminal: what is asked, how it stands, then all that was said of it."""

from api.cli.page import labelled, prose, say, table
from api.cli.text import answered_from, covered, lost, quote
from api.schemas.demands import ActOut, DemandOut, DemandsOut, ScoreboardOut, ScoreOut


def demands(answer: DemandsOut) -> None:
    """Print demands, parts below what they are parts of."""
    hidden = f", and {answer.withheld} withheld" if answer.withheld else ""
    narrowed = f", {answer.outcome}" if answer.outcome else ""
    say(f"Demands on {answer.as_of}{narrowed}: {len(answer.demands)}{hidden}")
    table(_scores(answer.scoreboard), labelled)
    listed = {one.id for one in answer.demands}
    wholes = {one.id for one in answer.demands if one.part_of not in listed}
    for one in answer.demands:
        if one.part_of in wholes:
            continue
        _demand(one, "", one.acts)
        for part in answer.demands:
            if one.id in wholes and part.part_of == one.id:
                _demand(part, "    ", _own(part, one))
    say()
    covered(answer.coverage)
    answered_from(answer.as_known)


def _scores(board: ScoreboardOut) -> list[list[str]]:
    """Say how many demands, and how many parts of theirs, stood in which way; all of them are the last row."""
    whole, parts = board.demands, board.parts
    rows = [
        [one.outcome, _many(one), f"parts {_many(part)}"]
        for one, part in zip(whole.outcomes, parts.outcomes, strict=True)
    ]
    if whole.open or parts.open:
        rows.append(["left open by the dates", str(whole.open), f"parts {parts.open}"])
    if whole.withheld:
        rows.append(["withheld", str(whole.withheld)])
    rows.append(["all", str(whole.total), f"parts {parts.total}"])
    return rows if parts.total else [row[:2] for row in rows]


def _many(one: ScoreOut) -> str:
    bounds = f"{one.certain} certain, {one.possible} possible"
    return str(one.certain) if one.certain == one.possible else bounds


def _own(part: DemandOut, whole: DemandOut) -> list[ActOut]:
    """Return what was said of a part, but for words that stand above, with the demand that it is a part of."""
    return part.acts[1:] if part.acts[0].passages == whole.acts[0].passages else part.acts


def _demand(one: DemandOut, indent: str, acts: list[ActOut]) -> None:
    say()
    title = f"{f'{one.point}  ' if one.point else ''}{one.text}"
    _wrapped(title, indent)
    say(f"{indent}  {' or '.join(one.may_be)}{_why(one)}")
    say(f"{indent}  of {one.addressee}; demand {one.id}")
    for act in acts:
        _act(act, f"{indent}  ")


def _why(one: DemandOut) -> str:
    if one.release:
        many = f"{one.release.certain} certain, {one.release.possible} possible"
        return f": of {len(one.release.people)} people named, at liberty {many}"
    if one.parts:
        return f", from its {len(one.parts)} parts"
    return f", held by {', '.join(held.assessor for held in one.assessed)}" if one.assessed else ""


def _act(act: ActOut, indent: str) -> None:
    fields = act.fields
    said = fields.get("answer") or fields.get("outcome") or fields.get("relief")
    possibly = ", possibly" if act.holds == "possibly" else ""
    told = fields.get("text") if act.type != "demand-made" else None
    line = f"{fields['occurred']}{possibly}  {act.type} by {', '.join(fields['bodies'])}"
    _wrapped(": ".join(part for part in (line, said, told) if part), indent)
    for one in act.passages:
        quote(one)
    lost(act.passages_missing, act.passages_withheld)


def _wrapped(text: str, indent: str) -> None:
    prose(text, indent, f"{indent}  ")
