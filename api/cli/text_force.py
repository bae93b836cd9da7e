"""What is in force as text for a terminal: whether it is, then all that was said of it."""

from api.cli.page import prose, say
from api.cli.text import answered_from, covered, lost, quote
from api.schemas.force import LawsOut, MandatesOut, StepOut

_SAID = {"certainly": "in force", "possibly": "possibly in force", "no": "not in force"}


def mandates(answer: MandatesOut) -> None:
    """Print mandates."""
    _head("Mandates", answer, len(answer.mandates))
    for one in answer.mandates:
        _one(f"{one.mechanism} ({one.body})", one.in_force, one.id, one.steps)
    _foot(answer)


def laws(answer: LawsOut) -> None:
    """Print provisions."""
    _head("Laws", answer, len(answer.laws))
    for one in answer.laws:
        _one(one.provision, one.in_force, one.id, one.steps)
    _foot(answer)


def _head(what: str, answer: MandatesOut | LawsOut, many: int) -> None:
    hidden = f", and {answer.withheld} withheld" if answer.withheld else ""
    say(f"{what} on {answer.as_of}: {many}{hidden}")


def _foot(answer: MandatesOut | LawsOut) -> None:
    say()
    covered(answer.coverage)
    answered_from(answer.as_known)


def _one(title: str, in_force: str, identifier: str, steps: list[StepOut]) -> None:
    say(f"\n{title}: {_SAID[in_force]}")
    say(f"  {steps[0].type.partition('-')[0] if steps else 'fact'} {identifier}")
    for step in steps:
        fields = step.fields
        possibly = ", possibly" if step.holds == "possibly" else ""
        clocks = [f"{name} {fields[name]}" for name in ("adopted", "published", "expires") if fields.get(name)]
        line = ", ".join([f"{fields['occurred']}{possibly}  {step.type}", *clocks])
        line = f"{line}: {fields['text']}" if fields.get("text") else line
        prose(line, "  ", "    ")
        for passage in step.passages:
            quote(passage)
        lost(step.passages_missing, step.passages_withheld)
